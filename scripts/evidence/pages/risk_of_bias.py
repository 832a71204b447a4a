"""The risk-of-bias table of a body of evidence: a row for each result, a column for each domain.

The signs are those by which the field knows such tables (robvis): plus, minus, cross and question mark. A word stands
beside each, because neither a sign nor a colour says enough by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.model.vocabulary import RobDomain, RobLevel, RobTool
from evidence.pages.words import words
from evidence.risk_of_bias import assess
from evidence.risk_of_bias.tools import ROB_2_TOOLS, TOOLS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidence.model.claim import Body
    from evidence.model.study import Outcome, Study
    from evidence.risk_of_bias import DomainResult, RiskOfBiasResult

MARKS: Mapping[RobLevel, str] = {
    RobLevel.LOW: "plus",
    RobLevel.SOME_CONCERNS: "minus",
    RobLevel.MODERATE: "minus",
    RobLevel.HIGH: "cross",
    RobLevel.SERIOUS: "cross",
    RobLevel.CRITICAL: "double-cross",
    RobLevel.NO_INFORMATION: "question",
}

# As RoB 2 and ROBINS-I name them; the other tools ask about the same with other words.
DOMAIN_NAMES: Mapping[RobDomain, tuple[str, str]] = {
    RobDomain.RANDOMIZATION: ("Randomization", "the randomization process"),
    RobDomain.PERIOD_AND_CARRYOVER: ("Period, carry-over", "period and carry-over effects of a crossover trial"),
    RobDomain.DEVIATIONS: ("Deviations", "deviations from the intended treatment, which blinding keeps away"),
    RobDomain.MISSING_DATA: ("Missing data", "missing outcome data"),
    RobDomain.MEASUREMENT: ("Measurement", "measurement of the outcome"),
    RobDomain.REPORTED_RESULT: ("Reported result", "selection of the reported result"),
    RobDomain.CONFOUNDING: ("Confounding", "confounding"),
    RobDomain.SELECTION: ("Selection", "selection of the people studied"),
    RobDomain.CLASSIFICATION: ("Classification", "classification of who was exposed"),
    RobDomain.OTHER: ("Other", "other sources of bias"),
}

_CODES: Mapping[RobDomain, str] = {
    RobDomain.RANDOMIZATION: "D1",
    RobDomain.PERIOD_AND_CARRYOVER: "S",
    RobDomain.DEVIATIONS: "D2",
    RobDomain.MISSING_DATA: "D3",
    RobDomain.MEASUREMENT: "D4",
    RobDomain.REPORTED_RESULT: "D5",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A domain as a column."""

    code: str
    """D1 to D5 and S of RoB 2; empty where the tool has none."""
    short: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A level as a sign and a word."""

    mark: str
    """Name of the drawing; empty where nothing is judged."""
    level: str
    """Value of the level, for its colour; empty where nothing is judged."""
    word: str


@dataclass(frozen=True, slots=True)
class Row:
    """Results of a study that share their judgements."""

    study: str
    outcome: str
    """Id of the first of them, to which the row leads."""
    results: tuple[str, ...]
    """Names of the results, as Markdown."""
    cells: tuple[Cell, ...]
    overall: Cell


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one tool."""

    tool: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    signs: tuple[Cell, ...]
    """Each sign that the table uses, for the legend."""
    remarks: tuple[str, ...]
    """Why results have no overall judgement."""


@dataclass(frozen=True, slots=True)
class BodyTables:
    """What is known of the risk of bias in a body of evidence."""

    tables: tuple[Table, ...]
    """One for each tool; none where the body has no judgements."""
    unjudged: tuple[str, ...]
    """Trials among the evidence of which no result here was judged."""


def risk_of_bias_tables(body: Body, studies: Mapping[str, Study]) -> BodyTables:
    """Return the risk of bias of the results that a body of evidence names."""
    found: dict[tuple[RobTool, ...], dict[tuple[str, str], tuple[RiskOfBiasResult, list[Outcome]]]] = {}
    for item in body.evidence:
        study = studies[item.study]
        outcome = next(outcome for outcome in study.outcomes if outcome.id == item.outcome)
        result = assess(study, outcome)
        if result is None:
            continue
        rows = found.setdefault(_family(result.tool), {})
        results = rows.setdefault((item.study, result.outcome), (result, []))[1]
        if outcome not in results:
            results.append(outcome)
    judged = {study for rows in found.values() for study, _ in rows}
    trials = dict.fromkeys(item.study for item in body.evidence if studies[item.study].kind == "trial")
    return BodyTables(
        tuple(_table(family, rows) for family, rows in found.items()),
        tuple(study for study in trials if study not in judged),
    )


def column(domain: RobDomain, *, coded: bool = True) -> Column:
    """Return the column of a domain, with the code that RoB 2 gives it, or without."""
    return Column(_CODES.get(domain, "") if coded else "", *DOMAIN_NAMES[domain])


def cell(result: DomainResult) -> Cell:
    """Return the sign and word of a domain."""
    if result.incomplete:
        return Cell("", "", "incomplete")
    return level_cell(result.level, "described only")


def level_cell(level: RobLevel | None, otherwise: str) -> Cell:
    """Return the sign and word of a level, or a word alone where there is none."""
    return Cell("", "", otherwise) if level is None else Cell(MARKS[level], level.value, words(level))


def _family(tool: RobTool) -> tuple[RobTool, ...]:
    """Return the tools that share a table: RoB 2 and its variant for crossover trials."""
    return tuple(sorted(ROB_2_TOOLS)) if tool in ROB_2_TOOLS else (tool,)


def _table(
    family: tuple[RobTool, ...], found: Mapping[tuple[str, str], tuple[RiskOfBiasResult, list[Outcome]]]
) -> Table:
    used = {item.domain for result, _ in found.values() for item in result.domains}
    widest = max((TOOLS[tool].domains for tool in family), key=len)
    domains = [domain for domain in widest if domain in used]
    rows = [_row(study, result, outcomes, domains) for (study, _), (result, outcomes) in found.items()]
    cells = {cell.level: cell for row in rows for cell in (*row.cells, row.overall) if cell.mark}
    reasons = list(dict.fromkeys(result.why for result, _ in found.values() if result.overall is None))
    rob_2 = bool(ROB_2_TOOLS & set(family))
    return Table(
        words(RobTool.ROB_2 if rob_2 else family[0]),
        tuple(column(domain, coded=rob_2) for domain in domains),
        tuple(rows),
        tuple(cells[level] for level in RobLevel if level in cells),
        tuple(_remark(reason, [result for result, _ in found.values()]) for reason in reasons),
    )


def _row(study: str, result: RiskOfBiasResult, outcomes: list[Outcome], domains: Iterable[RobDomain]) -> Row:
    by_domain = {item.domain: cell(item) for item in result.domains}
    return Row(
        study,
        outcomes[0].id,
        tuple(outcome.name for outcome in outcomes),
        tuple(by_domain.get(domain) or Cell("", "", "does not apply") for domain in domains),
        level_cell(result.overall, "not judged"),
    )


def _remark(reason: str, results: list[RiskOfBiasResult]) -> str:
    count = sum(result.overall is None and result.why == reason for result in results)
    which = "any row" if count == len(results) else f"{count} of {len(results)} rows"
    return f"No overall judgement in {which}: {reason}."
