"""How many people stand behind a body of evidence, each counted once.

A person belongs to a study and not to an outcome: three results of one trial are still the same people, and two
papers on the same people (``overlaps_with``) are no more than the larger of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.model.study import Observation, Trial
from evidence.model.vocabulary import Bearing, Design

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidence.model.claim import Body
    from evidence.model.study import Study


@dataclass(frozen=True, slots=True)
class Participants:
    """The participants of some studies."""

    count: int
    """Assigned, or analysed where only that is known; studies that do not tell add nothing."""
    studies: int
    """Studies with participants of their own; those that share people with another count as one."""
    untold: int
    """How many of these studies do not say how many took part, as far as it was read."""
    reviews: int
    """Reviews and documents, whose participants are those of other studies."""
    noun: str
    """``people``, ``animals`` or ``participants``, where both or neither were studied."""


def count_participants(keys: Iterable[str], studies: Mapping[str, Study]) -> Participants:
    """Count the participants of studies, given by their keys; a key that stands twice counts once."""
    unique = list(dict.fromkeys(key for key in keys if key in studies))
    primary = [studies[key] for key in unique if isinstance(studies[key], Trial | Observation)]
    groups = sharing_groups(primary)
    sizes = [max((size for study in group if (size := people_in(study)) is not None), default=None) for group in groups]
    told = [size for size in sizes if size is not None]
    return Participants(sum(told), len(groups), len(sizes) - len(told), len(unique) - len(primary), _noun(primary))


def telling_studies(body: Body) -> list[str]:
    """Return the keys of the studies that speak for or against a body's question, or of all where none does."""
    telling = [item.study for item in body.evidence if item.bearing is not Bearing.BACKGROUND]
    return telling or [item.study for item in body.evidence]


def people_in(study: Study) -> int | None:
    """Return how many were assigned in a study, else how many were analysed, else None."""
    assigned: int | None = getattr(study, "randomized", None)
    analysed: int | None = getattr(study, "analysed", None)
    return assigned if assigned is not None else analysed


def sharing_groups(studies: Iterable[Study]) -> list[list[Study]]:
    """Put studies together that share people, directly or by way of a third one."""
    groups: list[list[Study]] = []
    for study in studies:
        sharing = [group for group in groups if any(share_people(study, other) for other in group)]
        joined = [study, *(other for group in sharing for other in group)]
        groups = [group for group in groups if group not in sharing] + [joined]
    return groups


def share_people(one: Study, other: Study) -> bool:
    """Tell whether two studies are about some of the same people: one of them says so, or is a report of the other."""
    return other.id in _kin(one) or one.id in _kin(other)


def _kin(study: Study) -> set[str]:
    return {item.study for item in study.overlaps_with} | {report.key for report in study.reports}


def _noun(studies: list[Study]) -> str:
    designs = {study.design for study in studies}
    if designs == {Design.ANIMAL_EXPERIMENT}:
        return "animals"
    return "participants" if designs & {Design.ANIMAL_EXPERIMENT, Design.IN_VITRO, Design.PHYSICS} else "people"
