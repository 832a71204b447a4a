"""From an answer of PubMed's ESummary to a work.

ESummary is one of NCBI's E-utilities (https://www.ncbi.nlm.nih.gov/books/NBK25499/), asked for version 2.0 as JSON. It
gives initials where Crossref gives names, and ranges of pages in the short form of MEDLINE.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import Field, TypeAdapter, ValidationError

from evidence.imports.answer import Answer, why
from evidence.imports.markup import plain_text
from evidence.imports.work import FoundNotice, Unreadable, Work, bare_doi, full_pages
from evidence.model.reference import Person
from evidence.model.vocabulary import Design, NoticeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NOTICES: Mapping[str, NoticeKind] = {
    "erratum in": NoticeKind.ERRATUM,
    "corrected and republished in": NoticeKind.SUPERSEDED,
    "expression of concern in": NoticeKind.EXPRESSION_OF_CONCERN,
    "retraction in": NoticeKind.RETRACTION,
    "partial retraction in": NoticeKind.RETRACTION,
    "update in": NoticeKind.SUPERSEDED,
}
_NOTICES_ON_OTHERS = frozenset({"Retraction of Publication", "Published Erratum", "Expression of Concern"})
_DESIGNS: Mapping[str, Design] = {
    "Meta-Analysis": Design.META_ANALYSIS,
    "Systematic Review": Design.SYSTEMATIC_REVIEW,
    "Practice Guideline": Design.GUIDELINE,
    "Guideline": Design.GUIDELINE,
    "Case Reports": Design.CASE_REPORT,
    "Review": Design.NARRATIVE_REVIEW,
}
"""Designs that PubMed's publication types name; of a randomized trial they do not say which kind it was."""
# Enough of a message to know what is wrong, on one or two lines of a terminal.
_SAID_LIMIT = 120
_SUFFIX = re.compile(r"(?P<name>.+) (?P<suffix>Jr|Sr|2nd|3rd|[4-9]th)")
_PERSON = re.compile(r"(?P<family>.+) (?P<initials>[^\W\d_a-z]{1,6})")


class _Author(Answer):
    name: str = ""
    authtype: str = "Author"


class _Identifier(Answer):
    idtype: str
    value: str


class _Mention(Answer):
    refsource: str = ""
    reftype: str = ""
    pmid: str = ""
    note: str = ""


class _Summary(Answer):
    uid: str
    error: str = ""
    title: str = ""
    booktitle: str = ""
    vernacular: str = Field(default="", alias="vernaculartitle")
    authors: list[_Author] = []
    journal: str = Field(default="", alias="fulljournalname")
    source: str = ""
    publisher: str = Field(default="", alias="publishername")
    pubdate: str = ""
    epubdate: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    elocation: str = Field(default="", alias="elocationid")
    pubtypes: list[str] = Field(default=[], alias="pubtype")
    identifiers: list[_Identifier] = Field(default=[], alias="articleids")
    mentions: list[_Mention] = Field(default=[], alias="references")


_ANSWER: TypeAdapter[Mapping[str, object]] = TypeAdapter(dict[str, object])
_SUMMARY = TypeAdapter(_Summary)


def read_pubmed(data: object, pmid: str) -> Work | Unreadable:
    """Read the answer of `esummary.fcgi` on one PubMed id, decoded from JSON."""
    try:
        answer = _ANSWER.validate_python(data)
        if said := answer.get("error") or answer.get("esummaryresult"):
            return Unreadable(f"PubMed says: {_shortly(said)}")
        result = _ANSWER.validate_python(answer.get("result"))
        if pmid not in result:
            return Unreadable(f"PubMed has no record {pmid}: look the number up again")
        summary = _SUMMARY.validate_python(result[pmid])
    except ValidationError as error:
        return Unreadable(f"the answer of PubMed has not the form of a summary: {why(error)}")
    if summary.error:
        return Unreadable(f"PubMed has no record {pmid} ({_shortly(summary.error)}): look the number up again")
    title = _title(summary)
    if not title:
        return Unreadable(f"the PubMed record {pmid} has no title")
    return _work(summary, title, pmid)


