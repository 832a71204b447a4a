"""Bodies of evidence and claims for tests, made without files."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from evidence.model.claim import Body, Claim

_BODY: TypeAdapter[Body] = TypeAdapter(Body)

DOMAINS = ("risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias")


def judgements(*lost: int, **raised: int) -> dict[str, Any]:
    """Return GRADE judgements: levels of the five domains in their order, and the upgrades by name."""
    levels = dict(zip(DOMAINS, (*lost, 0, 0, 0, 0, 0), strict=False)) | raised
    return {name: {"level": level, "reason": f"reason for {name}"} for name, level in levels.items()}


COMMON = {
    "id": "main",
    "directness": "direct",
    "finding": "holds",
    "conclusion": "A conclusion.",
    "main_reason": "a reason",
    "evidence": [{"study": "alpha2001", "outcome": "pain", "bearing": "supports", "why": "A reason."}],
}


def body(**fields: object) -> Body:
    """Return a body of evidence: direct, from randomized trials, at high, unless fields say otherwise."""
    graded = {
        "basis": "intervention",
        "start": "randomized",
        "threshold": {"null_effect": True},
        "judgements": judgements(),
    }
    return _BODY.validate_python(COMMON | graded | fields)


# Levels lost to imprecision that bring randomized trials to a grade.
LOST = {"high": 0, "moderate": -1, "low": -2, "very low": -3}


def at(grade: str, finding: str = "holds", **fields: object) -> Body:
    """Return a direct body at a grade, with a finding."""
    return body(finding=finding, judgements=judgements(0, 0, 0, LOST[grade]), **fields)


def measured(standing: str, finding: str = "holds", **fields: object) -> Body:
    """Return a direct body of measurements."""
    return _step("measurement", standing, finding, fields)


def documented(standing: str, finding: str = "holds", **fields: object) -> Body:
    """Return a direct body of documents."""
    return _step("document", standing, finding, fields)


def empty(**fields: object) -> Body:
    """Return a body without evidence."""
    search = [{"where": "PubMed", "words": "magnet", "when": "2026-11"}]
    return _BODY.validate_python({"id": "main", "basis": "none", "conclusion": "Nothing.", "search": search} | fields)


def _step(basis: str, standing: str, finding: str, fields: dict[str, object]) -> Body:
    step = {"basis": basis, "finding": finding, "judgements": {"standing": standing, "reason": "a reason"}}
    return _BODY.validate_python(COMMON | step | fields)


def claim(*bodies: Body, **fields: object) -> Claim:
    """Return a claim that rests on all of its bodies, unless fields say otherwise."""
    common = {
        "id": "some-claim",
        "title": "Is it so?",
        "short_claim": "It is so.",
        "topic": "insoles",
        "kind": "effect",
        "verdict": "unsettled",
        "answer": "Perhaps.",
        "summary": "A summary.",
        "practical": "Something.",
        "stated_in": [{"document": "d", "sentence": "p1s1", "phrase": "it is so", "put_as": "asserted"}],
        "bodies": [item.model_dump() for item in bodies or (body(),)],
        "rests_on": [item.id for item in bodies],
        "in_favour": "Something.",
        "why_believed": "Something.",
        "unknown": "Something.",
        "also_asked": ["a", "b", "c", "d", "e"],
        "reviewed": "2026-11-21",
        "review_by": "2027-11-21",
        "changes": [{"date": "2026-11-21", "what": "First published."}],
    }
    return Claim.model_validate(common | fields)
