"""The words that records choose from, with what each one means to a reader.

The meanings are printed on the method page as they stand here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Topic(StrEnum):
    """The nine topics, in the order in which the site lists them."""

    BLOOD_FLOW = "blood-flow"
    IRON_IN_BLOOD = "iron-in-blood"
    POLE_EFFECTS = "pole-effects"
    MECHANISM = "mechanism"
    PAIN_RELIEF = "pain-relief"
    USE = "use"
    SAFETY = "safety"
    INSOLES = "insoles"
    BACKGROUND = "background"


class ClaimKind(StrEnum):
    """What sort of statement a claim is."""

    EFFECT = "effect"
    """Does it work?"""
    MECHANISM = "mechanism"
    """How is it said to work?"""
    USAGE = "usage"
    """How is it to be used?"""
    SAFETY = "safety"
    """Is it safe?"""
    BACKGROUND = "background"
    """A fact about bodies, people or markets that the argument leans on."""


class PutAs(StrEnum):
    """How the document puts the claim forward."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    BELIEVED = "believed"
    HEDGED = "hedged"
    IMPLIED = "implied"


class Basis(StrEnum):
    """What sort of question a body of evidence answers, which decides how it is graded."""

    INTERVENTION = "intervention"
    PROGNOSIS_OR_FREQUENCY = "prognosis-or-frequency"
    MEASUREMENT = "measurement"
    DOCUMENT = "document"
    NONE = "none"


class Directness(StrEnum):
    """Whether a body of evidence tests the claim as it is worded."""

    DIRECT = "direct"
    INDIRECT = "indirect"


class Finding(StrEnum):
    """What a body of evidence says about the claim, apart from how sure it is.

    With directness and grade this decides which verdicts are allowed (``evidence.appraise``).
    """

    HOLDS = "holds"
    """The best reading of the evidence is that the claim, or the part of it, holds."""
    OPPOSITE = "opposite"
    """The best reading is that the opposite of the claim holds."""
    EXCLUDED = "excluded"
    """An effect as large as the stated threshold is excluded."""
    UNIMPORTANT = "unimportant"
    """The best estimate is no effect, or one too small to matter; an important effect is not excluded."""
    CONFLICTING = "conflicting"
    """Results point both ways and no reading is better than the other."""
    SILENT = "silent"
    """The evidence cannot speak for or against the claim as worded."""


class Size(StrEnum):
    """How large an effect is by its best estimate, held against the threshold and never against a P value."""

    LARGE = "large"
    MODERATE = "moderate"
    SMALL = "small"
    TRIVIAL = "trivial"
    """Too small to matter, or none."""
    UNKNOWN = "unknown"
    """No estimate, or no threshold to hold it against."""


class Bearing(StrEnum):
    """What one result says about the claim."""

    SUPPORTS = "supports"
    AGAINST = "against"
    MIXED = "mixed"
    BACKGROUND = "background"


class Grade(IntEnum):
    """How sure the evidence makes us, in four steps."""

    VERY_LOW = 1
    LOW = 2
    MODERATE = 3
    HIGH = 4

    @property
    def word(self) -> str:
        """Name the grade for readers."""
        return self.name.lower().replace("_", " ")


class Verdict(StrEnum):
    """Where a claim stands. The order is the order in which the verdicts are decided."""

    NOT_TESTABLE = "not-testable"
    UNTESTED = "untested"
    OVERSTATED = "overstated"
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_SUPPORTED = "not-supported"
    UNSETTLED = "unsettled"

    @property
    def word(self) -> str:
        """Name the verdict for readers."""
        return self.value.replace("-", " ", 1).capitalize()


VERDICT_MEANING: Mapping[Verdict, str] = {
    Verdict.NOT_TESTABLE: "As it is worded, nothing that could be observed would count against the claim.",
    Verdict.UNTESTED: "No study was found that tests the claim itself. What was looked through is listed on the page.",
    Verdict.OVERSTATED: "Part of the claim holds, and another part of it does not.",
    Verdict.SUPPORTED: "Good evidence on the claim itself agrees with it.",
    Verdict.CONTRADICTED: "Good evidence shows the opposite, or rules out an effect large enough to matter.",
    Verdict.NOT_SUPPORTED: (
        "The claim was tested, and the best estimate is no effect or one too small to matter. "
        "A worthwhile effect has not been ruled out."
    ),
    Verdict.UNSETTLED: "The claim was tested, but the results are too few, too weak or too contradictory to tell.",
}

