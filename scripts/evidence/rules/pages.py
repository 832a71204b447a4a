"""Rules on the pages written by hand."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from evidence.model.fields import KEY_PATTERN
from evidence.problem import Example, Place, Problem, Rule, Scope, nearest
from evidence.readers.text import place_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evidence.library import Library


class Part(StrEnum):
    """The parts of a hand-written page that the build fills in.

    A page asks for one with a line of its own, ``<!-- evidence:verdicts -->``, or with an argument,
    ``<!-- evidence:topic blood-flow -->``. Without the build such a line shows nothing.
    """

    TOPIC = "topic"
    CLAIM = "claim"
    CHAIN = "chain"
    TOPICS = "topics"
    SEARCH_BOX = "search-box"
    TALLY = "tally"
    NEWEST = "newest"
    CHANGES = "changes"
    DUE = "due"
    CLAIMS_TABLE = "claims-table"
    OPEN_QUESTIONS = "open-questions"
    MAP = "map"
    DOCUMENTS = "documents"
    DOCUMENT = "document"
    GLOSSARY_INDEX = "glossary-index"
    REFERENCES = "references"
    VERDICTS = "verdicts"
    GRADES = "grades"
    BASES = "bases"
    MEASUREMENT_STEPS = "measurement-steps"
    DOCUMENT_STEPS = "document-steps"
    GRADE_EXAMPLE = "grade-example"
    RISK_OF_BIAS_EXAMPLE = "risk-of-bias-example"
    EFFECT_EXAMPLE = "effect-example"
    POOLING_EXAMPLE = "pooling-example"
    AGREEMENT = "agreement"
    BARELY_READ = "barely-read"
    UNCONFIRMED = "unconfirmed"
    RULES = "rules"
    FIELDS = "fields"


_KEY = KEY_PATTERN.strip("^$")
MARKER = re.compile(r"^<!-- *evidence:(?P<name>[\w-]*)(?: +(?P<argument>[\w-]+))? *-->$", re.MULTILINE)

_DRAFT = re.compile(r"\A---\n(?:(?!---\n).*\n)*?draft: true\n")
# A citation right behind a backslash is an example of one.
PAGE_CITATION = re.compile(rf"(?<!\\)\[@{_KEY}(?:; *@{_KEY})*\]")
# Code in lines between two fences, and code in a sentence, which may go on in the next line of its paragraph.
_CODE = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})[^`\n]*\n(?:.*?\n)??(?P=indent)(?P=fence) *$"
    r"|(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n *\n).)+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_SIGN = re.compile(r"[^\n]")

# A link to a study's page uses the study as a citation does. Where it leads nowhere, the build of the site says so.
_STUDY_LINK = re.compile(rf"\]\((?:\.\./)*studies/({_KEY})\.md[#)]")

CITATION = Rule(
    id="page-citation-unknown",
    scope=Scope.PAGE,
    must="A citation on a page written by hand must name a study of `studies/`.",
    why="What a page says can be followed to its source, as on a claim's page.",
    example=Example("docs/index.md", "Alpha says so [@alpha2001].\n", "Alpha says so [@alpha2010].\n"),
)
UNKNOWN_PART = Rule(
    id="page-part-unknown",
    scope=Scope.PAGE,
    must="A line `<!-- evidence:… -->` must name a part that the build can fill in.",
    why="The page would show nothing where its author wanted a table.",
    example=Example("docs/index.md", "# Sample\n", "# Sample\n\n<!-- evidence:verdict -->\n"),
)
TOPIC_PAGE = Rule(
    id="topic-without-page",
    scope=Scope.PAGE,
    must="Every topic that has published claims must have a page `docs/topics/<topic>.md` that lists them.",
    why="The page says in a few sentences what the topic is about, and is the way from there to its claims.",
    example=Example("docs/topics/blood-flow.md", "<!-- evidence:topic blood-flow -->\n", "Nothing yet.\n"),
)
PART_RECORD = Rule(
    id="page-part-record",
    scope=Scope.PAGE,
    must="A line that shows a claim, its argument or a document must name a record of that kind.",
    why="The page would show nothing where its author wanted the record.",
    example=Example("docs/index.md", "# Sample\n", "# Sample\n\n<!-- evidence:claim magnets-warm-the-feet -->\n"),
)
RULES = (CITATION, UNKNOWN_PART, PART_RECORD, TOPIC_PAGE)


def is_draft(text: str) -> bool:
    """Tell whether a page says in its front matter that it is a draft: checked and not published, like a claim."""
    return _DRAFT.match(text) is not None


# Each page is looked at for several things.
@lru_cache(maxsize=1000)
def without_code(text: str) -> str:
    """Return a page with blanks in the place of its code; what else there is stays where it was.

    Code shows how citations, parts and addresses are written. It cites nothing, asks for nothing and leads nowhere.
    """
    return _CODE.sub(lambda code: _SIGN.sub(" ", code.group()), text)


def replaced(pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str) -> str:
    """Replace what a pattern finds on a page, but for its code."""
    pieces, end = [], 0
    for found in pattern.finditer(without_code(text)):
        pieces += [text[end : found.start()], replace(found)]
        end = found.end()
    return "".join([*pieces, text[end:]])


def cited_on_pages(library: Library, *, drafts: bool) -> set[str]:
    """Return the keys of the studies that pages written by hand cite or link, with those of drafts or without."""
    return {key for text in library.pages.values() if drafts or not is_draft(text) for key in studies_on(text)}


def documents_on_pages(library: Library) -> set[str]:
    """Return the ids of the documents that published pages show by name."""
    published = [text for text in library.pages.values() if not is_draft(text)]
    markers = [marker for text in published for marker in MARKER.finditer(without_code(text))]
    return {marker["argument"] for marker in markers if marker["name"] == Part.DOCUMENT and marker["argument"]}


def studies_on(text: str) -> set[str]:
    """Return the keys of the studies that a page written by hand cites or links."""
    text = without_code(text)
    passages = (*PAGE_CITATION.findall(text), *_STUDY_LINK.findall(text))
    return {key for passage in passages for key in re.findall(_KEY, passage)}


def check(library: Library) -> Iterator[Problem]:
    """Check the pages written by hand."""
    for file, page in library.pages.items():
        text = without_code(page)
        yield from _citations(file, text, library)
        for marker in MARKER.finditer(text):
            yield from _part(file, text, marker, library)
    if "docs" not in library.unread:
        yield from _topics(library)


def _citations(file: str, text: str, library: Library) -> Iterator[Problem]:
    if not library.complete("studies"):
        return
    for citation in PAGE_CITATION.finditer(text):
        for key in re.finditer(_KEY, citation.group()):
            if key.group() not in library.known_studies:
                place = place_in(text, citation.start() + key.start(), file)
                hint = nearest(key.group(), library.study_names) or f"create studies/{key.group()}.yml"
                yield CITATION.at(place, f"{CITATION.must} `{key.group()}` is none.", hint)


def _part(file: str, text: str, marker: re.Match[str], library: Library) -> Iterator[Problem]:
    name, argument = marker["name"], marker["argument"] or ""
    if name not in set(Part):
        hint = nearest(name, [part.value for part in Part]) or f"parts: {', '.join(Part)}"
        yield UNKNOWN_PART.at(
            place_in(text, marker.start("name"), file), f"{UNKNOWN_PART.must} `{name}` is none.", hint
        )
    known = _records_for(name, library)
    if known is not None and argument not in known:
        place = place_in(text, marker.start("argument" if argument else "name"), file)
        named = f"`{argument}` is none." if argument else "This one names none."
        hint = nearest(argument, known) or "name the file of the record without `.yml`"
        yield PART_RECORD.at(place, f"{PART_RECORD.must} {named}", hint)


def _records_for(part: str, library: Library) -> frozenset[str] | None:
    """Return the records that a part may name; None where it names none, or where not all of them could be read."""
    if part in {Part.CLAIM, Part.CHAIN} and library.complete("claims"):
        return library.known_claims
    if part == Part.DOCUMENT and library.complete("sources"):
        return library.source_names | library.broken
    return None


def _topics(library: Library) -> Iterator[Problem]:
    # A claim in the folder of another topic is a problem of its own.
    topics = {
        claim.value.topic
        for claim in library.claims.values()
        if claim.value.topic in PurePosixPath(claim.file).parts and not claim.value.draft
    }
    for topic in sorted(topics):
        file = f"docs/topics/{topic}.md"
        line = f"<!-- evidence:{Part.TOPIC} {topic} -->"
        if line not in without_code(library.pages.get(file, "")).splitlines():
            seen = "It lacks the list." if file in library.pages else "It was not found."
            yield TOPIC_PAGE.at(Place(file), f"{TOPIC_PAGE.must} {seen}", f"write the line `{line}` into {file}")
