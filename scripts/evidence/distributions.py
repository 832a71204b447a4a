"""Cumulative probabilities and quantiles of the normal, t and chi-square distributions.

Plain Python, accurate to 1e-10 for degrees of freedom up to 10,000, whole or not. Sources: the incomplete beta and
gamma functions with their continued fractions and series, chapter 8 of the NIST Digital Library of Mathematical
Functions (DLMF), evaluated by the modified Lentz method; the standard library's normal quantile, which is Wichura's
algorithm AS 241. The tests compare all of it with R.

Every function raises ``ValueError`` for a probability outside of 0 to 1 (a quantile also for 0 and 1), for degrees of
freedom that are not positive, and for what is not a number.
"""

from __future__ import annotations

import math
import sys
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_STANDARD_NORMAL = NormalDist()
_EPSILON = sys.float_info.epsilon
# Stands for zero in the denominators of a continued fraction: far below every value, far above underflow.
_TINY = 1e-300
# A continued fraction needs about as many steps as the square root of its largest parameter; this many are never used.
_MOST_STEPS = 100_000


def normal_cdf(z: float) -> float:
    """Return the probability that a standard normal value is at most ``z``; accurate in both tails."""
    _refuse_nan(z)
    return 0.5 * math.erfc(-z / math.sqrt(2))


def normal_quantile(p: float) -> float:
    """Return the value that a standard normal variable stays below with probability ``p``."""
    _refuse_end(p)
    return _STANDARD_NORMAL.inv_cdf(p)


def t_cdf(t: float, df: float) -> float:
    """Return the probability that a value of the t distribution is at most ``t``; accurate in the lower tail."""
    _refuse_nan(t)
    _refuse_df(df)
    if math.isinf(df):
        return normal_cdf(t)
    tail = 0.5 * _beta_t(t, df)
    return tail if t < 0 else 1 - tail


def t_quantile(p: float, df: float) -> float:
    """Return the value that a variable of the t distribution stays below with probability ``p``."""
    _refuse_end(p)
    _refuse_df(df)
    if math.isinf(df):
        return normal_quantile(p)
    if p == 0.5:  # noqa: PLR2004 (the middle)
        return 0.0
    tail = min(p, 1 - p)
    size = _solve(lambda t: t_cdf(-t, df) - tail, lambda t: -_t_density(t, df))
    return size if p > tail else -size


def chi2_cdf(x: float, df: float) -> float:
    """Return the probability that a value of the chi-square distribution is at most ``x``."""
    return _gamma_parts(x, df)[0]


def chi2_sf(x: float, df: float) -> float:
    """Return the probability that a value of the chi-square distribution exceeds ``x``; accurate when it is small."""
    return _gamma_parts(x, df)[1]


def chi2_quantile(p: float, df: float) -> float:
    """Return the value that a variable of the chi-square distribution stays below with probability ``p``."""
    _refuse_end(p)
    _refuse_df(df)
    return _solve(lambda x: p - chi2_cdf(x, df), lambda x: -_chi2_density(x, df))


def log_gamma_step(x: float) -> float:
    """Return log Γ(x + ½) − log Γ(x) for x > 0, without the cancellation that two large values would bring.

    Large x: the asymptotic series of the ratio of gamma functions (DLMF chapter 5), whose next term is below 1e-12.
    """
    asymptotic_from = 25
    if x < asymptotic_from:
        return math.lgamma(x + 0.5) - math.lgamma(x)
    return 0.5 * math.log(x) - 1 / (8 * x) + 1 / (192 * x**3) - 1 / (640 * x**5)


def _t_density(t: float, df: float) -> float:
    log_scale = log_gamma_step(df / 2) - 0.5 * math.log(df * math.pi)
    return math.exp(log_scale - (df + 1) / 2 * math.log1p(t * t / df))


def _chi2_density(x: float, df: float) -> float:
    half = df / 2
    return 0.5 * math.exp((half - 1) * math.log(x / 2) - x / 2 - math.lgamma(half))


