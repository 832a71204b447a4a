"""Links that lead out of the project: which there are, where they stand, and what their servers said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from evidence.problem import Place
from evidence.readers.nodes import place_within, walk_scalars
from evidence.readers.text import place_in
from evidence.rules.pages import without_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidence.library import Library

NO_ANSWER = "no answer"
FRONT_PAGE = "front page"

_ADDRESS = re.compile(r"https?://[^\s<>\"`\]|]+")
_ON_THIS_COMPUTER = re.compile(r"localhost|127\.|\[::1\]|(?:.*\.)?example(?:\.org|\.com|\.net)?$")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking for an address."""

    status: int = 0
    """The status of the last answer; 0 where there was none."""
    address: str = ""
    """Where the answer came from, in the end."""
    moved: bool = False
    """The server said that the page has moved to that address for good."""
    trouble: str = ""
    """Why there was no answer, in a few words."""

    def seen(self, link: str) -> str:
        """Return what is wrong: the status, no answer, or the front page in place of a page. Empty if nothing is."""
        if not self.status:
            return NO_ANSWER
        if self.status >= 400:  # noqa: PLR2004 - from here on statuses are those of failures
            return str(self.status)
        landed, wanted = _parts(self.address), _parts(link)
        return FRONT_PAGE if landed.path in {"", "/"} and not landed.query and len(wanted.path) > 1 else ""


def outer_links(library: Library) -> dict[str, list[Place]]:
    """Return every address that records, bibliography and pages lead to, with the places where it stands.

    Identifiers are not among them: whether Crossref knows a DOI says more than whether a publisher lets programs in.
    """
    found: dict[str, list[Place]] = {}
    for link, place in _all_links(library):
        # The anchor is looked for by the browser, not by the server.
        address = link.partition("#")[0]
        if not _ON_THIS_COMPUTER.match(server_of(address)):
            found.setdefault(address, []).append(place)
    return found


def in_turn(links: Iterable[str]) -> Iterator[str]:
    """Yield links so that requests to one server lie apart: one of each server, then the second of each, and so on."""
    by_server: dict[str, list[str]] = {}
    for link in links:
        by_server.setdefault(server_of(link), []).append(link)
    return (link for link in chain.from_iterable(zip_longest(*by_server.values())) if link is not None)


def server_of(link: str) -> str:
    """Return the server of a link, with its port; empty where the link is no address."""
    return _parts(link).netloc


def nobody_answered(outcomes: Mapping[str, Outcome]) -> bool:
    """Tell whether there was no answer at all, which says something of us and not of the links."""
    return bool(outcomes) and not any(outcome.status for outcome in outcomes.values())


def addresses_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the addresses in a text, each with its index."""
    for match in _ADDRESS.finditer(text):
        yield match.start(), _ended(match.group())


def _parts(link: str) -> SplitResult:
    try:
        return urlsplit(link)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _ended(address: str) -> str:
    """Cut off what belongs to the sentence around an address: its stop, or a parenthesis that was opened before it."""
    while address and (address[-1] in ".,;:!?'*_" or (address[-1] in ")}" and not _balanced(address))):
        address = address[:-1]
    return address


def _balanced(address: str) -> bool:
    return address.count("(") >= address.count(")") and address.count("{") >= address.count("}")


def _all_links(library: Library) -> Iterator[tuple[str, Place]]:
    for record in library.records():
        for _, scalar in walk_scalars(record.node):
            for index, address in addresses_in(scalar.value):
                yield address, place_within(scalar, index, len(address))
    for reference in library.references.values():
        if reference.url:
            line = reference.fields.get("url", reference.place.line)
            yield reference.url, Place(reference.place.file, line)
    for file, text in library.pages.items():
        for index, address in addresses_in(without_code(text)):
            yield address, place_in(text, index, file)


def files_of(places: Sequence[Place]) -> str:
    """Name the places of a link, the first three of them."""
    named = ", ".join(f"`{place.file}:{place.line}`" for place in places[:3])
    return f"{named} and {len(places) - 3} more" if len(places) > 3 else named  # noqa: PLR2004 - as said
