"""A small builder of SVG: elements as values, one way to text, everything escaped on that way."""

from __future__ import annotations

import html
import math
import re
from dataclasses import dataclass

Attribute = str | float | None

WIDE, NARROW = 660.0, 340.0
"""Widths of figures that fit the column of a desktop and a phone, in pixels."""
COMPACT = 500.0
"""Figures narrower than this are laid out for a phone."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its attributes and children."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Element | str, ...]

    def __str__(self) -> str:
        attributes = "".join(f' {name}="{html.escape(_one_line(value))}"' for name, value in self.attributes)
        if not self.children:
            return f"<{self.tag}{attributes}/>"
        content = "".join(_escaped(child) if isinstance(child, str) else str(child) for child in self.children)
        # A blank parts lines of text where they are read as one: by a screen reader, or into the name of a link.
        return f"<{self.tag}{attributes}>{content}</{self.tag}>" + (" " if self.tag == "text" else "")


def element(tag: str, *children: Element | str | None, **attributes: Attribute) -> Element:
    """Make an element.

    Names of attributes are written with an underscore for a hyphen (``text_anchor``) and at the end where Python has
    the word for itself (``class_``). An attribute or child that is None is left out.

    Raises:
        ValueError: A number is not finite.
    """
    written = tuple(
        (name.rstrip("_").replace("_", "-"), value if isinstance(value, str) else coordinate(value))
        for name, value in attributes.items()
        if value is not None
    )
    return Element(tag, written, tuple(child for child in children if child is not None))


def coordinate(value: float) -> str:
    """Write a length in pixels, to a tenth.

    Raises:
        ValueError: The number is not finite.
    """
    if not math.isfinite(value):
        message = f"a figure cannot show {value}"
        raise ValueError(message)
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def words(
    at: tuple[float, float],
    content: str,
    class_: str | None = None,
    *,
    anchor: str | None = None,
    title: str | None = None,
) -> Element:
    """Write a line of text on its baseline; ``title`` holds in full what was shortened."""
    tip = element("title", title) if title else None
    return element("text", tip, content, x=at[0], y=at[1], class_=class_, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Element:
    """Draw a straight line."""
    return element("path", d=f"M{coordinate(x1)} {coordinate(y1)}L{coordinate(x2)} {coordinate(y2)}", class_=class_)


def path(points: list[tuple[float, float]], class_: str, *, closed: bool = False) -> Element:
    """Draw a line through points, or the area between them."""
    way = "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)
    return element("path", d=f"M{way}{'Z' if closed else ''}", class_=class_)


@dataclass(frozen=True, slots=True)
class Frame:
    """What every figure has: its id on the page, what it is called, what it shows, and its size in pixels."""

    id: str
    title: str
    description: str
    width: float
    height: float

    def draw(self, *children: Element | None, links: bool = False) -> str:
        """Return the figure as text.

        Args:
            children: What is drawn.
            links: Whether the figure holds links. Those of an image could not be reached by assistive technology,
                so it is then announced as a group.
        """
        return str(
            element(
                "svg",
                element("title", self.title, id=f"{self.id}-title"),
                element("desc", self.description, id=f"{self.id}-desc"),
                *children,
                xmlns="http://www.w3.org/2000/svg",
                class_="ev-chart",
                viewBox=f"0 0 {coordinate(self.width)} {coordinate(self.height)}",
                width=self.width,
                height=self.height,
                role="group" if links else "img",
                aria_labelledby=f"{self.id}-title",
                aria_describedby=f"{self.id}-desc",
            )
        )


# Signs that XML does not allow at all, and lone halves of a pair.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Figures stand in pages that are Markdown: these signs must not be read as its marks.
_ACTIVE = re.compile(r"[\[\]{}*_`\\]")


def _escaped(text: str) -> str:
    return _ACTIVE.sub(lambda sign: f"&#{ord(sign.group())};", html.escape(_one_line(text)))


def _one_line(text: str) -> str:
    return " ".join(_NOT_TEXT.sub("\ufffd", text).split())
