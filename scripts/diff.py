"""Say in words what a change means to the readers of the site.

    python scripts/diff.py BASE [HEAD] [--format text|markdown|json] [--limit N] [--merge-base] [--root DIR]

BASE and HEAD are commits, branches or tags of the repository; without HEAD it is the working tree, with what is not
committed yet. Nothing is fetched and nothing is written. Exit status: 0 when the two were compared, whatever was
found; 2 on misuse, and where a commit is not here.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from check import run
from evidence.compare import FileChange, State, compare, is_read
from evidence.compare.markdown import LIMIT, as_markdown
from evidence.compare.text import as_text
from evidence.library import read_library
from evidence.review import check_library, to_publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from evidence.compare import Comparison

ROOT = Path(__file__).resolve().parent.parent

FORMATS: Mapping[str, Callable[[Comparison, int], str]] = {
    "text": lambda comparison, _: as_text(comparison),
    "markdown": as_markdown,
    "json": lambda comparison, _: comparison.model_dump_json(indent=2),
}

# A comment that is shorter than this has no room for more than the summary.
SHORTEST = 1000

# Records and pages are read from these and from the files beside them; code and tests are only named.
FOLDERS = frozenset({"assessments", "calculations", "claims", "docs", "sources", "studies"})

# Neither the network nor a question to the user, nor a lock in a repository that somebody else may be using.
ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C.UTF-8",
}


class NoStateError(Exception):
    """A state that was asked for cannot be had. Raised by what talks to git; its text is for the user."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the repository."""

    id: str
    name: str
    """As it was asked for, with the beginning of its id."""


def main(arguments: list[str] | None = None) -> int:
    """Compare two states and return the exit status."""
    parser = argparse.ArgumentParser(description="Say in words what a change means to the readers of the site.")
    parser.add_argument("base", metavar="BASE", help="the older state: a commit, branch or tag")
    parser.add_argument("head", metavar="HEAD", nargs="?", help="the newer state (default: the working tree)")
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help="how the changes are written")
    parser.add_argument(
        "--merge-base", action="store_true", help="compare with the commit where HEAD parted from BASE, not with BASE"
    )
    parser.add_argument(
        "--limit", type=int, default=LIMIT, help=f"most characters of the Markdown (default: {LIMIT}, a GitHub comment)"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="folder of the project (default: this one)")
    options = parser.parse_args(arguments)
    if not options.root.is_dir():
        parser.error(f"--root must be a folder, {options.root} is none")
    if options.limit < SHORTEST:
        parser.error(f"--limit must be at least {SHORTEST}, it is {options.limit}")
    try:
        comparison = compared(options.root.resolve(), options.base, options.head, merge_base=options.merge_base)
    except NoStateError as error:
        print(f"diff: {error}", file=sys.stderr)
        return 2
    print(FORMATS[options.format](comparison, options.limit))
    return 0


def compared(root: Path, base: str, head: str | None, *, merge_base: bool = False) -> Comparison:
    """Compare two states of the project in a folder. Raises NoStateError where one of them is not here."""
    older = commit(root, base)
    newer = commit(root, head) if head is not None else None
    if merge_base:
        older = fork_of(root, older, newer)
    files = changed_files(root, older, newer)
    with tempfile.TemporaryDirectory(prefix="evidence-diff-") as folder:
        before = state_of(older.name, written(root, older, Path(folder) / "base"))
        name = newer.name if newer else "the working tree"
        if not any(is_read(file.path) for file in files):
            # Nothing to read a second time: a change of code takes half as long.
            after = State(name, before.read, before.review)
        else:
            after = state_of(name, written(root, newer, Path(folder) / "head") if newer else root)
        return compare(before, after, files)


def state_of(name: str, root: Path) -> State:
    """Read and review the project in a folder."""
    library, problems = read_library(root)
    return State(name, library, to_publish(check_library(library, problems)))


def written(root: Path, at: Commit, folder: Path) -> Path:
    """Write the project as a commit has it into a folder, and return the folder."""
    folder.mkdir()
    for path, data in files_of(root, at):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


# Git


def git(root: Path, *arguments: str, data: bytes = b"") -> bytes:
    """Run git in a folder and return what it prints. Raises NoStateError with git's own words where it fails."""
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - git with arguments, and no shell
            command, cwd=root, env=os.environ | ENVIRONMENT, input=data, capture_output=True, check=False
        )
    except FileNotFoundError as error:
        message = "git was not found: install it, or run this where it is"
        raise NoStateError(message) from error
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip()
        raise NoStateError(words.removeprefix("fatal: ") or f"git {arguments[0]} failed without a word")
    return done.stdout


