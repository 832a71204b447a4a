"""Rules on figures: what just keeps them, what just breaks them. The examples are in ``test_rules``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import STUDY, Project

from evidence.library import read_library
from evidence.rules import figures, figures_compared

if TYPE_CHECKING:
    from pathlib import Path

DATA = "      - {arm: magnet, n: 20, mean: 31.1, sd: 1.0}\n      - {arm: sham, n: 20, mean: 31.0, sd: 1.1}\n"
P = '    p: "0.66"\n'
SCALE = "scale: {name: Skin temperature, unit: °C, better: neither}"


def found(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """Change the sample's study and return the rules that it breaks, each with the text that is pointed at."""
    project = Project.of_sample(folder)
    for old, new in changes:
        project.replace(STUDY, old, new)
    return pointed_at(project)


def pointed_at(project: Project) -> list[str]:
    """Return the rules on figures that a project breaks, each with the text that is pointed at."""
    library, problems = read_library(project.root)
    assert [] == problems
    seen = sorted([*figures.check(library), *figures_compared.check(library)])
    return [f"{problem.rule} at {project.text_at(problem.place).split()[0]}" for problem in seen]


def sham(fields: str) -> tuple[str, str]:
    """Give the arm with the dummy other figures."""
    return "{arm: sham, n: 20, mean: 31.0, sd: 1.1}", f"{{arm: sham, n: 20, {fields}}}"


def printed(fields: str) -> tuple[str, str]:
    """Add fields to the outcome."""
    return P, f"    {fields}\n{P}"


def counted(magnet: str, dummy: str) -> tuple[str, str]:
    """Put events in the place of means."""
    return DATA, f"      - {{arm: magnet, n: 20, {magnet}}}\n      - {{arm: sham, n: 20, {dummy}}}\n"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(sham("mean: 31.0, sd: 0.001"), [], id="sd-small"),
        pytest.param(sham("mean: 31.0, sd: -1.1"), ["spread-positive at -1.1}"], id="sd-negative"),
        pytest.param(sham("mean: 31.0, se: 0"), ["spread-positive at 0}"], id="se-0"),
        pytest.param(sham("mean: 31.0, change_sd: 0"), ["spread-positive at 0}"], id="change-sd-0"),
        pytest.param(printed("effect: {measure: SMD, value: 1, se: 0}"), ["spread-positive at 0}"], id="effect-se-0"),
        pytest.param(printed("paired: {n: 20, mean_difference: 0.1, sd: 0}"), ["spread-positive at 0}"], id="paired"),
        pytest.param(counted("events: 20", "events: 0"), [], id="events-all-and-none"),
        pytest.param(counted("events: 21", "events: 0"), ["events-within-n at 21}"], id="events-above-n"),
        pytest.param(counted("events: 2", "events: -1"), ["events-within-n at -1}"], id="events-negative"),
        pytest.param(printed("pooled: {studies: 0}"), ["n-positive at 0}"], id="no-studies"),
        pytest.param(printed("pooled: {i2: 0, tau2: 0}"), [], id="homogeneous"),
        pytest.param(printed("pooled: {i2: 100.1}"), ["heterogeneity-possible at 100.1}"], id="i2-above"),
        pytest.param(printed("pooled: {i2: -0.1}"), ["heterogeneity-possible at -0.1}"], id="i2-below"),
        pytest.param(printed("pooled: {tau2: -0.1}"), ["heterogeneity-possible at -0.1}"], id="tau2-below"),
        pytest.param((P, '    p: "1.00"\n'), [], id="p-1"),
        pytest.param((P, '    p: "<1.01"\n'), ['p-within-0-and-1 at "<1.01"'], id="p-above-1"),
    ],
)
def test_single_figures(change: tuple[str, str], expected: list[str], tmp_path: Path) -> None:
    """Figures that are possible pass; figures that are not are one problem at the figure."""
    assert expected == found(tmp_path, change)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(sham("mean: 31.0, low: 30, high: 32, spread: ci95"), [], id="around"),
        pytest.param(sham("mean: 31.0, low: 31, high: 32, spread: ci95"), [], id="at-the-end"),
        pytest.param(
            sham("mean: 31.0, low: 32, high: 30, spread: ci95"), ["interval-around-estimate at 32,"], id="turned-round"
        ),
        pytest.param(
            sham("mean: 31.0, low: 31.1, high: 32, spread: ci95"), ["interval-around-estimate at 31.1,"], id="outside"
        ),
        pytest.param(
            sham("low: 31.1, high: 32, spread: ci95"), ["interval-around-estimate at 31.1,"], id="without-estimate"
        ),
        pytest.param(sham("mean: 31.0, low: 31.1, high: 32, spread: iqr"), [], id="mean-outside-of-middle-half"),
        pytest.param(
            sham("mean: 31.0, low: 31.1, high: 32, spread: range"),
            ["interval-around-estimate at 31.1,"],
            id="mean-outside-of-range",
        ),
        pytest.param(
            sham("median: 31.0, low: 31.1, high: 32, spread: iqr"),
            ["interval-around-estimate at 31.1,"],
            id="median-outside-of-middle-half",
        ),
        pytest.param(sham("median: 31.0, low: 30, high: 32"), ["spread-named at low:"], id="spread-not-named"),
        pytest.param(sham("median: 31.0, spread: iqr"), ["spread-named at spread:"], id="spread-without-ends"),
        pytest.param(
            printed("paired: {n: 20, mean_difference: 0.1, ci: {low: 0.2, high: 0.3}}"),
            ["interval-around-estimate at 0.2,"],
            id="paired-outside",
        ),
        pytest.param(
            printed("effect: {measure: SMD, value: 0.4, ci: {low: 0.3, high: 0.2}}"),
            ["interval-around-estimate at 0.3,"],
            id="effect-turned-round",
        ),
    ],
)
def test_intervals(change: tuple[str, str], expected: list[str], tmp_path: Path) -> None:
    """An interval runs upwards and holds the estimate that it is of."""
    assert expected == found(tmp_path, change)


