"""Reads the records of a project from its folders, with every fault met on the way."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from evidence.library import files
from evidence.library.collection import Library
from evidence.library.entries import keys_of, with_keys
from evidence.library.files import missing, read_file, read_pages, record_files
from evidence.library.kinds import BIBLIOGRAPHY_FILE, FOLDERS, KINDS, PLANNED, PLANNED_FILE, schema_line
from evidence.problem import Place, Problem, Rule, Scope
from evidence.readers.bibtex import read_bibliography
from evidence.readers.decode import Loaded, decode
from evidence.readers.nodes import read_nodes

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeVar

    from pydantic import TypeAdapter

    RecordT = TypeVar("RecordT")

SAME_ID = Rule(
    id="claim-id-unique",
    scope=Scope.LIBRARY,
    must="A claim's file name must stand in one topic only.",
    why="The id is the claim's address, whatever its topic; of two claims with one address readers would see one.",
    shown="Both `claims/blood-flow/magnets-warm-the-hand.yml` and `claims/insoles/magnets-warm-the-hand.yml`.",
    mend="Delete one of the two files, or give one of the claims another id.",
)
SCHEMA_LINE = Rule(
    id="record-schema-line",
    scope=Scope.RECORD,
    must="A record must open with the line that tells editors its schema.",
    why="With it an editor completes keys and marks mistakes while the record is being written.",
    shown="A claim whose first line names `study.schema.json`, or that begins with `id:`.",
    mend="Run `python scripts/check.py --fix FILE`, which writes the line.",
)
RULES = (*files.RULES, SAME_ID, SCHEMA_LINE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read of a project, where that is not all of it."""

    files: frozenset[str]
    """Record files."""
    keys: frozenset[str] | None
    """Keys of the bibliography; None for all of it."""
    pages: bool
    """Whether the pages written by hand are wanted."""


def read_library(root: Path, wanted: Wanted | None = None) -> tuple[Library, list[Problem]]:
    """Read the records below a project's root, all of them or those that are wanted, with every fault on the way."""
    reader = _Reader(root, wanted)
    found = {folder: reader.folder(folder) for folder in FOLDERS}
    planned = None
    # Not `exists()`: a link that leads nowhere must not hide the list.
    if os.path.lexists(root / PLANNED_FILE):
        planned = reader.record(PLANNED_FILE, PLANNED)
    library = Library(
        claims=found["claims"],
        studies=found["studies"],
        sources=found["sources"],
        calculations=found["calculations"],
        assessments=found["assessments"],
        references={},
        planned=planned,
        broken=frozenset(reader.broken),
        elsewhere={folder: frozenset(names) for folder, names in reader.elsewhere.items()},
    )
    library = reader.references(library)
    if wanted is None or wanted.pages:
        pages, faults = read_pages(root)
        reader.problems += faults
        reader.unread |= {problem.place.file for problem in faults}
        library = replace(library, pages=pages)
    else:
        reader.unread.add("docs")
    return replace(library, unread=frozenset(reader.unread)), sorted(reader.problems)


class _Reader:
    def __init__(self, root: Path, wanted: Wanted | None) -> None:
        self.root = root
        self.wanted = wanted
        self.problems = missing(root)
        self.unread = {problem.place.file for problem in self.problems}
        self.broken: set[str] = set()
        self.elsewhere: dict[str, set[str]] = {}

    def folder(self, folder: str) -> dict[str, Any]:
        """Read the records of a folder, by their names."""
        found: dict[str, Loaded[Any]] = {}
        first: dict[str, str] = {}
        for file in record_files(self.root, folder, self.problems):
            name = PurePosixPath(file).stem
            twice = first.setdefault(name, file) != file
            if twice:
                seen = f"{SAME_ID.must} See {first[name]}."
                self.problems.append(SAME_ID.at(Place(file), seen, "delete one of them"))
            if self.wanted is not None and file not in self.wanted.files:
                self.elsewhere.setdefault(folder, set()).add(name)
                continue
            record = self.record(file, KINDS[FOLDERS[folder]])
            if record is not None and not twice:
                found[name] = record
            elif not twice:
                self.broken.add(name)
        return found

    def record(self, file: str, adapter: TypeAdapter[RecordT]) -> Loaded[RecordT] | None:
        """Read a record, and note what is wrong with it."""
        record, faults = read_record(self.root, file, adapter)
        self.problems += faults
        if record is None:
            self.unread.add(file)
        return record

    def references(self, library: Library) -> Library:
        """Return the library with the bibliography."""
        if BIBLIOGRAPHY_FILE in self.unread:
            return library
        text, faults = read_file(self.root, BIBLIOGRAPHY_FILE)
        self.problems += faults
        if text is None:
            self.unread.add(BIBLIOGRAPHY_FILE)
            return library
        keys = self.wanted.keys if self.wanted else None
        read = read_bibliography(text if keys is None else with_keys(text, keys), BIBLIOGRAPHY_FILE)
        if keys is None:
            self.problems += read.problems
        return replace(
            library,
            references=dict(read.references),
            broken=library.broken | read.broken_keys,
            other_keys=frozenset() if keys is None else keys_of(text) - read.broken_keys,
            bibliography=text,
        )


def read_record(root: Path, file: str, adapter: TypeAdapter[RecordT]) -> tuple[Loaded[RecordT] | None, list[Problem]]:
    """Read one record file."""
    text, problems = read_file(root, file)
    if text is None:
        return None, problems
    record, faults = parse_record(text, file, adapter)
    # Faults that leave its meaning clear do not make a record sound either.
    return (None if problems else record), problems + faults


def parse_record(text: str, file: str, adapter: TypeAdapter[RecordT]) -> tuple[Loaded[RecordT] | None, list[Problem]]:
    """Read a record from its text."""
    problems = _schema_line(text, file)
    node, faults = read_nodes(text, file)
    problems += faults
    if node is None:
        return None, problems
    record, faults = decode(node, adapter, file)
    # Duplicate keys, empty values and the like leave the record's meaning open, so it is not used further.
    sound = record is not None and not problems
    return (replace(record, text=text) if record is not None and sound else None), [*problems, *faults]


def _schema_line(text: str, file: str) -> list[Problem]:
    first = text.partition("\n")[0]
    begin, end = schema_line(file)
    # The way up to the project's root differs where a project stands inside another one, as the sample in tests does.
    prefix = begin.rstrip("./")
    if first.startswith(prefix) and first.removeprefix(prefix).lstrip("./") == end:
        return []
    hint = f"begin with `{begin}{end}`"
    return [SCHEMA_LINE.at(Place(file), f"{SCHEMA_LINE.must} Something else was seen.", hint)]


def read_documents(folder: Path, library: Library) -> dict[str, bytes]:
    """Read the reviewed documents that a folder holds as ``<id>.txt``, by id."""
    paths = {name: folder / f"{name}.txt" for name in library.sources}
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}
