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

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db
from pylatexenc.latexwalker import LatexWalkerError
from pylatexenc.latexwalker import get_default_latex_context_db as get_walker_context_db

from evidence.problem import Example, Rule, Scope

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
            return "", [Fault(LATEX, 0, f"The decoder says: {str(error).splitlines()[0]}.", _UNICODE)]
    return unicodedata.normalize("NFC", " ".join(text.split())), []


def _undecodable(text: str) -> list[Fault]:
    """Find the signs that the decoder would drop or that LaTeX reads in another way than they are meant."""
    faults: list[Fault] = []
    depth = 0
    math: int | None = None

    def report(offset: int, seen: str, hint: str) -> None:
        faults.append(Fault(LATEX, offset, seen, hint))

    for match in _SIGNS.finditer(text):
        here = match.start()
        command = match["command"]
        if command is not None:
            if command not in _commands():
                report(here, f"`\\{command}` cannot be decoded." if command.strip() else "A lone `\\` was seen.", _UNICODE)
            continue
        match match["sign"]:
            case "{":
                depth += 1
                if depth == DEPTH_LIMIT + 1:
                    report(here, f"Braces are nested more than {DEPTH_LIMIT} deep.", "delete some of them")
            case "}":
                depth -= 1
                if depth < 0:
                    report(here, "A `}` closes nothing.", "delete it")
                    depth = 0
            case "$" if math is None:
                math = here
            case "$":
                if not _is_math(text, math, here):
                    report(math, "`$` begins a formula here.", r"write `\$` for a dollar sign")
                math = None
            case "_" | "^" as sign if math is not None:
                report(here, f"`{sign}` in a formula cannot be printed as text.", _UNICODE + ", such as `²` or `₂`")
            case sign:
                report(here, f"`{sign}` has a meaning of its own in LaTeX.", f"write `\\{sign}`")
    if math is not None:
        report(math, "A `$` begins a formula that has no end.", r"write `\$` for a dollar sign")
    if depth:
        report(0, "A `{` is not closed.", "add the missing `}`")
    return faults


def _is_math(text: str, start: int, end: int) -> bool:
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
