"""The signs of the site, told apart by shape alone: verdicts, grades, risk of bias. Colour only comes on top."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from evidence.charts.svg import Element, element

if TYPE_CHECKING:
    from collections.abc import Mapping

MARK_SIZE = 24
"""Width and height of the box in which a verdict's mark is drawn."""

GRADE_STEPS = 4

_RING = element("circle", cx=12, cy=12, r=10)

VERDICT_SHAPES: Mapping[str, tuple[Element, ...]] = {
    "check": (_RING, element("path", d="M7 12.5l3.4 3.4L17 9")),
    "cross": (_RING, element("path", d="M8 8l8 8M16 8l-8 8")),
    "minus": (_RING, element("path", d="M7 12h10")),
    "half": (_RING, element("path", class_="ev-mark__solid", d="M12 4.5a7.5 7.5 0 0 1 0 15z")),
    "wave": (_RING, element("path", d="M6.5 13.5c1.8-4 3.7-4 5.5-1.5s3.700 2.500 5.500-1.500")),
    "ring": (element("circle", cx=12, cy=12, r=10, stroke_dasharray="3.2 2.6"),),
    "slash": (_RING, element("path", d="M6 18L18 6")),
}


class Bias(StrEnum):
    """Risk of bias of a result; the values are the words shown to readers."""

    LOW = "low risk of bias"
    SOME = "some concerns"
    HIGH = "high risk of bias"
    UNKNOWN = "risk of bias not known"


BIAS_SIGNS: Mapping[Bias, str] = {
    Bias.LOW: "+",
    Bias.SOME: "\N{MINUS SIGN}",
    Bias.HIGH: "×",
    Bias.UNKNOWN: "?",
}
"""The signs of robvis, where the field knows them from."""


def verdict_shape(shape: str) -> str:
    """Return a verdict's mark without the element around it."""
    return "".join(str(part) for part in VERDICT_SHAPES[shape])


def verdict_mark(shape: str, kind: str, x: float, y: float, size: float) -> Element:
    """Draw a verdict's mark with its upper left corner at a place; ``kind`` names its colour in the style sheet."""
    return element(
        "g",
        *VERDICT_SHAPES[shape],
        class_=f"ev-mark ev-verdict--{kind}",
        transform=f"translate({x:.1f} {y:.1f}) scale({size / MARK_SIZE:.3f})",
    )


def grade_pips(level: int, x: float, y: float, step: float = 8) -> Element:
    """Draw a grade as four small discs from left to right, as many of them filled as it has levels."""
    radius = step * 0.36
    return element(
        "g",
        *(
            element(
                "circle", cx=x + step * (0.5 + place), cy=y, r=radius, class_="pip full" if place < level else "pip"
            )
            for place in range(GRADE_STEPS)
        ),
    )


def bias_mark(bias: Bias, x: float, y: float) -> Element:
    """Draw the sign of a risk of bias around a centre: an outlined disc with the sign in it."""
    return element(
        "g",
        element("title", bias.value),
        element("circle", cx=x, cy=y, r=8, class_=f"bias bias--{bias.name.lower()}"),
        element("text", BIAS_SIGNS[bias], x=x, y=y + 4.5, class_="sign", text_anchor="middle"),
    )
