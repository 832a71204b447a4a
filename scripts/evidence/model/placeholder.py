"""How a text looks that is still to be written.

Scaffolds put such texts where only a person can say what belongs there. They keep the form of their field, so that a
draft passes the check, and they can be told from anything that somebody would write, so that none is published.
"""

from __future__ import annotations

TO_WRITE = "TO WRITE:"
"""What a text begins with that is still to be written; after it stands what it should say."""

TO_NAME = "to-write"
"""The id of an arm or outcome that still needs one: ids have no room for the other form."""


LEFT_OPEN = "…"
"""What stands for a value in the commented lines of a scaffold."""


def is_placeholder(text: str) -> bool:
    """Tell whether a text is still to be written, in whole or in part."""
    return TO_WRITE in text or text in {TO_NAME, LEFT_OPEN}
