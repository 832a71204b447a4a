"""The worked example of RoB 2 on the method page: a made-up trial, judged by the same algorithm as every result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.model.vocabulary import EffectOfInterest, RobDomain, SignallingAnswer
from evidence.pages.risk_of_bias import Cell, Column, column, level_cell
from evidence.risk_of_bias import rob2

if TYPE_CHECKING:
    from evidence.risk_of_bias.rob2 import Derived

# What such a paper might say, and the answers that it would get.
_ANSWERS = (
    (
        RobDomain.RANDOMIZATION,
        "Drawn by a computer, in sealed envelopes; the groups were alike at the start.",
        {"1.1": "Y", "1.2": "Y", "1.3": "N"},
    ),
    (
        RobDomain.DEVIATIONS,
        "Half of the people guessed rightly that they wore a magnet. All kept to the plan and were counted as drawn.",
        {"2.1": "PY", "2.2": "N", "2.3": "PN", "2.6": "Y"},
    ),
    (
        RobDomain.MISSING_DATA,
        "80 of 100 people were measured at the end. Some may have left because the pain went on.",
        {"3.1": "N", "3.2": "N", "3.3": "PY", "3.4": "PN"},
    ),
    (
        RobDomain.MEASUREMENT,
        "People rated their own pain; who had guessed the magnet may have rated it lower.",
        {"4.1": "N", "4.2": "N", "4.3": "PY", "4.4": "Y", "4.5": "PN"},
    ),
    (
        RobDomain.REPORTED_RESULT,
        "The plan of the analysis was registered before, and the result is the one that it names.",
        {"5.1": "Y", "5.2": "N", "5.3": "N"},
    ),
)


@dataclass(frozen=True, slots=True)
class ExampleStep:
    """A domain of the example."""

    column: Column
    says: str
    derived: Derived
    cell: Cell


@dataclass(frozen=True, slots=True)
class Example:
    """The example as a whole."""

    steps: tuple[ExampleStep, ...]
    overall: Cell
    rule: str


def example() -> Example:
    """Judge the made-up trial."""
    steps = []
    levels = []
    for domain, says, answers in _ANSWERS:
        given = {question: SignallingAnswer(answer) for question, answer in answers.items()}
        derived = rob2.derive(domain, EffectOfInterest.ASSIGNMENT, given)
        if derived.level is not None:
            levels.append(derived.level)
        steps.append(ExampleStep(column(domain), says, derived, level_cell(derived.level, "incomplete")))
    level, rule = rob2.overall(levels)
    return Example(tuple(steps), level_cell(level, ""), rule)
