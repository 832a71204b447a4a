"""Writes files, each in one step, and several all together or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from evidence.scaffold.plan import Change


class UnwrittenError(Exception):
    """Raised by ``write_all`` where nothing was written; the text says why."""


def write_all(root: Path, changes: Sequence[Change]) -> None:
    """Write files below a folder, in UTF-8 with line feeds, or raise ``UnwrittenError`` and leave all as it was.

    The new texts are complete on the disk before the first of them takes its place. A file that must be new is never
    written over, nor one that somebody has changed in the meantime.
    """
    waiting: list[Path] = []
    done: list[tuple[Path, bytes | None]] = []
    folders: list[Path] = []
    try:
        for change in changes:
            folder = (root / change.file).parent
            if not folder.exists():
                folder.mkdir(parents=True)
                folders.append(folder)
            waiting.append(written_beside(root / change.file, change.text))
        for change, fresh in zip(changes, waiting, strict=True):
            path = root / change.file
            before = _as_expected(path, change)
            fresh.replace(path)
            done.append((path, before))
    except (OSError, UnwrittenError) as error:
        _undo(done, folders)
        if isinstance(error, UnwrittenError):
            raise
        message = f"{error.filename or 'a file'}: {error.strerror or error}"
        raise UnwrittenError(message) from error
    finally:
        for fresh in waiting:
            with suppress(OSError):
                fresh.unlink()


def replace_file(path: Path, text: str) -> None:
    """Put a text in the place of a file's, in one step; where the file is a link, in the place of what it leads to."""
    path = path.resolve()
    written_beside(path, text).replace(path)


def written_beside(path: Path, text: str) -> Path:
    """Write a text beside the place that it is for, with the rights of the file that stands there; return its path."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8", newline="\n")
    if path.is_file():
        shutil.copymode(path, fresh)
    return fresh


def _as_expected(path: Path, change: Change) -> bytes | None:
    """Return the bytes that a file has; None where there is none, as must be for a new one."""
    if change.before is None:
        # Not `exists()`: a link that leads nowhere would be written over.
        if os.path.lexists(path):
            message = f"{change.file} exists already"
            raise UnwrittenError(message)
        return None
    data = path.read_bytes()
    if data != change.before.encode():
        message = f"{change.file} was changed in the meantime: try again"
        raise UnwrittenError(message)
    return data


def _undo(done: list[tuple[Path, bytes | None]], folders: list[Path]) -> None:
    for path, before in done:
        with suppress(OSError):
            if before is None:
                path.unlink()
            else:
                path.write_bytes(before)
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
