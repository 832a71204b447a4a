"""The rules on calculations: their edges, what texts may state, and what a page does with a calculation at fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import CALCULATION, CLAIM, STUDY, Project, as_written

from evidence.pages.context import Site
from evidence.pages.site import generated_pages
from evidence.review import review_project
from evidence.rules.numbers import digits_of, numbers_in, rounds_to

if TYPE_CHECKING:
    from pathlib import Path

DIAMETER = "      - {name: diameter, value: 20, unit: mm, source: {chosen: fits a palm}}\n"
THICKNESS = "      - {name: thickness, value: 5, unit: mm, source: {chosen: fits a palm}}\n"
SURFACE = "      - {name: surface-field, value: 50, unit: mT, source: {study: alpha2001, arm: magnet}}\n"
ASSUMED = "assumptions:\n"
DRIFT = """\
# yaml-language-server: $schema=../scripts/evidence/schema/calculation.schema.json
id: field-of-the-hand-magnet
title: How fast does a cell drift?
summary: Slowly.
method: red-cell-drift
inputs:
  - {name: mobility, value: 4, unit: 10⁻⁶ mm³·s/kg, source: {chosen: x}}
  - {name: laboratory-field, value: 1, unit: T, source: {chosen: x}}
  - {name: laboratory-gradient, value: 100, unit: T/m, source: {chosen: x}}
  - {name: product-field, value: 100, unit: mT, source: {chosen: x}}
  - {name: tenth-distance, value: 3, unit: mm, source: {chosen: x}}
  - {name: flow, value: 0.5, unit: mm/s, source: {chosen: x}}
  - {name: cell-susceptibility, value: -6, unit: 10⁻⁶, source: {chosen: x}}
  - {name: fluid-susceptibility, value: -9, unit: 10⁻⁶, source: {chosen: x}}
  - {name: cell-volume, value: 90, unit: µm³, source: {chosen: x}}
  - {name: viscosity, value: 1, unit: mPa·s, source: {chosen: x}}
  - {name: temperature, value: 37, unit: °C, source: {chosen: x}}
assumptions:
  - None.
