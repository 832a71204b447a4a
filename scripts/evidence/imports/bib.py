"""From a BibTeX file of somebody else to works.

The project's own bibliography is read strictly (``evidence.readers.bibtex``). Files from reference managers hold fields
that nothing prints here, names without commas and LaTeX of all kinds: what can be read is taken, and the rest named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.imports.markup import plain_text
from evidence.imports.work import Work, bare_doi, full_pages
from evidence.readers.bibtex import ENTRY_TYPES
from evidence.readers.bibtex_blocks import Abbreviation, Entry, read_blocks
from evidence.readers.latex import decode, shown
from evidence.readers.names import read_authors
from evidence.readers.reference_fields import FIELDS, RENAMED, read_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.model.reference import Person
    from evidence.readers.bibtex_blocks import Field

_TYPES: Mapping[str, str] = {
    "conference": "inproceedings",
    "proceedings": "book",
    "mvbook": "book",
    "report": "techreport",
    "thesis": "phdthesis",
    "electronic": "online",
    "www": "online",
}
# What programs write into every entry and no reference needs; not worth a word when it is left out.
_SILENT = frozenset(
    {
        *("abstract", "address", "annote", "copyright", "day", "eissn", "file", "issn", "keywords", "location"),
        *("month", "note", "series", "shorttitle", "urldate"),
        *("bdsk-url-1", "creationdate", "date-added", "date-modified", "groups", "mendeley-tags", "owner", "timestamp"),
    }
)


def read_bib(text: str) -> dict[str, Work]:
    """Read every entry of a BibTeX file that has a title, by its key there."""
    blocks = read_blocks(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    strings = {block.name.casefold(): block.value for block in blocks if isinstance(block, Abbreviation)}
    found = {}
    for block in blocks:
        if isinstance(block, Entry) and (work := _work(block, strings)) is not None:
            found[block.key] = work
    return found


def _work(entry: Entry, strings: Mapping[str, str]) -> Work | None:
    fields: dict[str, str] = {}
    notes: list[str] = []
    for item in entry.fields:
        name = RENAMED.get(item.name.lower(), item.name.lower())
        text = _text_of(item, strings)
        if name in {"author", "editor", *FIELDS}:
            fields.setdefault(name, text)
        elif name not in _SILENT:
            notes.append(f"`{item.name}` was left out: references here have no such field")
    people: dict[str, tuple[Person, ...]] = {}
    others = False
    for role in ("author", "editor"):
        if names := fields.pop(role, ""):
            people[role], more, said = _people(names)
            others = others or more
            notes += [f"`{role}`: {what}" for what in said]
    values = {}
    for name, text in fields.items():
        value, reason = _value(name, text)
        if value:
            values[name] = value
        elif text.strip():
            notes.append(f"`{name}` was left out: {reason or f'`{shown(text)}` could not be read'}")
    if "title" not in values:
        return None
    kind = _TYPES.get(entry.type, entry.type)
    return Work(
        type=kind if kind in ENTRY_TYPES else "misc",
        values=values,
        authors=people.get("author", ()),
        editors=people.get("editor", ()),
        others=others,
        notes=tuple(notes),
    )


def _text_of(item: Field, strings: Mapping[str, str]) -> str:
    return strings.get(item.value.casefold(), "") if item.bare else item.value


def _value(name: str, text: str) -> tuple[str, str]:
    """Read a field, and say why where it cannot be read."""
    text = text.strip()
    if name == "doi":
        return bare_doi(text.replace("\\", "")), ""
    if name == "year":
        text = text[:4]
    elif name == "pmcid":
        text = text if text.upper().startswith("PMC") else f"PMC{text}"
    elif name == "pages":
        text = full_pages(decode(text)[0] or text)
    elif name == "url":
        text = text.replace("\\", "")
    value, faults = read_field(name, text)
    if faults and name in {"title", "journal", "booktitle", "publisher"}:
        # A tag, or LaTeX that cannot be decoded: the words are worth keeping where they can be told from it.
        value, faults = decode(plain_text(text))
    return value, faults[0].seen if faults else ""


def _people(names: str) -> tuple[tuple[Person, ...], bool, list[str]]:
    people, others, faults = read_authors(names)
    if faults:
        people, others, faults = read_authors(" and ".join(_with_comma(name) for name in names.split(" and ")))
    return people, others, [fault.seen for fault in faults]


def _with_comma(name: str) -> str:
    """Put the family name first, as far as that can be told: `Glenn F. Martel` becomes `Martel, Glenn F.`."""
    words = name.split()
    if "," in name or "{" in name or len(words) == 1 or name.strip() == "others":
        return name.strip()
    particle = next((index for index, word in enumerate(words[:-1]) if index and word.islower()), len(words) - 1)
    return f"{' '.join(words[particle:])}, {' '.join(words[:particle])}"
