"""A claim: what is said, what evidence there is, how it was judged, what follows."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from evidence.model.exemption import Exemption
from evidence.model.fields import (
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
from evidence.model.judgements import DocumentJudgement, GradeJudgements, MeasurementJudgement
from evidence.model.vocabulary import (
    Basis,
    Bearing,
    ClaimKind,
    Directness,
    Finding,
    MadeBy,
    Measure,
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
    """Paragraph and sentence in it, counted from 1: ``p8s1``."""
    phrase: Name
    """An exact phrase of the sentence, at most 12 words."""
    put_as: PutAs
    """How the document puts it: as a fact, a report or a belief, with a hedge, or between the lines."""


class Question(Record):
    """The question of a claim about an effect, as PICO."""

    population: Line
    """P of PICO: the people that the question is about."""
    intervention: Line
    """I of PICO: the treatment, in words that can begin a sentence."""
    comparator: Line
    """C of PICO: what it is compared with, in words that follow “compared with”."""
    outcome: Line
    """O of PICO: what is measured, in words that follow “reduces” or “the effect on”."""


class Reliance(Record):
    """A claim that this one needs to be true."""

    claim: Slug
    """Id of that claim; it may be a planned one."""
    made_by: MadeBy
    """Whether the document joins the two or the reviewers do."""
    why: Line | None = None
    """How the argument runs from that claim to this one."""


class OutcomeRef(Record):
    """A result: a study and one of its outcomes."""

    study: Key
    """Key of a study of ``studies/``."""
    outcome: Slug
    """Id of one of its outcomes."""


class Evidence(OutcomeRef):
    """One result and what it says about the claim."""

    bearing: Bearing
    """Which way it points, for or against the claim. ``background`` is shown and does not count."""
    why: Line
    """What it says about the claim, and what limits it."""
    calculation: Slug | None = None
    """A calculation of ``calculations/`` that ``why`` speaks of."""


class Threshold(Record):
    """What counts as an effect: the null effect, or a minimal important difference with its source."""

    null_effect: Flag = False
    """``true`` where any difference from none counts; the other two keys then stay away."""
    value: Annotated[Name, Field(pattern=THRESHOLD_PATTERN)] | None = None
    """The smallest difference that matters, with its unit: ``1 °C``. On a scale, with its length: ``10 of 100 on a pain
    scale``."""
    source: Line | None = None
    """Where ``value`` comes from, or who chose it and why; printed beside it."""

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
    """The results that are pooled, one for each trial. Each stands in ``evidence`` as well."""
    measure: Measure
    """Measure that is pooled. Each of the results must give it."""
    model: Literal[
        PoolingModel.COMMON_EFFECT, PoolingModel.DERSIMONIAN_LAIRD, PoolingModel.PAULE_MANDEL, PoolingModel.REML
    ]
    """How they are combined. As one common effect, or as random effects with a way to estimate the variance between
    studies."""
    test: PoolingTest | None = None
    """How interval and P are obtained. Without it: Wald for a common effect, modified Knapp-Hartung for every other
    model."""


class Search(Record):
    """What was looked through for evidence, and how."""

    where: Line
    """What was looked through: databases, registers, web pages, works at hand."""
    words: Line
    """The words that were looked for, as they were typed."""
    when: Month
    """Year and month of the search: ``2026-11``."""
    found: Line | None = None
    """What came of it, in a sentence."""


class Standing(Record):
    """How a study stands to the others of its body."""

    study: Key
    """Key of the study, which stands in ``evidence``."""
    why: Line
    """Why it does not count here, or counts all the same; printed."""


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
    """A short name, to which ``rests_on``, ``parts`` and second assessments point."""
    directness: Directness
    """Whether it tests the claim as it is worded; a verdict can rest on direct bodies only."""
    finding: Finding
    """What the evidence says about the claim or the part of it that this body is about."""
    conclusion: Line
    """The one sentence that the grade is about."""
    main_reason: Line
    """Why the grade is what it is, in a few plain words: printed beside the grade."""
    evidence: list[Evidence] = []
    """The results that speak to the question, for and against alike, and background."""
    not_counted: list[Standing] = []
    """Studies that are shown and not counted. Others that count here are, or may be, of the same people."""
    independent: list[Standing] = []
    """Reviews that count beside studies which, by their dates, they may include. ``why`` says what speaks against."""
    search: list[Search] = []
    """What was looked through for evidence on this question."""


class InterventionBody(_Body):
    """Evidence on whether something works, graded with GRADE."""

    basis: Literal[Basis.INTERVENTION]
    """Sort of question, which decides how it is graded: does it work?"""
    start: Start
    """Where GRADE starts: high for randomized trials and for ROBINS-I, low for other comparisons."""
    threshold: Threshold
    """What counts as an effect; estimate and interval are held against it."""
    question: Question | None = None
    """Its question, if not the claim's own. In words that fit into a sentence."""
    size: Size | None = None
    """How large the effect is. Unknown without it, where no printed estimate in the threshold's unit tells it."""
    judgements: GradeJudgements
    """A judgement with its reason on each domain of GRADE; the grade follows from them."""
    synthesis: Synthesis | None = None
    """Which results this review pools, and how. Without it the page shows which way each result points."""
    published_pooled: list[OutcomeRef] = []
    """Pooled results of published reviews. Each has an ``effect``; they are printed in a table."""


