"""Which inputs each method wants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.model.calculation import Method

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Parameter:
    """An input of a method."""

    dimension: str
    """What its unit must measure (``evidence.calculate.quantities``)."""
    required: bool = True
    above_zero: bool = True
    """Whether a number at or below 0 is impossible."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a method wants: for the calculation as a whole, and for each case."""

    whole: Mapping[str, Parameter]
    case: Mapping[str, Parameter]
    """Empty where the method has no cases; otherwise at least one case is wanted."""
    one_of: tuple[frozenset[frozenset[str]], ...] = ()
    """Groups of case inputs, of each of which exactly one member must be given, complete."""
    together: tuple[frozenset[str], ...] = ()
    """Case inputs that say something only with each other."""
    above: tuple[tuple[str, str], ...] = ()
    """Pairs of inputs of the whole, the first of which must be larger."""


def _group(*members: set[str]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(member) for member in members)


INPUTS: Mapping[Method, Inputs] = {
    Method.AXIAL_FIELD: Inputs(
        whole={"earth": Parameter("flux density", required=False)},
        case={
            "diameter": Parameter("length", required=False),
            "width": Parameter("length", required=False),
            "depth": Parameter("length", required=False),
            "thickness": Parameter("length"),
            "remanence": Parameter("flux density", required=False),
            "surface-field": Parameter("flux density", required=False),
            "measured-field": Parameter("flux density", required=False),
            "measured-at": Parameter("length", required=False),
        },
        one_of=(_group({"diameter"}, {"width", "depth"}), _group({"remanence"}, {"surface-field"})),
        together=(frozenset({"measured-field", "measured-at"}),),
    ),
    Method.RED_CELL_DRIFT: Inputs(
        whole={
            "mobility": Parameter("magnetic mobility"),
            "laboratory-field": Parameter("flux density"),
            "laboratory-gradient": Parameter("field gradient"),
            "product-field": Parameter("flux density"),
            "tenth-distance": Parameter("length"),
            "flow": Parameter("speed"),
            "cell-susceptibility": Parameter("susceptibility", above_zero=False),
            "fluid-susceptibility": Parameter("susceptibility", above_zero=False),
            "cell-volume": Parameter("volume"),
            "viscosity": Parameter("viscosity"),
            "temperature": Parameter("temperature"),
        },
        case={},
        # Otherwise the magnet pushes the cell away, and there is no drift toward it.
        above=(("cell-susceptibility", "fluid-susceptibility"),),
    ),
    Method.FIELDS_COMPARED: Inputs(
        whole={"earth": Parameter("flux density"), "scanner": Parameter("flux density")},
        case={"field": Parameter("flux density")},
    ),
}
