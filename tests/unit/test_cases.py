"""Golden cases: small projects with the problems that are expected of them.

A folder of `tests/cases` holds `problems.txt`, the expected lines of the check, and `overlay/`, files that are laid
over the sample. Without an overlay the case is the sample itself.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.unit.projects import Project

from evidence.problem import Severity

CASES = Path(__file__).parents[1] / "cases"
NAMES = sorted(path.parent.name for path in CASES.glob("*/problems.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_problems(name: str, tmp_path: Path) -> None:
    """The check finds what stands in the case's list, word for word and in its order, and nothing else."""
    project = Project.of_sample(tmp_path)
    if (CASES / name / "overlay").is_dir():
        shutil.copytree(CASES / name / "overlay", tmp_path, dirs_exist_ok=True)
    expected = (CASES / name / "problems.txt").read_text(encoding="utf-8")

    assert expected.splitlines() == [line for problem in project.problems() for line in problem.as_text().splitlines()]


def test_cases_can_say_no() -> None:
    """There are cases with problems, cases without, and none that is only a folder."""
    sizes = {name: (CASES / name / "problems.txt").stat().st_size for name in NAMES}

    assert 0 in sizes.values()
    assert any(sizes.values())
    assert NAMES == sorted(path.name for path in CASES.iterdir() if (path / "overlay").is_dir() or path.name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_list_is_well_formed(name: str) -> None:
    """Each line of a list is a problem with its place, or the hint of the one before it."""
    for line in (CASES / name / "problems.txt").read_text(encoding="utf-8").splitlines():
        assert line.startswith("    hint: ") or any(f": {severity} [" in line for severity in Severity), line
