"""Estimates from effects as they were printed: a value with its SE, its interval or an exact P."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from evidence.effects.estimate import DIFFERENCES, RATIOS, NotUsableError, Point, Source, number
from evidence.effects.given import HUNDRED, PER_CENT, error_of_interval, error_of_p
from evidence.effects.separate import mapped
from evidence.model.vocabulary import Measure

if TYPE_CHECKING:
    from evidence.effects.estimate import Estimate
    from evidence.effects.given import Given
    from evidence.model.study import Effect


def from_reported(given: Given) -> Estimate:
    """Make an estimate from the printed effect: its SE, else its interval, else its exact P.

    A mean difference of one study goes by the t distribution (n₁ + n₂ − 2 degrees of freedom, of paired data n − 1)
    where the numbers of people are known; ratios, standardized and risk differences and the results of reviews go by
    the normal distribution (Handbook chapter 6). The SE of a ratio is taken as that of its logarithm.

    Raises:
        NotUsableError: with the reasons.
    """
    effect = given.outcome.effect
    if effect is None or effect.measure is not given.measure:
        message = "no effect is printed" if effect is None else f"the printed effect is {effect.measure}"
        raise NotUsableError(message)
    if given.measure not in RATIOS | DIFFERENCES:
        message = f"{given.measure} is no measure of a difference between groups"
        raise NotUsableError(message)
    ratio = given.measure in RATIOS
    if ratio and effect.value <= 0:
        message = "a ratio must be positive"
        raise NotUsableError(message)
    people = given.people_if_told()
    df = _degrees_of_freedom(given, *people)
    value = math.log(effect.value) if ratio else effect.value
    se, way = _error(given, effect, value, df)
    head = f"printed {given.measure} {number(effect.value)}{f' {effect.unit}' if effect.unit else ''}"
    scaled, scaled_se, unit, steps = _in_unit(given, effect, value, se)
    log = "log " if ratio else ""
    trace = (head, f"SE of {log}{given.measure} {number(se)} from {way}", *steps)
    source = Source.PAIRED if given.same_people else Source.REPORTED
    return replace(given.estimate(Point(scaled, scaled_se**2), people, source, trace), unit=unit, df=df)


def _degrees_of_freedom(given: Given, n_of: int | None, n_against: int | None) -> float | None:
    if given.measure is not Measure.MD or given.study.kind == "review" or n_of is None or n_against is None:
        return None
    df = min(n_of, n_against) - 1 if given.same_people else n_of + n_against - 2
    return df if df > 0 else None


def _error(given: Given, effect: Effect, value: float, df: float | None) -> tuple[float, str]:
    ratio = given.measure in RATIOS
    ci = effect.ci
    # A printed SE of a ratio may be that of the ratio itself; the interval leaves no such doubt.
    if effect.se is not None and effect.se > 0 and not (ratio and ci):
        return effect.se, "print"
    if ci is not None and ci.low < ci.high and not (ratio and ci.low <= 0):
        return error_of_interval(ci, df, log_scale=ratio)
    return error_of_p(value, given.p, df)


def _in_unit(given: Given, effect: Effect, value: float, se: float) -> tuple[float, float, str | None, tuple[str, ...]]:
    """Return value and SE in the unit of the outcome, that unit, and what was done."""
    if given.measure is Measure.RD and effect.unit in PER_CENT:
        return value / HUNDRED, se / HUNDRED, None, ("per cent turned into a fraction",)
    if given.measure is not Measure.MD:
        return value, se, None, ()
    scale = given.outcome.scale
    if effect.unit and effect.unit != (scale.unit if scale else None):
        # What is printed in a unit of its own is not known to lie on the outcome's scale.
        return value, se, effect.unit, ()
    return mapped(given, value, se)
