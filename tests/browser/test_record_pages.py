"""Pages of studies and documents, articles on topics, the glossary: with the keyboard, without scripts, on paper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.browser.conftest import PAGE_TYPES
from tests.browser.test_accessibility import SCHEMES
from tests.browser.test_layout import OVERFLOWING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

# What `tests.browser.conftest` has no page type for stands here with its address.
PLACES = {"study": "", "source": "", "topic": "", "documents": "documents/", "glossary": "about/glossary/"}

# The smallest target that WCAG 2.2 allows (2.5.8), in pixels.
SMALLEST = 24


@pytest.fixture
def find(home: str, address: Callable[[str], str]) -> Callable[[str], str]:
    """Return a function from the name of a kind of page to an address."""

    def of(name: str) -> str:
        return address(name) if name in PAGE_TYPES else home + PLACES[name]

    return of


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PLACES)
def test_page_is_accessible_with_everything_open(
    new_page: Callable[..., Page], find: Callable[[str], str], name: str, scheme: str
) -> None:
    """With every fold open a page keeps every rule of axe, by day and by night."""
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    page.goto(find(name))
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    found = Axe().run(page).response["violations"]

    assert page.locator("body").get_attribute("data-md-color-scheme") == SCHEMES[scheme]
    assert [f"{rule['id']} at {node['target']}" for rule in found for node in rule["nodes"]] == []


@pytest.mark.parametrize("width", [320, 390, 1440])
@pytest.mark.parametrize("name", PLACES)
def test_page_flows_into_its_width(
    new_page: Callable[..., Page], find: Callable[[str], str], name: str, width: int
) -> None:
    """With every fold open nothing reaches beyond the edge of a small phone, a phone or a large screen."""
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(find(name))
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")

    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("name", "targets"),
    [
        ("source", ".ev-strip__cell, .ev-sentence__number, .ev-remarks a"),
        ("documents", ".ev-strip__cell"),
        ("glossary", ".ev-glossary__letters a"),
    ],
)
def test_small_targets_can_be_hit(
    new_page: Callable[..., Page], find: Callable[[str], str], name: str, targets: str
) -> None:
    """What is pressed on a phone is at least 24 by 24 pixels large."""
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto(find(name))
    sizes = page.evaluate(
        "targets => [...document.querySelectorAll(targets)].map(target => target.getBoundingClientRect())"
        ".map(box => Math.min(Math.round(box.width), Math.round(box.height)))",
        targets,
    )

    assert sizes
    assert min(sizes) >= SMALLEST


def test_strip_is_walked_with_the_keyboard(page: Page, find: Callable[[str], str]) -> None:
    """The arrow keys walk from sentence to sentence, what it says is told below, and Enter leads to it."""
    page.goto(find("source"))
    cells = page.locator(".ev-strip__cell")
    told = page.locator(".ev-strip__told")
    cells.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    expect(cells.nth(2)).to_be_focused()
    expect(told).to_have_text(str(cells.nth(2).get_attribute("aria-label")))

    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")

    expect(cells.last).to_be_focused()

    page.keyboard.press("Home")
    expect(cells.first).to_be_focused()
    sentence = str(cells.first.get_attribute("href"))
    page.keyboard.press("Enter")

    expect(page).to_have_url(find("source") + sentence)
    expect(page.locator(sentence)).to_be_in_viewport()


def test_strip_can_be_skipped(page: Page, find: Callable[[str], str]) -> None:
    """Whoever goes through a page with the Tab key can leave all cells out with one link, which is then seen."""
    page.goto(find("source"))
    skip = page.locator(".ev-strip__skip a")
    skip.focus()

    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert not page.evaluate("document.activeElement.matches('.ev-strip__cell')")


def test_each_sentence_of_the_strip_has_a_name_of_its_own(page: Page, find: Callable[[str], str]) -> None:
    """Screen readers hear place, verdict and sense of each cell, and no two sound alike."""
    page.goto(find("source"))
    names = page.eval_on_selector_all(".ev-strip__cell", "cells => cells.map(cell => cell.ariaLabel)")

    assert names
    assert len(set(names)) == len(names)


def test_study_page_is_whole_without_scripts(new_page: Callable[..., Page], find: Callable[[str], str]) -> None:
    """Without JavaScript everything can be read and the BibTeX entry be opened; no button stands there that is dead."""
    page = new_page(java_script_enabled=False)
    page.goto(find("study"))
    page.locator(".ev-bibtex summary").first.click()

    expect(page.locator(".ev-bibtex pre").first).to_be_visible()
    for heading in ("which-claims-use-it", "what-came-out", "how-good-it-is", "cite-the-work"):
        expect(page.locator(f"#{heading}")).to_be_visible()
    expect(page.locator(".ev-glance")).to_be_visible()
    assert page.locator(".ev-button").count() == 0


def test_study_page_answers_on_the_first_screen(page: Page, find: Callable[[str], str]) -> None:
    """What came out, what was done, to whom and how good it is: on a laptop nobody has to scroll for it."""
    page.goto(find("study"))

    expect(page.locator(".ev-head .ev-bottom-line__answer")).to_be_in_viewport(ratio=1)
    for row in range(3):
        expect(page.locator(".ev-glance > div").nth(row)).to_be_in_viewport()


def test_study_page_on_paper(page: Page, find: Callable[[str], str]) -> None:
    """On paper stand the results and their trust, and nothing that only a screen can use."""
    page.goto(find("study"))
    page.emulate_media(media="print")

    for part in (".ev-glance", ".ev-use", ".ev-result", "#how-good-it-is", "#cite-the-work"):
        expect(page.locator(part).first).to_be_visible()
    for part in (".ev-bibtex", ".ev-tools", ".ev-button", ".md-header"):
        assert page.locator(f"{part}:visible").count() == 0
    assert page.evaluate(OVERFLOWING) == []


def test_structured_data_can_be_read(page: Page, find: Callable[[str], str]) -> None:
    """The structured data of an article is JSON with a title, and the page has it once."""
    page.goto(find("study"))
    scripts = page.locator('script[type="application/ld+json"]')

    assert scripts.count() == 1
    data = json.loads(scripts.first.inner_text())
    assert data["@type"] == "ScholarlyArticle"
    assert data["name"]


def test_letter_of_the_glossary_leads_to_its_terms(page: Page, find: Callable[[str], str]) -> None:
    """From a letter to its terms and from a term to its meaning it is two presses of a key."""
    page.goto(find("glossary"))
    page.locator(".ev-glossary__letters a", has_text="S").press("Enter")
    row = page.locator("#letter-s")

    expect(row).to_be_in_viewport()
    row.get_by_role("link", name="Sham", exact=True).press("Enter")
    expect(page.locator("dfn#sham")).to_be_in_viewport()
