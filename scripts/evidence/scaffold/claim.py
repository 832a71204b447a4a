"""A new claim: its record, and its id in the sentences that make it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.library import PLANNED_FILE
from evidence.model.vocabulary import Basis, ClaimKind, DocumentStanding, MeasurementStanding, PutAs, Sampling, Start
from evidence.scaffold.edits import add_claim, drop_planned
from evidence.scaffold.plan import Change, Plan, Refusal
from evidence.scaffold.skeleton import skeleton

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from evidence.library import Library
    from evidence.model.vocabulary import Topic

BASIS_OF_KIND: Mapping[ClaimKind, Basis] = {
    ClaimKind.EFFECT: Basis.INTERVENTION,
    ClaimKind.MECHANISM: Basis.MEASUREMENT,
    ClaimKind.USAGE: Basis.INTERVENTION,
    ClaimKind.SAFETY: Basis.PROGNOSIS_OR_FREQUENCY,
    ClaimKind.BACKGROUND: Basis.DOCUMENT,
}
"""The basis on which a claim of a kind is most often judged."""

REVIEW_YEARS = 2
"""Years until a claim is looked at again; the longest time that the rules allow."""

_DOMAINS = ("risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias")
# What is the case as long as there is no evidence yet; each is looked at again with the first result.
_GRADE: Mapping[str, object] = {name: {"level": 0} for name in _DOMAINS}
_JUDGED: Mapping[Basis, Mapping[str, object]] = {
    Basis.INTERVENTION: {
        "start": Start.NON_RANDOMIZED.value,
        "threshold": {"null_effect": True},
        "judgements": _GRADE,
    },
    Basis.PROGNOSIS_OR_FREQUENCY: {"start": Sampling.SELECTED.value, "judgements": _GRADE},
    Basis.MEASUREMENT: {"judgements": {"standing": MeasurementStanding.INFERRED_OR_CONTRADICTED.value}},
    Basis.DOCUMENT: {"judgements": {"standing": DocumentStanding.ANECDOTAL.value}},
}


@dataclass(frozen=True, slots=True)
class NewClaim:
    """What is known of a new claim."""

    id: str
    title: str
    topic: Topic
    kind: ClaimKind
    document: str
    sentences: tuple[str, ...]
    short_claim: str = ""
    phrases: tuple[str, ...] = ()
    """Exact phrases of the sentences, in their order; the others are left to be written."""
    put_as: PutAs = PutAs.ASSERTED
    basis: Basis | None = None


def plan_claim(new: NewClaim, library: Library, texts: Mapping[str, str], today: datetime.date) -> Plan | Refusal:
    """Plan the files of a new claim; ``texts`` holds those of the sentence maps and of the list of planned claims."""
    if refusal := taken_id(new.id, library):
        return refusal
    stated = list(dict.fromkeys([*_planned_in(new.id, library), *((new.document, name) for name in new.sentences)]))
    changes = [Change(f"claims/{new.topic.value}/{new.id}.yml", skeleton("claim", _given(new, stated, today), 2))]
    for document in dict.fromkeys(document for document, _ in stated):
        file = f"sources/{document}.yml"
        text: str | None = texts[file]
        for sentence in [name for place, name in stated if place == document]:
            text = _named(text, document, sentence, new.id, library) if text is not None else None
        if text is None:
            return Refusal(f"{file} is laid out in a way that cannot be changed safely: add `{new.id}` there by hand")
        if text != texts[file]:
            changes.append(Change(file, text, texts[file]))
    if new.id in library.planned_ids:
        text = drop_planned(texts[PLANNED_FILE], new.id)
        if text is None:
            return Refusal(f"{PLANNED_FILE} cannot be changed safely: take `{new.id}` off it by hand")
        changes.append(Change(PLANNED_FILE, text, texts[PLANNED_FILE]))
    return Plan(tuple(changes))


def taken_id(claim: str, library: Library) -> Refusal | None:
    """Refuse an id that a claim has already, in whatever topic."""
    if claim in library.claims:
        return Refusal(f"{library.claims[claim].file} exists already")
    return Refusal(f"a record named {claim}.yml exists already, with errors") if claim in library.broken else None


def _planned_in(claim: str, library: Library) -> Iterator[tuple[str, str]]:
    """Yield the sentences that name a claim already, as those of a planned one do."""
    for name, source in library.sources.items():
        for sentence in source.value.sentences:
            if claim in sentence.claims:
                yield name, sentence.id


def _named(text: str, document: str, sentence: str, claim: str, library: Library) -> str | None:
    if (document, sentence) in _planned_in(claim, library):
        return text
    return add_claim(text, sentence, claim)


def _given(new: NewClaim, stated: list[tuple[str, str]], today: datetime.date) -> Mapping[str, object]:
    basis = new.basis or BASIS_OF_KIND[new.kind]
    body: dict[str, object] = {"basis": basis.value, **_JUDGED.get(basis, {})}
    if basis is Basis.NONE:
        body["search"] = [{"when": f"{today:%Y-%m}"}]
    else:
        body |= {"directness": "direct", "finding": "silent"}
    phrases = dict(zip(((new.document, name) for name in new.sentences), new.phrases, strict=False))
    given: dict[str, object] = {
        "id": new.id,
        "title": new.title,
        "topic": new.topic.value,
        "kind": new.kind.value,
        "draft": True,
        # Nothing tests it as long as there is no evidence.
        "verdict": "untested",
        "stated_in": [
            {
                "document": document,
                "sentence": sentence,
                "put_as": new.put_as.value,
                **({"phrase": phrase} if (phrase := phrases.get((document, sentence))) else {}),
            }
            for document, sentence in stated
        ],
        "bodies": [body],
        "reviewed": today.isoformat(),
        "review_by": _years_later(today).isoformat(),
        "changes": [{"date": today.isoformat(), "what": "First published."}],
    }
    if new.short_claim:
        given["short_claim"] = new.short_claim
    if new.kind is ClaimKind.EFFECT:
        given["question"] = {}
    return given


def _years_later(day: datetime.date) -> datetime.date:
    """Return the same day some years later, or the day before it where that year has no 29 February."""
    last = day.day - 1 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + REVIEW_YEARS, day=last)
