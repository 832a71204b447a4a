"""How much room text takes, and numbers as text.

The reader's browser chooses the font, so widths are estimates: those of a wide sans-serif font (DejaVu Sans), so that
text in a narrower one (Arial, Roboto, Segoe UI) never runs into its neighbour.
"""

from __future__ import annotations

import math
import unicodedata

SIZE = 13
"""Height of the type in pixels, as the style sheet sets it."""
DIM_SIZE = 12
"""Height of the type of what is said on the side."""
LEADING = 17
"""From one baseline to the next, in pixels."""

# Beyond these, a reader would have to count zeros.
_MILLIONS, _THOUSANDS, _TENTHS_OF_THOUSANDTHS = 1e7, 1e4, 1e-4

# Widths in shares of the height of the type.
_NARROW, _SLIM, _WIDE, _CAPITAL, _FULL, _OTHER = 0.33, 0.41, 0.95, 0.72, 1.05, 0.64
_BOLD = 1.12


def width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Estimate the width of a line of text in pixels."""
    return size * (_BOLD if bold else 1) * sum(_share(sign) for sign in text)


def wrap(text: str, room: float, lines: int, size: float = SIZE, *, bold: bool = False) -> list[str]:
    """Break a text into at most so many lines that fit the room (in pixels); what is too long ends with an ellipsis.

    Words that are longer than a line are broken.
    """
    if bold:
        room /= _BOLD
    broken: list[str] = [""]
    for word in text.split():
        rest = word
        if broken[-1] and width(f"{broken[-1]} {rest}", size) <= room:
            broken[-1] += f" {rest}"
            continue
        while rest:
            fitting = _fitting(rest, room, size)
            if broken[-1]:
                broken.append(rest[:fitting])
            else:
                broken[-1] = rest[:fitting]
            rest = rest[fitting:]
    if len(broken) <= lines:
        return broken
    last = broken[lines - 1]
    while last and width(f"{last}…", size) > room:
        last = last[:-1]
    return [*broken[: lines - 1], f"{last.rstrip()}…"]


def number(value: float, digits: int) -> str:
    """Write a number with so many digits after the point and a true minus sign.

    From ten thousand on digits after the point tell nothing, and from ten million on a power is easier to read.
    """
    size = abs(value)
    written = f"{value:.2e}" if size >= _MILLIONS else f"{value:.{0 if size >= _THOUSANDS else digits}f}"
    # Rounded to nothing, a number has no sign.
    return written.lstrip("-") if float(written) == 0 else written.replace("-", "\N{MINUS SIGN}")


def plain_number(value: float) -> str:
    """Write a number with up to six significant digits and no needless zeros."""
    if value and not _TENTHS_OF_THOUSANDTHS <= abs(value) < _MILLIONS:
        return f"{value:.0e}".replace("-", "\N{MINUS SIGN}")
    digits = max(0, 5 - math.floor(math.log10(abs(value)))) if value else 0
    written = number(value, digits)
    return written.rstrip("0").rstrip(".") if "." in written else written


def _fitting(word: str, room: float, size: float) -> int:
    taken = 0.0
    for position, sign in enumerate(word):
        taken += _share(sign) * size
        if taken > room and position:
            return position
    return len(word)


def _share(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return _FULL
    if sign in "ijlI.,:;'|! ’":
        return _NARROW
    if sign in "tfr()[]/-":
        return _SLIM
    if sign in "mwMW@%⊕◯—":
        return _WIDE
    return _CAPITAL if sign.isupper() else _OTHER
