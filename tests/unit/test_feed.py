"""The feed of changes, read as a program for reading news would read it: against the rules of RFC 4287."""

from __future__ import annotations

import datetime
import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from tests.unit.projects import SAMPLE

from evidence.exports.feed import NEWEST, atom_feed
from evidence.library import read_library
from evidence.model.claim import Change, Claim

if TYPE_CHECKING:
    from collections.abc import Sequence

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "https://example.org/review/"
OLD, NEW = datetime.date(2026, 11, 21), datetime.date(2026, 11, 27)

# RFC 4287, section 4.1: what must stand once, and what may stand at most once.
FEED_ONCE = {"id", "title", "updated"}
FEED_AT_MOST_ONCE = {"generator", "icon", "logo", "rights", "subtitle"}
ENTRY_ONCE = {"id", "title", "updated"}
ENTRY_AT_MOST_ONCE = {"content", "published", "rights", "source", "summary"}
OTHERS = {"author", "category", "contributor", "link"}


def claim(name: str, *changes: tuple[datetime.date, str], **others: object) -> Claim:
    """Return the claim of the sample project under another name, with other changes."""
    library, _ = read_library(SAMPLE)
    made = [Change(date=date, what=what) for date, what in changes]
    return next(iter(library.claims.values())).value.model_copy(update={"id": name, "changes": made, **others})


def read(claims: Sequence[Claim], address: str = ADDRESS) -> ET.Element:
    """Make a feed and read it back."""
    return ET.fromstring(atom_feed(claims, "Evidence & <more>", address).encode())  # noqa: S314 - our own


def text(element: ET.Element, name: str) -> str:
    """Return the text of a child that must be there."""
    found = element.findtext(f"{ATOM}{name}")
    assert found is not None
    return found


def texts(feed: ET.Element, name: str) -> list[str]:
    """Return the text of a child of each entry."""
    return [text(entry, name) for entry in feed.findall(f"{ATOM}entry")]


def counts(element: ET.Element) -> dict[str, int]:
    """Count the children of an element by name."""
    names = [child.tag.removeprefix(ATOM) for child in element]
    return {name: names.count(name) for name in names}


CLAIMS = [
    claim("a", (OLD, "First published."), (NEW, "Verdict changed from a to b.")),
    claim("b", (OLD, "First published."), (NEW, "One *word* [@alpha2001] & < and ⊕."), (NEW, "Another.")),
]


@pytest.mark.parametrize("address", [ADDRESS, "http://127.0.0.1:8000/", ""])
def test_feed_keeps_the_rules_of_atom(address: str) -> None:
    """What RFC 4287 wants once stands once, nothing stands too often, and nothing that it does not know."""
    feed = read(CLAIMS, address)
    seen = counts(feed)

    assert f"{ATOM}feed" == feed.tag
    assert {1} == {seen[name] for name in FEED_ONCE}
    assert seen.keys() <= FEED_ONCE | FEED_AT_MOST_ONCE | OTHERS | {"entry"}
    assert all(seen[name] == 1 for name in seen.keys() & FEED_AT_MOST_ONCE)
    # Entries name no author of their own, so the feed must.
    assert ["Evidence & <more>"] == [author.findtext(f"{ATOM}name") for author in feed.findall(f"{ATOM}author")]
    for entry in feed.findall(f"{ATOM}entry"):
        seen = counts(entry)
        assert {1} == {seen[name] for name in ENTRY_ONCE}
        assert seen.keys() <= ENTRY_ONCE | ENTRY_AT_MOST_ONCE | OTHERS
        assert all(seen[name] == 1 for name in seen.keys() & ENTRY_AT_MOST_ONCE)
        # Without content an entry must have an alternate link.
        assert ["alternate"] == [link.get("rel") for link in entry.findall(f"{ATOM}link")]


@pytest.mark.parametrize("address", [ADDRESS, ""])
def test_links_are_whole(address: str) -> None:
    """Every link has an address, of one kind and type only once, and a category has a term."""
    feed = read(CLAIMS, address)
    for parent in (feed, *feed.findall(f"{ATOM}entry")):
        kinds = [(link.get("rel"), link.get("type")) for link in parent.findall(f"{ATOM}link")]
        assert len(kinds) == len(set(kinds))
    assert all(link.get("href") for link in feed.iter(f"{ATOM}link"))
    assert all(category.get("term") for category in feed.iter(f"{ATOM}category"))


