"""The command that begins a study from a description of its paper: of Crossref, of PubMed, or in a file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from asking import MisuseError, Question
from desk import RefusedError
from evidence.imports.bib import read_bib
from evidence.imports.crossref import read_crossref
from evidence.imports.pubmed import read_pubmed
from evidence.imports.ris import read_ris
from evidence.imports.work import Unreadable, bare_doi, merged
from evidence.model.fields import PMID_PATTERN
from evidence.model.vocabulary import Design, Reading
from evidence.problem import nearest
from evidence.scaffold.entry import propose_key
from evidence.scaffold.study import NewStudy, Seen, plan_study
from new_study import design_questions, key_fault, read_question
from registries import CROSSREF_URL, PUBMED_URL, TIME_OUT

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from asking import Known
    from desk import Desk
    from evidence.imports.work import Work
    from evidence.scaffold.plan import Plan, Refusal
    from registries import Registries

MAIL_VARIABLE = "CROSSREF_MAILTO"
_FILES = ("bib", "ris")


def origin_questions() -> list[Question]:
    """Return the options that say where the description comes from."""
    return [
        Question("doi", "a DOI, which Crossref is asked about", silent=True, fault=_doi_fault),
        Question(
            "pmid",
            "a PubMed id, which PubMed is asked about; together with --doi the two must be one paper",
            silent=True,
            fault=_pmid_fault,
        ),
        Question("bib", "a BibTeX file", silent=True, fault=_file_fault),
        Question("ris", "a RIS file", silent=True, fault=_file_fault),
        Question("entry", "which one, where the file holds several: the key in it, or its number", silent=True),
        Question("seen-at", "the address of the public record at which a file's entry was compared", silent=True),
    ]


def reference_questions() -> list[Question]:
    """Return the questions about a study that is described elsewhere."""
    return [*origin_questions(), *design_questions(), read_question(Reading.RECORD), _key_question("")]


def add_reference_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how the registries are asked."""
    parser.add_argument(
        "--mail",
        metavar="ADDRESS",
        help="your address, which goes to the registry with the request: it asks for one, and may write to you if a "
        f"program of yours runs wild; default: ${MAIL_VARIABLE}, or none",
    )
    parser.add_argument(
        "--time-out",
        metavar="SECONDS",
        type=float,
        default=TIME_OUT,
        help=f"how long to wait for an answer, which is asked for three times; default: {TIME_OUT:g}",
    )
    for name, what, address in (("crossref", "Crossref", CROSSREF_URL), ("pubmed", "the E-utilities", PUBMED_URL)):
        parser.add_argument(
            f"--{name}-url",
            metavar="URL",
            help=f"where to find {what}, for a mirror or a test; default: ${name.upper()}_URL, or {address}",
        )


def reference(desk: Desk) -> Plan | Refusal:
    """Plan a study from the description of its paper."""
    origin = desk.answers(origin_questions())
    if not any(origin[name] for name in ("doi", "pmid", *_FILES)):
        origin |= _asked_origin(desk)
    files = [name for name in _FILES if origin[name]]
    if len(files) + bool(origin["doi"] or origin["pmid"]) > 1:
        message = "one of --doi and --pmid, --bib, --ris says where the description comes from, not several"
        raise MisuseError(message)
    # Before anything is asked of a registry: what is missing can be said at once.
    desk.require(design_questions())
    bibliography = desk.bibliography()
    seen = [_in_file(files[0], origin, desk)] if files else list(_from_registries(origin, desk))
    work = _one(seen)
    if work.notice_of:
        message = f"this is a notice on {work.notice_of} and no study of its own: its notices come with that work"
        raise RefusedError(message)
    key = propose_key(work, desk.library.references.keys() | desk.library.studies.keys() | desk.library.broken)
    suggested = work.design.value if work.design else ""
    of_study = _suggested(design_questions(), suggested)
    found = desk.answers([*of_study, read_question(Reading.RECORD), _key_question(key)])
    new = NewStudy(
        key=found["key"][0],
        kind=found["kind"][0],
        design=Design(found["design"][0]),
        read=Reading(found["read"][0]),
        work=work,
        seen=tuple(seen),
    )
    return plan_study(new, desk.library, bibliography, desk.today)


def _key_question(proposal: str) -> Question:
    return Question(
        "key",
        "the key in references.bib (without it: family name and year)",
        default=proposal,
        optional=not proposal,
        fault=key_fault(),
    )


