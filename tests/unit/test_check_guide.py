"""The page on the check: every option, every format, each example as the command prints it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml
from tests.unit.projects import CLAIM, Project

import check
from evidence.layout.bibliography import FIELD_ORDER
from evidence.model.claim import Claim
from evidence.readers.bibtex import FIELD_NAMES
from evidence.report import Format
from evidence.report.markdown import LIMIT

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/contribute/check.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```text\n\$ python scripts/check\.py(.*)\n((?:.*\n)*?)```", PAGE)
COMMANDS = [
    line for block in re.findall(r"```sh\n((?:.*\n)*?)```", PAGE) for line in block.splitlines() if line.strip()
]


@pytest.mark.parametrize(
    ("arguments", "output"), EXAMPLES, ids=[arguments.strip() or "plain" for arguments, _ in EXAMPLES]
)
def test_example_is_what_the_command_prints(
    arguments: str,
    output: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An output on the page is that of the command, for a project with the mistake that the page names."""
    monkeypatch.delenv("SITE_URL", raising=False)
    Project.of_sample(tmp_path).replace(CLAIM, "kind: effect\n", "kind: efect\n")

    check.main(["--root", str(tmp_path), *shlex.split(arguments)])

    assert output == capsys.readouterr().out


def test_every_format_has_an_example() -> None:
    """Each format is shown, the default one without naming it."""
    shown = {arguments.strip().removeprefix("--format ") or "text" for arguments, _ in EXAMPLES}

    assert set(Format) == shown


def test_every_option_is_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    """The table names the options that the command has, and no other."""
    with pytest.raises(SystemExit):
        check.main(["--help"])
    has = set(re.findall(r"--[a-z]+", capsys.readouterr().out))

    assert has == set(re.findall(r"^\| `(--[a-z]+)", PAGE, re.MULTILINE))


@pytest.mark.parametrize("command", COMMANDS)
def test_command_runs(command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command on the page can be typed as it stands, in the project's folder."""
    monkeypatch.chdir(ROOT)
    python, script, *arguments = shlex.split(command, comments=True)

    assert ("python", "scripts/check.py") == (python, script)
    # What writes is tried on a copy elsewhere.
    assert check.main([argument for argument in arguments if argument != "--fix"]) in {0, 1}
    assert "" == capsys.readouterr().err


def test_exemption_of_the_page_is_one() -> None:
    """The example of an exemption fits the model."""
    block = re.findall(r"```yaml\n((?:.*\n)*?)```", PAGE)[0]
    fields = Claim.model_fields["exemptions"].annotation
    exemption = yaml.safe_load(block)["exemptions"][0]

    assert fields
    assert {"rule", "reason"} == set(exemption)


def test_numbers_and_orders_of_the_page() -> None:
    """What the page says of limits and orders is what the program does."""
    order = re.findall(r"`([a-z]+)`", PAGE[PAGE.index("in this order: ") : PAGE.index("Values stand in")])

    assert list(FIELD_ORDER) == order
    assert set(FIELD_NAMES) == set(FIELD_ORDER)
    assert f"{LIMIT:,} characters" in " ".join(PAGE.split())
