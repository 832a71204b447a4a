"""Problems for people at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.problem import Severity
from evidence.report.excerpt import excerpt, line_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evidence.problem import Problem
    from evidence.report.findings import Findings

    Paint = Callable[[str, str], str]
    """Writes a text in a colour, by its code."""

WIDTH = 120
"""Columns of an excerpt where nothing is known of the terminal."""

# Codes of ECMA-48 that every terminal with colours has had for decades.
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33"}
_PLACE, _MARK, _DIM = "1", "1;36", "2"


def _plainly(text: str, code: str) -> str:
    del code
    return text


def _in_colour(text: str, code: str) -> str:
    return f"\033[{code}m{text}\033[0m"


def as_text(findings: Findings, *, width: int = WIDTH, colour: bool = False) -> str:
    """Write each problem with the line that it points at, its hint and where its rule is explained."""
    paint = _in_colour if colour else _plainly
    lines: list[str] = []
    for problem in findings.problems:
        text = findings.texts.get(problem.place.file, "")
        lines += [
            *problem_lines(problem, text, width=width, paint=paint),
            paint(f"    rule: {findings.page(problem)}", _DIM),
        ]
    return "\n".join([*lines, *findings.notes, findings.counts]) + "\n"


def problem_lines(problem: Problem, text: str, *, width: int = WIDTH, paint: Paint = _plainly) -> Iterator[str]:
    """Yield what is said of a problem in a file with some text."""
    severity = paint(problem.severity, _COLOURS[problem.severity])
    yield f"{paint(str(problem.place), _PLACE)}: {severity} [{problem.rule}] {problem.message}"
    line = line_at(text, problem.place)
    if line is not None:
        number = f"{problem.place.line:>7} | "
        shown, offset = excerpt(line, problem.place.column, width - len(number))
        yield paint(number, _DIM) + shown
        yield paint(f"{'':>7} | ", _DIM) + " " * offset + paint("^", _MARK)
    if problem.hint:
        yield f"    hint: {problem.hint}"
