"""The canonical form of a record: the same keys and values, written as every other record is.

Keys stand in the order of the model, values in one line where they fit and wrapped where they do not. A list or a
mapping between brackets keeps them where it fits in one line; one that stands on several lines keeps these.
"""

from __future__ import annotations

import typing
from functools import cache
from typing import TYPE_CHECKING, Any

from evidence.layout.comments import comments_of
from evidence.layout.scalars import WIDTH, text_in_line, text_in_lines
from evidence.model.fields import Markdown, Plain, Record
from evidence.readers.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.layout.comments import Comments, Path
    from evidence.readers.decode import Loaded
    from evidence.readers.nodes import Node


def record_in_form(record: Loaded[Any], text: str) -> str:
    """Return the canonical form of a sound record, which was read from a text."""
    writer = _Writer(comments_of(text), text.split("\n"))
    lines = [*writer.comments.header, *writer.children(record.node, record.value, (), 0)]
    return "\n".join(lines) + "\n"


class _Part(typing.NamedTuple):
    """A value of a record with its node and what the model says about it."""

    node: Node
    value: Any
    prose: bool
    """A text of several paragraphs."""


class _Writer:
    def __init__(self, comments: Comments, lines: list[str]) -> None:
        self.comments = comments
        self.lines = lines

    def children(self, node: Mapping | Sequence, value: Any, path: Path, indent: int) -> list[str]:  # noqa: ANN401
        """Return the lines of a mapping or list that stands on several ones."""
        written: list[str] = []
        for step, part in _parts(node, value):
            above, lines = self.entry(step, part, (*path, step), indent)
            written += [" " * indent + words for words in above] + lines
        return written + [" " * indent + words for words in self.comments.below.get(path, [])]

    def entry(self, step: str | int, part: _Part, path: Path, indent: int) -> tuple[list[str], list[str]]:
        """Return the comments above a key or an item, and its lines."""
        above = list(self.comments.above.get(path, []))
        beside = self.comments.beside.get(path)
        head = " " * indent + (f"{step}:" if isinstance(step, str) else "-")
        line = self.in_line(part, path)
        opening, lines = head, []
        if line is not None and (" " not in line or len(head) + 1 + len(line) <= WIDTH):
            opening = f"{head} {line}"
        elif isinstance(part.node, Scalar):
            sign, wrapped = text_in_lines(str(part.value), indent + 2, prose=part.prose)
            opening, lines = f"{head} {sign}", [" " * (indent + 2) + words if words else "" for words in wrapped]
        elif isinstance(step, int) and isinstance(part.node, Mapping):
            # The first key stands behind the dash.
            lines = self.children(part.node, part.value, path, indent + 2)
            count = next(index for index, words in enumerate(lines) if not words.lstrip().startswith("#"))
            above += [words.strip() for words in lines[:count]]
            opening, lines = head + lines[count][indent + 1 :], lines[count + 1 :]
        else:
            lines = self.children(part.node, part.value, path, indent + 2)
        if beside is not None and not lines and len(opening) + 2 + len(beside) <= WIDTH:
            opening = f"{opening}  {beside}"
        elif beside is not None:
            above.append(beside)
        return above, [opening, *lines]

    def in_line(self, part: _Part, path: Path, *, among_others: bool = False) -> str | None:
        """Write a value in one line; None where it has several, or stands on several by choice or for a comment."""
        node = part.node
        if isinstance(node, Scalar):
            if not isinstance(part.value, str):
                return node.value
            was_plain = isinstance(node.value, Plain)
            text = str(part.value)
            return None if "\n" in text else text_in_line(text, among_others=among_others, was_plain=was_plain)
        place = node.place
        if path in self.comments.opened or self.lines[place.line - 1][place.column - 1] not in "[{":
            return None
        parts = _parts(node, part.value)
        inner = [(step, self.in_line(child, (*path, step), among_others=True)) for step, child in parts]
        if isinstance(node, Sequence):
            return _joined([line for _, line in inner], "[]")
        return _joined([None if line is None else f"{step}: {line}" for step, line in inner], "{}")


def _joined(lines: list[str | None], brackets: str) -> str | None:
    written = [line for line in lines if line is not None]
    return None if len(written) < len(lines) else brackets[0] + ", ".join(written) + brackets[1]


def _parts(node: Mapping | Sequence, value: Any) -> Iterator[tuple[str | int, _Part]]:  # noqa: ANN401
    """Yield what a mapping or list holds, in canonical order."""
    if isinstance(node, Sequence):
        for index, (item, held) in enumerate(zip(node.items, value, strict=True)):
            yield index, _Part(item, held, prose=False)
    else:
        model: type[Record] = type(value)
        prose = _prose_keys(model)
        for key in model.ordered_keys():
            if key in node.items:
                yield key, _Part(node.items[key], getattr(value, key), prose=key in prose)


@cache
def _prose_keys(model: type[Record]) -> frozenset[str]:
    """Return the keys of a model that hold texts of several paragraphs."""

    def marks(annotation: object) -> Iterator[object]:
        yield from getattr(annotation, "__metadata__", ())
        for member in typing.get_args(annotation):
            yield from marks(member)

    return frozenset(
        key
        for key, field in model.model_fields.items()
        if Markdown(block=True) in (*field.metadata, *marks(field.annotation))
    )
