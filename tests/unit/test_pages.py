"""Pages as values: what a reader finds on them, told by the sample project."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from tests.unit.projects import as_written

from evidence.model.vocabulary import Basis, Bearing, Design, Direction, Grade, Verdict
from evidence.pages.context import Site, date, month
from evidence.pages.fragments import PARTS, expand
from evidence.pages.site import generated_pages, newest_date, problems_page
from evidence.pages.words import DOMAIN_WORDS, GRADE_SYMBOLS, VERDICT_MARKS, words
from evidence.review import Review, review_project
from evidence.rules.pages import Part

SAMPLE = Path(__file__).parents[1] / "sample"
CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"
SITE = Site("Sample", "https://example.org/review/", "https://example.org/repository")


@pytest.fixture(scope="module")
def review() -> Review:
    """Return the review of the sample project."""
    return review_project(SAMPLE)


@pytest.fixture(scope="module")
def pages(review: Review) -> dict[str, str]:
    """Return the pages of the sample project by path."""
    return {page.path: page.text for page in generated_pages(review, SITE)}


def edited(folder: Path, old: str, new: str) -> Review:
    """Return the review of a copy of the sample project in which one passage of the claim was replaced."""
    project = folder / "project"
    shutil.copytree(SAMPLE, project)
    text = (project / CLAIM).read_text(encoding="utf-8")
    assert old in text
    (project / CLAIM).write_text(text.replace(old, new), encoding="utf-8")
    return review_project(project)


def test_every_record_has_a_page(pages: dict[str, str]) -> None:
    """Each claim, study and document has one page, at the address of its id."""
    expected = {"claims/magnets-warm-the-hand.md", "studies/alpha2001.md", "sources/sample-article.md"}

    assert expected == set(pages)


def test_claim_page_follows_the_order_of_the_design(pages: dict[str, str]) -> None:
    """The sections of a claim page stand in the order of design section 7."""
    headings = re.findall(r"^## (.+)$", pages["claims/magnets-warm-the-hand.md"], re.MULTILINE)

    assert [
        "In plain language",
        "What the document says",
        "The evidence",
        "Our calculation",
        "The strongest case for the claim",
        "Where the belief comes from",
        "What is not known",
        "How it was graded",
        "People also ask",
        "References",
        "About this page",
    ] == headings


@pytest.mark.parametrize(
    "passage",
    [
        'data-verdict="not-supported"',
        "One small trial found no difference worth noticing.",
        "⊕⊕◯◯",
        "one small trial",
        "magnets warm your hands",
        "../../sources/sample-article/#p2s1",
        "../../studies/alpha2001/#skin-temperature",
        "Magnet: 31.1 °C (SD 1), n = 20",
        "P = 0.66",
        "Against the claim",
        "Alpha A, Beta B. Warmth of the hand under a magnet.",
        "https://doi.org/10.5555/sample.2001",
        "do magnets warm hands",
        "21 November 2026",
        "https://example.org/repository/edit/main/claims/blood-flow/magnets-warm-the-hand.yml",
    ],
)
def test_claim_page_shows(pages: dict[str, str], passage: str) -> None:
    """A claim page shows its verdict, answer, grade, reason, figures, sources and dates."""
    assert passage in as_written(pages["claims/magnets-warm-the-hand.md"])


def test_grade_is_traced_step_by_step(pages: dict[str, str]) -> None:
    """Start at high, one level off for bias, one for imprecision: low, as 4 - 1 - 1 = 2 says."""
    page = pages["claims/magnets-warm-the-hand.md"]
    levels = re.findall(r'<td class="ev-level">([^<]+)</td>', page)

    assert ["4", "−1", "0", "0", "−1", "0", "2"] == levels


def test_citations_are_numbered_in_reading_order(tmp_path: Path) -> None:
    """The same work has the same number everywhere, and each number has its entry in the list."""
    review = edited(tmp_path, "practical: Gloves warm hands.", "practical: Gloves warm hands [@alpha2001].")
    page = generated_pages(review, SITE)[0].text

    assert {"1"} == set(re.findall(r'<a href="#ref-alpha2001"[^>]*>(\d+)</a>', page))
    assert page.count('<li id="ref-alpha2001"') == 1


def test_study_page_says_which_claims_use_it(pages: dict[str, str]) -> None:
    """A study leads back to the claims that lean on it, with what it says about them."""
    page = pages["studies/alpha2001.md"]

    assert "../../claims/magnets-warm-the-hand/" in page
    assert "Direct, but small." in page


def test_document_page_shows_every_sentence(pages: dict[str, str]) -> None:
    """Each sentence of a document stands on its page with its role and what became of its claims."""
    page = pages["sources/sample-article.md"]

    assert re.findall(r'<li id="(p\ds\d)"', page) == ["p1s1", "p2s1", "p2s2"]
    assert "not yet reviewed" in page
    assert "It says nothing about who should keep away from magnets." in page


def test_a_record_with_an_error_is_left_out_and_the_rest_stays(tmp_path: Path) -> None:
    """A broken claim has no page, while the study and the document keep theirs."""
    review = edited(tmp_path, "kind: effect", "kind: efect")

    assert {"studies/alpha2001.md", "sources/sample-article.md"} == {
        page.path for page in generated_pages(review, SITE)
    }
    assert "efect" in problems_page(review, SITE).text


def test_a_draft_is_checked_but_not_published(tmp_path: Path) -> None:
    """A draft gets no page and no problem."""
    review = edited(tmp_path, "kind: effect", "kind: effect\ndraft: true")

    assert "claims/magnets-warm-the-hand.md" not in {page.path for page in generated_pages(review, SITE)}
    assert () == review.problems


def test_without_a_repository_the_page_names_its_record(review: Review) -> None:
    """No dead link is printed where there is no repository: the record's path stands there instead."""
    page = generated_pages(review, Site("Sample", "https://example.org/"))[0].text

    assert f"<code>{CLAIM}</code>" in page
    assert "/issues/new" not in page


