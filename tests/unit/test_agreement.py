"""Two assessments laid side by side. Which values agree is read off the records by eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.bodies import at, claim, documented, empty, judgements, measured
from tests.unit.projects import ASSESSMENT, CLAIM, Project

from evidence.agreement import Agreement, agreement, compare
from evidence.model.assessment import Assessment, Judged

if TYPE_CHECKING:
    from pathlib import Path

    from evidence.model.claim import Claim


def assessed(
    first: Claim,
    *differences: dict[str, Any],
    verdict: str | None = None,
    standings: dict[str, str] | None = None,
    **levels: int,
) -> Assessment:
    """Return an assessment that takes every body as direct and holding, with levels, and steps by body."""
    graded = judgements(*(levels.get(name, 0) for name in ("bias", "inconsistency", "indirectness", "imprecision")))
    bodies = [
        {
            "body": body.id,
            "basis": body.basis,
            "directness": "direct",
            "finding": "holds",
            "reason": "A reason.",
            "judgements": graded
            if body.basis.value == "intervention"
            else {"standing": (standings or {})[body.id], "reason": "A reason."},
        }
        for body in first.bodies
        if body.basis.value != "none"
    ]
    return Assessment.model_validate(
        {
            "id": first.id,
            "when": "2026-11",
            "seen": "The studies.",
            "verdict": {"value": verdict or first.verdict, "reason": "A reason."},
            "bodies": bodies,
            "differences": list(differences),
        }
    )


def test_agreement_on_everything() -> None:
    """A verdict, and seven judgements on a body that GRADE applies to, of which all agree."""
    first = claim(at("moderate"))

    rows = compare(first, assessed(first, imprecision=-1))

    assert [item.value for item in Judged if item is not Judged.STANDING] == [row.judgement.value for row in rows]
    assert all(row.agreed for row in rows)


def test_difference_counts_as_one_after_the_claim_was_changed() -> None:
    """The claim took over the second judgement; what it said at first still counts as a difference."""
    first = claim(at("low"))
    listed = {"body": "main", "judgement": "imprecision", "first": "-1", "resolution": "The second one stands."}

    rows = {row.judgement: row for row in compare(first, assessed(first, listed, imprecision=-2))}

    imprecision = rows[Judged.IMPRECISION]
    assert ("-1", "-2", "-2") == (imprecision.first, imprecision.second.value, imprecision.now.value)
    assert not imprecision.agreed
    assert "The second one stands." == imprecision.resolution


def test_steps_are_compared_by_their_name() -> None:
    """A body of measurements or documents has one judgement beside directness and finding."""
    first = claim(measured("replicated", id="a"), documented("second-hand", id="b"))

    rows = compare(first, assessed(first, standings={"a": "replicated", "b": "anecdotal"}))

    assert [("a", "standing", True), ("b", "standing", False)] == [
        (row.body, row.judgement.value, row.agreed) for row in rows if row.judgement is Judged.STANDING
    ]


def test_body_without_evidence_is_not_judged() -> None:
    """Where nothing was found there is nothing to agree on."""
    first = claim(empty(), rests_on=[])

    assert [None] == [row.body for row in compare(first, assessed(first))]


def test_counts() -> None:
    """Of two verdicts one agrees; kinds of judgements that nobody made are left out."""
    alike, apart = claim(empty(), rests_on=[]), claim(empty(), rests_on=[], verdict="untested")
    rows = [*compare(alike, assessed(alike)), *compare(apart, assessed(apart, verdict="unsettled"))]

    assert (Agreement(Judged.VERDICT, 2, 1),) == agreement(rows)


VERDICT = "  - judgement: verdict\n    first: not-supported\n    resolution: Follows from imprecision.\n"


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        pytest.param(ASSESSMENT, VERDICT, "", "18:1 assessment-difference", id="missing"),
        pytest.param(ASSESSMENT, VERDICT, VERDICT * 2, "22:16 assessment-difference", id="twice"),
        pytest.param(
            ASSESSMENT, "judgement: imprecision", "judgement: standing", "18:1 assessment-difference", id="not-of-both"
        ),
        pytest.param(
            ASSESSMENT, "body: warmth\n    basis", "body: warmht\n    basis", "7:11 assessment-bodies", id="body"
        ),
        pytest.param(
            ASSESSMENT, "inconsistency: {level: 0", "inconsistency: {level: -1", "18:1 assessment-difference", id="new"
        ),
    ],
)
def test_fault_in_an_assessment(file: str, old: str, new: str, found: str, tmp_path: Path) -> None:
    """What does not fit the claim is found at its place."""
    project = Project.of_sample(tmp_path)
    project.replace(file, old, new)

    assert f"{file}:{found}" in project.found()


def test_judgement_that_changed_after_both_agreed(tmp_path: Path) -> None:
    """New evidence may move a judgement on which both agreed: it is listed with its reason."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "inconsistency: {level: 0, reason: Only one", "inconsistency: {level: -1, reason: Not one")
    project.replace(CLAIM, "imprecision: {level: -1", "imprecision: {level: 0")
    listed = "  - {body: warmth, judgement: inconsistency, first: '0', resolution: A second trial came out.}\n"
    project.write(ASSESSMENT, project.read(ASSESSMENT) + listed)

    assert [] == [item for item in project.found() if item.startswith(ASSESSMENT)]


def test_assessment_of_a_claim_that_is_being_mended(tmp_path: Path) -> None:
    """While the claim has a fault of its own, nothing is said about differences that may vanish with it."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "level: -1, reason: How", "level: -3, reason: How")

    assert [f"{CLAIM}:40:29 grade-levels"] == project.found()
