"""Distributions: published tables, closed forms, numbers printed by R, and R itself where it is installed."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import pytest
from tests.reference import escalc, metafor

from evidence.distributions import (
    chi2_cdf,
    chi2_quantile,
    chi2_sf,
    log_gamma_step,
    normal_cdf,
    normal_quantile,
    t_cdf,
    t_quantile,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("p", "df", "printed"),
    [
        (0.90, 10, 1.372),
        (0.975, 1, 12.706),
        (0.975, 9, 2.262),
        (0.95, 24, 1.711),
        (0.995, 30, 2.750),
        (0.999, 2, 22.327),
        (0.999, 100, 3.174),
        (0.975, math.inf, 1.960),
    ],
)
def test_table_of_t(p: float, df: float, printed: float) -> None:
    """Quantiles of t are those of the table in the NIST/SEMATECH e-Handbook of Statistical Methods."""
    assert printed == round(t_quantile(p, df), 3)


# R 4.2.2, options(digits = 15).
@pytest.mark.parametrize(
    ("r", "seen"),
    [
        pytest.param(12.7062047361747, t_quantile(0.975, 1), id="qt(.975, 1)"),
        pytest.param(2.22813885198627, t_quantile(0.975, 10), id="qt(.975, 10)"),
        pytest.param(2.7563859036706, t_quantile(0.995, 29), id="qt(.995, 29)"),
        pytest.param(1.5765766051364, t_quantile(0.9, 3.5), id="qt(.9, 3.5)"),
        pytest.param(-53.8355794846738, t_quantile(1e-10, 7), id="qt(1e-10, 7)"),
        pytest.param(1.96043855170651, t_quantile(0.975, 5000), id="qt(.975, 5000)"),
        pytest.param(0.0204961092928764, t_cdf(-2.5, 7), id="pt(-2.5, 7)"),
        pytest.param(0.609866256434269, t_cdf(0.3, 3.7), id="pt(.3, 3.7)"),
        pytest.param(1.71903403945793e-05, t_cdf(-40, 3), id="pt(-40, 3)"),
        pytest.param(0.999999209409205, t_cdf(5, 150), id="pt(5, 150)"),
        pytest.param(3.84145882069412, chi2_quantile(0.95, 1), id="qchisq(.95, 1)"),
        pytest.param(4.4037885069817, chi2_quantile(0.025, 12), id="qchisq(.025, 12)"),
        pytest.param(23.3366641586453, chi2_quantile(0.975, 12), id="qchisq(.975, 12)"),
        pytest.param(0.0873476047057469, chi2_quantile(0.5, 0.5), id="qchisq(.5, .5)"),
        pytest.param(3183.13391672515, chi2_quantile(0.99, 3000), id="qchisq(.99, 3000)"),
        pytest.param(0.997302763819585, chi2_cdf(30.1, 12), id="pchisq(30.1, 12)"),
        pytest.param(0.0252271206300396, chi2_cdf(0.001, 1), id="pchisq(.001, 1)"),
        pytest.param(1.99677213733531e-26, chi2_sf(152.233, 12), id="pchisq(152.233, 12, lower = F)"),
        pytest.param(4.21854110719204e-43, chi2_sf(200, 3), id="pchisq(200, 3, lower = F)"),
        pytest.param(1.95996398454005, normal_quantile(0.975), id="qnorm(.975)"),
        pytest.param(-7.03448382530113, normal_quantile(1e-12), id="qnorm(1e-12)"),
        pytest.param(0.0249978951482204, normal_cdf(-1.96), id="pnorm(-1.96)"),
        pytest.param(7.61985302416053e-24, normal_cdf(-10), id="pnorm(-10)"),
        pytest.param(0.99865010196837, normal_cdf(3), id="pnorm(3)"),
    ],
)
def test_frozen(r: float, seen: float) -> None:
    """Probabilities and quantiles are those that R prints, also far out in the tails and for odd degrees of freedom."""
    assert r == pytest.approx(seen, rel=1e-10)


@pytest.mark.parametrize("x", [0.001, 0.4, 1.9, 7, 60])
def test_closed_forms(x: float) -> None:
    """Where the distribution has a closed form, the general way gives the same.

    t with 1 degree of freedom is the Cauchy distribution, ½ + arctan(t)/π; with 2 it is ½ + t / (2 √(2 + t²)).
    Chi-square with 2 is 1 − e^(−x/2); with 4 the upper tail is e^(−x/2) (1 + x/2).
    """
    assert 0.5 + math.atan(x) / math.pi == pytest.approx(t_cdf(x, 1), rel=1e-12)
    assert 0.5 + x / (2 * math.sqrt(2 + x * x)) == pytest.approx(t_cdf(x, 2), rel=1e-12)
    assert -math.expm1(-x / 2) == pytest.approx(chi2_cdf(x, 2), rel=1e-12)
    assert math.exp(-x / 2) * (1 + x / 2) == pytest.approx(chi2_sf(x, 4), rel=1e-12)


def test_ends() -> None:
    """At the ends there is nothing below and everything below."""
    assert (0.0, 1.0) == (chi2_cdf(0, 3), chi2_sf(-2, 3))
    assert (1.0, 0.0) == (chi2_cdf(math.inf, 3), chi2_sf(math.inf, 3))
    assert (0.0, 0.5, 1.0) == (t_cdf(-math.inf, 3), t_cdf(0, 3), t_cdf(math.inf, 3))
    assert (0.0, 0.0) == (t_quantile(0.5, 3), normal_quantile(0.5))
    assert (normal_cdf(1.3), normal_quantile(0.3)) == (t_cdf(1.3, math.inf), t_quantile(0.3, math.inf))


@pytest.mark.parametrize("x", [0.5, 3, 24.99, 25, 25.01, 800])
def test_gamma_ratio(x: float) -> None:
    """Two half steps of the gamma function make Γ(x + 1) = x Γ(x), on both sides of where the way changes."""
    assert math.log(x) == pytest.approx(log_gamma_step(x) + log_gamma_step(x + 0.5), abs=1e-12)


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda: normal_quantile(0), id="0"),
        pytest.param(lambda: t_quantile(1, 5), id="1"),
        pytest.param(lambda: chi2_quantile(math.nan, 5), id="no-number-p"),
        pytest.param(lambda: t_cdf(math.nan, 5), id="no-number"),
        pytest.param(lambda: normal_cdf(math.nan), id="no-number-z"),
        pytest.param(lambda: t_cdf(1, 0), id="df-0"),
        pytest.param(lambda: chi2_cdf(1, -1), id="df-negative"),
        pytest.param(lambda: chi2_sf(1, math.nan), id="df-no-number"),
    ],
)
def test_refused(call: Callable[[], float]) -> None:
    """What is no probability, no degree of freedom or no number is refused, not answered with a NaN."""
    with pytest.raises(ValueError, match="must"):
        call()


def test_live() -> None:
    """A thousand random inputs, from the middle and from far out in the tails, get the answers of the installed R."""
    if (reason := metafor.absence()) is not None:
        pytest.skip(reason)
    source = random.Random(20261121)  # noqa: S311 (nothing is kept secret)
    rows = []
    for _ in range(1000):
        df = 10 ** source.uniform(-0.5, 4)
        p = source.choice([source.random(), 10 ** source.uniform(-12, 0)])
        rows.append((p, source.gauss(0, 4), df * source.uniform(0.2, 3), df))

    off = [
        (row, expected, seen)
        for row, answer in zip(rows, escalc.ask("distributions", rows), strict=True)
        for expected, seen in zip(answer, _ours(*row), strict=True)
        if not math.isclose(expected, seen, rel_tol=1e-10, abs_tol=1e-300)
    ]

    assert [] == off


def _ours(p: float, t: float, x: float, df: float) -> tuple[float, ...]:
    return (
        normal_quantile(p),
        normal_cdf(t),
        t_quantile(p, df),
        t_cdf(t, df),
        chi2_quantile(p, df),
        chi2_cdf(x, df),
        chi2_sf(x, df),
    )
