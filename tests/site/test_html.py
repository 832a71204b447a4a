"""Whether every page is valid HTML, by the Nu HTML Checker (vnu), and every block of structured data valid JSON."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKER = Path(__file__).parents[1] / "html/node_modules/vnu-jar/build/dist/vnu.jar"

# What the theme writes and we do not. A fault that is no longer there must leave the list.
THEME_FAULTS = {
    "its menu and its search are switched by checkboxes that ask browsers not to remember them": (
        r"Attribute “autocomplete” is only allowed when the input type is .*"
    ),
    "its dark layer over the page is a label of such a checkbox, which is hidden": (
        r"The value of the “for” attribute of the “label” element must be the ID of a non-hidden form control\."
    ),
    "its menu writes an empty tabindex": r"Bad value “” for attribute “tabindex” on element “label”: .*",
}


@pytest.fixture(scope="module")
def messages(site: Path) -> list[dict[str, Any]]:
    """Return what the checker says of all pages, without mere warnings."""
    command = [
        "java",
        "-Xss4m",
        "-jar",
        str(CHECKER),
        "--skip-non-html",
        "--errors-only",
        "--format",
        "json",
        str(site),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return list(json.loads(done.stderr)["messages"])


@pytest.mark.html
def test_pages_are_valid(site: Path, messages: list[dict[str, Any]]) -> None:
    """No page has a fault that is not the theme's."""
    known = re.compile("|".join(f"(?:{pattern})" for pattern in THEME_FAULTS.values()))
    faults = {
        f"{message['url'].partition(site.name + '/')[2]}:{message.get('lastLine')}: {message['message']}"
        for message in messages
        if not known.fullmatch(message["message"])
    }

    assert set() == faults


@pytest.mark.html
@pytest.mark.parametrize("reason", THEME_FAULTS)
def test_fault_of_theme_is_still_there(reason: str, messages: list[dict[str, Any]]) -> None:
    """A fault that is put up with is one that the theme still has."""
    assert any(re.fullmatch(THEME_FAULTS[reason], message["message"]) for message in messages)


@pytest.mark.html
def test_checker_can_say_no(tmp_path: Path) -> None:
    """A page with a paragraph in a paragraph's place of text is refused, so that silence means something."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang='en'><title>x</title><ul><p>y</p></ul></html>", encoding="utf-8")
    command = ["java", "-jar", str(CHECKER), "--format", "json", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert "error" in {message["type"] for message in json.loads(done.stderr)["messages"]}


def structured_data(site: Path) -> Iterator[tuple[str, str]]:
    """Yield each block of structured data with the address of its page."""
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
            yield path.relative_to(site).as_posix(), block


def test_structured_data_is_valid_json(site: Path) -> None:
    """Each block is JSON of schema.org and says what it is."""
    blocks = list(structured_data(site))

    assert blocks
    for page, block in blocks:
        data = json.loads(block)
        assert data["@context"] == "https://schema.org", page
        assert data["@type"], page
