"""Whether the search finds what it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.searching import addresses, search

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What readers type, and the claim that they mean.
QUERIES = [
    ("iron in blood", "magnets-act-on-iron-in-blood"),
    ("do magnets help back pain", "magnets-relieve-back-pain"),
    ("blood flow", "magnets-increase-blood-flow"),
]


@pytest.mark.parametrize(("words", "claim"), QUERIES)
def test_search_finds_claim(page: Page, home: str, words: str, claim: str) -> None:
    """The claim that a reader means is among the first three pages found."""
    page.goto(home)
    found = addresses(search(page, words))[:3]

    assert f"/claims/{claim}/" in found
