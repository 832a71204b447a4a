"""The parts of a claim page: its head, what it takes to paper, what opens in place, and what machines read of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.unit.bodies import at, body, claim, measured
from tests.unit.projects import CLAIM, SAMPLE, STUDY, Project
from tests.unit.results import by_key, effect, outcome, review, study

from evidence.appraise import appraise_claim
from evidence.model.vocabulary import Verdict
from evidence.pages.abbreviations import ABBREVIATIONS, explained
from evidence.pages.citing import cite_bibtex
from evidence.pages.claim_head import effect_sizes, evidence_words, results_words, why_verdict
from evidence.pages.claim_review import RATINGS, claim_review
from evidence.pages.context import PageContext, Site
from evidence.pages.glossary import terms_on
from evidence.pages.key_evidence import MOST_RESULTS, key_references, key_results
from evidence.pages.site import generated_pages
from evidence.pages.structured_data import json_ld
from evidence.pages.study_notes import bias_words, how_read, study_note
from evidence.readers.bibtex import read_bibliography
from evidence.review import review_project

ROOT = Path(__file__).parents[2]
SITE = Site("Sample", "https://example.org/review/", "https://example.org/repository")
QUESTION = {"population": "people", "intervention": "a magnet", "comparator": "a dummy", "outcome": "pain"}
PAIN = {"name": "pain", "low": 0, "high": 10, "better": "lower"}
MINIMAL = {"value": "10 of 100 on a pain scale", "source": "a source"}


def claim_text(project: Path, site: Site = SITE) -> str:
    """Return the page of the only claim of a project."""
    pages = generated_pages(review_project(project), site)
    return next(page.text for page in pages if page.path.startswith("claims/"))


def structured(page: str) -> dict[str, object]:
    """Return the structured data of a page, of which there must be one piece."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    values: dict[str, object] = json.loads(found[0])
    return values


# Structured data


def test_nothing_leaves_the_script_element() -> None:
    """A text with the end of a script, a comment or an entity in it stays a text, and is read as it was."""
    hostile = "</script><!-- <script> & ]]>"
    made = str(json_ld({"@type": "Thing", "name": hostile}))
    inside = made.removeprefix('<script type="application/ld+json">').removesuffix("</script>")

    assert hostile == json.loads(inside)["name"]
    assert not set("<>&") & set(inside)


def test_a_claim_page_has_one_claim_review() -> None:
    """The sample: not supported is 2 of 5, the reason is the one in the head, the address that of the page."""
    found = structured(claim_text(SAMPLE))

    assert "ClaimReview" == found["@type"]
    assert "Magnets warm the hand." == found["claimReviewed"]
    assert "https://example.org/review/claims/magnets-warm-the-hand/" == found["url"]
    assert "2026-11-21" == found["datePublished"]
    assert {
        "@type": "Rating",
        "alternateName": "Not supported",
        "ratingExplanation": "One small trial.",
        "ratingValue": 2,
        "bestRating": 5,
        "worstRating": 1,
    } == found["reviewRating"]
    assert {"@type": "Claim", "appearance": [{"@type": "CreativeWork", "name": "Magnets for you"}]} == found[
        "itemReviewed"
    ]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_four_verdicts_carry_a_number(verdict: Verdict) -> None:
    """Contradicted 1, not supported 2, overstated 3, supported 5; the others are words with a reason."""
    expected = {"contradicted": 1, "not-supported": 2, "overstated": 3, "supported": 5}
    appraisal = appraise_claim(claim(verdict=verdict.value, rests_on=[]))
    page = PageContext(review_project(SAMPLE), SITE, "claims/some-claim.md")
    rating = claim_review(page, appraisal)["reviewRating"]

    assert expected.get(verdict.value) == rating.get("ratingValue") == RATINGS.get(verdict)
    assert (verdict in RATINGS) == ("bestRating" in rating)
    assert verdict.word == rating["alternateName"]
    assert rating["ratingExplanation"]


def test_every_claim_review_of_the_project_keeps_the_rules() -> None:
    """Claims have at most 75 characters without the verdict in them, and no document has got an address."""
    for page in generated_pages(review_project(ROOT), SITE):
        if not page.path.startswith("claims/"):
            continue
        found = structured(page.text)
        claimed, rating = str(found["claimReviewed"]), found["reviewRating"]
        assert isinstance(rating, dict)
        assert len(claimed) <= 75
        assert rating["alternateName"].lower() not in claimed.lower()
        assert not re.search(r'"(url|author|sameAs)"', json.dumps(found["itemReviewed"]))
        assert rating["alternateName"] in page.text


# Short forms


