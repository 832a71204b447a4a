"""From what somebody types to record files: paths, folders and patterns."""

from __future__ import annotations

import os
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.library.files import DEPTHS, record_files
from evidence.library.kinds import BIBLIOGRAPHY_FILE, FOLDERS, PLANNED_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class NoRecordError(Exception):
    """Raised by ``select`` for what names no record; the text says why."""


def all_files(root: Path) -> list[str]:
    """Return the bibliography and every record file of a project, by their paths from its root."""
    records = [file for folder in DEPTHS for file in record_files(root, folder, [])]
    others = [file for file in (PLANNED_FILE, BIBLIOGRAPHY_FILE) if (root / file).is_file()]
    return sorted([*records, *others])


def select(root: Path, names: Iterable[str]) -> list[str]:
    """Return the record files that some names stand for, by their paths from the root.

    A name is a file, a folder or a pattern such as ``studies/m*.yml``, seen from where the command runs or else from
    the root.

    Raises:
        NoRecordError: A name stands for nothing, for what lies outside of the project, or for a file that is no record.

    """
    known = all_files(root)
    selected: set[str] = set()
    for name in names:
        for file in _matches(root, name):
            selected |= set(_records_in(root, file, known, name))
    return sorted(selected)


def _matches(root: Path, name: str) -> Sequence[str]:
    elsewhere = False
    for start in (Path(), root):
        found = [_from_root(root, path) for path in _named(start, name)]
        if found and None not in found:
            return [file for file in found if file is not None]
        elsewhere |= bool(found)
    message = f"{name} {'does not lie in the project' if elsewhere else 'was not found'}"
    raise NoRecordError(message)


def _named(start: Path, name: str) -> Sequence[Path]:
    if os.path.lexists(start / name):
        return [start / name]
    # Path.glob takes no pattern that begins at the top of the file system.
    found = sorted(glob(name, root_dir=start, recursive=True)) if has_magic(name) else []  # noqa: PTH207
    return [start / path for path in found]


def _from_root(root: Path, path: Path) -> str | None:
    # Folders are followed to where they lie, the file itself is not: a link must not lead out of the project unseen.
    full = Path(os.path.realpath(path.parent)) / path.name if path.name not in {"", ".."} else path.resolve()
    try:
        return full.relative_to(os.path.realpath(root)).as_posix()
    except ValueError:
        return "." if path.resolve() == root.resolve() else None


def _records_in(root: Path, file: str, known: Sequence[str], name: str) -> Iterator[str]:
    if (root / file).is_dir():
        found = [record for record in known if file == "." or record.startswith(f"{file}/")]
        if not found:
            message = f"{name} holds no records"
            raise NoRecordError(message)
        yield from found
    elif file in known or file.partition("/")[0] in FOLDERS:
        # What stands in a folder of records under a wrong name is for the check to tell.
        yield file
    else:
        message = (
            f"{name} is no record: these stand in {', '.join(f'{folder}/' for folder in FOLDERS)} and references.bib"
        )
        raise NoRecordError(message)