reviewed: 2026-11-21
"""


def stated(result: str, words: str, value: str, more: str = "", record: str = "magnets-warm-the-hand") -> str:
    """Return a list of one stated number, before the assumptions."""
    item = f"{{result: {result}, record: {record}, words: {words}, value: {value}{more}}}"
    return f"stated: [{item}]\n{ASSUMED}"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param(DIAMETER, DIAMETER * 2, "calculation-input", id="twice"),
        pytest.param(DIAMETER, "", "calculation-input-missing", id="no-shape"),
        pytest.param(
            DIAMETER, DIAMETER + DIAMETER.replace("diameter", "width"), "calculation-input-missing", id="two-shapes"
        ),
        pytest.param(DIAMETER, DIAMETER.replace("diameter", "width"), "calculation-input-missing", id="half-a-shape"),
        pytest.param(SURFACE, "", "calculation-input-missing", id="no-strength"),
        pytest.param(
            DIAMETER,
            DIAMETER + "      - {name: measured-at, value: 5, unit: mm, source: {chosen: x}}\n",
            "calculation-input-missing",
            id="measured-nothing",
        ),
        pytest.param("value: 5, unit", "unit", "calculation-range", id="no-number"),
        pytest.param("value: 5, unit", "low: 5, unit", "calculation-range", id="one-end"),
        pytest.param("value: 5, unit", "value: 5, low: 6, high: 7, unit", "calculation-range", id="value-outside"),
        pytest.param("value: 5, unit", "value: 0, unit", "calculation-range", id="nothing-thick"),
        pytest.param("value: 5, unit", "value: 5, plus_minus: 5, unit", "calculation-range", id="down-to-nothing"),
        pytest.param("value: 5, unit", "value: 5, plus_minus: -1, unit", "calculation-range", id="negative-spread"),
        pytest.param(
            "value: 5, unit", "value: 5, plus_minus: 1, low: 4, high: 6, unit", "calculation-range", id="two-ranges"
        ),
        pytest.param("value: 5, unit", f"value: 1{'0' * 300}, unit", "calculation-range", id="endless"),
        pytest.param("{chosen: the size of such fields}", "{}", "calculation-source", id="no-source"),
        pytest.param(
            "{chosen: the size of such fields}",
            "{chosen: x, page: https://example.org, seen: 2026-11}",
            "calculation-source",
            id="two-sources",
        ),
        pytest.param(
            "{chosen: the size of such fields}", "{page: https://example.org}", "calculation-source", id="page-unseen"
        ),
        pytest.param("study: alpha2001, arm: magnet", "study: alpha2001", "calculation-source", id="study-as-a-whole"),
        pytest.param("study: alpha2001, arm", "study: alpha2002, arm", "calculation-source", id="no-such-study"),
        pytest.param("arm: magnet}", "outcome: magnet}", "calculation-source", id="no-such-outcome"),
        pytest.param("arm: magnet}", "arm: sham}", "calculation-number-in-source", id="number-of-another-arm"),
        pytest.param("unit: mT\n    source", "unit: mm\n    source", "calculation-unit", id="field-in-millimetres"),
        pytest.param(
            ASSUMED, stated("hand-at-10-mm", "Gloves", "14", ", unit: mT"), "calculation-stated", id="no-number"
        ),
        pytest.param(ASSUMED, stated("hand-at-11-mm", "Twenty", "20"), "calculation-stated", id="no-such-result"),
        pytest.param(ASSUMED, stated("hand-at-10-mm", "1 °C", "1"), "calculation-stated", id="no-unit"),
        pytest.param(
            ASSUMED, stated("hand-at-10-mm", "1 °C", "1", ", unit: mT", "beta"), "calculation-stated", id="no-record"
        ),
        pytest.param(
            ASSUMED, stated("hand-at-10-mm", "1 °C", "1", ", unit: mT"), "calculation-stated", id="other-value"
        ),
    ],
)
def test_fault(old: str, new: str, found: str, tmp_path: Path) -> None:
    """Each fault is named by its own rule and by no other."""
    project = Project.of_sample(tmp_path)
    project.replace(CALCULATION, old, new)

    problems = project.problems()

    assert {found} == {problem.rule for problem in problems}
    assert {CALCULATION} == {problem.place.file for problem in problems}


def test_stated_number_is_rounded_as_it_is_written(tmp_path: Path) -> None:
    """A text may round as far as it likes: 13.6 mT may be stated as 13.6, 14 or 10 mT, and as no other number.

    R = 10, L = 5: B(0)/Br = ½ · 5/√125 = 0.223607; B(10)/Br = ½ · (15/√325 − 10/√200) = ½ · (0.832050 − 0.707107)
    = 0.062472; 50 × 0.062472 ÷ 0.223607 = 13.969 mT
    """
    project = Project.of_sample(tmp_path)
    for number in ("13.97", "14.0", "14", "10"):
        project.replace(CLAIM, "practical: Gloves warm hands.", f"practical: It leaves {number} mT.")
        project.replace(CALCULATION, ASSUMED, stated("hand-at-10-mm", f"{number} mT", number, ", unit: mT"))
        assert [] == project.found()
        project = Project.of_sample(tmp_path / number)


def test_stated_end_of_a_range(tmp_path: Path) -> None:
    """A text may state an end of a range: the distance of the stronger Earth's field is the shorter one."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "practical: Gloves warm hands.", "practical: From 75 to 95 mm.")
    shorter = stated("hand-earth", "From 75 to 95 mm", "75", ", unit: mm, end: high")
    project.replace(CALCULATION, ASSUMED, shorter)
    message = next(problem.message for problem in project.problems())

    assert "75 stands here, the calculation gives" in message


def test_study_that_cannot_be_read_breeds_no_second_fault(tmp_path: Path) -> None:
    """A calculation does not complain of a study whose own fault is named already."""
    project = Project.of_sample(tmp_path)
    project.replace(STUDY, "design: randomized-crossover", "design: randomised")

    assert {STUDY} == {problem.place.file for problem in project.problems()}


def test_cell_must_be_less_repelled_than_the_fluid(tmp_path: Path) -> None:
    """A sound calculation of drift has no problem; one with a cell that the magnet pushes away has."""
    project = Project.of_sample(tmp_path)
    project.write(CALCULATION, DRIFT.replace("../scripts", "../../../scripts"))
    assert [] == project.found()

    project.replace(CALCULATION, "value: -6,", "value: -9.5,")
    assert [f"{CALCULATION}:13:5 calculation-range"] == project.found()


