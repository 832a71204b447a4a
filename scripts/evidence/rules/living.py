"""Rules that keep the review a living one: what notices must say, and which claims are due for another look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model.vocabulary import GRAVE_NOTICES, NoticeKind
from evidence.problem import Example, Problem, Rule, Scope, Severity, nearest
from evidence.staleness import Cause, newest, reasons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library import Library
    from evidence.model.claim import Claim
    from evidence.model.study import Study
    from evidence.problem import Place
    from evidence.readers.decode import Loaded
    from evidence.staleness import Newest, Reason

_CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"
_STUDY = "studies/alpha2001.yml"
_HARMS = "harms: {reported: not-mentioned}\n"

NOTICED = Rule(
    id="notice-noticed",
    scope=Scope.RECORD,
    must="A notice other than a comment must say in `noticed` on which day it was seen for this review.",
    why="A claim that was reviewed before that day did not know of it, and its page must say so.",
    example=Example(_STUDY, _HARMS, f"{_HARMS}notices: [{{kind: retraction, what: The figures were wrong.}}]\n"),
)
SUCCESSOR = Rule(
    id="notice-superseded-by",
    scope=Scope.LIBRARY,
    must="`superseded_by` must name another study of `studies/`, and stand in a notice of kind `superseded` only.",
    why="Claims that count the older work are held against the newer one, and their readers are led to it.",
    example=Example(
        _STUDY,
        _HARMS,
        f"{_HARMS}notices: [{{kind: superseded, what: Updated., noticed: 2026-11-21, superseded_by: beta2004}}]\n",
    ),
)
STALE = Rule(
    id="claim-stale",
    scope=Scope.LIBRARY,
    must=(
        "A claim should be looked at again when its date has passed, when a study that it counts gets a notice, and "
        "when one is replaced by a study that the claim does not use."
    ),
    why="Its page is marked as due until somebody has looked, so that nobody takes old news for the state of things.",
    example=Example(
        _CLAIM,
        "review_by: 2028-11-21\nchanges:\n  - {date: 2026-11-21, what: First published.}\n",
        "review_by: 2028-11-21\nchanges:\n  - {date: 2028-12-01, what: A word was mended.}\n",
    ),
    severity=Severity.WARNING,
)
RULES = (NOTICED, SUCCESSOR, STALE)


def check(library: Library) -> Iterator[Problem]:
    """Check the notices of studies."""
    for study in library.studies.values():
        for index, notice in enumerate(study.value.notices):
            if notice.kind in GRAVE_NOTICES and notice.noticed is None:
                hint = "add `noticed: …` with the day on which you saw it"
                yield NOTICED.at(study.place("notices", index, "kind"), NOTICED.must, hint)
            if notice.superseded_by is not None:
                yield from _successor(study, index, library)


def check_stale(library: Library) -> Iterator[Problem]:
    """Name the published claims that are due for another look."""
    today = newest(library)
    for claim in library.claims.values():
        if not claim.value.draft:
            for reason in reasons(claim, library, today.date):
                yield STALE.at(
                    _place(claim, reason), f"{STALE.must} {_seen(claim.value, reason, today)}", _mend(reason)
                )


def _successor(study: Loaded[Study], index: int, library: Library) -> Iterator[Problem]:
    notice = study.value.notices[index]
    key = str(notice.superseded_by)
    place = study.value_place("notices", index, "superseded_by")
    if notice.kind is not NoticeKind.SUPERSEDED:
        seen = f"This notice is of kind `{notice.kind}`."
        yield SUCCESSOR.at(place, f"{SUCCESSOR.must} {seen}", "write `kind: superseded`, or delete it")
    elif key == study.name:
        yield SUCCESSOR.at(place, f"{SUCCESSOR.must} `{key}` is the study itself.", "name the newer one")
    elif key not in library.known_studies and "studies" not in library.unread:
        hint = nearest(key, library.study_names) or f"create studies/{key}.yml, or delete it"
        yield SUCCESSOR.at(place, f"{SUCCESSOR.must} `{key}` is none.", hint)


def _place(claim: Loaded[Claim], reason: Reason) -> Place:
    """Return where the claim counts the study, or its date where that is the reason."""
    for index, body in enumerate(claim.value.bodies):
        for name in ("evidence", "published_pooled"):
            for number, item in enumerate(getattr(body, name, [])):
                if item.study == reason.study:
                    return claim.value_place("bodies", index, name, number, "study")
    return claim.value_place("review_by")


def _seen(claim: Claim, reason: Reason, today: Newest) -> str:
    if reason.cause is Cause.SUPERSEDED:
        return f"`{reason.study}` was replaced by `{reason.successor}`, which this claim does not use."
    if reason.cause is Cause.NOTICE and reason.notice:
        kind = reason.notice.kind.value.replace("-", " ")
        when = f"was seen on {reason.notice.noticed}, the claim reviewed on {claim.reviewed}"
        return f"A notice ({kind}) on `{reason.study}` {when}."
    return f"It was due by {claim.review_by}, and {today.file} has the date {today.date}."


def _mend(reason: Reason) -> str:
    if reason.cause is Cause.SUPERSEDED:
        return f"use `{reason.successor}`, or cite it and say why it changes nothing; then set `reviewed`"
    if reason.cause is Cause.NOTICE:
        return "read the notice, judge the evidence again, and set `reviewed` and `review_by`"
    return "look for newer evidence, judge again, and set `reviewed` and `review_by`"
