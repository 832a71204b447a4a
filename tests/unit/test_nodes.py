"""Reading YAML as nodes that know where they stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.unit.projects import CLAIM, SAMPLE

from evidence.model.fields import Plain
from evidence.problem import Place
from evidence.readers.nodes import Mapping, Scalar, Sequence, find, place_within, read_nodes, to_data, walk_scalars
from evidence.readers.text import read_text

FILE = "x.yml"


def read(text: str) -> Mapping:
    """Read a text that has no problems."""
    node, problems = read_nodes(text, FILE)

    assert [] == problems
    assert node is not None
    return node


def faults(text: str) -> list[str]:
    """Return line, column and rule of each problem of a text."""
    return [f"{problem.place.line}:{problem.place.column} {problem.rule}" for problem in read_nodes(text, FILE)[1]]


def at(line: int, column: int) -> Place:
    """Make a place in the file of these tests."""
    return Place(FILE, line, column)


RECORD = """\
# a comment
id: x
list:
  - é: one
    b: "two"
  - three
flow: {a: [1, 22], b: é, c: 3}
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        pytest.param((), at(2, 1), at(2, 1), id="record"),
        pytest.param(("id",), at(2, 1), at(2, 5), id="plain"),
        pytest.param(("list",), at(3, 1), at(4, 3), id="list"),
        pytest.param(("list", 0), at(4, 5), at(4, 5), id="item-mapping"),
        pytest.param(("list", 0, "é"), at(4, 5), at(4, 8), id="key-not-ascii"),
        pytest.param(("list", 0, "b"), at(5, 5), at(5, 8), id="quoted"),
        pytest.param(("list", 1), at(6, 5), at(6, 5), id="item-scalar"),
        pytest.param(("flow",), at(7, 1), at(7, 7), id="flow"),
        pytest.param(("flow", "a"), at(7, 8), at(7, 11), id="flow-list"),
        pytest.param(("flow", "a", 1), at(7, 15), at(7, 15), id="flow-item"),
        pytest.param(("flow", "c"), at(7, 26), at(7, 29), id="after-a-character-of-two-bytes"),
        pytest.param(("list", 0, "c"), at(4, 5), at(4, 5), id="absent-key"),
        pytest.param(("list", 7, "b"), at(3, 1), at(4, 3), id="absent-item"),
        pytest.param(("nothing", "id"), at(2, 1), at(2, 1), id="not-followed-further"),
        pytest.param(("id", "x"), at(2, 1), at(2, 5), id="below-scalar"),
    ],
)
def test_find(path: tuple[str | int, ...], key: Place, value: Place) -> None:
    """A path leads to the place of its key and of its value, or as far as it goes."""
    node, place = find(read(RECORD), path)

    assert (key, value) == (place, node.place)


def test_data() -> None:
    """Nodes give bare data in which every scalar is a text, told apart by whether it was written in quotes."""
    data = to_data(read("a: 1\nb: '1'\nc: [no, {d: |\n  two\n  lines\n  }]\n".replace("|\n  two\n  lines\n  ", "2")))

    assert {"a": "1", "b": "1", "c": ["no", {"d": "2"}]} == data


@pytest.mark.parametrize(
    ("written", "value", "plain"),
    [
        ("no", "no", True),
        ("1e3", "1e3", True),
        ("0123", "0123", True),
        ("2020-01-01", "2020-01-01", True),
        ("two words", "two words", True),
        ('"no"', "no", False),
        ("'it''s'", "it's", False),
        (r'"µ\u00b5"', "µµ", False),
        ("''", "", False),
        ("|\n  a\n  b", "a\nb\n", False),
        (">-\n  a\n  b", "a b", False),
    ],
)
def test_scalar_stays_text(written: str, value: str, *, plain: bool) -> None:
    """A scalar is the text that was written, whatever YAML would take it for."""
    scalar = read(f"a: {written}\n").items["a"]

    assert isinstance(scalar, Scalar)
    assert (value, plain) == (scalar.value, isinstance(scalar.value, Plain))


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("a: one\nb: 2\n", "one"),
        ("a: one  # note\n", "one"),
        ("a: one\n  two\nb: 2\n", "one\n  two"),
        ("a: 'one\n  two'\nb: 2\n", "'one\n  two'"),
        ("a: |\n  one\n  two\nb: 2\n", "|\n  one\n  two\n"),
        ("a: 'µé' \n", "'µé'"),
        ("é: 中 \n", "中"),
    ],
)
def test_raw(text: str, raw: str) -> None:
    """A scalar keeps how it stands in the file."""
    scalar = next(iter(read(text).items.values()))

    assert isinstance(scalar, Scalar)
    assert raw == scalar.raw