def _suggested(questions: list[Question], design: str) -> list[Question]:
    """Let somebody who is asked for the design see what the description names."""
    return [replace(item, propose=lambda _: design) if item.name == "design" else item for item in questions]


def _asked_origin(desk: Desk) -> dict[str, list[str]]:
    """Ask for a DOI or a PubMed id."""

    def fault(value: str, known: Known) -> str:
        return _pmid_fault(value, known) if value.isdigit() else _doi_fault(value, known)

    question = Question("doi", "a DOI or a PubMed id", fault=fault)
    if desk.terminal.ask is None:
        message = "nobody can be asked here, and one of these is missing: --doi, --pmid, --bib, --ris"
        raise MisuseError(message)
    value = desk.answers([question])["doi"]
    return {"doi": [], "pmid": value} if value[0].isdigit() else {"doi": value}


def _from_registries(origin: Known, desk: Desk) -> Iterator[Seen]:
    registries = _registries(desk)
    for text in origin["doi"]:
        doi = bare_doi(text)
        work = read_crossref(registries.crossref(doi))
        yield Seen(_readable(work), "Crossref record", registries.crossref_address(doi))
    for pmid in origin["pmid"]:
        work = read_pubmed(registries.pubmed(pmid), pmid)
        yield Seen(_readable(work), "PubMed record", f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/")


def _registries(desk: Desk) -> Registries:
    mail = desk.options["mail"] or desk.environment.get(MAIL_VARIABLE) or None
    if mail is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", str(mail)):
        message = f"`{mail}` is no mail address: give one with --mail or in ${MAIL_VARIABLE}, or leave both out"
        raise MisuseError(message)
    return desk.registries(
        mail=mail,
        crossref_url=desk.options["crossref_url"] or desk.environment.get("CROSSREF_URL", CROSSREF_URL),
        pubmed_url=desk.options["pubmed_url"] or desk.environment.get("PUBMED_URL", PUBMED_URL),
        time_out=desk.options["time_out"],
    )


def _in_file(kind: str, origin: Known, desk: Desk) -> Seen:
    path = Path(origin[kind][0])
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        message = f"{path} must be UTF-8, and byte {error.start + 1} is not: save it as UTF-8"
        raise RefusedError(message) from error
    works = read_bib(text) if kind == "bib" else {str(number): work for number, work in enumerate(read_ris(text), 1)}
    if not works:
        message = f"{path} holds no {'BibTeX entry' if kind == 'bib' else 'RIS record'} with a title"
        raise RefusedError(message)
    work = _chosen(works, origin, desk)
    return Seen(work, f"{'BibTeX' if kind == 'bib' else 'RIS'} file", "".join(origin["seen-at"]))


def _chosen(works: dict[str, Work], origin: Known, desk: Desk) -> Work:
    wanted = "".join(origin["entry"])
    if not wanted and len(works) == 1:
        return next(iter(works.values()))
    listed = "".join(f"\n  {name}  {work.title}" for name, work in works.items())
    if not wanted and desk.terminal.ask is None:
        message = f"the file holds {len(works)} entries: say with --entry which one{listed}"
        raise MisuseError(message)
    if not wanted:
        desk.terminal.say(f"the file holds {len(works)} entries{listed}")
        wanted = desk.answers([Question("entry", "which one", choices=list(works))])["entry"][0]
    if wanted not in works:
        message = f"the file has no entry {wanted!r}; {nearest(wanted, works)}{listed}"
        raise MisuseError(message)
    return works[wanted]


def _one(seen: list[Seen]) -> Work:
    work = seen[0].work
    for other in seen[1:]:
        work = _readable(merged(work, other.work))
    return work


def _readable(work: Work | Unreadable) -> Work:
    if isinstance(work, Unreadable):
        raise RefusedError(work.reason)
    return work


def _doi_fault(value: str, _: Known) -> str:
    return "" if bare_doi(value) else f"{value!r} is no DOI: one looks like 10.1234/abc.5"


def _pmid_fault(value: str, _: Known) -> str:
    return "" if re.fullmatch(PMID_PATTERN, value) else f"{value!r} is no PubMed id, which has digits only"


def _file_fault(value: str, _: Known) -> str:
    return "" if Path(value).is_file() else f"{value} is no file"
