"""The sentence that a grade and a size of effect allow, and what a sentence of the reviewers claims beyond it.

The templates are those of GRADE guidance 26 (Santesso 2020): the size chooses the verb, the certainty the hedge. Of
its words for low and very low certainty not every one was checked against the paper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.body_effect import body_effect
from evidence.model.claim import InterventionBody
from evidence.model.vocabulary import Bearing, Better, Direction, Finding, Grade, Size
from evidence.readability import sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.model.claim import Body, Claim, Question
    from evidence.model.study import Study

_LITTLE = frozenset({Finding.UNIMPORTANT, Finding.EXCLUDED})
_NO_READING = frozenset({Finding.SILENT, Finding.CONFLICTING})

# By certainty: what stands before a verb in its plain form, and the verb's own form.
_HEDGES: Mapping[Grade, str] = {Grade.HIGH: "", Grade.MODERATE: "probably ", Grade.LOW: "may ", Grade.VERY_LOW: ""}
_VERBS: Mapping[Direction, tuple[str, str]] = {
    Direction.HIGHER: ("increase", "increases"),
    Direction.LOWER: ("reduce", "reduces"),
}
_OTHER_VERB = ("change", "changes")
_NOUNS: Mapping[Direction, str] = {Direction.HIGHER: "increase", Direction.LOWER: "reduction"}

# Words that say how sure a sentence is, by the grade that they belong to.
_MARKERS: Mapping[Grade, re.Pattern[str]] = {
    Grade.VERY_LOW: re.compile(
        r"very uncertain|unclear|unknown|not known|nobody knows|too uncertain"
        r"|(?:can|could) ?not (?:yet )?(?:be told|tell|show|say|settle|be settled|be known)"
        r"|(?:has|have) (?:not|never) been (?:measured|tested|studied)"
        r"|no (?:\w+ )?(?:study|trial) (?:was|were|has been) found",
        re.IGNORECASE,
    ),
    Grade.LOW: re.compile(r"\b(?:may|might|could|perhaps|possibly)\b", re.IGNORECASE),
    Grade.MODERATE: re.compile(r"\b(?:probably|likely)\b", re.IGNORECASE),
}
# "Proves" and "certainly" claim more than any grade below high gives.
_CERTAIN = re.compile(
    r"\b(?:certainly|definitely|undoubtedly|conclusively|guaranteed)\b"
    r"|\bwithout (?:any )?doubt\b|\bno effect\b(?! size)",
    re.IGNORECASE,
)
_PROOF = re.compile(r"\b(?:dis)?prove[sdn]?\b", re.IGNORECASE)
# "Not proven", "what would prove it" and "proves nothing" claim nothing.
_NO_PROOF_BEFORE = re.compile(
    r"\b(?:not|no|nor|neither|never|nothing|nobody|cannot|without|would|could|must)\b|n['’]t\b", re.IGNORECASE
)
_NO_PROOF_AFTER = re.compile(r"(?: \w+){0,2} (?:nothing|neither)\b", re.IGNORECASE)
_REPORT = re.compile(r"\b(?:trials?|stud(?:y|ies)|tests?|teams?|experiments?)\b", re.IGNORECASE)


def size_of(body: InterventionBody, studies: Mapping[str, Study]) -> Size:
    """Return the size of the effect: trivial by the finding, else from the estimate, else as the record types it.

    One threshold tells small from important and no more, so an estimate never makes an effect large by itself.
    """
    if body.finding in _LITTLE:
        return Size.TRIVIAL
    important = is_important(body, studies)
    if important is None:
        return body.size or Size.UNKNOWN
    return (body.size or Size.MODERATE) if important else Size.TRIVIAL


def is_important(body: InterventionBody, studies: Mapping[str, Study]) -> bool | None:
    """Tell whether the printed estimate reaches the smallest effect that matters; None without either of the two."""
    effect = body_effect(body, studies)
    return None if effect is None or effect.minimal is None else abs(effect.value - effect.null) >= effect.minimal


def statement(body: Body, grade: Grade | None, claim: Claim, studies: Mapping[str, Study]) -> str:
    """Return the sentence that a body's size and certainty allow, empty where it asks no question of an effect.

    An indirect body needs a question of its own: the claim's question is not what it answers.
    """
    if not isinstance(body, InterventionBody) or grade is None:
        return ""
    question = question_of(body, claim)
    if question is None:
        return ""
    return write(
        question, grade, size_of(body, studies), direction_of(body, studies), readable=body.finding not in _NO_READING
    )


def question_of(body: Body, claim: Claim) -> Question | None:
    """Return the question that a body answers: its own, else the claim's where the body is direct."""
    own: Question | None = getattr(body, "question", None)
    return own or (claim.question if body.directness.value == "direct" else None)


