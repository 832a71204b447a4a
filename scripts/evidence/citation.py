"""A reference written out in Vancouver style, as the National Library of Medicine describes it (Citing Medicine).

The result is text and links, not HTML: pages, feeds and exports mark it up, and escape it, each in its own way.
Departures from the style, because the bibliography keeps less or more than it asks for: journals stand under their
full titles, books without a place of publication, and what is not confirmed is named in brackets.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.model.reference import Person, Reference

NO_AUTHORS = "[authors not confirmed]"
NO_YEAR = "[year not confirmed]"

# From the seventh author on, names are not listed (ICMJE).
AUTHOR_LIMIT = 6
# In running text, from the third.
SHORT_AUTHOR_LIMIT = 2
# In running text, of a work without confirmed authors.
SHORT_TITLE_WORDS = 5
# Citing Medicine gives at most two initials: Ackerman JJ, not JJH.
_INITIAL_LIMIT = 2
# A DOI may hold any printable character. What stands here as it is has no other meaning in the path of an address;
# Crossref's own guideline encodes the rest, `%`, `#`, `<`, `>` and parentheses among it.
_DOI_SAFE = "/:;.,-_~!*'@+$=&"
_RANKS = {"II": "2nd", "III": "3rd", "IV": "4th", "V": "5th"}
_ORDINALS = {"1": "st", "2": "nd", "3": "rd"}
_EN_DASH = "\N{EN DASH}"
_PAGE_RANGE = re.compile(rf"([A-Za-z]*)([0-9]+){_EN_DASH}([A-Za-z]*)([0-9]+)")
# The marks after which Vancouver style puts no full stop; a closing quotation mark may follow them.
_ENDED = re.compile(r"[.?!…][\"'\u201d\u2019]*\Z")
_GENRES = {"phdthesis": " [dissertation]", "mastersthesis": " [master's thesis]", "online": " [Internet]"}


@dataclass(frozen=True, slots=True)
class Link:
    """Where the work can be found."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference as it stands in a list: sentences that each end in a full stop, and links."""

    authors: str
    title: str
    source: str
    """Journal, date, volume and pages; or edition, publisher and year. Always holds the year."""
    links: tuple[Link, ...]

    @property
    def text(self) -> str:
        """Write the citation as one text, without links."""
        return f"{self.authors} {self.title} {self.source}"


def cite(reference: Reference) -> Citation:
    """Write out a reference."""
    title = reference.title + _GENRES.get(reference.type, "")
    return Citation(
        authors=_sentence(_author_list(reference)),
        title=_sentence(title),
        source=" ".join(_sentence(part) for part in _source(reference)),
        links=_links(reference),
    )


def short(reference: Reference) -> str:
    """Name a reference in running text: ``Alpha & Beta 2001``, ``Martel et al. 2002``.

    One without confirmed authors is named by the beginning of its title; that they are not confirmed stands in the
    reference itself. So it is with a year.
    """
    names = [person.family for person in _people(reference)]
    if len(names) > SHORT_AUTHOR_LIMIT or (names and reference.others):
        names = [f"{names[0]} et al."]
    return " ".join(filter(None, (" & ".join(names) or _title_words(reference), reference.year))) or NO_AUTHORS


def _title_words(reference: Reference) -> str:
    words = reference.title.split()
    begun = " ".join(words[:SHORT_TITLE_WORDS]).rstrip(".,:;")
    dots = "…" if len(words) > SHORT_TITLE_WORDS else ""
    return f"“{begun}{dots}”" if words else ""


def sort_key(reference: Reference) -> tuple[bool, tuple[str, ...], str, str, str]:
    """Return what orders references: authors, year, title; those without authors come last.

    Letters count without accents and case, and the key settles what is left.
    """
    names = tuple(_plain(_author_name(person)) for person in _people(reference))
    return (not names, names, reference.year, _plain(reference.title), reference.key)


def doi_url(doi: str) -> str:
    """Return the address of a DOI."""
    return f"https://doi.org/{quote(doi, safe=_DOI_SAFE)}"


def _people(reference: Reference) -> tuple[Person, ...]:
    """Return who answers for a work: its authors, or the editors of a book without authors of its own."""
    return reference.authors or reference.editors


