"""Calculations: every number against one worked out by hand, and the cases in which physics knows the answer."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calculate import (
    INPUTS,
    Amount,
    Quantity,
    calculate,
    dimension,
    from_si,
    show,
    show_amount,
    to_si,
    units_of,
)
from evidence.calculate.physics import (
    K_B,
    MU_0,
    block_shape,
    cylinder_shape,
    distance_where,
    energy_gradient,
    even_fall_gradient,
    magnetic_energy,
    magnetic_force,
    sphere_radius,
    stokes_mobility,
)
from evidence.calculate.quantities import bounded, quantity_of, show_given
from evidence.model.calculation import Calculation, CalculationInput, Method, Unit

CHOSEN = {"chosen": "for this test"}
MM = 1e-3
lengths = st.floats(0.1, 100.0)


def number(name: str, unit: str, value: float | None = None, **ends: float) -> dict[str, Any]:
    """Return an input of a record."""
    given_value = {} if value is None else {"value": value}
    return {"name": name, "unit": unit, "source": CHOSEN} | given_value | ends


def calculation(
    method: str, inputs: list[dict[str, Any]], cases: dict[str, list[dict[str, Any]]] | None = None
) -> Calculation:
    """Return a calculation with some inputs and cases."""
    return Calculation.model_validate(
        {
            "id": "x",
            "title": "X?",
            "summary": "X.",
            "method": method,
            "inputs": inputs,
            "cases": [{"id": name, "name": name, "inputs": items} for name, items in (cases or {}).items()],
            "assumptions": ["None."],
            "reviewed": "2026-11-21",
        }
    )


def values(worked_amounts: dict[str, Amount], name: str, unit: str) -> tuple[float, float, float]:
    """Return a result with its ends, in a unit."""
    quantity = worked_amounts[name].quantity
    return from_si(quantity.value, unit), from_si(quantity.low, unit), from_si(quantity.high, unit)


# Field on the axis of a magnet.


def test_cylinder_by_hand() -> None:
    """The field of a disc 37 mm wide and 14 mm thick, 13 mm from its face, is that of a pencil calculation.

    R = 18.5, L = 14, z = 13 (mm):
    (z + L)/√(R² + (z + L)²) = 27/√(342.25 + 729) = 27/32.7300 = 0.824931
    z/√(R² + z²) = 13/√(342.25 + 169) = 13/22.6108 = 0.574946
    B/Br = ½ · (0.824931 − 0.574946) = 0.124993
    """
    assert pytest.approx(0.124993, rel=1e-5) == cylinder_shape(13, 18.5, 14)


def test_cylinder_of_published_example() -> None:
    """The formula gives what a published worked example gives.

    machinecalcs.com/magnetic-field-calculator, seen 2026-11: 20 mm wide, 5 mm thick, Br = 1.32 T: 171.5 mT at a
    distance of 5 mm and 295.2 mT at the face.
    """
    assert pytest.approx(171.5, abs=0.05) == 1320 * cylinder_shape(5, 10, 5)
    assert pytest.approx(295.2, abs=0.05) == 1320 * cylinder_shape(0, 10, 5)


def test_block_by_hand() -> None:
    """The field of a cube, half its edge from its face, is that of a pencil calculation.

    a = b = L = 2, z = 1: f(x) = arctan(2x·√(a² + b² + 4x²)/(a·b))
    f(1) = arctan(2·√12/4) = arctan(1.732051) = 60° = 1.047198
    f(3) = arctan(6·√44/4) = arctan(9.949874) = 1.470629
    B/Br = (1.470629 − 1.047198)/π = 0.134783
    """
    assert pytest.approx(0.134783, rel=1e-5) == block_shape(1, 2, 2, 2)


def test_face_of_long_magnet_has_half_the_remanence() -> None:
    """At the face of a magnet much longer than wide, half of the remanence is left: the other half points back."""
    assert pytest.approx(0.5, rel=1e-6) == cylinder_shape(0, 1, 1e4)
    assert pytest.approx(0.5, rel=1e-3) == block_shape(0, 1, 1, 1e4)


def test_far_field_falls_with_the_cube_of_distance() -> None:
    """Far from a magnet, twice the distance leaves an eighth of the field."""
    assert pytest.approx(8, rel=2e-3) == cylinder_shape(1000, 1, 1) / cylinder_shape(2000, 1, 1)
    assert pytest.approx(8, rel=2e-3) == block_shape(1000, 1, 2, 1) / block_shape(2000, 1, 2, 1)


def test_far_field_is_that_of_a_dipole() -> None:
    """Far away only the volume counts: B/Br = V/(2π·z³), here with z counted from the middle of the magnet."""
    assert pytest.approx(math.pi * 3**2 * 2 / (2 * math.pi * 500**3), rel=1e-4) == cylinder_shape(499, 3, 2)
    assert pytest.approx(3 * 4 * 2 / (2 * math.pi * 500**3), rel=1e-4) == block_shape(499, 3, 4, 2)


@given(distance=lengths, radius=lengths, first=lengths, second=lengths)
def test_stacked_cylinders_add_up(distance: float, radius: float, first: float, second: float) -> None:
    """Two magnets laid on each other have the field of both, each at its own distance."""
    both = cylinder_shape(distance, radius, first) + cylinder_shape(distance + first, radius, second)

    assert pytest.approx(both, rel=1e-6, abs=1e-12) == cylinder_shape(distance, radius, first + second)


@given(distance=lengths, width=lengths, depth=lengths, length=lengths)
def test_block_lies_between_cylinders(distance: float, width: float, depth: float, length: float) -> None:
    """A block is as strong whichever side is called its width, and a square one lies between two cylinders.

    The smaller one fits into it and the larger one holds it, and far enough out every part of a magnet adds to its
    field: at an angle of less than 54.7° to the axis.
    """
    assert pytest.approx(block_shape(distance, width, depth, length), rel=1e-9, abs=1e-15) == block_shape(
        distance, depth, width, length
    )
    away = distance + width
    inner, outer = (cylinder_shape(away, half, length) for half in (width / 2, width / math.sqrt(2)))
    assert inner * (1 - 1e-9) <= block_shape(away, width, width, length) <= outer * (1 + 1e-9)


def test_distance_where_field_has_a_value() -> None:
    """The distance is found for a field that can be solved by hand, and is 0 where the field starts below."""
    assert pytest.approx(9.0) == distance_where(lambda z: 1 / (1 + z), 0.1)
    assert 0.0 == distance_where(lambda z: 1 / (1 + z), 1.0)


def test_distance_of_a_field_that_never_falls_is_no_endless_search() -> None:
    """Numbers of another world end in a number and not in a hung build."""
    assert distance_where(lambda _: 1.0, 0.5) > 1e11


DISC = [number("diameter", "mm", 37), number("thickness", "mm", 14), number("surface-field", "mT", 85)]


def test_field_of_a_disc_of_known_surface_field() -> None:
    """The field is scaled to the surface field, and every printed result is that of a pencil calculation.

    B(0)/Br = ½ · 14/√(342.25 + 196) = ½ · 14/23.2002 = 0.301721, so Br = 85/0.301721 = 281.72 mT
    B(13) = 281.72 × 0.124993 = 35.213 mT, and 35.213 ÷ 31.5 = 1.1179 (÷ 32.6 = 1.0802, ÷ 30.4 = 1.1583)
    """
    measured = [number("measured-field", "mT", 31.5, plus_minus=1.1), number("measured-at", "mm", 13)]
    results = calculate(calculation("axial-field", [], {"disc": DISC + measured})).results

    assert pytest.approx((281.72,) * 3, rel=1e-4) == values(results, "disc-remanence", "mT")
    assert pytest.approx((35.213,) * 3, rel=1e-4) == values(results, "disc-computed", "mT")
    assert pytest.approx((1.1179, 1.0802, 1.1583), rel=1e-4) == values(results, "disc-check", "")
    assert pytest.approx((85.0,) * 3) == values(results, "disc-at-0-mm", "mT")


def test_remanence_and_surface_field_give_one_curve() -> None:
    """A magnet of known remanence has the field of the same magnet of known surface field."""
    known = [*DISC[:2], number("remanence", "T", 0.085 / cylinder_shape(0, 18.5, 14))]
    worked = calculate(calculation("axial-field", [], {"one": DISC, "two": known}))

    for row in worked.tables[0].rows:
        one, two = (cell.quantity.value for cell in row.cells if cell)
        assert pytest.approx(one) == two


def test_distances_of_a_disc() -> None:
    """Where a tenth and where the Earth's field is left, the field is what it should be; a range gives a range.

    At 32.3 mm: ½ · (46.3/√(342.25 + 2143.69) − 32.3/√(342.25 + 1043.29)) = ½ · (0.928612 − 0.867749) = 0.030432,
    a tenth (0.1009) of 0.301721.
    """
    earth = number("earth", "mT", low=0.035, high=0.07)
    worked = calculate(calculation("axial-field", [earth], {"disc": DISC}))
    tenth = values(worked.results, "disc-tenth", "mm")[0]
    middle, near, far = values(worked.results, "disc-earth", "mm")

    assert pytest.approx(32.4, abs=0.15) == tenth
    assert near < middle < far
    for distance, field in ((near, 0.07), (middle, 0.0525), (far, 0.035)):
        assert pytest.approx(field) == 85 * cylinder_shape(distance, 18.5, 14) / cylinder_shape(0, 18.5, 14)


def test_block_magnet_is_computed_as_a_block() -> None:
    """A magnet with width and depth has the field of a block: 100 mT × f(5 mm)/f(0) of a cube of 10 mm.

    Half an edge from a cube B/Br = 0.134783 (above); at its face (arctan(2·√(3·4)·2/4·…) as in the formula:
    f(2) = arctan(4·√24/4) = arctan(4.898979) = 1.369438, and 1.369438/π = 0.435906), so B = 100 × 0.309202 = 30.92 mT.
    """
    cube = [number(name, "mm", 10) for name in ("width", "depth", "thickness")]
    results = calculate(calculation("axial-field", [], {"cube": [*cube, number("surface-field", "mT", 100)]})).results

    assert pytest.approx(30.920, rel=1e-4) == values(results, "cube-at-5-mm", "mT")[0]


def test_range_of_a_size_gives_a_range_of_fields() -> None:
    """A thickness known within limits gives a field within limits, even where the least field lies between them.

    A disc 10 mm wide of 50 mT, at 10 mm: both thinner and thicker than about 3.5 mm it reaches further.
    """
    sizes = [number("diameter", "mm", 10), number("thickness", "mm", low=2, high=4), number("surface-field", "mT", 50)]
    quantity = calculate(calculation("axial-field", [], {"m": sizes})).results["m-at-10-mm"].quantity
    every = [
        0.050 * cylinder_shape(10, 5, 2 + 0.02 * step) / cylinder_shape(0, 5, 2 + 0.02 * step) for step in range(101)
    ]

    assert pytest.approx((min(every), max(every)), rel=1e-3) == (quantity.low, quantity.high)
    assert min(every) < every[-1] < every[0]


# Red cells.

CELL = [
    number("mobility", "10⁻⁶ mm³·s/kg", 3.86),
    number("laboratory-field", "T", 1.4),
    number("laboratory-gradient", "T/m", 131),
    number("product-field", "T", 0.3, low=0.03, high=0.3),
    number("tenth-distance", "mm", low=3, high=4),
    number("flow", "mm/s", 0.65, plus_minus=0.3),
    number("cell-susceptibility", "10⁻⁶", -6.39),
    number("fluid-susceptibility", "10⁻⁶", -9.035),
    number("cell-volume", "µm³", 91.6),
    number("viscosity", "mPa·s", 1.0),
    number("temperature", "°C", 37),
]


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        # 1.4 × 131 = 183.4; ÷ 1.256637 × 10⁻⁶ = 1.45945 × 10⁸
        ("pull-in-laboratory", "N/m³", (1.45945e8,) * 3),
        # 3.86 × 10⁻¹⁵ × 1.45945 × 10⁸ = 5.63348 × 10⁻⁷ m/s
        ("drift-in-laboratory", "µm/s", (0.563348,) * 3),
        # 650 ÷ 0.563348; 350 ÷ …; 950 ÷ …
        ("flow-against-drift-in-laboratory", "", (1153.82, 621.29, 1686.35)),
        # 0.3 × 2.302585 ÷ 0.0035 = 197.364; 0.03 × 2.302585 ÷ 0.004 = 17.2694; 0.3 × 2.302585 ÷ 0.003 = 230.259
        ("gradient-at-product", "T/m", (197.364, 17.2694, 230.259)),
        # 0.3 × 197.364 = 59.2093; ÷ 1.256637e-6 = 4.71173e7; × 3.86e-15 = 1.81873e-7. Ends in the same way:
        # 0.03 × 17.2694 = 0.518082 → 1.59139e-9; 0.3 × 230.259 = 69.0776 → 2.12185e-7
        ("drift-at-product", "µm/s", (0.181873, 0.00159139, 0.212185)),
        ("drift-at-tenth-distance", "µm/s", (0.00181873, 0.0000159139, 0.00212185)),
        # 650 ÷ 0.181873; 350 ÷ 0.212185; 950 ÷ 0.00159139
        ("flow-against-drift-at-product", "", (3573.9, 1649.5, 596962)),
        # −6.39 + 9.035
        ("susceptibility-difference", "10⁻⁶", (2.645,) * 3),
        # r = ∛(3 × 91.6 ÷ 4π) = ∛21.8679 = 2.79640 µm; 6π × 10⁻³ × 2.79640e-6 = 5.27109e-8
        # 2.645e-6 × 91.6e-18 = 2.42282e-22; ÷ 5.27109e-8 = 4.59643e-15
        ("mobility-by-drag", "10⁻⁶ mm³·s/kg", (4.59643,) * 3),
        # 3.86 ÷ 4.59643
        ("measured-against-drag", "", (0.839782,) * 3),
        # 2.42282e-22 × 4.71173e7 = 1.14157e-14 N; 0.518082 → 412276 N/m³ → 9.98870e-17; 69.0776 → 1.33183e-14
        ("force-at-product", "fN", (11.4157, 0.0998870, 13.3183)),
        # 1.380649e-23 × 310.15
        ("thermal-energy", "aJ", (0.00428208,) * 3),
        # 2.42282e-22 × 0.09 ÷ 2.513274e-6 = 8.67609e-18; a hundredth of that at 0.03 T
        ("magnetic-energy", "aJ", (8.67609, 0.0867609, 8.67609)),
        # 8.67609 ÷ 0.00428208
        ("magnetic-against-thermal", "", (2026.14, 20.2614, 2026.14)),
        # 4.28208e-21 ÷ 1.14157e-14 = 3.75105e-7 m; ÷ 1.33183e-14; ÷ 9.98870e-17
        ("thermal-distance", "µm", (0.375105, 0.321519, 42.8692)),
    ],
)
def test_red_cell_by_hand(name: str, unit: str, expected: tuple[float, float, float]) -> None:
    """Each step is that of a pencil calculation, its range that of the most and least favourable numbers."""
    assert pytest.approx(expected, rel=1e-4) == values(
        calculate(calculation("red-cell-drift", CELL)).results, name, unit
    )


@given(field=st.floats(0.01, 5), tenth=st.floats(0.001, 0.1))
def test_pull_grows_with_the_square_of_the_field(field: float, tenth: float) -> None:
    """Twice the field pulls four times as hard, and half the reach twice as hard."""
    pull = energy_gradient(field, even_fall_gradient(field, tenth))

    assert pytest.approx(4 * pull) == energy_gradient(2 * field, even_fall_gradient(2 * field, tenth))
    assert pytest.approx(2 * pull) == energy_gradient(field, even_fall_gradient(field, tenth / 2))


def test_even_fall_leaves_a_tenth() -> None:
    """The gradient is the slope, taken between two points, of a field with a tenth left at the stated distance."""

    def field(distance: float) -> float:
        return 0.3 * 10 ** (-distance / 0.0035)

    assert pytest.approx(0.03) == field(0.0035)
    assert pytest.approx((field(0) - field(1e-9)) / 1e-9, rel=1e-5) == even_fall_gradient(0.3, 0.0035)


def test_force_is_the_slope_of_the_energy() -> None:
    """A cell's energy in the field changes over a short way by force times way."""
    way, field = 1e-9, 0.3
    there = field + 100.0 * way
    gained = magnetic_energy(2e-6, 9e-17, there) - magnetic_energy(2e-6, 9e-17, field)

    assert pytest.approx(gained / way, rel=1e-4) == magnetic_force(2e-6, 9e-17, energy_gradient(field, 100.0))


