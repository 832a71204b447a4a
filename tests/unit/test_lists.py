"""Lists that readers filter: the table of all claims, the references, and what nobody knows yet."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import CLAIM, SAMPLE, STUDY, Project

from evidence.appraise import appraise_claim, appraise_library
from evidence.library import read_library
from evidence.model.study import Document
from evidence.model.vocabulary import Design, Grade, Topic, Verdict
from evidence.pages.claims_table import claims_table, people_words
from evidence.pages.context import PageContext, Site
from evidence.pages.design_groups import GROUP_OF, DesignGroup, group_name, grouped
from evidence.pages.facets import Choice, Traits, facet
from evidence.pages.fragments import expand
from evidence.pages.grading import what_would_raise
from evidence.pages.open_questions import is_open, is_registered_only, open_questions
from evidence.pages.reference_list import reference_list
from evidence.pages.words import VERDICT_ORDER
from evidence.participants import Participants
from evidence.review import Review, review_project

if TYPE_CHECKING:
    from pathlib import Path

SITE = Site("Sample", "https://example.org/review/")
ID = "magnets-warm-the-hand"


@pytest.fixture(scope="module")
def review() -> Review:
    """Return the review of the sample project."""
    return review_project(SAMPLE)


class _Elements(HTMLParser):
    """Collects the attributes of elements by a function on them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def elements(text: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a page with their attributes."""
    reader = _Elements()
    reader.feed(text)
    return reader.found


def filled(review: Review, part: str, path: str = "claims/index.md") -> str:
    """Return a part of a page."""
    return expand(path, f"<!-- evidence:{part} -->", review, SITE)


def part_items(text: str) -> list[dict[str, str]]:
    """Return the attributes of the entries of a list."""
    return [attributes for _, attributes in elements(text) if "data-item" in attributes]


# Facets


def test_facet_counts_each_entry_once() -> None:
    """Values come in the order of their labels, with the number of entries that have them; others are left out."""
    entries = [Traits({"x": ("b", "a", "a")}, {}), Traits({"x": ("b",)}, {})]

    assert (Choice("a", "A", 1), Choice("b", "B", 2)) == facet(
        "x", "X", {"a": "A", "b": "B", "c": "C"}, entries
    ).choices


def test_every_design_has_a_group_and_every_group_a_name() -> None:
    """No study is missing from the filters because of its design."""
    assert set(Design) == set(GROUP_OF)
    assert set(DesignGroup) == set(GROUP_OF.values())
    assert len(DesignGroup) == len({group_name(group) for group in DesignGroup})


def test_designs_are_counted_by_group() -> None:
    """Two kinds of randomized trial are one group; groups come in their own order."""
    designs = [Design.GUIDELINE, Design.RANDOMIZED_CROSSOVER, Design.RANDOMIZED_PARALLEL]

    assert [(DesignGroup.RANDOMIZED, 2), (DesignGroup.GUIDANCE, 1)] == list(grouped(designs).items())
    assert "guideline or agency page" == group_name(DesignGroup.GUIDANCE, 1)


def test_every_verdict_has_a_place_in_lists() -> None:
    """The order for readers names each verdict once."""
    assert sorted(Verdict) == sorted(VERDICT_ORDER)


# The table of all claims


def test_table_tells_everything_of_a_claim(review: Review) -> None:
    """Title, answer, topic, kind, verdict, grade and basis, studies, people, document and date stand in the row."""
    text = filled(review, "claims-table")

    for passage in (
        '<a class="ev-all__title" href="../claims/magnets-warm-the-hand/">Does a magnet warm the hand?</a>',
        "One small trial found no difference worth noticing.",
        '<a href="../topics/blood-flow/">Blood flow</a>',
        "effect",
        'data-verdict="not-supported"',
        "⊕⊕◯◯",
        "GRADE, does it work",
        "1 randomized trial",
        "20 people",
        '<a class="ev-all__line" href="../sources/sample-article/">Sample article</a>',
        '<time datetime="2026-11-21">21 Nov 2026</time>',
    ):
        assert passage in text


def test_table_is_a_table(review: Review) -> None:
    """It has a caption, a header for each column and row, and as many cells as columns."""
    text = filled(review, "claims-table")
    found = elements(text)
    columns = [attributes for tag, attributes in found if tag == "th" and attributes.get("scope") == "col"]
    rows = [attributes for tag, attributes in found if tag == "th" and attributes.get("scope") == "row"]

    assert "<caption>" in text
    assert 1 == len(rows)
    assert len(columns) == len(rows) + len([tag for tag, _ in found if tag == "td"])


@pytest.mark.parametrize("part", ["claims-table", "references"])
def test_list_is_whole_without_its_script(review: Review, part: str) -> None:
    """No entry is hidden; what only works with the script is, and the choices say how many entries each has."""
    text = filled(review, part)
    found = elements(text)
    hidden = [tag for tag, attributes in found if "hidden" in attributes and tag != "option"]

    assert all("hidden" not in item for item in part_items(text))
    assert ["form", "div", "div"] == hidden
    assert {"1"} == set(re.findall(r"data-count>(\d+)<", text))


@pytest.mark.parametrize("part", ["claims-table", "references"])
def test_what_the_script_reads_fits_together(review: Review, part: str) -> None:
    """Each property to filter by stands on every entry with values that are choices; each way to sort has a value."""
    text = filled(review, part)
    found = elements(text)
    facets = [attributes["data-facet"] for _, attributes in found if "data-facet" in attributes]
    orders = [attributes["value"] for tag, attributes in found if tag == "option" and attributes["value"]]
    columns = [attributes["data-order"] for _, attributes in found if "data-order" in attributes]
    choices = {attributes["value"] for _, attributes in found if attributes.get("type") == "checkbox"}
    items = part_items(text)

    assert items
    assert len(facets) == len(set(facets))
    for item in items:
        assert {value for name in facets for value in item[f"data-facet-{name}"].split()} <= choices
        assert all(f"data-order-{key.removeprefix('-')}" in item for key in [*orders, *columns])


def test_names_in_addresses_leave_those_of_the_theme_alone(review: Review) -> None:
    """The theme reads `q` and `h` from the address: no list may use them, nor a name twice."""
    page = PageContext(review, SITE, "x.md")
    for listing in (claims_table(page, list(review.appraisals.values())), reference_list(page)):
        names = [facet.name for facet in listing.facets]
        assert not {"q", "h", "text", "sort"} & set(names)


def test_claim_without_studies_can_be_found(tmp_path: Path) -> None:
    """A claim that nothing tests says so in words, and "none" is a choice for grade, basis and studies."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "    directness: direct\n", "    directness: indirect\n")
    project.replace(CLAIM, "verdict: not-supported\n", "verdict: untested\n")
    project.replace(CLAIM, "rests_on: [warmth]\n", "rests_on: []\n")
    review = review_project(project.root)
    text = filled(review, "claims-table")
    item = part_items(text)[0]

    assert ["none"] * 3 == [item[f"data-facet-{name}"] for name in ("grade", "basis", "design")]
    assert "" == item["data-order-grade"]
    assert "no grade" in text
    assert "None found" in text


def test_background_is_not_counted(tmp_path: Path) -> None:
    """A result that is mere background is no study of the claim itself."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "        bearing: against\n", "        bearing: background\n")
    review = review_project(project.root)
    page = PageContext(review, SITE, "claims/index.md")
    row = claims_table(page, list(review.appraisals.values())).rows[0]

    assert () == row.designs
    assert "" == row.people


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (Participants(412, 2, 0, 3, "people"), "412 people"),
        (Participants(1340, 10, 1, 0, "people"), "at least 1,340 people"),
        (Participants(0, 2, 2, 0, "people"), "number of people not told"),
        (Participants(0, 0, 0, 4, "people"), ""),
        (Participants(12, 1, 0, 0, "animals"), "12 animals"),
    ],
)
def test_people_are_said_in_words(people: Participants, expected: str) -> None:
    """What studies do not tell makes the number a lower bound; reviews have nobody of their own."""
    assert expected == people_words(people)


# The references


def test_reference_says_what_it_is_and_who_uses_it(review: Review) -> None:
    """Design, number of people, how much was read, and the claims that use it with their verdicts."""
    text = filled(review, "references", "references.md")

    assert '<li id="ref-alpha2001"' in text
    assert "n = 20 · " in text
    assert "../studies/alpha2001/" in text
    assert "../claims/magnets-warm-the-hand/" in text
    assert 'data-verdict="not-supported"' in text


def test_many_uses_fold(review: Review) -> None:
    """Where more than two claims use a study they stand folded, all of them."""
    loaded = review.library.claims[ID]
    claims = {
        name: replace(loaded, value=loaded.value.model_copy(update={"id": name})) for name in ("one", "two", "three")
    }
    library = replace(review.library, claims=claims)
    text = filled(Review(library, appraise_library(library), ()), "references", "references.md")

    assert "<summary>Used by 3 claims</summary>" in text
    assert 3 == text.count("../claims/")


def test_further_report_is_listed_with_its_study(tmp_path: Path) -> None:
    """A second paper on a study is a reference of its own, with the design and the claims of the study."""
    project = Project.of_sample(tmp_path)
    project.replace(STUDY, "arms:\n", "reports: [{key: alpha2003, note: The same people a year later.}]\narms:\n")
    project.write(
        "references.bib", project.read("references.bib") + "\n@article{alpha2003, title={Later}, year={1999}}\n"
    )
    page = PageContext(review_project(project.root), SITE, "references.md")
    rows = {row.key: row for row in reference_list(page).rows}

    assert {"alpha2001", "alpha2003"} == set(rows)
    assert rows["alpha2001"].study == rows["alpha2003"].study
    assert ("1990s",) == rows["alpha2003"].traits.facets["published"]
    assert [ID] == [use.claim.id for use in rows["alpha2003"].uses]


def test_year_that_is_not_confirmed_comes_last(tmp_path: Path) -> None:
    """A work without a confirmed year is a choice of its own and has nothing to be sorted by."""
    project = Project.of_sample(tmp_path)
    bibliography = re.sub(r"(?m)^\s*year\s*=.*\n", "", project.read("references.bib"))
    project.write("references.bib", bibliography)
    page = PageContext(review_project(project.root), SITE, "references.md")
    listing = reference_list(page)

    assert "" == listing.rows[0].traits.orders["year"]
    published = next(facet for facet in listing.facets if facet.name == "published")
    assert (Choice("unknown", "Year not confirmed", 1),) == published.choices


# What nobody knows yet


@pytest.mark.parametrize(
    ("verdict", "grade", "expected"),
    [
        (Verdict.UNSETTLED, Grade.VERY_LOW, True),
        (Verdict.UNTESTED, None, True),
        (Verdict.NOT_SUPPORTED, Grade.LOW, True),
        (Verdict.NOT_SUPPORTED, Grade.MODERATE, False),
        (Verdict.CONTRADICTED, Grade.HIGH, False),
        (Verdict.NOT_TESTABLE, None, False),
        (Verdict.OVERSTATED, Grade.LOW, False),
        (Verdict.SUPPORTED, Grade.LOW, False),
    ],
)
def test_open_is_what_research_could_settle(verdict: Verdict, grade: Grade | None, expected: bool) -> None:  # noqa: FBT001
    """Unsettled, untested, and not supported by evidence of low certainty are open; all else is not."""
    library, _ = read_library(SAMPLE)
    claim = next(iter(library.claims.values())).value.model_copy(update={"verdict": verdict})
    appraisal = appraise_claim(claim)
    object.__setattr__(appraisal, "grade", grade)

    assert expected == is_open(appraisal)


def test_open_question_says_what_would_settle_it(review: Review) -> None:
    """The reviewers' words, and what would raise the grade as computed, stand below the question."""
    text = filled(review, "open-questions", "open-questions.md")

    assert "## Blood flow" in text
    assert '<a href="../claims/magnets-warm-the-hand/">Does a magnet warm the hand?</a>' in text
    assert "A larger trial with a longer time would settle it." in text
    assert "If the risk of bias or imprecision were judged one level less serious, the grade would be moderate." in text
    assert "1 of 1 claims are open: 1" in re.sub(r"\s+", " ", text)


def test_open_question_cites_by_name(tmp_path: Path) -> None:
    """No list of references follows, so that a citation says author and year and leads to the study."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "would settle it.", "would settle it [@alpha2001].")
    text = filled(review_project(project.root), "open-questions", "open-questions.md")

    assert 'settle it (<a href="../studies/alpha2001/">Alpha &amp; Beta 2001</a>).' in text


def test_nothing_open_is_said(tmp_path: Path) -> None:
    """Where every claim is settled the page says so."""
    project = Project.of_sample(tmp_path)
    project.remove("claims/blood-flow")
    text = filled(review_project(project.root), "open-questions", "open-questions.md")

    assert "No claim is open." in text
    assert "None that we know of." in text


def test_doubts_that_hold_a_grade_down_together_are_named(tmp_path: Path) -> None:
    """Where no single doubt less would help, the page names those that weigh: 4 - 2 - 2 - 1 is below 1."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "risk_of_bias: {level: -1,", "risk_of_bias: {level: -2,")
    project.replace(CLAIM, "indirectness: {level: 0,", "indirectness: {level: -1,")
    project.replace(CLAIM, "imprecision: {level: -1,", "imprecision: {level: -2,")
    library, _ = read_library(project.root)
    body = library.claims[ID].value.bodies[0]

    assert [
        "No single doubt less would raise it: the risk of bias, indirectness and imprecision hold it down together."
    ] == what_would_raise(body)


def test_registered_study_without_results_is_known(review: Review) -> None:
    """A document that stands for an entry in a register counts; a trial with a register number has results."""
    trial = review.library.studies["alpha2001"].value.model_copy(update={"registration": ["NCT00000001"]})
    values = {name: getattr(trial, name) for name in Document.model_fields} | {"kind": "document"}

    assert not is_registered_only(trial)
    assert is_registered_only(Document.model_construct(**values))
    assert not is_registered_only(Document.model_construct(**values | {"registration": []}))


def test_each_body_at_the_grade_of_the_claim_would_have_to_rise(review: Review) -> None:
    """A verdict that rests on two bodies of the same grade is no surer when one of them gets better."""
    claim = review.library.claims[ID].value
    bodies = [claim.bodies[0], claim.bodies[0].model_copy(update={"id": "again"})]
    appraisal = appraise_claim(claim.model_copy(update={"bodies": bodies, "rests_on": ["warmth", "again"]}))
    page = PageContext(review, SITE, "open-questions.md")
    question = open_questions(page, {Topic.BLOOD_FLOW: [appraisal]}).topics[Topic.BLOOD_FLOW][0]

    assert ["warmth", "again"] == [item.judged.body.id for item in question.raises]
