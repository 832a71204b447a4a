"""What a list can be filtered and sorted by: the template writes it down, the script `facets.js` reads it there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to filter by."""

    value: str
    """As it stands in addresses."""
    label: str
    count: int
    """Entries that have it."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A property to filter by."""

    name: str
    """As it stands in addresses."""
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort."""

    key: str
    """Name of the value, with a minus sign in front where the largest comes first."""
    label: str


@dataclass(frozen=True, slots=True)
class Traits:
    """What one entry is filtered and sorted by."""

    facets: Mapping[str, tuple[str, ...]]
    """Values by the name of the facet."""
    orders: Mapping[str, str | int]
    """Values to sort by; an empty text comes last."""
    text: str = ""
    """Words that find the entry, besides those that it shows."""


def facet(name: str, label: str, labels: Mapping[str, str], entries: Iterable[Traits]) -> Facet:
    """Return a facet with the values that occur, in the order of their labels."""
    counts = Counter(value for entry in entries for value in set(entry.facets[name]))
    return Facet(
        name, label, tuple(Choice(value, text, counts[value]) for value, text in labels.items() if counts[value])
    )
