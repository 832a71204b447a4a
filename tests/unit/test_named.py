"""Checking a few records: what is found in them, and how little of others is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import ASSESSMENT, BIBLIOGRAPHY, CALCULATION, CLAIM, PLANNED, SAMPLE, SOURCE, STUDY, Project
from tests.unit.test_rules import WITH_EXAMPLE, WITHOUT_EXAMPLE, name_of

from evidence.library import read_library
from evidence.library.entries import keys_of, with_keys
from evidence.library.named import wanted_for
from evidence.library.selecting import NoRecordError, all_files, select
from evidence.readers.bibtex import read_bibliography
from evidence.review import check_library, check_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from evidence.problem import Rule

ROOT = Path(__file__).parents[2]
FLOW = "claims/blood-flow/magnets-increase-blood-flow.yml"


def assert_each_file_alone_tells_the_same(root: Path) -> None:
    """Check every file by itself, and hold what is found against what the whole check finds in it."""
    whole = check_library(*read_library(root))
    for file in all_files(root):
        alone = check_named(root, {file})

        assert [problem for problem in whole.problems if problem.place.file == file] == list(alone.problems), file
        assert {item for item in whole.exempted if item.place.file == file} == set(alone.exempted), file


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=name_of)
def test_named_file_tells_the_same(rule: Rule, tmp_path: Path) -> None:
    """Whichever rule is broken: a file that is checked alone tells what the whole check tells of it, hints included."""
    assert rule.example
    project = Project.of_sample(tmp_path)
    project.replace(rule.example.file, rule.example.good, rule.example.bad)

    assert_each_file_alone_tells_the_same(tmp_path)


@pytest.mark.parametrize(
    "spoil", [pytest.param(spoil, id=name.replace(" ", ":")) for name, spoil, _ in WITHOUT_EXAMPLE]
)
def test_named_file_tells_the_same_without_example(spoil: Callable[[Project], None], tmp_path: Path) -> None:
    """The same holds for faults that no example shows."""
    project = Project.of_sample(tmp_path)
    spoil(project)

    assert_each_file_alone_tells_the_same(tmp_path)


@pytest.mark.parametrize(
    "file",
    [FLOW, STUDY, "studies/martel2002.yml", "assessments/magnets-relieve-back-pain.yml", "sources/insoles-post.yml"],
)
def test_project_itself(file: str) -> None:
    """A sound record of this project is sound by itself: nothing that was not read is taken for missing."""
    if (ROOT / file).exists():
        assert () == check_named(ROOT, {file}).problems


def read_for(root: Path, file: str) -> set[str]:
    """Return the records that are read to check a file."""
    library, _ = read_library(root, wanted_for(root, {file}))
    return {record.file for record in library.records()}


@pytest.mark.parametrize(
    ("file", "read"),
    [
        (CLAIM, {CLAIM, STUDY, SOURCE, CALCULATION, PLANNED}),
        (STUDY, {STUDY, CLAIM, CALCULATION, PLANNED}),
        (SOURCE, {SOURCE, CLAIM, PLANNED}),
        (CALCULATION, {CALCULATION, CLAIM, STUDY, PLANNED}),
        (ASSESSMENT, {ASSESSMENT, CLAIM, STUDY, SOURCE, CALCULATION, PLANNED}),
        (PLANNED, {SOURCE, PLANNED}),
        (BIBLIOGRAPHY, {PLANNED}),
    ],
)
def test_what_is_read(file: str, read: set[str]) -> None:
    """Of each kind of record, those are read that it names or that name it, as its rules want."""
    assert read == read_for(SAMPLE, file)


def test_one_claim_reads_little_of_the_project() -> None:
    """For one claim hardly more is read than the studies in its text, of all studies and of the bibliography."""
    wanted = wanted_for(ROOT, {FLOW})
    library, _ = read_library(ROOT, wanted)
    named = [key for key in library.study_names if key in (ROOT / FLOW).read_text(encoding="utf-8")]

    assert len(library.studies) <= len(named) + 2
    assert len(library.claims) <= 5
    assert set(library.studies) == set(library.references)
    assert {} == library.pages
    assert len(library.study_names) > 300


# Names of files


@pytest.mark.parametrize(
    ("names", "selected"),
    [
        ([CLAIM], [CLAIM]),
        ([BIBLIOGRAPHY, CLAIM, CLAIM], [CLAIM, BIBLIOGRAPHY]),
        (["claims"], [CLAIM, PLANNED]),
        (["claims/blood-flow/"], [CLAIM]),
        (["studies/al*.yml"], [STUDY]),
        (["**/magnets-*.yml"], [ASSESSMENT, CLAIM]),
        (["."], sorted([ASSESSMENT, CALCULATION, CLAIM, PLANNED, BIBLIOGRAPHY, SOURCE, STUDY])),
        ([], []),
    ],
    ids=str,
)
def test_names(names: list[str], selected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Files, folders and patterns name records, seen from the project's root."""
    monkeypatch.chdir(SAMPLE)

    assert selected == select(SAMPLE, names)


def test_names_are_seen_from_where_the_command_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside of a folder of the project its files can be named as they are; names from the root work everywhere."""
    monkeypatch.chdir(SAMPLE / "studies")
    assert [STUDY] == select(Path("../../sample"), ["alpha2001.yml"])
    assert [STUDY] == select(SAMPLE, ["*.yml"])
    assert [STUDY] == select(SAMPLE, [str(SAMPLE / STUDY)])

    monkeypatch.chdir("/")
    assert [STUDY] == select(SAMPLE, [STUDY])
    assert [STUDY] == select(SAMPLE, ["studies/*.yml"])


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("studies/none.yml", "studies/none.yml was not found"),
        ("studies/none*.yml", "studies/none*.yml was not found"),
        ("docs", "docs holds no records"),
        ("docs/index.md", "docs/index.md is no record"),
        ("..", ".. does not lie in the project"),
        ("../test_named.py", "../test_named.py was not found"),
        ("../cases", "../cases does not lie in the project"),
    ],
)
def test_what_is_no_record(name: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What names no record of the project is refused, with the reason."""
    monkeypatch.chdir(SAMPLE)

    with pytest.raises(NoRecordError, match=rf"^{says.replace('.', '[.]').replace('*', '[*]')}"):
        select(SAMPLE, [name])


def test_file_under_a_wrong_name_is_checked(tmp_path: Path) -> None:
    """A file in a folder of records that is named wrongly is a matter for the check."""
    project = Project.of_sample(tmp_path)
    project.write("studies/beta2002.yaml", "id: beta2002\n")

    files = select(tmp_path, ["studies/beta2002.yaml"])

    assert ["file-name"] == [problem.rule for problem in check_named(tmp_path, files).problems]


# Entries of the bibliography

BIB = """@string{jj = "Journal"}
@misc{a1, title = {A}}
% x
  @Misc {b2 , title = {B}, journal = jj}
@misc(c3, title={C})
"""


def test_entries_by_key() -> None:
    """Entries are found by their keys, with the names that they may use."""
    assert frozenset({"a1", "b2", "c3"}) == keys_of(BIB)

    read = read_bibliography(with_keys(BIB, {"b2"}), BIBLIOGRAPHY)
    assert ["b2"] == list(read.references)
    assert "Journal" == read.references["b2"].journal


def test_entries_of_the_project() -> None:
    """In this project, the keys found are those of all entries."""
    text = (ROOT / BIBLIOGRAPHY).read_text(encoding="utf-8")

    assert set(read_bibliography(text, BIBLIOGRAPHY).references) == keys_of(text)