def test_walk_scalars() -> None:
    """Every scalar is met once, in the order of the file, with its path."""
    walked = [(path, scalar.value) for path, scalar in walk_scalars(read(RECORD))]

    assert [
        (("id",), "x"),
        (("list", 0, "é"), "one"),
        (("list", 0, "b"), "two"),
        (("list", 1), "three"),
        (("flow", "a", 0), "1"),
        (("flow", "a", 1), "22"),
        (("flow", "b"), "é"),
        (("flow", "c"), "3"),
    ] == walked


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", ["3:1 yaml-duplicate-key"], id="duplicate-block"),
        pytest.param("x: {a: 1, b: 2, a: 3}\n", ["1:17 yaml-duplicate-key"], id="duplicate-flow"),
        pytest.param("a: 1\n'a': 3\n", ["2:1 yaml-duplicate-key"], id="duplicate-quoted"),
        pytest.param(
            "x:\n  - a: 1\n    a: 2\n    a: 3\n", ["3:5 yaml-duplicate-key", "4:5 yaml-duplicate-key"], id="thrice"
        ),
        pytest.param("x: {a: 1}\ny: {a: 1}\n", [], id="same-key-elsewhere"),
        pytest.param("a: 1\na: &b 2\n", ["2:4 yaml-anchor", "2:1 yaml-duplicate-key"], id="fault-in-duplicate"),
        pytest.param("a: &x 1\nb: *x\n", ["1:4 yaml-anchor", "2:4 yaml-anchor"], id="anchor-and-alias"),
        pytest.param("a: &x [1]\n", ["1:4 yaml-anchor"], id="anchor-on-list"),
        pytest.param(
            "a: &x {b: 1}\nc:\n  <<: *x\n", ["1:4 yaml-anchor", "3:7 yaml-anchor", "3:3 yaml-anchor"], id="merge"
        ),
        pytest.param("a:\n  <<: {b: 1}\n", ["2:3 yaml-anchor"], id="merge-without-alias"),
        pytest.param("a: !!int 1\n", ["1:4 yaml-tag"], id="tag"),
        pytest.param("a: !!python/object:os.system {}\n", ["1:4 yaml-tag"], id="tag-of-an-object"),
        pytest.param("a: !own [1]\n", ["1:4 yaml-tag"], id="own-tag"),
        pytest.param("!!map\na: 1\n", ["1:1 yaml-tag"], id="tag-on-record"),
        pytest.param("a: 1\n---\nb: 2\n", ["2:1 yaml-one-document"], id="second-document"),
        pytest.param("---\na: 1\n...\n", [], id="marks-around-one-document"),
        pytest.param("- a\n", ["1:1 yaml-one-document"], id="list"),
        pytest.param("just words\n", ["1:1 yaml-one-document"], id="words"),
        pytest.param("# nothing\n", ["1:1 yaml-one-document"], id="only-comments"),
        pytest.param("---\n", ["1:4 yaml-one-document"], id="empty-document"),
        pytest.param("a:\n\tb: 1\n", ["2:1 yaml-syntax"], id="tab"),
        pytest.param("a: b: c\n", ["1:5 yaml-syntax"], id="second-colon"),
        pytest.param("a: 'b\n", ["1:6 yaml-syntax"], id="open-quote"),
        pytest.param("a: [b\n", ["1:6 yaml-syntax"], id="open-bracket"),
        pytest.param("a: 1\n b: 2\n", ["2:3 yaml-syntax"], id="indent"),
        pytest.param("a: @b\n", ["1:4 yaml-syntax"], id="reserved-sign"),
        pytest.param("a: `b\n", ["1:4 yaml-syntax"], id="backtick"),
        pytest.param("a: %b\n", ["1:4 yaml-syntax"], id="percent"),
        pytest.param(r'a: "\q"' + "\n", ["1:5 yaml-syntax"], id="unknown-escape"),
        pytest.param(r'a: "\ud800"' + "\n", ["1:7 yaml-syntax"], id="surrogate"),
        pytest.param("[a]: b\n", ["1:1 yaml-key"], id="list-as-key"),
        pytest.param("? {a: b}\n: c\n", ["1:3 yaml-key"], id="mapping-as-key"),
        pytest.param(": a\n", ["1:1 yaml-syntax"], id="no-key"),
        pytest.param("?\n: a\n", ["1:2 yaml-key"], id="empty-question"),
        pytest.param("'': a\n", ["1:1 yaml-key"], id="empty-key"),
        pytest.param('"a\\nb": c\n', ["1:1 yaml-key"], id="key-of-two-lines"),
        pytest.param("a: &x b\n*x : c\n", ["1:4 yaml-anchor", "2:1 yaml-anchor", "2:1 yaml-key"], id="alias-as-key"),
        pytest.param("a:\nb: 1\n", ["1:1 yaml-no-value"], id="no-value"),
        pytest.param("a: ~\n", ["1:1 yaml-no-value"], id="tilde"),
        pytest.param("a: {b, c: 1}\n", ["1:5 yaml-no-value"], id="no-value-in-flow"),
        pytest.param("a:\n  -\n  - b\n  - ~\n", ["2:4 yaml-no-value", "4:5 yaml-no-value"], id="no-item"),
        pytest.param("a: ''\n", [], id="empty-text"),
        pytest.param(r'a: "x\0y"' + "\n", ["1:4 file-control-character"], id="escaped-null"),
        pytest.param(
            r'a: ["x\u202ey", "\r"]' + "\n", ["1:5 file-control-character", "1:17 file-control-character"], id="bidi"
        ),
        pytest.param(r'a: "one\ntwo"' + "\n", [], id="escaped-line-feed"),
    ],
)
def test_faults(text: str, problems: list[str]) -> None:
    """What YAML allows and records do not, and what YAML does not allow, is a problem at its place."""
    assert problems == faults(text)


