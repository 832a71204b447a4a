"""Sentences from size and certainty, and sentences against their grade. Expected texts are written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.bodies import at, claim, documented, empty
from tests.unit.projects import CLAIM, Project
from tests.unit.results import by_key, effect, items, outcome, study

from evidence.appraise import appraise_claim
from evidence.model.claim import InterventionBody, Question
from evidence.model.vocabulary import Direction, Grade, Size
from evidence.statements import contradiction, direction_of, is_important, size_of, statement, write

if TYPE_CHECKING:
    from pathlib import Path

    from evidence.model.claim import Body
    from evidence.model.study import Study

ASKED = {
    "population": "adults",
    "intervention": "A magnet",
    "comparator": "a dummy",
    "outcome": "Pain",
}
QUESTION = Question.model_validate(ASKED)


@pytest.mark.parametrize(
    ("grade", "size", "direction", "expected"),
    [
        ("HIGH", "large", "lower", "A magnet results in a large reduction in pain, compared with a dummy."),
        ("HIGH", "moderate", "higher", "A magnet increases pain, compared with a dummy."),
        ("HIGH", "small", "lower", "A magnet reduces pain slightly, compared with a dummy."),
        ("HIGH", "trivial", "lower", "A magnet results in little to no difference in pain, compared with a dummy."),
        (
            "MODERATE",
            "large",
            "higher",
            "A magnet probably results in a large increase in pain, compared with a dummy.",
        ),
        ("MODERATE", "moderate", "lower", "A magnet probably reduces pain, compared with a dummy."),
        ("MODERATE", "small", "lower", "A magnet probably reduces pain slightly, compared with a dummy."),
        ("LOW", "large", "lower", "A magnet may result in a large reduction in pain, compared with a dummy."),
        ("LOW", "moderate", "lower", "A magnet may reduce pain, compared with a dummy."),
        ("LOW", "unknown", "varied", "A magnet may change pain, compared with a dummy."),
        ("LOW", "trivial", "varied", "A magnet may result in little to no difference in pain, compared with a dummy."),
    ],
)
def test_template(grade: str, size: str, direction: str, expected: str) -> None:
    """The size chooses the verb, the certainty the hedge."""
    assert expected == write(QUESTION, Grade[grade], Size(size), Direction(direction))


@pytest.mark.parametrize("size", list(Size))
def test_very_low_says_the_same_of_any_size(size: Size) -> None:
    """At very low certainty the sentence says only that."""
    expected = "The evidence is very uncertain about the effect of a magnet on pain, compared with a dummy."

    assert expected == write(QUESTION, Grade.VERY_LOW, size, Direction.LOWER)


def test_conflicting_results_have_no_direction() -> None:
    """Results that conflict are told as that, however sure each of them is."""
    expected = "The evidence cannot tell what effect a magnet has on pain, compared with a dummy."

    assert expected == write(QUESTION, Grade.LOW, Size.UNKNOWN, Direction.LOWER, readable=False)


def test_abbreviations_keep_their_capitals() -> None:
    """Only the first letter of an ordinary word is lowered inside the sentence."""
    asked = Question.model_validate(ASKED | {"outcome": "MRI signal"})

    assert "A magnet may change MRI signal, compared with a dummy." == write(
        asked, Grade.LOW, Size.UNKNOWN, Direction.VARIED
    )


def told(made: Body, studies: dict[str, Study] | None = None, **fields: object) -> str:
    """Return the sentence of a body of a claim."""
    whole = claim(made, **({"question": ASKED} | fields))
    judged = appraise_claim(whole).bodies[made.id]
    return statement(judged.body, judged.grade, whole, studies or {})


def test_direct_body_answers_the_claims_question() -> None:
    """A direct body without a question of its own answers the claim's."""
    assert "A magnet may result in little to no difference in pain, compared with a dummy." == told(
        at("low", "unimportant")
    )


def test_indirect_body_needs_a_question_of_its_own() -> None:
    """The claim's question is not what indirect evidence answers."""
    own = ASKED | {"outcome": "pain in horses"}

    assert "" == told(at("low", "unimportant", directness="indirect"))
    assert "A magnet may result in little to no difference in pain in horses, compared with a dummy." == told(
        at("low", "unimportant", directness="indirect", question=own)
    )


@pytest.mark.parametrize("made", [documented("second-hand"), empty()])
def test_other_bases_have_no_template(made: Body) -> None:
    """GRADE's templates are for effects of interventions."""
    assert "" == told(made)


def intervention(finding: str = "holds", **fields: object) -> InterventionBody:
    """Return a body at low."""
    made = at("low", finding, **fields)
    assert isinstance(made, InterventionBody)
    return made


PAIN = {"value": "10 of 100 on a pain scale", "source": "a source"}
HUNDRED = {"name": "VAS", "low": 0, "high": 100, "better": "lower"}


def reported(value: float) -> dict[str, Study]:
    """Return one trial with an effect on a scale of 0 to 100."""
    return by_key([study("alpha2001", outcome(scale=HUNDRED, effect=effect(value)))])


