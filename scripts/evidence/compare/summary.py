"""A comparison in a line or two."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evidence.compare.tree import Kind, Status
from evidence.compare.wording import counted, listed
from evidence.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evidence.compare.tree import Comparison, RecordChange

_NAMES: Mapping[Kind, tuple[str, str]] = {
    Kind.CLAIM: ("claim", "claims"),
    Kind.STUDY: ("study", "studies"),
    Kind.REFERENCE: ("reference", "references"),
    Kind.DOCUMENT: ("reviewed document", "reviewed documents"),
    Kind.CALCULATION: ("calculation", "calculations"),
    Kind.ASSESSMENT: ("second assessment", "second assessments"),
    Kind.PLANNED: ("planned claim", "planned claims"),
    Kind.PAGE: ("page written by hand", "pages written by hand"),
}
_VERBS: Mapping[Status, str] = {
    Status.ADDED: "new",
    Status.PUBLISHED: "published",
    Status.REMOVED: "removed",
    Status.HELD_BACK: "held back",
    Status.RENAMED: "renamed",
    Status.CHANGED: "changed",
}


def summary(comparison: Comparison) -> str:
    """Say what changed for readers; that nothing did is said as such."""
    sentences = [*_records(comparison.records), *_pages(comparison), *_problems(comparison)]
    if not sentences:
        return _nothing(comparison)
    if comparison.layout_only:
        sentences.append(f"Only layout changed in {counted(len(comparison.layout_only), 'file')}.")
    return " ".join(sentences)


def _records(records: Sequence[RecordChange]) -> Iterator[str]:
    whats = Counter(change.what for record in records for change in record.changes)
    moved = [
        counted(count, one) for what, one in (("verdict", "verdict"), ("grade", "grade")) if (count := whats[what])
    ]
    if moved:
        yield f"{listed(moved)} moved."
    for status, verb in _VERBS.items():
        counts = Counter(record.kind for record in records if record.status is status)
        if counts:
            yield f"{listed(counted(counts[kind], *_NAMES[kind]) for kind in Kind if counts[kind])} {verb}."
    if drafts := sum(record.status is Status.DRAFT for record in records):
        yield f"{counted(drafts, 'draft')} changed, which no reader sees."


def _pages(comparison: Comparison) -> Iterator[str]:
    if touched := len(comparison.pages.touched):
        yield f"{'' if comparison.pages.compared else 'Up to '}{counted(touched, 'page')} touched."


def _problems(comparison: Comparison) -> Iterator[str]:
    for findings, verb in ((comparison.problems.new, "new"), (comparison.problems.gone, "gone")):
        counts = Counter(finding.severity for finding in findings)
        told = [counted(counts[severity], severity.value) for severity in Severity if counts[severity]]
        if told:
            yield f"{listed(told)} {verb}."


def _nothing(comparison: Comparison) -> str:
    if comparison.not_compared:
        lead = "Nothing that could be compared has changed for readers."
    elif comparison.layout_only:
        files = counted(len(comparison.layout_only), "file")
        lead = f"Only layout has changed, in {files}: no reader will notice."
    elif comparison.not_read:
        lead = "Records and pages are as they were."
    else:
        return "Nothing has changed."
    if comparison.not_read:
        lead += f" {counted(len(comparison.not_read), 'file')} changed that this comparison does not look into."
    return lead