def test_drag_mobility_is_speed_over_pull() -> None:
    """Force over Stokes' drag (6π·η·r·v) at the speed that the mobility gives is 1."""
    speed = stokes_mobility(2e-6, 9e-17, 1e-3) * 1e8

    assert pytest.approx(magnetic_force(2e-6, 9e-17, 1e8)) == 6 * math.pi * 1e-3 * sphere_radius(9e-17) * speed


def test_constants() -> None:
    """The constants are those of CODATA 2018: µ₀ within its uncertainty of 4π × 10⁻⁷, k exactly as defined."""
    assert pytest.approx(4e-7 * math.pi, rel=1e-9) == MU_0
    assert 1.380649e-23 == K_B


# Fields compared.


def test_fields_compared_by_hand() -> None:
    """The ratio of two ranges reaches from low over high to high over low.

    30 ÷ 0.07 = 428.571, 300 ÷ 0.035 = 8571.43; 30 ÷ 3000 = 0.01, 300 ÷ 200 = 1.5
    """
    inputs = [number("earth", "mT", low=0.035, high=0.07), number("scanner", "T", low=0.2, high=3)]
    worked = calculate(calculation("fields-compared", inputs, {"p": [number("field", "T", low=0.03, high=0.3)]}))

    assert pytest.approx((428.571, 8571.43), rel=1e-5) == values(worked.results, "p-against-earth", "")[1:]
    assert pytest.approx((0.01, 1.5)) == values(worked.results, "p-against-scanner", "")[1:]
    assert ["30 to 300 mT", "430 to 8,600", "0.010 to 1.5"] == [
        show_amount(cell) for cell in worked.tables[0].rows[0].cells if cell
    ]


