"""The canonical form of records and of the bibliography: one layout for one meaning.

Nothing here decides what a record says. ``mended`` proves that before it hands a text out: it reads the text that it
has made, and compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.layout import bibliography, comments
from evidence.layout.bibliography import bibliography_in_form
from evidence.layout.records import record_in_form
from evidence.library.files import limit_of
from evidence.library.kinds import BIBLIOGRAPHY_FILE, KINDS, kind_of, schema_line
from evidence.library.reading import SCHEMA_LINE, parse_record
from evidence.problem import Place, Problem
from evidence.readers.bibtex import read_bibliography
from evidence.readers.text import BOM, LINE_ENDING, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.model.reference import Reference

__all__ = ["MENDED", "Mended", "bibliography_in_form", "mended", "record_in_form"]

MENDED = frozenset({BOM.id, LINE_ENDING.id, SCHEMA_LINE.id})
"""Rules whose faults lie in the layout alone, so that writing the canonical form mends them."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A file in canonical form, or what stands in the way of it."""

    text: str | None
    """None where the file cannot be read as a record."""
    problems: tuple[Problem, ...] = ()
    """Why there is no text."""


class MeaningChangedError(Exception):
    """Raised by ``mended`` where the canonical form would not say the same: a fault of this program."""


def mended(data: bytes, file: str) -> Mended:
    """Return a file in canonical form.

    Raises:
        MeaningChangedError: What was made does not mean what was read. Nothing must be written then.

    """
    text, problems = read_text(data, file, limit_of(file))
    if text is None:
        return Mended(None, tuple(problems))
    return _mended_bibliography(text) if file == BIBLIOGRAPHY_FILE else _mended_record(text, file)


def _mended_record(text: str, file: str) -> Mended:
    adapter = KINDS[str(kind_of(file))]
    text = _with_schema_line(text, file)
    record, problems = parse_record(text, file, adapter)
    if record is None:
        return Mended(None, tuple(problems))
    made = record_in_form(record, text)
    again, _ = parse_record(made, file, adapter)
    same = again is not None and again.value == record.value
    if again is None or not same or record_in_form(again, made) != made:
        raise MeaningChangedError(file)
    if comments.comments_of(made).texts() != comments.comments_of(text).texts():
        raise MeaningChangedError(file)
    return Mended(made)


def _with_schema_line(text: str, file: str) -> str:
    """Return the text of a record with the line that tells editors its schema."""
    begin, end = schema_line(file)
    first, _, rest = text.partition("\n")
    if first.startswith(begin.rstrip("./")):
        return text if first.endswith((f"/{end}", f"={end}")) else f"{begin}{end}\n{rest}"
    return f"{begin}{end}\n{text}"


def _mended_bibliography(text: str) -> Mended:
    read = read_bibliography(text, BIBLIOGRAPHY_FILE)
    if read.problems:
        return Mended(None, tuple(read.problems))
    made = bibliography_in_form(text)
    again = read_bibliography(made, BIBLIOGRAPHY_FILE)
    same = not again.problems and _meanings(again.references) == _meanings(read.references)
    if not same or bibliography_in_form(made) != made:
        raise MeaningChangedError(BIBLIOGRAPHY_FILE)
    if bibliography.comments_of(made) != bibliography.comments_of(text):
        raise MeaningChangedError(BIBLIOGRAPHY_FILE)
    return Mended(made)


def _meanings(references: Mapping[str, Reference]) -> dict[str, Reference]:
    """Return references without what only says where and how they stand in the file."""
    return {
        key: replace(reference, place=Place(BIBLIOGRAPHY_FILE), raw="", fields={})
        for key, reference in references.items()
    }
