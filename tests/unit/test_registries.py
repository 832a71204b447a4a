"""Asking Crossref and PubMed: what is sent, when it is sent again, and what is said when no answer comes."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.unit.registry import NOT_FOUND, REVIEW_PMID, TRIAL_DOI, Registry, Reply, answer, serving

from registries import CROSSREF_URL, PUBMED_URL, NotFoundError, Registries, UnansweredError

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY = Reply("Service Unavailable", 503, "text/plain")


@pytest.fixture
def server() -> Iterator[Registry]:
    """Return a server on this computer."""
    with serving() as registry:
        yield registry


def asking(server: Registry, mail: str | None = None, time_out: float = 5) -> Registries:
    """Return registries that lead to the server and do not wait between attempts."""
    return Registries(mail, server.url, server.url, time_out, pause=0)


def refused(registries: Registries, registry: str = "Crossref") -> str:
    """Return what is said where no answer comes."""
    with pytest.raises(UnansweredError) as stopped:
        _ = registries.crossref(TRIAL_DOI) if registry == "Crossref" else registries.pubmed(REVIEW_PMID)
    return str(stopped.value)


def test_settings_of_the_registries() -> None:
    """Without other settings the public registries are asked, with a time-out of ten seconds and no address."""
    registries = Registries()

    assert ("https://api.crossref.org", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils") == (CROSSREF_URL, PUBMED_URL)
    assert (None, CROSSREF_URL, PUBMED_URL, 10.0, 1.0) == (
        registries.mail,
        registries.crossref_url,
        registries.pubmed_url,
        registries.time_out,
        registries.pause,
    )


def test_crossref_answers(server: Registry) -> None:
    """A DOI is asked for by its path, and the answer is handed on as it is."""
    assert answer("crossref-trial") == asking(server).crossref(TRIAL_DOI)
    assert [f"/works/{TRIAL_DOI}"] == server.asked


def test_address_goes_to_the_registry_only_when_given(server: Registry) -> None:
    """The contact address stands in the request where there is one; none is made up."""
    asking(server).crossref(TRIAL_DOI)
    asking(server, "ann@example.org").crossref(TRIAL_DOI)
    asking(server).pubmed(REVIEW_PMID)
    asking(server, "ann@example.org").pubmed(REVIEW_PMID)

    assert [False, True, False, False] == ["mailto:ann@example.org" in agent for agent in server.agents]
    assert [None, ["ann@example.org"]] == [parse_qs(urlsplit(path).query).get("email") for path in server.asked[2:]]


@pytest.mark.parametrize(
    "doi", ["10.5555/a#b", "10.5555/a?b=c", "10.1002/1(200007)12:1<2::AID-J2>3.0.CO;2-V", "10.5555/a%b"]
)
def test_doi_with_signs_of_addresses(doi: str, server: Registry) -> None:
    """Signs that end the path of an address do not cut off a DOI."""
    server.says(doi, Reply({"message": {"DOI": doi}}))

    assert {"message": {"DOI": doi}} == asking(server).crossref(doi)


def test_pubmed_answers(server: Registry) -> None:
    """PubMed is asked for a summary in JSON, under the name of this tool."""
    assert answer("pubmed-review") == asking(server).pubmed(REVIEW_PMID)
    assert {
        "db": ["pubmed"],
        "id": [REVIEW_PMID],
        "version": ["2.0"],
        "retmode": ["json"],
        "tool": ["magnet-therapy-evidence-review"],
    } == parse_qs(urlsplit(server.asked[0]).query)


@pytest.mark.parametrize("failures", [1, 2])
def test_registry_that_fails_at_first(failures: int, server: Registry) -> None:
    """A registry with trouble is asked twice more before anybody is told."""
    server.says(TRIAL_DOI, *[BUSY] * failures, Reply(answer("crossref-trial")))

    assert answer("crossref-trial") == asking(server).crossref(TRIAL_DOI)
    assert failures + 1 == len(server.asked)


def test_registry_that_keeps_failing(server: Registry) -> None:
    """After three attempts the trouble is told, with its number."""
    server.says(TRIAL_DOI, BUSY)

    assert "Crossref has trouble of its own (503), asked 3 times: try again later" == refused(asking(server))
    assert 3 == len(server.asked)


@pytest.mark.parametrize("registry", ["Crossref", "PubMed"])
def test_slow_registry(registry: str, server: Registry) -> None:
    """A registry that is too slow is given up after its time-out, three times."""
    for work in (TRIAL_DOI, REVIEW_PMID):
        server.says(work, Reply(answer("crossref-trial"), after=0.5))

    said = refused(asking(server, time_out=0.1), registry)

    assert f"{registry} did not answer within 0.1 s, asked 3 times: try again later" == said


def test_unknown_work(server: Registry) -> None:
    """What a registry does not know is not asked for again, and may be registered elsewhere."""
    server.says(TRIAL_DOI, NOT_FOUND)

    with pytest.raises(NotFoundError) as stopped:
        asking(server).crossref(TRIAL_DOI)

    assert (
        f"Crossref does not know the DOI {TRIAL_DOI}: look the number up again. "
        "Some DOIs (data sets, many preprints) are registered elsewhere"
    ) == str(stopped.value)
    assert 1 == len(server.asked)


@pytest.mark.parametrize(
    ("after", "said", "asked"),
    [
        ("", "Crossref wants fewer requests just now: try again in a minute", 3),
        ("0", "Crossref wants fewer requests just now: try again in a minute", 3),
        ("3600", "Crossref wants fewer requests just now: try again in 3600 s", 1),
        ("Fri, 27 Nov 2026 12:00:00 GMT", "Crossref wants fewer requests just now: try again in a minute", 3),
    ],
)
def test_too_many_requests(after: str, said: str, asked: int, server: Registry) -> None:
    """A registry that wants to be left alone is left alone: for a moment here, and for longer by whoever asked."""
    headers = {"Retry-After": after} if after else {}
    server.says(TRIAL_DOI, Reply("Too many requests", 429, "text/plain", headers))

    assert said == refused(asking(server))
    assert asked == len(server.asked)


@pytest.mark.parametrize("registry", ["Crossref", "PubMed"])
@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply("<html>Hello</html>", kind="text/html"), "answered with something else than JSON: <html>Hello</html>"),
        (Reply("x" * 200, kind="text/plain"), f"answered with something else than JSON: {'x' * 79}…"),
        (Reply('{"message": '), "answered with JSON that cannot be read"),
        (Reply(b"\xff\xfe\x00"), "answered with JSON that cannot be read"),
        (Reply("", 403, "text/plain"), "refused the request for"),
        (Reply("", 302, "text/plain", {"Location": "https://example.org/there"}), "on to https://example.org/there"),
    ],
    ids=["html", "long-text", "half-json", "bytes", "forbidden", "elsewhere"],
)
def test_answer_that_is_none(reply: Reply, said: str, registry: str, server: Registry) -> None:
    """Whatever comes in place of an answer is told in a sentence that names the registry, and asked for once."""
    for work in (TRIAL_DOI, REVIEW_PMID):
        server.says(work, reply)

    message = refused(asking(server), registry)

    assert message.startswith(f"{registry} ")
    assert said in message
    assert 1 == len(server.asked)


def test_answer_without_a_type(server: Registry) -> None:
    """An answer that does not say what it is is none."""
    server.says(TRIAL_DOI, Reply(json.dumps({}), kind=None))

    assert refused(asking(server)).startswith("Crossref answered with JSON that cannot be read")


@pytest.mark.parametrize("registry", ["Crossref", "PubMed"])
def test_nobody_there(registry: str) -> None:
    """Without a way to the registry that is said, and not what a program would say."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"

    said = refused(Registries(None, url, url, 1, pause=0), registry)

    assert said.startswith(f"{registry} cannot be reached (")
    assert said.endswith("): are you online?")


def test_pauses(server: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pause before the second attempt is a second, before the third two; a registry may ask for another one."""
    pauses: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", pauses.append)
    server.says(TRIAL_DOI, BUSY)
    later = Reply("", 503, "text/plain", {"Retry-After": "7"})

    refused(Registries(None, server.url, server.url, 5))
    server.says(TRIAL_DOI, later)
    refused(Registries(None, server.url, server.url, 5))

    # The server pauses for no time at all.
    assert [1, 2, 7, 7] == [pause for pause in pauses if pause]
