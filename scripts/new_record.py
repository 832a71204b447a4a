"""The commands that begin a claim or a document from what somebody says of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from asking import MisuseError, Question, form_fault, slug
from desk import RefusedError
from evidence.library import PLANNED_FILE
from evidence.model.fields import SENTENCE_PATTERN, SLUG_PATTERN
from evidence.model.vocabulary import Basis, ClaimKind, DocumentKind, PutAs, Topic
from evidence.rules.sources import PHRASE_WORDS
from evidence.scaffold.claim import BASIS_OF_KIND, NewClaim, plan_claim, taken_id
from evidence.scaffold.plan import Refusal
from evidence.scaffold.source import NewSource, Original, plan_source, sentences_of

if TYPE_CHECKING:
    from asking import Fault, Known
    from desk import Desk
    from evidence.library import Library
    from evidence.model.source import PlannedClaim
    from evidence.scaffold.plan import Plan

_BASES = "; ".join(f"{kind.value} {basis.value}" for kind, basis in BASIS_OF_KIND.items())


def claim_questions(library: Library | None, planned: PlannedClaim | None = None) -> list[Question]:
    """Return the questions about a claim; without a library, as they are explained to anybody.

    Of a planned claim the topic is known, and the sentences that make it.
    """
    made = planned is not None

    def sentence_fault(value: str, known: Known) -> str:
        source = library.sources.get("".join(known["document"])) if library else None
        ids = [sentence.id for sentence in source.value.sentences] if source else []
        if not re.fullmatch(SENTENCE_PATTERN, value) or (source and value not in ids):
            span = f"they go from {ids[0]} to {ids[-1]}" if ids else "an id looks like p8s1"
            return f"{value!r} is no sentence of the document: {span}"
        return ""

    return [
        Question("title", "the question that a reader would ask"),
        Question(
            "id",
            "the id: lower-case words joined by hyphens, the claim in short",
            propose=lambda known: slug(known["title"][0]),
            fault=form_fault(SLUG_PATTERN, 80, "an id looks like magnets-relieve-back-pain"),
        ),
        Question(
            "topic",
            "the topic",
            choices=[topic.value for topic in Topic],
            default=planned.topic.value if planned else "",
        ),
        Question("kind", "what sort of statement it is", choices=[kind.value for kind in ClaimKind]),
        Question(
            "document",
            "the document that makes it, the id of its file in sources/",
            note="of a planned claim it is known",
            choices=sorted(library.sources) if library else (),
            silent=made,
        ),
        Question(
            "sentence",
            "a sentence of the document that makes it, such as p8s1",
            note="of a planned claim they are known",
            many=True,
            silent=made,
            fault=sentence_fault,
        ),
        Question("put-as", "how the document puts it", choices=[way.value for way in PutAs], default="asserted"),
        Question("short-claim", "the claim in at most 75 characters", optional=True, fault=_too_long(75)),
        Question(
            "phrase",
            f"an exact phrase of at most {PHRASE_WORDS} words, for each sentence in its turn",
            many=True,
            silent=True,
        ),
        Question(
            "basis",
            f"how the evidence on it is judged (without it: {_BASES})",
            choices=[basis.value for basis in Basis],
            silent=True,
        ),
    ]


def claim(desk: Desk) -> Plan | Refusal:
    """Plan a claim."""
    for name in {*desk.library.sources, *desk.library.broken}:
        desk.require_sound(f"sources/{name}.yml")
    desk.require_sound(PLANNED_FILE)
    if refusal := taken_id(str(desk.options["id"]), desk.library):
        return refusal
    plans = desk.library.planned.value.claims if desk.library.planned else []
    planned = next((item for item in plans if item.id == desk.options["id"]), None)
    found = desk.answers(claim_questions(desk.library, planned))
    if found["sentence"] and not found["document"]:
        message = "argument --sentence: --document must say whose sentence it is"
        raise MisuseError(message)
    if len(found["phrase"]) > len(found["sentence"]):
        message = "argument --phrase: there are more phrases than sentences"
        raise MisuseError(message)
    files = [f"sources/{name}.yml" for name in desk.library.sources]
    files += [PLANNED_FILE] if desk.library.planned else []
    return plan_claim(
        NewClaim(
            id=found["id"][0],
            title=found["title"][0],
            topic=Topic(found["topic"][0]),
            kind=ClaimKind(found["kind"][0]),
            document="".join(found["document"]),
            sentences=tuple(found["sentence"]),
            short_claim="".join(found["short-claim"]),
            phrases=tuple(found["phrase"]),
            put_as=PutAs(found["put-as"][0]),
            basis=Basis(found["basis"][0]) if found["basis"] else None,
        ),
        desk.library,
        {file: desk.text(file) for file in files},
        desk.today,
    )


def source_questions() -> list[Question]:
    """Return the questions about a document."""
    return [
        Question("text", "the file with its text, in UTF-8, paragraphs between empty lines", fault=_file_fault),
        Question("title", "its title"),
        Question(
            "id",
            "the id: lower-case words joined by hyphens",
            propose=lambda known: slug(known["title"][0]),
            fault=form_fault(SLUG_PATTERN, 80, "an id looks like back-pain-article"),
        ),
        Question("kind", "what sort of text it is", choices=[kind.value for kind in DocumentKind]),
        Question(
            "join",
            "a sentence that goes on in the next one, by its id in the preview",
            many=True,
            silent=True,
            fault=form_fault(SENTENCE_PATTERN, 20, "an id looks like p8s1"),
        ),
        Question(
            "divide",
            "a sentence that ends earlier, with the number of its words, such as p8s1:12",
            many=True,
            silent=True,
            fault=form_fault(r"^p[1-9][0-9]*s[1-9][0-9]*:[1-9][0-9]{0,4}$", 40, "it looks like p8s1:12"),
        ),
    ]


def source(desk: Desk) -> Plan | Refusal:
    """Plan the map of a document."""
    found = desk.answers(source_questions())
    path = Path(found["text"][0])
    if path.resolve().is_relative_to(desk.root.resolve()):
        desk.terminal.say(f"note: {path} lies within the project; the text is not ours to publish, so do not commit it")
    new = NewSource(found["id"][0], found["title"][0], DocumentKind(found["kind"][0]), _original(found))
    return plan_source(new, desk.library)


def preview(desk: Desk) -> list[str]:
    """Return the sentences of a text, one in a line, as the map would have them."""
    found = desk.answers([item for item in source_questions() if item.name in {"text", "join", "divide"}])
    sentences = sentences_of(_original(found))
    if isinstance(sentences, Refusal):
        raise RefusedError(sentences.reason)
    return [f"{sentence.id:<8}{sentence.text}" for sentence in sentences]


def _original(found: Known) -> Original:
    divided = dict(item.split(":") for item in found["divide"])
    return Original(
        Path(found["text"][0]).read_bytes(),
        tuple(found["join"]),
        {name: int(words) for name, words in divided.items()},
    )


def _file_fault(value: str, _: Known) -> str:
    return "" if Path(value).is_file() else f"{value} is no file"


def _too_long(length: int) -> Fault:
    return lambda value, _: f"it has {len(value)} characters" if len(value) > length else ""
