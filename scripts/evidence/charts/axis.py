"""The horizontal axis under a plot: its marks, and whom results on either side of no effect favour."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from evidence.charts.svg import Element, line, words
from evidence.charts.text import DIM_SIZE, LEADING, number, plain_number, width

if TYPE_CHECKING:
    from evidence.charts.scales import Scale

# Between two labels, in pixels.
_APART = 10.0


def draw_axis(scale: Scale, y: float, width_px: float) -> tuple[list[Element], float]:
    """Draw an axis with as many marks as have room; return it with the height of the baseline of its labels."""
    drawn = [line(scale.start, y, scale.end, y, "axis")]
    for x, label in _labelled(scale):
        half = width(label, DIM_SIZE) / 2
        inside = min(max(x, half), width_px - half)
        drawn += [line(x, y, x, y + 4, "axis"), words((inside, y + 17), label, "dim", anchor="middle")]
    return drawn, y + 17


def draw_favours(favours: tuple[str, str], no_effect: float, y: float, width_px: float) -> tuple[list[Element], float]:
    """Write whom either side favours, beside the line of no effect; return it with the height of the last baseline.

    Where the two have no room beside each other, they stand below each other at the ends of the figure.
    """
    left, right = f"← {favours[0]}", f"{favours[1]} →"
    left_end = max(no_effect - 8, width(left, DIM_SIZE))
    right_start = min(no_effect + 8, width_px - width(right, DIM_SIZE))
    if left_end + _APART <= right_start:
        return [words((left_end, y), left, "dim", anchor="end"), words((right_start, y), right, "dim")], y
    return [
        words((0, y), left, "dim"),
        words((width_px, y + LEADING), right, "dim", anchor="end"),
    ], y + LEADING


def _labelled(scale: Scale) -> list[tuple[float, str]]:
    """Return the marks of an axis with their labels: as many as stand apart from each other."""
    labelled: list[tuple[float, str]] = []
    for count in (7, 5, 4, 3, 2):
        ticks = scale.ticks(count)
        digits = max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9)) if len(ticks) > 1 else 0
        labelled = [(scale.at(tick), plain_number(tick) if scale.log else number(tick, digits)) for tick in ticks]
        room = min((after[0] - before[0] for before, after in pairwise(labelled)), default=math.inf)
        if max((width(label, DIM_SIZE) for _, label in labelled), default=0) + _APART <= room:
            break
    return labelled
