"""Looking for a browser before `make test` begins."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.browser import chromium

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def program(folder: Path, name: str) -> Path:
    """Put an empty program into a folder."""
    path = folder / name
    path.touch(mode=0o755)
    return path


def test_named_browser_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser that CHROMIUM names is taken even where another one is found."""
    program(tmp_path, "chromium")
    own = program(tmp_path, "my-browser")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", str(own))

    assert str(own) == chromium.find_chromium()


def test_every_known_name_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without CHROMIUM, a browser is found under each name that a distribution gives it."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    for name in chromium.NAMES:
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.setenv("PATH", str(folder))

        assert str(program(folder, name)) == chromium.find_chromium()


def test_absent_browser_stops_with_one_line(tmp_path: Path) -> None:
    """Where there is none, one line names the package to install and the way to go on without."""
    run = subprocess.run(
        [sys.executable, chromium.__file__], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )

    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (1, "", 1)
    assert "apt install chromium" in run.stderr
    assert "BROWSER=0" in run.stderr


def test_wrong_name_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A CHROMIUM that leads nowhere is said to, although another browser could be found."""
    program(tmp_path, "chromium")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", "nowhere")

    assert chromium.find_chromium() is None
    assert "CHROMIUM names 'nowhere'" in chromium.absence()
