"""The one effect that a body of evidence can be judged by, held against its threshold.

It is the pooling of this review where the body asks for one, else a published pooling, else the result of the only
study. Several results that nobody pooled have no common effect, and none of theirs may stand for the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp
from typing import TYPE_CHECKING

from evidence.effects import RATIOS, Estimate, Options, effect_of
from evidence.model.claim import InterventionBody
from evidence.model.vocabulary import Bearing, Measure
from evidence.synthesis import Synthesised, synthesise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.model.claim import Body, Threshold
    from evidence.model.study import Interval, Outcome, Study

COMPARISONS = RATIOS | {
    Measure.MD,
    Measure.SMD,
    Measure.RD,
    Measure.HR,
    Measure.RATIO_OF_MEANS,
    Measure.MEDIAN_DIFFERENCE,
}
_WITH_NULL_ONE = RATIOS | {Measure.HR, Measure.RATIO_OF_MEANS}

# In the units of the scale, as the table and the threshold are.
_AS_MEASURED = Options(to_hundred=False)
_HUNDRED = 100.0
# What `evidence.effects` calls the unit of a scale that was mapped to 0 to 100.
_POINTS = "points of 100"


@dataclass(frozen=True, slots=True)
class Effect:
    """A comparison as readers see it: ratios as ratios, differences in ``unit``."""

    measure: Measure
    value: float
    low: float | None
    """Lower end of the confidence interval; None where nothing that was printed gives one."""
    high: float | None
    level: int
    """Of the interval, in per cent."""
    unit: str
    printed: bool
    """Value and interval stand in the publication; otherwise they follow from figures that do."""
    minimal: float | None = None
    """The smallest difference that matters, in ``unit``; None without a threshold in that unit."""
    null_threshold: bool = False
    """The threshold is no effect itself."""

    @property
    def null(self) -> float:
        """Return the value that stands for no effect."""
        return 1.0 if self.measure in _WITH_NULL_ONE else 0.0


def body_effect(body: Body, studies: Mapping[str, Study]) -> Effect | None:
    """Return the effect that a body can be judged by, with its threshold; None where there is none."""
    if not isinstance(body, InterventionBody):
        return None
    synthesised = synthesise(body, studies)
    if isinstance(synthesised, Synthesised):
        return _of_synthesis(synthesised, body.threshold)
    published = [item for item in body.published_pooled if item.study in studies]
    telling = [item for item in body.evidence if item.bearing is not Bearing.BACKGROUND and item.study in studies]
    single = telling if len({item.study for item in telling}) == 1 else []
    for item in (*published, *single):
        study = studies[item.study]
        outcome = outcome_of(study, item.outcome)
        found = outcome_effect(outcome, study) if outcome else None
        if outcome and found:
            return _against(found, body.threshold, outcome)
    return None


def outcome_effect(outcome: Outcome, study: Study) -> Effect | None:
    """Return the comparison that one result prints or allows to be worked out; None where it tells no figures."""
    unit = outcome.scale.unit if outcome.scale and outcome.scale.unit else ""
    printed: tuple[Measure, float, Interval | None] | None = None
    if outcome.paired is not None:
        printed = Measure.MD, outcome.paired.mean_difference, outcome.paired.ci
    elif outcome.effect is not None and outcome.effect.measure in COMPARISONS:
        printed = outcome.effect.measure, outcome.effect.value, outcome.effect.ci
        unit = outcome.effect.unit or (unit if outcome.effect.measure is Measure.MD else "")
    if printed and printed[2]:
        return Effect(printed[0], printed[1], printed[2].low, printed[2].high, printed[2].level, unit, printed=True)
    measure = printed[0] if printed else Measure.RR if _counts_events(outcome) else Measure.MD
    estimate = effect_of(outcome, study, measure, _AS_MEASURED)
    if isinstance(estimate, Estimate):
        low, high = estimate.shown_interval()
        return Effect(measure, estimate.shown, low, high, 95, estimate.unit or unit, printed=False)
    return Effect(printed[0], printed[1], None, None, 95, unit, printed=True) if printed else None


def outcome_of(study: Study, name: str) -> Outcome | None:
    """Return an outcome of a study by its id."""
    return next((outcome for outcome in study.outcomes if outcome.id == name), None)


def _of_synthesis(result: Synthesised, threshold: Threshold) -> Effect:
    pooled, measure = result.pooled, result.synthesis.measure
    shown = exp if measure in RATIOS else float
    unit = result.rows[0].estimate.unit or ""
    minimal = threshold.minimal if measure is Measure.MD else None
    if minimal is not None and threshold.out_of is not None:
        minimal = minimal / threshold.out_of * _HUNDRED if unit == _POINTS else None
    elif unit != threshold.unit:
        minimal = None
    level = round(pooled.level * 100)
    effect = Effect(measure, shown(pooled.estimate), shown(pooled.low), shown(pooled.high), level, unit, printed=False)
    return replace(effect, minimal=minimal, null_threshold=threshold.null_effect)


def _against(effect: Effect, threshold: Threshold, outcome: Outcome) -> Effect:
    """Put the threshold into the unit of an effect.

    "10 of 100 on a pain scale" is 1 on a scale from 0 to 10; "1 °C" is 1 where the effect is in °C.
    """
    minimal = threshold.minimal if effect.measure is Measure.MD else None
    if minimal is not None:
        scale = outcome.scale
        if threshold.out_of is None:
            minimal = minimal if threshold.unit == effect.unit else None
        elif scale is None or scale.low is None or scale.high is None:
            minimal = None
        else:
            minimal *= (scale.high - scale.low) / threshold.out_of
    return replace(effect, minimal=minimal, null_threshold=threshold.null_effect)


def _counts_events(outcome: Outcome) -> bool:
    return bool(outcome.data) and all(row.events is not None for row in outcome.data)
