"""Begin a new record: a claim, a study, a reviewed document, or a study from the description of its paper.

    python scripts/new.py claim|study|source|reference [options]

What is missing is asked for at a terminal. The record is a draft that passes the check as it stands; what is left to be
written in it is listed with its line. Nothing is ever written over. Exit status: 0 when the files were written (or
shown, with --dry-run), 1 when not, 2 on misuse.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from asking import MisuseError, StoppedError, Terminal
from check import run
from desk import Desk, RefusedError
from evidence.library import read_library
from evidence.scaffold.plan import Refusal, described, faults_of, left_to_write
from new_record import claim, claim_questions, preview, source, source_questions
from new_reference import add_reference_options, reference, reference_questions
from new_study import study, study_questions
from registries import UnansweredError
from writing import UnwrittenError, write_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from evidence.scaffold.plan import Change, Plan

ROOT = Path(__file__).resolve().parent.parent

COMMANDS: Mapping[str, Callable[[Desk], Plan | Refusal]] = {
    "claim": claim,
    "study": study,
    "source": source,
    "reference": reference,
}


def main(arguments: list[str] | None = None, desk: Desk | None = None) -> int:
    """Run a command and return the exit status. ``desk`` stands in for terminal, clock and network in tests."""
    options = vars(make_parser().parse_args(arguments))
    parser: argparse.ArgumentParser = options["parser"]
    root: Path = options["root"]
    if not root.is_dir():
        parser.error(f"--root must be a folder, {root} is none")
    desk = replace(desk or at_terminal(), root=root, options=options)
    # A preview needs nothing of the project, and somebody waits for it again and again.
    if not options.get("preview"):
        library, problems = read_library(root)
        desk = replace(desk, library=library, faulty={problem.place.file for problem in problems})
    try:
        return begin(desk)
    except MisuseError as error:
        parser.error(str(error))
    except (StoppedError, RefusedError, UnansweredError, UnwrittenError) as error:
        return refused(str(error))


def begin(desk: Desk) -> int:
    """Carry out a command and return the exit status."""
    if desk.options["command"] == "source" and desk.options["preview"]:
        print("\n".join(preview(desk)))
        return 0
    plan = COMMANDS[str(desk.options["command"])](desk)
    if isinstance(plan, Refusal):
        return refused(plan.reason)
    if faults := faults_of(plan, desk.library):
        return refused("the check would not pass: " + "\n  ".join(described(faults)))
    if desk.options["dry_run"]:
        for change in plan.changes:
            show(change)
    else:
        write_all(desk.root, plan.changes)
        for change in plan.changes:
            print(f"{'wrote' if change.before is None else 'changed'} {change.file}")
    report(plan)
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Return the parser with every command and option."""
    parser = argparse.ArgumentParser(
        prog="new.py",
        description="Begin a new record as a draft that passes the check as it stands.",
        epilog="What is missing is asked for at a terminal. `new.py COMMAND --help` explains the options of a command.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, says, questions in (
        ("claim", "a claim that a document makes", claim_questions(None)),
        ("study", "a study whose paper you have in front of you", study_questions()),
        ("source", "the sentence map of a document, whose text is not kept", source_questions()),
        ("reference", "a study from Crossref, PubMed, a BibTeX or a RIS file", reference_questions()),
    ):
        command = commands.add_parser(name, help=says, description=f"Begin {says}.")
        for question in questions:
            question.add_to(command)
        if name == "source":
            command.add_argument("--preview", action="store_true", help="print the sentences and write nothing")
        if name == "reference":
            add_reference_options(command)
        command.set_defaults(parser=command)
        command.add_argument("--dry-run", action="store_true", help="print what would be written and write nothing")
        command.add_argument("--root", type=Path, default=ROOT, help="folder of the project (default: this one)")
    return parser


def at_terminal() -> Desk:
    """Return a desk with this computer's terminal and clock."""
    today = datetime.datetime.now().astimezone().date()
    terminal = Terminal(input if sys.stdin and sys.stdin.isatty() else None, print)
    return Desk(terminal, today, environment=os.environ)


def show(change: Change) -> None:
    """Print what would be written."""
    print(f"would {'write' if change.before is None else 'change'} {change.file}")
    for line in new_lines(change.before, change.text):
        print(f"    {line}")


def report(plan: Plan) -> None:
    """Print what to know of what was written, and what is left to be written."""
    for note in plan.notes:
        print(f"note: {note}")
    left = left_to_write(plan)
    print(f"left to write: {len(left)} texts")
    for place, what in left:
        print(f"  {place} {what}")
    print(f"Then delete `draft: true` and run the check: python scripts/check.py {plan.changes[0].file}")


def new_lines(before: str | None, text: str) -> list[str]:
    """Return the lines that a text has and the one before has not, at their place."""
    old, new = (before or "").splitlines(), text.splitlines()
    # Behind what is the same at the beginning, so that an entry among others is shown from its own first line on.
    same = next((number for number, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(old))
    matcher = SequenceMatcher(None, old[same:], new[same:], autojunk=False)
    return [line for tag, _, _, start, end in matcher.get_opcodes() if tag != "equal" for line in new[same:][start:end]]


def refused(reason: str) -> int:
    """Say why nothing was written."""
    print(f"nothing was written: {reason}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    run(main)
