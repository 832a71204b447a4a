"""Line breaks of prose that mean nothing, taken out when it is read and put in when it is written.

In Markdown a line break inside a paragraph is a blank. So that a text which was wrapped anew stays the same text,
records hold each paragraph, and each point of a list, as one line. What this module does not understand, such as a list
inside a list or a forced line break, keeps its lines as they are.
"""

from __future__ import annotations

import re

_POINT = re.compile(r"(?:[*+-]|[0-9]+[.)])(?: +|$)")
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
# A single blank; where two stand together both were meant, or nobody knows.
_BLANK = re.compile(r"(?<! ) (?! )")
# A citation in two lines could neither be searched for nor pointed at.
_CITATION = re.compile(r"\[@[^\[\]\n]*\]")
# No record can hold it.
_HELD = "\0"


def unwrapped(text: str) -> str:
    """Return a text with each paragraph, and each point of a list, on one line."""
    return "\n\n".join(
        block if pieces is None else "\n".join(mark + words for mark, words in pieces)
        for block, pieces in _blocks(text)
    )


def wrapped_prose(text: str, width: int) -> list[str]:
    """Return the lines of a text of several paragraphs, none longer than ``width`` where its words allow it."""
    lines: list[str] = []
    for block, pieces in _blocks(text):
        lines += [""] if lines else []
        if pieces is None:
            lines += block.split("\n")
        for mark, words in pieces or []:
            first, *others = wrapped_line(words, width - len(mark))
            lines += [mark + first, *(" " * len(mark) + line for line in others)]
    return lines


def wrapped_line(text: str, width: int) -> list[str]:
    """Return the lines of a text without line breaks, so that joining them with blanks gives it back.

    No line begins with what would be the mark of a list.
    """
    held = _CITATION.sub(lambda citation: citation.group().replace(" ", _HELD), text)
    lines: list[str] = []
    for word in _BLANK.split(held):
        if lines and (len(lines[-1]) + 1 + len(word) <= width or _POINT.fullmatch(word)):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [line.replace(_HELD, " ") for line in lines]


def _blocks(text: str) -> list[tuple[str, list[tuple[str, str]] | None]]:
    """Split a text at its empty lines; with each block come its pieces, or None where its lines must stay."""
    return [(block, _pieces(block.split("\n"))) for block in _EMPTY_LINES.split(text.strip("\n")) if block.strip(" ")]


def _pieces(lines: list[str]) -> list[tuple[str, str]] | None:
    """Return the mark and the words of each point of a list, or the words of a paragraph behind an empty mark."""
    forced = any(line.endswith("  ") for line in lines[:-1])
    if forced or lines[0].startswith(" "):
        return None
    pieces: list[tuple[str, str]] = []
    for line in lines:
        point, words = _POINT.match(line), line.strip(" ")
        if point and (not pieces or pieces[0][0]):
            mark, words = point.group().strip(" "), line[point.end() :].strip(" ")
            pieces.append((f"{mark} " if words else mark, words))
        elif _POINT.match(words) or (pieces and pieces[0][0] and not line.startswith("  ")):
            # A list inside another one or right below a paragraph, or text right below a list.
            return None
        elif pieces:
            pieces[-1] = (pieces[-1][0], f"{pieces[-1][1]} {words}")
        else:
            pieces.append(("", words))
    return [(mark, re.sub(" +", " ", words)) for mark, words in pieces]
