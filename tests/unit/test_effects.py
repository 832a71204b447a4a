"""Effect estimates from records: what they are made from, in which order, and the numbers.

Expected numbers are worked out by hand beside each test, from published examples, or frozen from metafor 3.8.1 with the
call in a comment; ``test_effects_metafor`` compares with metafor live.
"""

from __future__ import annotations

import math
from typing import Any

import pytest
from pydantic import TypeAdapter

from evidence.effects import Correction, Estimate, NoEstimate, Options, SmdVariance, Source, effect_of
from evidence.model.study import Study
from evidence.model.vocabulary import Measure

_STUDY: TypeAdapter[Study] = TypeAdapter(Study)

PAIN = {"name": "Pain", "low": 0, "high": 10, "better": "lower"}
TEMPERATURE = {"name": "Skin temperature", "unit": "°C", "better": "neither"}
COMPARISON = {"of": "magnet", "against": "sham"}
# The sample's crossover: a difference of 0.1 °C in 20 people, P = 0.66.
WARMTH = [{"arm": "magnet", "n": 20, "mean": 31.1, "sd": 1.0}, {"arm": "sham", "n": 20, "mean": 31.0, "sd": 1.1}]
RING = [{"arm": "magnet", "n": 19, "mean": 4.16, "sd": 2.2}, {"arm": "sham", "n": 17, "mean": 5.53, "sd": 1.5}]


def study(design: str, kind: str = "trial", n: int | None = None, **fields: object) -> Study:
    """Return a study with one outcome, whose fields are given."""
    outcome = {"id": "o", "name": "Outcome", "direction": "varied", "finding": "Something.", "where": "abstract"}
    arms = [{"id": name, "name": name.capitalize(), "role": name, "n": n} for name in ("magnet", "sham")]
    common: dict[str, Any] = {
        "id": "alpha2001",
        "kind": kind,
        "design": design,
        "summary": "Something.",
        "population": "Somebody.",
        "read": "abstract",
        "outcomes": [outcome | ({} if kind == "review" else {"comparison": COMPARISON}) | fields],
        "verified": [{"what": ["figures"], "where": "abstract", "when": "2026-11"}],
    }
    return _STUDY.validate_python(common | ({} if kind == "review" else {"arms": arms}))


def estimate(of: Study, measure: str, **options: Any) -> Estimate:  # noqa: ANN401 (any choice)
    """Return the estimate of a study's outcome, which must exist."""
    found = effect_of(of.outcomes[0], of, Measure(measure), Options(**options))
    assert isinstance(found, Estimate), found
    return found


def reason(of: Study, measure: str) -> str:
    """Return why the outcome of a study gives no estimate."""
    found = effect_of(of.outcomes[0], of, Measure(measure))
    assert isinstance(found, NoEstimate), found
    return found.reason


def parallel(**fields: Any) -> Study:  # noqa: ANN401 (fields of many types)
    """Return a parallel trial with one outcome."""
    return study("randomized-parallel", **fields)


def crossover(**fields: Any) -> Study:  # noqa: ANN401 (fields of many types)
    """Return a crossover with one outcome."""
    return study("randomized-crossover", **fields)


def close(expected: float) -> Any:  # noqa: ANN401 (pytest's own type is not public)
    """Compare to a hundred millionth."""
    return pytest.approx(expected, rel=1e-8)


def test_mean_difference() -> None:
    """MD is the first mean less the second; its variance adds up SD² / n.

    By hand: 4.16 − 5.53 = −1.37; 2.2²/19 + 1.5²/17 = 0.254736842 + 0.132352941 = 0.387089783.
    metafor: escalc("MD", m1i=4.16, sd1i=2.2, n1i=19, m2i=5.53, sd2i=1.5, n2i=17)
    """
    found = estimate(parallel(data=RING, scale=TEMPERATURE), "MD")

    assert (close(-1.37), close(0.387089783281734)) == (found.value, found.variance)
    assert (19, 17, 36) == (found.n_of, found.n_against, found.participants)
    assert (Source.END_SCORES, "°C", False) == (found.source, found.unit, found.log_scale)