@pytest.mark.parametrize(
    ("value", "typed", "important", "size"),
    [
        (-9.9, None, False, Size.TRIVIAL),
        (9.9, "large", False, Size.TRIVIAL),
        (-10, None, True, Size.MODERATE),
        (-10, "large", True, Size.LARGE),
    ],
)
def test_size_comes_from_the_estimate(value: float, typed: str | None, important: bool, size: Size) -> None:  # noqa: FBT001
    """Below the threshold an effect is trivial; above it, one threshold cannot tell large from small."""
    made = intervention(threshold=PAIN, size=typed)
    studies = reported(value)

    assert (important, size) == (is_important(made, studies), size_of(made, studies))


def test_size_without_an_estimate_is_typed_or_unknown() -> None:
    """Where nothing is printed, the record says the size or nobody does."""
    assert Size.UNKNOWN is size_of(intervention(), {})
    assert Size.SMALL is size_of(intervention(size="small"), {})
    assert Size.TRIVIAL is size_of(intervention("unimportant"), {})
    assert Size.TRIVIAL is size_of(intervention("excluded"), {})


@pytest.mark.parametrize(
    ("directions", "expected"),
    [
        (["lower", "lower"], Direction.LOWER),
        (["lower", "not-stated"], Direction.LOWER),
        (["lower", "higher", "lower"], Direction.VARIED),
        (["same"], Direction.VARIED),
    ],
)
def test_direction_needs_agreement(directions: list[str], expected: Direction) -> None:
    """A majority of results gives no direction."""
    keys = [f"study{letter}" for letter in "abc"[: len(directions)]]
    studies = by_key(study(key, outcome(direction=way)) for key, way in zip(keys, directions, strict=True))
    made = intervention(evidence=items(*((key, "pain") for key in keys), bearing="supports"))

    assert expected is direction_of(made, studies)


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Magnets reduce pain.", "HIGH"),
        ("Magnets probably reduce pain.", "MODERATE"),
        ("Magnets are likely to reduce pain.", "MODERATE"),
        ("Magnets may make little to no difference.", "LOW"),
        ("Magnets may help, but the evidence is very uncertain.", "VERY_LOW"),
        ("It cannot be told whether magnets help.", "VERY_LOW"),
        ("It is not proven that magnets help; they may.", "LOW"),
        ("It may help, and what would prove it is a trial.", "LOW"),
        ("It may help. That proves nothing.", "LOW"),
        ("It may help; no effect size is printed.", "LOW"),
    ],
)
def test_sentence_that_fits_its_grade(text: str, grade: str) -> None:
    """Each level has its words."""
    assert "" == contradiction(text, Grade[grade])


@pytest.mark.parametrize(
    ("text", "grade", "fault"),
    [
        ("Magnets do not help.", "LOW", "sounds like high certainty and is graded low"),
        ("Magnets may help.", "VERY_LOW", "sounds like low certainty and is graded very low"),
        ("Magnets probably help.", "LOW", "sounds like moderate certainty and is graded low"),
        ("Magnets help.", "MODERATE", "sounds like high certainty and is graded moderate"),
        ("Magnets may help.", "MODERATE", "sounds like low certainty and is graded moderate"),
        ("It is unclear whether magnets help.", "LOW", "sounds like very low certainty and is graded low"),
        ("Magnets may help, as a trial proves.", "LOW", "says “proves”, which is more than low certainty allows"),
        (
            "Magnets probably have no effect.",
            "MODERATE",
            "says “no effect”, which is more than moderate certainty allows",
        ),
        ("Magnets certainly may help.", "LOW", "says “certainly”, which is more than low certainty allows"),
    ],
)
def test_sentence_against_its_grade(text: str, grade: str, fault: str) -> None:
    """Too sure and not sure enough are both told."""
    assert fault == contradiction(text, Grade[grade])


def test_uncertainty_is_always_right_where_results_conflict() -> None:
    """Nothing can be read from conflicting results, whatever their grade."""
    assert "" == contradiction("It cannot be told which is better.", Grade.LOW, readable=False)


def test_answer_may_report_what_a_trial_saw() -> None:
    """An answer at low certainty may tell what was found; at very low that would still sound sure."""
    text = "One small trial found no difference worth noticing."

    assert "" == contradiction(text, Grade.LOW, reports=True)
    assert contradiction(text, Grade.VERY_LOW, reports=True)
    assert contradiction("Magnets do not help.", Grade.LOW, reports=True)


def test_hint_gives_the_sentence(tmp_path: Path) -> None:
    """The problem names the body and both levels, and the hint the words and the made sentence."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "Holding a magnet for an hour may make", "Holding a magnet for an hour makes")

    (problem,) = project.problems()

    assert problem.message.endswith("The conclusion of `warmth` sounds like high certainty and is graded low.")
    assert (
        "low goes with “may”; from size and grade follows: A magnet in the hand may result in little to no "
        "difference in skin temperature, compared with a dummy."
    ) == problem.hint


def test_words_of_other_bases_are_held_against_certainty_only(tmp_path: Path) -> None:
    """An answer that says "proves" is at fault whatever it rests on."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "One small trial found no difference", "One small trial proves that there is no difference")

    assert [f"{CLAIM}:8:9 conclusion-against-grade"] == project.found()


def test_finding_against_a_printed_estimate(tmp_path: Path) -> None:
    """An estimate beyond the threshold is no unimportant effect."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "value: 1 °C", "value: 0.05 °C")

    # 0.1 °C was measured; -0.37 to 0.57 °C now crosses both thresholds.
    assert [f"{CLAIM}:27:14 size-against-finding", f"{CLAIM}:43:28 imprecision-milder"] == project.found()
