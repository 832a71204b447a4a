"""Reading level. Words and syllables of the expected grades are counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import CLAIM, Project

from evidence.readability import SHORTFALL, reading_grade, sentences, words_of

if TYPE_CHECKING:
    from pathlib import Path


GETTYSBURG = (
    "Four score and seven years ago our fathers brought forth on this continent a new nation, conceived in liberty, "
    "and dedicated to the proposition that all men are created equal."
)


def kincaid(texts: int, words: int, syllables: int) -> float:
    """Return the grade by the formula of 1975."""
    return 0.39 * words / texts + 11.8 * syllables / words - 15.59


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        pytest.param("The cat sat on the mat.", (1, 6, 6), id="one-syllable-each"),
        # Doc-tor, num-ber.
        pytest.param("Call a doctor if it is red. Use this number now.", (2, 11, 13), id="two-sentences"),
        # A number is read in one glance: six words, nineteen people.
        pytest.param("It fell by 2.1 of 100.", (1, 6, 6), id="numbers"),
    ],
)
def test_grade_by_hand(text: str, counts: tuple[int, int, int]) -> None:
    """The grade is Kincaid's formula over the counts, with the allowance for how syllables are counted."""
    assert reading_grade(sentences(text)) == pytest.approx(kincaid(*counts) + SHORTFALL)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (GETTYSBURG, (1, 30, 48)),
        ("The evidence is very uncertain about the effect of permanent magnets on numbness.", (1, 13, 25)),
        ("Call a doctor today if your calf is swollen, hot and sore.", (1, 12, 15)),
    ],
)
def test_grade_is_near_that_of_spoken_syllables(text: str, counts: tuple[int, int, int]) -> None:
    """With the allowance the grade lies near the one from syllables as they are spoken."""
    assert reading_grade(sentences(text)) == pytest.approx(kincaid(*counts), abs=2.1)


def test_sentences_of_marked_text() -> None:
    """Citations and marks are no words, a point of a list is a sentence, a decimal point ends none."""
    text = "Pain fell by 0.5 [@alpha2001]. *Nobody* knows why!\n\n- warm hands\n- cold feet. Or hot ones?\n"

    assert ["Pain fell by 0.5.", "Nobody knows why!", "warm hands", "cold feet.", "Or hot ones?"] == sentences(text)


def test_words() -> None:
    """Parts of a compound count by themselves, a word with an apostrophe is one."""
    assert ["Don", "t"] != words_of("Don't")
    assert ["Don't", "trust", "two", "week", "trials", "of", "1,000"] == words_of(
        "Don't trust two-week trials of 1,000!"
    )


def test_problem_names_the_longest_sentence(tmp_path: Path) -> None:
    """Who is told that a text is too hard also learns where to begin."""
    project = Project.of_sample(tmp_path)
    project.replace(
        CLAIM,
        "unknown: A larger trial with a longer time would settle it.\n",
        "unknown: It is open. Considerably larger investigations with longitudinal observation remain indispensable.\n",
    )

    (problem,) = project.problems()

    assert "`unknown` needs grade " in problem.message
    assert (
        "the longest sentence has 8 words and begins “Considerably larger investigations with longitudinal…”"
        == problem.hint
    )


@pytest.mark.parametrize(
    ("phrase", "count"),
    [
        ("no statistically significant difference", 0),
        ("a clinically significant difference", 0),
        ("without statistical significance", 0),
        ('what papers call "significant"', 0),
        ("a significant difference", 1),
        ("was not significantly different", 1),
        ("an insignificant gain of no significance", 2),
    ],
)
def test_kind_of_significance(phrase: str, count: int, tmp_path: Path) -> None:
    """The word stands alone only in quotation marks, where it is spoken of."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "Direct, but small.", f"'{phrase}'")

    assert ["significance-kind"] * count == [problem.rule for problem in project.problems()]
