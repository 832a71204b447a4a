"""What a run of the check has found, as the formats of its output need it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evidence.problem import Severity, rule_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidence.problem import Problem


@dataclass(frozen=True, slots=True)
class Findings:
    """Problems, with what is needed to show them."""

    problems: Sequence[Problem]
    """In the order of files and lines."""
    notes: Sequence[str] = ()
    """Lines that say what was looked at and what else is worth knowing."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The text of the files that have problems, as far as they can be read."""
    exempted: int = 0
    """Problems that records are exempted from."""
    site_url: str = ""
    """Address of the site; empty where it is not known."""

    @property
    def counts(self) -> str:
        """Say how many problems there are."""
        count = Counter(problem.severity for problem in self.problems)
        told = f"{count[Severity.ERROR]} errors, {count[Severity.WARNING]} warnings"
        return f"{told}, {self.exempted} exempted" if self.exempted else told

    def page(self, problem: Problem) -> str:
        """Return where the rule of a problem is explained."""
        return rule_page(problem.rule, self.site_url)
