"""From an answer of Crossref's REST API to a work.

The form of its answers is described at https://api.crossref.org/ (a work under `message`). What is read here is held to
it by pydantic, because members of Crossref hand in whatever they like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, ValidationError

from evidence.imports.answer import Answer, why
from evidence.imports.markup import plain_text
from evidence.imports.work import FoundNotice, Unreadable, Work, bare_doi, full_pages
from evidence.model.reference import Person
from evidence.model.vocabulary import NoticeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TYPES: Mapping[str, str] = {
    "journal-article": "article",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-chapter": "incollection",
    "book-section": "incollection",
    "book-part": "incollection",
    "reference-entry": "incollection",
    "proceedings-article": "inproceedings",
    "dissertation": "phdthesis",
    "report": "techreport",
}
_KINDS: Mapping[str, NoticeKind] = {
    "addendum": NoticeKind.CORRECTION,
    "clarification": NoticeKind.CORRECTION,
    "correction": NoticeKind.CORRECTION,
    "corrigendum": NoticeKind.CORRECTION,
    "erratum": NoticeKind.ERRATUM,
    "expression_of_concern": NoticeKind.EXPRESSION_OF_CONCERN,
    "new_edition": NoticeKind.SUPERSEDED,
    "new_version": NoticeKind.SUPERSEDED,
    "partial_retraction": NoticeKind.RETRACTION,
    "removal": NoticeKind.WITHDRAWAL,
    "retraction": NoticeKind.RETRACTION,
    "withdrawal": NoticeKind.WITHDRAWAL,
}
"""Crossref's types of updates. One that is not listed here becomes a comment, under its own name."""


class _Contributor(Answer):
    family: str = ""
    given: str = ""
    suffix: str = ""
    name: str = ""
    """The name of a group."""


class _Dates(Answer):
    parts: list[list[int | None]] = Field(default=[], alias="date-parts")

    def written(self) -> str:
        """Write year, month and day as far as they are known."""
        known = [part for part in (self.parts[0] if self.parts else []) if part]
        return "-".join(f"{part:02}" for part in known)


class _Funder(Answer):
    name: str = ""


class _TrialNumber(Answer):
    number: str = Field(default="", alias="clinical-trial-number")


class _Update(Answer):
    doi: str = Field(default="", alias="DOI")
    type: str = ""
    label: str = ""
    source: str = ""
    updated: _Dates = _Dates()


class _Message(Answer):
    doi: str = Field(alias="DOI")
    type: str = ""
    title: list[str] = []
    subtitle: list[str] = []
    author: list[_Contributor] = []
    editor: list[_Contributor] = []
    container: list[str] = Field(default=[], alias="container-title")
    publisher: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    article_number: str = Field(default="", alias="article-number")
    edition: str = Field(default="", alias="edition-number")
    isbn: list[str] = Field(default=[], alias="ISBN")
    print: _Dates = Field(default=_Dates(), alias="published-print")
    online: _Dates = Field(default=_Dates(), alias="published-online")
    issued: _Dates = _Dates()
    funder: list[_Funder] = []
    trials: list[_TrialNumber] = Field(default=[], alias="clinical-trial-number")
    update_to: list[_Update] = Field(default=[], alias="update-to")
    updated_by: list[_Update] = Field(default=[], alias="updated-by")


class _Answer(Answer):
    message: _Message


