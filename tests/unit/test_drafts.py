"""Drafts: checked like everything else, published nowhere, and nothing published may lean on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import BIBLIOGRAPHY, CALCULATION, CLAIM, SOURCE, STUDY, Project

from evidence.model.placeholder import is_placeholder
from evidence.pages.context import Site
from evidence.pages.site import generated_pages
from evidence.review import review_project

if TYPE_CHECKING:
    from pathlib import Path

SECOND = "studies/beta2002.yml"
OTHER_SOURCE = "sources/other-post.yml"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a copy of the sample."""
    return Project.of_sample(tmp_path)


def add_draft_study(project: Project) -> None:
    """Add a study that is a draft and that nothing uses."""
    text = project.read(STUDY).replace("alpha2001", "beta2002")
    project.write(SECOND, text.replace("id: beta2002\n", "id: beta2002\ndraft: true\n"))
    project.write(BIBLIOGRAPHY, project.read(BIBLIOGRAPHY) + "\n@misc{beta2002,\n  title = {Another},\n}\n")


def add_draft_document(project: Project) -> None:
    """Add the map of a second document with one sentence, which makes the claim of the sample."""
    project.write(
        OTHER_SOURCE,
        "# yaml-language-server: $schema=../../../scripts/evidence/schema/source.schema.json\n"
        "id: other-post\n"
        "draft: true\n"
        "title: A post\n"
        "kind: blog-post\n"
        'about: "TO WRITE: what it is"\n'
        f"sha256: {'a' * 64}\n"
        "normalisation: nfc-nbsp-space-1\n"
        "sentences:\n"
        f'  - {{id: p1s1, sha256: {"b" * 64}, gist: "TO WRITE: gist", role: claim, claims: [magnets-warm-the-hand]}}\n'
        f'  - {{id: p1s2, sha256: {"c" * 64}, gist: "TO WRITE: gist", role: claim}}\n',
    )
    project.replace(
        CLAIM,
        "question:\n",
        "  - {document: other-post, sentence: p1s1, phrase: magnets warm, put_as: asserted}\nquestion:\n",
    )


def pages(project: Project) -> dict[str, str]:
    """Return the generated pages by path."""
    return {page.path: page.text for page in generated_pages(review_project(project.root), Site())}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TO WRITE: a text", True),
        ("Half of it. TO WRITE: the rest", True),
        ("to-write", True),
        ("…", True),
        ("What is left to write: nothing", False),
        ("to-write-down", False),
        ("and so on …", False),
    ],
)
def test_placeholder(text: str, *, expected: bool) -> None:
    """A text that is still to be written is told from one that somebody wrote."""
    assert expected is is_placeholder(text)


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        (CLAIM, "why: Direct, but small.", 'why: "TO WRITE: why"', "38:14"),
        (CLAIM, "  - do magnets warm hands\n", "  - …\n", "50:5"),
        (STUDY, "population: 20 healthy adults", 'population: "TO WRITE: who"', "6:13"),
        (STUDY, "id: skin-temperature", "id: to-write", "24:9"),
        (SOURCE, "gist: The heading.", 'gist: "TO WRITE: gist"', "11:11"),
        (CALCULATION, "title: ", "title: TO WRITE.", None),
        ("claims/planned.yml", "gist: Magnets cool the foot.", 'gist: "TO WRITE: gist"', "5:11"),
    ],
)
def test_forgotten_placeholder(file: str, old: str, new: str, place: str | None, project: Project) -> None:
    """A text that is still to be written is an error at its place in a record that is no draft."""
    project.replace(file, old, new)

    found = [problem for problem in project.found() if problem.endswith("placeholder-left")]
    assert ([f"{file}:{place} placeholder-left"] if place else []) == found


def test_placeholder_in_draft(project: Project) -> None:
    """In a draft a text may still be missing, whatever it will be held against one day."""
    add_draft_study(project)
    project.replace(SECOND, "population: 20 healthy adults", 'population: "TO WRITE: who"')
    project.replace(CLAIM, "kind: effect\n", "kind: effect\ndraft: true\n")
    for line in ("answer: One small trial found no difference worth noticing.\n", "practical: Gloves warm hands.\n"):
        project.replace(CLAIM, line, f'{line.partition(":")[0]}: "TO WRITE: {"insurmountable considerations " * 9}"\n')
    project.replace(CLAIM, "conclusion: Holding a magnet for an hour may make little", "conclusion: 'TO WRITE: it does")
    project.replace(CLAIM, "to no difference to the warmth of the hand.", "everything.'")

    assert [] == [problem for problem in project.found() if CLAIM in problem or SECOND in problem]


