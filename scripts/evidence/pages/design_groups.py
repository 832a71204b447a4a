"""Designs of studies in the few groups that readers filter by."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from evidence.model.vocabulary import Design

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class DesignGroup(StrEnum):
    """Groups of designs, from those that can show what a magnet does to those that tell what is said of it."""

    RANDOMIZED = "randomized"
    COMPARISON = "comparison"
    OBSERVATION = "observation"
    CASES = "cases"
    PHYSIOLOGY = "physiology"
    ANIMALS = "animals"
    LABORATORY = "laboratory"
    REVIEW = "review"
    GUIDANCE = "guidance"
    REFERENCE_WORK = "reference-work"
    PRESS = "press"


# One and several, as they follow a number: "2 randomized trials".
_NAMES: Mapping[DesignGroup, tuple[str, str]] = {
    DesignGroup.RANDOMIZED: ("randomized trial", "randomized trials"),
    DesignGroup.COMPARISON: ("other comparison", "other comparisons"),
    DesignGroup.OBSERVATION: ("survey or cohort", "surveys and cohorts"),
    DesignGroup.CASES: ("case report", "case reports"),
    DesignGroup.PHYSIOLOGY: ("measurement in people", "measurements in people"),
    DesignGroup.ANIMALS: ("animal experiment", "animal experiments"),
    DesignGroup.LABORATORY: ("laboratory or physics", "laboratory and physics"),
    DesignGroup.REVIEW: ("review", "reviews"),
    DesignGroup.GUIDANCE: ("guideline or agency page", "guidelines and agency pages"),
    DesignGroup.REFERENCE_WORK: ("book or reference page", "books and reference pages"),
    DesignGroup.PRESS: ("news or seller's page", "news and sellers' pages"),
}

GROUP_OF: Mapping[Design, DesignGroup] = {
    Design.RANDOMIZED_PARALLEL: DesignGroup.RANDOMIZED,
    Design.RANDOMIZED_CROSSOVER: DesignGroup.RANDOMIZED,
    Design.RANDOMIZED_WITHIN_PERSON: DesignGroup.RANDOMIZED,
    Design.CONTROLLED_NON_RANDOMIZED: DesignGroup.COMPARISON,
    Design.BEFORE_AFTER: DesignGroup.COMPARISON,
    Design.COHORT: DesignGroup.OBSERVATION,
    Design.CASE_CONTROL: DesignGroup.OBSERVATION,
    Design.CROSS_SECTIONAL: DesignGroup.OBSERVATION,
    Design.SURVEY: DesignGroup.OBSERVATION,
    Design.DIAGNOSTIC_ACCURACY: DesignGroup.OBSERVATION,
    Design.CASE_SERIES: DesignGroup.CASES,
    Design.CASE_REPORT: DesignGroup.CASES,
    Design.HUMAN_PHYSIOLOGY: DesignGroup.PHYSIOLOGY,
    Design.ANIMAL_EXPERIMENT: DesignGroup.ANIMALS,
    Design.IN_VITRO: DesignGroup.LABORATORY,
    Design.PHYSICS: DesignGroup.LABORATORY,
    Design.META_ANALYSIS: DesignGroup.REVIEW,
    Design.SYSTEMATIC_REVIEW: DesignGroup.REVIEW,
    Design.NARRATIVE_REVIEW: DesignGroup.REVIEW,
    Design.GUIDELINE: DesignGroup.GUIDANCE,
    Design.AGENCY_PAGE: DesignGroup.GUIDANCE,
    Design.STANDARD_OR_LAW: DesignGroup.GUIDANCE,
    Design.TEXTBOOK: DesignGroup.REFERENCE_WORK,
    Design.TRADE_BOOK: DesignGroup.REFERENCE_WORK,
    Design.REFERENCE_PAGE: DesignGroup.REFERENCE_WORK,
    Design.NEWS_REPORT: DesignGroup.PRESS,
    Design.SELLER_PAGE: DesignGroup.PRESS,
}


def group_name(group: DesignGroup, number: int = 2) -> str:
    """Name a group for so many studies."""
    one, many = _NAMES[group]
    return one if number == 1 else many


def grouped(designs: Iterable[Design]) -> dict[DesignGroup, int]:
    """Count designs by group, in the order of the groups."""
    seen = [GROUP_OF[design] for design in designs]
    return {group: seen.count(group) for group in DesignGroup if group in seen}
