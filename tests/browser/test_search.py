"""Whether the search finds what it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.searching import addresses, search

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What readers type, and the claim that they mean.
QUERIES = [
    # The wording of the claim
    ("magnets attract the iron in my blood", "magnets-act-on-iron-in-blood"),
    ("do magnets increase blood flow", "magnets-increase-blood-flow"),
    ("one pole works better than both", "one-pole-beats-both"),
    ("magnetic insoles circulation", "magnetic-insoles-improve-circulation"),
    ("magnets speed up healing", "magnets-speed-healing"),
    # What people also ask, as they type it
    ("is blood magnetic", "magnets-act-on-iron-in-blood"),
    ("which pole is better", "one-pole-beats-both"),
    ("can magnets widen blood vessels", "magnets-increase-blood-flow"),
    ("magnetic insols benefits", "magnetic-insoles-improve-circulation"),
    # Lay terms, British and American
    ("iron", "magnets-act-on-iron-in-blood"),
    ("hemoglobin", "magnets-act-on-iron-in-blood"),
    ("haemoglobin", "magnets-act-on-iron-in-blood"),
    ("negative pole", "north-pole-relieves-pain"),
    ("circulation", "walking-in-place-helps-circulation"),
    ("numb legs", "standing-numbness-is-lost-blood-flow"),
    # Author or year of a study
    ("Pauling", "magnets-act-on-iron-in-blood"),
    ("1936", "magnets-act-on-iron-in-blood"),
    ("Martel 2002", "magnets-increase-blood-flow"),
    ("Kanai", "magnets-increase-blood-flow"),
]


@pytest.mark.parametrize(("words", "claim"), QUERIES)
def test_search_finds_claim(page: Page, home: str, words: str, claim: str) -> None:
    """The claim that a reader means is among the first three pages found."""
    page.goto(home)
    found = addresses(search(page, words))[:3]

    assert f"/claims/{claim}/" in found


@pytest.mark.parametrize("words", ["hemoglobin", "healing", "Pauling 1936", "blood flow", "circulation"])
def test_claims_come_before_studies(page: Page, home: str, words: str) -> None:
    """No study stands above a claim, even where the words stand in the study's title."""
    page.goto(home)
    kinds = [address.split("/")[1] for address in addresses(search(page, words))]

    assert "claims" in kinds
    assert "studies" not in kinds[: len(kinds) - kinds[::-1].index("claims")]
