"""The review of a project as a whole: one fault must not take the rest with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.projects import CLAIM, STUDY, Project

from evidence.pages.context import Site
from evidence.pages.fragments import expand
from evidence.pages.site import generated_pages
from evidence.review import review_project
from evidence.rules.pages import is_draft

ROOT = Path(__file__).parents[2]


def test_claim_stays_while_its_study_is_broken(tmp_path: Path) -> None:
    """While a study has an error, the claims that lean on it are shown without it, and only the study is at fault."""
    project = Project.of_sample(tmp_path)
    project.replace(STUDY, "kind: trial\n", "kind: trail\n")

    review = review_project(tmp_path)
    pages = {page.path: page.text for page in generated_pages(review, Site())}

    assert {STUDY} == {problem.place.file for problem in review.problems}
    assert "Does a magnet warm the hand?" in pages["claims/magnets-warm-the-hand.md"]
    assert "studies/alpha2001.md" not in pages


@pytest.mark.parametrize("file", [CLAIM, STUDY, "sources/sample-article.yml", "claims/planned.yml", "references.bib"])
def test_preview_goes_on_whatever_is_lost(tmp_path: Path, file: str) -> None:
    """Whichever file is broken, every page that remains can be made: in live preview nothing may raise."""
    project = Project.of_sample(tmp_path)
    project.write(file, b"\xff")

    review = review_project(tmp_path)
    pages = generated_pages(review, Site())

    assert pages
    assert {file} == {problem.place.file for problem in review.problems}


def test_pages_can_be_made_without_any_study(tmp_path: Path) -> None:
    """Even with every study of the real records broken, each claim keeps its page."""
    for folder in ("claims", "sources", "docs", "calculations"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    (tmp_path / "references.bib").symlink_to(ROOT / "references.bib")
    (tmp_path / "studies").mkdir()
    for study in (ROOT / "studies").glob("*.yml"):
        (tmp_path / "studies" / study.name).write_text("broken", encoding="utf-8")

    review = review_project(tmp_path)
    paths = {page.path for page in generated_pages(review, Site())}
    home = expand("index.md", review.library.pages["docs/index.md"], review, Site())

    claims = [claim for claim in (ROOT / "claims").glob("*/*.yml") if "\ndraft: true\n" not in claim.read_text("utf-8")]

    assert claims
    assert {f"claims/{claim.stem}.md" for claim in claims} <= paths
    assert "Do magnets relieve back pain?" in home


def test_studies_of_drafts_are_held_back_with_them(tmp_path: Path) -> None:
    """A study that only a draft uses has no page and no place among the references; a page by hand brings it back."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "kind: effect\n", "kind: effect\ndraft: true\n")
    project.write("docs/index.md", "# Sample\n")

    held = review_project(tmp_path)
    project.write("docs/index.md", "# Sample\n\nAlpha says so [@alpha2001].\n")
    cited = review_project(tmp_path)

    assert ((), ()) == (held.problems, cited.problems)
    assert ["sources/sample-article.md"] == [page.path for page in generated_pages(held, Site())]
    assert "alpha2001" not in expand("references.md", "<!-- evidence:references -->", held, Site())
    assert "studies/alpha2001.md" in {page.path for page in generated_pages(cited, Site())}


def test_a_draft_is_named_by_its_claim(tmp_path: Path) -> None:
    """Where another page names a draft, its claim stands there, marked as not yet reviewed and without a link."""
    Project.of_sample(tmp_path).replace(CLAIM, "kind: effect\n", "kind: effect\ndraft: true\n")

    pages = {page.path: page.text for page in generated_pages(review_project(tmp_path), Site())}

    assert "Magnets warm the hand." in pages["sources/sample-article.md"]
    assert "claims/magnets-warm-the-hand" not in pages["sources/sample-article.md"]


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("---\ndraft: true\n---\n# A\n", True),
        ("---\ntitle: A\ndraft: true\n---\n# A\n", True),
        ("---\ndraft: false\n---\n# A\n", False),
        ("---\ntitle: A\n---\ndraft: true\n", False),
        ("# A\n\n---\ndraft: true\n---\n", False),
        ("", False),
    ],
)
def test_draft_page(text: str, *, draft: bool) -> None:
    """A page by hand is a draft where its front matter says so, and nowhere else."""
    assert draft == is_draft(text)
