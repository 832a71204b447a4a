"""From a RIS file, which most reference managers and databases can write, to works."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import rispy

from evidence.imports.markup import plain_text
from evidence.imports.work import Work, bare_doi, full_pages
from evidence.model.fields import PMCID_PATTERN, PMID_PATTERN
from evidence.model.reference import Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TYPES: Mapping[str, str] = {
    "JOUR": "article",
    "EJOUR": "article",
    "MGZN": "article",
    "ABST": "article",
    "INPR": "article",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CHAP": "incollection",
    "ECHAP": "incollection",
    "CONF": "inproceedings",
    "CPAPER": "inproceedings",
    "THES": "phdthesis",
    "RPRT": "techreport",
    "ELEC": "online",
}
_YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}")


def read_ris(text: str) -> list[Work]:
    """Read every record of a RIS file that has a title."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    # A tag that stands twice is kept twice, and the first of them is used.
    records = rispy.loads(lines, enforce_list_tags=False)
    return [work for record in records if (work := _work(record)) is not None]


def _work(record: Mapping[str, object]) -> Work | None:
    kind = _TYPES.get(_first(record, "type_of_reference"), "misc")
    container = _first(record, "journal_name", "alternate_title3", "secondary_title", "alternate_title2")
    start, end = _first(record, "start_page"), _first(record, "end_page")
    title = _first(record, "title", "primary_title", *([] if kind == "article" else ["secondary_title"]))
    if not title:
        return None
    values = {
        "title": title,
        "journal": container if kind == "article" else "",
        "booktitle": container if kind in {"incollection", "inproceedings"} and container != title else "",
        "publisher": "" if kind == "article" else _first(record, "publisher"),
        "year": _year(record),
        "volume": _first(record, "volume"),
        "number": _first(record, "number"),
        "pages": full_pages(f"{start}-{end}" if start and end and "-" not in start else start),
        "edition": _first(record, "edition"),
        "doi": bare_doi(_first(record, "doi")),
        "pmid": _pmid(record),
        "pmcid": next((value for value in _texts(record, "custom2") if re.fullmatch(PMCID_PATTERN, value)), ""),
        "isbn": _first(record, "issn") if kind in {"book", "incollection"} else "",
        "url": next((url for url in _texts(record, "urls") if "doi.org/" not in url), ""),
    }
    editors = "secondary_authors" if kind in {"incollection", "inproceedings"} else ""
    return Work(
        type=kind,
        values={name: value for name, value in values.items() if value},
        authors=tuple(_people(record, "authors", "first_authors")),
        editors=tuple(_people(record, editors)),
    )


def _year(record: Mapping[str, object]) -> str:
    written = (_YEAR.search(_first(record, name)) for name in ("year", "publication_year", "date"))
    return next((found.group() for found in written if found), "")


def _pmid(record: Mapping[str, object]) -> str:
    """Take the number of the record for a PubMed id only where the record says that it comes from there."""
    number = _first(record, "accession_number")
    where = " ".join(_texts(record, "name_of_database", "database_provider", "urls")).casefold()
    known = any(name in where for name in ("pubmed", "medline", "nlm"))
    return number if known and re.fullmatch(PMID_PATTERN, number) else ""


def _people(record: Mapping[str, object], *names: str) -> Iterator[Person]:
    for text in _texts(record, *names):
        # `Martel, Glenn F.,Jr`: family name, given names, suffix.
        parts = [part.strip() for part in text.split(",")]
        family, given, suffix = (*parts, "", "")[:3]
        if given:
            yield Person(family, given, suffix)
        elif family:
            yield Person(family, group=True)


def _first(record: Mapping[str, object], *names: str) -> str:
    return next(iter(_texts(record, *names)), "")


def _texts(record: Mapping[str, object], *names: str) -> list[str]:
    found = [value for name in names for value in _listed(record.get(name))]
    return [text for value in found if (text := plain_text(value))]


def _listed(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value is not None else []
