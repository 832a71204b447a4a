"""All records of a project, read from its folders. The only module that reads files of the project."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter

from evidence.model.assessment import Assessment
from evidence.model.calculation import Calculation
from evidence.model.claim import Claim
from evidence.model.source import Planned, Source
from evidence.model.study import Study
from evidence.problem import Place, Problem, Rule, Scope
from evidence.readers.bibtex import read_bibliography
from evidence.readers.decode import Loaded, decode
from evidence.readers.nodes import read_nodes
from evidence.readers.text import BIBLIOGRAPHY_LIMIT, RECORD_LIMIT, read_text, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidence.model.reference import Reference

RecordT = TypeVar("RecordT")

PLANNED_FILE = "claims/planned.yml"
BIBLIOGRAPHY_FILE = "references.bib"

MISSING = Rule(
    id="file-missing",
    scope=Scope.FILE,
    must="`claims/`, `studies/`, `sources/`, `docs/` and `references.bib` must exist.",
    why="Without one of them the check would pass on half a project.",
)
NOT_A_FILE = Rule(
    id="file-not-regular",
    scope=Scope.FILE,
    must="A record must be a regular file that can be read.",
    why="A folder named `x.yml`, a broken link or a link in a circle would silently drop a record.",
)
SAME_ID = Rule(
    id="claim-id-unique",
    scope=Scope.LIBRARY,
    must="A claim's file name must stand in one topic only.",
    why="The id is the claim's address, whatever its topic; of two claims with one address readers would see one.",
)
SCHEMA_LINE = Rule(
    id="record-schema-line",
    scope=Scope.RECORD,
    must="A record must open with the line that tells editors its schema.",
    why="With it an editor completes keys and marks mistakes while the record is being written.",
)
WRONG_NAME = Rule(
    id="file-name",
    scope=Scope.FILE,
    must="A file in a record folder must end in `.yml`, and only claims stand in folders of their topic.",
    why="A record under another name would silently be left out.",
)

RULES = (MISSING, NOT_A_FILE, WRONG_NAME, SAME_ID, SCHEMA_LINE)

ASSESSMENT: TypeAdapter[Assessment] = TypeAdapter(Assessment)
CALCULATION: TypeAdapter[Calculation] = TypeAdapter(Calculation)
CLAIM: TypeAdapter[Claim] = TypeAdapter(Claim)
STUDY: TypeAdapter[Study] = TypeAdapter(Study)
SOURCE: TypeAdapter[Source] = TypeAdapter(Source)
PLANNED: TypeAdapter[Planned] = TypeAdapter(Planned)

KINDS: Mapping[str, TypeAdapter[Any]] = {
    "claim": CLAIM,
    "study": STUDY,
    "source": SOURCE,
    "calculation": CALCULATION,
    "assessment": ASSESSMENT,
    "planned": PLANNED,
}
"""The kinds of records, by the name of their schema."""

_FOLDER_KINDS = {
    "claims": "claim",
    "studies": "study",
    "sources": "source",
    "calculations": "calculation",
    "assessments": "assessment",
}


@dataclass(frozen=True, slots=True)
class Library:
    """The sound records of a project, by id, and the ids of those that could not be read.

    A record with a fault is left out, yet its id still counts as known, so that one fault does not breed ten.
    """

    claims: Mapping[str, Loaded[Claim]]
    studies: Mapping[str, Loaded[Study]]
    sources: Mapping[str, Loaded[Source]]
    references: Mapping[str, Reference]
    planned: Loaded[Planned] | None
    broken: frozenset[str]
    """Names, without ``.yml``, of record files with faults, and keys of bibliography entries with faults."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Text of the pages written by hand, by path."""
    unread: frozenset[str] = frozenset()
    """Files with faults and what is missing: record files, the bibliography as a whole, whole folders."""
    calculations: Mapping[str, Loaded[Calculation]] = field(default_factory=dict)
    assessments: Mapping[str, Loaded[Assessment]] = field(default_factory=dict)
    """Second assessments, by the ids of their claims."""

    @property
    def known_claims(self) -> frozenset[str]:
        """Return the ids of all claims: with a record, with a faulty one, or still to come."""
        return frozenset(self.claims) | self.planned_ids | self.broken

    @property
    def known_calculations(self) -> frozenset[str]:
        """Return the ids of all calculations, faulty ones included."""
        return frozenset(self.calculations) | self.broken

    @property
    def known_studies(self) -> frozenset[str]:
        """Return the keys of all studies, faulty ones included."""
        return frozenset(self.studies) | self.broken

    def complete(self, folder: str) -> bool:
        """Tell whether all records of a folder could be read: only then is what they do not say not said at all."""
        return not any(file == folder or file.startswith(f"{folder}/") for file in self.unread)

    def records(self) -> Iterator[Loaded[Any]]:
        """Yield every record of every kind."""
        yield from self.claims.values()
        yield from self.studies.values()
        yield from self.sources.values()
        yield from self.calculations.values()
        yield from self.assessments.values()
        if self.planned:
            yield self.planned

    def without(self, files: frozenset[str]) -> Library:
        """Return the library without the records that stand in some files; their ids stay known."""

        def sound(records: Mapping[str, Loaded[RecordT]]) -> dict[str, Loaded[RecordT]]:
            return {key: record for key, record in records.items() if record.file not in files}

        kept = replace(
            self,
            claims=sound(self.claims),
            studies=sound(self.studies),
            sources=sound(self.sources),
            calculations=sound(self.calculations),
            assessments=sound(self.assessments),
        )
        lost = {Path(record.file).stem for record in self.records() if record.file in files}
        return replace(kept, broken=self.broken | lost)

    @property
    def planned_ids(self) -> frozenset[str]:
        """Return the ids of claims whose record is still to come."""
        return frozenset(claim.id for claim in self.planned.value.claims) if self.planned else frozenset()


def read_library(root: Path) -> tuple[Library, list[Problem]]:
    """Read every record below a project's root, with every fault met on the way."""
    problems = _missing(root)
    unread = {problem.place.file for problem in problems}
    broken: set[str] = set()

    def read_folder(folder: str, adapter: TypeAdapter[RecordT], depth: int) -> dict[str, Loaded[RecordT]]:
        found: dict[str, Loaded[RecordT]] = {}
        first: dict[str, str] = {}
        for file in _record_files(root, folder, depth, problems):
            record, faults = read_record(root, file, adapter)
            problems.extend(faults)
            name = Path(file).stem
            if first.setdefault(name, file) != file:
                problems.append(SAME_ID.at(Place(file), f"{SAME_ID.must} See {first[name]}.", "delete one of them"))
            elif record is None:
                broken.add(name)
            else:
                found[name] = record
            if record is None:
                unread.add(file)
        return found

    claims = read_folder("claims", CLAIM, 2)
    studies = read_folder("studies", STUDY, 1)
    sources = read_folder("sources", SOURCE, 1)
    # Not among the folders that must exist: a project may compute nothing, and have nothing judged twice.
    calculations = read_folder("calculations", CALCULATION, 1)
    assessments = read_folder("assessments", ASSESSMENT, 1)
    planned = None
    # Not `exists()`: a link that leads nowhere must not hide the list.
    if os.path.lexists(root / PLANNED_FILE):
        planned, faults = read_record(root, PLANNED_FILE, PLANNED)
        problems.extend(faults)
        if planned is None:
            unread.add(PLANNED_FILE)
    references, bad_keys = _references(root, problems, unread)
    broken |= bad_keys
    pages = _pages(root, problems, unread)
    library = Library(
        claims,
        studies,
        sources,
        references,
        planned,
        frozenset(broken),
        pages,
        frozenset(unread),
        calculations,
        assessments,
    )
    return library, sorted(problems)


def read_record(root: Path, file: str, adapter: TypeAdapter[RecordT]) -> tuple[Loaded[RecordT] | None, list[Problem]]:
    """Read one record file."""
    text, problems = _read(root, file, RECORD_LIMIT)
    if text is None:
        return None, problems
    problems += _schema_line(text, file)
    node, faults = read_nodes(text, file)
    problems += faults
    if node is None:
        return None, problems
    record, faults = decode(node, adapter, file)
    # Duplicate keys, empty values and the like leave the record's meaning open, so it is not used further.
    return (None if problems else record), [*problems, *faults]


def _schema_line(text: str, file: str) -> list[Problem]:
    parts = Path(file).parts
    kind = "planned" if file == PLANNED_FILE else _FOLDER_KINDS[parts[0]]
    name = f"{kind}.schema.json"
    first = text.partition("\n")[0]
    prefix = "# yaml-language-server: $schema="
    # The way up to the project's root differs where a project stands inside another one, as the sample in tests does.
    if first.startswith(prefix) and first.removeprefix(prefix).lstrip("./") == f"scripts/evidence/schema/{name}":
        return []
    expected = prefix + "../" * (len(parts) - 1) + f"scripts/evidence/schema/{name}"
    return [SCHEMA_LINE.at(Place(file), f"{SCHEMA_LINE.must} Something else was seen.", f"begin with `{expected}`")]


def read_documents(folder: Path, library: Library) -> dict[str, bytes]:
    """Read the reviewed documents that a folder holds as ``<id>.txt``, by id."""
    files = {name: folder / f"{name}.txt" for name in library.sources}
    return {name: file.read_bytes() for name, file in files.items() if file.is_file()}


def _references(root: Path, problems: list[Problem], unread: set[str]) -> tuple[dict[str, Reference], frozenset[str]]:
    if BIBLIOGRAPHY_FILE in unread:
        return {}, frozenset()
    text, faults = _read(root, BIBLIOGRAPHY_FILE, BIBLIOGRAPHY_LIMIT)
    problems.extend(faults)
    if text is None:
        unread.add(BIBLIOGRAPHY_FILE)
        return {}, frozenset()
    bibliography = read_bibliography(text, BIBLIOGRAPHY_FILE)
    problems.extend(bibliography.problems)
    return dict(bibliography.references), bibliography.broken_keys


def _pages(root: Path, problems: list[Problem], unread: set[str]) -> dict[str, str]:
    pages = {}
    for path in sorted((root / "docs").rglob("*.md")):
        file = path.relative_to(root).as_posix()
        if path.is_file():
            try:
                pages[file] = path.read_text(encoding="utf-8", errors="replace")
            except OSError as error:
                problems.append(NOT_A_FILE.at(Place(file), f"{NOT_A_FILE.must} It cannot be read: {error.strerror}."))
                unread.add(file)
    return pages


def _read(root: Path, file: str, limit: int) -> tuple[str | None, list[Problem]]:
    path = root / file
    try:
        if not path.is_file():
            return None, [
                NOT_A_FILE.at(Place(file), f"{NOT_A_FILE.must} This is something else.", "delete or rename it")
            ]
        size = path.stat().st_size
        if size > limit:
            return None, [too_large(size, file)]
        data = path.read_bytes()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return None, [NOT_A_FILE.at(Place(file), f"{NOT_A_FILE.must} It cannot be read: {reason}.")]
    return read_text(data, file, limit)


def _missing(root: Path) -> list[Problem]:
    folders = [name for name in ("claims", "studies", "sources", "docs") if not (root / name).is_dir()]
    files = [] if (root / BIBLIOGRAPHY_FILE).exists() else [BIBLIOGRAPHY_FILE]
    return [
        MISSING.at(Place(name), f"{MISSING.must} `{name}` was not found.", "run the command from the project's root")
        for name in folders + files
    ]


def _record_files(root: Path, folder: str, depth: int, problems: list[Problem]) -> Iterator[str]:
    """Yield the record files of a folder in the order of their names, ``depth`` levels down."""
    if not (root / folder).is_dir():
        return
    for path in sorted((root / folder).iterdir()):
        file = path.relative_to(root).as_posix()
        if not file.isprintable():
            # Such a name cannot be printed as it is, or not on one line.
            shown = ascii(file)[1:-1]
            problems.append(WRONG_NAME.at(Place(shown), WRONG_NAME.must, "rename it"))
        elif path.name.startswith(".") or file == PLANNED_FILE:
            continue
        elif depth > 1 and path.is_dir() and path.suffix != ".yml":
            yield from _record_files(root, file, depth - 1, problems)
        elif path.suffix == ".yml" and depth == 1:
            yield file
        else:
            hint = "claims stand in `claims/<topic>/<id>.yml`" if folder.startswith("claims") else "rename or move it"
            problems.append(WRONG_NAME.at(Place(file), WRONG_NAME.must, hint))
