"""Risk of bias in records and on pages: what the checker refuses, and what a reader of a table finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import CLAIM, SAMPLE, STUDY, Project

from evidence.model.vocabulary import RobDomain, RobLevel
from evidence.pages.context import Site
from evidence.pages.risk_of_bias import DOMAIN_NAMES, MARKS, risk_of_bias_tables
from evidence.pages.site import generated_pages
from evidence.review import review_project

if TYPE_CHECKING:
    from pathlib import Path

SECOND = """  - id: comfort
    name: Comfort of the hand
    direction: same
    finding: Nobody noticed a difference.
    where: table 2
"""
ALLOTMENT = "          reason: The order was drawn by lot; how it was hidden can only be guessed.\n"
PERIOD = "          reason: The two hours lay a week apart.\n"
OVERRIDE = "          override: high\n          override_reason: A.\n"
RAISED = "      overall_override: high\n      overall_reason: A.\n"
BLOCK = re.compile(r"    risk_of_bias:\n(?:      .*\n)+")
ROB_2 = ("randomization", "period-and-carryover", "deviations", "missing-data", "measurement", "reported-result")


def judged(tool: str, *domains: str) -> str:
    """Return a block of judgements by a tool without an algorithm."""
    lines = "".join(f"        - {{{domain}, reason: A reason.}}\n" for domain in domains)
    return f"    risk_of_bias:\n      tool: {tool}\n      domains:\n{lines}"


def with_second_result(folder: Path, line: str) -> Project:
    """Return the sample with a second result in its study, which ends in a line."""
    project = Project.of_sample(folder)
    project.replace(STUDY, "harms:", f"{SECOND}{line}harms:")
    return project


def rules_of(project: Project) -> list[str]:
    """Return the line and the rule of each problem of the study, without what all rules here begin with."""
    problems = project.problems()
    assert {STUDY} >= {problem.place.file for problem in problems}
    return [f"{problem.place.line} {problem.rule.removeprefix('risk-of-bias-')}" for problem in problems]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param(
            PERIOD, f"{PERIOD}        - {{domain: period-and-carryover, reason: Again.}}\n", ["48 domains"], id="twice"
        ),
        pytest.param(f"        - domain: period-and-carryover\n{PERIOD}", "", ["39 domains"], id="left-out"),
        pytest.param('"1.3", answer: N', '"1.2", answer: N', ["45 questions"], id="answered-twice"),
        pytest.param('"1.3", answer: N', '"1.9", answer: N', ["45 questions"], id="no-such-question"),
        pytest.param('"1.3", answer: N', '"1.3", answer: NA', ["45 questions"], id="not-applicable"),
        pytest.param(
            PERIOD, f'{PERIOD}          answers: [{{question: "1.1", answer: Y}}]\n', ["48 questions"], id="S"
        ),
        # 1.1 yes, 1.2 probably yes, 1.3 no: low.
        pytest.param(ALLOTMENT, f"          judgement: low\n{ALLOTMENT}", [], id="same-as-derived"),
        pytest.param(ALLOTMENT, f"          judgement: high\n{ALLOTMENT}", ["41 derived"], id="not-derived"),
        pytest.param(PERIOD, f"          judgement: low\n{PERIOD}", ["47 derived"], id="level-of-S"),
        pytest.param(ALLOTMENT, f"{OVERRIDE}{ALLOTMENT}", [], id="raised"),
        pytest.param(ALLOTMENT, f"          override: low\n{ALLOTMENT}", ["41 override"], id="not-raised"),
        pytest.param(ALLOTMENT, f"          override: no-information\n{ALLOTMENT}", ["41 override"], id="no-level"),
        pytest.param(ALLOTMENT, f"          override_reason: A.\n{ALLOTMENT}", ["40 override"], id="reason-alone"),
        pytest.param(PERIOD, f"          override: high\n{PERIOD}", ["47 override"], id="override-of-S"),
        # Only one domain has some concerns, and one is not several.
        pytest.param("      domains:\n", f"{RAISED}      domains:\n", ["39 override"], id="one-concern"),
        pytest.param(
            "      domains:\n", "      overall_reason: A.\n      domains:\n", ["39 override"], id="no-override"
        ),
    ],
)
def test_edge_of_rule(old: str, new: str, found: list[str], tmp_path: Path) -> None:
    """What just keeps a rule is sound, and what just breaks it is one problem at its line."""
    project = Project.of_sample(tmp_path)
    project.replace(STUDY, old, new)

    assert found == rules_of(project)


@pytest.mark.parametrize(
    ("block", "found"),
    [
        pytest.param(judged("narrative", "domain: confounding, judgement: serious"), [], id="no-tool"),
        pytest.param(judged("narrative", "domain: confounding"), ["39 complete"], id="not-judged"),
        pytest.param(judged("quips", "domain: deviations, judgement: low"), ["39 domains"], id="domain-of-another"),
        pytest.param(judged("quips", "domain: selection, judgement: serious"), ["39 levels"], id="level-of-another"),
        pytest.param(judged("robins-i", "domain: selection, judgement: low"), ["38 domains"], id="not-all-of-robins-i"),
        pytest.param(judged("syrcle", "domain: other, judgement: high"), ["37 tool"], id="not-an-animal-experiment"),
        pytest.param(
            judged("narrative", "domain: other, judgement: low").replace(
                "      domains", "      effect_of_interest: adhering\n      domains"
            ),
            ["38 effect"],
            id="effect-of-another",
        ),
    ],
)
def test_other_tools(block: str, found: list[str], tmp_path: Path) -> None:
    """Other tools carry judgements in their own words, in their own domains, without answers and effects."""
    project = Project.of_sample(tmp_path)
    project.write(STUDY, BLOCK.sub(block, project.read(STUDY)))

    assert found == rules_of(project)


def test_several_concerns_may_be_raised_with_a_reason(tmp_path: Path) -> None:
    """Two domains with some concerns may be called high; without the reason they may not."""
    project = Project.of_sample(tmp_path)
    # 1.2 no information and 1.3 no: some concerns, beside those of the reported result.
    project.replace(STUDY, '"1.2", answer: PY', '"1.2", answer: NI')
    project.replace(STUDY, "      domains:\n", f"{RAISED}      domains:\n")

    assert [] == rules_of(project)

    project.replace(STUDY, "      overall_reason: A.\n", "")

    assert ["39 override"] == rules_of(project)


@pytest.mark.parametrize(
    ("name", "found"),
    [("skin-temperature", []), ("comfort", ["76 same-as"]), ("skin-warmth", ["76 same-as"])],
)
def test_judgements_can_be_shared(name: str, found: list[str], tmp_path: Path) -> None:
    """A result may point at another one with judgements, not at itself or at nothing."""
    project = with_second_result(tmp_path, f"    risk_of_bias_same_as: {name}\n")

    assert found == rules_of(project)


def test_shared_judgements_do_not_form_chains(tmp_path: Path) -> None:
    """A result that itself points elsewhere cannot be pointed at."""
    project = with_second_result(tmp_path, "    risk_of_bias_same_as: skin-temperature\n")
    third = SECOND.replace("comfort", "warmth") + "    risk_of_bias_same_as: comfort\n"
    project.replace(STUDY, "harms:", f"{third}harms:")

    assert ["82 same-as"] == rules_of(project)


# What readers see


def test_table_shows_every_domain_with_sign_and_word() -> None:
    """The sample's row: five levels that follow from its answers, and period and carry-over as described only."""
    review = review_project(SAMPLE)
    studies = {key: loaded.value for key, loaded in review.library.studies.items()}
    body = review.library.claims["magnets-warm-the-hand"].value.bodies[0]
    bias = risk_of_bias_tables(body, studies)

    (table,) = bias.tables
    (row,) = table.rows
    assert ["D1", "S", "D2", "D3", "D4", "D5"] == [column.code for column in table.columns]
    words = ["low", "described only", "low", "low", "low", "some concerns"]
    assert words == [cell.word for cell in row.cells]
    assert ["plus", "", "plus", "plus", "plus", "minus"] == [cell.mark for cell in row.cells]
    assert "not judged" == row.overall.word
    assert [] == list(bias.unjudged)
    assert ["low", "some concerns"] == [sign.word for sign in table.signs]


