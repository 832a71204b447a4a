"""Whether the search finds what it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.searching import addresses, search

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What readers type, and the claim that they mean.
QUERIES = [
    ("iron", "magnets-act-on-iron-in-blood"),
    ("do magnets attract blood", "magnets-act-on-iron-in-blood"),
    ("blood flow", "magnets-increase-blood-flow"),
    ("endorphins", "endorphins-relieve-pain"),
    ("magnetic insoles", "magnetic-insoles-improve-circulation"),
    ("legs numb standing", "standing-numbness-is-lost-blood-flow"),
    ("north pole pain", "north-pole-relieves-pain"),
]


@pytest.mark.parametrize(("words", "claim"), QUERIES)
def test_search_finds_claim(page: Page, home: str, words: str, claim: str) -> None:
    """The claim that a reader means is among the first three pages found."""
    page.goto(home)
    found = addresses(search(page, words))[:3]

    assert f"/claims/{claim}/" in found
