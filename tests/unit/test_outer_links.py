"""Visits to the servers of others: what comes of them, and that they are polite."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from tests.unit.elsewhere import SLOW, Elsewhere, serving

from evidence.upkeep.links import FRONT_PAGE, NO_ANSWER, Outcome
from outer_links import ATTEMPTS, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    """Run a server that stands for those of others."""
    with serving() as running:
        yield running


def visitor(slept: list[float] | None = None, *, pause: float = 0, time_out: float = SLOW / 4) -> Visitor:
    """Return a visitor in a hurry, who writes down how long it should have slept."""
    return Visitor("https://github.example/o/r", time_out, pause, sleep=(slept if slept is not None else []).append)


@pytest.mark.parametrize(
    ("path", "landed", "seen"),
    [
        ("/ok", (200, "/ok", False), ""),
        ("/moved", (200, "/ok", True), ""),
        ("/moved-twice", (200, "/ok", True), ""),
        ("/for-now", (200, "/ok", False), ""),
        ("/in-part", (200, "/ok", False), ""),
        ("/refused", (403, "/refused", False), "403"),
        ("/gone", (404, "/gone", False), "404"),
        ("/moved-and-gone", (404, "/gone", True), "404"),
        ("/front", (200, "/", False), FRONT_PAGE),
        ("/", (200, "/", False), ""),
        ("/flaky", (200, "/flaky", False), ""),
        ("/ill", (503, "/ill", False), "503"),
    ],
)
def test_visit(elsewhere: Elsewhere, path: str, landed: tuple[int, str, bool], seen: str) -> None:
    """A page is there, has moved, is refused, is gone, or has become the front page."""
    status, lands, moved = landed
    link = elsewhere.url + path
    outcome = visitor().visit(link)

    assert Outcome(status, elsewhere.url + lands, moved) == outcome
    assert seen == outcome.seen(link)


@pytest.mark.parametrize(("path", "times"), [("/ok", 1), ("/gone", 1), ("/refused", 1), ("/ill", 3), ("/flaky", 3)])
def test_asked_again_only_where_it_may_help(elsewhere: Elsewhere, path: str, times: int) -> None:
    """A server in trouble is asked twice more; one that has said no is left alone."""
    visitor().visit(elsewhere.url + path)

    assert [path] * times == elsewhere.asked


def test_slow_page(elsewhere: Elsewhere) -> None:
    """A page that does not come in time is asked for three times and given up, with the reason."""
    outcome = visitor().visit(f"{elsewhere.url}/slow")

    assert NO_ANSWER == outcome.seen(f"{elsewhere.url}/slow")
    assert "no answer in time, asked 3 times" == outcome.trouble
    assert ATTEMPTS == len(elsewhere.asked)


@pytest.mark.parametrize("link", ["http://[", "http://x..y/", "http://127.0.0.1:0/"])
def test_address_that_is_none(link: str) -> None:
    """An address that no request can be sent to is no answer, and never an exception."""
    outcome = visitor().visit(link)

    assert NO_ANSWER == outcome.seen(link)
    assert outcome.trouble


def test_nobody_there() -> None:
    """A server that is not there is no answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        link = f"http://127.0.0.1:{free.getsockname()[1]}/"

        assert NO_ANSWER == visitor().visit(link).seen(link)


def test_endless_redirects(elsewhere: Elsewhere) -> None:
    """Redirects in a circle are no answer."""
    assert NO_ANSWER == visitor().visit(f"{elsewhere.url}/loop").seen("")


def test_says_who_asks(elsewhere: Elsewhere) -> None:
    """Each request tells who asks and how to reach them."""
    visitor().visit(f"{elsewhere.url}/moved")

    assert {"magnet-therapy-evidence-review (https://github.example/o/r)"} == elsewhere.agents


def test_pauses(elsewhere: Elsewhere) -> None:
    """Between two requests to one server, and before a further attempt, there is a pause, longer the second time."""
    slept: list[float] = []
    careful = visitor(slept, pause=60)
    careful.visit(f"{elsewhere.url}/ok")

    assert [] == slept
    careful.visit(f"{elsewhere.url}/ok")
    assert 1 == len(slept)
    assert 50 < slept[0] <= 60

    slept.clear()
    Visitor(pause=2, sleep=slept.append).visit(f"{elsewhere.url}/ill")
    assert [2, 4] == [seconds for seconds in slept if seconds == int(seconds)]
