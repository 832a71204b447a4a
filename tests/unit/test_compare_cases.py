"""Golden cases of comparisons: changes of a small project, and what is said of them.

A folder of `tests/cases-diff` holds `change.yml`, the edits that make the older and the newer state of `project/`, and
`expected.txt`, what is printed; some have `expected.md` and `expected.json` as well.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from tests.unit.diffs import CASES, NAMES, of_case
from tests.unit.projects import Project

import diff
from evidence.compare import comparison_schema

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = {"text": "txt", "markdown": "md", "json": "json"}
PAIRS = [(name, form) for name in NAMES for form, end in FORMATS.items() if (CASES / name / f"expected.{end}").exists()]


def printed(name: str, form: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what is printed for a case, with a fixed id of the commit."""
    repository = of_case(name, folder / "project")

    assert 0 == diff.main(["HEAD", "--root", str(repository.root), "--format", form])
    said = capsys.readouterr()
    assert "" == said.err
    return said.out.replace(repository.git("rev-parse", "--short=8", "HEAD"), "01234567")


@pytest.mark.parametrize(("name", "form"), PAIRS)
def test_what_is_said(name: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A change is told in the words of its case, and nothing else is."""
    expected = (CASES / name / f"expected.{FORMATS[form]}").read_text(encoding="utf-8")

    assert expected.splitlines() == printed(name, form, tmp_path, capsys).splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_json_keeps_its_schema(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever changed, the JSON has the form that is documented."""
    schema = json.loads(comparison_schema())
    Draft202012Validator.check_schema(schema)
    found = json.loads(printed(name, "json", tmp_path, capsys))

    assert [] == [error.message for error in Draft202012Validator(schema).iter_errors(found)]


def test_schema_can_say_no() -> None:
    """The schema refuses what lacks a part, and what has one that nobody knows."""
    validator = Draft202012Validator(json.loads(comparison_schema()))

    assert not validator.is_valid({})
    assert not validator.is_valid({"base": "a", "head": "b", "summary": "c", "colour": "red"})


def test_project_is_sound() -> None:
    """The project that the cases change has no problem of its own."""
    assert [] == Project(CASES / "project").found()


def test_every_case_is_complete() -> None:
    """No folder of a case lacks its edits or what is expected."""
    folders = {path.name for path in CASES.iterdir() if path.is_dir()} - {"project"}

    assert folders == set(NAMES)
    assert folders == {name for name, form in PAIRS if form == "text"}
