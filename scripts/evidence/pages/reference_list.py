"""The list of all references: what it shows of each, and what it can be filtered and sorted by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence import citation
from evidence.model.vocabulary import Reading, Topic
from evidence.pages.design_groups import GROUP_OF, DesignGroup, group_name
from evidence.pages.facets import Facet, Order, Traits, facet
from evidence.pages.study_page import Uses, study_uses
from evidence.pages.words import sentence_case, words
from evidence.participants import people_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evidence.model.reference import Reference
    from evidence.model.study import Study
    from evidence.pages.context import PageContext
    from evidence.pages.study_page import Use

UNKNOWN = "unknown"
_DECADE = 10


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A reference in the list."""

    key: str
    study: Study
    """The study that it reports, alone or beside other reports."""
    uses: tuple[Use, ...]
    """The claims that use the study."""
    traits: Traits


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The list and what it can be filtered and sorted by."""

    rows: tuple[ReferenceRow, ...]
    facets: tuple[Facet, ...]
    orders: tuple[Order, ...] = (
        Order("author", "First author"),
        Order("-year", "Newest first"),
        Order("year", "Oldest first"),
        Order("-people", "Most people first"),
        Order("-claims", "Used by most claims first"),
    )


def reference_list(page: PageContext) -> ReferenceList:
    """Return every published reference, by first author."""
    references = page.library.references
    owners = dict(_owners(page))
    keys = sorted(owners.keys() & references.keys(), key=lambda key: citation.sort_key(references[key]))
    uses = study_uses(page.review)
    rows = tuple(
        _row(references[key], owners[key], uses.get(owners[key].id, Uses()), place) for place, key in enumerate(keys)
    )
    return ReferenceList(rows, tuple(_facets([row.traits for row in rows])))


def _owners(page: PageContext) -> Iterator[tuple[str, Study]]:
    """Yield each key under which something was published, with the study that it belongs to."""
    studies = [loaded.value for loaded in page.library.studies.values()]
    for study in studies:
        for report in study.reports:
            yield report.key, study
    # A report that has a record of its own belongs to that.
    for study in studies:
        yield study.id, study


def _row(reference: Reference, study: Study, uses: Uses, place: int) -> ReferenceRow:
    claims = [use.claim for use in uses.claims]
    people = people_in(study)
    return ReferenceRow(
        reference.key,
        study,
        uses.claims,
        Traits(
            {
                "design": (GROUP_OF[study.design].value,),
                "topic": tuple(dict.fromkeys(claim.topic.value for claim in claims)) or (UNKNOWN,),
                "read": (study.read.value,),
                "published": (_decade(reference),),
            },
            {
                "author": place,
                "year": int(reference.year) if reference.year.isdecimal() else "",
                "people": people if people is not None else "",
                "claims": len(claims),
            },
            " ".join([study.id, *study.registration]),
        ),
    )


def _decade(reference: Reference) -> str:
    if not reference.year.isdecimal():
        return UNKNOWN
    return f"{int(reference.year) // _DECADE * _DECADE}s"


def _facets(entries: Sequence[Traits]) -> list[Facet]:
    decades = sorted({value for entry in entries for value in entry.facets["published"]} - {UNKNOWN}, reverse=True)
    labels: Mapping[str, tuple[str, Mapping[str, str]]] = {
        "design": ("Design", {group.value: sentence_case(group_name(group)) for group in DesignGroup}),
        "topic": (
            "Used by claims on",
            {topic.value: sentence_case(words(topic)) for topic in Topic} | {UNKNOWN: "No claim"},
        ),
        "read": ("How much was read", {reading.value: sentence_case(words(reading)) for reading in Reading}),
        "published": ("Published", {decade: decade for decade in decades} | {UNKNOWN: "Year not confirmed"}),
    }
    return [facet(name, label, values, entries) for name, (label, values) in labels.items()]
