"""Forest plot: the results of studies with their intervals, and what they come to together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from evidence.charts.axis import draw_axis, draw_favours
from evidence.charts.marks import BIAS_SIGNS, Bias, bias_mark
from evidence.charts.scales import Scale
from evidence.charts.svg import COMPACT, WIDE, Element, Frame, element, line, path, words
from evidence.charts.text import DIM_SIZE, LEADING, number, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SQUARE_MIN, _SQUARE_MAX = 5.0, 15.0
_GAP = 10.0
# Results that differ by less than this lie in one point, and an axis around it is as good as any.
_POINT = 1e-12
_PREDICTION = "95% prediction interval"
# Room for about 15 letters; on a phone, numbers of unusual length otherwise get a line of their own.
_LABEL_MIN = 110.0
# In each direction the axis goes at most so far beyond the estimates, in shares of what they and no effect span.
_REACH = 1.0


@dataclass(frozen=True, slots=True)
class ForestRow:
    """The result of a study."""

    label: str
    estimate: float
    low: float
    high: float
    weight: float | None = None
    """Per cent."""
    bias: Bias | None = None


@dataclass(frozen=True, slots=True)
class ForestSummary:
    """What results come to together."""

    label: str
    estimate: float
    low: float
    high: float
    prediction: tuple[float, float] | None = None
    """Where the effect of a further study is expected to lie."""
    note: str = ""
    """How much the results differ, and the like: printed below the axis."""


@dataclass(frozen=True, slots=True)
class ForestChart:
    """A forest plot. Ratios are given as ratios, not as their logarithms."""

    title: str
    description: str
    rows: tuple[ForestRow, ...]
    summaries: tuple[ForestSummary, ...] = ()
    measure: str = ""
    """Printed under the axis, with its unit."""
    ratio: bool = False
    """Ratios have a logarithmic axis, and 1 for no effect."""
    unimportant: tuple[float, float] | None = None
    """The band of effects too small to matter, shaded."""
    unimportant_note: str = ""
    favours: tuple[str, str] | None = None
    """Whom a result on the left and one on the right of no effect favours."""
    digits: int = 2
    axis: tuple[float, float] | None = None
    """Limits of the axis; without them they follow from the results."""

    @property
    def items(self) -> tuple[ForestRow | ForestSummary, ...]:
        """Return everything that has an estimate."""
        return (*self.rows, *self.summaries)


@dataclass(frozen=True, slots=True)
class _Texts:
    """What is written in a row."""

    label: str
    numbers: str
    weight: str | None = None
    class_: str | None = None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where things stand from left to right, in pixels."""

    width: float
    stacked: bool
    """On a phone the plot stands below the text of a row, and not between its label and its numbers."""
    label: float
    room: float
    scale: Scale
    numbers: float
    weights: float | None


def draw(chart: ForestChart, id_: str, width_px: float = WIDE) -> str:
    """Draw a forest plot: for each row its label, interval, numbers, weight and risk of bias.

    Raises:
        ValueError: There is no row, a number is not finite, or a ratio is not above 0.
    """
    if not chart.rows:
        message = "a forest plot needs results"
        raise ValueError(message)
    columns = _columns(chart, width_px)
    drawn: list[Element] = []
    strips: list[float] = []
    y = 0.0
    if not columns.stacked:
        drawn += _head(columns)
        y += 26
    top = y - 4
    heaviest = max((row.weight or 0 for row in chart.rows), default=0)
    for row in chart.rows:
        elements, middles, height = _row(chart, row, columns, y, heaviest)
        drawn += elements
        strips += middles
        y += height
    for summary in chart.summaries:
        drawn.append(line(0, y, width_px, y, "grid"))
        elements, middles, height = _summary(chart, summary, columns, y + 3)
        drawn += elements
        strips += middles
        y += height + 3
    plot_end = y + 4
    foot, height = _foot(chart, columns, plot_end)
    # On a phone the text of a row stands in the way: only the strip below it is marked.
    spans = [(middle - 10, middle + 12) for middle in strips] if columns.stacked else [(top, plot_end)]
    background = _background(chart, columns, spans)
    return Frame(id_, chart.title, chart.description, width_px, height).draw(*background, *drawn, *foot)


