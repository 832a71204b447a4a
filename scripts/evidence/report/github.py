"""Problems as workflow commands, which GitHub turns into annotations on the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidence.problem import Problem
    from evidence.report.findings import Findings


def as_github(findings: Findings) -> str:
    """Write each problem as one command. The lines after them are plain: a runner prints these in its log."""
    commands = [annotation(problem, findings.page(problem)) for problem in findings.problems]
    return "\n".join([*commands, *findings.notes, findings.counts]) + "\n"


def annotation(problem: Problem, page: str) -> str:
    """Write a problem as a workflow command."""
    message = f"{problem.message} — {problem.hint}" if problem.hint else problem.message
    place = f"file={_property(problem.place.file)},line={problem.place.line},col={problem.place.column}"
    return f"::{problem.severity} {place},title={_property(problem.rule)}::{_data(f'{message} (rule: {page})')}"


def _data(text: str) -> str:
    """Escape text after ``::``, as the runner's command parser reads it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property of a workflow command, where ``:`` and ``,`` separate as well."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