def nested_lists(depth: int) -> str:
    """Write lists in lists below a key."""
    return f"a: {'[' * depth}1{']' * depth}\n"


def nested_mappings(depth: int) -> str:
    """Write mappings in mappings, one to a line."""
    return "".join(f"{' ' * level}a:\n" for level in range(depth - 1)) + f"{' ' * (depth - 1)}a: 1\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(nested_lists(31), id="flow-lists"),
        pytest.param(nested_mappings(32), id="block-mappings"),
        pytest.param(f"a:\n {'- ' * 31}1\n", id="block-lists"),
        pytest.param("a: " + "{a: " * 31 + "1" + "}" * 31 + "\n", id="flow-mappings"),
    ],
)
def test_nested_as_deep_as_allowed(text: str) -> None:
    """The record's own mapping counts as the first level; at the 32nd there may still be a value."""
    assert [] == faults(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(nested_lists(32), "1:35", id="flow-lists"),
        pytest.param(nested_mappings(33), "33:33", id="block-mappings"),
        pytest.param(f"a:\n {'- ' * 32}1\n", "2:64", id="block-lists"),
        pytest.param("a: " + "{a: " * 32 + "1" + "}" * 32 + "\n", "1:128", id="flow-mappings"),
        pytest.param("a: " + "[" * 32 + "]" * 32 + "\n", "1:35", id="empty-lists"),
    ],
)
def test_nested_too_deep(text: str, place: str) -> None:
    """The 33rd level is refused where it begins."""
    assert [f"{place} yaml-too-deep"] == faults(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(f"a: {'[' * 30_000}", "1:35", id="open-brackets"),
        pytest.param(nested_lists(30_000), "1:35", id="brackets"),
        pytest.param(f"a: {'{a: ' * 30_000}", "1:128", id="braces"),
        pytest.param(f"a:\n {'- ' * 30_000}1\n", "2:64", id="block-lists"),
        pytest.param(f"{'? ' * 30_000}1\n", "1:65", id="keys-in-keys"),
        pytest.param(nested_mappings(600), "33:33", id="block-mappings"),
    ],
)
def test_nesting_that_kills_other_readers(text: str, place: str) -> None:
    """Nesting of any depth is refused at the 33rd level, before a parser could recurse into it."""
    assert [f"{place} yaml-too-deep"] == faults(text)