GRADE_MEANING: Mapping[Grade, str] = {
    Grade.HIGH: "We are very confident: more research is unlikely to change the conclusion.",
    Grade.MODERATE: "The conclusion is probably right, but it could turn out to be noticeably different.",
    Grade.LOW: "Our confidence is limited: the truth may well be different from the conclusion.",
    Grade.VERY_LOW: (
        "We have hardly any confidence in the conclusion. This does not mean that something does not work; "
        "it means that the evidence cannot tell."
    ),
}

BASIS_MEANING: Mapping[Basis, str] = {
    Basis.INTERVENTION: "Does it work? Graded with GRADE: randomized trials start high, other comparisons start low.",
    Basis.PROGNOSIS_OR_FREQUENCY: (
        "How often does it happen, or how does it run its course? Graded with GRADE for prognosis: "
        "representative cohorts and surveys start high."
    ),
    Basis.MEASUREMENT: "What do physics and physiology measure? Graded in four named steps of this project.",
    Basis.DOCUMENT: "What do records, guidelines and histories say? Graded in four named steps of this project.",
    Basis.NONE: "No evidence was found; the page says what was looked through.",
}


class Start(StrEnum):
    """Where the grade of an intervention body starts."""

    RANDOMIZED = "randomized"
    NON_RANDOMIZED = "non-randomized"
    NON_RANDOMIZED_ROBINS_I = "non-randomized-robins-i"
    """Non-randomized, with risk of bias judged by ROBINS-I: starts high and may lose three levels for bias."""


class Sampling(StrEnum):
    """Where the grade of a prognosis or frequency body starts."""

    REPRESENTATIVE = "representative"
    SELECTED = "selected"


class MeasurementStanding(StrEnum):
    """The four steps for measurements in physics and physiology."""

    REPLICATED = "replicated"
    SOUND = "sound"
    WEAK_OR_DISPUTED = "weak-or-disputed"
    INFERRED_OR_CONTRADICTED = "inferred-or-contradicted"


