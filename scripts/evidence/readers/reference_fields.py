"""The fields of a bibliography entry: which there are, and what each may hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from evidence.model.fields import PMCID_PATTERN, PMID_PATTERN, URL_PATTERN
from evidence.problem import Example, Rule, Scope
from evidence.readers.latex import Fault, decode, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SAMPLE = "references.bib"
_DOI_LINE = "  doi = {10.5555/sample.2001},\n"

IDENTIFIER = Rule(
    id="reference-identifier",
    scope=Scope.REFERENCE,
    must="An identifier must stand bare and complete, as its registry writes it.",
    why="The page builds links from it; with anything before or after it, or a digit lost, the link leads nowhere.",
    example=Example(_SAMPLE, _DOI_LINE, "  doi = {https://doi.org/10.5555/sample.2001},\n"),
)
URL = Rule(
    id="reference-url",
    scope=Scope.REFERENCE,
    must="An address must be a complete web address that begins with `https://` or `http://`.",
    why="Anything else is no link that a reader could follow, and some kinds of address are not safe to follow.",
    example=Example(_SAMPLE, _DOI_LINE, _DOI_LINE + "  url = {www.example.org/sample},\n"),
)
YEAR = Rule(
    id="reference-year",
    scope=Scope.REFERENCE,
    must="A year must be four digits.",
    why="References are sorted and cited by it; a year that is not confirmed is left out, and the page says so.",
    example=Example(_SAMPLE, "  year = {2001},\n", "  year = {c. 2001},\n"),
)
PAGES = Rule(
    id="reference-pages",
    scope=Scope.REFERENCE,
    must="Pages must be a page, an article number or a range from a lower to a higher page, written in full.",
    why="`518--24` may be a shortened 524 or a slip, and a reader cannot tell which.",
    example=Example(_SAMPLE, "  pages = {3--4},\n", "  pages = {4--3},\n"),
)
HTML = Rule(
    id="reference-html",
    scope=Scope.REFERENCE,
    must="A field must not hold HTML.",
    why="Tags copied from a publisher's page would be printed as they stand, or run in a reader's browser.",
    example=Example(_SAMPLE, "{Warmth of the hand under a magnet}", "{Warmth of the <b>hand</b> under a magnet}"),
)
CONTROL = Rule(
    id="reference-control-character",
    scope=Scope.REFERENCE,
    must="A field must not hold control characters.",
    why="They are invisible in an editor, and a reference that holds one cannot be found by searching for it.",
    shown="A title with the sign U+0007 between two letters, copied along from a PDF.",
    mend="Delete the character and type the passage anew.",
)
RULES = (IDENTIFIER, URL, YEAR, PAGES, HTML, CONTROL)

# `<` and `>` pass: publishers registered DOIs made from SICI codes,
# such as 10.1002/1522-2586(200007)12:1<2::AID-JMRI2>3.0.CO;2-V.
# A full stop or comma at the end was copied along with the sentence around it.
_DOI = re.compile(r"10\.[0-9]{4,9}/[!#-\[\]-z|~]*[!#-+\-/0-\[\]-z|~]")
_DOI_WITHIN = re.compile(r"10\.[0-9]{4,9}/[^\s\"{}\\]+")
_DIGITS_WITHIN = re.compile(r"(?<![0-9])[1-9][0-9]{0,8}(?![0-9])")
_ESCAPE = re.compile(r"\\([%&#_{}])")
_YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}")
_EN_DASH = "\N{EN DASH}"
# Bounded on all sides, so that no text makes the search slow or a number too long to compare.
_PAGE = r"(?:[A-Za-z]{0,9}[0-9]{1,12}[A-Za-z0-9.]{0,12}|[ivxlcdm]{1,9}|[IVXLCDM]{1,9})"
_PAGES = re.compile(rf"({_PAGE})(?:\s*(?:-{{1,3}}|{_EN_DASH})\s*({_PAGE}))?")
_NUMBERED = re.compile(r"([A-Za-z]*)([0-9]{1,24})")
_TAG = re.compile(r"<[A-Za-z/!?]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def read_field(name: str, value: str) -> tuple[str, list[Fault]]:
    """Read the value of a known field other than ``author``.

    Returns the value as pages use it, and the faults.
    """
    if faults := suspicious(value):
        return "", faults
    text, faults = FIELDS[name](value.strip())
    faults = faults or suspicious_decoded(text)
    indent = len(value) - len(value.lstrip())
    return text, [Fault(fault.rule, fault.offset + indent, fault.seen, fault.hint) for fault in faults]


def suspicious(value: str) -> list[Fault]:
    """Find what no field may hold: HTML tags and control characters."""
    less_than = "delete the tag, or put a blank after a `<` that means “less than”"
    tags = [
        Fault(HTML, tag.start(), f"`{shown(value[tag.start() : tag.start() + 80])}` begins with a tag.", less_than)
        for tag in _TAG.finditer(value)
    ]
    controls = [
        Fault(CONTROL, control.start(), f"U+{ord(control.group()):04X} was seen.", "delete it")
        for control in _CONTROL.finditer(value)
    ]
    return tags + controls


def suspicious_decoded(text: str) -> list[Fault]:
    """Find a tag that was written so that only decoding brings it to light."""
    if not _TAG.search(text):
        return []
    return [Fault(HTML, 0, f"decoded, it reads `{shown(text)}`.", "write it without tags")]


def _read_doi(value: str) -> tuple[str, list[Fault]]:
    if _DOI.fullmatch(value):
        return value, []
    # Addresses of DOIs percent-encode what the bare DOI has as it is.
    bare = _DOI_WITHIN.search(unquote(value) if value.startswith("http") else _unescaped(value))
    hint = f"write `{bare.group().rstrip('.,')}`" if bare else "a DOI looks like `10.1503/cmaj.061344`"
    return "", [Fault(IDENTIFIER, 0, f"`{shown(value)}` was seen.", hint)]


def _read_pmid(value: str) -> tuple[str, list[Fault]]:
    if re.fullmatch(PMID_PATTERN, value):
        return value, []
    number = _DIGITS_WITHIN.search(value)
    hint = f"write `{number.group()}`" if number else "a PubMed id is a number such as `17893349`"
    return "", [Fault(IDENTIFIER, 0, f"`{shown(value)}` was seen.", hint)]


def _read_pmcid(value: str) -> tuple[str, list[Fault]]:
    if re.fullmatch(PMCID_PATTERN, value):
        return value, []
    number = _DIGITS_WITHIN.search(value)
    hint = f"write `PMC{number.group()}`" if number else "a PubMed Central id looks like `PMC1976658`"
    return "", [Fault(IDENTIFIER, 0, f"`{shown(value)}` was seen.", hint)]


def _read_isbn(value: str) -> tuple[str, list[Fault]]:
    digits = value.replace("-", "").replace(" ", "")
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        sound = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(digits)) % 10 == 0
    elif re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        sound = sum((10 if digit == "X" else int(digit)) * (10 - index) for index, digit in enumerate(digits)) % 11 == 0
    else:
        seen = f"`{shown(value)}` was seen."
        return "", [Fault(IDENTIFIER, 0, seen, "an ISBN has 13 digits, or 10 in older books")]
    if not sound:
        seen = f"the last digit of `{value}` does not fit the others."
        return "", [Fault(IDENTIFIER, 0, seen, "look it up again")]
    return value, []


def _read_url(value: str) -> tuple[str, list[Fault]]:
    hint = ""
    if re.search(r"\s", value):
        hint = "write it without blanks and line breaks"
    elif "\\" in value or "{" in value or "}" in value:
        hint = f"write it without LaTeX: `{_unescaped(value)}`"
    elif not re.fullmatch(URL_PATTERN, value):
        bare = re.match(r"[\w-]+(?:\.[\w-]+)+(?:/|$)", value)
        hint = f"write `https://{value}`" if bare else "copy it from the browser"
    elif not _has_host(value):
        hint = "it names no web site"
    return ("", [Fault(URL, 0, f"`{shown(value)}` was seen.", hint)]) if hint else (value, [])


def _has_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return bool(re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", parts.hostname or "")) and "@" not in parts.netloc


def _read_year(value: str) -> tuple[str, list[Fault]]:
    if _YEAR.fullmatch(value):
        return value, []
    within = re.search(_YEAR, value)
    hint = f"write `{within.group()}`, or leave" if within else "leave"
    hint += " the field out while the year is not known"
    return "", [Fault(YEAR, 0, f"`{shown(value)}` was seen.", hint)]


def _read_pages(value: str) -> tuple[str, list[Fault]]:
    ranges = []
    for part in value.split(","):
        match = _PAGES.fullmatch(part.strip())
        if not match:
            hint = "such as `518--524`, `e78007` or `S26, S28--S30`"
            return "", [Fault(PAGES, 0, f"`{shown(value)}` was seen.", hint)]
        first, last = match[1], match[2] or ""
        if last and (fault := _descending(first, last)):
            return "", [fault]
        ranges.append(f"{first}{_EN_DASH}{last}" if last else first)
    return ", ".join(ranges), []


def _descending(first: str, last: str) -> Fault | None:
    """Find a range that does not run upwards: turned round, or with the end shortened."""
    start, end = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if not start or not end:
        return None
    if start[1] == end[1] and int(start[2]) < int(end[2]):
        return None
    full = start[1] + start[2][: max(len(start[2]) - len(end[2]), 0)] + end[2]
    grows = end[1] in {"", start[1]} and int(full[len(start[1]) :]) > int(start[2])
    hint = f"write `{first}--{full}`" if grows else "look it up again"
    return Fault(PAGES, 0, f"it runs from `{first}` to `{last}`.", hint)


def _unescaped(value: str) -> str:
    """Take the backslashes off that reference managers put before signs of LaTeX."""
    return _ESCAPE.sub(r"\1", value)


FIELDS: Mapping[str, Callable[[str], tuple[str, list[Fault]]]] = {
    "title": decode,
    "journal": decode,
    "booktitle": decode,
    "year": _read_year,
    "volume": decode,
    "number": decode,
    "pages": _read_pages,
    "publisher": decode,
    "edition": decode,
    "language": decode,
    "isbn": _read_isbn,
    "doi": _read_doi,
    "pmid": _read_pmid,
    "pmcid": _read_pmcid,
    "url": _read_url,
}
"""How each field is read. ``author`` is read by ``evidence.readers.names``."""

# Fields of BibTeX and biblatex under which contributors bring what belongs elsewhere.
RENAMED: Mapping[str, str] = {
    "date": "year",
    "issue": "number",
    "journaltitle": "journal",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "authors": "author",
    "langid": "language",
    "link": "url",
}
