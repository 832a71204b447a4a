"""The guides for contributors say what is so: each is followed to the letter in a copy of the project."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.guides.copies import ROOT, copy_of_project, copy_of_sample
from tests.guides.walk import Fence, PageError, Walk, fences
from tests.unit.registry import Reply, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GUIDES = ROOT / "docs/contribute"

# Those of the first row are walked in the small project of invented records, those of the second one after the other in
# a copy of the whole project, where each goes on from what the one before it has made.
IN_SAMPLE = ("fix-a-typo.md",)
IN_PROJECT = ("add-a-document.md", "add-a-study.md", "add-a-claim.md")

TRIAL_DOI = "10.5555/sample.2015.3"
TRIAL = Path(__file__).parent / "crossref-trial.json"
"""What Crossref would say of the invented trial."""


@pytest.fixture(scope="module")
def follow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], None]]:
    """Return what walks a guide, after those from which it goes on."""
    walks: dict[tuple[str, ...], Walk] = {}
    walked: dict[str, PageError | None] = {}
    with serving() as registry:
        registry.says(TRIAL_DOI, Reply(json.loads(TRIAL.read_text(encoding="utf-8"))))
        addresses = {"CROSSREF_URL": registry.url, "PUBMED_URL": registry.url}

        def follow(guide: str) -> None:
            guides, copy = (IN_SAMPLE, copy_of_sample) if guide in IN_SAMPLE else (IN_PROJECT, copy_of_project)
            if guides not in walks:
                walks[guides] = Walk(copy(tmp_path_factory.mktemp("guides")), addresses)
            for name in guides[: guides.index(guide) + 1]:
                if name not in walked:
                    walked[name] = fault_of(name, walks[guides])
                if (fault := walked[name]) is not None:
                    raise fault

        yield follow


def fault_of(name: str, walk: Walk) -> PageError | None:
    """Walk a guide and return where it is wrong."""
    try:
        walk.page((GUIDES / name).read_text(encoding="utf-8"), f"docs/contribute/{name}")
    except PageError as fault:
        return fault
    return None


def commands_of(name: str) -> list[Fence]:
    """Return the fences of a guide."""
    return list(fences((GUIDES / name).read_text(encoding="utf-8"), name))


@pytest.mark.parametrize("guide", [*IN_SAMPLE, *IN_PROJECT])
def test_guide_can_be_followed_to_the_letter(guide: str, follow: Callable[[str], None]) -> None:
    """Every command of the guide can be run, every change made, and what it shows is what comes out."""
    follow(guide)


@pytest.mark.parametrize("guide", [*IN_SAMPLE, *IN_PROJECT])
def test_guide_ends_with_a_sound_project_and_what_readers_see(guide: str) -> None:
    """After its last change a guide checks everything without an error, and shows what the change means to readers."""
    found = commands_of(guide)
    last_change = max(index for index, fence in enumerate(found) if fence.kind in {"diff", "yaml", "txt"})
    after = found[last_change + 1 :]
    shown = {
        line: answer.text
        for fence, answer in pairwise(after)
        if fence.kind == "sh" and answer.kind == "text"
        for line in fence.text.splitlines()
    }

    assert "\n0 errors, " in "\n" + shown.get("python scripts/check.py", "")
    assert " → the working tree\n" in shown.get("python scripts/diff.py HEAD", "")


def test_every_guide_is_followed() -> None:
    """A guide that is added is followed too."""
    there = {path.name for pattern in ("add-a-*.md", "fix-a-*.md") for path in GUIDES.glob(pattern)}

    assert {*IN_SAMPLE, *IN_PROJECT} == there
