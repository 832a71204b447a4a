"""Rules that hold what a record says against what its evidence allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.appraise import appraise_claim, body_verdict, tests_the_claim
from evidence.grade import DOWN_DOMAINS, UP_DOMAINS, worst_level
from evidence.model.claim import InterventionBody, PrognosisBody
from evidence.model.vocabulary import MAYBE_RANDOMIZED, Bearing, ClaimKind, Sampling, Start, Verdict
from evidence.problem import Example, Problem, Rule, Scope

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from evidence.appraise import Appraisal
    from evidence.library import Library
    from evidence.model.claim import Claim
    from evidence.readers.decode import Loaded

REVIEW_MONTHS = 24

_CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"

VERDICT = Rule(
    id="verdict-allowed",
    scope=Scope.APPRAISAL,
    must="The verdict must be one that the bodies of evidence allow.",
    why="Verdicts follow from evidence by fixed steps, so that no two claims are measured differently.",
    example=Example(_CLAIM, "verdict: not-supported\n", "verdict: contradicted\n"),
)
PART = Rule(
    id="part-verdict-allowed",
    scope=Scope.APPRAISAL,
    must="The verdict of a part must be the one that its body of evidence gives.",
    why="A part is measured like a whole claim.",
    example=Example(
        _CLAIM,
        "rests_on: [warmth]\n",
        "rests_on: [warmth]\nparts: [{says: Hands get warm., verdict: supported, body: warmth}]\n",
    ),
)
RESTS_ON = Rule(
    id="rests-on-direct",
    scope=Scope.APPRAISAL,
    must="A verdict must rest on direct bodies with evidence; `untested` and `not-testable` rest on none.",
    why="Indirect evidence may be shown and may lower trust, but it does not test the claim.",
    example=Example(_CLAIM, "directness: direct\n", "directness: indirect\n"),
)
REASON = Rule(
    id="not-testable-reason",
    scope=Scope.APPRAISAL,
    must="A claim that is not testable must say why in `verdict_reason`.",
    why="Readers must be able to see that the wording is at fault and not our effort.",
    shown="A claim with `verdict: not-testable` and no `verdict_reason`.",
    mend="Add `verdict_reason` and say which words of the claim leave nothing to count against it.",
)
QUESTION = Rule(
    id="claim-question",
    scope=Scope.RECORD,
    must="A claim of kind `effect` must have a `question`.",
    why="Without population, comparison and outcome nobody can tell which evidence is direct.",
    example=Example(
        _CLAIM,
        "question:\n  population: healthy adults\n  intervention: a magnet in the hand\n  comparator: a dummy\n"
        "  outcome: skin temperature\n",
        "",
    ),
)
UPGRADE = Rule(
    id="grade-upgrade",
    scope=Scope.APPRAISAL,
    must="A grade must not be raised where the evidence is randomized or loses a level in any domain.",
    why="This is GRADE's own condition: doubts come before upgrades.",
    example=Example(
        _CLAIM,
        "      publication_bias: {level: 0, reason: Nothing points to it.}\n",
        "      publication_bias: {level: 0, reason: Nothing points to it.}\n"
        "      large_effect: {level: 1, reason: It was large.}\n",
    ),
)
LEVELS = Rule(
    id="grade-levels",
    scope=Scope.APPRAISAL,
    must="A domain must lose at most two levels; three only for risk of bias by ROBINS-I, one for publication bias.",
    why="These are the bounds of GRADE.",
    example=Example(
        _CLAIM, "publication_bias: {level: 0, reason: Nothing", "publication_bias: {level: -2, reason: Nothing"
    ),
)
THRESHOLD = Rule(
    id="threshold-source",
    scope=Scope.APPRAISAL,
    must="A threshold must be the null effect alone, or a value with its source.",
    why="What counts as an important effect decides the verdict and must not come out of the air.",
    example=Example(_CLAIM, "      source: chosen for this sample\n", ""),
)
REVIEW = Rule(
    id="review-dates",
    scope=Scope.RECORD,
    must=f"`review_by` must come after `reviewed` and at most {REVIEW_MONTHS} months later.",
    why="Evidence ages; the page tells readers when it will be looked at again.",
    example=Example(_CLAIM, "review_by: 2028-11-21\n", "review_by: 2030-11-21\n"),
    mend="Set `review_by` to a day within 24 months of `reviewed`, within 12 where a trial is known to be under way.",
)
START = Rule(
    id="start-randomized",
    scope=Scope.APPRAISAL,
    must="A body that starts as randomized must count a result of a randomized trial, an experiment or a review.",
    why="The starting level belongs to the design of the evidence; comparisons without lots start two levels lower.",
    shown="A body with `start: randomized` whose only study is of the design `before-after`.",
    mend="Write `start: non-randomized`, or mend the design of the study whose order or groups were drawn by lot.",
)
# Verdicts that rest on no body.
_WITHOUT_EVIDENCE = frozenset({Verdict.UNTESTED, Verdict.NOT_TESTABLE})
# Null effect, value, source: the null effect needs neither of the others, a value needs its source.
_SOUND_THRESHOLDS = {(True, False, False), (False, True, True)}

RULES = (VERDICT, PART, RESTS_ON, REASON, QUESTION, UPGRADE, LEVELS, THRESHOLD, START, REVIEW)


def check(library: Library) -> Iterator[Problem]:
    """Check every claim against its own evidence."""
    for claim in library.claims.values():
        appraisal = appraise_claim(claim.value)
        judgements, resting = list(_judgements(claim)), list(_rests_on(claim, appraisal))
        yield from judgements
        yield from _start(claim, library)
        yield from resting
        # Verdicts follow from judgements, so a fault in these would only show a second time.
        if not judgements:
            yield from _parts(claim, appraisal)
            if not resting:
                yield from _verdict(claim, appraisal)
        yield from _record(claim)


def _judgements(claim: Loaded[Claim]) -> Iterator[Problem]:
    for index, body in enumerate(claim.value.bodies):
        if not isinstance(body, InterventionBody | PrognosisBody):
            continue
        downs = [domain for domain in DOWN_DOMAINS if getattr(body.judgements, domain).level < 0]
        ups = [domain for domain in UP_DOMAINS if (upgrade := getattr(body.judgements, domain)) and upgrade.level > 0]
        blockers = [*downs, *(["start"] if body.start in {Start.RANDOMIZED, Sampling.REPRESENTATIVE} else [])]
        for domain in ups:
            if blockers:
                place = claim.place("bodies", index, "judgements", domain)
                yield UPGRADE.at(place, f"{UPGRADE.must} Here stands in the way: {', '.join(blockers)}.", "delete it")
        for domain in downs:
            worst = worst_level(domain, body.start)
            level = getattr(body.judgements, domain).level
            if level < worst:
                place = claim.value_place("bodies", index, "judgements", domain, "level")
                yield LEVELS.at(place, f"{LEVELS.must} {domain} loses {-level}.", f"at most {worst} is allowed here")
        threshold = body.threshold
        if (
            threshold
            and (threshold.null_effect, bool(threshold.value), bool(threshold.source)) not in _SOUND_THRESHOLDS
        ):
            place = claim.place("bodies", index, "threshold")
            yield THRESHOLD.at(place, THRESHOLD.must, "write `null_effect: true`, or `value:` and `source:`")


def _start(claim: Loaded[Claim], library: Library) -> Iterator[Problem]:
    for index, body in enumerate(claim.value.bodies):
        if not isinstance(body, InterventionBody) or body.start is not Start.RANDOMIZED:
            continue
        apart = {item.study for item in body.not_counted}
        counting = [item.study for item in body.evidence if item.bearing is not Bearing.BACKGROUND]
        studies = [library.studies[key].value for key in counting if key in library.studies and key not in apart]
        if studies and not any(study.kind == "review" or study.design in MAYBE_RANDOMIZED for study in studies):
            designs = ", ".join(sorted({study.design.value for study in studies}))
            place = claim.value_place("bodies", index, "start")
            yield START.at(place, f"{START.must} Those of `{body.id}` are: {designs}.", "write `start: non-randomized`")


def _rests_on(claim: Loaded[Claim], appraisal: Appraisal) -> Iterator[Problem]:
    bodies = {body.id: body for body in claim.value.bodies}
    without = claim.value.verdict in _WITHOUT_EVIDENCE
    tested = not _WITHOUT_EVIDENCE.issuperset(appraisal.allowed)
    hint = (
        f"write a verdict that the bodies in `rests_on` allow: {_listed(appraisal)}" if tested else "delete `rests_on`"
    )
    for index, name in enumerate(claim.value.rests_on):
        place = claim.value_place("rests_on", index)
        if without:
            yield RESTS_ON.at(place, f"{RESTS_ON.must} The verdict is `{claim.value.verdict}`.", hint)
        elif name in bodies and not tests_the_claim(bodies[name]):
            body = bodies[name]
            seen = f"`{name}` is {body.directness} with {len(body.evidence)} results and finding `{body.finding}`."
            yield RESTS_ON.at(place, f"{RESTS_ON.must} {seen}", "rest on a direct body, or judge the claim as untested")


def _verdict(claim: Loaded[Claim], appraisal: Appraisal) -> Iterator[Problem]:
    verdict = claim.value.verdict
    if verdict not in appraisal.allowed:
        message = f"{VERDICT.must} `{verdict}` stands here, and {appraisal.because}."
        hint = f"allowed: {_listed(appraisal)}; or mend the bodies" if appraisal.allowed else _what_to_rest_on(claim)
        yield VERDICT.at(claim.value_place("verdict"), message, hint)


def _listed(appraisal: Appraisal) -> str:
    return " or ".join(f"`{item}`" for item in appraisal.allowed)


def _what_to_rest_on(claim: Loaded[Claim]) -> str:
    """Say which verdicts each body that tests the claim allows, and all of them together."""
    testing = [body.id for body in claim.value.bodies if tests_the_claim(body)]
    choices = [[name] for name in testing] + ([testing] if len(testing) > 1 else [])
    allowing = [
        f"`[{', '.join(names)}]` allows {_listed(appraise_claim(claim.value.model_copy(update={'rests_on': names})))}"
        for names in choices
    ]
    return f"name in `rests_on` the bodies that the verdict stands on: {', '.join(allowing)}"


def _parts(claim: Loaded[Claim], appraisal: Appraisal) -> Iterator[Problem]:
    for index, part in enumerate(claim.value.parts):
        body = appraisal.bodies.get(part.body)
        if body is None:
            continue
        given = body_verdict(body.body, body.grade)
        if part.verdict not in {given, *([Verdict.NOT_TESTABLE] if given is Verdict.UNTESTED else [])}:
            message = f"{PART.must} `{part.verdict}` stands here, the body `{part.body}` gives `{given}`."
            yield PART.at(claim.value_place("parts", index, "verdict"), message, f"write `{given}`, or mend the body")


def _record(claim: Loaded[Claim]) -> Iterator[Problem]:
    value = claim.value
    if value.verdict is Verdict.NOT_TESTABLE and not value.verdict_reason:
        yield REASON.at(claim.value_place("verdict"), REASON.must, "add `verdict_reason: …`")
    if value.kind is ClaimKind.EFFECT and value.question is None:
        hint = "add `question:` with population, intervention, comparator and outcome"
        yield QUESTION.at(claim.value_place("kind"), QUESTION.must, hint)
    months = _months(value.reviewed, value.review_by)
    if not 0 < months <= REVIEW_MONTHS:
        yield REVIEW.at(claim.value_place("review_by"), f"{REVIEW.must} It is {months:g} months later.")


def _months(start: datetime.date, end: datetime.date) -> float:
    """Count months between two dates; a begun month counts as half a month."""
    whole = (end.year - start.year) * 12 + end.month - start.month
    return whole + (0.5 if end.day > start.day else -0.5 if end.day < start.day else 0)
