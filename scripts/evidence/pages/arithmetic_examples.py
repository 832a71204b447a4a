"""Worked examples of the arithmetic on the method page, computed by the same code as every result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from evidence.charts import forest
from evidence.charts.figure import both_widths
from evidence.charts.forest import ForestChart, ForestRow, ForestSummary
from evidence.distributions import normal_quantile
from evidence.effects import Estimate, effect_of
from evidence.model.vocabulary import Measure, PoolingModel, PoolingTest
from evidence.pages.figures_of_body import ForestFigure
from evidence.pooling import Pooled, pool

if TYPE_CHECKING:
    from evidence.model.study import Outcome
    from evidence.pages.context import PageContext

# Made-up trials of pain on a scale of 0 to 100: mean difference and standard error. They differ enough to show what
# the variance between trials does to the weights.
TRIALS = (("First trial", -12.0, 3.0), ("Second trial", -4.0, 2.0), ("Third trial", 1.0, 4.0))


@dataclass(frozen=True, slots=True)
class EffectExample:
    """A result of a study and the estimate that was made from it."""

    study: str
    outcome: Outcome
    estimate: Estimate
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PoolingExample:
    """The made-up trials, pooled under the assumption of one common effect and without it."""

    common: Pooled
    random: Pooled
    plot: ForestFigure


def effect_example(page: PageContext, key: str) -> EffectExample | None:
    """Return the first mean difference that can be made from a study's results; None where there is none."""
    loaded = page.library.studies.get(key)
    for outcome in loaded.value.outcomes if loaded else ():
        estimate = effect_of(outcome, loaded.value, Measure.MD) if loaded else None
        if isinstance(estimate, Estimate):
            low, high = estimate.shown_interval()
            return EffectExample(key, outcome, estimate, low, high)
    return None


def pooling_example() -> PoolingExample:
    """Pool the made-up trials.

    Raises:
        TypeError: They could not be pooled, which would be a fault of the program.

    """
    yi, vi = [effect for _, effect, _ in TRIALS], [se**2 for _, _, se in TRIALS]
    common = pool(yi, vi, PoolingModel.COMMON_EFFECT, PoolingTest.WALD)
    random = pool(yi, vi, PoolingModel.DERSIMONIAN_LAIRD, PoolingTest.MODIFIED_KNAPP_HARTUNG)
    if not isinstance(common, Pooled) or not isinstance(random, Pooled):
        message = "the worked example cannot be pooled"
        raise TypeError(message)
    z = normal_quantile(0.975)
    rows = tuple(
        ForestRow(name, effect, effect - z * se, effect + z * se, weight)
        for (name, effect, se), weight in zip(TRIALS, random.weights, strict=True)
    )
    summaries = (
        ForestSummary("One common effect", common.estimate, common.low, common.high),
        ForestSummary("Random effects", random.estimate, random.low, random.high),
    )
    chart = ForestChart(
        "Forest plot of three made-up trials",
        "Mean differences of three made-up trials with 95% intervals and weights, pooled in two ways.",
        rows,
        summaries,
        "Mean difference (points of 100)",
        unimportant=(-10.0, 10.0),
        unimportant_note="differences smaller than 10 points, too small to matter",
        favours=("better with treatment", "better with comparison"),
        digits=1,
    )
    svg = both_widths(lambda id_, width: forest.draw(chart, id_, width), "forest-example")
    return PoolingExample(common, random, ForestFigure(Markup(svg), chart))  # noqa: S704 - the chart escapes all text
