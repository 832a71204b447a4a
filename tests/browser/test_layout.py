"""Whether every page fits the screens that readers have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.conftest import PAGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

# Elements that reach beyond the right edge of the screen, apart from those in a box that scrolls by itself. The theme
# hides what overflows the page, so the width of the page alone would not tell.
OVERFLOWING = """() => {
  const scrolls = element => element && element !== document.body &&
    (["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const visible = element => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  return [...document.body.querySelectorAll("*")]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1 && visible(element))
    .filter(element => !scrolls(element.parentElement))
    .map(element => `<${element.localName} class="${element.getAttribute("class") ?? ""}">`);
}"""


@pytest.mark.parametrize("width", [320, 390, 1440])
@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_nothing_overflows(
    new_page: Callable[..., Page], address: Callable[[str], str], page_type: str, width: int
) -> None:
    """Nothing reaches beyond the edge of a small phone, a phone or a large screen."""
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(address(page_type))

    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