@pytest.mark.parametrize(
    ("ends", "change", "expected"),
    [
        pytest.param("low: 31, high: 31.1", (P, P), [], id="at-both-ends"),
        pytest.param("low: 31, high: 31", (P, P), ["scale-ends at 31,"], id="no-length"),
        pytest.param("low: 31.05, high: 32", (P, P), ["figure-within-scale at 31.0,"], id="mean-below"),
        pytest.param(
            "low: 20, high: 40", sham("median: 41.0, sd: 1.1"), ["figure-within-scale at 41.0,"], id="median-above"
        ),
        pytest.param(
            "low: 30, high: 32",
            sham("mean: 31.0, low: 29, high: 31, spread: range"),
            ["figure-within-scale at 29,"],
            id="range-below",
        ),
        pytest.param(
            "low: 30, high: 32", sham("mean: 31.0, low: 29, high: 33, spread: ci95"), [], id="interval-may-reach-beyond"
        ),
        pytest.param("low: 30, high: 32", sham("change_mean: -2"), [], id="change-as-long-as-the-scale"),
        pytest.param(
            "low: 30, high: 32", sham("change_mean: -2.1"), ["figure-within-scale at -2.1}"], id="change-longer"
        ),
        pytest.param(
            "low: 30, high: 32",
            (DATA + P, f"      - {{arm: magnet, n: 20}}\n    effect: {{measure: MD, value: 2.1}}\n{P}"),
            ["figure-within-scale at 2.1}"],
            id="difference-longer",
        ),
    ],
)
def test_scale(ends: str, change: tuple[str, str], expected: list[str], tmp_path: Path) -> None:
    """Scores lie on their scale; changes and differences are no longer than it."""
    assert expected == found(tmp_path, (SCALE, SCALE.replace("better", f"{ends}, better")), change)


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        pytest.param("{measure: HR, value: 0}", ["effect-possible at 0}"], id="ratio-0"),
        pytest.param("{measure: RD, value: 1}", [], id="risk-difference-1"),
        pytest.param("{measure: RD, value: 1.1}", ["effect-possible at 1.1}"], id="risk-difference-above-1"),
        pytest.param("{measure: RD, value: 40, unit: '%'}", [], id="risk-difference-per-cent"),
        pytest.param("{measure: RD, value: 101, unit: per cent}", ["effect-possible at 101,"], id="above-100-per-cent"),
        pytest.param("{measure: correlation, value: -1.1}", ["effect-possible at -1.1}"], id="correlation"),
        pytest.param("{measure: proportion, value: -0.1}", ["effect-possible at -0.1}"], id="proportion"),
    ],
)
def test_limits(effect: str, expected: list[str], tmp_path: Path) -> None:
    """Each measure of effect keeps to its limits."""
    assert expected == found(tmp_path, printed(f"effect: {effect}"))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # The means lie between 31.05 and 31.15, and between 30.95 and 31.05: their difference between 0 and 0.2.
        pytest.param(printed("effect: {measure: MD, value: 0.24}"), ["effect-agrees-with-arms at 0.24}"], id="beyond"),
        pytest.param(printed("effect: {measure: MD, value: 0.2}"), [], id="rounding"),
        pytest.param(printed("effect: {measure: MD, value: 0.24, adjusted: true}"), [], id="adjusted"),
        pytest.param(printed("effect: {measure: MD, value: 0.24, unit: K}"), [], id="own-unit"),
        pytest.param(
            printed("paired: {n: 20, mean_difference: 0.3}"), ["effect-agrees-with-arms at 0.3}"], id="paired-beyond"
        ),
        pytest.param(printed("paired: {n: 18, mean_difference: 0.3}"), [], id="paired-in-fewer-people"),
        pytest.param(
            printed("paired: {n: 18, mean_difference: 0.3}\n    effect: {measure: MD, value: 0.5}"),
            ["effect-agrees-with-arms at 0.5}"],
            id="effect-against-paired",
        ),
        # 10 of 20 against 5 of 20: RR 2, OR 3, RD 0.25.
        pytest.param(counted("events: 10", "events: 5"), [], id="events-alone"),
    ],
)
def test_agreement(change: tuple[str, str], expected: list[str], tmp_path: Path) -> None:
    """A printed difference agrees with the arms as far as rounding allows; one that is adjusted need not."""
    assert expected == found(tmp_path, change)


