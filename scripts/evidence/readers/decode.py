"""From nodes to typed records, with every fault at its place and in the words of this project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from evidence.problem import Example, Place, Problem, Rule, Scope, nearest
from evidence.readers.nodes import Mapping, Scalar, find, to_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic_core import ErrorDetails

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
    example=Example("studies/alpha2001.yml", "      n: 20\n", "      n: 2e1\n"),
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
)
QUOTES = Rule(
    id="record-ambiguous-text",
    scope=Scope.RECORD,
    must="A text that YAML could read as a number, date, truth value or null must be quoted.",
    why="`no` is a text to one reader of YAML and false to another; `0123` loses its zero.",
    example=Example(_SAMPLE, "title: Does a magnet warm the hand?\n", "title: no\n"),
)

RULES = (UNKNOWN_KEY, MISSING_KEY, NOT_ALLOWED, FORM, LENGTH, QUOTES)

RecordT = TypeVar("RecordT")


@dataclass(frozen=True, slots=True)
class Loaded(Generic[RecordT]):
    """A record with the nodes that it was read from, so that a rule can point at any part of it."""

    value: RecordT
    node: Mapping
    file: str

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

    Returns the record, or None with a problem for every fault of it.
    """
    try:
        return Loaded(adapter.validate_python(to_data(node)), node, file), []
    except ValidationError as error:
        return None, [_problem(detail, node) for detail in error.errors(include_url=False)]


def _problem(detail: ErrorDetails, node: Mapping) -> Problem:
    path = detail["loc"]
    parent, parent_place = find(node, path[:-1])
    name = str(path[-1]) if path else ""
    context: dict[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            place = parent.keys[name] if isinstance(parent, Mapping) else parent_place
            return UNKNOWN_KEY.at(place, f"{UNKNOWN_KEY.must} `{name}` is not one of them.", _key_hint(name, path, node))
        case "missing":
            place = parent.place if not path[:-1] else parent_place
            return MISSING_KEY.at(place, f"{MISSING_KEY.must} `{name}` is missing here.", f"add `{name}: …`")
    target, place = find(node, path)
    if isinstance(target, Scalar):
        place = target.place
    explain = _EXPLAIN.get(detail["type"], _explain_form)
    rule, seen, hint = explain(_where(path, node), _shown(detail["input"]), {**context, "msg": detail["msg"]})
    return rule.at(place, f"{rule.must} {seen}", hint)


_Explanation = tuple[Rule, str, str]


def _explain_choice(name: str, value: str, context: dict[str, Any]) -> _Explanation:
    allowed = _choices(str(context.get("expected") or context.get("expected_tags") or ""))
    listed = f"allowed: {', '.join(allowed)}"
    guess = nearest(value, allowed)
    return NOT_ALLOWED, f"{name} is {value!r}.", f"{guess} {listed}" if guess else listed


def _explain_tag_missing(name: str, value: str, context: dict[str, Any]) -> _Explanation:
    del value
    key = str(context["discriminator"]).strip("'")
    return MISSING_KEY, f"{key} is missing in {name}.", f"add `{key}: …`"


def _explain_length(name: str, value: str, context: dict[str, Any]) -> _Explanation:
    least, most = context.get("min_length"), context.get("max_length")
    unit = "items" if "actual_length" in context else "characters"
    size = context.get("actual_length", len(value))
    bound = f"at least {least}" if least is not None else f"at most {most}"
    return LENGTH, f"{name} has {size} {unit}, {bound} are allowed.", ""


def _explain_quotes(name: str, value: str, context: dict[str, Any]) -> _Explanation:
    return QUOTES, f"{name} is {value!r} without quotes.", f"write {context['quoted']}"


def _explain_form(name: str, value: str, context: dict[str, Any]) -> _Explanation:
    return FORM, f"{name} is {value!r}: {context['msg'].lower() if 'pattern' not in context else 'wrong form'}.", (
        f"it must match {context['pattern']}" if "pattern" in context else ""
    )


_EXPLAIN: dict[str, Callable[[str, str, dict[str, Any]], _Explanation]] = {
    "enum": _explain_choice,
    "literal_error": _explain_choice,
    "union_tag_invalid": _explain_choice,
    "union_tag_not_found": _explain_tag_missing,
    "string_too_short": _explain_length,
    "string_too_long": _explain_length,
    "too_short": _explain_length,
    "too_long": _explain_length,
    "ambiguous": _explain_quotes,
}


def _where(path: tuple[str | int, ...], node: Mapping) -> str:
    """Name a path for a message: `bodies[2].judgements`, without the members of unions that pydantic inserts."""
    name = ""
    for end, step in enumerate(path, start=1):
        if find(node, path[:end])[0] is find(node, path[: end - 1])[0]:
            continue
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else str(step)
    return f"`{name}`" if name else "the record"


def _key_hint(name: str, path: tuple[str | int, ...], node: Mapping) -> str:
    del path, node
    return f"delete `{name}`, or see the field reference for its right name"


def _choices(expected: str) -> list[str]:
    """Take the allowed values out of pydantic's sentence: ``'a', 'b' or 'c'``, ``<X.A: 'a'>`` or ``1, 2 or 3``."""
    return re.findall(r"'([^']*)'", expected) or re.split(r", | or ", expected)


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value if len(value) <= 60 else f"{value[:57]}…"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else str(value)
