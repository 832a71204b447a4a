"""The canonical form of the bibliography: entries by key, their fields in one order, a field on a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.readers.bibtex_blocks import Abbreviation, Entry, Loose, Special, read_blocks

if TYPE_CHECKING:
    from evidence.readers.bibtex_blocks import Field

# As a reference is read: who, what, where, when, and how to find it.
FIELD_ORDER = (
    "author",
    "editor",
    "title",
    "journal",
    "booktitle",
    "edition",
    "publisher",
    "year",
    "volume",
    "number",
    "pages",
    "language",
    "isbn",
    "doi",
    "pmid",
    "pmcid",
    "url",
)

_EMPTY_LINE = re.compile(r"\n[ \t]*\n")


def bibliography_in_form(text: str) -> str:
    """Return the canonical form of a bibliography without faults.

    Comments stay above the entry that follows them; those at the top, down to an empty line, stay at the top.
    """
    header: list[str] = []
    above: list[str] = []
    abbreviations: list[tuple[str, str]] = []
    entries: list[tuple[str, str]] = []
    blocks = read_blocks(text)
    for index, block in enumerate(blocks):
        match block:
            case Loose() if index == 0:
                end = blocks[1].index if len(blocks) > 1 else len(text)
                first, empty, rest = _split(text[block.index : end])
                header, above = (_lines(first), _lines(rest)) if empty else ([], _lines(first))
            case Loose():
                above += _lines(block.raw)
            case Abbreviation():
                written = f"@string{{{block.name.lower()} = {{{_value(block.value)}}}}}"
                abbreviations.append((block.name.lower(), "\n".join([*above, written])))
                above = []
            case Entry():
                entries.append((block.key, "\n".join([*above, _entry(block)])))
                above = []
            case _:
                above += block.raw.strip().split("\n")
    names = [written for _, written in sorted(abbreviations)]
    works = [written for _, written in sorted(entries, key=lambda entry: (entry[0].casefold(), entry[0]))]
    groups = ["\n".join(header), "\n".join(names), *works, "\n".join(above)]
    return "\n\n".join(group for group in groups if group) + "\n"


def comments_of(text: str) -> list[str]:
    """Return the lines of comments of a bibliography, sorted."""
    blocks = [block for block in read_blocks(text) if isinstance(block, Loose | Special)]
    return sorted(line for block in blocks for line in _lines(block.raw))


def _split(raw: str) -> tuple[str, bool, str]:
    """Split a passage at the first empty line below some text; say whether there is one."""
    start = len(raw) - len(raw.lstrip())
    found = _EMPTY_LINE.search(raw, start)
    return (raw[: found.start()], True, raw[found.end() :]) if found else (raw, False, "")


def _lines(raw: str) -> list[str]:
    return [line.strip() for line in raw.split("\n") if line.strip()]


def _entry(entry: Entry) -> str:
    fields = sorted(entry.fields, key=_rank)
    return "\n".join([f"@{entry.type}{{{entry.key},", *(_field(field) for field in fields), "}"])


def _rank(field: Field) -> int:
    return FIELD_ORDER.index(field.name.lower())


def _field(field: Field) -> str:
    value = field.value.strip() if field.bare else f"{{{_value(field.value)}}}"
    return f"  {field.name.lower()} = {value},"


def _value(value: str) -> str:
    """Return a value on one line: BibTeX takes line ends and runs of blanks for one blank."""
    return " ".join(re.split(r"[ \t\n]+", value.strip(" \t\n")))
