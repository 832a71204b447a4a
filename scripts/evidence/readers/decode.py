"""From nodes to typed records, with every fault at its place and in the words of this project."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from evidence.problem import Example, Place, Problem, Rule, Scope, nearest
from evidence.readers.nodes import Mapping, Scalar, find, to_data
from evidence.readers.shape import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic_core import ErrorDetails

    from evidence.readers.nodes import Node

_SAMPLE = "claims/blood-flow/magnets-warm-the-hand.yml"

UNKNOWN_KEY = Rule(
    id="record-unknown-key",
    scope=Scope.RECORD,
    must="A record must use only the keys of its kind.",
    why="A misspelt key would otherwise be dropped, and with it what the author wanted to say.",
    example=Example(_SAMPLE, "kind: effect\n", "kind: effect\nveridct: supported\n"),
)
MISSING_KEY = Rule(
    id="record-missing-key",
    scope=Scope.RECORD,
    must="A record must hold every required key.",
    why="The page of the record would have a hole.",
    example=Example(_SAMPLE, "kind: effect\n", ""),
)
NOT_ALLOWED = Rule(
    id="record-value",
    scope=Scope.RECORD,
    must="A value must be one of those that its key allows.",
    why="The words of the vocabulary have fixed meanings, which the method page explains.",
    example=Example(_SAMPLE, "kind: effect\n", "kind: efect\n"),
)
FORM = Rule(
    id="record-form",
    scope=Scope.RECORD,
    must="A value must have the form of its field.",
    why="An identifier or number in another form leads nowhere or means something else.",
    example=Example("studies/alpha2001.yml", "randomized: 20\n", "randomized: 2e1\n"),
    mend="Write the value in the form that the message names; the field reference says what each key holds.",
)
LENGTH = Rule(
    id="record-length",
    scope=Scope.RECORD,
    must="A value must not be shorter or longer than its field allows.",
    why="Tables, search results and structured data have room for so much.",
    example=Example(
        _SAMPLE,
        "short_claim: Magnets warm the hand.\n",
        "short_claim: Magnets that are held in the hand for a while make the hand feel warmer than before.\n",
    ),
    mend="Shorten the text, or move what does not fit into a longer field; where something is missing, add it.",
)
QUOTES = Rule(
    id="record-ambiguous-text",
    scope=Scope.RECORD,
    must="A text that YAML could read as a number, date, truth value or null must be quoted.",
    why="`no` is a text to one reader of YAML and false to another; `0123` loses its zero.",
    example=Example(_SAMPLE, "title: Does a magnet warm the hand?\n", "title: no\n"),
)

RULES = (UNKNOWN_KEY, MISSING_KEY, NOT_ALLOWED, FORM, LENGTH, QUOTES)

# Longer values would push the rest of a message out of sight.
_SHOWN_LENGTH = 60

RecordT = TypeVar("RecordT")
RecordT_co = TypeVar("RecordT_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[RecordT_co]):
    """A record with the nodes that it was read from, so that a rule can point at any part of it."""

    value: RecordT_co
    node: Mapping
    file: str
    text: str = ""
    """The text of the file."""

    @property
    def name(self) -> str:
        """Return the name of the file without ``.yml``: the id under which other records know this one."""
        return PurePosixPath(self.file).stem

    def place(self, *path: str | int) -> Place:
        """Return the place of a part of the record: of its key, or of the item in a list."""
        return find(self.node, path)[1]

    def value_place(self, *path: str | int) -> Place:
        """Return the place where the value itself begins."""
        return find(self.node, path)[0].place

    def scalar(self, *path: str | int) -> Scalar | None:
        """Return the scalar at a path, where there is one."""
        node = find(self.node, path)[0]
        return node if isinstance(node, Scalar) else None


def decode(node: Mapping, adapter: TypeAdapter[RecordT], file: str) -> tuple[Loaded[RecordT] | None, list[Problem]]:
    """Validate a node against a record type.

    Returns the record, or None with a problem for every fault of it that reading the nodes has not met already.
    """
    try:
        return Loaded(adapter.validate_python(to_data(node)), node, file), []
    except ValidationError as error:
        return None, list(_problems(error.errors(include_url=False), node, adapter))


def _problems(details: list[ErrorDetails], node: Mapping, adapter: TypeAdapter[Any]) -> Iterator[Problem]:
    missing: dict[_Path, list[str]] = {}
    # By path: of a value that fits none of the members of a union, the last member speaks.
    faults: dict[_Path, ErrorDetails] = {}
    for detail in details:
        path, _ = locate(adapter, detail["loc"])
        target = find(node, path)[0]
        if detail["type"] == "missing":
            missing.setdefault(path[:-1], []).append(str(path[-1]))
        elif detail["type"] == "union_tag_not_found" and isinstance(target, Mapping):
            missing.setdefault(path, []).append(_discriminator(detail))
        elif detail["type"] == "union_tag_invalid":
            faults[*path, _discriminator(detail)] = detail
        else:
            faults[path] = detail
    for path, names in missing.items():
        seen = f"{_listed(names)} {'is' if len(names) == 1 else 'are'} missing here."
        hint = f"add {_listed([f'{name}: …' for name in names])}"
        yield MISSING_KEY.at(find(node, path)[1], f"{MISSING_KEY.must} {seen}", hint)
    for path, detail in faults.items():
        target, place = find(node, path)
        if detail["type"] == "extra_forbidden":
            name = str(path[-1])
            allowed = locate(adapter, detail["loc"][:-1])[1]
            hint = nearest(name, allowed) or _torn(find(node, path[:-1])[0], name)
            hint = hint or f"delete it; allowed: {', '.join(sorted(allowed))}"
            yield UNKNOWN_KEY.at(place, f"{UNKNOWN_KEY.must} `{name}` is not one of them.", hint)
        elif not (isinstance(target, Scalar) and target.absent):
            rule, seen, hint = _EXPLAIN.get(detail["type"], _explain_form)(_name(path), to_data(target), detail)
            yield rule.at(target.place if isinstance(target, Scalar) else place, f"{rule.must} {seen}", hint)


def _torn(node: Node, name: str) -> str:
    """Say what to quote where a key is a piece of a text: `{reason: a, b}` has a key `b` without a value."""
    if not isinstance(node, Mapping) or not node.in_braces:
        return ""
    texts: dict[str, list[str]] = {}
    behind: list[str] = []
    for key, value in node.items.items():
        if isinstance(value, Scalar) and value.raw:
            behind = texts[key] = [value.value]
        elif isinstance(value, Scalar):
            behind.append(key)
        else:
            behind = []
    for key, pieces in texts.items():
        if name in pieces[1:]:
            text = json.dumps(_cut(", ".join(pieces)), ensure_ascii=False)
            return f"quote the text, which has a comma: `{key}: {text}`"
    return ""


def _discriminator(detail: ErrorDetails) -> str:
    return str(detail["ctx"]["discriminator"]).strip("'")


_Path = tuple[str | int, ...]
_Explanation = tuple[Rule, str, str]


def _explain_choice(name: str, value: object, detail: ErrorDetails) -> _Explanation:
    context = detail["ctx"]
    allowed = _choices(str(context.get("expected") or context.get("expected_tags")))
    listed = f"allowed: {', '.join(allowed)}"
    guess = nearest(value, allowed) if isinstance(value, str) else ""
    return NOT_ALLOWED, f"{name} is {_shown(value)}.", f"{guess} {listed}" if guess else listed


def _explain_length(name: str, value: object, detail: ErrorDetails) -> _Explanation:
    context = detail["ctx"]
    # Pydantic counts the characters of a text as items where the text was read by a function before.
    unit = "character" if isinstance(value, str) else "item"
    size = context.get("actual_length", len(str(detail["input"])))
    least = context.get("min_length")
    bound = f"at most {context.get('max_length')} are allowed" if least is None else f"at least {least} needed"
    return LENGTH, f"{name} has {size} {unit}{'' if size == 1 else 's'}, {bound}.", ""


def _explain_quotes(name: str, value: object, detail: ErrorDetails) -> _Explanation:
    return QUOTES, f"{name} is {_shown(value)} without quotes.", f"write {detail['ctx']['quoted']}"


def _explain_form(name: str, value: object, detail: ErrorDetails) -> _Explanation:
    pattern = detail.get("ctx", {}).get("pattern")
    wrong = "wrong form" if pattern else _FORMS.get(detail["type"], detail["msg"].lower())
    return FORM, f"{name} is {_shown(value)}: {wrong}.", f"it must match {pattern}" if pattern else ""


# Pydantic's words speak of Python; the other types are those of `evidence.model.fields`, which speak for themselves.
_FORMS = {
    "date_type": "must be a date such as 2026-11-21",
    "bool_type": "must be true or false, without quotes",
    "float_type": "must be a number such as 12 or 0.5, without quotes",
    "int_type": "must be a whole number such as 12, without quotes",
    "list_type": "must be a list",
    "model_attributes_type": "must be a mapping",
    "model_type": "must be a mapping",
    "string_type": "must be a text",
    "union_tag_not_found": "must be a mapping",
}

_EXPLAIN: dict[str, Callable[[str, object, ErrorDetails], _Explanation]] = {
    "enum": _explain_choice,
    "literal_error": _explain_choice,
    "union_tag_invalid": _explain_choice,
    "string_too_short": _explain_length,
    "string_too_long": _explain_length,
    "too_short": _explain_length,
    "too_long": _explain_length,
    "ambiguous": _explain_quotes,
}


def _name(path: _Path) -> str:
    """Name a path for a message: `bodies[2].judgements`."""
    name = ""
    for step in path:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else step
    return f"`{name}`" if name else "the record"


def _listed(names: list[str]) -> str:
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} and {last}" if others else last


def _choices(expected: str) -> list[str]:
    """Take the allowed values out of pydantic's sentence: ``'a', 'b' or 'c'``, ``<X.A: 'a'>`` or ``1, 2 or 3``."""
    return re.findall(r"'([^']*)'", expected) or re.split(r", | or ", expected)


def _shown(value: object) -> str:
    if isinstance(value, str):
        return repr(_cut(value))
    return "a mapping" if isinstance(value, dict) else "a list"


def _cut(text: str) -> str:
    return str(text) if len(text) <= _SHOWN_LENGTH else f"{text[: _SHOWN_LENGTH - 3]}…"
