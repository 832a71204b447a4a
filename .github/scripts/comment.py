"""Write one comment under a pull request, from what its check left behind, or bring it up to date.

    TOKEN=… python3 .github/scripts/comment.py

Runs with the rights of the main branch (comment.yml), so everything that the check left is held for what it is: the
words of a stranger, who may have changed the check itself. They are read as data of a limited size, shown as text
without links, pictures, mentions or HTML, and only under the pull request whose newest commit is the one that was
checked. Needs nothing but the standard library. Exit status: 0 when the comment stands or there is none to write, 1
when GitHub did not play along.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import urllib.error
import urllib.request
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARK = "<!-- evidence: what this change does -->"
"""Stands at the top of our comment, by which it is found again."""
AUTHOR = "github-actions[bot]"

ARTIFACT_LIMIT = 1_000_000
"""Bytes of the packed texts; a change of every record stays below a tenth of it."""
LIMITS = {"number.txt": 20, "check.md": 15_000, "diff.md": 40_000}
"""Characters of each text that is wanted. GitHub takes 65,536 for the whole comment."""
FOLDS_LIMIT = 100
"""Parts of a text that are left unfolded: more of them are no accident."""
TIME_OUT = 20.0

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# The mark by which other tools would find the text again.
_OPENING = re.compile(r"\A\s*<!--[^<>]*-->")
# At these places comes a space without width, so that the text reads the same, in code too, and does nothing.
_ACTIVE = re.compile(
    r"""(?<=@)(?=\w)                                   # a mention, a mail address
    |(?<=\#)(?=\d)|(?<=gh)(?=-\d)                    # a reference to another issue
    |(?<=!)(?=\[)|(?<=\])(?=[(\[:])                  # a picture, a link
    |(?<=:)(?=//)|(?<=www)(?=\.)                      # an address that becomes a link by itself
    |(?<=<)(?!/?(?:details|summary)>)                 # HTML, apart from what folds""",
    re.IGNORECASE | re.VERBOSE,
)


class UnusableError(Exception):
    """Raised where what the check left cannot be shown; the text says why, in our own words."""


@dataclass(frozen=True)
class GitHub:
    """The part of GitHub's interface that is needed here, for one repository."""

    address: str
    repository: str
    token: str

    def get(self, path: str) -> Any:  # noqa: ANN401 - whatever JSON there is
        """Return what stands at a path below the repository."""
        with self._open("GET", path) as answer:
            return json.load(answer)

    def send(self, method: str, path: str, body: str) -> None:
        """Write a comment."""
        with self._open(method, path, json.dumps({"body": body}).encode()):
            pass

    def artifact(self, number: int) -> bytes:
        """Return a packed artifact. Raises ``UnusableError`` for one that is too large, whatever its size."""
        with self._open("GET", f"actions/artifacts/{number}/zip") as answer:
            data: bytes = answer.read(ARTIFACT_LIMIT + 1)
        if len(data) > ARTIFACT_LIMIT:
            message = "the texts are larger than they may be"
            raise UnusableError(message)
        return data

    def _open(self, method: str, path: str, data: bytes | None = None) -> Any:  # noqa: ANN401 - an answer of urllib
        request = urllib.request.Request(f"{self.address}/repos/{self.repository}/{path}", data, method=method)
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("X-GitHub-Api-Version", "2022-11-28")
        # Artifacts lie on another server, which GitHub sends us to and which has no business with the token.
        request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        return urllib.request.urlopen(request, timeout=TIME_OUT)


def main() -> int:
    """Run the command and return its exit status."""
    environment = os.environ
    event = json.loads(Path(environment["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    server = f"{environment['GITHUB_SERVER_URL']}/{environment['GITHUB_REPOSITORY']}"
    github = GitHub(environment["GITHUB_API_URL"], environment["GITHUB_REPOSITORY"], environment["TOKEN"])
    try:
        print(comment_on(event["workflow_run"], github, server))
    except UnusableError as error:
        print(f"::warning::no comment: {error}")
    except urllib.error.URLError as error:
        # Its text may hold an address, and never the token.
        print(f"::error::GitHub did not answer as expected: {' '.join(str(error).split())}")
        return 1
    return 0


def comment_on(run: dict[str, Any], github: GitHub, server: str) -> str:
    """Write the comment for a run of the check and return what was done, in a sentence."""
    artifacts = {
        item["name"]: item
        for item in github.get(f"actions/runs/{int(run['id'])}/artifacts?per_page=100")["artifacts"]
        if not item["expired"]
    }
    if "comment" not in artifacts:
        return "The check left nothing to show."
    texts = unpacked(github.artifact(int(artifacts["comment"]["id"])))
    number = pull_request_number(texts["number.txt"])
    pull = github.get(f"pulls/{number}")
    if pull["head"]["sha"] != run["head_sha"] or pull["state"] != "open":
        # A newer commit has been pushed, or the number is a lie.
        return "The checked commit is not the newest of that pull request: nothing to show."
    preview = artifacts.get("preview")
    text = comment(
        texts,
        commit=run["head_sha"],
        run=f"{server}/actions/runs/{int(run['id'])}",
        preview=f"{server}/actions/runs/{int(run['id'])}/artifacts/{int(preview['id'])}" if preview else "",
    )
    ours = _our_comment(github, number)
    if ours is None:
        github.send("POST", f"issues/{number}/comments", text)
        return "Commented."
    github.send("PATCH", f"issues/comments/{ours}", text)
    return "Brought the comment up to date."


def unpacked(data: bytes) -> dict[str, str]:
    """Return the texts of an artifact. Nothing is written anywhere, and no more is unpacked than may be shown."""
    texts = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name, limit in LIMITS.items():
                with packed.open(name) as part:
                    # A sign takes four bytes at most.
                    texts[name] = part.read(4 * limit + 1).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        message = "what the check left is not what it should be"
        raise UnusableError(message) from error
    return texts


def pull_request_number(text: str) -> int:
    """Return the number that the check says it ran for, which the caller must not believe."""
    if not re.fullmatch(r"[1-9][0-9]{0,8}\n?", text, re.ASCII):
        message = "the check does not say for which pull request it ran"
        raise UnusableError(message)
    return int(text)


def comment(texts: dict[str, str], *, commit: str, run: str, preview: str) -> str:
    """Return the text of the comment. Ours comes first, so that nothing in theirs can hide it."""
    look = (
        f"**[Preview of the site]({preview})**: unpack it, run `python -m http.server --bind 127.0.0.1` in its "
        "folder, and open <http://127.0.0.1:8000/>."
        if preview
        else f"There is no preview: the site was not built ([why]({run}))."
    )
    parts = [
        MARK,
        f"{look} [The run]({run}) for commit {commit[:10]} has everything.",
        "What follows was written by the check as this pull request has it; a reviewer looks at the files as well.",
        shown(texts["diff.md"], LIMITS["diff.md"]),
        "### What the check found",
        shown(texts["check.md"], LIMITS["check.md"]),
    ]
    return "\n\n".join(parts) + "\n"


def shown(text: str, limit: int) -> str:
    """Return a stranger's Markdown with all that acts taken out: it can be read, and does nothing else."""
    text = _OPENING.sub("", _CONTROL.sub("", text.replace("\r\n", "\n")))
    text = _ACTIVE.sub("\N{ZERO WIDTH SPACE}", text)
    if len(text) > limit:
        text = text[:limit].rpartition("\n")[0] + "\n\n(Cut here: the whole stands in the run.)"
    # What is folded must end in its own part.
    left_open = text.count("<details>") - text.count("</details>")
    if left_open > FOLDS_LIMIT:
        return text.replace("<details>", "").strip()
    return text.strip() + "\n</details>" * left_open


def _our_comment(github: GitHub, number: int) -> int | None:
    # Page by page, as far as anybody would have commented.
    for page in range(1, 21):
        comments = github.get(f"issues/{number}/comments?per_page=100&page={page}")
        for item in comments:
            if item["user"]["login"] == AUTHOR and item["body"].startswith(MARK):
                return int(item["id"])
        if len(comments) < 100:  # noqa: PLR2004 - a page that is not full is the last
            break
    return None


if __name__ == "__main__":
    sys.exit(main())