def _author_list(reference: Reference) -> str:
    people = _people(reference)
    if not people:
        return NO_AUTHORS
    names = [_author_name(person) for person in people[:AUTHOR_LIMIT]]
    if reference.others or len(people) > AUTHOR_LIMIT:
        names.append("et al.")
    if not reference.authors:
        names.append("editor" if len(people) == 1 and not reference.others else "editors")
    return ", ".join(names)


def _author_name(author: Person) -> str:
    if author.group:
        return author.family
    rank = _RANKS.get(author.suffix, author.suffix.rstrip("."))
    return " ".join(part for part in (author.family, _initials(author.given), rank) if part)


def _initials(given: str) -> str:
    """Take the first letter of each given name; ``J.-P.`` and ``Jean-Pierre`` are two names."""
    names = re.findall(r"[^\W\d_][^\s.\-\u2010]*", given)
    return "".join(name[0].upper() for name in names)[:_INITIAL_LIMIT]


def _source(reference: Reference) -> Sequence[str]:
    year = reference.year or NO_YEAR
    pages = _pages(reference.pages)
    language = reference.language.capitalize()
    foreign = [language] if language not in {"", "English", "En"} else []
    if reference.journal:
        return [reference.journal, year + _locator(reference, pages), *foreign]
    edition = [_edition(reference.edition)] if reference.edition else []
    published = f"{reference.publisher}; {year}" if reference.publisher else year
    inside = [f"p. {pages}"] if pages else []
    if reference.booktitle:
        return [f"In: {reference.booktitle}", *edition, published, *inside, *foreign]
    report = [f"Report No.: {reference.number}"] if reference.number and reference.type == "techreport" else []
    return [*edition, published, *report, *inside, *foreign]


def _locator(reference: Reference, pages: str) -> str:
    """Write volume, number and pages as they follow the year: ``;32(10):518-24``."""
    volume = _hyphens(reference.volume)
    number = f"({_hyphens(reference.number)})" if reference.number else ""
    return (f";{volume}{number}" if volume or number else "") + (f":{pages}" if pages else "")


def _pages(pages: str) -> str:
    return _hyphens(_PAGE_RANGE.sub(_shortened, pages))


def _shortened(match: re.Match[str]) -> str:
    """Drop from the last page what it shares with the first, a repeated letter included: ``S10-8``."""
    first_letter, first, last_letter, last = match.groups()
    # A letter after the last page would need the page number in full: `126A-127A`.
    followed = match.string[match.end() : match.end() + 1].isalpha()
    if first_letter != last_letter or followed:
        return match.group()
    # Page numbers of different length share nothing: `S6-12`, `97-106`.
    pairs = zip(first, last, strict=True) if len(first) == len(last) else ()
    shared = next((index for index, (a, b) in enumerate(pairs) if a != b), 0)
    return f"{first_letter}{first}{_EN_DASH}{last[shared:]}"


def _hyphens(text: str) -> str:
    return text.replace(_EN_DASH, "-")


def _edition(edition: str) -> str:
    """Write ``2`` as ``2nd ed.`` and leave words as they are."""
    edition = re.sub(r"\.?\s*\b(?:edition|ed)\b\.?\Z", "", edition, flags=re.IGNORECASE)
    if re.fullmatch(r"[0-9]+", edition):
        teens = edition[-2:-1] == "1"
        edition += "th" if teens else _ORDINALS.get(edition[-1], "th")
    return f"{edition} ed."


def _links(reference: Reference) -> tuple[Link, ...]:
    links = []
    if reference.doi:
        links.append(Link(f"doi:{reference.doi}", doi_url(reference.doi)))
    if reference.pmid:
        links.append(Link("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"))
    if reference.pmcid:
        links.append(Link("PMC", f"https://pmc.ncbi.nlm.nih.gov/articles/{reference.pmcid}/"))
    if not links and reference.url:
        host = urlsplit(reference.url).hostname or reference.url
        links.append(Link(host.removeprefix("www."), reference.url))
    return tuple(links)


def _sentence(text: str) -> str:
    return text if _ENDED.search(text) else f"{text}."


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
