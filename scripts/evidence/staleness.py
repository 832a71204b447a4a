"""Which claims are due for another look, and why: what makes this a living review.

Today is the newest date that any record carries. A clock would make the same records into different pages on different
days; and a project in which nothing is dated later has nothing newer to hold against its claims.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from evidence.model.vocabulary import GRAVE_NOTICES, Bearing, NoticeKind
from evidence.prose import citations
from evidence.readers.nodes import walk_scalars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library import Library
    from evidence.model.claim import Claim
    from evidence.model.study import Notice
    from evidence.readers.decode import Loaded

# Where no record has a date.
_NEVER = datetime.date(1970, 1, 1)


class Cause(StrEnum):
    """What makes a claim due."""

    OVERDUE = "overdue"
    """Its own date has passed."""
    NOTICE = "notice"
    """A study that it counts got a notice after it was reviewed."""
    SUPERSEDED = "superseded"
    """A study that it counts was replaced by one that it does not use."""


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest date of any record: what the project is up to date with."""

    date: datetime.date
    file: str
    """The record that carries it; empty where none has a date."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason why a claim is due."""

    cause: Cause
    study: str = ""
    """The study that got a notice or was replaced."""
    notice: Notice | None = None
    successor: str = ""
    """The study that has taken its place."""


def newest(library: Library) -> Newest:
    """Return the newest date of the records. A month counts from its first day on; drafts of claims do not count."""
    return max(_dated(library), key=lambda item: (item.date, item.file), default=Newest(_NEVER, ""))


def stale_claims(library: Library) -> dict[str, tuple[Reason, ...]]:
    """Return the claims that are due, each with its reasons."""
    today = newest(library).date
    found = {key: tuple(reasons(claim, library, today)) for key, claim in library.claims.items()}
    return {key: why for key, why in found.items() if why}


def reasons(loaded: Loaded[Claim], library: Library, today: datetime.date) -> Iterator[Reason]:
    """Yield the reasons why a claim is due: its date first, then studies in the order of its evidence."""
    claim = loaded.value
    if claim.review_by < today:
        yield Reason(Cause.OVERDUE)
    for key in counted(claim):
        study = library.studies.get(key)
        for notice in study.value.notices if study else ():
            successors = _successors(key, library)
            if notice.kind is NoticeKind.SUPERSEDED and successors and not used(loaded) & set(successors):
                yield Reason(Cause.SUPERSEDED, key, notice, successors[-1])
            elif notice.kind in GRAVE_NOTICES and notice.noticed and notice.noticed > claim.reviewed:
                yield Reason(Cause.NOTICE, key, notice)


def counted(claim: Claim) -> list[str]:
    """Return the studies that speak for or against a claim, and the reviews whose pooled results it shows.

    Those of ``not_counted`` are among them: they are left out of a sum because the same people stand in it already.
    """
    telling = [item.study for body in claim.bodies for item in body.evidence if item.bearing is not Bearing.BACKGROUND]
    pooled = [item.study for body in claim.bodies for item in getattr(body, "published_pooled", [])]
    return list(dict.fromkeys([*telling, *pooled]))


def used(loaded: Loaded[Claim]) -> set[str]:
    """Return the studies that a claim uses in any way: as evidence, or cited in a text."""
    keys = {item.study for body in loaded.value.bodies for item in body.evidence}
    keys |= {item.study for body in loaded.value.bodies for item in getattr(body, "published_pooled", [])}
    return keys | {key for _, scalar in walk_scalars(loaded.node) for key, _ in citations(scalar.value)}


def _successors(key: str, library: Library) -> list[str]:
    """Return what has taken the place of a study, and of that in turn, as far as there are published records."""
    chain: list[str] = []
    study = library.studies.get(key)
    while study is not None:
        named = (notice.superseded_by for notice in study.value.notices)
        study = library.studies.get(next((name for name in named if name), ""))
        if study is None or study.value.draft or study.name in chain:
            break
        chain.append(study.name)
    return chain


def _dated(library: Library) -> Iterator[Newest]:
    """Yield every date of every record, with its file."""
    for claim in library.claims.values():
        if not claim.value.draft:
            yield from (Newest(date, claim.file) for date in _dates_of(claim.value))
    for study in library.studies.values():
        yield from (Newest(_first_day(seen.when), study.file) for seen in study.value.verified)
        yield from (Newest(notice.noticed, study.file) for notice in study.value.notices if notice.noticed)
    for calculation in library.calculations.values():
        yield Newest(calculation.value.reviewed, calculation.file)
    for assessment in library.assessments.values():
        yield Newest(_first_day(assessment.value.when), assessment.file)


def _dates_of(claim: Claim) -> Iterator[datetime.date]:
    yield claim.reviewed
    yield from (change.date for change in claim.changes)
    yield from (_first_day(search.when) for body in claim.bodies for search in body.search)


def _first_day(month: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{month}-01")
