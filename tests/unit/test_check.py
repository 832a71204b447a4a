"""The command that checks a project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.projects import BIBLIOGRAPHY, CLAIM, SAMPLE, STUDY, Project

import check
from evidence import layout
from evidence.readers.decode import NOT_ALLOWED

SCRIPT = Path(__file__).parents[2] / "scripts/check.py"

NAME = "magnets-warm-the-hand"
SOUND = """\
1 claims (1 more planned), 1 studies, 1 references, 1 documents with 3 sentences, 1 calculations
sentence map not compared with the documents: their text is not kept here
0 errors, 0 warnings
"""


@pytest.fixture(autouse=True)
def no_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let problems lead to files of the project."""
    monkeypatch.delenv("SITE_URL", raising=False)


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
        "      2 | id: cold",
        "        |     ^",
        f"    hint: write `id: {NAME}`",
        "    rule: docs/contribute/rules/record-id.md",
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
        "      2 | id: beta2002",
        "        |     ^",
        "    hint: add it to a body of evidence",
        "    rule: docs/contribute/rules/study-unused.md",
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
        f"{CLAIM}:58:12",
        f"{BIBLIOGRAPHY}:5:11",
        f"{STUDY}:4:9",
    ] == [line.split(": ")[0] for line in printed.splitlines()[:-3] if not line.startswith(" ")]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--root", "nowhere"],
        ["--root", str(SCRIPT)],
        ["--format", "html"],
        ["--unknown"],
        ["surplus"],
        ["docs/contribute/check.md"],
        ["scripts"],
        ["studies/none*.yml"],
    ],
    ids=" ".join,
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
        (
            f"::error file={CLAIM},line=6,col=7,title=record-value::{NOT_ALLOWED.must} `kind` is '100%25'. — {KINDS}"
            " (rule: docs/contribute/rules/record-value.md)"
        ),
        "1 works without an identifier confirmed: beta2002",
        "1 works without authors confirmed: beta2002",
        "0 claims (1 more planned), 2 studies, 2 references, 1 documents with 3 sentences, 1 calculations",
        "sentence map not compared with the documents: their text is not kept here",
        "1 errors, 0 warnings",
    ] == printed.splitlines()


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


# Named files


def test_named_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only problems of the named files are told, and how many files these are."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "kind: effect\n", "kind: efect\n")
    project.replace(STUDY, "randomized: 20", "randomized: many")

    status, printed = run(capsys, "--root", tmp_path, STUDY)

    assert 1 == status
    assert f"{STUDY}:22:13: error [record-form]" in printed
    assert CLAIM not in printed
    assert printed.endswith("1 of 7 files checked\n1 errors, 0 warnings\n")


def test_sound_file_among_others_with_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit status is that of the named files."""
    Project.of_sample(tmp_path).replace(CLAIM, "kind: effect\n", "kind: efect\n")

    assert (0, "2 of 7 files checked\n0 errors, 0 warnings\n") == run(capsys, "--root", tmp_path, STUDY, BIBLIOGRAPHY)


# Canonical form


RAGGED = 'rests_on: [ "warmth" ]\n'


def test_file_out_of_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is laid out in another way is worth a warning, which says how to mend it."""
    Project.of_sample(tmp_path).replace(CLAIM, "rests_on: [warmth]\n", RAGGED)

    status, printed = run(capsys, "--root", tmp_path)

    assert 0 == status
    assert printed.startswith(f"{CLAIM}:45:1: warning [file-layout] ")
    assert f"    hint: run `python scripts/check.py --fix {CLAIM}`\n" in printed


def test_fix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --fix the file is written as the sample has it, and nothing is left to say of it."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "rests_on: [warmth]\n", RAGGED)
    project.write(BIBLIOGRAPHY, project.read(BIBLIOGRAPHY).replace(" = ", "="))
    (tmp_path / STUDY).chmod(0o640)

    status, printed = run(capsys, "--root", tmp_path, "--fix")

    assert (0, f"mended: {CLAIM}\nmended: {BIBLIOGRAPHY}\n{SOUND}") == (status, printed)
    files = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(SAMPLE) for path in SAMPLE.rglob("*") if path.is_file())
    assert all((tmp_path / file).read_bytes() == (SAMPLE / file).read_bytes() for file in files)


def test_fix_touches_only_what_is_named_and_out_of_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is in form, or that nobody named, is not written."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "rests_on: [warmth]\n", RAGGED)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}

    status, printed = run(capsys, "--root", tmp_path, "--fix", "studies")

    assert (0, "1 of 7 files checked\n0 errors, 0 warnings\n") == (status, printed)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}


