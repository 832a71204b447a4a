"""The page of a claim as readers use it: on a phone, with a keyboard, by touch, without scripts, at night, on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
SCHEMES = ["light", "dark"]
# A page object of a PDF, and not the node that holds them all.
PDF_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
FIRST_CITATION = ".ev-plain .ev-cite a"


@pytest.fixture(scope="module")
def claim(address: Callable[[str], str]) -> str:
    """Return the address of the largest claim page."""
    return address("claim")


def button(page: Page, name: str) -> object:
    """Return the button in the heading of a section."""
    return page.get_by_role("button", name=name, exact=True)


# Sections that fold


def test_sections_are_closed_on_a_phone(new_page: Callable[..., Page], claim: str) -> None:
    """On a phone the answer and the plain words are open, and every later section waits for its button."""
    page = new_page(viewport=PHONE)
    page.goto(claim)
    buttons = page.locator("h2 > .ev-fold__button")

    expect(page.locator(".ev-plain")).to_be_visible()
    assert buttons.count() == page.locator(".md-content__inner > h2").count() - 1
    assert {"false"} == set(buttons.evaluate_all("all => all.map(one => one.getAttribute('aria-expanded'))"))
    expect(page.locator(".ev-sof").first).to_be_hidden()


def test_a_section_opens_and_closes_by_keyboard(new_page: Callable[..., Page], claim: str) -> None:
    """Enter on the button of a heading opens its section, space closes it again."""
    page = new_page(viewport=PHONE)
    page.goto(claim)
    evidence = page.locator("#the-evidence > button")
    evidence.focus()
    page.keyboard.press("Enter")

    expect(evidence).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".ev-body").first).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator(".ev-body").first).to_be_hidden()


def test_all_sections_open_at_once(new_page: Callable[..., Page], claim: str) -> None:
    """One button opens everything, says so, and closes everything again."""
    page = new_page(viewport=PHONE)
    page.goto(claim)
    page.get_by_role("button", name="Open all sections").click()

    expect(page.locator("#about-this-page > button")).to_have_attribute("aria-expanded", "true")
    page.get_by_role("button", name="Close all sections").click()
    expect(page.locator("#about-this-page > button")).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("inside", ["#sof-note-a", "#references", "#cite-this-page"])
def test_an_address_opens_what_it_names(new_page: Callable[..., Page], claim: str, inside: str, width: int) -> None:
    """A link to a section, or to a place in a closed box of a closed section, leads to something that can be seen."""
    page = new_page(viewport={"width": width, "height": 844})
    page.goto(claim + inside)

    expect(page.locator(inside)).to_be_in_viewport()
    expect(page.locator(inside)).to_be_visible()


def test_back_leads_to_an_open_section(new_page: Callable[..., Page], claim: str) -> None:
    """From the head to the reasons for the grade, elsewhere, and back: the section is open and in view."""
    page = new_page(viewport=PHONE)
    page.goto(claim)
    page.get_by_role("link", name="Why", exact=True).click()
    page.locator("#how-it-was-graded > button").click()
    page.get_by_role("link", name="take care", exact=True).click()
    page.go_back()

    expect(page.locator("#how-it-was-graded > button")).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#how-it-was-graded")).to_be_in_viewport()


def test_turning_to_a_wide_screen_opens_all(new_page: Callable[..., Page], claim: str) -> None:
    """On a wide screen only the references wait for a button."""
    page = new_page(viewport=PHONE)
    page.goto(claim)
    page.set_viewport_size({"width": 1440, "height": 900})

    expect(page.locator(".ev-fold__button")).to_have_count(1)
    expect(page.locator("#references > .ev-fold__button")).to_be_visible()
    expect(page.locator(".ev-body").first).to_be_visible()


def test_the_answer_and_the_plain_words_fit_two_screens(new_page: Callable[..., Page], claim: str) -> None:
    """On a desktop the evidence begins after two screens at most, below the wording of the document."""
    page = new_page(viewport=DESKTOP)
    page.goto(claim)
    top = page.locator("#what-the-document-says").evaluate("heading => heading.getBoundingClientRect().top + scrollY")

    assert top < 2.2 * DESKTOP["height"]


# Studies in place


def opened(page: Page) -> None:
    """Check that the study of a citation is open, says what it must, and has not moved the page."""
    note = page.get_by_role("dialog", name=re.compile(r"\[\d+\] .+"))
    expect(note).to_be_visible()
    expect(note).to_be_focused()
    for passage in (r"Read: \w+", r"(n = |studies|Risk of bias|page|book|guideline|review|measurement)"):
        expect(note).to_contain_text(re.compile(passage, re.IGNORECASE))
    expect(note.get_by_role("link", name="The study, in full")).to_have_attribute("href", re.compile("studies/"))


def test_a_citation_opens_its_study_by_mouse(new_page: Callable[..., Page], claim: str) -> None:
    """A click opens the study where the reader is; a click beside it closes it, and the page has not moved."""
    page = new_page(viewport=DESKTOP)
    page.goto(claim)
    link = page.locator(FIRST_CITATION).first
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY"), page.evaluate("document.body.scrollHeight")
    link.click()

    opened(page)
    assert before == (page.evaluate("scrollY"), page.evaluate("document.body.scrollHeight"))
    link.click()
    expect(page.locator(".ev-note")).to_be_hidden()
    link.click()
    opened(page)
    page.locator("h1").click()
    expect(page.locator(".ev-note")).to_be_hidden()
    assert "#" not in page.url


def test_a_citation_opens_its_study_by_keyboard(new_page: Callable[..., Page], claim: str) -> None:
    """Enter opens it, Escape closes it, and the focus is back at the citation; Tab from its end goes on from there."""
    page = new_page(viewport=DESKTOP)
    page.goto(claim)
    link = page.locator(FIRST_CITATION).first
    link.focus()
    page.keyboard.press("Enter")
    opened(page)
    page.keyboard.press("Escape")
    expect(page.locator(".ev-note")).to_be_hidden()
    expect(link).to_be_focused()

    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".ev-note")).to_be_hidden()
    assert page.evaluate("document.activeElement.closest('.md-content') !== null")
    assert page.evaluate("document.activeElement !== document.body")


def test_a_citation_opens_its_study_by_touch(new_page: Callable[..., Page], claim: str) -> None:
    """A tap opens it at the foot of the phone's screen, whole and with a button to close it."""
    page = new_page(viewport=PHONE, has_touch=True)
    page.goto(claim)
    page.locator(FIRST_CITATION).first.tap()

    opened(page)
    box = page.locator(".ev-note").bounding_box()
    assert box is not None
    assert (round(box["x"]), round(box["width"]), round(box["y"] + box["height"])) == (0, 390, 844)
    page.get_by_role("button", name="Close").tap()
    expect(page.locator(".ev-note")).to_be_hidden()


