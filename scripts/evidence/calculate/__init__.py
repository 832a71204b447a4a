"""Calculations of records: from the numbers of a record, in SI units, to worked steps, tables and curves.

``calculate`` is the way in. Named fields in SI units do the work of a units library here: three methods with a dozen
formulas, each with its units in its docstring, against a dependency that every reader would have to learn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.calculate.drift import red_cell_drift
from evidence.calculate.field import axial_field
from evidence.calculate.fields import fields_compared
from evidence.calculate.methods import INPUTS, Inputs, Parameter
from evidence.calculate.quantities import (
    Amount,
    Quantity,
    dimension,
    from_si,
    quantity_of,
    show,
    show_amount,
    to_si,
    units_of,
)
from evidence.calculate.worked import FieldCurve, Row, Step, Table, Worked
from evidence.model.calculation import Method

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from evidence.model.calculation import Calculation

__all__ = [
    "INPUTS",
    "Amount",
    "FieldCurve",
    "Inputs",
    "Parameter",
    "Quantity",
    "Row",
    "Step",
    "Table",
    "Worked",
    "calculate",
    "dimension",
    "from_si",
    "quantity_of",
    "show",
    "show_amount",
    "to_si",
    "units_of",
]

METHODS: Mapping[Method, Callable[[Calculation], Worked]] = {
    Method.AXIAL_FIELD: axial_field,
    Method.RED_CELL_DRIFT: red_cell_drift,
    Method.FIELDS_COMPARED: fields_compared,
}


def calculate(calculation: Calculation) -> Worked:
    """Compute a calculation whose inputs keep the rules of ``evidence.rules.calculations``."""
    return METHODS[calculation.method](calculation)
