"""Field on the axis of magnets of stated size, against distance."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from evidence.calculate.physics import block_shape, cylinder_shape, distance_where
from evidence.calculate.quantities import Amount, Quantity, bounded, quantity_of, show, show_value
from evidence.calculate.worked import FieldBand, FieldCurve, Row, Step, Table, Worked
from evidence.model.calculation import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evidence.model.calculation import Calculation, Case

TABLE_MM = (0, 1, 2, 5, 10, 20, 50, 100)
"""Distances of the table: steps that a reader can picture, from the face to the depth of a hand's width."""
# Ten points for each power of ten, from 0.1 mm to 1 m: a curve on logarithmic axes looks smooth, and 0 has no place on
# them.
_CURVE_MM = tuple(0.1 * 10 ** (index / 10) for index in range(41))

# The field at a distance first rises and then falls as a magnet gets wider or thicker, so the ends of a range are not
# enough; between five points it cannot turn by much.
_POINTS = 5

_MT = Unit.MILLITESLA
_MM = Unit.MILLIMETRE


def axial_field(calculation: Calculation) -> Worked:
    """Compute the field on the axis of each magnet, scaled to its surface field where its remanence is not known."""
    inputs = {item.name: quantity_of(item) for item in calculation.inputs}
    earth = inputs.get("earth")
    magnets = [_Magnet(case) for case in calculation.cases]
    steps = [step for magnet in magnets for step in magnet.steps(earth)]
    rows = tuple(
        Row(f"{distance} mm", tuple(Amount(magnet.field_at(distance * 1e-3), _MT) for magnet in magnets))
        for distance in TABLE_MM
    )
    more = {
        f"{magnet.case.id}-at-{distance}-mm": row.cells[index]
        for index, magnet in enumerate(magnets)
        for distance, row in zip(TABLE_MM, rows, strict=True)
    }
    return Worked(
        calculation,
        tuple(steps),
        tables=(
            Table(
                "Field on the axis, in front of the pole",
                ("Distance from the magnet", *(magnet.case.name for magnet in magnets)),
                rows,
            ),
        ),
        curves=tuple(
            FieldCurve(
                magnet.case.name,
                tuple((distance * 1e-3, magnet.middle_field_at(distance * 1e-3)) for distance in _CURVE_MM),
            )
            for magnet in magnets
        ),
        bands=(FieldBand("the Earth’s field", earth),) if earth else (),
        more={name: amount for name, amount in more.items() if amount},
    )


