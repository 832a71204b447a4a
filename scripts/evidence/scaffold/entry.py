"""A work as an entry of `references.bib`: its text, its key and its place among the others."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from string import ascii_lowercase
from typing import TYPE_CHECKING

from anyascii import anyascii

from evidence.imports.work import Work
from evidence.layout.bibliography import FIELD_ORDER
from evidence.library import BIBLIOGRAPHY_FILE
from evidence.readers.bibtex import read_bibliography
from evidence.readers.bibtex_blocks import Entry, Loose, read_blocks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from evidence.model.reference import Person, Reference

# The file is UTF-8, so that only what has a meaning of its own in LaTeX is written in another way.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        # Not `\{`: BibTeX, which knows no backslashes, takes that for the beginning of a group.
        "{": r"\lbrace{}",
        "}": r"\rbrace{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
        "\0": "{}",
    }
)
# Neighbours that LaTeX joins to another sign; a pair of braces keeps them apart.
_LIGATURE = re.compile(r"-(?=-)|`(?=`)|'(?=')|[!?](?=`)|<(?=<)|>(?=>)|,(?=,)")
_VERBATIM = frozenset({"doi", "pmid", "pmcid", "isbn", "url", "year"})
# Too common to tell one work from another.
_SMALL_WORDS = frozenset({"a", "an", "and", "are", "do", "does", "for", "from", "in", "is", "of", "on", "the", "to"})
_GROUP_WORDS = 3


def entry_text(key: str, work: Work) -> str:
    """Write a work as an entry, as the bibliography has them."""
    values = {name: _written(name, value) for name, value in work.values.items()}
    for role, people in (("author", work.authors), ("editor", work.editors)):
        if people:
            names = [_name(person) for person in people]
            values[role] = " and ".join([*names, *(["others"] if work.others and role == "author" else [])])
    lines = [f"  {name} = {{{values[name]}}},\n" for name in FIELD_ORDER if values.get(name)]
    return f"@{work.type}{{{key},\n{''.join(lines)}}}\n"


def readable(work: Work) -> Work:
    """Return a work without what could not be read again from the bibliography, and name it in the notes.

    A value that a registry holds can break a rule of the bibliography: an ISBN with a wrong digit, a year that is none.
    """
    left_out = []
    values = dict(work.values)
    for name in [name for name in values if name != "title"]:
        alone = Work(work.type, {"title": "x", name: values[name]})
        if problems := read_bibliography(entry_text("x", alone), BIBLIOGRAPHY_FILE).problems:
            left_out.append(f"`{name}` was left out, `{values.pop(name)}`: {problems[0].message}")
    people: list[tuple[Person, ...]] = []
    for role, listed in (("authors", work.authors), ("editors", work.editors)):
        alone = Work(work.type, {"title": "x"}, authors=listed)
        problems = read_bibliography(entry_text("x", alone), BIBLIOGRAPHY_FILE).problems
        people.append(() if problems else listed)
        left_out += [f"the {role} were left out: {problems[0].message}"] if problems else []
    notes = (*work.notes, *left_out)
    return replace(work, values=values, authors=people[0], editors=people[1], notes=notes)


def insert_entry(text: str, key: str, entry: str) -> str:
    """Put an entry at its alphabetical place in the text of a bibliography."""
    blocks = read_blocks(text)
    entries = [block for block in blocks if isinstance(block, Entry)]
    after = next((block for block in entries if block.key.casefold() > key.casefold()), None)
    if after is None:
        return f"{text.rstrip()}\n\n{entry}" if text.strip() else entry
    index = after.index
    position = blocks.index(after)
    comment = blocks[position - 1] if position else None
    # Lines of comment right above an entry are about it.
    if isinstance(comment, Loose) and "\n\n" not in text[comment.index : index]:
        about_file = position == 1 and not text[: comment.index].strip()
        index = index if about_file else comment.index
    return f"{text[:index]}{entry}\n{text[index:]}"


def propose_key(work: Work, taken: Collection[str]) -> str:
    """Propose a key: family name and year in ASCII, with a letter where that is taken."""
    base = f"{_stem(work)}{work.values.get('year', '')}"
    used = {key.casefold() for key in taken}
    lettered = [f"{base}{letter}" for letter in ascii_lowercase]
    # Where `hinman2002a` and `hinman2002b` stand, `hinman2002` would be taken for either.
    if base not in used and not used.intersection(lettered):
        return base
    more = (f"{base}{first}{second}" for first in ascii_lowercase for second in ascii_lowercase)
    return next(key for key in chain(lettered, more) if key not in used)


def duplicate_of(work: Work, references: Mapping[str, Reference]) -> tuple[Reference, str] | None:
    """Return the reference that is the same work, and what they have in common."""
    for name in ("doi", "pmid", "pmcid"):
        value = work.values.get(name, "").casefold()
        for reference in references.values():
            if value and getattr(reference, name).casefold() == value:
                return reference, f"this {name.upper()}"
    title, year = _comparable(work.title), work.values.get("year", "")
    for reference in references.values():
        if title and _comparable(reference.title) == title and reference.year == year:
            return reference, "this title and year"
    return None


def _written(name: str, value: str) -> str:
    if name in _VERBATIM:
        return value
    if name == "pages":
        return value.replace("\u2013", "--")
    return _LIGATURE.sub("\\g<0>\0", value).translate(_LATEX)


def _name(person: Person) -> str:
    family, given, suffix = (_part(text) for text in (person.family, person.given, person.suffix))
    if person.group or not given:
        return f"{{{_written('author', person.family)}}}"
    return ", ".join(part for part in (family, suffix, given) if part)


def _part(text: str) -> str:
    """Write a part of a name; braces keep a comma or an `and` in it from dividing it."""
    written = _written("author", text)
    return f"{{{written}}}" if "," in text or re.search(r"\band\b", text, re.IGNORECASE) else written


def _stem(work: Work) -> str:
    people = work.authors or work.editors
    first = people[0] if people else None
    if first is None:
        return next((word for word in _words(work.title) if word[0].isalpha() and word not in _SMALL_WORDS), "work")
    if first.group and len(words := _words(first.family)) >= _GROUP_WORDS:
        return "".join(word[0] for word in words if word not in _SMALL_WORDS)
    return "".join(_words(first.family)) or "work"


def _words(text: str) -> list[str]:
    """Return the words of a text in lower-case ASCII, without figures at their beginning, as keys must have it."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['\u2019]", "", anyascii(text).lower()))
    return list(_from_first_letter(words))


def _from_first_letter(words: Iterable[str]) -> Iterable[str]:
    started = False
    for word in words:
        rest = word if started else word.lstrip("0123456789")
        if rest:
            started = True
            yield rest


def _comparable(title: str) -> str:
    return "".join(_words(title))
