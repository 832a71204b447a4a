"""The command that compares two states, in real repositories."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.diffs import PROJECT, Repository

import diff

SCRIPT = Path(__file__).parents[2] / "scripts/diff.py"
CLAIM = "claims/blood-flow/blood-brings-warmth.yml"
ANSWER = "answer: Yes, more blood probably makes the hand warmer."


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a repository in which the project is committed, in a folder with a blank and letters beyond ASCII."""
    made = Repository.of_project(tmp_path / "Größe & Maß")
    made.commit()
    return made


def reworded(repository: Repository, word: str = "likely") -> None:
    """Change the answer of a claim."""
    text = (repository.root / CLAIM).read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith("answer: "))
    repository.replace(CLAIM, old, f"answer: Yes, more blood probably makes the hand {word} warmer.")


def run(capsys: pytest.CaptureFixture[str], root: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the command; return its exit status and what it printed."""
    status = diff.main([*arguments, "--root", str(root)])
    said = capsys.readouterr()
    return status, said.out, said.err


def found(capsys: pytest.CaptureFixture[str], root: Path, *arguments: str) -> dict[str, object]:
    """Run the command and return the comparison."""
    status, out, err = run(capsys, root, *arguments, "--format", "json")

    assert (0, "") == (status, err)
    comparison: dict[str, object] = json.loads(out)
    return comparison


# Which states


def test_two_commits(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Commits are named by branch, tag or id, and compared whatever the working tree holds."""
    repository.git("tag", "v1")
    reworded(repository)
    newer = repository.commit()
    reworded(repository, "much")
    status, out, _ = run(capsys, repository.root, "v1", newer)

    assert 0 == status
    assert f"v1 ({repository.git('rev-parse', '--short=8', 'v1')}) → {newer[:8]}\n" == out.splitlines(keepends=True)[0]
    assert "hand {+likely+} warmer" in out
    assert "much" not in out


def test_turned_round(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """What came the one way goes the other way."""
    reworded(repository)
    newer = repository.commit()
    _, out, _ = run(capsys, repository.root, newer, "HEAD~1")

    assert "hand [-likely-] warmer" in out


def test_working_tree(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a second commit the working tree counts: changed, staged, new and deleted files, and no ignored ones."""
    reworded(repository)
    repository.git("add", CLAIM)
    (repository.root / "docs/Über Hände.md").write_text("# Hände\n", encoding="utf-8")
    (repository.root / "docs/changes.md").unlink()
    (repository.root / ".gitignore").write_text("*.tmp\n", encoding="utf-8")
    (repository.root / "x.tmp").write_text("", encoding="utf-8")
    comparison = found(capsys, repository.root, "HEAD")

    assert "the working tree" == comparison["head"]
    assert [".gitignore"] == comparison["not_read"]
    pages = comparison["pages"]
    assert isinstance(pages, dict)
    assert (["Über Hände/"], ["changes/"]) == (pages["added"], pages["removed"])


def test_file_out_of_the_index_is_still_there(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A record that git no longer follows, and that lies in its folder, has not changed."""
    repository.git("rm", "--cached", "--quiet", CLAIM)
    status, out, _ = run(capsys, repository.root, "HEAD")

    assert 0 == status
    assert "Only layout has changed, in 1 file" in out


def test_project_below_the_root_of_its_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A project may stand in a folder of a repository; what lies beside it is not named."""
    outer = tmp_path / "outer"
    outer.mkdir()
    (outer / "other.txt").write_text("1", encoding="utf-8")
    inner = Repository.of_project(outer / "in here")
    (inner.root / ".git").rename(outer / ".git")
    Repository(outer).commit()
    reworded(inner)
    (outer / "other.txt").write_text("2", encoding="utf-8")
    comparison = found(capsys, inner.root, "HEAD")

    assert "1 claim changed. 1 page touched." == comparison["summary"]
    assert [] == comparison["not_read"]


def test_project_that_was_not_there_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the project began nothing of it could be read, which is said and is no reason to call all of it new."""
    repository = Repository.of_project(tmp_path / "project")
    repository.git("rm", "--cached", "-r", "--quiet", "--ignore-unmatch", ".")
    repository.git("commit", "--quiet", "--allow-empty", "--message", "Nothing yet")
    status, out, _ = run(capsys, repository.root, "HEAD")

    assert 0 == status
    assert "Missing in HEAD" in out
    assert "claims, docs, references.bib, sources, studies" in out
    assert "new:" not in out.replace("CALCULATIONS\n  field-of-the-hand-magnet: new", "")


def test_where_they_parted(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """With --merge-base, what the other branch did since is not told as if it had been undone."""
    repository.git("switch", "--quiet", "--create", "mine")
    repository.replace("docs/index.md", "# Sample\n", "# Mine\n")
    repository.commit()
    repository.git("switch", "--quiet", "main")
    reworded(repository)
    repository.commit()
    plain, parted = (
        found(capsys, repository.root, "main", "mine", *more)["summary"] for more in ([], ["--merge-base"])
    )

    assert "1 claim and 1 page written by hand changed. 3 pages touched." == plain
    assert "1 page written by hand changed. 2 pages touched." == parted


# What is not there


def test_commit_that_is_not_there(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that means nothing is said to be missing, with the way to bring it, and gives status 2."""
    assert (
        2,
        "",
        "diff: there is no commit `nowhere` here: `git fetch` may bring it, `git branch --all` lists what is here\n",
    ) == run(capsys, repository.root, "nowhere")


def test_branch_of_the_other_repository(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A branch that was fetched and never checked out is offered under its full name."""
    repository.git("branch", "theirs")
    repository.git("clone", "--quiet", str(repository.root), str(tmp_path / "clone"))
    status, _, err = run(capsys, tmp_path / "clone", "theirs")

    assert 2 == status
    assert "did you mean origin/theirs?" in err


def test_shallow_clone(repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A shallow clone is compared as far as its commits go; of what is missing it is said how to bring it."""
    first = repository.git("rev-parse", "HEAD")
    for word in ("likely", "much"):
        reworded(repository, word)
        repository.commit()
    repository.git("clone", "--quiet", "--depth=2", repository.root.as_uri(), str(tmp_path / "shallow"))

    assert 0 == run(capsys, tmp_path / "shallow", "HEAD~1", "HEAD")[0]
    status, _, err = run(capsys, tmp_path / "shallow", first)
    assert 2 == status
    assert f"there is no commit `{first}` here: this clone is shallow" in err
    assert f"`git fetch --depth=1 origin {first}` brings one more" in err
    status, _, err = run(capsys, tmp_path / "shallow", "HEAD~2")
    assert 2 == status
    assert "this clone is shallow" in err


def test_parted_before_the_shallow_end(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the commit at which two branches parted is not in a shallow clone, that is said."""
    repository.git("switch", "--quiet", "--create", "mine")
    repository.replace("docs/index.md", "# Sample\n", "# Mine\n")
    repository.commit()
    repository.git("switch", "--quiet", "main")
    reworded(repository)
    repository.commit()
    url, target = repository.root.as_uri(), tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth=1", "--no-single-branch", url, str(target))
    status, _, err = run(capsys, target, "origin/mine", "main", "--merge-base")

    assert 2 == status
    assert "parted from origin/mine" in err
    assert "`git fetch --unshallow`" in err


def test_no_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of a repository git says so in its own words."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    status, _, err = run(capsys, tmp_path, "HEAD")

    assert 2 == status
    assert err.startswith("diff: not a git repository")


def test_no_git(repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no git, that is what is missing."""
    monkeypatch.setenv("PATH", "")
    status, _, err = run(capsys, repository.root, "HEAD")

    assert (2, "diff: git was not found: install it, or run this where it is\n") == (status, err)


@pytest.mark.parametrize(
    "arguments",
    [[], ["HEAD", "--root", "nowhere"], ["HEAD", "--format", "html"], ["HEAD", "--format", "markdown", "--limit", "9"]],
)
def test_misuse(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong argument gives status 2 and a usage line on the error output."""
    with pytest.raises(SystemExit) as stopped:
        diff.main(arguments)

    assert 2 == stopped.value.code
    assert capsys.readouterr().err.startswith("usage: ")


# What it must not do


def test_nothing_is_touched(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """The repository, its index and the working tree are left as they were, byte for byte."""
    reworded(repository)
    (repository.root / "new.txt").write_text("new", encoding="utf-8")

    def everything() -> dict[str, tuple[int, bytes]]:
        files = (path for path in repository.root.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = everything()

    assert 0 == run(capsys, repository.root, "HEAD")[0]
    assert before == everything()


def test_no_folder_is_left_behind(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written for the comparison is gone when it ends."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))

    assert 0 == run(capsys, repository.root, "HEAD", "HEAD")[0]
    assert [] == list(folder.iterdir())


@pytest.mark.parametrize("name", ["--output=x", "a;touch x", "$(touch x)", "`touch x`", "HEAD\n--help", ""])
def test_names_are_names(name: str, repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """No name is read as an option or a command, by git or by a shell."""
    status = diff.main(["--root", str(repository.root), "--", name])

    assert 2 == status
    assert "" == capsys.readouterr().out
    assert not list(repository.root.rglob("x"))


def test_programs_named_in_settings_are_not_run(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs that a repository's settings name for showing differences or watching files are left alone."""
    trap = f"touch '{repository.root}/run'"
    for setting in ("core.fsmonitor", "diff.external", "diff.x.textconv", "diff.x.command"):
        repository.git("config", setting, trap)
    (repository.root / ".gitattributes").write_text("*.yml diff=x\n", encoding="utf-8")
    repository.commit()
    (repository.root / "run").unlink(missing_ok=True)
    reworded(repository)

    assert 0 == run(capsys, repository.root, "HEAD")[0]
    assert not (repository.root / "run").exists()


def test_links_of_a_commit_are_not_followed(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A link in a commit that leads out of the project is no way to read other files of the computer."""
    secret = tmp_path / "secret.md"
    secret.write_text("# The secret\n", encoding="utf-8")
    (repository.root / "docs/link.md").symlink_to(secret)
    newer = repository.commit()
    status, out, _ = run(capsys, repository.root, "HEAD~1", newer)

    assert 0 == status
    assert "secret" not in out


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("claims/x.yml", True),
        ("references.bib", True),
        ("docs/a/b.md", True),
        ("scripts/diff.py", False),
        ("claims/../../x.yml", False),
        ("../x", False),
        ("/x", False),
        ("claims/.git/config", False),
        ("claims\\..\\..\\x", False),
    ],
)
def test_paths_that_are_read(path: str, expected: bool) -> None:  # noqa: FBT001
    """Of a commit only records and pages are written into the temporary folder, and never beside it."""
    assert expected == diff.is_wanted(path)


def test_missing_content_is_not_fetched(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a partial clone nothing is fetched behind the user's back: what is missing is said."""
    first = repository.git("rev-parse", "HEAD")
    reworded(repository)
    repository.commit()
    repository.git("config", "uploadpack.allowFilter", "true")
    target = tmp_path / "partial"
    repository.git("clone", "--quiet", "--filter=blob:none", repository.root.as_uri(), str(target))
    status, _, err = run(capsys, target, first)

    assert 2 == status
    assert "is this a partial clone?" in err or "fetch" in err


# The command


def test_command(repository: Repository) -> None:
    """Started from anywhere, on a console that knows only ASCII, it says everything, with escapes for the rest."""
    reworded(repository)
    done = subprocess.run(
        [sys.executable, SCRIPT, "HEAD", "--root", repository.root],
        cwd=PROJECT.parent,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )

    assert (0, b"") == (done.returncode, done.stderr)
    assert rb"(" in done.stdout
    assert rb"\u2192 the working tree" in done.stdout


def test_project_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a root, the project that the command belongs to is compared."""
    if not (SCRIPT.parents[1] / ".git").exists():
        pytest.skip("this copy of the project is no repository")

    assert 0 == diff.main(["HEAD"])
    assert " → the working tree\n" in capsys.readouterr().out
