"""The worked examples of the method page."""

from __future__ import annotations

import pytest

from evidence.pages.arithmetic_examples import pooling_example


def test_pooling_example_by_hand() -> None:
    """Inverse variances 1/9, 1/4, 1/16 give the common mean; Q and tau squared follow from them.

    Sum of weights 0.111111 + 0.25 + 0.0625 = 0.423611; sum of weight times effect -1.333333 - 1 + 0.0625 = -2.270833;
    mean -5.360656. Q = 0.111111 * 6.639344^2 + 0.25 * 1.360656^2 + 0.0625 * 6.360656^2
    = 4.897877 + 0.462846 + 2.528621 = 7.889344. C = 0.423611 - (0.012346 + 0.0625 + 0.003906) / 0.423611
    = 0.423611 - 0.185902 = 0.237709; tau^2 = (7.889344 - 2) / 0.237709 = 24.7755.
    """
    example = pooling_example()

    assert pytest.approx(-5.360656, abs=1e-5) == example.common.estimate
    assert pytest.approx(7.889344, abs=1e-4) == example.common.q
    assert pytest.approx(24.7755, abs=2e-3) == example.random.tau2


def test_random_effects_are_wider() -> None:
    """What the example is to show: allowing for differences between trials makes the interval much wider."""
    example = pooling_example()

    assert example.random.high - example.random.low > 3 * (example.common.high - example.common.low)
