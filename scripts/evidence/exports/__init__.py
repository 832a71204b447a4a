"""What readers can take away: the results of each body of evidence as a table, and each pooling as data and R script.

Files are values, ``(path, text)``, like pages. Every one follows from the records alone, so that it is the same file
wherever and whenever it is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.exports.cells import csv_text
from evidence.exports.metafor import r_script
from evidence.exports.tables import EFFECT_COLUMNS, RESULT_COLUMNS, effect_rows, result_rows
from evidence.synthesis import Synthesised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.appraise import BodyAppraisal
    from evidence.library import Library
    from evidence.review import Review

FOLDER = "data"


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that a page offers."""

    path: str
    """Below the root of the site."""
    label: str
    """What it is, in a few words for a link."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file to take away."""

    path: str
    """Below the root of the site."""
    text: str


def offers(claim: str, judged: BodyAppraisal) -> tuple[Offer, ...]:
    """Return the files of a body of evidence of a claim; none where the body has no results."""
    stem = f"{FOLDER}/{claim}--{judged.body.id}"
    offered = [Offer(f"{stem}.csv", "all results of this table (CSV)")] if judged.body.evidence else []
    if isinstance(judged.synthesis, Synthesised):
        offered += [
            Offer(f"{stem}-pooled.csv", "the pooled effects (CSV)"),
            Offer(f"{stem}-pooled.R", "the pooling as a script for R's metafor"),
        ]
    return tuple(offered)


def exported_files(review: Review) -> Iterator[Export]:
    """Yield the files of every claim."""
    for name, appraisal in review.appraisals.items():
        for judged in appraisal.bodies.values():
            texts = _texts(name, judged, review.library)
            for offer, text in zip(offers(name, judged), texts, strict=True):
                yield Export(offer.path, text)


def _texts(claim: str, judged: BodyAppraisal, library: Library) -> Iterator[str]:
    """Yield the texts of the files, in the order in which they are offered."""
    body, result = judged.body, judged.synthesis
    if body.evidence:
        yield csv_text(RESULT_COLUMNS, result_rows(claim, body, library))
    if isinstance(result, Synthesised):
        yield csv_text(EFFECT_COLUMNS, effect_rows(claim, body, result, library))
        yield r_script(claim, body.id, result)
