"""The comments of a record: where they stand, and to which of its parts they belong."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    Path = tuple[str | int, ...]
    Position = tuple[int, int]
    """Line and column, counted from 0 as the parser does."""

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")


@dataclass(slots=True)
class Comments:
    """Comments by the path of what they belong to."""

    header: list[str] = field(default_factory=list)
    """Before everything else."""
    above: dict[Path, list[str]] = field(default_factory=dict)
    """On lines of their own, above a key or an item."""
    beside: dict[Path, str] = field(default_factory=dict)
    """On the line of a key or an item, behind it."""
    below: dict[Path, list[str]] = field(default_factory=dict)
    """After the last part of a mapping or list."""
    opened: set[Path] = field(default_factory=set)
    """Lists and mappings in brackets with a comment between these, so that they need several lines."""

    def put_above(self, path: Path, text: str) -> None:
        """Add a comment above a key or an item."""
        self.above.setdefault(path, []).append(text)

    def texts(self) -> list[str]:
        """Return every comment, sorted."""
        lists = (*self.above.values(), *self.below.values())
        return sorted([*self.header, *self.beside.values(), *(text for texts in lists for text in texts)])


def comments_of(text: str) -> Comments:
    """Say to which part of a well-formed record each of its comments belongs."""
    comments = Comments()
    lines = text.split("\n")
    if not any("#" in line for line in lines[1:]):
        # Hardly any record has comments below the line that names its schema.
        comments.header = lines[:1] if lines[0].startswith("#") else []
        return comments
    survey = _Survey(text)
    for position, words in survey.comments(lines):
        opened = {path for path, (start, end) in survey.brackets.items() if start < position < end}
        comments.opened |= opened
        # Nothing belongs to what stands between brackets that are closed.
        entries = [entry for entry in survey.entries if entry.brackets <= opened]
        index = bisect_left(entries, position, key=lambda entry: entry.position)
        alone = not lines[position[0]][: position[1]].strip(" -")
        after = entries[index] if index < len(entries) else None
        _attach(words, position[1] if alone else None, entries[:index], after, comments)
    return comments


class _Mark(Protocol):
    line: int
    column: int


class _Entry(NamedTuple):
    """A key of a mapping or an item of a list, where it begins."""

    position: Position
    path: Path
    brackets: frozenset[Path]
    """The lists and mappings in brackets that it stands in."""


def _attach(words: str, column: int | None, before: list[_Entry], after: _Entry | None, comments: Comments) -> None:
    """Put a comment where it belongs; it has a column where it stands alone on its line."""
    if not before:
        comments.header.append(words)
        return
    last = before[-1]
    if column is None:
        if last.path in comments.beside:
            comments.put_above(last.path, words)
        else:
            comments.beside[last.path] = words
        return
    by_path = {entry.path: entry for entry in before}
    while last.position[1] > column and len(last.path) > 1:
        last = by_path[last.path[:-1]]
    home = last.path[:-1]
    if after is not None and (column <= after.position[1] or after.path[: len(home)] == home):
        comments.put_above(after.path, words)
    else:
        comments.below.setdefault(home, []).append(words)


class _Survey:
    """Where the parts of a record stand in its text."""

    def __init__(self, text: str) -> None:
        self.entries: list[_Entry] = []
        self.scalars: list[tuple[Position, Position]] = []
        self.brackets: dict[Path, tuple[Position, Position]] = {}
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._walk(next(self._events), (), frozenset())

    def comments(self, lines: list[str]) -> Iterator[tuple[Position, str]]:
        """Yield the comments of the text with their places."""
        starts = [start for start, _ in self.scalars]
        for number, line in enumerate(lines):
            for found in _COMMENT.finditer(line):
                position = (number, found.start())
                index = bisect_left(starts, position) - 1
                if index < 0 or position >= self.scalars[index][1]:
                    yield position, line[found.start() :].rstrip()
                    break

    def _walk(self, event: yaml.Event, path: Path, around: frozenset[Path]) -> None:
        start = _position(event.start_mark)
        if not isinstance(event, yaml.CollectionStartEvent):
            # A comment may stand behind the sign that begins a text of several lines.
            begin = (start[0] + 1, 0) if getattr(event, "style", "") in {"|", ">"} else start
            self.scalars.append((begin, max(begin, _position(event.end_mark))))
            return
        inside = around | {path} if event.flow_style else around
        count = 0
        while not isinstance(part := next(self._events), yaml.CollectionEndEvent):
            head = _position(part.start_mark)
            step: str | int = count
            if isinstance(part, yaml.ScalarEvent) and isinstance(event, yaml.MappingStartEvent):
                self.scalars.append((head, _position(part.end_mark)))
                step, part = part.value, next(self._events)
            elif not event.flow_style:
                # The items of a list are indented as far as their dashes, not as what stands behind these.
                head = (head[0], start[1])
            self.entries.append(_Entry(head, (*path, step), inside))
            self._walk(part, (*path, step), inside)
            count += 1
        if event.flow_style:
            self.brackets[path] = (start, _position(part.end_mark))


def _position(mark: _Mark | None) -> Position:
    return (mark.line, mark.column) if mark else (0, 0)
