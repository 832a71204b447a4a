"""A server on this computer that stands for those of others: pages that are there, moved, refused, gone or slow."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

from tests.unit.loopback import Quiet, running

if TYPE_CHECKING:
    from collections.abc import Iterator

SLOW = 0.4
"""Seconds that a slow page takes."""

PAGES: dict[str, tuple[int, str]] = {
    "/": (200, ""),
    "/ok": (200, ""),
    "/moved": (301, "/ok"),
    "/moved-twice": (308, "/moved"),
    "/for-now": (302, "/ok"),
    "/in-part": (301, "/for-now"),
    "/refused": (403, ""),
    "/gone": (404, ""),
    "/moved-and-gone": (301, "/gone"),
    "/front": (302, "/"),
    "/loop": (302, "/loop"),
    "/ill": (503, ""),
}


@dataclass
class Elsewhere:
    """A running server and what it was asked."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    agents: set[str | None] = field(default_factory=set)
    soon_well: int = 2
    """How often `/flaky` is ill before it is well."""


@contextmanager
def serving() -> Iterator[Elsewhere]:
    """Run the server for a test."""
    elsewhere = Elsewhere()

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            elsewhere.asked.append(self.path)
            elsewhere.agents.add(self.headers["User-Agent"])
            if self.path == "/slow":
                time.sleep(SLOW)
            status, target = PAGES.get(self.path, (200, ""))
            if self.path == "/flaky" and elsewhere.asked.count("/flaky") <= elsewhere.soon_well:
                status = 503
            try:
                self.send_response(status)
                if target:
                    self.send_header("Location", target)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")
            except ConnectionError:
                # The visitor has gone, as it should.
                self.close_connection = True

    with running(Handler) as elsewhere.url:
        yield elsewhere
