"""Rules that hold a second assessment against the claim that it judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.agreement import compare
from evidence.model.claim import EmptyBody
from evidence.problem import Example, Problem, Rule, Scope, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library import Library
    from evidence.model.assessment import Assessment
    from evidence.model.claim import Claim
    from evidence.readers.decode import Loaded

_FILE = "assessments/magnets-warm-the-hand.yml"

CLAIM = Rule(
    id="assessment-claim-unknown",
    scope=Scope.LIBRARY,
    must="An assessment must have the id of a claim that has a record.",
    why="It judges that claim once more, and stands on its page.",
    shown="An assessment `assessments/magnets-warm-the-foot.yml` where no claim has that id.",
    mend="Give the file and its `id` the name of a claim's file.",
)
BODIES = Rule(
    id="assessment-bodies",
    scope=Scope.APPRAISAL,
    must="An assessment must judge each body of its claim that holds evidence, once and on its own basis.",
    why="A judgement that was left out would be missing from the count of how often both assessors agreed.",
    example=Example(_FILE, "bodies:\n  - body: warmth\n", "bodies:\n  - body: warmht\n"),
)
DIFFERENCE = Rule(
    id="assessment-difference",
    scope=Scope.APPRAISAL,
    must="What the two assessors judged differently, or what has changed since they agreed, must be listed under "
    "`differences`, and nothing else.",
    why="Readers see both judgements and why one of them stands. The list keeps what the claim said at first: a claim "
    "that was changed afterwards did not agree.",
    example=Example(
        _FILE,
        "  - judgement: verdict\n    first: not-supported\n    resolution: Follows from imprecision.\n",
        "",
    ),
)
RULES = (CLAIM, BODIES, DIFFERENCE)


def check(library: Library) -> Iterator[Problem]:
    """Check every second assessment."""
    for assessment in library.assessments.values():
        claim = library.claims.get(assessment.name)
        if claim is not None:
            faults = list(_bodies(assessment, claim.value))
            yield from faults or _differences(assessment, claim.value)
        elif assessment.name not in library.broken and "claims" not in library.unread:
            hint = nearest(assessment.name, library.claim_names) or "give the file the name of a claim's file"
            yield CLAIM.at(assessment.value_place("id"), f"{CLAIM.must} `{assessment.name}` has none.", hint)


def _bodies(assessment: Loaded[Assessment], claim: Claim) -> Iterator[Problem]:
    wanted = {body.id: body.basis for body in claim.bodies if not isinstance(body, EmptyBody)}
    judged: set[str] = set()
    for index, item in enumerate(assessment.value.bodies):
        place = assessment.value_place("bodies", index, "body")
        if item.body in judged:
            yield BODIES.at(place, f"{BODIES.must} `{item.body}` is judged twice.", "delete one of the two")
        elif item.body not in wanted:
            hint = nearest(item.body, wanted) or f"bodies with evidence: {', '.join(wanted)}"
            yield BODIES.at(place, f"{BODIES.must} `{item.body}` is none of them.", hint)
        elif item.basis != wanted[item.body]:
            place = assessment.value_place("bodies", index, "basis")
            yield BODIES.at(place, f"{BODIES.must} `{item.body}` is {wanted[item.body].value}.", "judge it anew")
        judged.add(item.body)
    if missing := [name for name in wanted if name not in judged]:
        place = assessment.place("bodies")
        yield BODIES.at(place, f"{BODIES.must} Missing: {', '.join(missing)}.", "judge them without seeing the claim's")


def _differences(assessment: Loaded[Assessment], claim: Claim) -> Iterator[Problem]:
    rows = {(row.body, row.judgement): row for row in compare(claim, assessment.value)}
    listed = set()
    for index, item in enumerate(assessment.value.differences):
        key = (item.body, item.judgement)
        row = rows.get(key)
        named = f"`{item.judgement.value}`" + (f" of `{item.body}`" if item.body else "")
        if row is None or key in listed:
            seen = "is not a judgement of both" if row is None else "is listed twice"
            place = assessment.value_place("differences", index, "judgement")
            yield DIFFERENCE.at(place, f"{DIFFERENCE.must} {named} {seen}.", "delete it, or name another judgement")
        elif row.first == row.second.value == row.now.value:
            place = assessment.value_place("differences", index, "first")
            seen = f"{named} was `{item.first}` at first, is so in the assessment, and still is."
            yield DIFFERENCE.at(place, f"{DIFFERENCE.must} {seen}", "write what the claim said at first, or delete it")
        listed.add(key)
    for key, row in rows.items():
        if key not in listed and row.now.value != row.second.value:
            named = f"`{row.judgement.value}`" + (f" of `{row.body}`" if row.body else "")
            place = assessment.place("differences") if assessment.value.differences else assessment.place("bodies")
            seen = f"{named} is `{row.now.value}` in the claim and `{row.second.value}` here."
            yield DIFFERENCE.at(place, f"{DIFFERENCE.must} {seen}", "list it, with `first` and a `resolution`")
