"""A reference: what was published where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.problem import Place


@dataclass(frozen=True, slots=True)
class Person:
    """An author: family name and given names, or a group under its own name."""

    family: str
    """The family name with its particles (``van den Berg``), or the whole name of a group."""
    given: str = ""
    suffix: str = ""
    """``Jr``, ``III`` and the like, as the entry writes it."""
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
    """Empty where the authors are not confirmed, which pages say in words."""
    editors: tuple[Person, ...] = ()
    others: bool = False
    """The entry names only some of the authors or editors."""
    year: str = ""
    journal: str = ""
    booktitle: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    """Ranges are joined by an en dash and written in full; several ranges by a comma and a space."""
    publisher: str = ""
    edition: str = ""
    language: str = ""
    isbn: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    raw: str = ""
    """The entry as it stands in the file, for copying."""
    fields: Mapping[str, int] = field(default_factory=dict)
    """Line of each field, counted from 1."""

    @property
    def identified(self) -> bool:
        """Tell whether an identifier of the work is confirmed; of what is no journal article an address will do."""
        return bool(self.doi or self.pmid or self.pmcid or self.isbn or (self.url and self.type != "article"))

    @property
    def attributed(self) -> bool:
        """Tell whether its authors or editors are confirmed."""
        return bool(self.authors or self.editors)