def test_interval() -> None:
    """An interval reaches as many standard errors to each side as its level needs.

    By hand: SE = √0.387089783 = 0.622165; −1.37 ∓ 1.959964 · 0.622165 = −2.589422 and −0.150578;
    with 1.644854 for 90 per cent −2.393371 and −0.346629.
    """
    found = estimate(parallel(data=RING, scale=TEMPERATURE), "MD")

    assert pytest.approx((-2.589422, -0.150578), abs=2e-6) == found.interval()
    assert pytest.approx((-2.393371, -0.346629), abs=2e-6) == found.interval(90)
    assert found.shown_interval() == found.interval()


def test_mapping() -> None:
    """A mean difference on a scale with known ends is mapped to 0 to 100, and its error with it.

    By hand: 10 points wide, so times 10: −13.7, SE 6.22165. On 1 to 5 the factor is 25, on 0 to 100 nothing changes.
    """
    found = estimate(parallel(data=RING, scale=PAIN), "MD")

    assert (close(-13.7), close(10 * math.sqrt(0.387089783281734))) == (found.value, found.se)
    assert "points of 100" == found.unit
    assert "scale of 0 to 10 mapped to 0 to 100: times 10" in found.trace
    narrow = parallel(data=RING, scale=PAIN | {"low": 1, "high": 5})
    assert close(-1.37 * 25) == estimate(narrow, "MD").value
    assert close(-1.37) == estimate(parallel(data=RING, scale=PAIN | {"high": 100}), "MD").value
    assert close(-1.37) == estimate(parallel(data=RING, scale=PAIN), "MD", to_hundred=False).value


@pytest.mark.parametrize(("better", "favours"), [("lower", "of"), ("higher", "against"), ("neither", None)])
def test_favours(better: str, favours: str | None) -> None:
    """Which arm an estimate favours follows from its sign and from which end of the scale is good."""
    found = estimate(parallel(data=RING, scale=PAIN | {"better": better}), "MD")

    assert favours == found.favours


def test_favours_neither() -> None:
    """No difference favours neither arm, and without a scale nothing is favoured."""
    equal = [RING[0], RING[1] | {"mean": 4.16}]

    assert "neither" == estimate(parallel(data=equal, scale=PAIN), "MD").favours
    assert estimate(parallel(data=RING), "MD").favours is None


def test_hedges_g() -> None:
    """Hedges g with the exact J and the large-sample variance is metafor's default.

    By hand: pooled SD = √((18 · 4.84 + 16 · 2.25) / 34) = √3.621176 = 1.902939; d = −1.37 / 1.902939 = −0.719939;
    J(34) = 0.977750; g = −0.703921; variance 1/19 + 1/17 + 0.703921² / 72 = 0.118337.
    metafor: escalc("SMD", m1i=4.16, sd1i=2.2, n1i=19, m2i=5.53, sd2i=1.5, n2i=17)
    """
    found = estimate(parallel(data=RING, scale=PAIN), "SMD")

    assert (close(-0.703920522336558), close(0.118337109772558)) == (found.value, found.variance)
    assert found.unit is None
    assert any("J = 0.9778 (exact" in step for step in found.trace)


def test_hedges_g_as_revman() -> None:
    """RevMan's g has the approximate J, and 3.94 people fewer in its variance; the trace names both.

    By hand: J = 1 − 3/(4 · 34 − 1) = 0.9777778; g = −0.719939 · 0.9777778 = −0.703940;
    variance 1/19 + 1/17 + 0.703940²/(2 · 32.06) = 0.111455 + 0.007728 = 0.119183.
    """
    options = {"correction": Correction.APPROXIMATE, "smd_variance": SmdVariance.REVMAN}
    found = estimate(parallel(data=RING, scale=PAIN), "SMD", **options)

    assert pytest.approx((-0.703940, 0.119183), abs=1e-6) == (found.value, found.variance)
    assert any("approximate" in step and "RevMan's variance" in step for step in found.trace)


