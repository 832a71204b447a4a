"""Rules on the text of records: Markdown that is safe and means what it looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.problem import Example, Problem, Rule, Scope
from evidence.prose import Kind, faults
from evidence.readers.nodes import place_within, walk_scalars

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidence.library import Library

_CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"

HTML = Rule(
    id="text-html",
    scope=Scope.RECORD,
    must="Text must not hold HTML.",
    why="Texts of contributors go into everybody's browser; Markdown says all that a record needs.",
    example=Example(_CLAIM, "practical: Gloves warm hands.\n", "practical: <b>Gloves</b> warm hands.\n"),
    mend="Write it in Markdown: `*emphasis*`, `**strong**`, lists with `- `, or leave the tag out.",
)
LINK = Rule(
    id="text-link",
    scope=Scope.RECORD,
    must="A link must lead to an http or https address, and text must not hold pictures.",
    why="Other addresses can run programs or lead nowhere.",
    example=Example(_CLAIM, "practical: Gloves warm hands.\n", "practical: '[Gloves](javascript:alert) warm hands.'\n"),
    mend="Write `[words](https://…)`, or leave the words without a link; describe a picture in words.",
)
ATTRIBUTES = Rule(
    id="text-attributes",
    scope=Scope.RECORD,
    must="Text must not hold attribute lists such as `{: .class }`.",
    why="They could carry scripts, and the two site generators read them differently.",
    example=Example(_CLAIM, "practical: Gloves warm hands.\n", "practical: 'Gloves{: .big } warm hands.'\n"),
    mend="Delete the braces and what stands in them.",
)
CITATION = Rule(
    id="text-citation",
    scope=Scope.RECORD,
    must="A citation must have the form `[@key]` or `[@key1; @key2]`.",
    why="In another form it would be printed as it stands and lead nowhere.",
    example=Example(_CLAIM, "other [@alpha2001].\n", "other [@alpha2001, page 2].\n"),
    mend="Write the keys alone, `[@martel2002; @kuipers2007]`, and put pages or remarks into the sentence.",
)
RULES = (HTML, LINK, ATTRIBUTES, CITATION)
_BY_KIND: Mapping[Kind, Rule] = {
    Kind.HTML: HTML,
    Kind.LINK: LINK,
    Kind.IMAGE: LINK,
    Kind.ATTRIBUTES: ATTRIBUTES,
    Kind.CITATION: CITATION,
}


def check(library: Library) -> Iterator[Problem]:
    """Check every text of every record."""
    for record in library.records():
        for _, scalar in walk_scalars(record.node):
            for offset, kind, what in faults(scalar.value):
                rule = _BY_KIND[kind]
                yield rule.at(place_within(scalar, offset, len(what)), f"{rule.must} `{what}` was seen.")
