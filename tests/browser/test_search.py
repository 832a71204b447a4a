"""Whether the search finds what it should."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.browser.searching import addresses, search
from tests.browser.test_questions import ASK

from evidence.model.vocabulary import Verdict
from evidence.pages.context import PageContext, Site
from evidence.pages.render import render_part
from evidence.review import review_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


@pytest.mark.parametrize("words", ["hemoglobin", "healing", "Pauling", "blood flow", "circulation"])
def test_claims_come_before_studies(page: Page, home: str, words: str) -> None:
    """No study stands above a claim, even where the words stand in the study's title."""
    page.goto(home)
    kinds = [address.split("/")[1] for address in addresses(search(page, words))]

    assert "claims" in kinds
    assert "studies" not in kinds[: len(kinds) - kinds[::-1].index("claims")]


@pytest.mark.parametrize("words", ["Pittler 2007", "pittler et al. 2007", "Pitler 2007", "pittler2007"])
def test_author_and_year_find_the_study(page: Page, home: str, words: str) -> None:
    """Who names a study by author and year gets it first, and then the claims that use it."""
    page.goto(home)
    first, second, *_ = addresses(search(page, words))

    assert first.endswith("/studies/pittler2007/")
    assert "/claims/" in second


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("magnets-act-on-iron-in-blood", "claims/magnets-act-on-iron-in-blood/", id="claim"),
        pytest.param(
            "the magnetic field of healing magnets affects the iron content of blood",
            "claims/magnets-act-on-iron-in-blood/",
            id="phrase-of-a-document",
        ),
        pytest.param("odds ratio", "about/glossary/", id="term"),
        pytest.param("what does odds ratio mean?", "about/glossary/", id="meaning-of-a-term"),
        pytest.param("warning signs", "help/warning-signs/", id="page"),
        pytest.param("corrections", "about/corrections/", id="page-of-one-word"),
        pytest.param("how is evidence graded", "method/", id="section"),
        pytest.param("what helps back pain", "help/what-helps/", id="page-though-claims-hold-every-word"),
    ],
)
def test_what_is_named_comes_first(page: Page, home: str, words: str, found: str) -> None:
    """A claim by its id or by what the documents say, a page or a term by its title is the first thing found."""
    page.goto(home)

    assert addresses(search(page, words))[0].endswith(f"/{found}")


def test_hits_come_by_kind(page: Page, home: str) -> None:
    """Claims stand first, then pages written by hand, then studies. The box shows more than ten only when scrolled."""
    page.goto(home)
    (items,) = page.evaluate(ASK, {"questions": ["blood flow"]})
    kinds = ["claims", "studies"]
    found = [item[0]["location"].split("/")[0] for item in items]
    order = [kinds.index(kind) * 2 if kind in kinds else 1 for kind in found]

    assert {0, 1, 2} == set(order)
    assert sorted(order) == order


def test_hit_shows_verdict_grade_and_answer(page: Page, home: str) -> None:
    """A claim that is found shows its verdict with sign and word, its grade in words and its answer, with marks."""
    page.goto(home)
    search(page, "iron in blood")
    hit = page.locator(".md-search-result__item").first

    assert hit.locator(".ev-verdict__word").inner_text() in {verdict.word for verdict in Verdict}
    expect(hit.locator(".ev-verdict svg.ev-mark")).to_be_visible()
    expect(hit.locator(".ev-hit__grade")).to_have_text(re.compile("^evidence: (high|moderate|low|very low)$"))
    expect(hit.locator(".ev-hit__text")).not_to_be_empty()
    assert {"iron", "blood"} <= {word.casefold() for word in hit.locator("mark").all_inner_texts()}


@pytest.mark.parametrize("words", ["qwerty asdfgh", "чай", "???"])
def test_nothing_found_leads_on(page: Page, home: str, words: str) -> None:
    """Where nothing is found the reader is shown the table of all claims and the topics."""
    page.goto(home)
    box = page.locator("[data-md-component=search-query]")
    box.fill(words)
    box.press("End")
    hints = page.locator(".md-search-result__list .ev-hint")

    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")
    expect(hints.first.get_by_role("link")).to_have_attribute("href", re.compile("claims/$"))
    expect(hints.last.get_by_role("link", name="Blood flow")).to_be_visible()


def test_hints_leave_when_something_is_found(page: Page, home: str) -> None:
    """The empty box leads on as well, and what is found takes the place of that."""
    page.goto(home)
    page.locator("[data-md-component=search-query]").focus()
    hints = page.locator(".md-search-result__list .ev-hint")

    expect(hints.first).to_be_visible()
    search(page, "iron")
    expect(hints).to_have_count(0)


def test_search_by_keyboard(page: Page, home: str) -> None:
    """Arrows lead through what was found, also where nothing was; Enter opens the first hit from the box."""
    page.goto(home)
    search(page, "qwerty asdfgh")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".ev-hint").first.get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".ev-hint--topics a").first).to_be_focused()
    first = search(page, "pacemaker").first
    address = addresses(search(page, "pacemaker"))[0]
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(re.escape(address)))