@pytest.mark.parametrize(
    ("figures", "value", "variance"),
    [
        # escalc("SMD", m1i=10.5, sd1i=2.5, n1i=4, m2i=8, sd2i=3.1, n2i=3): J matters most with few people.
        pytest.param(((4, 10.5, 2.5), (3, 8, 3.1)), 0.76273013892785, 0.624887423678254, id="seven-people"),
        # The same with n1i=400, n2i=350: beyond 344 degrees of freedom Γ itself would overflow.
        pytest.param(((400, 10.5, 2.5), (350, 8, 3.1)), 0.893232773468663, 0.00588905271554187, id="750-people"),
        # The first row of dat.normand1999, with m1i=55, sd1i=47, n1i=155, m2i=75, sd2i=64, n2i=156.
        pytest.param(((155, 55, 47), (156, 75, 64)), -0.355169640940107, 0.0130646755415297, id="normand"),
    ],
)
def test_hedges_g_of_metafor(figures: tuple[tuple[int, float, float], ...], value: float, variance: float) -> None:
    """Hedges g agrees with metafor for few people and for many."""
    data = [
        {"arm": arm, "n": n, "mean": m, "sd": sd} for arm, (n, m, sd) in zip(COMPARISON.values(), figures, strict=True)
    ]
    found = estimate(parallel(data=data), "SMD")

    assert (close(value), close(variance)) == (found.value, found.variance)


@pytest.mark.parametrize(
    ("measure", "value", "variance"),
    # escalc(measure, ai=22, n1i=29, ci=4, n2i=21). By hand: RR = (22/29)/(4/21) = 3.982759, its logarithm 1.381975;
    # 1/22 − 1/29 + 1/4 − 1/21 = 0.213353. OR = (22 · 17)/(7 · 4) = 13.357143, its logarithm 2.592051.
    [
        ("RR", 1.38197469997537, 0.213352739214808),
        ("OR", 2.59205128723933, 0.497135217723453),
        ("RD", 0.568144499178982, 0.0136569416179411),
    ],
)
def test_events(measure: str, value: float, variance: float) -> None:
    """Ratios are analysed as logarithms and shown as ratios; a risk difference is a fraction."""
    data = [{"arm": "magnet", "n": 29, "events": 22}, {"arm": "sham", "n": 21, "events": 4}]
    found = estimate(parallel(data=data), measure)

    assert (close(value), close(variance)) == (found.value, found.variance)
    assert (measure != "RD", Source.EVENTS) == (found.log_scale, found.source)
    assert close(math.exp(value) if measure != "RD" else value) == found.shown
    assert found.shown_interval()[0] < found.shown < found.shown_interval()[1]


@pytest.mark.parametrize(
    ("events", "measure", "value", "variance"),
    # escalc(measure, ai=events, n1i=12, ci=3, n2i=10). By hand for RR of 0: (0.5/13) / (3.5/11) = 0.120879, its
    # logarithm −2.112964; 1/0.5 − 1/13 + 1/3.5 − 1/11 = 2.117882.
    [
        (0, "RR", -2.11296423371848, 2.11788211788212),
        (0, "OR", -2.4567357728213, 2.49904761904762),
        (0, "RD", -0.27972027972028, 0.0225668018714133),
        (12, "RR", 1.10591159114972, 0.197882117882118),
        (12, "OR", 3.9810158769151, 2.49904761904762),
        (12, "RD", 0.643356643356643, 0.0225668018714133),
    ],
)
def test_zero_cell(events: int, measure: str, value: float, variance: float) -> None:
    """Where a cell is 0, and only there, a half is added to all four cells, as metafor does; the trace says so."""
    data = [{"arm": "magnet", "n": 12, "events": events}, {"arm": "sham", "n": 10, "events": 3}]
    found = estimate(parallel(data=data), measure)

    assert (close(value), close(variance)) == (found.value, found.variance)
    assert "a cell of the table is 0, so 0.5 is added to all four cells" in found.trace


@pytest.mark.parametrize(("events", "who"), [((0, 0), "nobody"), ((12, 10), "everybody")])
def test_no_or_all_events(events: tuple[int, int], who: str) -> None:
    """Without events in either arm, or with nothing but events, there is no ratio, but there is a risk difference.

    metafor: escalc("RD", ai=0, n1i=12, ci=0, n2i=10) = −0.006993, variance 0.006789; escalc("RR", …, drop00=TRUE) = NA.
    With everybody having the event, the same table seen from the other side, the difference changes its sign.
    """
    data = [{"arm": arm, "n": n, "events": e} for arm, n, e in zip(("magnet", "sham"), (12, 10), events, strict=True)]
    trial = parallel(data=data)

    assert reason(trial, "RR").startswith(f"{who} had the event in both arms")
    assert reason(trial, "OR").startswith(f"{who} had the event in both arms")
    found = estimate(trial, "RD")
    sign = 1 if who == "nobody" else -1
    assert (close(sign * -0.00699300699300699), close(0.00678919105248021)) == (found.value, found.variance)


