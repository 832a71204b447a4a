"""A line of a file with a mark under the place that a problem points at."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidence.problem import Place

# As far apart as editors set them by default.
_TAB = 4
_CUT = "…"
_NEAR = 4


def line_at(text: str, place: Place) -> str | None:
    """Return the line of a text that a problem points at; None where there is nothing to see."""
    lines = text.split("\n")
    return lines[place.line - 1] if place.line <= len(lines) and lines[place.line - 1].strip() else None


def excerpt(line: str, column: int, width: int) -> tuple[str, int]:
    """Return a line as it can be printed in ``width`` columns, and how far in the place at ``column`` lies.

    Columns of the file are characters, counted from 1; columns of the output are as wide as one narrow character.
    """
    end = len(line.rstrip())
    place = min(column - 1, end)
    # Far more than can be shown, because some characters have no width; the rest of a very long line is not looked at.
    cut_start, cut_end = max(0, place - _NEAR * width), min(end, place + _NEAR * width)
    cells = _cells(line[cut_start:cut_end])
    at = place - cut_start
    first, last = 0, len(cells)
    before, after = _width(cells[:at]), _width(cells[at:])
    while before + after + (cut_start + first > 0) + (cut_start + last < end) > width:
        # The longer side gives way, so that as much is seen before the place as behind it.
        if before >= after:
            before -= _width([cells[first]])
            first += 1
        else:
            last -= 1
            after -= _width([cells[last]])
    start = _CUT if cut_start + first > 0 else ""
    stop = _CUT if cut_start + last < end else ""
    return start + "".join(cells[first:last]) + stop, len(start) + before


def _cells(line: str) -> list[str]:
    """Return what is printed for each character: control characters would move the cursor or turn the text round."""
    cells: list[str] = []
    column = 0
    for character in line:
        if character == "\t":
            cell = " " * (_TAB - column % _TAB)
        elif unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
            cell = ascii(character)[1:-1]
        else:
            cell = character
        cells.append(cell)
        column += _width([cell])
    return cells


def _width(cells: list[str]) -> int:
    return sum(_width_of(character) for cell in cells for character in cell)


def _width_of(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
