"""A new document: its sentence map, from a text that the project does not keep."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from evidence.documents import hash_of, match, paragraphs_of
from evidence.library import SOURCE
from evidence.model.vocabulary import Role
from evidence.readers.decode import decode
from evidence.readers.nodes import read_nodes
from evidence.readers.text import RECORD_LIMIT
from evidence.scaffold.plan import Change, Plan, Refusal
from evidence.scaffold.skeleton import skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evidence.library import Library
    from evidence.model.vocabulary import DocumentKind

# A sentence ends with one of these, whatever quotation marks or brackets close after it.
_END = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019\u00bb)\]*_]*")
_BEGINNING = re.compile(r"[\"'\u201c\u2018\u00ab(\[*_]*[^\W_a-z]", re.UNICODE)
_SHORT_FORMS = frozenset(
    {
        *("dr.", "mr.", "mrs.", "ms.", "prof.", "st.", "jr.", "sr."),
        *("approx.", "ca.", "cf.", "e.g.", "etc.", "i.e.", "no.", "nos.", "vs."),
        *("al.", "ed.", "eds.", "fig.", "figs.", "pp.", "vol."),
        *("a.m.", "p.m.", "u.k.", "u.s."),
        *("co.", "dept.", "inc.", "ltd.", "mt."),
    }
)
_INITIAL = re.compile(r"[A-Z]\.")
# A line without an end is a heading, as long as it is no longer than one.
_HEADING_WORDS = 15


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document, as its normalised words."""

    id: str
    words: tuple[str, ...]
    alone: bool
    """It is a paragraph of its own."""

    @property
    def text(self) -> str:
        """Return the normalised sentence."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Original:
    """The text of a document, and where the guess at its sentences is to be corrected."""

    data: bytes
    """The file as it was received."""
    joined: tuple[str, ...] = ()
    """Sentences that go on in the next one of their paragraph, by the ids that they have without this."""
    divided: Mapping[str, int] = field(default_factory=dict)
    """Sentences that end after so many words, by the ids that they have without this."""


@dataclass(frozen=True, slots=True)
class NewSource:
    """What is known of a new document."""

    id: str
    title: str
    kind: DocumentKind
    original: Original


def plan_source(new: NewSource, library: Library) -> Plan | Refusal:
    """Plan the file of a new document."""
    file = f"sources/{new.id}.yml"
    if new.id in library.sources or new.id in library.broken:
        return Refusal(f"{file} exists already")
    sentences = sentences_of(new.original)
    if isinstance(sentences, Refusal):
        return sentences
    digest = sha256(new.original.data).hexdigest()
    same = [name for name, source in library.sources.items() if source.value.sha256 == digest]
    if same:
        return Refusal(f"this file is mapped already, in sources/{same[0]}.yml")
    given = {
        "id": new.id,
        "draft": True,
        "title": new.title,
        "kind": new.kind.value,
        "sha256": digest,
        "normalisation": "nfc-nbsp-space-1",
        "sentences": [
            {"id": sentence.id, "sha256": hash_of(list(sentence.words)), "role": _role(sentence).value}
            for sentence in sentences
        ],
    }
    text = skeleton("source", given, 1)
    if len(text.encode()) > RECORD_LIMIT:
        return Refusal(f"the map of {len(sentences)} sentences would be larger than a record may be: divide the text")
    _prove(text, file, new.original.data)
    return Plan((Change(file, text),))


def sentences_of(new: Original) -> list[Sentence] | Refusal:
    """Split a document into its sentences; a guess that ``joined`` and ``divided`` correct."""
    try:
        text = new.data.decode("utf-8")
    except UnicodeDecodeError as error:
        seen = f"byte {error.start + 1} is 0x{new.data[error.start]:02x}"
        return Refusal(f"the text must be UTF-8, and {seen}: save it as UTF-8, and keep that file")
    paragraphs = [list(_split(words)) for words in paragraphs_of(text)]
    if not paragraphs:
        return Refusal("the text is empty")
    guessed = {f"p{number}s{index}" for number, found in enumerate(paragraphs, 1) for index in range(1, len(found) + 1)}
    if unknown := [name for name in (*new.joined, *new.divided) if name not in guessed]:
        return Refusal(f"the text has no sentence {unknown[0]}: look at them with --preview")
    sentences: list[Sentence] = []
    for number, found in enumerate(paragraphs, 1):
        if refusal := _uncorrectable(number, found, new):
            return refusal
        parts = _corrected(number, found, new)
        sentences += [
            Sentence(f"p{number}s{index}", tuple(words), alone=len(parts) == 1) for index, words in enumerate(parts, 1)
        ]
    return sentences


def _uncorrectable(number: int, found: Sequence[Sequence[str]], new: Original) -> Refusal | None:
    last = f"p{number}s{len(found)}"
    if last in new.joined:
        return Refusal(f"{last} ends its paragraph and cannot be joined to the next one")
    for index, words in enumerate(found, 1):
        name = f"p{number}s{index}"
        if name in new.divided and not 0 < new.divided[name] < len(words):
            return Refusal(f"{name} has {len(words)} words and cannot be divided after {new.divided[name]}")
    return None


def _corrected(number: int, found: Sequence[Sequence[str]], new: Original) -> list[list[str]]:
    """Join and divide the sentences of a paragraph where somebody has seen that they were guessed wrongly."""
    parts: list[list[str]] = []
    goes_on = False
    for index, words in enumerate(found, 1):
        name = f"p{number}s{index}"
        cut = new.divided.get(name, len(words))
        if goes_on:
            parts[-1] += words[:cut]
        else:
            parts.append(list(words[:cut]))
        if words[cut:]:
            parts.append(list(words[cut:]))
        goes_on = name in new.joined
    return parts


def _split(words: Sequence[str]) -> Iterator[list[str]]:
    """Split a paragraph after each word that looks like the end of a sentence."""
    sentence: list[str] = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        sentence.append(word)
        if _ends(word) and _BEGINNING.match(following):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _ends(word: str) -> bool:
    bare = word.lstrip("\"'\u201c\u2018\u00ab([*_")
    if bare.casefold() in _SHORT_FORMS or _INITIAL.fullmatch(bare):
        return False
    return re.search(rf"(?:{_END.pattern})$", word) is not None


def _role(sentence: Sentence) -> Role:
    """Guess the role: a heading, or else a claim, which the check wants to have named before the map is published."""
    heading = sentence.alone and len(sentence.words) <= _HEADING_WORDS and not _END.search(sentence.words[-1])
    return Role.HEADING if heading else Role.CLAIM


def _prove(text: str, file: str, data: bytes) -> None:
    """Hold the map against its text, as `check.py --documents` will. Raises where this program made a wrong map."""
    node, problems = read_nodes(text, file)
    record, faults = decode(node, SOURCE, file) if node else (None, [])
    problem = match(record, data.decode("utf-8"))[1] if record else None
    if record is None or problem:
        message = f"the map of {file} is not that of its text: {[*problems, *faults, problem]}"
        raise AssertionError(message)
