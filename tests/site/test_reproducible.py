"""The same records give the same site, byte for byte."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INPUTS = (
    "assessments",
    "calculations",
    "claims",
    "docs",
    "overrides",
    "scripts",
    "sources",
    "studies",
    "mkdocs.yml",
    "references.bib",
)

# What may differ between two computers: the order in which sets are walked, time zone, language, width of the terminal.
HERE = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
ELSEWHERE = {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "COLUMNS": "40"}

TODAY = "import runpy; runpy.run_path('scripts/build.py', run_name='__main__')"
ANOTHER_DAY = f"import time_machine; time_machine.travel('2031-05-06T07:08:09Z').start(); {TODAY}"


def build(project: Path, code: str, environment: dict[str, str]) -> Path:
    """Build a copy of the project in a folder of its own and return the folder of the site."""
    project.mkdir(parents=True)
    for name in INPUTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, project / name)
    inherited = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env=inherited | environment | {"PYTHONPATH": "scripts"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    return project / "site"


def files(folder: Path) -> list[str]:
    """Return the paths of all files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build the site twice, as two people would on computers of their own, years apart."""
    folder = tmp_path_factory.mktemp("builds")
    return build(folder / "one", TODAY, HERE), build(folder / "somewhere" / "else", ANOTHER_DAY, ELSEWHERE)


def test_two_builds_are_identical(sites: tuple[Path, Path]) -> None:
    """Two builds in different folders, years, time zones and languages give the same files with the same bytes."""
    one, other = sites

    assert files(one) == files(other)
    assert filecmp.cmpfiles(one, other, files(one), shallow=False)[1:] == ([], [])


def test_builder_is_not_named(sites: tuple[Path, Path]) -> None:
    """No file of the site names a folder of the computer that built it."""
    telling = [name for name in files(sites[0]) if str(sites[0].parent).encode() in (sites[0] / name).read_bytes()]

    assert telling == []
