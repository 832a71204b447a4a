"""Reviews that are due on a day of the calendar: what the site, which knows no clock, says only later."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.staleness import Cause, reasons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library import Library

AHEAD = datetime.timedelta(days=60)
"""So long before its day a claim is announced: finding and reading what is new takes weeks."""


@dataclass(frozen=True, slots=True)
class Due:
    """A claim that is due, or soon will be."""

    claim: str
    file: str
    title: str
    review_by: datetime.date
    why: str
    """Why it is due already; empty where its day only comes near."""


def due_claims(library: Library, today: datetime.date) -> Iterator[Due]:
    """Yield the published claims that are due on a day or soon after, by their dates."""
    for name, claim in sorted(library.claims.items(), key=lambda item: (item[1].value.review_by, item[0])):
        value = claim.value
        why = [_words(reason.cause, reason.study) for reason in reasons(claim, library, today)]
        if why or value.review_by - today <= AHEAD:
            yield Due(name, claim.file, value.title, value.review_by, "; ".join(why))


def _words(cause: Cause, study: str) -> str:
    match cause:
        case Cause.OVERDUE:
            return "its day has passed"
        case Cause.NOTICE:
            return f"there is a notice on `{study}`"
        case Cause.SUPERSEDED:
            return f"`{study}` has been replaced"
