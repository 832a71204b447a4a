"""What the search index holds, told by the sample project."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.projects import CLAIM, SAMPLE, Project

from evidence.model.vocabulary import Verdict
from evidence.pages.context import Site
from evidence.pages.search_index import search_index
from evidence.pages.search_sections import hand_pages
from evidence.review import Review, review_project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def review() -> Review:
    """Return the review of the sample project."""
    return review_project(SAMPLE)


def index(review: Review) -> dict[str, Any]:
    """Return the search index of a review."""
    made: dict[str, Any] = json.loads(search_index(review, Site()))
    return made


def entry(review: Review, kind: str) -> dict[str, Any]:
    """Return the first entry of a kind."""
    return next(entry for entry in index(review)["docs"] if entry["kind"] == kind)


def sections(text: str) -> list[tuple[str, str, str]]:
    """Return the sections of a page as anchors, titles and texts."""
    (page,) = hand_pages({"docs/help/page.md": text}, short=lambda key: f"{key[:-4].title()} {key[-4:]}")
    return [(section.anchor, section.title, section.text) for section in page.sections]


def test_claim(review: Review) -> None:
    """A claim is found by everything that it says, and shown by its question, answer, verdict and grade."""
    claim = entry(review, "claim")

    assert {
        "kind": "claim",
        "location": "claims/magnets-warm-the-hand/",
        "title": "Does a magnet warm the hand?",
        "text": "One small trial found no difference worth noticing.",
        "verdict": "not-supported",
        "grade": "low",
    } == {key: claim[key] for key in ("kind", "location", "title", "text", "verdict", "grade")}
    assert "do magnets warm hands" in claim["asked"]
    assert "magnets warm your hands" in claim["said"]
    assert "covered" in claim["more"].split()


def test_words_beyond_the_summary_stand_once(review: Review) -> None:
    """The words that nobody is shown stand once, in the order of the alphabet, and not where they stand anyway."""
    claim = entry(review, "claim")
    words = claim["more"].split()

    assert sorted(set(words)) == words
    assert set(words).isdisjoint(claim["title"].casefold().rstrip("?").split())


def test_untested_claim_has_no_grade(tmp_path: Path) -> None:
    """Where there is no grade none is shown."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "verdict: not-supported", "verdict: not-testable\nverdict_reason: Nothing could count.")
    review = review_project(project.root)

    assert [] == [claim for claim in index(review)["docs"] if claim["kind"] == "claim" and "grade" in claim]


def test_study(review: Review) -> None:
    """A study is its title, authors, year, kind and result in one line, with the claims that use it."""
    assert {
        "kind": "study",
        "location": "studies/alpha2001/",
        "title": "Alpha &amp; Beta 2001: Warmth of the hand under a magnet",
        "facts": "Randomized crossover trial · n = 20",
        "people": ["Alpha", "Beta"],
        "year": "2001",
        "claims": ["magnets-warm-the-hand"],
    } == {key: value for key, value in entry(review, "study").items() if key != "text"}


def test_source(review: Review) -> None:
    """A reviewed document is its title and what sort of text it is."""
    assert {"kind", "location", "title", "text"} == set(entry(review, "source"))
    assert "sources/sample-article/" == entry(review, "source")["location"]


def test_every_verdict_has_word_and_sign(review: Review) -> None:
    """What hits show of a verdict is told once for all of them."""
    verdicts = index(review)["config"]["verdicts"]

    assert {verdict.value: verdict.word for verdict in Verdict} == {
        name: shown["word"] for name, shown in verdicts.items()
    }
    assert all(shown["shape"].startswith("<circle") for shown in verdicts.values())


def test_theme_can_read_it(review: Review) -> None:
    """Without our worker the theme's own one finds the same pages: it asks for these keys."""
    made = index(review)

    assert {"lang", "separator", "pipeline", "fields"} <= set(made["config"])
    assert all({"location", "title", "text"} <= set(entry) for entry in made["docs"])


