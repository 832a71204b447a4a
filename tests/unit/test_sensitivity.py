"""What would change a grade. Every expected grade is added up by hand, one judgement at a time."""

from __future__ import annotations

import pytest
from tests.unit.bodies import body, documented, empty, judgements, measured

from evidence.grade import grade_body
from evidence.model.vocabulary import Grade
from evidence.pages.grading import what_would_change
from evidence.sensitivity import Sensitivity, sensitivity, smallest


def of(*lost: int, start: str = "randomized", **raised: int) -> Sensitivity:
    """Return the sensitivity of a body with some levels lost and raised."""
    found = sensitivity(body(start=start, judgements=judgements(*lost, **raised)))
    assert found
    return found


def rows(found: Sensitivity) -> set[tuple[str, int, str]]:
    """Return the changes as judgement, levels and grade."""
    return {(change.judgement, change.levels, change.grade.word) for change in found.changes}


def test_high_can_only_fall() -> None:
    """From 4, each doubt brings moderate by one level (3) and low by two (2); publication bias only has one."""
    expected = {
        (domain, -1, "moderate")
        for domain in ("risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias")
    } | {(domain, -2, "low") for domain in ("risk_of_bias", "inconsistency", "indirectness", "imprecision")}

    assert expected == rows(of())


def test_low_rises_by_one_level_of_either_doubt() -> None:
    """From 4 - 1 - 1 = 2, either lost level given back makes 3, moderate."""
    found = of(-1, 0, 0, -1, 0)

    assert {("risk_of_bias", 1, Grade.MODERATE), ("imprecision", 1, Grade.MODERATE)} == {
        (change.judgement, change.levels, change.grade) for change in found.up
    }
    # 2 - 1 = 1 and 2 - 2 = 0 are both very low.
    assert {Grade.VERY_LOW} == {change.grade for change in found.down}


def test_two_levels_given_back_are_told_apart_from_one() -> None:
    """From 4 - 2 - 1 = 1: bias one level better makes 2, two levels 3; imprecision one level better makes 2."""
    found = of(-2, 0, 0, -1, 0)

    assert {("risk_of_bias", 1, "low"), ("risk_of_bias", 2, "moderate"), ("imprecision", 1, "low")} == rows(found)


def test_nothing_lifts_a_sum_far_below_the_scale() -> None:
    """4 - 2 - 2 - 2 - 1 = -3: two levels given back make -1, which is still very low."""
    found = of(-2, -2, -2, 0, -1)

    assert (Grade.VERY_LOW, -3, ()) == (found.grade, found.total, found.changes)


def test_one_doubt_lifted_altogether_may_be_enough() -> None:
    """4 - 2 - 1 - 1 = 0: one level makes 1, still very low; only the two of indirectness make 2."""
    assert {("indirectness", 2, "low")} == rows(of(-1, 0, -2, -1, 0))


def test_robins_i_allows_a_third_level() -> None:
    """On the ROBINS-I path bias may lose three: 4 - 3 = 1, very low."""
    assert ("risk_of_bias", -3, "very low") in rows(of(start="non-randomized-robins-i"))
    assert not any(levels == -3 for _, levels, _ in rows(of()))


def test_upgrades_are_open_to_clean_evidence_without_randomization() -> None:
    """From 2: a large effect makes 3 or 4, the two others 3. With a level lost none of them counts."""
    clean = {row for row in rows(of(start="non-randomized")) if row[1] > 0}

    assert {
        ("large_effect", 1, "moderate"),
        ("large_effect", 2, "high"),
        ("dose_response", 1, "moderate"),
        ("opposing_confounding", 1, "moderate"),
    } == clean
    # 2 - 1 = 1: only the lost level given back helps.
    assert {("imprecision", 1, "low")} == rows(of(0, 0, 0, -1, 0, start="non-randomized"))


def test_doubt_takes_an_upgrade_with_it() -> None:
    """2 + 1 = 3: one level lost also closes the way to the upgrade, 2 - 1 = 1, very low and not low."""
    found = of(start="non-randomized", large_effect=1)

    assert {("large_effect", -1, "low")} == {row for row in rows(found) if row[0] == "large_effect" and row[1] < 0}
    assert ("imprecision", -1, "very low") in rows(found)


@pytest.mark.parametrize("start", ["randomized", "non-randomized", "non-randomized-robins-i"])
@pytest.mark.parametrize("lost", [(0, 0, 0, 0, 0), (-1, 0, 0, -1, 0), (-2, -1, -2, 0, -1), (0, -1, 0, 0, 0)])
def test_changed_body_has_the_grade_that_was_told(start: str, lost: tuple[int, ...]) -> None:
    """Grading the body with the one doubt changed gives the grade that its change tells."""
    names = ["risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias"]
    for change in of(*lost, start=start).changes:
        if change.judgement in names:
            levels = [
                level + (change.levels if name == change.judgement else 0)
                for name, level in zip(names, lost, strict=True)
            ]
            graded = grade_body(body(start=start, judgements=judgements(*levels)))
            assert graded
            assert change.grade == graded.grade


def test_steps_of_measurements_and_documents() -> None:
    """The other two bases move along their own four steps."""
    weak = sensitivity(measured("weak-or-disputed"))
    complete = sensitivity(documented("complete-and-current"))

    assert weak
    assert complete
    assert {("standing", 2, "high"), ("standing", 1, "moderate"), ("standing", -1, "very low")} == rows(weak)
    assert {("standing", -1, "moderate"), ("standing", -2, "low"), ("standing", -3, "very low")} == rows(complete)


def test_no_grade_no_change() -> None:
    """A body without evidence has nothing to change."""
    assert sensitivity(empty()) is None
    assert [] == what_would_change(empty())


def test_smallest_change_to_each_grade_is_kept() -> None:
    """One level is enough for very low, so that two need not be told."""
    found = of(-1, 0, 0, -1, 0)

    assert {-1} == {change.levels for change in smallest(found.down)}


def test_sentences_of_low() -> None:
    """Judgements that lead to the same grade share a sentence."""
    up = "If the risk of bias or imprecision were judged one level less serious, the grade would be moderate."
    down = (
        "If the risk of bias, inconsistency, indirectness, imprecision or publication bias were judged one level more "
        "serious, the grade would be very low."
    )

    assert [up, down] == what_would_change(body(judgements=judgements(-1, 0, 0, -1, 0)))


def test_sentence_of_hopeless_sum() -> None:
    """A sum of -3 is told with what follows from it."""
    expected = (
        "No single judgement would raise it. The sum is −3: the grade would stay very low even if any one of these "
        "doubts were lifted altogether."
    )

    assert [expected] == what_would_change(body(judgements=judgements(-2, -2, -2, 0, -1)))


def test_sentences_of_upgrades() -> None:
    """What could be added is told in its own words."""
    told = what_would_change(body(start="non-randomized", judgements=judgements()))

    assert (
        "If the size of the effect, the growth of the effect with the dose or confounding that works against the "
        "effect counted for one level, the grade would be moderate." in told
    )
    assert "If the size of the effect counted for two levels, the grade would be high." in told


def test_sentences_of_steps() -> None:
    """The next steps are named with what they stand for."""
    assert [
        "One step up, to high, would need: measured independently more than once, with agreeing results.",
        "One step down, to low, stands for: one weak measurement, or a disputed one.",
    ] == what_would_change(measured("sound"))