class PrognosisBody(_Body):
    """Evidence on how often something happens or how it runs its course, graded with GRADE for prognosis."""

    basis: Literal[Basis.PROGNOSIS_OR_FREQUENCY]
    """Sort of question, which decides how it is graded: how often, or what course?"""
    start: Sampling
    """Where GRADE starts: high for representative groups, low for selected ones."""
    threshold: Threshold | None = None
    """Which difference would matter, where the question has one; printed below the grading."""
    question: Question | None = None
    """Its question, if not the claim's own."""
    judgements: GradeJudgements
    """A judgement with its reason on each domain of GRADE; the grade follows from them."""
    published_pooled: list[OutcomeRef] = []
    """Pooled results of published reviews. Each has an ``effect``; they are printed in a table."""


class MeasurementBody(_Body):
    """Measurements of physics and physiology."""

    basis: Literal[Basis.MEASUREMENT]
    """Sort of question, which decides how it is graded: what do physics and physiology measure?"""
    judgements: MeasurementJudgement
    """The step on which it stands, with the reason; the grade follows from it."""


class DocumentBody(_Body):
    """Counts, guidelines, prices, histories."""

    basis: Literal[Basis.DOCUMENT]
    """Sort of question, which decides how it is graded: what do records, guidelines and histories say?"""
    judgements: DocumentJudgement
    """The step on which it stands, with the reason; the grade follows from it."""


class EmptyBody(Record):
    """A question for which no evidence was found. Has no grade."""

    id: Slug
    """A short name, to which ``parts`` may point."""
    basis: Literal[Basis.NONE]
    """``none``: no evidence was found on this question."""
    directness: Directness = Directness.DIRECT
    """Whether the question is that of the claim as it is worded."""
    finding: Literal[Finding.SILENT] = Finding.SILENT
    """Always ``silent``: there is no evidence that could speak."""
    conclusion: Line
    """What was not found, in one sentence."""
    search: Annotated[list[Search], Field(min_length=1)]
    """What was looked through in vain."""

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
    """Verdict on this part. It must be the one that the body gives."""
    body: Slug
    """The body of evidence that it rests on."""


class Change(Record):
    """A change that readers should know of."""

    date: Date
    """Day of the change, by which the page and the feed are sorted."""
    what: Line
    """What is new for readers, in a sentence; printed on the page and in the feed."""


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
    """What sort of statement it is; ``effect`` needs a ``question``."""
    draft: Flag = False
    """A draft is checked but not published."""
    verdict: Verdict
    """Where the claim stands; must be one that its bodies allow."""
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
    """The sentences of the documents that make the claim."""
    question: Question | None = None
    """PICO, for claims about an effect."""
    relies_on: list[Reliance] = []
    """Claims that must hold for this one to hold. They are its chain of argument."""
    bodies: Annotated[list[Body], Field(min_length=1)]
    """Bodies of evidence: each is everything that answers one question."""
    rests_on: list[Slug] = []
    """The bodies on which the verdict stands."""
    parts: list[Part] = []
    """Its parts, where each may be true or false by itself."""
    in_favour: Prose
    """The strongest case for the claim."""
    why_believed: Prose
    """Where the belief comes from."""
    unknown: Prose
    """What is unknown and which study would settle it."""
    also_asked: Annotated[list[Name], Field(min_length=5)]
    """Questions and words that people use, misspellings included."""
    related: list[Slug] = []
    """Ids of other claims that its page leads to."""
    calculations: list[Slug] = []
    """Calculations of ``calculations/`` that the page shows."""
    aliases: list[Slug] = []
    """Earlier ids of this claim; their addresses lead here."""
    reviewed: Date
    """Day on which its evidence was last looked at and judged."""
    review_by: Date
    """Day by which it is looked at again, at most 24 months after ``reviewed``; then its page says that it is due."""
    changes: Annotated[list[Change], Field(min_length=1)]
    """What changed for readers and when, the first publication included."""
    exemptions: list[Exemption] = []
    """Rules that do not hold for this record, each with the reason."""
