"""The comment under a pull request: whose words it shows, where, and that they can do nothing."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.loopback import Quiet, running

import comment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

COMMIT = "0123456789abcdef0123456789abcdef01234567"
RUN = {"id": 7, "head_sha": COMMIT, "event": "pull_request", "conclusion": "success"}
TOKEN = "secret"  # noqa: S105 - it opens nothing
BOT = {"login": "github-actions[bot]"}
GAP = "\N{ZERO WIDTH SPACE}"


def packed(**texts: str | bytes) -> bytes:
    """Return an artifact as the check leaves it, with some of its texts changed."""
    parts = {"number": "12\n", "check": "0 errors\n", "diff": "Grade: low → moderate\n", **texts}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr("number.txt" if name == "number" else f"{name}.md", text)
    return data.getvalue()


@dataclass
class Hub:
    """What GitHub knows, and what it was told."""

    artifact: bytes = field(default_factory=packed)
    artifacts: list[dict[str, Any]] = field(
        default_factory=lambda: [
            {"id": 70, "name": "comment", "expired": False},
            {"id": 71, "name": "preview", "expired": False},
        ]
    )
    pulls: dict[int, dict[str, Any]] = field(default_factory=lambda: {12: {"state": "open", "head": {"sha": COMMIT}}})
    comments: list[dict[str, Any]] = field(default_factory=list)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, path and text of every request that writes."""
    keys: dict[str, str | None] = field(default_factory=dict)
    """The authorization that came with each path."""
    base: str = ""

    def answer(self, path: str) -> object:
        """Return what stands at a path, or None."""
        path, _, query = path.removeprefix("/repos/o/r/").partition("?")
        if path == "actions/runs/7/artifacts":
            return {"artifacts": self.artifacts}
        if path.startswith("pulls/"):
            return self.pulls.get(int(path.removeprefix("pulls/")))
        if path == "issues/12/comments":
            start = 100 * (int(query.rpartition("=")[2]) - 1)
            return self.comments[start : start + 100]
        return None