def test_a_study_leads_on_to_its_place_in_the_list(new_page: Callable[..., Page], claim: str) -> None:
    """From the panel a reader reaches the entry in the closed list of references."""
    page = new_page(viewport=DESKTOP)
    page.goto(claim)
    link = page.locator(FIRST_CITATION).first
    target = link.get_attribute("href")
    link.click()
    page.get_by_role("link", name="In the list").click()

    assert target
    expect(page.locator(target)).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_open_study_is_accessible(new_page: Callable[..., Page], claim: str, scheme: str, width: int) -> None:
    """With a study open and every section unfolded the page keeps every rule of axe, by day and by night."""
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 844}, reduced_motion="reduce")
    page.goto(claim)
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    for one in page.locator(".ev-fold__button").all():
        one.click()
    page.locator(FIRST_CITATION).first.click()
    opened(page)
    found = Axe().run(page).response["violations"]

    assert [] == [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


# Short forms


@pytest.mark.parametrize("way", ["hover", "focus", "tap"])
def test_a_short_form_is_explained(new_page: Callable[..., Page], claim: str, way: str) -> None:
    """Mouse, keyboard and finger all get the meaning of a short form, and Escape takes it away."""
    page = new_page(viewport=DESKTOP, has_touch=way == "tap")
    page.goto(claim)
    form = page.locator(".ev-body abbr:visible, .ev-sof abbr:visible").first
    meaning = form.get_attribute("title")
    form.scroll_into_view_if_needed()
    getattr(form, way)()

    expect(page.get_by_role("tooltip")).to_have_text(meaning or "missing")
    page.keyboard.press("Escape")
    expect(page.locator(".ev-tip")).to_be_hidden()


# Without scripts, quietly, and on paper


def test_without_scripts_everything_is_there(new_page: Callable[..., Page], claim: str) -> None:
    """Without JavaScript all sections are open, no button is dead, and a citation leads to its reference."""
    page = new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(claim)

    expect(page.locator(".ev-body").first).to_be_visible()
    assert page.locator(".md-content button").count() == 0
    link = page.locator(FIRST_CITATION).first
    target = link.get_attribute("href")
    assert target
    link.click()
    expect(page.locator(target)).to_be_in_viewport()
    expect(page.locator(target)).to_contain_text("Read:")


def test_nothing_moves(new_page: Callable[..., Page], claim: str) -> None:
    """Where a reader has asked for less motion, opening sections and studies moves nothing by itself."""
    page = new_page(viewport=PHONE, reduced_motion="reduce")
    page.goto(claim)
    page.locator("#the-evidence > button").click()
    page.locator(FIRST_CITATION).first.click()
    moving = page.evaluate("document.getAnimations().filter(one => one.effect.target?.closest('.md-content')).length")

    assert moving == 0


def test_texts_are_copied(new_page: Callable[..., Page], claim: str) -> None:
    """The buttons copy the page's address, its citation and its BibTeX entry, and say that they did."""
    page = new_page(viewport=DESKTOP, permissions=["clipboard-read", "clipboard-write"])
    page.goto(claim)
    name = claim.rstrip("/").rpartition("/")[2]
    for words, passage in (("Copy link", f"/claims/{name}/"), ("Copy text", "Reviewed"), ("Copy BibTeX", f"{{{name},")):
        page.get_by_role("button", name=words).click()
        expect(page.locator(".ev-said")).to_have_text("Copied to the clipboard.")
        assert passage in page.evaluate("navigator.clipboard.readText()")


def test_every_claim_fits_two_sheets_of_paper(new_page: Callable[..., Page], home: str, site: Path) -> None:
    """Printed, each claim takes two pages of A4 at most, and its address and date stand on them."""
    page = new_page()
    longer = {}
    for folder in sorted(path.parent.name for path in site.glob("claims/*/index.html")):
        page.goto(f"{home}claims/{folder}/")
        sheets = len(PDF_PAGE.findall(page.pdf(format="A4")))
        if not 1 <= sheets <= 2:
            longer[folder] = sheets

    assert longer == {}


def test_paper_carries_what_a_clinic_needs(new_page: Callable[..., Page], claim: str) -> None:
    """On paper stand the answer, the advice, the findings and where they come from; tools and details do not."""
    page = new_page(viewport=PHONE)
    page.goto(claim)
    page.emulate_media(media="print")

    for shown in (".ev-bottom-line", ".ev-axes", ".ev-plain", ".ev-practical", ".ev-printed", ".ev-reference.ev-key"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (".ev-tools", ".ev-trace", ".ev-asked", ".ev-about", ".ev-reference:not(.ev-key)", ".ev-fold-all"):
        expect(page.locator(hidden).first).to_be_hidden()
