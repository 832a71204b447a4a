"""Combining the effects of several studies: models, tests, heterogeneity.

Effects come as ``yi`` with variances ``vi``, on the scale on which they are combined (differences as they are, ratios
as logarithms); every result is on that scale. Plain Python, and equal to R's metafor to 1e-6 or better
(tests/unit/test_pooling_metafor.py).

Sources: Hartung and Knapp 2001, modified after Knapp and Hartung 2003 (variance never below that of the Wald test);
Higgins and Thompson 2002 (I²); Higgins, Thompson and Spiegelhalter 2009 (prediction interval, t with k − 2). Those of
the estimators stand in ``evidence.heterogeneity``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from evidence import distributions
from evidence.distributions import chi2_sf, normal_cdf, normal_quantile, t_cdf
from evidence.heterogeneity import MOST_STEPS, Effects, Fit, between_variance, effects_of, fit_of, q_profile
from evidence.model.vocabulary import PoolingModel, PoolingTest

if TYPE_CHECKING:
    from collections.abc import Sequence

# From so many studies on, a prediction interval is shown and each study is left out in turn. With fewer, the interval
# is too imprecise to be read, and leaving one out says more about the number than about the study.
FEW = 5

# All syntheses of a review ask for the same few quantiles, and finding one takes longer than pooling.
t_quantile = lru_cache(distributions.t_quantile)


@dataclass(frozen=True, slots=True)
class Range:
    """A closed interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """What a model makes of several effects, on the scale of the effects."""

    k: int
    """Number of studies."""
    model: PoolingModel
    test: PoolingTest
    level: float
    """Level of every interval here, such as 0.95."""
    estimate: float
    se: float
    low: float
    high: float
    p: float
    """Two-sided P of no effect."""
    tau2: float
    """Variance of the true effects between studies; 0 in the common-effect model."""
    tau2_low: float | None
    """Q-profile interval of τ²; None in the common-effect model. Where the effects differ by less than chance makes
    likely the interval is empty, and both ends are 0."""
    tau2_high: float | None
    i2: float
    """Per cent of the variation that lies between studies: of the model's own τ²; of Q in the common-effect model."""
    i2_q: float
    """Per cent, from Q whatever the model: 100 (Q − df) / Q, at least 0."""
    q: float
    """Cochran's Q."""
    q_df: int
    q_p: float
    prediction_z: Range | None
    """Where the effect of a further study would lie, by the normal distribution, as R's metafor gives it with a Wald
    test. None in the common-effect model."""
    prediction_t: Range | None
    """The same by t with k − 2 degrees of freedom, which allows for the uncertainty of τ². None in the common-effect
    model and with two studies."""
    weights: tuple[float, ...]
    """Per cent of the total, in the order of the effects."""

    @property
    def prediction_low(self) -> float | None:
        """Return the lower end of the prediction interval to show: by t, from five studies on."""
        return self.prediction_t.low if self.prediction_t and self.k >= FEW else None

    @property
    def prediction_high(self) -> float | None:
        """Return the upper end of the prediction interval to show: by t, from five studies on."""
        return self.prediction_t.high if self.prediction_t and self.k >= FEW else None


@dataclass(frozen=True, slots=True)
class NotPooled:
    """Why a model has no result for these effects."""

    reason: str


