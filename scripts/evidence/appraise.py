"""What follows from a claim's evidence: grades, the verdicts that they allow, and the chain of argument.

Nothing here is ever typed into a record. The verdict itself is the reviewers' word, and the checker holds it
against ``Appraisal.allowed``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.grade import Graded, grade_body
from evidence.model.claim import InterventionBody
from evidence.model.vocabulary import Basis, ClaimKind, Directness, Finding, Grade, Verdict
from evidence.synthesis import synthesise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidence.library import Library
    from evidence.model.claim import Body, Claim, Reliance
    from evidence.model.study import Study
    from evidence.synthesis import SynthesisResult

# From the weakest link of an argument to the strongest.
LINK_ORDER = (
    Verdict.CONTRADICTED,
    Verdict.NOT_SUPPORTED,
    Verdict.NOT_TESTABLE,
    Verdict.UNTESTED,
    Verdict.UNSETTLED,
    Verdict.OVERSTATED,
    Verdict.SUPPORTED,
)


@dataclass(frozen=True, slots=True)
class BodyAppraisal:
    """A body of evidence with its grade and the verdict that it alone would give."""

    body: Body
    graded: Graded | None
    verdict: Verdict
    synthesis: SynthesisResult | None = None
    """The pooled results that the body asks for, or why they cannot be pooled; None where it asks for none, and where
    the claim was appraised without the studies."""

    @property
    def grade(self) -> Grade | None:
        """Return the grade, None where there is no evidence."""
        return self.graded.grade if self.graded else None


@dataclass(frozen=True, slots=True)
class Link:
    """A claim in a chain of argument."""

    reliance: Reliance
    depth: int
    """1 for what the claim itself relies on, 2 for what that relies on, and so on."""
    verdict: Verdict | None
    """None where the claim's record is still to come."""
    grade: Grade | None


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What follows from the evidence on one claim."""

    claim: Claim
    bodies: Mapping[str, BodyAppraisal]
    grade: Grade | None
    """The lowest grade among the bodies that the verdict rests on; None where it rests on none."""
    limiting: BodyAppraisal | None
    """The body that sets the grade."""
    allowed: tuple[Verdict, ...]
    because: str
    """Why these verdicts are allowed and no others."""
    chain: tuple[Link, ...] = ()
    """The claims that this one relies on, and what those rely on, in reading order."""
    weakest: Link | None = None
    """The weakest link of the chain among the claims that have a record."""


def appraise_library(library: Library) -> dict[str, Appraisal]:
    """Appraise every claim of a library, then join the claims to chains of argument."""
    studies = {key: loaded.value for key, loaded in library.studies.items()}
    alone = {key: appraise_claim(loaded.value, studies) for key, loaded in library.claims.items()}
    return {key: _with_chain(appraisal, alone) for key, appraisal in alone.items()}


def appraise_claim(claim: Claim, studies: Mapping[str, Study] | None = None) -> Appraisal:
    """Appraise one claim by itself; its chain stays empty.

    Without the studies nothing is pooled. Grades and verdicts are the same: they follow from the judgements.
    """
    bodies = {}
    for body in claim.bodies:
        graded = grade_body(body)
        pooled = synthesise(body, studies) if studies is not None and isinstance(body, InterventionBody) else None
        bodies[body.id] = BodyAppraisal(body, graded, body_verdict(body, graded.grade if graded else None), pooled)
    resting = [bodies[name] for name in claim.rests_on if name in bodies]
    graded_bodies = [(appraisal.grade, appraisal) for appraisal in resting if appraisal.grade is not None]
    grade, limiting = min(graded_bodies, key=lambda pair: pair[0], default=(None, None))
    allowed, because = _allowed(claim, bodies, resting)
    return Appraisal(claim, bodies, grade, limiting, allowed, because)


def tests_the_claim(body: Body) -> bool:
    """Tell whether a body is direct evidence that can speak for or against the claim."""
    return (
        body.directness is Directness.DIRECT
        and body.basis is not Basis.NONE
        and body.finding is not Finding.SILENT
        and bool(body.evidence)
    )


def body_verdict(body: Body, grade: Grade | None) -> Verdict:
    """Return the verdict that a body of evidence alone would give to the claim, or to its part (design section 4)."""
    if grade is None or not tests_the_claim(body):
        return Verdict.UNTESTED
    if grade is Grade.VERY_LOW or body.finding is Finding.CONFLICTING:
        return Verdict.UNSETTLED
    if body.finding is Finding.HOLDS:
        return Verdict.SUPPORTED if grade >= Grade.MODERATE else Verdict.UNSETTLED
    if body.finding is Finding.UNIMPORTANT or grade is Grade.LOW:
        return Verdict.NOT_SUPPORTED
    return Verdict.CONTRADICTED


def _allowed(
    claim: Claim, bodies: Mapping[str, BodyAppraisal], resting: list[BodyAppraisal]
) -> tuple[tuple[Verdict, ...], str]:
    if not any(tests_the_claim(body) for body in claim.bodies):
        return (Verdict.UNTESTED, Verdict.NOT_TESTABLE), "no body of evidence tests the claim directly"
    if not resting:
        return (), "`rests_on` names none of the bodies that test the claim directly"
    parts = [bodies[part.body] for part in claim.parts if part.body in bodies]
    holding = [part for part in parts if _part_holds(part)]
    if holding and len(holding) < len(parts):
        names = ", ".join(f"`{part.body.id}`" for part in holding)
        return (Verdict.OVERSTATED,), f"a part of the claim holds ({names}) and another part does not"
    verdicts = {appraisal.verdict for appraisal in resting}
    words = "; ".join(
        f"`{appraisal.body.id}` says `{appraisal.body.finding.value}` at {appraisal.grade.word}"
        for appraisal in resting
        if appraisal.grade is not None
    )
    allowed = (_joint_verdict(verdicts),)
    if allowed[0] is Verdict.UNSETTLED and _cheap_precaution(claim, resting):
        return (Verdict.SUPPORTED, *allowed), f"{words}; a precaution that costs little may rest on low"
    return allowed, words


def _joint_verdict(verdicts: set[Verdict]) -> Verdict:
    if len(verdicts) == 1:
        return next(iter(verdicts))
    if verdicts == {Verdict.CONTRADICTED, Verdict.NOT_SUPPORTED}:
        return Verdict.NOT_SUPPORTED
    return Verdict.UNSETTLED


def _part_holds(part: BodyAppraisal) -> bool:
    return (
        tests_the_claim(part.body)
        and part.body.finding is Finding.HOLDS
        and part.grade is not None
        and part.grade >= Grade.LOW
    )


def _cheap_precaution(claim: Claim, resting: list[BodyAppraisal]) -> bool:
    return (
        claim.precaution is not None
        and claim.kind in {ClaimKind.SAFETY, ClaimKind.USAGE}
        and all(_part_holds(appraisal) for appraisal in resting)
    )


def _with_chain(appraisal: Appraisal, alone: Mapping[str, Appraisal]) -> Appraisal:
    chain = tuple(_links(appraisal, alone, 1, frozenset({appraisal.claim.id}), set()))
    # Weakest by verdict, then by grade; a link without a grade is no stronger than its verdict says.
    ranked = [
        (LINK_ORDER.index(link.verdict), link.grade or Grade.HIGH, position)
        for position, link in enumerate(chain)
        if link.verdict is not None
    ]
    return replace(appraisal, chain=chain, weakest=chain[min(ranked)[2]] if ranked else None)


def _links(
    appraisal: Appraisal, alone: Mapping[str, Appraisal], depth: int, above: frozenset[str], told: set[str]
) -> Iterator[Link]:
    for reliance in appraisal.claim.relies_on:
        target = alone.get(reliance.claim)
        if target is None:
            yield Link(reliance, depth, None, None)
        # A circle in `relies_on` is a problem of its own and must not hang the appraisal.
        elif target.claim.id not in above:
            yield Link(reliance, depth, target.claim.verdict, target.grade)
            # Where two arguments share a claim, what that one relies on is told once: chains stay short.
            if target.claim.id not in told:
                told.add(target.claim.id)
                yield from _links(target, alone, depth + 1, above | {target.claim.id}, told)
