"""Pooling: by hand where that is possible, and what it refuses."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.model.vocabulary import PoolingModel, PoolingTest
from evidence.pooling import NotPooled, Pooled, Range, leave_one_out, pool

COMMON, DL, PM, REML = (
    PoolingModel.COMMON_EFFECT,
    PoolingModel.DERSIMONIAN_LAIRD,
    PoolingModel.PAULE_MANDEL,
    PoolingModel.REML,
)
RANDOM = [DL, PM, REML]
WALD, KNAPP, MODIFIED = PoolingTest.WALD, PoolingTest.HARTUNG_KNAPP, PoolingTest.MODIFIED_KNAPP_HARTUNG
CHOICES = [(COMMON, WALD), *((model, test) for model in RANDOM for test in (WALD, KNAPP, MODIFIED))]

# From printed tables: the 97.5 % points of the normal distribution and of t with 1 and 2 degrees of freedom.
Z, T1, T2 = 1.959964, 12.7062, 4.302653


def pooled(yi: list[float], vi: list[float], model: PoolingModel = DL, test: PoolingTest = WALD) -> Pooled:
    """Pool effects that can be pooled."""
    result = pool(yi, vi, model, test)
    assert isinstance(result, Pooled)
    return result


def near(value: float) -> object:
    """Equal as far as a hand calculation goes."""
    return pytest.approx(value, rel=1e-5, abs=1e-9)


def test_common_effect_by_hand() -> None:
    """Weights are inverse variances: the estimate, its error, Q and I² follow."""
    # w = 1 and 4; mean (1·1 + 4·2) / 5 = 1.8; SE √(1/5) = 0.447214; Q = 1·0.8² + 4·0.2² = 0.8, below its df of 1.
    result = pooled([1, 2], [1, 0.25], COMMON)

    assert (near(1.8), near(0.447214)) == (result.estimate, result.se)
    assert (near(1.8 - Z * 0.447214), near(1.8 + Z * 0.447214)) == (result.low, result.high)
    assert (near(0.8), 1, near(0.0), near(0.0)) == (result.q, result.q_df, result.i2, result.i2_q)
    # P of a chi-square of 0.8 with 1 df is that of |z| = √0.8 = 0.894427 on both sides: 0.371093.
    assert near(0.371093) == result.q_p
    assert (near(20), near(80)) == result.weights
    assert (0.0, None, None, None, None) == (
        result.tau2,
        result.tau2_low,
        result.tau2_high,
        result.prediction_z,
        result.prediction_t,
    )


@pytest.mark.parametrize("model", RANDOM)
def test_random_effects_of_equal_precision_by_hand(model: PoolingModel) -> None:
    """With equal variances all estimators of τ² are the variance of the effects less that variance."""
    # Mean 1; Q = 1 + 1 + 4 = 6 with 2 df; τ² = 6/2 − 1 = 2; SE √((1 + 2) / 3) = 1; I² 2 / (1 + 2) and (6 − 2) / 6.
    result = pooled([0, 0, 3], [1, 1, 1], model)

    assert (near(1), near(1), near(2), near(6)) == (result.estimate, result.se, result.tau2, result.q)
    assert (near(200 / 3), near(200 / 3)) == (result.i2, result.i2_q)
    # The estimate is one standard error from 0.
    assert near(0.317311) == result.p
    # Q(τ²) = 6 / (1 + τ²), and chi-square with 2 df has the quantiles −2 ln(1 − p): 0.0506356 and 7.377759.
    # 6 is below the upper one already; 6 / 0.0506356 − 1 = 117.493763.
    assert (0.0, near(117.493763)) == (result.tau2_low, result.tau2_high)
    # √(τ² + SE²) = √3; t with k − 2 = 1 degrees of freedom.
    assert Range(*map(near, (1 - Z * math.sqrt(3), 1 + Z * math.sqrt(3)))) == result.prediction_z  # type: ignore[arg-type]
    assert Range(*map(near, (1 - T1 * math.sqrt(3), 1 + T1 * math.sqrt(3)))) == result.prediction_t  # type: ignore[arg-type]


@pytest.mark.parametrize("model", RANDOM)
def test_two_studies_by_hand(model: PoolingModel) -> None:
    """With two studies all estimators give ((difference)² − v₁ − v₂) / 2."""
    # (16 − 1.25) / 2 = 7.375; DerSimonian-Laird as formula: mean 3.2, Q = 10.24 + 4·0.64 = 12.8,
    # (12.8 − 1) / (5 − 17/5) = 7.375. Weights 1/8.375 and 1/7.625: mean 4·8.375 / 16 = 2.09375.
    result = pooled([0, 4], [1, 0.25], model)

    assert (near(7.375), near(2.09375)) == (result.tau2, result.estimate)
    assert result.prediction_t is None


def test_estimators_differ_with_precision() -> None:
    """With unequal variances the estimators part ways, each by its own equation."""
    yi, vi = [0.0, 1.0, 5.0], [0.1, 1.0, 2.0]
    # w = 10, 1, 0.5; total 11.5; mean 3.5/11.5 = 0.304348; Q = 0.926276 + 0.483932 + 11.024575 = 12.434783;
    # (12.434783 − 2) / (11.5 − 101.25/11.5) = 10.434783 / 2.695652 = 3.870968.
    assert near(3.870968) == pooled(yi, vi, DL).tau2
    # Paule and Mandel: Σ (y − mean)² / (v + τ²) is k − 1.
    tau2 = pooled(yi, vi, PM).tau2
    w = [1 / (v + tau2) for v in vi]
    mean = sum(a * b for a, b in zip(w, yi, strict=True)) / sum(w)
    assert near(2) == sum(a * (b - mean) ** 2 for a, b in zip(w, yi, strict=True))
    # Restricted likelihood: no τ² nearby is likelier.
    best = pooled(yi, vi, REML).tau2
    assert likelihood(yi, vi, best) > max(likelihood(yi, vi, best * factor) for factor in (0.99, 1.01))


def likelihood(yi: list[float], vi: list[float], tau2: float) -> float:
    """Return the restricted log-likelihood, without its constant, as a textbook has it."""
    w = [1 / (v + tau2) for v in vi]
    mean = sum(a * b for a, b in zip(w, yi, strict=True)) / sum(w)
    q = sum(a * (b - mean) ** 2 for a, b in zip(w, yi, strict=True))
    return -0.5 * (sum(math.log(v + tau2) for v in vi) + math.log(sum(w)) + q)


def test_higher_of_two_maxima_is_taken() -> None:
    """Where the restricted likelihood has two maxima and the one without heterogeneity is higher, τ² is 0."""
    # R's metafor 3.8-1 finds 9.029144195 by Fisher scoring, warns of a local maximum and takes 0.
    yi, vi = [-2.83, 8.23, -1.03], [2.0, 20.0, 0.2]

    assert likelihood(yi, vi, 0) > likelihood(yi, vi, 9.029144195) > likelihood(yi, vi, 7)
    assert 0.0 == pooled(yi, vi, REML).tau2


def test_hartung_knapp_by_hand() -> None:
    """Hartung and Knapp scale the variance by how the effects differ and use t with k − 1."""
    # w = 1/3 each; q = (1 + 1 + 4) / 3 / 2 = 1, so that the SE stays 1.
    result = pooled([0, 0, 3], [1, 1, 1], DL, KNAPP)

    assert (near(1), near(1 - T2), near(1 + T2)) == (result.se, result.low, result.high)
    # P of t = 1 with 2 df: 1 − 1/√(1 + 2) = 0.422650.
    assert near(0.422650) == result.p


def test_modification_only_widens() -> None:
    """Effects that agree too well make Hartung-Knapp narrow; the modified test falls back to the Wald error."""
    # Mean 1; w = 1 each; q = 0.02 / 2 = 0.01: the SE √(1/3) becomes a tenth of itself.
    yi, vi = [0.9, 1.0, 1.1], [1.0, 1.0, 1.0]

    assert near(math.sqrt(1 / 3) / 10) == pooled(yi, vi, DL, KNAPP).se
    assert near(math.sqrt(1 / 3)) == pooled(yi, vi, DL, MODIFIED).se
    assert near(1 + T2 * math.sqrt(1 / 3)) == pooled(yi, vi, DL, MODIFIED).high


@pytest.mark.parametrize("model", RANDOM)
def test_agreeing_effects_have_no_heterogeneity(model: PoolingModel) -> None:
    """τ² is clipped at 0 with an empty interval, and the result is that of a common effect."""
    # Q = 0.02, below the 2.5 % point of chi-square with 2 df (0.0506).
    result, common = pooled([0.9, 1.0, 1.1], [1, 1, 1], model), pooled([0.9, 1.0, 1.1], [1, 1, 1], COMMON)

    assert (0.0, 0.0, 0.0, 0.0) == (result.tau2, result.tau2_low, result.tau2_high, result.i2)
    assert (common.estimate, common.se) == (result.estimate, result.se)


def test_prediction_interval_is_shown_from_five_studies_on() -> None:
    """With four studies no prediction interval is shown, with five the one by t with three degrees of freedom."""
    four, five = pooled([0, 1, 2, 3], [1] * 4), pooled([0, 1, 2, 3, 4], [1] * 5)

    assert (None, None) == (four.prediction_low, four.prediction_high)
    # Mean 2; variance 2.5, so τ² 1.5 and SE √(2.5/5); t with 3 df: 3.182446; √(1.5 + 0.5) = 1.414214.
    assert (near(2 - 3.182446 * 1.414214), near(2 + 3.182446 * 1.414214)) == (five.prediction_low, five.prediction_high)


def test_leave_one_out() -> None:
    """Each result is that of the other studies; with fewer than five there is none."""
    yi, vi = [0.0, 1.0, 2.0, 3.0, 9.0], [1.0, 0.5, 1.0, 2.0, 1.0]

    results = leave_one_out(yi, vi, REML, MODIFIED)

    assert pool([0, 1, 2, 3], [1, 0.5, 1, 2], REML, MODIFIED) == results[4]
    assert pool([1, 2, 3, 9], [0.5, 1, 2, 1], REML, MODIFIED) == results[0]
    assert 5 == len(results)
    assert () == leave_one_out(yi[:4], vi[:4], REML, MODIFIED)


def test_equal_effects_leave_hartung_knapp_nothing() -> None:
    """Equal effects have no spread to estimate an error from: no result, and a reason."""
    result = pool([1, 1, 1], [1, 2, 3], DL, KNAPP)

    assert isinstance(result, NotPooled)
    assert "all effects are equal" in result.reason
    assert near(1) == pooled([1, 1, 1], [1, 2, 3], DL, MODIFIED).estimate


def test_failure_to_settle_is_a_value() -> None:
    """Where the steps of the iteration swing to and fro there is no result, and the reason says so."""
    # R's metafor 3.8-1: "Fisher scoring algorithm did not converge."
    yi = [-1.91, -1.96, -1.40, -2.11, -2.01, -1.57, -1.82, -1.35, -1.86, -2.34, -1.84, -1.79, -1.82, -2.10, -1.96]
    vi = [0.076, 0.031, 0.811, 0.818, 0.016, 0.491, 0.053, 0.614, 0.048, 0.11, 0.074, 0.0075, 0.032, 0.021, 0.528]

    result = pool(yi, vi, REML, WALD)

    assert NotPooled("restricted maximum likelihood did not settle within 10000 steps") == result
    assert isinstance(pool(yi, vi, PM, WALD), Pooled)


@pytest.mark.parametrize(
    ("yi", "vi", "model", "test", "level", "message"),
    [
        ([1], [1], DL, WALD, 0.95, "at least two effects are needed, not 1"),
        ([1, 2], [1], DL, WALD, 0.95, "2 effects and 1 variances"),
        ([1, 2], [1, 0], DL, WALD, 0.95, "a variance must be positive and of usual size, not 0"),
        ([1, 2], [1, -1], DL, WALD, 0.95, "a variance must be positive and of usual size, not -1"),
        ([1, 2], [1, math.nan], DL, WALD, 0.95, "a variance must be positive and of usual size, not nan"),
        ([1, 2], [1, math.inf], DL, WALD, 0.95, "a variance must be positive and of usual size, not inf"),
        ([1, math.nan], [1, 1], DL, WALD, 0.95, "an effect must be a number of usual size, not nan"),
        ([1, -math.inf], [1, 1], DL, WALD, 0.95, "an effect must be a number of usual size, not -inf"),
        ([1, 2], [1, 1], PoolingModel.NOT_STATED, WALD, 0.95, "a model is needed"),
        ([1, 2], [1, 1], COMMON, KNAPP, 0.95, "Hartung and Knapp is for models with differing true effects"),
        ([1, 2], [1, 1], DL, WALD, 95, "a level between 0 and 1 is needed, not 95"),
    ],
)
def test_impossible_input_is_refused(  # noqa: PLR0913, PLR0917 (one row of the table)
    yi: list[float], vi: list[float], model: PoolingModel, test: PoolingTest, level: float, message: str
) -> None:
    """Input that has no pooled result by its nature is a fault of the caller and is named."""
    for function in (pool, leave_one_out):
        with pytest.raises(ValueError, match=rf"^{message}$"):
            function(yi, vi, model, test, level)


EFFECT = st.floats(-10, 10).map(lambda value: round(value, 6))
VARIANCE = st.floats(1e-4, 100)
STUDIES = st.lists(st.tuples(EFFECT, VARIANCE), min_size=2, max_size=12)


@given(STUDIES, st.sampled_from(CHOICES))
def test_result_is_in_order(studies: list[tuple[float, float]], choice: tuple[PoolingModel, PoolingTest]) -> None:
    """Whatever the input, estimates lie among the effects, ends in order, shares within bounds."""
    yi, vi = map(list, zip(*studies, strict=True))
    result = pool(yi, vi, *choice)
    if isinstance(result, NotPooled):
        # Hartung-Knapp has no interval where all effects are equal; Fisher scoring (metafor's too) may not settle.
        assert choice[1] is KNAPP or choice[0] is PoolingModel.REML
        return

    assert min(yi) - 1e-9 <= result.estimate <= max(yi) + 1e-9
    assert result.low <= result.estimate <= result.high
    assert 0 <= result.p <= 1
    assert 0 <= result.q_p <= 1
    assert 0 <= result.i2 < 100
    assert near(100) == sum(result.weights)
    if result.tau2_low is not None and result.tau2_high is not None:
        assert 0 <= result.tau2_low <= result.tau2_high


@given(STUDIES, st.sampled_from(CHOICES))
def test_sign_and_order_do_not_matter(
    studies: list[tuple[float, float]], choice: tuple[PoolingModel, PoolingTest]
) -> None:
    """With all signs turned and the studies in reverse, the result is the same with its sign turned."""
    yi, vi = map(list, zip(*studies, strict=True))
    one, other = pool(yi, vi, *choice), pool([-y for y in reversed(yi)], vi[::-1], *choice)

    assert type(one) is type(other)
    if isinstance(one, Pooled) and isinstance(other, Pooled):
        assert pytest.approx(-one.estimate, rel=1e-7, abs=1e-7) == other.estimate
        assert pytest.approx(one.se, rel=1e-7) == other.se
        assert pytest.approx(one.tau2, rel=1e-7, abs=1e-9) == other.tau2
