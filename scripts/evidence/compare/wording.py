"""The words of a comparison: how values, places in records and changed texts are told."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import Enum
from typing import TYPE_CHECKING

from evidence.compare.tree import Change, Piece
from evidence.compare.values import IDENTITY, How, Item
from evidence.model.fields import Record
from evidence.pages.figures import number
from evidence.pages.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evidence.compare.tree import Weight
    from evidence.compare.values import Difference

ARROW = "→"
MINUS = "\N{MINUS SIGN}"

# Words of a text that are repeated on either side of a change.
_CONTEXT = 4
# Of a longer value the beginning tells which one it is.
_LONGEST = 120

# Names of fields that do not read well by themselves.
_FIELDS: Mapping[str, str] = {
    "also_asked": "people also ask",
    "arms": "group",
    "bodies": "body of evidence",
    "cases": "case",
    "change_mean": "mean change",
    "change_sd": "SD of the change",
    "changes": "what has changed",
    "ci": "confidence interval",
    "differences": "difference",
    "domains": "domain",
    "field_mt": "field in mT",
    "includes": "included study",
    "inputs": "input",
    "n": "n",
    "notices": "notice",
    "outcomes": "result",
    "overlaps_with": "shares people with",
    "p": "P",
    "parts": "part",
    "read": "how it was read",
    "reports": "further report",
    "reviewed": "last reviewed",
    "review_by": "to be looked at again by",
    "sd": "SD",
    "se": "SE",
    "searched_to": "searched up to",
    "sentences": "sentence",
    "sha256": "checksum",
    "stated": "stated in a text",
    "stated_in": "stated in",
    "verified": "seen at",
    "where": "where it stands",
}


def field_words(name: str) -> str:
    """Name a field of a record."""
    return _FIELDS.get(name, name.replace("_", " "))


def named(path: Sequence[str]) -> str:
    """Name a place in a record: ``result `pain`, data `magnet`, mean``; of a body of evidence its id is enough."""
    parts: list[str] = []
    for step in path[1:] if path[0] == "bodies" and len(path) > 2 else path:  # noqa: PLR2004 - beyond the body itself
        if isinstance(step, Item):
            parts[-1:] = [f"{parts[-1]} {quoted(step)}" if parts else quoted(step)]
        else:
            parts.append(field_words(step))
    return ", ".join(parts)


def quoted(text: str) -> str:
    """Put an id into backticks, and a text into quotation marks."""
    return f"`{text}`" if re.fullmatch(r"[\w./-]{1,120}", text) else f"“{shortened(text)}”"


def shown(value: object) -> str:
    """Write a value for readers."""
    if isinstance(value, Record):
        named_by = IDENTITY.get(type(value), ())
        held = ((name, getattr(value, name)) for name in type(value).model_fields if name not in named_by)
        return "; ".join(f"{field_words(name)}: {shown(item)}" for name, item in held if item not in (None, [], False))
    if isinstance(value, list):
        return ", ".join(shown(item) for item in value) or "nothing"
    if isinstance(value, Enum):
        return words(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    return " ".join(str(value).split())


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Cut a text off where it gets too long for a line."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def moved(before: object, after: object) -> str:
    """Write an old and a new value."""
    return f"{shortened(shown(before))} {ARROW} {shortened(shown(after))}"


def levels(before: int, after: int) -> str:
    """Write two levels of a judgement with true minus signs."""
    return f"{before} {ARROW} {after}".replace("-", MINUS)


def counted(count: int, one: str, many: str = "") -> str:
    """Write how many there are of something; without ``many`` its plural ends in s."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def listed(items: Iterable[str]) -> str:
    """Join words as in a sentence: "a, b and c"."""
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last


def is_text(value: object) -> bool:
    """Tell whether a value is running text, of which single words change."""
    return isinstance(value, str) and not isinstance(value, Enum) and len(value.split()) > 1


def pieces_of(before: str, after: str) -> tuple[Piece, ...]:
    """Tell which words of a text changed, with a few words on either side of them."""
    old, new = before.split(), after.split()
    found: list[Piece] = []
    operations = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for index, (kind, old_start, old_end, new_start, new_end) in enumerate(operations):
        if kind == "equal":
            kept = old[old_start:old_end]
            found += _kept(kept, first=index == 0, last=index == len(operations) - 1)
            continue
        if old_end > old_start:
            found.append(Piece(kind="gone", text=" ".join(old[old_start:old_end])))
        if new_end > new_start:
            found.append(Piece(kind="new", text=" ".join(new[new_start:new_end])))
    return tuple(found)


def _kept(kept: Sequence[str], *, first: bool, last: bool) -> list[Piece]:
    """Return the words between two changes, without those in the middle of a long stretch."""
    head = [] if first else kept[:_CONTEXT]
    tail = [] if last else kept[-_CONTEXT:]
    if len(head) + len(tail) >= len(kept):
        return [Piece(kind="same", text=" ".join(kept))]
    pieces = [Piece(kind="same", text=" ".join(head))] if head else []
    pieces.append(Piece(kind="skipped", text="…"))
    return [*pieces, Piece(kind="same", text=" ".join(tail))] if tail else pieces


def sort_of(difference: Difference, sorts: Sequence[tuple[str, str, Weight]]) -> tuple[str, Weight]:
    """Return the sort of change and the weight of the first pattern that fits the shape of a path."""
    return next((what, weight) for pattern, what, weight in sorts if re.fullmatch(pattern, difference.shape))


def change(difference: Difference, what: str, weight: Weight, says: str = "") -> Change:
    """Make a change of a difference. Without words of its own it says where it stands, and the old and new value."""
    before, after = difference.before, difference.after
    name = named(difference.path)
    if difference.how is How.REORDERED:
        return Change(what=what, weight=weight, says=f"{name}: in another order", path=difference.dotted)
    if difference.how is How.CHANGED and is_text(before) and is_text(after):
        return Change(
            what=what,
            weight=weight,
            says=says or f"{name}: reworded",
            path=difference.dotted,
            before=before,
            after=after,
            pieces=pieces_of(before, after),
        )
    return Change(
        what=what,
        weight=weight,
        says=says or f"{name}: {_told(difference)}",
        path=difference.dotted,
        before="" if before is None else shown(before),
        after="" if after is None else shown(after),
    )


def _told(difference: Difference) -> str:
    value = difference.before if difference.after is None else difference.after
    # An item is named already by the path that leads to it.
    known = isinstance(difference.path[-1], Item) and not isinstance(value, Record)
    held = "" if known else shortened(shown(value))
    match difference.how:
        case How.ADDED:
            return f"added ({held})" if held else "added"
        case How.REMOVED:
            return f"removed ({held})" if held else "removed"
        case _:
            return moved(difference.before, difference.after)
