"""Rules that hold the words of a record against its grade: how sure a sentence sounds and how sure it may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.appraise import appraise_claim
from evidence.imprecision import suggest_for
from evidence.model.claim import InterventionBody, PrognosisBody
from evidence.model.placeholder import is_placeholder
from evidence.model.vocabulary import Finding, Grade, Size
from evidence.problem import Example, Problem, Rule, Scope, Severity
from evidence.rules.plain_language import PLAIN_FIELDS
from evidence.statements import contradiction, hedge_words, is_important, overstated_words, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.appraise import Appraisal, BodyAppraisal
    from evidence.library import Library
    from evidence.model.claim import Claim
    from evidence.model.study import Study
    from evidence.readers.decode import Loaded

_CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"

CONCLUSION = Rule(
    id="conclusion-against-grade",
    scope=Scope.APPRAISAL,
    must="A conclusion and an answer must sound as sure as the grade: nothing at high, “probably” at moderate, "
    "“may” at low, “very uncertain” at very low.",
    why="Readers take the sentence and leave the grade; GRADE ties the words of the one to the other.",
    example=Example(_CLAIM, "Holding a magnet for an hour may make", "Holding a magnet for an hour makes"),
)
SIGNIFICANCE = Rule(
    id="imprecision-significance",
    scope=Scope.APPRAISAL,
    must="A reason for the judgement on imprecision must not speak of significance.",
    why="Imprecision is about how wide the interval is against the threshold, and about how many people there were. "
    "A P value answers another question.",
    example=Example(_CLAIM, "reason: Twenty people.", "reason: The difference was not statistically significant."),
)
MILDER = Rule(
    id="imprecision-milder",
    scope=Scope.APPRAISAL,
    severity=Severity.WARNING,
    must="A judgement on imprecision should take off what the rule of thumb takes off, where there is an interval.",
    why="It may be milder for a good reason; then that reason is what readers will look for.",
    example=Example(
        _CLAIM,
        "inconsistency: {level: 0, reason: Only one trial.}\n"
        "      indirectness: {level: 0, reason: People and outcome are those of the claim.}\n"
        "      imprecision: {level: -1,",
        "inconsistency: {level: -1, reason: Only one trial.}\n"
        "      indirectness: {level: 0, reason: People and outcome are those of the claim.}\n"
        "      imprecision: {level: 0,",
    ),
    exemptible=True,
)
SIZE = Rule(
    id="size-against-finding",
    scope=Scope.APPRAISAL,
    must="A `size` must be `trivial` where the effect is unimportant or excluded, nowhere else, and fit a printed "
    "estimate.",
    why="The sentence on the page is made from size and grade, the verdict from finding and grade.",
    example=Example(_CLAIM, "    start: randomized\n", "    start: randomized\n    size: large\n"),
)
OVERSTATED = Rule(
    id="text-overstates",
    scope=Scope.APPRAISAL,
    must="A text must not claim more certainty than the grade: no “proves”, “certainly” or “no effect” below high.",
    why="A reader who skips the grade must not come away surer than the evidence is.",
    example=Example(
        _CLAIM, "practical: Gloves warm hands.\n", "practical: Magnets certainly fail, gloves warm hands.\n"
    ),
)
RULES = (CONCLUSION, SIGNIFICANCE, MILDER, SIZE, OVERSTATED)

_NO_READING = frozenset({Finding.SILENT, Finding.CONFLICTING})
_SIGNIFICANCE = re.compile(r"\b(?:in|non-?)?significan\w*", re.IGNORECASE)


def check(library: Library) -> Iterator[Problem]:
    """Check the words of every claim against its grades."""
    studies = {key: loaded.value for key, loaded in library.studies.items()}
    for claim in library.claims.values():
        appraisal = appraise_claim(claim.value)
        for index, judged in enumerate(appraisal.bodies.values()):
            yield from _conclusion(claim, index, judged, studies)
            if isinstance(judged.body, InterventionBody | PrognosisBody):
                yield from _imprecision(claim, index, judged.body, studies)
            if isinstance(judged.body, InterventionBody):
                yield from _size(claim, index, judged.body, studies)
        yield from _answer(claim, appraisal, studies)
        yield from _texts(claim, appraisal)


def _texts(claim: Loaded[Claim], appraisal: Appraisal) -> Iterator[Problem]:
    """Check the plain-language texts but the answer, which is held against its grade by `_answer`."""
    grade = appraisal.grade or Grade.VERY_LOW
    for name in PLAIN_FIELDS:
        text = getattr(claim.value, name)
        words = overstated_words(text, grade) if text and name != "answer" else []
        if words:
            message = f"{OVERSTATED.must} `{name}` says “{words[0]}” beside {grade.word} certainty."
            yield OVERSTATED.at(claim.value_place(name), message, _hint(grade, ""))


def _conclusion(
    claim: Loaded[Claim], index: int, judged: BodyAppraisal, studies: dict[str, Study]
) -> Iterator[Problem]:
    body = judged.body
    if judged.grade is None or is_placeholder(body.conclusion):
        return
    if isinstance(body, InterventionBody | PrognosisBody):
        readable = body.finding not in _NO_READING
        fault = contradiction(body.conclusion, judged.grade, readable=readable)
    else:
        fault = _too_sure(body.conclusion, judged.grade)
    if fault:
        place = claim.value_place("bodies", index, "conclusion")
        hint = _hint(judged.grade, statement(body, judged.grade, claim.value, studies))
        yield CONCLUSION.at(place, f"{CONCLUSION.must} The conclusion of `{body.id}` {fault}.", hint)


def _answer(claim: Loaded[Claim], appraisal: Appraisal, studies: dict[str, Study]) -> Iterator[Problem]:
    text, limiting = claim.value.answer, appraisal.limiting
    if is_placeholder(text):
        return
    grade = appraisal.grade or Grade.VERY_LOW
    hint = _hint(grade, "")
    if limiting is not None and isinstance(limiting.body, InterventionBody | PrognosisBody):
        fault = contradiction(text, grade, readable=False, reports=True)
        hint = _hint(grade, statement(limiting.body, grade, claim.value, studies))
    else:
        fault = _too_sure(text, grade)
    if fault:
        yield CONCLUSION.at(claim.value_place("answer"), f"{CONCLUSION.must} The answer {fault}.", hint)


def _too_sure(text: str, grade: Grade) -> str:
    words = overstated_words(text, grade)
    return f"says “{words[0]}”, which is more than {grade.word} certainty allows" if words else ""


def _hint(grade: Grade, sentence: str) -> str:
    words = f"{grade.word} goes with {hedge_words(grade)}"
    return f"{words}; from size and grade follows: {sentence}" if sentence else words


def _imprecision(
    claim: Loaded[Claim], index: int, body: InterventionBody | PrognosisBody, studies: dict[str, Study]
) -> Iterator[Problem]:
    judgement = body.judgements.imprecision
    found = _SIGNIFICANCE.search(judgement.reason)
    if found:
        place = claim.value_place("bodies", index, "judgements", "imprecision", "reason")
        hint = "say how wide the interval is against the threshold, or how many people there were"
        yield SIGNIFICANCE.at(place, f"{SIGNIFICANCE.must} This one says “{found.group()}”.", hint)
    suggested = suggest_for(body, studies)
    if suggested is not None and suggested.by_interval and judgement.level > suggested.level:
        place = claim.value_place("bodies", index, "judgements", "imprecision", "level")
        seen = f"It takes off {-judgement.level}; the rule of thumb {-suggested.level}, because {suggested.because}."
        yield MILDER.at(place, f"{MILDER.must} {seen}", "lower the level, or say in the reason why it is milder")


def _size(claim: Loaded[Claim], index: int, body: InterventionBody, studies: dict[str, Study]) -> Iterator[Problem]:
    little = body.finding in {Finding.UNIMPORTANT, Finding.EXCLUDED}
    if body.size is not None and little != (body.size is Size.TRIVIAL):
        place = claim.value_place("bodies", index, "size")
        message = f"{SIZE.must} `{body.size}` stands here beside the finding `{body.finding}`."
        yield SIZE.at(place, message, "delete it" if little else "write another size, or mend the finding")
    important = is_important(body, studies)
    if important is not None and important == little and body.finding not in _NO_READING:
        place = claim.value_place("bodies", index, "finding")
        seen = "reaches" if important else "stays below"
        message = f"{SIZE.must} The printed estimate {seen} the threshold, and the finding is `{body.finding}`."
        yield SIZE.at(place, message, "mend the finding or the threshold")