# Quantities and units.


@pytest.mark.parametrize(
    ("value", "unit", "si"),
    [
        (3.5, "mm", 0.0035),
        (30, "mT", 0.03),
        (0.65, "mm/s", 0.00065),
        (0.56, "µm/s", 5.6e-7),
        (3.86, "10⁻⁶ mm³·s/kg", 3.86e-15),
        (-6.39, "10⁻⁶", -6.39e-6),
        (91.6, "µm³", 9.16e-17),
        (1.002, "mPa·s", 0.001002),
        (37, "°C", 310.15),
    ],
)
def test_units(value: float, unit: str, si: float) -> None:
    """A number in a unit becomes the number in SI units, and comes back."""
    assert pytest.approx(si) == to_si(value, Unit(unit))
    assert pytest.approx(value) == from_si(si, Unit(unit))


def test_every_unit_can_be_used() -> None:
    """Each unit of records measures something, and each input of a method can be given in some unit."""
    assert all(dimension(unit) for unit in Unit)
    for method in Method:
        for parameter in (*INPUTS[method].whole.values(), *INPUTS[method].case.values()):
            assert units_of(parameter.dimension)


def test_range_of_a_function_is_that_of_its_ends() -> None:
    """A quotient is least with the least above and the most below."""
    ratio = bounded(lambda left, right: left / right, Quantity(4, 2, 8), Quantity(2, 1, 4))

    assert Quantity(2, 0.5, 8) == ratio
    assert Quantity.exactly(3.0) == bounded(lambda left: left + 1, Quantity.exactly(2.0))


