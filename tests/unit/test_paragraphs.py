"""Line breaks of prose: taken out when it is read, put in when it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.model.paragraphs import unwrapped, wrapped_line, wrapped_prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One\nline.", "One line.", id="paragraph"),
        pytest.param("One.\n\nTwo\nlines.", "One.\n\nTwo lines.", id="paragraphs"),
        pytest.param("One.\n \n\t\n\nTwo.", "One.\n\nTwo.", id="several-empty-lines"),
        pytest.param("One  of\n   two.", "One of two.", id="runs-of-blanks"),
        pytest.param("- one\n- two\n  lines", "- one\n- two lines", id="list"),
        pytest.param("1. one\n2. two\n   lines", "1. one\n2. two lines", id="numbered-list"),
        pytest.param("*   one\n-", "* one\n-", id="marks"),
        pytest.param("See:\n- one\n- two", "See:\n- one\n- two", id="list-right-below-a-paragraph"),
        pytest.param("- one\n    - two", "- one\n    - two", id="list-in-a-list"),
        pytest.param("- one\ntwo", "- one\ntwo", id="text-right-below-a-list"),
        pytest.param("- one\n\n    more", "- one\n\n    more", id="paragraph-of-a-point"),
        pytest.param("forced  \nbreak", "forced  \nbreak", id="forced-break"),
        pytest.param("a\u00a0b\nc", "a\u00a0b c", id="no-break-space"),
    ],
)
def test_unwrapped(text: str, expected: str) -> None:
    """A line break inside a paragraph or a point of a list is a blank; what might mean more is left as it is."""
    assert expected == unwrapped(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one two three", ["one two", "three"], id="words"),
        pytest.param("incomprehensible", ["incomprehensible"], id="long-word"),
        pytest.param("one [@a1; @b2] two", ["one", "[@a1; @b2]", "two"], id="citation"),
        pytest.param("from 10 - 20", ["from 10 -", "20"], id="no-mark-of-a-list-first"),
        pytest.param("in year 2. or so", ["in year 2.", "or so"], id="no-number-of-a-list-first"),
        pytest.param("one  two", ["one  two"], id="two-blanks-are-kept"),
        pytest.param("", [""], id="nothing"),
    ],
)
def test_wrapped_line(text: str, expected: list[str]) -> None:
    """A text breaks at single blanks, not inside of a citation, and not before what begins a list."""
    assert expected == wrapped_line(text, 8)


def test_wrapped_prose() -> None:
    """Paragraphs are parted by an empty line, and the lines of a point stand below its first word."""
    text = "One two three.\n\n- four five six\n10. seven eight"

    assert ["One two", "three.", "", "- four", "  five", "  six", "10. seven", "    eight"] == wrapped_prose(text, 8)


PIECES = st.sampled_from(
    [
        *("a", "bb", "long-word", "-", "+", "*", "1.", "2)", "[@k1; @k2]", "[@k1;", "é", "\u00a0", "#", ">", "\\"),
        *(" ", "  ", "    ", "\n", "\n\n", "\n  "),
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.lists(PIECES, max_size=30).map(" ".join)


@given(TEXTS, st.integers(1, 40))
def test_wrapping_changes_nothing(text: str, width: int) -> None:
    """Whatever a text holds, unwrapping it twice, or wrapping it in between at any width, gives the same."""
    once = unwrapped(text.strip())
    lines = wrapped_prose(once, width)

    assert once == unwrapped(once)
    assert once == unwrapped("\n".join(lines))


@given(st.text(alphabet="ab []@;k-1.\u00a0", max_size=60), st.integers(1, 30))
def test_lines_join_to_the_text(text: str, width: int) -> None:
    """The lines of a text, joined with blanks, are the text."""
    assert text == " ".join(wrapped_line(text, width))
