"""The shell scripts of the workflows, run with stand-ins for the programs that they call."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / ".github/scripts"
RUN_URL = "https://github.example/o/r/actions/runs/7"


class Machine:
    """A folder to work in, with stand-ins for programs, each of which writes down how it was called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "programs"
        self.programs.mkdir()
        self.log = folder / "calls"

    def program(self, name: str, text: str = "") -> None:
        """Put a stand-in on the search path: what it does after it has written down its call."""
        path = self.programs / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >> "{self.log}"\n{text}\n', encoding="utf-8")
        path.chmod(0o755)

    def run(self, script: str, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a script."""
        return subprocess.run(
            [SCRIPTS / script, *arguments],
            cwd=self.folder,
            env=os.environ | {"PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}"} | environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        """Return how the stand-ins were called."""
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Return a folder to work in."""
    return Machine(tmp_path)


# What the comment is made of


def test_describe(machine: Machine) -> None:
    """The number, the words of the check, even of one that failed, and the comparison are left as files."""
    machine.program("python", 'case "$*" in *check.py*) echo "1 error"; exit 1;; *) echo "grade: low";; esac')

    done = machine.run("describe.sh", "HEAD^1", "out", NUMBER="12", GITHUB_STEP_SUMMARY=str(machine.folder / "summary"))

    texts = {path.name: path.read_text(encoding="utf-8") for path in (machine.folder / "out").iterdir()}
    assert 0 == done.returncode
    assert {"number.txt": "12\n", "check.md": "1 error\n", "diff.md": "grade: low\n"} == texts
    assert "1 error\ngrade: low\n" == (machine.folder / "summary").read_text(encoding="utf-8")
    assert "python scripts/diff.py HEAD^1 --format markdown --limit 35000" == machine.calls[1]


def test_describe_without_a_comparison(machine: Machine) -> None:
    """Where the states cannot be compared, the comment says so instead of staying away."""
    machine.program("python", 'case "$*" in *diff.py*) echo "half a"; exit 2;; esac')

    assert 0 == machine.run("describe.sh", "HEAD^1", "out", NUMBER="12").returncode
    assert "could not be compared" in (machine.folder / "out/diff.md").read_text(encoding="utf-8")


def test_describe_needs_a_number(machine: Machine) -> None:
    """Without the number of a pull request there is nothing to comment on."""
    machine.program("python")

    assert 0 != machine.run("describe.sh", "HEAD^1", "out", NUMBER="").returncode


# What ends with 1 where it found something


@pytest.mark.parametrize(("status", "expected"), [(0, 0), (1, 0), (2, 2), (3, 3)])
def test_found(machine: Machine, status: int, expected: int) -> None:
    """Something found is no failure of the run; misuse and a missing network are."""
    machine.program("look", f"exit {status}")

    assert expected == machine.run("found.sh", "look", "a b", "--c").returncode
    assert ["look a b --c"] == machine.calls


# What zizmor says


def test_workflows_without_a_fault(machine: Machine) -> None:
    """Where zizmor finds nothing the report is there and empty."""
    machine.program("zizmor", 'echo "No findings"')

    assert 0 == machine.run("workflows.sh", "out/report.md").returncode
    assert [("report.md", "")] == [(path.name, path.read_text("utf-8")) for path in (machine.folder / "out").iterdir()]


def test_workflows_with_a_fault(machine: Machine) -> None:
    """What zizmor found stands in the report as text from which nothing breaks out."""
    machine.program("zizmor", "echo 'impostor ``` commit'; exit 14")

    assert 0 == machine.run("workflows.sh", "out/report.md").returncode
    text = (machine.folder / "out/report.md").read_text(encoding="utf-8")
    assert "## Workflows\n\n```text\nimpostor ''' commit\n```\n" == text


# The issue


def issue(machine: Machine, reports: dict[str, str], number: str = "") -> str:
    """Make the issue of some reports, where one with a number may be open; return its text, if any was written."""
    (machine.folder / "reports").mkdir()
    for name, text in reports.items():
        (machine.folder / f"reports/{name}.md").write_text(text, encoding="utf-8")
    keep = f'while [ "$#" -gt 0 ]; do [ "$1" = --body-file ] && cp "$2" "{machine.folder}/body"; shift; done'
    machine.program("gh", f'case "$1 $2" in "issue list") echo {number};; *) {keep};; esac')

    done = machine.run("issue.sh", "reports", RUN_URL=RUN_URL)

    assert (0, "") == (done.returncode, done.stderr)
    body = machine.folder / "body"
    return body.read_text(encoding="utf-8") if body.exists() else ""


NOTHING = {"1-records": "", "2-ways-out": "", "3-workflows": ""}


def test_nothing_found(machine: Machine) -> None:
    """Where nothing was found and no issue is open, nothing is written."""
    assert "" == issue(machine, NOTHING)
    assert ["gh issue list"] == [" ".join(call.split()[:3]) for call in machine.calls]


def test_nothing_left(machine: Machine) -> None:
    """Where nothing was found and the issue is open, it is closed with a word."""
    issue(machine, NOTHING, "5")

    assert f"gh issue close 5 --comment Nothing is left to be done ([run]({RUN_URL}))." == machine.calls[-1]


def test_something_found(machine: Machine) -> None:
    """What was found opens an issue under its own label, with all parts in their order and the run below."""
    body = issue(machine, NOTHING | {"3-workflows": "## W\n", "1-records": "## R\n\n- a\n"})

    assert ["list", "create", "create"] == [call.split()[2] for call in machine.calls]
    assert machine.calls[1].startswith("gh label create upkeep ")
    assert machine.calls[2].startswith("gh issue create --title Upkeep: what is to be looked at --label upkeep ")
    assert body.startswith("## R\n\n- a\n\n## W\n\n")
    assert f"({RUN_URL})" in body.splitlines()[-1]


def test_issue_is_open(machine: Machine) -> None:
    """An issue that is open is brought up to date, and no second one is opened."""
    issue(machine, NOTHING | {"2-ways-out": "## W\n"}, "5")

    assert machine.calls[-1].startswith("gh issue edit 5 --body-file ")
    assert 2 == len(machine.calls)


def test_part_that_broke_off(machine: Machine) -> None:
    """A part without a report is told: silence would look like health."""
    body = issue(machine, {"1-records": "", "2-ways-out": ""})

    assert body.startswith("## 3-workflows\n\nThis part broke off: see the run.\n")


def test_long_report(machine: Machine) -> None:
    """A report that GitHub would not take is cut, between two characters, and says so."""
    body = issue(machine, NOTHING | {"1-records": "é→" * 30_000})

    assert "\N{REPLACEMENT CHARACTER}" not in body
    assert 59_000 < len(body.encode()) < 65_536
    assert "Cut here: the rest stands in the reports of the run." in body
