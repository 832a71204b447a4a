"""Two states of the project compared: what a change means to readers, as a tree of values.

``compare`` is the way in. It takes two reviews made by this program, so that what differs is the records and never the
rules, and says everything in words that readers of the site know. ``as_text`` and ``as_markdown`` write the tree down;
its JSON is the tree itself.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evidence.compare.pages import address_of, page_changes
from evidence.compare.records import record_changes
from evidence.compare.state import FOLDERS, FileChange, State
from evidence.compare.summary import summary
from evidence.compare.tree import (
    Comparison,
    Finding,
    Kind,
    Problems,
    RecordChange,
    Status,
    Weight,
    comparison_schema,
)
from evidence.library import BIBLIOGRAPHY_FILE, PLANNED_FILE
from evidence.pages.context import Site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evidence.problem import Problem

__all__ = ["Comparison", "FileChange", "State", "address_of", "compare", "comparison_schema", "is_read"]

_FOLDERS: Mapping[Kind, str] = {
    Kind.CLAIM: "claims",
    Kind.STUDY: "studies",
    Kind.DOCUMENT: "sources",
    Kind.CALCULATION: "calculations",
    Kind.ASSESSMENT: "assessments",
    Kind.PAGE: "docs",
}

# Of more unreadable records than this the first ones are named.
_NAMED = 20


def compare(before: State, after: State, files: Sequence[FileChange], site: Site | None = None) -> Comparison:
    """Compare two states. ``files`` are those that differ between them, whatever they hold."""
    records = record_changes(before, after)
    told = {file for record in records for file in _files_of(record)}
    records += [draft for change in files if _stem(change.path) not in told for draft in _drafts(change, before, after)]
    read = [change for change in files if is_read(change.path)]
    told |= {file for record in records for file in _files_of(record)}
    faulty = before.with_errors | after.with_errors
    layout = [
        change.path
        for change in read
        if not (change.added or change.removed) and change.path not in faulty and _stem(change.path) not in told
    ]
    not_read = [change.path for change in files if not is_read(change.path)]
    found = Comparison(
        base=before.name,
        head=after.name,
        summary="",
        records=tuple(records),
        pages=page_changes(before, after, records, site or Site()),
        problems=_problems(before.review.problems, after.review.problems),
        not_compared=(*_not_compared(before), *_not_compared(after), *_not_published(after)),
        layout_only=tuple(layout),
        not_read=tuple(not_read),
    )
    return found.model_copy(update={"summary": summary(found)})


def _drafts(change: FileChange, before: State, after: State) -> Iterator[RecordChange]:
    """Tell of a draft that came, went or changed: it is checked, and no reader sees it."""
    folder, name = _stem(change.path)
    if is_read(change.path) and (before.held_back(folder, name) or after.held_back(folder, name)):
        came = "new" if change.added else "removed" if change.removed else "changed"
        yield RecordChange(
            kind=next(kind for kind, where in _FOLDERS.items() if where == folder),
            id=name,
            title=change.path,
            status=Status.DRAFT,
            weight=Weight.RECORD,
            headline=f"a draft, {came}: readers do not see it",
        )


def _problems(before: Sequence[Problem], after: Sequence[Problem]) -> Problems:
    """Return the problems of one state only. Lines move when text is put in above them, so they do not count."""
    old, new = (Counter(_key(problem) for problem in problems) for problems in (before, after))
    return Problems(new=tuple(_only(after, new - old)), gone=tuple(_only(before, old - new)))


def _only(problems: Sequence[Problem], left: Counter[tuple[str, str, str]]) -> Iterator[Finding]:
    for problem in problems:
        if left[_key(problem)]:
            left[_key(problem)] -= 1
            place = problem.place
            yield Finding(
                severity=problem.severity,
                rule=problem.rule,
                file=place.file,
                line=place.line,
                message=problem.message,
                hint=problem.hint,
            )


def _key(problem: Problem) -> tuple[str, str, str]:
    return problem.rule, problem.place.file, problem.message


def is_read(path: str) -> bool:
    """Tell whether a comparison looks into a file."""
    folder = path.partition("/")[0]
    return folder in FOLDERS or path == BIBLIOGRAPHY_FILE or (folder == "docs" and path.endswith(".md"))


def _files_of(record: RecordChange) -> Iterator[tuple[str, str]]:
    """Yield the folder and name of the files that hold a record."""
    if record.kind is Kind.PLANNED:
        yield _stem(PLANNED_FILE)
    elif record.kind is Kind.REFERENCE:
        yield _stem(BIBLIOGRAPHY_FILE)
    else:
        yield _FOLDERS[record.kind], record.id


def _stem(path: str) -> tuple[str, str]:
    """Return folder and name of a file; of a page its path below ``docs/``."""
    folder, _, rest = path.partition("/")
    return (folder, rest) if folder == "docs" else (folder, rest.rpartition("/")[2].removesuffix(".yml"))


def _not_compared(state: State) -> Iterator[str]:
    """Say what could not be read in a state."""
    missing = sorted(file for file in state.read.unread if file in {*FOLDERS, "docs", BIBLIOGRAPHY_FILE})
    if missing:
        yield f"Missing in {state.name}, or not to be read: {', '.join(missing)}. Nothing is said of what they hold."
    broken = sorted(state.read.unread - set(missing))
    if broken:
        yield f"In {state.name} these records cannot be read and are left out: {_some(broken)}."
    # Keys of entries with faults; records with faults are named above.
    keys = sorted(state.unread - {_stem(file)[1] for file in state.read.unread})
    if keys:
        yield f"In {state.name} these entries of {BIBLIOGRAPHY_FILE} cannot be read and are left out: {_some(keys)}."


def _not_published(state: State) -> Iterator[str]:
    if state.with_errors:
        seen = "Pages are told as if what has an error were not there."
        yield f"There are errors in {state.name}: while they stand nothing is published. {seen}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"