def _beta_t(t: float, df: float) -> float:
    """Return the regularized incomplete beta function I at df / (df + t²) with a = df / 2, b = ½: both tails of t."""
    if t == 0:
        return 1.0
    # The smaller of t²/df and df/t² is formed, so that neither overflows.
    ratio = t / math.sqrt(df)
    if math.isinf(ratio * ratio):
        return 0.0
    below, above = 1 / (1 + ratio * ratio), ratio * ratio / (1 + ratio * ratio)
    log_below, log_above = -math.log1p(ratio * ratio), math.log(above) if above else -math.inf
    a, b = df / 2, 0.5
    # log of 1 / B(a, ½), with Γ(½) = √π.
    log_front = log_gamma_step(a) - 0.5 * math.log(math.pi) + a * log_below + b * log_above
    if below < (a + 1) / (a + b + 2):
        return math.exp(log_front) / (a * _continued_fraction(_beta_terms(below, a, b)))
    return 1 - math.exp(log_front) / (b * _continued_fraction(_beta_terms(above, b, a)))


def _beta_terms(x: float, a: float, b: float) -> Iterator[tuple[float, float]]:
    """Yield numerators and denominators of the continued fraction of the incomplete beta function (DLMF 8.17)."""
    m = 0
    while True:
        if m:
            yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1.0
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1.0
        m += 1


def _gamma_parts(x: float, df: float) -> tuple[float, float]:
    """Return the regularized lower and upper incomplete gamma functions at x / 2 with a = df / 2."""
    _refuse_nan(x)
    _refuse_df(df)
    if x <= 0:
        return 0.0, 1.0
    if math.isinf(x):
        return 1.0, 0.0
    a, half = df / 2, x / 2
    front = math.exp(a * math.log(half) - half - math.lgamma(a))
    if half < a + 1:
        lower = front * _gamma_series(half, a)
        return lower, 1 - lower
    upper = front / _continued_fraction(_gamma_terms(half, a), first=half + 1 - a)
    return 1 - upper, upper


def _gamma_series(x: float, a: float) -> float:
    """Sum x^k / (a (a + 1) … (a + k)) over k from 0."""
    term = total = 1 / a
    k = 0
    while term > total * _EPSILON:
        k += 1
        term *= x / (a + k)
        total += term
    return total


def _gamma_terms(x: float, a: float) -> Iterator[tuple[float, float]]:
    """Yield numerators and denominators of the continued fraction of the upper incomplete gamma function."""
    k = 0
    while True:
        k += 1
        yield k * (a - k), x + 2 * k + 1 - a


def _continued_fraction(terms: Iterator[tuple[float, float]], first: float = 1.0) -> float:
    """Evaluate ``first`` + n₁ / (d₁ + n₂ / (d₂ + …)) by the modified Lentz method."""
    value = above = first or _TINY
    below = 0.0
    for _, (numerator, denominator) in zip(range(_MOST_STEPS), terms, strict=False):
        below = 1 / (denominator + numerator * below or _TINY)
        above = denominator + numerator / above or _TINY
        value *= above * below
        if abs(above * below - 1) < _EPSILON:
            return value
    message = f"the continued fraction did not settle within {_MOST_STEPS} steps"
    raise ArithmeticError(message)


def _solve(falling: Callable[[float], float], slope: Callable[[float], float]) -> float:
    """Find the positive zero of a falling function: Newton's steps, halved intervals where these lead astray."""
    low, high = 0.0, 1.0
    while falling(high) > 0:
        low, high = high, 2 * high
    guess = (low + high) / 2
    while True:
        value = falling(guess)
        if value > 0:
            low = guess
        else:
            high = guess
        steepness = slope(guess)
        step = guess - value / steepness if steepness else low
        following = step if low < step < high else (low + high) / 2
        # Within a few units of the last digit, or an interval that holds no further number.
        if abs(following - guess) <= 2 * _EPSILON * abs(following) or following in {low, high}:
            return following
        guess = following


def _refuse_nan(value: float) -> None:
    if math.isnan(value):
        message = "must be a number"
        raise ValueError(message)


def _refuse_end(p: float) -> None:
    if not 0 < p < 1:
        message = f"a probability must lie between 0 and 1, not at {p}"
        raise ValueError(message)


def _refuse_df(df: float) -> None:
    if not df > 0:
        message = f"degrees of freedom must be positive, not {df}"
        raise ValueError(message)
