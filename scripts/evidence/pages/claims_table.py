"""The table of all claims: what it shows of each, and what it can be filtered and sorted by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evidence.appraise import tests_the_claim
from evidence.model.vocabulary import Basis, Bearing, ClaimKind, Grade, Topic, Verdict
from evidence.pages.design_groups import DesignGroup, group_name, grouped
from evidence.pages.facets import Facet, Order, Traits, facet
from evidence.pages.words import VERDICT_ORDER, sentence_case, words
from evidence.participants import count_participants
from evidence.staleness import stale_claims

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidence.appraise import Appraisal
    from evidence.model.study import Study
    from evidence.pages.context import PageContext
    from evidence.participants import Participants

# Where a claim has no grade, or no study that tests it. An address needs a word for it as well.
NONE = "none"


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim in the table."""

    appraisal: Appraisal
    documents: tuple[str, ...]
    designs: tuple[tuple[int, str], ...]
    """Studies that test the claim itself, by groups of designs: how many, and their name."""
    people: str
    """How many took part in them; empty where there is nobody to count."""
    due: bool
    """It is due for another look."""
    traits: Traits


@dataclass(frozen=True, slots=True)
class ClaimsTable:
    """The table and what it can be filtered and sorted by."""

    rows: tuple[ClaimRow, ...]
    facets: tuple[Facet, ...]
    orders: tuple[Order, ...] = (
        Order("topic", "Topic"),
        Order("claim", "Claim, A to Z"),
        Order("verdict", "Verdict, supported first"),
        Order("-grade", "Evidence, surest first"),
        Order("grade", "Evidence, least sure first"),
        Order("-studies", "Most studies first"),
        Order("-people", "Most people first"),
        Order("-reviewed", "Last reviewed first"),
    )
    verdicts: Mapping[str, Verdict] = field(default_factory=lambda: {verdict.value: verdict for verdict in Verdict})


def claims_table(page: PageContext, appraisals: Sequence[Appraisal]) -> ClaimsTable:
    """Return the table of claims, which come in the order of the table."""
    studies = page.studies()
    due = stale_claims(page.library)
    rows = tuple(
        _row(page, appraisal, studies, place, due=appraisal.claim.id in due)
        for place, appraisal in enumerate(appraisals)
    )
    return ClaimsTable(rows, tuple(_facets(page, [row.traits for row in rows])))


def document_name(name: str) -> str:
    """Name a reviewed document in few words: its id, which is made of such."""
    return sentence_case(name.replace("-", " "))


def people_words(people: Participants) -> str:
    """Say how many took part: "at least 340 people" where a study does not tell; empty where nobody did."""
    if people.studies == people.untold:
        return "number of people not told" if people.studies else ""
    lead = "at least " if people.untold else ""
    return f"{lead}{people.count:,} {people.noun}"


def _row(page: PageContext, appraisal: Appraisal, studies: Mapping[str, Study], place: int, *, due: bool) -> ClaimRow:
    claim = appraisal.claim
    documents = tuple(dict.fromkeys(item.document for item in claim.stated_in))
    keys = dict.fromkeys(
        item.study
        for body in claim.bodies
        if tests_the_claim(body)
        for item in body.evidence
        if item.bearing is not Bearing.BACKGROUND
    )
    people = count_participants(keys, studies)
    designs = grouped(studies[key].design for key in keys)
    return ClaimRow(
        appraisal,
        documents,
        tuple((number, group_name(group, number)) for group, number in designs.items()),
        people_words(people),
        due,
        Traits(
            {
                "topic": (claim.topic.value,),
                "verdict": (claim.verdict.value,),
                "grade": (_slug(appraisal.grade),),
                "basis": (appraisal.limiting.body.basis.value if appraisal.limiting else NONE,),
                "kind": (claim.kind.value,),
                "document": documents,
                "design": tuple(group.value for group in designs) or (NONE,),
                "review": ("due" if due else "current",),
            },
            {
                "topic": place,
                "claim": page.plain(claim.title).casefold(),
                "verdict": VERDICT_ORDER.index(claim.verdict),
                "grade": int(appraisal.grade) if appraisal.grade else "",
                "studies": len(keys),
                "people": people.count or "",
                "reviewed": claim.reviewed.isoformat(),
            },
            " ".join([claim.short_claim, *claim.also_asked]),
        ),
    )


def _facets(page: PageContext, entries: Sequence[Traits]) -> list[Facet]:
    labels: Mapping[str, tuple[str, Mapping[str, str]]] = {
        "topic": ("Topic", {topic.value: sentence_case(words(topic)) for topic in Topic}),
        "verdict": ("Verdict", {verdict.value: verdict.word for verdict in VERDICT_ORDER}),
        "grade": (
            "Evidence",
            {_slug(grade): sentence_case(grade.word) for grade in reversed(Grade)} | {NONE: "No grade"},
        ),
        "basis": (
            "What is graded",
            {basis.value: sentence_case(words(basis)) for basis in Basis if basis is not Basis.NONE}
            | {NONE: "Nothing: no grade"},
        ),
        "design": (
            "Studies of the claim itself",
            {group.value: sentence_case(group_name(group)) for group in DesignGroup} | {NONE: "None found"},
        ),
        "kind": ("Kind of claim", {kind.value: sentence_case(words(kind)) for kind in ClaimKind}),
        "document": ("Said in", {name: document_name(name) for name in page.library.sources}),
        "review": ("Review", {"due": "Due for another look", "current": "Up to date"}),
    }
    found = [facet(name, label, values, entries) for name, (label, values) in labels.items()]
    # Where no claim is due there is nothing to choose.
    return [item for item in found if item.name != "review" or item.choices[0].value == "due"]


def _slug(grade: Grade | None) -> str:
    return grade.word.replace(" ", "-") if grade else NONE
