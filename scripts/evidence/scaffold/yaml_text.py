"""Lines of a record, in its canonical form."""

from __future__ import annotations

import textwrap

from evidence.layout.scalars import WIDTH, text_in_line, text_in_lines


def scalar(text: str, *, inside: bool = False) -> str:
    """Write a text on one line; ``inside`` says that it stands within brackets, where a comma would end it."""
    return text_in_line(text, among_others=inside, was_plain=False)


def key_and_text(key: str, text: str, indent: int) -> list[str]:
    """Write a key with its text: on one line, or folded below the key where it is longer than that."""
    line = f"{' ' * indent}{key}: {scalar(text)}"
    if len(line) <= WIDTH or " " not in text:
        return [line]
    sign, lines = text_in_lines(text, indent + 2, prose=False)
    return [f"{' ' * indent}{key}: {sign}", *(f"{' ' * indent}  {words}" for words in lines)]


def comment(text: str, indent: int) -> list[str]:
    """Write a comment, on several lines where it is long."""
    margin = " " * indent
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=f"{margin}# ",
        subsequent_indent=f"{margin}#   ",
        break_long_words=False,
        break_on_hyphens=False,
    )
