"""What would change a grade: every single judgement whose change moves it, up or down, computed and not guessed.

The arithmetic is that of ``evidence.grade``, repeated with one judgement changed at a time. Because the sum is kept
before it is cut off at the ends of the scale, a body whose sum is 0 stays at very low even if one level were given
back: the list is then empty upwards, and the page says so instead of promising that better trials would help.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.grade import DOWN_DOMAINS, START_LEVEL, UP_DOMAINS, grade_body, worst_level
from evidence.model.claim import DocumentBody, InterventionBody, MeasurementBody, PrognosisBody
from evidence.model.vocabulary import DOCUMENT_STEPS, MEASUREMENT_STEPS, Grade, Sampling, Start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from evidence.model.claim import Body
    from evidence.model.vocabulary import Step

# The most that each upgrade may add (GRADE guideline 9): only the size of an effect may add two levels.
MOST_RAISED: Mapping[str, int] = {"large_effect": 2, "dose_response": 1, "opposing_confounding": 1}


@dataclass(frozen=True, slots=True)
class Change:
    """One judgement changed, and the grade that would follow."""

    judgement: str
    """A GRADE domain, or ``standing``."""
    levels: int
    """Levels given back (above 0) or taken off (below 0) by this judgement alone."""
    grade: Grade
    """The grade that would follow."""
    meaning: str = ""
    """For a step of the standing: what the other step stands for."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """All single changes that would move a grade."""

    grade: Grade
    total: int
    """The sum of the judgements before it is cut off at 1 and 4."""
    changes: tuple[Change, ...]

    @property
    def up(self) -> tuple[Change, ...]:
        """Return the changes that would raise the grade."""
        return tuple(change for change in self.changes if change.grade > self.grade)

    @property
    def down(self) -> tuple[Change, ...]:
        """Return the changes that would lower the grade."""
        return tuple(change for change in self.changes if change.grade < self.grade)


def sensitivity(body: Body) -> Sensitivity | None:
    """Return every single change that would move the grade of a body. A body without a grade has none."""
    graded = grade_body(body)
    match body:
        case InterventionBody() | PrognosisBody():
            changes = _domain_changes(body)
        case MeasurementBody():
            changes = _step_changes(MEASUREMENT_STEPS.values(), MEASUREMENT_STEPS[body.judgements.standing].grade)
        case DocumentBody():
            changes = _step_changes(DOCUMENT_STEPS.values(), DOCUMENT_STEPS[body.judgements.standing].grade)
        case _:
            return None
    if graded is None:
        return None
    return Sensitivity(graded.grade, graded.total, tuple(change for change in changes if change.grade != graded.grade))


def smallest(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Keep, for each judgement and grade that it would lead to, the change that moves the fewest levels."""
    kept: dict[tuple[str, Grade], Change] = {}
    for change in sorted(changes, key=lambda change: abs(change.levels)):
        kept.setdefault((change.judgement, change.grade), change)
    return tuple(kept.values())


def _domain_changes(body: InterventionBody | PrognosisBody) -> Iterator[Change]:
    downs = {domain: int(getattr(body.judgements, domain).level) for domain in DOWN_DOMAINS}
    ups = {
        domain: int(upgrade.level) for domain in UP_DOMAINS if (upgrade := getattr(body.judgements, domain)) is not None
    }
    start = START_LEVEL[body.start]
    for domain, level in downs.items():
        for other in range(worst_level(domain, body.start), 1):
            if other != level:
                changed = downs | {domain: other}
                # Doubts come before upgrades: a level taken off closes the way to what was added (GRADE guideline 9).
                raised = 0 if any(changed.values()) else sum(ups.values())
                yield Change(domain, other - level, _within(start + sum(changed.values()) + raised))
    if any(downs.values()) or body.start in {Start.RANDOMIZED, Sampling.REPRESENTATIVE}:
        return
    for domain, most in MOST_RAISED.items():
        level = ups.get(domain, 0)
        for other in range(most + 1):
            if other != level:
                yield Change(domain, other - level, _within(start + sum((ups | {domain: other}).values())))


def _step_changes(steps: Iterable[Step], now: Grade) -> Iterator[Change]:
    for step in steps:
        if step.grade != now:
            yield Change("standing", int(step.grade) - int(now), step.grade, step.meaning)


def _within(total: int) -> Grade:
    return Grade(min(max(total, Grade.VERY_LOW), Grade.HIGH))
