"""Rules that keep texts readable: how hard they are, and a word that means two things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.model.placeholder import is_placeholder
from evidence.problem import Example, Problem, Rule, Scope
from evidence.readability import reading_grade, sentences, words_of
from evidence.readers.nodes import place_within, walk_scalars
from evidence.readers.text import place_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library import Library
    from evidence.model.claim import Claim
    from evidence.model.study import Study
    from evidence.problem import Place
    from evidence.readers.decode import Loaded

READING_GRADE = 8
"""The highest school grade of a plain-language text (design section 2): a reader of 14 can follow it."""

FEWEST_WORDS = 10
"""Words that a text must have for its grade to mean anything: a single long word would decide it."""

PLAIN_FIELDS = ("answer", "summary", "practical", "safety", "in_favour", "why_believed", "unknown")
"""The texts of a claim that everybody reads."""

_CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"

READING = Rule(
    id="reading-level",
    scope=Scope.RECORD,
    must=f"A plain-language text must be readable at school grade {READING_GRADE} (Flesch-Kincaid).",
    why="People in pain read these texts, on a phone and in a hurry. Short sentences and short words help them most.",
    example=Example(
        _CLAIM,
        "unknown: A larger trial with a longer time would settle it.\n",
        "unknown: Considerably larger investigations with longitudinal observation of participants remain "
        "altogether indispensable.\n",
    ),
    exemptible=True,
)
SIGNIFICANCE = Rule(
    id="significance-kind",
    scope=Scope.RECORD,
    must="“Significant” must say which kind: statistically, or clinically.",
    why="Readers take it for “important”, papers mean “P below 0.05”, and the two have little to do with each other.",
    example=Example(_CLAIM, "Direct, but small.", "Direct, but not significant."),
    exemptible=True,
)
RULES = (READING, SIGNIFICANCE)

_SIGNIFICANT = re.compile(
    r"(?<!statistically\s)(?<!clinically\s)(?<!statistical\s)(?<!clinical\s)(?<![\w/\"“-])"
    r"(?:in|non-?)?significan(?:t|tly|ce)(?![\w\"”-])",
    re.IGNORECASE,
)
# What the documents say and readers ask stands in their own words.
_WORDS_OF_OTHERS = frozenset({"title", "short_claim", "stated_in", "parts", "also_asked"})


def check(library: Library) -> Iterator[Problem]:
    """Check the texts of claims and studies, and the pages written for readers."""
    for claim in library.claims.values():
        yield from _reading(claim)
        yield from _significance(claim, _WORDS_OF_OTHERS)
    for study in library.studies.values():
        yield from _significance(study, frozenset())
    for file, text in library.pages.items():
        if not file.startswith("docs/contribute/"):
            for found in _SIGNIFICANT.finditer(text):
                yield _without_kind(place_in(text, found.start(), file), found.group())


def _reading(claim: Loaded[Claim]) -> Iterator[Problem]:
    for name in PLAIN_FIELDS:
        text = getattr(claim.value, name)
        parts = sentences(text) if text and not is_placeholder(text) else []
        if sum(len(words_of(part)) for part in parts) < FEWEST_WORDS:
            continue
        grade = reading_grade(parts)
        if grade > READING_GRADE:
            longest = max(parts, key=lambda part: len(words_of(part)))
            begins = " ".join(longest.split()[:5])
            hint = f"the longest sentence has {len(words_of(longest))} words and begins “{begins}…”"
            message = f"{READING.must} `{name}` needs grade {grade:.1f}."
            yield READING.at(claim.value_place(name), message, hint)


def _significance(record: Loaded[Claim] | Loaded[Study], left_out: frozenset[str]) -> Iterator[Problem]:
    for path, scalar in walk_scalars(record.node):
        if path[0] not in left_out:
            for found in _SIGNIFICANT.finditer(scalar.value):
                yield _without_kind(place_within(scalar, found.start(), len(found.group())), found.group())


def _without_kind(place: Place, seen: str) -> Problem:
    hint = "write “statistically …”, or say how large the difference was"
    return SIGNIFICANCE.at(place, f"{SIGNIFICANCE.must} “{seen}” stands alone.", hint)
