"""Pooling against R's metafor: numbers frozen from it everywhere, and itself where it is installed."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from typing import Any

import pytest
from tests.reference import metafor

from evidence.model.vocabulary import PoolingModel, PoolingTest
from evidence.pooling import Pooled, Range, pool

FROZEN: list[dict[str, Any]] = json.loads((metafor.FOLDER / "random.json").read_text(encoding="utf-8"))

FIELDS = (
    "estimate se low high p tau2 tau2_low tau2_high i2 i2_q q q_p prediction_z prediction_t weights".split()  # noqa: SIM905
)


def numbers(value: object) -> list[float | None]:
    """Return a result as a list of numbers; a missing interval has two missing ends."""
    if isinstance(value, Range):
        return [value.low, value.high]
    return list(value) if isinstance(value, list | tuple) else [value]  # type: ignore[list-item]


def differences(case: dict[str, Any]) -> list[str]:
    """Return where pooling differs from metafor by more than 1e-6 of a number (1e-9 near zero, 1e-6 per cent of I²)."""
    found = []
    for name, theirs in case["results"].items():
        model, test = name.split()
        ours = pool(case["yi"], case["vi"], PoolingModel(model), PoolingTest(test))
        if theirs is None or not isinstance(ours, Pooled):
            # An iteration that does not settle shall not settle in both.
            if theirs is not None or isinstance(ours, Pooled):
                found.append(f"{name}: {theirs} {ours}")
            continue
        for field in FIELDS:
            expected, seen = numbers(theirs[field]), numbers(getattr(ours, field))
            # Metafor's prediction interval by z goes with the Wald test alone.
            if field == "prediction_z" and test != "wald":
                continue
            if set(expected) == {None}:
                agree = set(seen) == {None}
            else:
                near_zero = 1e-6 if field == "i2" else 1e-9
                agree = all(close(one, other, near_zero) for one, other in zip(expected, seen, strict=True))
            if not agree:
                found.append(f"{name} {field}: {expected} {seen}")
    return found


def close(one: float | None, other: float | None, near_zero: float) -> bool:
    """Tell whether two numbers agree to 1e-6 of themselves, or to something smaller near zero."""
    return one is not None and other is not None and math.isclose(one, other, rel_tol=1e-6, abs_tol=near_zero)


def wild_cases(count: int, seed: int) -> list[tuple[list[float], list[float]]]:
    """Return effects and variances of 2 to 15 studies.

    Precise studies beside vague ones, variances over up to seven orders of magnitude, effects alike and far apart, on
    both sides of zero and far from it.
    """
    source = random.Random(seed)  # noqa: S311 (nothing is kept secret)
    cases = []
    for _ in range(count):
        low, high = source.choice([(-3, -2), (-3, 0), (-3, 2), (-5, 2)])
        vi = [10 ** source.uniform(low, high) for _ in range(source.randint(2, 15))]
        between = source.choice([0, 0, 0.01, 1, 25])
        centre = source.choice([-2, 0, 5, 100])
        cases.append(([source.gauss(centre, math.sqrt(v + between)) for v in vi], vi))
    return cases


@pytest.mark.parametrize("case", FROZEN, ids=lambda case: f"{len(case['yi'])}-studies")
def test_frozen(case: dict[str, Any]) -> None:
    """Every model and test gives what metafor gave for random effects, to 1e-6."""
    assert [] == differences(case)


def test_frozen_cases_are_of_all_sorts() -> None:
    """The frozen cases have few and many studies, with and without heterogeneity, and every model and test."""
    sizes = Counter(len(case["yi"]) for case in FROZEN)
    spread = [case["results"]["reml wald"]["tau2"] > 0 for case in FROZEN]

    assert {2, 3, 14} <= sizes.keys()
    assert 10 < sum(spread) < 35
    assert {10} == {len(case["results"]) for case in FROZEN}


def test_difference_is_seen() -> None:
    """A number that is off by a hundred thousandth of itself is a difference."""
    case = json.loads(json.dumps(FROZEN[0]))
    case["results"]["reml wald"]["estimate"] *= 1.00001

    assert 1 == len(differences(case))


def test_live() -> None:
    """Every model and test gives what the installed metafor gives for a hundred random inputs, to 1e-6."""
    if (reason := metafor.absence()) is not None:
        pytest.skip(reason)
    cases = wild_cases(100, seed=20261121)

    answers = metafor.pool(cases)

    assert len(cases) == len(answers)
    assert [] == [line for answer in answers for line in differences(answer)]