def test_changes() -> None:
    """Without end scores of both arms, changes are compared; an end score is never compared with a change."""
    changes = [
        {"arm": "magnet", "n": 10, "change_mean": -3, "change_sd": 2, "mean": 4, "sd": 1},
        {"arm": "sham", "n": 10, "change_mean": -1, "change_sd": 1},
    ]
    found = estimate(parallel(data=changes), "MD")

    # By hand: −3 − (−1) = −2; 4/10 + 1/10 = 0.5.
    assert (close(-2), close(0.5)) == (found.value, found.variance)
    assert (Source.CHANGES, True) == (found.source, found.changes)
    mixed = [changes[0] | {"change_mean": None}, changes[1]]
    assert "there are no means of the same kind for both arms" in reason(parallel(data=mixed), "MD")


def test_end_scores_come_first() -> None:
    """Where both are complete, end scores are compared; where only changes have an SD, changes are."""
    both = [item | {"change_mean": -1.0, "change_sd": 1.0} for item in RING]
    changes_only = [item | {"sd": None} for item in both]

    assert Source.END_SCORES == estimate(parallel(data=both), "MD").source
    assert Source.CHANGES == estimate(parallel(data=changes_only), "MD").source


@pytest.mark.parametrize(
    ("spread", "sd"),
    [
        # SE · √n = 0.5 · √16.
        pytest.param({"se": 0.5}, 2, id="se"),
        # 4 · √16 / (2 · t(0.975, 15) = 2 · 2.131450): 3.753313.
        pytest.param({"low": 3, "high": 7, "spread": "ci95"}, 3.753313, id="interval"),
    ],
)
def test_sd_from_other_spread(spread: dict[str, object], sd: float) -> None:
    """The SD of a mean comes from its standard error or its interval, and the trace says from which."""
    data = [{"arm": "magnet", "n": 16, "mean": 5, **spread}, {"arm": "sham", "n": 16, "mean": 5, "sd": 4}]
    found = estimate(parallel(data=data), "MD")

    assert pytest.approx((sd**2 + 16) / 16, rel=1e-6) == found.variance
    assert any(step.startswith("Magnet: SD") for step in found.trace)


@pytest.mark.parametrize("spread", ["range", "iqr"])
def test_no_sd_from_range(spread: str) -> None:
    """A range or an interquartile range gives no SD."""
    data = [RING[0] | {"sd": None, "low": 1, "high": 9, "spread": spread}, RING[1]]

    assert "there is neither an SD for “Magnet” nor an exact P" in reason(parallel(data=data), "MD")


def test_exact_p_of_separate_groups() -> None:
    """An exact P stands in for missing SDs, as that of a t test; its interval agrees with it.

    By hand for P = 0.05 in two groups of 11: t(20) = 2.085963; SE = 5.6 / 2.085963 = 2.684611, and the interval ends
    at 0. The common SD is 2.684611 / √(2/11) = 6.295989; d = −0.889455.
    """
    data = [{"arm": "magnet", "n": 11, "mean": 15.3}, {"arm": "sham", "n": 11, "mean": 20.9}]
    trial = parallel(data=data, p="0.05")
    found = estimate(trial, "MD")

    assert pytest.approx((-5.6, 2.684611), abs=1e-6) == (found.value, found.se)
    assert pytest.approx((-11.2, 0), abs=1e-9) == found.interval()
    # J(20) by the approximation 1 − 3/79 = 0.962025, which is right to four digits.
    assert pytest.approx(-0.889455 * 0.962025, rel=1e-3) == estimate(trial, "SMD").value


@pytest.mark.parametrize("p", ["<0.05", "≤.01", ">0.2", "0.000", "1.00"])
def test_inexact_p(p: str) -> None:
    """A P that is only bounded, or printed as 0 or 1, gives no standard error."""
    data = [{"arm": "magnet", "n": 11, "mean": 15.3}, {"arm": "sham", "n": 11, "mean": 20.9}]

    assert "nor an exact P" in reason(parallel(data=data, p=p), "MD")
    assert "exact P" in reason(parallel(effect={"measure": "RR", "value": 2.0}, p=p), "RR")


