"""All records of a project, read from its folders. The only part of the engine that reads files of the project."""

from __future__ import annotations

from evidence.library.collection import Library
from evidence.library.files import read_file
from evidence.library.kinds import (
    ASSESSMENT,
    BIBLIOGRAPHY_FILE,
    CALCULATION,
    CLAIM,
    KINDS,
    PLANNED,
    PLANNED_FILE,
    SOURCE,
    STUDY,
    kind_of,
)
from evidence.library.reading import RULES, read_documents, read_library, read_record

__all__ = [
    "ASSESSMENT",
    "BIBLIOGRAPHY_FILE",
    "CALCULATION",
    "CLAIM",
    "KINDS",
    "PLANNED",
    "PLANNED_FILE",
    "RULES",
    "SOURCE",
    "STUDY",
    "Library",
    "kind_of",
    "read_documents",
    "read_file",
    "read_library",
    "read_record",
]
