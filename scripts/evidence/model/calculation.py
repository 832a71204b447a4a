"""A calculation of this review: a question, a method of the engine, and the numbers that go into it.

What comes out is computed in every build (``evidence.calculate``) and is never written into the record.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from evidence.model.exemption import Exemption
from evidence.model.fields import Date, Key, Line, Month, Name, Number, Prose, Record, Slug, Url


class Method(StrEnum):
    """The methods that the engine can compute."""

    AXIAL_FIELD = "axial-field"
    """Field on the axis of a magnet against distance, from its size and its surface field or remanence."""
    RED_CELL_DRIFT = "red-cell-drift"
    """Pull of a magnet on a red cell without oxygen, against flow, friction and heat."""
    FIELDS_COMPARED = "fields-compared"
    """Fields as multiples of the Earth's and as parts of a scanner's."""


class Unit(StrEnum):
    """The units in which numbers may stand in a record."""

    TESLA = "T"
    MILLITESLA = "mT"
    TESLA_PER_METRE = "T/m"
    METRE = "m"
    MILLIMETRE = "mm"
    CUBIC_MICROMETRE = "µm³"
    MILLIMETRE_PER_SECOND = "mm/s"
    MICROMETRE_PER_SECOND = "µm/s"
    MOBILITY = "10⁻⁶ mm³·s/kg"
    """Speed of a cell for each unit of the gradient of magnetic energy density."""
    MILLIONTH = "10⁻⁶"
    """Of a volume susceptibility in SI units, which has no unit."""
    MILLIPASCAL_SECOND = "mPa·s"
    CELSIUS = "°C"


class InputSource(Record):
    """Where a number comes from: a result or a group of a study, a page, or our own choice. One of these."""

    study: Key | None = None
    """A study of ``studies/``, with the ``outcome`` or the ``arm`` whose text holds the number."""
    outcome: Slug | None = None
    """Id of an outcome of that study, where the number stands in its record."""
    arm: Slug | None = None
    """Id of an arm of that study, where the number stands there."""
    page: Url | None = None
    """A public page that prints the number, for constants of nature and of materials."""
    seen: Month | None = None
    """Year and month in which the page was seen."""
    chosen: Line | None = None
    """Why we chose the number, where it is no finding."""


class CalculationInput(Record):
    """A number that goes into a calculation: a value, a range, or both."""

    name: Slug
    """A name that the method knows."""
    value: Number | None = None
    """The number itself; without it, the middle of the range is used."""
    low: Number | None = None
    """Lower end of the range."""
    high: Number | None = None
    """Upper end of the range."""
    plus_minus: Number | None = None
    """What is printed after ±; makes the range from the value."""
    unit: Unit
    """Unit of all numbers of this input."""
    source: InputSource
    """Where the number comes from; printed beside it."""
    note: Line | None = None
    """What else to know of it; printed beside its name."""


class Case(Record):
    """One of several things that the same is computed for: a magnet, a field."""

    id: Slug
    """A short name, with which the ids of its results begin."""
    name: Name
    """Short: stands at a row or a curve."""
    inputs: Annotated[list[CalculationInput], Field(min_length=1)]
    """Numbers that go into this case alone."""


class Stated(Record):
    """A number in the text of a record that this calculation must bear out."""

    result: Slug
    """Which result, by the id that stands in the worked table."""
    record: Key
    """The claim, study or calculation whose text states it."""
    words: Name
    """The exact words, the number among them."""
    value: Number
    """The number as it is meant, in ``unit``. It is compared to as many digits as it has."""
    unit: Unit | None = None
    """Unit of ``value``; without it, a plain ratio."""
    end: Literal["low", "high"] | None = None
    """The end of the result's range that is stated, where it is not the result itself."""


class Calculation(Record):
    """A calculation of this review."""

    id: Slug
    """The name of the file without ``.yml``."""
    title: Name
    """The question that it answers."""
    summary: Prose
    """What it shows, and what it does not."""
    method: Method
    """How it is computed, which decides the inputs that it wants."""
    inputs: list[CalculationInput] = []
    """Numbers that go into it as a whole."""
    cases: list[Case] = []
    """Where the method computes the same for several things."""
    assumptions: Annotated[list[Line], Field(min_length=1)]
    """What is taken for granted, and which way it bends the result."""
    stated: list[Stated] = []
    """Where texts of this project state its results."""
    reviewed: Date
    """Day on which its inputs and assumptions were last looked over."""
    exemptions: list[Exemption] = []
    """Rules that do not hold for this record, each with the reason."""
