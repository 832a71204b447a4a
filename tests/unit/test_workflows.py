"""The workflows and forms of GitHub: what can be seen of them without GitHub."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import comment

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted(GITHUB.glob("workflows/*.yml"))
FORMS = sorted(GITHUB.glob("ISSUE_TEMPLATE/[0-9]-*.yml"))
SCRIPTS = sorted(GITHUB.glob("scripts/*.sh"))
PROGRAMS = Path(sys.executable).parent

PINNED = re.compile(r"- uses: (?P<action>[\w-]+/[\w-]+)@(?P<commit>[0-9a-f]{40}) # v\d+\.\d+\.\d+")
SCHEMAS = [
    *(("vendor.github-workflows", path) for path in WORKFLOWS),
    *(("vendor.github-issue-forms", path) for path in FORMS),
    ("vendor.github-issue-config", GITHUB / "ISSUE_TEMPLATE/config.yml"),
    ("vendor.dependabot", GITHUB / "dependabot.yml"),
]


@cache
def loaded(path: Path) -> Any:  # noqa: ANN401 - whatever YAML holds
    """Return a file's data, with every scalar as text: `on` is a truth value otherwise."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes nothing but texts


def jobs(path: Path) -> dict[str, Any]:
    """Return the jobs of a workflow."""
    return dict(loaded(path)["jobs"])


