"""The page of a study: what a reader sees in ten seconds, and what of the record stands where."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import BIBLIOGRAPHY, CLAIM, STUDY, Project

from evidence.model.meanings import DESIGN_MEANING, READING_NOTICE, ROLE_MEANING
from evidence.model.vocabulary import Design, Role
from evidence.pages.context import Site
from evidence.pages.site import generated_pages
from evidence.pages.study_page import MOST_GROUPS, study_uses
from evidence.readability import reading_grade, sentences
from evidence.review import review_project
from evidence.rules.plain_language import READING_GRADE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

SITE = Site("Sample", "https://example.org/review/", "https://example.org/repository")
VERIFIED = "what: [doi, authors, publication, figures]"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a copy of the sample."""
    return Project.of_sample(tmp_path / "project")


def page_of(project: Project, key: str = "alpha2001") -> str:
    """Return the page of a study, after making sure that the project is sound."""
    review = review_project(project.root)
    assert () == review.problems
    return next(page.text for page in generated_pages(review, SITE) if page.path == f"studies/{key}.md")


def structured(page: str) -> dict[str, Any]:
    """Return the structured data of a page."""
    found = re.search(r'<script type="application/ld\+json">(.+?)</script>', page)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_head_tells_what_was_done_to_whom_and_how_good_it_is(project: Project) -> None:
    """Before any heading stand design, groups, people, result, risk of bias, and who paid or that it was not said."""
    head = page_of(project).partition("<h2")[0]

    assert "Randomized crossover trial." in head
    assert "Groups or conditions: Magnet; Dummy. 1 hour." in head
    assert "20 healthy adults" in head
    assert "no warmer after an hour with a magnet" in head
    assert "Read: full text." in head
    assert "Risk of bias: no overall judgement" in head
    assert "Not stated in what was read." in head
    assert DESIGN_MEANING[Design.RANDOMIZED_CROSSOVER] in head


def test_many_groups_are_named_in_part(project: Project) -> None:
    """Of many groups the head names the first ones and says how many more stand in the table."""
    arms = "".join(
        f"  - {{id: arm-{number}, name: Weak {number}, role: weak-magnet}}\n" for number in range(MOST_GROUPS)
    )
    project.replace(STUDY, "randomized: 20\n", f"{arms}randomized: 20\n")
    head, _, rest = page_of(project).partition("<h2")

    assert "Magnet; Dummy; Weak 0; Weak 1 and 2 more (below)." in head
    assert "Weak 3" in rest


@pytest.mark.parametrize(
    ("reading", "shown"), [("full-text", False), ("abstract", False), ("record", True), ("second-hand", True)]
)
def test_little_reading_is_told_first(project: Project, reading: str, *, shown: bool) -> None:
    """Where less than the abstract was read, the page says so above its results."""
    text = project.read(STUDY)
    answers = re.compile(r"          answers:\n(?:            - .+\n)+")
    if reading != "full-text":
        text = answers.sub("          judgement: no-information\n", text)
        text = text.replace("      effect_of_interest: assignment\n", "").replace(
            "        - domain: period-and-carryover\n",
            "        - domain: period-and-carryover\n          judgement: no-information\n",
        )
    project.write(STUDY, text.replace("read: full-text", f"read: {reading}"))
    head = page_of(project).partition("<h2")[0]

    assert shown == any(notice in head for notice in READING_NOTICE.values())


@pytest.mark.parametrize("kind", ["retraction", "correction", "superseded"])
def test_grave_notice_stands_above_the_result(project: Project, kind: str) -> None:
    """A retraction or correction is read before what the study found; a comment is left to the end."""
    project.replace(
        STUDY,
        "harms: {",
        f"notices:\n  - {{kind: {kind}, what: The figures were wrong., noticed: 2026-11-20}}\n"
        "  - {kind: comment, what: A letter doubts the thermometer.}\nharms: {",
    )
    page = page_of(project).partition("<header")[2]

    assert page.index("The figures were wrong.") < page.index("no warmer after an hour")
    assert page.index("A letter doubts the thermometer.") > page.index('id="how-good-it-is"')


def test_claims_come_before_details(project: Project) -> None:
    """Which claims use a study, and what it says about them, stands before its figures, with the verdict's mark."""
    page = page_of(project)
    uses = page[page.index('id="which-claims-use-it"') : page.index('id="what-was-done"')]

    assert 'data-verdict="not-supported"' in uses
    assert "Direct, but small." in uses
    assert 'href="#skin-temperature"' in uses
    assert "the verdict rests on this" in uses


def test_pages_written_by_hand_are_named(project: Project) -> None:
    """A page that cites a study is linked from it by its title; a draft is not, nor one that shows how to cite it."""
    project.write("docs/help/hands.md", "# Warm hands\n\nSo it is [@alpha2001].\n")
    project.write("docs/help/later.md", "---\ndraft: true\n---\n# Later\n\nSo it is [@alpha2001].\n")
    project.write("docs/help/guide.md", "# Guide\n\n```\n[@alpha2001] [so](../studies/alpha2001.md)\n```\n")
    page = page_of(project)

    assert '<a href="../../help/hands/">Warm hands</a>' in page
    assert '<a href="../../">Sample</a>' in page
    assert "Later" not in page
    assert "Guide" not in page


