"""Prose of records: what is rendered, what is refused, and that nothing else ever comes out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import markdown

from evidence.prose import BLOCK_TAGS, INLINE_TAGS, Kind, citations, faults, plain, render_block, render_inline

if TYPE_CHECKING:
    from collections.abc import Sequence


def cite(keys: Sequence[str]) -> str:
    """Return a citation that can be told from everything a text can bring about."""
    return f'<cite data-keys="{" ".join(keys)}">1</cite>'


class Tags(HTMLParser):
    """Collects the tags of a text with their attributes, as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note the words between tags."""
        self.words += data

    def handle_comment(self, data: str) -> None:
        """Note a comment as a tag, since none may come out."""
        self.seen.append(("!--", {"data": data}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flow *rose* by **3** mm.", "Flow <em>rose</em> by <strong>3</strong> mm."),
        ("AT&T, p < 0.05, 5 > 3", "AT&amp;T, p &lt; 0.05, 5 &gt; 3"),
        ("`n = 20`", "<code>n = 20</code>"),
        (
            "[trial](https://example.org/a_(b)?c=1&d=2)",
            '<a href="https://example.org/a_(b)?c=1&amp;d=2" rel="noopener">trial</a>',
        ),
        ("As found [@alpha2001; @b-c].", 'As found <cite data-keys="alpha2001 b-c">1</cite>.'),
        ("*No*[@a].", '<em>No</em><cite data-keys="a">1</cite>.'),
        ("snake_case_word", "snake&#95;case&#95;word"),
        (r"\[@a]", "&#91;@a&#93;"),
        ("two\nlines", "two lines"),
        ("two\r# lines", "two # lines"),
        ("1. no list", "1. no list"),
        ("- no list", "- no list"),
        ("# no heading", "# no heading"),
    ],
)
def test_line(text: str, expected: str) -> None:
    """A line becomes HTML without paragraphs; what is not spoken stays as it was written."""
    assert expected == render_inline(text, cite)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("# a\n\n> b\n\n    c\n\n---", "<p># a</p>\n<p>&gt; b</p>\n<p>c</p>\n<p>---</p>"),
        ("a [@k]", '<p>a <cite data-keys="k">1</cite></p>'),
    ],
)
def test_block(text: str, expected: str) -> None:
    """A text becomes paragraphs and lists, and nothing else."""
    assert expected == render_block(text, cite)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[x](javascript:alert)", '<a rel="noopener">x</a>'),
        ("[x](&#106;avascript:alert)", '<a rel="noopener">x</a>'),
        ("[x](https://a.example/[@k])", '<a rel="noopener">x</a>'),
        ("![x](https://a.example/b.png)", "!&#91;x&#93;(https://a.example/b.png)"),
        ("**b**{ onclick=x }", "<strong>b</strong>&#123; onclick=x &#125;"),
        ("&lt;b&gt;", "&lt;b&gt;"),
    ],
)
def test_refused_text_is_harmless(text: str, expected: str) -> None:
    """What the checker refuses comes out as mere text, or as a link without an address."""
    assert expected == render_inline(text, cite)


def test_marks_cannot_be_forged() -> None:
    """A text that writes the marks of citations, bare or as entities, cites nothing."""
    text = "[@k] \ue0000\ue001 &#xE000;0&#xE001; \ue000" + "0" * 64 + "-0\ue001"

    assert 1 == render_inline(text, cite).count("<cite")


def test_nesting_without_end() -> None:
    """Lists nested deeper than Python-Markdown can follow come out as text."""
    assert "<p>1. 1. 1. " in render_block("1. " * 2000 + "[@k]", cite)[:20]
    assert '<cite data-keys="k">' in render_block("1. " * 2000 + "[@k]", cite)


SOUND = [
    "Flow *rose* by **3 %** [@a2001; @b_c], see [the trial](https://example.org/a_(b)#c).",
    "p<0.05, p < 0.05, 3 > 2, n = 20",
    "Write to me@example.org or @example.",
    r"An escaped \[@key] and [brackets] (with more).",
    "[me@example.org](https://example.org)",
    "Great![@key]",
    "[@a][@b]([@c])",
    "{braces} and $5",
    "- a\n- b\n\n1. c",
    "http://example.org and javascript:alert as words",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound(text: str) -> None:
    """Texts that hold nothing strange have no faults."""
    assert [] == faults(text)


FAULTY = [
    ("a <b>c</b>", [(2, Kind.HTML, "<b>c</b>"), (6, Kind.HTML, "</b>")]),
    ("a <!-- b -->", [(2, Kind.HTML, "<!-- b -->")]),
    ("<?php", [(0, Kind.HTML, "<?php")]),
    ("a &lt;b", [(2, Kind.HTML, "&lt;b")]),
    ("a &#x3C;b", [(2, Kind.HTML, "&#x3C;b")]),
    ("<javascript:alert(1)>", [(0, Kind.HTML, "<javascript:alert(1)>")]),
    ("<https://example.org>", [(0, Kind.HTML, "<https://example.org>")]),
    ("[x](javascript:alert)", [(4, Kind.LINK, "javascript:alert)")]),
    ("[x](jAvAsCript:alert)", [(4, Kind.LINK, "jAvAsCript:alert)")]),
    ("[x](&#106;avascript:a)", [(4, Kind.LINK, "&#106;avascript:a)")]),
    ("[x](\x01javascript:a)", [(4, Kind.LINK, "\x01javascript:a)")]),
    ("[x](data:text/html,a)", [(4, Kind.LINK, "data:text/html,a)")]),
    ("[x](//example.org)", [(4, Kind.LINK, "//example.org)")]),
    ("[x](other.md)", [(4, Kind.LINK, "other.md)")]),
    ("[x](https://a.org@b.org)", [(4, Kind.LINK, "https://a.org@b.org)")]),
    ('[x](https://a.org "t")', [(4, Kind.LINK, 'https://a.org "t")')]),
    ("[x](https://a.org/[@k])", [(4, Kind.LINK, "https://a.org/[@k])")]),
    ("[x](https://a.org", [(4, Kind.LINK, "https://a.org")]),
    (r"[x\\](javascript:a)", [(6, Kind.LINK, "javascript:a)")]),
    ("[x][1]\n\n[1]: javascript:a", [(8, Kind.LINK, "[1]: javascript:a")]),
    ("![x](https://a.org)", [(0, Kind.IMAGE, "![x](https://a.org)")]),
    ("![x][1]", [(0, Kind.IMAGE, "![x][1]")]),
    ("b{: .c }", [(1, Kind.ATTRIBUTES, "{: .c }")]),
    ("b{ onclick=c }", [(1, Kind.ATTRIBUTES, "{ onclick=c }")]),
    ("b{#c}", [(1, Kind.ATTRIBUTES, "{#c}")]),
    ("[@]", [(0, Kind.CITATION, "[@]")]),
    ("a [@key", [(2, Kind.CITATION, "[@key")]),
    ("[@a, @b]", [(0, Kind.CITATION, "[@a, @b]")]),
    ("[@a; b]", [(0, Kind.CITATION, "[@a; b]")]),
    ("[@2001]", [(0, Kind.CITATION, "[@2001]")]),
    ("[see @a]", [(0, Kind.CITATION, "[see @a]")]),
    ("[ @a]", [(0, Kind.CITATION, "[ @a]")]),
    ("[@a\n; @b", [(0, Kind.CITATION, "[@a")]),
    ("[see [@a]](https://a.org)", [(5, Kind.CITATION, "[@a]](https://a.org)")]),
    ("a <b" + "c" * 50, [(2, Kind.HTML, "<b" + "c" * 38 + "…")]),
]


@pytest.mark.parametrize(("text", "expected"), FAULTY)
def test_faults(text: str, expected: list[tuple[int, Kind, str]]) -> None:
    """Each fault is found where it begins, with its kind and the passage."""
    assert expected == [tuple(fault) for fault in faults(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("As [@alpha2001] and [@b; @c-d].", [("alpha2001", 4), ("b", 21), ("c-d", 25)]),
        ("[@a;@b]", [("a", 1), ("b", 4)]),
        (r"\[@a] @b [c] me@d.org", []),
    ],
)
def test_citations(text: str, expected: list[tuple[str, int]]) -> None:
    """Each cited key is found at its `@`."""
    assert expected == citations(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flow *rose* by **3 %** [@a].", "Flow rose by 3 %."),
        ("[A trial](https://example.org) of A&B: p < 0.05", "A trial of A&B: p < 0.05"),
        ("- a\n- b\n\nc", "a b c"),
        ("a_b \\*c\\* {d}", "a_b *c* {d}"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    """Plain text holds the words alone."""
    assert expected == plain(text)


PIECES = st.sampled_from(
    [
        *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<b", "<!--", "-->", "<", ">", "&lt;", "&#60;", "&"),
        *("&#106;", "&#xE000;", "\ue000", "\ue001", "\x02", "\x03", "klzzwxh:0001", "wzxhzdk:0", "\\", "`", "``"),
        *("[", "]", "](", ")", "(", "!", "[x]", "[1]:", "javascript:alert(1)", "jAvA\tscript:", "data:text/html,x"),
        *("https://example.org/", "http://a.b", '"', "'", " title", "{: onclick=x }", "{", "}", "*", "**", "_", "#"),
        *(
            "[@a]",
            "[@a; @b]",
            "[@",
            "@a",
            "\n",
            "\n\n",
            "    ",
            "- ",
            "1. ",
            "> ",
            "  \n",
            "\r",
            "x",
            " ",
            "style=",
            "é",
        ),
    ]
)
ANY_TEXT = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


def assert_safe(rendered: str, allowed: frozenset[str]) -> None:
    """Check that a text holds only allowed tags, and only links to the web."""
    for tag, attributes in Tags(rendered).seen:
        if tag == "cite":
            assert {"data-keys"} == set(attributes)
            assert re.fullmatch(r"[ab]( [ab])*", attributes["data-keys"] or "")
            continue
        assert tag in allowed
        if tag == "a":
            assert set(attributes) <= {"href", "rel"}
            assert attributes["rel"] == "noopener"
            assert re.match(r"https?://[\w-]+\.", attributes.get("href", "https://none.") or "")
        else:
            assert not attributes


@given(ANY_TEXT)
@example("[x](javascript:alert(1))")
@example("[@a](x [@a]")
@example("[x](https://a.b/&#xE000;0&#xE001;)[@a]")
def test_only_allowed_tags_come_out(text: str) -> None:
    """Whatever the text, a browser meets only allowed tags, links to the web and the citations of the text."""
    keys = [key for key, _ in citations(text)]
    for rendered, allowed in ((render_inline(text, cite), INLINE_TAGS), (render_block(text, cite), BLOCK_TAGS)):
        assert_safe(rendered, allowed)
        cited = " ".join(attributes["data-keys"] or "" for tag, attributes in Tags(rendered).seen if tag == "cite")
        assert len(cited.split()) <= len(keys)


@given(ANY_TEXT)
def test_rendered_text_is_inert_markdown(text: str) -> None:
    """A rendered line that stands in a page is not read as Markdown a second time."""
    rendered = render_inline(text, lambda _: "")
    again = markdown(f"x {rendered} x", extensions=["attr_list"])

    assert [tag for tag, _ in Tags(rendered).seen] == [tag for tag, _ in Tags(again).seen if tag != "p"]
    assert_safe(again, BLOCK_TAGS)


@given(ANY_TEXT)
def test_sound_text_loses_nothing(text: str) -> None:
    """Every link of a text without faults keeps its address, and each of its citations comes out once."""
    if faults(text):
        return
    seen = Tags(render_block(text, cite)).seen

    assert all("href" in attributes for tag, attributes in seen if tag == "a")
    cited = [key for tag, attributes in seen if tag == "cite" for key in (attributes["data-keys"] or "").split()]
    assert [key for key, _ in citations(text)] == cited


@given(ANY_TEXT)
def test_plain_text_is_one_line(text: str) -> None:
    """Plain text has no line breaks, and neither marks nor tags of its own making."""
    words = plain(text)

    assert words == " ".join(words.split())
    assert "<p>" not in words or "p" in text


@given(ANY_TEXT)
def test_faults_stand_in_the_text(text: str) -> None:
    """Every fault and citation points into the text."""
    for offset, _, what in faults(text):
        assert text[offset:].startswith(what.removesuffix("…"))
    for key, offset in citations(text):
        assert text[offset:].startswith(f"@{key}")
