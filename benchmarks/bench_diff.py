"""How long a comparison takes: the whole project against itself, with more and more of it changed.

The project is copied into a repository of its own in a temporary folder, committed, changed and compared. Run it from
the project's root: ``.venv/bin/python benchmarks/bench_diff.py``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
PARTS = ("assessments", "calculations", "claims", "docs", "sources", "studies", "references.bib")

# Names and dates of commits, whoever runs it.
ENVIRONMENT = {
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_AUTHOR_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
}


def main() -> None:
    """Change more and more of a copy of the project, and print the seconds that each comparison takes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        root.mkdir()
        for part in PARTS:
            source = ROOT / part
            copy: Callable[[Path, Path], object] = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, root / part)
        git(root, "init", "--quiet")
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--message", "All records")
        measure("nothing changed", root)
        measure("one answer", root, reworded(root, "claims/*/*.yml", "answer", 1))
        measure("ten studies", root, reworded(root, "studies/*.yml", "summary", 10))
        measure("every claim", root, reworded(root, "claims/*/*.yml", "answer"))
        measure("every claim and study", root, reworded(root, "studies/*.yml", "summary"))


def measure(name: str, root: Path, count: int = 0) -> None:
    """Compare the working tree with the commit, as the command does, and print how long it took."""
    start = time.perf_counter()
    command = [sys.executable, str(ROOT / "scripts/diff.py"), "HEAD", "--root", str(root), "--format", "markdown"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)  # noqa: S603 - our own command
    seconds = time.perf_counter() - start
    print(f"{name:24}{count:4} files {seconds:6.1f} s  {len(done.stdout):6} characters  {done.stdout.splitlines()[3]}")


def reworded(root: Path, pattern: str, field: str, most: int = 10_000) -> int:
    """Put a word into a field of some records, and return of how many."""
    count = 0
    for path in sorted(root.glob(pattern))[:most]:
        text = path.read_text(encoding="utf-8")
        changed = re.sub(rf"^({field}: (?:>-\n  )?\"?)(\w+)", r"\1\2 indeed", text, count=1, flags=re.MULTILINE)
        if changed != text:
            path.write_text(changed, encoding="utf-8")
            count += 1
    return count


def git(root: Path, *arguments: str) -> None:
    """Run git in a folder."""
    subprocess.run(["git", *arguments], cwd=root, env=os.environ | ENVIRONMENT, check=True)  # noqa: S603, S607


if __name__ == "__main__":
    main()
