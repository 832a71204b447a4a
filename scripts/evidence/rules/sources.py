"""Rules that hold claims and sentence maps against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model.vocabulary import Role
from evidence.problem import Example, Problem, Rule, Scope, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library import Library
    from evidence.model.claim import Claim
    from evidence.model.source import Source
    from evidence.readers.decode import Loaded

# Long enough to recognise a sentence by, short enough to stay a quotation.
PHRASE_WORDS = 12

_CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"
_SOURCE = "sources/sample-article.yml"

PHRASE = Rule(
    id="phrase-too-long",
    scope=Scope.RECORD,
    must=f"A quoted phrase must have at most {PHRASE_WORDS} words.",
    why="The texts under review are not ours to print; a short quotation is enough to find the place.",
    example=Example(
        _CLAIM,
        "phrase: magnets warm your hands\n",
        "phrase: and of course magnets warm your hands and your feet and all the rest\n",
    ),
)
DOCUMENT = Rule(
    id="stated-in-unknown",
    scope=Scope.LIBRARY,
    must="`stated_in` must name a document of `sources/` and one of its sentences.",
    why="Readers follow it to the place where the claim is made.",
    example=Example(
        _CLAIM,
        "    put_as: asserted\n",
        "    put_as: asserted\n"
        "  - {document: sample-article, sentence: p3s1, phrase: magnets warm everything, put_as: asserted}\n",
    ),
)
AGREEMENT = Rule(
    id="sentence-map-agrees",
    scope=Scope.LIBRARY,
    must="A claim's `stated_in` and the `claims` of that sentence must name each other.",
    why="The claim's page and the document's page would tell different stories.",
    example=Example(
        _SOURCE, "claims: [magnets-cool-the-foot]", "claims: [magnets-cool-the-foot, magnets-warm-the-hand]"
    ),
)
NO_CLAIM = Rule(
    id="sentence-without-claim",
    scope=Scope.RECORD,
    must="A sentence with the role `claim` must name at least one claim.",
    why="Every sentence is accounted for: it makes a claim, or its role says what else it does.",
    example=Example(_SOURCE, "    role: heading\n", "    role: claim\n"),
)
NO_SENTENCE = Rule(
    id="claim-without-sentence",
    scope=Scope.LIBRARY,
    must="Every claim, planned ones included, must be made by a sentence of a document.",
    why="A claim that no document makes is not ours to review.",
    example=Example(
        "claims/planned.yml",
        "    gist: Magnets cool the foot.\n",
        "    gist: Magnets cool the foot.\n"
        "  - {id: magnets-cool-the-ear, topic: insoles, gist: Magnets cool the ear.}\n",
    ),
)
ORDER = Rule(
    id="sentence-order",
    scope=Scope.RECORD,
    must="Sentences must stand in the order of the document, with none left out.",
    why="A gap would be a sentence that nobody accounted for.",
    example=Example(_SOURCE, "- id: p2s2\n", "- id: p2s3\n"),
)
RULES = (PHRASE, DOCUMENT, AGREEMENT, NO_CLAIM, NO_SENTENCE, ORDER)


def check(library: Library) -> Iterator[Problem]:
    """Check claims and sentence maps against each other."""
    for claim in library.claims.values():
        yield from _stated_in(claim, library)
    for source in library.sources.values():
        yield from _sentences(source, library)
        yield from _order(source)
    yield from _unmade(library)


def _stated_in(claim: Loaded[Claim], library: Library) -> Iterator[Problem]:
    for index, item in enumerate(claim.value.stated_in):
        words = len(item.phrase.split())
        if words > PHRASE_WORDS:
            place = claim.value_place("stated_in", index, "phrase")
            yield PHRASE.at(place, f"{PHRASE.must} This one has {words}.", "keep the words that carry the claim")
        if item.document in library.broken or "sources" in library.unread:
            continue
        source = library.sources.get(item.document)
        if source is None and item.document in library.source_names:
            # Nobody asked to read it.
            continue
        if source is None:
            hint = nearest(item.document, library.source_names)
            place = claim.value_place("stated_in", index, "document")
            yield DOCUMENT.at(place, f"{DOCUMENT.must} `{item.document}` is none.", hint)
            continue
        sentences = {sentence.id: sentence for sentence in source.value.sentences}
        place = claim.value_place("stated_in", index, "sentence")
        if item.sentence not in sentences:
            hint = nearest(item.sentence, sentences)
            yield DOCUMENT.at(place, f"{DOCUMENT.must} {item.document} has no sentence {item.sentence}.", hint)
        elif claim.name not in sentences[item.sentence].claims:
            message = f"{AGREEMENT.must} {item.sentence} of {item.document} does not name `{claim.name}`."
            yield AGREEMENT.at(place, message, f"add it to the sentence in {source.file}")


def _sentences(source: Loaded[Source], library: Library) -> Iterator[Problem]:
    for index, sentence in enumerate(source.value.sentences):
        # In a draft the claims are still being looked for.
        if sentence.role is Role.CLAIM and not sentence.claims and not source.value.draft:
            place = source.value_place("sentences", index, "id")
            yield NO_CLAIM.at(
                place, f"{NO_CLAIM.must} {sentence.id} names none.", "add `claims: […]` or change the role"
            )
        for number, name in enumerate(sentence.claims):
            claim = library.claims.get(name)
            if claim is None:
                continue
            stated = {(item.document, item.sentence) for item in claim.value.stated_in}
            if (source.name, sentence.id) not in stated:
                place = source.value_place("sentences", index, "claims", number)
                message = f"{AGREEMENT.must} `{name}` does not name {sentence.id} of {source.name}."
                yield AGREEMENT.at(place, message, f"add it to `stated_in` in {claim.file}")


def _order(source: Loaded[Source]) -> Iterator[Problem]:
    paragraph, sentence = 0, 0
    for index, item in enumerate(source.value.sentences):
        seen = tuple(int(number) for number in item.id[1:].split("s"))
        allowed = {(paragraph, sentence + 1), (paragraph + 1, 1)}
        if seen not in allowed:
            expected = " or ".join(f"p{first}s{second}" for first, second in sorted(allowed) if first)
            place = source.value_place("sentences", index, "id")
            yield ORDER.at(place, f"{ORDER.must} {item.id} was seen where {expected} must come.", "add what is missing")
        paragraph, sentence = seen


def _unmade(library: Library) -> Iterator[Problem]:
    # A claim with a record names its sentences itself, and `sentence-map-agrees` holds the two together.
    if library.planned is None or not library.complete("sources"):
        return
    made = {
        name for source in library.sources.values() for sentence in source.value.sentences for name in sentence.claims
    }
    for index, planned in enumerate(library.planned.value.claims):
        if planned.id not in made:
            place = library.planned.value_place("claims", index, "id")
            hint = "name it in the sentence that makes it, in sources/"
            yield NO_SENTENCE.at(place, f"{NO_SENTENCE.must} `{planned.id}` is not.", hint)
