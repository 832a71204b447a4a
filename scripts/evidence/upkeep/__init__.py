"""Upkeep: what has changed in the world around the records.

Nobody is asked from here. Adapters ask, and hand in what they were told as values; what follows from it, and the
report, is made here.
"""
