"""Parts of pages written by hand: claims in place, arguments, the rest of a topic, the terms of the glossary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.unit.projects import CLAIM, Project

from evidence.model.vocabulary import Topic
from evidence.pages.context import Site
from evidence.pages.fragments import expand
from evidence.pages.glossary import letters, terms_on
from evidence.readability import reading_grade, sentences
from evidence.review import review_project
from evidence.rules.pages import MARKER, PAGE_CITATION
from evidence.rules.plain_language import READING_GRADE

DOCS = Path(__file__).parents[2] / "docs"
ID = "magnets-warm-the-hand"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a copy of the sample."""
    return Project.of_sample(tmp_path / "project")


def filled(project: Project, text: str) -> str:
    """Fill in the parts of a topic's page."""
    return expand("topics/blood-flow.md", text, review_project(project.root), Site())


def prose_of(text: str) -> str:
    """Return the words of a page without front matter, headings, parts, citations and addresses."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^#+ .*$", "", PAGE_CITATION.sub("", MARKER.sub("", text)), flags=re.MULTILINE)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


def test_claim_stands_in_the_text_as_a_card(project: Project) -> None:
    """A claim in place shows its question as a link, its verdict, its grade and its answer."""
    card = filled(project, f"<!-- evidence:claim {ID} -->")

    assert f'<a href="../../claims/{ID}/">Does a magnet warm the hand?</a>' in card
    assert 'data-verdict="not-supported"' in card
    assert "⊕⊕◯◯" in card
    assert "small" in card


def test_rest_of_a_topic_leaves_out_what_is_shown_in_place(project: Project) -> None:
    """A claim that stands in the text is not listed again below it; without it the list has all claims."""
    topic = "<!-- evidence:topic blood-flow -->"

    assert f"claims/{ID}/" in filled(project, topic)
    assert 1 == filled(project, f"<!-- evidence:claim {ID} -->\n\n{topic}").count(f"claims/{ID}/")


def test_argument_is_drawn_where_there_is_one(project: Project) -> None:
    """A claim that leans on another one is drawn with it; one that leans on none says so."""
    alone = filled(project, f"<!-- evidence:chain {ID} -->")
    project.replace(CLAIM, "bodies:\n", "relies_on:\n  - {claim: magnets-cool-the-foot, made_by: reviewers}\nbodies:\n")
    leaning = filled(project, f"<!-- evidence:chain {ID} -->")

    assert "leans on no other claim" in alone
    assert f'id="chain-{ID}-wide-title"' in leaning
    assert "not yet reviewed" in leaning


@pytest.mark.parametrize(
    "part", ["claim magnets-warm-the-foot", "claim", "chain nonsense", "document nonsense", "document"]
)
def test_part_without_a_record_is_a_problem(project: Project, part: str) -> None:
    """A part that names no record, or one that does not exist, is reported where it stands."""
    project.write("docs/help.md", f"# Help\n\n<!-- evidence:{part} -->\n")
    problems = [problem for problem in project.problems() if problem.rule == "page-part-record"]

    assert [("docs/help.md", 3)] == [(problem.place.file, problem.place.line) for problem in problems]


def test_terms_stand_from_a_to_z() -> None:
    """Terms are found where they are explained and listed by the first letter of their address."""
    text = 'Words: <dfn id="sham">Sham</dfn>, <dfn id="tau2">τ²</dfn> and *<dfn id="subgroup">subgroup</dfn>*.'

    assert [("S", ["Sham", "subgroup"]), ("T", ["τ²"])] == [
        (letter.letter, [term.words for term in letter.terms]) for letter in letters(terms_on(text))
    ]


def test_every_entry_of_the_glossary_has_an_address() -> None:
    """Each paragraph of the glossary explains a term that can be linked to, and no two have one address."""
    text = (DOCS / "about" / "glossary.md").read_text(encoding="utf-8")
    entries = [part for part in text.partition("## ")[2].split("\n\n")[1:] if not part.startswith("## ")]
    ids = [term.id for term in terms_on(text)]

    assert [] == [entry[:40] for entry in entries if not entry.startswith("<dfn id=")]
    assert len(set(ids)) == len(ids) > 100


@pytest.mark.parametrize("topic", list(Topic))
def test_topic_is_an_article_in_plain_words(topic: Topic) -> None:
    """The page of a topic is 150 to 350 words that everybody can read, without words that claim too much."""
    text = (DOCS / "topics" / f"{topic}.md").read_text(encoding="utf-8")
    prose = prose_of(text)

    assert 150 <= len(re.findall(r"\w+", prose)) <= 350
    assert reading_grade(sentences(prose)) <= READING_GRADE
    assert [] == re.findall(r"\bprove[sdn]?\b|\bsignifican\w*", prose)
    assert f"<!-- evidence:topic {topic} -->" in text
    assert "<!-- evidence:claim " in text


@pytest.mark.parametrize("topic", list(Topic))
def test_topic_shows_claims_of_its_own_and_each_once(topic: Topic) -> None:
    """The cards on the page of a topic are claims of that topic, and none stands there twice."""
    text = (DOCS / "topics" / f"{topic}.md").read_text(encoding="utf-8")
    shown = [marker["argument"] for marker in MARKER.finditer(text) if marker["name"] == "claim"]
    here = {path.stem for path in (DOCS.parent / "claims" / topic).glob("*.yml")}

    assert set(shown) <= here
    assert len(set(shown)) == len(shown)
