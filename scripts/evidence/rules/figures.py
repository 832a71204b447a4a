"""Rules on figures that cannot be: each looks at one number, or at the few that stand beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.model.vocabulary import Measure
from evidence.problem import Example, Problem, Rule, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library import Library
    from evidence.model.study import ArmData, Effect, Interval, Outcome, PairedData, Scale, Study
    from evidence.readers.decode import Loaded

_STUDY = "studies/alpha2001.yml"

AS_PRINTED = (
    "Compare the figure with the publication and write it as it is printed there; where the paper itself is at fault, "
    "leave it out and say so in `finding`."
)
"""How to mend a figure that cannot be."""
_DATA = "mean: 31.0, sd: 1.1}"
_P = '    p: "0.66"\n'
_SCALE = "{name: Skin temperature, unit: °C, better: neither}"

SPREAD = Rule(
    id="spread-positive",
    scope=Scope.RECORD,
    must="A standard deviation and a standard error must be above 0.",
    why="Without spread a study would weigh infinitely much.",
    example=Example(_STUDY, _DATA, "mean: 31.0, sd: 0}"),
    mend=AS_PRINTED,
)
EVENTS = Rule(
    id="events-within-n",
    scope=Scope.RECORD,
    must="Events must lie between 0 and the number of people analysed.",
    why="A risk lies between none and all.",
    example=Example(_STUDY, _DATA, "mean: 31.0, sd: 1.1, events: 21}"),
    mend=AS_PRINTED,
)
PEOPLE = Rule(
    id="n-positive",
    scope=Scope.RECORD,
    must="A number of people or of studies must be above 0.",
    why="Results of nobody are a slip of the pen.",
    example=Example(_STUDY, "{arm: sham, n: 20,", "{arm: sham, n: 0,"),
    mend=AS_PRINTED,
)
INTERVAL = Rule(
    id="interval-around-estimate",
    scope=Scope.RECORD,
    must="An interval must have an estimate, hold it, and begin with its low end.",
    why="Standard errors are taken from intervals; one that is turned round or belongs elsewhere gives a wrong weight.",
    example=Example(_STUDY, _P, f"    effect: {{measure: MD, value: 0.1, ci: {{low: 0.2, high: 0.4}}}}\n{_P}"),
    mend=AS_PRINTED,
)
NAMED = Rule(
    id="spread-named",
    scope=Scope.RECORD,
    must="`low`, `high` and `spread` must stand together.",
    why="A range, the middle half and a confidence interval mean different things.",
    example=Example(_STUDY, _DATA, "mean: 31.0, sd: 1.1, low: 29}"),
)
P = Rule(
    id="p-within-0-and-1",
    scope=Scope.RECORD,
    must="P must lie between 0 and 1.",
    why="It is a probability.",
    example=Example(_STUDY, _P, '    p: "1.66"\n'),
    mend=AS_PRINTED,
)
ENDS = Rule(
    id="scale-ends",
    scope=Scope.RECORD,
    must="The low end of a scale must lie below its high end.",
    why="Results are mapped to 0 to 100 by these ends.",
    example=Example(_STUDY, _SCALE, _SCALE.replace("better", "low: 40, high: 30, better")),
    mend="Write the smaller number as `low`; `better` says which end is the good one.",
)
WITHIN = Rule(
    id="figure-within-scale",
    scope=Scope.RECORD,
    must="A score must lie on its scale, and a difference must not be longer than the scale.",
    why="Either the figure or the scale is another one than the record says.",
    # One of the two means lies beyond this scale.
    example=Example(_STUDY, _SCALE, _SCALE.replace("better", "low: 0, high: 31.05, better")),
    mend=f"{AS_PRINTED} Where the ends of the scale are wrong, mend those.",
)
POSSIBLE = Rule(
    id="effect-possible",
    scope=Scope.RECORD,
    must="A ratio must be above 0, and differences of risk, proportions and correlations must keep to their limits.",
    why="Ratios are analysed as logarithms, and there is none of 0.",
    example=Example(_STUDY, _P, f"    effect: {{measure: OR, value: -0.5}}\n{_P}"),
    mend=f"{AS_PRINTED} Look at `measure` too: a difference is no ratio.",
)
HETEROGENEITY = Rule(
    id="heterogeneity-possible",
    scope=Scope.RECORD,
    must="I² must lie between 0 and 100 per cent, and τ² must not be negative.",
    why="They are a share and a variance.",
    example=Example(_STUDY, _P, f"    pooled: {{i2: 120}}\n{_P}"),
    mend=AS_PRINTED,
)
RULES = (SPREAD, EVENTS, PEOPLE, INTERVAL, NAMED, P, ENDS, WITHIN, POSSIBLE, HETEROGENEITY)

_PER_CENT = 100
_Path = tuple[str | int, ...]
# Lowest and highest value, for results printed as fractions and in per cent. Ratios have no highest value.
_LIMITS = {
    Measure.RD: (-1, 1),
    Measure.CORRELATION: (-1, 1),
    Measure.PROPORTION: (0, 1),
}
_RATIOS = (Measure.RR, Measure.OR, Measure.HR, Measure.RATIO_OF_MEANS, Measure.LIKELIHOOD_RATIO)


def check(library: Library) -> Iterator[Problem]:
    """Check the figures of every study."""
    for study in library.studies.values():
        yield from _people(study)
        for index, outcome in enumerate(study.value.outcomes):
            yield from _outcome(study, outcome, ("outcomes", index))


def arm_data(outcome: Outcome) -> Iterator[tuple[_Path, ArmData]]:
    """Yield the data of each arm of an outcome, with the path to them within the outcome."""
    for name, items in (("data", outcome.data), ("first_period", outcome.first_period)):
        for index, item in enumerate(items):
            yield (name, index), item


def _people(study: Loaded[Study]) -> Iterator[Problem]:
    yield from _positive(PEOPLE, study, (), study.value, "randomized", "analysed", "included_count")
    for index, arm in enumerate(getattr(study.value, "arms", [])):
        yield from _positive(PEOPLE, study, ("arms", index), arm, "n")


def _positive(rule: Rule, study: Loaded[Study], path: _Path, part: object, *names: str) -> Iterator[Problem]:
    for name in names:
        value: Any = getattr(part, name, None)
        if value is not None and value <= 0:
            yield rule.at(study.value_place(*path, name), f"{rule.must} `{name}` is {value:g}.")


def _outcome(study: Loaded[Study], outcome: Outcome, path: _Path) -> Iterator[Problem]:
    scale = outcome.scale
    ends = _ends(scale)
    if scale is not None and ends is not None and ends[0] >= ends[1]:
        place = study.value_place(*path, "scale", "low")
        yield ENDS.at(place, f"{ENDS.must} `low` is {ends[0]:g}, `high` is {ends[1]:g}.")
        ends = None
    arms = {arm.id: arm.n for arm in getattr(study.value, "arms", [])}
    for step, item in arm_data(outcome):
        yield from _arm(study, item, (*path, *step), arms.get(item.arm))
        if scale is not None and ends is not None:
            yield from _scores(study, item, (*path, *step), ends)
    if outcome.paired is not None:
        yield from _paired(study, outcome.paired, (*path, "paired"), ends)
    if outcome.effect is not None:
        yield from _effect(study, outcome.effect, (*path, "effect"), scale, ends)
    if outcome.pooled is not None:
        yield from _positive(PEOPLE, study, (*path, "pooled"), outcome.pooled, "studies", "participants")
        i2, tau2 = outcome.pooled.i2, outcome.pooled.tau2
        if i2 is not None and not 0 <= i2 <= _PER_CENT:
            place = study.value_place(*path, "pooled", "i2")
            yield HETEROGENEITY.at(place, f"{HETEROGENEITY.must} `i2` is {i2:g}.")
        if tau2 is not None and tau2 < 0:
            place = study.value_place(*path, "pooled", "tau2")
            yield HETEROGENEITY.at(place, f"{HETEROGENEITY.must} `tau2` is {tau2:g}.")
    if outcome.p is not None and not 0 <= float(outcome.p.lstrip("<>≤≥ ")) <= 1:
        yield P.at(study.value_place(*path, "p"), f"{P.must} This is {outcome.p}.")


def _ends(scale: Scale | None) -> tuple[float, float] | None:
    """Return the ends of a scale, where both are told."""
    return None if scale is None or scale.low is None or scale.high is None else (scale.low, scale.high)


def _arm(study: Loaded[Study], item: ArmData, path: _Path, assigned: int | None) -> Iterator[Problem]:
    yield from _positive(SPREAD, study, path, item, "sd", "se", "change_sd")
    yield from _positive(PEOPLE, study, path, item, "n")
    people = item.n if item.n is not None else assigned
    if item.events is not None and (item.events < 0 or (people is not None and item.events > people)):
        of = "" if people is None else f" of {people}"
        yield EVENTS.at(study.value_place(*path, "events"), f"{EVENTS.must} `events` is {item.events}{of}.")
    together = {"low": item.low, "high": item.high, "spread": item.spread}
    missing = [name for name, value in together.items() if value is None]
    if missing and len(missing) < len(together):
        lacking = " and ".join(f"`{name}`" for name in missing)
        seen = next(name for name, value in together.items() if value is not None)
        yield NAMED.at(study.place(*path, seen), f"{NAMED.must} {lacking} missing.", "add what is missing")
    elif item.low is not None and item.high is not None:
        yield from _around(study, path, (item.low, item.high), _estimates(item))


def _estimates(item: ArmData) -> list[float] | None:
    """Return the estimates that the spread of an arm must hold; None where one must stand there and does not."""
    told = [value for value in (item.mean, item.median, item.change_mean) if value is not None]
    if item.spread == "ci95":
        # The first one is what the interval belongs to.
        return told[:1] or None
    # The mean of skewed data may lie outside of the middle half, and a change has another scale.
    return [value for value in (item.median, item.mean if item.spread == "range" else None) if value is not None]


def _around(
    study: Loaded[Study], path: _Path, ends: tuple[float, float], estimates: list[float] | None
) -> Iterator[Problem]:
    low, high = ends
    place = study.value_place(*path, "low")
    seen = f"{low:g} to {high:g}"
    if low > high:
        yield INTERVAL.at(place, f"{INTERVAL.must} It runs from {seen}.", "exchange the two, or mend the slip")
    elif estimates is None:
        yield INTERVAL.at(place, f"{INTERVAL.must} Nothing stands beside {seen}.", "add the mean")
    else:
        for value in estimates:
            if not low <= value <= high:
                yield INTERVAL.at(place, f"{INTERVAL.must} {value:g} lies outside of {seen}.")


def _scores(study: Loaded[Study], item: ArmData, path: _Path, ends: tuple[float, float]) -> Iterator[Problem]:
    # A confidence interval is computed and may reach beyond the scale; a range is observed and cannot.
    names = ["mean", "median", *(["low", "high"] if item.spread in {"range", "iqr"} else [])]
    for name in names:
        value = getattr(item, name)
        if value is not None and not ends[0] <= value <= ends[1]:
            seen = f"`{name}` is {value:g}, the scale runs from {ends[0]:g} to {ends[1]:g}."
            yield WITHIN.at(study.value_place(*path, name), f"{WITHIN.must} {seen}")
    yield from _difference(study, (*path, "change_mean"), item.change_mean, ends)


def _difference(
    study: Loaded[Study], path: _Path, value: float | None, ends: tuple[float, float] | None
) -> Iterator[Problem]:
    if value is not None and ends is not None and abs(value) > ends[1] - ends[0]:
        seen = f"{value:g} is more than the {ends[1] - ends[0]:g} between {ends[0]:g} and {ends[1]:g}."
        yield WITHIN.at(study.value_place(*path), f"{WITHIN.must} {seen}")


def _paired(
    study: Loaded[Study], paired: PairedData, path: _Path, ends: tuple[float, float] | None
) -> Iterator[Problem]:
    yield from _positive(SPREAD, study, path, paired, "sd", "se")
    yield from _positive(PEOPLE, study, path, paired, "n")
    yield from _ci(study, paired.ci, (*path, "ci"), paired.mean_difference)
    yield from _difference(study, (*path, "mean_difference"), paired.mean_difference, ends)


def _ci(study: Loaded[Study], ci: Interval | None, path: _Path, estimate: float) -> Iterator[Problem]:
    if ci is not None:
        yield from _around(study, path, (ci.low, ci.high), [estimate])


def _effect(
    study: Loaded[Study], effect: Effect, path: _Path, scale: Scale | None, ends: tuple[float, float] | None
) -> Iterator[Problem]:
    yield from _positive(SPREAD, study, path, effect, "se")
    place = study.value_place(*path, "value")
    if effect.measure in _RATIOS and effect.value <= 0:
        yield POSSIBLE.at(place, f"{POSSIBLE.must} This {effect.measure} is {effect.value:g}.")
    low, high = _LIMITS.get(effect.measure, (-float("inf"), float("inf")))
    of = _PER_CENT if effect.unit in {"%", "per cent"} else 1
    if not low * of <= effect.value <= high * of:
        seen = f"This {effect.measure} is {effect.value:g}, the limits are {low * of:g} and {high * of:g}."
        yield POSSIBLE.at(place, f"{POSSIBLE.must} {seen}", "say `unit: '%'` if these are per cent")
    yield from _ci(study, effect.ci, (*path, "ci"), effect.value)
    if effect.measure is Measure.MD and scale is not None and effect.unit in {None, scale.unit}:
        yield from _difference(study, (*path, "value"), effect.value, ends)
