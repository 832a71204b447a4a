"""The feed of the built site: found from every page, and leading to pages that are there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest
from tests.site.pages import Site, base_of, read_site

if TYPE_CHECKING:
    from pathlib import Path

ATOM = "{http://www.w3.org/2005/Atom}"
IN_HEAD = re.compile(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]+)">')


@pytest.fixture(scope="module")
def built(site: Path) -> Site:
    """Return the built site."""
    return read_site(site)


def test_every_page_names_the_feed(built: Site, site: Path) -> None:
    """The head of each page leads programs to the feed, below whatever path the site lies."""
    feed = urljoin(base_of(site), "feed.xml")
    wrong = []
    for url, page in built.pages.items():
        named = IN_HEAD.findall(
            (site / page.address / "index.html" if url.endswith("/") else site / page.address).read_text("utf-8")
        )
        if [feed] != [urljoin(url, address) for address in named] and not page.redirects:
            wrong.append((page.address, named))

    assert [] == wrong


def test_feed_leads_to_pages(built: Site, site: Path) -> None:
    """Every link of the feed is the full address of a file of the site."""
    feed = ET.fromstring((site / "feed.xml").read_bytes())  # noqa: S314 - our own
    links = [link.get("href", "") for link in feed.iter(f"{ATOM}link")]
    there = {*built.pages, urljoin(built.base, "feed.xml")}

    assert len(links) > 2
    assert [] == [link for link in links if link not in there]
