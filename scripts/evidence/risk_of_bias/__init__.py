"""The risk of bias of one result, from what its record says and from how much of the publication was read.

RoB 2 is run where the full text was read: each domain follows from its signalling questions. From less than the full
text nothing is derived: each domain shows "no information", and there is no overall level. Other tools carry
judgements with reasons; ROBINS-I alone of them defines an overall level, that of the worst domain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.model.vocabulary import EffectOfInterest, Reading, RobDomain, RobLevel, RobTool
from evidence.risk_of_bias import rob2
from evidence.risk_of_bias.tools import ROB_2_TOOLS, ROBINS_I_ORDER, TOOLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.model.risk_of_bias import DomainAssessment, RiskOfBias
    from evidence.model.study import Outcome, Study
    from evidence.model.vocabulary import SignallingAnswer

# "Several" domains with some concerns, which assessors may call high together, are at least two.
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class DomainResult:
    """The risk of bias in one domain, and how it came about."""

    domain: RobDomain
    level: RobLevel | None
    """None where answers are missing (``incomplete``) and where there are reasons but no judgement."""
    reason: str
    """Markdown of the record."""
    derived: RobLevel | None = None
    """What the algorithm gives, before an override; None where it was not run or is incomplete."""
    rules: tuple[str, ...] = ()
    """Ids of the decision rules that applied, such as ``D1.R3``; an override comes last."""
    path: tuple[tuple[str, SignallingAnswer], ...] = ()
    """The answers that these rules looked at."""
    missing: tuple[str, ...] = ()
    """Questions that are asked and have no answer."""
    unreachable: tuple[str, ...] = ()
    """Questions with an answer that the earlier answers rule out."""

    @property
    def incomplete(self) -> bool:
        """Tell whether answers are missing. Then the domain has no level, least of all a low one."""
        return bool(self.missing)


@dataclass(frozen=True, slots=True)
class RiskOfBiasResult:
    """The risk of bias of one result."""

    tool: RobTool
    domains: tuple[DomainResult, ...]
    """In the order of the tool."""
    overall: RobLevel | None
    why: str
    """Why there is no overall level, or the reason of an override; empty where the rules say it all."""
    rules: tuple[str, ...] = ()
    """Ids of the rules that gave the overall level: ``overall.R1`` to ``overall.R3``, ``overall.override``."""
    published: str | None = None
    """An appraisal of the study by others."""
    outcome: str = ""
    """Id of the outcome at which the judgements stand."""


def recorded(study: Study, outcome: Outcome) -> tuple[Outcome, RiskOfBias] | None:
    """Return the judgements on a result and the outcome at which they stand: its own or the one that it names."""
    if outcome.risk_of_bias:
        return outcome, outcome.risk_of_bias
    for other in study.outcomes:
        if other.id == outcome.risk_of_bias_same_as and other.risk_of_bias:
            return other, other.risk_of_bias
    return None


def assess(study: Study, outcome: Outcome) -> RiskOfBiasResult | None:
    """Assess the risk of bias of a result of a study. Returns None where nothing is recorded.

    Raises:
        ValueError: an answer is none that its question may have. The rules of the checker keep such records away.

    """
    found = recorded(study, outcome)
    if found is None:
        return None
    source, record = found
    order = TOOLS[record.tool].domains
    given = sorted((item for item in record.domains if item.domain in order), key=lambda item: order.index(item.domain))
    if study.read is Reading.FULL_TEXT:
        domains = tuple(assess_domain(item, record) for item in given)
        level, rules, why = _overall(domains, record)
    else:
        domains = tuple(DomainResult(item.domain, RobLevel.NO_INFORMATION, item.reason) for item in given)
        level, rules, why = None, (), "the full text was not read"
    return RiskOfBiasResult(record.tool, domains, level, why, rules, record.published, source.id)


def assess_domain(item: DomainAssessment, record: RiskOfBias) -> DomainResult:
    """Assess one domain of a result whose full text was read. Without an effect of interest, that of assignment."""
    effect = record.effect_of_interest or EffectOfInterest.ASSIGNMENT
    if not has_algorithm(record.tool, item.domain):
        # Period and carry-over (domain S) has no published algorithm at hand: reasons only.
        level = None if record.tool in ROB_2_TOOLS else item.judgement
        return DomainResult(item.domain, level, item.reason)
    derived = rob2.derive(item.domain, effect, {answer.question: answer.answer for answer in item.answers})
    raised = derived.level and item.override
    return DomainResult(
        item.domain,
        raised or derived.level,
        item.reason,
        derived.level,
        (*derived.rules, *((f"{derived.rules[0].partition('.')[0]}.override",) if raised else ())),
        derived.path,
        derived.missing,
        derived.unreachable,
    )


def has_algorithm(tool: RobTool, domain: RobDomain) -> bool:
    """Tell whether the level of a domain follows from answers."""
    return tool in ROB_2_TOOLS and bool(rob2.tables_of(domain, EffectOfInterest.ASSIGNMENT))


def _overall(domains: Sequence[DomainResult], record: RiskOfBias) -> tuple[RobLevel | None, tuple[str, ...], str]:
    """Return the overall level, the rules that gave it, and what else is to be said of it."""
    absent = [domain for domain in TOOLS[record.tool].domains if domain not in {item.domain for item in domains}]
    if record.tool in ROB_2_TOOLS:
        return _overall_rob2(domains, record, complete=not absent)
    if record.tool is not RobTool.ROBINS_I:
        return None, (), "the tool defines no overall level"
    levels = [item.level for item in domains if item.level is not None]
    if absent or len(levels) < len(domains):
        return None, (), "not every domain was judged"
    return max(levels, key=ROBINS_I_ORDER.index), ("overall.worst",), ""


def _overall_rob2(
    domains: Sequence[DomainResult], record: RiskOfBias, *, complete: bool
) -> tuple[RobLevel | None, tuple[str, ...], str]:
    if not complete or any(item.incomplete for item in domains):
        return None, (), "not every question was answered"
    levels = [item.level for item in domains if item.level is not None]
    level, rule = rob2.overall(levels)
    if record.overall_override and may_raise(levels):
        return RobLevel.HIGH, (rule, "overall.override"), record.overall_reason or ""
    if level is not RobLevel.HIGH and len(levels) < len(domains):
        # Only the worst level cannot be changed by a domain without a judgement.
        return None, (), "period and carry-over are described and not judged, because no algorithm for them is at hand"
    return level, (rule,), ""


def may_raise(levels: Sequence[RobLevel]) -> bool:
    """Tell whether assessors may call a result high although no domain is: where several have some concerns."""
    return RobLevel.HIGH not in levels and levels.count(RobLevel.SOME_CONCERNS) >= SEVERAL
