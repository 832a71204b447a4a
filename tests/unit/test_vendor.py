"""Libraries of others are what their list says."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "overrides/assets/vendor"
ROW = re.compile(r"^\| `(?P<file>[^`]+)` \|.*\| `(?P<sum>[0-9a-f]{64})` \|$", re.MULTILINE)


def test_every_library_is_the_one_listed() -> None:
    """Each script has its checksum in the list, and nothing is listed that is not there."""
    listed = {row["file"]: row["sum"] for row in ROW.finditer((VENDOR / "README.md").read_text(encoding="utf-8"))}

    assert listed == {path.name: sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}


def test_every_licence_is_kept() -> None:
    """Each licence that the list names stands beside it."""
    named = set(re.findall(r"`([\w-]+-LICENSE\.txt)`", (VENDOR / "README.md").read_text(encoding="utf-8")))

    assert named == {path.name for path in VENDOR.glob("*-LICENSE.txt")}
