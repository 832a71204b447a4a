"""What a calculation comes to: steps, tables and curves, each number with unit and range."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.calculate.physics import Constant
    from evidence.calculate.quantities import Amount, Quantity
    from evidence.model.calculation import Calculation


@dataclass(frozen=True, slots=True)
class Step:
    """A step: what is computed, how, with which numbers, and what comes out."""

    id: str
    """Under this name records state the result."""
    what: str
    formula: str
    numbers: str
    """The formula with its numbers and units; ranges are left to the result."""
    result: Amount
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of results."""

    name: str
    cells: tuple[Amount | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Results beside each other."""

    caption: str
    columns: tuple[str, ...]
    """Headings, that of the rows first."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FieldCurve:
    """The field of a magnet at distances from its face, in SI units."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class FieldBand:
    """A field to compare with."""

    name: str
    field: Quantity


@dataclass(frozen=True, slots=True)
class Worked:
    """A calculation with everything that follows from it."""

    calculation: Calculation
    steps: tuple[Step, ...]
    tables: tuple[Table, ...] = ()
    curves: tuple[FieldCurve, ...] = ()
    bands: tuple[FieldBand, ...] = ()
    constants: tuple[Constant, ...] = ()
    more: Mapping[str, Amount] = field(default_factory=dict)
    """Results that stand in a table only, by the names under which records state them."""

    @property
    def results(self) -> dict[str, Amount]:
        """Return every result by its name."""
        return {step.id: step.result for step in self.steps} | dict(self.more)
