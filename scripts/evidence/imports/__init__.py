"""What registries and reference managers know of a work, as one kind of value whatever form it came in.

Nothing here asks a registry: answers and files are handed in as data, and a value that cannot be trusted is left out
with a word about it.
"""