@pytest.mark.parametrize("words", ["iron", "qwerty asdfgh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_search_is_accessible(new_page: Callable[..., Page], home: str, words: str, scheme: str) -> None:
    """What the search shows keeps every rule of axe; the theme's own headings and boxes are left out."""
    page = new_page(color_scheme=scheme, reduced_motion="reduce", viewport={"width": 390, "height": 844})
    page.goto(home)
    search(page, words)
    options = {"rules": {"heading-order": {"enabled": False}, "page-has-heading-one": {"enabled": False}}}
    found = Axe().run(page, context=".md-search-result", options=options).response["violations"]

    assert [f"{rule['id']} at {node['target']}" for rule in found for node in rule["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_count_is_announced(page: Page, home: str) -> None:
    """A screen reader is told how much was found."""
    page.goto(home)
    search(page, "iron")

    expect(page.get_by_role("status").filter(has_text="matching documents")).to_have_count(1)


NASTY = '<script>window.bad = 1</script><img src=x onerror="window.bad = 2">'


def test_texts_of_strangers_stay_texts(page: Page, home: str) -> None:
    """A title or text with a tag in it is shown as it was written, whether or not the index has escaped it."""
    page.goto(home)
    plain = {"location": "claims/x/", "verdict": NASTY, "short": NASTY, "asked": [NASTY], "said": [], "grade": NASTY}
    long = {"summary": "", "more": "", "title": f"Magnets {NASTY}", "text": f"Magnets {NASTY}"}
    docs = [
        {"kind": "claim", **plain, **long},
        {"kind": "study", "location": "studies/y/", "people": [NASTY], "year": "2001", "claims": [], **long},
        {"kind": "page", "location": "z/", "facts": NASTY, **long},
    ]
    index = {"config": {}, "docs": docs}
    (items,) = page.evaluate(ASK, {"questions": ["magnets script"], "index": index})
    entries: list[dict[str, Any]] = [entry for item in items for entry in item]
    shown = (
        "html => { document.body.append(Object.assign(document.createElement('p'), {id: 'shown', innerHTML: html})) }"
    )
    page.evaluate(shown, "".join(entry["title"] + entry["text"] for entry in entries))

    assert len(entries) == 3
    # Three titles and texts, the word of the verdict, the grade, the facts.
    assert page.locator("#shown").inner_text().count("onerror") == 9
    assert page.locator("#shown :is(script, img)").count() == 0
    attributes = page.locator("#shown *").evaluate_all("all => all.flatMap(one => one.getAttributeNames())")
    assert set(attributes) <= {"class", "viewBox", "width", "height", "aria-hidden", "focusable"}
    assert page.evaluate("window.bad") is None


@pytest.fixture(scope="module")
def search_box(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the large search box as it stands on the home page."""
    review = review_project(tmp_path_factory.mktemp("empty"))
    return render_part("parts/search-box.html", PageContext(review, Site(), "index.md"))


def test_large_box_opens_the_search(page: Page, home: str, search_box: str) -> None:
    """A question typed into the large box is answered in the search of the site, without leaving the page."""
    page.goto(home)
    page.evaluate("html => document.querySelector('article').insertAdjacentHTML('afterbegin', html)", search_box)
    field = page.get_by_role("searchbox", name="What were you told about magnets?").first
    field.fill("which pole is better")
    field.press("Enter")

    expect(page.locator("[data-md-component=search-query]")).to_be_focused()
    expect(page.locator(".md-search-result__item a").first).to_have_attribute("href", re.compile("pole"))
    assert page.url == home


def test_large_box_works_without_scripts(new_page: Callable[..., Page], home: str, search_box: str) -> None:
    """Without scripts the large box leads to the table of all claims, which is complete by itself."""
    page = new_page(java_script_enabled=False)
    page.route(home, lambda route: route.fulfill(body=search_box, content_type="text/html"))
    page.goto(home)
    page.get_by_role("searchbox").fill("iron")
    page.get_by_role("button", name="Search").click()

    assert page.url == f"{home}claims/?q=iron"
    expect(page.get_by_role("link", name="Do magnets attract the iron in my blood?").first).to_be_visible()


def test_question_in_the_address_is_asked(page: Page, home: str) -> None:
    """An address with a question opens the search with it: what the large box leads to where only its script fails."""
    page.goto(f"{home}claims/?q=pacemaker")

    expect(page.locator(".md-search-result__item a").first).to_have_attribute("href", re.compile("implants"))


def test_every_page_names_our_worker(site: Path) -> None:
    """The theme's box is given our worker on every page, by an address that holds below any path."""
    wrong = []
    for path in site.rglob("*.html"):
        found = re.search(r'<script id="__config"[^>]*>(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL)
        if found is None:
            continue
        config = json.loads(found[1])
        expected = f"{config['base'].removesuffix('/')}/assets/js/search-worker.js".removeprefix("./")
        if config["search"] != expected:
            wrong.append((path.relative_to(site).as_posix(), config["search"]))

    assert wrong == []
