"""The words and signs by which readers meet the vocabulary of the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model.vocabulary import (
    ArmRole,
    Basis,
    Bearing,
    Design,
    Direction,
    Finding,
    Grade,
    Measure,
    Poles,
    Reading,
    RobLevel,
    RobTool,
    SignallingAnswer,
    Topic,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import Enum

GRADE_SYMBOLS: Mapping[Grade, str] = {
    Grade.HIGH: "⊕⊕⊕⊕",
    Grade.MODERATE: "⊕⊕⊕◯",
    Grade.LOW: "⊕⊕◯◯",
    Grade.VERY_LOW: "⊕◯◯◯",
}

# GRADE's symbols belong to GRADE's own questions; the other two bases have steps of this project and show no ⊕.
GRADE_BASES = frozenset({Basis.INTERVENTION, Basis.PROGNOSIS_OR_FREQUENCY})

# Grouped by vocabulary, because members of different ones can share a value ("none", "mixed") and compare equal.
_SPECIAL: Mapping[type[Enum], Mapping[Enum, str]] = {
    Basis: {
        Basis.INTERVENTION: "GRADE, does it work",
        Basis.PROGNOSIS_OR_FREQUENCY: "GRADE, how often or what course",
        Basis.MEASUREMENT: "measurements",
        Basis.DOCUMENT: "documents",
        Basis.NONE: "no evidence found",
    },
    Bearing: {
        Bearing.SUPPORTS: "for the claim",
        Bearing.AGAINST: "against the claim",
        Bearing.MIXED: "both ways",
        Bearing.BACKGROUND: "background",
    },
    Direction: {
        Direction.SAME: "no difference seen",
        Direction.NOT_STATED: "direction not told",
        Direction.NOT_APPLICABLE: "not a comparison",
        Direction.VARIED: "both ways",
    },
    Finding: {
        Finding.HOLDS: "the claim holds",
        Finding.OPPOSITE: "the opposite holds",
        Finding.EXCLUDED: "an important effect is excluded",
        Finding.UNIMPORTANT: "no important effect seen, none excluded",
        Finding.CONFLICTING: "results conflict",
        Finding.SILENT: "cannot tell",
    },
    Reading: {
        Reading.FULL_TEXT: "full text",
        Reading.ABSTRACT: "abstract only",
        Reading.RECORD: "database record or excerpt only",
        Reading.SECOND_HAND: "only through other works",
    },
    Design: {
        Design.RANDOMIZED_PARALLEL: "randomized trial",
        Design.RANDOMIZED_CROSSOVER: "randomized crossover trial",
        Design.RANDOMIZED_WITHIN_PERSON: "randomized trial within persons",
        Design.CONTROLLED_NON_RANDOMIZED: "controlled trial without randomization",
        Design.BEFORE_AFTER: "before-and-after study",
        Design.CASE_CONTROL: "case-control study",
        Design.COHORT: "cohort study",
        Design.CROSS_SECTIONAL: "cross-sectional study",
        Design.IN_VITRO: "laboratory experiment (in vitro)",
        Design.PHYSICS: "physical measurement",
        Design.META_ANALYSIS: "systematic review with meta-analysis",
        Design.DIAGNOSTIC_ACCURACY: "diagnostic study",
    },
    Poles: {
        Poles.NORTH: "north pole to the body",
        Poles.SOUTH: "south pole to the body",
        Poles.UNIPOLAR_UNSPECIFIED: "one pole to the body, which one is not stated",
        Poles.BIPOLAR: "both poles",
        Poles.MULTIPOLAR: "many alternating poles",
        Poles.ALTERNATING: "changing in time",
        Poles.UNIFORM_FIELD: "uniform field",
    },
    Measure: {
        Measure.MD: "mean difference",
        Measure.SMD: "standardized mean difference",
        Measure.RR: "risk ratio",
        Measure.OR: "odds ratio",
        Measure.RD: "risk difference",
        Measure.HR: "hazard ratio",
    },
    ArmRole: {
        ArmRole.SHAM: "dummy (sham)",
        ArmRole.WEAK_MAGNET: "weaker magnet",
    },
    RobTool: {
        RobTool.ROB_2: "RoB 2",
        RobTool.ROB_2_CROSSOVER: "RoB 2 for crossover trials",
        RobTool.ROBINS_I: "ROBINS-I",
        RobTool.QUIPS: "QUIPS",
        RobTool.SYRCLE: "SYRCLE",
        RobTool.NARRATIVE: "judged without a tool",
    },
    RobLevel: {
        RobLevel.NO_INFORMATION: "no information",
    },
    SignallingAnswer: {
        SignallingAnswer.YES: "yes",
        SignallingAnswer.PROBABLY_YES: "probably yes",
        SignallingAnswer.PROBABLY_NO: "probably no",
        SignallingAnswer.NO: "no",
        SignallingAnswer.NO_INFORMATION: "no information",
        SignallingAnswer.NOT_APPLICABLE: "not applicable",
    },
    Topic: {
        Topic.IRON_IN_BLOOD: "iron in blood",
    },
}

DOMAIN_WORDS: Mapping[str, str] = {
    "start": "Starting level",
    "standing": "Step",
    "risk_of_bias": "Risk of bias",
    "inconsistency": "Inconsistency",
    "indirectness": "Indirectness",
    "imprecision": "Imprecision",
    "publication_bias": "Publication bias",
    "large_effect": "Large effect",
    "dose_response": "Dose and response",
    "opposing_confounding": "Confounding works against the effect",
    "bounds": "End of the scale",
}

VERIFIED_WORDS: Mapping[str, str] = {
    "doi": "DOI",
    "pmid": "PubMed number",
    "pmcid": "PMC number",
    "authors": "authors",
    "title": "title",
    "publication": "journal, year and pages",
    "figures": "results",
    "design": "how it was done",
    "funding": "who paid",
}
"""What of a study was seen somewhere."""

JUDGED_WORDS: Mapping[str, str] = {
    **{name: DOMAIN_WORDS[name] for name in DOMAIN_WORDS if name not in {"start", "bounds"}},
    "verdict": "Verdict",
    "directness": "Directness",
    "finding": "What the evidence says",
    "standing": "Step of measurements or documents",
}

# One sign each, told apart by shape alone (drawn in templates/marks.html): colour only comes on top.
VERDICT_MARKS: Mapping[Verdict, str] = {
    Verdict.SUPPORTED: "check",
    Verdict.CONTRADICTED: "cross",
    Verdict.NOT_SUPPORTED: "minus",
    Verdict.OVERSTATED: "half",
    Verdict.UNSETTLED: "wave",
    Verdict.UNTESTED: "ring",
    Verdict.NOT_TESTABLE: "slash",
}

# As readers meet them in lists: what holds, what may hold, what does not, what nobody can tell.
VERDICT_ORDER = (
    Verdict.SUPPORTED,
    Verdict.OVERSTATED,
    Verdict.UNSETTLED,
    Verdict.NOT_SUPPORTED,
    Verdict.CONTRADICTED,
    Verdict.UNTESTED,
    Verdict.NOT_TESTABLE,
)


def words(value: Enum) -> str:
    """Return the words for a value of the vocabulary, in lower case unless it is a name."""
    return _SPECIAL.get(type(value), {}).get(value) or str(value.value).replace("-", " ")


def sentence_case(text: str) -> str:
    """Raise the first letter."""
    return text[:1].upper() + text[1:]
