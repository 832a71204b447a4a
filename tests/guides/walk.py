"""Walks a guide: does in a copy of the project, from top to bottom, what the page tells its reader to do.

What stands in a fence is done, or held against what was seen; a fence that is none of these is a fault of the page:

- `sh`: commands, which are run in the folder of the project, `python …` and `git …`
- `text`: all that the commands of the fence before it printed, `…` standing for what is left out
- `diff`: a change of a file; its lines with ` ` and `-` must stand there once, those with ` ` and `+` take their place
- `yaml`, `txt`: the whole of a file

The file of a change, and of a whole, is the last that the paragraph above the fence names in backticks. A command may
fail only where the page shows the error.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

LEFT_OUT = "…"
PROGRAMS = {"python": sys.executable, "git": "git"}

_FENCE = re.compile(r"\s*(?:`{3}|~{3}|<pre)")
_FILE = re.compile(r"`([\w./-]+\.(?:bib|md|txt|yml))`")
# In the text a command is not run, so that nobody would see it fail.
_COMMAND = re.compile(r"`(?:python|pip|git|make|cd) [^`]*`")
# Lines of an output that a fault repeats.
_SHOWN = 40
_ERROR = re.compile(r": error \[|^nothing was written: ", re.MULTILINE)

_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Sample",
    "GIT_AUTHOR_EMAIL": "sample@example.org",
    "GIT_COMMITTER_NAME": "Sample",
    "GIT_COMMITTER_EMAIL": "sample@example.org",
    "LC_ALL": "C.UTF-8",
    "PYTHONUTF8": "1",
}
_UNSET = frozenset({"CROSSREF_MAILTO", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "SITE_URL"})


class PageError(AssertionError):
    """A page tells its reader something that is not so."""


@dataclass(frozen=True)
class Fence:
    """What stands in a fence of a page."""

    kind: str
    text: str
    page: str
    line: int
    """Number of the first line in the fence."""
    above: str
    """The paragraph above it."""

    def fail(self, says: str, line: int = 0) -> NoReturn:
        """Say what is wrong with the page; ``line`` counts from the first one in the fence."""
        message = f"{self.page}:{self.line + line}: {says}"
        raise PageError(message)

    @property
    def file(self) -> str:
        """Return the file that the fence is about."""
        named: list[str] = _FILE.findall(self.above)
        return named[-1] if named else self.fail("the paragraph above does not say which file this is", -1)


@dataclass
class Walk:
    """A walk through guides in one folder."""

    root: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    commands: Fence | None = None
    """The commands that were run last, until it is known whether they did what the page says."""
    printed: str = ""
    """What they printed."""
    status: int = 0
    """How the last of them ended that did not end well."""

    def page(self, text: str, name: str) -> None:
        """Walk a page. Raises ``PageError`` at the first line that is not so."""
        steps: Mapping[str, Callable[[Fence], None]] = {
            "sh": self.run,
            "text": self.compare,
            "diff": self.change,
            "yaml": self.write,
            "txt": self.write,
        }
        for fence in list(fences(text, name)):
            if fence.kind not in steps:
                fence.fail(f"a walk knows no fence of the kind `{fence.kind}`", -1)
            if fence.kind != "text":
                self.settle()
            steps[fence.kind](fence)
        self.settle()

    def run(self, fence: Fence) -> None:
        """Run commands."""
        self.commands, self.printed, self.status = fence, "", 0
        for number, line in commands_in(fence.text):
            program, *arguments = shlex.split(line, comments=True)
            if program not in PROGRAMS:
                fence.fail(f"`{program}` is not run in a walk, only {' and '.join(PROGRAMS)}", number)
            done = subprocess.run(
                [PROGRAMS[program], *arguments],
                cwd=self.root,
                env=of_nobody(os.environ) | dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                check=False,
            )
            self.printed += done.stdout
            self.status = done.returncode or self.status

    def settle(self) -> None:
        """Make sure that commands ended well whose output the page does not show."""
        if self.commands and self.status:
            self.commands.fail(f"this ended with status {self.status} and printed:\n{_shortened(self.printed)}")
        self.commands = None

    def compare(self, fence: Fence) -> None:
        """Hold an output against what was printed."""
        if self.commands is None:
            fence.fail("no commands stand before this output", -1)
        missing = first_missing(fence.text.splitlines(), self.printed.splitlines())
        if missing is not None:
            fence.fail(f"this is not what was printed, which is:\n{_shortened(self.printed)}", missing)
        if bool(_ERROR.search(fence.text)) is not bool(self.status):
            fence.fail(f"the commands ended with status {self.status}, and the page shows something else")
        self.commands = None

    def change(self, fence: Fence) -> None:
        """Change a file."""
        path = self.root / fence.file
        if not path.is_file():
            fence.fail(f"there is no {fence.file} to change", -1)
        lines = fence.text.splitlines()
        for number, line in enumerate(lines):
            if line[:1] not in {" ", "-", "+"}:
                fence.fail("a line of a change begins with a blank, `-` or `+`", number)
        before = "".join(f"\n{line[1:]}" for line in lines if line[0] in " -")
        after = "".join(f"\n{line[1:]}" for line in lines if line[0] in " +")
        # With a line feed before the first line too, each line stands between two of them.
        text = "\n" + path.read_text(encoding="utf-8")
        if (times := text.count(f"{before}\n")) != 1:
            fence.fail(f"these lines stand {times} times in {fence.file}")
        if before == after:
            fence.fail("this changes nothing")
        self._write(path, text.replace(f"{before}\n", f"{after}\n")[1:])

    def write(self, fence: Fence) -> None:
        """Write a file."""
        self._write(self.root / fence.file, fence.text)

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def of_nobody(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without what whoever runs the tests has set for git, or for the project."""
    return {name: value for name, value in environment.items() if name not in _UNSET} | _ENVIRONMENT


