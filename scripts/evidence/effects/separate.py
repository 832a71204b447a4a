"""Estimates from separate groups: means, changes and events of arms."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from evidence.effects import formulas
from evidence.effects.estimate import (
    FROM_EVENTS,
    FROM_MEANS,
    Correction,
    NotUsableError,
    Point,
    SmdVariance,
    Source,
    first_usable,
    number,
)
from evidence.effects.given import with_sd_from_p, without_sd
from evidence.model.vocabulary import Measure

if TYPE_CHECKING:
    from evidence.effects.estimate import Estimate
    from evidence.effects.given import Given, Group

_EVENT_FORMULAS = {
    Measure.RR: formulas.risk_ratio,
    Measure.OR: formulas.odds_ratio,
    Measure.RD: formulas.risk_difference,
}


def from_arms(given: Given) -> Estimate:
    """Make an estimate from the data of two separate groups, or of the two groups of a crossover's first period.

    End scores come before changes.

    Raises:
        NotUsableError: with the reasons.
    """
    if not given.first_period:
        given.refuse_unknown_pairing()
    if given.measure in FROM_EVENTS:
        return _from_events(given)
    if given.measure not in FROM_MEANS:
        message = f"{given.measure} is not computed from the data of arms"
        raise NotUsableError(message)
    return _from_means_of_either_kind(given, spread_from_p=False)


def from_arms_by_p(given: Given) -> Estimate:
    """Make an estimate from the means of two separate groups and the exact P of their comparison.

    Raises:
        NotUsableError: with the reasons.
    """
    if given.measure not in FROM_MEANS:
        message = f"{given.measure} is not computed from means"
        raise NotUsableError(message)
    given.refuse_unknown_pairing()
    return _from_means_of_either_kind(given, spread_from_p=True)


def words_of_means(groups: tuple[Group, Group], *, changes: bool) -> str:
    """Say which means are compared."""
    of, against = groups
    what = "changes from the start" if changes else "end scores"
    return f"{what}: {of.name} {number(of.mean)}, {against.name} {number(against.mean)}"


def mapped(given: Given, value: float, se: float) -> tuple[float, float, str | None, tuple[str, ...]]:
    """Map a mean difference and its SE to a scale of 0 to 100; return both, the unit and what was done."""
    scale, factor = given.outcome.scale, given.factor
    unit = scale.unit if scale else None
    if scale is None or scale.low is None or scale.high is None or not given.options.to_hundred:
        return value, se, unit, ()
    if factor == 1:
        return value, se, "points of 100", ()
    step = f"scale of {number(scale.low)} to {number(scale.high)} mapped to 0 to 100: times {number(factor)}"
    return factor * value, factor * se, "points of 100", (step,)


def words_of_g(correction: Correction, j: float, df: float) -> str:
    """Say how Hedges g was corrected."""
    how = "exact, with the gamma function" if correction is Correction.EXACT else "approximate, 1 − 3/(4 df − 1)"
    return f"Hedges g with J = {number(j)} ({how}; {df:g} degrees of freedom)"


def _from_means_of_either_kind(given: Given, *, spread_from_p: bool) -> Estimate:
    ways = [partial(_from_means, given, changes=kind, spread_from_p=spread_from_p) for kind in given.means()]
    return first_usable(*ways)


def _from_means(given: Given, *, changes: bool, spread_from_p: bool) -> Estimate:
    groups = given.groups(changes=changes)
    if spread_from_p:
        groups = with_sd_from_p(groups, given.p)
    of, against = groups
    if of.sd is None or against.sd is None:
        raise NotUsableError(without_sd(groups))
    mean, sd, n = (of.mean, against.mean), (of.sd, against.sd), (of.n, against.n)
    df = of.n + against.n - 2
    if min(n) < 1 or (given.measure is Measure.SMD and df < 2):  # noqa: PLR2004 (as J needs)
        message = "there are too few people for an estimate"
        raise NotUsableError(message)
    trace = (words_of_means(groups, changes=changes), *of.notes, *against.notes)
    source = Source.FIRST_PERIOD if given.first_period else Source.CHANGES if changes else Source.END_SCORES
    if given.measure is Measure.SMD:
        options = given.options
        point = formulas.hedges_g(mean, sd, n, options.correction, options.smd_variance)
        j = formulas.hedges_correction(df, options.correction)
        kind = "large-sample" if options.smd_variance is SmdVariance.LARGE_SAMPLE else "RevMan's"
        step = f"{words_of_g(options.correction, j, df)} = {number(point.value)}; {kind} variance"
        return replace(given.estimate(point, n, source, (*trace, step)), changes=changes)
    value, variance = formulas.mean_difference(mean, sd, n)
    step = f"MD = {number(value)}, SE = √(SD₁²/n₁ + SD₂²/n₂) = {number(variance**0.5)}"
    value, se, unit, steps = mapped(given, value, variance**0.5)
    made = given.estimate(Point(value, se**2), n, source, (*trace, step, *steps))
    return replace(made, unit=unit, changes=changes, df=df if spread_from_p else None)


def _from_events(given: Given) -> Estimate:
    of, against = given.sides()
    if of.events is None or against.events is None:
        message = "events are not told for both arms"
        raise NotUsableError(message)
    (n_of, note_of), (n_against, note_against) = given.people(of.arm), given.people(against.arm)
    events, n = (of.events, against.events), (n_of, n_against)
    if any(not 0 <= e <= m or m == 0 for e, m in zip(events, n, strict=True)):
        message = "events do not lie between 0 and n"
        raise NotUsableError(message)
    log_scale = given.measure is not Measure.RD
    if log_scale and formulas.all_alike(events, n):
        message = (
            f"{'everybody' if sum(events) else 'nobody'} had the event in both arms, which says nothing of a ratio"
        )
        raise NotUsableError(message)
    point = _EVENT_FORMULAS[given.measure](events, n)
    notes = [note for note in (note_of, note_against) if note]
    if formulas.needs_half(events, n):
        notes.append("a cell of the table is 0, so 0.5 is added to all four cells")
    counts = f"events: {given.name(of.arm)} {events[0]} of {n[0]}, {given.name(against.arm)} {events[1]} of {n[1]}"
    name = f"log {given.measure}" if log_scale else f"{given.measure}"
    result = f"{name} = {number(point.value)}, SE = {number(point.variance**0.5)}"
    source = Source.FIRST_PERIOD if given.first_period else Source.EVENTS
    return given.estimate(point, n, source, (counts, *notes, result))
