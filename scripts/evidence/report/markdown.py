"""Problems as a list in Markdown, for a comment on a pull request.

Whoever sends a pull request chooses what stands in messages. So everything is escaped that could become a tag, a link,
a picture, or a call to somebody (`@name`) or to an issue (`#1`). No HTML is used, so that nobody needs to let it pass.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.problem import Severity

if TYPE_CHECKING:
    from evidence.problem import Problem
    from evidence.report.findings import Findings

LIMIT = 24_000
"""Characters of a report. GitHub takes 65,536 in a comment, which has to hold more than this list."""

_MARKS = {Severity.ERROR: "❌ **error**", Severity.WARNING: "⚠️ **warning**"}
_CODE = re.compile(r"`([^`\n]+)`")
# What means something to Markdown, HTML or GitHub. Behind a sign that calls somebody stands a blank without width.
_SIGNS = re.compile(r"[\\`*_{}\[\]()<>&|~!$\r\n]|:(?=//)|[@#](?=\w)")


def as_markdown(findings: Findings) -> str:
    """Write how many problems there are, then as many of them as there is room for."""
    text = f"**{findings.counts}**\n"
    text += "\n" if findings.problems else ""
    # The last line says what did not fit.
    room = LIMIT - len(text) - 100
    for index, problem in enumerate(findings.problems):
        item = _item(problem, findings)
        room -= len(item)
        if room < 0:
            return f"{text}\n… and {len(findings.problems) - index} more: run `make check` to see them.\n"
        text += item
    return text


def _item(problem: Problem, findings: Findings) -> str:
    page = findings.page(problem)
    rule = f"[{problem.rule}]({page})" if findings.site_url else f"{problem.rule}, see {_as_code(page)}"
    lines = [f"- {_MARKS[problem.severity]} {_as_code(str(problem.place))}", _escaped(problem.message)]
    lines += [f"hint: {_escaped(problem.hint)}"] if problem.hint else []
    return "\\\n  ".join([*lines, f"rule: {rule}"]) + "\n"


def _escaped(text: str) -> str:
    """Escape a text, and keep what stands between backticks as code."""
    parts = _CODE.split(text)
    parts[::2] = [_SIGNS.sub(_entity, words) for words in parts[::2]]
    parts[1::2] = [_as_code(code) for code in parts[1::2]]
    return "".join(parts)


def _entity(sign: re.Match[str]) -> str:
    character = sign.group()
    if character in "\r\n":
        return " "
    return f"{character}&#8203;" if character in "@#" else f"&#{ord(character)};"


def _as_code(text: str) -> str:
    """Write a text as code, in which nothing means anything but a backtick and a line end."""
    words = re.sub(r"[`\s]", " ", text)
    return f"`{words}`" if words.strip() else words
