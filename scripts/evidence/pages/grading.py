"""How a grade came about and what would change it, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model.claim import InterventionBody, PrognosisBody
from evidence.model.vocabulary import Grade
from evidence.sensitivity import sensitivity, smallest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from evidence.model.claim import Body
    from evidence.sensitivity import Change, Sensitivity

_DOUBTS: Mapping[str, str] = {
    "risk_of_bias": "the risk of bias",
    "inconsistency": "inconsistency",
    "indirectness": "indirectness",
    "imprecision": "imprecision",
    "publication_bias": "publication bias",
}
_UPGRADES: Mapping[str, str] = {
    "large_effect": "the size of the effect",
    "dose_response": "the growth of the effect with the dose",
    "opposing_confounding": "confounding that works against the effect",
}
_NUMBERS = ("no", "one", "two", "three")


def what_would_change(body: Body) -> list[str]:
    """Return sentences on which single judgements would move the grade, up first; none without a grade."""
    found = sensitivity(body)
    if found is None:
        return []
    if isinstance(body, InterventionBody | PrognosisBody):
        return list(_domain_sentences(found))
    return list(_step_sentences(found))


def what_would_raise(body: Body) -> list[str]:
    """Return sentences on which single judgements would raise the grade, or on what holds it down together."""
    found = sensitivity(body)
    if found is None:
        return []
    if not isinstance(body, InterventionBody | PrognosisBody):
        return list(_step_up(found))
    if not found.up and found.grade is not Grade.HIGH:
        doubts = [words for domain, words in _DOUBTS.items() if getattr(body.judgements, domain).level < 0]
        return [f"No single doubt less would raise it: {listed(doubts, 'and')} hold it down together."]
    return list(_grouped(found.up))


def listed(words: Iterable[str], joint: str = "or") -> str:
    """Join words as in a sentence: "a, b or c"."""
    *first, last = words
    return f"{', '.join(first)} {joint} {last}" if first else last


def minus(value: int) -> str:
    """Write a whole number with a true minus sign."""
    return str(value).replace("-", "\N{MINUS SIGN}")


def _domain_sentences(found: Sensitivity) -> Iterator[str]:
    if not found.up and found.grade is not Grade.HIGH:
        yield (
            f"No single judgement would raise it. The sum is {minus(found.total)}: the grade would stay "
            f"{found.grade.word} even if any one of these doubts were lifted altogether."
        )
    yield from _grouped(found.up)
    if not found.down and found.grade is not Grade.VERY_LOW:
        yield f"No single judgement would lower it: the sum is {minus(found.total)}."
    yield from _grouped(found.down)


def _grouped(changes: tuple[Change, ...]) -> Iterator[str]:
    """Join the judgements that lead to the same grade by the same number of levels."""
    groups: dict[tuple[int, Grade, bool], list[Change]] = {}
    for change in smallest(changes):
        groups.setdefault((change.levels, change.grade, change.judgement in _DOUBTS), []).append(change)
    for (levels, grade, doubt), group in groups.items():
        count = f"{_NUMBERS[abs(levels)]} level{'s' if abs(levels) > 1 else ''}"
        if doubt:
            names = listed(_DOUBTS[change.judgement] for change in group)
            yield (
                f"If {names} were judged {count} {'less' if levels > 0 else 'more'} serious, "
                f"the grade would be {grade.word}."
            )
        else:
            names = listed(_UPGRADES[change.judgement] for change in group)
            verb = "counted for" if levels > 0 else "counted for less by"
            yield f"If {names} {verb} {count}, the grade would be {grade.word}."


def _step_sentences(found: Sensitivity) -> Iterator[str]:
    yield from _step_up(found)
    below = max(found.down, key=lambda change: change.levels, default=None)
    if below:
        yield f"One step down, to {below.grade.word}, stands for: {below.meaning}."


def _step_up(found: Sensitivity) -> Iterator[str]:
    above = min(found.up, key=lambda change: change.levels, default=None)
    if above:
        yield f"One step up, to {above.grade.word}, would need: {above.meaning}."