def test_fix_keeps_rights_and_follows_links(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file keeps its rights, and a link stays one: what it leads to is written."""
    project = Project.of_sample(tmp_path / "project")
    target = tmp_path / "elsewhere.yml"
    target.write_text(project.read(CLAIM).replace("rests_on: [warmth]\n", RAGGED), encoding="utf-8")
    target.chmod(0o640)
    project.remove(CLAIM)
    (project.root / CLAIM).symlink_to(target)

    status, printed = run(capsys, "--root", project.root, "--fix", CLAIM)

    assert (0, f"mended: {CLAIM}") == (status, printed.splitlines()[0])
    assert (project.root / CLAIM).is_symlink()
    assert 0o640 == target.stat().st_mode & 0o777
    assert target.read_bytes() == (SAMPLE / CLAIM).read_bytes()


def test_fix_refuses_a_file_with_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be read as a record is left as it is; a suggestion is not carried out. Others are mended."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "kind: effect\n", "kind:   efect\n")
    project.replace(STUDY, "randomized: 20", "randomized:   20")
    before = project.read(CLAIM)

    status, printed = run(capsys, "--root", tmp_path, "--fix")

    assert 1 == status
    assert before == project.read(CLAIM)
    assert project.read(STUDY) == (SAMPLE / STUDY).read_text(encoding="utf-8")
    assert printed.startswith(f"{CLAIM}:6:9: error [record-value] ")
    assert f"\nnot mended: {CLAIM}, because of the errors that are named above\nmended: {STUDY}\n" in printed


def test_fix_mends_line_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Line ends of another system are an error of the check, and mended by --fix."""
    project = Project.of_sample(tmp_path)
    project.write(STUDY, project.read(STUDY).replace("\n", "\r\n"))
    assert 1 == run(capsys, "--root", tmp_path)[0]

    assert (0, f"mended: {STUDY}") == (
        run(capsys, "--root", tmp_path, "--fix")[0],
        f"mended: {STUDY}",
    )
    assert project.read(STUDY) == (SAMPLE / STUDY).read_text(encoding="utf-8")


def test_fix_writes_nothing_that_means_something_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the program be at fault, the file stays as it is and the command says so."""
    project = Project.of_sample(tmp_path)
    monkeypatch.setattr(layout, "record_in_form", lambda _record, text: text.replace("hand", "foot"))

    _, printed = run(capsys, "--root", tmp_path, "--fix", CLAIM)

    assert f"not mended: {CLAIM}, whose canonical form would not say the same. Please report this.\n" in printed
    assert project.read(CLAIM) == (SAMPLE / CLAIM).read_text(encoding="utf-8")


# Exemptions


def test_exemptions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What records are exempted from is counted, and listed with place and reason when asked for."""
    project = Project.of_sample(tmp_path)
    add_unused_study(project)
    project.write(
        "studies/beta2002.yml",
        project.read("studies/beta2002.yml") + "exemptions:\n  - {rule: study-unused, reason: To be cited soon.}\n",
    )

    assert run(capsys, "--root", tmp_path)[1].endswith("\n0 errors, 0 warnings, 1 exempted\n")
    assert (
        "studies/beta2002.yml:77:12: exempted from [study-unused] To be cited soon.\n"
        "    without it: studies/beta2002.yml:2:5: Every study should be used by a claim. `beta2002` is not.\n"
    ) in run(capsys, "--root", tmp_path, "--exemptions")[1]
    assert 1 == json.loads(run(capsys, "--root", tmp_path, "--format", "json")[1])["exempted"]


# The console


@pytest.mark.parametrize(
    ("variables", "colour"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
    ids=str,
)
def test_colour_at_a_terminal(
    variables: dict[str, str],
    colour: bool,  # noqa: FBT001 - a parameter of the test
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At a terminal problems have colours, unless NO_COLOR is set to something or the terminal has none."""
    Project.of_sample(tmp_path).replace(CLAIM, "kind: effect\n", "kind: efect\n")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    _, printed = run(capsys, "--root", tmp_path)

    assert colour == ("\033[" in printed)


def test_line_is_cut_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a terminal an excerpt is as wide as that."""
    Project.of_sample(tmp_path).replace(CLAIM, "Gloves warm hands.", f"Gloves{' are <b>' * 5} warm.")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    _, printed = run(capsys, "--root", tmp_path)

    assert max(len(line) for line in printed.splitlines() if " | " in line) <= 40


def test_address_of_the_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where SITE_URL is set, problems lead to the site."""
    Project.of_sample(tmp_path).replace(CLAIM, "kind: effect\n", "kind: efect\n")
    monkeypatch.setenv("SITE_URL", "https://example.org/review/")

    _, printed = run(capsys, "--root", tmp_path)

    assert "    rule: https://example.org/review/contribute/rules/record-value/\n" in printed
