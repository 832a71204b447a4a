"""The pinned requirements."""

from __future__ import annotations

import re
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
FILES = ("requirements.txt", "requirements-dev.txt")


def pins(file: str) -> dict[str, Requirement]:
    """Return the pinned requirements of a file by name."""
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split("--hash")[0] for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {requirement.name: requirement for requirement in map(Requirement, lines)}


@pytest.mark.parametrize("name", sorted(pins("requirements-dev.txt")))
def test_pin_installs_on_first_python(name: str) -> None:
    """A pinned version installs on the oldest Python that the project promises, patch level included."""
    marker = pins("requirements-dev.txt")[name].marker
    if marker is not None and not marker.evaluate():
        return

    promised = metadata(name).get_all("Requires-Python") or [""]

    assert SpecifierSet(promised[0]).contains("3.11.0")


def test_pins_name_the_extras_that_others_ask_for() -> None:
    """An extra that a pinned package asks for stands in the pin: pip would else take its newest release, unhashed."""
    pinned = pins("requirements-dev.txt")
    wanted = {
        needed.name: needed.extras
        for name in pinned
        if not (marker := pinned[name].marker) or marker.evaluate()
        for needed in map(Requirement, metadata(name).get_all("Requires-Dist") or [])
        if needed.extras and (needed.marker is None or needed.marker.evaluate({"extra": ""}))
    }

    assert {"coverage": {"toml"}}.items() <= wanted.items()
    assert {name: extras for name, extras in wanted.items() if not extras <= pinned[name].extras} == {}


def test_site_and_tests_use_same_versions() -> None:
    """Whatever a build uses, the tests use in the same version."""
    site, tests = (pins(file) for file in FILES)

    assert site == {name: tests[name] for name in site}


@pytest.mark.parametrize("file", FILES)
def test_pins_carry_hashes(file: str) -> None:
    """Every pin is an exact version with at least one hash, so that nothing else can be installed in its place."""
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
    unpinned = [
        line
        for line in text.splitlines()
        if re.match(r"[A-Za-z0-9]", line) and not re.match(r"\S+==\S+ .*--hash=sha256:", line)
    ]

    assert unpinned == []


@pytest.mark.parametrize("file", FILES)
def test_pins_name_no_machine(file: str) -> None:
    """The compiled files name no package index and no folder of the machine that compiled them."""
    text = (ROOT / file).read_text(encoding="utf-8")

    assert re.findall(r"https?://\S+|file:\S+|--index-url|--find-links|(?<=\s)/\S+", text) == []
