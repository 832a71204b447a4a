"""Figures: where things are drawn, what is written beside them, and that nothing in a label can break out."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import markdown

from evidence.charts import chain, claim_map, directions, field, forest
from evidence.charts.chain import ArgumentChart, ChainClaim
from evidence.charts.claim_map import ClaimMap, MapClaim, MapTopic, MapVerdict
from evidence.charts.directions import DirectionChart, DirectionRow, Way
from evidence.charts.field import Curve, Depth, FieldChart, ReferenceField
from evidence.charts.figure import both_widths
from evidence.charts.forest import ForestChart, ForestRow, ForestSummary, axis_limits
from evidence.charts.marks import Bias
from evidence.charts.scales import Scale, linear_ticks, log_ticks
from evidence.charts.svg import NARROW, WIDE, element
from evidence.charts.text import number, plain_number, width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

HOSTILE = "</svg><script>alert('1')</script> & \"x\" *b* [y](http://z) `c` {: #id } \x00\ud800\n\n# end"

ROWS = (ForestRow("Alpha 2001", -2, -8, 4, 75, Bias.LOW), ForestRow("Beta 2002", 1, -5, 7, 25, Bias.UNKNOWN))
FOREST = ForestChart(
    "Pain after magnets",
    "Two trials and their mean.",
    ROWS,
    (ForestSummary("Both trials", -1, -6, 4, (-9, 7), "I² 0%"),),
    "Mean difference (points of 100)",
    unimportant=(-10, 10),
    unimportant_note="differences below 10 points",
    favours=("less pain with magnets", "less pain with dummies"),
)
DIRECTIONS = DirectionChart(
    "Blood flow",
    "Three results.",
    (
        DirectionRow("Alpha 2001", "Flow in the hand", Way.HIGHER, 12, "better", Bias.HIGH),
        DirectionRow("Beta 2002", "Flow in the foot", Way.UNKNOWN),
        DirectionRow("Gamma 2003", "Warmth of the hand", Way.VARIED, 120, "", Bias.LOW),
    ),
)
CHAIN = ArgumentChart(
    "An argument",
    "Two claims and what follows.",
    ChainClaim(
        "Do magnets relieve pain?",
        "Untested",
        "ring",
        "untested",
        premises=(
            ChainClaim("Is there more flow?", "Overstated", "half", "overstated", "low", 2, "../flow/", weakest=True),
            ChainClaim("Does flow help?", "not yet reviewed", by_document=False),
        ),
    ),
)
VERDICTS = (MapVerdict("Supported", "check", "supported"), MapVerdict("Untested", "ring", "untested"))
MAP = ClaimMap(
    "All claims",
    "By topic and verdict.",
    VERDICTS,
    (
        MapTopic("Blood flow", (MapClaim("Magnets warm the hand", "claims/warm/", 0, 3, "moderate", 4, 1),)),
        MapTopic("Insoles", (MapClaim("Insoles cool the foot", "claims/cool/", 1, None, "no grade", 0),)),
    ),
)
FIELD = FieldChart(
    "Field of magnets",
    "Two magnets.",
    (Curve("disc", ((1, 100), (10, 1))), Curve("sheet of rubber", ((1, 10), (10, 0.01)))),
    (ReferenceField("Earth", 0.05), ReferenceField("products", 30, 200)),
    (Depth("skin", 0, 2),),
)

CHARTS: dict[str, Callable[[str, float], str]] = {
    "forest": lambda id_, width_px: forest.draw(FOREST, id_, width_px),
    "directions": lambda id_, width_px: directions.draw(DIRECTIONS, id_, width_px),
    "chain": lambda id_, width_px: chain.draw(CHAIN, id_, width_px),
    "map": lambda id_, width_px: claim_map.draw(MAP, id_, width_px),
    "field": lambda id_, width_px: field.draw(FIELD, id_, width_px),
}
EACH = pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS.keys())
WIDTHS = pytest.mark.parametrize("width_px", [WIDE, NARROW], ids=["desktop", "phone"])


def parsed(text: str) -> ET.Element:
    """Read a figure as XML, without the namespace in its tags."""
    root = ET.fromstring(text)  # noqa: S314 - made here
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
    return root


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    """Return the elements of a class."""
    return [node for node in root.iter() if name in node.get("class", "").split()]


def written(root: ET.Element) -> list[str]:
    """Return each line of text that a reader sees."""
    return ["".join(node.itertext()) for node in root.iter("text")]


def positions(root: ET.Element, name: str) -> list[tuple[float, float]]:
    """Return the points of the first path of a class."""
    way = of_class(root, name)[0].attrib["d"]
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[0-9.]+) (-?[0-9.]+)", way)]


@EACH
@WIDTHS
def test_figure_is_named_and_described(draw: Callable[[str, float], str], width_px: float) -> None:
    """A figure is well-formed XML and names its title and description by id, inside a page as well."""
    root = parsed(draw("figure", width_px))

    assert "svg" == root.tag
    assert {"img", "group"} >= {root.get("role")}
    for attribute, tag in (("aria-labelledby", "title"), ("aria-describedby", "desc")):
        named = root.find(f".//*[@id='{root.get(attribute)}']")
        assert named is not None
        assert tag == named.tag
        assert named.text


@EACH
def test_figure_with_links_is_no_image(draw: Callable[[str, float], str]) -> None:
    """What is announced as one image hides its links from assistive technology; a figure with links is a group."""
    root = parsed(draw("figure", WIDE))

    assert ("group" if root.find(".//a") is not None else "img") == root.get("role")


@EACH
def test_ids_are_unique_on_a_page(draw: Callable[[str, float], str]) -> None:
    """The two widths of a figure and a second figure share no id."""
    page = both_widths(draw, "one") + both_widths(draw, "two")
    ids = re.findall(r' id="([^"]+)"', page)

    assert 8 == len(ids)
    assert len(ids) == len(set(ids))


@EACH
def test_search_leaves_figures_out(draw: Callable[[str, float], str]) -> None:
    """The text of a figure repeats a table and must not count twice."""
    assert "data-search-exclude" in both_widths(draw, "one").partition(">")[0]


@EACH
@WIDTHS
def test_figure_is_the_same_each_time(draw: Callable[[str, float], str], width_px: float) -> None:
    """Two drawings of the same values are equal to the last sign."""
    assert draw("figure", width_px) == draw("figure", width_px)


@EACH
@WIDTHS
def test_figure_lies_within_its_size(draw: Callable[[str, float], str], width_px: float) -> None:
    """Lines of text begin inside the figure and none is placed below its end."""
    root = parsed(draw("figure", width_px))
    height = float(root.attrib["height"])

    assert width_px == float(root.attrib["width"])
    for node in root.iter("text"):
        if "transform" not in node.attrib:
            assert 0 <= float(node.attrib["x"]) <= width_px
            assert 0 < float(node.attrib["y"]) <= height


def hostile_figures() -> dict[str, Callable[[float], str]]:
    """Return figures in which every text is hostile."""
    row = DirectionRow(HOSTILE, HOSTILE, Way.SAME, 3, HOSTILE)
    claim = ChainClaim(HOSTILE, HOSTILE, "check", "supported", HOSTILE, 1, HOSTILE)
    conclusion = ChainClaim(HOSTILE, HOSTILE, premises=(claim,))
    topic = MapTopic(HOSTILE, (MapClaim(HOSTILE, HOSTILE, 0, 1, HOSTILE, 1),))
    summary = ForestSummary(HOSTILE, 1, 0, 2, (0, 3), HOSTILE)
    plot = ForestChart(
        HOSTILE,
        HOSTILE,
        (ForestRow(HOSTILE, 1, 0, 2),),
        (summary,),
        HOSTILE,
        unimportant=(-1, 1),
        unimportant_note=HOSTILE,
        favours=(HOSTILE, HOSTILE),
    )
    curves = (Curve(HOSTILE, ((1, 1), (2, 2))),)
    fields = FieldChart(
        HOSTILE, HOSTILE, curves, (ReferenceField(HOSTILE, 1),), (Depth(HOSTILE, 1, 2),), HOSTILE, HOSTILE
    )
    return {
        "forest": lambda width_px: forest.draw(plot, "x", width_px),
        "directions": lambda width_px: directions.draw(DirectionChart(HOSTILE, HOSTILE, (row,)), "x", width_px),
        "chain": lambda width_px: chain.draw(ArgumentChart(HOSTILE, HOSTILE, conclusion), "x", width_px),
        "map": lambda width_px: claim_map.draw(
            ClaimMap(HOSTILE, HOSTILE, (MapVerdict(HOSTILE, "check", "supported"),), (topic,)), "x", width_px
        ),
        "field": lambda width_px: field.draw(fields, "x", width_px),
    }


@pytest.mark.parametrize("kind", CHARTS)
@WIDTHS
def test_labels_cannot_break_out(kind: str, width_px: float) -> None:
    """A hostile label stays text: no tag, no Markdown, no line of its own, no sign that XML forbids."""
    text = hostile_figures()[kind](width_px)
    tags = {node.tag for node in parsed(text).iter()}

    assert "script" not in tags
    assert "<script" not in text
    assert "\n" not in text
    assert f"<figure>{text}</figure>" == markdown(f"<figure>{text}</figure>")
    # Outside of tags no sign is left that Markdown could read as its own.
    assert not re.search(r"[\[\]{}*_`\\]", re.sub(r"<[^>]*>", "", text))


def test_number_that_is_not_finite_is_refused() -> None:
    """A coordinate that is not a number is a fault of the program, not a hole in the figure."""
    with pytest.raises(ValueError, match="cannot show nan"):
        element("path", x=math.nan)


@pytest.mark.parametrize(
    ("scale", "value", "expected"),
    [
        # Linear, 0 to 10 over 100 to 300 pixels: the middle is at 200, a tenth at 120.
        (Scale(0, 10, 100, 300), 5, 200),
        (Scale(0, 10, 100, 300), 1, 120),
        # Beyond the limits: the ends.
        (Scale(0, 10, 100, 300), -4, 100),
        (Scale(0, 10, 100, 300), 11, 300),
        # From bottom to top: a quarter of the way up from 200 to 0.
        (Scale(0, 4, 200, 0), 1, 150),
        # Logarithmic, 0.1 to 10: 1 is the middle, and 100^(1/4) * 0.1 = 0.316228 a quarter.
        (Scale(0.1, 10, 0, 100, log=True), 1, 50),
        (Scale(0.1, 10, 0, 100, log=True), 0.3162277660, 25),
    ],
)
def test_scale_by_hand(scale: Scale, value: float, expected: float) -> None:
    """Values are placed in proportion, on a logarithmic scale in proportion of their logarithms."""
    assert pytest.approx(expected) == scale.at(value)


@pytest.mark.parametrize(
    ("low", "high", "log"),
    [(1, 1, False), (2, 1, False), (0, 1, True), (-1, 1, True), (math.nan, 1, False), (-1e308, 1e308, False)],
)
def test_scale_needs_a_range(low: float, high: float, log: bool) -> None:  # noqa: FBT001 - a column of the table
    """Limits that are no range are refused instead of dividing by nothing."""
    with pytest.raises(ValueError, match="no axis"):
        Scale(low, high, 0, 1, log=log)


def test_ticks_are_round() -> None:
    """Linear axes are marked at 1, 2 and 5 times powers of ten, logarithmic ones at powers of ten."""
    assert [-10, -5, 0, 5, 10] == linear_ticks(-11, 12, 5)
    assert [0.1, 0.2, 0.3] == linear_ticks(0.05, 0.35, 4)
    assert [0.1, 0.2, 0.5, 1, 2] == log_ticks(0.07, 4, 7)
    assert [0.01, 0.1, 1, 10, 100] == log_ticks(0.01, 100, 5)
    # A narrow range of ratios has no two such numbers in it.
    assert [0.98, 1, 1.02] == log_ticks(0.97, 1.03, 4)


def test_text_is_broken_at_words_and_cut_at_the_end() -> None:
    """What is too long for its lines ends with an ellipsis; words longer than a line are broken."""
    assert ["aaa bbb", "ccc"] == wrap("aaa bbb ccc", width("aaa bbb c"), 2)
    assert ["aaa", "bbb…"] == wrap("aaa bbb ccc", width("bbb…"), 2)
    assert ["aaaa", "aa"] == wrap("aaaaaa", width("aaaa"), 2)
    assert [""] == wrap("", 50, 2)


def test_numbers_are_written_for_readers() -> None:
    """Numbers carry a true minus sign, none when they round to nothing, and large ones no needless digits."""
    assert "−1.50" == number(-1.5, 2)
    assert "0.0" == number(-0.04, 1)
    assert "12346" == number(12345.6, 2)
    assert "1.23e+08" == number(123456789, 2)
    assert ["0.001", "0.5", "1", "20", "1000000"] == [plain_number(v) for v in (0.001, 0.5, 1, 20, 1e6)]


@WIDTHS
def test_forest_plot_places_no_effect_and_estimates(width_px: float) -> None:
    """On an axis from -10 to 10, no effect lies in the middle and an estimate of -2 at two fifths of the way."""
    chart = ForestChart("t", "d", ROWS[:1], axis=(-10, 10))
    root = parsed(forest.draw(chart, "x", width_px))
    axes = [node.attrib["d"] for node in of_class(root, "axis")]
    ends = next(
        (float(a), float(b))
        for a, b in (re.findall(r"[ML]([0-9.]+) ", way) for way in axes)
        if a != b and 0 < float(a) < 590
    )
    no_effect = next(float(a) for a, b in (re.findall(r"[ML]([0-9.]+) ", way) for way in axes) if a == b)
    square = next(node for node in root.iter("rect") if node.get("class") == "ink")
    start, end = ends

    assert pytest.approx((start + end) / 2, abs=0.2) == no_effect
    assert pytest.approx(start + (end - start) * 0.4, abs=0.2) == (
        float(square.attrib["x"]) + float(square.attrib["width"]) / 2
    )


@WIDTHS
def test_forest_plot_writes_every_number(width_px: float) -> None:
    """Each row stands there as text: its name, estimate with interval, weight; so do summary and prediction."""
    text = written(parsed(forest.draw(FOREST, "x", width_px)))

    for expected in (
        "Alpha 2001",
        "−2.00 [−8.00, 4.00]",
        "75.0%",
        "Beta 2002",
        "1.00 [−5.00, 7.00]",
        "25.0%",
        "Both trials",
        "−1.00 [−6.00, 4.00]",
        "95% prediction interval",
        "[−9.00, 7.00]",
        "I² 0%",
        "← less pain with magnets",
        "less pain with dummies →",
        "Mean difference (points of 100)",
        "Shaded: differences below 10 points",
    ):
        assert expected in text


def test_forest_plot_weighs_by_area() -> None:
    """A quarter of the largest weight has half of its side, above the smallest side of 5 pixels: 5 + 10 / 2 = 10."""
    rows = (ForestRow("a", 0, -1, 1, 80), ForestRow("b", 0, -1, 1, 20))
    root = parsed(forest.draw(ForestChart("t", "d", rows), "x"))

    assert ["15", "10"] == [node.get("width") for node in root.iter("rect") if node.get("class") == "ink"]


@WIDTHS
def test_forest_plot_clips_with_arrows(width_px: float) -> None:
    """An interval beyond the axis ends in an arrowhead at that side alone, and the figure says what it means."""
    chart = ForestChart("t", "d", (ForestRow("a", 0, -1, 50), ForestRow("b", 0, -1, 1)), axis=(-2, 2))
    root = parsed(forest.draw(chart, "x", width_px))

    assert 1 == len(of_class(root, "arrow"))
    assert "arrowhead" in " ".join(written(root))
    tip = positions(root, "arrow")[0][0]
    assert tip > max(x for x, _ in positions(root, "interval")) - 1


def test_forest_plot_without_clipping_has_no_arrows() -> None:
    """Where all intervals fit, nothing speaks of arrowheads."""
    root = parsed(forest.draw(FOREST, "x"))

    assert [] == of_class(root, "arrow")
    assert "arrowhead" not in " ".join(written(root))


def test_one_wild_interval_does_not_flatten_the_rest() -> None:
    """The axis covers the ordinary intervals and all estimates, not an interval a thousand times as long."""
    rows = (*(ForestRow(str(k), k, k - 1, k + 1) for k in range(4)), ForestRow("wild", 1, -4000, 4000))
    low, high = axis_limits(ForestChart("t", "d", rows))

    # Estimates and no effect span 0 to 3; as much again is allowed on each side, and 4% of the sum as margin.
    assert pytest.approx((-3 - 0.36, 6 + 0.36)) == (low, high)


def test_shortened_name_is_told_in_full() -> None:
    """A name that does not fit is cut on the figure and kept in its title."""
    name = "A trial whose authors could not agree on fewer than twenty words for the name that it was to be known by"
    root = parsed(forest.draw(ForestChart("t", "d", (ForestRow(name, 0, -1, 1),)), "x"))
    cut = next(node for node in root.iter("text") if node.find("title") is not None)

    assert name == cut.findtext("title")


def test_bias_marks_are_explained() -> None:
    """Each sign of risk of bias that is used stands in words below the plot, and no other."""
    text = " ".join(written(parsed(forest.draw(FOREST, "x"))))

    assert "+ low risk of bias, ? risk of bias not known" in text
    assert "some concerns" not in text


@WIDTHS
def test_directions_are_told_in_words(width_px: float) -> None:
    """Every row says study, outcome, direction and number; those without figures are rows like the others."""
    text = written(parsed(directions.draw(DIRECTIONS, "x", width_px)))

    for row in DIRECTIONS.rows:
        assert row.study in text
        assert row.outcome in text
        assert any(line.startswith(row.way.value) for line in text)
        assert row.bias.value in text
    assert ["n = 120", "n = 12", "n not told"] == [line for line in text if line.startswith("n ")][:3]
    assert "significant" not in " ".join(text)


def test_directions_are_grouped_by_quality() -> None:
    """Rows with low risk of bias come first, those not judged last; each group has its own shade."""
    root = parsed(directions.draw(DIRECTIONS, "x"))

    assert ["shade--low", "shade--high", "shade--unknown"] == [
        node.get("class") for node in root.iter("rect") if (node.get("class") or "").startswith("shade")
    ]


def test_triangle_points_the_way() -> None:
    """Up for higher, down for lower: the tip is the last of three corners, and y grows downwards."""
    tips = {}
    for way in (Way.HIGHER, Way.LOWER):
        root = parsed(directions.draw(DirectionChart("t", "d", (DirectionRow("a", "b", way, 50),)), "x"))
        corners = positions(root, "ink")
        tips[way] = corners[2][1] - corners[0][1]

    assert tips[Way.HIGHER] < 0 < tips[Way.LOWER]


def test_symbol_grows_with_the_number_studied() -> None:
    """Below 20, up to 99, from 100 on: three sizes, of 10, 14 and 18 pixels; hollow where no number is told."""
    widths = []
    for n in (19, 20, 99, 100):
        root = parsed(directions.draw(DirectionChart("t", "d", (DirectionRow("a", "b", Way.HIGHER, n),)), "x"))
        corners = positions(root, "ink")
        widths.append(corners[1][0] - corners[0][0])
    untold = parsed(directions.draw(DirectionChart("t", "d", (DirectionRow("a", "b", Way.HIGHER),)), "x"))

    assert [10, 14, 14, 18] == widths
    assert [] == of_class(untold, "ink")
    assert 1 == len(of_class(untold, "hollow"))


@WIDTHS
def test_chain_marks_the_weakest_link_in_words(width_px: float) -> None:
    """The weakest link, this claim, verdicts, grades and who joins them are told in words."""
    text = written(parsed(chain.draw(CHAIN, "x", width_px)))

    assert 1 == text.count("Weakest link")
    assert 1 == text.count("This claim")
    for expected in (
        "Is there more flow?",
        "Overstated",
        "low certainty",
        "so, says the document",
        "Does flow help?",
        "not yet reviewed",
        "joined by us, not by the document",
        "Do magnets relieve pain?",
        "Untested",
    ):
        assert expected in text


def test_chain_is_dashed_where_reviewers_join() -> None:
    """One arrow for each premise, dashed where the reviewers and not the document join the claims."""
    lines = of_class(parsed(chain.draw(CHAIN, "x")), "arrow-line")

    assert ["arrow-line", "arrow-line dashed"] == [node.get("class") for node in lines]


def test_chain_leads_to_the_claims() -> None:
    """A reviewed claim is a link with a name; one that is still to come is none."""
    links = list(parsed(chain.draw(CHAIN, "x")).iter("a"))

    assert [("../flow/", "Is there more flow? Overstated")] == [
        (link.get("href"), link.get("aria-label")) for link in links
    ]


def test_premises_stand_above_what_they_are_needed_for() -> None:
    """Boxes follow each other downwards, the claim itself last."""
    tops = [float(node.attrib["y"]) for node in of_class(parsed(chain.draw(CHAIN, "x")), "node")]

    assert sorted(tops) == tops
    assert 3 == len(tops)


@pytest.mark.parametrize(
    ("width_px", "warm"),
    [
        pytest.param(WIDE, "Magnets warm the hand moderate, 4 studies, + 1 other: Supported", id="desktop"),
        pytest.param(NARROW, "Magnets warm the hand 4 + 1 studies and others: Supported, moderate", id="phone"),
    ],
)
def test_map_links_every_claim(width_px: float, warm: str) -> None:
    """Each claim is one link that names claim, verdict, grade and number of studies, and what is seen as it is seen."""
    links = list(parsed(claim_map.draw(MAP, "x", width_px)).iter("a"))
    names = [link.get("aria-label", "") for link in links]

    assert ["claims/warm/", "claims/cool/"] == [link.get("href") for link in links]
    assert [warm, "Insoles cool the foot 0 studies: Untested, no grade"] == names
    for link, name in zip(links, names, strict=True):
        seen = "".join(piece for text in link.iter("text") for piece in (text.text, text.tail) if piece).strip(" –")
        assert seen in name.replace(",", "")


def test_map_places_claims_by_verdict_and_topic() -> None:
    """A claim of the second verdict stands in the second column, one of the second topic below the first."""
    first, second = of_class(parsed(claim_map.draw(MAP, "x", 900)), "node")

    # Two columns of 450 pixels, with 2 pixels around each tile.
    assert ["2", "452"] == [first.get("x"), second.get("x")]
    assert float(first.attrib["y"]) + float(first.attrib["height"]) < float(second.attrib["y"])


def test_map_has_targets_of_sufficient_size() -> None:
    """On a phone, too, a tile is at least 24 by 24 pixels (WCAG 2.5.8), with all seven verdicts side by side."""
    verdicts = tuple(MapVerdict(str(k), "check", "supported") for k in range(7))
    tile = of_class(parsed(claim_map.draw(ClaimMap("t", "d", verdicts, MAP.topics), "x", NARROW)), "node")[0]

    assert float(tile.attrib["width"]) >= 24
    assert float(tile.attrib["height"]) >= 24


def test_map_refuses_a_verdict_that_it_does_not_have() -> None:
    """A column that does not exist is a fault of the program."""
    topic = MapTopic("t", (MapClaim("c", "#", 2, None, "", 0),))
    with pytest.raises(ValueError, match="no column 2"):
        claim_map.draw(ClaimMap("t", "d", VERDICTS, (topic,)), "x")


def test_field_is_straight_on_logarithmic_axes() -> None:
    """A field that falls with the square of the distance is a straight line: its middle point lies in the middle."""
    curve = Curve("dipole", ((1, 100), (10, 1), (100, 0.01)))
    (x1, y1), (x2, y2), (x3, y3) = positions(parsed(field.draw(FieldChart("t", "d", (curve,)), "x")), "curve")

    assert pytest.approx((x1 + x3) / 2, abs=0.1) == x2
    assert pytest.approx((y1 + y3) / 2, abs=0.1) == y2
    assert y1 < y2 < y3


@WIDTHS
def test_field_names_curves_references_and_depths(width_px: float) -> None:
    """Everything drawn is named on the figure."""
    text = " ".join(written(parsed(field.draw(FIELD, "x", width_px))))

    for expected in ("disc", "sheet of rubber", "Earth", "products", "1 skin, 0 to 2 mm"):
        assert expected in text


def test_names_of_curves_never_cover_each_other() -> None:
    """However close curves end, their names stand at least a line apart."""
    curves = tuple(Curve(f"magnet {k}", ((1, 100), (10, 1 + k / 1000))) for k in range(6))
    root = parsed(field.draw(FieldChart("t", "d", curves), "x"))
    heights = [float(node.attrib["y"]) for node in of_class(root, "strong")]

    assert 6 == len(heights)
    assert all(after - before >= 12 for before, after in pairwise(heights))


@pytest.mark.parametrize("values", [((0, 1),), ((1, 0),), ((1, -2),), ()])
def test_field_refuses_what_has_no_logarithm(values: tuple[tuple[float, float], ...]) -> None:
    """A distance or field of 0 cannot be shown and is refused."""
    with pytest.raises(ValueError, match=r"no axis|no place|needs curves"):
        field.draw(FieldChart("t", "d", (Curve("c", values),)), "x")


NUMBERS = st.floats(-1e12, 1e12)
RATIOS = st.floats(1e-9, 1e9)
INTERVALS = {
    False: st.tuples(NUMBERS, NUMBERS, NUMBERS).map(sorted),
    True: st.tuples(RATIOS, RATIOS, RATIOS).map(sorted),
}


@pytest.mark.parametrize("ratio", [False, True], ids=["differences", "ratios"])
@WIDTHS
@settings(deadline=None)
@given(data=st.data())
def test_forest_plot_of_any_numbers_can_be_drawn(ratio: bool, width_px: float, data: st.DataObject) -> None:  # noqa: FBT001 - a column of the table
    """Whatever finite numbers come in, all coordinates are finite, lie in the figure, and every row is told."""
    intervals = data.draw(st.lists(INTERVALS[ratio], min_size=1, max_size=6))
    rows = tuple(ForestRow(f"Study {k}", mid, low, high) for k, (low, mid, high) in enumerate(intervals))
    summary = ForestSummary("All", rows[0].estimate, rows[0].low, rows[0].high, (rows[-1].low, rows[-1].high))
    text = forest.draw(ForestChart("t", "d", rows, (summary,), ratio=ratio), "x", width_px)
    root = parsed(text)

    assert not re.search(r"\b(?:nan|inf)\b", text)
    assert {row.label for row in rows} <= set(written(root))
    for node in root.iter():
        for x, _ in re.findall(r"[ML](-?[0-9.]+) (-?[0-9.]+)", node.get("d", "")):
            assert -4 <= float(x) <= width_px + 4


@WIDTHS
@settings(deadline=None)
@given(points=st.lists(st.tuples(st.floats(1e-3, 1e4), st.floats(1e-9, 1e5)), min_size=1, max_size=8))
def test_field_of_any_numbers_can_be_drawn(width_px: float, points: list[tuple[float, float]]) -> None:
    """Whatever distances and fields above 0 come in, the chart is drawn."""
    text = field.draw(FieldChart("t", "d", (Curve("curve", tuple(points)),)), "x", width_px)

    assert not re.search(r"\b(?:nan|inf)\b", text)
    assert "curve" in written(parsed(text))


@settings(deadline=None)
@given(label=st.text(max_size=120), room=st.floats(40, 400), lines=st.integers(1, 4))
def test_wrapped_text_fits(label: str, room: float, lines: int) -> None:
    """No line is longer than its room, none is too many, and nothing is lost where nothing was cut."""
    broken = wrap(label, room, lines)

    assert len(broken) <= lines
    assert all(width(line) <= room for line in broken)
    if not broken[-1].endswith("…"):
        assert "".join(label.split()) == "".join("".join(broken).split())


@pytest.mark.parametrize("draw", [forest.draw, directions.draw])
def test_empty_chart_is_refused(draw: Callable[..., str]) -> None:
    """A figure of nothing is a fault of the program."""
    empty = ForestChart("t", "d", ()) if draw is forest.draw else DirectionChart("t", "d", ())
    with pytest.raises(ValueError, match="needs results"):
        draw(empty, "x")


def test_large_chart_stays_light() -> None:
    """A forest plot of twenty trials weighs less than 15 kB in one width."""
    rows = tuple(
        ForestRow(f"Trial {k} of several authors", k / 7, k / 7 - 3, k / 7 + 3, 5, Bias.SOME) for k in range(20)
    )

    assert len(forest.draw(ForestChart("t", "d", rows), "x").encode()) < 15_000
