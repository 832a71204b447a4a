"""Evidence map: every claim in the row of its topic and the column of its verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.charts.marks import grade_pips, verdict_mark
from evidence.charts.svg import COMPACT, Element, Frame, element, line, words
from evidence.charts.text import DIM_SIZE, LEADING, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDE_MAP = 900.0
"""Width on a desktop, in pixels: seven columns with the names of claims in them."""

_SMALL_LEADING = 15.0


@dataclass(frozen=True, slots=True)
class MapVerdict:
    """A column of the map."""

    word: str
    shape: str
    kind: str
    """Name in the style sheet."""


@dataclass(frozen=True, slots=True)
class MapClaim:
    """A claim on the map."""

    label: str
    href: str
    column: int
    level: int | None
    """The grade as 1 to 4; None where there is none."""
    grade: str
    """The grade in words."""
    studies: int
    """Studies that test the claim itself."""
    others: int = 0
    """Reviews and documents on the claim itself."""


@dataclass(frozen=True, slots=True)
class MapTopic:
    """A row of the map."""

    name: str
    claims: tuple[MapClaim, ...]


@dataclass(frozen=True, slots=True)
class ClaimMap:
    """All claims by topic and verdict."""

    title: str
    description: str
    verdicts: tuple[MapVerdict, ...]
    topics: tuple[MapTopic, ...]


def draw(chart: ClaimMap, id_: str, width_px: float = WIDE_MAP) -> str:
    """Draw a tile for each claim: on a desktop with its name, on a phone with its grade and number of studies alone.

    Raises:
        ValueError: A claim stands in a column that does not exist.
    """
    column = width_px / len(chart.verdicts)
    compact = width_px < COMPACT
    drawn = list(_head(chart.verdicts, column, compact=compact))
    y = 34.0 if compact else 48.0
    for topic in chart.topics:
        drawn += [line(0, y, width_px, y, "axis"), words((0, y + 18), topic.name, "strong")]
        y += 26
        cells: list[list[MapClaim]] = [[] for _ in chart.verdicts]
        for claim in topic.claims:
            if not 0 <= claim.column < len(cells):
                message = f"no column {claim.column} for {claim.label}"
                raise ValueError(message)
            cells[claim.column].append(claim)
        ends = [y]
        for place, claims in enumerate(cells):
            cell_y = y
            for claim in claims:
                tile, height = _tile(claim, chart.verdicts[place], place * column, cell_y, column, compact=compact)
                drawn.append(tile)
                cell_y += height + 4
            ends.append(cell_y)
        drawn += [line(place * column, y, place * column, max(ends), "grid") for place in range(1, len(cells))]
        y = max(ends) + 4
    if compact:
        legend, y = _legend(chart.verdicts, width_px, y + 8)
        drawn += legend
    return Frame(id_, chart.title, chart.description, width_px, y).draw(*drawn, links=True)


def _head(verdicts: Sequence[MapVerdict], column: float, *, compact: bool) -> Iterator[Element]:
    for place, verdict in enumerate(verdicts):
        if compact:
            yield verdict_mark(verdict.shape, verdict.kind, (place + 0.5) * column - 11, 4, 22)
        else:
            yield verdict_mark(verdict.shape, verdict.kind, place * column + 6, 2, 20)
            yield words((place * column + 6, 38), verdict.word, f"strong ev-verdict--{verdict.kind}")


def _tile(  # noqa: PLR0913 - a place has two numbers
    claim: MapClaim, verdict: MapVerdict, x: float, y: float, column: float, *, compact: bool
) -> tuple[Element, float]:
    others = f" + {claim.others}" if claim.others else ""
    studies = f"{claim.studies} {'study' if claim.studies == 1 else 'studies'}"
    facts = [claim.grade] if claim.level is not None and not compact else []
    facts += [studies, *([f"+ {claim.others} other"] if others else [])]
    # What is seen stands in the name as it is seen, for whoever speaks to the browser.
    seen = f"{claim.studies}{others} studies and others" if compact and others else ", ".join(facts)
    name = f"{claim.label} {seen}: {verdict.word}" + ("" if claim.grade in facts else f", {claim.grade}")
    left, room = x + 2, column - 4
    drawn: list[Element] = []
    if compact:
        height = 36.0
        if claim.level is not None:
            drawn.append(grade_pips(claim.level, x + column / 2 - 16, y + 11))
        else:
            drawn.append(words((x + column / 2, y + 14), "–", "dim", anchor="middle"))
        drawn.append(words((x + column / 2, y + 29), f"{claim.studies}{others}", "strong", anchor="middle"))
    else:
        label = wrap(claim.label, room - 12, 4, DIM_SIZE)
        rows = [(text, "small link") for text in label] + [(text, "small dim") for text in facts]
        height = 14 + _SMALL_LEADING * len(rows)
        for place, (text, class_) in enumerate(rows):
            graded = claim.level is not None and place == len(label)
            base = y + 16 + _SMALL_LEADING * place
            if claim.level is not None and graded:
                drawn.append(grade_pips(claim.level, left + 5, base - 4))
            drawn.append(words((left + (42 if graded else 6), base), text, class_))
    box = element("rect", x=left, y=y, width=room, height=height, rx=4, class_=f"node ev-verdict--{verdict.kind}")
    return element("a", element("title", name), box, *drawn, href=claim.href, aria_label=name), height


def _legend(verdicts: Sequence[MapVerdict], width_px: float, y: float) -> tuple[list[Element], float]:
    drawn = []
    for place, verdict in enumerate(verdicts):
        x, row = (place % 2) * width_px / 2, y + (place // 2) * 26
        drawn += [
            verdict_mark(verdict.shape, verdict.kind, x, row, 20),
            words((x + 27, row + 15), verdict.word, f"strong ev-verdict--{verdict.kind}"),
        ]
    y += (len(verdicts) + 1) // 2 * 26 + LEADING
    drawn += [
        grade_pips(3, 0, y - 4),
        words((40, y), "how sure the evidence makes us, of four steps", "dim"),
        words((2, y + LEADING + 3), "7 + 2", "strong"),
        words((40, y + LEADING + 3), "studies of the claim itself + reviews and documents", "dim"),
    ]
    return drawn, y + LEADING + 10
