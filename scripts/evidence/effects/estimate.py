"""The effect estimate of one result, or the reason why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.distributions import normal_quantile, t_quantile
from evidence.model.vocabulary import Better, Measure

if TYPE_CHECKING:
    from collections.abc import Callable

RATIOS = frozenset({Measure.RR, Measure.OR, Measure.HR, Measure.RATIO_OF_MEANS})
"""Measures that are analysed as natural logarithms and shown as ratios."""
DIFFERENCES = frozenset({Measure.MD, Measure.SMD, Measure.RD})
"""Measures that are analysed as they are shown."""
FROM_MEANS = frozenset({Measure.MD, Measure.SMD})
FROM_EVENTS = frozenset({Measure.RR, Measure.OR, Measure.RD})


class Source(StrEnum):
    """What an estimate was made from."""

    END_SCORES = "end scores"
    CHANGES = "changes from the start"
    EVENTS = "events"
    REPORTED = "reported effect"
    PAIRED = "paired result"
    FIRST_PERIOD = "first period"
    ASSUMED_CORRELATION = "assumed correlation"


SAME_PEOPLE = frozenset({Source.PAIRED, Source.ASSUMED_CORRELATION})
"""Sources in which both sides of the comparison are the same people."""


class Correction(StrEnum):
    """The small-sample correction J of Hedges (1981)."""

    EXACT = "exact"
    """With the gamma function: what metafor uses."""
    APPROXIMATE = "approximate"
    """1 − 3 / (4 df − 1): what RevMan uses."""


class SmdVariance(StrEnum):
    """The large-sample variance of Hedges g."""

    LARGE_SAMPLE = "large-sample"
    """1/n₁ + 1/n₂ + g² / (2 (n₁ + n₂)): metafor's ``vtype="LS"``, its default."""
    REVMAN = "revman"
    """1/n₁ + 1/n₂ + g² / (2 (n₁ + n₂ − 3.94)): RevMan's."""


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of method. What is not chosen here is fixed and stands in the trace."""

    correction: Correction = Correction.EXACT
    smd_variance: SmdVariance = SmdVariance.LARGE_SAMPLE
    correlation: float = 0.5
    """Assumed between the two measurements of a person where a crossover prints nothing better."""
    other_correlations: tuple[float, ...] = (0.3, 0.7)
    """What the standard error would be with other assumptions: the sensitivity of the estimate."""
    to_hundred: bool = True
    """Map mean differences on a scale with known ends to a scale of 0 to 100."""


class Point(NamedTuple):
    """An estimate and its variance on the scale of analysis."""

    value: float
    variance: float


class Sensitivity(NamedTuple):
    """What the standard error would be with another assumed correlation."""

    correlation: float
    se: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """An effect estimate: the first arm of the comparison minus the second, or the ratio of the two."""

    measure: Measure
    value: float
    """On the scale of analysis: the natural logarithm for ratios."""
    variance: float
    """Of ``value``, on the same scale."""
    log_scale: bool
    n_of: int | None
    """People of the first arm, as far as told."""
    n_against: int | None
    """People of the second arm; of a crossover, the same people again."""
    source: Source
    trace: tuple[str, ...]
    """How it was made, step by step, in words and figures."""
    unit: str | None = None
    """For mean differences; ``points of 100`` where the scale was mapped."""
    better: Better | None = None
    """Which end of the outcome's scale is good, where told."""
    changes: bool = False
    """From changes since the start, so that an SMD must not be pooled with one from end scores."""
    df: float | None = None
    """Degrees of freedom of the t distribution that gave the standard error; None where it is the normal one."""
    sensitivity: tuple[Sensitivity, ...] = ()

    @property
    def se(self) -> float:
        """Return the standard error on the scale of analysis."""
        return math.sqrt(self.variance)

    @property
    def shown(self) -> float:
        """Return the estimate as readers see it: ratios as ratios."""
        return math.exp(self.value) if self.log_scale else self.value

    @property
    def participants(self) -> int | None:
        """Return how many people the estimate is about, each counted once."""
        if self.n_of is None or self.n_against is None:
            return None
        return min(self.n_of, self.n_against) if self.source in SAME_PEOPLE else self.n_of + self.n_against

    @property
    def favours(self) -> Literal["of", "against", "neither"] | None:
        """Return which arm the point estimate favours; None where the scale does not say what is good."""
        if self.better in {None, Better.NEITHER}:
            return None
        if self.value == 0:
            return "neither"
        return "of" if (self.value > 0) is (self.better is Better.HIGHER) else "against"

    def interval(self, level: float = 95) -> tuple[float, float]:
        """Return the confidence interval on the scale of analysis. ``level`` is in per cent."""
        margin = quantile(level, self.df) * self.se
        return self.value - margin, self.value + margin

    def shown_interval(self, level: float = 95) -> tuple[float, float]:
        """Return the confidence interval as readers see it. ``level`` is in per cent."""
        low, high = self.interval(level)
        return (math.exp(low), math.exp(high)) if self.log_scale else (low, high)


@dataclass(frozen=True, slots=True)
class NoEstimate:
    """Why a result gives no estimate of the measure."""

    reason: str


class NotUsableError(Exception):
    """A way to an estimate is closed. Raised and caught within this package only; its text is the reason."""


def quantile(level: float, df: float | None) -> float:
    """Return how many standard errors a two-sided interval reaches to each side; ``df`` None for the normal one."""
    p = 0.5 + level / 200
    return normal_quantile(p) if df is None else t_quantile(p, df)


def first_usable(*ways: Callable[[], Estimate]) -> Estimate:
    """Return the first estimate that can be made.

    Raises:
        NotUsableError: none can; the reasons of all, each once, in their order.
    """
    reasons: dict[str, None] = {}
    for way in ways:
        try:
            return way()
        except NotUsableError as closed:
            reasons[str(closed)] = None
    raise NotUsableError("; ".join(reasons))


def number(value: float) -> str:
    """Write a number of a trace: four significant digits, with a minus sign."""
    return f"{value:.4g}".replace("-", "−")
