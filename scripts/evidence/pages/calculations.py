"""Our own calculations on the page of a claim: what went in, what was done with it, what came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from evidence.calculate import Amount, calculate, quantity_of, show, show_amount
from evidence.charts import field
from evidence.charts.field import Curve, FieldChart, ReferenceField
from evidence.charts.figure import both_widths
from evidence.model.calculation import Unit
from evidence.pages.context import month
from evidence.pages.words import sentence_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calculate import Worked
    from evidence.model.calculation import CalculationInput, InputSource
    from evidence.model.claim import Claim
    from evidence.pages.context import PageContext

# Inputs whose names do not read well by themselves.
_LABELS = {
    "earth": "the Earth’s field",
    "scanner": "a scanner’s field",
    "measured-at": "distance of the measurement",
    "tenth-distance": "distance at which a tenth is left",
    "flow": "speed of blood in skin capillaries",
}

# Farther than this from a magnet, or far below the weakest field to compare with, a curve says nothing more.
_FARTHEST_MM = 500.0
_WEAKEST = 0.2


@dataclass(frozen=True, slots=True)
class InputRow:
    """A number that went into a calculation."""

    name: str
    number: str
    source: Markup
    note: str = ""


@dataclass(frozen=True, slots=True)
class CalculationView:
    """A calculation as it is printed."""

    worked: Worked
    inputs: tuple[InputRow, ...]
    chart: Markup


def calculation_views(page: PageContext, claim: Claim) -> list[CalculationView]:
    """Return the calculations that a claim names, in its order; one with a fault is left out."""
    known = page.library.calculations
    worked = [calculate(known[name].value) for name in claim.calculations if name in known]
    return [CalculationView(item, tuple(_inputs(page, item)), _chart(item)) for item in worked]


def _inputs(page: PageContext, worked: Worked) -> Iterator[InputRow]:
    for item in worked.calculation.inputs:
        yield _input(page, item, "")
    for case in worked.calculation.cases:
        for item in case.inputs:
            yield _input(page, item, f"{case.name}: ")
    for constant in worked.constants:
        link = Markup('<a href="{0}" rel="noopener">{1}</a>').format(constant.page, constant.source)
        number = f"{constant.symbol} = {show(constant.value, 7)} {constant.unit}"
        yield InputRow(sentence_case(constant.name), number, link)


def _input(page: PageContext, item: CalculationInput, prefix: str) -> InputRow:
    words = _LABELS.get(item.name, item.name.replace("-", " "))
    number = show_amount(Amount(quantity_of(item), item.unit, range_only=item.value is None, given=True))
    return InputRow(
        prefix + words if prefix else sentence_case(words), number, _source(page, item.source), item.note or ""
    )


def _source(page: PageContext, source: InputSource) -> Markup:
    if source.study:
        part = f"#{source.outcome}" if source.outcome else ""
        link = Markup('<a href="{0}{1}">{2}</a> {3}')
        return link.format(page.to_study(source.study), part, page.short(source.study), page.cite([source.study]))
    if source.page and source.seen:
        host = source.page.split("/")[2]
        return Markup('<a href="{0}" rel="noopener">{1}</a>, seen {2}').format(source.page, host, month(source.seen))
    return Markup("our choice: {0}").format(page.line(source.chosen or ""))


def _chart(worked: Worked) -> Markup:
    if not worked.curves:
        return Markup("")
    bands = [
        ReferenceField(band.name, band.field.low * 1e3, band.field.high * 1e3 if band.field.has_range else None)
        for band in worked.bands
    ]
    weakest = min((band.low_mt for band in bands), default=0.0) * _WEAKEST
    curves = []
    for curve in worked.curves:
        points = [(distance * 1e3, strength * 1e3) for distance, strength in curve.points]
        kept = tuple((x, y) for x, y in points if x <= _FARTHEST_MM and y > weakest)
        # A magnet weaker than all fields to compare with is drawn in full.
        if drawn := kept or tuple(point for point in points if point[1] > 0):
            curves.append(Curve(curve.name, drawn))
    if not curves:
        return Markup("")
    chart = FieldChart(
        title=worked.calculation.title,
        description=_described(worked),
        curves=tuple(curves),
        references=tuple(bands),
    )
    id_ = f"field-{worked.calculation.id}"
    # evidence.charts escapes all text.
    return Markup(both_widths(lambda name, width: field.draw(chart, name, width), id_))  # noqa: S704


def _described(worked: Worked) -> str:
    """Say in a sentence per magnet what its curve shows."""
    rows = worked.tables[0].rows
    parts = []
    for index, curve in enumerate(worked.curves):
        near, far = rows[0].cells[index], rows[-1].cells[index]
        if near and far:
            parts.append(f"{curve.name}: {show_amount(near)} at its face, {show_amount(far)} at {rows[-1].name}.")
    bands = []
    for band in worked.bands:
        amount = Amount(band.field, Unit.MILLITESLA, range_only=True, given=True)
        bands.append(f"{sentence_case(band.name)} is {show_amount(amount)}.")
    return " ".join([*parts, *bands])
