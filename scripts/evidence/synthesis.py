"""The pooling of results that a body of evidence asks for, or what stands in its way.

The conditions are those of design section 8: one condition, similar durations, at least three trials that hold at least
half of all participants known for the question. Condition and duration are stated in the record, for readers to judge;
the rest is counted here. Figures get printed when they impress: pooling only what is printed would show a larger effect
than there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from evidence.effects import Estimate, NoEstimate, effect_of
from evidence.model.study import Trial
from evidence.model.vocabulary import Better, Measure, PoolingModel, PoolingTest
from evidence.participants import people_in, share_people
from evidence.pooling import NotPooled, Pooled, leave_one_out, pool

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evidence.model.claim import InterventionBody, OutcomeRef, Synthesis
    from evidence.model.study import Outcome, Study

FEWEST_TRIALS = 3


class FaultKind(Enum):
    """Which condition of pooling is not met."""

    LISTED = auto()
    """An outcome is not among the evidence of the body."""
    INDEPENDENT = auto()
    """People would be counted twice."""
    MEASURE = auto()
    """An outcome gives no effect in the measure, or one that cannot be combined with the others."""
    ENOUGH = auto()
    """Too few trials, or too few of the known participants."""
    KNOWN = auto()
    """More participants are pooled than are said to be known."""
    MODEL = auto()
    """The model has no result."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why results must not be pooled as the record asks."""

    kind: FaultKind
    text: str
    """What was seen: a sentence."""
    index: int | None = None
    """The outcome at fault, by its position in the synthesis; None where it is the synthesis as a whole."""


@dataclass(frozen=True, slots=True)
class Row:
    """One study of a synthesis."""

    ref: OutcomeRef
    study: Study
    outcome: Outcome
    estimate: Estimate
    participants: int | None
    """People behind the estimate, each counted once; all of the trial's where the estimate does not tell."""
    weight: float
    """Per cent."""


@dataclass(frozen=True, slots=True)
class Synthesised:
    """Results that were pooled."""

    synthesis: Synthesis
    pooled: Pooled
    rows: tuple[Row, ...]
    """In the order of the record."""
    left_out: tuple[Pooled | NotPooled, ...]
    """The result without each row in turn; empty with fewer than five."""

    @property
    def participants(self) -> int:
        """Return how many people are known to stand behind the pooled results."""
        return sum(row.participants or 0 for row in self.rows)


@dataclass(frozen=True, slots=True)
class NotSynthesised:
    """A synthesis that the record asks for and that breaks a condition."""

    synthesis: Synthesis
    faults: tuple[Fault, ...]


SynthesisResult = Synthesised | NotSynthesised


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    ref: OutcomeRef
    study: Study
    outcome: Outcome
    effect: Estimate | NoEstimate

    @property
    def participants(self) -> int | None:
        told = self.effect.participants if isinstance(self.effect, Estimate) else None
        return people_in(self.study) if told is None else told


def synthesise(body: InterventionBody, studies: Mapping[str, Study]) -> SynthesisResult | None:
    """Pool the results that a body asks for, or tell what stands in the way. None where it asks for nothing.

    Studies and outcomes that do not exist are passed over: that they are missing is a fault of its own.
    """
    synthesis = body.synthesis
    if synthesis is None:
        return None
    candidates = list(_candidates(synthesis, studies))
    faults = [*_unlisted(candidates, body), *_shared(candidates), *_without_measure(candidates, synthesis)]
    # How much the pooled trials hold is known only when each of them counts.
    faults = faults or list(_too_little(candidates, synthesis))
    if faults:
        return NotSynthesised(synthesis, tuple(faults))
    return _pooled(candidates, synthesis)


def test_of(synthesis: Synthesis) -> PoolingTest:
    """Return the test of a synthesis: the one it names, else the one that goes with its model."""
    if synthesis.test is not None:
        return synthesis.test
    common = synthesis.model is PoolingModel.COMMON_EFFECT
    return PoolingTest.WALD if common else PoolingTest.MODIFIED_KNAPP_HARTUNG


def _candidates(synthesis: Synthesis, studies: Mapping[str, Study]) -> Iterator[_Candidate]:
    for index, ref in enumerate(synthesis.outcomes):
        study = studies.get(ref.study)
        outcome = next((item for item in study.outcomes if item.id == ref.outcome), None) if study else None
        if study and outcome:
            yield _Candidate(index, ref, study, outcome, effect_of(outcome, study, synthesis.measure))


