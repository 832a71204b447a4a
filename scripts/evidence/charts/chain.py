"""Chain of argument: the claims that a claim leans on, each below what it is leaned on for."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.charts.marks import grade_pips, verdict_mark
from evidence.charts.svg import WIDE, Element, Frame, element, path, words
from evidence.charts.text import DIM_SIZE, LEADING, width, wrap

_STEP = 18.0
"""How far a premise stands to the right where there are several, in pixels."""
_GAP = 34.0
"""Height between two boxes: room for the arrow and for who joins them."""


@dataclass(frozen=True, slots=True)
class ChainClaim:
    """A claim in an argument, with the claims that it needs to be true."""

    label: str
    verdict: str
    """The word for its verdict, or that there is none yet."""
    shape: str | None = None
    """Shape of the verdict's mark (``evidence.charts.marks``); None where there is no verdict yet."""
    kind: str = ""
    """Name of the verdict in the style sheet."""
    grade: str = ""
    """Word for how sure the evidence makes us; empty where there is no grade."""
    level: int = 0
    """The grade as 1 to 4."""
    href: str | None = None
    by_document: bool = True
    """Whether the document itself joins this claim to what it is needed for, or the reviewers do."""
    weakest: bool = False
    premises: tuple[ChainClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class ArgumentChart:
    """A claim and the argument below it."""

    title: str
    description: str
    conclusion: ChainClaim


def draw(chart: ArgumentChart, id_: str, width_px: float = WIDE) -> str:
    """Draw premises above what they are needed for, joined by arrows: solid by the document, dashed by reviewers."""
    drawn, height, _ = _claim(chart.conclusion, 0, 0, width_px, is_conclusion=True)
    return Frame(id_, chart.title, chart.description, width_px, height + 2).draw(*drawn, links=True)


def _claim(
    claim: ChainClaim, left: float, y: float, width_px: float, *, is_conclusion: bool = False
) -> tuple[list[Element], float, float]:
    """Draw a claim below its premises; return it with the height at which its box ends and begins."""
    drawn: list[Element] = []
    several = len(claim.premises) > 1
    starts: list[tuple[ChainClaim, float]] = []
    for premise in claim.premises:
        indent = left + (_STEP * len(claim.premises) if several else 0)
        elements, end, _ = _claim(premise, indent, y, width_px)
        drawn += elements
        starts.append((premise, end))
        joined = "so, says the document" if premise.by_document else "joined by us, not by the document"
        drawn.append(words((indent + (8 if several else _STEP + 12), end + 21), joined, "dim"))
        y = end + _GAP
    for place, (premise, end) in enumerate(starts):
        x = left + _STEP * (place if several else 0) + 12
        # A premise above others sends its arrow down beside them, each on a line of its own.
        indent = left + _STEP * len(claim.premises)
        way = [(indent, end - 12), (x, end - 12), (x, y - 2)] if several else [(x, end), (x, y - 2)]
        drawn.append(path(way, "arrow-line" if premise.by_document else "arrow-line dashed"))
        drawn.append(path([(x, y - 1), (x - 4.5, y - 9), (x + 4.5, y - 9)], "arrow", closed=True))
    box, height = _box(claim, left, y, width_px - left, is_conclusion=is_conclusion)
    return [*drawn, box], y + height, y


def _box(claim: ChainClaim, x: float, y: float, room: float, *, is_conclusion: bool) -> tuple[Element, float]:
    lines = wrap(claim.label, room - 24, 3, bold=True)
    left, base = x + 12, y + 20
    drawn: list[Element] = []
    if claim.weakest or is_conclusion:
        drawn.append(words((left, base), "Weakest link" if claim.weakest else "This claim", "label"))
        base += LEADING
    for place, text in enumerate(lines):
        shortened = claim.label if place == 0 and lines[-1].endswith("…") else None
        drawn.append(words((left, base), text, "strong link" if claim.href else "strong", title=shortened))
        base += LEADING
    base += 2
    after = left
    if claim.shape:
        drawn.append(verdict_mark(claim.shape, claim.kind, after, base - 13, 17))
        after += 23
    drawn.append(words((after, base), claim.verdict, f"strong ev-verdict--{claim.kind}" if claim.shape else "dim"))
    if claim.grade:
        grade = f"{claim.grade} certainty"
        after += width(claim.verdict, bold=True) + 10
        if after + 36 + width(grade, DIM_SIZE) > x + room - 6:
            after, base = left, base + LEADING
        drawn += [grade_pips(claim.level, after, base - 4.5), words((after + 36, base), grade, "dim")]
    height = base + 11 - y
    class_ = "node weakest" if claim.weakest else "node conclusion" if is_conclusion else "node"
    box = element("rect", x=x + 1, y=y + 1, width=room - 2, height=height - 2, rx=5, class_=class_)
    if claim.href:
        return element("a", box, *drawn, href=claim.href, aria_label=f"{claim.label} {claim.verdict}"), height
    return element("g", box, *drawn), height
