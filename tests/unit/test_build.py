"""The swap at the end of a build: a reader meets the old site or the new one, never half of either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import build

if TYPE_CHECKING:
    from pathlib import Path


def _site(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


def test_first_build_moves_into_place(tmp_path: Path) -> None:
    """Where there was no site, the new one takes its place and nothing else is left."""
    fresh = _site(tmp_path / "site.new", "new")

    build.swap(fresh, tmp_path / "site")

    assert ["site"] == [path.name for path in tmp_path.iterdir()]
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "new"


def test_new_site_replaces_the_old_one(tmp_path: Path) -> None:
    """The old site is gone once the new one stands in its place."""
    _site(tmp_path / "site", "old")

    build.swap(_site(tmp_path / "site.new", "new"), tmp_path / "site")

    assert ["site"] == [path.name for path in tmp_path.iterdir()]
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "new"


def test_old_site_comes_back_when_the_second_rename_fails(tmp_path: Path) -> None:
    """When the new site cannot be moved, the old one stands where it stood, and the fault is not hidden."""
    _site(tmp_path / "site", "old")

    with pytest.raises(FileNotFoundError):
        build.swap(tmp_path / "site.new", tmp_path / "site")

    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "old"


def test_left_over_of_an_earlier_crash_does_not_stand_in_the_way(tmp_path: Path) -> None:
    """A folder that an interrupted build left behind is cleared."""
    _site(tmp_path / "site.old", "older")
    _site(tmp_path / "site", "old")

    build.swap(_site(tmp_path / "site.new", "new"), tmp_path / "site")

    assert ["site"] == [path.name for path in tmp_path.iterdir()]


def test_a_file_in_the_place_of_the_site_is_misuse(tmp_path: Path) -> None:
    """A file is never replaced by a site: exit status 2."""
    (tmp_path / "site").write_text("mine", encoding="utf-8")

    with pytest.raises(SystemExit) as stopped:
        build.main(["--site", str(tmp_path / "site")])

    assert stopped.value.code == 2
    assert (tmp_path / "site").read_text(encoding="utf-8") == "mine"
