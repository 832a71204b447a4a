"""The evidence that a printed page has room for: the results and references that weigh most, from both sides."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from evidence.model.vocabulary import Bearing, Design
from evidence.participants import people_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.appraise import Appraisal
    from evidence.model.claim import Evidence
    from evidence.model.study import Study

MOST_RESULTS = 5
MOST_REFERENCES = 4

# What tells more than the rest, and what tells less: within each, reviews come first, then the larger study.
_REVIEWS = frozenset({Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW})
_STRONG = _REVIEWS | frozenset(
    {
        Design.RANDOMIZED_PARALLEL,
        Design.RANDOMIZED_CROSSOVER,
        Design.RANDOMIZED_WITHIN_PERSON,
        Design.GUIDELINE,
        Design.COHORT,
        Design.PHYSICS,
        Design.HUMAN_PHYSIOLOGY,
    }
)
_WEAK = frozenset({Design.CASE_REPORT, Design.NEWS_REPORT, Design.SELLER_PAGE, Design.TRADE_BOOK})


def key_results(appraisal: Appraisal, studies: Mapping[str, Study]) -> list[Evidence]:
    """Return the results that a printed page shows, one for each study, the weightiest first.

    They are taken in turn from each direction: a page that is carried away must not tell one side.
    """
    claim = appraisal.claim
    resting = [body for body in claim.bodies if body.id in claim.rests_on and body.evidence]
    bodies = resting or [body for body in claim.bodies if body.evidence]
    uncounted = {standing.study for body in bodies for standing in body.not_counted}
    found = [item for body in bodies for item in body.evidence]
    items: dict[str, Evidence] = {}
    for item in sorted(found, key=lambda item: (item.study in uncounted, _order(item, studies))):
        items.setdefault(item.study, item)
    ranked = list(items.values())
    sides = [[item for item in ranked if item.bearing is bearing] for bearing in Bearing]
    turns = [item for turn in zip_longest(*sides[:-1]) for item in turn if item] + sides[-1]
    return sorted(turns[:MOST_RESULTS], key=ranked.index)


def key_references(appraisal: Appraisal, studies: Mapping[str, Study], cited: list[str]) -> list[str]:
    """Return the references that a printed page shows: those of its results, else the first that the page cites."""
    keys = [item.study for item in key_results(appraisal, studies)]
    return [*keys, *(key for key in cited if key not in keys)][:MOST_REFERENCES]


def _order(item: Evidence, studies: Mapping[str, Study]) -> tuple[bool, bool, bool, bool, int]:
    study = studies[item.study]
    background = item.bearing is Bearing.BACKGROUND
    weak, strong = study.design in _WEAK, study.design in _STRONG
    return background, weak, not strong, study.design not in _REVIEWS, -(people_in(study) or 0)
