"""A server on this computer that answers as Crossref and PubMed do, or fails as they may."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.unit.loopback import Quiet, running

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWERS = Path(__file__).parent / "answers"
"""Answers written by hand in the form that the registries document; the works in them are invented."""

TRIAL_DOI = "10.5555/sample.2010.7"
REVIEW_PMID = "90000001"


def answer(name: str) -> Any:  # noqa: ANN401 - JSON
    """Return an answer from the folder of answers."""
    return json.loads((ANSWERS / f"{name}.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Reply:
    """What the server sends."""

    body: bytes | str | dict[str, Any]
    status: int = 200
    kind: str | None = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0
    """Seconds before it answers."""

    @property
    def data(self) -> bytes:
        """Return the body as it is sent."""
        text = json.dumps(self.body) if isinstance(self.body, dict) else self.body
        return text.encode() if isinstance(text, str) else text


NOT_FOUND = Reply("Resource not found.", 404, "text/plain")


@dataclass
class Registry:
    """A running server: what it answers and what it was asked."""

    url: str = ""
    works: dict[str, list[Reply]] = field(default_factory=dict)
    """Replies by DOI or PubMed id, one after the other; the last one stays."""
    asked: list[str] = field(default_factory=list)
    """The path and query of each request."""
    agents: list[str] = field(default_factory=list)
    """What each request says of who asks."""

    def says(self, work: str, *replies: Reply) -> None:
        """Set the replies to requests for a work."""
        self.works[work] = list(replies)

    def reply(self, path: str) -> Reply:
        """Return the reply to a request."""
        parts = urlsplit(path)
        if parts.path == "/esummary.fcgi":
            work = parse_qs(parts.query)["id"][0]
        else:
            work = unquote(parts.path.removeprefix("/works/"))
        replies = self.works.get(work, [NOT_FOUND])
        return replies.pop(0) if len(replies) > 1 else replies[0]


@contextmanager
def serving() -> Iterator[Registry]:
    """Run a server for a test; it knows one trial under its DOI and one review under its PubMed id."""
    registry = Registry()
    registry.says(TRIAL_DOI, Reply(answer("crossref-trial")))
    registry.says(REVIEW_PMID, Reply(answer("pubmed-review")))

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            registry.asked.append(self.path)
            registry.agents.append(self.headers["User-Agent"])
            reply = registry.reply(self.path)
            time.sleep(reply.after)
            try:
                self.send_response(reply.status)
                if reply.kind is not None:
                    self.send_header("Content-Type", reply.kind)
                self.send_header("Content-Length", str(len(reply.data)))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.data)
            except ConnectionError:
                # The client gave up waiting, as it should.
                self.close_connection = True

    with running(Handler) as registry.url:
        yield registry
