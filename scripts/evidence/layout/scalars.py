"""How a single value is written: without quotes where that can be read in one way only, wrapped where it is long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.model.fields import is_ambiguous
from evidence.model.paragraphs import wrapped_line, wrapped_prose

if TYPE_CHECKING:
    from collections.abc import Sequence

# What the longest lines of most wrapped texts have: of 1,684 texts in November 2026 the median is 119.
WIDTH = 120

# A colon or hash that would end the text, and what a plain text must not begin with.
_NOT_PLAIN = re.compile(r":(?: |$)| #|^[-?:](?: |$)|^[?:,\[\]{}#&*!|>'\"%@`]|^(?:---|\.\.\.)|^$|^ | $")
# In one line with others, these end a text.
_NOT_IN_LINE = re.compile(r"[,\[\]{}?]")


def text_in_line(text: str, *, among_others: bool, was_plain: bool) -> str:
    """Write a text in one line.

    Args:
        text: A text without line breaks.
        among_others: It stands between the brackets of a list or mapping that is written in one line.
        was_plain: Its field takes it without quotes, although another reader of YAML could misread it.

    """
    misread = is_ambiguous(text) and not was_plain
    if misread or _NOT_PLAIN.search(text) or (among_others and _NOT_IN_LINE.search(text)):
        return _quoted(text)
    return text


def text_in_lines(text: str, indent: int, *, prose: bool) -> tuple[str, Sequence[str]]:
    """Return the sign after which a long text begins, and its lines without their indentation."""
    room = WIDTH - indent
    return ("|", wrapped_prose(text, room)) if prose else (">-", wrapped_line(text, room))


def _quoted(text: str) -> str:
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'
