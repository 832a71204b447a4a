"""Estimates from crossovers and other comparisons within the same people (Handbook chapter 23).

In this order: the paired result (its SE, SD, interval or exact P), the first period, and an assumed correlation, with
what the standard error would be under others.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from evidence.effects import formulas
from evidence.effects.estimate import (
    FROM_MEANS,
    NotUsableError,
    Point,
    Sensitivity,
    Source,
    first_usable,
    number,
)
from evidence.effects.given import CROSSED_OVER, error_of_interval, error_of_p
from evidence.effects.reported import from_reported
from evidence.effects.separate import from_arms, mapped, words_of_g, words_of_means
from evidence.model.vocabulary import Measure

if TYPE_CHECKING:
    from evidence.effects.estimate import Estimate
    from evidence.effects.given import Given, Group

# J of a standardized difference needs 2 degrees of freedom, one less than people.
_LEAST_PEOPLE = 3


class _Paired(NamedTuple):
    """A difference within people, with its standard error."""

    difference: float
    se: float
    n: int
    trace: tuple[str, ...]
    changes: bool
    groups: tuple[Group, Group] | None
    """The two conditions by themselves, where they are told."""


def from_same_people(given: Given) -> Estimate:
    """Make an estimate from a comparison within the same people.

    Raises:
        NotUsableError: with the reasons.
    """
    first_period = replace(given, first_period=True)
    if given.measure not in FROM_MEANS:
        return first_usable(lambda: from_reported(given), lambda: _from_first_period(first_period))
    return first_usable(
        lambda: _from_paired(given, _paired_as_printed(given)),
        lambda: from_reported(given),
        lambda: first_usable(*(partial(_from_paired_by_p, given, changes=kind) for kind in given.means())),
        lambda: _from_first_period(first_period),
        lambda: first_usable(*(partial(_assumed, given, changes=kind) for kind in given.means())),
    )


def _from_first_period(given: Given) -> Estimate:
    if given.study.design not in CROSSED_OVER or not given.data:
        message = "there are no data of a first period"
        raise NotUsableError(message)
    estimate = from_arms(given)
    return replace(estimate, trace=("first period only, as separate groups", *estimate.trace))


def _paired_as_printed(given: Given) -> _Paired:
    paired = given.outcome.paired
    if paired is None:
        message = "no paired result is printed"
        raise NotUsableError(message)
    try:
        changes = given.means()[0]
        groups = given.groups(changes=changes)
    except NotUsableError:
        changes, groups = False, None
    df = paired.n - 1
    if df < 1:
        message = "a paired result needs two people"
        raise NotUsableError(message)
    if paired.se is not None and paired.se > 0:
        se, way = paired.se, "print"
    elif paired.sd is not None and paired.sd > 0:
        se, way = paired.sd / math.sqrt(paired.n), f"SD of the differences {number(paired.sd)} / √{paired.n}"
    elif paired.ci is not None and paired.ci.low < paired.ci.high:
        se, way = error_of_interval(paired.ci, df, log_scale=False)
    else:
        se, way = error_of_p(paired.mean_difference, given.p, df)
    trace = (f"paired difference {number(paired.mean_difference)} in {paired.n} people", f"SE {number(se)} from {way}")
    return _Paired(paired.mean_difference, se, paired.n, trace, changes, groups)


def _from_paired_by_p(given: Given, *, changes: bool) -> Estimate:
    """Take the SE of the difference of two means from P, as that of a paired t test."""
    groups = of, against = given.groups(changes=changes)
    n = _pairs(groups)
    difference = of.mean - against.mean
    se, way = error_of_p(difference, given.p, n - 1)
    if of.sd is not None and against.sd is not None:
        implied = formulas.correlation_from((of.sd, against.sd), n, se)
        if not -1 <= implied <= 1:
            message = f"P does not fit the SDs as a paired t test would (correlation {number(implied)})"
            raise NotUsableError(message)
    trace = (
        f"{words_of_means(groups, changes=changes)}; difference {number(difference)} in {n} people",
        *of.notes,
        *against.notes,
        f"SE {number(se)} from {way}, taken as that of a paired t test",
    )
    return _from_paired(given, _Paired(difference, se, n, trace, changes, groups))


def _pairs(groups: tuple[Group, Group]) -> int:
    """Return how many people were measured under both conditions: at most the smaller n."""
    n = min(group.n for group in groups)
    if n < _LEAST_PEOPLE:
        message = "there are too few people for a paired estimate"
        raise NotUsableError(message)
    return n


def _from_paired(given: Given, paired: _Paired) -> Estimate:
    if given.measure is Measure.MD:
        value, se, unit, steps = mapped(given, paired.difference, paired.se)
        made = given.estimate(Point(value, se**2), (paired.n, paired.n), Source.PAIRED, (*paired.trace, *steps))
        return replace(made, unit=unit, df=paired.n - 1, changes=paired.changes)
    sd = _spread(paired.groups)
    r = formulas.correlation_from(sd, paired.n, paired.se)
    if not -1 <= r < 1 or paired.n < _LEAST_PEOPLE:
        message = f"the paired result does not fit the SDs (correlation {number(r)})"
        raise NotUsableError(message)
    point, step = _standardized(given, paired.difference, sd, paired.n, r)
    trace = (*paired.trace, f"correlation that fits the SDs and this SE: {number(r)}", step)
    return replace(given.estimate(point, (paired.n, paired.n), Source.PAIRED, trace), changes=paired.changes)


def _assumed(given: Given, *, changes: bool) -> Estimate:
    groups = of, against = given.groups(changes=changes)
    sd, n = _spread(groups), _pairs(groups)
    difference = of.mean - against.mean
    r, others = given.options.correlation, given.options.other_correlations

    def with_correlation(correlation: float) -> tuple[Point, str | None, tuple[str, ...]]:
        if given.measure is Measure.SMD:
            point, step = _standardized(given, difference, sd, n, correlation)
            return point, None, (step,)
        se = math.sqrt(formulas.paired_difference_variance(sd, n, correlation))
        value, se, unit, steps = mapped(given, difference, se)
        return Point(value, se**2), unit, steps

    point, unit, steps = with_correlation(r)
    sensitivity = tuple(Sensitivity(other, math.sqrt(with_correlation(other)[0].variance)) for other in others)
    trace = (
        words_of_means(groups, changes=changes),
        *of.notes,
        *against.notes,
        f"correlation {r:g} between the conditions assumed, because none is printed",
        *steps,
        f"SE {number(math.sqrt(point.variance))}; "
        + ", ".join(f"with correlation {item.correlation:g} {number(item.se)}" for item in sensitivity),
    )
    made = given.estimate(point, (n, n), Source.ASSUMED_CORRELATION, trace)
    return replace(made, unit=unit, changes=changes, sensitivity=sensitivity)


def _standardized(
    given: Given, difference: float, sd: tuple[float, float], n: int, correlation: float
) -> tuple[Point, str]:
    correction = given.options.correction
    point = formulas.paired_g(difference, sd, n, correlation, correction)
    j = formulas.hedges_correction(n - 1, correction)
    words = f"{words_of_g(correction, j, n - 1)} = {number(point.value)}; variance (1/n + g²/2n) · 2(1 − r)"
    return point, words


def _spread(groups: tuple[Group, Group] | None) -> tuple[float, float]:
    """Return the SDs of both conditions."""
    if groups is None or groups[0].sd is None or groups[1].sd is None:
        message = "there is no SD for both conditions"
        raise NotUsableError(message)
    return groups[0].sd, groups[1].sd