def _work(summary: _Summary, title: str, pmid: str) -> Work:
    identifiers = {item.idtype: item.value for item in summary.identifiers}
    book = bool(summary.booktitle) and not summary.journal
    values = {
        "title": title,
        "journal": "" if book else plain_text(summary.journal or summary.source),
        "publisher": plain_text(summary.publisher) if book else "",
        "year": _year(summary),
        "volume": plain_text(summary.volume),
        "number": plain_text(summary.issue),
        # After a semicolon stands what is no part of the paper: a discussion of it, a quiz.
        "pages": full_pages(plain_text(summary.pages).partition(";")[0]),
        "doi": bare_doi(identifiers.get("doi", "") or _doi_in(summary.elocation)),
        "pmid": pmid,
        "pmcid": identifiers.get("pmc", "").partition(".")[0],
    }
    notes = [f"PubMed gives the title in English; its own is: {plain_text(summary.vernacular)}"]
    named = [author for author in summary.authors if author.authtype in {"Author", "CollectiveName"}]
    return Work(
        type="book" if book else "article",
        values={name: value for name, value in values.items() if value},
        authors=tuple(_people(named)),
        editors=tuple(_people([author for author in summary.authors if author.authtype == "Editor"])),
        notices=tuple(_notices(summary)),
        design=next((_DESIGNS[name] for name in _DESIGNS if name in summary.pubtypes), None),
        notice_of="another paper" if _NOTICES_ON_OTHERS & set(summary.pubtypes) else "",
        notes=tuple(notes) if summary.vernacular else (),
    )


def _title(summary: _Summary) -> str:
    title = plain_text(summary.title or summary.booktitle)
    # A full stop ends every title, and brackets hold those that were translated.
    if not title.endswith(("...", "etc.")):
        title = title.removesuffix(".")
    inside = title.removeprefix("[").removesuffix("]")
    return inside if title == f"[{inside}]" else title


def _year(summary: _Summary) -> str:
    found = re.search(r"\b(?:1[5-9]|20)[0-9]{2}\b", summary.pubdate) or re.search(r"\b20[0-9]{2}\b", summary.epubdate)
    return found.group() if found else ""


def _doi_in(elocation: str) -> str:
    found = re.search(r"doi:\s*(\S+)", elocation)
    return found[1] if found else ""


def _people(authors: list[_Author]) -> Iterator[Person]:
    for author in authors:
        name = plain_text(author.name)
        if author.authtype == "CollectiveName":
            yield Person(name, group=True)
        elif name:
            yield _person(name)


def _person(name: str) -> Person:
    """Read a name as MEDLINE writes it: `Martel GF`, `van den Berg JC 3rd`."""
    suffix = ""
    if found := _SUFFIX.fullmatch(name):
        name, suffix = found["name"], found["suffix"]
    if found := _PERSON.fullmatch(name):
        return Person(found["family"], " ".join(f"{letter}." for letter in found["initials"]), suffix)
    return Person(name, group=True)


def _notices(summary: _Summary) -> Iterator[FoundNotice]:
    kinds = set()
    for mention in summary.mentions:
        kind = _NOTICES.get(mention.reftype.casefold())
        if kind is None:
            continue
        kinds.add(kind)
        source = plain_text(mention.refsource).removesuffix(".")
        where = f"https://pubmed.ncbi.nlm.nih.gov/{mention.pmid}/" if mention.pmid else ""
        yield FoundNotice(kind, f"{mention.reftype} {source}, as the PubMed record says", where)
    if "Retracted Publication" in summary.pubtypes and NoticeKind.RETRACTION not in kinds:
        yield FoundNotice(NoticeKind.RETRACTION, "PubMed lists it as a retracted publication; no notice is named there")


def _shortly(said: object) -> str:
    text = plain_text(str(said))
    return text if len(text) <= _SAID_LIMIT else f"{text[: _SAID_LIMIT - 1]}…"
