"""How readers filter and sort: the table of all claims, and the list of references that the same script serves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.browser.test_accessibility import ALLOWED, SCHEMES
from tests.browser.test_layout import OVERFLOWING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

LISTS = ["claims/", "references/"]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 320, "height": 640}

# How many entries each choice would leave: what is shown beside it, and what it comes to when it is made.
DEAD_ENDS = """() => {
  const shown = () => document.querySelectorAll("[data-item]:not([hidden])").length;
  const wrong = [];
  for (const input of document.querySelectorAll("[data-facet] input:not(:disabled):not(:checked)")) {
    const group = input.closest("[data-facet]");
    const others = [...group.querySelectorAll("input:checked")];
    const promised = Number(input.closest("label").querySelector("[data-count]").textContent);
    others.forEach(other => { other.checked = false; });
    input.click();
    if (shown() !== promised || !promised) wrong.push(`${input.value}: ${promised} promised, ${shown()} found`);
    input.click();
    others.forEach(other => other.click());
  }
  return wrong;
}"""


@pytest.fixture
def table(page: Page, home: str) -> Page:
    """Open the table of all claims on a wide screen."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(f"{home}claims/")
    return page


def shown(page: Page) -> Locator:
    """Return the entries that are shown."""
    return page.locator("[data-item]:not([hidden])")


def total(page: Page) -> int:
    """Return how many entries there are."""
    return page.locator("[data-item]").count()


def choice(page: Page, facet: str, value: str) -> Locator:
    """Return a choice of a filter."""
    return page.locator(f"[data-facet={facet}] input[value={value}]")


def count_beside(choice: Locator) -> int:
    """Return the number that stands beside a choice."""
    return int(choice.locator("xpath=..").locator("[data-count]").text_content() or "")


def values(page: Page, name: str) -> list[str]:
    """Return an attribute of the entries that are shown, in their order."""
    found: list[str] = shown(page).evaluate_all("(items, name) => items.map(item => item.getAttribute(name))", name)
    return found


def state(page: Page) -> dict[str, list[str]]:
    """Return what the address says."""
    return parse_qs(urlsplit(page.url).query)


def status(page: Page) -> Locator:
    """Return the line that says how many entries there are."""
    return page.get_by_role("status").filter(has_text=re.compile(r"\d (claim|reference)"))


