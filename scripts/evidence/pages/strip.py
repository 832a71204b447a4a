"""A reviewed document at a glance: a cell for each sentence that makes a claim, by how the claim fares.

No score: sentences are counted by verdict, and the counts stand side by side.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.appraise import LINK_ORDER
from evidence.model.vocabulary import ClaimKind, Verdict
from evidence.pages.words import VERDICT_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidence.model.source import Sentence, Source
    from evidence.pages.context import PageContext


@dataclass(frozen=True, slots=True)
class Cell:
    """A sentence that makes a claim."""

    sentence: str
    """Its id."""
    number: str
    """Its place as readers see it: ``8.1``."""
    verdict: Verdict | None
    """The worst verdict among its claims; None where none of them is reviewed yet."""
    name: str
    """Where it stands, how it fares, and what it says: the name of the link."""
    begins: bool
    """It is the first of its paragraph that makes a claim."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many sentences and claims fare alike."""

    verdict: Verdict | None
    """None: not reviewed yet."""
    sentences: int
    """Sentences of which this is the worst verdict."""
    claims: int
    """Different claims with this verdict."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A document at a glance."""

    source: Source
    cells: tuple[Cell, ...]
    counts: tuple[Count, ...]
    claims: int
    """Different claims that it makes."""
    effects: int
    """Claims among them that a magnet has an effect."""
    supported_effects: int


def strip_of(page: PageContext, source: Source) -> Strip:
    """Return a document at a glance."""
    making = [sentence for sentence in source.sentences if sentence.claims]
    names = dict.fromkeys(name for sentence in making for name in sentence.claims)
    known = [page.library.claims[name].value for name in names if page.has_claim(name)]
    effects = [claim for claim in known if claim.kind is ClaimKind.EFFECT]
    cells = tuple(_cells(page, making))
    by_sentence = Counter(cell.verdict for cell in cells)
    by_claim = Counter[Verdict | None](claim.verdict for claim in known)
    by_claim[None] = len(names) - len(known)
    order: Sequence[Verdict | None] = (*VERDICT_ORDER, None)
    return Strip(
        source,
        cells,
        tuple(
            Count(verdict, by_sentence[verdict], by_claim[verdict])
            for verdict in order
            if by_sentence[verdict] or by_claim[verdict]
        ),
        len(names),
        len(effects),
        sum(claim.verdict is Verdict.SUPPORTED for claim in effects),
    )


def sentence_number(sentence: str) -> str:
    """Write the id of a sentence for readers: ``p8s1`` becomes 8.1, the first sentence of paragraph 8."""
    return sentence[1:].replace("s", ".")


def worst(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Return the verdict that weighs most against a sentence, in the order of the links of an argument."""
    return min(verdicts, key=LINK_ORDER.index, default=None)


def _cells(page: PageContext, sentences: Iterable[Sentence]) -> Iterable[Cell]:
    paragraph = ""
    for sentence in sentences:
        before, paragraph = paragraph, sentence.id.partition("s")[0]
        number = sentence_number(sentence.id)
        verdict = worst(page.verdict(name) for name in sentence.claims if page.has_claim(name))
        says = page.plain(sentence.gist)
        fares = verdict.word if verdict else "Not yet reviewed"
        yield Cell(sentence.id, number, verdict, f"{number} {fares}: {says}", paragraph != before)
