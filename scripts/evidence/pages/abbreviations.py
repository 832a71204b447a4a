"""Short forms explained where they stand: one list, which the glossary is checked against, and the marking of a page.

Records say "95% CI" and "180 mT" because sources do. A reader who does not know the form finds its meaning at the first
place of each paragraph, list and table, and need not leave the page for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Mapping

ABBREVIATIONS: Mapping[str, str] = {
    "CI": "confidence interval: the range of true values that fit the data well",
    "CRP": "C-reactive protein, a substance in the blood that rises with inflammation",
    "DVT": "deep vein thrombosis, a blood clot in a deep vein",
    "FDA": "the US authority for medicines and medical devices",
    "FTC": "the US authority for fair trade and advertising",
    "G": "gauss, a unit of field strength: 10 G are 1 mT",
    "GRADE": "a method for grading evidence, used widely in medicine",
    "HSE": "the public health service of Ireland",
    "I²": "how far studies differ from each other beyond chance, in per cent",
    "IARC": "the World Health Organization's agency for research on cancer",
    "ICD": "implanted defibrillator, which stops dangerous heart rhythms",
    "ICNIRP": "the international commission that advises on limits for fields and radiation",
    "IQR": "interquartile range: the range of the middle half of the people",
    "MD": "mean difference: the average in one group minus the average in the other",
    "MRI": "a scanner that makes pictures of the body with a very strong magnet and radio waves",
    "mT": "millitesla, a unit of field strength: 1 mT is 10 gauss",
    "n": "the number of people",
    "NHS": "the public health service of the United Kingdom",
    "NICE": "the institute that writes guidelines for England",
    "NRS": "numerical rating scale: a number for pain, mostly from 0 (none) to 10 (worst)",
    "NSAIDs": "medicines against pain and inflammation, ibuprofen among them",
    "Oe": "oersted, an older unit: in air 1 Oe goes with 1 gauss",
    "OR": "odds ratio: the odds in one group divided by the odds in the other; 1 means alike",
    "P": "how often chance alone would give such a difference or a larger one, if in truth there were none",
    "PEDro": "a database that rates trials of physiotherapy with points from 0 to 10",
    "PEMF": "pulsed electromagnetic field, which a powered coil switches on and off",
    "QUIPS": "a tool for judging the risk of bias of studies of how an illness runs",
    "RCT": "randomized controlled trial: chance decides who gets what",
    "RoB 2": "a tool for judging the risk of bias of randomized trials",
    "ROBINS-I": "a tool for judging the risk of bias of comparisons without randomization",
    "RR": "relative risk: the share in one group divided by the share in the other; 1 means alike",
    "SD": "standard deviation: how far single people typically lie from the average",
    "SE": "standard error: how unsure an average is",
    "SMD": "standardized mean difference: a difference counted in standard deviations",
    "SYRCLE": "a tool for judging the risk of bias of animal studies",
    "T": "tesla, a unit of field strength: 1 T is 1,000 millitesla or 10,000 gauss",
    "TENS": "a weak electric current through pads on the skin, without a magnet",
    "VAS": "visual analogue scale: a line from no pain to worst pain on which people put a mark",
    "WHO": "World Health Organization",
    "WOMAC": "a questionnaire on pain, stiffness and daily tasks for worn hips and knees",
    "τ²": "how far the true effects of studies are spread",
}

# Forms that are words or units of something else where nothing of this kind stands beside them.
_ONLY_WHERE: Mapping[str, str] = {
    "G": r"(?<=[0-9]\s)G\b",
    "MD": r"\bMD(?=\s[\u2212\d])",
    "NSAIDs": r"\bNSAIDs?\b",
    "OR": r"\bOR(?=\s\d)",
    "P": r"\bP(?=\s?[=<>≤≥])",
    "RR": r"\bRR(?=\s\d)",
    "SE": r"\bSE(?=\s\d)",
    "T": r"(?<=[0-9]\s)T\b",
    "n": r"\bn(?=\s=)",
}
# Longer forms first, so that none is taken for its own beginning.
_FORMS = {
    f"form{number}": name for number, name in enumerate(sorted(ABBREVIATIONS, key=lambda name: (-len(name), name)))
}


def _pattern(name: str) -> str:
    return _ONLY_WHERE.get(name) or rf"(?<![\w-]){re.escape(name)}(?![\w-])"


_FORM = re.compile("|".join(f"(?P<{group}>{_pattern(name)})" for group, name in _FORMS.items()))
_PIECE = re.compile(r"(<[^>]*>)")
_TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)")
# Each of these is read as a whole, so that one explanation in it is enough.
_BLOCKS = frozenset({"p", "ul", "ol", "dl", "table", "figcaption"})
# Headings and what is pressed have no place for a second thing to press; drawings and code are no text.
_LEFT_ALONE = frozenset(
    {"a", "abbr", "button", "code", "h1", "h2", "h3", "h4", "pre", "script", "style", "summary", "svg"}
)


def explained(html: str) -> Markup:
    """Mark the first short form of each kind in each block of safe HTML with what it means."""
    return Markup("".join(_pieces(html)))  # noqa: S704 - safe HTML with escaped titles put in


def _pieces(html: str) -> list[str]:
    pieces = _PIECE.split(html)
    seen: set[str] = set()
    inside: list[str] = []
    depth = 0
    for index, piece in enumerate(pieces):
        tag = _TAG.match(piece) if index % 2 else None
        if tag is not None:
            name, closing = tag[2].lower(), bool(tag[1])
            if name in _LEFT_ALONE:
                inside = inside[:-1] if closing else [*inside, name]
            elif name in _BLOCKS:
                # A list in a table cell belongs to the table.
                depth += -1 if closing else 1
                seen = seen if depth > (0 if closing else 1) else set()
        elif not index % 2 and not inside:
            pieces[index] = _marked(piece, seen)
    return pieces


def _marked(text: str, seen: set[str]) -> str:
    def mark(match: re.Match[str]) -> str:
        name = _FORMS[match.lastgroup or ""]
        if name in seen:
            return match.group()
        seen.add(name)
        return f'<abbr title="{escape(ABBREVIATIONS[name])}">{match.group()}</abbr>'

    return _FORM.sub(mark, text)
