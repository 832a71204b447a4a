"""A second assessment: a claim judged once more by someone who saw its studies and none of its judgements.

It stands in a file of its own, so that it can be written before the two are laid side by side, and so that the claim
keeps saying what holds now.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from evidence.model.exemption import Exemption
from evidence.model.fields import Line, Month, Name, Record, Slug
from evidence.model.judgements import DocumentJudgement, GradeJudgements, MeasurementJudgement
from evidence.model.vocabulary import Basis, Directness, Finding, Verdict


class Judged(StrEnum):
    """What two assessors judge, each without the other."""

    VERDICT = "verdict"
    DIRECTNESS = "directness"
    FINDING = "finding"
    RISK_OF_BIAS = "risk_of_bias"
    INCONSISTENCY = "inconsistency"
    INDIRECTNESS = "indirectness"
    IMPRECISION = "imprecision"
    PUBLICATION_BIAS = "publication_bias"
    STANDING = "standing"
    """The step of a body of measurements or documents."""


class AssessedVerdict(Record):
    """The verdict that follows from the second judgements."""

    value: Verdict
    """The verdict of the second assessor."""
    reason: Line
    """Why this verdict; printed where it differs from the first."""


class _AssessedBody(Record):
    """What is judged of every body of evidence."""

    key_order = ("body", "basis", "directness", "finding", "reason", "judgements")

    body: Slug
    """The id of the body in the claim."""
    directness: Directness
    """Whether the body tests the claim as it is worded, judged anew."""
    finding: Finding
    """What the evidence says, judged anew."""
    reason: Line
    """Why this directness and this finding."""


class AssessedGrade(_AssessedBody):
    """The second judgement of a body that GRADE applies to."""

    basis: Literal[Basis.INTERVENTION, Basis.PROGNOSIS_OR_FREQUENCY]
    """The basis that the body has in the claim."""
    judgements: GradeJudgements
    """A judgement with its reason on each domain of GRADE, made anew."""


class AssessedMeasurement(_AssessedBody):
    """The second judgement of a body of measurements."""

    basis: Literal[Basis.MEASUREMENT]
    """The basis that the body has in the claim."""
    judgements: MeasurementJudgement
    """The step on which the measurements stand, judged anew."""


class AssessedDocument(_AssessedBody):
    """The second judgement of a body of documents."""

    basis: Literal[Basis.DOCUMENT]
    """The basis that the body has in the claim."""
    judgements: DocumentJudgement
    """The step on which the documents stand, judged anew."""


AssessedBody = Annotated[AssessedGrade | AssessedMeasurement | AssessedDocument, Field(discriminator="basis")]


class Difference(Record):
    """A judgement in which two assessments differed when they were laid side by side, or that has changed since."""

    body: Slug | None = None
    """The body judged; without it the verdict is meant."""
    judgement: Judged
    """Which judgement differed, or has changed."""
    first: Name
    """What the claim said then: it may have been changed since, and must not count as agreement for that."""
    resolution: Line
    """What stands now, and why."""


class Assessment(Record):
    """The second assessment of a claim."""

    id: Slug
    """The id of the claim, and the name of the file without ``.yml``."""
    when: Month
    """Year and month in which it was made: ``2026-11``."""
    seen: Line
    """What the second assessor had before them, and what was kept from them."""
    verdict: AssessedVerdict
    """The verdict that follows from the second judgements, with the reason."""
    bodies: list[AssessedBody]
    """The bodies that hold evidence, in the order of the claim."""
    differences: list[Difference] = []
    """Judgements that differed, or have changed since, each with what stands now."""
    exemptions: list[Exemption] = []
    """Rules that do not hold for this record, each with the reason."""