def test_n_of_the_arm() -> None:
    """Where the number analysed is not told, that of the arm stands in and the trace says so; else nothing does."""
    data = [{"arm": "magnet", "mean": 4.16, "sd": 2.2}, RING[1]]
    found = estimate(parallel(data=data, n=19), "MD")

    assert close(0.387089783281734) == found.variance
    assert "Magnet: n = 19 of the study, because none stands beside the figures" in found.trace
    assert "how many people were analysed is not told for “Magnet”" in reason(parallel(data=data), "MD")


@pytest.mark.parametrize(
    ("printed", "log_se"),
    # (log 4.42 − log 1.01) / (2 · 1.959964) = 1.476190 / 3.919928 = 0.376586; for 90 per cent 2 · 1.644854 = 3.289707
    # and 0.448730; for 99 per cent 2 · 2.575829 = 5.151659 and 0.286547.
    [(95, 0.376586), (90, 0.448730), (99, 0.286547)],
)
def test_reported_ratio(printed: int, log_se: float) -> None:
    """The interval of a ratio, of whatever level, gives the standard error of its logarithm."""
    effect = {"measure": "RR", "value": 2.11, "ci": {"low": 1.01, "high": 4.42, "level": printed}}
    found = estimate(study("systematic-review", "review", effect=effect), "RR")

    assert pytest.approx((math.log(2.11), log_se), abs=1e-6) == (found.value, found.se)
    assert (Source.REPORTED, close(2.11), None) == (found.source, found.shown, found.participants)


def test_reported_difference_uses_t() -> None:
    """The interval of a mean difference goes by t where the numbers of people are known, and is given back as printed.

    By hand: 95 per cent with 34 degrees of freedom, t = 2.032245; SE = 4 / (2 · 2.032245) = 0.984133. Without the
    numbers of people z = 1.959964 and SE = 1.020427.
    """
    effect = {"measure": "MD", "value": -1.0, "ci": {"low": -3, "high": 1}}
    known = estimate(parallel(effect=effect, data=[{"arm": "magnet", "n": 19}, {"arm": "sham", "n": 17}]), "MD")

    assert pytest.approx(0.984133, abs=1e-6) == known.se
    assert (close(-3), close(1)) == known.interval()
    assert pytest.approx(1.020427, abs=1e-6) == estimate(parallel(effect=effect), "MD").se


def test_reported_with_p() -> None:
    """An exact P gives the standard error of a printed ratio: log(2) / 1.959964 = 0.353653 for P = 0.05."""
    found = estimate(parallel(effect={"measure": "OR", "value": 2}, p="0.05"), "OR")

    assert pytest.approx(0.353653, abs=1e-6) == found.se
    assert pytest.approx((1, 4), rel=1e-8) == found.shown_interval()


def test_reported_with_se() -> None:
    """A printed standard error is taken as it is; of a ratio, the interval is rather believed."""
    difference = parallel(effect={"measure": "SMD", "value": 0.5, "se": 0.2, "ci": {"low": 0, "high": 1}})
    ratio = parallel(effect={"measure": "HR", "value": 2, "se": 0.5, "ci": {"low": 1, "high": 4}})

    assert close(0.2) == estimate(difference, "SMD").se
    assert close(math.log(4) / (2 * 1.959963984540054)) == estimate(ratio, "HR").se


def test_reported_per_cent() -> None:
    """A risk difference that is printed in per cent becomes a fraction."""
    effect = {"measure": "RD", "value": 12, "unit": "%", "ci": {"low": 2, "high": 22}}
    found = estimate(parallel(effect=effect), "RD")

    assert (close(0.12), close(0.2 / (2 * 1.959963984540054))) == (found.value, found.se)


def test_reported_in_another_unit() -> None:
    """A printed difference is mapped where it is in the scale's unit, and left as it is in a unit of its own."""
    effect = {"measure": "MD", "value": -2, "se": 1}

    assert -20 == estimate(parallel(effect=effect, scale=PAIN), "MD").value
    other = estimate(parallel(effect=effect | {"unit": "cm"}, scale=PAIN), "MD")
    assert (-2, "cm") == (other.value, other.unit)


