"""Rules on names: ids, files, folders, and names that must not stand twice."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from evidence.problem import Example, Place, Problem, Rule, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library import Library
    from evidence.model.claim import Claim
    from evidence.readers.decode import Loaded

_CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"

ID = Rule(
    id="record-id",
    scope=Scope.RECORD,
    must="A record's `id` must be the name of its file.",
    why="Other records and the addresses of pages use the id; a file under another name could not be found from it.",
    example=Example(_CLAIM, "id: magnets-warm-the-hand\n", "id: magnets-warm-hands\n"),
)
TOPIC = Rule(
    id="claim-topic",
    scope=Scope.RECORD,
    must="A claim's `topic` must be the name of its folder.",
    why="Readers find claims by topic, contributors by folder; both must lead to the same place.",
    example=Example(_CLAIM, "topic: blood-flow\n", "topic: insoles\n"),
)
UNIQUE = Rule(
    id="record-name-unique",
    scope=Scope.RECORD,
    must="Ids of bodies, arms, outcomes, sentences and cases must stand once in their record.",
    why="Other places point at them by id and must find one.",
    example=Example(
        "studies/alpha2001.yml",
        "  - id: sham\n    name: Dummy\n",
        "  - id: magnet\n    name: Dummy\n    role: sham\n  - id: sham\n    name: Dummy\n",
    ),
)
ALIAS = Rule(
    id="claim-alias-unique",
    scope=Scope.LIBRARY,
    must="An alias must not be the id or alias of another claim.",
    why="An old address can lead to one page only.",
    example=Example(_CLAIM, "related: []\n", "related: []\naliases: [magnets-cool-the-foot]\n"),
)
PLANNED = Rule(
    id="planned-claim-exists",
    scope=Scope.LIBRARY,
    must="A claim that has a record must not be listed as planned.",
    why="The list says what is still to come.",
    example=Example(
        "claims/planned.yml",
        "    gist: Magnets cool the foot.\n",
        "    gist: Magnets cool the foot.\n"
        "  - {id: magnets-warm-the-hand, topic: blood-flow, gist: Magnets warm the hand.}\n",
    ),
)
RULES = (ID, TOPIC, UNIQUE, ALIAS, PLANNED)


def check(library: Library) -> Iterator[Problem]:
    """Check names."""
    for record in library.records():
        if hasattr(record.value, "id"):
            yield from _id(record)
    for claim in library.claims.values():
        yield from _topic(claim)
        yield from _unique(claim, "bodies")
    for study in library.studies.values():
        yield from _unique(study, "arms")
        yield from _unique(study, "outcomes")
    for source in library.sources.values():
        yield from _unique(source, "sentences")
    for calculation in library.calculations.values():
        yield from _unique(calculation, "cases")
    yield from _aliases(library)
    yield from _planned(library)


def _id(record: Loaded[object]) -> Iterator[Problem]:
    seen = record.value.id  # type: ignore[attr-defined]
    if seen != record.name:
        message = f"{ID.must} `{seen}` stands in {record.name}.yml."
        yield ID.at(record.value_place("id"), message, f"write `id: {record.name}`")


def _topic(claim: Loaded[Claim]) -> Iterator[Problem]:
    folder = PurePosixPath(claim.file).parent.name
    seen = claim.value.topic
    if seen != folder:
        message = f"{TOPIC.must} `{seen}` stands in the folder {folder}."
        yield TOPIC.at(
            claim.value_place("topic"), message, f"move the file to claims/{seen}/ or write `topic: {folder}`"
        )


def _unique(record: Loaded[object], key: str) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for index, item in enumerate(getattr(record.value, key, [])):
        place = record.value_place(key, index, "id")
        if item.id in first:
            message = f"{UNIQUE.must} `{item.id}` stands at line {first[item.id].line} already."
            yield UNIQUE.at(place, message, "give it another id")
        else:
            first[item.id] = place


def _aliases(library: Library) -> Iterator[Problem]:
    taken: dict[str, str] = {name: name for name in library.known_claims}
    for claim in library.claims.values():
        for index, alias in enumerate(claim.value.aliases):
            if alias in taken:
                seen = "is the id of one" if taken[alias] == alias else f"belongs to `{taken[alias]}`"
                message = f"{ALIAS.must} `{alias}` {seen}."
                yield ALIAS.at(claim.value_place("aliases", index), message, "delete the alias")
            taken[alias] = claim.name


def _planned(library: Library) -> Iterator[Problem]:
    if library.planned is None:
        return
    for index, planned in enumerate(library.planned.value.claims):
        if planned.id in library.claim_names | library.broken:
            place = library.planned.value_place("claims", index, "id")
            yield PLANNED.at(place, f"{PLANNED.must} `{planned.id}` has one.", "delete it from the list")
