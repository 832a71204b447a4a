"""The built site as its tests see it: pages by address, with what they link to and load."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

# Elements whose address a browser fetches by itself, without anybody choosing to go there.
_LOADS = {"audio", "embed", "iframe", "image", "img", "input", "object", "script", "source", "track", "use", "video"}
_ADDRESSES = {"action", "data", "href", "poster", "src", "xlink:href"}
# Relations of `<link>` that only say something about the page.
_RELATIONS = {"alternate", "author", "canonical", "edit", "license", "next", "prev", "search"}
_CSS_ADDRESS = re.compile(r"""@import\s+["']([^"']+)|url\(\s*["']?([^"')]+)""")


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a page names."""

    page: str
    """Address of the page, as seen from the home page."""
    tag: str
    target: str
    """The address in full."""
    loads: bool
    """The browser fetches it together with the page."""


@dataclass(slots=True)
class Page:
    """One HTML page."""

    address: str
    url: str
    links: list[Link] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    canonical: str | None = None
    redirects: bool = False
    """It only sends the reader on, for an address that was given up."""


@dataclass(frozen=True, slots=True)
class Site:
    """A built site below the address that it is made for."""

    folder: Path
    base: str
    pages: dict[str, Page]
    """Pages by address in full."""
    style_links: list[Link]

    def inside(self, url: str) -> bool:
        """Tell whether an address lies on the site's own server."""
        return urlsplit(url)[:2] == urlsplit(self.base)[:2]

    def fault(self, link: Link) -> str | None:
        """Say what is wrong with an address inside the site."""
        url, fragment = urldefrag(link.target)
        url = url.partition("?")[0]
        if not url.startswith(self.base):
            return "lies above the site"
        path = self.folder / unquote(url.removeprefix(self.base))
        if not (path / "index.html" if path.is_dir() or url.endswith("/") else path).is_file():
            return "leads nowhere"
        page = self.pages.get(url)
        if fragment and page is not None and unquote(fragment) not in page.ids:
            return "names an anchor that the page lacks"
        return None


def read_site(folder: Path) -> Site:
    """Read the pages and style sheets of a built site."""
    base = base_of(folder)
    pages = {}
    for path in sorted(folder.rglob("*.html")):
        address = path.relative_to(folder).as_posix()
        address = address.removesuffix("index.html") if path.name == "index.html" else address
        reader = _Reader(Page(address, urljoin(base, address)))
        reader.feed(path.read_text(encoding="utf-8"))
        pages[reader.page.url] = reader.page
    return Site(
        folder, base, pages, [link for path in sorted(folder.rglob("*.css")) for link in _style(folder, path, base)]
    )


def base_of(folder: Path) -> str:
    """Return the address that a site is made for, which its home page names as its canonical one."""
    home = _Reader(Page("", "http://127.0.0.1/"))
    home.feed((folder / "index.html").read_text(encoding="utf-8"))
    return home.page.canonical or home.page.url


def _style(folder: Path, path: Path, base: str) -> list[Link]:
    address = path.relative_to(folder).as_posix()
    return _css_links(path.read_text(encoding="utf-8"), address, urljoin(base, address))


def _css_links(css: str, address: str, url: str) -> list[Link]:
    found = ("".join(match) for match in _CSS_ADDRESS.findall(css))
    return [
        Link(address, "style", urljoin(url, target), loads=True) for target in found if not target.startswith("data:")
    ]


class _Reader(HTMLParser):
    """Collects the links and anchors of one page."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.page.ids.append(values["id"])
        self.in_style = tag == "style"
        relations = set(values.get("rel", "").split()) if tag == "link" else set()
        if "canonical" in relations:
            self.page.canonical = values["href"]
        loads = tag in _LOADS or (tag == "link" and not relations <= _RELATIONS)
        for name in _ADDRESSES & values.keys():
            self.add(tag, values[name], loads=loads)
        for candidate in values.get("srcset", "").split(","):
            if candidate.strip():
                self.add(tag, candidate.split()[0], loads=True)
        self.page.links += _css_links(values.get("style", ""), self.page.address, self.page.url)
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self.page.redirects = True
            self.add(tag, values["content"].partition("url=")[2].strip("'\""), loads=False)

    def handle_endtag(self, tag: str) -> None:
        self.in_style = self.in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self.page.links += _css_links(data, self.page.address, self.page.url)

    def add(self, tag: str, target: str, *, loads: bool) -> None:
        if not target.startswith(("data:", "mailto:")):
            self.page.links.append(Link(self.page.address, tag, urljoin(self.page.url, target), loads))
