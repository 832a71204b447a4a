"""Pages written by hand as search sees them: sections with the words in them, and terms that are explained there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from markdown import Markdown

from evidence.rules.pages import MARKER, PAGE_CITATION, is_draft, replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_FRONT_MATTER = re.compile(r"\A---\n(?:.*?\n)?---\n", re.DOTALL)
_TITLE = re.compile(r"^title: *(.+?) *$", re.MULTILINE)
_EXCLUDED = re.compile(r"^search:\n(?:  .*\n)*?  exclude: true$", re.MULTILINE)
_ASKED = re.compile(r"^also_asked:\n((?:  - .+\n)+)", re.MULTILINE)
_KEY = re.compile(r"@([\w-]+)")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {"p", "li", "td", "th", "div", "dt", "dd", "summary"}
_SILENT = {"script", "style", "svg"}


@dataclass(slots=True)
class Section:
    """A heading with what stands below it, up to the next heading; or a term with what explains it."""

    anchor: str
    """Empty for what stands at the top of its page."""
    title: str = ""
    text: str = ""
    term: bool = False


@dataclass(frozen=True, slots=True)
class HandPage:
    """A page written by hand."""

    path: str
    """Below the folder of pages: ``help/what-helps.md``."""
    title: str
    sections: tuple[Section, ...]
    """The first one is the page itself, with the words above its first section."""
    asked: tuple[str, ...] = ()
    """What people ask that this page answers, from ``also_asked`` in its front matter."""


def hand_pages(pages: Mapping[str, str], short: Callable[[str], str]) -> Iterator[HandPage]:
    """Yield the pages written by hand that are published and may be searched.

    Args:
        pages: Texts by file, as the library holds them.
        short: Names a study, for citations.

    """
    for file, text in pages.items():
        match = _FRONT_MATTER.match(text)
        front, body = (match.group(), text[match.end() :]) if match else ("", text)
        if is_draft(text) or _EXCLUDED.search(front):
            continue
        sections = _sections(_without_parts(body, short))
        named = _TITLE.search(front)
        title = named[1].strip("\"'") if named else sections[0].title
        asked = _ASKED.search(front)
        phrases = tuple(line.removeprefix("  - ").strip("\"'") for line in asked[1].splitlines()) if asked else ()
        yield HandPage(file.removeprefix("docs/"), title, tuple(sections), phrases)


def _without_parts(markdown: str, short: Callable[[str], str]) -> str:
    """Return a text without the parts that the build fills in; where it cites, it names author and year."""

    def named(citation: re.Match[str]) -> str:
        return "; ".join(short(key) for key in _KEY.findall(citation.group()))

    return replaced(PAGE_CITATION, named, replaced(MARKER, lambda _: "", markdown))


def _sections(markdown: str) -> list[Section]:
    """Divide a text at its headings. Anchors are those of the site, because the same library makes them there."""
    reader = _Reader()
    reader.feed(Markdown(extensions=["admonition", "tables", "toc"]).convert(markdown))
    reader.close()
    for section in reader.sections:
        section.title, section.text = " ".join(section.title.split()), " ".join(section.text.split())
    first, *others = reader.sections
    # The first heading of the page is its title, and nobody needs to be led to it.
    if others and not first.text:
        first, *others = others
        first.anchor = ""
    return [first, *(section for section in others if section.text)]


class _Reader(HTMLParser):
    """Collects the words of a page, section by section and term by term.

    A term is a paragraph that marks what it explains: ``<dfn id="sham">Sham</dfn>. Something that looks like …``
    """

    def __init__(self) -> None:
        super().__init__()
        self.sections = [Section("")]
        self.term: Section | None = None
        self.inside: list[str] = []
        """The headings, terms and silent elements that stand open."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        anchor = dict(attrs).get("id") or ""
        if tag in _HEADINGS | _SILENT | {"dfn"}:
            self.inside.append(tag)
        if tag in _HEADINGS:
            self.sections.append(Section(anchor))
        elif tag == "dfn" and self.term:
            self.term.title += ", "
        elif tag == "dfn":
            self.term = Section(anchor, term=True)
        elif tag in _BLOCKS:
            self.current.text += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)
        if tag == "p" and self.term:
            # The sentence begins behind the term and its full stop.
            self.term.text = self.term.text.partition(". ")[2]
            self.sections.insert(-1, self.term)
            self.term = None

    def handle_data(self, data: str) -> None:
        if _SILENT.intersection(self.inside):
            return
        if _HEADINGS.intersection(self.inside):
            self.current.title += data
            return
        if self.term and "dfn" in self.inside:
            self.term.title += data
        self.current.text += data

    @property
    def current(self) -> Section:
        """Return what the next words belong to."""
        return self.term or self.sections[-1]
