"""What changed in documents, calculations, second assessments and the list of planned claims."""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING

from evidence.calculate import calculate, show_amount
from evidence.compare.tree import Change, Weight
from evidence.compare.values import Difference, How, differences
from evidence.compare.wording import ARROW, MINUS, change, listed, moved, sort_of
from evidence.pages.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.calculate import Amount
    from evidence.model.assessment import Assessment
    from evidence.model.calculation import Calculation
    from evidence.model.source import PlannedClaim, Sentence, Source

_CALCULATION_SORTS = (
    (r"(inputs|cases|method)\b.*", "input", Weight.EVIDENCE),
    (r"reviewed|(stated|exemptions).*", "record", Weight.RECORD),
    (r".*", "text", Weight.TEXT),
)
_ASSESSMENT_SORTS = (
    (r"verdict\.value|bodies\.\*(\.(directness|finding))?", "second-judgement", Weight.EVIDENCE),
    (r"bodies\.\*\.judgements\.(\w+\.level|standing)", "second-judgement", Weight.EVIDENCE),
    (r"when|seen|exemptions.*", "record", Weight.RECORD),
    (r".*", "text", Weight.TEXT),
)

# Results closer than this are the same: the last bits of a float are no finding.
_CLOSE = 1e-9
_MOST_DIGITS = 6


def source_changes(before: Source, after: Source) -> tuple[Change, ...]:
    """Return what changed in a reviewed document: sentences that make other claims now, then the rest."""
    old, new = ({sentence.id: sentence for sentence in source.sentences} for source in (before, after))
    mapped = [
        change for name, sentence in new.items() if name in old and (change := _mapped(old[name], sentence)) is not None
    ]
    rest = [item for item in differences(before, after) if item.path != ("id",) and not _is_mapping(item)]
    return (*mapped, *(_of_source(item) for item in rest))


def calculation_changes(before: Calculation, after: Calculation, *, sound: bool = True) -> tuple[Change, ...]:
    """Return what changed in a calculation: results and by how much they moved, then what goes into it.

    Results are computed only where the inputs keep their rules in both states.
    """
    results: list[Change | None] = []
    if sound:
        old, new = calculate(before).results, calculate(after).results
        results = [_result(name, old.get(name), new.get(name)) for name in dict.fromkeys([*old, *new])]
    own = [
        change(item, *sort_of(item, _CALCULATION_SORTS)) for item in differences(before, after) if item.path != ("id",)
    ]
    return (*(item for item in results if item is not None), *own)


def assessment_changes(before: Assessment, after: Assessment) -> tuple[Change, ...]:
    """Return what changed in a second assessment: judgements first."""
    found = [
        change(item, *sort_of(item, _ASSESSMENT_SORTS)) for item in differences(before, after) if item.path != ("id",)
    ]
    return tuple(sorted(found, key=lambda item: item.weight is not Weight.EVIDENCE))


def planned_changes(before: PlannedClaim, after: PlannedClaim) -> tuple[Change, ...]:
    """Return what changed in a claim that is still to be written."""
    return tuple(change(item, "text", Weight.RECORD) for item in differences(before, after) if item.path != ("id",))


def headline(changes: Sequence[Change]) -> str:
    """Name the first changes in a line, and count the others."""
    first, rest = changes[:2], changes[2:]
    more = f"; {len(rest)} more" if rest else ""
    return f"{'; '.join(item.says for item in first)}{more}"


def _mapped(before: Sentence, after: Sentence) -> Change | None:
    """Tell of a sentence that makes other claims now, or does something else in its document."""
    new = [f"`{name}`" for name in after.claims if name not in before.claims]
    gone = [f"`{name}`" for name in before.claims if name not in after.claims]
    told = [f"makes {listed(new)} now"] if new else []
    told += [f"no longer makes {listed(gone)}"] if gone else []
    told += [f"role {moved(before.role, after.role)}"] if before.role != after.role else []
    if not told:
        return None
    return Change(
        what="mapping",
        weight=Weight.EVIDENCE,
        says=f"sentence `{after.id}` {'; '.join(told)}",
        path=f"sentences.{after.id}",
        before=", ".join([before.role.value, *before.claims]),
        after=", ".join([after.role.value, *after.claims]),
    )


def _is_mapping(item: Difference) -> bool:
    return item.shape.startswith(("sentences.*.claims", "sentences.*.role"))


def _of_source(item: Difference) -> Change:
    match item.path:
        case ("sentences", name) if item.how is not How.REORDERED:
            sentence = item.after or item.before
            claims = f", makes {listed(f'`{claim}`' for claim in sentence.claims)}" if sentence.claims else ""
            came = "added" if item.how is How.ADDED else "removed"
            says = f"sentence `{name}` {came}: {words(sentence.role)}{claims}"
            return change(item, "mapping", Weight.EVIDENCE, says)
        case ("sha256",) | ("sentences", _, "sha256") | ("exemptions", *_):
            return change(item, "checksum", Weight.RECORD)
        case _:
            return change(item, "text", Weight.TEXT)


def _result(name: str, before: Amount | None, after: Amount | None) -> Change | None:
    if before and after and _same(before, after):
        return None
    old, new = _shown(before, after)
    if not before or not after:
        says = f"result `{name}` {'added' if after else 'removed'}: {new or old}"
    else:
        says = f"result `{name}` {old} {ARROW} {new}{_by_how_much(before, after)}"
    return Change(what="result", weight=Weight.EVIDENCE, says=says, before=old, after=new)


def _shown(before: Amount | None, after: Amount | None) -> tuple[str, str]:
    """Write two results with as many digits as it takes to tell them apart."""
    pair = ("", "")
    for digits in range(2, _MOST_DIGITS + 1):
        pair = (show_amount(before, digits) if before else "", show_amount(after, digits) if after else "")
        if pair[0] != pair[1]:
            break
    return pair


def _same(before: Amount, after: Amount) -> bool:
    pairs = ((getattr(before.quantity, name), getattr(after.quantity, name)) for name in ("value", "low", "high"))
    return before.unit == after.unit and all(isclose(old, new, rel_tol=_CLOSE) for old, new in pairs)


def _by_how_much(before: Amount, after: Amount) -> str:
    old, new = before.quantity.value, after.quantity.value
    if not old or isclose(old, new, rel_tol=_CLOSE):
        return ""
    share = 100 * (new - old) / abs(old)
    return f" ({f'{share:+.3g}'.replace('-', MINUS)} %)"
