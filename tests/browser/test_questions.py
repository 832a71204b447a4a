"""Whether the search answers readers' questions: all of them asked of the worker that the site's own box asks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playwright.sync_api import Browser

FILE = yaml.safe_load(Path(__file__).with_name("questions.yml").read_text(encoding="utf-8"))
QUESTIONS: Mapping[str, list[str]] = FILE["questions"]
EXCEPTIONS: Mapping[str, str] = FILE["exceptions"]
FIRST_THREE = 3

# Speaks with the worker as the theme's box does.
ASK = """async ({questions, index}) => {
  const config = JSON.parse(document.getElementById("__config").textContent);
  const worker = new Worker(config.search);
  const answer = message => new Promise((resolve, reject) => {
    worker.onmessage = event => resolve(event.data);
    worker.onerror = event => reject(new Error(event.message));
    worker.postMessage(message);
  });
  const data = index || await (await fetch(new URL("search/search_index.json", new URL(config.base, location)))).json();
  await answer({type: 0, data: {config: data.config, docs: data.docs, options: {suggest: false}}});
  const answers = [];
  for (const question of questions) answers.push((await answer({type: 2, data: question})).data.items);
  worker.terminate();
  return answers;
}"""


@pytest.fixture(scope="module")
def also_asked(site: Path) -> dict[str, list[str]]:
    """Return what the index holds as questions people ask, by claim."""
    entries = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    return {claim_of(entry["location"]): entry["asked"] for entry in entries if "asked" in entry}


@pytest.fixture(scope="module")
def found(browser: Browser, home: str, also_asked: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return what the worker finds first for each question and each phrase of the index: claims, or other addresses."""
    page = browser.new_page()
    page.goto(home)
    asked = [*QUESTIONS, *(phrase for phrases in also_asked.values() for phrase in phrases)]
    answers: list[list[list[dict[str, Any]]]] = page.evaluate(ASK, {"questions": asked})
    page.close()
    return {
        question: [claim_of(item[0]["location"]) for item in items[:FIRST_THREE]]
        for question, items in zip(asked, answers, strict=True)
    }


def claim_of(location: str) -> str:
    """Return the id of the claim at an address, or the address of another page."""
    match = re.fullmatch(r"claims/([^/]+)/", location)
    return match[1] if match else location


def plain(text: str) -> str:
    """Return the words of a question alone."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def share_first(found: Mapping[str, list[str]], wanted: Sequence[tuple[str, list[str]]]) -> float:
    """Return for how many questions the first page found is one that was meant."""
    return sum(found[question][:1] != [] and found[question][0] in claims for question, claims in wanted) / len(wanted)


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question not in EXCEPTIONS])
def test_question_finds_claim(found: dict[str, list[str]], question: str) -> None:
    """A claim that a reader means is among the first three pages found."""
    assert set(QUESTIONS[question]) & set(found[question]), found[question]


@pytest.mark.parametrize("question", EXCEPTIONS)
def test_exception_is_still_one(found: dict[str, list[str]], question: str) -> None:
    """A question that is put up with is one that the search does not answer yet."""
    assert not set(QUESTIONS[question]) & set(found[question]), found[question]


def test_most_questions_find_their_claim_first(found: dict[str, list[str]]) -> None:
    """For at least 85 of 100 questions the first page found is the right one."""
    assert share_first(found, list(QUESTIONS.items())) >= 0.85


def test_phrases_of_claims_find_them(found: dict[str, list[str]], also_asked: dict[str, list[str]]) -> None:
    """At least 95 of 100 phrases under "People also ask" find their claim among the first three."""
    phrases = [(phrase, claim) for claim, phrases in also_asked.items() for phrase in phrases]

    assert sum(claim in found[phrase] for phrase, claim in phrases) / len(phrases) >= 0.95


def test_questions_are_no_copies(also_asked: dict[str, list[str]]) -> None:
    """The questions are readers' own: many, about every claim, and none of them is a phrase that the index holds."""
    held = {plain(phrase) for phrases in also_asked.values() for phrase in phrases}

    assert len(QUESTIONS) >= 90
    assert set(also_asked) <= {claim for claims in QUESTIONS.values() for claim in claims}
    assert {question for question in QUESTIONS if plain(question) in held} == set()
