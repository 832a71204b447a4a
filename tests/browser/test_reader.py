"""What a reader in a hurry does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect
from tests.browser.searching import search

from evidence.model.vocabulary import Verdict

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_reader_finds_verdict_by_searching(page: Page, home: str) -> None:
    """A reader searches for "iron", follows the first hit and reads a verdict at the top of that page."""
    page.goto(home)
    search(page, "iron").first.click()
    verdict = page.locator("[data-verdict]").first

    expect(verdict).to_be_in_viewport()
    assert verdict.get_attribute("data-verdict") in {verdict.value for verdict in Verdict}
    assert any(word.word.casefold() in verdict.inner_text().casefold() for word in Verdict)
