"""The whole review of a project: sound records, what follows from them, and every problem."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from evidence.appraise import appraise_library
from evidence.library import read_library
from evidence.problem import Severity
from evidence.rules import check_appraisal, check_structure
from evidence.rules.links import studies_used
from evidence.rules.pages import cited_on_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from evidence.appraise import Appraisal
    from evidence.library import Library
    from evidence.model.claim import Claim
    from evidence.problem import Problem


@dataclass(frozen=True, slots=True)
class Review:
    """A project as it can be published, beside what is wrong with it."""

    library: Library
    """The records without errors that are no drafts."""
    appraisals: Mapping[str, Appraisal]
    problems: tuple[Problem, ...]
    """Every problem of the run, in the order of files and lines."""
    drafts: Mapping[str, Claim] = field(default_factory=dict)
    """Claims that are checked and not published yet, by id; other pages name them."""


def review_project(root: Path) -> Review:
    """Read, check and appraise the project below a folder.

    A record with an error is left out of what comes after, so that the rest can still be shown and one fault does
    not breed ten.
    """
    library, problems = read_library(root)
    problems += check_structure(library)
    library = library.without(_faulty_files(problems))
    problems += check_appraisal(library)
    library = library.without(_faulty_files(problems))
    drafts = {key: loaded.value for key, loaded in library.claims.items() if loaded.value.draft}
    library = _with_sound_evidence(library.without(_drafts(library)))
    return Review(library, appraise_library(library), tuple(sorted(set(problems))), drafts)


def _resting_on(claim: Claim, studies: Collection[str]) -> Claim:
    """Return a claim without what comes from other studies; a synthesis that would lose one is dropped as a whole."""
    bodies = []
    for body in claim.bodies:
        changes: dict[str, object] = {}
        for name in ("evidence", "published_pooled", "not_counted", "independent"):
            if items := getattr(body, name, []):
                changes[name] = [item for item in items if item.study in studies]
        synthesis = getattr(body, "synthesis", None)
        if synthesis and any(ref.study not in studies for ref in synthesis.outcomes):
            changes["synthesis"] = None
        bodies.append(body.model_copy(update=changes))
    return claim.model_copy(update={"bodies": bodies})


def _with_sound_evidence(library: Library) -> Library:
    """Return the library with claims and calculations that lean on sound studies only, so that a preview can go on."""
    claims = {
        key: replace(loaded, value=_resting_on(loaded.value, library.studies)) for key, loaded in library.claims.items()
    }
    calculations = {
        key: loaded
        for key, loaded in library.calculations.items()
        if all(item.source.study in {None, *library.studies} for item in loaded.value.inputs)
    }
    return replace(library, claims=claims, calculations=calculations)


def _drafts(library: Library) -> frozenset[str]:
    """Return the files of drafts, and of the studies that nothing but drafts uses: both are checked, not published."""
    drafts = [claim for claim in library.claims.values() if claim.value.draft]
    published = [claim for claim in library.claims.values() if not claim.value.draft]
    used = studies_used(drafts) | cited_on_pages(library, drafts=True)
    held = used - studies_used(published) - cited_on_pages(library, drafts=False)
    files = [library.studies[key].file for key in held if key in library.studies]
    return frozenset([*(draft.file for draft in drafts), *files])


def _faulty_files(problems: Iterable[Problem]) -> frozenset[str]:
    return frozenset(problem.place.file for problem in problems if problem.severity is Severity.ERROR)
