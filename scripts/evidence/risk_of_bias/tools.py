"""What belongs to each tool for judging risk of bias: its domains and its levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.model.vocabulary import RobDomain, RobLevel, RobTool

if TYPE_CHECKING:
    from collections.abc import Mapping

ROB_2_TOOLS = frozenset({RobTool.ROB_2, RobTool.ROB_2_CROSSOVER})

# From the best level to the worst. "No information" stands where nothing points to serious or critical risk, so it
# hides a moderate level and does not hide a serious one.
ROBINS_I_ORDER = (
    RobLevel.LOW,
    RobLevel.MODERATE,
    RobLevel.NO_INFORMATION,
    RobLevel.SERIOUS,
    RobLevel.CRITICAL,
)


@dataclass(frozen=True, slots=True)
class Tool:
    """What belongs to a tool."""

    domains: tuple[RobDomain, ...]
    """In the order in which the tool goes through them."""
    levels: frozenset[RobLevel]
    """Its own words, and ``no-information``."""
    wants_all: bool = False
    """Whether each domain must be there for the judgement to be one by this tool."""


_ROB_2_LEVELS = frozenset({RobLevel.LOW, RobLevel.SOME_CONCERNS, RobLevel.HIGH, RobLevel.NO_INFORMATION})

TOOLS: Mapping[RobTool, Tool] = {
    RobTool.ROB_2: Tool(
        (
            RobDomain.RANDOMIZATION,
            RobDomain.DEVIATIONS,
            RobDomain.MISSING_DATA,
            RobDomain.MEASUREMENT,
            RobDomain.REPORTED_RESULT,
        ),
        _ROB_2_LEVELS,
        wants_all=True,
    ),
    RobTool.ROB_2_CROSSOVER: Tool(
        (
            RobDomain.RANDOMIZATION,
            RobDomain.PERIOD_AND_CARRYOVER,
            RobDomain.DEVIATIONS,
            RobDomain.MISSING_DATA,
            RobDomain.MEASUREMENT,
            RobDomain.REPORTED_RESULT,
        ),
        _ROB_2_LEVELS,
        wants_all=True,
    ),
    RobTool.ROBINS_I: Tool(
        (
            RobDomain.CONFOUNDING,
            RobDomain.SELECTION,
            RobDomain.CLASSIFICATION,
            RobDomain.DEVIATIONS,
            RobDomain.MISSING_DATA,
            RobDomain.MEASUREMENT,
            RobDomain.REPORTED_RESULT,
        ),
        frozenset(ROBINS_I_ORDER),
        wants_all=True,
    ),
    # QUIPS names them participation, attrition, prognostic factor, outcome, confounding, analysis and reporting.
    RobTool.QUIPS: Tool(
        (
            RobDomain.SELECTION,
            RobDomain.MISSING_DATA,
            RobDomain.CLASSIFICATION,
            RobDomain.MEASUREMENT,
            RobDomain.CONFOUNDING,
            RobDomain.REPORTED_RESULT,
        ),
        frozenset({RobLevel.LOW, RobLevel.MODERATE, RobLevel.HIGH, RobLevel.NO_INFORMATION}),
    ),
    # SYRCLE's ten items, gathered under its types of bias: selection, performance, attrition, detection, reporting.
    RobTool.SYRCLE: Tool(
        (
            RobDomain.RANDOMIZATION,
            RobDomain.DEVIATIONS,
            RobDomain.MISSING_DATA,
            RobDomain.MEASUREMENT,
            RobDomain.REPORTED_RESULT,
            RobDomain.OTHER,
        ),
        frozenset({RobLevel.LOW, RobLevel.HIGH, RobLevel.NO_INFORMATION}),
    ),
    RobTool.NARRATIVE: Tool(tuple(RobDomain), frozenset(RobLevel)),
}
