"""What changed in the claims, newest first: for the page of changes, the news of the home page and the feed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.model.vocabulary import Topic

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from evidence.model.claim import Claim

# Only the order of a day hangs on this: a verdict that moved is what most readers want to know first.
_VERDICT_MOVED = re.compile(r"\bverdict (?:was )?(?:changed|went|moved) from\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DatedChange:
    """A change of a claim that readers should know of."""

    claim: Claim
    date: datetime.date
    what: str
    """Markdown."""
    number: int
    """Its place among the changes that the record has for that day, from 1."""

    @property
    def moves_the_verdict(self) -> bool:
        """Tell whether it says that the verdict changed."""
        return _VERDICT_MOVED.search(self.what) is not None


def dated_changes(claims: Iterable[Claim]) -> list[DatedChange]:
    """Return every change of some claims, newest first.

    On one day changed verdicts come first, then claims in the order of topics and ids.
    """
    topics = list(Topic)

    def place(change: DatedChange) -> tuple[int, bool, int, str, int]:
        day = -change.date.toordinal()
        return day, not change.moves_the_verdict, topics.index(change.claim.topic), change.claim.id, change.number

    changes: list[DatedChange] = []
    for claim in claims:
        seen: Counter[datetime.date] = Counter()
        for change in claim.changes:
            seen[change.date] += 1
            changes.append(DatedChange(claim, change.date, change.what, seen[change.date]))
    return sorted(changes, key=place)