def fences(text: str, page: str) -> Iterator[Fence]:
    """Yield what stands in the fences of a page. Raises ``PageError`` for what no walk could follow."""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        line = lines[at]
        here = Fence("", "", page, at + 1, "")
        if found := _COMMAND.search(line):
            here.fail(f"{found.group()} stands in the text, where it is not run")
        if _FENCE.match(line):
            if not line.startswith("```") or "```" not in lines[at + 1 :]:
                here.fail("a fence must begin and end with three backticks at the beginning of a line")
            end = lines.index("```", at + 1)
            inside = "".join(f"{each}\n" for each in lines[at + 1 : end])
            yield Fence(line[3:], inside, page, at + 2, _paragraph_above(lines, at))
            at = end
        at += 1


def _paragraph_above(lines: Sequence[str], at: int) -> str:
    end = at
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and lines[start - 1].strip():
        start -= 1
    return " ".join(lines[start:end])


def commands_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the commands of a fence, each with the number of its first line. A backslash joins a line to the next."""
    command, first = "", 0
    for number, line in enumerate(text.splitlines()):
        first = first if command else number
        command += line.removesuffix("\\")
        if not line.endswith("\\"):
            if shlex.split(command, comments=True):
                yield first, command
            command = ""


def first_missing(shown: Sequence[str], printed: Sequence[str]) -> int | None:
    """Return the number of the first shown line that was not printed at its place; None where all of them were.

    A line that is only `…` stands for any number of lines, and `…` within a line for any words.
    """
    breaks = [number for number, line in enumerate(shown) if line.strip() == LEFT_OUT]
    at = 0
    for start, end in zip([0, *(number + 1 for number in breaks)], [*breaks, len(shown)], strict=True):
        run, is_last = shown[start:end], end == len(shown)
        if is_last and breaks and not run:
            return None
        places = range(at, len(printed) + 1) if start else [at]
        fitting = {place: _fitting(run, printed[place:]) for place in places}
        good = [
            place
            for place, count in fitting.items()
            if count == len(run) and (not is_last or place + count == len(printed))
        ]
        if not good:
            return start + max(0, min(max(fitting.values()), len(run) - 1))
        at = good[0] + len(run)
    return None


def _fitting(shown: Sequence[str], printed: Sequence[str]) -> int:
    """Count the lines, from the first one on, that were printed as they are shown."""
    count = 0
    for line, seen in zip(shown, printed, strict=False):
        if not re.fullmatch(re.escape(line).replace(LEFT_OUT, ".*"), seen):
            break
        count += 1
    return count


def _shortened(printed: str) -> str:
    """Return the beginning and the end of an output."""
    lines = printed.splitlines()
    middle = [LEFT_OUT] if len(lines) > _SHOWN else []
    return "\n".join([*lines[:-_SHOWN][: _SHOWN // 2], *middle, *lines[-_SHOWN:]])