def test_draft_study_is_published_nowhere(project: Project) -> None:
    """A study that is a draft is checked, missed by nobody, and has no page."""
    add_draft_study(project)
    review = review_project(project.root)

    assert () == review.problems
    assert ["alpha2001"] == list(review.library.studies)
    assert {SECOND} == review.held
    assert not [path for path, text in pages(project).items() if "beta2002" in path + text]


@pytest.mark.parametrize(
    ("file", "old", "new", "users"),
    [
        (CLAIM, "- study: alpha2001", "- study: beta2002", CLAIM),
        (CLAIM, "other [@alpha2001]", "other [@beta2002]", CLAIM),
        (STUDY, "reason: The two hours lay a week apart.", "reason: As elsewhere [@beta2002].", STUDY),
        ("docs/index.md", "[@alpha2001]", "[@beta2002]", "a page in docs/"),
    ],
)
def test_published_record_that_uses_a_draft(file: str, old: str, new: str, users: str, project: Project) -> None:
    """A draft that something published uses is an error at the line that makes it one, with the name of its user."""
    add_draft_study(project)
    project.replace(file, old, new)

    [problem] = [problem for problem in project.problems() if problem.rule == "draft-study-used"]

    assert f"{SECOND}:3:1" == str(problem.place)
    assert problem.message.endswith(f" It is used by {users}.")


def test_draft_claim_uses_draft_study(project: Project) -> None:
    """A draft may lean on a draft."""
    add_draft_study(project)
    project.replace(CLAIM, "other [@alpha2001]", "other [@alpha2001; @beta2002]")
    project.replace(CLAIM, "kind: effect\n", "kind: effect\ndraft: true\n")

    assert [] == [problem for problem in project.found() if "draft" in problem]


def test_draft_document(project: Project) -> None:
    """A claim of two documents is published without the one that is unfinished, which has no page."""
    add_draft_document(project)
    review = review_project(project.root)

    assert () == review.problems
    assert ["sample-article"] == list(review.library.sources)
    assert ["sample-article"] == [
        item.document for item in review.library.claims["magnets-warm-the-hand"].value.stated_in
    ]
    assert not [path for path, text in pages(project).items() if "other-post" in path + text or "TO WRITE" in text]


def test_finished_document_wants_its_claims_named(project: Project) -> None:
    """Once a document is no draft, sentences whose claims nobody named are errors, like texts that are missing."""
    add_draft_document(project)
    project.replace(OTHER_SOURCE, "draft: true\n", "")

    assert [
        f"{OTHER_SOURCE}:5:8 placeholder-left",
        f"{OTHER_SOURCE}:9:96 placeholder-left",
        f"{OTHER_SOURCE}:10:10 sentence-without-claim",
        f"{OTHER_SOURCE}:10:96 placeholder-left",
    ] == project.found()


def test_claim_of_a_draft_document_alone(project: Project) -> None:
    """A published claim must not be stated in unfinished documents only."""
    add_draft_document(project)
    project.replace(SOURCE, "    claims: [magnets-warm-the-hand]\n", "")
    project.replace(SOURCE, "gist: Hands get warm from magnets.\n    role: claim", "gist: Hands.\n    role: opinion")
    project.replace(
        CLAIM,
        "  - document: sample-article\n    sentence: p2s1\n    phrase: magnets warm your hands\n    put_as: asserted\n",
        "",
    )

    assert [f"{OTHER_SOURCE}:3:1 draft-document-used"] == project.found()


def test_page_that_shows_a_draft_document(project: Project) -> None:
    """A page must not show an unfinished document."""
    add_draft_document(project)
    project.write("docs/index.md", project.read("docs/index.md") + "\n<!-- evidence:document other-post -->\n")

    assert [f"{OTHER_SOURCE}:3:1 draft-document-used"] == project.found()


def test_name_of_a_draft_claim(project: Project) -> None:
    """A page that names a draft never shows a text that is still to be written."""
    project.replace(CLAIM, "kind: effect\n", "kind: effect\ndraft: true\n")
    project.replace(CLAIM, "short_claim: Magnets warm the hand.", 'short_claim: "TO WRITE: short"')
    page = pages(project)["sources/sample-article.md"]

    assert "TO WRITE" not in page
    assert "magnets warm the hand" in page