def commit(root: Path, name: str) -> Commit:
    """Find a commit by the name of a branch or tag, or by its id."""
    git(root, "rev-parse", "--git-dir")
    if name.startswith("-"):
        message = f"{name!r} is not the name of a commit"
        raise NoStateError(message)
    try:
        found = git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
    except NoStateError as error:
        raise NoStateError(missing(root, name)) from error
    short = found[:8]
    return Commit(found, short if found.startswith(name) else f"{name} ({short})")


def missing(root: Path, name: str) -> str:
    """Say that a commit is not here, and how it may be brought."""
    words = f"there is no commit `{name}` here"
    remote = f"origin/{name}"
    if is_there(root, remote):
        return f"{words}: did you mean {remote}?"
    if git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        return (
            f"{words}: this clone is shallow and holds only its newest commits. `git fetch --depth=1 origin {name}` "
            f"brings one more by its name or full id, `git fetch --unshallow` all of them."
        )
    return f"{words}: `git fetch` may bring it, `git branch --all` lists what is here"


def is_there(root: Path, name: str) -> bool:
    """Tell whether a commit of that name is here."""
    try:
        git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    except NoStateError:
        return False
    return True


def fork_of(root: Path, base: Commit, head: Commit | None) -> Commit:
    """Return the newest commit that both states have in their past."""
    try:
        found = git(root, "merge-base", base.id, head.id if head else "HEAD").decode().strip()
    except NoStateError as error:
        message = (
            f"the commit where {head.name if head else 'the working tree'} parted from {base.name} is not here: "
            "`git fetch --unshallow` brings all of them"
        )
        raise NoStateError(message) from error
    return Commit(found, f"{base.name}, where they parted ({found[:8]})" if found != base.id else base.name)


def changed_files(root: Path, base: Commit, head: Commit | None) -> list[FileChange]:
    """Return every file below a folder that differs between two states, in the order of their paths."""
    flags = (
        "--name-status",
        "-z",
        "--no-renames",
        "--no-ext-diff",
        "--no-textconv",
        "--relative",
        "--ignore-submodules",
    )
    words = git(root, "diff", *flags, base.id, *([head.id] if head else []), "--").split(b"\0")
    found = {os.fsdecode(path): status[:1].decode() for status, path in zip(words[::2], words[1::2], strict=False)}
    if head is None:
        for path in filter(None, git(root, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0")):
            name = os.fsdecode(path)
            # Out of the index and still in the folder: it is there in both states.
            found[name] = "M" if name in found else "A"
    return [FileChange(path, status == "A", status == "D") for path, status in sorted(found.items())]


def files_of(root: Path, at: Commit) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the files of a commit that records and pages are read from."""
    wanted: dict[str, str] = {}
    for entry in filter(None, git(root, "ls-tree", "-r", "-z", at.id).split(b"\0")):
        head, _, name = entry.partition(b"\t")
        mode, _, object_id = head.decode().split(" ")
        path = os.fsdecode(name)
        # Links are not followed: one of somebody else's commit could lead to any file of this computer.
        if mode.startswith("100") and is_wanted(path):
            wanted[path] = object_id
    contents = blobs(root, list(dict.fromkeys(wanted.values())))
    for path, object_id in wanted.items():
        yield path, contents[object_id]


def is_wanted(path: str) -> bool:
    """Tell whether a file of a commit is to be read, and has a path that leads nowhere else."""
    parts = PurePosixPath(path).parts
    return (len(parts) == 1 or parts[0] in FOLDERS) and not {"..", ".git", "/"} & set(parts) and "\\" not in path


def blobs(root: Path, ids: list[str]) -> dict[str, bytes]:
    """Return the contents of files by the ids that git gave them."""
    rest = git(root, "cat-file", "--batch", data="".join(f"{name}\n" for name in ids).encode())
    found = {}
    for name in ids:
        head, _, rest = rest.partition(b"\n")
        words = head.split(b" ")
        if len(words) < 3:  # noqa: PLR2004 - id, kind and size, or "missing"
            message = (
                f"the content of some files is not here ({name[:8]}): is this a partial clone? `git fetch` brings it"
            )
            raise NoStateError(message)
        size = int(words[2])
        found[name], rest = rest[:size], rest[size + 1 :]
    return found


if __name__ == "__main__":
    run(main)
