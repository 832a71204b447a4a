"""A new study: its record, and its entry in the bibliography where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.imports.work import Work
from evidence.layout.bibliography import FIELD_ORDER
from evidence.library import BIBLIOGRAPHY_FILE
from evidence.model.placeholder import TO_WRITE
from evidence.scaffold.entry import duplicate_of, entry_text, insert_entry, readable
from evidence.scaffold.plan import Change, Plan, Refusal
from evidence.scaffold.skeleton import skeleton

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from evidence.imports.work import FoundNotice
    from evidence.library import Library
    from evidence.model.reference import Reference
    from evidence.model.vocabulary import Design, Reading

STUDY_KINDS = ("trial", "study", "review", "document")

# Long lists of sponsors would break the length of the field; the rest is in the record of the registry.
_FUNDERS = 6
_WHERE = f"{TO_WRITE} The address of a public record, or the place in the work, where this was seen."


@dataclass(frozen=True, slots=True)
class Seen:
    """A description of a work, and where it was seen."""

    work: Work
    source: str
    """What it is, for what it lacks: "Crossref record"."""
    where: str = ""
    """Its address; empty where that is left to be written."""


@dataclass(frozen=True, slots=True)
class NewStudy:
    """What is known of a new study."""

    key: str
    kind: str
    design: Design
    read: Reading
    work: Work | None = None
    """What its entry will say; None where there is an entry already."""
    seen: tuple[Seen, ...] = ()
    """The descriptions that this was taken from; empty where somebody typed it."""
    where: str = ""
    """Where it was seen by whoever typed it."""


def plan_study(new: NewStudy, library: Library, bibliography: str, today: datetime.date) -> Plan | Refusal:
    """Plan the files of a new study; ``bibliography`` is the text of the bibliography."""
    file = f"studies/{new.key}.yml"
    if refusal := taken_key(new.key, library):
        return refusal
    known = library.references.get(new.key)
    if new.work is None:
        if known is None:
            return Refusal(f"{BIBLIOGRAPHY_FILE} has no entry `{new.key}`, and nothing says what it would be")
        return Plan((Change(file, skeleton("study", _given(new, _as_work(known), today), 1)),))
    work = readable(new.work)
    if refusal := _taken(new.key, work, library):
        return refusal
    entry = insert_entry(bibliography, new.key, entry_text(new.key, work))
    changes = (
        Change(file, skeleton("study", _given(new, work, today), 1)),
        Change(BIBLIOGRAPHY_FILE, entry, bibliography),
    )
    return Plan(changes, work.notes)


def taken_key(key: str, library: Library) -> Refusal | None:
    """Refuse a key under which a study has a record already."""
    taken = key in library.studies or key in library.broken
    return Refusal(f"studies/{key}.yml exists already") if taken else None


def _taken(key: str, work: Work, library: Library) -> Refusal | None:
    """Refuse a work or a key that the bibliography has already."""
    if found := duplicate_of(work, library.references):
        reference, what = found
        return Refusal(f"`{reference.key}` has {what} already ({reference.place}): {reference.title}")
    keys = {name.casefold(): reference for name, reference in library.references.items()}
    if taken := keys.get(key.casefold()):
        return Refusal(f"the key `{key}` belongs to another work ({taken.place}): {taken.title}")
    return None


def _given(new: NewStudy, work: Work, today: datetime.date) -> Mapping[str, object]:
    month = f"{today:%Y-%m}"
    seen = [(item.work, item.where) for item in new.seen] or [(work, new.where)]
    given: dict[str, object] = {
        "id": new.key,
        "draft": True,
        "kind": new.kind,
        "design": new.design.value,
        "read": new.read.value,
        "outcomes": [{"direction": "not-stated"}],
        "verified": [
            {"what": list(_confirmed(each, work)), "where": where or _WHERE, "when": month} for each, where in seen
        ],
    }
    if new.kind == "trial":
        given["arms"] = [{"id": "magnet", "role": "magnet"}, {"id": "control", "role": "sham"}]
    if not new.seen:
        return given
    source = " or ".join(f"the {item.source}" for item in new.seen)
    if work.funders:
        named = "; ".join(work.funders[:_FUNDERS]) + (" and others" if len(work.funders) > _FUNDERS else "")
        given["funding"] = f"Named in {source}: {named}."
    if work.registrations:
        given["registration"] = list(work.registrations)
    if work.notices:
        given["notices"] = [_notice(notice, today) for notice in work.notices]
    if lacking := list(_lacking(work)):
        given["unconfirmed"] = [f"the {what}: not in {source}" for what in lacking]
    return given


def _notice(notice: FoundNotice, today: datetime.date) -> Mapping[str, object]:
    where = {"where": notice.where} if notice.where else {}
    return {"kind": notice.kind.value, "what": notice.what, **where, "noticed": today.isoformat()}


def _confirmed(seen: Work, work: Work) -> Iterator[str]:
    """Yield what a description confirms of what the entry says, in the words of ``Verification.what``."""
    kept = {name: value for name, value in seen.values.items() if work.values.get(name) == value}
    yield from (name for name in ("doi", "pmid", "pmcid") if name in kept)
    if (seen.authors or seen.editors) and (work.authors, work.editors) == (seen.authors, seen.editors):
        yield "authors"
    yield "title"
    if not set(_needed(work)) - kept.keys():
        yield "publication"


def _lacking(work: Work) -> Iterator[str]:
    if not work.authors and not work.editors:
        yield "authors"
    yield from (name for name in _needed(work) if name not in work.values)


def _needed(work: Work) -> tuple[str, ...]:
    """Return what says where a work of its kind was published."""
    match work.type:
        case "article":
            return ("journal", "year", "volume", "pages")
        case "incollection" | "inproceedings":
            return ("booktitle", "year", "pages")
        case _:
            return ("publisher", "year")


def _as_work(reference: Reference) -> Work:
    values = {name: getattr(reference, name, "") for name in FIELD_ORDER if name not in {"author", "editor"}}
    known = {name: value for name, value in values.items() if value}
    return Work(reference.type, known, reference.authors, reference.editors, reference.others)
