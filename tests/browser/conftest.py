"""A browser over the built site.

The site is served on this computer. A page that asks another computer for anything, or whose scripts fail, fails the
test that opened it.
"""

from __future__ import annotations

import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright
from tests.browser.chromium import absence, find_chromium
from tests.site.pages import base_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route

# --no-sandbox because tests may run as root; the others keep the browser from working on matters of its own.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# One page of each type, by a pattern of its file.
PAGE_TYPES = {
    "home": "index.html",
    "claim": "claims/*/index.html",
    "topic": "topics/*/index.html",
    "study": "studies/*/index.html",
    "source": "sources/*/index.html",
    "claims": "claims/index.html",
    "references": "references/index.html",
    "changes": "changes/index.html",
    "open questions": "open-questions/index.html",
    "method": "method/index.html",
    "contribute": "contribute/index.html",
    "missing": "404.html",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as one that needs a browser."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing: what goes wrong in a page, the page's own console tells."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that hung up, as it does on leaving a page before all of it has come."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def home(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the site on a free port of this computer and return the address of its home page.

    It is served below the path that it is made for, because its error page names its files by that path.
    """
    path = urlsplit(base_of(site)).path
    folder = site.resolve()
    if path != "/":
        folder = tmp_path_factory.mktemp("server")
        link = folder / path.strip("/")
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(site.resolve())
    with _Server(("127.0.0.1", 0), partial(_Handler, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{path}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def address(site: Path, home: str) -> Callable[[str], str]:
    """Return a function from the name of a page type to the address of its largest page, where most can go wrong."""

    def of(page_type: str) -> str:
        pages = sorted(site.glob(PAGE_TYPES[page_type]), key=lambda path: (path.stat().st_size, path))
        if not pages:
            pytest.fail(f"the site has no page {PAGE_TYPES[page_type]}", pytrace=False)
        return home + pages[-1].relative_to(site).as_posix().removesuffix("index.html")

    return of


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser of this computer."""
    chromium = find_chromium()
    if chromium is None:
        pytest.fail(absence(), pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, home: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an empty page; it takes the options of a browser context."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def refuse(route: Route) -> None:
        faults.append(f"asked for {route.request.url}")
        route.abort()

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"the console says: {message.text}")

    def open_page(**options: object) -> Page:
        context = browser.new_context(service_workers="block", **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.route(lambda url: not url.startswith(home), refuse)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: faults.append(f"a script failed: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()

    assert faults == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Open an empty page as a reader with a laptop would."""
    return new_page(viewport={"width": 1280, "height": 800})
