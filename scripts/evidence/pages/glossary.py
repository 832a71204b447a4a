"""The terms of the glossary from A to Z, found in the page itself: its text stays where an editor looks for it.

A term is marked where it is explained, ``<dfn id="sham">Sham</dfn>``; its id is its address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

_TERM = re.compile(r'<dfn id="(?P<id>[a-z0-9-]+)">(?P<words>[^<]+)</dfn>')


@dataclass(frozen=True, slots=True)
class Term:
    """A term that is explained."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The terms that begin with a letter."""

    letter: str
    terms: tuple[Term, ...]


def terms_on(text: str) -> list[Term]:
    """Return the terms that a page explains, in its own order."""
    return [Term(found["id"], found["words"]) for found in _TERM.finditer(text)]


def letters(terms: list[Term]) -> list[Letter]:
    """Return terms by the first letters of their ids, which are plain letters where a term has signs (``tau2``)."""
    ordered = sorted(terms, key=lambda term: term.id)
    return [Letter(letter.upper(), tuple(found)) for letter, found in groupby(ordered, key=lambda term: term.id[0])]
