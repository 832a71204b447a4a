"""What a changed study, and a changed entry of the bibliography, mean to readers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evidence.compare.tree import Change, Weight
from evidence.compare.values import Difference, How, differences
from evidence.compare.wording import change, counted, listed, moved, pieces_of, sort_of
from evidence.pages.render import people
from evidence.pages.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evidence.model.reference import Person, Reference
    from evidence.model.study import Study

_SORTS = (
    (r"notices.*", "notice", Weight.EVIDENCE),
    (r"outcomes\.\*", "result", Weight.EVIDENCE),
    (r"outcomes\.\*\.(direction|comparison).*", "direction", Weight.EVIDENCE),
    (r"outcomes\.\*\.risk_of_bias.*", "risk-of-bias", Weight.EVIDENCE),
    (r"outcomes\.\*\.(data|first_period|paired|effect|pooled|p|scale)\b.*", "figure", Weight.EVIDENCE),
    (r"arms\.\*(\.(n|field_mt))?", "figure", Weight.EVIDENCE),
    (r"randomized|analysed|included_count", "figure", Weight.EVIDENCE),
    (
        r"(design|kind|population|country|registration|funding|read|searched_to|databases|includes)\b.*",
        "design",
        Weight.EVIDENCE,
    ),
    (r"harms.*", "harms", Weight.EVIDENCE),
    (r"(overlaps_with|reports).*", "overlap", Weight.EVIDENCE),
    (r"(verified|unconfirmed|exemptions).*|draft", "record", Weight.RECORD),
    (r".*", "text", Weight.TEXT),
)
_IDENTIFIERS = ("doi", "pmid", "pmcid", "isbn", "url")
_REFERENCE_FIELDS = (
    "type",
    "title",
    "year",
    "journal",
    "booktitle",
    "volume",
    "number",
    "pages",
    "publisher",
    "edition",
    "language",
)

_COUNTED: Mapping[str, tuple[str, str]] = {
    "direction": ("direction changed", "directions changed"),
    "figure": ("figure changed", "figures changed"),
    "result": ("result moved in their order", "changes of the order of results"),
    "result-added": ("result added", "results added"),
    "result-removed": ("result removed", "results removed"),
    "risk-of-bias": ("judgement on risk of bias changed", "judgements on risk of bias changed"),
    "design": ("change of what was done or how it was read", "changes of what was done or how it was read"),
    "overlap": ("change of whom it shares people with", "changes of whom it shares people with"),
    "harms": ("change of the harms", "changes of the harms"),
    "text": ("text changed", "texts changed"),
    "record": ("change of where it was seen", "changes of where it was seen"),
}


def study_changes(before: Study, after: Study) -> tuple[Change, ...]:
    """Return what changed in a study, the weightiest first."""
    changes = [_told(item) for item in differences(before, after) if item.path != ("id",)]
    order = ["notice", *_COUNTED]
    return tuple(sorted(changes, key=lambda item: order.index(item.what)))


def study_headline(changes: Sequence[Change]) -> str:
    """Say in a line what the changes of a study come to."""
    parts = [item.says for item in changes if item.what == "notice"]
    counts = Counter(item.what for item in changes)
    return "; ".join([*parts, *(counted(counts[what], *texts) for what, texts in _COUNTED.items() if counts[what])])


def new_study_headline(study: Study, claims: Iterable[str]) -> str:
    """Say in a line what a study is that readers have not seen before, and what uses it."""
    size = people(study)
    users = listed(f"`{name}`" for name in claims) if claims else "no claim"
    return f"{words(study.design)}{f', {size}' if size else ''}; used by {users}"


def reference_changes(before: Reference, after: Reference) -> tuple[Change, ...]:
    """Return what changed in an entry of the bibliography: identifiers, authors and editors, then the rest."""
    changes = [_field(name, getattr(before, name), getattr(after, name), "identifier") for name in _IDENTIFIERS]
    changes += [
        _field(name, _people(getattr(before, name)), _people(getattr(after, name)), "authors")
        for name in ("authors", "editors")
    ]
    changes += [_field(name, getattr(before, name), getattr(after, name), "text") for name in _REFERENCE_FIELDS]
    if before.others != after.others:
        says = "not all authors are named now" if after.others else "all authors are named now"
        changes.append(Change(what="authors", weight=Weight.TEXT, says=says, path="author"))
    return tuple(item for item in changes if item.before != item.after or not item.path or item.path == "author")


def reference_leaves(reference: Reference) -> Counter[tuple[str, str]]:
    """Return the single values of a reference, by which it is known again under another key."""
    names = (*_IDENTIFIERS, *_REFERENCE_FIELDS)
    found = {name: str(getattr(reference, name)) for name in names} | {"authors": _people(reference.authors)}
    return Counter((name, value) for name, value in found.items() if value)


def reference_headline(changes: Sequence[Change]) -> str:
    """Say in a line what the changes of a reference come to."""
    return "; ".join(item.says for item in changes)


def _told(item: Difference) -> Change:
    what, weight = sort_of(item, _SORTS)
    if item.shape == "notices.*" and item.how is not How.CHANGED:
        return _notice(item)
    if what == "result" and item.how is not How.REORDERED:
        what = "result-added" if item.how is How.ADDED else "result-removed"
    return change(item, what, weight)


def _notice(item: Difference) -> Change:
    notice = item.after or item.before
    came = "added" if item.how is How.ADDED else "removed"
    return change(item, "notice", Weight.EVIDENCE, f"notice {came} ({words(notice.kind)}): “{notice.what}”")


def _field(name: str, before: str, after: str, what: str) -> Change:
    label = {"doi": "DOI", "pmid": "PubMed number", "pmcid": "PMC number", "isbn": "ISBN", "url": "address"}.get(
        name, name
    )
    if not before or not after:
        says = f"{label} added: {after}" if after else f"{label} removed: {before}"
    else:
        says = f"{label} {moved(before, after)}"
    pieces = pieces_of(before, after) if before and after and before != after and " " in f"{before}{after}" else ()
    return Change(what=what, weight=Weight.TEXT, says=says, path=name, before=before, after=after, pieces=pieces)


def _people(people: Sequence[Person]) -> str:
    return "; ".join(
        ", ".join(part for part in (person.family, person.given, person.suffix) if part) for person in people
    )