def test_arms_come_before_reported() -> None:
    """Data of the arms come before the printed effect, which anybody can compute again, unless that is adjusted."""
    effect = {"measure": "MD", "value": -1.2, "ci": {"low": -2.4, "high": 0}}

    assert close(-1.37) == estimate(parallel(data=RING, effect=effect), "MD").value
    assert close(-1.2) == estimate(parallel(data=RING, effect=effect | {"adjusted": True}), "MD").value


def test_other_measure_is_not_turned_into_this_one() -> None:
    """An effect printed in another measure, or in one that is no comparison, gives no estimate."""
    effect = {"measure": "percent-change", "value": -10, "se": 1}

    assert "the printed effect is percent-change" in reason(parallel(effect=effect), "MD")
    assert "no measure of a difference" in reason(parallel(effect=effect), "percent-change")


# Crossovers


def test_paired_result() -> None:
    """The printed paired difference comes first, with its SE, SD, interval or exact P.

    By hand for n = 16: SD 2 gives 2/√16 = 0.5; the interval 0 to 2 gives 2/(2 · t(15) = 2 · 2.131450) = 0.469164;
    P = 0.05 with a difference of 1 gives 1/2.131450 = 0.469164.
    """
    interval = {"ci": {"low": 0, "high": 2}}
    for spread, p, se in (
        ({"se": 0.4}, None, 0.4),
        ({"sd": 2}, None, 0.5),
        (interval, None, 0.469164),
        ({}, "0.05", 0.469164),
    ):
        trial = crossover(paired={"n": 16, "mean_difference": 1, **spread}, data=WARMTH, p=p, scale=TEMPERATURE)
        found = estimate(trial, "MD")

        assert pytest.approx((1, se), abs=1e-6) == (found.value, found.se)
        assert (Source.PAIRED, 16, "°C", 15) == (found.source, found.participants, found.unit, found.df)


def test_crossover_with_exact_p() -> None:
    """Means and an exact P of a crossover give the paired standard error, not the one of separate groups.

    By hand: 31.1 − 31.0 = 0.1 in 20 people, P = 0.66: t(19) = 0.446900 (R: qt(.67, 19)) and SE = 0.223764. As
    separate groups it would be √(1/20 + 1.21/20) = 0.332415.
    """
    found = estimate(crossover(data=WARMTH, p="0.66"), "MD")

    assert pytest.approx((0.1, 0.223764), abs=1e-6) == (found.value, found.se)
    assert (Source.PAIRED, 20) == (found.source, found.participants)
    assert any("taken as that of a paired t test" in step for step in found.trace)


def test_standardized_paired_result() -> None:
    """The SMD of a paired result is in SDs between people; the correlation comes out of the figures.

    By hand: r = (1 + 1.21 − 20 · 0.223764²) / (2 · 1.1) = (2.21 − 1.001406) / 2.2 = 0.549361; SD = √(2.21/2) =
    1.051190; d = 0.095130; J(19) is about 1 − 3/75 = 0.96; g = 0.0913; variance (1/20 + g²/40) · 2 · 0.450639 =
    0.045252.
    """
    found = estimate(crossover(data=WARMTH, p="0.66"), "SMD")

    assert pytest.approx(0.0913, abs=1e-4) == found.value
    assert pytest.approx(0.045252, abs=2e-6) == found.variance
    assert any("correlation that fits the SDs and this SE: 0.5494" in step for step in found.trace)


def test_p_that_does_not_fit() -> None:
    """A P that a paired t test cannot have given with these SDs is not used.

    By hand: a difference of 0.1 with P = 0.001 needs SE = 0.1/3.883406 = 0.025751, SD of differences 0.1152; but with
    SDs of 1 and 3 it is at least 2.
    """
    data = [WARMTH[0], WARMTH[1] | {"sd": 3.0}]

    assert Source.ASSUMED_CORRELATION == estimate(crossover(data=data, p="0.001"), "MD").source


