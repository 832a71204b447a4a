"""Claims that are due for another look: the reasons in words, and the list of what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from evidence.model.vocabulary import NoticeKind, Topic
from evidence.pages.context import date
from evidence.pages.words import words
from evidence.staleness import Cause, Reason, newest, reasons, stale_claims

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from evidence.model.claim import Claim
    from evidence.pages.context import PageContext
    from evidence.readers.decode import Loaded

_WITH_AN = frozenset({NoticeKind.ERRATUM, NoticeKind.EXPRESSION_OF_CONCERN})


@dataclass(frozen=True, slots=True)
class DueClaim:
    """A claim that is due, with the reasons as sentences."""

    claim: Claim
    why: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class NextDay:
    """A day by which claims are to be looked at again."""

    date: datetime.date
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class DueList:
    """What is due, and what comes next."""

    today: datetime.date
    """The newest date of any record."""
    due: tuple[DueClaim, ...]
    """Those whose date passed first, the longest overdue before all others; then those with news of a study."""
    ahead: tuple[NextDay, ...]


def why_due(page: PageContext, loaded: Loaded[Claim]) -> list[Markup]:
    """Return the reasons why a claim is due, as sentences; none where it is not."""
    today = newest(page.library).date
    return [_sentence(page, loaded.value, reason, today) for reason in reasons(loaded, page.library, today)]


def due_list(page: PageContext) -> DueList:
    """Return the claims that are due and the dates that come next, each day's claims in the order of topics and ids."""
    today = newest(page.library).date
    stale: Mapping[str, tuple[Reason, ...]] = stale_claims(page.library)
    topics = list(Topic)
    claims = sorted(
        (loaded.value for loaded in page.library.claims.values()),
        key=lambda claim: (claim.review_by, topics.index(claim.topic), claim.id),
    )
    late = [claim for claim in claims if claim.id in stale]
    late.sort(key=lambda claim: stale[claim.id][0].cause is not Cause.OVERDUE)
    ahead = [claim for claim in claims if claim.id not in stale]
    return DueList(
        today,
        tuple(
            DueClaim(claim, tuple(_sentence(page, claim, reason, today) for reason in stale[claim.id]))
            for claim in late
        ),
        tuple(NextDay(day, tuple(found)) for day, found in groupby(ahead, key=lambda claim: claim.review_by)),
    )


def _sentence(page: PageContext, claim: Claim, reason: Reason, today: datetime.date) -> Markup:
    """Say in a sentence why a claim is due."""
    if reason.cause is Cause.OVERDUE or reason.notice is None:
        return Markup("It was to be looked at again by {0}, and records of this site go up to {1}.").format(
            date(claim.review_by), date(today)
        )
    if reason.cause is Cause.SUPERSEDED:
        return Markup("{0} has been replaced by {1}, which this page does not use yet.").format(
            _study(page, reason.study), _study(page, reason.successor)
        )
    seen = f", seen on {date(reason.notice.noticed)}" if reason.notice.noticed else ""
    article = "an" if reason.notice.kind in _WITH_AN else "a"
    kind = "notice that it is superseded" if reason.notice.kind is NoticeKind.SUPERSEDED else words(reason.notice.kind)
    return Markup(
        "There is {0} {1} on {2}{3}: {4} This page was last reviewed on {5} and takes no account of it."
    ).format(
        article, kind, _study(page, reason.study), seen, _ended(page.plain(reason.notice.what)), date(claim.reviewed)
    )


def _study(page: PageContext, key: str) -> Markup:
    return Markup('<a href="{0}">{1}</a>').format(page.to_study(key), page.short(key))


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