def pool(
    yi: Sequence[float], vi: Sequence[float], model: PoolingModel, test: PoolingTest, level: float = 0.95
) -> Pooled | NotPooled:
    """Combine effects.

    Args:
        yi: Effects, two or more, on the scale on which they are combined.
        vi: Their sampling variances, in the same order.
        model: How to combine them; ``not-stated`` is for results of others.
        test: How to get interval and P of the estimate.
        level: Level of the intervals.

    Raises:
        ValueError: Fewer than two effects, unequal numbers of effects and variances, an effect or variance that is no
            number or out of any range, a level not between 0 and 1, no model, or Hartung-Knapp with a common effect.

    """
    effects = effects_of(yi, vi)
    _refuse_choice(model, test, level)
    tau2 = between_variance(effects, model)
    if tau2 is None:
        return NotPooled(f"restricted maximum likelihood did not settle within {MOST_STEPS} steps")
    fixed, fit = fit_of(effects, 0.0), fit_of(effects, tau2)
    spread = _spread(fit, effects.df, test)
    if spread == 0:
        return NotPooled("all effects are equal, which leaves Hartung and Knapp no standard error")
    se = math.sqrt(spread / fit.total)
    p, critical = _p_and_critical(fit.mean, effects, se, test, level)
    estimate = effects.centre + fit.mean
    random = model is not PoolingModel.COMMON_EFFECT
    profile = q_profile(effects, level) if random else None
    # The variance that a typical study has within itself (Higgins and Thompson 2002, as metafor takes it).
    typical = effects.df / fixed.trace
    i2_q = 100 * max(0.0, 1 - effects.df / fixed.q) if fixed.q else 0.0
    ahead = math.hypot(se, math.sqrt(tau2))
    few_df = effects.df - 1
    upper = (1 + level) / 2
    return Pooled(
        k=len(effects.y),
        model=model,
        test=test,
        level=level,
        estimate=estimate,
        se=se,
        low=estimate - critical * se,
        high=estimate + critical * se,
        p=p,
        tau2=tau2,
        tau2_low=profile[0] if profile else None,
        tau2_high=profile[1] if profile else None,
        i2=100 * tau2 / (typical + tau2) if random else i2_q,
        i2_q=i2_q,
        q=fixed.q,
        q_df=effects.df,
        q_p=chi2_sf(fixed.q, effects.df),
        prediction_z=_around(estimate, normal_quantile(upper) * ahead) if random else None,
        prediction_t=_around(estimate, t_quantile(upper, few_df) * ahead) if random and few_df else None,
        weights=tuple(100 * weight / fit.total for weight in fit.w),
    )


def leave_one_out(
    yi: Sequence[float], vi: Sequence[float], model: PoolingModel, test: PoolingTest, level: float = 0.95
) -> tuple[Pooled | NotPooled, ...]:
    """Combine the effects without the first, without the second, and so on; nothing with fewer than five effects.

    Raises the errors of `pool`.
    """
    _refuse_choice(model, test, level)
    effects = effects_of(yi, vi)
    if len(effects.y) < FEW:
        return ()
    return tuple(
        pool([*yi[:index], *yi[index + 1 :]], [*vi[:index], *vi[index + 1 :]], model, test, level)
        for index in range(len(yi))
    )


def _refuse_choice(model: PoolingModel, test: PoolingTest, level: float) -> None:
    if model is PoolingModel.NOT_STATED:
        message = "a model is needed"
        raise ValueError(message)
    if model is PoolingModel.COMMON_EFFECT and test is not PoolingTest.WALD:
        # There the weights leave out what the test would then estimate.
        message = "Hartung and Knapp is for models with differing true effects"
        raise ValueError(message)
    if not 0 < level < 1:
        message = f"a level between 0 and 1 is needed, not {level}"
        raise ValueError(message)


def _spread(fit: Fit, df: int, test: PoolingTest) -> float:
    """Return the factor by which the test widens the variance 1 / Σw of the estimate."""
    if test is PoolingTest.WALD:
        return 1.0
    # As metafor does: what is left of rounding when all effects are equal counts as nothing.
    q = 0.0 if fit.q <= math.ulp(1.0) else fit.q / df
    return max(1.0, q) if test is PoolingTest.MODIFIED_KNAPP_HARTUNG else q


def _p_and_critical(mean: float, effects: Effects, se: float, test: PoolingTest, level: float) -> tuple[float, float]:
    size = abs((effects.centre + mean) / se)
    if test is PoolingTest.WALD:
        return 2 * normal_cdf(-size), normal_quantile((1 + level) / 2)
    return 2 * t_cdf(-size, effects.df), t_quantile((1 + level) / 2, effects.df)


def _around(middle: float, half: float) -> Range:
    return Range(middle - half, middle + half)
