"""How heavy and how quick the search is with 1,000 claims, in the browser's worker.

The claims are made in memory: each takes its texts, sentence by sentence, from those of the project, so that words are
as frequent as they are there. Run it from the project's root: ``.venv/bin/python benchmarks/bench_search.py``, with
another number of claims behind it if wanted. It needs the browser that the tests use.
"""

from __future__ import annotations

import gzip
import http.server
import random
import re
import shutil
import sys
import tempfile
import threading
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT)]

from tests.browser.chromium import absence, find_chromium

from evidence.pages.context import Site
from evidence.pages.search_index import SEARCH_INDEX, search_index
from evidence.review import Review, review_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from evidence.model.claim import Claim

READERS = ROOT / "tests" / "browser" / "questions.yml"
PHRASES = 10

# The first question makes the index; every further one is timed by itself.
MEASURE = """async ({questions}) => {
  const data = await (await fetch("search/search_index.json")).json();
  const worker = new Worker("assets/js/search-worker.js");
  const answer = message => new Promise((resolve, reject) => {
    worker.onmessage = event => resolve(event.data);
    worker.onerror = event => reject(new Error(event.message));
    worker.postMessage(message);
  });
  const timed = async message => {
    const start = performance.now();
    await answer(message);
    return performance.now() - start;
  };
  await timed({type: 0, data});
  const made = await timed({type: 2, data: questions[0]});
  const times = [];
  for (const question of questions.slice(1)) times.push(await timed({type: 2, data: question}));
  return {made, times: times.sort((one, other) => one - other)};
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Make the index, put it before the browser's worker, and print sizes and times."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    chromium = find_chromium()
    if chromium is None:
        sys.exit(absence())
    project = review_project(ROOT)
    for review in (project, synthetic_review(project, count)):
        start = time.perf_counter()
        index = search_index(review, Site()).encode()
        seconds = time.perf_counter() - start
        made, times = measured(index, chromium)
        print(f"{len(review.appraisals)} claims, {len(review.library.studies)} studies")
        print(
            f"  index       {len(gzip.compress(index, 6)) / 1e3:7.1f} kB compressed, {len(index) / 1e3:.0f} kB as it is"
        )
        print(f"  written in  {seconds:7.2f} s by the build")
        print(f"  ready in    {made / 1e3:7.2f} s in the browser's worker, with the first answer")
        print(f"  answers in  {times[len(times) // 2]:7.1f} ms (median of {len(times)} questions)")
        print(f"              {times[-len(times) // 20]:7.1f} ms at most for 95 of 100")


def synthetic_review(project: Review, count: int) -> Review:
    """Return a review with so many claims, mixed from those of the project by a source with a fixed seed."""
    source = random.Random(1)
    claims = [appraisal.claim for appraisal in project.appraisals.values()]
    phrases = [phrase for claim in claims for phrase in claim.also_asked]

    def mixed(text_of: Callable[[Claim], str], like: Claim) -> str:
        """Return as many sentences as a claim has, each from any claim."""
        sentences = [part for claim in claims for part in re.split(r"(?<=[.?!])\s+", text_of(claim)) if part]
        return " ".join(source.choices(sentences, k=max(1, len(re.findall(r"[.?!](?=\s|$)", text_of(like))))))

    appraisals = {}
    kinds = list(project.appraisals.values())
    for number in range(count):
        like = kinds[number % len(kinds)]
        name = f"claim-{number}"
        changes = {
            "id": name,
            "title": f"{source.choice(phrases).capitalize()}?",
            "short_claim": f"{source.choice(phrases).capitalize()}.",
            "also_asked": source.sample(phrases, PHRASES),
            "answer": mixed(lambda claim: claim.answer, like.claim),
            "summary": mixed(lambda claim: claim.summary, like.claim),
            "practical": mixed(lambda claim: claim.practical, like.claim),
        }
        appraisals[name] = replace(like, claim=like.claim.model_copy(update=changes))
    return replace(project, appraisals=appraisals)


def measured(index: bytes, chromium: str) -> tuple[float, list[float]]:
    """Return the milliseconds until the first answer, and those of further ones, shortest first."""
    questions = list(yaml.safe_load(READERS.read_text(encoding="utf-8"))["questions"])
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "overrides" / "assets", Path(folder, "assets"))
        path = Path(folder, SEARCH_INDEX)
        path.parent.mkdir()
        path.write_bytes(index)
        Path(folder, "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                page = browser.new_page()
                page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
                result = page.evaluate(MEASURE, {"questions": questions})
                browser.close()
            server.shutdown()
    return result["made"], result["times"]


if __name__ == "__main__":
    main()
