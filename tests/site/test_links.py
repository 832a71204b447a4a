"""Links, anchors and loaded files of the built site."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.site.pages import Page, Site, read_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.site.pages import Link


@pytest.fixture(scope="module")
def built(site: Path) -> Site:
    """Return the built site."""
    return read_site(site)


def links(built: Site) -> Iterator[Link]:
    """Yield every address that a page or a style sheet names."""
    for page in built.pages.values():
        yield from page.links
    yield from built.style_links


def test_inner_links_resolve(built: Site) -> None:
    """Every address inside the site leads to a file of it, and every anchor to an element of that page."""
    faults = {
        f"{link.page or 'home'}: <{link.tag}> {link.target} {fault}"
        for link in links(built)
        if built.inside(link.target) and (fault := built.fault(link))
    }

    assert sorted(faults) == []


def test_outer_links_use_http(built: Site) -> None:
    """A link that leaves the site uses http or https."""
    odd = {(link.page, link.target) for link in links(built) if not link.target.startswith(("http://", "https://"))}

    assert odd == set()


def test_nothing_is_loaded_from_elsewhere(built: Site) -> None:
    """No page or style sheet makes a browser fetch anything from another server: who reads here stays unseen."""
    foreign = {
        (link.page, link.tag, link.target) for link in links(built) if link.loads and not built.inside(link.target)
    }

    assert foreign == set()


def test_no_page_is_an_orphan(built: Site) -> None:
    """Links lead from the home page to every other page, apart from the error page and from addresses given up."""
    reached: set[str] = set()
    waiting = [built.base]
    while waiting:
        url = waiting.pop()
        if url in reached or url not in built.pages:
            continue
        reached.add(url)
        targets = (link.target for link in built.pages[url].links if link.tag == "a")
        waiting += [target.partition("#")[0].partition("?")[0] for target in targets]
    orphans = [page.address for url, page in built.pages.items() if url not in reached and not _stands_alone(page)]

    assert orphans == []


def _stands_alone(page: Page) -> bool:
    return page.redirects or page.address == "404.html"


def test_ids_are_unique(built: Site) -> None:
    """An id names one element of a page, so that an anchor and a label mean one thing."""
    repeated = {
        (page.address, name) for page in built.pages.values() for name, count in Counter(page.ids).items() if count > 1
    }

    assert repeated == set()


def test_canonical_addresses_are_their_own(built: Site) -> None:
    """A page that names its canonical address names its own."""
    wrong = [
        (page.address, page.canonical)
        for url, page in built.pages.items()
        if page.canonical not in {None, url} and not page.redirects
    ]

    assert wrong == []
