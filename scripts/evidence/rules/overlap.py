"""Rules on evidence that is counted twice, and on pooled results that are taken from reviews."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from evidence.model.study import Review
from evidence.model.vocabulary import Bearing
from evidence.overlap import POSSIBLE, Sharing, counted_twice, counting, years_of
from evidence.problem import Example, Problem, Rule, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidence.library import Library
    from evidence.model.claim import Body, Claim
    from evidence.model.study import Study
    from evidence.readers.decode import Loaded

_CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"

INDEPENDENT = Rule(
    id="evidence-independent",
    scope=Scope.APPRAISAL,
    must=(
        "A body must not count two studies of the same people, or a review beside a study that it includes or, as "
        "long as its list was not seen, may include."
    ),
    why="The same people would speak twice, and the evidence would look stronger than it is.",
    shown="A body that counts two studies of which one says under `overlaps_with` that its people are those of the "
    "other.",
    mend="List the one that does not count under `not_counted` with the reason, or say under `independent` why "
    "both count.",
)
NEEDED = Rule(
    id="not-counted-needed",
    scope=Scope.APPRAISAL,
    must="A study in `not_counted` or `independent` must be one that shares people, or may, with a study that counts.",
    why="A remark without need is soon out of date, and leaves out of the count what should be in it.",
    example=Example(
        _CLAIM,
        "        why: Direct, but small.\n",
        "        why: Direct, but small.\n    not_counted: [{study: alpha2001, why: It is small.}]\n",
    ),
)
POOLED = Rule(
    id="published-pooled-effect",
    scope=Scope.APPRAISAL,
    must="`published_pooled` must name results of reviews that have an `effect`.",
    why="A pooled result is a number with its interval, taken from a review; anything else belongs in `evidence`.",
    example=Example(
        _CLAIM,
        "        why: Direct, but small.\n",
        "        why: Direct, but small.\n    published_pooled: [{study: alpha2001, outcome: skin-temperature}]\n",
    ),
)
RULES = (INDEPENDENT, NEEDED, POOLED)


def check(library: Library) -> Iterator[Problem]:
    """Check every body of evidence. Wants records whose links lead somewhere."""
    studies = {key: study.value for key, study in library.studies.items()}
    years = years_of(library.references)
    for claim in library.claims.values():
        for index, body in enumerate(claim.value.bodies):
            yield from _independent(claim, index, body, studies, years)
            # A study with a fault is not at hand, and without it nobody can tell whom it shares people with.
            if all(item.study in studies for item in body.evidence):
                yield from _needed(claim, index, body, studies, years)
            yield from _pooled(claim, index, body, studies)


def _independent(
    claim: Loaded[Claim], index: int, body: Body, studies: Mapping[str, Study], years: Mapping[str, int]
) -> Iterator[Problem]:
    found = sorted(counted_twice(body, studies, years), key=lambda tie: (tie.study, tie.sharing))
    for study, tied in groupby(found, key=lambda tie: tie.study):
        sharings: dict[Sharing, list[str]] = {}
        for tie in tied:
            sharings.setdefault(tie.sharing, []).append(f"`{tie.other}`")
        seen = ", and ".join(f"{sharing.value} {', '.join(others)}" for sharing, others in sharings.items())
        number = next(
            number
            for number, item in enumerate(body.evidence)
            if item.study == study and item.bearing is not Bearing.BACKGROUND
        )
        place = claim.value_place("bodies", index, "evidence", number, "study")
        hint = "name one of them under `not_counted`, or let it be `background`"
        if sharings.keys() <= POSSIBLE:
            hint += f"; or name `{study}` under `independent`, with the reason"
        yield INDEPENDENT.at(place, f"{INDEPENDENT.must} `{study}` {seen}.", hint)


def _needed(
    claim: Loaded[Claim], index: int, body: Body, studies: Mapping[str, Study], years: Mapping[str, int]
) -> Iterator[Problem]:
    seen = counting(body, studies, years)
    for key, listed in (("not_counted", seen.uncounted), ("independent", seen.independent)):
        for number, item in enumerate(listed):
            if not item.ties:
                place = claim.value_place("bodies", index, key, number, "study")
                yield NEEDED.at(place, f"{NEEDED.must} `{item.study}` does not.", "delete it here")


def _pooled(claim: Loaded[Claim], index: int, body: Body, studies: Mapping[str, Study]) -> Iterator[Problem]:
    for number, ref in enumerate(getattr(body, "published_pooled", [])):
        study = studies.get(ref.study)
        if study is None:
            continue
        outcome = next((outcome for outcome in study.outcomes if outcome.id == ref.outcome), None)
        if not isinstance(study, Review):
            seen, key = f"`{ref.study}` is no review.", "study"
        elif outcome is not None and outcome.effect is None:
            seen, key = f"`{ref.outcome}` of `{ref.study}` has no effect.", "outcome"
        else:
            continue
        place = claim.value_place("bodies", index, "published_pooled", number, key)
        yield POOLED.at(place, f"{POOLED.must} {seen}", "add it to `evidence` instead, or delete it")
