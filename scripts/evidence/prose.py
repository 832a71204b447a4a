"""The Markdown of records, turned into HTML that is safe to print.

Records are written by strangers, so three locks follow each other. The Markdown spoken here is small: paragraphs,
lists, emphasis, code and links in place; raw HTML, images, attributes and links by reference are not part of it.
``faults`` finds every attempt at more, for the checker to report. And nh3 lets through only the tags and addresses
named here, whatever the two before it missed.
"""

from __future__ import annotations

import html
import re
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import nh3
from markdown import Markdown

from evidence.model.fields import KEY_PATTERN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Cite = Callable[[Sequence[str]], str]
    """Returns the HTML of a citation from the keys in it. What it returns is printed as it is."""

INLINE_TAGS = frozenset(("em", "strong", "a", "code"))
BLOCK_TAGS = INLINE_TAGS | {"p", "ul", "ol", "li", "br"}


class Kind(StrEnum):
    """What a record's Markdown may not hold."""

    HTML = "html"
    """A tag, a comment, or an entity that stands for the beginning of one."""
    LINK = "link"
    """A link to anything but a web address, or by reference to an address elsewhere in the text."""
    IMAGE = "image"
    ATTRIBUTES = "attributes"
    """An attribute list in braces, which some readers of Markdown turn into attributes of a tag."""
    CITATION = "citation"
    """What looks like a citation and is none, or a citation in the words of a link."""


class ProseFault(NamedTuple):
    """A fault in a text."""

    offset: int
    kind: Kind
    what: str
    """The passage at fault, shortened."""


# The parts of Python-Markdown that records do without; their signs stay in the text as they were written.
_NOT_SPOKEN = {
    "preprocessors": ("html_block",),
    "blockprocessors": ("code", "hashheader", "setextheader", "hr", "quote", "reference"),
    "inline": (
        "reference",
        "image_link",
        "image_reference",
        "short_reference",
        "short_image_ref",
        "autolink",
        "automail",
        "html",
        "entity",
    ),
}
_LISTS = ("indent", "olist", "ulist")

# Both private characters mark citations: the first one where each begins.
_MARK, _REST = "\ue000", "\ue001"

_KEY = KEY_PATTERN.strip("^$")
_CITATION = re.compile(rf"(?<!\\)\[@{_KEY}(?:\s*;\s*@{_KEY})*\]")
_CITED = re.compile(rf"@({_KEY})")
_BAD_CITATION = re.compile(r"(?<!\\)\[(?:[^\[\]\n]*[\s;,])?@[^\[\]\n]*(?:\](?!\()|(?=[\[\n])|\Z)")

# An address with these characters means the same to Markdown, nh3 and browsers. Parentheses come in pairs, as in DOIs.
_SIGN = rf"[^\s<>\"'()\[\]\\`{{}}|^*{_MARK}{_REST}]"
_ADDRESS = rf"https?://[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?(?:[/?#](?:{_SIGN}|\({_SIGN}*\))*)?"
_LINK = re.compile(rf"\]\((?P<good>{_ADDRESS}\))?")
_SAFE_ADDRESS = re.compile(rf"https?://[\w-]+(?:\.[\w-]+)+(?:[:/?#][^\s<>\"`\\{{}}\[\]{_MARK}{_REST}]*)?")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:[^\n]*", re.MULTILINE)
_TAG = re.compile(r"(?:<|&(?:lt|#0*60|#x0*3c);)(?=[A-Za-z/!?])", re.IGNORECASE)
_IMAGE = re.compile(r"!\[")
_ATTRIBUTES = re.compile(r"\{(?::|\s*[.#][A-Za-z]|[^{}\n]*=)")

_CITED_HERE = re.compile(rf"{_MARK}([0-9a-f]{{64}})-([0-9]+){_REST}")
_CITATION_IN_LINK = re.compile(rf"\[[^\[\]]*?({_MARK})[^\[\]]*\]\(")
_ACTIVE = re.compile(r"[\[\]{}*_`\\]")
# What Markdown uses as marks of its own, what marks citations here, and what is no character at all.
_RESERVED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001\ud800-\udfff]")


def render_inline(text: str, cite: Cite) -> str:
    """Render a line of Markdown to HTML without paragraphs and lists."""
    return _render(re.sub(r"\s*[\r\n]\s*", " ", text.strip()), cite, INLINE_TAGS)


def render_block(text: str, cite: Cite) -> str:
    """Render Markdown to HTML paragraphs and lists."""
    return _render(text, cite, BLOCK_TAGS)


def plain(text: str) -> str:
    """Return the words of a text on one line, without marks and citations.

    The result is text, not HTML: it is to be escaped like any other.
    """
    rendered = render_block(without_citations(text), lambda _: "")
    return " ".join(html.unescape(nh3.clean(rendered, tags=set())).split())


def without_citations(text: str) -> str:
    """Return a text without its citations and the blanks before them."""
    return re.sub(rf"\s*{_CITATION.pattern}", "", text)