def _unlisted(candidates: Sequence[_Candidate], body: InterventionBody) -> Iterator[Fault]:
    listed = {(item.study, item.outcome) for item in body.evidence}
    for item in candidates:
        if (item.ref.study, item.ref.outcome) not in listed:
            yield Fault(FaultKind.LISTED, f"`{item.ref.outcome}` of `{item.ref.study}` does not.", item.index)


def _shared(candidates: Sequence[_Candidate]) -> Iterator[Fault]:
    for number, item in enumerate(candidates):
        for earlier in candidates[:number]:
            if item.ref.study == earlier.ref.study:
                text = f"`{item.ref.study}` stands here already."
            elif share_people(item.study, earlier.study):
                text = f"`{item.ref.study}` shares people with `{earlier.ref.study}`."
            else:
                continue
            yield Fault(FaultKind.INDEPENDENT, text, item.index)
            break


def _without_measure(candidates: Sequence[_Candidate], synthesis: Synthesis) -> Iterator[Fault]:
    first: tuple[_Candidate, Estimate] | None = None
    for item in candidates:
        if isinstance(item.effect, NoEstimate):
            text = f"`{item.ref.study}` gives no {synthesis.measure}: {item.effect.reason}."
            yield Fault(FaultKind.MEASURE, text, item.index)
        elif not item.effect.variance > 0:
            text = f"The {synthesis.measure} of `{item.ref.study}` has a standard error of 0."
            yield Fault(FaultKind.MEASURE, text, item.index)
        elif first is None:
            first = item, item.effect
        elif difference := _difference(item.effect, first[1], synthesis.measure):
            text = f"`{item.ref.study}` cannot be combined with `{first[0].ref.study}`: {difference}."
            yield Fault(FaultKind.MEASURE, text, item.index)


def _difference(one: Estimate, other: Estimate, measure: Measure) -> str | None:
    """Tell in what two effects differ that must not differ."""
    if one.unit != other.unit:
        return f"{one.unit or 'no unit'} against {other.unit or 'no unit'}"
    if {one.better, other.better} == {Better.HIGHER, Better.LOWER}:
        return "higher is better in the one and lower in the other"
    # Dividing by the SD of changes and by the SD of end scores gives different units (Cochrane Handbook 10.5.2).
    if measure is Measure.SMD and one.changes != other.changes:
        return "the one is standardised by changes and the other by end scores"
    return None


def _too_little(candidates: Sequence[_Candidate], synthesis: Synthesis) -> Iterator[Fault]:
    trials = [item for item in candidates if isinstance(item.study, Trial)]
    others = [item.ref.study for item in candidates if not isinstance(item.study, Trial)]
    held, known = sum(item.participants or 0 for item in trials), synthesis.known_participants
    seen = []
    if len(trials) < FEWEST_TRIALS:
        seen.append(f"pools {len(trials)} trials" + (f" ({', '.join(others)}: no trial)" if others else ""))
    if 2 * held < known:
        half = -(-known // 2)
        untold = [item.ref.study for item in trials if item.participants is None]
        without = f" ({', '.join(untold)}: number not told)" if untold else ""
        seen.append(f"holds {held} of {known} known participants, {held / known:.1%}; half is {half}{without}")
    if seen:
        yield Fault(FaultKind.ENOUGH, f"It {', and '.join(seen)}.")
    if held > known:
        yield Fault(FaultKind.KNOWN, f"The pooled trials alone hold {held}.")


def _pooled(candidates: Sequence[_Candidate], synthesis: Synthesis) -> SynthesisResult:
    test, model = test_of(synthesis), synthesis.model
    if model is PoolingModel.COMMON_EFFECT and test is not PoolingTest.WALD:
        text = f"`{test}` allows for differing true effects, and `{model}` has none."
        return NotSynthesised(synthesis, (Fault(FaultKind.MODEL, text),))
    effects = [(item, item.effect) for item in candidates if isinstance(item.effect, Estimate)]
    yi, vi = [effect.value for _, effect in effects], [effect.variance for _, effect in effects]
    pooled = pool(yi, vi, model, test)
    if isinstance(pooled, NotPooled):
        return NotSynthesised(synthesis, (Fault(FaultKind.MODEL, f"It has none: {pooled.reason}."),))
    rows = tuple(
        Row(item.ref, item.study, item.outcome, effect, item.participants, weight)
        for (item, effect), weight in zip(effects, pooled.weights, strict=True)
    )
    return Synthesised(synthesis, pooled, rows, leave_one_out(yi, vi, model, test))
