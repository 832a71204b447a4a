"""The records of a project as one value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidence.model.assessment import Assessment
    from evidence.model.calculation import Calculation
    from evidence.model.claim import Claim
    from evidence.model.reference import Reference
    from evidence.model.source import Planned, Source
    from evidence.model.study import Study
    from evidence.readers.decode import Loaded

RecordT = TypeVar("RecordT")


@dataclass(frozen=True, slots=True)
class Library:
    """The sound records of a project, by id, and the ids of those that could not be read.

    A record with a fault is left out, yet its id still counts as known, so that one fault does not breed ten.
    """

    claims: Mapping[str, Loaded[Claim]]
    studies: Mapping[str, Loaded[Study]]
    sources: Mapping[str, Loaded[Source]]
    references: Mapping[str, Reference]
    planned: Loaded[Planned] | None
    broken: frozenset[str]
    """Names, without ``.yml``, of record files with faults, and keys of bibliography entries with faults."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Text of the pages written by hand, by path."""
    unread: frozenset[str] = frozenset()
    """Files with faults and what is missing: record files, the bibliography as a whole, whole folders."""
    calculations: Mapping[str, Loaded[Calculation]] = field(default_factory=dict)
    assessments: Mapping[str, Loaded[Assessment]] = field(default_factory=dict)
    """Second assessments, by the ids of their claims."""
    elsewhere: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Names of the records, by folder, that nobody asked to read (``evidence.library.named``)."""
    other_keys: frozenset[str] = frozenset()
    """Keys of the bibliography's entries that nobody asked to read."""
    bibliography: str = ""
    """The text of the bibliography."""

    @property
    def claim_names(self) -> frozenset[str]:
        """Return the ids of the claims that have a sound record."""
        return frozenset(self.claims).union(self.elsewhere.get("claims", ()))

    @property
    def study_names(self) -> frozenset[str]:
        """Return the keys of the studies that have a sound record."""
        return frozenset(self.studies).union(self.elsewhere.get("studies", ()))

    @property
    def source_names(self) -> frozenset[str]:
        """Return the ids of the documents that have a sound record."""
        return frozenset(self.sources).union(self.elsewhere.get("sources", ()))

    @property
    def calculation_names(self) -> frozenset[str]:
        """Return the ids of the calculations that have a sound record."""
        return frozenset(self.calculations).union(self.elsewhere.get("calculations", ()))

    @property
    def reference_names(self) -> frozenset[str]:
        """Return the keys of the sound entries of the bibliography."""
        return frozenset(self.references) | self.other_keys

    @property
    def known_claims(self) -> frozenset[str]:
        """Return the ids of all claims: with a record, with a faulty one, or still to come."""
        return self.claim_names | self.planned_ids | self.broken

    @property
    def known_calculations(self) -> frozenset[str]:
        """Return the ids of all calculations, faulty ones included."""
        return self.calculation_names | self.broken

    @property
    def known_studies(self) -> frozenset[str]:
        """Return the keys of all studies, faulty ones included."""
        return self.study_names | self.broken

    @property
    def planned_ids(self) -> frozenset[str]:
        """Return the ids of claims whose record is still to come."""
        return frozenset(claim.id for claim in self.planned.value.claims) if self.planned else frozenset()

    def complete(self, folder: str) -> bool:
        """Tell whether all records of a folder could be read: only then is what they do not say not said at all."""
        return not any(file == folder or file.startswith(f"{folder}/") for file in self.unread)

    def records(self) -> Iterator[Loaded[Any]]:
        """Yield every record of every kind."""
        yield from self.claims.values()
        yield from self.studies.values()
        yield from self.sources.values()
        yield from self.calculations.values()
        yield from self.assessments.values()
        if self.planned:
            yield self.planned

    def without(self, files: frozenset[str]) -> Library:
        """Return the library without the records that stand in some files; their ids stay known."""

        def sound(records: Mapping[str, Loaded[RecordT]]) -> dict[str, Loaded[RecordT]]:
            return {key: record for key, record in records.items() if record.file not in files}

        kept = replace(
            self,
            claims=sound(self.claims),
            studies=sound(self.studies),
            sources=sound(self.sources),
            calculations=sound(self.calculations),
            assessments=sound(self.assessments),
        )
        lost = {record.name for record in self.records() if record.file in files}
        return replace(kept, broken=self.broken | lost)
