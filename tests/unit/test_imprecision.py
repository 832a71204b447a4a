"""The suggestion for imprecision. Every expected level is read off the interval by eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.bodies import body
from tests.unit.projects import ASSESSMENT, CLAIM, Project
from tests.unit.results import by_key, effect, items, outcome, review, study

from evidence.imprecision import Bounds, Suggestion, suggest, suggest_for
from evidence.model.claim import InterventionBody, Threshold

if TYPE_CHECKING:
    from pathlib import Path

PAIN = {"value": "10 of 100 on a pain scale", "source": "a source"}
HUNDRED = {"name": "VAS", "low": 0, "high": 100, "better": "lower"}
TEN = {"name": "NRS", "low": 0, "high": 10, "better": "lower"}


@pytest.mark.parametrize(
    ("low", "high", "minimal", "level"),
    [
        # Against no effect: an interval with 0 inside loses one level, more it cannot cross.
        pytest.param(-3, 1, None, -1, id="crosses-null"),
        pytest.param(-3, -1, None, 0, id="benefit"),
        pytest.param(1, 3, None, 0, id="harm"),
        pytest.param(0, 3, None, 0, id="touches-null"),
        # Against 10 either way.
        pytest.param(-18, -2, 10, -1, id="crosses-benefit"),
        pytest.param(2, 18, 10, -1, id="crosses-harm"),
        pytest.param(-12, 14, 10, -2, id="crosses-both"),
        pytest.param(-5.9, 1.8, 10, 0, id="within"),
        pytest.param(-30, -12, 10, 0, id="beyond"),
        pytest.param(-10, 10, 10, 0, id="touches-both"),
    ],
)
def test_interval_against_threshold(low: float, high: float, minimal: float | None, level: int) -> None:
    """One threshold crossed suggests one level, both two, none none where people are enough."""
    found = suggest(Bounds(low, high, 0, minimal), people=400)

    assert found
    assert (level, True) == (found.level, found.by_interval)


def test_ratio_has_its_null_at_one() -> None:
    """0.8 to 1.3 holds no effect; 1.01 to 4.42 does not."""
    assert suggest(Bounds(0.8, 1.3, 1, None), events=300) == Suggestion(
        -1, "the interval lies on both sides of no effect", by_interval=True
    )
    assert suggest(Bounds(1.01, 4.42, 1, None), events=300) == Suggestion(
        0, "the interval crosses no threshold", by_interval=True
    )


@pytest.mark.parametrize(("people", "level"), [(399, -1), (400, 0)])
def test_people(people: int, level: int) -> None:
    """About 400 people are wanted where no threshold is crossed."""
    found = suggest(Bounds(-3, -1, 0, None), people=people)

    assert found
    assert level == found.level


@pytest.mark.parametrize(("events", "level"), [(299, -1), (300, 0)])
def test_events(events: int, level: int) -> None:
    """About 300 events are wanted, however many people there were."""
    found = suggest(None, people=10_000, events=events)

    assert found
    assert (level, False) == (found.level, found.by_interval)


def test_nothing_known() -> None:
    """Without interval, people and events nothing is suggested."""
    assert suggest(None) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("10 of 100 on a pain scale", (10.0, 100.0, "on a pain scale")),
        ("1 °C", (1.0, None, "°C")),
        ("0.5 ml per minute", (0.5, None, "ml per minute")),
    ],
)
def test_threshold_is_read(value: str, expected: tuple[float, float | None, str]) -> None:
    """A threshold is a number, the length of its scale where it has one, and a unit."""
    threshold = Threshold(value=value, source="a source")

    assert expected == (threshold.minimal, threshold.out_of, threshold.unit)


@pytest.mark.parametrize("value", ["ten points", "10", "about 10 of 100 points", "-1 °C"])
def test_threshold_that_cannot_be_read(value: str) -> None:
    """Anything else is refused where the record is read."""
    with pytest.raises(ValueError, match="pattern"):
        Threshold(value=value, source="a source")


def made(threshold: object, *refs: tuple[str, str], **fields: object) -> InterventionBody:
    """Return a body with a threshold and results."""
    found = body(threshold=threshold, evidence=items(*refs), **fields)
    assert isinstance(found, InterventionBody)
    return found


def test_threshold_goes_with_the_length_of_the_scale() -> None:
    """10 of 100 is 1 on a scale of 0 to 10: -1.4 to 0.2 crosses it, on 0 to 100 the same numbers cross nothing."""
    for scale, level in ((TEN, -1), (HUNDRED, 0)):
        studies = by_key([study("alpha2001", outcome(scale=scale, effect=effect(-0.6, -1.4, 0.2)), randomized=500)])

        found = suggest_for(made(PAIN, ("alpha2001", "pain")), studies)

        assert found
        assert (level, True) == (found.level, found.by_interval)


def test_units_that_differ_are_not_compared() -> None:
    """A threshold in °C says nothing of an interval in mm: only the people count."""
    scale = {"name": "length", "unit": "mm", "better": "lower"}
    studies = by_key([study("alpha2001", outcome(scale=scale, effect=effect(2, -1, 5)), randomized=80)])

    assert suggest_for(made({"value": "1 °C", "source": "s"}, ("alpha2001", "pain")), studies) == Suggestion(
        -1, "80 people are known of and about 400 are wanted", by_interval=False
    )


def test_several_studies_have_no_common_interval() -> None:
    """None of two unpooled intervals stands for both, and the people of both are counted."""
    result = outcome(scale=HUNDRED, effect=effect(-2, -20, 16))
    studies = by_key([study("alpha2001", result, randomized=40), study("beta2002", result, randomized=50)])

    found = suggest_for(made({"null_effect": True}, ("alpha2001", "pain"), ("beta2002", "pain")), studies)

    assert found == Suggestion(-1, "90 people are known of and about 400 are wanted", by_interval=False)


def test_published_pooling_comes_first() -> None:
    """2.1 (-1.8 to 5.9) against 10 crosses nothing; the single trials' intervals are not used."""
    single = outcome(scale=HUNDRED, effect=effect(-12, -25, 15))
    pooled = outcome("pooled", scale=HUNDRED, effect=effect(2.1, -1.8, 5.9))
    studies = by_key([study("alpha2001", single, randomized=500), review("review2010", pooled)])
    judged = made(PAIN, ("alpha2001", "pain"), published_pooled=[{"study": "review2010", "outcome": "pooled"}])

    assert suggest_for(judged, studies) == Suggestion(0, "the interval crosses no threshold", by_interval=True)