@pytest.mark.parametrize(
    ("effect", "expected"),
    # 10 of 20 against 5 of 20: RR (10/20)/(5/20) = 2, OR (10 · 15)/(10 · 5) = 3, RD 0.5 − 0.25 = 0.25.
    [
        ("{measure: RR, value: 2.0}", []),
        ("{measure: OR, value: 3.0}", []),
        ("{measure: RD, value: 0.25}", []),
        ("{measure: RD, value: 25, unit: '%'}", []),
        ("{measure: RR, value: 2.1}", ["effect-agrees-with-arms at 2.1}"]),
        ("{measure: OR, value: 2.9}", ["effect-agrees-with-arms at 2.9}"]),
        ("{measure: RD, value: 0.26}", ["effect-agrees-with-arms at 0.26}"]),
    ],
)
def test_agreement_with_events(effect: str, expected: list[str], tmp_path: Path) -> None:
    """A printed ratio or risk difference agrees with the events."""
    assert expected == found(tmp_path, counted("events: 10", "events: 5"), printed(f"effect: {effect}"))


def test_change_agrees_too(tmp_path: Path) -> None:
    """A printed difference agrees with the end scores or with the changes: either may be what was compared."""
    data = DATA.replace("mean: 31.1", "mean: 31.1, change_mean: 0.9").replace("31.0", "31.0, change_mean: 0.4")

    assert [] == found(tmp_path, (DATA, data), printed("effect: {measure: MD, value: 0.5}"))


@pytest.mark.parametrize(
    ("direction", "change", "expected"),
    [
        ("same", sham("mean: 31.1"), []),
        ("higher", sham("mean: 31.1"), ["direction-follows-estimate at higher"]),
        ("same", (P, P), ["direction-follows-estimate at same"]),
        ("not-stated", (P, P), ["direction-follows-estimate at not-stated"]),
        ("varied", (P, P), []),
        ("higher", sham("mean: 31.2"), ["direction-follows-estimate at higher"]),
        ("lower", counted("events: 4", "events: 5"), []),
        ("higher", counted("events: 4", "events: 5"), ["direction-follows-estimate at higher"]),
        ("lower", counted("median: 4", "median: 5"), []),
        ("higher", counted("change_mean: -4", "change_mean: -3"), ["direction-follows-estimate at higher"]),
        ("lower", printed("effect: {measure: HR, value: 0.9}"), []),
        ("higher", printed("effect: {measure: HR, value: 0.9}"), ["direction-follows-estimate at higher"]),
        ("lower", printed("effect: {measure: mean, value: 31}"), ["direction-follows-estimate at lower"]),
    ],
)
def test_direction(direction: str, change: tuple[str, str], expected: list[str], tmp_path: Path) -> None:
    """The direction is that of the point estimate: of the printed effect, else of the arms. P has no say."""
    assert expected == found(tmp_path, ("direction: higher\n", f"direction: {direction}\n"), change)


@pytest.mark.parametrize(
    ("randomized", "arms", "expected"),
    [
        (20, (12, 8), []),
        (20, (12, None), []),
        (20, (12, 9), ["arms-within-randomized at 20"]),
        (20, (12, 7), ["arms-within-randomized at 20"]),
        (20, (21, None), ["arms-within-randomized at 20"]),
    ],
)
def test_arms_of_parallel_trial(
    randomized: int, arms: tuple[int | None, ...], expected: list[str], tmp_path: Path
) -> None:
    """The arms of a parallel trial add up to the people randomized; where one is not told, they are no more."""
    project = Project.of_sample(tmp_path)
    text = project.read(STUDY).replace("randomized-crossover", "randomized-parallel")
    text = text.replace("n: 20, ", "").replace("randomized: 20", f"randomized: {randomized}")
    for n in arms:
        text = text.replace("    n: 20\n", "" if n is None else f"    n: {n}\n", 1)
    project.write(STUDY, text)

    assert expected == pointed_at(project)


def test_paired_in_more_people_than_there_were(tmp_path: Path) -> None:
    """A paired result has no more people than the arm."""
    seen = found(tmp_path, printed("paired: {n: 21, mean_difference: 0.1}"))

    assert ["n-within-arm at 21,"] == seen


def test_paired_result_of_separate_groups(tmp_path: Path) -> None:
    """Separate groups have no paired result; one person after the other may be measured twice."""
    paired = printed("paired: {n: 20, mean_difference: 0.1}")

    for design, expected in (
        ("controlled-non-randomized", ["paired-design at paired:"]),
        ("randomized-within-person", []),
        ("human-physiology", []),
    ):
        assert expected == found(tmp_path / design, ("design: randomized-crossover", f"design: {design}"), paired)


def test_arm_in_both_lists(tmp_path: Path) -> None:
    """An arm may have data of the whole trial and of its first period."""
    assert [] == found(tmp_path, printed("first_period: [{arm: sham, n: 10, mean: 31.0, sd: 1.0}]"))
