"""Rules on pooling: when results of several trials may become one number (design section 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model.claim import InterventionBody
from evidence.problem import Example, Problem, Rule, Scope
from evidence.synthesis import FEWEST_TRIALS, FaultKind, NotSynthesised, synthesise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidence.library import Library

_CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"

_ALPHA = "{study: alpha2001, outcome: skin-temperature}"

LISTED = Rule(
    id="synthesis-listed",
    scope=Scope.APPRAISAL,
    must="An outcome that is pooled must stand in the evidence of its body.",
    why="The tables of a page show the evidence; a number in the pooled result that no table shows cannot be checked.",
    shown="A synthesis with a trial that the claim's text cites and its evidence does not list.",
    mend="Add the result to `evidence` of the same body, with its bearing, or take it out of `synthesis`.",
)
INDEPENDENT = Rule(
    id="synthesis-independent",
    scope=Scope.APPRAISAL,
    must="A synthesis must not count the same people twice.",
    why="Two results of one trial, or two trials that share people, would pass for twice the evidence.",
    example=Example(
        _CLAIM,
        "    judgements:\n",
        "    synthesis:\n      condition: healthy adults\n      duration: one hour\n      known_participants: 20\n"
        "      known_from: the sample\n      measure: MD\n      model: reml\n      outcomes:\n"
        f"        - {_ALPHA}\n        - {_ALPHA}\n        - {_ALPHA}\n    judgements:\n",
    ),
)
MEASURE = Rule(
    id="synthesis-measure",
    scope=Scope.APPRAISAL,
    must="Each outcome of a synthesis must give an effect in its measure, in one unit and one direction.",
    why="What cannot be put on one scale cannot be averaged.",
    shown="A synthesis of mean differences with one trial in °C and one in °F.",
    mend="Pool only outcomes that give the measure in one unit and direction; use `smd` where the scales differ.",
)
ENOUGH = Rule(
    id="synthesis-enough",
    scope=Scope.APPRAISAL,
    must=(
        f"A synthesis must pool at least {FEWEST_TRIALS} trials that hold at least half of all participants "
        "known for its question."
    ),
    why="Figures get printed when they impress: a few trials that print theirs show a larger effect than all together.",
    shown="A synthesis of three trials with 65 people, where 131 are known to have been studied.",
    mend="Leave the synthesis out and let the table of directions speak, or add the trials that are missing.",
)
KNOWN = Rule(
    id="synthesis-known-participants",
    scope=Scope.APPRAISAL,
    must="`known_participants` must not be less than the pooled trials hold.",
    why="The share of the known participants that a synthesis holds tells readers how much is missing from it.",
    shown="A synthesis of trials with 60 people that says `known_participants: 59`.",
    mend="Count the participants of all known trials again, those that are not pooled included.",
)
MODEL = Rule(
    id="synthesis-model",
    scope=Scope.APPRAISAL,
    must="The model and test of a synthesis must give a result.",
    why="Some effects have no result in some models; another choice is better than a hole in the page.",
    shown="A synthesis with the model `common-effect` and a test that is made for random effects.",
    mend="Choose another model; the message says which one gives no result.",
)
RULES = (LISTED, INDEPENDENT, MEASURE, ENOUGH, KNOWN, MODEL)

_BY_KIND: Mapping[FaultKind, Rule] = {
    FaultKind.LISTED: LISTED,
    FaultKind.INDEPENDENT: INDEPENDENT,
    FaultKind.MEASURE: MEASURE,
    FaultKind.ENOUGH: ENOUGH,
    FaultKind.KNOWN: KNOWN,
    FaultKind.MODEL: MODEL,
}
_HINTS: Mapping[FaultKind, str] = {
    FaultKind.LISTED: "add it to `evidence`",
    FaultKind.INDEPENDENT: "keep one of them",
    FaultKind.MEASURE: "leave it out, or choose a measure that all of them give",
    FaultKind.ENOUGH: "delete the synthesis: the page then shows the direction of each effect, and `published_pooled`",
    FaultKind.KNOWN: "count again, and say in `known_from` what was counted",
    FaultKind.MODEL: "choose another `model` or `test`",
}
_KEYS: Mapping[FaultKind, str] = {
    FaultKind.ENOUGH: "outcomes",
    FaultKind.KNOWN: "known_participants",
    FaultKind.MODEL: "model",
}


def check(library: Library) -> Iterator[Problem]:
    """Check every synthesis against the conditions of pooling."""
    studies = {key: study.value for key, study in library.studies.items()}
    for claim in library.claims.values():
        for index, body in enumerate(claim.value.bodies):
            # A study with a fault is not at hand, and without it nothing can be said of the whole.
            if not isinstance(body, InterventionBody) or not _at_hand(body, library):
                continue
            result = synthesise(body, studies)
            for fault in result.faults if isinstance(result, NotSynthesised) else ():
                path: tuple[str | int, ...] = ("bodies", index, "synthesis")
                if fault.index is None:
                    place = claim.place(*path, _KEYS[fault.kind])
                else:
                    place = claim.place(*path, "outcomes", fault.index)
                rule = _BY_KIND[fault.kind]
                yield rule.at(place, f"{rule.must} {fault.text}", _HINTS[fault.kind])


def _at_hand(body: InterventionBody, library: Library) -> bool:
    return body.synthesis is not None and all(ref.study in library.studies for ref in body.synthesis.outcomes)
