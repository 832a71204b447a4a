"""What the search of the site knows: one entry for each claim, study, document, section of a page and term.

The file has the form that the theme of the site expects, ``config`` and ``docs``, and beyond it what our own worker
(``overrides/assets/js/search-worker.js``) makes of it. Every text is escaped, because the theme prints titles and texts
as they stand and records are written by strangers.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

from evidence.model.vocabulary import Verdict
from evidence.pages.context import PageContext
from evidence.pages.render import drawn_verdict, people
from evidence.pages.search_sections import hand_pages
from evidence.pages.study_page import Uses, study_uses
from evidence.pages.words import sentence_case, words
from evidence.prose import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.appraise import Appraisal
    from evidence.model.source import Source
    from evidence.model.study import Study
    from evidence.pages.context import Site
    from evidence.pages.search_sections import HandPage
    from evidence.review import Review

SEARCH_INDEX = "search/search_index.json"
"""Where the theme of the site looks for it."""

_WORD = re.compile(r"[^\W_]{3,}")
_MORE = ("practical", "safety", "in_favour", "why_believed", "unknown")


def search_index(review: Review, site: Site) -> str:
    """Return the search index as JSON."""
    index = {"config": _config(), "docs": list(_entries(review, site))}
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


def _config() -> dict[str, Any]:
    return {
        # What the theme's own worker and its marking of words on a page want to be told.
        "lang": ["en"],
        "separator": r"[\s\-]+",
        "pipeline": [],
        "fields": {"title": {"boost": 2}, "text": {"boost": 1}},
        # What hits show, once for all of them.
        "verdicts": {
            verdict.value: {"word": verdict.word, "shape": str(drawn_verdict(verdict))} for verdict in Verdict
        },
    }


def _entries(review: Review, site: Site) -> Iterator[dict[str, Any]]:
    page = PageContext(review, site, "index.md")
    for appraisal in review.appraisals.values():
        yield _claim(appraisal, page)
    for source in review.library.sources.values():
        yield _source(source.value, page)
    for by_hand in hand_pages(review.library.pages, page.short):
        yield from _sections(by_hand)
    uses = study_uses(review)
    for study in review.library.studies.values():
        claims = [use.claim.id for use in uses.get(study.value.id, Uses()).claims]
        yield _study(study.value, claims, page)


def _claim(appraisal: Appraisal, page: PageContext) -> dict[str, Any]:
    claim = appraisal.claim
    answer = plain(claim.answer)
    shown = _words(" ".join([claim.title, claim.short_claim, answer, *claim.also_asked]))
    summary = _words(plain(claim.summary)) - shown
    texts = [body.conclusion for body in claim.bodies] + [getattr(claim, name) or "" for name in _MORE]
    more = _words(" ".join(plain(text) for text in texts)) - shown - summary
    entry = {
        "kind": "claim",
        "location": page.to_claim(claim.id),
        "title": _text(claim.title),
        "text": _text(answer),
        "verdict": claim.verdict.value,
        "short": _text(claim.short_claim),
        "asked": [_text(question) for question in claim.also_asked],
        "said": [_text(item.phrase) for item in claim.stated_in],
        # Nobody is shown these. Each word once, and only here, weighs half as much and finds as well.
        "summary": " ".join(sorted(summary)),
        "more": " ".join(sorted(more)),
    }
    return entry | ({"grade": appraisal.grade.word} if appraisal.grade else {})


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _source(source: Source, page: PageContext) -> dict[str, Any]:
    return {
        "kind": "source",
        "location": page.to_source(source.id),
        "title": _text(source.title),
        "text": _text(plain(source.about)),
    }


def _sections(by_hand: HandPage) -> Iterator[dict[str, Any]]:
    address = by_hand.path.removesuffix(".md").removesuffix("index")
    address += "" if address.endswith("/") or not address else "/"
    for section in by_hand.sections:
        kind = "term" if section.term else "page"
        anchor = f"#{section.anchor}" if section.anchor else ""
        entry = {"kind": kind, "location": address + anchor, "title": _text(section.title), "text": _text(section.text)}
        asked = {"asked": [_text(phrase) for phrase in by_hand.asked]} if by_hand.asked else {}
        yield entry | ({"page": _text(by_hand.title)} if section.anchor else asked)


def _study(study: Study, claims: list[str], page: PageContext) -> dict[str, Any]:
    reference = page.reference(study.id)
    facts = [sentence_case(words(study.design)), people(study)]
    entry = {
        "kind": "study",
        "location": page.to_study(study.id),
        "title": _text(page.heading_of(study.id)),
        "text": _text(plain(study.summary)),
        "facts": _text(" · ".join(fact for fact in facts if fact)),
        "people": [_text(person.family) for person in (*reference.authors, *reference.editors)],
        "year": reference.year,
        "claims": claims,
    }
    reports = [page.short(report.key) for report in study.reports]
    return entry | ({"reports": [_text(name) for name in reports]} if reports else {})


def _text(text: str) -> str:
    return html.escape(text, quote=False)
