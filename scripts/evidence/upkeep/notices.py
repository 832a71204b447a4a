"""Corrections, retractions and other notices that a registry knows and the records do not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.model.vocabulary import GRAVE_NOTICES, NoticeKind
from evidence.staleness import used

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidence.imports.work import FoundNotice, Work
    from evidence.library import Library
    from evidence.model.study import Notice
    from evidence.problem import Place

# Publishers use the two words for the same thing.
_ALIKE: Mapping[NoticeKind, NoticeKind] = {NoticeKind.ERRATUM: NoticeKind.CORRECTION}
_DOI = re.compile(r"\b10\.[0-9]{4,9}/")


@dataclass(frozen=True, slots=True)
class News:
    """A notice that the record does not hold."""

    key: str
    doi: str
    place: Place
    what: str
    where: str
    grave: bool
    claims: tuple[str, ...]
    """The claims that use the study."""


def dois(library: Library) -> dict[str, str]:
    """Return the DOI of every reference that has one, by key."""
    return {key: reference.doi for key, reference in library.references.items() if reference.doi}


def news(library: Library, works: Mapping[str, Work]) -> Iterator[News]:
    """Yield the notices on works, by the keys of their references, that their studies do not hold yet."""
    studies = _studies_by_key(library)
    for key, work in works.items():
        reference, study = library.references[key], studies.get(key, key)
        record = library.studies.get(study)
        held = record.value.notices if record else []
        place = record.place("notices") if record and held else record.place("id") if record else reference.place
        claims = tuple(name for name, claim in library.claims.items() if study in used(claim))
        for notice in work.notices:
            if not any(_same(notice, other) for other in held):
                grave = notice.kind in GRAVE_NOTICES
                what = f"{notice.kind.value}: {notice.what}"
                yield News(key, reference.doi, place, what, notice.where, grave, claims)
        if work.notice_of:
            what = f"this work is itself only a notice, on {work.notice_of}"
            yield News(key, reference.doi, place, what, "", grave=True, claims=claims)


def _same(found: FoundNotice, held: Notice) -> bool:
    """Tell whether a record holds a notice: under its address, or one of its kind of which no DOI is known."""
    words = f"{held.what} {held.where or ''}".casefold()
    doi = found.where.casefold().partition("doi.org/")[2]
    if doi and doi in words:
        return True
    alike = _ALIKE.get(found.kind, found.kind) == _ALIKE.get(held.kind, held.kind)
    return alike and not _DOI.search(words)


def _studies_by_key(library: Library) -> dict[str, str]:
    """Return the study of each further report."""
    return {report.key: name for name, study in library.studies.items() for report in study.value.reports}
