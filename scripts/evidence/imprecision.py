"""A suggestion for the judgement on imprecision. It suggests; people decide and give their reason.

The steps are those of the GRADE handbook (interval against the threshold, then the number of people), never a P value.
The numbers of people and events are rules of thumb and are called so on the pages. GRADE's "very wide" has no number
and is left to the reviewers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.body_effect import body_effect, outcome_of
from evidence.model.vocabulary import Bearing
from evidence.participants import count_participants, telling_studies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.body_effect import Effect
    from evidence.model.claim import InterventionBody, PrognosisBody
    from evidence.model.study import Study

# Rules of thumb for the optimal information size: people for continuous outcomes, events for yes-or-no ones.
ENOUGH_PEOPLE = 400
ENOUGH_EVENTS = 300


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval and the thresholds that it is held against, all in one unit."""

    low: float
    high: float
    null: float
    """No effect: 0 for differences, 1 for ratios."""
    minimal: float | None
    """The smallest distance from no effect that matters; None where the threshold is no effect itself."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """How many levels the rule of thumb would take off."""

    level: int
    """0, -1 or -2."""
    because: str
    """Ends the sentence "suggested, because …"."""
    by_interval: bool
    """An interval was there to be held against the threshold."""


def suggest(
    bounds: Bounds | None, *, people: int | None = None, events: int | None = None, noun: str = "people"
) -> Suggestion | None:
    """Suggest a judgement from an interval, else from the number of events or people; None where nothing is known.

    Source: GRADE handbook, imprecision. An interval that crosses one threshold loses one level, one that reaches from
    an important benefit to an important harm loses two; where none is crossed, too few people or events lose one.
    """
    if bounds is not None:
        crossed = _crossed(bounds)
        if crossed:
            return Suggestion(-crossed, _CROSSED[bounds.minimal is not None, crossed], by_interval=True)
    kept = "" if bounds is None else "the interval crosses no threshold, but "
    if events is not None:
        few, count = events < ENOUGH_EVENTS, f"{events} events were counted and about {ENOUGH_EVENTS} are wanted"
    elif people is not None:
        few, count = people < ENOUGH_PEOPLE, f"{people} {noun} are known of and about {ENOUGH_PEOPLE} are wanted"
    else:
        few, count = False, ""
    if few:
        return Suggestion(-1, f"{kept}{count}", by_interval=bounds is not None)
    if bounds is not None:
        return Suggestion(0, "the interval crosses no threshold", by_interval=True)
    return (
        Suggestion(0, f"{count}; no interval could be held against the threshold", by_interval=False) if count else None
    )


_CROSSED: Mapping[tuple[bool, int], str] = {
    (False, 1): "the interval lies on both sides of no effect",
    (True, 1): "the interval lies on both sides of the smallest effect that matters",
    (True, 2): "the interval reaches from an important benefit to an important harm",
}


def suggest_for(body: InterventionBody | PrognosisBody, studies: Mapping[str, Study]) -> Suggestion | None:
    """Suggest a judgement for a body of evidence, from what its studies print."""
    people = count_participants(telling_studies(body), studies)
    known = people.count if people.studies > people.untold else None
    return suggest(bounds_of(body_effect(body, studies)), people=known, events=_events(body, studies), noun=people.noun)


def bounds_of(effect: Effect | None) -> Bounds | None:
    """Hold an effect's interval against its threshold. None without an interval, or without a threshold in its unit."""
    if effect is None or effect.low is None or effect.high is None:
        return None
    if effect.null_threshold or effect.minimal is not None:
        return Bounds(effect.low, effect.high, effect.null, effect.minimal)
    return None


def _crossed(bounds: Bounds) -> int:
    distances = (0.0,) if bounds.minimal is None else (-bounds.minimal, bounds.minimal)
    return sum(bounds.low < bounds.null + distance < bounds.high for distance in distances)


def _events(body: InterventionBody | PrognosisBody, studies: Mapping[str, Study]) -> int | None:
    """Count the events, where every result that bears on the claim prints them; one result for each study."""
    outcomes = {
        item.study: outcome
        for item in body.evidence
        if item.bearing is not Bearing.BACKGROUND
        and item.study in studies
        and (outcome := outcome_of(studies[item.study], item.outcome)) is not None
    }
    counted = [[row.events for row in outcome.data if row.events is not None] for outcome in outcomes.values()]
    return sum(map(sum, counted)) if counted and all(counted) else None
