"""The engine of the evidence review: records in, problems and pages out.

Stages are functions from values to values; see ``docs/contribute/code.md`` for the map.
"""