def axis_limits(chart: ForestChart) -> tuple[float, float]:
    """Return the limits of the axis: all estimates and no effect, and intervals as far as they do not dwarf them."""
    to, back = (math.log, math.exp) if chart.ratio else (float, float)
    core = [to(1.0 if chart.ratio else 0.0)] + [to(item.estimate) for item in chart.items]
    core += [to(end) for item in chart.summaries for end in (item.low, item.high)]
    if chart.unimportant:
        core += [to(end) for end in chart.unimportant]
    intervals = [(to(item.low), to(item.high)) for item in chart.items]
    ends = [end for interval in intervals for end in interval] + core
    ends += [to(end) for item in chart.summaries for end in item.prediction or ()]
    span = max(core) - min(core)
    reach = max(span * _REACH, median(high - low for low, high in intervals))
    low, high = max(min(ends), min(core) - reach), min(max(ends), max(core) + reach)
    if high - low < _POINT:
        low, high = low - 1, high + 1
    margin = (high - low) * 0.04
    return back(low - margin), back(high + margin)


def interval_text(item: ForestRow | ForestSummary, digits: int) -> str:
    """Write an estimate with its interval."""
    return f"{number(item.estimate, digits)} {range_text((item.low, item.high), digits)}"


def range_text(ends: tuple[float, float], digits: int) -> str:
    """Write an interval."""
    return f"[{number(ends[0], digits)}, {number(ends[1], digits)}]"


def _columns(chart: ForestChart, width_px: float) -> _Columns:
    low, high = chart.axis or axis_limits(chart)
    stacked = width_px < COMPACT
    widest = max(width(interval_text(item, chart.digits), bold=isinstance(item, ForestSummary)) for item in chart.items)
    has_weights = any(row.weight is not None for row in chart.rows)
    has_bias = any(row.bias for row in chart.rows)
    weights = 62.0 if has_weights else 0.0
    label = 24.0 if has_bias else 0.0
    if stacked:
        room = width_px - label - _GAP - widest
        scale = Scale(low, high, 8, width_px - weights - 8, log=chart.ratio)
        return _Columns(width_px, stacked, label, room, scale, width_px, width_px if has_weights else None)
    numbers = width_px - weights
    labels = [width(item.label, bold=isinstance(item, ForestSummary)) for item in chart.items]
    labels += [width(_PREDICTION) for summary in chart.summaries if summary.prediction]
    room = min(190.0, max(labels) + 4)
    scale = Scale(low, high, label + room + _GAP, numbers - widest - _GAP, log=chart.ratio)
    return _Columns(width_px, stacked, label, room, scale, numbers, width_px if has_weights else None)


def _head(columns: _Columns) -> list[Element]:
    head = [
        words((columns.label, 13), "Study", "strong"),
        words((columns.numbers, 13), "Estimate [95% CI]", "strong", anchor="end"),
        line(0, 21, columns.width, 21, "axis"),
    ]
    if columns.weights is not None:
        head.append(words((columns.weights, 13), "Weight", "strong", anchor="end"))
    return head


def _row(
    chart: ForestChart, row: ForestRow, columns: _Columns, y: float, heaviest: float
) -> tuple[list[Element], list[float], float]:
    """Draw a study; return it with the height of its middle line, and its own height."""
    share = math.sqrt(row.weight / heaviest) if row.weight and heaviest else 0.4
    side = _SQUARE_MIN + (_SQUARE_MAX - _SQUARE_MIN) * share
    weight = None if row.weight is None else f"{number(row.weight, 1)}%"
    drawn, middle, height = _text(_Texts(row.label, interval_text(row, chart.digits), weight), columns, y)
    if row.bias:
        drawn.append(bias_mark(row.bias, 9, y + 14 if columns.stacked else middle))
    drawn += _interval(columns.scale, row.low, row.high, middle, "interval")
    x = columns.scale.at(row.estimate)
    if columns.scale.low <= row.estimate <= columns.scale.high:
        drawn.append(
            element("rect", x=x - side / 2, y=middle - side / 2, width=side, height=side, class_="ink"),
        )
    return drawn, [middle], height


def _summary(
    chart: ForestChart, summary: ForestSummary, columns: _Columns, y: float
) -> tuple[list[Element], list[float], float]:
    """Draw a summary; return it with the heights of its middle lines, and its own height."""
    drawn, middle, height = _text(
        _Texts(summary.label, interval_text(summary, chart.digits), class_="strong"), columns, y
    )
    at = columns.scale.at
    middles = [middle]
    # However narrow its interval, a diamond can be seen.
    x = at(summary.estimate)
    left, right = min(at(summary.low), x - 2), max(at(summary.high), x + 2)
    drawn.append(path([(left, middle), (x, middle - 7), (right, middle), (x, middle + 7)], "diamond", closed=True))
    drawn += _arrows(columns.scale, summary.low, summary.high, middle)
    if summary.prediction:
        low, high = summary.prediction
        text = range_text(summary.prediction, chart.digits)
        more, below, more_height = _text(_Texts(_PREDICTION, text, class_="dim"), columns, y + height)
        drawn += [*more, *_interval(columns.scale, low, high, below, "prediction")]
        middles.append(below)
        height += more_height
    return drawn, middles, height + 4


