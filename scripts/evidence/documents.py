"""Proves a sentence map against the document that it maps, which the project itself does not keep.

No rule for splitting sentences is needed, or trusted: the hashes of the map say where each sentence ends. A sentence is
the shortest run of whole words, from where the one before it ended, that has the recorded hash.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING

from evidence.model.placeholder import is_placeholder
from evidence.problem import Place, Problem, Rule, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidence.library import Library
    from evidence.model.source import Source
    from evidence.readers.decode import Loaded

MISSING = Rule(
    id="document-missing",
    scope=Scope.LIBRARY,
    must="The folder of documents must hold `<id>.txt` for every document of `sources/`.",
    why="A map that was compared with nothing looks as if it had been proved.",
    shown="A folder given to `--documents` that lacks the text of one of the documents in `sources/`.",
    mend="Put the text of the document into the folder, named `<document-id>.txt`.",
)
FILE = Rule(
    id="document-file",
    scope=Scope.LIBRARY,
    must="A document must be the file that was mapped, byte for byte.",
    why="Another edition of the text may say something else.",
    shown="A copy of the document in which somebody has mended a typing error.",
    mend="Ask for the file that was mapped: the message names its hash. A changed document needs a new map.",
)
SENTENCE = Rule(
    id="document-sentence",
    scope=Scope.LIBRARY,
    must="The sentences of a map must be those of the document, in its order, with nothing left over.",
    why="Every sentence of the document is accounted for; a gap would be a claim that nobody answered.",
    shown="A map that has one sentence where the document has two, so that its hash is that of neither.",
    mend="Compare the sentences before this one with the document; one was left out, joined or divided.",
)
PHRASE = Rule(
    id="document-phrase",
    scope=Scope.LIBRARY,
    must="A quoted phrase must stand exactly once in its sentence.",
    why="A quotation that is not one puts words into somebody's mouth.",
    shown="A phrase with a straight apostrophe where the document has a curly one.",
    mend="Copy the phrase from the document, quotation marks and apostrophes included.",
)
RULES = (MISSING, FILE, SENTENCE, PHRASE)


def check_documents(library: Library, documents: Mapping[str, bytes]) -> Iterator[Problem]:
    """Compare every sentence map, and every quoted phrase, with the documents.

    ``documents`` holds the bytes of each document under its id.
    """
    texts: dict[tuple[str, str], str] = {}
    for name, source in library.sources.items():
        if name not in documents:
            yield MISSING.at(Place(source.file), f"{MISSING.must} `{name}.txt` was not found.")
            continue
        data = documents[name]
        if sha256(data).hexdigest() != source.value.sha256:
            yield FILE.at(source.value_place("sha256"), f"{FILE.must} The hash of `{name}.txt` is another one.")
        sentences, problem = match(source, data.decode("utf-8", errors="replace"))
        texts |= {(name, sentence): text for sentence, text in sentences.items()}
        if problem:
            yield problem
    for claim in library.claims.values():
        for index, item in enumerate(claim.value.stated_in):
            text = texts.get((item.document, item.sentence))
            if text is None or is_placeholder(item.phrase):
                continue
            if (count := text.count(normalise(item.phrase))) != 1:
                place = claim.value_place("stated_in", index, "phrase")
                message = f"{PHRASE.must} It stands {count} times in {item.sentence} of {item.document}."
                yield PHRASE.at(place, message, "copy it from the document, quotation marks and apostrophes included")


def match(source: Loaded[Source], text: str) -> tuple[dict[str, str], Problem | None]:
    """Find the sentences of a map in a text.

    Returns the normalised sentences that were found, by id, and the problem that ended the search: after a sentence
    that is not there, nobody knows where the next one begins.
    """
    found: dict[str, str] = {}
    paragraphs = paragraphs_of(text)
    current, position = 0, 0
    for index, sentence in enumerate(source.value.sentences):
        paragraph = int(sentence.id[1:].partition("s")[0])
        place = source.value_place("sentences", index, "sha256")
        if paragraph != current:
            if left := _left_over(paragraphs, current, position):
                return found, SENTENCE.at(source.value_place("sentences", index, "id"), f"{SENTENCE.must} {left}")
            current, position = paragraph, 0
        words = paragraphs[paragraph - 1] if paragraph <= len(paragraphs) else []
        end = next(
            (end for end in range(position + 1, len(words) + 1) if hash_of(words[position:end]) == sentence.sha256), 0
        )
        if not end:
            return found, SENTENCE.at(place, f"{SENTENCE.must} {sentence.id} is not found where it should begin.")
        found[sentence.id] = " ".join(words[position:end])
        position = end
    if left := _left_over(paragraphs, current, position) or _paragraphs_left(paragraphs, current):
        return found, SENTENCE.at(Place(source.file), f"{SENTENCE.must} {left}", "map what is left")
    return found, None


def paragraphs_of(text: str) -> list[list[str]]:
    """Split a text at its empty lines into paragraphs, each as its normalised words."""
    return [normalise(block).split() for block in re.split(r"\n[ \t\r\u00a0]*\n", text) if normalise(block)]


def normalise(text: str) -> str:
    """Normalise a text as ``nfc-nbsp-space-1`` says (``Source.normalisation``)."""
    return " ".join(re.sub(r"\u00a0|\u00ac\u2020", " ", unicodedata.normalize("NFC", text)).split())


def hash_of(words: list[str]) -> str:
    """Return the hash of a normalised sentence, as a sentence map holds it (``Sentence.sha256``)."""
    return sha256(" ".join(words).encode()).hexdigest()


def _left_over(paragraphs: list[list[str]], current: int, position: int) -> str:
    words = paragraphs[current - 1][position:] if 0 < current <= len(paragraphs) else []
    return f"{len(words)} words at the end of paragraph {current} are in no sentence." if words else ""


def _paragraphs_left(paragraphs: list[list[str]], current: int) -> str:
    return f"The document has {len(paragraphs)} paragraphs, the map {current}." if len(paragraphs) > current else ""
