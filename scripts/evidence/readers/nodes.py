"""From YAML text to nodes that know where they stand.

YAML has several ways to say one thing and several things that one text can mean. Records use the plain part of it:
mappings, lists and scalars. What is refused here (duplicate keys, anchors, aliases, tags, a second document) is
refused because readers of YAML disagree about it or silently drop something. Scalars stay text: what they mean is
decided by the type that the record declares (``evidence.model.fields``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import yaml

from evidence.model.fields import Plain
from evidence.problem import Example, Place, Problem, Rule, Scope
from evidence.readers.text import CONTROL, control_character, place_in

if TYPE_CHECKING:
    from collections.abc import Iterator

# The deepest record (an answer inside a domain inside an outcome) is ten levels deep. libyaml's composer recurses
# in C and dies of some ten thousand levels, so depth is refused while reading events, before anything is composed.
DEPTH_LIMIT = 32

_SAMPLE = "claims/blood-flow/magnets-warm-the-hand.yml"

SYNTAX = Rule(
    id="yaml-syntax",
    scope=Scope.FILE,
    must="A record must be well-formed YAML.",
    why="Otherwise nothing of it can be read.",
    example=Example(_SAMPLE, "kind: effect\n", "kind: effect: yes\n"),
)
TOO_DEEP = Rule(
    id="yaml-too-deep",
    scope=Scope.FILE,
    must=f"Lists and mappings must be nested at most {DEPTH_LIMIT} deep.",
    why="No record needs it, and deeply nested text can crash programs that read it.",
    example=Example(_SAMPLE, "related: []\n", "related: " + "[" * 33 + "]" * 33 + "\n"),
)
DUPLICATE_KEY = Rule(
    id="yaml-duplicate-key",
    scope=Scope.FILE,
    must="A key must stand only once in its mapping.",
    why="Most readers of YAML keep the last one and drop the others without a word.",
    example=Example(_SAMPLE, "kind: effect\n", "kind: effect\nkind: safety\n"),
)
ANCHOR = Rule(
    id="yaml-anchor",
    scope=Scope.FILE,
    must="Anchors, aliases and merge keys must not be used.",
    why="They make one line change the meaning of another far away, which a reviewer cannot see.",
    example=Example(_SAMPLE, "kind: effect\n", "kind: &kind effect\n"),
)
TAG = Rule(
    id="yaml-tag",
    scope=Scope.FILE,
    must="Tags (`!…`) must not be used.",
    why="The type of a value follows from its field; a tag could make another program build something else from it.",
    example=Example(_SAMPLE, "kind: effect\n", "kind: !!str effect\n"),
)
KEY = Rule(
    id="yaml-key",
    scope=Scope.FILE,
    must="A key must be a plain word.",
    why="Keys name the fields of a record; anything else is a slip.",
    example=Example(_SAMPLE, "kind: effect\n", "kind: effect\n[kind]: effect\n"),
    mend="Write the key as a plain word, as the tables of the field reference have it.",
)
NO_VALUE = Rule(
    id="yaml-no-value",
    scope=Scope.FILE,
    must="A key must have a value.",
    why="An empty value could mean nothing, unknown or forgotten; leaving the key out says that there is none.",
    example=Example(_SAMPLE, "kind: effect\n", "kind:\n"),
)
ONE_DOCUMENT = Rule(
    id="yaml-one-document",
    scope=Scope.FILE,
    must="A file must hold one mapping, with a key on each of its first-level lines.",
    why="One file is one record, so that its name is its id and its history is its own.",
    example=Example(_SAMPLE, "related: []\n", "related: []\n---\nid: another\n"),
)

RULES = (SYNTAX, TOO_DEEP, DUPLICATE_KEY, ANCHOR, TAG, KEY, NO_VALUE, ONE_DOCUMENT)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text with its place. ``value`` is ``Plain`` where it was written without quotes."""

    value: str
    place: Place
    raw: str
    """The scalar as it stands in the file, quotes and indentation included; empty for an alias."""

    @property
    def absent(self) -> bool:
        """Tell whether there is no value here, which is a problem of its own wherever it is met."""
        return self.raw in {"", "~"}


