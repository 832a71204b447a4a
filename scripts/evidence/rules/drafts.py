"""Rules on drafts: what is left to write in them, and who may lean on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model.placeholder import TO_NAME, TO_WRITE, is_placeholder
from evidence.problem import Example, Problem, Rule, Scope
from evidence.prose import citations
from evidence.readers.nodes import walk_scalars
from evidence.rules.links import studies_used
from evidence.rules.pages import cited_on_pages, documents_on_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library import Library
    from evidence.readers.decode import Loaded

_CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"

PLACEHOLDER = Rule(
    id="placeholder-left",
    scope=Scope.RECORD,
    must=f"A record that is no draft must not hold a text that is still to be written (`{TO_WRITE} …`, `{TO_NAME}`).",
    why="A scaffold puts such texts where only a person can say what belongs there; readers must never see one.",
    example=Example(
        _CLAIM,
        "practical: Gloves warm hands.\n",
        f"practical: '{TO_WRITE} What a reader can do with it.'\n",
    ),
)
STUDY = Rule(
    id="draft-study-used",
    scope=Scope.LIBRARY,
    must="A study that a published record or page uses must not be a draft.",
    why="A draft has no page, so that what leans on it would lean on something that nobody can look up.",
    example=Example("studies/alpha2001.yml", "id: alpha2001\n", "id: alpha2001\ndraft: true\n"),
)
DOCUMENT = Rule(
    id="draft-document-used",
    scope=Scope.LIBRARY,
    must="A document must not be a draft where a published page shows it, or a published claim is stated in it alone.",
    why="A draft has no page, so that nobody could see where the claim is made.",
    example=Example("sources/sample-article.yml", "id: sample-article\n", "id: sample-article\ndraft: true\n"),
)
RULES = (PLACEHOLDER, STUDY, DOCUMENT)

# A study that many claims use would fill the screen.
_NAMED = 3


def check(library: Library) -> Iterator[Problem]:
    """Check drafts and what leans on them."""
    yield from _placeholders(library)
    yield from _studies(library)
    yield from _documents(library)


def _placeholders(library: Library) -> Iterator[Problem]:
    for record in library.records():
        if not getattr(record.value, "draft", False):
            for _, scalar in walk_scalars(record.node):
                if is_placeholder(scalar.value):
                    hint = "write it, or hold the record back with `draft: true`"
                    yield PLACEHOLDER.at(scalar.place, PLACEHOLDER.must, hint)


def _studies(library: Library) -> Iterator[Problem]:
    drafts = {key: study for key, study in library.studies.items() if study.value.draft}
    if not drafts:
        return
    published = [record for record in library.records() if not getattr(record.value, "draft", False)]
    users = {record.file: set(_cited_in(record)) for record in published}
    for claim in library.claims.values():
        if claim.file in users:
            users[claim.file] |= studies_used([claim])
    for calculation in library.calculations.values():
        users[calculation.file] |= {item.source.study for item in calculation.value.inputs if item.source.study}
    users["a page in docs/"] = cited_on_pages(library, drafts=False)
    for key, study in drafts.items():
        if names := [name for name, used in users.items() if key in used]:
            hint = "finish the study and delete this line, or hold back what uses it"
            yield STUDY.at(study.place("draft"), f"{STUDY.must} It is used by {_listed(names)}.", hint)


def _cited_in(record: Loaded[object]) -> Iterator[str]:
    for _, scalar in walk_scalars(record.node):
        yield from (key for key, _ in citations(scalar.value))


def _documents(library: Library) -> Iterator[Problem]:
    drafts = {name: source for name, source in library.sources.items() if source.value.draft}
    if not drafts:
        return
    shown = documents_on_pages(library)
    stated = {
        claim.file: {item.document for item in claim.value.stated_in}
        for claim in library.claims.values()
        if not claim.value.draft
    }
    for name, source in drafts.items():
        users = [claim for claim, documents in stated.items() if name in documents and documents <= drafts.keys()]
        users += ["a page in docs/"] if name in shown else []
        if users:
            hint = "finish the map and delete this line, or hold back what leans on it"
            yield DOCUMENT.at(source.place("draft"), f"{DOCUMENT.must} It is used by {_listed(users)}.", hint)


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown
