"""Finds and reads the files of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.library.kinds import BIBLIOGRAPHY_FILE, PLANNED_FILE
from evidence.problem import Place, Problem, Rule, Scope
from evidence.readers.text import BIBLIOGRAPHY_LIMIT, RECORD_LIMIT, read_text, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MISSING = Rule(
    id="file-missing",
    scope=Scope.FILE,
    must="`claims/`, `studies/`, `sources/`, `docs/` and `references.bib` must exist.",
    why="Without one of them the check would pass on half a project.",
    shown="The command run in a folder above or below the project, where it finds no `claims/`.",
    mend="Run the command from the project's root, or name it with `--root`; bring back what was deleted with `git "
    "restore`.",
)
NOT_A_FILE = Rule(
    id="file-not-regular",
    scope=Scope.FILE,
    must="A record must be a regular file that can be read.",
    why="A folder named `x.yml`, a broken link or a link in a circle would silently drop a record.",
    shown="A folder that is named `studies/beta2002.yml`, or a link that leads to itself.",
    mend="Delete or rename what stands under this name, and write a plain file in its place.",
)
WRONG_NAME = Rule(
    id="file-name",
    scope=Scope.FILE,
    must="A file in a record folder must end in `.yml`, and only claims stand in folders of their topic.",
    why="A record under another name would silently be left out.",
    shown="A study saved as `studies/beta2002.yaml`, or a claim that stands in `claims/` itself and in no topic.",
    mend="Rename the file so that it ends in `.yml`, and move it to the folder of its kind.",
)
RULES = (MISSING, NOT_A_FILE, WRONG_NAME)

DEPTHS = {"claims": 2, "studies": 1, "sources": 1, "calculations": 1, "assessments": 1}
"""The folders of records, and how many levels down the records stand."""


def missing(root: Path) -> list[Problem]:
    """Find what every project must have and this one lacks."""
    # Not all folders of records: a project may compute nothing, and have nothing judged twice.
    folders = [name for name in ("claims", "studies", "sources", "docs") if not (root / name).is_dir()]
    files = [] if (root / BIBLIOGRAPHY_FILE).exists() else [BIBLIOGRAPHY_FILE]
    return [
        MISSING.at(Place(name), f"{MISSING.must} `{name}` was not found.", "run the command from the project's root")
        for name in folders + files
    ]


def record_files(root: Path, folder: str, problems: list[Problem], depth: int | None = None) -> Iterator[str]:
    """Yield the record files of a folder in the order of their names."""
    depth = depth or DEPTHS[folder]
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
            yield from record_files(root, file, problems, depth - 1)
        elif path.suffix == ".yml" and depth == 1:
            yield file
        else:
            hint = "claims stand in `claims/<topic>/<id>.yml`" if folder.startswith("claims") else "rename or move it"
            problems.append(WRONG_NAME.at(Place(file), WRONG_NAME.must, hint))


def read_file(root: Path, file: str) -> tuple[str | None, list[Problem]]:
    """Read a record or the bibliography as text; None where that cannot be done."""
    data, problems = read_bytes(root, file)
    return (None, problems) if data is None else read_text(data, file, limit_of(file))


def read_bytes(root: Path, file: str) -> tuple[bytes | None, list[Problem]]:
    """Read a record or the bibliography as it is; None where that cannot be done, or it is too large."""
    path = root / file
    try:
        if not path.is_file():
            return None, [
                NOT_A_FILE.at(Place(file), f"{NOT_A_FILE.must} This is something else.", "delete or rename it")
            ]
        size = path.stat().st_size
        return (None, [too_large(size, file)]) if size > limit_of(file) else (path.read_bytes(), [])
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return None, [NOT_A_FILE.at(Place(file), f"{NOT_A_FILE.must} It cannot be read: {reason}.")]


def shown_text(root: Path, file: str) -> str:
    """Return the text of a file as far as it can be shown beside its problems; none where it cannot be read."""
    path = root / file
    try:
        # A larger one is at fault as a whole.
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= BIBLIOGRAPHY_LIMIT else b""
    except (OSError, RuntimeError, ValueError):
        data = b""
    text = data.decode(errors="replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def limit_of(file: str) -> int:
    """Return how many bytes a file may have."""
    return BIBLIOGRAPHY_LIMIT if file == BIBLIOGRAPHY_FILE else RECORD_LIMIT


def read_pages(root: Path) -> tuple[dict[str, str], list[Problem]]:
    """Read the pages written by hand, by their paths."""
    pages, problems = {}, []
    for path in sorted((root / "docs").rglob("*.md")):
        file = path.relative_to(root).as_posix()
        if path.is_file():
            try:
                pages[file] = path.read_text(encoding="utf-8", errors="replace")
            except OSError as error:
                problems.append(NOT_A_FILE.at(Place(file), f"{NOT_A_FILE.must} It cannot be read: {error.strerror}."))
    return pages, problems
