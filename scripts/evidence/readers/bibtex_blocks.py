"""From BibTeX text to blocks that know where they stand.

The only module that knows bibtexparser. It splits text into blocks and never raises, but it numbers lines from 0,
knows no columns, wraps what it finds twice, and reads ``@commentary{…}`` as a comment. Here its blocks become values
with the index of every part; what they may hold is decided in ``evidence.readers.bibtex``.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import RemoveEnclosingMiddleware
from bibtexparser.model import Entry as ParsedEntry
from bibtexparser.model import ImplicitComment, ParsingFailedBlock
from bibtexparser.model import String as ParsedString

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bibtexparser.model import Block as ParsedBlock

_TYPE = re.compile(r"@\s*(\w*)")
_OPENING = re.compile(r"[{(]")
_KEY_OF_ENTRY = re.compile(r"@[ \t]*\w+\s*[{(]\s*([^\s,{}()=\"]+)")
_NEXT_BLOCK = re.compile(r"@\w*[ \t]*\Z")
_LIBRARY_LOGGER = logging.getLogger("bibtexparser")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entry."""

    name: str
    """As it is written."""
    index: int
    value: str
    """Without the braces or quotation marks around it."""
    value_index: int
    bare: bool
    """Neither enclosed nor a number: the name of an ``@string``, a concatenation or a slip."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, whatever its type and key."""

    index: int
    raw: str
    type: str
    """In lower case."""
    key: str
    key_index: int
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A definition ``@string{name = "value"}``."""

    index: int
    raw: str
    name: str
    value: str
    bare: bool
    """The value is not enclosed."""


@dataclass(frozen=True, slots=True)
class Special:
    """A block that is no entry: ``@comment``, ``@preamble`` and what bibtexparser takes for one of them."""

    index: int
    raw: str
    type: str


@dataclass(frozen=True, slots=True)
class Loose:
    """Text outside of blocks."""

    index: int
    raw: str


@dataclass(frozen=True, slots=True)
class Damaged:
    """A block whose end or parts could not be found."""

    index: int
    raw: str
    reason: str


Block = Entry | Abbreviation | Special | Loose | Damaged


def read_blocks(text: str) -> list[Block]:
    """Split a text into its blocks, in their order."""
    with _silence():
        library = parse_string(text, parse_stack=[])
    blocks: list[Block] = []
    end = 0
    for parsed in library.blocks:
        raw = parsed.raw or ""
        if isinstance(parsed, ParsingFailedBlock) and parsed.ignore_error_block is None:
            # A block that ends where another begins can hold the first sign of that one too.
            raw = raw[:1] + _NEXT_BLOCK.sub("", raw[1:])
        # Blocks follow each other and hold their text unchanged, so each is found after the one before it.
        index = text.index(raw, end)
        end = index + len(raw)
        blocks.append(_convert(parsed, index, raw, text))
    return blocks


def keys_in(raw: str) -> frozenset[str]:
    """Return what looks like the key of an entry in a text that could not be split."""
    return frozenset(_KEY_OF_ENTRY.findall(raw))


def _convert(parsed: ParsedBlock, index: int, raw: str, text: str) -> Block:
    type_ = _type_of(raw)
    if isinstance(parsed, ParsingFailedBlock):
        if parsed.ignore_error_block is None:
            reason = getattr(parsed.error, "abort_reason", parsed.error)
            return Damaged(index, raw, " ".join(str(reason).split()).rstrip("."))
        # Failed only for holding or being a duplicate, which is looked for in a stricter way later.
        parsed = parsed.ignore_error_block
    if isinstance(parsed, ImplicitComment):
        return Loose(index, raw)
    if isinstance(parsed, ParsedString) and type_ == "string":
        name = parsed.key
        RemoveEnclosingMiddleware().transform_string(parsed, Library())
        return Abbreviation(index, raw, name, parsed.value, parsed.enclosing == "no-enclosing")
    if isinstance(parsed, ParsedEntry):
        opening = _OPENING.search(raw)
        key_index = text.index(parsed.key, index + (opening.end() if opening else 0))
        fields = tuple(_fields(parsed, key_index + len(parsed.key), text))
        return Entry(index, raw, type_, parsed.key, key_index, fields)
    return Special(index, raw, type_)


def _fields(entry: ParsedEntry, end: int, text: str) -> Iterator[Field]:
    """Yield the fields of an entry; ``end`` is the index where its key ends."""
    enclosed = [field.value for field in entry.fields]
    RemoveEnclosingMiddleware().transform_entry(entry, Library())
    for field, raw_value in zip(entry.fields, enclosed, strict=True):
        index = text.index(field.key, end)
        value_index = text.index(raw_value, text.index("=", index + len(field.key)) + 1)
        end = value_index + len(raw_value)
        indent = 0 if field.value == raw_value else 1
        yield Field(field.key, index, field.value, value_index + indent, field.enclosing == "no-enclosing")


def _type_of(raw: str) -> str:
    match = _TYPE.match(raw)
    return match[1].lower() if match else ""


@contextmanager
def _silence() -> Iterator[None]:
    """Keep bibtexparser from logging faults, in its own words and with lines from 0, that are reported here."""
    level = _LIBRARY_LOGGER.level
    _LIBRARY_LOGGER.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        _LIBRARY_LOGGER.setLevel(level)
