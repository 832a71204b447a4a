"""The comparison that one result prints or allows, in words: groups, difference or ratio, and people per 1,000."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.body_effect import outcome_effect
from evidence.model.vocabulary import Measure
from evidence.pages.figures import number
from evidence.pages.words import sentence_case, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.body_effect import Effect
    from evidence.model.study import ArmData, Outcome, Study

NAMES: Mapping[Measure, str] = {
    measure: sentence_case(words(measure))
    for measure in (
        Measure.MD,
        Measure.SMD,
        Measure.RR,
        Measure.OR,
        Measure.RD,
        Measure.HR,
        Measure.RATIO_OF_MEANS,
        Measure.MEDIAN_DIFFERENCE,
    )
}
_PER = 1000


@dataclass(frozen=True, slots=True)
class Contrast:
    """A comparison in words and figures."""

    groups: str
    """What was measured in either group, in the units of the scale; empty where only the comparison is printed."""
    effect: str
    """The difference or ratio, with its interval."""
    per_thousand: str
    """People with the event out of 1,000 in either group, and where the baseline comes from; empty without events."""
    remark: str
    """What the figures are and are not."""


def contrast(outcome: Outcome, study: Study) -> Contrast | None:
    """Return what a result tells of a comparison; None where it tells a direction and no figures."""
    names = {arm.id: arm.name for arm in getattr(study, "arms", [])}
    pair = _pair(outcome)
    means = _means(pair) if pair else None
    effect = outcome_effect(outcome, study)
    groups = _groups(pair, means, names, _on_scale(outcome)) if pair else ""
    if effect is None:
        if not groups or means is None:
            return None
        # Ten digits drop what binary fractions add: 1.40 - 1.36 is 0.04.
        difference = f"Difference {number(round(means[0] - means[1], 10))}{_on_scale(outcome)}"
        return Contrast(groups, difference, "", "That of the two printed means; no interval can be worked out.")
    per_thousand = _per_thousand(pair, names) if pair else ""
    remarks = [
        "" if effect.low is not None else "No interval is printed.",
        "" if effect.printed else "Worked out by us from the printed figures.",
    ]
    if effect.measure in {Measure.RR, Measure.OR, Measure.HR} and not per_thousand:
        remarks.append("Not given per 1,000, because no baseline risk is printed.")
    tail = (_on_scale(outcome) or ", unit not told") if effect.measure is Measure.MD and not effect.unit else ""
    return Contrast(groups, effect_words(effect) + tail, per_thousand, " ".join(text for text in remarks if text))


def effect_words(effect: Effect) -> str:
    """Write an effect with its interval and unit; what we worked out carries three digits."""

    def shown(value: float) -> str:
        return number(value if effect.printed else float(f"{value:.3g}"))

    unit = f" {effect.unit}" if effect.unit else ""
    interval = ""
    if effect.low is not None and effect.high is not None:
        interval = f" ({effect.level}% CI {shown(effect.low)} to {shown(effect.high)})"
    return f"{NAMES.get(effect.measure, effect.measure.value)} {shown(effect.value)}{unit}{interval}"


def _pair(outcome: Outcome) -> tuple[ArmData, ArmData] | None:
    if outcome.comparison is None:
        return None
    rows = {row.arm: row for row in outcome.data}
    first, second = rows.get(outcome.comparison.of), rows.get(outcome.comparison.against)
    return (first, second) if first and second else None


def _means(pair: tuple[ArmData, ArmData]) -> tuple[float, float] | None:
    """Return the means of two groups: end scores, else changes from the start."""
    first, second = pair
    if first.mean is not None and second.mean is not None:
        return first.mean, second.mean
    if first.change_mean is not None and second.change_mean is not None:
        return first.change_mean, second.change_mean
    return None


def _groups(
    pair: tuple[ArmData, ArmData], means: tuple[float, float] | None, names: Mapping[str, str], unit: str
) -> str:
    one, other = (names.get(row.arm, row.arm) for row in pair)
    first, second = pair
    if first.events is not None and second.events is not None:
        return f"{one}: {_counted(first)}; {other}: {_counted(second)}."
    if means is None:
        return ""
    change = "" if first.mean is not None and second.mean is not None else "change of "
    return f"{one}: {change}{number(means[0])}; {other}: {change}{number(means[1])}{unit}."


def _counted(row: ArmData) -> str:
    return f"{row.events} of {row.n}" if row.n is not None else f"{row.events}"


def _on_scale(outcome: Outcome) -> str:
    """Name the unit, or the ends of a scale without one."""
    scale = outcome.scale
    if scale is None:
        return ""
    if scale.unit:
        return f" {scale.unit}"
    if scale.low is None or scale.high is None:
        return ""
    return f" on a scale of {number(scale.low)} to {number(scale.high)}"


def _per_thousand(pair: tuple[ArmData, ArmData], names: Mapping[str, str]) -> str:
    """Write the counts of two groups per 1,000: one denominator, and a baseline risk with its source."""
    first, second = pair
    if first.events is None or second.events is None or not first.n or not second.n:
        return ""
    one, other = (names.get(row.arm, row.arm) for row in pair)
    rates = round(_PER * first.events / first.n), round(_PER * second.events / second.n)
    return f"Of 1,000 people: {rates[0]} ({one}) against {rates[1]} ({other}; baseline: this group of this study)."
