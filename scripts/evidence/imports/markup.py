"""From the texts of registries, which hold HTML, JATS and entities, to plain text."""

from __future__ import annotations

import html
import re
import unicodedata

# A whole tag, with its name right after the sign: `p < 0.05` and `a<b` are none.
_TAG = re.compile(r"</?[A-Za-z][\w.-]*(?::[A-Za-z][\w.-]*)?(?:\s[^<>]*)?/?>")
_RAISED = re.compile(r"<(?P<tag>(?:\w+:)?(?:sup|sub))\b[^<>]*>(?P<text>[^<>]*)</(?P=tag)>", re.IGNORECASE)
# A break is a blank, and so is the end of a paragraph; other tags stand within words.
_BREAK = re.compile(r"</?(?:\w+:)?(?:br|p|title|sec)\b[^<>]*>", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")

_RAISE = str.maketrans("0123456789+-\u2212=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWER = str.maketrans("0123456789+-\u2212=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def plain_text(text: str) -> str:
    """Return a text without tags, entities, control characters and runs of white space.

    Raised and lowered figures keep their meaning: `10<sup>3</sup>` would otherwise become 103.
    """
    # Twice, because some publishers hand in titles that were escaped before.
    for _ in range(2):
        text = _TAG.sub("", _BREAK.sub(" ", _RAISED.sub(_shift, html.unescape(text))))
    text = unicodedata.normalize("NFC", " ".join(_CONTROL.sub(" ", text).split()))
    # The bibliography takes a `<` before a letter for a tag.
    return re.sub(r"<(?=[A-Za-z/!?])", "< ", text)


def _shift(match: re.Match[str]) -> str:
    text = match["text"].strip()
    table = _RAISE if match["tag"].lower().endswith("sup") else _LOWER
    return text.translate(table) if all(ord(sign) in table for sign in text) else text
