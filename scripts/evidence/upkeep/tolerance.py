"""The list of links that are put up with: each with what asking for it gives, and why; none longer than needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, TypeAdapter

from evidence.model.fields import Date, Line, Record, Url
from evidence.readers.decode import decode
from evidence.readers.nodes import read_nodes
from evidence.readers.text import RECORD_LIMIT, read_text
from evidence.upkeep.links import FRONT_PAGE, NO_ANSWER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from evidence.problem import Place, Problem
    from evidence.readers.decode import Loaded
    from evidence.upkeep.links import Outcome

Seen = Annotated[str, Field(pattern=rf"^(?:[45][0-9]{{2}}|{NO_ANSWER}|{FRONT_PAGE})$")]


class Tolerated(Record):
    """A link that is kept although a program cannot follow it."""

    link: Url
    """The address as it stands in the records, or the beginning of several addresses with `*` at its end."""
    gives: Seen
    """What asking for it gives: a status such as `"403"`, `no answer`, or `front page`. Anything else is reported."""
    reason: Line
    """Why it is kept: who opened it in a browser, or what it says that nothing else says."""
    since: Date

    def meets(self, link: str) -> bool:
        """Tell whether this is about a link."""
        return link.startswith(self.link[:-1]) if self.link.endswith("*") else link == self.link


class Tolerance(Record):
    """The whole list."""

    links: list[Tolerated]


TOLERANCE: TypeAdapter[Tolerance] = TypeAdapter(Tolerance)


@dataclass(frozen=True, slots=True)
class Unneeded:
    """An entry that is no longer needed."""

    place: Place
    link: str
    why: str


def read_tolerance(data: bytes, file: str) -> tuple[Loaded[Tolerance] | None, list[Problem]]:
    """Read the list."""
    text, problems = read_text(data, file, RECORD_LIMIT)
    node, faults = read_nodes(text, file) if text is not None else (None, [])
    if node is None or problems or faults:
        return None, [*problems, *faults]
    return decode(node, TOLERANCE, file)


def tolerated(tolerance: Loaded[Tolerance], link: str, seen: str) -> bool:
    """Tell whether what a link gives is put up with."""
    return any(entry.meets(link) and entry.gives == seen for entry in tolerance.value.links)


def unused(tolerance: Loaded[Tolerance], links: Iterable[str]) -> Iterator[Unneeded]:
    """Yield the entries that no link of the project needs."""
    links = list(links)
    for index, entry in enumerate(tolerance.value.links):
        if not any(entry.meets(link) for link in links):
            yield Unneeded(tolerance.place("links", index), entry.link, "no record or page has such a link")


def unneeded(tolerance: Loaded[Tolerance], outcomes: Mapping[str, Outcome]) -> Iterator[Unneeded]:
    """Yield the entries that can go: no link needs them, or every link that they are about gives something else now."""
    yield from unused(tolerance, outcomes)
    for index, entry in enumerate(tolerance.value.links):
        seen = {outcome.seen(link) for link, outcome in outcomes.items() if entry.meets(link)}
        if seen and entry.gives not in seen:
            others = ", ".join(sorted(seen - {""}))
            why = f"it gives something else now ({others})" if others else "it works again"
            yield Unneeded(tolerance.place("links", index), entry.link, why)
