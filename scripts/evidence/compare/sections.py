"""The order in which the changes of records are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.compare.tree import Kind, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from evidence.compare.tree import RecordChange

_HEADINGS: Mapping[Kind, str] = {
    Kind.CLAIM: "Other claims",
    Kind.STUDY: "Studies",
    Kind.REFERENCE: "References",
    Kind.DOCUMENT: "Reviewed documents",
    Kind.CALCULATION: "Calculations",
    Kind.ASSESSMENT: "Second assessments",
    Kind.PLANNED: "Planned claims",
    Kind.PAGE: "Pages written by hand",
}
_FIRST = frozenset({Weight.VERDICT, Weight.GRADE})


def grouped(records: Iterable[RecordChange]) -> Iterator[tuple[str, list[RecordChange]]]:
    """Yield records under headings: what moves a verdict or a grade first, then each kind, the weightiest first."""
    rest = list(records)
    first = [record for record in rest if record.weight in _FIRST]
    if first:
        yield "Verdicts and grades", first
    for kind, heading in _HEADINGS.items():
        found = [record for record in rest if record.kind is kind and record.weight not in _FIRST]
        if found:
            yield heading if kind is not Kind.CLAIM or first else "Claims", found
