"""What follows from evidence: the rows of design section 4, one by one, and the chains of argument."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.unit.bodies import at, body, claim, documented, empty, measured

from evidence.appraise import Appraisal, appraise_claim, appraise_library, body_verdict
from evidence.library import Library
from evidence.model.vocabulary import Grade, Verdict
from evidence.problem import Place
from evidence.readers.decode import Loaded
from evidence.readers.nodes import Mapping

if TYPE_CHECKING:
    from evidence.model.claim import Body, Claim


def allowed(*bodies: Body, **fields: object) -> list[str]:
    """Return the verdicts that are allowed for a claim that rests on some bodies."""
    return [verdict.value for verdict in appraise_claim(claim(*bodies, **fields)).allowed]


GRADES = ["high", "moderate", "low", "very low"]

# Rows: what a direct body finds. Columns: its grade, from high to very low.
BY_GRADE = {
    "holds": ["supported", "supported", "unsettled", "unsettled"],
    "opposite": ["contradicted", "contradicted", "not-supported", "unsettled"],
    "excluded": ["contradicted", "contradicted", "not-supported", "unsettled"],
    "unimportant": ["not-supported", "not-supported", "not-supported", "unsettled"],
    "conflicting": ["unsettled", "unsettled", "unsettled", "unsettled"],
}
ONE_BODY = [
    pytest.param(finding, grade, verdict, id=f"{finding}-{grade.replace(' ', '-')}")
    for finding, verdicts in BY_GRADE.items()
    for grade, verdict in zip(GRADES, verdicts, strict=True)
]


@pytest.mark.parametrize(("finding", "grade", "verdict"), ONE_BODY)
def test_one_direct_body(finding: str, grade: str, verdict: str) -> None:
    """One direct body gives one verdict, by what it finds and how sure that is."""
    assert [verdict] == allowed(at(grade, finding))


@pytest.mark.parametrize(("finding", "grade", "verdict"), ONE_BODY)
def test_verdict_of_a_body(finding: str, grade: str, verdict: str) -> None:
    """A body alone gives the same verdict, to the part of a claim that rests on it."""
    levels = {"high": Grade.HIGH, "moderate": Grade.MODERATE, "low": Grade.LOW, "very low": Grade.VERY_LOW}

    assert verdict == body_verdict(at(grade, finding), levels[grade])


@pytest.mark.parametrize(
    ("bodies", "verdict"),
    [
        pytest.param([measured("replicated")], "supported", id="measured"),
        pytest.param([measured("weak-or-disputed")], "unsettled", id="disputed"),
        pytest.param([measured("sound", "excluded")], "contradicted", id="measured-to-be-excluded"),
        pytest.param([documented("complete-and-current")], "supported", id="documented"),
        pytest.param([documented("second-hand", "unimportant")], "not-supported", id="second-hand"),
        pytest.param([documented("anecdotal")], "unsettled", id="anecdotes"),
        pytest.param(
            [body(basis="prognosis-or-frequency", start="representative", finding="opposite")],
            "contradicted",
            id="survey",
        ),
        pytest.param([body(basis="prognosis-or-frequency", start="selected")], "unsettled", id="selected-group"),
    ],
)
def test_other_bases(bodies: list[Body], verdict: str) -> None:
    """Grades of all bases count alike towards the verdict."""
    assert [verdict] == allowed(*bodies)


@pytest.mark.parametrize(
    "bodies",
    [
        pytest.param([empty()], id="no-evidence"),
        pytest.param([at("high", directness="indirect")], id="indirect"),
        pytest.param([at("high", "opposite", directness="indirect"), empty(id="b")], id="indirect-and-none"),
        pytest.param([at("high", "silent")], id="silent"),
        pytest.param([at("high", evidence=[])], id="no-result"),
    ],
)
def test_no_direct_evidence(bodies: list[Body]) -> None:
    """Where nothing tests the claim, it is untested or not testable and has no grade, whatever else is known."""
    appraisal = appraise_claim(claim(*bodies, rests_on=[]))

    assert (Verdict.UNTESTED, Verdict.NOT_TESTABLE) == appraisal.allowed
    assert appraisal.grade is None
    assert appraisal.limiting is None


def test_direct_evidence_must_be_rested_on() -> None:
    """Where direct evidence exists, a verdict that rests on none of it is not allowed, `untested` included."""
    assert [] == allowed(at("high"), rests_on=[])


def test_indirect_evidence_beside_direct() -> None:
    """Indirect evidence may be shown beside direct evidence and changes nothing."""
    assert ["not-supported"] == allowed(
        at("low", "unimportant", id="a"), at("high", directness="indirect", id="b"), rests_on=["a"]
    )


A, B = {"id": "a"}, {"id": "b"}


@pytest.mark.parametrize(
    ("bodies", "verdict"),
    [
        pytest.param([at("high", **A), at("moderate", **B)], "supported", id="both-hold"),
        pytest.param([at("high", **A), at("low", **B)], "unsettled", id="one-holds-at-low"),
        pytest.param([at("high", **A), at("high", "opposite", **B)], "unsettled", id="opposed"),
        pytest.param([at("high", "opposite", **A), at("moderate", "excluded", **B)], "contradicted", id="both-against"),
        pytest.param(
            [at("moderate", "excluded", **A), at("moderate", "unimportant", **B)], "not-supported", id="one-is-weaker"
        ),
        pytest.param([at("low", "unimportant", **A), at("very low", "unimportant", **B)], "unsettled", id="very-low"),
        pytest.param([at("high", **A), at("high", "conflicting", **B)], "unsettled", id="conflicting"),
        pytest.param([at("moderate", **A), measured("replicated", **B)], "supported", id="different-bases"),
    ],
)
def test_several_bodies(bodies: list[Body], verdict: str) -> None:
    """Bodies that agree give their verdict; of two against the claim the milder holds; others leave it unsettled."""
    assert [verdict] == allowed(*bodies)


def part(name: str, verdict: str = "supported") -> dict[str, str]:
    """Return a part that rests on a body."""
    return {"says": "A part.", "verdict": verdict, "body": name}


@pytest.mark.parametrize(
    ("bodies", "verdict"),
    [
        pytest.param([at("low", **A), at("low", "unimportant", **B)], "overstated", id="one-holds-at-low"),
        pytest.param([at("high", **A), at("high", "opposite", **B)], "overstated", id="one-is-contradicted"),
        pytest.param([documented("second-hand", **A), at("moderate", "excluded", **B)], "overstated", id="documents"),
        pytest.param([at("very low", **A), at("low", "unimportant", **B)], "unsettled", id="none-holds"),
        pytest.param([at("high", **A), at("high", **B)], "supported", id="both-hold"),
        pytest.param([at("moderate", "opposite", **A), at("high", "excluded", **B)], "contradicted", id="all-against"),
    ],
)
def test_parts(bodies: list[Body], verdict: str) -> None:
    """A claim is overstated where a part holds at low or better and another part does not; only then."""
    assert [verdict] == allowed(*bodies, parts=[part("a"), part("b")])


def test_part_on_indirect_evidence_does_not_hold() -> None:
    """A part for which there is only indirect evidence does not make the claim overstated."""
    bodies = at("high", directness="indirect", **A), at("low", "unimportant", **B)

    assert ["not-supported"] == allowed(*bodies, parts=[part("a"), part("b")], rests_on=["b"])


CHEAP = {"precaution": "It costs nothing."}


@pytest.mark.parametrize(
    ("bodies", "fields", "verdicts"),
    [
        pytest.param([at("low")], CHEAP | {"kind": "safety"}, ["supported", "unsettled"], id="safety-at-low"),
        pytest.param([at("low")], CHEAP | {"kind": "usage"}, ["supported", "unsettled"], id="usage-at-low"),
        pytest.param([at("low")], CHEAP | {"kind": "effect"}, ["unsettled"], id="no-advice"),
        pytest.param([at("low")], {"kind": "safety"}, ["unsettled"], id="no-precaution"),
        pytest.param([at("very low")], CHEAP | {"kind": "safety"}, ["unsettled"], id="very-low"),
        pytest.param([at("low", "unimportant")], CHEAP | {"kind": "safety"}, ["not-supported"], id="no-hazard"),
        pytest.param([at("low", "conflicting")], CHEAP | {"kind": "safety"}, ["unsettled"], id="conflicting"),
        pytest.param([at("moderate")], CHEAP | {"kind": "safety"}, ["supported"], id="needs-no-exception"),
        pytest.param(
            [at("high", **A), at("low", **B)],
            CHEAP | {"kind": "safety"},
            ["supported", "unsettled"],
            id="hazard-and-frequency",
        ),
        pytest.param(
            [at("high", **A), at("very low", **B)], CHEAP | {"kind": "safety"}, ["unsettled"], id="frequency-unknown"
        ),
    ],
)
def test_precaution(bodies: list[Body], fields: dict[str, str], verdicts: list[str]) -> None:
    """Advice whose following costs little may be called supported on evidence at low."""
    assert verdicts == allowed(*bodies, **fields)


def test_grade_is_the_lowest() -> None:
    """The grade of a claim is the lowest among the bodies that it rests on, and the others do not count."""
    bodies = at("high", id="a"), at("low", id="b"), at("moderate", id="c"), at("very low", id="d")
    appraisal = appraise_claim(claim(*bodies, rests_on=["a", "b", "c"]))

    assert Grade.LOW == appraisal.grade
    assert appraisal.limiting
    assert "b" == appraisal.limiting.body.id


def test_reason_names_the_bodies() -> None:
    """The reason for what is allowed names each body with what it finds and how sure that is."""
    appraisal = appraise_claim(claim(at("low", **A), at("very low", "unimportant", **B)))

    assert "`a` says `holds` at low; `b` says `unimportant` at very low" == appraisal.because


def appraise(*claims: Claim) -> dict[str, Appraisal]:
    """Appraise claims together."""
    records = {item.id: Loaded(item, Mapping(Place("x")), f"claims/insoles/{item.id}.yml") for item in claims}
    return appraise_library(Library(records, {}, {}, {}, None, frozenset()))


def link(name: str, *targets: str, grade: str = "moderate", verdict: str = "supported") -> Claim:
    """Return a claim that relies on others."""
    relies_on = [{"claim": target, "made_by": "document"} for target in targets]
    return claim(at(grade), id=name, verdict=verdict, relies_on=relies_on)


def chain(appraisal: Appraisal) -> list[tuple[str, int]]:
    """Return the claims of a chain with their depths."""
    return [(item.reliance.claim, item.depth) for item in appraisal.chain]


def test_chain_in_reading_order() -> None:
    """Below each claim stands what it relies on, before the next one."""
    found = appraise(link("a", "b", "d"), link("b", "c"), link("c"), link("d"))

    assert [("b", 1), ("c", 2), ("d", 1)] == chain(found["a"])
    assert [("c", 1)] == chain(found["b"])
    assert [] == chain(found["c"])
    assert found["c"].weakest is None


# From the weakest verdict to the strongest.
WEAKEST_FIRST = [
    "contradicted",
    "not-supported",
    "not-testable",
    "untested",
    "unsettled",
    "overstated",
    "supported",
]


@pytest.mark.parametrize(("weaker", "stronger"), list(pairwise(WEAKEST_FIRST)))
def test_weakest_link_by_verdict(weaker: str, stronger: str) -> None:
    """The link with the worse verdict is the weakest, even at a better grade and further down the chain."""
    found = appraise(
        link("a", "b"), link("b", "c", verdict=stronger, grade="very low"), link("c", verdict=weaker, grade="high")
    )

    assert found["a"].weakest
    assert "c" == found["a"].weakest.reliance.claim


def test_weakest_link_by_grade() -> None:
    """Of links with one verdict, the one at the lowest grade is the weakest."""
    found = appraise(link("a", "b", "c"), link("b", grade="high"), link("c", grade="low"))

    assert found["a"].weakest
    assert ("c", Grade.LOW) == (found["a"].weakest.reliance.claim, found["a"].weakest.grade)


def test_first_of_equal_links_is_weakest() -> None:
    """Of links that are equally weak, the first is named."""
    found = appraise(link("a", "b", "c"), link("b"), link("c"))

    assert found["a"].weakest
    assert "b" == found["a"].weakest.reliance.claim


def test_planned_link_has_no_verdict() -> None:
    """A claim whose record is still to come stands in the chain without verdict and grade, and is not the weakest."""
    found = appraise(link("a", "planned", "b"), link("b"))

    first = found["a"].chain[0]
    assert ("planned", None, None) == (first.reliance.claim, first.verdict, first.grade)
    assert found["a"].weakest
    assert "b" == found["a"].weakest.reliance.claim


def test_only_planned_links() -> None:
    """Where no link has a record, none is the weakest."""
    assert appraise(link("a", "planned"))["a"].weakest is None


def test_circle_ends() -> None:
    """A circle of claims, which is a problem of its own, ends where it comes back."""
    found = appraise(link("a", "b"), link("b", "c"), link("c", "a"), link("self", "self"))

    assert [("b", 1), ("c", 2)] == chain(found["a"])
    assert [] == chain(found["self"])


def test_shared_claim_is_told_once() -> None:
    """A claim on which two others rely stands below both; what it relies on itself stands below the first."""
    found = appraise(link("a", "b", "c"), link("b", "d"), link("c", "d"), link("d", "e"), link("e"))

    assert [("b", 1), ("d", 2), ("e", 3), ("c", 1), ("d", 2)] == chain(found["a"])


@pytest.mark.parametrize("circular", [False, True], ids=["without-circles", "all-on-all"])
def test_many_shared_claims(*, circular: bool) -> None:
    """A web of claims in which everything relies on everything else is told in as many links as it has."""
    names = [f"c{number}" for number in range(25)]
    web = [
        link(name, *(other for place, other in enumerate(names) if place > number or (circular and place != number)))
        for number, name in enumerate(names)
    ]

    # 24 + 23 + … + 1 where each relies on those after it; links that lead back up are left out.
    assert len(appraise(*web)["c0"].chain) <= 25 * 24
    assert circular or len(appraise(*web)["c0"].chain) == 300
