"""The rows of the tables to take away.

Words of the vocabulary stand as in the records (``randomized-parallel``), texts without Markdown, numbers as they were
recorded: what a publication does not print is an empty cell.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from evidence import citation, prose
from evidence.model.vocabulary import Bearing
from evidence.participants import people_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.exports.cells import Cell
    from evidence.library import Library
    from evidence.model.claim import Body, Evidence
    from evidence.model.study import ArmData, Outcome, Study
    from evidence.synthesis import Synthesised

_ARM_COLUMNS = ("n", "mean", "sd", "se", "median", "low", "high", "spread", "change_mean", "change_sd", "events")

RESULT_COLUMNS = (
    *("claim", "body", "study", "reference", "doi", "design", "read", "participants"),
    *("outcome", "measured", "time_point", "scale", "unit", "better"),
    *("group", "compared_with", "direction", "finding"),
    *(f"group_{name}" for name in _ARM_COLUMNS),
    *(f"compared_{name}" for name in _ARM_COLUMNS),
    *("paired_n", "paired_difference", "paired_sd", "paired_se"),
    *("measure", "effect", "effect_unit", "effect_se", "ci_low", "ci_high", "ci_level", "p"),
    *("all_figures", "bearing", "counted", "why", "seen_in"),
)
"""Columns of the table of results."""

EFFECT_COLUMNS = (
    *("claim", "body", "study", "reference", "outcome", "measure", "yi", "vi"),
    *("effect", "ci_low", "ci_high", "unit", "participants", "weight_percent", "made_from"),
)
"""Columns of the table of pooled effects. ``yi`` and ``vi`` are on the scale of analysis: logarithms for ratios."""

_FIGURES = ("data", "first_period", "paired", "effect", "pooled")


def result_rows(claim: str, body: Body, library: Library) -> Iterator[dict[str, Cell]]:
    """Yield the results of a body, in the order of its page."""
    apart = {item.study for item in body.not_counted}
    for item in body.evidence:
        study = library.studies[item.study].value
        outcome = next(outcome for outcome in study.outcomes if outcome.id == item.outcome)
        counted = item.bearing is not Bearing.BACKGROUND and item.study not in apart
        yield (
            {"claim": claim, "body": body.id}
            | _study(study, library)
            | _result(outcome, study)
            | _effect(outcome)
            | _judged(item, outcome)
            | {"counted": "yes" if counted else "no"}
        )


def effect_rows(claim: str, body: Body, result: Synthesised, library: Library) -> Iterator[dict[str, Cell]]:
    """Yield the effects of a pooling, in the order of the record."""
    for row in result.rows:
        low, high = row.estimate.shown_interval()
        yield {
            "claim": claim,
            "body": body.id,
            "study": row.study.id,
            "reference": _reference(row.study.id, library),
            "outcome": row.outcome.id,
            "measure": row.estimate.measure.value,
            "yi": row.estimate.value,
            "vi": row.estimate.variance,
            "effect": row.estimate.shown,
            "ci_low": low,
            "ci_high": high,
            "unit": row.estimate.unit,
            "participants": row.participants,
            "weight_percent": row.weight,
            "made_from": row.estimate.source.value,
        }


def _study(study: Study, library: Library) -> dict[str, Cell]:
    reference = library.references.get(study.id)
    return {
        "study": study.id,
        "reference": _reference(study.id, library),
        "doi": reference.doi if reference else None,
        "design": study.design.value,
        "read": study.read.value,
        "participants": people_in(study),
    }


def _result(outcome: Outcome, study: Study) -> dict[str, Cell]:
    names = {arm.id: arm.name for arm in getattr(study, "arms", [])}
    cells: dict[str, Cell] = {
        "outcome": outcome.id,
        "measured": prose.plain(outcome.name),
        "time_point": prose.plain(outcome.time_point or ""),
        "direction": outcome.direction.value,
        "finding": prose.plain(outcome.finding),
    }
    if outcome.scale:
        cells |= {"scale": outcome.scale.name, "unit": outcome.scale.unit, "better": outcome.scale.better.value}
    if outcome.comparison:
        of, against = outcome.comparison.of, outcome.comparison.against
        rows = {row.arm: row for row in outcome.data}
        cells |= {"group": names.get(of, of), "compared_with": names.get(against, against)}
        cells |= _arm("group", rows.get(of)) | _arm("compared", rows.get(against))
    return cells


def _arm(prefix: str, row: ArmData | None) -> dict[str, Cell]:
    return {f"{prefix}_{name}": getattr(row, name, None) for name in _ARM_COLUMNS}


def _effect(outcome: Outcome) -> dict[str, Cell]:
    cells: dict[str, Cell] = {"p": outcome.p, "all_figures": _all_figures(outcome)}
    if outcome.paired:
        cells |= {
            "paired_n": outcome.paired.n,
            "paired_difference": outcome.paired.mean_difference,
            "paired_sd": outcome.paired.sd,
            "paired_se": outcome.paired.se,
        }
    if outcome.effect:
        cells |= {
            "measure": outcome.effect.measure.value,
            "effect": outcome.effect.value,
            "effect_unit": outcome.effect.unit,
            "effect_se": outcome.effect.se,
        }
    interval = (outcome.effect and outcome.effect.ci) or (outcome.paired and outcome.paired.ci)
    if interval:
        cells |= {"ci_low": interval.low, "ci_high": interval.high, "ci_level": interval.level}
    return cells


def _all_figures(outcome: Outcome) -> str:
    """Return every figure of a result as JSON: the groups that are not compared and first periods among them."""
    dumped = outcome.model_dump(mode="json", include=set(_FIGURES), exclude_none=True)
    kept = {name: dumped[name] for name in _FIGURES if dumped.get(name)}
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def _judged(item: Evidence, outcome: Outcome) -> dict[str, Cell]:
    return {"bearing": item.bearing.value, "why": prose.plain(item.why), "seen_in": prose.plain(outcome.where)}


def _reference(key: str, library: Library) -> str:
    reference = library.references.get(key)
    return citation.cite(reference).text if reference else key