def test_the_first_short_form_of_a_block_is_explained() -> None:
    """In each paragraph, list or table the first form has its meaning; the same form in the next block has it again."""
    made = explained("<p>95% CI 1 to 2, CI 3 to 4</p><table><tr><td>SD 1</td></tr><tr><td>SD 2, CI</td></tr></table>")

    assert 3 == made.count("<abbr ")
    assert '<td><abbr title="standard deviation: ' in made
    assert "CI</abbr> 1 to 2, CI 3" in made


@pytest.mark.parametrize(
    "html",
    [
        "<h3>GRADE</h3>",
        "<summary>GRADE</summary>",
        '<p><a href="x">GRADE</a></p>',
        "<p><code>CI</code></p>",
        '<div title="CI"></div>',
        "<svg><text>CI</text></svg>",
        "<p>magnet OR magnetic</p>",
        "<p>P waves and no n</p>",
        "<p>Smith MD said</p>",
        "<p>CIA, PEMFs-like, mTorr</p>",
    ],
)
def test_what_is_no_short_form_is_left_alone(html: str) -> None:
    """Headings, links, code, drawings, attributes and words that only look alike stay as they are."""
    assert html == explained(html)


@pytest.mark.parametrize(
    ("text", "form"),
    [("n = 20", "n"), ("P ≤ 0.05", "P"), ("OR 2.1", "OR"), ("1,500 G", "G"), ("3 T", "T")],
)
def test_short_forms_are_known_by_what_stands_beside_them(text: str, form: str) -> None:
    """A single letter is a short form only where a number says so."""
    assert f'">{form}</abbr>' in explained(f"<p>{text}</p>")


def test_the_glossary_knows_every_short_form() -> None:
    """Each short form that is explained on a page is a term of the glossary, alone or with the words it stands for."""
    glossary = (ROOT / "docs" / "about" / "glossary.md").read_text(encoding="utf-8")
    entries = " ".join(term.words for term in terms_on(glossary))
    unknown = [name for name in ABBREVIATIONS if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", entries)]

    assert [] == unknown


# The head


def test_size_is_held_against_what_matters() -> None:
    """0.5 of 10 is less than the 1 of 10 that matters, and the interval up to 1.2 does not rule that out."""
    studies = by_key([study("alpha2001", outcome(scale=PAIN, effect=effect(0.5, -0.2, 1.2)))])
    appraisal = appraise_claim(claim(at("low", "unimportant", threshold=MINIMAL), question=QUESTION), studies)
    sizes = effect_sizes(appraisal, studies)

    assert ["Mean difference 0.5 points of 10 (95% CI −0.2 to 1.2)"] == [size.figure for size in sizes]
    assert "Too little to matter (10 of 100 on a pain scale), which is not ruled out." == sizes[0].words


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (claim(at("very low", "conflicting"), question=QUESTION), "Not known: no figure sums up what was found."),
        (
            claim(at("low", "unimportant"), question=QUESTION),
            "Judged as none, or too small to matter; no figure sums it up.",
        ),
        (claim(measured("sound")), "Does not apply: this is no claim about the effect of a treatment."),
        (claim(rests_on=[], question=QUESTION), "Not known: nobody is known to have measured it."),
        (claim(measured("replicated", "excluded"), question=QUESTION), "Too small to matter, by what was measured."),
        (
            claim(measured("sound"), question=QUESTION),
            "No figure: what the verdict rests on is no comparison of treatments.",
        ),
    ],
)
def test_a_size_that_no_figure_tells_is_said_in_words(found: object, words: str) -> None:
    """Without an estimate the head says that the size is not known, was judged, or is not asked for."""
    studies = by_key([study()])

    assert [words] == [size.words for size in effect_sizes(appraise_claim(found, studies), studies)]  # type: ignore[arg-type]


def test_sizes_of_several_outcomes_are_told_apart() -> None:
    """Outcomes with the same answer share a line; bodies on the same outcome are told apart by their people."""
    knees = QUESTION | {"population": "people with sore knees"}
    bodies = [
        at("low", "unimportant", id="one", question=knees),
        at("low", "conflicting", id="two", question=QUESTION),
        at("low", "conflicting", id="three", question=QUESTION | {"outcome": "sleep"}),
    ]
    sizes = effect_sizes(appraise_claim(claim(*bodies), by_key([study()])), by_key([study()]))

    assert ["pain (people with sore knees)", "pain (people); sleep"] == [size.outcome for size in sizes]


def test_verdict_is_explained_without_words_of_the_program() -> None:
    """The reason for a verdict names findings and certainty, not ids."""
    appraisal = appraise_claim(claim(at("very low", "conflicting")))

    assert "results conflict (very low certainty)" == why_verdict(appraisal)


