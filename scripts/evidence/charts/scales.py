"""Scales from values to positions, and the marks on their axes."""

from __future__ import annotations

import math
from dataclasses import dataclass

# Marks within rounding of a limit belong to the axis.
_NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps the values between two limits to the positions between two ends, in pixels.

    Raises:
        ValueError: The limits are no range: equal, in the wrong order, not finite, or not above 0 on a log scale.
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __post_init__(self) -> None:
        if not self._limit(self.low) < self._limit(self.high) or not math.isfinite(self.high - self.low):
            message = f"no axis runs from {self.low} to {self.high}"
            raise ValueError(message)

    def at(self, value: float) -> float:
        """Return the position of a value; that of one beyond the limits is the nearest end.

        Raises:
            ValueError: The value is not a number, or not above 0 on a log scale.
        """
        if math.isnan(value) or (self.log and value <= 0):
            message = f"no place on the axis for {value}"
            raise ValueError(message)
        kept = min(max(value, self.low), self.high)
        low, high = self._limit(self.low), self._limit(self.high)
        return self.start + (self._limit(kept) - low) / (high - low) * (self.end - self.start)

    def _limit(self, value: float) -> float:
        if not self.log:
            return value
        return math.log10(value) if value > 0 else math.nan

    def ticks(self, count: int) -> list[float]:
        """Return about so many round values between the limits, in rising order."""
        return log_ticks(self.low, self.high, count) if self.log else linear_ticks(self.low, self.high, count)


def linear_ticks(low: float, high: float, count: int) -> list[float]:
    """Return multiples of 1, 2 or 5 times a power of ten between two limits, at most about ``count`` of them."""
    raw = (high - low) / max(count, 1)
    exponent = math.floor(math.log10(raw))
    step = next(factor for factor in (1, 2, 5, 10) if factor * 10.0**exponent >= raw * (1 - _NEAR))
    # Whole steps are counted, so that no error of one addition is carried into the next.
    unit = step * 10.0**exponent
    first, last = math.ceil(low / unit - _NEAR), math.floor(high / unit + _NEAR)
    digits = max(0, 1 - exponent)
    return [round(position * unit, digits) + 0.0 for position in range(first, last + 1)]


def log_ticks(low: float, high: float, count: int) -> list[float]:
    """Return powers of ten between two limits, with 2 and 5 times them where there is room.

    A range too narrow for two of these is marked as on a linear axis.
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    every = max(1, math.ceil((last - first) / max(count, 1)))
    decades = range(first, last + 1)
    choices = (
        [factor * 10.0**exponent for exponent in decades for factor in (1, 2, 5)],
        [10.0**exponent for exponent in decades],
        # Thinned out from 1 in both directions, because 1 means "no effect" on an axis of ratios.
        [10.0**exponent for exponent in decades if exponent % every == 0],
    )
    seen = [[tick for tick in choice if low * (1 - _NEAR) <= tick <= high * (1 + _NEAR)] for choice in choices]
    if len(seen[0]) < 2:  # noqa: PLR2004 - one mark does not tell how an axis runs
        return linear_ticks(low, high, count)
    # The last choice is taken even where it has a mark too many.
    return next((ticks for ticks in seen if 2 <= len(ticks) <= count), seen[-1] or seen[0])  # noqa: PLR2004
