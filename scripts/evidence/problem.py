"""A fault in the data, as a value: which rule, where, what was seen, how to mend it.

This is the lowest module of the engine. Readers, rules and pages all speak of faults in these terms;
only the adapters print them. A fault of the *program* is an exception instead and never passes through here.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    """Nothing is published while one stands."""
    WARNING = "warning"
    """Shown to whoever runs the check; publishing goes on."""


class Scope(StrEnum):
    """What a rule looks at, which is also how its documentation is grouped."""

    FILE = "file"
    """One file as bytes and text, before anything is known of its meaning."""
    RECORD = "record"
    """One record by itself."""
    REFERENCE = "reference"
    """The bibliography."""
    LIBRARY = "library"
    """Records against each other."""
    APPRAISAL = "appraisal"
    """What a record says against what its evidence allows."""
    PAGE = "page"
    """A page written by hand."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file of the project.

    ``line`` and ``column`` count from 1, in characters; (1, 1) also stands for the file as a whole.
    """

    file: str
    """Path from the project's root, with forward slashes."""
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Write the place as editors and terminals understand it."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Example:
    """A passage that keeps a rule and what it looks like when it breaks the rule.

    ``good`` stands literally in ``file`` of the sample project under ``tests/sample``; putting ``bad`` in its
    place must raise exactly this rule. So the documentation of a rule can never show an example that is not true.
    """

    file: str
    good: str
    bad: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold, why, and how it looks when it does not."""

    id: str
    scope: Scope
    must: str
    """One sentence with "must": the rule."""
    why: str
    """One or two sentences: what goes wrong for a reader or contributor without it."""
    example: Example | None = None
    """None where a fault cannot be shown as a passage of one file (a binary file, a folder in place of a file)."""
    severity: Severity = Severity.ERROR
    shown: str = ""
    """How a record looks that breaks the rule, in words, where there is no example."""
    mend: str = ""
    """How to mend it, where the hint of the example does not say it."""
    exemptible: bool = False
    """Whether a record may be exempted for a reason: where the rule can be wrong, and nobody is misled if it is."""

    def at(self, place: Place, message: str, hint: str = "") -> Problem:
        """Make a problem of this rule at a place."""
        return Problem(place=place, rule=self.id, severity=self.severity, message=message, hint=hint)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault. Problems sort by place, so a run reads from the top of each file to its end."""

    place: Place
    rule: str
    severity: Severity
    message: str
    """What must hold and what was seen."""
    hint: str = ""
    """The next step, where there is one: the nearest allowed value, the file to create, the text to write."""

    def as_text(self) -> str:
        """Write the problem for a terminal: one line, and the hint on a second one."""
        line = f"{self.place}: {self.severity} [{self.rule}] {self.message}"
        return f"{line}\n    hint: {self.hint}" if self.hint else line


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems keeps the site from being published."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def rule_page(rule: str, site_url: str = "") -> str:
    """Return where a rule is explained: on the site, or in the project where no site is known."""
    page = f"contribute/rules/{rule}"
    return f"{site_url.rstrip('/')}/{page}/" if site_url else f"docs/{page}.md"


def nearest(seen: str, allowed: Iterable[str]) -> str:
    """Return a hint with the allowed value that looks most like the one seen, or an empty text."""
    # 0.6 is difflib's own default: lower values offer words that share only a few letters.
    matches = get_close_matches(seen, sorted(allowed), n=1, cutoff=0.6)
    return f"did you mean {matches[0]!r}?" if matches else ""