def steps(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the steps of all jobs of a workflow."""
    for job in jobs(path).values():
        yield from job["steps"]


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment in the project's folder."""
    command = [PROGRAMS / program, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


# Rights


@workflow
def test_rights_are_given_job_by_job(path: Path) -> None:
    """A workflow as a whole has no rights; each job names its own."""
    assert {} == (loaded(path)["permissions"] or {})
    assert all("permissions" in job for job in jobs(path).values())


def test_only_named_jobs_may_write() -> None:
    """No job can write anything but what its name says."""
    writing = {
        f"{path.stem}/{name}: {right}"
        for path in WORKFLOWS
        for name, job in jobs(path).items()
        for right, level in job["permissions"].items()
        if level != "read"
    }

    assert {
        "comment/comment: pull-requests",
        "publish/deploy: pages",
        "publish/deploy: id-token",
        "weekly/issue: issues",
    } == writing


def test_what_runs_strangers_code_has_nothing_to_lose() -> None:
    """The check of a pull request names no secret and no token, and may only read."""
    text = (GITHUB / "workflows/check.yml").read_text(encoding="utf-8")

    assert {"pull_request"} == set(loaded(GITHUB / "workflows/check.yml")["on"])
    assert "secrets." not in text
    assert "github.token" not in text
    assert {"contents: read"} == {
        f"{right}: {level}"
        for job in jobs(GITHUB / "workflows/check.yml").values()
        for right, level in job["permissions"].items()
    }


def test_what_may_write_runs_no_strangers_code() -> None:
    """Nothing starts with rights on a stranger's event but the comment, which checks out the main branch alone."""
    starting = {path.name: set(loaded(path)["on"]) for path in WORKFLOWS}
    (checkout, last) = steps(GITHUB / "workflows/comment.yml")

    assert "pull_request_target" not in {event for events in starting.values() for event in events}
    assert ["comment.yml"] == [name for name, events in starting.items() if "workflow_run" in events]
    assert {"persist-credentials", "sparse-checkout"} == checkout["with"].keys()
    assert "python3 .github/scripts/comment.py" == last["run"]


def test_comment_follows_the_check() -> None:
    """The comment waits for the check under its name, and fetches what the check leaves under the same names."""
    check = GITHUB / "workflows/check.yml"
    uploads = [step for step in steps(check) if step.get("uses", "").startswith("actions/upload-artifact@")]
    left = {step["with"]["name"] for step in uploads}
    source = Path(comment.__file__).read_text(encoding="utf-8")
    described = (GITHUB / "scripts/describe.sh").read_text(encoding="utf-8")

    assert [loaded(check)["name"]] == loaded(GITHUB / "workflows/comment.yml")["on"]["workflow_run"]["workflows"]
    assert {"comment", "preview"} == left
    assert '"comment" not in artifacts' in source
    assert 'artifacts.get("preview")' in source
    assert all(f'"$folder/{name}"' in described for name in comment.LIMITS)


# Pins


@workflow
def test_actions_are_pinned(path: Path) -> None:
    """Every action is named by its full commit, with the version beside it."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]

    assert [] == [line for line in lines if not PINNED.fullmatch(line)]


def test_one_pin_for_each_action() -> None:
    """An action has the same commit wherever it is used, and all are GitHub's own."""
    pins = {match.group() for path in WORKFLOWS for match in PINNED.finditer(path.read_text(encoding="utf-8"))}
    actions = [match["action"] for pin in pins if (match := PINNED.fullmatch(pin))]

    assert len(actions) == len(set(actions))
    assert {"actions"} == {action.partition("/")[0] for action in actions}


@workflow
def test_no_credentials_are_left_behind(path: Path) -> None:
    """A checkout leaves no token in the folder that later steps work in."""
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert "false" == step["with"]["persist-credentials"]


# Limits


@workflow
def test_no_job_runs_for_ever(path: Path) -> None:
    """Every job has a time after which it is ended, and a workflow does not run beside itself."""
    assert all(0 < int(job["timeout-minutes"]) <= 120 for job in jobs(path).values())
    assert loaded(path)["concurrency"]["group"]


# Shell


@workflow
def test_nothing_is_pasted_into_a_script(path: Path) -> None:
    """What GitHub fills in reaches a script through its environment and never as a part of its text."""
    assert [] == [step["run"] for step in steps(path) if "${{" in step.get("run", "")]


def commands() -> list[list[str]]:
    """Return the commands of all workflows, word by word, without the wrapper that softens an exit status."""
    lines = (line for path in WORKFLOWS for step in steps(path) for line in step.get("run", "").splitlines())
    words = [shlex.split(line) for line in lines]
    return [line[1:] if line[0] == ".github/scripts/found.sh" else line for line in words]


def test_scripts_of_workflows_are_there() -> None:
    """Every script and every list of requirements that a workflow names exists, and what is started can be."""
    named = {word for line in commands() for word in line if "/" in word and not word.startswith("build/")}
    named |= {line[line.index("-r") + 1] for line in commands() if "-r" in line}

    assert {"scripts/check.py", "scripts/upkeep.py", "requirements.txt", ".ci/run"} <= named
    assert [] == [name for name in named if not (ROOT / name).is_file()]
    started = {line[0] for line in commands() if "/" in line[0]} | {".github/scripts/found.sh"}
    assert [] == [name for name in started if not (ROOT / name).stat().st_mode & 0o100]


@pytest.mark.parametrize(
    "line", [line for line in commands() if line[:1] == ["python"] and line[1].endswith(".py")], ids=" ".join
)
def test_options_of_commands_exist(line: list[str]) -> None:
    """Each command of the project knows the options that a workflow gives it."""
    _, script, *arguments = line
    told = run("python", script, "--help")

    assert 0 == told.returncode
    assert [] == [word for word in arguments if word.startswith("--") and word not in told.stdout]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_shell(path: Path) -> None:
    """ShellCheck has nothing to say about a script, which stops at its first fault."""
    assert "\nset -euo pipefail\n" in path.read_text(encoding="utf-8")
    assert "" == run("shellcheck", path).stdout


# What others say of them


@pytest.mark.parametrize(("schema", "path"), SCHEMAS, ids=lambda value: getattr(value, "name", None))
def test_schema(schema: str, path: Path) -> None:
    """Each file has the form that GitHub documents for it."""
    done = run("check-jsonschema", "--builtin-schema", schema, path)

    assert (0, "") == (done.returncode, done.stderr)


def test_actionlint() -> None:
    """There is no fault in expressions, names of jobs and outputs, inputs of actions or shell."""
    done = run("actionlint", "-shellcheck", PROGRAMS / "shellcheck", "-pyflakes", "", *WORKFLOWS)

    assert (0, "") == (done.returncode, done.stdout)


def test_zizmor() -> None:
    """There is no right, pin, trigger or pasted value that zizmor would see a stranger come in by."""
    done = run("zizmor", "--offline", "--persona", "pedantic", "--strict-collection", "--no-progress", ".")

    assert 0 == done.returncode, done.stdout


@pytest.mark.parametrize(
    ("program", "arguments"),
    [
        ("check-jsonschema", ["--builtin-schema", "vendor.github-workflows"]),
        ("actionlint", ["-shellcheck", "", "-pyflakes", ""]),
        ("zizmor", ["--offline"]),
    ],
)
def test_they_can_say_no(program: str, arguments: list[str], tmp_path: Path) -> None:
    """A workflow that pastes a title into a shell, and starts on nothing that there is, is refused by each of them."""
    bad = tmp_path / ".github/workflows/bad.yml"
    bad.parent.mkdir(parents=True)
    bad.write_text(
        "on: [pull_request_target, full_moon]\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
        "      - run: echo ${{ github.event.pull_request.title }}\n",
        encoding="utf-8",
    )

    assert 0 != run(program, *arguments, bad).returncode


# Forms


form = pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)


@form
def test_form_asks_for_what_is_needed(path: Path) -> None:
    """Every form wants a source or where the words stand, and what is at stake for whoever writes; all is required."""
    fields = {part["id"]: part for part in loaded(path)["body"] if part["type"] != "markdown"}

    assert {"source", "sources", "identifier", "stated"} & fields.keys()
    assert "interests" in fields
    for field in fields.values():
        given = [field["validations"]] if field["type"] != "checkboxes" else field["attributes"]["options"]
        assert all("true" == item["required"] for item in given), field["id"]


@form
def test_form_asks_for_no_health_data(path: Path) -> None:
    """Every form asks people to leave their own health out, and no field asks for it."""
    intro, *fields = loaded(path)["body"]
    asked = " ".join(str(field["attributes"]) for field in fields).casefold()

    assert "**Please write nothing about your own health or anybody else's.**" in intro["attributes"]["value"]
    assert [] == re.findall(r"your (?:health|pain|symptom|illness|doctor|treatment|age)|diagnos", asked)


@form
def test_links_of_form_lead_to_files(path: Path) -> None:
    """A form leads to the guide, by links that work in every copy of the repository."""
    targets = re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8"))

    assert "../blob/main/docs/contribute/index.md" in targets
    assert [] == [name for name in targets if not (ROOT / name.removeprefix("../blob/main/")).is_file()]


def test_pull_request_template() -> None:
    """The template asks what changes for readers, for sources, interests, tools and the licence."""
    text = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")

    assert ["What changes for readers", "Sources", "Interests", "Tools", "Licence"] == re.findall(
        r"^## (.+)$", text, re.MULTILINE
    )
    assert "CC BY 4.0" in text
    assert "MIT" in text
