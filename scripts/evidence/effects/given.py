"""What a record gives for an estimate: the two groups of a comparison, their SDs, the printed effect and P."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.distributions import normal_quantile, t_quantile
from evidence.effects.estimate import RATIOS, Estimate, NotUsableError, number, quantile
from evidence.model.vocabulary import Design

if TYPE_CHECKING:
    from evidence.effects.estimate import Options, Point, Source
    from evidence.model.study import Arm, ArmData, Comparison, Interval, Outcome, Study
    from evidence.model.vocabulary import Measure

HUNDRED = 100
PER_CENT = frozenset({"%", "per cent"})
CROSSED_OVER = frozenset({Design.RANDOMIZED_CROSSOVER})
SAME_PEOPLE_DESIGNS = CROSSED_OVER | {Design.RANDOMIZED_WITHIN_PERSON, Design.BEFORE_AFTER}
"""Designs in which the two sides of a comparison are the same people (or animals)."""
_SEPARATE_GROUPS = frozenset(
    {
        Design.RANDOMIZED_PARALLEL,
        Design.CONTROLLED_NON_RANDOMIZED,
        Design.COHORT,
        Design.CASE_CONTROL,
        Design.CROSS_SECTIONAL,
        Design.SURVEY,
    }
)


@dataclass(frozen=True, slots=True)
class Group:
    """One side of a comparison of means."""

    name: str
    n: int
    mean: float
    sd: float | None
    notes: tuple[str, ...] = ()
    """Where n or SD were not printed as such: where they came from."""


@dataclass(frozen=True, slots=True)
class Given:
    """An outcome with its study, the measure that is asked for and the choices of method."""

    outcome: Outcome
    study: Study
    measure: Measure
    options: Options
    first_period: bool = False
    """Look at the first period of a crossover, in which its groups are separate people."""

    @property
    def data(self) -> list[ArmData]:
        """Return the data of the arms."""
        return self.outcome.first_period if self.first_period else self.outcome.data

    @property
    def arms(self) -> dict[str, Arm]:
        """Return the arms of the study by id."""
        return {arm.id: arm for arm in getattr(self.study, "arms", [])}

    @property
    def same_people(self) -> bool:
        """Tell whether both sides of the comparison are the same people."""
        return self.study.design in SAME_PEOPLE_DESIGNS or self.outcome.paired is not None

    @property
    def comparison(self) -> Comparison:
        """Return which arm is compared with which."""
        if self.outcome.comparison is None:
            message = "the record does not say which arm is compared with which"
            raise NotUsableError(message)
        return self.outcome.comparison

    @property
    def p(self) -> float | None:
        """Return P where it is printed exactly.

        "P < 0.05" tells nothing of a standard error, nor does P = 0 or 1; and P of a crossover is not that of its first
        period.
        """
        try:
            p = float("" if self.first_period else self.outcome.p or "")
        except ValueError:
            return None
        return p if 0 < p < 1 else None

    @property
    def factor(self) -> float:
        """Return what a difference on the outcome's scale is multiplied by, to lie on a scale of 0 to 100."""
        scale = self.outcome.scale
        if not self.options.to_hundred or scale is None or scale.low is None or scale.high is None:
            return 1
        return HUNDRED / (scale.high - scale.low) if scale.low < scale.high else 1

    @property
    def separate_groups(self) -> bool:
        """Tell whether the sides of the comparison are different people (or animals)."""
        assigned = self.study.kind == "trial" and self.study.design is Design.ANIMAL_EXPERIMENT
        return assigned or self.first_period or self.study.design in _SEPARATE_GROUPS

    def refuse_unknown_pairing(self) -> None:
        """Refuse arm data of designs that leave open whether the arms are the same people."""
        if self.data and not self.separate_groups:
            message = f"the design ({self.study.design}) leaves open whether the groups are the same people"
            raise NotUsableError(message)

    def people(self, arm: str) -> tuple[int, str | None]:
        """Return how many people of an arm were analysed, and a note where that is not printed beside the figures."""
        found = next((item.n for item in self.data if item.arm == arm and item.n is not None), None)
        if found is not None:
            return found, None
        # In the first period an arm has only those who began with it.
        assigned = self.arms[arm].n if arm in self.arms and not self.first_period else None
        if assigned is None and self.same_people and not self.first_period:
            assigned = getattr(self.study, "analysed", None) or getattr(self.study, "randomized", None)
        if assigned is None:
            message = f"how many people were analysed is not told for “{self.name(arm)}”"
            raise NotUsableError(message)
        return assigned, f"{self.name(arm)}: n = {assigned} of the study, because none stands beside the figures"

    def people_if_told(self) -> tuple[int | None, int | None]:
        """Return how many people each arm had, as far as told, and only where it is clear who they are."""
        if not (self.same_people or self.separate_groups):
            return None, None
        try:
            sides = self.comparison.of, self.comparison.against
            return self.people(sides[0])[0], self.people(sides[1])[0]
        except NotUsableError:
            return None, None

    def name(self, arm: str) -> str:
        """Return the name of an arm."""
        return self.arms[arm].name if arm in self.arms else arm

    def sides(self) -> tuple[ArmData, ArmData]:
        """Return the data of the two arms of the comparison."""
        if not self.data:
            message = "there are no figures of arms"
            raise NotUsableError(message)
        found = {item.arm: item for item in self.data}
        missing = [arm for arm in (self.comparison.of, self.comparison.against) if arm not in found]
        if missing:
            message = f"there are no figures for {' and '.join(f'“{self.name(arm)}”' for arm in missing)}"
            raise NotUsableError(message)
        return found[self.comparison.of], found[self.comparison.against]

    def means(self) -> tuple[bool, ...]:
        """Return which means both arms have: False for end scores, True for changes."""
        of, against = self.sides()
        kinds = [] if of.mean is None or against.mean is None else [False]
        kinds += [] if of.change_mean is None or against.change_mean is None else [True]
        if not kinds:
            message = "there are no means of the same kind for both arms"
            raise NotUsableError(message)
        return tuple(kinds)

    def groups(self, *, changes: bool) -> tuple[Group, Group]:
        """Return both groups of a comparison of end scores or of changes, never of one with the other."""
        of, against = (self._group(item, changes=changes) for item in self.sides())
        return of, against

    def estimate(
        self, point: Point, n: tuple[int | None, int | None], source: Source, trace: tuple[str, ...]
    ) -> Estimate:
        """Put an estimate together, with what the outcome's scale says."""
        return Estimate(
            measure=self.measure,
            value=point.value,
            variance=point.variance,
            log_scale=self.measure in RATIOS,
            n_of=n[0],
            n_against=n[1],
            source=source,
            trace=trace,
            better=self.outcome.scale.better if self.outcome.scale else None,
        )

    def _group(self, item: ArmData, *, changes: bool) -> Group:
        mean = item.change_mean if changes else item.mean
        if mean is None:
            message = f"there is no mean {'change' if changes else 'end score'} of “{self.name(item.arm)}”"
            raise NotUsableError(message)
        n, note = self.people(item.arm)
        sd, way = standard_deviation(item, n, changes=changes)
        notes = (note, f"{self.name(item.arm)}: SD {number(sd)} from {way}" if sd and way else None)
        return Group(self.name(item.arm), n, mean, sd, tuple(text for text in notes if text))


