"""From bytes to text: the faults that a file has before anything is known of its meaning."""

from __future__ import annotations

import re

from evidence.problem import Place, Problem, Rule, Scope

# A claim record with every field filled is about 20 KiB; 256 KiB leaves room and keeps a slip from filling a page.
RECORD_LIMIT = 256 * 1024
BIBLIOGRAPHY_LIMIT = 5 * 1024 * 1024

TOO_LARGE = Rule(
    id="file-too-large",
    scope=Scope.FILE,
    must="A record must be at most 256 KiB, the bibliography at most 5 MiB.",
    why="A larger file is a slip (a pasted paper, a picture), and it would slow down every check.",
    shown="A claim with a paper of 300 pages pasted into `summary`: more than 262,144 bytes.",
    mend="Take out what does not belong into a record, such as a pasted paper; split what does.",
)
NOT_TEXT = Rule(
    id="file-not-utf8",
    scope=Scope.FILE,
    must="A file must be text in UTF-8.",
    why="In another encoding, names and signs such as µ or é would reach readers broken.",
    shown="A record saved in Latin-1, in which the “ö” of “Glöves” is the single byte 0xF6.",
    mend="Save the file as UTF-8; every editor offers it, often under “Save with encoding”.",
)
CONTROL = Rule(
    id="file-control-character",
    scope=Scope.FILE,
    must="A file must not hold control characters other than line feeds.",
    why="They are invisible in an editor and mean a damaged or binary file; a tab can change what YAML means.",
    shown="A tab between a key and its value, or a sign copied along that turns the direction of writing round.",
    mend="Delete the character; write blanks in the place of a tab.",
)
BOM = Rule(
    id="file-byte-order-mark",
    scope=Scope.FILE,
    must="A file must not begin with a byte order mark.",
    why="It is invisible and hides the first key from other tools.",
    shown="A record saved by an editor that writes the bytes EF BB BF before the first letter.",
    mend="Run `python scripts/check.py --fix FILE`, or save the file as UTF-8 without BOM.",
)
LINE_ENDING = Rule(
    id="file-line-ending",
    scope=Scope.FILE,
    must="Lines must end with a line feed alone.",
    why="Mixed line ends make every line of a file look changed in a review.",
    shown="A record saved with the line ends of Windows, a carriage return before each line feed.",
    mend="Run `python scripts/check.py --fix FILE`, or save the file with LF line ends.",
)
EMPTY = Rule(
    id="file-empty",
    scope=Scope.FILE,
    must="A file must not be empty.",
    why="An empty record would silently drop a claim from the site.",
    shown="A record of which only empty lines are left.",
    mend="Fill the file, or delete it.",
)

RULES = (TOO_LARGE, NOT_TEXT, CONTROL, BOM, LINE_ENDING, EMPTY)

# C0 controls but for line feed (and carriage return, which has a rule of its own), delete, C1 controls, and the
# invisible characters that reorder or split a line.
_CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def read_text(data: bytes, file: str, limit: int) -> tuple[str | None, list[Problem]]:
    """Decode a file.

    Returns the text with line feeds as line ends, or None where nothing can be read, with all faults found. A text
    can come with faults: those that leave its meaning clear do not stop reading.
    """
    start = Place(file)
    if len(data) > limit:
        return None, [too_large(len(data), file)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = _with_line_feeds(data[: error.start].decode("utf-8"))
        message = f"{NOT_TEXT.must} Byte 0x{data[error.start]:02x} is not part of UTF-8 text."
        return None, [NOT_TEXT.at(place_in(before, len(before), file), message, "save the file as UTF-8")]
    problems: list[Problem] = []
    if text.startswith("\ufeff"):
        problems.append(BOM.at(start, BOM.must, "save the file as UTF-8 without BOM"))
        text = text[1:]
    if "\r" in text:
        place = place_in(text, text.index("\r"), file)
        message = f"{LINE_ENDING.must} A carriage return was seen."
        problems.append(LINE_ENDING.at(place, message, "save with LF line ends"))
        text = _with_line_feeds(text)
    if control := _CONTROL.search(text):
        message = f"{CONTROL.must} Here stands {_named(control.group())}."
        hint = "write spaces" if control.group() == "\t" else "delete it"
        return None, [*problems, CONTROL.at(place_in(text, control.start(), file), message, hint)]
    if not text.strip():
        return None, [*problems, EMPTY.at(start, EMPTY.must, "fill it, or delete the file")]
    return text, problems


def too_large(size: int, file: str) -> Problem:
    """Report a file of more bytes than its kind may have."""
    message = f"{TOO_LARGE.must} This file has {size:,} bytes."
    return TOO_LARGE.at(Place(file), message, "split it, or move what does not belong into a record out of it")


def control_character(value: str) -> str:
    """Name the first control character of a value, or return an empty text."""
    control = _CONTROL.search(value.replace("\r", "\v"))
    return _named(value[control.start()]) if control else ""


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _named(character: str) -> str:
    return "a tab" if character == "\t" else f"U+{ord(character):04X}"


def place_in(text: str, index: int, file: str) -> Place:
    """Return the place of a character by its index in the text."""
    line_start = text.rfind("\n", 0, index) + 1
    return Place(file, text.count("\n", 0, index) + 1, index - line_start + 1)