@pytest.mark.parametrize(
    ("given_numbers", "expected"),
    [
        ({"value": 2.0}, (0.002, 0.002, 0.002)),
        ({"low": 2.0, "high": 4.0}, (0.003, 0.002, 0.004)),
        ({"value": 3.5, "low": 2.0, "high": 4.0}, (0.0035, 0.002, 0.004)),
        ({"value": 3.0, "plus_minus": 0.5}, (0.003, 0.0025, 0.0035)),
    ],
)
def test_input_becomes_a_quantity(given_numbers: dict[str, float], expected: tuple[float, ...]) -> None:
    """Value, range and spread become a quantity; without a value the middle of the range stands for it."""
    item = CalculationInput.model_validate({"name": "x", "unit": "mm", "source": CHOSEN} | given_numbers)
    quantity = quantity_of(item)

    assert pytest.approx(expected) == (quantity.value, quantity.low, quantity.high)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.563348, "0.563"),
        (1153.8, "1,150"),
        (0.999999, "1.00"),
        (35.2, "35.2"),
        (-9.035, "−9.04"),
        (4.28208e-21, "4.28 × 10⁻²¹"),
        (1.45945e8, "1.46 × 10⁸"),
        (0, "0"),
        (99950, "100,000"),
    ],
)
def test_numbers_are_written_for_readers(value: float, text: str) -> None:
    """Three digits, a comma for thousands, a power of ten where zeros would have to be counted, a true minus sign."""
    assert text == show(value)


def test_given_numbers_keep_their_digits() -> None:
    """A number that was given is not shown with more or fewer digits than it has, unless it has many."""
    assert ["1.4", "−9.035", "10,500", "0.563", "0.07"] == [
        show_given(value) for value in (1.4, -9.035, 10_500.0, 0.563348, 0.07)
    ]


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Amount(Quantity.exactly(5.63e-7), "µm/s"), "0.56 µm/s"),
        (Amount(Quantity(1.8e-7, 1.6e-9, 2.1e-7), "µm/s"), "0.18 µm/s (0.0016 to 0.21)"),
        (Amount(Quantity(0.1, 0.03, 0.3), Unit.MILLITESLA, range_only=True, given=True), "30 to 300 mT"),
        (Amount(Quantity.exactly(-9e-6), Unit.MILLIONTH), "−9.0 × 10⁻⁶"),
        (Amount(Quantity.exactly(1153.8)), "1,200"),
    ],
)
def test_amounts_carry_unit_and_range(amount: Amount, text: str) -> None:
    """An amount is shown with its unit, and with its range where it has one."""
    assert text == show_amount(amount)
