"""Which pages of the site readers find new, gone, moved or changed.

Pages written by hand are compared as they are filled in. Of the pages made from records only those are made in both
states that show something that changed, because making all of them takes longer than everything else together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from markdown import markdown

from evidence.compare.tree import Change, Kind, PageChanges, Piece, Renamed, Weight
from evidence.compare.wording import pieces_of
from evidence.pages.fragments import expand
from evidence.pages.records import claim_page
from evidence.pages.source_page import source_page
from evidence.pages.study_page import Uses, study_page, study_uses
from evidence.prose import citations
from evidence.readers.nodes import walk_scalars
from evidence.rules.pages import studies_on
from evidence.staleness import used

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from evidence.compare.state import State
    from evidence.compare.tree import RecordChange
    from evidence.pages.context import Site

# Making a claim's page takes as long as making eight pages of studies. So much of both states is made within three
# seconds; a change that touches more is told by what its pages show.
_COSTS = {Kind.CLAIM: 8, Kind.DOCUMENT: 4, Kind.STUDY: 1}
MOST_MADE = 160

# Extensions of mkdocs.yml that decide how lines become blocks.
_EXTENSIONS = ("admonition", "tables", "fenced_code")

# Of a page rewritten from end to end nobody reads the differences.
_MOST_PIECES = 60

Name = tuple[Kind, str]
"""A record by its kind and id."""


@dataclass(slots=True)
class _Maker:
    """Makes the pages of one state."""

    state: State
    site: Site
    uses: dict[str, Uses] = field(default_factory=dict)

    def text(self, name: Name) -> str:
        """Make the page of a record."""
        kind, key = name
        review, library = self.state.review, self.state.review.library
        if kind is Kind.CLAIM:
            return claim_page(library.claims[key], review, self.site).text
        if kind is Kind.DOCUMENT:
            return source_page(library.sources[key], review, self.site).text
        self.uses = self.uses or study_uses(review)
        return study_page(library.studies[key], self.uses.get(key, Uses()), review, self.site).text

    def filled(self, path: str) -> str:
        """Return a page written by hand with its parts filled in."""
        return expand(path, self.state.pages[path], self.state.review, self.site)


def address_of(kind: Kind, key: str) -> str:
    """Return the address of the page of a record, below that of the site; empty where it has none."""
    folders = {Kind.CLAIM: "claims", Kind.STUDY: "studies", Kind.REFERENCE: "studies", Kind.DOCUMENT: "sources"}
    if kind is Kind.PAGE:
        folder = key.removesuffix(".md").removesuffix("index").rstrip("/")
        return f"{folder}/" if folder else "./"
    return f"{folders[kind]}/{key}/" if kind in folders else ""


def page_changes(before: State, after: State, records: Sequence[RecordChange], site: Site) -> PageChanges:
    """Return which pages came, went, moved or say something else."""
    old, new = _names(before), _names(after)
    moves = {(record.kind, record.was): (record.kind, record.id) for record in records if record.was}
    gone = [name for name in old if name not in new and name not in moves and not _lost(name, after)]
    came = [name for name in new if name not in old and name not in moves.values() and not _lost(name, before)]
    kept = [name for name in new if name in old]
    changed = {(record.kind, name) for record in records for name in (record.id, record.was) if name}
    touched, compared = _touched(before, after, kept, changed, site)
    return PageChanges(
        added=tuple(address_of(*name) for name in came),
        removed=tuple(address_of(*name) for name in gone),
        renamed=tuple(Renamed(was=address_of(*was), now=address_of(*now)) for was, now in moves.items() if now in new),
        touched=tuple(address_of(*name) for name in touched),
        compared=compared,
    )


def page_text_changes(before: str, after: str) -> tuple[Change, ...]:
    """Return what changed in a page written by hand; nothing where only its lines are broken elsewhere."""
    if _reads_alike(before, after):
        return ()
    pieces = list(_page_pieces(before.splitlines(), after.splitlines()))
    if len(pieces) > _MOST_PIECES:
        pieces = [*pieces[:_MOST_PIECES], Piece(kind="skipped", text="… and more")]
    says = "text changed" if any(piece.kind in {"new", "gone"} for piece in pieces) else "layout of the text changed"
    return (Change(what="text", weight=Weight.TEXT, says=says, pieces=tuple(pieces)),)


def _names(state: State) -> list[Name]:
    """Name every page of a state."""
    library = state.review.library
    return [
        *((Kind.CLAIM, key) for key in library.claims),
        *((Kind.STUDY, key) for key in library.studies),
        *((Kind.DOCUMENT, key) for key in library.sources),
        *((Kind.PAGE, path) for path in state.pages),
    ]


def _lost(name: Name, state: State) -> bool:
    """Tell whether a record is missing in a state because it has errors there."""
    kind, key = name
    folder = {Kind.CLAIM: "claims", Kind.STUDY: "studies", Kind.DOCUMENT: "sources", Kind.PAGE: "docs"}[kind]
    if state.lacks(folder):
        return True
    records: Mapping[Kind, Collection[str]] = {
        Kind.CLAIM: state.claims,
        Kind.STUDY: state.studies,
        Kind.DOCUMENT: state.read.sources,
    }
    return kind is not Kind.PAGE and (key in state.unread or key in records[kind])


def _touched(
    before: State, after: State, kept: Sequence[Name], changed: Collection[Name], site: Site
) -> tuple[list[Name], bool]:
    """Return the pages that say something else, and whether they were all made to find that out."""
    shown = [_shown(state) for state in (before, after)]
    if before.today != after.today:
        changed = {*changed, *((Kind.CLAIM, key) for key in (*before.stale, *after.stale))}
    asked = [
        name
        for name in kept
        if name[0] is not Kind.PAGE and any(not changed.isdisjoint(by.get(name, ())) for by in shown)  # type: ignore[attr-defined]
    ]
    makers = [_Maker(state, site) for state in (before, after)]
    compared = sum(_COSTS[kind] for kind, _ in asked) <= MOST_MADE
    touched = [name for name in asked if not compared or _differ(makers[0].text(name), makers[1].text(name))]
    for name in (name for name in kept if name[0] is Kind.PAGE):
        old, new = before.pages[name[1]], after.pages[name[1]]
        moved = bool(changed) or before.today != after.today
        if not _reads_alike(old, new) or (moved and _differ(*(maker.filled(name[1]) for maker in makers))):
            touched.append(name)
    return touched, compared


def _differ(before: str, after: str) -> bool:
    return before != after and before.split() != after.split()


def _shown(state: State) -> Mapping[Name, set[Name]]:
    """Return the records that each page of a record shows something of, itself among them."""
    shown: dict[Name, set[Name]] = {}
    for pairs in (_of_claims(state), _of_studies(state), _of_documents(state)):
        for page, record in pairs:
            shown.setdefault(page, {page}).add(record)
    return shown


def _of_claims(state: State) -> Iterator[tuple[Name, Name]]:
    for key, loaded in state.review.library.claims.items():
        page, claim = (Kind.CLAIM, key), loaded.value
        links = [link.reliance.claim for link in state.review.appraisals[key].chain]
        yield from ((page, (Kind.CLAIM, other)) for other in (*claim.related, *links))
        yield from (((Kind.CLAIM, reliance.claim), page) for reliance in claim.relies_on)
        for study in used(loaded):
            yield from ((page, (kind, study)) for kind in (Kind.STUDY, Kind.REFERENCE))
            yield (Kind.STUDY, study), page
        yield from ((page, (Kind.DOCUMENT, item.document)) for item in claim.stated_in)
        yield from ((page, (Kind.CALCULATION, name)) for name in claim.calculations)
        yield page, (Kind.ASSESSMENT, key)


def _of_studies(state: State) -> Iterator[tuple[Name, Name]]:
    for key, loaded in state.review.library.studies.items():
        page, study = (Kind.STUDY, key), loaded.value
        cited = (name for _, scalar in walk_scalars(loaded.node) for name, _ in citations(scalar.value))
        reports = (report.key for report in study.reports)
        newer = [notice.superseded_by for notice in study.notices if notice.superseded_by]
        yield from ((page, (Kind.REFERENCE, name)) for name in (key, *cited, *reports, *newer))
        included = [item.study for item in getattr(study, "includes", []) if item.study]
        for other in (*newer, *included, *(item.study for item in study.overlaps_with)):
            yield page, (Kind.STUDY, other)
            yield (Kind.STUDY, other), page
    for path, text in state.pages.items():
        yield from (((Kind.STUDY, key), (Kind.PAGE, path)) for key in studies_on(text))


def _of_documents(state: State) -> Iterator[tuple[Name, Name]]:
    for key, loaded in state.review.library.sources.items():
        names = {name for sentence in loaded.value.sentences for name in sentence.claims}
        yield from (((Kind.DOCUMENT, key), (kind, name)) for name in names for kind in (Kind.CLAIM, Kind.PLANNED))


def _reads_alike(before: str, after: str) -> bool:
    """Tell whether two texts of a page become the same page."""
    if before == after:
        return True
    if before.split() != after.split():
        return False
    first, second = (markdown(text, extensions=_EXTENSIONS) for text in (before, after))
    return first.split() == second.split()


def _page_pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """Yield the words that changed, passage by passage."""
    operations = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    skipped = False
    for kind, old_start, old_end, new_start, new_end in operations:
        if kind == "equal":
            passage: tuple[Piece, ...] = (Piece(kind="skipped", text="…"),)
        else:
            passage = pieces_of("\n".join(before[old_start:old_end]), "\n".join(after[new_start:new_end]))
        for piece in passage:
            if not (skipped and piece.kind == "skipped"):
                yield piece
            skipped = piece.kind == "skipped"
