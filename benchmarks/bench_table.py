"""How long a filter of the table takes in the browser: 1,000 claims.

The table is made by the project's own template from claims of the sample project, and handed to the browser with the
project's own script and style sheets. Measured is the time from a choice until its result is drawn. Run it from the
project's root: ``.venv/bin/python benchmarks/bench_table.py``, with another number of claims behind it if wanted.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT)]

from tests.browser.chromium import find_chromium

from evidence.appraise import appraise_library
from evidence.library import read_library
from evidence.model.vocabulary import ClaimKind, Topic, Verdict
from evidence.pages.context import Site
from evidence.pages.fragments import expand
from evidence.pages.style_sheet import style_sheet
from evidence.review import Review

ROUNDS = 20

# Changes something and waits until the browser has drawn the result: the second frame begins after the first was drawn.
MEASURE = """change => new Promise(done => {
  const choice = (facet, value) => document.querySelector(`[data-facet=${facet}] input[value=${value}]`);
  const field = document.querySelector("input[type=search]");
  const drawn = start => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
  requestAnimationFrame(() => {
    const start = performance.now();
    if (change.facet) choice(change.facet, change.value).click();
    if (change.sort) {
      const select = document.querySelector("select");
      select.value = change.sort;
      select.dispatchEvent(new Event("change", {bubbles: true}));
    }
    if (!("text" in change)) return drawn(start);
    // The script waits for a pause in typing, and a reader with it.
    const seen = new MutationObserver(() => { seen.disconnect(); drawn(start); });
    seen.observe(document.querySelector("[data-status]"), {childList: true});
    field.value = change.text;
    field.dispatchEvent(new Event("input", {bubbles: true}));
  });
})"""

# What is measured, and what undoes it. Two frames take about 33 ms even where nothing changes.
CHANGES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "nothing": ({}, {}),
    "choose a topic": ({"facet": "topic", "value": "pain-relief"},) * 2,
    "choose a verdict": ({"facet": "verdict", "value": "unsettled"},) * 2,
    "sort by title": ({"sort": "claim"}, {"sort": "topic"}),
    "type words": ({"text": "magnet 77"}, {"text": ""}),
}


def main() -> None:
    """Make the page, change its filters in the browser, and print medians."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    chromium = find_chromium()
    if chromium is None:
        sys.exit("there is no Chromium on this computer")
    start = time.perf_counter()
    document = synthetic_document(count)
    made = time.perf_counter() - start
    print(f"{count} claims, a page of {len(document.encode()) / 1e6:.1f} MB, appraised and written in {made:.1f} s")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.route("http://table.example/**", lambda route: route.fulfill(body=document, content_type="text/html"))
        page.goto("http://table.example/")
        page.wait_for_selector("form:not([hidden])")
        for name, (change, back) in CHANGES.items():
            times = []
            for _ in range(ROUNDS):
                times.append(page.evaluate(MEASURE, change))
                page.evaluate(MEASURE, back)
            print(f"{name:18}{statistics.median(times):6.0f} ms in the median of {ROUNDS}, {max(times):.0f} ms at most")
        browser.close()


def synthetic_document(count: int) -> str:
    """Return a page with the table of so many claims, with script and style sheets in it."""
    table = expand("claims/index.md", "<!-- evidence:claims-table -->", synthetic_review(count), Site())
    table = table.partition("<script")[0]
    script = (ROOT / "overrides" / "assets" / "js" / "facets.js").read_text("utf-8")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Table</title><style>{style_sheet()}</style>'
        f'<body data-md-color-scheme="default"><div class="md-typeset">{table}</div><script>{script}</script></html>'
    )


def synthetic_review(count: int) -> Review:
    """Return claims like that of the sample project, of all topics and verdicts, from a source with a fixed seed."""
    source = random.Random(1)
    library, _ = read_library(ROOT / "tests" / "sample")
    loaded = next(iter(library.claims.values()))
    claims = {}
    for number in range(count):
        changes = {
            "id": f"claim-{number}",
            "title": f"Does a magnet of kind {source.randrange(count)} warm the hand of person {number}?",
            "answer": "One small trial found no difference worth noticing, and was not a trial that would have.",
            "topic": source.choice(list(Topic)),
            "kind": source.choice(list(ClaimKind)),
            "verdict": source.choice(list(Verdict)),
        }
        claims[f"claim-{number}"] = replace(loaded, value=loaded.value.model_copy(update=changes))
    library = replace(library, claims=claims)
    return Review(library, appraise_library(library), ())


if __name__ == "__main__":
    main()
