"""Exemptions: a rule that is wrong about a record can be left aside, for a reason, as long as it would speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import ASSESSMENT, BIBLIOGRAPHY, CALCULATION, CLAIM, SOURCE, STUDY, Project

from evidence.library import read_library
from evidence.problem import Scope, Severity
from evidence.review import check_library
from evidence.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from evidence.review import Checked

EXEMPTED = "exemptions:\n  - {rule: RULE, reason: So it is.}\n"
HARD = (
    "Considerably larger investigations with longitudinal observation of participants remain altogether indispensable."
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a copy of the sample."""
    return Project.of_sample(tmp_path)


def exempt(project: Project, file: str, *rules: str) -> None:
    """Exempt a record from rules."""
    items = "".join(f"  - {{rule: {rule}, reason: So it is.}}\n" for rule in rules)
    project.write(file, f"{project.read(file)}exemptions:\n{items}")


def make_hard_to_read(project: Project) -> None:
    """Write a text that is beyond the reading level."""
    project.replace(CLAIM, "A larger trial with a longer time would settle it.", HARD)


def checked(project: Project) -> Checked:
    """Check a project."""
    return check_library(*read_library(project.root))


def test_exempted_problem_is_not_told(project: Project) -> None:
    """The problem is gone, and known with the place and the reason of its exemption."""
    make_hard_to_read(project)
    assert [f"{CLAIM}:48:10 reading-level"] == project.found()
    exempt(project, CLAIM, "reading-level")

    found = checked(project)

    assert () == found.problems
    assert [("reading-level", f"{CLAIM}:62:12", "So it is.")] == [
        (item.problem.rule, str(item.place), item.reason) for item in found.exempted
    ]
    assert [CLAIM] == [claim.file for claim in found.library.claims.values()]


def test_exemption_holds_for_its_record_only(project: Project) -> None:
    """The rule goes on for other records, and other rules for this one."""
    make_hard_to_read(project)
    project.replace(CLAIM, "Direct, but small.", "Direct, but not significant.")
    exempt(project, CLAIM, "reading-level")

    assert ["significance-kind"] == [problem.rule for problem in project.problems()]


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        (["reading-level"], ["62:12 exemption-unneeded"]),
        (["reading-levle"], ["62:12 exemption-rule-unknown"]),
        (["verdict-allowed"], ["62:12 exemption-not-allowed"]),
        (["exemption-unneeded"], ["62:12 exemption-not-allowed"]),
        (["reading-level", "reading-level"], ["62:12 exemption-unneeded", "63:12 exemption-unneeded"]),
    ],
    ids=str,
)
def test_exemption_at_fault(project: Project, rules: list[str], found: list[str]) -> None:
    """An exemption that takes nothing away, that names no rule, or one that allows none, is an error at its place."""
    exempt(project, CLAIM, *rules)

    assert [f"{CLAIM}:{item}" for item in found] == project.found()
    assert {Severity.ERROR} == {problem.severity for problem in project.problems()}


def test_second_exemption_from_one_rule(project: Project) -> None:
    """One exemption is enough: a second one from the same rule is not needed."""
    make_hard_to_read(project)
    exempt(project, CLAIM, "reading-level", "reading-level")

    assert [f"{CLAIM}:63:12 exemption-unneeded"] == project.found()


def test_misspelt_rule_gets_a_suggestion(project: Project) -> None:
    """The nearest rule is offered."""
    exempt(project, CLAIM, "reading-levle")

    assert ["did you mean 'reading-level'?"] == [problem.hint for problem in project.problems()]


def test_nothing_is_unneeded_behind_an_error(project: Project) -> None:
    """While a record has an error, rules that come later have not spoken; its exemptions are in no doubt for that."""
    exempt(project, CLAIM, "imprecision-milder")
    project.replace(CLAIM, "other [@alpha2001].", "other [@alpha2011].")

    assert ["citation-unknown"] == [problem.rule for problem in project.problems()]


def test_needs_a_reason(project: Project) -> None:
    """An exemption without a reason is no exemption."""
    project.write(CLAIM, f"{project.read(CLAIM)}exemptions:\n  - {{rule: reading-level}}\n")

    assert [f"{CLAIM}:62:5 record-missing-key"] == project.found()


def test_warning_can_be_exempted(project: Project) -> None:
    """A study that no claim uses may stay for a reason."""
    project.write("studies/beta2002.yml", project.read(STUDY).replace("alpha2001", "beta2002"))
    project.write(BIBLIOGRAPHY, project.read(BIBLIOGRAPHY) + "\n@misc{beta2002,\n  title = {Another},\n}\n")
    assert ["study-unused"] == [problem.rule for problem in project.problems()]

    exempt(project, "studies/beta2002.yml", "study-unused")

    assert [] == project.found()


def test_exempted_judgement_is_compared_with_the_second(project: Project) -> None:
    """A claim whose judgement is exempted is in no doubt: its second assessment is compared as ever."""
    project.replace(CLAIM, "imprecision: {level: -1,", "imprecision: {level: 0,")
    project.replace(CLAIM, "inconsistency: {level: 0,", "inconsistency: {level: -1,")
    assert ["imprecision-milder"] == [problem.rule for problem in project.problems()]

    exempt(project, CLAIM, "imprecision-milder")

    assert {"assessment-difference"} == {problem.rule for problem in project.problems()}


@pytest.mark.parametrize("file", [CLAIM, STUDY, SOURCE, CALCULATION, ASSESSMENT])
def test_every_kind_of_record_can_carry_one(project: Project, file: str) -> None:
    """All kinds of records know the key."""
    exempt(project, file, "reading-level")

    assert ["exemption-unneeded"] == [problem.rule for problem in project.problems()]


def test_rules_that_allow_exemptions() -> None:
    """They weigh words, judgements or whether something is needed: never identity, links, figures or safety."""
    assert {
        "calculation-unused",
        "imprecision-milder",
        "reading-level",
        "risk-of-bias-unreachable",
        "significance-kind",
        "study-unused",
    } == {rule.id for rule in RULES if rule.exemptible}
    assert {Scope.RECORD, Scope.LIBRARY, Scope.APPRAISAL} == {rule.scope for rule in RULES if rule.exemptible}
