"""A comparison as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.compare.sections import grouped
from evidence.compare.wording import ARROW, counted, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.compare.tree import Comparison, Finding, Piece, RecordChange

_MARKS = {"same": "{}", "skipped": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}

# Of a longer passage that is new, or gone, the beginning will do.
_LONGEST = 400
# Of more pages or files than this the first ones are named.
_NAMED = 40


def as_text(comparison: Comparison) -> str:
    """Write a comparison: the summary first, then what changed, the weightiest first."""
    return "\n".join(_lines(comparison))


def in_words(pieces: Sequence[Piece]) -> str:
    """Write a text with what went and what came in it: ``a [-small-]{+large+} trial``."""
    return " ".join(_MARKS[piece.kind].format(shortened(piece.text, _LONGEST)) for piece in pieces)


def _lines(comparison: Comparison) -> Iterator[str]:
    yield f"{comparison.base} {ARROW} {comparison.head}"
    yield comparison.summary
    for heading, records in grouped(comparison.records):
        yield from ("", heading.upper())
        for record in records:
            yield from _record(record)
    yield from _pages(comparison)
    for title, findings in (("NEW PROBLEMS", comparison.problems.new), ("PROBLEMS GONE", comparison.problems.gone)):
        if findings:
            yield from ("", title, *(line for finding in findings for line in _finding(finding)))
    for title, lines in (
        ("NOT COMPARED", comparison.not_compared),
        ("ONLY LAYOUT, NO READER WILL NOTICE", comparison.layout_only),
        ("NOT LOOKED INTO", comparison.not_read),
    ):
        if lines:
            yield from ("", title, *_listed(lines))


def _record(record: RecordChange) -> Iterator[str]:
    yield f"  {record.id}: {record.headline}"
    if record.title != record.id:
        yield f"    {record.title}{f'  [{record.address}]' if record.address else ''}"
    # Where the headline is all there is to say, it is not said again.
    if [change.says for change in record.changes] == [record.headline] and not record.changes[0].pieces:
        return
    for change in record.changes:
        yield f"    - {change.says}"
        if change.pieces:
            yield f"        {in_words(change.pieces)}"


def _pages(comparison: Comparison) -> Iterator[str]:
    pages = comparison.pages
    moved = [f"{page.was} {ARROW} {page.now}" for page in pages.renamed]
    touched = "touched" if pages.compared else "that show something of it"
    for title, addresses in (
        ("added", pages.added),
        ("removed", pages.removed),
        ("moved", moved),
        (touched, pages.touched),
    ):
        if addresses:
            yield from ("", f"{counted(len(addresses), 'page')} {title}".upper(), *_listed(addresses))


def _listed(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in lines[:_NAMED])
    if len(lines) > _NAMED:
        yield f"  … and {len(lines) - _NAMED} more, all of them with --format json"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"  {finding.file}:{finding.line}: {finding.severity} [{finding.rule}] {finding.message}"
    if finding.hint:
        yield f"      hint: {finding.hint}"
