"""One state of the project, as a comparison looks at it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from evidence.appraise import appraise_claim
from evidence.problem import Severity
from evidence.rules.pages import is_draft
from evidence.staleness import newest, stale_claims

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from evidence.appraise import Appraisal
    from evidence.library import Library
    from evidence.model.claim import Claim
    from evidence.model.study import Study
    from evidence.readers.decode import Loaded
    from evidence.review import Review
    from evidence.staleness import Reason

RecordT = TypeVar("RecordT")

FOLDERS = ("claims", "studies", "sources", "calculations", "assessments")
"""The folders of records."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs between the two states, by its path from the project's root."""

    path: str
    added: bool = False
    removed: bool = False


@dataclass(slots=True)
class State:
    """A reviewed project with what a comparison asks of it again and again."""

    name: str
    """As it is told to readers of the comparison: a branch, a commit, the working tree."""
    read: Library
    """All records that could be read. Those that break a rule are compared like the others."""
    review: Review
    """What of them can be published, and from which the pages are made."""
    claims: Mapping[str, Claim] = field(init=False)
    """Claims that are no drafts."""
    studies: Mapping[str, Study] = field(init=False)
    pages: Mapping[str, str] = field(init=False)
    """Pages written by hand that are no drafts, by their paths below ``docs/``."""
    stale: Mapping[str, tuple[Reason, ...]] = field(init=False)
    today: datetime.date = field(init=False)
    """The newest date of any record, from which it follows what is due."""
    with_errors: frozenset[str] = field(init=False)
    """Files with errors."""

    def __post_init__(self) -> None:
        self.claims = {key: loaded.value for key, loaded in self.shown(self.read.claims).items()}
        self.studies = {key: loaded.value for key, loaded in self.shown(self.read.studies).items()}
        pages = {file.removeprefix("docs/"): text for file, text in self.read.pages.items()}
        self.pages = {path: text for path, text in pages.items() if not is_draft(text)}
        self.stale = stale_claims(self.review.library)
        self.today = newest(self.review.library).date
        errors = (problem for problem in self.review.problems if problem.severity is Severity.ERROR)
        self.with_errors = frozenset(problem.place.file for problem in errors)

    @property
    def unread(self) -> frozenset[str]:
        """Return the ids and keys of records, and of entries of the bibliography, that could not be read."""
        return self.read.broken

    def shown(self, records: Mapping[str, Loaded[RecordT]]) -> dict[str, Loaded[RecordT]]:
        """Return the records that readers see, or would see if the rules were kept: those that are no drafts."""
        return {
            key: loaded
            for key, loaded in records.items()
            if loaded.file not in self.review.held and not getattr(loaded.value, "draft", False)
        }

    def sound(self, claim: str) -> bool:
        """Tell whether a claim breaks no rule, so that it has a page."""
        return claim in self.review.library.claims

    def appraisal(self, claim: str) -> Appraisal:
        """Return what follows from the evidence on a claim, with the claim as it was read."""
        if self.sound(claim):
            return replace(self.review.appraisals[claim], claim=self.claims[claim])
        return appraise_claim(self.claims[claim])

    def lacks(self, folder: str) -> bool:
        """Tell whether a whole folder, or the bibliography, is missing or cannot be read."""
        return folder in self.read.unread

    def held_back(self, folder: str, name: str) -> bool:
        """Tell whether the record of a name is a draft here, or a study that only drafts use; of a page its path."""
        if folder == "docs":
            return f"docs/{name}" in self.read.pages and name not in self.pages
        records: Mapping[str, Mapping[str, Loaded[Any]]] = {
            "claims": self.read.claims,
            "studies": self.read.studies,
            "sources": self.read.sources,
        }
        return name in records.get(folder, {}) and name not in self.shown(records[folder])
