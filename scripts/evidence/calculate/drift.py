"""The pull of a magnet on a red cell without oxygen, against flow, friction and heat."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from evidence.calculate.physics import (
    BOLTZMANN_CONSTANT,
    K_B,
    MAGNETIC_CONSTANT,
    energy_gradient,
    even_fall_gradient,
    magnetic_energy,
    magnetic_force,
    sphere_radius,
    stokes_mobility,
)
from evidence.calculate.quantities import Amount, bounded, quantity_of, show, show_value
from evidence.calculate.worked import Step, Worked
from evidence.model.calculation import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calculate.quantities import Quantity
    from evidence.model.calculation import Calculation

_MICRO = Unit.MICROMETRE_PER_SECOND
_MU_0 = f"{show(MAGNETIC_CONSTANT.value, 6)} N/A²"
_PULL = "B · dB/dz ÷ µ₀"


def red_cell_drift(calculation: Calculation) -> Worked:
    """Compute how fast a red cell without oxygen drifts toward a magnet, and what the drift has to compete with."""
    inputs = {item.name: quantity_of(item) for item in calculation.inputs}
    laboratory = list(_laboratory(inputs))
    product = list(_product(inputs))
    check = list(_check(inputs))
    heat = list(_heat(inputs))
    return Worked(
        calculation,
        (*laboratory, *product, *check, *heat),
        constants=(MAGNETIC_CONSTANT, BOLTZMANN_CONSTANT),
    )


def _laboratory(inputs: dict[str, Quantity]) -> Iterator[Step]:
    field, gradient = inputs["laboratory-field"], inputs["laboratory-gradient"]
    mobility, flow = inputs["mobility"], inputs["flow"]
    pull = bounded(energy_gradient, field, gradient)
    drift = bounded(lambda m, b, g: m * energy_gradient(b, g), mobility, field, gradient)
    yield Step(
        "pull-in-laboratory",
        "Strength of the pull in the laboratory",
        _PULL,
        f"{show_value(field, Unit.TESLA)} × {show_value(gradient, Unit.TESLA_PER_METRE)} ÷ {_MU_0}",
        Amount(pull, "N/m³"),
    )
    yield Step(
        "drift-in-laboratory",
        "Drift of the cell in the laboratory",
        "mobility × pull",
        f"{show_value(mobility, Unit.MOBILITY)} × {show_value(pull, 'N/m³')}",
        Amount(drift, _MICRO),
    )
    yield Step(
        "flow-against-drift-in-laboratory",
        "Blood in skin capillaries against this drift",
        "flow ÷ drift",
        f"{show_value(flow, _MICRO)} ÷ {show_value(drift, _MICRO)}",
        Amount(bounded(lambda u, m, b, g: u / (m * energy_gradient(b, g)), flow, mobility, field, gradient)),
    )


def _product(inputs: dict[str, Quantity]) -> Iterator[Step]:
    field, tenth = inputs["product-field"], inputs["tenth-distance"]
    mobility, flow = inputs["mobility"], inputs["flow"]

    def speed(m: float, b: float, d: float) -> float:
        return m * energy_gradient(b, even_fall_gradient(b, d))

    gradient = bounded(even_fall_gradient, field, tenth)
    drift = bounded(speed, mobility, field, tenth)
    # Field and gradient are both down to a tenth there, and so the pull to a hundredth.
    deeper = bounded(lambda m, b, d: speed(m, b, d) / 100, mobility, field, tenth)
    yield Step(
        "gradient-at-product",
        "Gradient at the surface of a health magnet",
        "dB/dz = B · ln 10 ÷ d",
        f"{show_value(field, Unit.TESLA)} × {show(math.log(10))} ÷ {show_value(tenth, Unit.MILLIMETRE)}",
        Amount(gradient, Unit.TESLA_PER_METRE),
        note="d is the distance at which a tenth of the field is left; the field is taken to fall evenly.",
    )
    yield Step(
        "drift-at-product",
        "Drift of the cell at the surface of a health magnet",
        "mobility × B · dB/dz ÷ µ₀",
        f"{show_value(mobility, Unit.MOBILITY)} × {show_value(field, Unit.TESLA)} × "
        f"{show_value(gradient, Unit.TESLA_PER_METRE)} ÷ {_MU_0}",
        Amount(drift, _MICRO),
    )
    yield Step(
        "drift-at-tenth-distance",
        "Drift where a tenth of the field is left",
        "drift at the surface ÷ 10 ÷ 10",
        f"{show_value(drift, _MICRO)} ÷ 100",
        Amount(deeper, _MICRO),
        note="Field and gradient are both down to a tenth.",
    )
    yield Step(
        "flow-against-drift-at-product",
        "Blood in skin capillaries against the drift at the surface",
        "flow ÷ drift",
        f"{show_value(flow, _MICRO)} ÷ {show_value(drift, _MICRO)}",
        Amount(bounded(lambda u, m, b, d: u / speed(m, b, d), flow, mobility, field, tenth)),
    )


def _check(inputs: dict[str, Quantity]) -> Iterator[Step]:
    cell, fluid = inputs["cell-susceptibility"], inputs["fluid-susceptibility"]
    volume, viscosity, measured = inputs["cell-volume"], inputs["viscosity"], inputs["mobility"]
    difference = bounded(lambda left, right: left - right, cell, fluid)
    radius = bounded(sphere_radius, volume)
    mobility = bounded(lambda c, f, v, n: stokes_mobility(c - f, v, n), cell, fluid, volume, viscosity)
    yield Step(
        "susceptibility-difference",
        "How much less the cell is repelled than the fluid",
        "Δχ = χ of the cell − χ of the fluid",
        f"{show_value(cell, Unit.MILLIONTH)} − ({show_value(fluid, Unit.MILLIONTH)})",
        Amount(difference, Unit.MILLIONTH),
    )
    yield Step(
        "mobility-by-drag",
        "Mobility that a ball of the cell’s volume would have",
        "Δχ · V ÷ (6π · η · r), r = ∛(3V/4π)",
        f"{show_value(difference, Unit.MILLIONTH)} × {show_value(volume, Unit.CUBIC_MICROMETRE)} ÷ "
        f"(6π × {show_value(viscosity, Unit.MILLIPASCAL_SECOND)} × {show_value(radius, 'µm')})",
        Amount(mobility, Unit.MOBILITY),
        note="A check that does not use the measured mobility. A red cell is flat and meets more drag than a ball.",
    )
    yield Step(
        "measured-against-drag",
        "Measured mobility against this",
        "measured ÷ computed",
        f"{show_value(measured, Unit.MOBILITY)} ÷ ({show_value(mobility, Unit.MOBILITY)})",
        Amount(
            bounded(lambda m, c, f, v, n: m / stokes_mobility(c - f, v, n), measured, cell, fluid, volume, viscosity)
        ),
        note="1 would be perfect agreement.",
    )


def _heat(inputs: dict[str, Quantity]) -> Iterator[Step]:
    cell, fluid, volume = inputs["cell-susceptibility"], inputs["fluid-susceptibility"], inputs["cell-volume"]
    field, tenth, warmth = inputs["product-field"], inputs["tenth-distance"], inputs["temperature"]

    def force(c: float, f: float, v: float, b: float, d: float) -> float:
        return magnetic_force(c - f, v, energy_gradient(b, even_fall_gradient(b, d)))

    pull = bounded(force, cell, fluid, volume, field, tenth)
    thermal = bounded(lambda kelvin: K_B * kelvin, warmth)
    energy = bounded(lambda c, f, v, b: magnetic_energy(c - f, v, b), cell, fluid, volume, field)
    difference = bounded(lambda left, right: left - right, cell, fluid)
    yield Step(
        "force-at-product",
        "Force on the cell at the surface of a health magnet",
        "Δχ · V · B · dB/dz ÷ µ₀",
        f"{show_value(difference, Unit.MILLIONTH)} × {show_value(volume, Unit.CUBIC_MICROMETRE)} × "
        f"{show_value(bounded(lambda b, d: energy_gradient(b, even_fall_gradient(b, d)), field, tenth), 'N/m³')}",
        Amount(pull, "fN"),
        note="A femtonewton (fN) is a thousandth of a millionth of a millionth of a newton.",
    )
    yield Step(
        "thermal-energy",
        "Energy of heat at body temperature",
        "k · T",
        f"{show(K_B, 7)} J/K × {show(warmth.value, 5)} K",
        Amount(thermal, "aJ"),
    )
    yield Step(
        "magnetic-energy",
        "Magnetic energy of the whole cell at the surface",
        "Δχ · V · B² ÷ 2µ₀",
        f"{show_value(difference, Unit.MILLIONTH)} × {show_value(volume, Unit.CUBIC_MICROMETRE)} × "
        f"({show_value(field, Unit.TESLA)})² ÷ (2 × {_MU_0})",
        Amount(energy, "aJ"),
    )
    yield Step(
        "magnetic-against-thermal",
        "Magnetic energy against heat",
        "magnetic energy ÷ kT",
        f"{show_value(energy, 'aJ')} ÷ {show_value(thermal, 'aJ')}",
        Amount(
            bounded(
                lambda c, f, v, b, kelvin: magnetic_energy(c - f, v, b) / (K_B * kelvin),
                cell,
                fluid,
                volume,
                field,
                warmth,
            )
        ),
        note="Heat alone does not hide the pull: it is flow and drag that make it unimportant.",
    )
    yield Step(
        "thermal-distance",
        "Distance over which the pull does as much work as heat, at the surface",
        "kT ÷ force",
        f"{show_value(thermal, 'aJ')} ÷ {show_value(pull, 'fN')}",
        Amount(
            bounded(
                lambda c, f, v, b, d, kelvin: K_B * kelvin / force(c, f, v, b, d),
                cell,
                fluid,
                volume,
                field,
                tenth,
                warmth,
            ),
            "µm",
        ),
        note="Over shorter distances the jostling of heat is stronger than the pull, over longer ones weaker.",
    )
