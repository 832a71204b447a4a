"""Quantities in SI units with the range that they may lie in, and how they are written."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from evidence.model.calculation import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from evidence.model.calculation import CalculationInput

    AnyUnit = Unit | str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in SI units, between two bounds that are equal to it where no range is known."""

    value: float
    low: float
    high: float

    @classmethod
    def exactly(cls, value: float) -> Quantity:
        """Return a quantity without a range."""
        return cls(value, value, value)

    @property
    def has_range(self) -> bool:
        """Tell whether a range is known."""
        return self.low < self.high


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity and the unit in which it is shown."""

    quantity: Quantity
    unit: AnyUnit = ""
    """Empty for a plain ratio."""
    range_only: bool = False
    """Show the range alone: its middle is no finding."""
    given: bool = False
    """Show the digits that were given, not those of a result."""

    def in_unit(self, value: float) -> float:
        """Return a number in SI units in the unit of this amount."""
        return from_si(value, self.unit)


@dataclass(frozen=True, slots=True)
class _Scale:
    """How a unit leads to SI units: SI value = value in the unit times factor plus offset."""

    dimension: str
    factor: float = 1.0
    offset: float = 0.0


_SCALES: Mapping[str, _Scale] = {
    "": _Scale("ratio"),
    Unit.TESLA: _Scale("flux density"),
    Unit.MILLITESLA: _Scale("flux density", 1e-3),
    Unit.TESLA_PER_METRE: _Scale("field gradient"),
    Unit.METRE: _Scale("length"),
    Unit.MILLIMETRE: _Scale("length", 1e-3),
    "µm": _Scale("length", 1e-6),
    Unit.CUBIC_MICROMETRE: _Scale("volume", 1e-18),
    Unit.MILLIMETRE_PER_SECOND: _Scale("speed", 1e-3),
    Unit.MICROMETRE_PER_SECOND: _Scale("speed", 1e-6),
    # 10⁻⁶ mm³·s/kg = 10⁻⁶ · 10⁻⁹ m³·s/kg
    Unit.MOBILITY: _Scale("magnetic mobility", 1e-15),
    Unit.MILLIONTH: _Scale("susceptibility", 1e-6),
    Unit.MILLIPASCAL_SECOND: _Scale("viscosity", 1e-3),
    # The kelvin and the degree Celsius differ by 273.15 by definition.
    Unit.CELSIUS: _Scale("temperature", 1.0, 273.15),
    "N/m³": _Scale("force density"),
    "fN": _Scale("force", 1e-15),
    "aJ": _Scale("energy", 1e-18),
}


def dimension(unit: AnyUnit) -> str:
    """Return what a unit measures: ``length``, ``flux density``."""
    return _SCALES[unit].dimension


def units_of(wanted: str) -> list[str]:
    """Return the units of records that measure something."""
    return [unit.value for unit in Unit if dimension(unit) == wanted]


def to_si(value: float, unit: AnyUnit) -> float:
    """Return a number given in a unit in SI units."""
    scale = _SCALES[unit]
    return value * scale.factor + scale.offset


def from_si(value: float, unit: AnyUnit) -> float:
    """Return a number given in SI units in a unit."""
    scale = _SCALES[unit]
    return (value - scale.offset) / scale.factor


def quantity_of(item: CalculationInput) -> Quantity:
    """Return an input of a record in SI units.

    Without a value, the middle of the range stands for it. Raises ValueError where there is neither value nor range,
    which the rules have kept out.
    """
    low, high = ends_of(item)
    if item.value is not None:
        value = item.value
    elif low is not None and high is not None:
        value = (low + high) / 2
    else:
        message = f"{item.name} has neither a value nor a range"
        raise ValueError(message)
    ends = (value if low is None else low, value if high is None else high)
    return Quantity(*(to_si(number, item.unit) for number in (value, *ends)))


def ends_of(item: CalculationInput) -> tuple[float | None, float | None]:
    """Return the ends of an input's range in its own unit, as far as it has one."""
    if item.value is not None and item.plus_minus is not None:
        return item.value - item.plus_minus, item.value + item.plus_minus
    return item.low, item.high


def bounded(function: Callable[..., float], *quantities: Quantity, points: int = 2) -> Quantity:
    """Return what a function makes of quantities, with its range.

    The range is that of the function over all combinations of so many evenly spaced points of each range. The two ends
    are enough for a function that only rises or only falls with each of its arguments, as products and quotients do.
    """
    tried = [_points(quantity, points) for quantity in quantities]
    results = [function(*combination) for combination in product(*tried)]
    value = function(*(quantity.value for quantity in quantities))
    # An argument with a value beside its ends may round to just outside of them.
    return Quantity(value, min(value, *results), max(value, *results))


def _points(quantity: Quantity, count: int) -> list[float]:
    if not quantity.has_range:
        return [quantity.value]
    step = (quantity.high - quantity.low) / (count - 1)
    return [quantity.low + index * step for index in range(count - 1)] + [quantity.high]


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# Beyond these, counting zeros is harder than reading a power of ten.
_SMALLEST_PLAIN, _LARGEST_PLAIN = 1e-4, 1e6


def show(value: float, digits: int = 3) -> str:
    """Write a number to so many significant digits: ``0.563``, ``1,150``, ``4.28 × 10⁻²¹``, with a true minus sign."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    rounded = float(f"{value:.{digits - 1}e}")
    size = abs(rounded)
    if _SMALLEST_PLAIN <= size < _LARGEST_PLAIN:
        decimals = max(0, digits - 1 - math.floor(math.log10(size)))
        text = f"{rounded:,.{decimals}f}"
    else:
        mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
        text = f"{mantissa} × 10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
    return text.replace("-", "\N{MINUS SIGN}")


def show_given(value: float) -> str:
    """Write a number with the digits it was given with, or with three where it has more than four."""
    exact = f"{value:.4g}"
    if not math.isclose(float(exact), value, rel_tol=1e-9) or not _SMALLEST_PLAIN <= abs(value) < _LARGEST_PLAIN:
        return show(value)
    return f"{float(exact):,.10g}".replace("-", "\N{MINUS SIGN}")


def with_unit(text: str, unit: AnyUnit) -> str:
    """Put a unit behind a number: a unit that begins with a power of ten becomes a factor."""
    if not unit:
        return text
    return f"{text} × {unit}" if str(unit).startswith("10") else f"{text} {unit}"


def show_value(quantity: Quantity, unit: AnyUnit) -> str:
    """Write a quantity as it goes into a formula: with its unit, without its range."""
    return with_unit(show_given(from_si(quantity.value, unit)), unit)


def show_amount(amount: Amount, digits: int = 2) -> str:
    """Write an amount with its unit, and with its range where it has one."""
    quantity = amount.quantity

    def text(number: float) -> str:
        in_unit = amount.in_unit(number)
        return show_given(in_unit) if amount.given else show(in_unit, digits)

    low, high = text(quantity.low), text(quantity.high)
    if amount.range_only and low != high:
        return with_unit(f"{low} to {high}", amount.unit)
    value = with_unit(text(quantity.value), amount.unit)
    return f"{value} ({low} to {high})" if low != high else value
