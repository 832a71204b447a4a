"""The whole review of a project: sound records, what follows from them, and every problem."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from evidence.appraise import appraise_library
from evidence.library import read_library
from evidence.library.named import wanted_for
from evidence.problem import Severity, has_errors
from evidence.rules import check_appraisal, check_exemptions, check_structure, layout, without_exempted
from evidence.rules.links import studies_used
from evidence.rules.pages import cited_on_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from evidence.appraise import Appraisal
    from evidence.library import Library
    from evidence.model.claim import Claim
    from evidence.problem import Problem
    from evidence.rules.exemptions import Exempted


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules have found in records."""

    library: Library
    """The records without errors, drafts among them."""
    problems: tuple[Problem, ...]
    """Every problem, in the order of files and lines."""
    exempted: tuple[Exempted, ...] = ()
    """Problems that records are exempted from."""


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
    held: frozenset[str] = frozenset()
    """Files of all that is checked and not published: drafts, and studies that only drafts use."""


def review_project(root: Path) -> Review:
    """Read, check and appraise the project below a folder.

    A record with an error is left out of what comes after, so that the rest can still be shown and one fault does
    not breed ten.
    """
    return to_publish(check_library(*read_library(root)))


def to_publish(checked: Checked) -> Review:
    """Appraise the records that were found sound, and leave out what is not to be published."""
    library = checked.library
    drafts = {key: loaded.value for key, loaded in library.claims.items() if loaded.value.draft}
    held = _drafts(library)
    unfinished = {name for name, source in library.sources.items() if source.value.draft}
    library = _with_sound_evidence(_stated_in_public(library.without(held), unfinished))
    return Review(library, appraise_library(library), checked.problems, drafts, held)


def check_library(library: Library, problems: Iterable[Problem]) -> Checked:
    """Check records that were read, with the problems that were met on the way, by every rule."""
    found, exempted = without_exempted([*problems, *check_structure(library)], library)
    library = library.without(_faulty_files(found))
    standing, more = without_exempted(check_appraisal(library), library)
    found, exempted = [*found, *standing], [*exempted, *more]
    library = library.without(_faulty_files(found))
    if not has_errors(found):
        # Behind an error a rule may not have spoken, and an exemption from it would look idle.
        found += check_exemptions(library, exempted)
        library = library.without(_faulty_files(found))
    return Checked(library, tuple(sorted(set(found))), tuple(exempted))


def check_named(root: Path, files: Collection[str]) -> Checked:
    """Check some records, named by their paths from the root, and as much of others as they need."""
    checked = check_library(*read_library(root, wanted_for(root, files)))
    problems = tuple(problem for problem in checked.problems if problem.place.file in files)
    exempted = tuple(item for item in checked.exempted if item.place.file in files)
    return Checked(checked.library, problems, exempted)


def check_layout(checked: Checked) -> list[Problem]:
    """Find files that are not in canonical form. No fault of what they say, so not part of a review."""
    return list(layout.check(checked.library, _faulty_files(checked.problems)))


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


def _stated_in_public(library: Library, unfinished: Collection[str]) -> Library:
    """Return the library with claims that name no unfinished document: each is stated in another one as well."""

    def public(claim: Claim) -> Claim:
        named = [item for item in claim.stated_in if item.document not in unfinished]
        return claim.model_copy(update={"stated_in": named})

    claims = {key: replace(loaded, value=public(loaded.value)) for key, loaded in library.claims.items()}
    return replace(library, claims=claims)


def _drafts(library: Library) -> frozenset[str]:
    """Return the files of drafts, and of the studies that nothing but drafts uses: both are checked, not published."""
    drafts = [claim for claim in library.claims.values() if claim.value.draft]
    published = [claim for claim in library.claims.values() if not claim.value.draft]
    used = studies_used(drafts) | cited_on_pages(library, drafts=True)
    held = used - studies_used(published) - cited_on_pages(library, drafts=False)
    files = [library.studies[key].file for key in held if key in library.studies]
    others = [*library.studies.values(), *library.sources.values()]
    unfinished = [record.file for record in others if record.value.draft]
    return frozenset([*(draft.file for draft in drafts), *files, *unfinished])


def _faulty_files(problems: Iterable[Problem]) -> frozenset[str]:
    return frozenset(problem.place.file for problem in problems if problem.severity is Severity.ERROR)
