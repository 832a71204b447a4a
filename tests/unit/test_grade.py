"""The grade of a body of evidence. All expected levels are added up by hand."""

from __future__ import annotations

import pytest
from tests.unit.bodies import DOMAINS, body, documented, empty, judgements, measured

from evidence.grade import DOWN_DOMAINS, GradeStep, grade_body
from evidence.model.vocabulary import Grade

PROGNOSIS = {"basis": "prognosis-or-frequency"}


@pytest.mark.parametrize(
    ("fields", "grade"),
    [
        ({"start": "randomized"}, Grade.HIGH),
        ({"start": "non-randomized"}, Grade.LOW),
        ({"start": "non-randomized-robins-i"}, Grade.HIGH),
        (PROGNOSIS | {"start": "representative"}, Grade.HIGH),
        (PROGNOSIS | {"start": "selected"}, Grade.LOW),
    ],
    ids=lambda value: value.get("start") if isinstance(value, dict) else "",
)
def test_start(fields: dict[str, str], grade: Grade) -> None:
    """The way in which evidence was gathered decides where its grade starts."""
    graded = grade_body(body(**fields))

    assert graded
    assert (grade, grade) == (graded.grade, graded.total)
    assert ("start", int(grade)) == (graded.steps[0].rule, graded.steps[0].change)


@pytest.mark.parametrize("domain", range(5), ids=DOMAINS)
@pytest.mark.parametrize(("lost", "grade"), [(-1, Grade.MODERATE), (-2, Grade.LOW)])
def test_each_domain_takes_its_levels(domain: int, lost: int, grade: Grade) -> None:
    """Each of the five domains takes away the levels that it says, and its reason stands in the trace."""
    levels = [0, 0, 0, 0, 0]
    levels[domain] = lost
    graded = grade_body(body(judgements=judgements(*levels)))

    assert graded
    assert grade == graded.grade
    assert GradeStep(DOMAINS[domain], lost, f"reason for {DOMAINS[domain]}") == graded.steps[domain + 1]


@pytest.mark.parametrize(
    ("start", "levels", "raised", "total", "grade"),
    [
        pytest.param("randomized", (0, 0, 0, 0, 0), {}, 4, Grade.HIGH, id="nothing"),
        pytest.param("randomized", (-1, 0, 0, -1, 0), {}, 2, Grade.LOW, id="two-domains"),
        pytest.param("randomized", (-1, -1, 0, -1, 0), {}, 1, Grade.VERY_LOW, id="three-domains"),
        pytest.param("randomized", (-2, -1, -1, -2, -1), {}, -3, Grade.VERY_LOW, id="far-below-the-scale"),
        pytest.param("non-randomized", (0, 0, 0, -1, 0), {}, 1, Grade.VERY_LOW, id="not-randomized"),
        pytest.param("non-randomized", (0, 0, 0, -2, 0), {}, 0, Grade.VERY_LOW, id="just-below-the-scale"),
        pytest.param("non-randomized-robins-i", (-3, 0, 0, 0, 0), {}, 1, Grade.VERY_LOW, id="three-levels-for-bias"),
        pytest.param("non-randomized", (), {"large_effect": 1}, 3, Grade.MODERATE, id="large"),
        pytest.param("non-randomized", (), {"large_effect": 2}, 4, Grade.HIGH, id="very-large"),
        pytest.param("non-randomized", (), {"dose_response": 1, "opposing_confounding": 1}, 4, Grade.HIGH, id="two"),
        pytest.param(
            "non-randomized", (), {"large_effect": 2, "dose_response": 1}, 5, Grade.HIGH, id="above-the-scale"
        ),
        pytest.param("non-randomized", (), {"large_effect": 0}, 2, Grade.LOW, id="considered-and-not-raised"),
        pytest.param("non-randomized", (0, 0, -1, 0, 0), {"dose_response": 1}, 2, Grade.LOW, id="down-and-up"),
    ],
)
def test_sum(start: str, levels: tuple[int, ...], raised: dict[str, int], total: int, grade: Grade) -> None:
    """Levels add up; the sum is kept beside the grade, which ends at very low and at high."""
    graded = grade_body(body(start=start, judgements=judgements(*levels, **raised)))

    assert graded
    assert (grade, total) == (graded.grade, graded.total)


def test_trace() -> None:
    """The trace names every step from the start to the grade, the unchanged ones and the end of the scale included."""
    graded = grade_body(body(start="non-randomized", judgements=judgements(-1, 0, 0, -2, 0, large_effect=0)))

    assert graded
    assert [
        ("start", 2),
        ("risk_of_bias", -1),
        ("inconsistency", 0),
        ("indirectness", 0),
        ("imprecision", -2),
        ("publication_bias", 0),
        ("large_effect", 0),
        ("bounds", 2),
    ] == [(step.rule, step.change) for step in graded.steps]


def test_trace_above_the_scale() -> None:
    """What goes beyond high is taken off again in the trace."""
    graded = grade_body(body(start="non-randomized", judgements=judgements(large_effect=2, dose_response=1)))

    assert graded
    assert ("bounds", -1) == (graded.steps[-1].rule, graded.steps[-1].change)


def test_trace_within_the_scale() -> None:
    """Where the sum is on the scale, nothing is said of its ends."""
    graded = grade_body(body(judgements=judgements(-1)))

    assert graded
    assert "bounds" not in {step.rule for step in graded.steps}


@pytest.mark.parametrize(
    ("standing", "grade"),
    [
        ("replicated", Grade.HIGH),
        ("sound", Grade.MODERATE),
        ("weak-or-disputed", Grade.LOW),
        ("inferred-or-contradicted", Grade.VERY_LOW),
    ],
)
def test_measurement(standing: str, grade: Grade) -> None:
    """Measurements stand on one of four named steps."""
    graded = grade_body(measured(standing))

    assert graded
    assert (grade, grade) == (graded.grade, graded.total)
    assert [("standing", int(grade))] == [(step.rule, step.change) for step in graded.steps]
    assert graded.steps[0].reason.endswith(": a reason")


@pytest.mark.parametrize(
    ("standing", "grade"),
    [
        ("complete-and-current", Grade.HIGH),
        ("dated-or-partly-seen", Grade.MODERATE),
        ("second-hand", Grade.LOW),
        ("anecdotal", Grade.VERY_LOW),
    ],
)
def test_document(standing: str, grade: Grade) -> None:
    """Documents stand on one of four named steps."""
    graded = grade_body(documented(standing))

    assert graded
    assert (grade, grade) == (graded.grade, graded.total)
    assert [("standing", int(grade))] == [(step.rule, step.change) for step in graded.steps]


def test_no_evidence_has_no_grade() -> None:
    """A body without evidence is not graded."""
    assert grade_body(empty()) is None


def test_domains_are_those_of_grade() -> None:
    """The domains are the five that GRADE lowers for (Guyatt 2011)."""
    assert DOMAINS == DOWN_DOMAINS


@pytest.mark.parametrize(
    ("grade", "word"),
    [(Grade.VERY_LOW, "very low"), (Grade.LOW, "low"), (Grade.MODERATE, "moderate"), (Grade.HIGH, "high")],
)
def test_words(grade: Grade, word: str) -> None:
    """Readers see grades as words."""
    assert word == grade.word