def read_crossref(data: object) -> Work | Unreadable:
    """Read the answer of `/works/{doi}`, decoded from JSON."""
    try:
        message = _Answer.model_validate(data).message
    except ValidationError as error:
        return Unreadable(f"the answer of Crossref has not the form of a work: {why(error)}")
    doi = bare_doi(message.doi)
    title = _title(message)
    if not doi or not title:
        return Unreadable(f"the answer of Crossref has no {'title' if doi else 'DOI that can be read'}")
    year, notes = _year(message)
    kind = _TYPES.get(message.type, "misc")
    container = plain_text(message.container[0]) if message.container else ""
    values = {
        "title": title,
        "journal": container if kind == "article" else "",
        "booktitle": container if kind in {"incollection", "inproceedings"} else "",
        # Of a paper in a journal the publisher says nothing that a reader would look for.
        "publisher": "" if kind == "article" else plain_text(message.publisher),
        "year": year,
        "volume": plain_text(message.volume),
        "number": plain_text(message.issue),
        "pages": full_pages(plain_text(message.page or message.article_number)),
        "edition": plain_text(message.edition),
        "doi": doi,
        "isbn": message.isbn[0].rpartition("/")[2] if message.isbn and kind == "book" else "",
    }
    return Work(
        type=kind,
        values={name: value for name, value in values.items() if value},
        authors=tuple(_people(message.author)),
        editors=tuple(_people(message.editor)),
        notices=tuple(_notices(message, doi, title)),
        funders=tuple(dict.fromkeys(name for funder in message.funder if (name := plain_text(funder.name)))),
        registrations=tuple(dict.fromkeys(number for trial in message.trials if (number := plain_text(trial.number)))),
        notice_of=_notice_of(message, doi),
        notes=tuple(notes),
    )


def _title(message: _Message) -> str:
    title = plain_text(message.title[0]) if message.title else ""
    subtitle = plain_text(message.subtitle[0]) if message.subtitle else ""
    if not title or not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title} {subtitle}" if title[-1] in ":?!" else f"{title}: {subtitle}"


def _year(message: _Message) -> tuple[str, list[str]]:
    """Return the year of the issue, which volume and pages belong to, and else that of the first publication."""
    on_paper, first = message.print.written()[:4], (message.issued.written() or message.online.written())[:4]
    if on_paper and first and on_paper != first:
        return on_paper, [f"published in {first} and in an issue of {on_paper}: the year of the issue was taken"]
    return on_paper or first, []


def _people(contributors: list[_Contributor]) -> Iterator[Person]:
    for item in contributors:
        family, given = plain_text(item.family), plain_text(item.given)
        if family:
            yield Person(family, given, plain_text(item.suffix))
        elif group := plain_text(item.name) or given:
            yield Person(group, group=True)


def _notices(message: _Message, doi: str, title: str) -> Iterator[FoundNotice]:
    """Yield what others say of this work, and what it says of itself: some publishers change a work in its place."""
    seen = set()
    own = [update for update in message.update_to if not _differs(bare_doi(update.doi), doi)]
    for update in (*message.updated_by, *own):
        about = bare_doi(update.doi)
        kind = _KINDS.get(update.type, NoticeKind.COMMENT)
        # Publisher and Retraction Watch may both tell of one notice.
        if (kind, about.casefold()) in seen:
            continue
        seen.add((kind, about.casefold()))
        name = plain_text(update.label) or update.type.replace("_", " ") or "notice"
        teller = ", as Retraction Watch says" if update.source == "retraction-watch" else ""
        dated = f" of {when}" if (when := update.updated.written()) else ""
        where = f"https://doi.org/{about}" if about else ""
        yield FoundNotice(kind, f"{name}{dated}, in the Crossref record{teller}", where)
    retracted = title.casefold().startswith(("retracted", "withdrawn", "[retracted"))
    if retracted and not any(kind in {NoticeKind.RETRACTION, NoticeKind.WITHDRAWAL} for kind, _ in seen):
        yield FoundNotice(NoticeKind.RETRACTION, "its title in the Crossref record says so; no notice is named there")


def _notice_of(message: _Message, doi: str) -> str:
    """Return the work that this one corrects or retracts; a new edition is a work like any other."""
    about = [update for update in message.update_to if _KINDS.get(update.type) is not NoticeKind.SUPERSEDED]
    return next((other for update in about if _differs(other := bare_doi(update.doi), doi)), "")


def _differs(other: str, doi: str) -> bool:
    return bool(other) and other.casefold() != doi.casefold()
