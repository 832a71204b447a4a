"""Whether what the search leads to is there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.site.pages import read_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def entries(site: Path) -> list[dict[str, Any]]:
    """Return the entries of the search index."""
    docs: list[dict[str, Any]] = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    return docs


def test_every_entry_leads_to_its_place(site: Path, entries: list[dict[str, Any]]) -> None:
    """Each entry has a page, and each section and term an element with its anchor there."""
    pages = {page.address: page for page in read_site(site).pages.values()}
    lost = []
    for entry in entries:
        address, _, anchor = entry["location"].partition("#")
        page = pages.get(f"{address}index.html") or pages.get(address)
        if page is None or (anchor and anchor not in page.ids):
            lost.append(entry["location"])

    assert lost == []


def test_sections_stand_below_their_page(entries: list[dict[str, Any]]) -> None:
    """A section of a page comes with the page itself, which the search shows above it."""
    locations = {entry["location"] for entry in entries}

    assert {location for location in locations if location.partition("#")[0] not in locations} == set()


def test_pages_that_say_so_are_left_out(entries: list[dict[str, Any]]) -> None:
    """What a page excludes from search in its front matter is not in the index."""
    assert [entry["location"] for entry in entries if entry["location"].startswith("contribute/decisions")] == []