def test_first_period() -> None:
    """Without a paired result the first period counts, as separate groups; P of the whole crossover is not its P.

    By hand: 3 − 4 = −1; 1/8 + 4/10 = 0.525.
    """
    period = [{"arm": "magnet", "n": 8, "mean": 3, "sd": 1}, {"arm": "sham", "n": 10, "mean": 4, "sd": 2}]
    found = estimate(crossover(first_period=period, data=WARMTH, p="<0.05"), "MD")

    assert (close(-1), close(0.525)) == (found.value, found.variance)
    assert (Source.FIRST_PERIOD, 18) == (found.source, found.participants)
    bare = [{"arm": arm, "n": 8, "mean": mean} for arm, mean in (("magnet", 3), ("sham", 4))]
    assert Source.FIRST_PERIOD != estimate(crossover(first_period=bare, data=WARMTH, p="0.66"), "MD").source


def test_events_of_first_period() -> None:
    """Events of a crossover are compared in its first period only: both periods together hold everybody twice."""
    events = [{"arm": "magnet", "n": 29, "events": 22}, {"arm": "sham", "n": 21, "events": 4}]

    assert Source.FIRST_PERIOD == estimate(crossover(first_period=events), "RR").source
    assert "no data of a first period" in reason(crossover(data=events), "RR")


def test_assumed_correlation() -> None:
    """With nothing better a correlation of 0.5 is assumed, and the error under 0.3 and 0.7 is shown.

    By hand: variance (1 + 1.21 − 2 · r · 1.1) / 20: 0.0555 for 0.5, 0.0775 for 0.3, 0.0335 for 0.7.
    """
    found = estimate(crossover(data=WARMTH), "MD")

    assert (Source.ASSUMED_CORRELATION, close(0.1), close(0.0555)) == (found.source, found.value, found.variance)
    assert [(0.3, close(math.sqrt(0.0775))), (0.7, close(math.sqrt(0.0335)))] == list(found.sensitivity)
    assert any("correlation 0.5 between the conditions assumed" in step for step in found.trace)


def test_sensitivity_is_mapped() -> None:
    """The standard errors under other correlations are in the unit of the estimate."""
    plain, mapped = (estimate(crossover(data=WARMTH, scale=scale), "MD") for scale in (None, PAIN))

    assert [close(10 * item.se) for item in plain.sensitivity] == [item.se for item in mapped.sensitivity]


def test_handbook_example_of_assumed_correlation() -> None:
    """The example of the Cochrane Handbook (5.1, section 16.4.6.4): MD 0.5, SE 0.583; SMD 0.218, SE 0.256, before J.

    7.0 (SD 2.38) and 6.5 (SD 2.21) in 10 people, correlation 0.68. J(9) = Γ(4.5) / (√4.5 Γ(4)) = 11.631728 /
    (2.121320 · 6) = 0.913875; so g = 0.1990 and the SE, with g in the place of d, √(0.1 + 0.1990²/20) · √0.64 = 0.2555.
    metafor for the variance of MD: escalc("MC", m1i=7, sd1i=2.38, m2i=6.5, sd2i=2.21, ni=10, ri=.68)
    """
    data = [{"arm": "magnet", "n": 10, "mean": 7.0, "sd": 2.38}, {"arm": "sham", "n": 10, "mean": 6.5, "sd": 2.21}]
    options = {"correlation": 0.68}
    difference = estimate(crossover(data=data), "MD", **options)
    standardized = estimate(crossover(data=data), "SMD", **options)

    assert (0.5, 0.583) == (round(difference.value, 3), round(difference.se, 3))
    assert close(0.3395172) == difference.variance
    assert pytest.approx(0.218 * 0.913875, abs=5e-4) == standardized.value
    assert pytest.approx(0.2555, abs=1e-4) == standardized.se


def test_reported_effect_of_crossover() -> None:
    """The printed effect of a crossover is its paired result: 10 people have 9 degrees of freedom, t = 2.262157."""
    trial = crossover(effect={"measure": "MD", "value": 1, "ci": {"low": 0, "high": 2}}, n=10)
    found = estimate(trial, "MD")

    assert close(1 / 2.2621571627409915) == found.se
    assert (Source.PAIRED, 10) == (found.source, found.participants)