def write(question: Question, grade: Grade, size: Size, direction: Direction, *, readable: bool = True) -> str:
    """Fill a template of GRADE guidance 26; ``readable`` is False where results conflict or cannot speak."""
    treatment, outcome = _within(question.intervention), _within(question.outcome)
    comparator = f"compared with {_within(question.comparator)}"
    if grade is Grade.VERY_LOW:
        return _sentence(f"the evidence is very uncertain about the effect of {treatment} on {outcome}, {comparator}")
    if not readable:
        return _sentence(f"the evidence cannot tell what effect {treatment} has on {outcome}, {comparator}")
    hedge = _HEDGES[grade]
    plain, inflected = _VERBS.get(direction, _OTHER_VERB)
    # "May" takes the plain form of the verb; after "probably" and alone it is inflected.
    verb, result = (plain, "result") if grade is Grade.LOW else (inflected, "results")
    match size:
        case Size.TRIVIAL:
            does = f"{result} in little to no difference in {outcome}"
        case Size.LARGE:
            does = f"{result} in a large {_NOUNS.get(direction, 'change')} in {outcome}"
        case Size.SMALL:
            does = f"{verb} {outcome} slightly"
        case _:
            does = f"{verb} {outcome}"
    return _sentence(f"{treatment} {hedge}{does}, {comparator}")


def direction_of(body: InterventionBody, studies: Mapping[str, Study]) -> Direction:
    """Return which way the outcome went in the results that carry the finding, where all that tell it agree.

    It is read from point estimates, and a majority is not enough: results that differ have no common direction.
    Scales on which more is better stand for less of the complaint, so a mixture of both kinds gives none either.
    """
    wanted = Bearing.AGAINST if body.finding is Finding.OPPOSITE else Bearing.SUPPORTS
    outcomes = [
        outcome
        for item in body.evidence
        if item.bearing is wanted and item.study in studies
        for outcome in studies[item.study].outcomes
        if outcome.id == item.outcome
    ]
    told = {item.direction for item in outcomes if item.direction in _VERBS}
    better = {item.scale.better for item in outcomes if item.scale and item.scale.better is not Better.NEITHER}
    return told.pop() if len(told) == 1 and len(better) < 2 else Direction.VARIED  # noqa: PLR2004


def overstated_words(text: str, grade: Grade) -> list[str]:
    """Return the words of a text that claim certainty which no grade below high gives."""
    if grade is Grade.HIGH:
        return []
    found = []
    for sentence in sentences(text):
        found += _CERTAIN.findall(sentence)
        found += [
            proof.group()
            for proof in _PROOF.finditer(sentence)
            if not _NO_PROOF_BEFORE.search(sentence, 0, proof.start())
            and not _NO_PROOF_AFTER.match(sentence, proof.end())
        ]
    return found


def claimed_grades(text: str) -> frozenset[Grade]:
    """Return the grades that a sentence's hedges belong to; high alone, where it has none."""
    found = frozenset(grade for grade, pattern in _MARKERS.items() if pattern.search(text))
    return found or frozenset({Grade.HIGH})


def contradiction(text: str, grade: Grade, *, readable: bool = True, reports: bool = False) -> str:
    """Say how a sentence contradicts its grade, or return an empty text.

    ``readable`` is False for findings on which there is nothing to be sure of; they may be put as uncertain at any
    grade. ``reports`` allows a sentence to say what trials found instead of what is so, down to low certainty.
    """
    words = overstated_words(text, grade)
    if words:
        return f"says “{words[0]}”, which is more than {grade.word} certainty allows"
    claimed = claimed_grades(text)
    if min(claimed) > grade:
        if reports and grade is Grade.LOW and _REPORT.search(text):
            return ""
        return f"sounds like {min(claimed).word} certainty and is graded {grade.word}"
    if readable and max(claimed) < grade:
        return f"sounds like {max(claimed).word} certainty and is graded {grade.word}"
    return ""


def hedge_words(grade: Grade) -> str:
    """Name the words that go with a grade, for hints."""
    return {
        Grade.HIGH: "no hedge",
        Grade.MODERATE: "“probably” or “likely”",
        Grade.LOW: "“may”",
        Grade.VERY_LOW: "“very uncertain”, “unclear” or “cannot be told”",
    }[grade]


def _within(phrase: str) -> str:
    """Lower the first letter for use within a sentence, unless the word is an abbreviation."""
    return phrase[:1].lower() + phrase[1:] if phrase[1:2].islower() or phrase[1:2] == " " else phrase


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}.".replace(",,", ",")
