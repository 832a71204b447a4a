"""Numbers in texts: finding them, and telling whether one is another one rounded."""

from __future__ import annotations

import math
import re

# A minus belongs to the number only where no digit stands before it: "3-4 mm" is a range.
_NUMBER = re.compile(r"(?<![\w.])[-\u2212]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?![0-9])")
_WORDS = {
    "half": 0.5,
    "tenth": 0.1,
    "hundredth": 0.01,
    "thousandth": 0.001,
    "hundred": 100.0,
    "thousand": 1000.0,
}


def numbers_in(text: str) -> set[float]:
    """Return the numbers of a text, in digits (``1,100``, ``-6.39``) and in a few words (``a thousand``)."""
    written = {float(found.group().replace(",", "").replace("\N{MINUS SIGN}", "-")) for found in _NUMBER.finditer(text)}
    return written | {number for word, number in _WORDS.items() if re.search(rf"\b{word}\b", text)}


def digits_of(number: str) -> int:
    """Count the significant digits of a number as it is written; zeros at the end of a whole number do not count."""
    digits = number.lstrip("-").replace(".", "").lstrip("0")
    return max(1, len(digits) if "." in number else len(digits.rstrip("0")))


def rounds_to(value: float, stated: str) -> bool:
    """Tell whether a value gives a stated number when it is rounded to as many digits."""
    rounded = float(f"{value:.{digits_of(stated) - 1}e}")
    return math.isclose(rounded, float(stated), rel_tol=1e-9)
