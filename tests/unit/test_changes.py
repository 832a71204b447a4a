"""What changed in the claims: its order, its page and its news."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import CLAIM, SAMPLE, Project

from evidence.changes import dated_changes
from evidence.library import read_library
from evidence.model.claim import Change, Claim
from evidence.model.vocabulary import Topic
from evidence.pages.change_log import by_day
from evidence.pages.context import Site
from evidence.pages.fragments import expand
from evidence.review import review_project

if TYPE_CHECKING:
    from pathlib import Path

SITE = Site("Sample", "https://example.org/review/")
OLD, NEW = datetime.date(2026, 11, 21), datetime.date(2026, 11, 27)


@pytest.fixture(scope="module")
def claim() -> Claim:
    """Return the claim of the sample project."""
    library, _ = read_library(SAMPLE)
    return next(iter(library.claims.values())).value


def changed(claim: Claim, name: str, *changes: tuple[datetime.date, str], topic: Topic = Topic.BLOOD_FLOW) -> Claim:
    """Return the claim under another name, with other changes."""
    made = [Change(date=date, what=what) for date, what in changes]
    return claim.model_copy(update={"id": name, "topic": topic, "changes": made})


def test_newest_come_first_then_verdicts_then_topics(claim: Claim) -> None:
    """Within a day a verdict that moved comes first, then claims by topic and id, each with its changes in order."""
    claims = [
        changed(claim, "c", (OLD, "First published."), (NEW, "One."), (NEW, "Two."), topic=Topic.USE),
        changed(claim, "b", (NEW, "Reworded.")),
        changed(claim, "a", (OLD, "First published."), (NEW, "The verdict went from a to b."), topic=Topic.USE),
    ]

    assert [
        (NEW, "a", 1),
        (NEW, "b", 1),
        (NEW, "c", 1),
        (NEW, "c", 2),
        (OLD, "a", 1),
        (OLD, "c", 1),
    ] == [(change.date, change.claim.id, change.number) for change in dated_changes(claims)]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("Verdict changed from overstated to not supported.", True),
        ("Read again. The verdict went from untested to unsettled.", True),
        ("Judged once more; the verdict stays.", False),
        ("The grade went from low to very low; the verdict did not.", False),
    ],
)
def test_verdict_that_moved_is_known_by_its_words(claim: Claim, what: str, expected: bool) -> None:  # noqa: FBT001
    """Only what says that a verdict went from one to another counts, not every mention of a verdict."""
    change = dated_changes([changed(claim, "a", (OLD, what))])[0]

    assert expected == change.moves_the_verdict


def test_words_shared_by_many_claims_stand_once(claim: Claim) -> None:
    """Three claims with the same words on one day share them; two do not, nor does the same on another day."""
    claims = [changed(claim, name, (OLD, "First published."), (NEW, f"On {name}.")) for name in "abc"]
    claims.append(changed(claim, "d", (NEW, "First published.")))
    newer, older = by_day(dated_changes(claims))

    assert ["On a.", "On b.", "On c.", "First published."] == [change.what for change in newer.changes]
    assert () == newer.shared
    assert () == older.changes
    assert [("First published.", ["a", "b", "c"])] == [
        (shared.what, [change.claim.id for change in shared.changes]) for shared in older.shared
    ]


def test_page_groups_changes_by_day() -> None:
    """A day is a heading of the page; below it stand the claim, its verdict of today and what changed."""
    filled = expand("changes.md", "<!-- evidence:changes -->", review_project(SAMPLE), SITE)

    assert "## 21 November 2026\n" in filled
    assert '<a href="../claims/magnets-warm-the-hand/">Does a magnet warm the hand?</a>' in filled
    assert 'data-verdict="not-supported"' in filled
    assert "First published." in filled


def test_page_escapes_what_records_say(tmp_path: Path) -> None:
    """Markdown of a record is shown as its words, and signs of HTML as signs."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "what: First published.}", "what: 'Now *a < b* & c [@alpha2001].'}")
    filled = expand("changes.md", "<!-- evidence:changes -->", review_project(project.root), SITE)

    assert "Now a &lt; b &amp; c." in filled


def test_home_page_has_five_of_them(tmp_path: Path) -> None:
    """The news are the five newest changes, with the way to all others."""
    project = Project.of_sample(tmp_path)
    days = "".join(f"  - {{date: 2026-11-{day}, what: On day {day}.}}\n" for day in range(10, 20))
    project.replace(CLAIM, "  - {date: 2026-11-21, what: First published.}\n", days)
    filled = expand("index.md", "<!-- evidence:newest -->", review_project(project.root), SITE)

    assert ["19", "18", "17", "16", "15"] == re.findall(r"On day (\d+)\.", filled)
    assert 'href="changes/"' in filled
    assert 'href="feed.xml"' in filled
