"""The command that checks a project."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.projects import BIBLIOGRAPHY, CLAIM, SAMPLE, STUDY, Project

import check
from evidence.problem import Place, Problem, Severity
from evidence.readers.decode import NOT_ALLOWED

SCRIPT = Path(__file__).parents[2] / "scripts/check.py"

NAME = "magnets-warm-the-hand"
SOUND = """\
1 claims (1 more planned), 1 studies, 1 references, 1 documents with 3 sentences, 1 calculations
sentence map not compared with the documents: their text is not kept here
0 errors, 0 warnings
"""


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    """Run the command; return its exit status and what it printed."""
    status = check.main([str(argument) for argument in arguments])
    printed = capsys.readouterr()

    assert printed.err == ""
    return status, printed.out


def test_sound_project(capsys: pytest.CaptureFixture[str]) -> None:
    """A sound project gives status 0 and three lines that say what was looked at, planned claims included."""
    assert (0, SOUND) == run(capsys, "--root", SAMPLE)


def test_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An error gives status 1 and stands in the output with place, rule and hint, before the summary."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, f"id: {NAME}\n", "id: cold\n")

    status, printed = run(capsys, "--root", tmp_path)

    assert 1 == status
    assert [
        f"{CLAIM}:2:5: error [record-id] A record's `id` must be the name of its file. `cold` stands in {NAME}.yml.",
        f"    hint: write `id: {NAME}`",
        "0 claims (1 more planned), 1 studies, 1 references, 1 documents with 3 sentences, 1 calculations",
        "sentence map not compared with the documents: their text is not kept here",
        "1 errors, 0 warnings",
    ] == printed.splitlines()


def add_unused_study(project: Project) -> None:
    """Add a study that no claim uses, which is worth a warning."""
    project.write("studies/beta2002.yml", project.read(STUDY).replace("alpha2001", "beta2002"))
    project.write(BIBLIOGRAPHY, project.read(BIBLIOGRAPHY) + "\n@misc{beta2002,\n  title = {Another},\n}\n")


def test_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A warning is printed and gives status 0."""
    project = Project.of_sample(tmp_path)
    add_unused_study(project)

    status, printed = run(capsys, "--root", tmp_path)

    assert 0 == status
    assert [
        "studies/beta2002.yml:2:5: warning [study-unused] Every study should be used by a claim. `beta2002` is not.",
        "    hint: add it to a body of evidence",
        "1 works without an identifier confirmed: beta2002",
        "1 works without authors confirmed: beta2002",
        "1 claims (1 more planned), 2 studies, 2 references, 1 documents with 3 sentences, 1 calculations",
        "sentence map not compared with the documents: their text is not kept here",
        "0 errors, 1 warnings",
    ] == printed.splitlines()


def test_works_with_less_than_they_should_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A paper wants a DOI or a number of PubMed, other works at least an address; each wants authors or editors."""
    project = Project.of_sample(tmp_path)
    entries = """