def test_people_of_one_study_count_once() -> None:
    """Two results of one trial of 300 are 300 people and not 600."""
    studies = by_key([study("alpha2001", outcome("pain"), outcome("stiffness"), randomized=300)])

    found = suggest_for(made(PAIN, ("alpha2001", "pain"), ("alpha2001", "stiffness")), studies)

    assert found == Suggestion(-1, "300 people are known of and about 400 are wanted", by_interval=False)


def test_events_of_both_arms_are_counted() -> None:
    """30 and 20 events are 50."""
    data = [{"arm": "magnet", "n": 100, "events": 30}, {"arm": "sham", "n": 100, "events": 20}]
    studies = by_key([study("alpha2001", outcome(data=data)), study("beta2002", outcome(data=data))])

    found = suggest_for(made({"null_effect": True}, ("alpha2001", "pain"), ("beta2002", "pain")), studies)

    # 50 in either study.
    assert found == Suggestion(-1, "100 events were counted and about 300 are wanted", by_interval=False)


def test_harsher_judgement_is_no_problem(tmp_path: Path) -> None:
    """A judgement may take off more than the rule of thumb."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "risk_of_bias: {level: -1", "risk_of_bias: {level: 0")
    project.replace(CLAIM, "imprecision: {level: -1", "imprecision: {level: -2")
    project.remove(ASSESSMENT)

    assert [] == project.found()


def test_milder_judgement_is_told_with_its_numbers(tmp_path: Path) -> None:
    """The warning says what is taken off, what the rule of thumb takes off, and why."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "inconsistency: {level: 0", "inconsistency: {level: -1")
    project.replace(CLAIM, "imprecision: {level: -1", "imprecision: {level: 0")

    # P = 0.66 with 19 degrees of freedom: t = 0.447, SE = 0.1 / 0.447 = 0.224, 0.1 ± 2.093 × 0.224 = -0.37 to 0.57 °C.
    # That crosses neither -1 nor 1 °C; 20 people are fewer than 400.
    seen = (
        "It takes off 0; the rule of thumb 1, because the interval crosses no threshold, "
        "but 20 people are known of and about 400 are wanted."
    )
    assert [seen] == [problem.message.partition("interval. ")[2] for problem in project.problems()]
