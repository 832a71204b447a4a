"""The ways out of the house: what another generator is given, and how its addresses are compared."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from mkdocs.config import load_config
from mkdocs.structure.files import Files, InclusionLevel, get_files
from tests.unit.projects import SAMPLE, Project

import hook
import ways_out
from evidence.pages.context import Site
from evidence.review import review_project

SETTINGS = "site_name: Sample\nsite_url: https://a.test/x/\nrepo_url: https://b.test/o/r/\n"


def test_another_generator_gets_what_mkdocs_gets(tmp_path: Path) -> None:
    """Every file that the hook hands to MkDocs is written for others, with the pages by hand, and no draft is."""
    project = Project.of_sample(tmp_path)
    project.write("mkdocs.yml", SETTINGS)
    project.write("docs/later.md", "---\ndraft: true\n---\n\n# Later\n")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    by_hook = hook.on_files(Files(list(get_files(config))), config=config)
    wanted = {file.src_uri for file in by_hook if file.inclusion is not InclusionLevel.DRAFT}

    written = {path for path, _ in ways_out.pages(review_project(tmp_path), ways_out.site_of(tmp_path / "mkdocs.yml"))}

    assert "docs/later.md" not in written
    assert wanted == written


def test_parts_of_pages_are_filled_in(tmp_path: Path) -> None:
    """Pages by hand come with their parts and citations filled in, and keep their front matter."""
    project = Project.of_sample(tmp_path)
    project.write("docs/more.md", "---\ntitle: More\n---\n\n[@alpha2001]\n\n<!-- evidence:verdicts -->\n")

    text = dict(ways_out.pages(review_project(tmp_path), Site()))["more.md"]

    assert text.startswith("---\ntitle: More\n---\n")
    assert "evidence:verdicts" not in text
    assert "[@alpha2001]" not in text
    assert "<table" in text


def test_site_is_that_of_the_settings(tmp_path: Path) -> None:
    """Name and addresses come from the settings of MkDocs."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")

    assert Site("Sample", "https://a.test/x/", "https://b.test/o/r") == ways_out.site_of(tmp_path / "mkdocs.yml")


def site(folder: Path, *files: str) -> Path:
    """Make a site of empty files."""
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).touch()
    return folder


def test_addresses(tmp_path: Path) -> None:
    """A page's address is its folder; scripts, styles and search of a generator are left out, our files are not."""
    there = site(
        tmp_path,
        "index.html",
        "404.html",
        "claims/a/index.html",
        "feed.xml",
        "data/a.csv",
        "assets/js/folds.js",
        "assets/javascripts/bundle.1234.min.js",
        "search/search_index.json",
        "sitemap.xml.gz",
    )

    assert {"", "404.html", "claims/a/", "feed.xml", "data/a.csv", "assets/js/folds.js"} == ways_out.addresses(
        there, ways_out.OWN
    )


def test_differences() -> None:
    """What is missing is named first, then what is new; nothing is said of what is the same."""
    assert [] == ways_out.differences({"a/"}, {"a/"})
    assert ["missing: `/b/`", "only there: `/c/`"] == ways_out.differences({"a/", "b/"}, {"a/", "c/"})


def test_settings_need_no_hook() -> None:
    """The settings are those of MkDocs, without the hook, and fit into a file."""
    settings = yaml.safe_load(yaml.safe_dump(ways_out.settings(Path("out/zensical"))))

    assert ("../../mkdocs.yml", [], "zensical") == (settings["INHERIT"], settings["hooks"], settings["site_dir"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work on the sample, in a folder of the test's own, with a MkDocs that is done at once."""
    monkeypatch.setattr(ways_out, "FOLDER", tmp_path)
    monkeypatch.setattr(ways_out, "build_site", lambda made: site(made, "index.html", "a/index.html"))
    monkeypatch.setattr(ways_out, "review_project", lambda _: review_project(SAMPLE))
    monkeypatch.setattr(ways_out, "write_pages", lambda *_: None)
    return tmp_path


def test_same_addresses(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where both build the same, the report is empty and the status 0."""
    monkeypatch.setattr(ways_out, "built_by", lambda way: site(folder / way.name, "index.html", "a/index.html"))

    status = ways_out.main(["--report", str(folder / "out/report.md")])

    assert (0, "") == (status, (folder / "out/report.md").read_text(encoding="utf-8"))
    assert "properdocs: the same addresses\nzensical: the same addresses\n" == capsys.readouterr().out


def test_other_addresses(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What differs is named under the generator, and the status is 1."""
    monkeypatch.setattr(ways_out, "built_by", lambda way: site(folder / way.name, "index.html", "b/index.html"))

    assert 1 == ways_out.main(["--only", "zensical"])
    assert (
        "zensical: 2 differences\n## Built with zensical\n\n- missing: `/a/`\n- only there: `/b/`\n\n"
        == capsys.readouterr().out
    )


def test_no_site(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A generator that fails is told with the last of what it said."""
    (folder / "generator").write_text("#!/bin/sh\necho 'unknown method'; exit 1\n", encoding="utf-8")
    (folder / "generator").chmod(0o755)
    monkeypatch.setattr(ways_out, "program", lambda _: folder / "generator")

    assert 1 == ways_out.main(["--only", "properdocs"])
    assert "- no site was built:\n\n```text\nunknown method\n```" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_not_installed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a generator cannot be installed the status is 3, and nothing is said to differ."""
    failing: subprocess.CompletedProcess[str] = subprocess.CompletedProcess([], 1)
    monkeypatch.setattr("venv.create", lambda made, **_: Path(made).mkdir())
    monkeypatch.setattr("subprocess.run", lambda *_, **__: failing)

    assert 3 == ways_out.main(["--only", "zensical"])
    assert "zensical cannot be installed: are you online?\n" == capsys.readouterr().err


def test_misuse() -> None:
    """An unknown generator is misuse."""
    script = Path(ways_out.__file__)
    done = subprocess.run([sys.executable, script, "--only", "jekyll"], capture_output=True, check=False)

    assert 2 == done.returncode
