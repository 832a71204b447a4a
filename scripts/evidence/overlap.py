"""Which studies of a body of evidence rest on the same people, and so are no two pieces of evidence.

Two studies share people where one says so (``overlaps_with``, ``reports``). A review is made of the people of the
studies that it includes: where its list was seen, the list tells; where it was not, it may include any study that was
not published after it, and until the list is seen it is taken for no evidence beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

from evidence.model.study import Observation, Review, Trial
from evidence.model.vocabulary import Bearing
from evidence.participants import share_people, sharing_groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidence.model.claim import Body, Claim, OutcomeRef
    from evidence.model.reference import Reference
    from evidence.model.study import Study


class Inclusion(StrEnum):
    """Whether a review includes a study; the values are the words shown to readers."""

    LISTED = "included"
    NOT_LISTED = "not included"
    LATER = "published later"
    UNKNOWN = "list not seen"


class Sharing(StrEnum):
    """Why two studies are not independent."""

    PEOPLE = "shares people with"
    INCLUDES = "includes"
    SAME_STUDIES = "includes studies that are also in"
    MAY_INCLUDE = "may include"
    MAY_SHARE = "may include the same studies as"


POSSIBLE = frozenset({Sharing.MAY_INCLUDE, Sharing.MAY_SHARE})
"""What is only possible, because a list was not seen. A reason can speak against it; against what is known none can."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two studies that are not independent, or cannot be shown to be."""

    study: str
    """Of a review and a study the review; of two others the one that stands later in the body."""
    other: str
    sharing: Sharing


@dataclass(frozen=True, slots=True)
class Dependence:
    """How a study stands to the others of its body that count."""

    study: str
    why: str
    """Markdown, from the record."""
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """How the results of a body count."""

    results: int
    """Results that speak for or against the body's question, of studies that count."""
    studies: int
    """Studies that count, each once, however many results they have."""
    repeated: tuple[tuple[str, int], ...]
    """Studies that count and have several results, with how many."""
    uncounted: tuple[Dependence, ...]
    independent: tuple[Dependence, ...]
    """Reviews that count although their list was not seen."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Which reviews of a claim rest on which of its studies."""

    reviews: tuple[str, ...]
    """Reviews whose list was seen."""
    studies: tuple[str, ...]
    cells: Mapping[tuple[str, str], Inclusion]
    """By review and study."""
    unseen: tuple[str, ...]
    """Reviews whose list was not seen."""


def years_of(references: Mapping[str, Reference]) -> dict[str, int]:
    """Return the year of each reference that has one; further letters, as in ``2007a``, are passed over."""
    years = {key: reference.year[:4] for key, reference in references.items()}
    return {key: int(year) for key, year in years.items() if year.isascii() and year.isdigit()}


def inclusion(review: Review, study: Study, years: Mapping[str, int]) -> Inclusion:
    """Tell whether a review includes a study. ``years`` are those of publication, by key."""
    if study.id in {item.study for item in review.includes}:
        return Inclusion.LISTED
    if list_is_whole(review):
        return Inclusion.NOT_LISTED
    ended = [int(review.searched_to[:4])] if review.searched_to else []
    ended += [years[review.id]] if review.id in years else []
    if ended and study.id in years and years[study.id] > min(ended):
        return Inclusion.LATER
    return Inclusion.UNKNOWN


def list_is_whole(review: Review) -> bool:
    """Tell whether all included studies are known: a part of a list does not tell what is not in it."""
    return bool(review.includes) and len(review.includes) >= (review.included_count or 0)


def ties(body: Body, studies: Mapping[str, Study], years: Mapping[str, int]) -> tuple[Tie, ...]:
    """Return every tie between the studies that speak for or against a body's question, in the body's order."""
    present = [studies[key] for key in _telling(body) if key in studies]
    found = (_tie(one, other, years) for one, other in combinations(present, 2))
    return tuple(tie for tie in found if tie is not None)


