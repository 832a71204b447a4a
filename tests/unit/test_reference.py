"""Data sets of R's metafor, through the whole pipeline: from study files to pooled results."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.reference.metafor import FOLDER
from tests.unit.test_pooling_metafor import differences

from evidence.model.vocabulary import PoolingTest
from evidence.problem import Severity
from evidence.review import Review, review_project
from evidence.synthesis import Synthesised

DATASETS: dict[str, dict[str, dict[str, Any]]] = json.loads((FOLDER / "datasets.json").read_text(encoding="utf-8"))
POOLED = [(name, measure) for name, measures in DATASETS.items() for measure in measures]


@pytest.fixture(scope="module")
def review() -> Review:
    """Return the review of the reference project."""
    return review_project(FOLDER / "project")


def synthesised(review: Review, name: str, measure: str) -> Synthesised:
    """Return the synthesis of a data set in a measure."""
    result = review.appraisals[name].bodies[measure.lower()].synthesis
    assert isinstance(result, Synthesised)
    return result


def test_project_is_sound(review: Review) -> None:
    """The data sets make a project without errors, one claim each."""
    assert [] == [problem for problem in review.problems if problem.severity is Severity.ERROR]
    assert DATASETS.keys() == review.appraisals.keys()
    assert 13 + 6 + 9 + 18 + 19 + 22 == len(review.library.studies)


@pytest.mark.parametrize(("name", "measure"), POOLED)
def test_effects(review: Review, name: str, measure: str) -> None:
    """Each study file gives the effect and the variance that metafor computes from the same figures."""
    expected = DATASETS[name][measure]
    rows = synthesised(review, name, measure).rows

    assert pytest.approx(expected["yi"], rel=1e-6, abs=1e-9) == [row.estimate.value for row in rows]
    assert pytest.approx(expected["vi"], rel=1e-6) == [row.estimate.variance for row in rows]


@pytest.mark.parametrize(("name", "measure"), POOLED)
def test_pooled_result(review: Review, name: str, measure: str) -> None:
    """The appraisal of each claim holds the pooled result that metafor gives for the model of the record."""
    seen = synthesised(review, name, measure).pooled
    expected = DATASETS[name][measure]["results"][f"{seen.model} {seen.test}"]

    for field in ("estimate", "se", "low", "high", "p", "tau2", "i2", "q", "q_p"):
        assert pytest.approx(expected[field], rel=1e-6, abs=1e-9) == getattr(seen, field), field
    assert pytest.approx(expected["weights"], rel=1e-6) == list(seen.weights)


@pytest.mark.parametrize(("name", "measure"), POOLED)
def test_every_model(review: Review, name: str, measure: str) -> None:
    """With every other model and test, too, effects from study files are pooled as metafor pools its own."""
    rows = synthesised(review, name, measure).rows
    case = DATASETS[name][measure] | {
        "yi": [row.estimate.value for row in rows],
        "vi": [row.estimate.variance for row in rows],
    }

    assert [] == differences(case)


def test_weights_and_participants_of_rows(review: Review) -> None:
    """Rows carry their weight and their people, and the synthesis as many as stand behind it."""
    bcg = synthesised(review, "bcg", "RR")

    # The first row of dat.bcg: 4 + 119 vaccinated and 11 + 128 others. All rows together: 357347.
    assert 123 + 139 == bcg.rows[0].participants
    assert 357347 == bcg.participants
    assert list(bcg.pooled.weights) == [row.weight for row in bcg.rows]
    assert 13 == len(bcg.left_out)


def test_trial_without_events_is_left_out(review: Review) -> None:
    """Of 18 trials the one without any event says nothing of a ratio; the others are pooled."""
    result = synthesised(review, "nielweise2007", "OR")

    assert 17 == result.pooled.k
    assert 18 == len(review.appraisals["nielweise2007"].bodies["or"].body.evidence)


def test_models_of_records_differ(review: Review) -> None:
    """The data sets go through all four models."""
    models = {synthesised(review, name, measure).pooled.model for name, measure in POOLED}

    assert 4 == len(models)
    assert {PoolingTest.WALD} == {synthesised(review, name, measure).pooled.test for name, measure in POOLED}