@pytest.mark.parametrize(
    ("text", "passage", "occurrence", "place"),
    [
        pytest.param("a: one two\n", "two", 0, at(1, 8), id="plain"),
        pytest.param("a: 'it''s <b>'\n", "<b>", 0, at(1, 11), id="after-an-escape"),
        pytest.param("a: x <b> <b> <b>\n", "<b>", 2, at(1, 14), id="third-of-three"),
        pytest.param("a: aaaa\n", "aa", 1, at(1, 5), id="overlapping"),
        pytest.param("a: |\n  one\n  two é <b>\n", "<b>", 0, at(3, 9), id="literal-block"),
        pytest.param("a: >-\n  one\n  two <b>\n", "<b>", 0, at(3, 7), id="folded-block"),
        pytest.param("x: 1\na: one\n   two <b>\n", "<b>", 0, at(3, 8), id="plain-of-two-lines"),
        pytest.param("a: one\n   two\n", "one two", 0, at(1, 4), id="over-a-line-end"),
        pytest.param("a: |\n  one\n  two\n", "one\ntwo", 0, at(2, 3), id="begins-before-a-line-end"),
        pytest.param(r'a: "\x3cb>"' + "\n", "<b>", 0, at(1, 4), id="written-as-an-escape"),
    ],
)
def test_place_within(text: str, passage: str, occurrence: int, place: Place) -> None:
    """A passage of a text is found in the file; where the file writes it otherwise, the text as a whole is shown."""
    *_, (_, scalar) = walk_scalars(read(text))
    offset = -1
    for _ in range(occurrence + 1):
        offset = scalar.value.index(passage, offset + 1)

    assert place == place_within(scalar, offset, len(passage))


def test_nodes_of_list_and_mapping() -> None:
    """A mapping keeps its keys in the order of the file, a list its items."""
    node = read("b: [x, y]\na: 1\n")
    items = node.items["b"]

    assert ["b", "a"] == list(node.items)
    assert isinstance(items, Sequence)
    assert [at(1, 5), at(1, 8)] == [item.place for item in items.items]


CLAIM_TEXT = (SAMPLE / CLAIM).read_text(encoding="utf-8")


@st.composite
def damaged(draw: st.DrawFn, text: str = CLAIM_TEXT) -> str:
    """Damage a record as slips do: passages deleted, doubled, moved or overwritten."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(start + 80, len(text))))
        other = draw(st.integers(0, len(text)))
        passage = text[start:end]
        match draw(st.sampled_from(["delete", "double", "move", "overwrite", "insert"])):
            case "delete":
                text = text[:start] + text[end:]
            case "double":
                text = text[:end] + passage + text[end:]
            case "move":
                text = text[:start] + text[end:]
                text = text[:other] + passage + text[other:]
            case "overwrite":
                text = text[:start] + draw(st.text(max_size=10)) + text[end:]
            case _:
                text = text[:start] + draw(st.text("\n -:[]{}'\"|>&*!?#~<%@,x1", max_size=10)) + text[start:]
    return text


def check_places(text: str) -> None:
    """Read a text and hold every place of what is found against it."""
    node, problems = read_nodes(text, FILE)

    assert node is not None or problems
    lines = text.split("\n")
    places = [problem.place for problem in problems]
    if node:
        places += [scalar.place for _, scalar in walk_scalars(node)]
    for place in places:
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@given(st.text("\n\n  ab:-[]{}'\"|>&*!?#~<%@,.\\1é", max_size=40) | st.text(max_size=40))
@example('a: "\\\n')
@example("? |\n")
def test_no_text_makes_reading_fail(text: str) -> None:
    """Whatever text the reader of files lets through, it gives nodes or problems with places inside of the file."""
    readable = read_text(text.encode(), FILE, 1000)[0]
    if readable is not None:
        check_places(readable)


@given(damaged())
def test_no_damage_makes_reading_fail(text: str) -> None:
    """A damaged record gives nodes or problems with places inside of the file."""
    readable = read_text(text.encode(), FILE, 100_000)[0]
    if readable is not None:
        check_places(readable)


@given(st.text(max_size=40))
def test_text_that_was_not_looked_through(text: str) -> None:
    """Even text that the reader of files would refuse makes nothing raise."""
    node, problems = read_nodes(text, FILE)

    assert node is not None or problems