def test_texts_are_escaped(review: Review) -> None:
    """A title with a tag in it, which the check would refuse, is a text all the same."""
    loaded = review.library.claims["magnets-warm-the-hand"]
    changes = {"title": "<script>alert(1)</script>", "short_claim": "<b>", "answer": "1 < 2"}
    bad = loaded.value.model_copy(update=changes)
    appraisals = {key: replace(appraisal, claim=bad) for key, appraisal in review.appraisals.items()}
    pages = {"docs/page.md": "# A `<script>` page\n\n`<script>` and 1 < 2.\n"}
    library = replace(review.library, pages=pages)
    text = search_index(replace(review, appraisals=appraisals, library=library), Site())

    assert "<" not in "".join(json.dumps(entry) for entry in json.loads(text)["docs"])
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_same_records_give_the_same_index(review: Review) -> None:
    """The index follows from the records alone."""
    assert search_index(review, Site()) == search_index(review_project(SAMPLE), Site())


def test_page_is_divided_at_its_headings() -> None:
    """Each heading has its anchor, as on the site, and the words below it without Markdown."""
    text = (
        "---\nhide: [toc]\n---\n\n# The *page*\n\nFirst **words**.\n\n## One, two?\n\n- a\n- [b](c.md)\n\n"
        "### Deep\n\n| x | y |\n| - | - |\n| 1 | 2 |\n"
    )

    assert [
        ("", "The page", "First words."),
        ("one-two", "One, two?", "a b"),
        ("deep", "Deep", "x y 1 2"),
    ] == sections(text)


def test_heading_without_words_is_no_section() -> None:
    """A heading that only holds what the build fills in finds nothing by itself."""
    text = "# Page\n\nWords.\n\n## Table\n\n<!-- evidence:verdicts -->\n"

    assert [("", "Page", "Words.")] == sections(text)


def test_citation_reads_as_author_and_year() -> None:
    """Who looks for a study finds the pages that cite it."""
    text = "# Page\n\nSo it is [@alpha2001; @beta2002].\n"

    assert [("", "Page", "So it is Alpha 2001; Beta 2002.")] == sections(text)


def test_citation_in_code_stays_as_it_is() -> None:
    """Who looks for a way to write a citation finds it as it is to be written."""
    text = "# Page\n\nWrite `[@alpha2001]`.\n"

    assert [("", "Page", "Write [@alpha2001].")] == sections(text)


def test_term_stands_for_itself() -> None:
    """A paragraph that marks what it explains is an entry of its own, with every term in it."""
    text = (
        "# Words\n\nAbout words.\n\n## A\n\n"
        '<dfn id="sham">Sham</dfn>, <dfn id="dummy">dummy</dfn>. Looks like it. See *<dfn id="blind">blind</dfn>*.\n\n'
        "More.\n"
    )
    (page,) = hand_pages({"docs/glossary.md": text}, short=str)

    assert [
        ("", "Words", "About words.", False),
        ("sham", "Sham, dummy, blind", "Looks like it. See blind.", True),
        ("a", "A", "More.", False),
    ] == [(section.anchor, section.title, section.text, section.term) for section in page.sections]


@pytest.mark.parametrize(
    "front",
    ["draft: true", "search:\n  exclude: true", "title: x\nsearch:\n  boost: 2\n  exclude: true\nhide: [toc]"],
)
def test_page_can_be_left_out(front: str) -> None:
    """Drafts, and pages that say so, are not in the index."""
    assert [] == list(hand_pages({"docs/page.md": f"---\n{front}\n---\n\n# Page\n\nWords.\n"}, short=str))


def test_page_brings_the_questions_that_it_answers() -> None:
    """What people ask stands in the front matter of a page, one question in a line, quoted or not."""
    text = '---\nalso_asked:\n  - what helps my back\n  - "is it: placebo"\ntitle: Help\n---\n\n# Help\n\nWords.\n'
    (page,) = hand_pages({"docs/help.md": text}, str)

    assert ("what helps my back", "is it: placebo") == page.asked


def test_page_is_named_by_its_front_matter() -> None:
    """A title in the front matter comes before the heading, as on the site."""
    text = '---\ntitle: "A name"\n---\n\n# Another\n\nWords.\n'
    (page,) = hand_pages({"docs/page.md": text}, short=str)

    assert "A name" == page.title