def test_front_matter_is_json_line_by_line(pages: dict[str, str]) -> None:
    """Every value of the front matter is JSON under a quoted key, which no reader of YAML can misunderstand."""
    for text in pages.values():
        _, front, _ = text.split("---\n", 2)
        for line in front.splitlines():
            key, _, value = line.partition(": ")
            assert isinstance(json.loads(key), str)
            json.loads(value)


@pytest.mark.parametrize("part", list(Part))
def test_every_part_of_a_page_can_be_filled_in(review: Review, part: Part) -> None:
    """Each part that a hand-written page may ask for is made, and leaves no marker behind."""
    arguments = {
        Part.TOPIC: " blood-flow",
        Part.CLAIM: " magnets-warm-the-hand",
        Part.CHAIN: " magnets-warm-the-hand",
        Part.DOCUMENT: " sample-article",
        Part.FIELDS: " claim",
        Part.GRADE_EXAMPLE: " magnets-warm-the-hand",
        Part.EFFECT_EXAMPLE: " alpha2001",
    }
    argument = arguments.get(part, "")

    filled = expand("method.md", f"before\n\n<!-- evidence:{part}{argument} -->\n\nafter", review, SITE)

    assert set(Part) == set(PARTS)
    assert f"<!-- evidence:{part}" not in filled
    assert len(filled) > 60


def test_worked_example_of_a_grade(review: Review) -> None:
    """4 - 1 = 3, and 3 - 1 = 2: low, which by itself allows "not supported"."""
    filled = expand("method.md", "<!-- evidence:grade-example magnets-warm-the-hand -->", review, SITE)

    sums = re.findall(r'<td class="ev-level">[^<]+</td><td class="ev-level">([^<]+)</td>', filled)
    assert ["4", "3", "3", "3", "2", "2"] == sums
    assert "At low certainty" in filled
    assert 'data-verdict="not-supported"' in filled


def test_worked_example_needs_a_claim(review: Review) -> None:
    """A claim that does not exist leaves nothing on the page."""
    assert "" == expand("method.md", "<!-- evidence:grade-example nonsense -->", review, SITE)


