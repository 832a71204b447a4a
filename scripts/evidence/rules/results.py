"""The rule that holds what texts state of our own calculations against what the calculations give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.calculate import calculate, dimension, show_amount
from evidence.problem import Example, Problem, Rule, Scope, nearest
from evidence.readers.nodes import walk_scalars
from evidence.rules.numbers import numbers_in, rounds_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calculate import Amount
    from evidence.library import Library
    from evidence.model.calculation import Calculation, Stated
    from evidence.readers.decode import Loaded

    Place = tuple[str | int, ...]

STATED = Rule(
    id="calculation-stated",
    scope=Scope.APPRAISAL,
    must="A number that a text states as our own must stand there, and be what the calculation gives.",
    why="Numbers in sentences do not follow when an input is corrected; this rule finds the sentence.",
    example=Example(
        "calculations/field-of-the-hand-magnet.yml",
        "assumptions:\n",
        "stated: [{result: hand-at-10-mm, record: magnets-warm-the-hand, words: Gloves, value: 50, unit: mT}]\n"
        "assumptions:\n",
    ),
    mend="Mend the sentence, or `words` and `value` under `stated`, so that all three say what the calculation gives.",
)
RULES = (STATED,)


def check(library: Library) -> Iterator[Problem]:
    """Check what texts state of calculations. Wants calculations that keep their rules."""
    for calculation in library.calculations.values():
        if calculation.value.stated:
            results = calculate(calculation.value).results
            for index, stated in enumerate(calculation.value.stated):
                yield from _stated(calculation, index, stated, results, library)


def _stated(
    loaded: Loaded[Calculation], index: int, stated: Stated, results: dict[str, Amount], library: Library
) -> Iterator[Problem]:
    amount = results.get(stated.result)
    if amount is None:
        hint = nearest(stated.result, results) or f"results: {', '.join(results)}"
        place = loaded.value_place("stated", index, "result")
        yield STATED.at(place, f"{STATED.must} `{stated.result}` is no result of this calculation.", hint)
        return
    unit = stated.unit or ""
    if dimension(unit) != dimension(amount.unit):
        place = loaded.value_place("stated", index, "unit" if stated.unit else "value")
        yield STATED.at(place, f"{STATED.must} The result is a {dimension(amount.unit)}.", "name the unit")
        return
    yield from _words(loaded, index, stated, library)
    computed = getattr(amount.quantity, stated.end or "value")
    in_unit = type(amount)(amount.quantity, unit).in_unit(computed)
    scalar = loaded.scalar("stated", index, "value")
    if scalar and not rounds_to(in_unit, scalar.value):
        message = f"{STATED.must} {scalar.value} stands here, the calculation gives {show_amount(amount, 3)}."
        yield STATED.at(loaded.value_place("stated", index, "value"), message, "mend the text and this value")


def _words(loaded: Loaded[Calculation], index: int, stated: Stated, library: Library) -> Iterator[Problem]:
    record = (
        library.claims.get(stated.record)
        or library.studies.get(stated.record)
        or library.calculations.get(stated.record)
    )
    if record is None:
        if stated.record not in library.broken:
            hint = nearest(stated.record, library.claim_names | library.study_names | library.calculation_names)
            place = loaded.value_place("stated", index, "record")
            yield STATED.at(place, f"{STATED.must} `{stated.record}` is no claim, study or calculation.", hint)
        return
    texts = (" ".join(scalar.value.split()) for _, scalar in walk_scalars(record.node))
    place = loaded.value_place("stated", index, "words")
    if not any(stated.words in text for text in texts):
        yield STATED.at(place, f"{STATED.must} {stated.words!r} does not stand in `{stated.record}`.")
    elif stated.value not in numbers_in(stated.words):
        yield STATED.at(place, f"{STATED.must} {stated.words!r} does not hold the number {stated.value:g}.")
