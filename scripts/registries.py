"""Asks Crossref and PubMed about works. The only part of the project that goes onto the network for records.

Both are asked with a time-out, and twice more after a pause where an answer may still come. Whatever goes wrong becomes
an ``UnansweredError`` whose text says so to a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx2
from habanero import Crossref
from habanero.exceptions import RequestError
from tenacity import Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential

if TYPE_CHECKING:
    from collections.abc import Callable

    from tenacity import RetryCallState

CROSSREF_URL = "https://api.crossref.org"
PUBMED_URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"

TIME_OUT = 10.0
"""Seconds until a request is given up."""
ATTEMPTS = 3
PAUSE = 1.0
"""Seconds before the second attempt; twice that before the third."""
LONGEST_PAUSE = 30.0
"""Seconds that a registry may ask to be left alone in between; for longer nobody would sit and wait."""

TOOL = "magnet-therapy-evidence-review"
"""The name under which PubMed is asked."""

_TRY_AGAIN = frozenset({429, 500, 502, 503, 504})
_NOT_FOUND = frozenset({400, 404})


class UnansweredError(Exception):
    """Raised by `Registries` where there is no answer to read; the text is a sentence for whoever asked."""


class NotFoundError(UnansweredError):
    """Raised where a registry says that it does not know the work."""


@dataclass(frozen=True)
class Registries:
    """Crossref and PubMed as they are to be asked."""

    mail: str | None = None
    """Address at which the registries can reach whoever asks; polite requests are answered sooner."""
    crossref_url: str = CROSSREF_URL
    pubmed_url: str = PUBMED_URL
    time_out: float = TIME_OUT
    pause: float = PAUSE

    def crossref(self, doi: str) -> object:
        """Return Crossref's answer on a DOI, decoded from JSON. Raises ``UnansweredError``."""
        client = Crossref(base_url=self.crossref_url.rstrip("/"), mailto=self.mail, timeout=self.time_out)
        # habanero puts the DOI into the address as it stands: `#` or `?` in it would end the path.
        name = quote(doi, safe="/:().-_")
        return self._answer("Crossref", f"the DOI {doi}", lambda: client.works(ids=[name]))

    def pubmed(self, pmid: str) -> object:
        """Return PubMed's answer on a PubMed id, decoded from JSON. Raises ``UnansweredError``."""
        query = {"db": "pubmed", "id": pmid, "version": "2.0", "retmode": "json", "tool": TOOL}
        if self.mail:
            query["email"] = self.mail
        address = f"{self.pubmed_url.rstrip('/')}/esummary.fcgi"

        def ask() -> object:
            response = httpx2.get(address, params=query, timeout=self.time_out)
            response.raise_for_status()
            kind = response.headers.get("Content-Type", "")
            if not kind.startswith("application/json"):
                raise RequestError(response.status_code, response.text)
            return response.json()

        return self._answer("PubMed", f"the PubMed id {pmid}", ask)

    def crossref_address(self, doi: str) -> str:
        """Return the address of Crossref's record of a DOI."""
        return f"{self.crossref_url.rstrip('/')}/works/{quote(doi, safe='/:().-_')}"

    def _answer(self, registry: str, work: str, ask: Callable[[], object]) -> object:
        attempts = Retrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=self._wait,
            retry=retry_if_exception(_may_still_come),
            reraise=True,
        )
        try:
            return attempts(ask)
        except httpx2.HTTPStatusError as error:
            raise _refused(registry, work, error.response) from error
        except httpx2.TimeoutException as error:
            message = f"{registry} did not answer within {self.time_out:g} s, asked {ATTEMPTS} times: try again later"
            raise UnansweredError(message) from error
        except httpx2.HTTPError as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            message = f"{registry} cannot be reached ({reason}): are you online?"
            raise UnansweredError(message) from error
        except RequestError as error:
            message = f"{registry} answered with something else than JSON: {_beginning(str(error.error))}"
            raise UnansweredError(message) from error
        except (ValueError, KeyError) as error:
            message = f"{registry} answered with JSON that cannot be read ({_beginning(str(error))}): try again later"
            raise UnansweredError(message) from error

    def _wait(self, state: RetryCallState) -> float:
        """Wait as long as the registry asks, or else a little, and longer the second time."""
        error = state.outcome.exception() if state.outcome else None
        asked = _seconds_asked(error.response) if isinstance(error, httpx2.HTTPStatusError) else None
        return wait_exponential(multiplier=self.pause)(state) if asked is None else min(asked, LONGEST_PAUSE)


def _may_still_come(error: BaseException) -> bool:
    if isinstance(error, httpx2.HTTPStatusError):
        asked = _seconds_asked(error.response)
        return error.response.status_code in _TRY_AGAIN and (asked is None or asked <= LONGEST_PAUSE)
    return isinstance(error, httpx2.TransportError) and not isinstance(error, httpx2.UnsupportedProtocol)


def _refused(registry: str, work: str, response: httpx2.Response) -> UnansweredError:
    status = response.status_code
    if status in _NOT_FOUND:
        more = ". Some DOIs (data sets, many preprints) are registered elsewhere" if registry == "Crossref" else ""
        return NotFoundError(f"{registry} does not know {work}: look the number up again{more}")
    if status == httpx2.codes.TOO_MANY_REQUESTS:
        asked = _seconds_asked(response)
        when = f"in {asked:g} s" if asked else "in a minute"
        return UnansweredError(f"{registry} wants fewer requests just now: try again {when}")
    if response.is_redirect:
        there = response.headers.get("Location", "another address")
        return UnansweredError(f"{registry} sends requests for {work} on to {there}, which is not followed")
    if response.is_server_error:
        return UnansweredError(f"{registry} has trouble of its own ({status}), asked {ATTEMPTS} times: try again later")
    return UnansweredError(f"{registry} refused the request for {work} ({status} {response.reason_phrase})")


def _seconds_asked(response: httpx2.Response) -> float | None:
    """Return how long a registry asks to be left alone; a date in its place counts as not said."""
    asked = response.headers.get("Retry-After", "").strip()
    return float(asked) if asked.isdigit() else None


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 80 else f"{words[:79]}…"  # noqa: PLR2004
