"""The live preview: what a contributor sees while writing a record."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"
# A rebuild of the sample takes about a second; the rest is room for a busy machine.
PATIENCE_SECONDS = 60

CONFIG = f"""
site_name: Sample
theme: {{name: material, font: false}}
hooks: [{ROOT / "scripts" / "hook.py"}]
watch: [claims, studies, sources, references.bib]
plugins: [search]
"""


class Preview:
    """A sample project that is being served."""

    def __init__(self, project: Path, address: str) -> None:
        self.project = project
        self.address = address

    def page(self, path: str) -> str:
        """Return a page, or an empty text where there is none."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=PATIENCE_SECONDS) as answer:
                return str(answer.read().decode("utf-8"))
        except urllib.error.URLError:
            return ""

    def replace(self, old: str, new: str) -> None:
        """Edit the claim of the sample as an editor does."""
        file = self.project / CLAIM
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def wait_for(self, path: str, holds: Callable[[str], bool]) -> str:
        """Return a page as soon as something holds of it."""
        end = time.monotonic() + PATIENCE_SECONDS
        text = ""
        while time.monotonic() < end:
            text = self.page(path)
            if holds(text):
                return text
            time.sleep(0.2)
        pytest.fail(f"{path} did not become what was expected; it ends in: {text[-500:]}")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Serve a copy of the sample project on a free port of this machine."""
    project = tmp_path_factory.mktemp("preview") / "project"
    shutil.copytree(ROOT / "tests" / "sample", project)
    (project / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        served = Preview(project, f"http://127.0.0.1:{port}/")
        served.wait_for("claims/magnets-warm-the-hand/", lambda text: "Does a magnet warm the hand?" in text)
        yield served
        server.terminate()


def test_an_edit_shows(preview: Preview) -> None:
    """A changed sentence of a record shows on its page without a restart."""
    preview.replace("Gloves warm hands.", "Mittens warm hands.")

    page = preview.wait_for("claims/magnets-warm-the-hand/", lambda text: "Mittens warm hands." in text)

    assert "Gloves warm hands." not in page
    assert "mittens" in preview.page("search/search_index.json")


def test_a_new_record_gets_a_page(preview: Preview) -> None:
    """A record that is added shows as a page of its own, and one that is deleted disappears."""
    old, new = preview.project / CLAIM, preview.project / CLAIM.replace("warm-the-hand", "warm-the-ear")
    new.write_text(old.read_text(encoding="utf-8").replace("magnets-warm-the-hand", "magnets-warm-the-ear"), "utf-8")
    source = preview.project / "sources/sample-article.yml"
    before = source.read_text(encoding="utf-8")
    source.write_text(
        before.replace("[magnets-warm-the-hand]", "[magnets-warm-the-hand, magnets-warm-the-ear]"), "utf-8"
    )

    preview.wait_for("claims/magnets-warm-the-ear/", lambda text: "Does a magnet warm the hand?" in text)
    new.unlink()
    source.write_text(before, encoding="utf-8")

    preview.wait_for("claims/magnets-warm-the-ear/", lambda text: text == "")


def test_a_broken_record_shows_on_the_problems_page_and_the_rest_works(preview: Preview) -> None:
    """While a record is broken the preview answers, names the fault, and shows the page again once it is mended."""
    preview.replace("verdict: not-supported", "verdict: not-suported")

    problems = preview.wait_for("problems/", lambda text: "not-suported" in text)
    study = preview.page("studies/alpha2001/")
    preview.replace("verdict: not-suported", "verdict: not-supported")
    preview.wait_for("claims/magnets-warm-the-hand/", lambda text: "Does a magnet warm the hand?" in text)

    assert re.findall(r"<code>(claims/[^<]+)</code>", problems) == [f"{CLAIM}:7:10"]
    assert "Warmth of the hand under a magnet" in study
    assert "No problems." in preview.page("problems/")


def test_a_record_that_is_no_yaml_does_not_stop_the_preview(preview: Preview) -> None:
    """Even text that cannot be parsed leaves the server answering."""
    file = preview.project / CLAIM
    before = file.read_bytes()
    file.write_bytes(b"\xff\xfe not text at all")

    preview.wait_for("problems/", lambda text: "file-not-utf8" in text)
    file.write_bytes(before)

    preview.wait_for("problems/", lambda text: "No problems." in text)
