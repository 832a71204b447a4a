"""The grade of a body of evidence, from the judgements in its record.

Sources of the arithmetic: GRADE (levels, start and domains: Guyatt 2011 and the GRADE handbook) for the bases
``intervention`` and ``prognosis-or-frequency``; this project's own steps (design section 3, printed on the method
page) for ``measurement`` and ``document``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.model.claim import Body, DocumentBody, EmptyBody, InterventionBody, MeasurementBody, PrognosisBody
from evidence.model.vocabulary import DOCUMENT_STEPS, MEASUREMENT_STEPS, Grade, Sampling, Start

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.model.judgements import GradeJudgements

# Non-randomized evidence starts at low, unless ROBINS-I compared it with a randomized trial: then the bias domain
# carries what the start level would otherwise have taken off (GRADE guideline 18).
START_LEVEL: Mapping[Start | Sampling, Grade] = {
    Start.RANDOMIZED: Grade.HIGH,
    Start.NON_RANDOMIZED: Grade.LOW,
    Start.NON_RANDOMIZED_ROBINS_I: Grade.HIGH,
    Sampling.REPRESENTATIVE: Grade.HIGH,
    Sampling.SELECTED: Grade.LOW,
}

START_WORDS: Mapping[Start | Sampling, str] = {
    Start.RANDOMIZED: "randomized trials",
    Start.NON_RANDOMIZED: "comparisons without randomization",
    Start.NON_RANDOMIZED_ROBINS_I: "comparisons without randomization, bias judged by ROBINS-I",
    Sampling.REPRESENTATIVE: "representative cohorts or surveys",
    Sampling.SELECTED: "selected groups",
}

DOWN_DOMAINS = ("risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias")
UP_DOMAINS = ("large_effect", "dose_response", "opposing_confounding")


@dataclass(frozen=True, slots=True)
class GradeStep:
    """One step on the way to a grade."""

    rule: str
    """What the step is about: ``start``, a GRADE domain, ``standing`` or ``bounds``."""
    change: int
    """Levels gained or lost; for the start, the level itself."""
    reason: str
    """Markdown of the record, or the words of the scale."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade and how it came about."""

    grade: Grade
    total: int
    """The sum before it was kept within 1 and 4: below 1, a single better judgement would not raise the grade."""
    steps: tuple[GradeStep, ...]


def grade_body(body: Body) -> Graded | None:
    """Grade a body of evidence. A body without evidence has no grade."""
    match body:
        case InterventionBody() | PrognosisBody():
            return _sum_up(body.start, body.judgements)
        case MeasurementBody():
            step = MEASUREMENT_STEPS[body.judgements.standing]
            return _standing(step.grade, step.meaning, body.judgements.reason)
        case DocumentBody():
            document_step = DOCUMENT_STEPS[body.judgements.standing]
            return _standing(document_step.grade, document_step.meaning, body.judgements.reason)
        case EmptyBody():
            return None


def worst_level(domain: str, start: Start | Sampling) -> int:
    """Return the most levels that a doubt may take off, as a negative number: GRADE's own bounds.

    Two, but one for publication bias (GRADE guideline 5) and three for risk of bias on the ROBINS-I path, where the
    domain carries what the start would otherwise have taken off (GRADE guideline 18).
    """
    if domain == "publication_bias":
        return -1
    return -3 if domain == "risk_of_bias" and start is Start.NON_RANDOMIZED_ROBINS_I else -2


def _sum_up(start: Start | Sampling, judgements: GradeJudgements) -> Graded:
    steps = [GradeStep("start", int(START_LEVEL[start]), START_WORDS[start])]
    steps += [
        GradeStep(domain, judgement.level, judgement.reason)
        for domain in (*DOWN_DOMAINS, *UP_DOMAINS)
        if (judgement := getattr(judgements, domain)) is not None
    ]
    total = sum(step.change for step in steps)
    grade = Grade(min(max(total, Grade.VERY_LOW), Grade.HIGH))
    if grade != total:
        steps.append(GradeStep("bounds", grade - total, "the scale ends at very low and at high"))
    return Graded(grade, total, tuple(steps))


def _standing(grade: Grade, meaning: str, reason: str) -> Graded:
    return Graded(grade, int(grade), (GradeStep("standing", int(grade), f"{meaning}: {reason}"),))