@dataclass(slots=True)
class Sequence:
    """A list with its place."""

    place: Place
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """A mapping with the places of its keys."""

    place: Place
    items: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    in_braces: bool = False
    """Whether it was written between braces, where a comma ends a text without quotes."""


Node = Scalar | Sequence | Mapping


class _Mark(Protocol):
    """A position as the parser counts, from 0."""

    line: int
    column: int


class _RefusedError(Exception):
    """Raised while composing where reading on makes no sense; holds the last problem of the file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_nodes(text: str, file: str) -> tuple[Mapping | None, list[Problem]]:
    """Compose a text into nodes.

    Returns the mapping of the document, or None where it cannot be known, with every fault met on the way.
    """
    composer = _Composer(text, file)
    try:
        return composer.compose(), composer.problems
    except _RefusedError as refused:
        return None, [*composer.problems, refused.problem]
    except yaml.YAMLError as error:
        return None, [*composer.problems, _syntax_problem(error, composer)]


def to_data(node: Node) -> object:
    """Return the bare data of a node: dictionaries, lists and texts."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [to_data(item) for item in node.items]
        case Mapping():
            return {key: to_data(value) for key, value in node.items.items()}


def walk_scalars(node: Node, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Scalar]]:
    """Yield every scalar below a node with the path that leads to it."""
    match node:
        case Scalar():
            yield path, node
        case Sequence():
            for index, item in enumerate(node.items):
                yield from walk_scalars(item, (*path, index))
        case Mapping():
            for key, value in node.items.items():
                yield from walk_scalars(value, (*path, key))


def find(node: Node, path: tuple[str | int, ...]) -> tuple[Node, Place]:
    """Follow a path into a node as far as it leads.

    Returns the last node reached and the place to point at: the key, where the step was into a mapping, and the item
    itself in a list.
    """
    place = node.place
    for step in path:
        match node:
            case Mapping(items=items, keys=keys) if step in items:
                node, place = items[str(step)], keys[str(step)]
            case Sequence() if isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                place = node.place
            case _:
                break
    return node, place


def place_within(scalar: Scalar, offset: int, length: int) -> Place:
    """Return the place of a passage of a scalar's text in the file.

    Folding, indentation and escapes make the text differ from what stands in the file, so the passage is looked for
    there; where it cannot be found (it runs over a line end, say) the place of the scalar is returned.
    """
    passage = scalar.value[offset : offset + length].split("\n", 1)[0]
    if not passage:
        return scalar.place
    index = scalar.raw.find(passage)
    # The passage may stand in the text before; it then stands as often before itself in the file.
    before = scalar.value.find(passage)
    while 0 <= before < offset and index >= 0:
        index = scalar.raw.find(passage, index + 1)
        before = scalar.value.find(passage, before + 1)
    if index < 0:
        return scalar.place
    line_start = scalar.raw.rfind("\n", 0, index) + 1
    first_line = line_start == 0
    column = index + scalar.place.column if first_line else index - line_start + 1
    return Place(scalar.place.file, scalar.place.line + scalar.raw.count("\n", 0, index), column)


