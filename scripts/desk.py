"""What a command that begins a record has at hand: the project, its options, a terminal, a clock and the registries."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from asking import Terminal, answers, require
from evidence.library import BIBLIOGRAPHY_FILE, Library
from registries import Registries

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Mapping, Sequence

    from asking import Known, Question

_EMPTY = Library({}, {}, {}, {}, None, frozenset())


class RefusedError(Exception):
    """Raised where a command cannot go on; the text says why."""


@dataclass(frozen=True)
class Desk:
    """What a command has at hand."""

    terminal: Terminal
    today: datetime.date
    registries: Callable[..., Registries] = Registries
    """Makes the registries from their settings."""
    environment: Mapping[str, str] = field(default_factory=dict)
    root: Path = Path()
    library: Library = _EMPTY
    faulty: Collection[str] = frozenset()
    """Files that could not be read."""
    options: Mapping[str, object] = field(default_factory=dict)

    def answers(self, questions: Sequence[Question], before: Known | None = None) -> dict[str, list[str]]:
        """Return the values of questions, from the options or by asking."""
        return answers(questions, self.options, self.terminal, before)

    def require(self, questions: Sequence[Question]) -> None:
        """Name what is missing, where nobody can be asked."""
        require(questions, self.options, self.terminal)

    def text(self, file: str) -> str:
        """Return the text of a file of the project."""
        return (self.root / file).read_bytes().decode()

    def bibliography(self) -> str:
        """Return the text of the bibliography; refuses one with faults, in which a work could be missed."""
        self.require_sound(BIBLIOGRAPHY_FILE)
        return self.text(BIBLIOGRAPHY_FILE)

    def require_sound(self, file: str) -> None:
        """Refuse to go on where a file that is needed has errors."""
        if file in self.faulty:
            message = f"{file} has errors, which the check names: mend them first"
            raise RefusedError(message)
