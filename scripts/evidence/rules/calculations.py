"""Rules on calculations: the right inputs with the right units, each from where it is said to come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.calculate import INPUTS, dimension, to_si, units_of
from evidence.calculate.quantities import ends_of
from evidence.problem import Example, Problem, Rule, Scope, Severity, nearest
from evidence.readers.nodes import find, walk_scalars
from evidence.rules.numbers import numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evidence.calculate import Parameter
    from evidence.library import Library
    from evidence.model.calculation import Calculation, CalculationInput
    from evidence.model.claim import Claim
    from evidence.model.study import Study
    from evidence.readers.decode import Loaded

    Path = tuple[str | int, ...]

# Nothing in nature is outside of these in any unit of records, and powers and products of them stay finite.
_SMALLEST, _LARGEST = 1e-30, 1e30

_CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"
_CALCULATION = "calculations/field-of-the-hand-magnet.yml"
_THICKNESS = "      - {name: thickness, value: 5, unit: mm, source: {chosen: fits a palm}}\n"

KNOWN = Rule(
    id="calculation-unknown",
    scope=Scope.LIBRARY,
    must="A claim must name calculations of `calculations/`, and its evidence only those that the claim names.",
    why="The page shows what the claim names, and a link to anything else would lead nowhere.",
    example=Example(
        _CLAIM, "calculations: [field-of-the-hand-magnet]\n", "calculations: [field-of-the-hand-magnet, drift]\n"
    ),
)
UNUSED = Rule(
    id="calculation-unused",
    scope=Scope.LIBRARY,
    must="Every calculation should be named by a claim.",
    why="Only pages of claims show calculations.",
    severity=Severity.WARNING,
    shown="A calculation that no claim names under `calculations`.",
    mend="Name the calculation under `calculations` of a claim, or delete it.",
    exemptible=True,
)
INPUT = Rule(
    id="calculation-input",
    scope=Scope.RECORD,
    must="A calculation must hold only inputs that its method knows, each once.",
    why="A number under another name would silently be left out of the result.",
    example=Example(
        _CALCULATION, _THICKNESS, _THICKNESS + "      - {name: height, value: 5, unit: mm, source: {chosen: fits}}\n"
    ),
)
MISSING = Rule(
    id="calculation-input-missing",
    scope=Scope.RECORD,
    must="A calculation must hold every input that its method needs.",
    why="Without it nothing can be computed.",
    example=Example(_CALCULATION, _THICKNESS, ""),
)
UNIT = Rule(
    id="calculation-unit",
    scope=Scope.RECORD,
    must="The unit of an input must measure what the method expects.",
    why="A length in tesla would give a number, and the number would mean nothing.",
    example=Example(_CALCULATION, "name: thickness, value: 5, unit: mm", "name: thickness, value: 5, unit: mm/s"),
)
RANGE = Rule(
    id="calculation-range",
    scope=Scope.RECORD,
    must="An input must have a value, or `low` and `high`, or a value between both, and be possible in nature.",
    why="Bounds that do not hold their value, or a magnet of no thickness, give results that look like any other.",
    example=Example(_CALCULATION, "    high: 0.06\n", "    high: 0.02\n"),
    mend="Write `value`, or `low` and `high` with the smaller number first, or all three; look up what the source "
    "prints.",
)
SOURCE = Rule(
    id="calculation-source",
    scope=Scope.LIBRARY,
    must="An input must come from an outcome or arm of a study, a page and when it was seen, or be `chosen`.",
    why="A number without a source is worth as much as one out of the air.",
    example=Example(_CALCULATION, "{study: alpha2001, arm: magnet}", "{study: alpha2001, arm: magnets}"),
)
QUOTED = Rule(
    id="calculation-number-in-source",
    scope=Scope.LIBRARY,
    must="A number taken from a study must stand in the outcome or arm that it is said to come from.",
    why="Typing errors in a number are the hardest to see, and the study's record was checked against its source.",
    example=Example(_CALCULATION, "name: surface-field, value: 50,", "name: surface-field, value: 55,"),
)
RULES = (KNOWN, UNUSED, INPUT, MISSING, UNIT, RANGE, SOURCE, QUOTED)


def check(library: Library) -> Iterator[Problem]:
    """Check calculations, and the claims that name them."""
    for claim in library.claims.values():
        yield from _named(claim, library)
    for calculation in library.calculations.values():
        yield from _inputs(calculation)
        for path, item in _all_inputs(calculation.value):
            yield from _source(item, path, calculation, library)
    if library.complete("claims"):
        yield from _unused(library)


def _named(claim: Loaded[Claim], library: Library) -> Iterator[Problem]:
    if "calculations" in library.unread:
        return
    for index, name in enumerate(claim.value.calculations):
        if name not in library.known_calculations:
            hint = nearest(name, library.calculation_names) or f"create calculations/{name}.yml"
            yield KNOWN.at(claim.value_place("calculations", index), f"{KNOWN.must} `{name}` is none.", hint)
    for number, body in enumerate(claim.value.bodies):
        for index, item in enumerate(body.evidence):
            if item.calculation and item.calculation not in claim.value.calculations:
                place = claim.value_place("bodies", number, "evidence", index, "calculation")
                message = f"{KNOWN.must} `{item.calculation}` is not named in `calculations`."
                yield KNOWN.at(place, message, f"add it: `calculations: [{item.calculation}]`")


def _unused(library: Library) -> Iterator[Problem]:
    named = {name for claim in library.claims.values() for name in claim.value.calculations}
    for name, calculation in library.calculations.items():
        if name not in named:
            hint = f"write `calculations: [{name}]` into a claim"
            yield UNUSED.at(calculation.value_place("id"), f"{UNUSED.must} `{name}` is not.", hint)


def _all_inputs(calculation: Calculation) -> Iterator[tuple[Path, CalculationInput]]:
    for index, item in enumerate(calculation.inputs):
        yield ("inputs", index), item
    for number, case in enumerate(calculation.cases):
        for index, item in enumerate(case.inputs):
            yield ("cases", number, "inputs", index), item


def _inputs(loaded: Loaded[Calculation]) -> Iterator[Problem]:
    calculation = loaded.value
    wanted = INPUTS[calculation.method]
    yield from _group(loaded, calculation.inputs, wanted.whole, ("inputs",), ("method",))
    for upper, lower in wanted.above:
        yield from _above(loaded, upper, lower)
    if not wanted.case and calculation.cases:
        message = f"{INPUT.must} `{calculation.method}` has no cases."
        yield INPUT.at(loaded.place("cases"), message, "delete them")
    elif wanted.case and not calculation.cases:
        message = f"{MISSING.must} `{calculation.method}` computes something for each of `cases`, and there is none."
        yield MISSING.at(loaded.value_place("method"), message, "add `cases: …`")
    elif wanted.case:
        for number, case in enumerate(calculation.cases):
            path = ("cases", number)
            yield from _group(loaded, case.inputs, wanted.case, (*path, "inputs"), (*path, "id"))
            names = {item.name for item in case.inputs}
            for group in wanted.one_of:
                given = [member for member in group if member & names]
                if len(given) != 1 or not given[0] <= names:
                    choices = " or ".join(sorted(_listed(sorted(member)) for member in group))
                    message = f"{MISSING.must} `{case.id}` needs either {choices}."
                    yield MISSING.at(loaded.value_place(*path, "id"), message)
            for both in wanted.together:
                if both & names and not both <= names:
                    message = f"{MISSING.must} `{case.id}` needs {_listed(sorted(both))} together."
                    yield MISSING.at(loaded.value_place(*path, "id"), message)


def _group(
    loaded: Loaded[Calculation],
    items: Sequence[CalculationInput],
    wanted: Mapping[str, Parameter],
    path: Path,
    shown_at: Path,
) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        here = (*path, index)
        if item.name not in wanted or item.name in seen:
            what = "stands twice" if item.name in seen else "is none of them"
            hint = nearest(item.name, wanted) or f"inputs: {', '.join(wanted)}"
            yield INPUT.at(loaded.value_place(*here, "name"), f"{INPUT.must} `{item.name}` {what}.", hint)
            continue
        seen.add(item.name)
        parameter = wanted[item.name]
        if dimension(item.unit) != parameter.dimension:
            message = f"{UNIT.must} `{item.name}` is a {parameter.dimension}, `{item.unit}` measures something else."
            hint = f"units: {', '.join(units_of(parameter.dimension))}"
            yield UNIT.at(loaded.value_place(*here, "unit"), message, hint)
        elif reason := _impossible(item, parameter):
            key = next((key for key in ("high", "low", "value") if getattr(item, key) is not None), "name")
            yield RANGE.at(loaded.value_place(*here, key), f"{RANGE.must} `{item.name}` {reason}.")
    for name, parameter in wanted.items():
        if parameter.required and name not in seen and name not in {item.name for item in items}:
            message = f"{MISSING.must} `{name}` is missing here."
            yield MISSING.at(loaded.value_place(*shown_at), message, f"add `name: {name}`")


def _impossible(item: CalculationInput, parameter: Parameter) -> str:
    """Say what is wrong with the numbers of an input, or return an empty text."""
    low, high = ends_of(item)
    numbers = [number for number in (item.value, low, high) if number is not None]
    ends = [number for number in (low, item.value, high) if number is not None]
    spread_alone = item.value is not None and item.low is None and item.high is None
    faults = {
        "has `plus_minus`, which goes with a value and without `low` and `high`": (
            item.plus_minus is not None and not spread_alone
        ),
        "has one end of a range without the other": (low is None) != (high is None),
        "has neither a value nor a range": not numbers,
        f"does not rise from low to high: {', '.join(f'{number:g}' for number in ends)}": ends != sorted(ends),
        "is too large or too small to compute with": any(
            number and not _SMALLEST <= abs(number) <= _LARGEST for number in numbers
        ),
        "is not above 0": parameter.above_zero and min(numbers, default=1) <= 0,
    }
    return next((what for what, holds in faults.items() if holds), "")


def _above(loaded: Loaded[Calculation], upper: str, lower: str) -> Iterator[Problem]:
    numbers = {item.name: (index, item) for index, item in enumerate(loaded.value.inputs)}
    if not {upper, lower} <= numbers.keys() or len({dimension(numbers[name][1].unit) for name in (upper, lower)}) > 1:
        return
    index, item = numbers[upper]
    ends = [
        [to_si(number, part.unit) for number in (part.value, *ends_of(part)) if number is not None]
        for part in (item, numbers[lower][1])
    ]
    if all(ends) and min(ends[0]) <= max(ends[1]):
        yield RANGE.at(loaded.value_place("inputs", index), f"{RANGE.must} `{upper}` is not above `{lower}`.")


def _source(item: CalculationInput, path: Path, loaded: Loaded[Calculation], library: Library) -> Iterator[Problem]:
    source = item.source
    place = loaded.value_place(*path, "source")
    given = [name for name in ("study", "page", "chosen") if getattr(source, name) is not None]
    parts = [name for name in ("outcome", "arm") if getattr(source, name) is not None]
    if len(given) != 1 or len(parts) != (given == ["study"]) or (source.seen is None) is (given == ["page"]):
        hint = "write `{study: …, outcome: …}`, `{study: …, arm: …}`, `{page: …, seen: …}` or `{chosen: …}`"
        yield SOURCE.at(place, f"{SOURCE.must} Seen: {_listed([*given, *parts]) or 'nothing'}.", hint)
        return
    if source.study is None or "studies" in library.unread:
        return
    if source.study not in library.studies:
        if source.study not in library.known_studies:
            hint = nearest(source.study, library.study_names) or f"create studies/{source.study}.yml"
            yield SOURCE.at(place, f"{SOURCE.must} `{source.study}` is no study.", hint)
        return
    study = library.studies[source.study]
    key, name = ("outcomes", source.outcome) if source.outcome else ("arms", source.arm)
    names = [part.id for part in getattr(study.value, key, [])]
    if name not in names:
        hint = nearest(name or "", names) or f"{key} of {source.study}: {', '.join(names) or 'none'}"
        yield SOURCE.at(place, f"{SOURCE.must} `{name}` is none of {source.study}.", hint)
        return
    printed = _numbers_of(study, key, names.index(name))
    for field in ("value", "low", "high", "plus_minus"):
        number = getattr(item, field)
        if number is not None and number not in printed:
            message = f"{QUOTED.must} {number:g} does not stand in `{name}` of {source.study}."
            yield QUOTED.at(loaded.value_place(*path, field), message, "mend the number, or what the study says")


def _numbers_of(study: Loaded[Study], key: str, index: int) -> set[float]:
    """Return the numbers that stand in an outcome or arm, and in what a study says of itself as a whole."""
    texts = [scalar.value for _, scalar in walk_scalars(find(study.node, (key, index))[0])]
    value = study.value
    return numbers_in("\n".join([*texts, value.population, value.summary, value.limits or ""]))


def _listed(names: Sequence[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)
