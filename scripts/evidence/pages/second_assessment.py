"""What a second assessor judged, for readers: where the two differed and what stands, and how often they agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.agreement import Agreement, agreement, compare
from evidence.model.assessment import Judged
from evidence.model.vocabulary import Directness, DocumentStanding, Finding, MeasurementStanding, Verdict
from evidence.pages.grading import minus
from evidence.pages.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from evidence.agreement import Compared
    from evidence.model.claim import Claim
    from evidence.pages.context import PageContext
    from evidence.review import Review

_VOCABULARY: Mapping[Judged, tuple[type[StrEnum], ...]] = {
    Judged.DIRECTNESS: (Directness,),
    Judged.FINDING: (Finding,),
    Judged.STANDING: (MeasurementStanding, DocumentStanding),
}


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """A judgement in which the two assessors differed, or that has changed since they agreed."""

    judgement: Judged
    conclusion: str
    """What the body of evidence concludes, in Markdown; empty for the verdict."""
    first: str
    second: str
    second_reason: str
    """Markdown."""
    resolution: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class SecondAssessment:
    """The second assessment of a claim beside the first."""

    when: str
    seen: str
    """What the second assessor had before them, in Markdown."""
    compared: int
    agreed: int
    differences: tuple[DifferenceView, ...]


def second_assessment(page: PageContext, claim: Claim) -> SecondAssessment | None:
    """Return the second assessment of a claim; None where there is none."""
    loaded = page.library.assessments.get(claim.id)
    if loaded is None:
        return None
    rows = compare(claim, loaded.value)
    differences = tuple(_view(row, claim) for row in rows if row.resolution)
    return SecondAssessment(
        loaded.value.when, loaded.value.seen, len(rows), sum(row.agreed for row in rows), differences
    )


def agreement_overall(review: Review) -> tuple[int, tuple[Agreement, ...]]:
    """Return how many published claims were judged twice, and how often both assessors judged alike."""
    twice = [
        (claim.value, review.library.assessments[name].value)
        for name, claim in review.library.claims.items()
        if name in review.library.assessments
    ]
    return len(twice), agreement(row for claim, assessment in twice for row in compare(claim, assessment))


def _view(row: Compared, claim: Claim) -> DifferenceView:
    conclusion = next((body.conclusion for body in claim.bodies if body.id == row.body), "")
    first, second = (_shown(row.judgement, value) for value in (row.first, row.second.value))
    return DifferenceView(row.judgement, conclusion, first, second, row.second.reason, row.resolution)


def _shown(judgement: Judged, value: str) -> str:
    if judgement is Judged.VERDICT:
        return Verdict(value).word
    for vocabulary in _VOCABULARY.get(judgement, ()):
        if value in set(vocabulary):
            return words(vocabulary(value))
    return minus(int(value))
