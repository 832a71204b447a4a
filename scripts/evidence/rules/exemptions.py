"""Exemptions from rules: which problems they take away, and what must hold for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.problem import Example, Problem, Rule, Scope, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from evidence.library import Library
    from evidence.model.exemption import Exemption
    from evidence.problem import Place

_CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"
_LAST = "  - {date: 2026-11-21, what: First published.}\n"

UNKNOWN = Rule(
    id="exemption-rule-unknown",
    scope=Scope.RECORD,
    must="An exemption must name a rule of the check.",
    why="A misspelt rule would go on speaking, and nobody would know why the exemption does nothing.",
    example=Example(
        _CLAIM, _LAST, f"{_LAST}exemptions:\n  - {{rule: reading-levle, reason: The names of drugs are long.}}\n"
    ),
)
NOT_ALLOWED = Rule(
    id="exemption-not-allowed",
    scope=Scope.RECORD,
    must="An exemption must be from a rule that allows it.",
    why="Most rules keep readers from being misled or records from falling apart. Only those allow exemptions that "
    "weigh words or judgements, and can be wrong about them.",
    example=Example(_CLAIM, _LAST, f"{_LAST}exemptions:\n  - {{rule: verdict-allowed, reason: It is so plain.}}\n"),
)
UNNEEDED = Rule(
    id="exemption-unneeded",
    scope=Scope.RECORD,
    must="An exemption must take a problem away, and each rule must be named once.",
    why="One that is left behind would hide the next problem, which nobody has thought about yet.",
    example=Example(
        _CLAIM, _LAST, f"{_LAST}exemptions:\n  - {{rule: reading-level, reason: The names of drugs are long.}}\n"
    ),
    mend="Delete the exemption.",
)
RULES = (UNKNOWN, NOT_ALLOWED, UNNEEDED)


@dataclass(frozen=True, slots=True)
class Exempted:
    """A problem that a record is exempted from."""

    problem: Problem
    place: Place
    """Where the exemption stands."""
    reason: str


def check(library: Library, rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """Check that exemptions are from rules that allow it."""
    allowed = ", ".join(sorted(rule.id for rule in rules.values() if rule.exemptible))
    for place, _, exemption in _exemptions(library):
        rule = rules.get(exemption.rule)
        if rule is None:
            yield UNKNOWN.at(place, f"{UNKNOWN.must} `{exemption.rule}` is none.", nearest(exemption.rule, rules))
        elif not rule.exemptible:
            yield NOT_ALLOWED.at(place, f"{NOT_ALLOWED.must} `{rule.id}` does not.", f"rules that do: {allowed}")


def sift(
    problems: Iterable[Problem], library: Library, rules: Mapping[str, Rule]
) -> tuple[list[Problem], list[Exempted]]:
    """Part the problems that stand from those that their records are exempted from."""
    allowed: dict[tuple[str, str], tuple[Place, str]] = {}
    for place, file, exemption in _exemptions(library):
        if exemption.rule in rules and rules[exemption.rule].exemptible:
            allowed.setdefault((file, exemption.rule), (place, exemption.reason))
    standing: list[Problem] = []
    exempted: list[Exempted] = []
    for problem in problems:
        exemption_of = allowed.get((problem.place.file, problem.rule))
        if exemption_of is None:
            standing.append(problem)
        else:
            exempted.append(Exempted(problem, *exemption_of))
    return standing, exempted


def unneeded(library: Library, rules: Mapping[str, Rule], exempted: Collection[Exempted]) -> Iterator[Problem]:
    """Find exemptions that took nothing away. Wants records whose every rule has spoken."""
    needed = {item.place for item in exempted}
    for place, _, exemption in _exemptions(library):
        if place not in needed and exemption.rule in rules and rules[exemption.rule].exemptible:
            seen = f"`{exemption.rule}` has nothing to say here, or is named before."
            yield UNNEEDED.at(place, f"{UNNEEDED.must} {seen}", "delete it")


def _exemptions(library: Library) -> Iterator[tuple[Place, str, Exemption]]:
    """Yield each exemption with its place and file."""
    for record in library.records():
        for index, exemption in enumerate(getattr(record.value, "exemptions", ())):
            yield record.value_place("exemptions", index, "rule"), record.file, exemption
