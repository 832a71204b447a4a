"""Where two values of records differ, path by path: the ground that everything else about a comparison stands on.

Nothing of a record can change without a difference here, so that what nobody thought of is told as well.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, TypeVar, cast

from evidence.model import assessment, calculation, claim, exemption, risk_of_bias, source, study
from evidence.model.fields import Record
from evidence.prose import render_block

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

IDENTITY: Mapping[type[Record], tuple[str, ...]] = {
    assessment.AssessedDocument: ("body",),
    assessment.AssessedGrade: ("body",),
    assessment.AssessedMeasurement: ("body",),
    assessment.Difference: ("body", "judgement"),
    calculation.CalculationInput: ("name",),
    calculation.Case: ("id",),
    calculation.Stated: ("record", "words"),
    claim.Change: ("date", "what"),
    claim.DocumentBody: ("id",),
    claim.EmptyBody: ("id",),
    claim.Evidence: ("study", "outcome"),
    claim.InterventionBody: ("id",),
    claim.MeasurementBody: ("id",),
    claim.OutcomeRef: ("study", "outcome"),
    claim.Part: ("body",),
    claim.PrognosisBody: ("id",),
    claim.Reliance: ("claim",),
    claim.Search: ("where",),
    claim.Standing: ("study",),
    claim.StatedIn: ("document", "sentence"),
    exemption.Exemption: ("rule",),
    risk_of_bias.Answer: ("question",),
    risk_of_bias.DomainAssessment: ("domain",),
    source.PlannedClaim: ("id",),
    source.Remark: ("text",),
    source.Sentence: ("id",),
    study.Arm: ("id",),
    study.ArmData: ("arm",),
    study.Included: ("as_listed",),
    study.Notice: ("kind", "what"),
    study.Outcome: ("id",),
    study.Overlap: ("study",),
    study.Report: ("key",),
    study.Verification: ("where",),
}
"""The fields by which an item of a list is known again in the other state."""

ValueT = TypeVar("ValueT")

_CITED = re.compile(r"(?<=[\[;\s])@([A-Za-z][\w-]*)")

# Lines that share so much are taken for the same line, reworded; difflib's own word for "close".
_REWORDED = 0.6


class Item(str):
    """A step of a path that names an item of a list."""

    __slots__ = ()


class How(Enum):
    """How a value differs."""

    CHANGED = auto()
    ADDED = auto()
    REMOVED = auto()
    REORDERED = auto()
    """The items of a list are the same in another order."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that differs."""

    path: tuple[str, ...]
    how: How
    before: Any
    after: Any

    @property
    def dotted(self) -> str:
        """Write the path as one word."""
        return ".".join(self.path)

    @property
    def shape(self) -> str:
        """Write the path with a star for each item of a list: what sort of value it is, whichever item holds it."""
        return ".".join("*" if isinstance(step, Item) else step for step in self.path)


def differences(before: object, after: object, path: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Yield every value in which two records differ, in the order of their fields."""
    if before == after:
        return
    if isinstance(before, Record) and isinstance(after, Record):
        for name in dict.fromkeys([*type(after).model_fields, *type(before).model_fields]):
            yield from differences(getattr(before, name, None), getattr(after, name, None), (*path, name))
    elif isinstance(before, list) or isinstance(after, list):
        first, second = (value if isinstance(value, list) else [] for value in (before, after))
        yield from _lists(first, second, path)
    elif before is None:
        yield Difference(path, How.ADDED, None, after)
    elif after is None:
        yield Difference(path, How.REMOVED, before, None)
    elif not (isinstance(before, str) and isinstance(after, str) and reads_alike(before, after)):
        yield Difference(path, How.CHANGED, before, after)


def reads_alike(before: str, after: str) -> bool:
    """Tell whether two texts differ in nothing that a reader would see, such as where their lines are broken."""
    if before.split() != after.split():
        return False
    return ("\n" not in before and "\n" not in after) or _rendered(before) == _rendered(after)


def renamed(value: ValueT, names: Mapping[str, str]) -> ValueT:
    """Return a record in which other records have their new names, in citations too, so that only changes are left."""
    if not names:
        return value
    if isinstance(value, Record):
        fields = {name: renamed(getattr(value, name), names) for name in type(value).model_fields}
        return value.model_copy(update=fields)
    if isinstance(value, list):
        return cast("ValueT", [renamed(item, names) for item in value])
    if isinstance(value, str) and not isinstance(value, Enum):
        cited = _CITED.sub(lambda found: f"@{names.get(found[1], found[1])}", value)
        return cast("ValueT", names.get(value, cited))
    return value


def leaves(value: object) -> Counter[tuple[tuple[str, ...], str]]:
    """Return the single values of a record with their fields, the order of lists left aside."""
    return Counter(_leaves(value))


def likeness(before: Counter[Any], after: Counter[Any]) -> float:
    """Return how much of their values two records share, from 0 to 1."""
    total = before.total() + after.total()
    return 2 * (before & after).total() / total if total else 1.0


def _lists(before: list[object], after: list[object], path: tuple[str, ...]) -> Iterator[Difference]:
    first, second = _keyed(before), _keyed(after)
    gone = [key for key in first if key not in second]
    new = [key for key in second if key not in first]
    reworded = _reworded(gone, new) if all(isinstance(item, str) for item in (*before, *after)) else {}
    for key in first:
        step = (*path, Item(key))
        if key in second:
            yield from differences(first[key], second[key], step)
        elif key in reworded:
            yield Difference(step, How.CHANGED, first[key], second[reworded[key]])
        else:
            yield Difference(step, How.REMOVED, first[key], None)
    for key in new:
        if key not in reworded.values():
            yield Difference((*path, Item(key)), How.ADDED, None, second[key])
    kept = [key for key in first if key in second], [key for key in second if key in first]
    if kept[0] != kept[1]:
        yield Difference(path, How.REORDERED, kept[0], kept[1])


def _keyed(items: Sequence[object]) -> dict[str, object]:
    """Return items by what they are known by; a second one of the same name gets a number."""
    found: dict[str, object] = {}
    seen: Counter[str] = Counter()
    for item in items:
        key = key_of(item)
        seen[key] += 1
        found[key if seen[key] == 1 else f"{key} ({seen[key]})"] = item
    return found


def key_of(item: object) -> str:
    """Return by what an item of a list is known."""
    if not isinstance(item, Record):
        return str(getattr(item, "value", item))
    values = (getattr(item, name) for name in IDENTITY[type(item)])
    return "/".join(str(getattr(value, "value", value)) for value in values if value is not None)


def _reworded(gone: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Pair lines that went with lines that came and that say nearly the same."""
    pairs: dict[str, str] = {}
    for old in gone:
        free = [text for text in new if text not in pairs.values()]
        close = [(SequenceMatcher(None, old, text, autojunk=False).ratio(), text) for text in free]
        best = max(close, default=(0.0, ""))
        if best[0] >= _REWORDED:
            pairs[old] = best[1]
    return pairs


def _rendered(text: str) -> list[str]:
    return render_block(text, lambda keys: f"[{'; '.join(keys)}]").split()


def _leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _leaves(getattr(value, name), (*path, name))
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, path)
    elif value is not None:
        yield path, str(value)
