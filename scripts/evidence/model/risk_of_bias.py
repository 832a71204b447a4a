"""Risk of bias of a result: the judgements of a tool, domain by domain."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from evidence.model.fields import Line, Name, Record
from evidence.model.vocabulary import EffectOfInterest, RobDomain, RobLevel, RobTool, SignallingAnswer


class Answer(Record):
    """The answer to one signalling question of RoB 2."""

    question: Annotated[Name, Field(pattern=r"^[1-5]\.[1-9]$")]
    """Number of the question in RoB 2, in quotation marks: ``"2.1"``."""
    answer: SignallingAnswer
    """Yes, no, probably (``P``), no information, not applicable."""


class DomainAssessment(Record):
    """Risk of bias in one domain."""

    domain: RobDomain
    """Domain of the tool that is judged."""
    judgement: RobLevel | None = None
    """The level, where no algorithm gives it. ``no-information`` where the text read does not speak of the domain."""
    override: RobLevel | None = None
    """A level worse than the answers give. Needs ``override_reason``."""
    override_reason: Line | None = None
    """Why the assessors are stricter than the answers."""
    reason: Line
    """What in the study the judgement rests on; printed beside it."""
    answers: list[Answer] = []
    """Signalling questions of RoB 2, where the full text was read; the level then follows from them."""


class RiskOfBias(Record):
    """Risk of bias of one result."""

    tool: RobTool
    """Tool of the judgement. It must fit the design of the study."""
    effect_of_interest: EffectOfInterest | None = None
    """Which effect the result is about. For RoB 2 where the full text was read."""
    domains: Annotated[list[DomainAssessment], Field(min_length=1)]
    """The judgement on each domain of the tool; RoB 2 and ROBINS-I want all of theirs."""
    overall_override: Literal["high"] | None = None
    """Several concerns together; needs ``overall_reason``."""
    overall_reason: Line | None = None
    """Why several concerns together make the risk high."""
    published: Line | None = None
    """An appraisal of this study by others, with its source."""
