"""Options of a command that are asked for where they are missing and somebody sits at a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from anyascii import anyascii

from evidence.problem import nearest

if TYPE_CHECKING:
    import argparse

Known = Mapping[str, Sequence[str]]
"""The values of questions by their names."""
Fault = Callable[[str, Known], str]
"""Says what is wrong with a value, knowing the answers before it; an empty text where nothing is."""


class StoppedError(Exception):
    """Raised where whoever was asked gave no answer: end of input, or Ctrl-C."""


class MisuseError(Exception):
    """Raised where options are missing or wrong; the text says which."""


@dataclass(frozen=True)
class Terminal:
    """Where questions are put to somebody, or the knowledge that nobody is there."""

    ask: Callable[[str], str] | None
    """Prints a prompt and returns the line that was typed; None where nobody can be asked."""
    say: Callable[[str], None]


@dataclass(frozen=True)
class Question:
    """A value that a command needs: an option, and a question where the option was not given."""

    name: str
    """Of the option, without its dashes."""
    says: str
    """What it is, in a few words."""
    note: str = ""
    """What else to know of the option; nobody is told who is asked."""
    choices: Sequence[str] = ()
    default: str = ""
    """What an empty answer means; without one the value is needed."""
    propose: Callable[[Known], str] | None = None
    """Proposes an answer from those given before; only to somebody who can look at it."""
    many: bool = False
    """The option may be given several times; an answer may hold several values between semicolons."""
    optional: bool = False
    """Nothing is a value too."""
    silent: bool = False
    """Never asked for: only an option."""
    fault: Fault = field(default=lambda _value, _known: "")

    @property
    def flag(self) -> str:
        """Return the option as it is typed."""
        return f"--{self.name}"

    @property
    def needed(self) -> bool:
        """Tell whether the command cannot go on without a value."""
        return not self.default and not self.optional and not self.silent

    def add_to(self, parser: argparse.ArgumentParser) -> None:
        """Add the option to a parser."""
        about = [self.says, *([self.note] if self.note else [])]
        about += [f"one of: {', '.join(self.choices)}"] if self.choices else []
        about += [f"default: {self.default}"] if self.default else []
        about += ["may be given several times"] if self.many else []
        parser.add_argument(
            self.flag,
            action="append" if self.many else "store",
            metavar="WORD" if self.choices else "TEXT",
            # argparse reads a `%` as the beginning of a name.
            help="; ".join(about).replace("%", "%%"),
        )

    def wrong(self, text: str, known: Known) -> str:
        """Say what is wrong with a value."""
        if self.choices and text not in self.choices:
            guess = nearest(text, self.choices)
            return f"{text!r} is none of: {', '.join(self.choices)}{f'; {guess}' if guess else ''}"
        return self.fault(text, known) if text else "it is empty"


def require(questions: Sequence[Question], options: Mapping[str, object], terminal: Terminal) -> None:
    """Where nobody can be asked, name all that is missing at once. Raises ``MisuseError``."""
    missing = [item for item in questions if item.needed and not _given(item, options)]
    if missing and terminal.ask is None:
        described = "".join(f"\n  {item.flag}  {item.says}{_allowed(item)}" for item in missing)
        message = f"nobody can be asked here, and this is missing:{described}"
        raise MisuseError(message)


def answers(
    questions: Sequence[Question], options: Mapping[str, object], terminal: Terminal, before: Known | None = None
) -> dict[str, list[str]]:
    """Return the values of each question, by name: from the options, or else by asking, or else the default.

    Somebody who has given all that is needed is asked nothing. ``before`` holds the answers to earlier questions.
    Raises ``MisuseError`` and ``StoppedError``.
    """
    given = {item.name: _given(item, options) for item in questions}
    for item in questions:
        for value in given[item.name]:
            if wrong := item.wrong(value, {**(before or {}), **given}):
                message = f"argument {item.flag}: {wrong}"
                raise MisuseError(message)
    require(questions, options, terminal)
    asked = any(item.needed and not given[item.name] for item in questions)
    found: dict[str, list[str]] = {}
    for item in questions:
        known = {**(before or {}), **found}
        values = given[item.name]
        if not values and asked and not item.silent:
            values = _ask(item, known, terminal)
        elif not values and item.default:
            values = [item.default]
        found[item.name] = values
    return found


def _ask(item: Question, known: Known, terminal: Terminal) -> list[str]:
    """Ask until the answer will do."""
    proposal = item.propose(known) if item.propose else item.default
    hints = [*(["several: between semicolons"] if item.many else []), *([proposal] if proposal else [])]
    hints += ["empty: leave out"] if item.optional and not proposal else []
    if item.choices:
        terminal.say(f"{item.says}, one of: {', '.join(item.choices)}")
    hint = f" [{'; '.join(hints)}]" if hints else ""
    prompt = f"{item.name if item.choices else item.says}{hint}: "
    while True:
        typed = _typed(prompt, terminal)
        parts = [part.strip() for part in typed.split(";")] if item.many else [typed]
        values = [part for part in parts if part] or ([proposal] if proposal else [])
        wrong = next((said for value in values if (said := item.wrong(value, known))), "")
        if not values and not item.optional:
            wrong = "it is needed"
        if not wrong:
            return values
        terminal.say(f"  {wrong}")


def _typed(prompt: str, terminal: Terminal) -> str:
    if terminal.ask is None:
        message = "nobody can be asked here"
        raise StoppedError(message)
    try:
        return terminal.ask(prompt).strip()
    except (EOFError, KeyboardInterrupt) as error:
        message = "stopped"
        raise StoppedError(message) from error


def _given(item: Question, options: Mapping[str, object]) -> list[str]:
    value = options.get(item.name.replace("-", "_"))
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [str(each).strip() for each in values]


def _allowed(item: Question) -> str:
    return f", one of: {', '.join(item.choices)}" if item.choices else ""


def form_fault(pattern: str, length: int, form: str) -> Fault:
    """Return what says that a value has another form than a pattern wants."""

    def fault(value: str, _: Known) -> str:
        return "" if re.fullmatch(pattern, value) and len(value) <= length else f"{value!r} has another form: {form}"

    return fault


def slug(text: str) -> str:
    """Return a text as an id: lower-case words joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", anyascii(text).lower().replace("'", "")))
