"""Pooled results as reviews print them, with what they leave out named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.model.study import Review
from evidence.model.vocabulary import PoolingModel
from evidence.pages.context import month
from evidence.pages.contrasts import contrast
from evidence.pages.figures import number
from evidence.pages.words import words

if TYPE_CHECKING:
    from evidence.model.claim import Body
    from evidence.model.study import Outcome
    from evidence.pages.context import PageContext

NOT_PRINTED = "not printed"


@dataclass(frozen=True, slots=True)
class PublishedPooled:
    """A pooled result of a review. What it does not print is named so."""

    study: str
    outcome: str
    """Id of the outcome."""
    name: str
    """Markdown."""
    effect: str
    searched: str
    """Month up to which the review searched."""
    studies: str
    participants: str
    model: str
    i2: str


def published_pooled(page: PageContext, body: Body) -> list[PublishedPooled]:
    """Return the published pooled results of a body, in the order of its record."""
    rows = []
    for ref in getattr(body, "published_pooled", []):
        study = page.study(ref.study)
        outcome = page.outcome(ref.study, ref.outcome)
        told = contrast(outcome, study)
        searched = study.searched_to if isinstance(study, Review) else None
        rows.append(
            PublishedPooled(
                ref.study,
                outcome.id,
                outcome.name,
                told.effect if told else NOT_PRINTED,
                month(searched) if searched else NOT_PRINTED,
                *_pooling(outcome),
            )
        )
    return rows


def _pooling(outcome: Outcome) -> tuple[str, str, str, str]:
    """Return studies, participants, model and I² as printed."""
    pooled = outcome.pooled
    if pooled is None:
        return (NOT_PRINTED,) * 4
    return (
        f"{pooled.studies}" if pooled.studies is not None else NOT_PRINTED,
        f"{pooled.participants:,}" if pooled.participants is not None else NOT_PRINTED,
        words(pooled.model) if pooled.model is not PoolingModel.NOT_STATED else NOT_PRINTED,
        f"{number(pooled.i2)}%" if pooled.i2 is not None else NOT_PRINTED,
    )