def test_dates_are_those_of_the_changes() -> None:
    """Each entry bears the day of its change, newest first, and the feed that of the newest."""
    feed = read(CLAIMS)
    days = texts(feed, "updated")

    assert ["2026-11-27T00:00:00Z"] * 3 + ["2026-11-21T00:00:00Z"] * 2 == days
    assert days == texts(feed, "published")
    assert days[0] == text(feed, "updated")
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", day) for day in days)
    assert all(later >= earlier for later, earlier in pairwise(days))


def test_every_change_has_an_id_of_its_own() -> None:
    """Ids are addresses of the kind `urn:uuid`, no two alike, two changes of a claim on one day included."""
    feed = read(CLAIMS)
    ids = [text(feed, "id"), *texts(feed, "id")]

    assert 6 == len(set(ids))
    assert [f"urn:uuid:{UUID(name.removeprefix('urn:uuid:'))}" for name in ids] == ids


def test_ids_stay_when_the_site_moves_and_the_records_grow() -> None:
    """An id depends neither on the address of the site, nor on other changes, nor on the words of its own."""
    before = dict(zip(texts(read(CLAIMS), "summary"), texts(read(CLAIMS), "id"), strict=True))
    grown = [
        claim("c", (NEW, "New here.")),
        CLAIMS[0],
        claim(
            "b",
            (OLD, "First published, put better."),
            *((change.date, change.what) for change in CLAIMS[1].changes[1:]),
        ),
    ]
    moved = read(grown, "https://elsewhere.example/")
    after = dict(zip(texts(moved, "summary"), texts(moved, "id"), strict=True))

    assert before["Another."] == after["Another."]
    assert before["Verdict changed from a to b."] == after["Verdict changed from a to b."]
    assert set(before.values()) < set(after.values())


def test_id_stays_when_a_claim_gets_another_name() -> None:
    """A claim that was renamed, even twice, keeps the ids that it had under its first name."""
    old, new = (
        claim(name, (OLD, "First published."), aliases=aliases) for name, aliases in (("a", []), ("z", ["a", "b"]))
    )

    assert texts(read([old]), "id") == texts(read([new]), "id")


def test_summary_is_the_words_of_the_record() -> None:
    """Markdown and citations are left out, signs of XML come back as they were written."""
    assert "One word & < and ⊕." in texts(read(CLAIMS), "summary")


@pytest.mark.parametrize(
    ("address", "feed_lies_at", "expected"),
    [
        pytest.param(ADDRESS, "https://example.org/review/feed.xml", "https://example.org/review/", id="below-a-path"),
        pytest.param("", "https://example.org/a/b/feed.xml", "https://example.org/a/b/", id="no-address"),
        pytest.param("", "file:///home/me/site/feed.xml", "file:///home/me/site/", id="on-a-disk"),
    ],
)
def test_links_lead_below_the_site(address: str, feed_lies_at: str, expected: str) -> None:
    """Links lead to the site wherever it lies; without an address they are relative to the feed."""
    feed = read(CLAIMS[:1], address)
    links = [urljoin(feed_lies_at, link.get("href", "")) for link in feed.iter(f"{ATOM}link")]

    assert [f"{expected}feed.xml", f"{expected}changes/", f"{expected}claims/a/", f"{expected}claims/a/"] == links


def test_feed_without_changes_is_valid() -> None:
    """A project without claims has an empty feed with a date, which RFC 4287 asks for."""
    feed = read([])

    assert [] == feed.findall(f"{ATOM}entry")
    assert "1970-01-01T00:00:00Z" == text(feed, "updated")


def test_old_changes_leave_the_feed() -> None:
    """The feed holds the newest changes; the page has all."""
    start = datetime.date(2020, 1, 1)
    changes = [(start + datetime.timedelta(number), f"On day {number}.") for number in range(NEWEST + 10)]
    summaries = texts(read([claim("a", *changes)]), "summary")

    assert NEWEST == len(summaries)
    assert f"On day {NEWEST + 9}." == summaries[0]
