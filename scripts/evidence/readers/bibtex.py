"""From the text of ``references.bib`` to references.

What the splitter accepts in silence is looked at here: stray text, keys that are empty or differ only in case, bare
words, unknown types and fields. An entry with any fault is left out, and its key is reported as broken, so that
records which cite it do not count as faulty as well.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evidence.model.fields import KEY_PATTERN
from evidence.model.reference import Reference
from evidence.problem import Place, Problem, nearest
from evidence.readers import latex, names, reference_fields, reference_rules
from evidence.readers.bibtex_blocks import Abbreviation, Damaged, Entry, Field, Loose, Special, keys_in, read_blocks
from evidence.readers.latex import shown
from evidence.readers.names import read_authors
from evidence.readers.reference_fields import FIELDS, RENAMED, read_field, suspicious, suspicious_decoded
from evidence.readers.reference_rules import (
    BARE_VALUE,
    DUPLICATE_FIELD,
    DUPLICATE_IDENTIFIER,
    DUPLICATE_KEY,
    EMPTY_FIELD,
    ENTRY_TYPE,
    KEY,
    KEY_LIMIT,
    NO_TITLE,
    STRAY_TEXT,
    SYNTAX,
    UNKNOWN_FIELD,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidence.model.reference import Person
    from evidence.problem import Rule
    from evidence.readers.bibtex_blocks import Block
    from evidence.readers.latex import Fault

# All rules of the bibliography: those for values stand with the readers of values.
RULES = (*reference_rules.RULES, *reference_fields.RULES, *names.RULES, *latex.RULES)

ENTRY_TYPES = (
    "article",
    "book",
    "inbook",
    "incollection",
    "inproceedings",
    "phdthesis",
    "mastersthesis",
    "techreport",
    "online",
    "misc",
)
FIELD_NAMES = ("author", "editor", *FIELDS)
# Each of these stands for one publication, whoever writes it. An ISBN may be shared by the chapters of a book.
_IDENTIFIERS = ("doi", "pmid", "pmcid")


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What a bibliography holds, and what is wrong with it."""

    references: Mapping[str, Reference]
    """The sound entries by key, in the order of the file."""
    broken_keys: frozenset[str]
    """Keys of entries that were left out for their faults."""
    problems: list[Problem]


def read_bibliography(text: str, file: str) -> Bibliography:
    """Read a bibliography. Every fault in it is a problem; no text makes this raise."""
    reader = _Reader(text, file)
    reader.read()
    sound = {key: reference for key, reference in reader.references.items() if key not in reader.broken}
    return Bibliography(sound, frozenset(reader.broken), sorted(reader.problems))