def test_contents_of_a_table_are_counted() -> None:
    """One trial of unknown size, and a review that has no people of its own."""
    studies = by_key([study(randomized=40), review()])
    told = [{"study": key, "outcome": "pain", "bearing": "against", "why": "A reason."} for key in studies]

    assert "1 result, 40 people (1 study)" == results_words(body(evidence=told[:1]), studies)
    assert "1 result from 1 review or document" == results_words(body(evidence=told[1:]), studies)
    assert "2 works speak for or against the claim." == evidence_words(claim(body(evidence=told)))


# On paper


def test_paper_shows_both_sides() -> None:
    """Seven trials for the claim do not push the two against it from the page."""
    sizes = {f"for{size}": size for size in range(1, 8)} | {"against1": 1, "against2": 2}
    studies = by_key(study(key, randomized=size) for key, size in sizes.items())
    evidence = [
        {
            "study": key,
            "outcome": "pain",
            "bearing": "supports" if key.startswith("for") else "against",
            "why": "A reason.",
        }
        for key in studies
    ]
    appraisal = appraise_claim(claim(body(evidence=evidence)))
    shown = [item.study for item in key_results(appraisal, studies)]

    assert MOST_RESULTS == len(shown)
    assert ["for7", "for6", "for5", "against2", "against1"] == shown
    assert ["for7", "for6", "for5", "against2"] == key_references(appraisal, studies, ["other"])


def test_paper_falls_back_on_what_is_cited() -> None:
    """A claim without evidence takes the first works that it cites."""
    appraisal = appraise_claim(claim(body(evidence=[])))

    assert ["a", "b"] == key_references(appraisal, {}, ["a", "b"])


# Studies in place


def test_a_note_says_how_far_to_trust_a_study() -> None:
    """Risk of bias in words: not judged where nothing is recorded, and nothing said of works that are no studies."""
    assert "not judged" == bias_words(study())
    assert "" == bias_words(review())


def test_references_say_what_came_out() -> None:
    """The entry of a reference holds design, number, result, risk of bias and reading, which the citation opens."""
    entry = re.search(r'<li id="ref-alpha2001".*?</li>', claim_text(SAMPLE), re.DOTALL)
    assert entry
    text = re.sub(r"<[^>]+>", "", entry.group())

    for passage in (
        "Randomized crossover trial, n = 20.",
        "hands were no warmer",
        "Risk of bias: no overall judgement",
        "Read: full text.",
    ):
        assert passage in text
    assert 'data-short="Alpha &amp; Beta 2001"' in entry.group()


def test_a_further_report_has_the_note_of_its_study(tmp_path: Path) -> None:
    """A citation of a second paper opens the study that it reports."""
    project = Project.of_sample(tmp_path)
    project.replace(STUDY, "randomized: 20", "randomized: 20\nreports:\n  - {key: beta2002, note: The same people.}")
    project.write(
        "references.bib",
        f"{project.read('references.bib')}\n@misc{{beta2002,\n  title = {{Again}},\n  year = {{2002}},\n}}\n",
    )
    page = PageContext(review_project(tmp_path), SITE, "claims/x.md")
    note = study_note(page, "beta2002")

    assert note
    assert "alpha2001" == note.study.id
    assert study_note(page, "nobody1900") is None
    assert "1 in full" == how_read(page, ["alpha2001", "beta2002", "nobody1900"])


# Citing and mending


def test_bibtex_of_a_page_can_be_read() -> None:
    """What TeX takes for commands is escaped, so that a bibliography gives back the title as it stands on the page."""
    title = "Is 5% of R&D #1 worth $2_000?"
    entry = cite_bibtex(claim(title=title), SITE, "https://example.org/x/", claim().reviewed)
    # The project's own bibliography has no notes.
    entry = re.sub(r"  note = .*\n", "", entry)
    read = read_bibliography(entry, "references.bib").references["some-claim"]

    assert title == read.title
    assert "2026" == read.year
    assert [("Sample", True)] == [(author.family, author.group) for author in read.authors]


def test_a_report_names_page_record_and_date() -> None:
    """Who reports a problem need not look for the page's address, the file or the date: the form holds them."""
    link = re.search(r'href="(https://example.org/repository/issues/new[^"]*)"', claim_text(SAMPLE))
    assert link
    query = parse_qs(urlsplit(link[1].replace("&amp;", "&")).query)

    assert ["Does a magnet warm the hand?: "] == query["title"]
    assert "https://example.org/review/claims/magnets-warm-the-hand/" in query["body"][0]
    assert CLAIM in query["body"][0]
    assert "21 November 2026" in query["body"][0]


def test_descriptions_cannot_end_their_tag(tmp_path: Path) -> None:
    """The theme prints a description between quotation marks, so that those of a record are escaped."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "answer: One small trial found", 'answer: One "small" trial found')

    assert "One &quot;small&quot; trial" in claim_text(tmp_path).split("---")[1]
