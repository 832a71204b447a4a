"""RoB 2: signalling questions, when each is asked, and the level that follows from the answers.

Source: Sterne et al., RoB 2, BMJ 2019;366:l4898, with the tool's guidance on riskofbias.info. The decision rules are
written in the notation in which they are usually summed up: YY is yes or probably yes, NN no or probably no, NI no
information, NA not applicable; a slash means "or" between answers, a comma "and" between questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from evidence.model.vocabulary import EffectOfInterest, RobDomain, RobLevel, SignallingAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_GROUPS: Mapping[str, frozenset[SignallingAnswer]] = {
    "YY": frozenset({SignallingAnswer.YES, SignallingAnswer.PROBABLY_YES}),
    "NN": frozenset({SignallingAnswer.NO, SignallingAnswer.PROBABLY_NO}),
    "NI": frozenset({SignallingAnswer.NO_INFORMATION}),
    "NA": frozenset({SignallingAnswer.NOT_APPLICABLE}),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A decision rule: answers as in ``when`` give ``level``."""

    rule: str
    level: RobLevel
    when: str


@dataclass(frozen=True, slots=True)
class Table:
    """Questions in their order, each with the condition under which it is asked (empty: always), and the rules.

    Once every question that is asked has an answer, exactly one rule applies.
    """

    questions: Mapping[str, str]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from the answers in one domain."""

    level: RobLevel | None
    """None while an answer is missing."""
    rules: tuple[str, ...] = ()
    """Ids of the decision rules that applied: one, or one for each part of the domain."""
    path: tuple[tuple[str, SignallingAnswer], ...] = ()
    """The answers that these rules looked at, in the order of the questions."""
    missing: tuple[str, ...] = ()
    """Questions that are asked and have no answer."""
    unreachable: tuple[str, ...] = ()
    """Questions with an answer that the earlier answers rule out."""


def _rows(prefix: str, *rows: tuple[RobLevel, str], first: int = 1) -> tuple[Row, ...]:
    return tuple(Row(f"{prefix}.R{number}", level, when) for number, (level, when) in enumerate(rows, first))


def _each(starts: Iterable[str], rest: str) -> str:
    """Join alternatives that end alike."""
    return " or ".join(f"{start}, {rest}" for start in starts)


_LOW, _SOME, _HIGH = RobLevel.LOW, RobLevel.SOME_CONCERNS, RobLevel.HIGH
_AWARE = ("2.1 YY/NI", "2.2 YY/NI")

_RANDOMIZATION = Table(
    {"1.1": "", "1.2": "", "1.3": ""},
    _rows(
        "D1",
        (_HIGH, "1.2 NN"),
        (_SOME, "1.2 YY, 1.1 NN"),
        (_LOW, "1.2 YY, 1.1 YY/NI, 1.3 NN/NI"),
        (_SOME, "1.2 YY, 1.1 YY/NI, 1.3 YY"),
        (_SOME, "1.2 NI, 1.3 NN/NI"),
        (_HIGH, "1.2 NI, 1.3 YY"),
    ),
)
_ASSIGNMENT_DEVIATIONS = Table(
    {"2.1": "", "2.2": "", "2.3": " or ".join(_AWARE), "2.4": "2.3 YY", "2.5": "2.4 YY/NI"},
    _rows(
        "D2-assignment",
        (_LOW, "2.1 NN, 2.2 NN"),
        (_LOW, _each(_AWARE, "2.3 NN")),
        (_SOME, _each(_AWARE, "2.3 NI")),
        (_SOME, _each(_AWARE, "2.3 YY, 2.4 NN")),
        (_SOME, _each(_AWARE, "2.3 YY, 2.4 YY/NI, 2.5 YY")),
        (_HIGH, _each(_AWARE, "2.3 YY, 2.4 YY/NI, 2.5 NN/NI")),
    ),
)
_ASSIGNMENT_ANALYSIS = Table(
    {"2.6": "", "2.7": "2.6 NN/NI"},
    _rows("D2-assignment", (_LOW, "2.6 YY"), (_SOME, "2.6 NN/NI, 2.7 NN"), (_HIGH, "2.6 NN/NI, 2.7 YY/NI"), first=7),
)
# Who was not aware need not balance anything. Where balance failed, only the analysis can help.
_BALANCED = ("2.1 NN, 2.2 NN", *(f"{aware}, 2.3 YY/NA" for aware in _AWARE))
_FAULTY = tuple(f"{balanced}, {fault}" for balanced in _BALANCED for fault in ("2.4 YY/NI", "2.5 YY/NI"))
_UNBALANCED = tuple(f"{aware}, 2.3 NN/NI" for aware in _AWARE)
_ADHERING = Table(
    {
        "2.1": "",
        "2.2": "",
        "2.3": " or ".join(_AWARE),
        "2.4": "",
        "2.5": "",
        "2.6": "2.3 NN/NI or 2.4 YY/NI or 2.5 YY/NI",
    },
    _rows(
        "D2-adhering",
        (_LOW, _each(_BALANCED, "2.4 NN/NA, 2.5 NN/NA")),
        (_SOME, _each(_FAULTY, "2.6 YY")),
        (_HIGH, _each(_FAULTY, "2.6 NN/NI")),
        (_SOME, _each(_UNBALANCED, "2.6 YY")),
        (_HIGH, _each(_UNBALANCED, "2.6 NN/NI")),
    ),
)
_MISSING_DATA = Table(
    {"3.1": "", "3.2": "3.1 NN/NI", "3.3": "3.2 NN/NI", "3.4": "3.3 YY/NI"},
    _rows(
        "D3",
        (_LOW, "3.1 YY"),
        (_LOW, "3.1 NN/NI, 3.2 YY"),
        (_LOW, "3.1 NN/NI, 3.2 NN/NI, 3.3 NN"),
        (_SOME, "3.1 NN/NI, 3.2 NN/NI, 3.3 YY/NI, 3.4 NN"),
        (_HIGH, "3.1 NN/NI, 3.2 NN/NI, 3.3 YY/NI, 3.4 YY/NI"),
    ),
)
_MEASUREMENT = Table(
    {"4.1": "", "4.2": "", "4.3": "4.1 NN/NI, 4.2 NN/NI", "4.4": "4.3 YY/NI", "4.5": "4.4 YY/NI"},
    _rows(
        "D4",
        (_HIGH, "4.1 YY"),
        (_HIGH, "4.1 NN/NI, 4.2 YY"),
        (_LOW, "4.1 NN/NI, 4.2 NN, 4.3 NN"),
        (_LOW, "4.1 NN/NI, 4.2 NN, 4.3 YY/NI, 4.4 NN"),
        (_SOME, "4.1 NN/NI, 4.2 NN, 4.3 YY/NI, 4.4 YY/NI, 4.5 NN"),
        (_HIGH, "4.1 NN/NI, 4.2 NN, 4.3 YY/NI, 4.4 YY/NI, 4.5 YY/NI"),
        (_SOME, "4.1 NN/NI, 4.2 NI, 4.3 NN"),
        (_SOME, "4.1 NN/NI, 4.2 NI, 4.3 YY/NI, 4.4 NN"),
        (_SOME, "4.1 NN/NI, 4.2 NI, 4.3 YY/NI, 4.4 YY/NI, 4.5 NN"),
        (_HIGH, "4.1 NN/NI, 4.2 NI, 4.3 YY/NI, 4.4 YY/NI, 4.5 YY/NI"),
    ),
)
_REPORTED_RESULT = Table(
    {"5.1": "", "5.2": "", "5.3": ""},
    _rows(
        "D5",
        (_HIGH, "5.2 YY or 5.3 YY"),
        (_LOW, "5.2 NN, 5.3 NN, 5.1 YY"),
        (_SOME, "5.2 NN, 5.3 NN, 5.1 NN/NI"),
        (_SOME, "5.2 NI, 5.3 NN/NI or 5.2 NN, 5.3 NI"),
    ),
)


_TABLES: Mapping[RobDomain, tuple[Table, ...]] = {
    RobDomain.RANDOMIZATION: (_RANDOMIZATION,),
    RobDomain.MISSING_DATA: (_MISSING_DATA,),
    RobDomain.MEASUREMENT: (_MEASUREMENT,),
    RobDomain.REPORTED_RESULT: (_REPORTED_RESULT,),
}
_DEVIATIONS: Mapping[EffectOfInterest, tuple[Table, ...]] = {
    EffectOfInterest.ASSIGNMENT: (_ASSIGNMENT_DEVIATIONS, _ASSIGNMENT_ANALYSIS),
    EffectOfInterest.ADHERING: (_ADHERING,),
}
_WORST_FIRST = (_HIGH, _SOME, _LOW)


def tables_of(domain: RobDomain, effect: EffectOfInterest) -> tuple[Table, ...]:
    """Return the parts of a domain; none where there is no algorithm, as for period and carry-over (domain S)."""
    return _DEVIATIONS[effect] if domain is RobDomain.DEVIATIONS else _TABLES.get(domain, ())


def questions_of(domain: RobDomain, effect: EffectOfInterest) -> dict[str, frozenset[SignallingAnswer]]:
    """Return the questions of a domain in their order, with the answers that each may have."""
    tables = tables_of(domain, effect)
    may_not_apply = {
        question
        for table in tables
        for row in table.rows
        for alternative in _alternatives(row.when)
        for question, answers in alternative
        if SignallingAnswer.NOT_APPLICABLE in answers
    }
    plain = frozenset(SignallingAnswer) - {SignallingAnswer.NOT_APPLICABLE}
    return {
        question: frozenset(SignallingAnswer) if question in may_not_apply else plain
        for table in tables
        for question in table.questions
    }


def derive(domain: RobDomain, effect: EffectOfInterest, answers: Mapping[str, SignallingAnswer]) -> Derived:
    """Derive the level of a domain from its answers, as the worse of its parts.

    Raises:
        ValueError: there is no algorithm for the domain, or an answer is none that its question may have.

    """
    allowed = questions_of(domain, effect)
    if not allowed:
        message = f"RoB 2 has no algorithm for {domain}"
        raise ValueError(message)
    for question, answer in answers.items():
        if answer not in allowed.get(question, ()):
            message = f"{answer} is no answer to question {question} of {domain}"
            raise ValueError(message)
    tables = tables_of(domain, effect)
    asked = [question for table in tables for question in _asked(table, answers)]
    missing = tuple(question for question in asked if question not in answers)
    if missing:
        return Derived(None, missing=missing)
    given = {question: answers[question] for question in asked}
    found = [_first(table, given) for table in tables]
    levels = {row.level for row, _ in found}
    return Derived(
        next(level for level in _WORST_FIRST if level in levels),
        tuple(row.rule for row, _ in found),
        tuple((question, given[question]) for _, looked_at in found for question in sorted(looked_at)),
        unreachable=tuple(sorted(answers.keys() - given.keys())),
    )


def overall(levels: Iterable[RobLevel]) -> tuple[RobLevel, str]:
    """Return the overall level of the domains, the worst of them, and the id of the rule."""
    seen = set(levels)
    number, level = next(found for found in enumerate(_WORST_FIRST, 1) if found[1] in seen)
    return level, f"overall.R{number}"


def _asked(table: Table, answers: Mapping[str, SignallingAnswer]) -> list[str]:
    """Return the questions that are asked, as far as the answers lead."""
    asked: list[str] = []
    for question, condition in table.questions.items():
        given = {earlier: answers[earlier] for earlier in asked if earlier in answers}
        if not condition or _match(condition, given) is not None:
            asked.append(question)
    return asked


def _first(table: Table, given: Mapping[str, SignallingAnswer]) -> tuple[Row, tuple[str, ...]]:
    """Return the rule that applies, and the questions that it looks at."""
    return next((row, match) for row in table.rows if (match := _match(row.when, given)) is not None)


def _match(when: str, given: Mapping[str, SignallingAnswer]) -> tuple[str, ...] | None:
    """Return the questions of the first alternative that holds, or None."""
    for alternative in _alternatives(when):
        if all(given.get(question) in answers for question, answers in alternative):
            return tuple(question for question, _ in alternative)
    return None


@cache
def _alternatives(when: str) -> tuple[tuple[tuple[str, frozenset[SignallingAnswer]], ...], ...]:
    """Read ``2.1 YY/NI, 2.3 NN or 2.2 YY/NI, 2.3 NN``: alternatives of questions with the answers that count."""
    return tuple(tuple(_term(term) for term in alternative.split(", ")) for alternative in when.split(" or "))


def _term(term: str) -> tuple[str, frozenset[SignallingAnswer]]:
    question, _, groups = term.partition(" ")
    return question, frozenset().union(*(_GROUPS[group] for group in groups.split("/")))
