"""The changes that a claim's own record carries, each in words that its readers know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.compare.grades import domain_words
from evidence.compare.tree import Change, Weight
from evidence.compare.values import Difference, How, Item, key_of
from evidence.compare.wording import change, counted, levels, moved, pieces_of, sort_of
from evidence.pages.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from evidence.model.claim import Body, Claim

    Paths = Mapping[tuple[str, ...], Difference]
    """Every difference of the claim, because some are told together with others."""

_SORTS = (
    (r"answer", "answer", Weight.TEXT),
    (r"parts.*", "text", Weight.TEXT),
    (r"bodies\.\*\.(conclusion|main_reason|evidence\.\*\..+)", "text", Weight.TEXT),
    (r"bodies\.\*\.judgements.*", "judgement", Weight.EVIDENCE),
    (r"bodies(\.\*\.evidence)?", "order", Weight.TEXT),
    (r"bodies.*", "body", Weight.EVIDENCE),
    (r"(relies_on|calculations).*", "link", Weight.EVIDENCE),
    (r"draft|reviewed|review_by|(aliases|changes|exemptions).*", "record", Weight.RECORD),
    (r".*", "text", Weight.TEXT),
)


def told(found: Sequence[Difference], before: Claim, after: Claim) -> Iterator[Change]:
    """Yield the changes of a record in the order of its fields, but for the verdict, which is told with its reasons."""
    inside = [item for whole in found for item in _inside(whole)]
    paths = {item.path: item for item in (*found, *inside)}
    parts = {part.body: part.says for claim in (before, after) for part in claim.parts}
    for item in found:
        teller = next((teller for pattern, teller in _TELLERS if re.fullmatch(pattern, item.shape)), None)
        if item.shape.startswith("parts.*") and item.shape.removeprefix("parts.*") in {"", ".verdict"}:
            yield _part(item, parts[item.path[1]])
        elif teller is None:
            yield change(item, *sort_of(item, _SORTS))
        elif (seen := teller(item, paths)) is not None:
            yield seen
    # What a body brings along or takes with it is told with the body, unless it stood or stands in another one.
    told_inside = (_evidence(item, paths) for item in inside)
    yield from (seen for seen in told_inside if seen is not None and seen.what == "evidence-moved")


def _inside(item: Difference) -> Iterator[Difference]:
    """Yield the evidence of a body that came or went as a whole."""
    if item.shape == "bodies.*" and item.how is not How.REORDERED:
        body: Body = item.after or item.before
        for ref in body.evidence:
            path = (*item.path, "evidence", Item(key_of(ref)))
            yield Difference(path, item.how, ref if item.before else None, ref if item.after else None)


def _elsewhere(item: Difference, paths: Paths) -> None:
    """Say nothing of what is told with its reasons, or by the name of the record."""
    del item, paths


def _part(item: Difference, says: str) -> Change:
    if item.how is How.CHANGED:
        return change(item, "part-verdict", Weight.VERDICT, f"part “{says}”: {moved(item.before, item.after)}")
    verdict = words((item.after or item.before).verdict)
    came = f"added: {verdict}" if item.how is How.ADDED else f"removed: was {verdict}"
    return change(item, "part-verdict", Weight.VERDICT, f"part “{says}” {came}")


def _body(item: Difference, paths: Paths) -> Change:
    del paths
    body: Body = item.after or item.before
    results = counted(len(body.evidence), "result")
    came = "added" if item.how is How.ADDED else "removed"
    says = f"body of evidence `{body.id}` {came}: {words(body.basis)}, {body.directness.value}, {results}"
    return change(item, f"body-{came}", Weight.EVIDENCE, says)


def _rests_on(item: Difference, paths: Paths) -> Change:
    del paths
    how = "rests on" if item.how is How.ADDED else "no longer rests on"
    says = f"the verdict {how} `{item.path[1]}`{' now' if item.how is How.ADDED else ''}"
    return change(item, "rests-on", Weight.EVIDENCE, says)


def _news(item: Difference, paths: Paths) -> Change:
    """Tell of an entry of the change log."""
    del paths
    entry = item.after or item.before
    came = "told to readers" if item.how is How.ADDED else "no longer told to readers"
    return change(item, "change-log", Weight.RECORD, f"{came}: “{entry.what}” ({entry.date})")


def _finding(item: Difference, paths: Paths) -> Change:
    del paths
    return change(item, "finding", Weight.EVIDENCE, f"finding of `{item.path[1]}`: {moved(item.before, item.after)}")


def _bearing(item: Difference, paths: Paths) -> Change:
    del paths
    says = f"{_named(item)} in `{item.path[1]}`: {moved(item.before, item.after)}"
    return change(item, "evidence-bearing", Weight.EVIDENCE, says)


def _evidence(item: Difference, paths: Paths) -> Change | None:
    """Tell of a result that came or went; where it came from another body, that it moved, and only once."""
    body, name = item.path[1], _named(item)
    elsewhere = [
        other
        for path, other in paths.items()
        if path[0] == "bodies" and path[2:] == item.path[2:] and path[1] != body and other.how is not item.how
    ]
    if elsewhere and item.how is How.REMOVED:
        return None
    if elsewhere:
        was, now = elsewhere[0].before.bearing, item.after.bearing
        says = f"{name} moved from `{elsewhere[0].path[1]}` to `{body}`{f'; {moved(was, now)}' if was != now else ''}"
        return change(item, "evidence-moved", Weight.EVIDENCE, says)
    if item.how is How.ADDED:
        return change(item, "evidence-added", Weight.EVIDENCE, f"{name} added to `{body}`: {words(item.after.bearing)}")
    says = f"{name} removed from `{body}`: was {words(item.before.bearing)}"
    return change(item, "evidence-removed", Weight.EVIDENCE, says)


def _level(item: Difference, paths: Paths) -> Change:
    """Tell of a level together with the new reason for it."""
    body, domain = item.path[1], item.path[3]
    reason = paths.get(("bodies", body, "judgements", domain, "reason"))
    says = f"`{body}`: {domain_words(domain)} {levels(item.before, item.after)}"
    found = change(item, "judgement", Weight.EVIDENCE, f"{says}, with a new reason" if reason else says)
    return found.model_copy(update={"pieces": pieces_of(reason.before, reason.after)}) if reason else found


def _reason(item: Difference, paths: Paths) -> Change | None:
    body, domain = item.path[1], item.path[3]
    if ("bodies", body, "judgements", domain, "level") in paths:
        return None
    return change(item, "text", Weight.TEXT, f"`{body}`: reason for {domain_words(domain)} reworded")


def _step(item: Difference, paths: Paths) -> Change:
    del paths
    return change(item, "judgement", Weight.EVIDENCE, f"`{item.path[1]}`: step {moved(item.before, item.after)}")


def _step_reason(item: Difference, paths: Paths) -> Change:
    del paths
    return change(item, "text", Weight.TEXT, f"`{item.path[1]}`: reason for its step reworded")


def _upgrade(item: Difference, paths: Paths) -> Change:
    """Tell of a judgement that a body has only in one of the states: those that raise a grade."""
    del paths
    level = (item.after or item.before).level
    came = f"counts for {level} now" if item.how is How.ADDED else f"counted for {level} and is gone"
    return change(item, "judgement", Weight.EVIDENCE, f"`{item.path[1]}`: {domain_words(item.path[3])} {came}")


_TELLERS: Sequence[tuple[str, Callable[[Difference, Paths], Change | None]]] = (
    (r"verdict|id", _elsewhere),
    (r"rests_on\.\*", _rests_on),
    (r"changes\.\*", _news),
    (r"bodies\.\*", _body),
    (r"bodies\.\*\.finding", _finding),
    (r"bodies\.\*\.evidence\.\*", _evidence),
    (r"bodies\.\*\.evidence\.\*\.bearing", _bearing),
    (r"bodies\.\*\.judgements\.\w+\.level", _level),
    (r"bodies\.\*\.judgements\.\w+\.reason", _reason),
    (r"bodies\.\*\.judgements\.standing", _step),
    (r"bodies\.\*\.judgements\.reason", _step_reason),
    (r"bodies\.\*\.judgements\.(large_effect|dose_response|opposing_confounding)", _upgrade),
)


def _named(item: Difference) -> str:
    """Name a result of the evidence: ```alpha2001` (`pain`)``."""
    study, _, outcome = item.path[3].partition("/")
    return f"`{study}` (`{outcome}`)"
