"""Git repositories for tests of comparisons, made of the small project under `tests/cases-diff`."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

CASES = Path(__file__).parents[1] / "cases-diff"
PROJECT = CASES / "project"
NAMES = sorted(path.parent.name for path in CASES.glob("*/change.yml"))

# What git would otherwise take from the machine: names, dates, settings.
ENVIRONMENT = {
    "GIT_AUTHOR_DATE": "2026-11-21T12:00:00Z",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_AUTHOR_NAME": "A",
    "GIT_COMMITTER_DATE": "2026-11-21T12:00:00Z",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


@dataclass(frozen=True)
class Repository:
    """A repository that a test may change."""

    root: Path

    @classmethod
    def of_project(cls, root: Path) -> Repository:
        """Copy the small project into a folder and make it a repository without a commit."""
        shutil.copytree(PROJECT, root)
        made = cls(root)
        made.git("init", "--quiet", "--initial-branch=main")
        return made

    def git(self, *arguments: str, folder: Path | None = None) -> str:
        """Run git and return what it prints."""
        done = subprocess.run(
            ["git", *arguments],  # noqa: S607 - the git of this computer
            cwd=folder or self.root,
            env=os.environ | ENVIRONMENT,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout.strip()

    def commit(self, message: str = "A change") -> str:
        """Commit everything and return the id of the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def replace(self, file: str, old: str, new: str) -> None:
        """Put one text in the place of another, which must stand once in the file."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_bytes(text.replace(old, new).encode())

    def edit(self, edits: list[dict[str, str]]) -> None:
        """Make the edits of a case, one after the other."""
        for edit in edits:
            path = self.root / edit["file"]
            if "remove" in edit:
                path.unlink()
            elif "rename" in edit:
                path.rename(self.root / edit["rename"])
            elif "copy" in edit:
                shutil.copy(path, self.root / edit["copy"])
            elif "write" in edit:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(edit["write"].encode())
            else:
                self.replace(edit["file"], edit["replace"], edit["with"])


def of_case(name: str, root: Path) -> Repository:
    """Return a repository in which the older state of a case is committed, and the newer one is not."""
    case = yaml.safe_load((CASES / name / "change.yml").read_text(encoding="utf-8"))
    repository = Repository.of_project(root)
    repository.edit(case.get("before", []))
    repository.commit()
    repository.edit(case.get("after", []))
    return repository
