"""Why a grade or a verdict moved: which judgements of which body of evidence moved it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.compare.wording import ARROW, counted, levels, listed, moved
from evidence.grade import DOWN_DOMAINS, UP_DOMAINS
from evidence.model.claim import InterventionBody, PrognosisBody
from evidence.pages.words import DOMAIN_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.appraise import Appraisal, BodyAppraisal
    from evidence.model.claim import Body


def grade_words(appraisal: Appraisal) -> str:
    """Name the grade of a claim."""
    return appraisal.grade.word if appraisal.grade else "none"


def why_grade(before: Appraisal, after: Appraisal) -> list[str]:
    """Return what moved the grade of a claim, in words."""
    old, new = _resting(before), _resting(after)
    found: list[str] = []
    if after.grade is not None and (before.grade is None or after.grade < before.grade):
        # What is lowest now and was not so low before.
        low = [name for name, judged in new.items() if judged.grade == after.grade]
        for name in low:
            if name in old and old[name].grade != new[name].grade:
                found += _moves(old[name], new[name])
            elif name not in old:
                found.append(f"the verdict rests on `{name}` ({after.grade.word}) now")
    else:
        # What was lowest before and is no longer.
        low = [name for name, judged in old.items() if judged.grade == before.grade]
        for name in low:
            if name not in new:
                found.append(f"the verdict no longer rests on `{name}`")
            elif new[name].grade != old[name].grade:
                found += _moves(old[name], new[name])
    return found


def why_verdict(before: Appraisal, after: Appraisal) -> list[str]:
    """Return what moved the verdict on a claim, in words: findings, grades and what it rests on."""
    old, new = _resting(before), _resting(after)
    found = [f"it rests on `{name}` now" for name in new if name not in old]
    found += [f"it no longer rests on `{name}`" for name in old if name not in new]
    for name in (name for name in new if name in old):
        first, second = old[name], new[name]
        if first.body.finding != second.body.finding:
            found.append(f"the finding of `{name}` went from {moved(first.body.finding, second.body.finding)}")
        if first.body.directness != second.body.directness:
            found.append(f"`{name}` is {second.body.directness.value} now")
        if first.grade and second.grade and first.grade != second.grade:
            found.append(f"`{name}` is graded {second.grade.word} and was graded {first.grade.word}")
    if [(part.body, part.verdict) for part in before.claim.parts] != [
        (part.body, part.verdict) for part in after.claim.parts
    ]:
        found.append("its parts are judged otherwise")
    if bool(before.claim.precaution) != bool(after.claim.precaution):
        found.append("a precaution that costs little counts now" if after.claim.precaution else "no precaution counts")
    return found


def judgement_moves(before: Body, after: Body) -> Iterator[str]:
    """Yield the judgements on a body that have another level now: ``imprecision −2 → −1``."""
    if isinstance(before, InterventionBody | PrognosisBody) and isinstance(after, InterventionBody | PrognosisBody):
        if before.start != after.start:
            yield f"starting point {moved(before.start, after.start)}"
        for domain in (*DOWN_DOMAINS, *UP_DOMAINS):
            first, second = _level(before, domain), _level(after, domain)
            if first != second:
                yield f"{domain_words(domain)} {levels(first, second)}"
    elif before.basis != after.basis:
        yield f"what is graded {moved(before.basis, after.basis)}"
    elif (first_step := _step(before)) != (second_step := _step(after)):
        yield f"step {first_step} {ARROW} {second_step}"


def domain_words(domain: str) -> str:
    """Name a domain within a sentence."""
    words = DOMAIN_WORDS.get(domain, domain.replace("_", " "))
    return words[:1].lower() + words[1:]


def because(reasons: list[str]) -> str:
    """Write reasons behind a move; nothing where none is known."""
    return f", because {listed(reasons)}" if reasons else ""


def studies_words(before: set[str], after: set[str]) -> list[str]:
    """Say how many studies came and went."""
    new, gone = len(after - before), len(before - after)
    found = [f"{counted(new, 'study', 'studies')} added"] if new else []
    return [*found, f"{counted(gone, 'study', 'studies')} removed"] if gone else found


def _resting(appraisal: Appraisal) -> dict[str, BodyAppraisal]:
    return {name: appraisal.bodies[name] for name in appraisal.claim.rests_on if name in appraisal.bodies}


def _moves(before: BodyAppraisal, after: BodyAppraisal) -> list[str]:
    moves = list(judgement_moves(before.body, after.body))
    return [f"{listed(moves)} in `{after.body.id}`"] if moves else []


def _level(body: InterventionBody | PrognosisBody, domain: str) -> int:
    judgement = getattr(body.judgements, domain)
    return judgement.level if judgement else 0


def _step(body: Body) -> str:
    standing = getattr(getattr(body, "judgements", None), "standing", None)
    return standing.value.replace("-", " ") if standing else "none"
