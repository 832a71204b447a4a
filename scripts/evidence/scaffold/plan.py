"""What a command would write, and whether the project would still be sound with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from evidence.library import BIBLIOGRAPHY_FILE, KINDS, kind_of
from evidence.model.placeholder import TO_NAME, is_placeholder
from evidence.problem import Severity
from evidence.readers.bibtex import read_bibliography
from evidence.readers.decode import decode
from evidence.readers.nodes import read_nodes, walk_scalars
from evidence.readers.text import BIBLIOGRAPHY_LIMIT, RECORD_LIMIT, read_text
from evidence.rules import check_appraisal, check_structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library import Library
    from evidence.problem import Place, Problem


@dataclass(frozen=True, slots=True)
class Change:
    """A file to be written."""

    file: str
    """Path from the project's root, with forward slashes."""
    text: str
    before: str | None = None
    """The text that it replaces; None for a file that must not exist."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Files that are written together or not at all."""

    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()
    """What whoever asked for it should know."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is written."""

    reason: str


def left_to_write(plan: Plan) -> list[tuple[Place, str]]:
    """Return the place of each text that a plan leaves to be written, and the key that it stands under."""
    found = []
    for change in plan.changes:
        if change.before is None:
            node, _ = read_nodes(change.text, change.file)
            for path, scalar in walk_scalars(node) if node else ():
                if is_placeholder(scalar.value):
                    key = next(str(step) for step in reversed(path) if isinstance(step, str))
                    what = f"{key}: an id" if scalar.value == TO_NAME else key
                    found.append((scalar.place, what))
    return found


def faults_of(plan: Plan, library: Library) -> list[Problem]:
    """Return every error that the project would have with a plan and has not without it."""
    planned, problems = _with(plan, library)
    problems += [*check_structure(planned), *check_appraisal(planned)]
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    files = {change.file for change in plan.changes}
    if any(problem.place.file not in files for problem in errors):
        # What was wrong before, somewhere else, is no fault of the plan.
        known = {*check_structure(library), *check_appraisal(library)}
        errors = [problem for problem in errors if problem not in known]
    return sorted(errors)


def _with(plan: Plan, library: Library) -> tuple[Library, list[Problem]]:
    """Return the library as it would be read with the files of a plan."""
    problems: list[Problem] = []
    for change in plan.changes:
        limit = BIBLIOGRAPHY_LIMIT if change.file == BIBLIOGRAPHY_FILE else RECORD_LIMIT
        text, faults = read_text(change.text.encode(), change.file, limit)
        problems += faults
        if text is None:
            continue
        if change.file == BIBLIOGRAPHY_FILE:
            bibliography = read_bibliography(text, change.file)
            problems += bibliography.problems
            library = replace(library, references=bibliography.references)
        else:
            library, faults = _with_record(change.file, text, library)
            problems += faults
    return library, problems


def _with_record(file: str, text: str, library: Library) -> tuple[Library, list[Problem]]:
    kind, name = kind_of(file), PurePosixPath(file).stem
    if kind is None:
        message = f"no record stands in {file}"
        raise ValueError(message)
    node, problems = read_nodes(text, file)
    if node is None:
        return library, problems
    record, faults = decode(node, KINDS[kind], file)
    problems += faults
    if record is None:
        return library, problems
    match kind:
        case "claim":
            library = replace(library, claims={**library.claims, name: record})
        case "study":
            library = replace(library, studies={**library.studies, name: record})
        case "source":
            library = replace(library, sources={**library.sources, name: record})
        case _:
            library = replace(library, planned=record)
    return library, problems


def described(problems: list[Problem]) -> Iterator[str]:
    """Say what would be wrong, for whoever gave the values."""
    for problem in problems:
        yield f"{problem.message} {problem.hint}".strip() + f" ({problem.rule}, {problem.place})"
