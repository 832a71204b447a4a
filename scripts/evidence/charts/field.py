"""Field against distance: how fast the field of a magnet fades, both axes logarithmic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.charts.scales import Scale
from evidence.charts.svg import COMPACT, WIDE, Element, Frame, element, line, path, words
from evidence.charts.text import LEADING, plain_number, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEIGHT = 360.0
_LEFT, _BOTTOM = 52.0, 46.0
# What a name may take at the end of its curve, as a share of the figure.
_NAMES = 0.34
_MARKS = ("disc", "square", "diamond", "triangle", "cross")


@dataclass(frozen=True, slots=True)
class Curve:
    """The field of one magnet along its axis."""

    name: str
    """Short: printed at the end of the curve."""
    points: tuple[tuple[float, float], ...]
    """Distance from the surface in mm and flux density in mT, both above 0, in the order of distance."""


@dataclass(frozen=True, slots=True)
class ReferenceField:
    """A field to compare with: a line, or a band where it has a range."""

    name: str
    low_mt: float
    high_mt: float | None = None


@dataclass(frozen=True, slots=True)
class Depth:
    """How deep something lies below the skin, shaded."""

    name: str
    from_mm: float
    to_mm: float


@dataclass(frozen=True, slots=True)
class FieldChart:
    """Curves of magnets among fields to compare with."""

    title: str
    description: str
    curves: tuple[Curve, ...]
    references: tuple[ReferenceField, ...] = ()
    depths: tuple[Depth, ...] = ()
    x_label: str = "distance from the magnet’s surface (mm)"
    y_label: str = "magnetic flux density (mT)"


@dataclass(frozen=True, slots=True)
class _Plot:
    """The two axes, and where the names of the curves begin."""

    x: Scale
    y: Scale
    right: float
    width: float


def draw(chart: FieldChart, id_: str, width_px: float = WIDE) -> str:
    """Draw curves on logarithmic axes, each with its name at its end, over bands of depth and lines of reference.

    Raises:
        ValueError: There is no curve, a curve is empty, or a value is not above 0.
    """
    points = [point for curve in chart.curves for point in curve.points]
    if not points or not all(curve.points for curve in chart.curves):
        message = "a chart of fields needs curves with points"
        raise ValueError(message)
    depth_names = list(_depth_names(chart.depths))
    top = 12.0 + LEADING * len(depth_names)
    right = width_px * (1 - _NAMES)
    distances = [x for x, _ in points] + [depth.to_mm for depth in chart.depths]
    fields = [y for _, y in points] + [
        y for item in chart.references for y in (item.low_mt, item.high_mt or item.low_mt)
    ]
    height = top + _HEIGHT
    plot = _Plot(
        Scale(min(distances), max(*distances, min(distances) * 10), _LEFT, right, log=True),
        Scale(min(fields) / 2, max(fields) * 2, height - _BOTTOM, top, log=True),
        right,
        width_px,
    )
    names, names_end = _names(chart, plot)
    frame = Frame(id_, chart.title, chart.description, width_px, max(height, names_end))
    return frame.draw(
        *_depths(chart.depths, plot, depth_names),
        *_axes(chart, plot),
        *_references(chart.references, plot),
        *_curves(chart.curves, plot),
        *names,
    )


def _depth_names(depths: Sequence[Depth]) -> Iterator[str]:
    for number, depth in enumerate(depths, start=1):
        yield f"{number} {depth.name}, {plain_number(depth.from_mm)} to {plain_number(depth.to_mm)} mm"


def _depths(depths: Sequence[Depth], plot: _Plot, names: Sequence[str]) -> Iterator[Element]:
    for number, (depth, name) in enumerate(zip(depths, names, strict=True)):
        # A depth may begin at the skin, which a logarithmic axis never reaches.
        left, right = plot.x.at(max(depth.from_mm, plot.x.low)), plot.x.at(depth.to_mm)
        yield element(
            "rect",
            element("title", name),
            x=left,
            y=plot.y.end,
            width=right - left,
            height=plot.y.start - plot.y.end,
            class_="band",
        )
        yield words(((left + right) / 2, plot.y.start - 6), str(number + 1), "dim halo", anchor="middle")
        yield words((_LEFT, 12 + LEADING * number), name, "dim")


def _axes(chart: FieldChart, plot: _Plot) -> Iterator[Element]:
    yield line(plot.x.start, plot.y.start, plot.x.end, plot.y.start, "axis")
    yield line(plot.x.start, plot.y.start, plot.x.start, plot.y.end, "axis")
    for tick in plot.x.ticks(7 if plot.width >= COMPACT else 4):
        x = plot.x.at(tick)
        yield line(x, plot.y.start, x, plot.y.start + 4, "axis")
        yield words((x, plot.y.start + 17), plain_number(tick), "dim", anchor="middle")
    for tick in plot.y.ticks(8):
        y = plot.y.at(tick)
        yield line(plot.x.start, y, plot.x.end, y, "grid")
        yield words((plot.x.start - 5, y + 4), plain_number(tick), "dim", anchor="end")
    yield words((plot.x.start, plot.y.start + 36), f"→ {chart.x_label}", "dim")
    middle = (plot.y.start + plot.y.end) / 2
    yield element(
        "text", chart.y_label, class_="dim", text_anchor="middle", transform=f"rotate(-90) translate({-middle:.0f} 11)"
    )


def _references(references: Sequence[ReferenceField], plot: _Plot) -> Iterator[Element]:
    for item in references:
        ends = {plot.y.at(item.low_mt), plot.y.at(item.high_mt or item.low_mt)}
        if item.high_mt:
            high, low = sorted(ends)
            yield element(
                "rect", x=plot.x.start, y=high, width=plot.x.end - plot.x.start, height=low - high, class_="band"
            )
        for y in sorted(ends):
            yield line(plot.x.start, y, plot.x.end, y, "reference")


def _curves(curves: Sequence[Curve], plot: _Plot) -> Iterator[Element]:
    for index, curve in enumerate(curves):
        points = [(plot.x.at(x), plot.y.at(y)) for x, y in curve.points]
        yield path(points, "curve")
        yield _mark(_MARKS[index % len(_MARKS)], *points[-1])


def _names(chart: FieldChart, plot: _Plot) -> tuple[list[Element], float]:
    """Name curves and fields at their ends, in their order from top to bottom and apart, however close they lie.

    Return them with the height at which they end.
    """
    drawn: list[Element] = []
    labels: list[tuple[float, float | None, str]] = [
        (plot.y.at(curve.points[-1][1]), plot.x.at(curve.points[-1][0]), curve.name) for curve in chart.curves
    ]
    labels += [
        ((plot.y.at(item.low_mt) + plot.y.at(item.high_mt or item.low_mt)) / 2, None, item.name)
        for item in chart.references
    ]
    labels.sort(key=lambda label: label[0])
    room = plot.width - plot.right - 22
    free = 0.0
    for y, from_x, name in labels:
        lines = wrap(name, room, 4, bold=from_x is not None)
        first = max(y + 4 - (len(lines) - 1) * LEADING / 2, free + 12)
        free = first + (len(lines) - 1) * LEADING + 3
        drawn.append(path([(from_x or plot.right, y), (plot.right + 4, y), (plot.right + 16, first - 4)], "leader"))
        for place, text in enumerate(lines):
            shortened = name if place == 0 and lines[-1].endswith("…") else None
            class_ = "dim" if from_x is None else "strong"
            drawn.append(words((plot.right + 20, first + LEADING * place), text, class_, title=shortened))
    return drawn, free + 4


def _mark(shape: str, x: float, y: float) -> Element:
    size = 4.0
    match shape:
        case "disc":
            return element("circle", cx=x, cy=y, r=size, class_="ink")
        case "square":
            return element("rect", x=x - size, y=y - size, width=2 * size, height=2 * size, class_="ink")
        case "diamond":
            return path(
                [(x, y - size - 1), (x + size + 1, y), (x, y + size + 1), (x - size - 1, y)], "ink", closed=True
            )
        case "triangle":
            return path([(x - size, y + size), (x + size, y + size), (x, y - size)], "ink", closed=True)
        case _:
            return path([(x - size, y - size), (x + size, y + size)], "axis")
