"""Searching the site the way a reader does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def search(page: Page, words: str) -> Locator:
    """Type words into the search box of the open page and return the links to the pages found, best first."""
    box = page.locator("[data-md-component=search-query]")
    if not box.is_visible():
        page.locator("label.md-header__button[for=__search]").click()
    status = page.locator(".md-search-result__meta")
    # An empty box first, which tells the answer to these words from the answer to those before. The theme listens to
    # keys, and the last key is one that writes nothing.
    box.fill("")
    box.press("End")
    expect(status).to_have_text("Type to start searching")
    box.fill(words)
    box.press("End")
    expect(status).to_have_text(re.compile(r"\d+ matching|No matching"))
    # Further links of an item lead to sections of the same page.
    return page.locator(".md-search-result__item > .md-search-result__link:first-of-type")


def addresses(results: Locator) -> list[str]:
    """Return the addresses of pages found below the home page, without the words to be marked on them."""
    found: list[str] = results.evaluate_all("""links => {
      const {base} = JSON.parse(document.getElementById("__config").textContent);
      const home = new URL(base, location).pathname.replace(/\\/$/, "");
      return links.map(link => link.pathname.slice(home.length));
    }""")
    return found
