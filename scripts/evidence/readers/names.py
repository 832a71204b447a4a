"""The authors of an entry, from the one text in which BibTeX keeps them.

BibTeX separates names by `` and `` and reads a name without a comma as given names and family name. A group that was
not put into braces (``World Health Organization``) thus turns silently into a Mr Organization, and a list of names
with commas between them into one person. So a name must have a comma or stand in braces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

from evidence.model.reference import Person
from evidence.problem import Example, Rule, Scope
from evidence.readers.latex import Fault, decode, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

AUTHOR = Rule(
    id="reference-author",
    scope=Scope.REFERENCE,
    must="Authors must be written `Family, Given and Family, Given`, groups in braces.",
    why="Other ways to write names are read as other people: a group gets a family name, two authors become one.",
    example=Example("references.bib", "{Alpha, Ann and Beta, Bo}", "{Ann Alpha and Bo Beta}"),
)
RULES = (AUTHOR,)

_SUFFIX = re.compile(r"[JS]r\.?|I{2,3}|IV|V|2nd|3rd|[45]th")
_INITIALS = re.compile(r"\S.*\s[A-Z]{1,2}")
_ET_AL = re.compile(r"(?:\S+\s+)*et\.?\s+al\.?", re.IGNORECASE)
_AND = re.compile(r"and\b.*|.*\sand", re.IGNORECASE | re.DOTALL)
_BETWEEN = re.compile(r"\\.|[{}]|(?<=\s)and(?=\s)", re.DOTALL | re.IGNORECASE)
_OTHERS = "others"
_SEPARATE = "separate names by ` and `, with one comma in each: `Alpha, Ann and Beta, Bo`"


def read_authors(text: str) -> tuple[tuple[Person, ...], bool, list[Fault]]:
    """Read an author field.

    Returns the people and groups, whether there are others (``and others``), and the faults.
    """
    people: list[Person] = []
    faults: list[Fault] = []
    names = list(_split(text))
    others = len(names) > 1 and names[-1][1] == _OTHERS
    for offset, name in names[:-1] if others else names:
        person, found = _read_name(name)
        if person:
            people.append(person)
        faults += [_moved(fault, offset) for fault in found]
    return tuple(people), others, faults


def _split(text: str) -> Iterator[tuple[int, str]]:
    """Yield each name with its offset, split at the ``and`` outside of braces.

    bibtexparser's own function loses the accent of a name that begins with one.
    """
    depth = start = 0
    ends = []
    for match in _BETWEEN.finditer(text):
        if match.group() == "{":
            depth += 1
        elif match.group() == "}":
            depth -= 1
        elif depth == 0 and not match.group().startswith("\\"):
            ends.append(match.span())
    for end, following in [*ends, (len(text), len(text))]:
        name = text[start:end]
        yield start + len(name) - len(name.lstrip()), name.strip()
        start = following


def _read_name(name: str) -> tuple[Person | None, list[Fault]]:
    if fault := _malformed(name):
        return None, [fault]
    if _is_group(name):
        inside, faults = decode(name[1:-1])
        return Person(inside, group=True), [_moved(fault, 1) for fault in faults]
    _, faults = decode(name)
    return (None, faults) if faults else _read_person(name)


def _read_person(name: str) -> tuple[Person | None, list[Fault]]:
    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError as error:
        return None, [_fault(f"`{shown(name)}` has a {error.reason.lower()}.", _SEPARATE)]
    # Each part is decoded by itself, after the split: braces and LaTeX have done their work by then.
    family, given, suffix = (decode(" ".join(words))[0] for words in ([*parts.von, *parts.last], parts.first, parts.jr))
    if not family:
        return None, [_fault(f"`{shown(name)}` has no family name.", _SEPARATE)]
    if (suffix and not _SUFFIX.fullmatch(suffix)) or _INITIALS.fullmatch(family):
        return None, [_fault(f"`{shown(name)}` looks like several people.", _SEPARATE)]
    return Person(family, given, suffix), []


def _malformed(name: str) -> Fault | None:
    seen = f"`{shown(name)}`"
    fault = None
    if not name:
        fault = _fault("two `and` with no name between them were seen.", "delete one of them")
    elif name.casefold() == _OTHERS:
        fault = _fault(f"{seen} must come last, after at least one name.", "move or delete it")
    elif _ET_AL.fullmatch(name):
        fault = _fault(f"{seen} was seen.", "write `and others`")
    elif _is_group(name):
        if not name.strip("{} \n"):
            fault = _fault("a group without a name was seen.", "delete it")
        elif _holds_people(name[1:-1]):
            # Some programs put a second pair of braces around the whole field.
            fault = _fault(f"{seen} makes one group of several people.", "take off one pair of braces")
    elif _AND.fullmatch(name):
        fault = _fault(f"{seen} has an `and` with no name beside it.", "delete the `and`")
    elif "," not in _outside_braces(name):
        *given, family = name.split()
        person = f"`{family}, {' '.join(given)}` for a person, or " if given else ""
        fault = _fault(f"{seen} has no comma.", f"write {person}`{{{name}}}` for a group")
    return fault


def _holds_people(text: str) -> bool:
    people = [person.count(",") == 1 for _, person in _split(text)]
    return len(people) > 1 and all(people)


def _is_group(name: str) -> bool:
    """Tell whether one pair of braces holds the whole name."""
    return len(name) > 1 and name[0] == "{" and name[-1] == "}" and not _outside_braces(name)


def _outside_braces(name: str) -> str:
    outside, depth = [], 0
    for character in name:
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif depth <= 0:
            outside.append(character)
    return "".join(outside)


def _fault(seen: str, hint: str) -> Fault:
    return Fault(AUTHOR, 0, seen, hint)


def _moved(fault: Fault, by: int) -> Fault:
    return Fault(fault.rule, fault.offset + by, fault.seen, fault.hint)
