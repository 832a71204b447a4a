"""What a changed claim means to its readers: verdict and grade with what moved them, then evidence and texts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from evidence.body_effect import body_effect
from evidence.compare.claim_record import told
from evidence.compare.grades import because, grade_words, judgement_moves, studies_words, why_grade, why_verdict
from evidence.compare.tree import Change, Weight
from evidence.compare.values import differences, leaves, likeness, renamed
from evidence.compare.wording import ARROW, counted, field_words, listed, moved
from evidence.pages.contrasts import effect_words
from evidence.pages.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evidence.appraise import Appraisal
    from evidence.compare.state import State
    from evidence.model.claim import Claim

# Bodies of evidence that share so many of their values are one body under another id.
_SAME_BODY = 0.6


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """A claim in both states, with what follows from its evidence."""

    before: Appraisal
    """Of the claim in which other records have their new names."""
    after: Appraisal
    states: tuple[State, State]
    was: str
    """The id that it had."""
    names: Mapping[str, str] = field(default_factory=dict)
    """New names of renamed records, by the old ones."""

    @classmethod
    def of(cls, states: tuple[State, State], was: str, now: str, names: Mapping[str, str]) -> ClaimPair:
        """Return the pair of a claim under its old and its new id."""
        old = states[0].appraisal(was)
        old = replace(old, claim=renamed(old.claim, names)) if names else old
        return cls(old, states[1].appraisal(now), states, was, names)

    @property
    def sound(self) -> bool:
        """Tell whether the claim breaks no rule in either state: only then is more known than what it says itself."""
        return self.states[0].sound(self.was) and self.states[1].sound(self.after.claim.id)

    def in_doubt(self, name: str) -> bool:
        """Tell whether a study or claim has errors in one of the states, so that what it adds cannot be told."""
        for state in self.states:
            library = state.review.library
            if name in state.unread or (name in state.read.claims and name not in library.claims):
                return True
            if name in state.read.studies and name not in library.studies:
                return True
        return False


def claim_changes(pair: ClaimPair) -> tuple[Change, ...]:
    """Return what changed in a claim, the weightiest first."""
    before, after, called = _aligned(pair.before.claim, pair.after.claim)
    found = list(differences(before, after))
    changes = [*_judged(pair), *called, *told(found, before, after), *_computed(pair)]
    whats = {item.what for item in changes}
    if whats & {"verdict", "grade"} and "change-log" not in whats:
        says = "no new entry under `changes` tells readers of it"
        changes.append(Change(what="not-told", weight=Weight.RECORD, says=says))
    weights = list(Weight)
    return tuple(sorted(changes, key=lambda item: weights.index(item.weight)))


def claim_headline(pair: ClaimPair, changes: Sequence[Change]) -> str:
    """Say in a line what the changes of a claim come to."""
    whats = [item.what for item in changes]
    parts = [item.says for item in changes if item.what in {"verdict", "grade", "part-verdict", "finding"}]
    kept = []
    if "verdict" not in whats:
        kept.append(f"verdict ({words(pair.after.claim.verdict)})")
    if "grade" not in whats and pair.after.grade:
        kept.append(f"grade ({grade_words(pair.after)})")
    if kept:
        parts.append(f"{' and '.join(kept)} unchanged")
    parts += studies_words(_studies(pair.before.claim), _studies(pair.after.claim))
    counts = (
        ("evidence-bearing", "result weighed otherwise", "results weighed otherwise"),
        ("evidence-moved", "result moved to another body", "results moved to another body"),
        ("judgement", "judgement changed", "judgements changed"),
        ("effect", "effect of another size", "effects of another size"),
    )
    parts += [counted(whats.count(what), one, many) for what, one, many in counts if what in whats]
    texts = dict.fromkeys(item.path for item in changes if item.what in {"text", "answer"} and "." not in item.path)
    if texts:
        parts.append(f"{listed(field_words(name) for name in texts)} changed")
    told = {"verdict", "grade", "part-verdict", "finding", "text", "answer", *(what for what, _, _ in counts)}
    others = sum(what not in told and not what.startswith("evidence-") for what in whats)
    others += sum(item.what == "text" and "." in item.path for item in changes)
    if "due" in whats:
        parts.append(next(item.says for item in changes if item.what == "due"))
        others -= 1
    return "; ".join([*parts, counted(others, "other change")] if others else parts)


def new_claim_headline(appraisal: Appraisal) -> str:
    """Say in a line what a claim says that readers have not seen before."""
    grade = f", grade {grade_words(appraisal)}" if appraisal.grade else ", no grade"
    studies = counted(len(_studies(appraisal.claim)), "study", "studies")
    return f"verdict {words(appraisal.claim.verdict)}{grade}, {studies}"


def _aligned(before: Claim, after: Claim) -> tuple[Claim, Claim, list[Change]]:
    """Give bodies of evidence that have another id now the new one in the old claim too, so that they are compared."""
    old, new = {body.id: body for body in before.bodies}, {body.id: body for body in after.bodies}
    free = [name for name in new if name not in old]
    names: dict[str, str] = {}
    for name in (name for name in old if name not in new):
        held = leaves(old[name])
        close = max(((likeness(held, leaves(new[other])), other) for other in free), default=(0.0, ""))
        if close[0] >= _SAME_BODY:
            names[name] = close[1]
            free.remove(close[1])
    if not names:
        return before, after, []
    bodies = [body.model_copy(update={"id": names.get(body.id, body.id)}) for body in before.bodies]
    parts = [part.model_copy(update={"body": names.get(part.body, part.body)}) for part in before.parts]
    rests_on = [names.get(name, name) for name in before.rests_on]
    told = [
        Change(
            what="body-renamed",
            weight=Weight.RECORD,
            says=f"body of evidence `{was}` is called `{now}`",
            path=f"bodies.{now}.id",
            before=was,
            after=now,
        )
        for was, now in names.items()
    ]
    return before.model_copy(update={"bodies": bodies, "parts": parts, "rests_on": rests_on}), after, told


def _judged(pair: ClaimPair) -> Iterator[Change]:
    """Yield what became of verdict and grade."""
    before, after = pair.before, pair.after
    if before.claim.verdict != after.claim.verdict:
        why = because(why_verdict(before, after))
        yield Change(
            what="verdict",
            weight=Weight.VERDICT,
            says=f"verdict {moved(before.claim.verdict, after.claim.verdict)}{why}",
            path="verdict",
            before=before.claim.verdict.value,
            after=after.claim.verdict.value,
        )
    if before.grade != after.grade:
        why = because(why_grade(before, after))
        yield Change(
            what="grade",
            weight=Weight.GRADE,
            says=f"grade {grade_words(before)} {ARROW} {grade_words(after)}{why}",
            before=grade_words(before),
            after=grade_words(after),
        )


def _computed(pair: ClaimPair) -> Iterator[Change]:
    """Yield what follows from records of others: grades of bodies, effects, the argument, and what is due."""
    before, after = pair.before, pair.after
    for name in (name for name in after.bodies if name in before.bodies):
        old, new = before.bodies[name], after.bodies[name]
        if old.grade != new.grade and name not in after.claim.rests_on:
            why = because(list(judgement_moves(old.body, new.body)))
            grades = [judged.grade.word if judged.grade else "none" for judged in (old, new)]
            says = f"`{name}`, on which the verdict does not rest: grade {grades[0]} {ARROW} {grades[1]}{why}"
            yield Change(what="body-grade", weight=Weight.EVIDENCE, says=says, before=grades[0], after=grades[1])
        if pair.sound:
            yield from _effect(pair, name)
    if not pair.sound:
        return
    links = [_link(before, pair.names), _link(after, {})]
    chain = {link.reliance.claim for appraisal in (before, after) for link in appraisal.chain}
    if links[0] != links[1] and not any(map(pair.in_doubt, chain)):
        says = f"weakest link of its argument: {links[0]} {ARROW} {links[1]}"
        yield Change(what="argument", weight=Weight.EVIDENCE, says=says, before=links[0], after=links[1])
    due = pair.was in pair.states[0].stale, after.claim.id in pair.states[1].stale
    if due[0] != due[1]:
        says = "its page is marked as due for another look" if due[1] else "its page is no longer marked as due"
        yield Change(what="due", weight=Weight.TEXT, says=says)


def _effect(pair: ClaimPair, name: str) -> Iterator[Change]:
    """Yield the move of the one effect that a body can be judged by."""
    bodies = [appraisal.bodies[name].body for appraisal in (pair.before, pair.after)]
    effects = [body_effect(body, state.studies) for body, state in zip(bodies, pair.states, strict=True)]
    told = [effect_words(effect) if effect else "no figure" for effect in effects]
    studies = {item.study for body in bodies for item in body.evidence}
    if told[0] != told[1] and not any(map(pair.in_doubt, studies)):
        says = f"`{name}`: {told[0]} {ARROW} {told[1]}"
        yield Change(what="effect", weight=Weight.EVIDENCE, says=says, before=told[0], after=told[1])


def _link(appraisal: Appraisal, names: Mapping[str, str]) -> str:
    link = appraisal.weakest
    if link is None or link.verdict is None:
        return "none"
    name = link.reliance.claim
    return f"`{names.get(name, name)}` ({words(link.verdict)})"


def _studies(claim: Claim) -> set[str]:
    return {item.study for body in claim.bodies for item in body.evidence}