@article{with_pmid, title = {A}, author = {Alpha, Ann}, pmid = {12345}}
@article{with_address, title = {B}, author = {Alpha, Ann}, url = {https://example.org/b}}
@misc{page, title = {C}, url = {https://example.org/c}}
@book{edited, title = {D}, editor = {Beta, Ben}}
"""
    project.write(BIBLIOGRAPHY, project.read(BIBLIOGRAPHY) + entries)

    _, printed = run(capsys, "--root", tmp_path)

    assert "\n2 works without an identifier confirmed: edited, with_address\n" in printed
    assert "\n1 works without authors confirmed: page\n" in printed


def test_problems_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Problems come by file and line, whichever stage met them."""
    project = Project.of_sample(tmp_path)
    project.replace(STUDY, "design: randomized-crossover", "design: random")
    project.replace(CLAIM, "review_by: 2028-11-21", "review_by: 2038-11-21")
    project.replace(CLAIM, "verdict: not-supported", "verdict: contradicted")
    project.replace(BIBLIOGRAPHY, "{2001}", "{MMI}")

    _, printed = run(capsys, "--root", tmp_path)

    assert [
        f"{CLAIM}:7:10",
        f"{CLAIM}:57:12",
        f"{BIBLIOGRAPHY}:5:14",
        f"{STUDY}:4:9",
    ] == [line.split(": ")[0] for line in printed.splitlines()[:-3] if not line.startswith(" ")]


@pytest.mark.parametrize(
    "arguments",
    [["--root", "nowhere"], ["--root", str(SCRIPT)], ["--format", "json"], ["--unknown"], ["surplus"]],
    ids=lambda arguments: arguments[0],
)
def test_misuse(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong argument gives status 2 and a usage line on the error output."""
    with pytest.raises(SystemExit) as stopped:
        check.main(arguments)

    assert 2 == stopped.value.code
    printed = capsys.readouterr()
    assert "" == printed.out
    assert printed.err.startswith("usage: ")


KINDS = "allowed: effect, mechanism, usage, safety, background"


def test_github_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For GitHub each problem is one workflow command, with the hint in its message, and the summary stays plain."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "kind: effect\n", "kind: 100%\n")
    add_unused_study(project)

    status, printed = run(capsys, "--root", tmp_path, "--format", "github")

    assert 1 == status
    assert [
        f"::error file={CLAIM},line=6,col=7,title=record-value::{NOT_ALLOWED.must} `kind` is '100%25'. — {KINDS}",
        "1 works without an identifier confirmed: beta2002",
        "1 works without authors confirmed: beta2002",
        "0 claims (1 more planned), 2 studies, 2 references, 1 documents with 3 sentences, 1 calculations",
        "sentence map not compared with the documents: their text is not kept here",
        "1 errors, 0 warnings",
    ] == printed.splitlines()


@pytest.mark.parametrize(
    ("severity", "file", "message", "hint", "command"),
    [
        pytest.param(
            Severity.WARNING,
            "a.yml",
            "Plain.",
            "",
            "::warning file=a.yml,line=2,col=3,title=some-rule::Plain.",
            id="plain",
        ),
        pytest.param(
            Severity.ERROR,
            "a.yml",
            "Plain.",
            "mend it",
            "::error file=a.yml,line=2,col=3,title=some-rule::Plain. — mend it",
            id="hint",
        ),
        pytest.param(
            Severity.ERROR,
            "a.yml",
            "50%, one\ntwo\r::set-output::x",
            "",
            "::error file=a.yml,line=2,col=3,title=some-rule::50%25, one%0Atwo%0D::set-output::x",
            id="message",
        ),
        pytest.param(
            Severity.ERROR,
            "a:b,c%\r\nd.yml",
            "%0A is kept.",
            "",
            "::error file=a%3Ab%2Cc%25%0D%0Ad.yml,line=2,col=3,title=some-rule::%250A is kept.",
            id="properties",
        ),
    ],
)
def test_escaping_for_github(severity: Severity, file: str, message: str, hint: str, command: str) -> None:
    """Signs that end a workflow command, or part of one, are written as the runner's toolkit writes them.

    See `packages/core/src/command.ts` of actions/toolkit: `%`, CR and LF in all places, `:` and `,` in properties.
    """
    assert command == Problem(Place(file, 2, 3), "some-rule", severity, message, hint).as_github()


def test_other_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Places name files from the project's root, wherever the command is run and however the root is written."""
    project = Project.of_sample(tmp_path / "project")
    project.replace(CLAIM, "kind: effect", "kind: x")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    status, printed = run(capsys, "--root", "../project/claims/..")

    assert 1 == status
    assert printed.startswith(f"{CLAIM}:6:7: error [record-value] ")


def test_command_never_ends_in_a_traceback(tmp_path: Path) -> None:
    """Started as a command from anywhere, with every file spoilt in another way, it prints problems and ends with 1."""
    project = Project.of_sample(tmp_path)
    project.write(CLAIM, bytes(range(256)))
    project.write(STUDY, "# " + "[" * 30_000)
    project.write("studies/é\n.yml", "")
    project.write("sources/sample-article.yml", "{" * 30_000)
    project.write("claims/planned.yml", "a: &a [*a, *a]\n")
    project.write(BIBLIOGRAPHY, "@article{" * 1000)
    (project.root / "docs/x.md").mkdir()
    (project.root / "claims/loop").symlink_to("loop")

    done = subprocess.run(
        [sys.executable, SCRIPT, "--root", tmp_path],
        cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert "" == done.stderr
    assert 1 == done.returncode
    for place in (
        f"{CLAIM}:3:115: error [file-not-utf8]",
        "claims/loop:1:1: error [file-name]",
        "claims/planned.yml:1:1: error [record-schema-line]",
        "claims/planned.yml:1:4: error [yaml-anchor]",
        f"{BIBLIOGRAPHY}:1:1: error [reference-syntax]",
        "sources/sample-article.yml:1:33: error [yaml-too-deep]",
        f"{STUDY}:1:1: error [yaml-one-document]",
        r"studies/\xe9\n.yml:1:1: error [file-name]",
    ):
        assert place in done.stdout


def test_project_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a root, the project that the command belongs to is checked."""
    status, printed = run(capsys)

    assert status in {0, 1}
    assert " documents with " in printed
    assert "\n1 documents with 3 sentences" not in printed


def test_a_console_without_unicode_gets_escapes(tmp_path: Path) -> None:
    """On a console that knows only ASCII the check still says everything, with escapes for the rest."""
    Project.of_sample(tmp_path).replace(CLAIM, "kind: effect\n", "kind: effet-é\n")

    done = subprocess.run(
        [sys.executable, SCRIPT, "--root", tmp_path],
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )

    assert (1, b"") == (done.returncode, done.stderr)
    assert rb"effet-\xe9" in done.stdout
