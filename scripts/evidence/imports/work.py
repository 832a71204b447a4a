"""A work as a registry or a reference manager describes it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.readers.reference_fields import read_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.model.reference import Person
    from evidence.model.vocabulary import Design, NoticeKind


@dataclass(frozen=True, slots=True)
class FoundNotice:
    """A correction, retraction or other notice that the description of a work names."""

    kind: NoticeKind
    what: str
    where: str = ""
    """Address of the notice; empty where it is not told."""


@dataclass(frozen=True, slots=True)
class Work:
    """A work: what `references.bib` can hold of it, and what its study can say at once."""

    type: str
    """The BibTeX entry type."""
    values: Mapping[str, str]
    """The other fields of a reference as plain text, by name; what is not known is not there."""
    authors: tuple[Person, ...] = ()
    editors: tuple[Person, ...] = ()
    others: bool = False
    """Only some of the authors are named."""
    notices: tuple[FoundNotice, ...] = ()
    funders: tuple[str, ...] = ()
    registrations: tuple[str, ...] = ()
    """Numbers of trial registers."""
    design: Design | None = None
    """The design that its description names, for a start."""
    notice_of: str = ""
    """The DOI of the work that this one is only a notice on."""
    notes: tuple[str, ...] = ()
    """What whoever imports it should know: values left out, years that differ."""

    @property
    def title(self) -> str:
        """Return the title, which every work has."""
        return self.values["title"]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a description could not be used."""

    reason: str


def merged(first: Work, second: Work) -> Work | Unreadable:
    """Complete the description of a work with another one of the same work."""
    ours, theirs = (work.values.get("doi", "").casefold() for work in (first, second))
    if ours and theirs and ours != theirs:
        return Unreadable(f"these are two works, `{ours}` and `{theirs}`: {first.title} · {second.title}")
    if not (ours and theirs) and _letters(first.title) != _letters(second.title):
        return Unreadable(f"these look like two works: {first.title} · {second.title}")
    kinds = {notice.kind for notice in first.notices}
    return replace(
        first,
        values={**second.values, **first.values},
        authors=first.authors or second.authors,
        editors=first.editors or second.editors,
        # A notice is told of twice under different addresses, so that the first description of its kind is kept.
        notices=(*first.notices, *(notice for notice in second.notices if notice.kind not in kinds)),
        funders=first.funders or second.funders,
        registrations=first.registrations or second.registrations,
        design=first.design or second.design,
        notice_of=first.notice_of or second.notice_of,
        notes=(*first.notes, *second.notes),
    )


def _letters(title: str) -> str:
    return "".join(sign for sign in title.casefold() if sign.isalnum())


def bare_doi(text: str) -> str:
    """Return the DOI that a text is, or is the address of; empty where it is neither."""
    found = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text.strip(), flags=re.IGNORECASE)
    return read_field("doi", found)[0]


def full_pages(text: str) -> str:
    """Return pages with every range written in full: PubMed shortens `518-524` to `518-24`."""
    return ", ".join(_full_range(part.strip()) for part in re.split(r"[,;]", text) if part.strip())


def _full_range(text: str) -> str:
    first, dash, last = (part.strip() for part in re.sub(r"\s*[-\u2013\u2014]+\s*", "\u2013", text).partition("\u2013"))
    shortened = bool(re.fullmatch(r"[A-Za-z]*[0-9]+", first)) and last.isdigit() and len(last) < len(first)
    if shortened and first[len(first) - len(last) :].isdigit():
        last = first[: len(first) - len(last)] + last
    # A single page is often given as a range from itself to itself.
    return first if not dash or first == last else f"{first}\u2013{last}"