class _Composer:
    """Builds nodes from the events of one text. Recursion is bounded by ``DEPTH_LIMIT``."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.problems: list[Problem] = []
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.line_starts = [0]
        for line in text.split("\n"):
            self.line_starts.append(self.line_starts[-1] + len(line) + 1)
        self.end = place_in(text, len(text.rstrip()), file)

    def compose(self) -> Mapping | None:
        root: Node | None = None
        for event in self.events:
            match event:
                case yaml.DocumentStartEvent() if root is not None:
                    self.report(ONE_DOCUMENT, event, "A second document begins here.", "move it into a file of its own")
                    return None
                case yaml.DocumentStartEvent():
                    first = next(self.events)
                    root = self.node(first, depth=1)
                    if not isinstance(root, Mapping):
                        self.report(ONE_DOCUMENT, first, "Something else was seen.", "begin with `id: …`")
                        return None
                case _:
                    pass
        if root is None:
            self.problems.append(ONE_DOCUMENT.at(Place(self.file), f"{ONE_DOCUMENT.must} Only comments were seen."))
        return root if isinstance(root, Mapping) else None

    def node(self, event: yaml.Event, depth: int) -> Node:
        place = self.place(event.start_mark)
        if depth > DEPTH_LIMIT and isinstance(event, yaml.CollectionStartEvent):
            raise _RefusedError(TOO_DEEP.at(place, TOO_DEEP.must, "flatten the record"))
        if anchor := getattr(event, "anchor", None):
            self.report(ANCHOR, event, f"`{anchor}` was seen.", "write the value out")
        if (tag := getattr(event, "tag", None)) is not None:
            self.report(TAG, event, f"`{tag}` was seen.", "delete the tag")
        match event:
            case yaml.MappingStartEvent():
                return self.mapping(event, depth)
            case yaml.SequenceStartEvent():
                sequence = Sequence(place)
                while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
                    sequence.items.append(self.node(item, depth + 1))
                    self.require_value(sequence.items[-1], "An item of this list has none.")
                return sequence
            case yaml.ScalarEvent():
                raw = self.text[self.index(event.start_mark) : self.index(event.end_mark)]
                if name := control_character(event.value):
                    # Written as an escape: the file itself holds none.
                    self.report(CONTROL, event, f"{name} is written here.", "delete it")
                return Scalar(Plain(event.value) if event.implicit[0] else event.value, place, raw)
            case _:
                return Scalar("", place, "")

    def mapping(self, start: yaml.MappingStartEvent, depth: int) -> Mapping:
        mapping = Mapping(self.place(start.start_mark), in_braces=bool(start.flow_style))
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            place = self.place(event.start_mark)
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar) or not key.value or not key.value.isprintable():
                self.report(KEY, event, "Something else was seen.")
            elif key.value == "<<":
                self.report(ANCHOR, event, "A merge key `<<` was seen.", "write the values out")
            elif key.value in mapping.items:
                first = mapping.keys[key.value].line
                seen = f"`{key.value}` stands at line {first} already."
                self.report(DUPLICATE_KEY, event, seen, "delete one of them")
            else:
                mapping.items[str(key.value)] = value
                mapping.keys[str(key.value)] = place
                hint = "give it a value, or delete it; a text with a comma must be quoted here"
                self.require_value(value, f"`{key.value}` has none.", place, hint if mapping.in_braces else "")
        return mapping

    def require_value(self, node: Node, seen: str, place: Place | None = None, hint: str = "") -> None:
        # Only the bare null counts: an empty text in quotes is a value, and its field says whether it may be empty.
        if isinstance(node, Scalar) and isinstance(node.value, Plain) and node.value in {"", "~"}:
            hint = hint or "give it a value, or delete the line"
            self.problems.append(NO_VALUE.at(place or node.place, f"{NO_VALUE.must} {seen}", hint))

    def report(self, rule: Rule, event: yaml.Event, seen: str, hint: str = "") -> None:
        self.problems.append(rule.at(self.place(event.start_mark), f"{rule.must} {seen}", hint))

    def place(self, mark: _Mark | None) -> Place:
        if mark is None:
            return Place(self.file)
        # What is missing at the end is found on the line after the last, which no editor shows.
        return min(Place(self.file, mark.line + 1, mark.column + 1), self.end)

    def index(self, mark: _Mark | None) -> int:
        if mark is None:
            return 0
        # The C parser's own index counts bytes in some builds; line and column are reliable.
        return min(self.line_starts[min(mark.line, len(self.line_starts) - 1)] + mark.column, len(self.text))


def _syntax_problem(error: yaml.YAMLError, composer: _Composer) -> Problem:
    place = composer.place(getattr(error, "problem_mark", None))
    said = getattr(error, "problem", None) or str(error).splitlines()[0]
    hint = "quote texts that hold `: ` or begin with a sign"
    return SYNTAX.at(place, f"{SYNTAX.must} The parser says: {said}.", hint)
