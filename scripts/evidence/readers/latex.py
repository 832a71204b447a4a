"""From the LaTeX of a bibliography's prose fields to Unicode text.

pylatexenc does the decoding, but it drops what it does not know without a word: a command of an unknown package,
everything after an unescaped ``%``. A field is therefore searched for such signs first, and decoded only when there
are none. The same search bounds what the decoder is fed, so that no text can make it recurse without end.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db  # type: ignore[import-untyped]
from pylatexenc.latexwalker import LatexWalkerError  # type: ignore[import-untyped]
from pylatexenc.latexwalker import get_default_latex_context_db as get_walker_context_db

from evidence.problem import Example, Rule, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

LATEX = Rule(
    id="reference-latex",
    scope=Scope.REFERENCE,
    must="LaTeX in a field must be of the kind that can be turned into plain text.",
    why="What cannot be decoded would vanish from the reference or reach readers as a backslash and a word.",
    example=Example(
        "references.bib",
        "{Warmth of the hand under a magnet}",
        r"{Warmth of the hand under a \textsuperscript{1}magnet}",
    ),
)
RULES = (LATEX,)

# Braces protect capitals and make groups of names; nobody needs more than a few levels, and the decoder recurses.
DEPTH_LIMIT = 16
# Enough of a value to find it by, on one line of a terminal with the rest of the message.
SHOWN_LIMIT = 60

# Accents take the letter that follows; these formatting commands take a group and leave its text as it is.
_ACCENTS = frozenset("'`\"^~=.cHkbdruv")
_FORMATTING = frozenset(("emph", "text", "textit", "textbf", "textrm", "textsc", "textsl", "mathrm"))
_SIGNS = re.compile(r"\\(?P<command>[A-Za-z]+|.|\Z)|(?P<sign>[%&#_^${}])", re.DOTALL)
_UNICODE = "the file is UTF-8: write the character itself"
# What changes in decoding begins with one of these; most fields hold none of them.
_ENCODED = re.compile(r"[\\{}$~]|--|``|''|[!?]`")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in the value of a field, before it is known where in the file that value stands."""

    rule: Rule
    offset: int
    """Characters before the fault, in the value as it is written."""
    seen: str
    hint: str = ""


def shown(text: str) -> str:
    """Put a text on one line for a message, shortened where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= SHOWN_LIMIT else f"{text[: SHOWN_LIMIT - 1]}…"


def decode(text: str) -> tuple[str, list[Fault]]:
    """Decode the LaTeX of a prose field.

    Returns the text on one line, composed (NFC) and without the braces that only protect capitals. With faults, the
    text is empty.
    """
    if faults := _undecodable(text):
        return "", faults
    if _ENCODED.search(text):
        try:
            text = _decoder().latex_to_text(text, tolerant_parsing=False)
        except LatexWalkerError as error:
            # Such as an accent with no letter after it.
            return "", [Fault(LATEX, 0, f"the decoder says: {str(error).splitlines()[0]}.", _UNICODE)]
    return unicodedata.normalize("NFC", " ".join(text.split())), []


def _undecodable(text: str) -> list[Fault]:
    """Find the signs that the decoder would drop, or that LaTeX reads in another way than they are meant."""
    commands: list[tuple[int, str]] = []
    signs: list[tuple[int, str]] = []
    for match in _SIGNS.finditer(text):
        found = signs if match["command"] is None else commands
        found.append((match.start(), match["sign"] or match["command"]))
    # To BibTeX, which knows no backslashes, `\{` opens a group like any other brace.
    braces = [found for found in sorted(commands + signs) if found[1] in {"{", "}"}]
    faults = [*_unknown(commands), *_unbalanced(braces), *_misplaced(signs, text)]
    return sorted(faults, key=lambda fault: fault.offset)


def _unknown(commands: list[tuple[int, str]]) -> Iterator[Fault]:
    for offset, name in commands:
        if name not in _commands():
            seen = f"`\\{name}` cannot be decoded." if name.strip() else "a lone `\\` was seen."
            yield Fault(LATEX, offset, seen, _UNICODE)


def _unbalanced(braces: list[tuple[int, str]]) -> Iterator[Fault]:
    opened: list[int] = []
    for offset, sign in braces:
        if sign == "{":
            opened.append(offset)
            if len(opened) == DEPTH_LIMIT + 1:
                yield Fault(LATEX, offset, f"braces are nested more than {DEPTH_LIMIT} deep.", "delete some of them")
        elif opened:
            opened.pop()
        else:
            yield Fault(LATEX, offset, "a `}` closes nothing.", "delete it")
    for offset in opened:
        yield Fault(LATEX, offset, "a `{` is not closed.", "add the missing `}`, or delete it")


def _misplaced(signs: list[tuple[int, str]], text: str) -> Iterator[Fault]:
    formula: int | None = None
    for offset, sign in signs:
        if sign in "{}":
            continue
        if sign == "$" and formula is None:
            formula = offset
        elif sign == "$" and formula is not None:
            if not _is_formula(text, formula, offset):
                yield Fault(LATEX, formula, "`$` begins a formula here.", r"write `\$` for a dollar sign")
            formula = None
        elif sign in "^_" and formula is not None:
            yield Fault(LATEX, offset, f"`{sign}` in a formula is lost in plain text.", f"{_UNICODE}, such as `²`")
        else:
            yield Fault(LATEX, offset, f"`{sign}` has a meaning of its own in LaTeX.", f"write `\\{sign}`")
    if formula is not None:
        yield Fault(LATEX, formula, "a `$` begins a formula that has no end.", r"write `\$` for a dollar sign")


def _is_formula(text: str, start: int, end: int) -> bool:
    """Tell a formula from two prices: no blank inside its dollar signs, no digit after them."""
    inside = text[start + 1 : end]
    return bool(inside) and inside == inside.strip() and not text[end + 1 : end + 2].isdigit()


@cache
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="text", strict_latex_spaces=True)


@cache
def _commands() -> frozenset[str]:
    """Return the commands that stand for one fixed text, with accents and plain formatting."""
    walker = get_walker_context_db()
    constants = set()
    for spec in get_default_latex_context_db().iter_macro_specs():
        text = spec.simplify_repl
        # A text with `%` or arguments depends on what follows; one that does not print (`\\`, `\-`) is layout.
        if not isinstance(text, str) or not text or "%" in text or not text.isprintable():
            continue
        syntax = walker.get_macro_spec(spec.macroname)
        if syntax is None or not syntax.args_parser.argspec:
            constants.add(spec.macroname)
    # `\%` is decoded by a function of its own; `\today` would bring the clock into the build.
    return frozenset(constants | _ACCENTS | _FORMATTING | {"%"}) - {"today"}
