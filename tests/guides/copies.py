"""Copies of the project in which a guide can be followed, with the invented records of `tests/sample`."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.guides.walk import of_nobody

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests/sample"

BIBLIOGRAPHY = "references.bib"
PLANNED = "claims/planned.yml"


def copy_of_project(folder: Path) -> Path:
    """Copy everything that the project keeps, or would keep if it were committed now, and add the invented records."""
    root = folder / "project"
    for file in _files(ROOT):
        _copy(ROOT / file, root / file)
    for path in SAMPLE.rglob("*.yml"):
        file = path.relative_to(SAMPLE).as_posix()
        if file != PLANNED:
            _write(root / file, _reviewed_today(path.read_text(encoding="utf-8")))
    entries = (SAMPLE / BIBLIOGRAPHY).read_text(encoding="utf-8")
    _write(root / BIBLIOGRAPHY, f"{(root / BIBLIOGRAPHY).read_text(encoding='utf-8')}\n{entries}")
    planned = (SAMPLE / PLANNED).read_text(encoding="utf-8").partition("claims:\n")[2]
    ours = (root / PLANNED).read_text(encoding="utf-8").replace("claims: []\n", "claims:\n")
    _write(root / PLANNED, ours + planned)
    return _committed(root)


def copy_of_sample(folder: Path) -> Path:
    """Copy the invented records alone, with the commands."""
    root = folder / "sample"
    shutil.copytree(SAMPLE, root)
    for file in _files(ROOT / "scripts"):
        _copy(ROOT / "scripts" / file, root / "scripts" / file)
    # What Python leaves beside the commands is no change of the project.
    _copy(ROOT / ".gitignore", root / ".gitignore")
    return _committed(root)


def _reviewed_today(text: str) -> str:
    """Give a claim dates that the newest of the project's own records cannot make it due by."""
    today = datetime.datetime.now().astimezone().date()
    for key, date in (("reviewed", today), ("review_by", today + datetime.timedelta(days=365))):
        text = re.sub(rf"^{key}: .*", f"{key}: {date}", text, flags=re.MULTILINE)
    return text


def _files(folder: Path) -> list[str]:
    listed = _git(folder, "ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")
    # What was deleted and not yet committed is listed too.
    return [file for file in listed if file and (folder / file).is_file()]


def _committed(root: Path) -> Path:
    _git(root, "init", "--quiet", "--initial-branch=main")
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message=The project as it is")
    # Stands for the contributor's fork.
    _git(root.parent, "init", "--quiet", "--bare", f"{root.name}.git")
    _git(root, "remote", "add", "origin", f"../{root.name}.git")
    return root


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        # The project may belong to somebody else than whoever runs the tests, as in a container.
        ["git", "-c", "safe.directory=*", *arguments],  # noqa: S607
        cwd=folder,
        env=of_nobody(os.environ),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
