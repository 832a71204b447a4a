"""The head of a claim page: the axes that are never mixed, each in a line of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.body_effect import body_effect
from evidence.model.claim import InterventionBody
from evidence.model.vocabulary import Bearing, Finding, Grade, Measure, Size, Verdict
from evidence.pages.contrasts import effect_words
from evidence.pages.figures import number
from evidence.pages.summary_of_findings import participants_words
from evidence.participants import count_participants
from evidence.statements import question_of, size_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.appraise import Appraisal
    from evidence.body_effect import Effect
    from evidence.model.claim import Body, Claim, Threshold
    from evidence.model.study import Study

# Size in words, where no figure tells it.
_JUDGED: Mapping[Size, str] = {
    Size.LARGE: "Judged as large; no figure sums it up.",
    Size.MODERATE: "Judged as large enough to matter; no figure sums it up.",
    Size.SMALL: "Judged as small; no figure sums it up.",
    Size.TRIVIAL: "Judged as none, or too small to matter; no figure sums it up.",
    Size.UNKNOWN: "Not known: no figure sums up what was found.",
}

_FOUND: Mapping[Finding, str] = {
    Finding.HOLDS: "results point towards the claim",
    Finding.OPPOSITE: "results point to the opposite",
    Finding.EXCLUDED: "an important effect is ruled out",
    Finding.UNIMPORTANT: "no important effect was seen, and none is ruled out",
    Finding.CONFLICTING: "results conflict",
    Finding.SILENT: "results cannot tell",
}


@dataclass(frozen=True, slots=True)
class SizeLine:
    """The size of the effect on one outcome."""

    outcome: str
    """Markdown; empty where there is only one."""
    figure: str
    """The estimate with its interval; empty where there is none."""
    words: str


def effect_sizes(appraisal: Appraisal, studies: Mapping[str, Study]) -> list[SizeLine]:
    """Return the size of the effect for each body that the verdict rests on, or one line on why there is none."""
    claim = appraisal.claim
    resting = [appraisal.bodies[name].body for name in claim.rests_on if name in appraisal.bodies]
    bodies = [body for body in resting if isinstance(body, InterventionBody)]
    if not bodies:
        return [SizeLine("", "", _without_bodies(claim, resting))]
    lines: dict[tuple[str, str], list[str]] = {}
    names = _names(bodies, claim)
    for body, name in zip(bodies, names, strict=True):
        effect = body_effect(body, studies)
        line = (
            ("", _JUDGED[_judged_size(body, appraisal, studies)])
            if effect is None
            else (effect_words(_on_scale(effect, body.threshold)), _importance(effect, body.threshold))
        )
        lines.setdefault(line, []).append(name)
    if len(lines) == 1:
        return [SizeLine("", *line) for line in lines]
    return [SizeLine("; ".join(dict.fromkeys(outcomes)), *line) for line, outcomes in lines.items()]


def _judged_size(body: InterventionBody, appraisal: Appraisal, studies: Mapping[str, Study]) -> Size:
    """Return the size as the reviewers judged it; evidence that cannot tell if there is an effect tells no size."""
    unsure = appraisal.bodies[body.id].grade is Grade.VERY_LOW
    return Size.UNKNOWN if unsure else size_of(body, studies)


def _names(bodies: list[InterventionBody], claim: Claim) -> list[str]:
    """Name what each body measured; by its people too, where several bodies measured the same."""
    questions = [question_of(body, claim) for body in bodies]
    outcomes = [
        question.outcome if question else body.conclusion for body, question in zip(bodies, questions, strict=True)
    ]
    return [
        f"{outcome} ({question.population})" if question and outcomes.count(outcome) > 1 else outcome
        for outcome, question in zip(outcomes, questions, strict=True)
    ]


def _on_scale(effect: Effect, threshold: Threshold) -> Effect:
    """Name the scale of an effect without a unit; its threshold was mapped to the same scale."""
    if effect.unit or effect.measure is not Measure.MD:
        return effect
    if effect.minimal is None or not threshold.minimal or threshold.out_of is None:
        return replace(effect, unit="(unit not told)")
    return replace(effect, unit=f"points of {number(effect.minimal / threshold.minimal * threshold.out_of)}")


def _importance(effect: Effect, threshold: Threshold) -> str:
    """Hold an estimate and its interval against the smallest effect that matters."""
    if effect.minimal is None:
        return ""
    if abs(effect.value - effect.null) >= effect.minimal:
        return f"That is enough to matter ({threshold.value})."
    ends = [abs(end - effect.null) for end in (effect.low, effect.high) if end is not None]
    open_still = not ends or max(ends) >= effect.minimal
    return f"Too little to matter ({threshold.value}){', which is not ruled out' if open_still else ''}."


def _without_bodies(claim: Claim, resting: list[Body]) -> str:
    if claim.question is None:
        return "Does not apply: this is no claim about the effect of a treatment."
    if not resting:
        return "Not known: nobody is known to have measured it."
    if all(body.finding is Finding.EXCLUDED for body in resting):
        return "Too small to matter, by what was measured."
    return "No figure: what the verdict rests on is no comparison of treatments."


def why_verdict(appraisal: Appraisal) -> str:
    """Say in words from which findings the verdict follows."""
    claim = appraisal.claim
    if claim.verdict in {Verdict.UNTESTED, Verdict.NOT_TESTABLE}:
        return "nothing that was found tests the claim itself"
    if claim.verdict is Verdict.OVERSTATED:
        return "one part of the claim holds and another part does not"
    resting = [appraisal.bodies[name] for name in claim.rests_on if name in appraisal.bodies]
    found = dict.fromkeys(
        f"{_FOUND[judged.body.finding]} ({judged.grade.word} certainty)" for judged in resting if judged.grade
    )
    # The rules allow this verdict beside the one that would follow from the grade alone.
    if claim.verdict is Verdict.SUPPORTED and len(appraisal.allowed) > 1:
        found["a precaution that costs little may rest on low certainty"] = None
    return "; ".join(found)


def results_words(body: Body, studies: Mapping[str, Study]) -> str:
    """Say how much stands in the table of a body: "15 results, 340 people (10 studies)"."""
    results = counted(len(body.evidence), "result")
    people = count_participants([item.study for item in body.evidence], studies)
    if not people.studies:
        return f"{results} from {counted(people.reviews, 'review or document', 'reviews or documents')}"
    return f"{results}, {participants_words(people)}"


def counted(number: int, one: str, many: str = "") -> str:
    """Write how many there are of something; without ``many`` its plural ends in s."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def evidence_words(claim: Claim) -> str:
    """Say how much evidence a claim has, for the line under the heading; empty where it has none."""
    keys = [item.study for body in claim.bodies for item in body.evidence]
    if not keys:
        return ""
    telling = {item.study for body in claim.bodies for item in body.evidence if item.bearing is not Bearing.BACKGROUND}
    works = len(dict.fromkeys(keys))
    bodies = len([body for body in claim.bodies if body.evidence])
    lead = f"{counted(works, 'work')}, of which {len(telling)} speak for or against the claim"
    if works == len(telling):
        lead = f"{works} work{' speaks' if works == 1 else 's speak'} for or against the claim"
    return f"{lead}." if bodies == 1 else f"{lead}, in {bodies} groups."
