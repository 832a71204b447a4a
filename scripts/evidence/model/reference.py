"""A reference: what was published where."""

from __future__ import annotations

from dataclasses import dataclass, field

from evidence.problem import Place


@dataclass(frozen=True, slots=True)
class Person:
    """An author: family name and given names, or a group under its own name."""

    family: str
    given: str = ""
    group: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of ``references.bib``. Texts are Unicode, without LaTeX; absent fields are empty."""

    key: str
    type: str
    """The BibTeX entry type in lower case."""
    place: Place
    title: str = ""
    authors: tuple[Person, ...] = ()
    others: bool = False
    """The entry names only some of the authors."""
    year: str = ""
    journal: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    publisher: str = ""
    edition: str = ""
    isbn: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    raw: str = ""
    """The entry as it stands in the file, for copying."""
    fields: dict[str, int] = field(default_factory=dict)
    """Line of each field, counted from 1."""
