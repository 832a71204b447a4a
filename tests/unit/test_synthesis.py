"""The conditions of pooling: what may be pooled, and what stands in the way."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import CLAIM
from tests.unit.synthesised import synthesised_sample, trial_file

from evidence.appraise import appraise_claim
from evidence.model.vocabulary import PoolingTest
from evidence.review import review_project
from evidence.rules.pooling import ENOUGH, INDEPENDENT, KNOWN, LISTED, MEASURE, MODEL
from evidence.synthesis import Synthesised

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.projects import Project

    from evidence.problem import Problem, Rule

BETA, GAMMA, DELTA = map(trial_file, ("beta2002", "gamma2003", "delta2004"))
REF = "        - {study: %s, outcome: skin-temperature}\n"
EVIDENCE = "      - {study: beta2002, outcome: skin-temperature, bearing: against, why: Small.}\n"


def faults(project: Project) -> list[Problem]:
    """Return the problems of pooling."""
    return [problem for problem in review_project(project.root).problems if problem.rule.startswith("synthesis-")]


def test_sound_synthesis_is_pooled(tmp_path: Path) -> None:
    """A body that asks for a synthesis gets one in its appraisal, with its rows in the order of the record."""
    review = review_project(synthesised_sample(tmp_path).root)
    result = review.appraisals["magnets-warm-the-hand"].bodies["warmth"].synthesis

    # Differences of -0.2, 0 and 0.2 with equal variances of 0.05: mean 0, Q = 0.08 / 0.05 = 1.6 with 2 df, so τ² = 0
    # and SE √(0.05 / 3); the modified test keeps that and takes t with 2 df, 4.302653.
    assert isinstance(result, Synthesised)
    assert ["beta2002", "gamma2003", "delta2004"] == [row.study.id for row in result.rows]
    assert pytest.approx([-0.2, 0, 0.2], abs=1e-12) == [row.estimate.value for row in result.rows]
    assert pytest.approx([100 / 3] * 3) == [row.weight for row in result.rows]
    assert 60 == result.participants
    assert PoolingTest.MODIFIED_KNAPP_HARTUNG is result.pooled.test
    assert pytest.approx((0, 1.6, 0), abs=1e-12) == (result.pooled.estimate, result.pooled.q, result.pooled.tau2)
    assert pytest.approx(4.302653 * math.sqrt(0.05 / 3)) == result.pooled.high
    assert () == result.left_out


def test_common_effect_is_tested_by_wald(tmp_path: Path) -> None:
    """Without a named test a common effect goes with Wald."""
    project = synthesised_sample(tmp_path)
    project.replace(CLAIM, "model: dersimonian-laird", "model: common-effect")
    result = review_project(project.root).appraisals["magnets-warm-the-hand"].bodies["warmth"].synthesis

    assert isinstance(result, Synthesised)
    assert PoolingTest.WALD is result.pooled.test
    assert pytest.approx(1.959964 * math.sqrt(0.05 / 3)) == result.pooled.high


def test_nothing_is_pooled_without_being_asked_for(tmp_path: Path) -> None:
    """A body without a synthesis has none, and a claim that is appraised without studies has none either."""
    review = review_project(synthesised_sample(tmp_path).root)
    claim = review.library.claims["magnets-warm-the-hand"].value
    alone = appraise_claim(claim).bodies["warmth"]
    joint = review.appraisals["magnets-warm-the-hand"].bodies["warmth"]
    unasked = claim.model_copy(update={"bodies": [claim.bodies[0].model_copy(update={"synthesis": None})]})

    assert alone.synthesis is None
    assert (alone.grade, alone.verdict) == (joint.grade, joint.verdict)
    assert appraise_claim(unasked, {}).bodies["warmth"].synthesis is None


def change(file: str, old: str, new: str) -> Callable[[Project], None]:
    """Change a passage of a file."""
    return lambda project: project.replace(file, old, new)


def overlap(project: Project) -> None:
    """Let the last trial share people with the first."""
    project.replace(DELTA, "harms:", "overlaps_with: [{study: beta2002, why: The same people.}]\nharms:")
    do_not_count(project)


def reverse_overlap(project: Project) -> None:
    """Let the first trial share people with the last."""
    project.replace(BETA, "harms:", "overlaps_with: [{study: delta2004, why: The same people.}]\nharms:")
    do_not_count(project)


def do_not_count(project: Project) -> None:
    """Let the last trial be shown as no evidence of its own, so that only its pooling is at fault."""
    project.replace(
        CLAIM, "    judgements:\n", "    not_counted: [{study: delta2004, why: The same people.}]\n    judgements:\n"
    )


def make_observation(project: Project) -> None:
    """Let a trial be no trial."""
    project.replace(BETA, "kind: trial\ndesign: randomized-parallel", "kind: study\ndesign: cohort")
    project.replace(BETA, "randomized: 20\n", "analysed: 20\n")


def lose_numbers(project: Project) -> None:
    """Let a trial give its effect without saying how many took part."""
    project.replace(BETA, "magnet, n: 10}", "magnet}")
    project.replace(BETA, "sham, n: 10}", "sham}")
    project.replace(BETA, "randomized: 20\n", "")
    project.replace(CLAIM, "known_participants: 80", "known_participants: 81")
    project.replace(BETA, "    data:\n      - {arm: magnet, n: 10, mean: 29.8, sd: 0.5}\n", "")
    project.replace(
        BETA, "      - {arm: sham, n: 10, mean: 30, sd: 0.5}\n", "    effect: {measure: MD, value: -0.2, se: 0.1}\n"
    )


def standardise_changes(project: Project) -> None:
    """Pool standardised differences, of which one is of changes."""
    project.replace(CLAIM, "measure: MD", "measure: SMD")
    project.replace(GAMMA, "{arm: magnet, n: 10, mean: 30, sd", "{arm: magnet, n: 10, change_mean: 0, change_sd")
    project.replace(GAMMA, "{arm: sham, n: 10, mean: 30, sd", "{arm: sham, n: 10, change_mean: 0, change_sd")


def turn_scales(project: Project) -> None:
    """Let higher be better in one trial and lower in another; the third does not say."""
    project.replace(BETA, "better: neither", "better: lower")
    project.replace(GAMMA, "better: neither", "better: higher")


def agree_exactly(project: Project) -> None:
    """Let all effects be equal and ask for Hartung and Knapp."""
    project.replace(CLAIM, "model: dersimonian-laird", "model: dersimonian-laird\n      test: hartung-knapp")
    project.replace(BETA, "mean: 29.8", "mean: 30")
    project.replace(BETA, "direction: lower", "direction: same")
    project.replace(DELTA, "mean: 30.2", "mean: 30")
    project.replace(DELTA, "direction: higher", "direction: same")


FAULTS = [
    pytest.param(
        change(CLAIM, EVIDENCE, ""),
        LISTED,
        "`skin-temperature` of `beta2002` does not.",
        "{study: beta2002",
        id="listed",
    ),
    pytest.param(
        change(CLAIM, REF % "delta2004", REF % "beta2002"),
        INDEPENDENT,
        "`beta2002` stands here already.",
        "{study: beta2002",
        id="twice",
    ),
    pytest.param(overlap, INDEPENDENT, "`delta2004` shares people with `beta2002`.", "{study: delta2004", id="overlap"),
    pytest.param(
        reverse_overlap, INDEPENDENT, "`delta2004` shares people with `beta2002`.", "{study: delta2004", id="overlapped"
    ),
    pytest.param(
        change(GAMMA, "°C, better", "°F, better"),
        MEASURE,
        "`gamma2003` cannot be combined with `beta2002`: °F against °C.",
        "{study: gamma2003",
        id="unit",
    ),
    pytest.param(
        turn_scales,
        MEASURE,
        "`gamma2003` cannot be combined with `beta2002`: higher is better in the one and lower in the other.",
        "{study: gamma2003",
        id="direction",
    ),
    pytest.param(
        standardise_changes,
        MEASURE,
        "`gamma2003` cannot be combined with `beta2002`: the one is standardised by changes and the other by end "
        "scores.",
        "{study: gamma2003",
        id="changes",
    ),
    # 60 of 131 are 45.8 %; half of 131, rounded up to whole people, is 66.
    pytest.param(
        change(CLAIM, "known_participants: 80", "known_participants: 131"),
        ENOUGH,
        "It holds 60 of 131 known participants, 45.8%; half is 66.",
        "outcomes:",
        id="share",
    ),
    pytest.param(make_observation, ENOUGH, "It pools 2 trials (beta2002: no trial).", "outcomes:", id="trials"),
    # 40 of 81 are 49.4 %; half is 40.5, that is 41 people.
    pytest.param(
        lose_numbers,
        ENOUGH,
        "It holds 40 of 81 known participants, 49.4%; half is 41 (beta2002: number not told).",
        "outcomes:",
        id="untold",
    ),
    pytest.param(
        change(CLAIM, "known_participants: 80", "known_participants: 59"),
        KNOWN,
        "The pooled trials alone hold 60.",
        "known_participants:",
        id="known",
    ),
    pytest.param(
        change(CLAIM, "model: dersimonian-laird", "model: common-effect\n      test: hartung-knapp"),
        MODEL,
        "`hartung-knapp` allows for differing true effects, and `common-effect` has none.",
        "model:",
        id="test",
    ),
    pytest.param(
        agree_exactly,
        MODEL,
        "It has none: all effects are equal, which leaves Hartung and Knapp no standard error.",
        "model:",
        id="model",
    ),
]


@pytest.mark.parametrize(("spoil", "rule", "seen", "place"), FAULTS)
def test_fault(spoil: Callable[[Project], object], rule: Rule, seen: str, place: str, tmp_path: Path) -> None:
    """A synthesis that breaks a condition is one error, at what breaks it, that says what was seen."""
    project = synthesised_sample(tmp_path)
    spoil(project)

    problems = faults(project)

    assert [(rule.id, f"{rule.must} {seen}")] == [(problem.rule, problem.message) for problem in problems]
    assert project.text_at(problems[0].place).startswith(place)
    assert problems[0].hint


def test_reason_of_missing_effect_is_told(tmp_path: Path) -> None:
    """Where an outcome gives no effect in the measure, the reason that the estimate gives is printed."""
    project = synthesised_sample(tmp_path)
    project.replace(CLAIM, "measure: MD", "measure: RR")

    problems = faults(project)

    assert ["synthesis-measure"] * 3 == [problem.rule for problem in problems]
    assert "`beta2002` gives no RR: events are not told for both arms" in problems[0].message


def test_half_is_enough(tmp_path: Path) -> None:
    """Half of the known participants is enough, and so are three trials."""
    project = synthesised_sample(tmp_path)
    project.replace(CLAIM, "known_participants: 80", "known_participants: 120")

    assert [] == faults(project)


def test_too_few_trials_and_participants_are_one_fault(tmp_path: Path) -> None:
    """A synthesis that fails on both counts says both in one message."""
    project = synthesised_sample(tmp_path)
    make_observation(project)

    project.replace(CLAIM, "known_participants: 80", "known_participants: 412")

    # The two trials hold 40 people; half of 412 is 206; 40 / 412 = 9.7 %.
    assert ["It pools 2 trials (beta2002: no trial), and holds 40 of 412 known participants, 9.7%; half is 206."] == [
        problem.message.removeprefix(f"{ENOUGH.must} ") for problem in faults(project)
    ]


def test_faulty_study_does_not_breed_faults(tmp_path: Path) -> None:
    """While a pooled study has a fault of its own, nothing is said of the synthesis."""
    project = synthesised_sample(tmp_path)
    project.replace(BETA, "design: randomized-parallel", "design: randomised")

    assert [] == faults(project)
    assert any(problem.place.file == BETA for problem in project.problems())


def test_model_must_be_named(tmp_path: Path) -> None:
    """The word for a model that a publication does not state is none that this review may choose."""
    project = synthesised_sample(tmp_path)
    project.replace(CLAIM, "model: dersimonian-laird", "model: not-stated")

    assert ["record-value"] == [problem.rule for problem in project.problems() if problem.place.file == CLAIM]
