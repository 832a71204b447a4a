"""How much the true effects of studies differ: estimators of τ², the variance between studies.

Sources: DerSimonian and Laird 1986 (moment estimator); Paule and Mandel 1982; Viechtbauer 2005 (restricted maximum
likelihood by Fisher scoring, started from the estimator of Hedges); Viechtbauer 2007 (Q-profile interval).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from evidence import distributions
from evidence.model.vocabulary import PoolingModel

if TYPE_CHECKING:
    from collections.abc import Sequence

# Beyond these a product of two weights would leave the range of floating-point numbers.
_SMALLEST, _LARGEST = 1e-70, 1e70
# A step of the Fisher scoring below this share of the variance ends it. It converges linearly: even where each step is
# as long as 0.99 of the one before, the error is then below 1e-11 of that variance.
_SETTLED = 1e-13
MOST_STEPS = 10_000
# Metafor's own tolerance when it compares the likelihood found with the likelihood of no heterogeneity.
_LIKELIHOOD_TOLERANCE = 2.0**-13

# All syntheses of a review ask for the same few quantiles, and finding one takes longer than everything else here.
chi2_quantile = lru_cache(distributions.chi2_quantile)


@dataclass(frozen=True, slots=True)
class Effects:
    """Effects around their plain mean, so that a large common part costs no digits."""

    centre: float
    y: tuple[float, ...]
    v: tuple[float, ...]

    @property
    def df(self) -> int:
        """Return the number of effects less 1."""
        return len(self.y) - 1


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights 1 / (v + τ²) and what follows from them.

    ``trace`` and ``trace2`` are the traces of P and P², where P = W − W1(1'W1)⁻¹1'W: the matrix that turns effects
    into weighted residuals.
    """

    w: tuple[float, ...]
    total: float
    """Σ w."""
    mean: float
    """The weighted mean of the centred effects."""
    q: float
    """Σ w (y − mean)²."""
    slope: float
    """Σ w² (y − mean)²: minus the derivative of ``q`` by τ²."""
    trace: float
    trace2: float


def effects_of(yi: Sequence[float], vi: Sequence[float]) -> Effects:
    """Return effects and variances, checked and centred.

    Raises:
        ValueError: Fewer than two effects, unequal numbers of effects and variances, or an effect or variance that is
            no number, not positive where it must be, or out of any range.

    """
    if len(yi) != len(vi):
        message = f"{len(yi)} effects and {len(vi)} variances"
        raise ValueError(message)
    if len(yi) < 2:  # noqa: PLR2004 (one effect cannot be combined with anything)
        message = f"at least two effects are needed, not {len(yi)}"
        raise ValueError(message)
    for y in yi:
        if not abs(y) <= _LARGEST:
            message = f"an effect must be a number of usual size, not {y}"
            raise ValueError(message)
    for v in vi:
        if not _SMALLEST <= v <= _LARGEST:
            message = f"a variance must be positive and of usual size, not {v}"
            raise ValueError(message)
    centre = math.fsum(yi) / len(yi)
    return Effects(centre, tuple(y - centre for y in yi), tuple(vi))


def fit_of(effects: Effects, tau2: float) -> Fit:
    """Weigh effects by the inverse of their total variance."""
    w = tuple(1 / (v + tau2) for v in effects.v)
    total = math.fsum(w)
    mean = math.fsum(weight * y for weight, y in zip(w, effects.y, strict=True)) / total
    residuals = [weight * (y - mean) for weight, y in zip(w, effects.y, strict=True)]
    # Sums over all *other* weights, and no differences of sums: one weight may be nearly the whole total.
    others, others2 = _sums_of_others(w), _sums_of_others([weight**2 for weight in w])
    diagonal = [weight * other / total for weight, other in zip(w, others, strict=True)]
    aside = [(weight / total) ** 2 * other for weight, other in zip(w, others2, strict=True)]
    return Fit(
        w=w,
        total=total,
        mean=mean,
        q=math.fsum(residual**2 / weight for residual, weight in zip(residuals, w, strict=True)),
        slope=math.fsum(residual**2 for residual in residuals),
        trace=math.fsum(diagonal),
        trace2=math.fsum([*(item**2 for item in diagonal), *aside]),
    )


def _sums_of_others(values: Sequence[float]) -> list[float]:
    """Return, for each value, the sum of all others."""
    before = [0.0, *accumulate(values)]
    after = [0.0, *accumulate(reversed(values))][::-1]
    return [before[index] + after[index + 1] for index in range(len(values))]


def between_variance(effects: Effects, model: PoolingModel) -> float | None:
    """Return τ² as a model estimates it, 0 for a common effect; None where the iteration does not settle."""
    if model is PoolingModel.DERSIMONIAN_LAIRD:
        fixed = fit_of(effects, 0.0)
        return max(0.0, (fixed.q - effects.df) / fixed.trace)
    if model is PoolingModel.PAULE_MANDEL:
        return _where_q_is(effects, effects.df)
    if model is PoolingModel.REML:
        return _reml(effects)
    return 0.0


def _where_q_is(effects: Effects, target: float) -> float:
    """Return the τ² at which Q has fallen to a target; 0 where it begins below.

    Q falls with τ² and is convex (its second derivative is 2 y'P³y), so that Newton's steps from 0 come closer from
    the left without ever passing the target.
    """
    tau2 = 0.0
    while True:
        fit = fit_of(effects, tau2)
        step = (fit.q - target) / fit.slope if fit.slope else 0.0
        following = tau2 + step
        # Close to the target rounding alone decides on the sign of the step.
        if step <= 0 or following - tau2 <= 1e-15 * following:
            return tau2
        tau2 = following


def q_profile(effects: Effects, level: float) -> tuple[float, float]:
    """Return the interval of τ² between the values at which Q has the upper and the lower quantile of chi-square.

    Where even without any τ² the effects differ by less than chance makes likely, both ends are 0.
    """
    tail = (1 - level) / 2
    upper, lower = chi2_quantile(1 - tail, effects.df), chi2_quantile(tail, effects.df)
    return _where_q_is(effects, upper), _where_q_is(effects, lower)


def _reml(effects: Effects) -> float | None:
    k = len(effects.y)
    mean_variance = math.fsum(effects.v) / k
    variance = math.fsum(y**2 for y in effects.y) / effects.df
    # The estimator of Hedges. (The plain mean of the effects is 0 here.)
    tau2 = max(0.0, variance - mean_variance)
    settled = 0.0
    for _ in range(MOST_STEPS):
        fit = fit_of(effects, tau2)
        step = (fit.slope - fit.trace) / fit.trace2
        # trace / trace2 is a typical total variance, and what rounding makes of a step is a share of it.
        settled = _SETTLED * (tau2 + fit.trace / fit.trace2)
        if tau2 == 0 and step <= 0:
            return 0.0
        while tau2 + step < 0:
            step /= 2
        tau2 += step
        if abs(step) <= settled:
            break
    else:
        return None
    # A step ends at 0 only in the limit; and the likelihood may have a second maximum there that is the higher one.
    if tau2 <= settled or _log_likelihood(effects, 0.0) - _log_likelihood(effects, tau2) > _LIKELIHOOD_TOLERANCE:
        return 0.0
    return tau2


def _log_likelihood(effects: Effects, tau2: float) -> float:
    """Return the restricted log-likelihood, up to a constant."""
    fit = fit_of(effects, tau2)
    return -0.5 * (math.fsum(math.log(v + tau2) for v in effects.v) + math.log(fit.total) + fit.q)