def test_claim_page_says_what_would_change_the_grade(pages: dict[str, str]) -> None:
    """The made sentence, the suggestion and the changes stand beside the reviewers' own words."""
    page = pages["claims/magnets-warm-the-hand.md"]

    assert "Suggested by rule of thumb: −1, because" in page
    assert "If the risk of bias or imprecision were judged one level less serious, the grade would be moderate." in page
    assert (
        "A magnet in the hand may result in little to no difference in skin temperature, compared with a dummy." in page
    )
    assert "Summary of findings" in page


def test_an_unknown_part_is_left_for_the_check_to_report(review: Review) -> None:
    """Filling in never raises: the live preview must go on."""
    text = "<!-- evidence:nonsense -->"

    assert text == expand("method.md", text, review, SITE)


@pytest.mark.parametrize(("path", "root"), [("index.md", ""), ("method.md", "../"), ("topics/blood-flow.md", "../../")])
def test_links_of_parts_start_from_the_page_that_they_stand_on(review: Review, path: str, root: str) -> None:
    """A part leads to the same claim from every page that shows it."""
    filled = expand(path, "<!-- evidence:topic blood-flow -->", review, SITE)

    assert f'href="{root}claims/magnets-warm-the-hand/"' in filled


def test_newest_date_comes_from_the_records(review: Review) -> None:
    """No clock enters a build: the site is as new as its newest record."""
    assert "2026-11-21" == newest_date(review).isoformat()
    assert "21 November 2026" == date(newest_date(review))
    assert "November 2026" == month("2026-11")


@pytest.mark.parametrize("vocabulary", [Basis, Bearing, Design, Direction, Verdict])
def test_every_word_of_the_vocabulary_can_be_read_aloud(vocabulary: type) -> None:
    """No reader meets a hyphenated code: each value has words."""
    for value in vocabulary:  # type: ignore[attr-defined]
        assert words(value)
        assert "--" not in words(value)
    assert set(Verdict) == set(VERDICT_MARKS)
    assert len(set(VERDICT_MARKS.values())) == len(Verdict)
    assert set(Grade) == set(GRADE_SYMBOLS)
    assert "risk_of_bias" in DOMAIN_WORDS


CODE = [
    pytest.param("`[@alpha2001]`", id="in-a-sentence"),
    pytest.param("``a ` [@alpha2001]``", id="around-a-backtick"),
    pytest.param("`so it is\n[@alpha2001]`", id="over-two-lines"),
    pytest.param("```yaml\nso: it is [@alpha2001]\n```", id="in-lines"),
    pytest.param("~~~\n<!-- evidence:verdicts -->\n~~~", id="part"),
    pytest.param("````md\n```\n[@alpha2001]\n```\n[@alpha2001]\n````", id="lines-in-lines"),
    pytest.param("- so:\n\n    ```\n    [@alpha2001]\n    ```", id="in-a-list"),
]


@pytest.mark.parametrize("code", CODE)
def test_code_on_a_page_by_hand_stays_as_it_is(code: str, review: Review) -> None:
    """In code a citation is an example, whatever is said before and behind it; so is a line that asks for a part."""
    assert f"Say:\n\n{code}\n\nSo." == expand("method.md", f"Say:\n\n{code}\n\nSo.", review, SITE)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("`code`[@alpha2001]", id="behind-code"),
        pytest.param("One ` alone.\n\nSo it is [@alpha2001] with ` another.", id="between-paragraphs"),
        pytest.param("\\`[@alpha2001]\\`", id="escaped"),
        pytest.param("```\ncode\n```\n[@alpha2001]\n```\ncode\n```", id="between-code"),
    ],
)
def test_what_is_no_code_is_cited(text: str, review: Review) -> None:
    """A citation beside code, and one between two signs that make none, leads to its study."""
    assert text.partition("[")[0] + '(<a href="../studies/alpha2001/">' in expand("method.md", text, review, SITE)


def test_a_citation_on_a_page_by_hand_leads_to_its_study(review: Review) -> None:
    """Author and year stand in its place; an example of a citation, in backticks, stays as it is."""
    text = "So it is [@alpha2001]. Write `[@alpha2001]`."

    assert 'So it is (<a href="../studies/alpha2001/">Alpha &amp; Beta 2001</a>). Write `[@alpha2001]`.' == expand(
        "method.md", text, review, SITE
    )
