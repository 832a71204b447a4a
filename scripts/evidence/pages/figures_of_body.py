"""Bodies of evidence as figures: directions where results cannot be pooled, a forest plot where they are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from evidence.body_effect import body_effect
from evidence.charts import directions, forest
from evidence.charts.directions import DirectionChart, DirectionRow, Way
from evidence.charts.figure import both_widths
from evidence.charts.forest import ForestChart, ForestRow, ForestSummary
from evidence.charts.marks import Bias
from evidence.model.vocabulary import Basis, Bearing, Better, Direction, PoolingModel, PoolingTest, RobLevel
from evidence.pages.contrasts import NAMES
from evidence.pages.words import sentence_case
from evidence.participants import people_in
from evidence.risk_of_bias import assess
from evidence.synthesis import Synthesised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.appraise import BodyAppraisal
    from evidence.model.claim import Body, Evidence
    from evidence.model.study import Outcome, Study
    from evidence.pages.context import PageContext

# One result has no company to be compared with.
FEWEST_ROWS = 2

WAYS: Mapping[Direction, Way] = {
    Direction.HIGHER: Way.HIGHER,
    Direction.LOWER: Way.LOWER,
    Direction.SAME: Way.SAME,
    Direction.VARIED: Way.VARIED,
    Direction.NOT_STATED: Way.UNKNOWN,
}

BIAS_OF_LEVEL: Mapping[RobLevel, Bias] = {
    RobLevel.LOW: Bias.LOW,
    RobLevel.SOME_CONCERNS: Bias.SOME,
    RobLevel.MODERATE: Bias.SOME,
    RobLevel.HIGH: Bias.HIGH,
    RobLevel.SERIOUS: Bias.HIGH,
    RobLevel.CRITICAL: Bias.HIGH,
}

_TESTS: Mapping[PoolingTest, str] = {
    PoolingTest.WALD: "Wald interval",
    PoolingTest.HARTUNG_KNAPP: "Hartung-Knapp interval",
    PoolingTest.MODIFIED_KNAPP_HARTUNG: "modified Knapp-Hartung interval",
}

_MODELS: Mapping[PoolingModel, str] = {
    PoolingModel.COMMON_EFFECT: "common effect",
    PoolingModel.DERSIMONIAN_LAIRD: "random effects, DerSimonian-Laird",
    PoolingModel.PAULE_MANDEL: "random effects, Paule-Mandel",
    PoolingModel.REML: "random effects, REML",
}


@dataclass(frozen=True, slots=True)
class DirectionFigure:
    """An effect-direction plot with what it leaves out."""

    svg: Markup
    left_out: tuple[str, ...]
    """Kinds of results that stand in the table alone, each with its number."""


@dataclass(frozen=True, slots=True)
class ForestFigure:
    """A forest plot with the values that it shows, for the table beside it."""

    svg: Markup
    chart: ForestChart


def direction_figure(page: PageContext, judged: BodyAppraisal) -> DirectionFigure | None:
    """Return the directions of a body's results; None where results are pooled or fewer than two tell theirs.

    Reviews are left out, because they show the results of other studies once more.
    """
    body = judged.body
    if isinstance(judged.synthesis, Synthesised) or body.basis is Basis.NONE:
        return None
    rows: list[DirectionRow] = []
    apart = {"from reviews or documents": 0, "given as background": 0, "without a comparison": 0}
    for item in body.evidence:
        study, outcome = page.study(item.study), page.outcome(item.study, item.outcome)
        if study.kind not in {"trial", "study"}:
            apart["from reviews or documents"] += 1
        elif item.bearing is Bearing.BACKGROUND:
            apart["given as background"] += 1
        elif outcome.direction not in WAYS:
            apart["without a comparison"] += 1
        else:
            rows.append(_direction_row(page, item, study, outcome))
    if sum(row.way is not Way.UNKNOWN for row in rows) < FEWEST_ROWS:
        return None
    chart = DirectionChart(
        f"Which way the results point: {page.plain(body.conclusion)}",
        f"{len(rows)} results, one to a row, each with the direction of its estimate, the number studied and the risk "
        "of bias. The table that follows holds them all with their figures.",
        tuple(rows),
    )
    svg = both_widths(lambda id_, width: directions.draw(chart, id_, width), f"directions-{body.id}")
    left_out = tuple(f"{count} {kind}" for kind, count in apart.items() if count)
    return DirectionFigure(Markup(svg), left_out)  # noqa: S704 - evidence.charts escapes all text


def forest_figure(page: PageContext, judged: BodyAppraisal) -> ForestFigure | None:
    """Return the forest plot of a body whose results are pooled here; None where they are not."""
    result = judged.synthesis
    if not isinstance(result, Synthesised):
        return None
    chart = forest_chart(result, judged.body, page)
    svg = both_widths(lambda id_, width: forest.draw(chart, id_, width), f"forest-{judged.body.id}")
    return ForestFigure(Markup(svg), chart)  # noqa: S704 - evidence.charts escapes all text


def forest_chart(result: Synthesised, body: Body, page: PageContext) -> ForestChart:
    """Return what a forest plot shows of pooled results: ratios as ratios, differences in their unit."""
    pooled, first = result.pooled, result.rows[0].estimate
    shown = math.exp if first.log_scale else float
    rows = []
    for row in result.rows:
        low, high = row.estimate.shown_interval()
        bias = bias_of(row.study, row.outcome)
        rows.append(ForestRow(page.short(row.study.id), row.estimate.shown, low, high, row.weight, bias))
    prediction = None
    if pooled.prediction_low is not None and pooled.prediction_high is not None:
        prediction = shown(pooled.prediction_low), shown(pooled.prediction_high)
    summary = ForestSummary(
        f"All {pooled.k} trials",
        shown(pooled.estimate),
        shown(pooled.low),
        shown(pooled.high),
        prediction,
        f"{sentence_case(_MODELS[pooled.model])}, {_TESTS[pooled.test]}; τ² {pooled.tau2:.2f}, I² {pooled.i2:.0f}%, "
        f"Q {pooled.q:.1f} with {pooled.q_df} degrees of freedom",
    )
    name, unit = NAMES[result.synthesis.measure], first.unit or ""
    minimal = _minimal(body, page)
    return ForestChart(
        f"Forest plot: {page.plain(body.conclusion)}",
        f"{name} of {pooled.k} trials with 95% intervals and weights, and of all together. The table that follows "
        "holds the same numbers.",
        tuple(rows),
        (summary,),
        f"{name} ({unit})" if unit else name,
        ratio=first.log_scale,
        unimportant=(-minimal, minimal) if minimal else None,
        unimportant_note=f"differences smaller than {minimal:g} {unit}, too small to matter" if minimal else "",
        favours=_favours(first.better),
    )


def bias_of(study: Study, outcome: Outcome) -> Bias:
    """Return the overall risk of bias of a result, which is known only where the full text was read."""
    result = assess(study, outcome)
    return BIAS_OF_LEVEL.get(result.overall, Bias.UNKNOWN) if result and result.overall else Bias.UNKNOWN


def _direction_row(page: PageContext, item: Evidence, study: Study, outcome: Outcome) -> DirectionRow:
    when = f" ({page.plain(outcome.time_point)})" if outcome.time_point else ""
    return DirectionRow(
        page.short(item.study),
        f"{page.plain(outcome.name)}{when}",
        WAYS[outcome.direction],
        people_in(study),
        _good(outcome),
        bias_of(study, outcome),
    )


def _good(outcome: Outcome) -> str:
    better = outcome.scale.better if outcome.scale else Better.NEITHER
    if better is Better.NEITHER or outcome.direction not in {Direction.HIGHER, Direction.LOWER}:
        return ""
    return "better" if outcome.direction.value == better.value else "worse"


def _minimal(body: Body, page: PageContext) -> float | None:
    effect = body_effect(body, page.studies())
    return effect.minimal if effect else None


def _favours(better: Better | None) -> tuple[str, str] | None:
    sides = "better with treatment", "better with comparison"
    match better:
        case Better.LOWER:
            return sides
        case Better.HIGHER:
            return sides[1], sides[0]
        case _:
            return None