def standard_deviation(item: ArmData, n: int, *, changes: bool) -> tuple[float | None, str]:
    """Return the standard deviation of an arm and what it was computed from (Handbook chapter 6), or None.

    SE · √n, and for the 95 % interval of a mean its width · √n / (2 t) with n − 1 degrees of freedom. SE and interval
    belong to the end score where there is one. Ranges and interquartile ranges give no SD here.
    """
    printed = item.change_sd if changes else item.sd
    if printed is not None:
        return (printed if printed > 0 else None), ""
    if n < 2 or (changes and item.mean is not None):  # noqa: PLR2004 (one person has no spread)
        return None, ""
    if item.se is not None and item.se > 0:
        return item.se * math.sqrt(n), "SE × √n"
    if item.spread == "ci95" and item.low is not None and item.high is not None and item.low < item.high:
        t = t_quantile(0.975, n - 1)
        return (item.high - item.low) * math.sqrt(n) / (2 * t), f"its 95 % interval with t = {number(t)}"
    return None, ""


def without_sd(groups: tuple[Group, Group]) -> str:
    """Say whose SD is missing."""
    lacking = " and ".join(f"“{group.name}”" for group in groups if group.sd is None)
    return f"there is neither an SD for {lacking} nor an exact P that would give one"


def with_sd_from_p(groups: tuple[Group, Group], p: float | None) -> tuple[Group, Group]:
    """Return groups without SD with the common SD that the exact P of a t test implies (Handbook chapter 6)."""
    of, against = groups
    df = of.n + against.n - 2
    difference = abs(of.mean - against.mean)
    if p is None or df < 1 or difference == 0:
        raise NotUsableError(without_sd(groups))
    t = -t_quantile(p / 2, df)
    sd = difference / t / math.sqrt(1 / of.n + 1 / against.n)
    note = f"common SD {number(sd)} from P = {p:g}, taken as that of a t test with {df} degrees of freedom"
    return replace(of, sd=sd, notes=(*of.notes, note)), replace(against, sd=sd)


def error_of_interval(ci: Interval, df: float | None, *, log_scale: bool) -> tuple[float, str]:
    """Return the standard error that a confidence interval of any level implies, and how (Handbook chapter 6).

    The ends must be apart; of a ratio, both must be above 0.
    """
    width = math.log(ci.high / ci.low) if log_scale else ci.high - ci.low
    q = quantile(ci.level, df)
    kind = "normal" if df is None else f"t with {df:g} degrees of freedom"
    return width / (2 * q), f"the {ci.level} % interval, {number(ci.low)} to {number(ci.high)} ({kind})"


def error_of_p(value: float, p: float | None, df: float | None) -> tuple[float, str]:
    """Return the standard error that an estimate and its exact P imply, and how (Handbook chapter 6)."""
    if p is None or value == 0:
        message = "there is no standard error, interval or exact P beside the estimate"
        raise NotUsableError(message)
    size = -(normal_quantile(p / 2) if df is None else t_quantile(p / 2, df))
    kind = "z" if df is None else f"t({df:g})"
    return abs(value) / size, f"P = {p:g}: {kind} = {number(size)}"