@pytest.mark.parametrize("path", LISTS)
def test_filter_shows_what_it_promises(page: Page, home: str, path: str) -> None:
    """A choice leaves as many entries as stand beside it, all of its kind, and says how many of how many."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(home + path)
    first = page.locator("[data-facet] input").first
    promised, everything = count_beside(first), total(page)
    expect(status(page)).to_have_text(re.compile(f"All {everything} "))
    first.check()
    facet = first.locator("xpath=ancestor::*[@data-facet]").get_attribute("data-facet")

    assert 0 < promised < everything
    expect(shown(page)).to_have_count(promised)
    assert {first.get_attribute("value")} <= {
        value for values_ in values(page, f"data-facet-{facet}") for value in values_.split()
    }
    expect(status(page)).to_have_text(re.compile(f"^{promised} of {everything} "))


def test_choices_widen_and_properties_narrow(table: Page) -> None:
    """Two topics show both; a verdict besides shows what has it in either topic."""
    choice(table, "topic", "safety").check()
    choice(table, "topic", "use").check()
    both = shown(table).count()
    choice(table, "verdict", "overstated").check()

    assert {"safety", "use"} == set(values(table, "data-facet-topic"))
    assert {"overstated"} == set(values(table, "data-facet-verdict"))
    assert 0 < shown(table).count() < both


@pytest.mark.parametrize("query", ["", "?verdict=unsettled", "?topic=blood-flow&kind=effect", "?text=pain&grade=low"])
def test_there_are_no_dead_ends(table: Page, home: str, query: str) -> None:
    """Under any filter each choice that is offered leaves exactly as many claims as it says, and at least one."""
    table.goto(f"{home}claims/{query}")

    assert [] == table.evaluate(DEAD_ENDS)


def test_choice_that_would_leave_nothing_is_not_offered(table: Page) -> None:
    """No claim on iron is about safety: once the topic is chosen, such kinds cannot be."""
    choice(table, "topic", "iron-in-blood").check()
    kind = choice(table, "kind", "safety")

    expect(kind).to_be_disabled()
    assert 0 == count_beside(kind)
    # What can be chosen besides widens the filter, and stays.
    expect(choice(table, "topic", "safety")).to_be_enabled()


def test_filters_are_cleared_one_by_one_and_all_at_once(table: Page) -> None:
    """Each filter that holds is named and can be taken away alone; one button takes all away; focus is never lost."""
    choice(table, "topic", "use").check()
    choice(table, "topic", "safety").check()
    table.get_by_label("Words in the claim").fill("magnet")
    chips = table.locator("[data-active] li button")
    expect(chips).to_have_text(["Topic: Use", "Topic: Safety", "Words: magnet"])

    table.get_by_role("button", name="Remove the filter Topic: Use").press("Enter")
    expect(chips).to_have_text(["Topic: Safety", "Words: magnet"])
    expect(chips.first).to_be_focused()
    expect(choice(table, "topic", "use")).not_to_be_checked()

    table.get_by_role("button", name="Clear all").press("Enter")
    expect(table.locator("[data-active]")).to_be_hidden()
    expect(shown(table)).to_have_count(total(table))
    expect(status(table)).to_be_focused()
    assert {} == state(table)


def test_address_holds_the_state(table: Page) -> None:
    """Filters, words and order stand in the address, which opens the same view elsewhere."""
    choice(table, "verdict", "unsettled").check()
    choice(table, "topic", "pain-relief").check()
    table.get_by_label("Words in the claim").fill("Arthritis  PAIN")
    table.get_by_label("Sort by").select_option("-studies")
    expect(table.locator("[data-active] li")).to_have_count(3)
    assert {
        "topic": ["pain-relief"],
        "verdict": ["unsettled"],
        "text": ["Arthritis  PAIN"],
        "sort": ["-studies"],
    } == state(table)
    expected = values(table, "data-order-claim")
    other = table.context.new_page()
    other.goto(table.url)

    assert expected
    assert expected == values(other, "data-order-claim")
    expect(other.get_by_label("Sort by")).to_have_value("-studies")
    expect(choice(other, "topic", "pain-relief")).to_be_checked()


def test_back_and_forward_go_through_the_choices(table: Page) -> None:
    """One step back undoes one choice, a word counts as one step, and the way forward is kept."""
    everything = total(table)
    choice(table, "verdict", "untested").check()
    untested = shown(table).count()
    field = table.get_by_label("Words in the claim")
    field.press_sequentially("insoles", delay=200)
    expect(table.locator("[data-active] li")).to_have_count(2)
    narrowed = shown(table).count()
    assert 0 < narrowed < untested < everything

    table.go_back()
    expect(field).to_have_value("")
    expect(shown(table)).to_have_count(untested)
    table.go_back()
    expect(shown(table)).to_have_count(everything)
    expect(choice(table, "verdict", "untested")).not_to_be_checked()
    table.go_forward()
    table.go_forward()
    expect(field).to_have_value("insoles")
    expect(shown(table)).to_have_count(narrowed)


def test_reader_comes_back_to_the_filtered_table(table: Page) -> None:
    """Who follows a claim and goes back finds the table as it was left."""
    choice(table, "verdict", "contradicted").check()
    left = shown(table).count()
    shown(table).first.get_by_role("link").first.click()
    table.wait_for_url("**/claims/*/")
    table.go_back()

    expect(choice(table, "verdict", "contradicted")).to_be_checked()
    expect(shown(table)).to_have_count(left)


@pytest.mark.parametrize("query", ["topic=nonsense", "sort=nonsense", "sort=-", "verdict=", "q2=x", "topic=use%22%5D"])
def test_odd_address_does_no_harm(table: Page, home: str, query: str) -> None:
    """What an address says that the page does not know is left aside."""
    table.goto(f"{home}claims/?{query}")

    expect(shown(table)).to_have_count(total(table))
    expect(table.locator("[data-active]")).to_be_hidden()


def test_foreign_parameters_stay(table: Page, home: str) -> None:
    """A parameter of somebody else survives a filter."""
    table.goto(f"{home}claims/?ref=newsletter")
    choice(table, "topic", "use").check()

    assert {"ref": ["newsletter"], "topic": ["use"]} == state(table)


@pytest.mark.parametrize(
    "words", ["KNEES arthritis?", "arthritís", "hernated disc", "do magnets attract the iron in my blood"]
)
def test_words_find_claims_as_people_spell_them(table: Page, words: str) -> None:
    """Case, accents, plurals and order do not matter, and what people ask counts besides what the row shows."""
    table.get_by_label("Words in the claim").fill(words)

    expect(table.locator("[data-active] li")).to_have_count(1)
    assert 0 < shown(table).count() < total(table) / 2


def test_nothing_found_is_said_kindly(table: Page) -> None:
    """Words that no claim has lead to help: what stands in the way, and a button to take it away."""
    choice(table, "topic", "iron-in-blood").check()
    table.get_by_label("Words in the claim").fill("insoles")
    help_ = table.locator("[data-empty]")
    expect(help_).to_be_visible()
    expect(status(table)).to_have_text(re.compile(r"^0 of \d+ claims$"))
    without_words = help_.get_by_role("button", name="Without the words “insoles”: 1 claim")
    expect(help_.get_by_role("button", name=re.compile("^Without the filter “Topic”: "))).to_be_visible()
    without_words.click()

    expect(help_).to_be_hidden()
    expect(shown(table)).to_have_count(1)
    expect(table.get_by_label("Words in the claim")).to_have_value("")


def test_columns_sort(table: Page) -> None:
    """A click on a heading sorts by it, a second one turns it round; the heading says so, and unknowns come last."""
    heading = table.get_by_role("columnheader", name="Evidence")
    expect(table.get_by_role("columnheader", name="Topic and kind")).to_have_attribute("aria-sort", "ascending")
    heading.get_by_role("button").click()
    grades = values(table, "data-order-grade")
    known = [int(grade) for grade in grades if grade]

    expect(heading).to_have_attribute("aria-sort", "descending")
    assert 1 == table.locator("th[aria-sort]").count()
    assert sorted(known, reverse=True) == known
    assert [""] * (len(grades) - len(known)) == grades[len(known) :]
    expect(table.get_by_label("Sort by")).to_have_value("-grade")

    heading.get_by_role("button").click()
    grades = values(table, "data-order-grade")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert sorted(known) == [int(grade) for grade in grades if grade]
    assert "" == grades[-1]
    assert {"sort": ["grade"]} == state(table)


def test_sorting_by_title_and_back(table: Page) -> None:
    """Titles go from A to Z; the order of the page comes back when it is chosen again."""
    before = values(table, "data-order-claim")
    table.get_by_label("Sort by").select_option("claim")
    assert sorted(before) == values(table, "data-order-claim")
    table.get_by_label("Sort by").select_option("topic")

    assert before == values(table, "data-order-claim")
    assert {} == state(table)


def test_numbers_sort_as_numbers(page: Page, home: str) -> None:
    """Among the references the largest studies come first: 1,000 before 94, and those without a number last."""
    page.goto(f"{home}references/?sort=-people")
    people = values(page, "data-order-people")
    known = [int(number) for number in people if number]

    assert sorted(known, reverse=True) == known
    assert "" == people[-1]


def test_keyboard_alone_is_enough(table: Page) -> None:
    """Skip link, words, order, folds, choices, chips and headings are reached and used without a pointer."""
    table.locator(".ev-filter__skip").focus()
    expect(table.get_by_role("link", name="Skip the filters")).to_be_in_viewport()
    table.keyboard.press("Tab")
    expect(table.get_by_label("Words in the claim")).to_be_focused()
    table.keyboard.type("pain")
    table.keyboard.press("Tab")
    expect(table.get_by_label("Sort by")).to_be_focused()
    table.keyboard.press("Tab")
    expect(table.locator(".ev-facet > summary").first).to_be_focused()
    table.keyboard.press("Tab")
    focused = table.locator("[data-facet=topic] input:focus")
    expect(focused).to_have_count(1)
    table.keyboard.press("Space")
    expect(focused).to_be_checked()
    expect(table.locator("[data-active] li")).to_have_count(2)
    table.keyboard.press("Space")
    expect(table.locator("[data-active] li")).to_have_count(1)
    # The one in hand is never taken away from below the reader.
    expect(focused).to_have_count(1)
    table.locator("th[data-order=verdict] button").focus()
    table.keyboard.press("Enter")
    expect(table.locator("th[data-order=verdict]")).to_have_attribute("aria-sort", "ascending")


def test_skip_link_leads_past_the_filters(table: Page) -> None:
    """The skip link puts the reader at the number of results, from where the next stop is the table."""
    table.locator(".ev-filter__skip").focus()
    table.keyboard.press("Enter")
    expect(status(table)).to_be_focused()
    table.keyboard.press("Tab")

    assert table.evaluate("document.querySelector('.ev-list__main').contains(document.activeElement)")


def test_number_of_results_is_announced(table: Page) -> None:
    """The number stands in a polite live region from the start, and changes within it."""
    live = status(table)
    expect(live).to_have_attribute("role", "status")
    handle = live.element_handle()
    before = live.inner_text()
    choice(table, "topic", "mechanism").check()

    assert before != live.inner_text()
    assert table.evaluate("element => element.isConnected", handle)


@pytest.mark.parametrize("path", LISTS)
def test_list_is_whole_without_scripts(new_page: Callable[..., Page], home: str, path: str) -> None:
    """Without JavaScript every entry is there, and no filter that would do nothing; an address with one is harmless."""
    page = new_page(java_script_enabled=False, viewport=WIDE)
    page.goto(f"{home}{path}?topic=use")

    expect(page.locator("form.ev-filter")).to_be_hidden()
    assert total(page) == sum(item.is_visible() for item in page.locator("[data-item]").all())
    # The list has the room of the filters as well.
    box = page.locator(".ev-list__main").bounding_box()
    whole = page.locator(".ev-list").bounding_box()
    assert box
    assert whole
    assert whole["width"] - 1 <= box["width"]


def test_list_works_without_the_theme(new_page: Callable[..., Page], home: str) -> None:
    """The script needs nothing of the theme's own, so that another generator of sites can use it."""
    page = new_page(viewport=WIDE)
    page.route(re.compile(r"/bundle\.[^/]*\.js$"), lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{home}claims/")
    assert page.evaluate("window.document$ === undefined")
    choice(page, "topic", "use").check()

    assert {"use"} == set(values(page, "data-facet-topic"))


@pytest.mark.parametrize("path", LISTS)
def test_on_a_phone_filters_fold_and_rows_are_cards(new_page: Callable[..., Page], home: str, path: str) -> None:
    """At 320 pixels one panel opens and shuts, every control is large enough, and nothing overflows."""
    page = new_page(viewport=PHONE, has_touch=True)
    page.goto(home + path)
    fold = page.locator("[data-fold] > summary")
    first = page.locator("[data-facet] input").first
    expect(first).to_be_hidden()
    fold.tap()
    first.locator("xpath=..").tap()
    expect(first).to_be_checked()
    expect(fold).to_have_text(re.compile("1 chosen"))
    assert [] == page.evaluate(OVERFLOWING)
    small = page.locator(".ev-choice:visible, .ev-chip:visible, .ev-list summary:visible, .ev-list select:visible")
    boxes = [control.bounding_box() for control in small.all()]
    assert [] == [box for box in boxes if box is None or box["height"] < 24 or box["width"] < 24]
    fold.tap()

    expect(first).to_be_hidden()
    assert [] == page.evaluate(OVERFLOWING)


def test_card_names_what_it_shows(new_page: Callable[..., Page], home: str) -> None:
    """On a phone each cell bears its heading, and is still announced as a cell of a table."""
    page = new_page(viewport=PHONE)
    page.goto(f"{home}claims/")
    cell = shown(page).first.locator("td").nth(1)

    assert '"Verdict"' in cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    expect(page.get_by_role("table").get_by_role("rowheader").first).to_be_visible()
    assert "grid" == shown(page).first.evaluate("row => getComputedStyle(row).display")


def test_print_has_what_the_screen_has(table: Page) -> None:
    """On paper the filtered table stands without its controls, with the filters that made it."""
    choice(table, "verdict", "supported").check()
    count = shown(table).count()
    table.emulate_media(media="print")

    expect(table.locator("form.ev-filter")).to_be_hidden()
    expect(table.locator("[data-active]")).to_be_visible()
    assert count == sum(item.is_visible() for item in table.locator("[data-item]").all())


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "path",
    [
        "claims/?verdict=untested&text=magnet",
        "claims/?text=nothinghasthis",
        "references/?read=full-text",
    ],
)
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_filtered_list_is_accessible(
    new_page: Callable[..., Page], home: str, path: str, scheme: str, viewport: dict[str, int]
) -> None:
    """With filters on, without results and on a phone, every rule of axe is kept by day and by night."""
    page = new_page(color_scheme=scheme, reduced_motion="reduce", viewport=viewport)
    page.goto(home + path)
    if viewport is PHONE:
        page.locator("[data-fold] > summary").click()
    violations = [
        f"{rule['id']} at {' '.join(node['target'])}: {node['failureSummary']}"
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"]
        if (rule["id"], " ".join(node["target"])) not in ALLOWED
    ]

    assert [] == violations