def counted_twice(body: Body, studies: Mapping[str, Study], years: Mapping[str, int]) -> tuple[Tie, ...]:
    """Return the ties between studies that a body counts beside each other, without a reason that allows it."""
    apart = {item.study for item in body.not_counted}
    free = {item.study for item in body.independent}
    return tuple(
        tie
        for tie in ties(body, studies, years)
        if not apart & {tie.study, tie.other} and not (tie.sharing in POSSIBLE and free & {tie.study, tie.other})
    )


def counting(body: Body, studies: Mapping[str, Study], years: Mapping[str, int]) -> Counting:
    """Return how the results of a body count: each study once, and beside each other only independent ones."""
    apart = {item.study for item in body.not_counted}
    telling = [item.study for item in body.evidence if item.bearing is not Bearing.BACKGROUND]
    counts = {key: telling.count(key) for key in telling if key not in apart}
    found = ties(body, studies, years)
    return Counting(
        sum(counts.values()),
        len(counts),
        tuple((key, count) for key, count in counts.items() if count > 1),
        *(
            tuple(Dependence(item.study, item.why, tuple(_seen_from(item.study, found, apart))) for item in items)
            for items in (body.not_counted, body.independent)
        ),
    )


def matrix(claim: Claim, studies: Mapping[str, Study], years: Mapping[str, int]) -> Matrix | None:
    """Return which reviews of a claim rest on which of its studies; None where it uses no review."""
    used = dict.fromkeys(ref.study for body in claim.bodies for ref in (*body.evidence, *_pooled(body)))
    present = [studies[key] for key in used if key in studies]
    reviews = [study for study in present if isinstance(study, Review)]
    if not reviews:
        return None
    seen = [review for review in reviews if review.includes]
    primary = [study for study in present if isinstance(study, Trial | Observation)]
    cells = {(review.id, study.id): inclusion(review, study, years) for review in seen for study in primary}
    unseen = tuple(review.id for review in reviews if not review.includes)
    return Matrix(tuple(review.id for review in seen), tuple(study.id for study in primary), cells, unseen)


def people_groups(keys: Iterable[str], studies: Mapping[str, Study]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of studies that share people, directly or by way of a third one; a study alone is no group."""
    groups = sharing_groups(studies[key] for key in dict.fromkeys(keys) if key in studies)
    return tuple(tuple(sorted(study.id for study in group)) for group in groups if len(group) > 1)


def _telling(body: Body) -> list[str]:
    return list(dict.fromkeys(item.study for item in body.evidence if item.bearing is not Bearing.BACKGROUND))


def _pooled(body: Body) -> list[OutcomeRef]:
    return list(getattr(body, "published_pooled", []))


def _tie(one: Study, other: Study, years: Mapping[str, int]) -> Tie | None:
    if share_people(one, other):
        return Tie(other.id, one.id, Sharing.PEOPLE)
    match one, other:
        case Review(), Review():
            sharing = _of_reviews(one, other)
            return Tie(other.id, one.id, sharing) if sharing else None
        case (Review() as review, Trial() | Observation() as study) | (
            Trial() | Observation() as study,
            Review() as review,
        ):
            sharing = _BY_INCLUSION.get(inclusion(review, study, years))
            return Tie(review.id, study.id, sharing) if sharing else None
        case _:
            return None


_BY_INCLUSION = {Inclusion.LISTED: Sharing.INCLUDES, Inclusion.UNKNOWN: Sharing.MAY_INCLUDE}


def _of_reviews(one: Review, other: Review) -> Sharing | None:
    """Compare two lists: by keys, and by what the reviews call the studies that have no record here."""
    first, second = ({item.study or item.as_listed.casefold() for item in review.includes} for review in (one, other))
    if first & second or one.id in second or other.id in first:
        return Sharing.SAME_STUDIES
    return None if list_is_whole(one) and list_is_whole(other) else Sharing.MAY_SHARE


def _seen_from(study: str, found: Iterable[Tie], apart: set[str]) -> Iterable[Tie]:
    """Return the ties of a study with those that count."""
    return (tie for tie in found if study in {tie.study, tie.other} and not (apart - {study}) & {tie.study, tie.other})