def test_method_without_cases(tmp_path: Path) -> None:
    """A method that computes one thing has no cases, and a method that needs them says so."""
    project = Project.of_sample(tmp_path)
    project.write(
        CALCULATION,
        DRIFT.replace(
            "assumptions:",
            "cases: [{id: a, name: A, inputs: [" + " ".join(DRIFT.splitlines()[6].split()[1:]) + "]}]\nassumptions:",
        ),
    )
    assert ["calculation-input"] == [problem.rule for problem in project.problems()]

    project = Project.of_sample(tmp_path / "other")
    text = project.read(CALCULATION)
    project.write(CALCULATION, text[: text.index("cases:")] + text[text.index(ASSUMED) :])
    assert ["calculation-input-missing"] == [problem.rule for problem in project.problems()]


def test_evidence_links_to_named_calculations_only(tmp_path: Path) -> None:
    """An item of evidence may lead to a calculation that its claim names, and to no other."""
    project = Project.of_sample(tmp_path)
    bearing = "        bearing: against\n"
    project.replace(CLAIM, bearing, f"{bearing}        calculation: field-of-the-hand-magnet\n")
    assert [] == project.found()

    project.replace(CLAIM, "calculations: [field-of-the-hand-magnet]\n", "")
    assert {"calculation-unknown", "calculation-unused"} == {problem.rule for problem in project.problems()}


def claim_page(project: Project) -> str:
    """Return the page of the sample claim."""
    pages = generated_pages(review_project(project.root), Site())
    return as_written(next(page.text for page in pages if page.path == "claims/magnets-warm-the-hand.md"))


def test_page_shows_calculation(tmp_path: Path) -> None:
    """The page of a claim shows a calculation as chart, results, steps, inputs with sources, and assumptions."""
    page = claim_page(Project.of_sample(tmp_path))

    assert "\n## Our calculation\n" in page
    assert 'id="calculation-field-of-the-hand-magnet"' in page
    assert 'role="img"' in page
    assert '<th scope="row">10 mm</th><td class="ev-amount">14 mT</td>' in page
    assert "50 mT ÷ 0.224" in page
    assert "The magnet is a disc." in page
    assert "our choice: fits a palm" in page


def test_page_leaves_out_calculation_at_fault(tmp_path: Path) -> None:
    """The live preview shows the page without a calculation that cannot be computed."""
    project = Project.of_sample(tmp_path)
    project.replace(CALCULATION, DIAMETER, "")

    assert "Our calculation" not in claim_page(project)


def test_text_of_calculations_is_escaped(tmp_path: Path) -> None:
    """Names of magnets reach page and chart as text."""
    project = Project.of_sample(tmp_path)
    project.replace(CALCULATION, "name: Magnet in the hand", "name: A & B 5 < 6")
    page = claim_page(project)

    assert "A &amp; B 5 &lt; 6" in page
    assert "A & B" not in page


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1.4 T × 131 T/m", {1.4, 131}),
        ("-0.2 to +0.30, −6.39", {-0.2, 0.3, -6.39}),
        ("3-4 mm, 3–4 mm", {3, 4}),
        ("8,600 times, n=12, p8s1", {8600, 12}),
        ("about a thousand times, a tenth", {1000, 0.1}),
        ("B12 vitamin", set()),
        ("0.56.", {0.56}),
    ],
)
def test_numbers_in_text(text: str, numbers: set[float]) -> None:
    """Numbers are found in digits and in a few words; a hyphen between two of them is no minus."""
    assert numbers == numbers_in(text)


@pytest.mark.parametrize(
    ("number", "digits"), [("0.56", 2), ("0.002", 1), ("1000", 1), ("1154", 4), ("10.0", 3), ("-6.390", 4), ("0", 1)]
)
def test_significant_digits(number: str, digits: int) -> None:
    """Zeros before a number do not count, and zeros at its end only behind the point."""
    assert digits == digits_of(number)


def test_rounding() -> None:
    """A number agrees with what it is when it is rounded."""
    assert [True, True, True, False, False] == [
        rounds_to(1153.8, "1000"),
        rounds_to(0.563348, "0.56"),
        rounds_to(0.563348, "0.6"),
        rounds_to(0.563348, "0.5"),
        rounds_to(0.563348, "0.560"),
    ]