class _Magnet:
    """A magnet of stated size, with its field at every distance."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.inputs = {item.name: quantity_of(item) for item in case.inputs}
        self.shape: Callable[..., float] = _cylinder if "diameter" in self.inputs else block_shape
        across = ("diameter",) if "diameter" in self.inputs else ("width", "depth")
        self.sizes = tuple(self.inputs[name] for name in (*across, "thickness"))

    def field_at(self, distance: float) -> Quantity:
        """Return the field at a distance from the face, in T."""
        if "remanence" in self.inputs:
            return bounded(
                partial(self._from_remanence, distance), self.inputs["remanence"], *self.sizes, points=_POINTS
            )
        return bounded(partial(self._from_surface, distance), self.inputs["surface-field"], *self.sizes, points=_POINTS)

    def middle_field_at(self, distance: float) -> float:
        """Return the field at a distance from the face without its range, in T."""
        sizes = [size.value for size in self.sizes]
        if "remanence" in self.inputs:
            return self._from_remanence(distance, self.inputs["remanence"].value, *sizes)
        return self._from_surface(distance, self.inputs["surface-field"].value, *sizes)

    def steps(self, earth: Quantity | None) -> Iterator[Step]:
        """Yield the steps: the remanence, the check against a measurement, where a tenth and the Earth's field are."""
        name = self.case.id
        if "surface-field" in self.inputs:
            yield self._remanence()
        if "measured-field" in self.inputs and "measured-at" in self.inputs:
            yield from self._check()
        tenth = bounded(self._tenth_distance, *self.sizes, points=_POINTS)
        yield Step(
            f"{name}-tenth",
            f"{self.case.name}: where a tenth of the surface field is left",
            "z with B(z) = B(0) ÷ 10",
            "by halving the distance until it fits",
            Amount(tenth, _MM),
        )
        if earth:
            known = self.inputs.get("surface-field") or self.inputs["remanence"]
            reach = bounded(self._distance_of, earth, known, *self.sizes, points=_POINTS)
            yield Step(
                f"{name}-earth",
                f"{self.case.name}: where it is as weak as the Earth’s field",
                "z with B(z) = B of the Earth",
                f"B of the Earth = {show_value(earth, _MT)}" + (", the middle of its range" if earth.has_range else ""),
                Amount(reach, _MM),
            )

    def _remanence(self) -> Step:
        surface = self.inputs["surface-field"]
        part = self.shape(0.0, *(size.value for size in self.sizes))
        remanence = bounded(lambda field, *sizes: field / self.shape(0.0, *sizes), surface, *self.sizes, points=_POINTS)
        if self.shape is _cylinder:
            formula = "Br = B(0) ÷ (½ · L/√(R² + L²))"
        else:
            formula = "Br = B(0) ÷ (1/π · arctan(2L·√(a² + b² + 4L²)/(a·b)))"
        return Step(
            f"{self.case.id}-remanence",
            f"{self.case.name}: remanence that fits the surface field",
            formula,
            f"{show_value(surface, _MT)} ÷ {show(part)}  ({self._size_words()})",
            Amount(remanence, _MT),
        )

    def _check(self) -> Iterator[Step]:
        measured, at = self.inputs["measured-field"], self.inputs["measured-at"]
        known = self.inputs.get("surface-field") or self.inputs["remanence"]
        from_known = self._from_surface if "surface-field" in self.inputs else self._from_remanence
        computed = bounded(from_known, at, known, *self.sizes, points=_POINTS)
        ratio = bounded(lambda left, right: left / right, computed, measured)
        yield Step(
            f"{self.case.id}-computed",
            f"{self.case.name}: computed where it was measured",
            "B(z) = Br/2 · ((z + L)/√(R² + (z + L)²) − z/√(R² + z²))" if self.shape is _cylinder else "B(z) of a block",
            f"z = {show_value(at, _MM)}, B(0) = {show_value(known, _MT)}, {self._size_words()}",
            Amount(computed, _MT),
        )
        yield Step(
            f"{self.case.id}-check",
            f"{self.case.name}: computed against measured",
            "B computed ÷ B measured",
            f"{show_value(computed, _MT)} ÷ {show_value(measured, _MT)}",
            Amount(ratio),
            note="A check: 1 would be perfect agreement.",
        )

    def _size_words(self) -> str:
        symbols = ("2R", "L") if self.shape is _cylinder else ("a", "b", "L")
        return ", ".join(
            f"{symbol} = {show_value(size, _MM)}" for symbol, size in zip(symbols, self.sizes, strict=True)
        )

    def _from_remanence(self, distance: float, remanence: float, *sizes: float) -> float:
        return remanence * self.shape(distance, *sizes)

    def _from_surface(self, distance: float, surface: float, *sizes: float) -> float:
        return surface * self.shape(distance, *sizes) / self.shape(0.0, *sizes)

    def _tenth_distance(self, *sizes: float) -> float:
        return distance_where(lambda distance: self.shape(distance, *sizes), self.shape(0.0, *sizes) / 10)

    def _distance_of(self, target: float, known: float, *sizes: float) -> float:
        from_known = self._from_surface if "surface-field" in self.inputs else self._from_remanence
        return distance_where(lambda distance: from_known(distance, known, *sizes), target)


def _cylinder(distance: float, diameter: float, thickness: float) -> float:
    return cylinder_shape(distance, diameter / 2, thickness)