def test_results_with_shared_judgements_are_one_row(tmp_path: Path) -> None:
    """Two results of a study that were judged together stand in one row, under both names."""
    project = with_second_result(tmp_path, "    risk_of_bias_same_as: skin-temperature\n")
    item = "      - study: alpha2001\n        outcome: comfort\n        bearing: against\n        why: It was felt.\n"
    project.replace(CLAIM, "    judgements:\n", f"{item}    judgements:\n")
    review = review_project(project.root)
    studies = {key: loaded.value for key, loaded in review.library.studies.items()}
    body = review.library.claims["magnets-warm-the-hand"].value.bodies[0]

    (row,) = risk_of_bias_tables(body, studies).tables[0].rows
    assert ("Skin temperature of the palm", "Comfort of the hand") == row.results


def test_no_information_is_never_dropped(tmp_path: Path) -> None:
    """From an abstract every domain shows its question mark and its word, and the reason stands below."""
    project = Project.of_sample(tmp_path)
    project.replace(STUDY, "read: full-text", "read: abstract")
    domains = [f"domain: {name}, judgement: no-information" for name in ROB_2]
    project.write(STUDY, BLOCK.sub(judged("rob-2-crossover", *domains), project.read(STUDY)))
    review = review_project(project.root)
    page = next(page for page in generated_pages(review, Site()) if page.path.startswith("claims/")).text

    assert () == review.problems
    table = page[page.index("ev-bias-table") : page.index("ev-bias-legend")]
    assert 6 == table.count("ev-bias--no-information")
    assert 6 == table.count(">no information<")
    assert "No overall judgement in any row: the full text was not read." in page


def test_pages_show_how_a_level_came_about() -> None:
    """The page of a study gives the answers in words and the rule of each domain."""
    pages = {page.path: page.text for page in generated_pages(review_project(SAMPLE), Site())}

    assert "Answers: 1.1 yes, 1.2 probably yes, 1.3 no (rule D1.R3)." in pages["studies/alpha2001.md"]


def test_every_level_has_a_sign_and_every_domain_a_name() -> None:
    """No level and no domain is without its drawing and its words."""
    assert set(RobLevel) == set(MARKS)
    assert set(RobDomain) == set(DOMAIN_NAMES)
