"""A walk stops at the first line of a page that is not so, and says which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.guides.walk import PageError, Walk, first_missing

if TYPE_CHECKING:
    from pathlib import Path

PRINTS = "```sh\npython -c \"print('one', 'two', 'three', sep='\\n')\"\n```\n"
FAILS = '```sh\npython -c "raise SystemExit(3)"\n```\n'
FAULTY = "```sh\npython -c \"print('a.yml:1:2: error [rule] Wrong.'); raise SystemExit(1)\"\n```\n"
ERROR = "```text\na.yml:1:2: error [rule] Wrong.\n```\n"


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    """Return a walk through a folder with one file."""
    root = tmp_path / "project"
    (root / "records").mkdir(parents=True)
    (root / "records/a.yml").write_text("id: a\nn: 30\nm: 30\nn: 31\n", encoding="utf-8")
    return Walk(root)


@pytest.mark.parametrize(
    "page",
    [
        f"{PRINTS}```text\none\ntwo\nthree\n```\n",
        f"{PRINTS}Some words.\n\n```text\no…e\n…\n```\n",
        f"{PRINTS}```text\n…\ntwo\n…\n```\n",
        f"{PRINTS}The last line counts:\n\n```text\n…\nthree\n```\n",
        f"{FAULTY}{ERROR}",
        '```sh\n# A comment.\npython -c \\\n    "pass"\n```\n',
    ],
)
def test_page_that_is_so(page: str, walk: Walk) -> None:
    """Commands that do what the page shows are passed by."""
    walk.page(page, "page.md")


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (f"{PRINTS}```text\none\ntwo\n```\n", "page.md:6: this is not what was printed, which is:\none\ntwo\nthree"),
        (f"{PRINTS}```text\none\nthree\n```\n", "page.md:6: this is not what was printed"),
        (f"{PRINTS}```text\none\n…\ntwo\n```\n", "page.md:7: this is not what was printed"),
        (f"{PRINTS}```text\n…\nthree\ntwo\n…\n```\n", "page.md:7: this is not what was printed"),
        (f"{PRINTS}```text\n```\n", "page.md:5: this is not what was printed"),
        ("```text\none\n```\n", "page.md:1: no commands stand before this output"),
        (f"{PRINTS}```text\n…\n```\n\n```text\n…\n```\n", "page.md:8: no commands stand before this output"),
        (FAILS, "page.md:2: this ended with status 3 and printed:\n"),
        (f"{FAILS}\n{PRINTS}", "page.md:2: this ended with status 3"),
        (f"{FAILS}```text\n…\n```\n", "page.md:5: the commands ended with status 3, and the page shows something else"),
        (
            f"{FAULTY}```text\n…\n```\n",
            "page.md:5: the commands ended with status 1, and the page shows something else",
        ),
        ("\n```sh\n\nmake check\n```\n", "page.md:4: `make` is not run in a walk, only python and git"),
        ("```console\n$ git status\n```\n", "page.md:1: a walk knows no fence of the kind `console`"),
        ("Then `git add records` does it.\n", "page.md:1: `git add records` stands in the text, where it is not run"),
        ("1. A point:\n\n    ```sh\n    git status\n    ```\n", "page.md:3: a fence must begin and end with three"),
        ("~~~\nsh\n~~~\n", "page.md:1: a fence must begin and end with three backticks"),
        ("```sh\ngit status\n", "page.md:1: a fence must begin and end with three backticks"),
        ("A file:\n\n```yaml\nid: a\n```\n", "page.md:3: the paragraph above does not say which file this is"),
        ("In `b.yml`:\n\n```diff\n+id: b\n```\n", "page.md:3: there is no b.yml to change"),
        (
            "In `records/a.yml`:\n\n```diff\n-n: 3\n+n: 4\n```\n",
            "page.md:4: these lines stand 0 times in records/a.yml",
        ),
        ("In `records/a.yml`:\n\n```diff\n-: 30\n+: 4\n```\n", "page.md:4: these lines stand 0 times in records/a.yml"),
        ("In `records/a.yml`:\n\n```diff\n n: 30\n```\n", "page.md:4: this changes nothing"),
        ("In `records/a.yml`:\n\n```diff\n n: 30\nm: 30\n```\n", "page.md:5: a line of a change begins with a blank"),
    ],
)
def test_page_that_is_not_so(page: str, fault: str, walk: Walk) -> None:
    """What is not so is named with its line."""
    with pytest.raises(PageError) as raised:
        walk.page(page, "page.md")

    assert str(raised.value).startswith(fault)


def test_lines_that_stand_twice(walk: Walk) -> None:
    """A change must say which place it means."""
    file = walk.root / "records/a.yml"
    file.write_text("n: 30\nm: 30\nn: 30\n", encoding="utf-8")
    with pytest.raises(PageError, match=r"page\.md:4: these lines stand 2 times in records/a\.yml"):
        walk.page("In `records/a.yml`:\n\n```diff\n-n: 30\n+n: 31\n```\n", "page.md")

    walk.page("In `records/a.yml`:\n\n```diff\n m: 30\n-n: 30\n+n: 31\n```\n", "page.md")

    assert "n: 30\nm: 30\nn: 31\n" == file.read_text(encoding="utf-8")


def test_files_are_written_and_changed(walk: Walk) -> None:
    """Files are what the page shows, those outside the project too."""
    page = (
        "The text in `../texts/a.txt`:\n\n```txt\nÄ word.\n```\n\n"
        "In `b.yml` and in\n`records/a.yml`, the first line:\n\n```diff\n+# new\n id: a\n-n: 30\n```\n\n"
        "The record `c/d.yml`:\n\n```yaml\nid: d\n```\n"
    )
    walk.page(page, "page.md")

    assert "Ä word.\n" == (walk.root.parent / "texts/a.txt").read_text(encoding="utf-8")
    assert "# new\nid: a\nm: 30\nn: 31\n" == (walk.root / "records/a.yml").read_text(encoding="utf-8")
    assert "id: d\n" == (walk.root / "c/d.yml").read_text(encoding="utf-8")


def test_long_output_is_shortened(walk: Walk) -> None:
    """A fault repeats the beginning and the end of a long output, where most of what matters stands."""
    with pytest.raises(PageError) as raised:
        walk.page("```sh\npython -c \"print(*range(1000), sep='\\n')\"\n```\n\n```text\nx\n```\n", "page.md")

    lines = str(raised.value).splitlines()[1:]
    assert ["0", "19", "…", "960", "999"] == [lines[0], *lines[19:22], lines[-1]]
    assert 61 == len(lines)


def test_environment_of_the_walk(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands see what the walk was given, and not what would make them print something else."""
    monkeypatch.setenv("SITE_URL", "https://example.org/")
    walk.environment = {"CROSSREF_URL": "http://127.0.0.1:1"}
    code = "import os; print(os.environ.get('SITE_URL'), os.environ['CROSSREF_URL'])"

    walk.page(f'```sh\npython -c "{code}"\n```\n\n```text\nNone http://127.0.0.1:1\n```\n', "page.md")


@pytest.mark.parametrize(
    ("shown", "printed", "missing"),
    [
        ([], [], None),
        ([], ["a"], 0),
        (["a"], [], 0),
        (["…"], [], None),
        (["a", "…"], ["a"], None),
        (["…", "a", "b"], ["a", "c", "a", "b"], None),
        (["…", "a", "b"], ["a", "b", "c"], 2),
        (["a", "…", "b", "…", "c"], ["a", "x", "b", "c"], None),
        (["a", "…", "c", "…", "b", "…"], ["a", "b", "c"], 4),
        (["a.c"], ["abc"], 0),
        (["1 of … files"], ["1 of 456 files"], None),
    ],
)
def test_first_missing(shown: list[str], printed: list[str], missing: int | None) -> None:
    """The first shown line that was not printed at its place is found."""
    assert missing == first_missing(shown, printed)
