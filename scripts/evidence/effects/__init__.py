"""Effect estimates from the outcomes of studies: what was measured, made comparable, with every step on record.

Of several ways to an estimate the best one is taken:

- separate groups: an effect that was printed as adjusted; the data of the arms (end scores, else changes; events),
  because anyone can compute from them again; then the effect as it was printed; then means with an exact P;
- the same people (crossovers): the paired result, the first period, an assumed correlation;
- reviews and whatever has no arms: the effect as it was printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.effects.estimate import (
    DIFFERENCES,
    RATIOS,
    SAME_PEOPLE,
    Correction,
    Estimate,
    NoEstimate,
    NotUsableError,
    Options,
    Point,
    Sensitivity,
    SmdVariance,
    Source,
    first_usable,
)
from evidence.effects.given import Given
from evidence.effects.paired import from_same_people
from evidence.effects.reported import from_reported
from evidence.effects.separate import from_arms, from_arms_by_p

if TYPE_CHECKING:
    from evidence.model.study import Outcome, Study
    from evidence.model.vocabulary import Measure

__all__ = [
    "DIFFERENCES",
    "RATIOS",
    "SAME_PEOPLE",
    "Correction",
    "Estimate",
    "NoEstimate",
    "Options",
    "Point",
    "Sensitivity",
    "SmdVariance",
    "Source",
    "effect_of",
]

_AS_USUAL = Options()


def effect_of(outcome: Outcome, study: Study, measure: Measure, options: Options = _AS_USUAL) -> Estimate | NoEstimate:
    """Estimate an effect from one result, in the best way that its record allows; or say why there is none."""
    given = Given(outcome, study, measure, options)
    try:
        if given.same_people:
            return from_same_people(given)
        ways = [lambda: from_arms(given), lambda: from_reported(given), lambda: from_arms_by_p(given)]
        if outcome.effect is not None and outcome.effect.adjusted:
            ways.insert(0, lambda: from_reported(given))
        return first_usable(*ways)
    except NotUsableError as closed:
        return NoEstimate(str(closed))
