"""A claim: what is said, what evidence there is, how it was judged, what follows."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from evidence.model.exemption import Exemption
from evidence.model.fields import (
    AS_INTEGER,
    Date,
    Flag,
    Integer,
    Key,
    Line,
    Month,
    Name,
    Prose,
    Record,
    SentenceId,
    Slug,
)
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
    PoolingTest,
    PutAs,
    Sampling,
    Size,
    Start,
    Topic,
    Verdict,
)

THRESHOLD_PATTERN = r"^([0-9]+(?:\.[0-9]+)?)(?: of ([0-9]+))? (\S.*)$"
"""``1 °C``, or ``10 of 100 on a pain scale``."""


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
    calculation: Slug | None = None
    """A calculation of ``calculations/`` that ``why`` speaks of."""


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


class SmallUpgrade(Upgrade):
    """A raise of the grade by one level at most."""

    level: Annotated[Literal[0, 1], AS_INTEGER]


class GradeJudgements(Record):
    """The domains of GRADE."""

    risk_of_bias: Judgement
    inconsistency: Judgement
    indirectness: Judgement
    imprecision: Judgement
    publication_bias: Judgement
    large_effect: Upgrade | None = None
    dose_response: SmallUpgrade | None = None
    opposing_confounding: SmallUpgrade | None = None
    """All plausible remaining confounding would make the effect smaller, or show one where none is seen."""


class Threshold(Record):
    """What counts as an effect: the null effect, or a minimal important difference with its source."""

    null_effect: Flag = False
    value: Annotated[Name, Field(pattern=THRESHOLD_PATTERN)] | None = None
    """The smallest difference that matters: a number, ``of`` the length of its scale if it has one, and the unit."""
    source: Line | None = None

    @property
    def minimal(self) -> float | None:
        """Return the smallest difference that matters, in ``unit``."""
        return float(self._parts[0]) if self._parts else None

    @property
    def out_of(self) -> float | None:
        """Return the length of the scale: 100 for "10 of 100 on a pain scale"; None where the unit stands alone."""
        return float(self._parts[1]) if self._parts and self._parts[1] else None

    @property
    def unit(self) -> str | None:
        """Return the unit, or what the scale is of."""
        return self._parts[2] if self._parts else None

    @property
    def _parts(self) -> tuple[str, str, str] | None:
        found = re.match(THRESHOLD_PATTERN, self.value) if self.value else None
        return (found[1], found[2] or "", found[3]) if found else None


class Synthesis(Record):
    """A pooling of results by this review."""

    condition: Line
    """The condition that all pooled trials are about."""
    duration: Line
    """How long people were treated until the result was measured, and why that is similar enough."""
    known_participants: Integer
    """Participants of all trials that are known for this question, pooled or not."""
    known_from: Line
    """Where that number comes from."""
    outcomes: Annotated[list[OutcomeRef], Field(min_length=3)]
    measure: Measure
    model: Literal[
        PoolingModel.COMMON_EFFECT, PoolingModel.DERSIMONIAN_LAIRD, PoolingModel.PAULE_MANDEL, PoolingModel.REML
    ]
    test: PoolingTest | None = None
    """Without it: Wald for a common effect, modified Knapp-Hartung for every other model."""


class Search(Record):
    """What was looked through for evidence, and how."""

    where: Line
    words: Line
    when: Month
    found: Line | None = None


class Standing(Record):
    """How a study stands to the others of its body."""

    study: Key
    why: Line


class _Body(Record):
    """What every body of evidence says."""

    key_order = (
        "id",
        "basis",
        "directness",
        "finding",
        "conclusion",
        "main_reason",
        "start",
        "threshold",
        "question",
        "size",
        "evidence",
        "not_counted",
        "independent",
        "published_pooled",
        "judgements",
        "synthesis",
        "search",
    )

    id: Slug
    directness: Directness
    finding: Finding
    """What the evidence says about the claim or the part of it that this body is about."""
    conclusion: Line
    """The one sentence that the grade is about."""
    main_reason: Line
    """Why the grade is what it is, in a few plain words: printed beside the grade."""
    evidence: list[Evidence] = []
    not_counted: list[Standing] = []
    """Studies that are no evidence of their own, because others that count here are, or may be, of the same people."""
    independent: list[Standing] = []
    """Reviews that do count beside studies which they may include by their dates; ``why`` says what speaks against."""
    search: list[Search] = []


class InterventionBody(_Body):
    """Evidence on whether something works, graded with GRADE."""

    basis: Literal[Basis.INTERVENTION]
    start: Start
    threshold: Threshold
    question: Question | None = None
    """What this body asks, in words that fit into a sentence, where it is not quite the claim's own question."""
    size: Size | None = None
    """How large the effect is, where no printed estimate in the threshold's unit tells it."""
    judgements: GradeJudgements
    synthesis: Synthesis | None = None
    published_pooled: list[OutcomeRef] = []
    """Pooled results of published reviews."""


class PrognosisBody(_Body):
    """Evidence on how often something happens or how it runs its course, graded with GRADE for prognosis."""

    basis: Literal[Basis.PROGNOSIS_OR_FREQUENCY]
    start: Sampling
    threshold: Threshold | None = None
    question: Question | None = None
    """What this body asks, where it is not quite the claim's own question."""
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

    @property
    def not_counted(self) -> list[Standing]:
        """Return no studies, like ``evidence``."""
        return []

    @property
    def independent(self) -> list[Standing]:
        """Return no studies, like ``evidence``."""
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
    calculations: list[Slug] = []
    """Calculations of ``calculations/`` that the page shows."""
    aliases: list[Slug] = []
    """Earlier ids of this claim; their addresses lead here."""
    reviewed: Date
    review_by: Date
    changes: Annotated[list[Change], Field(min_length=1)]
    exemptions: list[Exemption] = []
    """Rules that do not hold for this record, each with the reason."""