class DocumentStanding(StrEnum):
    """The four steps for counts, guidelines, prices and histories."""

    COMPLETE_AND_CURRENT = "complete-and-current"
    DATED_OR_PARTLY_SEEN = "dated-or-partly-seen"
    SECOND_HAND = "second-hand"
    ANECDOTAL = "anecdotal"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a standing scale: the grade it gives and what it stands for."""

    grade: Grade
    meaning: str


MEASUREMENT_STEPS: Mapping[MeasurementStanding, Step] = {
    MeasurementStanding.REPLICATED: Step(Grade.HIGH, "measured independently more than once, with agreeing results"),
    MeasurementStanding.SOUND: Step(Grade.MODERATE, "one sound measurement"),
    MeasurementStanding.WEAK_OR_DISPUTED: Step(Grade.LOW, "one weak measurement, or a disputed one"),
    MeasurementStanding.INFERRED_OR_CONTRADICTED: Step(
        Grade.VERY_LOW, "inferred from something else, or contradicted by other measurements"
    ),
}

DOCUMENT_STEPS: Mapping[DocumentStanding, Step] = {
    DocumentStanding.COMPLETE_AND_CURRENT: Step(Grade.HIGH, "complete and current sources"),
    DocumentStanding.DATED_OR_PARTLY_SEEN: Step(Grade.MODERATE, "complete but dated, or seen only in part"),
    DocumentStanding.SECOND_HAND: Step(Grade.LOW, "second-hand accounts"),
    DocumentStanding.ANECDOTAL: Step(Grade.VERY_LOW, "anecdotes"),
}


class Design(StrEnum):
    """How a piece of evidence was obtained."""

    RANDOMIZED_PARALLEL = "randomized-parallel"
    RANDOMIZED_CROSSOVER = "randomized-crossover"
    RANDOMIZED_WITHIN_PERSON = "randomized-within-person"
    CONTROLLED_NON_RANDOMIZED = "controlled-non-randomized"
    BEFORE_AFTER = "before-after"
    COHORT = "cohort"
    CASE_CONTROL = "case-control"
    CROSS_SECTIONAL = "cross-sectional"
    SURVEY = "survey"
    CASE_SERIES = "case-series"
    CASE_REPORT = "case-report"
    DIAGNOSTIC_ACCURACY = "diagnostic-accuracy"
    HUMAN_PHYSIOLOGY = "human-physiology"
    ANIMAL_EXPERIMENT = "animal-experiment"
    IN_VITRO = "in-vitro"
    PHYSICS = "physics"
    META_ANALYSIS = "meta-analysis"
    SYSTEMATIC_REVIEW = "systematic-review"
    NARRATIVE_REVIEW = "narrative-review"
    GUIDELINE = "guideline"
    TEXTBOOK = "textbook"
    TRADE_BOOK = "trade-book"
    AGENCY_PAGE = "agency-page"
    REFERENCE_PAGE = "reference-page"
    NEWS_REPORT = "news-report"
    SELLER_PAGE = "seller-page"
    STANDARD_OR_LAW = "standard-or-law"


MAYBE_RANDOMIZED = frozenset(
    {
        Design.RANDOMIZED_PARALLEL,
        Design.RANDOMIZED_CROSSOVER,
        Design.RANDOMIZED_WITHIN_PERSON,
        Design.HUMAN_PHYSIOLOGY,
        Design.ANIMAL_EXPERIMENT,
        Design.IN_VITRO,
    }
)
"""Designs of trials with lots, and of experiments, whose design does not tell whether lots were drawn."""


class Reading(StrEnum):
    """How much of a publication was read for this review."""

    FULL_TEXT = "full-text"
    ABSTRACT = "abstract"
    RECORD = "record"
    """A database record or an excerpt, less than the abstract."""
    SECOND_HAND = "second-hand"
    """Only what other works say of it."""


class Poles(StrEnum):
    """Which way the magnets faced the body."""

    NORTH = "unipolar-north"
    SOUTH = "unipolar-south"
    UNIPOLAR_UNSPECIFIED = "unipolar-unspecified"
    BIPOLAR = "bipolar"
    MULTIPOLAR = "multipolar"
    ALTERNATING = "alternating"
    UNIFORM_FIELD = "uniform-field"
    NONE = "none"
    NOT_REPORTED = "not-reported"


class ArmRole(StrEnum):
    """What an arm or condition stands for in a comparison."""

    MAGNET = "magnet"
    WEAK_MAGNET = "weak-magnet"
    SHAM = "sham"
    OTHER_TREATMENT = "other-treatment"
    USUAL_CARE = "usual-care"
    NO_TREATMENT = "no-treatment"
    CONDITION = "condition"
    """A condition of an experiment without magnets, such as walking or standing."""


class Direction(StrEnum):
    """Which way an outcome lay in the first arm of a comparison, by its point estimate and never by P."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"
    """Equal as far as printed, or described as the same or unchanged."""
    VARIED = "varied"
    """Different in different people, times, doses or studies."""
    NOT_STATED = "not-stated"
    """Not told. A difference that is only said not to be statistically significant has a direction that is not told."""
    NOT_APPLICABLE = "not-applicable"
    """The result is not a comparison."""


