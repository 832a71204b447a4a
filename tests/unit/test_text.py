"""Reading bytes as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.problem import Place
from evidence.readers.text import control_character, place_in, read_text

FILE = "claims/insoles/x.yml"


def read(data: bytes, limit: int = 1000) -> tuple[str | None, list[str]]:
    """Read bytes; return the text, and line, column and rule of each problem."""
    text, problems = read_text(data, FILE, limit)
    return text, [f"{problem.place.line}:{problem.place.column} {problem.rule}" for problem in problems]


@pytest.mark.parametrize(
    ("data", "text", "problems"),
    [
        pytest.param(b"id: x\n", "id: x\n", [], id="plain"),
        pytest.param("id: µ é 中 😀\n".encode(), "id: µ é 中 😀\n", [], id="unicode"),
        pytest.param(b"\xef\xbb\xbfid: x\n", "id: x\n", ["1:1 file-byte-order-mark"], id="bom"),
        pytest.param(b"id: x\r\na: b\r\n", "id: x\na: b\n", ["1:6 file-line-ending"], id="crlf"),
        pytest.param(b"id: x\n\rb\r\r\n", "id: x\n\nb\n\n", ["2:1 file-line-ending"], id="mixed-line-ends"),
        pytest.param(
            b"\xef\xbb\xbfid: x\r\n", "id: x\n", ["1:1 file-byte-order-mark", "1:6 file-line-ending"], id="bom-and-crlf"
        ),
        pytest.param(b"", None, ["1:1 file-empty"], id="empty"),
        pytest.param(b" \n\n", None, ["1:1 file-empty"], id="blank"),
        pytest.param(b"\xef\xbb\xbf", None, ["1:1 file-byte-order-mark", "1:1 file-empty"], id="only-bom"),
        pytest.param("é\nab: caf\xe9".encode("latin-1"), None, ["1:1 file-not-utf8"], id="latin-1"),
        pytest.param("é\na: é".encode() + b"\xff", None, ["2:5 file-not-utf8"], id="not-utf8-counts-characters"),
        pytest.param(b"a\rb\r\n\xff", None, ["3:1 file-not-utf8"], id="not-utf8-after-other-line-ends"),
        pytest.param("id: x".encode("utf-16"), None, ["1:1 file-not-utf8"], id="utf-16"),
        pytest.param(b"a\xed\xa0\x80", None, ["1:2 file-not-utf8"], id="surrogate"),
        pytest.param(b"\x7fELF\x00", None, ["1:1 file-control-character"], id="binary"),
        pytest.param(b"id: x\n\ta: b\n", None, ["2:1 file-control-character"], id="tab"),
        pytest.param(b"a\x00", None, ["1:2 file-control-character"], id="null"),
        pytest.param("a\u0085b".encode(), None, ["1:2 file-control-character"], id="next-line"),
        pytest.param("a\u2028b".encode(), None, ["1:2 file-control-character"], id="line-separator"),
        pytest.param("a\u202eb".encode(), None, ["1:2 file-control-character"], id="right-to-left-override"),
        pytest.param("ab\ufeff".encode(), None, ["1:3 file-control-character"], id="bom-in-the-middle"),
        pytest.param(b"a\r\n\x07", None, ["1:2 file-line-ending", "2:1 file-control-character"], id="crlf-and-bell"),
        pytest.param(b"x" * 1000, "x" * 1000, [], id="as-large-as-allowed"),
        pytest.param(b"x" * 1001, None, ["1:1 file-too-large"], id="too-large"),
    ],
)
def test_read(data: bytes, text: str | None, problems: list[str]) -> None:
    """A file is read as UTF-8, and what else it holds is a problem at the first place where it stands."""
    assert (text, problems) == read(data)


def test_size_is_named() -> None:
    """The message for a file that is too large tells its size."""
    _, problems = read_text(b"x" * 1234, FILE, 1000)

    assert problems[0].message.endswith("This file has 1,234 bytes.")


@pytest.mark.parametrize(
    ("index", "line", "column"),
    [(0, 1, 1), (1, 1, 2), (2, 1, 3), (3, 2, 1), (4, 3, 1), (5, 3, 2), (6, 3, 3)],
)
def test_place_in(index: int, line: int, column: int) -> None:
    """Places count lines and characters from 1; a line end still belongs to its line."""
    assert Place(FILE, line, column) == place_in("aé\n\n😀b", index, FILE)


@pytest.mark.parametrize(
    ("value", "name"),
    [("two\nlines", ""), ("a\tb", "a tab"), ("a\rb", "U+000D"), ("\x00", "U+0000"), ("a\u2066", "U+2066")],
)
def test_control_character(value: str, name: str) -> None:
    """In a value, everything that controls is named but the line feed."""
    assert name == control_character(value)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_make_reading_fail(data: bytes) -> None:
    """Whatever a file holds, it is text without control characters or a problem inside of the file."""
    text, problems = read_text(data, FILE, 50)

    assert text is not None or problems
    assert text is None or ("\r" not in text and control_character(text) == "")
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
