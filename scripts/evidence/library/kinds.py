"""The kinds of records: which model each has, and in which folder it stands."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from evidence.model.assessment import Assessment
from evidence.model.calculation import Calculation
from evidence.model.claim import Claim
from evidence.model.source import Planned, Source
from evidence.model.study import Study

if TYPE_CHECKING:
    from collections.abc import Mapping

PLANNED_FILE = "claims/planned.yml"
BIBLIOGRAPHY_FILE = "references.bib"

ASSESSMENT: TypeAdapter[Assessment] = TypeAdapter(Assessment)
CALCULATION: TypeAdapter[Calculation] = TypeAdapter(Calculation)
CLAIM: TypeAdapter[Claim] = TypeAdapter(Claim)
STUDY: TypeAdapter[Study] = TypeAdapter(Study)
SOURCE: TypeAdapter[Source] = TypeAdapter(Source)
PLANNED: TypeAdapter[Planned] = TypeAdapter(Planned)

KINDS: Mapping[str, TypeAdapter[Any]] = {
    "claim": CLAIM,
    "study": STUDY,
    "source": SOURCE,
    "calculation": CALCULATION,
    "assessment": ASSESSMENT,
    "planned": PLANNED,
}
"""The kinds of records, by the name of their schema."""

FOLDERS: Mapping[str, str] = {
    "claims": "claim",
    "studies": "study",
    "sources": "source",
    "calculations": "calculation",
    "assessments": "assessment",
}
"""The kind of the records in a folder."""


def kind_of(file: str) -> str | None:
    """Return the kind of the record in a file, by its path; None where no records stand."""
    return "planned" if file == PLANNED_FILE else FOLDERS.get(PurePosixPath(file).parts[0])


def schema_line(file: str) -> tuple[str, str]:
    """Return the line that tells editors the schema of a record: as it begins, and how it ends."""
    up = "../" * (len(PurePosixPath(file).parts) - 1)
    return f"# yaml-language-server: $schema={up}", f"scripts/evidence/schema/{kind_of(file)}.schema.json"