def _text(texts: _Texts, columns: _Columns, y: float) -> tuple[list[Element], float, float]:
    """Write a row's text; return it with the height of the row's middle line and the row's own height."""
    # Numbers of unusual length get a line of their own.
    own_line = columns.stacked and columns.room < _LABEL_MIN
    lines = wrap(
        texts.label, columns.width - columns.label if own_line else columns.room, 2, bold=texts.class_ == "strong"
    )
    extra = LEADING * (len(lines) - 1)
    if columns.stacked:
        first = y + 18
        base = first + (extra + LEADING if own_line else 0)
        middle = first + extra + (LEADING if own_line else 0) + 17
        height = middle - y + 14
    else:
        middle = y + (28 + extra) / 2
        first, base, height = middle + 4.5 - extra / 2, middle + 4.5, 28.0 + extra
    title = texts.label if lines[-1].endswith("…") else None
    drawn = [
        words((columns.label, first + LEADING * place), text, texts.class_, title=title if place == 0 else None)
        for place, text in enumerate(lines)
    ]
    drawn.append(words((columns.numbers, base), texts.numbers, texts.class_ or "figure", anchor="end"))
    if texts.weight is not None and columns.weights is not None:
        drawn.append(words((columns.weights, middle + 4.5), texts.weight, "dim", anchor="end"))
    return drawn, middle, height


def _interval(scale: Scale, low: float, high: float, y: float, class_: str) -> Iterator[Element]:
    # An interval that lies wholly beyond the axis leaves only its arrow.
    if low <= scale.high and high >= scale.low:
        yield line(scale.at(low), y, scale.at(high), y, class_)
    yield from _arrows(scale, low, high, y)


def _arrows(scale: Scale, low: float, high: float, y: float) -> Iterator[Element]:
    if low < scale.low:
        yield path([(scale.start - 3, y), (scale.start + 5, y - 4), (scale.start + 5, y + 4)], "arrow", closed=True)
    if high > scale.high:
        yield path([(scale.end + 3, y), (scale.end - 5, y - 4), (scale.end - 5, y + 4)], "arrow", closed=True)


def _background(chart: ForestChart, columns: _Columns, spans: Sequence[tuple[float, float]]) -> Iterator[Element]:
    at = columns.scale.at
    no_effect = 1.0 if chart.ratio else 0.0
    for top, end in spans:
        if chart.unimportant:
            left, right = (at(value) for value in chart.unimportant)
            yield element("rect", x=left, y=top, width=max(right - left, 0), height=end - top, class_="band")
        if columns.scale.low <= no_effect <= columns.scale.high:
            yield line(at(no_effect), top, at(no_effect), end, "axis")


def _foot(chart: ForestChart, columns: _Columns, y: float) -> tuple[list[Element], float]:
    """Draw the axis and what explains the signs; return it with the height at which the figure ends."""
    scale = columns.scale
    drawn, y = draw_axis(scale, y, columns.width)
    if chart.favours:
        sides, y = draw_favours(chart.favours, scale.at(1.0 if chart.ratio else 0.0), y + LEADING + 2, columns.width)
        drawn += sides
    notes = [
        chart.measure,
        *(summary.note for summary in chart.summaries),
        chart.unimportant_note and f"Shaded: {chart.unimportant_note}",
    ]
    used = [bias for bias in Bias if any(row.bias is bias for row in chart.rows)]
    if used:
        notes.append("Sign before a study: " + ", ".join(f"{BIAS_SIGNS[bias]} {bias.value}" for bias in used))
    ends = [end for item in chart.items for end in (item.low, item.high)]
    ends += [end for summary in chart.summaries for end in summary.prediction or ()]
    if min(ends) < scale.low or max(ends) > scale.high:
        notes.append("An arrowhead marks an interval that goes on beyond the axis")
    for note in notes:
        for text in wrap(note, columns.width, 4, DIM_SIZE) if note else ():
            y += LEADING + 1
            drawn.append(words((0, y), text, "dim"))
    return drawn, y + 6