def test_unknown_pairing() -> None:
    """Arms of a design that leaves open whether they are the same people are not compared."""
    assert "leaves open whether" in reason(study("human-physiology", "study", data=RING), "MD")
    assert "leaves open whether" in reason(study("in-vitro", "study", data=RING), "SMD")
    assert close(-1.37) == estimate(study("cohort", "study", data=RING), "MD").value


def test_within_person_has_no_first_period() -> None:
    """Two sides of one body are compared as pairs."""
    assert Source.ASSUMED_CORRELATION == estimate(study("randomized-within-person", data=WARMTH), "MD").source


@pytest.mark.parametrize(
    ("figures", "measure"),
    [
        pytest.param({"n": 0}, "MD", id="nobody"),
        pytest.param({"sd": 0}, "MD", id="no-spread"),
        pytest.param({"sd": -1}, "SMD", id="negative-spread"),
        pytest.param({"events": 30, "n": 20}, "RR", id="too-many-events"),
        pytest.param({"events": -1, "n": 20}, "RD", id="negative-events"),
        pytest.param({"n": 1}, "SMD", id="one-person"),
    ],
)
@pytest.mark.parametrize("design", ["randomized-parallel", "randomized-crossover"])
def test_impossible_figures(design: str, figures: dict[str, object], measure: str) -> None:
    """Figures that cannot be give a reason, never a NaN or a crash; the rules of the checker report them."""
    data = [
        {"arm": "magnet", "n": 1, "mean": 1, "sd": 1, "events": 1} | figures,
        {"arm": "sham", "n": 1, "mean": 2, "sd": 1, "events": 1},
    ]

    assert reason(study(design, data=data), measure)


@pytest.mark.parametrize(
    "effect",
    [
        {"measure": "RR", "value": 0, "ci": {"low": 0, "high": 1}},
        {"measure": "OR", "value": -2, "se": 1},
        {"measure": "RR", "value": 0.2, "ci": {"low": 0, "high": 1}},
        {"measure": "MD", "value": 0.2, "ci": {"low": 1, "high": 0}},
        {"measure": "MD", "value": 0.2, "se": 0},
        {"measure": "MD", "value": 0},
    ],
    ids=str,
)
def test_impossible_effects(effect: dict[str, Any]) -> None:
    """Ratios of 0, intervals turned round and errors of 0 give a reason."""
    assert reason(parallel(effect=effect, p="0.5" if effect["value"] == 0 else None), effect["measure"])


def test_missing_arm() -> None:
    """Without figures for an arm of the comparison there is no estimate, and the arm is named."""
    assert "there are no figures for “Sham”" in reason(parallel(data=RING[:1]), "MD")


def test_no_comparison() -> None:
    """Figures of arms that nobody compares give no estimate, and the reason is named."""
    trial = parallel(data=RING, comparison=None)

    assert "does not say which arm is compared with which" in reason(trial, "MD")


def test_events_of_one_arm() -> None:
    """Events of one arm alone give no estimate."""
    data = [{"arm": "magnet", "n": 29, "events": 22}, {"arm": "sham", "n": 21}]

    assert "events are not told for both arms" in reason(parallel(data=data), "RR")


def test_crossover_with_the_number_of_the_trial() -> None:
    """Everybody in a crossover passes through every arm, so the number of the trial stands in for that of an arm."""
    data = [item | {"n": None} for item in WARMTH]
    trial = crossover(data=data, p="0.66").model_copy(update={"randomized": 20})

    assert pytest.approx(0.223764, abs=1e-6) == estimate(trial, "MD").se


def test_paired_result_that_cannot_be_standardized() -> None:
    """A paired result without SDs of the conditions, or that does not fit them, gives no SMD by itself."""
    one_person = crossover(paired={"n": 1, "mean_difference": 1, "se": 1})
    alone = crossover(paired={"n": 20, "mean_difference": 0.1, "se": 0.2})
    # 20 · 0.6² = 7.2 is more than the (1 + 1.1)² = 4.41 that a correlation of −1 would give.
    unfit = crossover(paired={"n": 20, "mean_difference": 0.1, "se": 0.6}, data=WARMTH)

    assert "a paired result needs two people" in reason(one_person, "MD")
    assert "there is no SD for both conditions" in reason(alone, "SMD")
    assert Source.ASSUMED_CORRELATION == estimate(unfit, "SMD").source
    assert close(0.6) == estimate(unfit, "MD").se