@dataclass(slots=True)
class _Reader:
    """Collects the references and problems of one text. Positions are indices into it."""

    text: str
    file: str
    problems: list[Problem] = field(default_factory=list)
    references: dict[str, Reference] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    strings: dict[str, str] = field(default_factory=dict)
    keys: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Each key as first written and its index, by the key without regard to case."""
    identifiers: dict[tuple[str, str], str] = field(default_factory=dict)
    """Key of the first entry that holds an identifier, by field and value without regard to case."""
    line_starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def read(self) -> None:
        blocks = read_blocks(self.text)
        for block in blocks:
            if isinstance(block, Abbreviation):
                self.read_abbreviation(block)
        before: Block | None = None
        for block in blocks:
            self.read_block(block, before)
            before = block

    def read_block(self, block: Block, before: Block | None) -> None:
        match block:
            case Loose():
                self.read_loose(block, before)
            case _ if isinstance(before, Loose) and self.same_line(before, block):
                # BibTeX knows no comment sign: it reads an entry even after `%`, and so does the splitter.
                self.report(STRAY_TEXT, block.index, "An entry begins after text on its line.", "delete it, or move it")
                self.broken |= keys_in(block.raw)
            case Damaged():
                hint = "look for a missing `,`, `=` or `}` in this entry"
                self.report(SYNTAX, block.index, f"The parser says: {block.reason}.", hint)
                self.broken |= keys_in(block.raw)
            case Entry():
                self.read_entry(block)
            case Special(type=kind) if kind != "comment":
                self.report(ENTRY_TYPE, block.index, f"`@{kind}` is not one of them.", _type_hint(kind))
                self.broken |= keys_in(block.raw)

    def read_loose(self, block: Loose, before: Block | None) -> None:
        if isinstance(before, Damaged):
            # The rest of a block that has been reported already.
            self.broken |= keys_in(block.raw)
            return
        for line in re.finditer(r"[^\n]*\S[^\n]*", block.raw):
            if line.group().lstrip().startswith("%"):
                continue
            hint = "look for a brace too many in the entry before it, delete it, or begin its lines with `%`"
            self.report(STRAY_TEXT, block.index + line.start(), f"`{shown(line.group())}` was seen.", hint)
            self.broken |= keys_in(block.raw)
            if isinstance(before, Entry) and self.same_line(before, block):
                # What follows an entry on its last line was meant to be part of it.
                self.broken.add(before.key)
            return

    def read_abbreviation(self, block: Abbreviation) -> None:
        name = block.name.casefold()
        if block.bare:
            self.report(BARE_VALUE, block.index, f"`@string` `{shown(block.name)}` has one.", "put it into braces")
        elif name in self.strings:
            seen = f"`@string` `{shown(block.name)}` is defined already."
            self.report(DUPLICATE_KEY, block.index, seen, "delete one of them")
        else:
            self.strings[name] = block.value

    def read_entry(self, entry: Entry) -> None:
        problems_before = len(self.problems)
        if entry.type not in ENTRY_TYPES:
            self.report(ENTRY_TYPE, entry.index, f"`@{entry.type}` is not one of them.", _type_hint(entry.type))
        self.check_key(entry)
        fields = self.known_fields(entry)
        if "title" not in fields:
            self.report(NO_TITLE, entry.index, f"`{shown(entry.key)}` has none.", "add `title = {…},`")
        texts = {name: text for name, item in fields.items() if (text := self.text_of(name, item)) is not None}
        people: dict[str, tuple[Person, ...]] = {}
        others = False
        for role in ("author", "editor"):
            if (names := texts.pop(role, None)) is not None:
                persons, more, faults = read_authors(names)
                people[role] = persons
                others = others or more
                decoded = ", ".join(f"{person.given} {person.family}" for person in persons)
                self.report_faults(fields[role], suspicious(names) or faults or suspicious_decoded(decoded))
        values = {}
        for name, text in texts.items():
            values[name], faults = read_field(name, text)
            self.report_faults(fields[name], faults)
        self.check_identifiers(entry, fields, values)
        if len(self.problems) > problems_before:
            self.broken |= {entry.key} - {""}
            return
        self.references[entry.key] = Reference(
            key=entry.key,
            type=entry.type,
            place=self.place(entry.index),
            authors=people.get("author", ()),
            editors=people.get("editor", ()),
            others=others,
            raw=entry.raw,
            fields={name: self.place(item.index).line for name, item in fields.items()},
            **values,
        )

    def check_key(self, entry: Entry) -> None:
        if not re.fullmatch(KEY_PATTERN, entry.key) or len(entry.key) > KEY_LIMIT:
            seen = f"The key is `{shown(entry.key)}`." if entry.key else "The key is missing."
            self.report(KEY, entry.key_index, seen, "a key looks like `martel2002`")
            return
        key, index = self.keys.setdefault(entry.key.casefold(), (entry.key, entry.key_index))
        if index != entry.key_index:
            seen = f"`{key}` stands at line {self.place(index).line} already."
            self.report(DUPLICATE_KEY, entry.key_index, seen, "delete one of them, or give it another key")
            # Nobody can tell which of the two a record means, so the first is left out as well.
            self.broken.add(key)

    def known_fields(self, entry: Entry) -> dict[str, Field]:
        """Return the known fields of an entry by name, with a problem for every other."""
        found: dict[str, Field] = {}
        for item in entry.fields:
            name = item.name.lower()
            if name not in FIELD_NAMES:
                hint = f"write `{RENAMED[name]}`" if name in RENAMED else nearest(name, FIELD_NAMES) or "delete it"
                self.report(UNKNOWN_FIELD, item.index, f"`{shown(item.name)}` is not one of them.", hint)
            elif name in found:
                seen = f"`{name}` stands at line {self.place(found[name].index).line} already."
                self.report(DUPLICATE_FIELD, item.index, seen, "delete one of them")
            else:
                found[name] = item
        return found

    def text_of(self, name: str, item: Field) -> str | None:
        """Return the text of a field, or None after a problem where there is none."""
        value = self.strings.get(item.value.casefold()) if item.bare else item.value
        if value is None:
            # Without a comma after it, the value runs on through the next field.
            hint = "add the missing comma after the value" if "=" in item.value else f"write `{name} = {{…}}`"
            self.report(BARE_VALUE, item.value_index, f"`{name}` is `{shown(item.value)}`.", hint)
        elif not value.strip("{} \n"):
            self.report(EMPTY_FIELD, item.index, f"`{name}` has none.", "delete the field while its value is not known")
            return None
        return value

    def check_identifiers(self, entry: Entry, fields: Mapping[str, Field], values: Mapping[str, str]) -> None:
        for name in _IDENTIFIERS:
            if value := values.get(name):
                first = self.identifiers.setdefault((name, value.casefold()), entry.key)
                if first != entry.key:
                    seen = f"`{first}` has this {name} already."
                    hint = "delete one of the entries, or correct the identifier of the other"
                    self.report(DUPLICATE_IDENTIFIER, fields[name].index, seen, hint)

    def same_line(self, before: Block, block: Block) -> bool:
        return "\n" not in self.text[before.index + len(before.raw) : block.index]

    def report(self, rule: Rule, index: int, seen: str, hint: str = "") -> None:
        self.problems.append(rule.at(self.place(index), f"{rule.must} {seen}", hint))

    def report_faults(self, item: Field, faults: Iterable[Fault]) -> None:
        for fault in faults:
            # In a value that comes from an @string, positions mean nothing here.
            index = item.index if item.bare else item.value_index + fault.offset
            self.report(fault.rule, index, f"`{item.name.lower()}`: {fault.seen}", fault.hint)

    def place(self, index: int) -> Place:
        line = bisect_right(self.line_starts, index)
        return Place(self.file, line, index - self.line_starts[line - 1] + 1)


def _type_hint(kind: str) -> str:
    return nearest(kind, ENTRY_TYPES) or f"allowed: {', '.join(ENTRY_TYPES)}"
