"""Asks the servers of others whether a page is still there."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx2
from tenacity import RetryError, Retrying, retry_if_exception_type, retry_if_result, stop_after_attempt
from tenacity.wait import wait_exponential

from evidence.upkeep.links import Outcome, server_of

if TYPE_CHECKING:
    from collections.abc import Callable

TIME_OUT = 10.0
"""Seconds until a request is given up."""
ATTEMPTS = 3
PAUSE = 1.0
"""Seconds between two requests to one server, and before the second attempt; twice that before the third."""
NAME = "magnet-therapy-evidence-review"
"""What servers are told of who asks."""

_TRY_AGAIN = frozenset({429, 500, 502, 503, 504})
_FOR_GOOD = frozenset({301, 308})


@dataclass
class Visitor:
    """Visits addresses one after the other, without haste."""

    contact: str = ""
    """Where whoever runs a server can reach us."""
    time_out: float = TIME_OUT
    pause: float = PAUSE
    sleep: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)

    def visit(self, link: str) -> Outcome:
        """Ask for an address, up to three times where an answer may still come, and say what came of it."""
        attempts = Retrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_exponential(multiplier=self.pause),
            sleep=self.sleep,
            retry=retry_if_exception_type(httpx2.TransportError)
            | retry_if_result(lambda outcome: outcome.status in _TRY_AGAIN),
        )
        try:
            return attempts(self._ask, link)
        except RetryError as error:
            failed = error.last_attempt
            if not failed.failed:
                return Outcome(status=failed.result().status, address=link)
            return Outcome(trouble=_reason(failed.exception()))
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            # Redirects without end, an address that is none.
            return Outcome(trouble=_reason(error))

    def _ask(self, link: str) -> Outcome:
        self._wait_for(server_of(link))
        agent = f"{NAME} ({self.contact})" if self.contact else NAME
        with (
            httpx2.Client(timeout=self.time_out, follow_redirects=True, headers={"User-Agent": agent}) as client,
            # The page itself is of no interest: its head has come when this begins, and the rest is not read.
            client.stream("GET", link) as answer,
        ):
            steps = [step.status_code for step in answer.history]
            moved = bool(steps) and all(step in _FOR_GOOD for step in steps)
            return Outcome(answer.status_code, str(answer.url), moved)

    def _wait_for(self, server: str) -> None:
        left = self._last.get(server, -self.pause) + self.pause - time.monotonic()
        if left > 0:
            self.sleep(left)
        self._last[server] = time.monotonic()


def _reason(error: BaseException | None) -> str:
    if isinstance(error, httpx2.TimeoutException):
        return f"no answer in time, asked {ATTEMPTS} times"
    return " ".join(str(error).split()) or type(error).__name__
