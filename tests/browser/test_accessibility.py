"""Whether every page can be used by everybody, as far as a program can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.conftest import PAGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

# Rules of axe that a page may break, each with the element and the reason.
ALLOWED: dict[tuple[str, str], str] = {}

# The theme's name of each colour scheme.
SCHEMES = {"light": "default", "dark": "slate"}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_page_is_accessible(
    new_page: Callable[..., Page], address: Callable[[str], str], page_type: str, scheme: str
) -> None:
    """A page of each type keeps every rule of axe, by day and by night."""
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    page.goto(address(page_type))
    found = Axe().run(page).response["violations"]
    violations = [
        f"{rule['id']} at {' '.join(node['target'])}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
        if (rule["id"], " ".join(node["target"])) not in ALLOWED
    ]

    assert page.locator("body").get_attribute("data-md-color-scheme") == SCHEMES[scheme]
    assert violations == []
