"""A claim: what is said, what evidence there is, how it was judged, what follows."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from evidence.model.fields import AS_INTEGER, Date, Flag, Key, Line, Month, Name, Prose, Record, SentenceId, Slug
from evidence.model.vocabulary import (
    Basis,
    Bearing,
    ClaimKind,
    Directness,
    DocumentStanding,
    Finding,
    MadeBy,
    Measure,
    MeasurementStanding,
    PoolingModel,
    PutAs,
    Sampling,
    Start,
    Topic,
    Verdict,
)


class StatedIn(Record):
    """A sentence of a source document that makes the claim."""

    document: Slug
    """Id of the source document."""
    sentence: SentenceId
    phrase: Name
    """An exact phrase of the sentence, at most 12 words."""
    put_as: PutAs


class Question(Record):
    """The question of a claim about an effect, as PICO."""

    population: Line
    intervention: Line
    comparator: Line
    outcome: Line


class Reliance(Record):
    """A claim that this one needs to be true."""

    claim: Slug
    made_by: MadeBy
    """Whether the document joins the two or the reviewers do."""
    why: Line | None = None
    """How the argument runs from that claim to this one."""


class OutcomeRef(Record):
    """A result: a study and one of its outcomes."""

    study: Key
    outcome: Slug


class Evidence(OutcomeRef):
    """One result and what it says about the claim."""

    bearing: Bearing
    why: Line
    """What it says about the claim, and what limits it."""


class Judgement(Record):
    """A change of the grade in one GRADE domain, in levels."""

    level: Annotated[Literal[0, -1, -2, -3], AS_INTEGER]
    """0, or the number of levels lost."""
    reason: Line
    """What in this evidence the judgement rests on."""


class Upgrade(Record):
    """A raise of the grade, in levels."""

    level: Annotated[Literal[0, 1, 2], AS_INTEGER]
    reason: Line


class GradeJudgements(Record):
    """The domains of GRADE."""

    risk_of_bias: Judgement
    inconsistency: Judgement
    indirectness: Judgement
    imprecision: Judgement
    publication_bias: Judgement
    large_effect: Upgrade | None = None
    dose_response: Upgrade | None = None
    opposing_confounding: Upgrade | None = None
    """All plausible remaining confounding would make the effect smaller, or show one where none is seen."""


class Threshold(Record):
    """What counts as an effect: the null effect, or a minimal important difference with its source."""

    null_effect: Flag = False
    value: Name | None = None
    """The smallest difference that matters, with its unit."""
    source: Line | None = None


class Synthesis(Record):
    """A pooling of results by this review."""

    outcomes: Annotated[list[OutcomeRef], Field(min_length=3)]
    measure: Measure
    model: PoolingModel


class Search(Record):
    """What was looked through for evidence, and how."""

    where: Line
    words: Line
    when: Month
    found: Line | None = None


class _Body(Record):
    """What every body of evidence says."""

    id: Slug
    directness: Directness
    finding: Finding
    """What the evidence says about the claim or the part of it that this body is about."""
    conclusion: Line
    """The one sentence that the grade is about."""
    main_reason: Line
    """Why the grade is what it is, in a few plain words: printed beside the grade."""
    evidence: list[Evidence] = []
    search: list[Search] = []


class InterventionBody(_Body):
    """Evidence on whether something works, graded with GRADE."""

    basis: Literal[Basis.INTERVENTION]
    start: Start
    threshold: Threshold
    judgements: GradeJudgements
    synthesis: Synthesis | None = None
    published_pooled: list[OutcomeRef] = []
    """Pooled results of published reviews."""


class PrognosisBody(_Body):
    """Evidence on how often something happens or how it runs its course, graded with GRADE for prognosis."""

    basis: Literal[Basis.PROGNOSIS_OR_FREQUENCY]
    start: Sampling
    threshold: Threshold | None = None
    judgements: GradeJudgements
    published_pooled: list[OutcomeRef] = []


class MeasurementJudgement(Record):
    """The step on which a body of measurements stands."""

    standing: MeasurementStanding
    reason: Line


class DocumentJudgement(Record):
    """The step on which a body of documents stands."""

    standing: DocumentStanding
    reason: Line


class MeasurementBody(_Body):
    """Measurements of physics and physiology."""

    basis: Literal[Basis.MEASUREMENT]
    judgements: MeasurementJudgement


class DocumentBody(_Body):
    """Counts, guidelines, prices, histories."""

    basis: Literal[Basis.DOCUMENT]
    judgements: DocumentJudgement


class EmptyBody(Record):
    """A question for which no evidence was found. Has no grade."""

    id: Slug
    basis: Literal[Basis.NONE]
    directness: Directness = Directness.DIRECT
    finding: Literal[Finding.SILENT] = Finding.SILENT
    conclusion: Line
    search: Annotated[list[Search], Field(min_length=1)]

    @property
    def evidence(self) -> list[Evidence]:
        """Return no evidence, so that all bodies can be walked alike."""
        return []


Body = Annotated[
    InterventionBody | PrognosisBody | MeasurementBody | DocumentBody | EmptyBody, Field(discriminator="basis")
]


class Part(Record):
    """A part of a claim that is true or false by itself."""

    says: Line
    """What the part claims."""
    verdict: Verdict
    body: Slug
    """The body of evidence that it rests on."""


class Assessment(Record):
    """A judgement made a second time by someone who had not seen the first."""

    body: Slug | None = None
    """The body judged; without it the assessment is of the claim's verdict."""
    judgement: Name
    """``verdict``, ``standing`` or the name of a GRADE domain."""
    value: Name
    reason: Line
    when: Month
    resolution: Line | None = None
    """How a difference from the first judgement was resolved."""


class Change(Record):
    """A change that readers should know of."""

    date: Date
    what: Line


class Claim(Record):
    """One claim of the reviewed documents."""

    id: Slug
    """The name of the file without ``.yml``."""
    title: Name
    """The question that a reader would ask."""
    short_claim: Annotated[Name, Field(max_length=75)]
    """The claim itself in at most 75 characters, without a verdict in it."""
    topic: Topic
    """The folder that the file stands in."""
    kind: ClaimKind
    draft: Flag = False
    """A draft is checked but not published."""
    verdict: Verdict
    verdict_reason: Line | None = None
    """Why this verdict; required where the claim is not testable."""
    answer: Line
    """The answer to the title in one sentence."""
    summary: Prose
    """The reasons in plain language."""
    practical: Prose
    """What a reader can do with it."""
    safety: Prose | None = None
    """Who must take care."""
    precaution: Line | None = None
    """For advice on safety or harmless usage: why following it costs next to nothing. Allows "supported" at low."""
    stated_in: Annotated[list[StatedIn], Field(min_length=1)]
    question: Question | None = None
    """PICO, for claims about an effect."""
    relies_on: list[Reliance] = []
    bodies: Annotated[list[Body], Field(min_length=1)]
    rests_on: list[Slug] = []
    """The bodies on which the verdict stands."""
    parts: list[Part] = []
    in_favour: Prose
    """The strongest case for the claim."""
    why_believed: Prose
    """Where the belief comes from."""
    unknown: Prose
    """What is unknown and which study would settle it."""
    also_asked: Annotated[list[Name], Field(min_length=5)]
    """Questions and words that people use, misspellings included."""
    related: list[Slug] = []
    aliases: list[Slug] = []
    """Earlier ids of this claim; their addresses lead here."""
    assessments: list[Assessment] = []
    reviewed: Date
    review_by: Date
    changes: Annotated[list[Change], Field(min_length=1)]
