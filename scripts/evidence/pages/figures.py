"""Results as text: the figures of an outcome, each with its group and unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model.vocabulary import Measure, PoolingModel
from evidence.pages.words import sentence_case, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model.study import ArmData, Effect, Interval, Outcome, Pooled, Study


def figures(outcome: Outcome, study: Study) -> list[str]:
    """Return the figures of an outcome, a line for each group and for each effect, empty where none are recorded."""
    return list(_lines(outcome, {arm.id: arm.name for arm in getattr(study, "arms", [])}))


def number(value: float) -> str:
    """Write a number as it was recorded, with a true minus sign."""
    return f"{value:.10g}".replace("-", "\N{MINUS SIGN}")


def _lines(outcome: Outcome, arm_names: dict[str, str]) -> Iterator[str]:
    unit = _unit(outcome.scale.unit if outcome.scale else None)
    for title, rows in (("", outcome.data), (" (first period)", outcome.first_period)):
        for row in rows:
            yield f"{arm_names.get(row.arm, row.arm)}{title}: {_arm(row, unit)}"
    if outcome.paired:
        spread = [
            f"SD {number(outcome.paired.sd)}" if outcome.paired.sd is not None else "",
            f"SE {number(outcome.paired.se)}" if outcome.paired.se is not None else "",
            _interval(outcome.paired.ci),
        ]
        tail = _in_brackets([*spread, f"{outcome.paired.n} people"])
        yield f"Difference within each person: {number(outcome.paired.mean_difference)}{unit}{tail}"
    if outcome.effect:
        yield _effect(outcome.effect, outcome.pooled)
    if outcome.p:
        yield f"P {f'{outcome.p[0]} {outcome.p[1:].lstrip()}' if outcome.p[0] in '<>≤≥' else f'= {outcome.p}'}"


def _arm(row: ArmData, unit: str) -> str:
    values = []
    if row.mean is not None:
        values.append(f"{number(row.mean)}{unit}{_in_brackets([_named('SD', row.sd), _named('SE', row.se)])}")
    if row.median is not None:
        values.append(f"median {number(row.median)}{unit}")
    if row.low is not None and row.high is not None:
        kind = {"range": "range", "iqr": "middle half", "ci95": "95% CI"}.get(row.spread or "", "from")
        values.append(f"{kind} {number(row.low)} to {number(row.high)}")
    if row.change_mean is not None:
        values.append(f"change {number(row.change_mean)}{unit}{_in_brackets([_named('SD', row.change_sd)])}")
    if row.events is not None:
        values.append(f"{row.events} of {row.n}" if row.n is not None else f"{row.events} events")
    elif row.n is not None:
        values.append(f"n = {row.n}")
    return ", ".join(values) or "no figures printed"


def _effect(effect: Effect, pooled: Pooled | None) -> str:
    unit = _unit(effect.unit)
    name = "" if effect.measure is Measure.QUANTITY else f"{sentence_case(words(effect.measure))}: "
    details = [_interval(effect.ci), _named("SE", effect.se)]
    if pooled:
        details += [
            f"{pooled.studies} studies" if pooled.studies is not None else "",
            f"{pooled.participants} participants" if pooled.participants is not None else "",
            f"I² {number(pooled.i2)}%" if pooled.i2 is not None else "",
            words(pooled.model) if pooled.model is not PoolingModel.NOT_STATED else "",
        ]
    return f"{name}{number(effect.value)}{unit}{_in_brackets(details)}"


def _unit(unit: str | None) -> str:
    """Write a unit as it follows a number: with a blank, but for the sign of per cent."""
    if not unit:
        return ""
    return unit if unit.startswith("%") else f" {unit}"


def _interval(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return f"{interval.level}% CI {number(interval.low)} to {number(interval.high)}"


def _named(name: str, value: float | None) -> str:
    return f"{name} {number(value)}" if value is not None else ""


def _in_brackets(parts: list[str]) -> str:
    kept = [part for part in parts if part]
    return f" ({', '.join(kept)})" if kept else ""
