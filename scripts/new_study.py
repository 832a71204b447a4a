"""The command that begins a study from what somebody says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asking import MisuseError, Question, form_fault
from evidence.imports.work import Work
from evidence.model.fields import KEY_PATTERN
from evidence.model.reference import Person
from evidence.model.vocabulary import Design, Reading
from evidence.readers.bibtex import ENTRY_TYPES
from evidence.readers.reference_fields import read_field
from evidence.scaffold.study import STUDY_KINDS, NewStudy, plan_study, taken_key

if TYPE_CHECKING:
    from asking import Fault, Known
    from desk import Desk
    from evidence.scaffold.plan import Plan, Refusal

_WORK_FIELDS = ("journal", "booktitle", "publisher", "year", "volume", "number", "pages", "edition")
_IDENTIFIERS = ("doi", "pmid", "pmcid", "isbn", "url")
_READ_STRICTLY = frozenset({"year", "pages", *_IDENTIFIERS})


def design_questions() -> list[Question]:
    """Return the questions about any study."""
    return [
        Question("kind", "what it is", choices=STUDY_KINDS),
        Question("design", "how its evidence was obtained", choices=[design.value for design in Design]),
    ]


def read_question(default: Reading) -> Question:
    """Return the question about what was read."""
    return Question("read", "how much of it was read", choices=[each.value for each in Reading], default=default.value)


def key_fault() -> Fault:
    """Return what says that a key has another form than keys have."""
    return form_fault(KEY_PATTERN, 60, "a key looks like martel2002")


def study_questions() -> list[Question]:
    """Return the questions about a study whose key is known."""
    return [
        Question("key", "the key in references.bib: family name and year", fault=key_fault()),
        *design_questions(),
        read_question(Reading.ABSTRACT),
        Question("seen-at", "the address at which this was seen", optional=True),
        *work_questions(),
    ]


def work_questions() -> list[Question]:
    """Return the questions about what was published where, for a study that `references.bib` does not have yet."""
    return [
        Question("type", "the type of the entry", choices=ENTRY_TYPES, default="article"),
        Question("title", "the title, as published"),
        Question("author", "an author, as `Family, Given`; a group without a comma", many=True, optional=True),
        *(
            Question(name, f"the {name}", optional=True, silent=name == "edition", fault=_field_fault(name))
            for name in _WORK_FIELDS
        ),
        *(Question(name, f"the {name.upper()}", optional=True, fault=_field_fault(name)) for name in _IDENTIFIERS),
    ]


def study(desk: Desk) -> Plan | Refusal:
    """Plan a study."""
    if refusal := taken_key(str(desk.options["key"]), desk.library):
        return refusal
    of_work = work_questions()
    names = {question.name for question in of_work}
    found = desk.answers([question for question in study_questions() if question.name not in names])
    key = found["key"][0]
    bibliography = desk.bibliography()
    work = None
    if key not in desk.library.references:
        work = _work(desk.answers(of_work, found))
    elif given := [question.flag for question in of_work if desk.options.get(question.name)]:
        message = f"references.bib has an entry `{key}` already, so that {', '.join(given)} would not be used"
        raise MisuseError(message)
    new = NewStudy(
        key=key,
        kind=found["kind"][0],
        design=Design(found["design"][0]),
        read=Reading(found["read"][0]),
        work=work,
        where="".join(found["seen-at"]),
    )
    return plan_study(new, desk.library, bibliography, desk.today)


def _work(found: Known) -> Work:
    values = {name: found[name][0] for name in ("title", *_WORK_FIELDS, *_IDENTIFIERS) if found[name]}
    # What pages print is what the bibliography would be read as.
    values |= {name: read_field(name, value)[0] for name, value in values.items() if name in _READ_STRICTLY}
    return Work(found["type"][0], values, authors=tuple(_person(name) for name in found["author"]))


def _person(name: str) -> Person:
    family, comma, given = (part.strip() for part in name.partition(","))
    return Person(family, given) if comma else Person(name.strip(), group=True)


def _field_fault(name: str) -> Fault:
    """Return what says why a value could not stand in `references.bib`."""

    def fault(value: str, _: Known) -> str:
        faults = read_field(name, value)[1] if name in _READ_STRICTLY else []
        return f"{faults[0].seen} {faults[0].hint}".strip() if faults else ""

    return fault
