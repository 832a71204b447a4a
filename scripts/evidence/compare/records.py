"""The records of two states side by side: which came, went, were renamed or changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from evidence import citation
from evidence.compare import others, studies
from evidence.compare.claims import ClaimPair, claim_changes, claim_headline, new_claim_headline
from evidence.compare.pages import address_of, page_text_changes
from evidence.compare.tree import Kind, RecordChange, Status, Weight, heaviest
from evidence.compare.values import leaves, likeness, renamed
from evidence.pages.study_page import title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from evidence.compare.state import State
    from evidence.compare.tree import Change
    from evidence.library import Library
    from evidence.model.calculation import Calculation
    from evidence.model.claim import Claim
    from evidence.model.reference import Reference
    from evidence.model.source import PlannedClaim
    from evidence.model.study import Study
    from evidence.readers.decode import Loaded

ValueT = TypeVar("ValueT")

# A record that went and one that came are one under another name where they share so much.
_SAME = 0.6


@dataclass(frozen=True, slots=True)
class _Sort(Generic[ValueT]):
    """How records of one kind are compared and told."""

    kind: Kind
    folder: str
    before: Mapping[str, ValueT]
    after: Mapping[str, ValueT]
    title: Callable[[str, ValueT], str]
    compare: Callable[[str, str], tuple[str, tuple[Change, ...]]]
    """From the old and the new id to a headline and what changed."""
    introduce: Callable[[str, ValueT], str] = lambda _, __: ""
    """What to say of a record that is new."""
    leaves: Callable[[ValueT], Counter[Any]] = leaves
    """The single values of a record, by which it is known again under another name."""
    weight: Weight = Weight.EVIDENCE
    """Of a record that comes or goes."""


def record_changes(before: State, after: State) -> list[RecordChange]:
    """Return every record, reference and page that changed, the weightiest first."""
    old, new = before.read, after.read
    names: dict[str, str] = {}
    sorts: tuple[_Sort[Any], ...] = (
        _claims(before, after, names),
        _studies(before, after, names),
        _references(old.references, new.references),
        _plain(Kind.DOCUMENT, "sources", before.shown(old.sources), after.shown(new.sources), names),
        _calculations(before, after, names),
        _plain(Kind.ASSESSMENT, "assessments", old.assessments, new.assessments, names),
        _planned(old, new),
        _pages(before, after),
    )
    moves = [dict(_renamed(sort)) for sort in sorts]
    # Claims and studies are named by others: under a new name they are the same to them.
    names |= moves[0] | moves[1]
    found = [
        change for sort, moved in zip(sorts, moves, strict=True) for change in _changed(sort, moved, before, after)
    ]
    weights, kinds = list(Weight), list(Kind)
    return sorted(found, key=lambda item: (weights.index(item.weight), kinds.index(item.kind), item.id))


def _changed(sort: _Sort[ValueT], moves: Mapping[str, str], before: State, after: State) -> Iterator[RecordChange]:
    old_names = {new: old for old, new in moves.items()}
    for key in sort.after:
        if key in sort.before or key in old_names:
            yield from _kept(sort, old_names.get(key, key), key)
        elif not before.lacks(sort.folder) and key not in before.unread:
            yield _came(sort, key, was_draft=before.held_back(sort.folder, key))
    for key in sort.before:
        gone = key not in sort.after and key not in moves
        if gone and not after.lacks(sort.folder) and key not in after.unread:
            yield _went(sort, key, is_draft=after.held_back(sort.folder, key))


def _kept(sort: _Sort[ValueT], was: str, key: str) -> Iterator[RecordChange]:
    headline, changes = sort.compare(was, key)
    renamed = was != key
    if changes or renamed:
        yield RecordChange(
            kind=sort.kind,
            id=key,
            was=was if renamed else "",
            title=sort.title(key, sort.after[key]),
            status=Status.RENAMED if renamed else Status.CHANGED,
            weight=heaviest(changes),
            headline=f"was called `{was}`{f'; {headline}' if headline else ''}" if renamed else headline,
            address=address_of(sort.kind, key),
            changes=changes,
        )


def _came(sort: _Sort[ValueT], key: str, *, was_draft: bool) -> RecordChange:
    value = sort.after[key]
    says = sort.introduce(key, value)
    lead = "published, was a draft" if was_draft else "new"
    return RecordChange(
        kind=sort.kind,
        id=key,
        title=sort.title(key, value),
        status=Status.PUBLISHED if was_draft else Status.ADDED,
        weight=sort.weight,
        headline=f"{lead}: {says}" if says else lead,
        address=address_of(sort.kind, key),
    )


def _went(sort: _Sort[ValueT], key: str, *, is_draft: bool) -> RecordChange:
    return RecordChange(
        kind=sort.kind,
        id=key,
        title=sort.title(key, sort.before[key]),
        status=Status.HELD_BACK if is_draft else Status.REMOVED,
        weight=sort.weight,
        headline="held back as a draft: readers no longer see it" if is_draft else "removed",
        address=address_of(sort.kind, key),
    )


def _renamed(sort: _Sort[ValueT]) -> Iterator[tuple[str, str]]:
    """Pair records that went with records that came and are the same: by an alias, else by what they share."""
    gone = [key for key in sort.before if key not in sort.after]
    came = [key for key in sort.after if key not in sort.before]
    free = {new: sort.leaves(sort.after[new]) for new in came} if gone else {}
    for old in gone:
        named = [new for new in free if old in getattr(sort.after[new], "aliases", [])]
        held = sort.leaves(sort.before[old])
        close = max(((likeness(held, other), new) for new, other in free.items()), default=(0.0, ""))
        if named or close[0] >= _SAME:
            new = named[0] if named else close[1]
            del free[new]
            yield old, new


def _claims(before: State, after: State, names: Mapping[str, str]) -> _Sort[Claim]:
    def compare(was: str, now: str) -> tuple[str, tuple[Change, ...]]:
        pair = ClaimPair.of((before, after), was, now, names)
        changes = claim_changes(pair)
        return claim_headline(pair, changes), changes

    return _Sort(
        Kind.CLAIM,
        "claims",
        before.claims,
        after.claims,
        title=lambda _, claim: claim.title,
        compare=compare,
        introduce=lambda key, _: new_claim_headline(after.appraisal(key)),
        weight=Weight.VERDICT,
    )


def _studies(before: State, after: State, names: Mapping[str, str]) -> _Sort[Study]:
    def compare(was: str, now: str) -> tuple[str, tuple[Change, ...]]:
        changes = studies.study_changes(renamed(before.studies[was], names), after.studies[now])
        return studies.study_headline(changes), changes

    def users(key: str) -> list[str]:
        return [
            name
            for name, claim in after.claims.items()
            if key in {item.study for body in claim.bodies for item in body.evidence}
        ]

    def title(key: str, study: Study) -> str:
        reference = after.read.references.get(key) or before.read.references.get(study.id)
        return citation.short(reference) if reference else key

    return _Sort(
        Kind.STUDY,
        "studies",
        before.studies,
        after.studies,
        title=title,
        compare=compare,
        introduce=lambda key, study: studies.new_study_headline(study, users(key)),
    )


def _references(before: Mapping[str, Reference], after: Mapping[str, Reference]) -> _Sort[Reference]:
    def compare(was: str, now: str) -> tuple[str, tuple[Change, ...]]:
        changes = studies.reference_changes(before[was], after[now])
        return studies.reference_headline(changes), changes

    return _Sort(
        Kind.REFERENCE,
        "references.bib",
        before,
        after,
        title=lambda _, reference: reference.title,
        compare=compare,
        leaves=studies.reference_leaves,
        weight=Weight.TEXT,
    )


_DIFFER: Mapping[Kind, Callable[[Any, Any], tuple[Change, ...]]] = {
    Kind.DOCUMENT: others.source_changes,
    Kind.ASSESSMENT: others.assessment_changes,
}


def _calculations(before: State, after: State, names: Mapping[str, str]) -> _Sort[Calculation]:
    old, new = ({key: item.value for key, item in state.read.calculations.items()} for state in (before, after))

    def compare(was: str, now: str) -> tuple[str, tuple[Change, ...]]:
        sound = was in before.review.library.calculations and now in after.review.library.calculations
        changes = others.calculation_changes(renamed(old[was], names), new[now], sound=sound)
        return others.headline(changes), changes

    return _Sort(Kind.CALCULATION, "calculations", old, new, title=lambda _, item: item.title, compare=compare)


def _plain(
    kind: Kind,
    folder: str,
    before: Mapping[str, Loaded[Any]],
    after: Mapping[str, Loaded[Any]],
    names: Mapping[str, str],
) -> _Sort[Any]:
    def compare(was: str, now: str) -> tuple[str, tuple[Change, ...]]:
        changes = _DIFFER[kind](renamed(before[was].value, names), after[now].value)
        return others.headline(changes), changes

    return _Sort(
        kind,
        folder,
        {key: loaded.value for key, loaded in before.items()},
        {key: loaded.value for key, loaded in after.items()},
        title=lambda key, value: getattr(value, "title", f"Second assessment of {key}"),
        compare=compare,
    )


def _planned(before: Library, after: Library) -> _Sort[PlannedClaim]:
    old, new = ({claim.id: claim for claim in _list_of(library)} for library in (before, after))

    def compare(was: str, now: str) -> tuple[str, tuple[Change, ...]]:
        changes = others.planned_changes(old[was], new[now])
        return others.headline(changes), changes

    return _Sort(
        Kind.PLANNED, "claims", old, new, title=lambda _, claim: claim.gist, compare=compare, weight=Weight.RECORD
    )


def _list_of(library: Library) -> Sequence[PlannedClaim]:
    return library.planned.value.claims if library.planned else []


def _pages(before: State, after: State) -> _Sort[str]:
    def compare(was: str, now: str) -> tuple[str, tuple[Change, ...]]:
        changes = page_text_changes(before.pages[was], after.pages[now])
        return others.headline(changes), changes

    return _Sort(
        Kind.PAGE,
        "docs",
        before.pages,
        after.pages,
        title=lambda path, text: title_of(text) or path,
        compare=compare,
        leaves=lambda text: Counter(line for line in text.splitlines() if line),
        weight=Weight.TEXT,
    )
