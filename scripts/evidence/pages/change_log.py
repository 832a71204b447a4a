"""The changes of all claims as a reader leafs through them: day by day, with what was said of many claims said once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from evidence.changes import DatedChange

# From so many claims on, the same words on one day stand once, with the claims below them.
SHARED = 3


@dataclass(frozen=True, slots=True)
class Shared:
    """The same words about several claims."""

    what: str
    """Markdown."""
    changes: tuple[DatedChange, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What changed on one day."""

    date: datetime.date
    changes: tuple[DatedChange, ...]
    """Changes in words of their own."""
    shared: tuple[Shared, ...]


def by_day(changes: Iterable[DatedChange]) -> Iterator[Day]:
    """Yield the days of changes that come newest first."""
    for date, found in groupby(changes, key=lambda change: change.date):
        of_day = tuple(found)
        alike: dict[str, list[DatedChange]] = {}
        for change in of_day:
            alike.setdefault(change.what, []).append(change)
        yield Day(
            date,
            tuple(change for change in of_day if len(alike[change.what]) < SHARED),
            tuple(Shared(what, tuple(same)) for what, same in alike.items() if len(same) >= SHARED),
        )