def test_risk_of_bias_is_told_once_for_results_that_share_it(project: Project) -> None:
    """Two results with the same judgements have one list of domains, which names both."""
    second = """  - id: comfort
    name: Comfort
    direction: same
    comparison: {of: magnet, against: sham}
    finding: Nobody noticed a thing.
    where: abstract
    risk_of_bias_same_as: skin-temperature
"""
    project.replace(STUDY, "harms: {", f"{second}harms: {{")
    page = page_of(project)

    assert 1 == page.count("The order was drawn by lot; how it was hidden")
    assert '<a href="#comfort">Comfort</a>' in page


def test_study_that_shares_people_is_named_from_both_sides(project: Project) -> None:
    """Whichever of two records says that they share people, both pages tell it."""
    other = project.read(STUDY).replace("id: alpha2001", "id: beta2002")
    shared = "overlaps_with:\n  - {study: alpha2001, why: The same twenty people.}\nharms: {"
    project.write("studies/beta2002.yml", other.replace("harms: {", shared))
    entry = project.read(BIBLIOGRAPHY).replace("alpha2001", "beta2002").replace("sample.2001", "sample.2002")
    project.write(BIBLIOGRAPHY, project.read(BIBLIOGRAPHY) + "\n" + entry)
    project.write("docs/index.md", "# Sample\n\nAlpha says so [@alpha2001; @beta2002].\n")

    assert "The same twenty people." in page_of(project)
    assert "The same twenty people." in page_of(project, "beta2002")


def test_work_can_be_cited_as_text_and_as_bibtex(project: Project) -> None:
    """The citation stands in full with its address, and the entry of the bibliography as it stands in the file."""
    page = page_of(project)

    assert "Alpha A, Beta B. Warmth of the hand under a magnet. Journal of Samples. 2001;1(2):3-4." in page
    assert 'data-copy="citation"' in page
    assert "@article{alpha2001," in page
    assert "doi = {10.5555/sample.2001}" in page


def test_structured_data_holds_what_was_confirmed(project: Project) -> None:
    """An article is described with the fields that its record says were seen, and with no other ones."""
    project.replace(STUDY, VERIFIED, "what: [doi, title, authors, publication, figures]")
    data = structured(page_of(project))

    assert "ScholarlyArticle" == data["@type"]
    assert "Warmth of the hand under a magnet" == data["name"]
    assert ["Ann Alpha", "Bo Beta"] == [author["name"] for author in data["author"]]
    assert "2001" == data["datePublished"]
    assert "Journal of Samples" == data["isPartOf"]["isPartOf"]["isPartOf"]["name"]
    assert ["https://doi.org/10.5555/sample.2001"] == data["sameAs"]
    assert "https://example.org/review/studies/alpha2001/" == data["subjectOf"]["url"]


@pytest.mark.parametrize(
    ("seen", "missing"),
    [
        ("[title, authors, publication]", "identifier"),
        ("[title, doi, publication]", "author"),
        ("[title, doi, authors]", "isPartOf"),
    ],
)
def test_structured_data_leaves_out_what_was_not_seen(project: Project, seen: str, missing: str) -> None:
    """What stands in the bibliography but was not confirmed is no part of the structured data."""
    project.replace(STUDY, VERIFIED, f"what: {seen}")

    assert missing not in structured(page_of(project))


@pytest.mark.parametrize(("file", "old", "new"), [(STUDY, VERIFIED, VERIFIED), (BIBLIOGRAPHY, "@article", "@misc")])
def test_no_structured_data_without_a_confirmed_article(project: Project, file: str, old: str, new: str) -> None:
    """A title that nobody confirmed, or a work that is no article, gets no structured data."""
    project.replace(file, old, new)
    if file == BIBLIOGRAPHY:
        project.replace(STUDY, VERIFIED, "what: [doi, title, authors, publication, figures]")

    assert "application/ld+json" not in page_of(project)


def test_uses_put_what_a_verdict_rests_on_first(project: Project) -> None:
    """A claim that a study is mere background for comes after one whose verdict rests on it."""
    review = review_project(project.root)
    use = study_uses(review)["alpha2001"].claims[0]
    project.replace(CLAIM, "bearing: against", "bearing: background")
    background = study_uses(review_project(project.root))["alpha2001"].claims[0]

    assert 0 == use.weight < background.weight == 2


@pytest.mark.parametrize("meanings", [DESIGN_MEANING, READING_NOTICE])
def test_meanings_are_plain(meanings: Mapping[Any, str]) -> None:
    """What is said of a kind of study can be read at the grade of all plain texts, and claims no proof."""
    for text in meanings.values():
        assert reading_grade(sentences(text)) <= READING_GRADE
        assert "prove" not in text


def test_every_design_and_role_has_a_meaning() -> None:
    """No kind of study and no kind of sentence is left without an explanation."""
    assert set(Design) == set(DESIGN_MEANING)
    assert set(Role) == set(ROLE_MEANING)
