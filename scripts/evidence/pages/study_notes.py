"""A study in a few lines, as it stands in the references of a page and opens at each citation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.model.study import Observation, Trial
from evidence.model.vocabulary import Reading, RobLevel
from evidence.pages.grading import listed
from evidence.pages.words import words
from evidence.risk_of_bias import assess

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidence.model.study import Study
    from evidence.pages.context import PageContext

_READ_AS: Mapping[Reading, str] = {
    Reading.FULL_TEXT: "in full",
    Reading.ABSTRACT: "as an abstract only",
    Reading.RECORD: "as a database record or an excerpt",
    Reading.SECOND_HAND: "only through other works",
}


@dataclass(frozen=True, slots=True)
class StudyNote:
    """What a reader wants to know of a study before deciding whether to look further."""

    study: Study
    risk_of_bias: str
    """In words; empty for works that are no studies of their own."""


def study_note(page: PageContext, key: str) -> StudyNote | None:
    """Return the note on a cited work, or on the study that it is a further report of; None where neither is known."""
    study = study_of(page, key)
    return StudyNote(study, bias_words(study)) if study else None


def study_of(page: PageContext, key: str) -> Study | None:
    """Return the study that a reference belongs to."""
    if key in page.library.studies:
        return page.library.studies[key].value
    reported = (
        loaded.value
        for loaded in page.library.studies.values()
        if any(report.key == key for report in loaded.value.reports)
    )
    return next(reported, None)


def bias_words(study: Study) -> str:
    """Say how far the way a study was done may have bent its results, over all of them."""
    if not isinstance(study, Trial | Observation):
        return ""
    found = [result for outcome in study.outcomes if (result := assess(study, outcome))]
    if not found:
        return "not judged"
    levels = {result.overall for result in found}
    judged = [words(level) for level in RobLevel if level in levels]
    if not judged:
        return f"no overall judgement, because {found[0].why}"
    return f"{listed(judged)}, depending on the result" if len(judged) > 1 else judged[0]


def how_read(page: PageContext, keys: Iterable[str]) -> str:
    """Say how many of the cited works were read in which way: "2 in full, 9 as an abstract only"."""
    studies = [study for key in keys if (study := study_of(page, key))]
    counts = Counter(study.read for study in {study.id: study for study in studies}.values())
    parts = [f"{counts[reading]} {read_as}" for reading, read_as in _READ_AS.items() if counts[reading]]
    return listed(parts, "and") if parts else ""
