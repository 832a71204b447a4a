"""What a reader's first look costs: everything that the browser fetches for one page, as a server sends it."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Response

FIRST_VIEW_LIMIT_BYTES = 300 * 1000
"""For a page of a claim with theme, search index and scripts (the plan's gate for a light site)."""


@pytest.mark.parametrize("page_type", ["claim", "home"])
def test_first_view_is_light(page: Page, address: Callable[[str], str], page_type: str) -> None:
    """The heaviest page of a type, with everything that it fetches, stays below the limit when it is compressed."""
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))  # noqa: PLW0108 - playwright marks what it is given
    page.goto(address(page_type), wait_until="networkidle")

    weights = {response.url: len(gzip.compress(response.body(), compresslevel=6)) for response in responses}

    assert any("search_index.json" in url for url in weights)
    assert sum(weights.values()) < FIRST_VIEW_LIMIT_BYTES, weights
