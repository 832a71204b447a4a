"""The arithmetic of effect sizes, from figures to an estimate and its variance.

Sources: Cochrane Handbook chapters 6 and 23; Hedges (1981) for g and J; the escalc function of R's metafor, which
the tests compare with. Inputs are taken to be possible: standard deviations above 0, groups of at least two people,
events between 0 and n. Everything else raises ``ValueError``.
"""

from __future__ import annotations

import math

from evidence.distributions import log_gamma_step
from evidence.effects.estimate import Correction, Point, SmdVariance

# RevMan's correction of the number of people in the variance of g.
_REVMAN_N = 3.94
# With fewer degrees of freedom, g has no expectation and J is 0.
_LEAST_DF = 2


def mean_difference(mean: tuple[float, float], sd: tuple[float, float], n: tuple[int, int]) -> Point:
    """Return the difference of two means of independent groups, with SD₁²/n₁ + SD₂²/n₂ as its variance."""
    _check(all(value > 0 for value in (*sd, *n)), "SD and n must be positive")
    return Point(mean[0] - mean[1], sd[0] ** 2 / n[0] + sd[1] ** 2 / n[1])


def hedges_correction(df: float, correction: Correction = Correction.EXACT) -> float:
    """Return J, which takes the small-sample bias out of Cohen's d."""
    _check(df >= _LEAST_DF, "J needs at least 2 degrees of freedom")
    if correction is Correction.APPROXIMATE:
        return 1 - 3 / (4 * df - 1)
    # Γ(df/2) / (√(df/2) Γ((df − 1)/2))
    return math.exp(log_gamma_step((df - 1) / 2) - 0.5 * math.log(df / 2))


def hedges_g(
    mean: tuple[float, float],
    sd: tuple[float, float],
    n: tuple[int, int],
    correction: Correction = Correction.EXACT,
    smd_variance: SmdVariance = SmdVariance.LARGE_SAMPLE,
) -> Point:
    """Return Hedges g of two independent groups: the difference in pooled standard deviations, times J."""
    _check(all(value > 0 for value in (*sd, *n)), "SD and n must be positive")
    df = sum(n) - 2
    _check(df >= _LEAST_DF, "g needs at least four people")
    pooled = math.sqrt(((n[0] - 1) * sd[0] ** 2 + (n[1] - 1) * sd[1] ** 2) / df)
    g = hedges_correction(df, correction) * (mean[0] - mean[1]) / pooled
    people = sum(n) - (_REVMAN_N if smd_variance is SmdVariance.REVMAN else 0)
    return Point(g, 1 / n[0] + 1 / n[1] + g**2 / (2 * people))


def paired_difference_variance(sd: tuple[float, float], n: int, correlation: float) -> float:
    """Return the variance of a mean difference within the same ``n`` people (Handbook chapter 23)."""
    _check(n > 0 and -1 <= correlation <= 1, "n must be positive, the correlation within -1 and 1")
    return (sd[0] ** 2 + sd[1] ** 2 - 2 * correlation * sd[0] * sd[1]) / n


def correlation_from(sd: tuple[float, float], n: int, se: float) -> float:
    """Return the correlation that fits the SDs of two conditions and the SE of their paired difference.

    The inverse of ``paired_difference_variance``. Figures that do not belong together give a value outside of -1 to 1.
    """
    return (sd[0] ** 2 + sd[1] ** 2 - n * se**2) / (2 * sd[0] * sd[1])


def paired_g(
    difference: float,
    sd: tuple[float, float],
    n: int,
    correlation: float,
    correction: Correction = Correction.EXACT,
) -> Point:
    """Return Hedges g of two conditions of the same ``n`` people, in units of the SD between people.

    The difference is divided by √((SD₁² + SD₂²) / 2), not by the SD of the differences, so that it can stand beside the
    g of parallel groups. The variance is (1/n + g²/(2n)) · 2(1 − r) (Handbook chapter 23); n − 1 degrees of freedom are
    those of J.
    """
    _check(-1 <= correlation < 1, "the correlation must be at least -1 and below 1")
    between = math.sqrt((sd[0] ** 2 + sd[1] ** 2) / 2)
    g = hedges_correction(n - 1, correction) * difference / between
    return Point(g, (1 / n + g**2 / (2 * n)) * 2 * (1 - correlation))


def needs_half(events: tuple[int, int], n: tuple[int, int]) -> bool:
    """Tell whether a cell of the two-by-two table is 0, so that 0.5 is added to all four cells."""
    return 0 in {*events, n[0] - events[0], n[1] - events[1]}


def all_alike(events: tuple[int, int], n: tuple[int, int]) -> bool:
    """Tell whether nobody had the event, or everybody: such a table says nothing of a ratio."""
    return events in {(0, 0), n}


def risk_ratio(events: tuple[int, int], n: tuple[int, int]) -> Point:
    """Return log RR, with 1/a − 1/n₁ + 1/c − 1/n₂ as its variance."""
    a, n1, c, n2 = _table(events, n)
    return Point(math.log((a / n1) / (c / n2)), 1 / a - 1 / n1 + 1 / c - 1 / n2)


def odds_ratio(events: tuple[int, int], n: tuple[int, int]) -> Point:
    """Return log OR, with 1/a + 1/b + 1/c + 1/d as its variance."""
    a, n1, c, n2 = _table(events, n)
    b, d = n1 - a, n2 - c
    return Point(math.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d)


def risk_difference(events: tuple[int, int], n: tuple[int, int]) -> Point:
    """Return RD as a fraction, with p₁(1 − p₁)/n₁ + p₂(1 − p₂)/n₂ as its variance."""
    a, n1, c, n2 = _table(events, n)
    p1, p2 = a / n1, c / n2
    return Point(p1 - p2, p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)


def _table(events: tuple[int, int], n: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return events and n of both groups, 0.5 added to every cell where one is 0 (metafor: ``to="only0"``)."""
    _check(all(0 <= e <= m and m > 0 for e, m in zip(events, n, strict=True)), "events must lie between 0 and n")
    half = 0.5 if needs_half(events, n) else 0
    return events[0] + half, n[0] + 2 * half, events[1] + half, n[1] + 2 * half


def _check(holds: bool, message: str) -> None:  # noqa: FBT001 (an assertion)
    if not holds:
        raise ValueError(message)
