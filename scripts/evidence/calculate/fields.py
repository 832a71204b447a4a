"""Fields beside the Earth's and beside a scanner's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.calculate.quantities import Amount, bounded, quantity_of, show_amount
from evidence.calculate.worked import Row, Step, Table, Worked
from evidence.model.calculation import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calculate.quantities import Quantity
    from evidence.model.calculation import Calculation, Case


def fields_compared(calculation: Calculation) -> Worked:
    """Compute each field as a multiple of the Earth's and as a part of a scanner's."""
    inputs = {item.name: quantity_of(item) for item in calculation.inputs}
    earth, scanner = inputs["earth"], inputs["scanner"]
    steps = [step for case in calculation.cases for step in _steps(case, earth, scanner)]
    results = {step.id: step.result for step in steps}
    rows = tuple(
        Row(
            case.name,
            (_shown(case), results[f"{case.id}-against-earth"], results[f"{case.id}-against-scanner"]),
        )
        for case in calculation.cases
    )
    columns = ("Field of", "Flux density", "Times the Earth’s field", "Times a scanner’s field")
    return Worked(calculation, tuple(steps), tables=(Table("Fields compared", columns, rows),))


def _steps(case: Case, earth: Quantity, scanner: Quantity) -> Iterator[Step]:
    shown = _shown(case)
    for name, other, what in (
        ("earth", earth, "the Earth’s field"),
        ("scanner", scanner, "a scanner’s field"),
    ):
        ratio = bounded(lambda left, right: left / right, shown.quantity, other)
        yield Step(
            f"{case.id}-against-{name}",
            f"{case.name} against {what}",
            "field ÷ field",
            f"({_range(shown.quantity)}) ÷ ({_range(other)})",
            Amount(ratio, range_only=ratio.has_range),
        )


def _shown(case: Case) -> Amount:
    item = case.inputs[0]
    quantity = quantity_of(item)
    return Amount(quantity, Unit.MILLITESLA, range_only=item.value is None, given=True)


def _range(quantity: Quantity) -> str:
    return show_amount(Amount(quantity, Unit.MILLITESLA, range_only=True, given=True))
