"""Two assessments of a claim laid side by side, and how often they agreed.

Only plain agreement is counted. The two passes were made by one team, so a statistic that speaks of independent
raters, such as kappa, would promise more than there was.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.grade import DOWN_DOMAINS
from evidence.model.assessment import AssessedGrade, Judged
from evidence.model.claim import EmptyBody, InterventionBody, PrognosisBody

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.model.assessment import AssessedBody, Assessment
    from evidence.model.claim import Body, Claim


@dataclass(frozen=True, slots=True)
class Opinion:
    """A judgement with its reason."""

    value: str
    reason: str
    """Markdown; empty where the record has none for this judgement."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One judgement by both assessors."""

    body: str | None
    """Id of the body judged; None for the verdict."""
    judgement: Judged
    now: Opinion
    """What the claim says now."""
    second: Opinion
    first: str
    """What the claim said when the two were laid side by side."""
    resolution: str
    """How a difference was resolved, or why the claim has changed since, in Markdown; empty where neither is so."""

    @property
    def agreed(self) -> bool:
        """Tell whether both assessors judged alike at first."""
        return self.first == self.second.value


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often both assessors judged alike."""

    judgement: Judged
    compared: int
    agreed: int


def compare(claim: Claim, assessment: Assessment) -> tuple[Compared, ...]:
    """Lay an assessment beside its claim: the verdict, then each body that both judge on the same basis."""
    listed = {(item.body, item.judgement): item for item in assessment.differences}
    rows = []
    for body, judgement, now, second in _pairs(claim, assessment):
        difference = listed.get((body, judgement))
        first, resolution = (difference.first, difference.resolution) if difference else (now.value, "")
        rows.append(Compared(body, judgement, now, second, first, resolution))
    return tuple(rows)


def agreement(compared: Iterable[Compared]) -> tuple[Agreement, ...]:
    """Count, for each kind of judgement that was made twice, how often both assessors judged alike."""
    rows = list(compared)
    all_of, alike = Counter(row.judgement for row in rows), Counter(row.judgement for row in rows if row.agreed)
    return tuple(Agreement(item, all_of[item], alike[item]) for item in Judged if all_of[item])


def opinions_on(body: Body | AssessedBody) -> dict[Judged, Opinion]:
    """Return the judgements on a body, in the order of ``Judged``; none on a body without evidence."""
    if isinstance(body, EmptyBody):
        return {}
    # The second assessor gives one reason for both; in the claim the conclusion says what the evidence comes to.
    reason = getattr(body, "reason", "") or getattr(body, "conclusion", "")
    found = {
        Judged.DIRECTNESS: Opinion(body.directness.value, reason),
        Judged.FINDING: Opinion(body.finding.value, reason),
    }
    if isinstance(body, InterventionBody | PrognosisBody | AssessedGrade):
        judgements = {name: getattr(body.judgements, name) for name in DOWN_DOMAINS}
        return found | {Judged(name): Opinion(str(item.level), item.reason) for name, item in judgements.items()}
    return found | {Judged.STANDING: Opinion(body.judgements.standing.value, body.judgements.reason)}


def _pairs(claim: Claim, assessment: Assessment) -> Iterator[tuple[str | None, Judged, Opinion, Opinion]]:
    yield (
        None,
        Judged.VERDICT,
        Opinion(claim.verdict.value, claim.verdict_reason or claim.answer),
        Opinion(assessment.verdict.value.value, assessment.verdict.reason),
    )
    bodies = {body.id: body for body in claim.bodies}
    for second in assessment.bodies:
        first = bodies.get(second.body)
        if first is None or first.basis != second.basis:
            continue
        now = opinions_on(first)
        for judgement, opinion in opinions_on(second).items():
            yield second.body, judgement, now[judgement], opinion
