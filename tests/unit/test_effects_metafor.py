"""Effect sizes against R's metafor where it is installed; ``test_effects`` holds numbers frozen from it."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import pytest
from tests.reference import escalc, metafor

from evidence.effects import formulas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def groups_of_means(source: random.Random) -> tuple[float, ...]:
    """Return mean, SD and n of two groups, from four people to thousands."""
    return tuple(
        value
        for _ in range(2)
        for value in (source.uniform(-50, 50), 10 ** source.uniform(-1, 2), int(10 ** source.uniform(0.4, 3.3)))
    )


def groups_of_events(source: random.Random) -> tuple[int, ...]:
    """Return events and n of two groups; every third has a group with none or all."""
    sides = []
    for _ in range(2):
        n = int(10 ** source.uniform(0.4, 3))
        sides += [source.choice([0, n, *[source.randint(0, n)] * 4]), n]
    return tuple(sides)


def paired_groups(source: random.Random) -> tuple[float, ...]:
    """Return mean and SD of two conditions, n and a correlation."""
    means = [value for _ in range(2) for value in (source.uniform(-50, 50), 10 ** source.uniform(-1, 2))]
    return (*means, source.randint(3, 300), source.uniform(-0.9, 0.99))


def of_means(*row: float) -> list[float]:
    """Return MD and Hedges g with their variances."""
    mean1, sd1, n1, mean2, sd2, n2 = row
    given = (mean1, mean2), (sd1, sd2), (int(n1), int(n2))
    return [*formulas.mean_difference(*given), *formulas.hedges_g(*given)]


def of_events(*row: int) -> list[float]:
    """Return log RR, log OR and RD with their variances."""
    given = (row[0], row[2]), (row[1], row[3])
    return [*formulas.risk_ratio(*given), *formulas.odds_ratio(*given), *formulas.risk_difference(*given)]


def of_pairs(*row: float) -> list[float]:
    """Return the paired difference with its variance."""
    mean1, sd1, mean2, sd2, n, correlation = row
    return [mean1 - mean2, formulas.paired_difference_variance((sd1, sd2), int(n), correlation)]


@pytest.mark.parametrize(
    ("what", "draw", "ours"),
    [
        pytest.param("means", groups_of_means, of_means, id="means"),
        pytest.param("events", groups_of_events, of_events, id="events"),
        pytest.param("paired", paired_groups, of_pairs, id="paired"),
    ],
)
def test_live(what: str, draw: Callable[[random.Random], Sequence[float]], ours: Callable[..., list[float]]) -> None:
    """Three hundred random inputs give what metafor's escalc gives, to a thousand millionth.

    Double zeros are among them: metafor computes these too unless it is told to drop them, which ``effect_of`` does.
    """
    if (reason := metafor.absence()) is not None:
        pytest.skip(reason)
    source = random.Random(20261121)  # noqa: S311 (nothing is kept secret)
    rows = [draw(source) for _ in range(300)]

    answers = escalc.ask(what, rows)

    assert len(rows) == len(answers)
    off = [
        (row, answer)
        for row, answer in zip(rows, answers, strict=True)
        if not all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) for a, b in zip(answer, ours(*row), strict=True))
    ]
    assert [] == off