class _Handler(Quiet, BaseHTTPRequestHandler):
    hub: Hub

    def do_GET(self) -> None:
        self.hub.keys[self.path] = self.headers.get("Authorization")
        if self.path.endswith("/zip"):
            self.send_response(302)
            self.send_header("Location", f"{self.hub.base}/storage")
            self.end_headers()
        elif self.path == "/storage":
            self.reply(200, self.hub.artifact)
        else:
            found = self.hub.answer(self.path)
            self.reply(404 if found is None else 200, json.dumps(found).encode())

    def do_POST(self) -> None:
        text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        self.hub.told.append((self.command, self.path, text))
        self.reply(200, b"{}")

    def do_PATCH(self) -> None:
        self.do_POST()

    def reply(self, status: int, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def serving(hub: Hub) -> Iterator[comment.GitHub]:
    """Stand for GitHub on this computer."""
    with running(type("Handler", (_Handler,), {"hub": hub})) as hub.base:
        yield comment.GitHub(hub.base, "o/r", TOKEN)


def commented(hub: Hub, run: dict[str, Any] = RUN) -> str:
    """Comment for a run and return what was said to have been done."""
    with serving(hub) as github:
        return comment.comment_on(run, github, "https://github.example/o/r")


def test_first_comment() -> None:
    """The comment opens with its mark, links the preview and the run, and shows both texts."""
    hub = Hub()

    assert commented(hub) == "Commented."
    [(method, path, text)] = hub.told
    assert (method, path) == ("POST", "/repos/o/r/issues/12/comments")
    assert text.startswith(comment.MARK)
    assert "(https://github.example/o/r/actions/runs/7/artifacts/71)" in text
    assert "[The run](https://github.example/o/r/actions/runs/7) for commit 0123456789 has everything." in text
    assert text.index("Grade: low → moderate") < text.index("0 errors")


def test_comment_is_brought_up_to_date() -> None:
    """A comment of ours is changed, wherever it stands; a stranger's with our mark is left alone."""
    stranger = {"id": 1, "user": {"login": "mallory"}, "body": comment.MARK}
    other = {"id": 2, "user": BOT, "body": "Something else"}
    hub = Hub(comments=[stranger, other] * 60 + [{"id": 99, "user": BOT, "body": f"{comment.MARK}\n\nold"}])

    assert commented(hub) == "Brought the comment up to date."
    assert [("PATCH", "/repos/o/r/issues/comments/99")] == [told[:2] for told in hub.told]


@pytest.mark.parametrize(
    "pull",
    [
        pytest.param({"state": "open", "head": {"sha": "f" * 40}}, id="another commit"),
        pytest.param({"state": "closed", "head": {"sha": COMMIT}}, id="closed"),
    ],
)
def test_number_must_belong_to_the_commit(pull: dict[str, Any]) -> None:
    """Nothing is written under a pull request whose newest commit is not the checked one, or that is closed."""
    hub = Hub(pulls={12: pull})

    assert commented(hub).startswith("The checked commit is not the newest of that pull request")
    assert [] == hub.told


@pytest.mark.parametrize("number", ["", "0\n", "-1", "12\n13", "12; rm", "../../x", "１２", "9999999999"])
def test_number_must_be_one(number: str) -> None:
    """What is no number of a pull request never becomes a part of an address."""
    hub = Hub(artifact=packed(number=number))

    with pytest.raises(comment.UnusableError, match="does not say for which pull request"):
        commented(hub)
    assert [] == hub.told


def test_no_artifact() -> None:
    """Where the check broke off before it left anything, there is nothing to show, and that is no fault."""
    assert commented(Hub(artifacts=[])) == "The check left nothing to show."
    assert (
        commented(Hub(artifacts=[{"id": 70, "name": "comment", "expired": True}])) == "The check left nothing to show."
    )


def test_no_preview() -> None:
    """Where the site could not be built the comment says so instead of leading nowhere."""
    hub = Hub(artifacts=[{"id": 70, "name": "comment", "expired": False}])

    commented(hub)

    assert (
        "There is no preview: the site was not built ([why](https://github.example/o/r/actions/runs/7))"
        in hub.told[0][2]
    )


@pytest.mark.parametrize(
    ("artifact", "reason"),
    [
        pytest.param(b"", "not what it should be", id="empty"),
        pytest.param(b"PK\x03\x04 and no more", "not what it should be", id="broken"),
        pytest.param(packed()[:200] + b"?" + packed()[201:], "not what it should be", id="damaged"),
        pytest.param(b"x" * (comment.ARTIFACT_LIMIT + 1), "larger than they may be", id="large"),
    ],
)
def test_unusable_artifact(artifact: bytes, reason: str) -> None:
    """An artifact that is broken or too large is refused."""
    hub = Hub(artifact=artifact)

    with pytest.raises(comment.UnusableError, match=reason):
        commented(hub)
    assert [] == hub.told


def test_missing_text() -> None:
    """All texts must be there."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("../number.txt", "12")

    with pytest.raises(comment.UnusableError):
        comment.unpacked(data.getvalue())


def test_packed_bomb_is_not_unpacked() -> None:
    """A text that unpacks to a gigabyte's beginning is read no further than it may be shown, and cut."""
    bomb = packed(diff=b"line\n" * 20_000_000)

    assert len(bomb) < comment.ARTIFACT_LIMIT
    text = comment.unpacked(bomb)["diff.md"]
    assert len(text) == 4 * comment.LIMITS["diff.md"] + 1
    assert comment.shown(text, 1000).endswith("line\n\n(Cut here: the whole stands in the run.)")


@pytest.mark.parametrize("line", ["<@#1![](\n", "<details>\n", "\N{PILE OF POO}\n"])
def test_longest_comment_is_one_that_github_takes(line: str) -> None:
    """Texts of any length make a comment of fewer than 65,536 characters."""
    texts = {"check.md": line * 50_000, "diff.md": line * 50_000}
    text = comment.comment(texts, commit=COMMIT, run="https://x.example", preview="https://x.example")

    assert len(text) < 65_536


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@octocat and a@b.example", f"@{GAP}octocat and a@{GAP}b.example"),
        ("[@martel2002]", f"[@{GAP}martel2002]"),
        ("see o/r#12 and GH-3", f"see o/r#{GAP}12 and GH{GAP}-3"),
        ("## Heading", "## Heading"),
        ("![x](https://t.example/p.png)", f"!{GAP}[x]{GAP}(https:{GAP}//t.example/p.png)"),
        ("[x]: //t.example", f"[x]{GAP}:{GAP} //t.example".replace(f"{GAP} ", " ")),
        ("www.t.example", f"www{GAP}.t.example"),
        ("<img src=x>", f"<{GAP}img src=x>"),
        ("<https://t.example>", f"<{GAP}https:{GAP}//t.example>"),
        ("a <!-- x -->", f"a <{GAP}!-- x -->"),
        ("<!-- mark -->\n### Heading", "### Heading"),
        ("<details open>x", f"<{GAP}details open>x"),
        ("<details><summary>a</summary>\nb\n</details>", "<details><summary>a</summary>\nb\n</details>"),
        ("<details><summary>a</summary>", "<details><summary>a</summary>\n</details>"),
        ("a\x00\x1b[31m\u202eb\r\nc", "a[31mb\nc"),
        ("−2 → −1, “quoted”, 5 % < 6 %", f"−2 → −1, “quoted”, 5 % <{GAP} 6 %"),
    ],
)
def test_strangers_words_do_nothing(text: str, expected: str) -> None:
    """Mentions, references, links, pictures, HTML and signs that turn text around are taken out; the rest stays."""
    assert expected == comment.shown(text, 1000)


def test_token_stays_with_github() -> None:
    """The token goes to GitHub's interface and not on to the server on which artifacts lie."""
    hub = Hub()

    commented(hub)

    assert hub.keys.pop("/storage") is None
    assert set(hub.keys.values()) == {f"Bearer {TOKEN}"}


@pytest.fixture
def setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Hub], None]:
    """Return a function that sets what GitHub sets for a run."""

    def set_for(hub: Hub) -> None:
        event = tmp_path / "event.json"
        event.write_text(json.dumps({"workflow_run": RUN}), encoding="utf-8")
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
        monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.example")
        monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
        monkeypatch.setenv("GITHUB_API_URL", hub.base)
        monkeypatch.setenv("TOKEN", TOKEN)

    return set_for


@pytest.mark.parametrize(
    ("hub", "status", "printed"),
    [
        pytest.param(Hub(), 0, "Commented.\n", id="commented"),
        pytest.param(Hub(artifact=b""), 0, "::warning::no comment: what the check left", id="unusable"),
        pytest.param(Hub(pulls={}), 1, "::error::GitHub did not answer as expected: HTTP Error 404", id="refused"),
    ],
)
def test_command(
    hub: Hub, status: int, printed: str, setting: Callable[[Hub], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """The command reads the event of its run; what cannot be shown is a warning, trouble with GitHub an error."""
    with serving(hub):
        setting(hub)

        assert status == comment.main()

    seen = capsys.readouterr().out
    assert seen.startswith(printed)
    assert TOKEN not in seen
