"""Effect-direction plot: which way each result lies where effects cannot be pooled.

After Hilton Boon and Thomson (doi:10.1002/jrsm.1458): a triangle shows the direction of the point estimate, its size
how many were studied, the shade of the row the quality. Statistical significance is not shown and nothing is counted.
The three classes of size are this project's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from evidence.charts.marks import Bias, bias_mark
from evidence.charts.svg import COMPACT, WIDE, Element, Frame, element, line, path, words
from evidence.charts.text import DIM_SIZE, LEADING, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW, MANY = 20, 100
"""Below the first number of people, animals or samples a symbol is small; from the second on it is large."""

_SMALL, _MIDDLE, _LARGE = 5.0, 7.0, 9.0
_HEAD = 26.0


class Way(StrEnum):
    """Where the point estimate lies; the values are the words shown to readers."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "no difference"
    VARIED = "both ways"
    UNKNOWN = "not told"


@dataclass(frozen=True, slots=True)
class DirectionRow:
    """A result of a study."""

    study: str
    outcome: str
    way: Way
    n: int | None = None
    """People, animals or samples studied."""
    good: str = ""
    """Whether that direction is ``better`` or ``worse`` for the person, where the scale says so."""
    bias: Bias = Bias.UNKNOWN


@dataclass(frozen=True, slots=True)
class DirectionChart:
    """The results of a body of evidence."""

    title: str
    description: str
    rows: tuple[DirectionRow, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Left end and room of each column, in pixels; on a phone study and outcome stand below each other."""

    way: float
    study: float
    study_room: float
    outcome: float
    outcome_room: float


def draw(chart: DirectionChart, id_: str, width_px: float = WIDE) -> str:
    """Draw a row for each result, grouped by risk of bias from low to unknown and else in the given order.

    Raises:
        ValueError: There is no row.
    """
    if not chart.rows:
        message = "a plot of directions needs results"
        raise ValueError(message)
    drawn: list[Element] = []
    y = 0.0
    ordered = sorted(chart.rows, key=lambda row: list(Bias).index(row.bias))
    for bias, rows in groupby(ordered, key=lambda row: row.bias):
        start, group = y, list[Element]()
        group += [bias_mark(bias, 14, y + 14), words((30, y + 18.5), bias.value, "strong")]
        y += _HEAD
        for row in rows:
            elements, height = _row(row, y, width_px)
            group += elements
            y += height
        y += 2
        shade = element("rect", x=0, y=start, width=width_px, height=y - start, class_=f"shade--{bias.name.lower()}")
        drawn += [shade, *group]
        y += 8
    return Frame(id_, chart.title, chart.description, width_px, y - 8).draw(*drawn)


def _row(row: DirectionRow, y: float, width_px: float) -> tuple[list[Element], float]:
    compact = width_px < COMPACT
    if compact:
        columns = _Columns(width_px - 6, 34, width_px - 130, 34, width_px - 130)
    else:
        columns = _Columns(34, 150, 170, 332, width_px - 332 - 70)
    study = wrap(row.study, columns.study_room, 2, bold=True)
    outcome = wrap(row.outcome, columns.outcome_room, 5 if compact else 3, DIM_SIZE)
    first = y + 17
    below = first + LEADING * len(study) if compact else first
    lines = len(study) + len(outcome) if compact else max(len(study), len(outcome))
    way = f"{row.way}, {row.good}" if row.good and not compact else row.way.value
    drawn = [
        line(6, y, width_px - 6, y, "grid"),
        *_symbol(row.way, row.n, 17, first - 4.5),
        *_lines(study, row.study, columns.study, first, "strong"),
        *_lines(outcome, row.outcome, columns.outcome, below, "dim"),
    ]
    n = f"n = {row.n}" if row.n is not None else "n not told"
    if compact:
        drawn.append(words((columns.way, first), way, "strong", anchor="end"))
        facts = [row.good, n] if row.good else [n]
        drawn += [
            words((columns.way, first + LEADING * (place + 1)), fact, "dim", anchor="end")
            for place, fact in enumerate(facts)
        ]
        lines = max(lines, len(facts) + 1)
    else:
        drawn += [words((columns.way, first), way), words((width_px - 6, first), n, "dim", anchor="end")]
    return drawn, LEADING * lines + 9


def _lines(lines: list[str], full: str, x: float, y: float, class_: str) -> Iterator[Element]:
    for place, text in enumerate(lines):
        shortened = full if place == 0 and lines[-1].endswith("…") else None
        yield words((x, y + LEADING * place), text, class_, title=shortened)


def _symbol(way: Way, n: int | None, x: float, y: float) -> Iterator[Element]:
    size = _SMALL if n is None or n < FEW else _LARGE if n >= MANY else _MIDDLE
    # How many were studied is not told: the symbol is hollow.
    class_ = "ink" if n is not None else "hollow"
    match way:
        case Way.HIGHER:
            yield _triangle(x, y, size, -1, class_)
        case Way.LOWER:
            yield _triangle(x, y, size, 1, class_)
        case Way.SAME:
            for side in (-1, 1):
                tip, base = x + side * (size + 3), x + side * 2.5
                yield path([(tip, y), (base, y - size * 0.8), (base, y + size * 0.8)], class_, closed=True)
        case Way.VARIED:
            yield _triangle(x - 6, y, size * 0.75, -1, class_)
            yield _triangle(x + 6, y, size * 0.75, 1, class_)
        case Way.UNKNOWN:
            yield element("circle", cx=x, cy=y, r=size, class_="hollow dashed")


def _triangle(x: float, y: float, size: float, down: int, class_: str) -> Element:
    base, tip = y - down * size * 0.8, y + down * size
    return path([(x - size, base), (x + size, base), (x, tip)], class_, closed=True)
