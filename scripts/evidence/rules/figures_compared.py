"""Rules on figures that contradict each other, or the design of their study."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.effects import RATIOS
from evidence.effects.given import CROSSED_OVER, SAME_PEOPLE_DESIGNS
from evidence.model.vocabulary import Design, Direction, Measure
from evidence.problem import Example, Problem, Rule, Scope
from evidence.rules.figures import AS_PRINTED, arm_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library import Library
    from evidence.model.study import ArmData, Outcome, Study
    from evidence.readers.decode import Loaded

_STUDY = "studies/alpha2001.yml"
_P = '    p: "0.66"\n'

ONCE = Rule(
    id="arm-data-once",
    scope=Scope.RECORD,
    must="An arm must have its data once in each list.",
    why="Of two entries readers and computations would see one.",
    example=Example(
        _STUDY,
        "      - {arm: sham, n: 20, mean: 31.0, sd: 1.1}\n",
        "      - {arm: sham, n: 20, mean: 31.0, sd: 1.1}\n      - {arm: sham, n: 20, mean: 31.0, sd: 1.1}\n",
    ),
)
N_OF_ARM = Rule(
    id="n-within-arm",
    scope=Scope.RECORD,
    must="The number of people analysed must not exceed that of their arm.",
    why="Nobody can be analysed who was not there.",
    example=Example(_STUDY, "{arm: sham, n: 20,", "{arm: sham, n: 25,"),
    mend=AS_PRINTED,
)
RANDOMIZED = Rule(
    id="arms-within-randomized",
    scope=Scope.RECORD,
    must="The arms of a parallel trial must add up to `randomized`, and no arm of a trial may exceed it.",
    why="Everybody who was randomized went to one arm, and in a crossover through all of them.",
    example=Example(_STUDY, "randomized: 20\n", "randomized: 15\n"),
    mend=AS_PRINTED,
)
PAIRED = Rule(
    id="paired-design",
    scope=Scope.RECORD,
    must="`paired` must stand in a comparison within the same people, `first_period` in a crossover.",
    why="A paired result of separate groups does not exist; its standard error would be far too small.",
    shown="A trial that treats both hands of a person at once (`randomized-within-person`) and has a `first_period`.",
    mend="Move the figures to `data`, or mend `design` where the same people went through both conditions.",
)
AGREES = Rule(
    id="effect-agrees-with-arms",
    scope=Scope.RECORD,
    must="A printed effect must agree, beyond rounding, with the data of its arms, unless it says `adjusted: true`.",
    why="One of them is mistyped, turned round or belongs to another outcome.",
    example=Example(_STUDY, _P, f"    effect: {{measure: MD, value: 0.5}}\n{_P}"),
)
DIRECTION = Rule(
    id="direction-follows-estimate",
    scope=Scope.RECORD,
    must="`direction` must follow the point estimate where figures give one.",
    why="Directions are counted and drawn where figures cannot be pooled; P has no say in them.",
    example=Example(_STUDY, "direction: higher\n", "direction: lower\n"),
)
RULES = (ONCE, N_OF_ARM, RANDOMIZED, PAIRED, AGREES, DIRECTION)

# Designs in which one and the same person, animal or sample may be measured under both conditions.
_MAY_BE_PAIRED = SAME_PEOPLE_DESIGNS | {Design.HUMAN_PHYSIOLOGY, Design.ANIMAL_EXPERIMENT, Design.IN_VITRO}
_COMPARED_WITH_0 = (Measure.MD, Measure.SMD, Measure.RD, Measure.MEDIAN_DIFFERENCE, Measure.PERCENT_CHANGE)
_COMPARED_WITH_1 = (*RATIOS, Measure.LIKELIHOOD_RATIO)
# Numbers of a computer are not exact: 5.53 - 4.16 ends in …0001.
_SLACK = 1e-9
_Path = tuple[str | int, ...]
_Range = tuple[float, float]


def check(library: Library) -> Iterator[Problem]:
    """Check the figures of every study against each other."""
    for study in library.studies.values():
        yield from _randomized(study)
        for index, outcome in enumerate(study.value.outcomes):
            yield from _people(study, outcome, ("outcomes", index))
            yield from _design(study, outcome, ("outcomes", index))
            yield from _agreement(study, outcome, ("outcomes", index))
            yield from _direction(study, outcome, ("outcomes", index))


def _randomized(study: Loaded[Study]) -> Iterator[Problem]:
    randomized = getattr(study.value, "randomized", None)
    people = [arm.n for arm in getattr(study.value, "arms", [])]
    told = [n for n in people if n is not None]
    if randomized is None or randomized <= 0 or not told:
        return
    place = study.value_place("randomized")
    if max(told) > randomized:
        yield RANDOMIZED.at(place, f"{RANDOMIZED.must} {randomized} were randomized, an arm has {max(told)}.")
    elif study.value.design is Design.RANDOMIZED_PARALLEL:
        complete = len(told) == len(people)
        if sum(told) > randomized or (complete and sum(told) < randomized):
            seen = f"{randomized} were randomized, the arms have {' + '.join(map(str, told))} = {sum(told)}."
            yield RANDOMIZED.at(place, f"{RANDOMIZED.must} {seen}", "people analysed stand in `data`, not in `arms`")


def _people(study: Loaded[Study], outcome: Outcome, path: _Path) -> Iterator[Problem]:
    arms = {arm.id: arm for arm in getattr(study.value, "arms", [])}
    seen: Counter[tuple[str | int, str]] = Counter()
    for step, item in arm_data(outcome):
        seen[step[0], item.arm] += 1
        if seen[step[0], item.arm] > 1:
            place = study.value_place(*path, *step, "arm")
            yield ONCE.at(place, f"{ONCE.must} `{item.arm}` stands here again.", "delete one of them")
        assigned = arms[item.arm].n if item.arm in arms else None
        if item.n is not None and assigned is not None and item.n > assigned > 0:
            place = study.value_place(*path, *step, "n")
            yield N_OF_ARM.at(place, f"{N_OF_ARM.must} `{item.arm}` has {assigned}, here are {item.n}.")
    of = arms.get(outcome.comparison.of) if outcome.comparison else None
    if outcome.paired and of is not None and of.n is not None and outcome.paired.n > of.n > 0:
        place = study.value_place(*path, "paired", "n")
        yield N_OF_ARM.at(place, f"{N_OF_ARM.must} `{of.id}` has {of.n}, here are {outcome.paired.n}.")


def _design(study: Loaded[Study], outcome: Outcome, path: _Path) -> Iterator[Problem]:
    design = study.value.design
    for name, given, allowed in (
        ("paired", outcome.paired, _MAY_BE_PAIRED),
        ("first_period", outcome.first_period, CROSSED_OVER),
    ):
        if given and design not in allowed:
            yield PAIRED.at(study.place(*path, name), f"{PAIRED.must} The design is `{design}`.", "mend the design")


def _agreement(study: Loaded[Study], outcome: Outcome, path: _Path) -> Iterator[Problem]:
    effect, sides = outcome.effect, _sides(outcome)
    unit = outcome.scale.unit if outcome.scale else None
    # With fewer people than the conditions by themselves, the paired difference may be another one.
    if sides and outcome.paired and all(side.data.n in {None, outcome.paired.n} for side in sides):
        yield from _beyond(study, (*path, "paired", "mean_difference"), _differences(study, sides, path))
    if effect is None or effect.adjusted:
        return
    own_unit = effect.unit not in {None, unit}
    if effect.measure is Measure.MD and outcome.paired and not own_unit:
        yield from _beyond(study, (*path, "effect", "value"), [_printed(study, *path, "paired", "mean_difference")])
    elif effect.measure is Measure.MD and sides and not own_unit:
        yield from _beyond(study, (*path, "effect", "value"), _differences(study, sides, path))
    elif sides and effect.measure in {Measure.RR, Measure.OR, Measure.RD}:
        factor = 100 if effect.unit in {"%", "per cent"} else 1
        yield from _beyond(study, (*path, "effect", "value"), _from_events(effect.measure, sides, factor))


def _beyond(study: Loaded[Study], path: _Path, allowed: list[_Range]) -> Iterator[Problem]:
    """Report a printed figure that, as far as rounding goes, lies in none of the ranges."""
    low, high = _printed(study, *path)
    if allowed and not any(low <= top + _SLACK and high >= bottom - _SLACK for bottom, top in allowed):
        seen = " or ".join(f"{(bottom + top) / 2:.4g}" for bottom, top in allowed)
        message = f"{AGREES.must} {(low + high) / 2:g} is printed, the arms give {seen}."
        yield AGREES.at(study.value_place(*path), message, "mend the slip, or add `adjusted: true` to the effect")


def _printed(study: Loaded[Study], *path: str | int) -> _Range:
    """Return between which bounds a printed number lay before it was rounded."""
    scalar = study.scalar(*path)
    text = scalar.value if scalar else "0"
    half = 0.5 * 10.0 ** -len(text.partition(".")[2])
    return float(text) - half, float(text) + half


@dataclass(frozen=True, slots=True)
class _Side:
    """One arm of a comparison: where its data stand in the list, and the data."""

    index: int
    data: ArmData


def _sides(outcome: Outcome) -> tuple[_Side, _Side] | None:
    """Return both arms of the comparison, where both have data."""
    found = {item.arm: _Side(index, item) for index, item in enumerate(outcome.data)}
    comparison = outcome.comparison
    if comparison is None or comparison.of not in found or comparison.against not in found:
        return None
    return found[comparison.of], found[comparison.against]


def _differences(study: Loaded[Study], sides: tuple[_Side, _Side], path: _Path) -> list[_Range]:
    """Return between which bounds the difference of the arms lies: of end scores, of changes, or of both."""
    found = []
    for name in ("mean", "change_mean"):
        if all(getattr(side.data, name) is not None for side in sides):
            of, against = (_printed(study, *path, "data", side.index, name) for side in sides)
            found.append((of[0] - against[1], of[1] - against[0]))
    return found


def _from_events(measure: Measure, sides: tuple[_Side, _Side], factor: int) -> list[_Range]:
    """Return the effect that events give, exactly; nothing where a cell of the table is 0."""
    of, against = (side.data for side in sides)
    a, n1, c, n2 = of.events, of.n, against.events, against.n
    if a is None or c is None or not n1 or not n2 or not (0 < a < n1 and 0 < c < n2):
        return []
    values = {
        Measure.RR: a / n1 / (c / n2),
        Measure.OR: a * (n2 - c) / ((n1 - a) * c),
        Measure.RD: (a / n1 - c / n2) * factor,
    }
    return [(values[measure], values[measure])]


def _direction(study: Loaded[Study], outcome: Outcome, path: _Path) -> Iterator[Problem]:
    estimate = _estimate(outcome)
    if estimate is None or outcome.direction is Direction.VARIED:
        return
    difference, what = estimate
    expected = Direction.HIGHER if difference > 0 else Direction.LOWER if difference < 0 else Direction.SAME
    if outcome.direction is not expected:
        message = f"{DIRECTION.must} `{outcome.direction}` stands here, {what}."
        yield DIRECTION.at(study.value_place(*path, "direction"), message, f"write `direction: {expected}`")


def _estimate(outcome: Outcome) -> tuple[float, str] | None:
    """Return how far the first figure that compares the two sides lies from no effect, and what it is."""
    if outcome.paired:
        return outcome.paired.mean_difference, f"the paired difference is {outcome.paired.mean_difference:g}"
    effect = outcome.effect
    if effect and effect.measure in _COMPARED_WITH_0:
        return effect.value, f"the {effect.measure} is {effect.value:g}"
    if effect and effect.measure in _COMPARED_WITH_1 and effect.value > 0:
        return effect.value - 1, f"the {effect.measure} is {effect.value:g}"
    sides = _sides(outcome)
    return _estimate_of_arms(sides[0].data, sides[1].data) if sides else None


def _estimate_of_arms(of: ArmData, against: ArmData) -> tuple[float, str] | None:
    for name in ("mean", "change_mean", "median"):
        first, second = getattr(of, name), getattr(against, name)
        if first is not None and second is not None:
            return first - second, f"`{name}` is {first:g} against {second:g}"
    if of.events is not None and against.events is not None and of.n and against.n:
        rates = of.events / of.n - against.events / against.n
        return rates, f"events are {of.events} of {of.n} against {against.events} of {against.n}"
    return None