class Better(StrEnum):
    """Which end of a scale is good for the person."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Measure(StrEnum):
    """Measures of effect."""

    MD = "MD"
    SMD = "SMD"
    RR = "RR"
    OR = "OR"
    RD = "RD"
    HR = "HR"
    RATIO_OF_MEANS = "ratio-of-means"
    MEAN = "mean"
    MEDIAN = "median"
    MEDIAN_DIFFERENCE = "median-difference"
    PERCENT_CHANGE = "percent-change"
    PROPORTION = "proportion"
    COUNT = "count"
    CORRELATION = "correlation"
    LIKELIHOOD_RATIO = "likelihood-ratio"
    QUANTITY = "quantity"
    """A measured quantity with its unit, where nothing is compared."""


class PoolingModel(StrEnum):
    """How results are combined."""

    COMMON_EFFECT = "common-effect"
    DERSIMONIAN_LAIRD = "dersimonian-laird"
    PAULE_MANDEL = "paule-mandel"
    REML = "reml"
    NOT_STATED = "not-stated"


class PoolingTest(StrEnum):
    """How interval and P of a combined result are obtained."""

    WALD = "wald"
    """By the normal distribution, with the variances of the studies taken as known."""
    HARTUNG_KNAPP = "hartung-knapp"
    """By t, with a variance estimated from how the effects differ."""
    MODIFIED_KNAPP_HARTUNG = "modified-knapp-hartung"
    """The same, with a variance that is never below the one of the Wald test: for few studies."""


class RobTool(StrEnum):
    """Tools for judging risk of bias."""

    ROB_2 = "rob-2"
    ROB_2_CROSSOVER = "rob-2-crossover"
    ROBINS_I = "robins-i"
    QUIPS = "quips"
    SYRCLE = "syrcle"
    NARRATIVE = "narrative"
    """No tool: named judgements with reasons."""


class EffectOfInterest(StrEnum):
    """Which effect a result is about, which decides what counts as a deviation (RoB 2)."""

    ASSIGNMENT = "assignment"
    """Of being assigned to a treatment, whether it was used or not."""
    ADHERING = "adhering"
    """Of using the treatment as planned."""


class RobLevel(StrEnum):
    """Judgements of risk of bias, from the tools' own words."""

    LOW = "low"
    SOME_CONCERNS = "some-concerns"
    MODERATE = "moderate"
    HIGH = "high"
    SERIOUS = "serious"
    CRITICAL = "critical"
    NO_INFORMATION = "no-information"


class RobDomain(StrEnum):
    """Domains of the tools. Which belong to which tool is a rule of the checker."""

    RANDOMIZATION = "randomization"
    DEVIATIONS = "deviations"
    MISSING_DATA = "missing-data"
    MEASUREMENT = "measurement"
    REPORTED_RESULT = "reported-result"
    PERIOD_AND_CARRYOVER = "period-and-carryover"
    CONFOUNDING = "confounding"
    SELECTION = "selection"
    CLASSIFICATION = "classification"
    OTHER = "other"


class SignallingAnswer(StrEnum):
    """Answers to signalling questions."""

    YES = "Y"
    PROBABLY_YES = "PY"
    PROBABLY_NO = "PN"
    NO = "N"
    NO_INFORMATION = "NI"
    NOT_APPLICABLE = "NA"
    """Only where the tool offers it. A question that is not asked has no answer."""


class NoticeKind(StrEnum):
    """What has been published about a publication since."""

    CORRECTION = "correction"
    ERRATUM = "erratum"
    EXPRESSION_OF_CONCERN = "expression-of-concern"
    RETRACTION = "retraction"
    WITHDRAWAL = "withdrawal"
    SUPERSEDED = "superseded"
    COMMENT = "comment"


GRAVE_NOTICES = frozenset(NoticeKind) - {NoticeKind.COMMENT}
"""Notices that may change what a publication counts for: a reader must see them before the results."""


class Role(StrEnum):
    """What a sentence of a source document does."""

    CLAIM = "claim"
    HEADING = "heading"
    ANNOUNCEMENT = "announcement"
    QUESTION = "question"
    OPINION = "opinion"
    HISTORY = "history"
    DESCRIPTION = "description"
    DISCLAIMER = "disclaimer"
    ADVICE = "advice"


class DocumentKind(StrEnum):
    """What sort of text a source document is."""

    PROMOTIONAL_ARTICLE = "promotional-article"
    BLOG_POST = "blog-post"


class MadeBy(StrEnum):
    """Who joins two claims into an argument."""

    DOCUMENT = "document"
    REVIEWERS = "reviewers"
