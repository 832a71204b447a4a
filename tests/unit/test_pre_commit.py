"""The hooks for those who want the check before a commit."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CONFIG = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
HOOKS: dict[str, dict[str, Any]] = {hook["id"]: hook for repository in CONFIG["repos"] for hook in repository["hooks"]}

# A file that the hook would be given.
FILES = {
    "records": "claims/blood-flow/magnets-increase-blood-flow.yml",
    "ruff": "scripts/check.py",
    "ruff-format": "scripts/check.py",
    "mypy": "scripts/check.py",
}


def entry(hook: dict[str, Any]) -> list[str]:
    """Return the command of a hook, with this environment in the place of the project's."""
    program, *arguments = shlex.split(hook["entry"])
    assert ".venv/bin/python" == program
    return [sys.executable, *arguments]


def test_nothing_is_fetched() -> None:
    """All hooks are the project's own and run with what it has installed."""
    assert ["local"] == [repository["repo"] for repository in CONFIG["repos"]]
    assert {"system"} == {hook["language"] for hook in HOOKS.values()}
    assert [] == [hook["id"] for hook in HOOKS.values() if "additional_dependencies" in hook]


def test_what_writes_runs_by_hand_only() -> None:
    """The one hook that changes files is not run by a commit."""
    assert ["layout"] == [name for name, hook in HOOKS.items() if "--fix" in hook["entry"]]
    assert ["manual"] == HOOKS["layout"]["stages"]


@pytest.mark.parametrize("name", HOOKS)
def test_hook_is_a_command_that_there_is(name: str) -> None:
    """Each hook starts a program that is there and knows its options."""
    command = entry(HOOKS[name])
    options = [word for word in command[1:] if word.startswith("--")]
    # `ruff check --help` explains the options of `ruff check`.
    told = subprocess.run(
        [*(word for word in command if word not in options), "--help"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert 0 == told.returncode
    assert [] == [option for option in options if option not in told.stdout]


@pytest.mark.parametrize("name", ["records", "ruff", "ruff-format"])
def test_hook_passes_on_a_sound_file(name: str) -> None:
    """A hook that is given a sound file of the project has nothing to say against it."""
    done = subprocess.run(
        [*entry(HOOKS[name]), FILES[name]], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )

    assert 0 == done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("claims/blood-flow/magnets-increase-blood-flow.yml", True),
        ("claims/planned.yml", True),
        ("studies/martel2002.yml", True),
        ("references.bib", True),
        ("assessments/magnets-increase-blood-flow.yml", True),
        ("docs/index.md", False),
        ("tests/sample/claims/blood-flow/magnets-warm-the-hand.yml", False),
        ("tests/sample/references.bib", False),
        ("mkdocs.yml", False),
    ],
)
def test_which_files_are_records(file: str, expected: bool) -> None:  # noqa: FBT001 - the expected value
    """Records and bibliography go through the check, and nothing else does."""
    assert {expected} == {bool(re.search(HOOKS[name]["files"], file)) for name in ("records", "layout")}
