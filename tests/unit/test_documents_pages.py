"""The pages of reviewed documents: the strip at a glance, and the outline below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import CLAIM, SOURCE, Project

from evidence.model.vocabulary import Verdict
from evidence.pages.context import PageContext, Site
from evidence.pages.fragments import expand
from evidence.pages.site import generated_pages
from evidence.pages.strip import sentence_number, strip_of, worst
from evidence.review import Review, review_project

if TYPE_CHECKING:
    from pathlib import Path

    from evidence.pages.strip import Strip


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a copy of the sample."""
    return Project.of_sample(tmp_path / "project")


def strip(review: Review) -> Strip:
    """Return the sample document at a glance."""
    page = PageContext(review, Site(), "sources/sample-article.md")
    return strip_of(page, review.library.sources["sample-article"].value)


def source_page(review: Review) -> str:
    """Return the page of the sample document."""
    return next(page.text for page in generated_pages(review, Site()) if page.path.startswith("sources/"))


def test_strip_has_a_cell_for_each_sentence_that_makes_a_claim(project: Project) -> None:
    """Cells stand in the order of the text, each with its place, its verdict and what it says; headings have none."""
    cells = strip(review_project(project.root)).cells

    assert ["p2s1", "p2s2"] == [cell.sentence for cell in cells]
    assert [Verdict.NOT_SUPPORTED, None] == [cell.verdict for cell in cells]
    assert ["2.1 Not supported: Hands get warm from magnets.", "2.2 Not yet reviewed: Feet get cool from them."] == [
        cell.name for cell in cells
    ]
    assert [True, False] == [cell.begins for cell in cells]


def test_strip_counts_sentences_and_claims(project: Project) -> None:
    """A claim that two sentences make counts once among the claims and twice among the sentences."""
    project.replace(SOURCE, "claims: [magnets-cool-the-foot]", "claims: [magnets-cool-the-foot, magnets-warm-the-hand]")
    again = "  - {document: sample-article, sentence: p2s2, phrase: feet get cool, put_as: asserted}\n"
    project.replace(CLAIM, "stated_in:\n", f"stated_in:\n{again}")
    seen = strip(review_project(project.root))
    counts = {count.verdict: (count.sentences, count.claims) for count in seen.counts}

    assert {Verdict.NOT_SUPPORTED: (2, 1), None: (0, 1)} == counts
    assert 2 == seen.claims
    assert (1, 0) == (seen.effects, seen.supported_effects)


def test_a_sentence_fares_as_its_worst_claim() -> None:
    """Of several verdicts a cell shows the one that weighs most against the sentence, of none it shows none."""
    assert Verdict.CONTRADICTED is worst([Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.UNTESTED])
    assert Verdict.OVERSTATED is worst([Verdict.OVERSTATED, Verdict.SUPPORTED])
    assert worst([]) is None


def test_source_page_tells_counts_in_words_and_no_score(project: Project) -> None:
    """The head says how many sentences make claims and how many claims of an effect hold; no share, no points."""
    head = source_page(review_project(project.root)).partition("## ")[0]

    assert "2 of its 3 sentences make claims, 2 different ones." in head
    assert "<strong>none of those is supported</strong>" in head
    assert "%" not in head


def test_every_cell_leads_to_its_sentence(project: Project) -> None:
    """Each link of the strip has a name and leads to a sentence of the outline on the same page."""
    page = source_page(review_project(project.root))
    links = re.findall(r'<a class="ev-strip__cell" href="#(p\ds\d)" aria-label="([^"]+)"', page)

    assert ["p2s1", "p2s2"] == [sentence for sentence, _ in links]
    assert all(f'<li id="{sentence}"' in page and name for sentence, name in links)


def test_roles_on_the_page_are_explained(project: Project) -> None:
    """Each kind of sentence that occurs is explained, and no other one."""
    page = source_page(review_project(project.root))

    assert "Says something that can be held against evidence." in page
    assert "Stands above a part of the text." in page
    assert "Tells how something came about." not in page


def test_page_of_documents_shows_the_strip_with_links_to_the_outline(project: Project) -> None:
    """On another page the cells lead to the page of the document."""
    filled = expand("documents.md", "<!-- evidence:document sample-article -->", review_project(project.root), Site())

    assert 'href="../sources/sample-article/#p2s1"' in filled


def test_claims_of_a_kind_that_is_no_effect_are_not_counted_as_effects(project: Project) -> None:
    """A fact about bodies that holds does not make a document look better at what magnets do."""
    project.replace(CLAIM, "kind: effect", "kind: background")

    assert 0 == strip(review_project(project.root)).effects


def test_numbers_of_sentences_can_be_read() -> None:
    """The first sentence of paragraph 8 is 8.1."""
    assert "8.1" == sentence_number("p8s1")
