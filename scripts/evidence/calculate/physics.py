"""The laws that the calculations use, as functions of SI numbers, each with its source."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant of nature."""

    name: str
    symbol: str
    value: float
    """In SI units."""
    unit: str
    source: str
    page: str
    """Where the value was seen."""


MAGNETIC_CONSTANT = Constant(
    name="magnetic constant",
    symbol="µ₀",
    value=1.25663706212e-6,
    unit="N/A²",
    source="CODATA 2018: 1.256 637 062 12(19) × 10⁻⁶, as a copy of the table prints it",
    page="https://wiki.bitter.house/content/wikipedia_en_all_maxi_2024-01/A/Permeability_of_vacuum",
)
BOLTZMANN_CONSTANT = Constant(
    name="Boltzmann constant",
    symbol="k",
    value=1.380649e-23,
    unit="J/K",
    source="exact by the definition of the SI: 1.380 649 × 10⁻²³",
    page="https://easyspin.org/455/constants.html",
)
MU_0 = MAGNETIC_CONSTANT.value
K_B = BOLTZMANN_CONSTANT.value

CYLINDER_SOURCE = "http://www.e-magnetica.pl/doku.php/calculator/magnet_cylindrical"
# Metres. No magnet of this world is felt here, so a search that comes so far was given numbers of another.
_ENDLESS = 1e12

BLOCK_SOURCE = "http://www.e-magnetica.pl/doku.php/calculator/magnet_rectangular"


def cylinder_shape(distance: float, radius: float, length: float) -> float:
    """Return the field on the axis of a cylinder, magnetised along it, as a part of the remanence.

        B/Br = ½ · ((z + L)/√(R² + (z + L)²) − z/√(R² + z²))

    All lengths in one unit, the distance from the face of the pole. The end faces act like discs of magnetic charge of
    opposite sign; on its axis such a disc has the field ½·Br·(1 − z/√(R² + z²)), and the formula is the near disc less
    the far one. Exact for a uniform magnetisation. Encyclopedia Magnetica prints it as the field strength H = B/µ₀
    (``CYLINDER_SOURCE``).
    """
    far = distance + length
    return 0.5 * (far / math.hypot(radius, far) - distance / math.hypot(radius, distance))


def block_shape(distance: float, width: float, depth: float, length: float) -> float:
    """Return the field on the axis of a block, magnetised along it, as a part of the remanence.

        B/Br = 1/π · (f(z + L) − f(z)),  f(x) = arctan(2x·√(a² + b² + 4x²) / (a·b))

    with a and b the sides of the pole's face. As for the cylinder, with rectangles of magnetic charge. Encyclopedia
    Magnetica prints it as the field strength H = B/µ₀ (``BLOCK_SOURCE``).
    """

    def angle(height: float) -> float:
        root = math.sqrt(width**2 + depth**2 + 4 * height**2)
        return math.atan(2 * height * root / (width * depth))

    return (angle(distance + length) - angle(distance)) / math.pi


def distance_where(field: Callable[[float], float], target: float) -> float:
    """Return the distance at which a field that falls with distance has a value above 0, in metres.

    0 where it is weaker from the start.
    """
    near, far = 0.0, 1.0
    if field(near) <= target:
        return near
    # Far from a magnet its field falls with the cube of the distance, so a few doublings are enough.
    while field(far) > target and far < _ENDLESS:
        near, far = far, 2 * far
    # Halving the last stretch sixty times leaves less than the size of an atom.
    for _ in range(60):
        middle = (near + far) / 2
        near, far = (middle, far) if field(middle) > target else (near, middle)
    return (near + far) / 2


def energy_gradient(field: float, gradient: float) -> float:
    """Return the gradient of the magnetic energy density B²/2µ₀, in N/m³: B·(dB/dz)/µ₀."""
    return field * gradient / MU_0


def even_fall_gradient(field: float, tenth_distance: float) -> float:
    """Return the gradient of a field that falls by the same factor with each millimetre, in T/m.

    From B(z) = B₀·10^(−z/d) with d the distance at which a tenth is left: dB/dz = B·ln 10/d in size.
    """
    return field * math.log(10) / tenth_distance


def magnetic_force(susceptibility_difference: float, volume: float, pull: float) -> float:
    """Return the force on a small body in a fluid, in N: Δχ·V·∇(B²/2µ₀), for |χ| far below 1."""
    return susceptibility_difference * volume * pull


def sphere_radius(volume: float) -> float:
    """Return the radius of a sphere of some volume."""
    return math.cbrt(3 * volume / (4 * math.pi))


def stokes_mobility(susceptibility_difference: float, volume: float, viscosity: float) -> float:
    """Return the magnetic mobility of a sphere, in m³·s/kg: Δχ·V/(6π·η·r), the force by Stokes' law of drag.

    A flat body of the same volume meets more drag than a sphere, so this is an upper estimate for a red cell.
    """
    return susceptibility_difference * volume / (6 * math.pi * viscosity * sphere_radius(volume))


def magnetic_energy(susceptibility_difference: float, volume: float, field: float) -> float:
    """Return the energy that a small body gains in a field, in J: Δχ·V·B²/2µ₀."""
    return susceptibility_difference * volume * field**2 / (2 * MU_0)