def citations(text: str) -> list[tuple[str, int]]:
    """Return each key that a text cites, with the offset of its ``@``."""
    return [
        (cited[1], match.start() + cited.start())
        for match in _CITATION.finditer(text)
        for cited in _CITED.finditer(match.group())
    ]


def faults(text: str) -> list[ProseFault]:
    """Find what a record's Markdown may not hold, in the order of the text.

    The search is coarser than Markdown: it takes a passage in code, or with its signs escaped, for what it looks like.
    """
    return sorted(_find_faults(text))


def _find_faults(text: str) -> Iterator[ProseFault]:
    # Citations keep their length but lose their signs, so that they are not taken for links or images.
    masked = _CITATION.sub(lambda match: _MARK + _REST * (len(match.group()) - 1), _RESERVED.sub("\ufffd", text))

    def found(kind: Kind, offset: int) -> ProseFault:
        passage = text[offset : offset + 40].partition("\n")[0]
        return ProseFault(offset, kind, passage if len(text) <= offset + 40 else f"{passage}…")

    for kind, pattern in (
        (Kind.HTML, _TAG),
        (Kind.IMAGE, _IMAGE),
        (Kind.LINK, _DEFINITION),
        (Kind.ATTRIBUTES, _ATTRIBUTES),
        (Kind.CITATION, _BAD_CITATION),
    ):
        for match in pattern.finditer(masked):
            yield found(kind, match.start())
    for match in _CITATION_IN_LINK.finditer(masked):
        yield found(Kind.CITATION, match.start(1))
    for match in _LINK.finditer(masked):
        if not match["good"]:
            yield found(Kind.LINK, match.start() + len("]("))


def _render(text: str, cite: Cite, tags: frozenset[str]) -> str:
    return "".join(piece if isinstance(piece, str) else cite(piece) for piece in _pieces(text, tags))


# Pages repeat each other’s texts: of 20,000 that the site is made of, 9,000 differ.
@lru_cache(maxsize=20_000)
def _pieces(text: str, tags: frozenset[str]) -> Sequence[str | list[str]]:
    """Render a text: pieces of HTML, with the keys of each citation between them."""
    text = _RESERVED.sub("\ufffd", text)
    # While Markdown and nh3 work, a mark stands for each citation. It holds the digest of the text itself, so no text
    # can hold a mark of its own making, not even as an entity that nh3 decodes.
    digest = sha256(text.encode()).hexdigest()
    cited: list[list[str]] = []

    def mark(match: re.Match[str]) -> str:
        cited.append(_CITED.findall(match.group()))
        return f"{_MARK}{digest}-{len(cited) - 1}{_REST}"

    marked = _CITATION.sub(mark, text)
    try:
        rendered = _markdown(tags).convert(marked)
    except RecursionError:
        # Python-Markdown follows nested lists (`1. 1. 1. …`) as deep as they go.
        rendered = f"<p>{html.escape(marked)}</p>"
    clean = nh3.clean(
        rendered,
        tags=set(tags),
        attributes={"a": {"href"}},
        attribute_filter=_web_address,
        url_schemes={"http", "https"},
        link_rel="noopener",
    )
    inert = _inert(clean)
    pieces: list[str | list[str]] = []
    end = 0
    for match in _CITED_HERE.finditer(inert):
        if match[1] == digest:
            pieces += [inert[end : match.start()], cited[int(match[2])]]
            end = match.end()
    return [*pieces, inert[end:]]


def _inert(clean: str) -> str:
    """Write the signs of Markdown between tags as entities.

    Pages are Markdown too. Brackets that a record escapes to have them as mere text must not become a link when the
    page around them is read. No tag holds a ``>`` but its last, because addresses have none.
    """
    parts = re.split(r"(<[^>]*>)", clean)
    parts[::2] = [_ACTIVE.sub(lambda sign: f"&#{ord(sign.group())};", words) for words in parts[::2]]
    return "".join(parts)


def _web_address(tag: str, attribute: str, value: str) -> str | None:
    """Let through only addresses of web sites; one that holds a citation's mark is none."""
    if attribute == "rel":
        # Not from the text, whose attributes are all dropped but `href`: nh3 shows its own addition too.
        return value
    return value if (tag, attribute) == ("a", "href") and _SAFE_ADDRESS.fullmatch(value) else None


def _markdown(tags: frozenset[str]) -> Markdown:
    """Make a converter for the Markdown of records. It is not kept: one that failed half-way stays in disorder."""
    markdown = Markdown()
    for name in _NOT_SPOKEN["preprocessors"]:
        markdown.preprocessors.deregister(name)
    for name in (*_NOT_SPOKEN["blockprocessors"], *(() if "li" in tags else _LISTS)):
        markdown.parser.blockprocessors.deregister(name)
    for name in _NOT_SPOKEN["inline"]:
        markdown.inlinePatterns.deregister(name)
    return markdown
