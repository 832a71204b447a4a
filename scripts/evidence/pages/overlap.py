"""For pages: what counts in a body of evidence, and which reviews of a claim rest on which of its studies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.overlap import Inclusion, Matrix, Sharing, counting, matrix, people_groups, years_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.model.claim import Body, Claim
    from evidence.overlap import Dependence
    from evidence.pages.context import PageContext

# By what ties two studies, and whether it is told of the review (or the later of two studies) or of the other one.
_WORDS: Mapping[tuple[Sharing, bool], str] = {
    (Sharing.PEOPLE, True): "Shares people with",
    (Sharing.PEOPLE, False): "Shares people with",
    (Sharing.INCLUDES, True): "Includes",
    (Sharing.INCLUDES, False): "Is included in",
    (Sharing.SAME_STUDIES, True): "Includes some of the same studies as",
    (Sharing.SAME_STUDIES, False): "Includes some of the same studies as",
    (Sharing.MAY_INCLUDE, True): "List not seen; by its year it could include",
    (Sharing.MAY_INCLUDE, False): "Could be included in",
    (Sharing.MAY_SHARE, True): "Could include the same studies as",
    (Sharing.MAY_SHARE, False): "Could include the same studies as",
}
_MARKS: Mapping[Inclusion, str] = {
    Inclusion.LISTED: "included",
    Inclusion.NOT_LISTED: "not included",
    Inclusion.LATER: "later",
    Inclusion.UNKNOWN: "not known",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A study that stands in a body in a way of its own."""

    study: str
    why: str
    """Markdown."""
    ties: tuple[tuple[str, tuple[str, ...]], ...]
    """In what way it is tied to which studies that count."""


@dataclass(frozen=True, slots=True)
class CountingNotes:
    """How the results of a body count, where that is not plain from its table."""

    summary: str
    repeated: tuple[tuple[str, int], ...]
    """Studies with several results."""
    uncounted: tuple[Note, ...]
    independent: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class OverlapTable:
    """Studies and the reviews that include them."""

    matrix: Matrix
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Each study with a word for each review."""
    groups: tuple[tuple[str, ...], ...]
    """Studies of the same people."""


def counting_notes(page: PageContext, body: Body) -> CountingNotes | None:
    """Return how the results of a body count; None where each of them is a study of its own."""
    seen = counting(body, page.studies(), years_of(page.library.references))
    if not (seen.repeated or seen.uncounted or seen.independent):
        return None
    results, studies = _count(seen.results, "result", "results"), _count(seen.studies, "study", "studies")
    return CountingNotes(
        f"{results} of {studies} count{'s' if seen.results == 1 else ''} for or against.",
        seen.repeated,
        tuple(map(_note, seen.uncounted)),
        tuple(map(_note, seen.independent)),
    )


def overlap_table(page: PageContext, claim: Claim) -> OverlapTable | None:
    """Return which reviews of a claim rest on which of its studies; None where there is no review and no overlap."""
    studies = page.studies()
    found = matrix(claim, studies, years_of(page.library.references))
    groups = people_groups((item.study for body in claim.bodies for item in body.evidence), studies)
    if found is None and not groups:
        return None
    found = found or Matrix((), (), {}, ())
    rows = tuple((key, tuple(_MARKS[found.cells[review, key]] for review in found.reviews)) for key in found.studies)
    return OverlapTable(found, rows if found.reviews else (), groups)


def _note(item: Dependence) -> Note:
    ways: dict[str, list[str]] = {}
    for tie in item.ties:
        first = tie.study == item.study
        ways.setdefault(_WORDS[tie.sharing, first], []).append(tie.other if first else tie.study)
    return Note(item.study, item.why, tuple((words, tuple(others)) for words, others in ways.items()))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
