"""The summary-of-findings table of a claim: its bodies on effects and frequencies, a row each, then single results.

After GRADE's summary-of-findings tables: at most seven rows, people and studies, effect with interval in the units of
the scale, relative and per 1,000 where events were counted, certainty with footnoted reasons, and a plain statement.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from evidence.body_effect import body_effect
from evidence.grade import DOWN_DOMAINS
from evidence.model.claim import InterventionBody, PrognosisBody
from evidence.model.vocabulary import Basis, Bearing, Directness, Grade
from evidence.pages.contrasts import Contrast, contrast, effect_words
from evidence.pages.words import DOMAIN_WORDS
from evidence.participants import Participants, count_participants, telling_studies
from evidence.prose import plain
from evidence.statements import question_of, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from evidence.appraise import Appraisal, BodyAppraisal
    from evidence.model.claim import Claim, Question
    from evidence.model.study import Outcome, Study

# GRADE's own bound: more rows than seven are not read.
MOST_ROWS = 7
# Scales and times beyond these are only counted: the table of results below names them all.
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Footnote:
    """Why a grade lost levels in one domain."""

    label: str
    domain: str
    reason: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    outcome: str
    """Markdown."""
    measured: str
    """How it was measured, and when."""
    participants: str
    effects: tuple[Contrast, ...]
    """Empty where nothing was pooled."""
    body: str
    """Id of the body, for its place on the page."""
    population: str = ""
    """Markdown; only where it is not that of the table's heading."""
    basis: Basis | None = None
    indirect: bool = False
    """It does not test the claim as worded."""
    grade: Grade | None = None
    """None for a single result: the grade is that of the body above it."""
    labels: tuple[str, ...] = ()
    statement: str = ""
    """Markdown."""
    study: str = ""
    """Key of the study, for a single result."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table with its heading."""

    question: Question | None
    rows: tuple[Row, ...]
    footnotes: tuple[Footnote, ...]
    left_out: int
    """Rows beyond the seventh."""


@dataclass(slots=True)
class _Notes:
    """Gives each reason one letter, however often it is named."""

    labels: dict[tuple[str, str], str] = field(default_factory=dict)

    def label(self, domain: str, reason: str) -> str:
        """Return the letter of a reason."""
        return self.labels.setdefault((domain, reason), letters(len(self.labels)))


def letters(number: int) -> str:
    """Count in letters from 0: a, b, … z, aa, ab."""
    first, last = divmod(number, 26)
    return f"{letters(first - 1) if first else ''}{chr(ord('a') + last)}"


def summary_of_findings(appraisal: Appraisal, studies: Mapping[str, Study]) -> Table | None:
    """Return the table of a claim; None where it has no body on an effect or a frequency."""
    claim = appraisal.claim
    # What the verdict rests on comes first, then other direct evidence.
    judged = sorted(
        (item for item in appraisal.bodies.values() if isinstance(item.body, InterventionBody | PrognosisBody)),
        key=lambda item: (item.body.id not in claim.rests_on, item.body.directness is not Directness.DIRECT),
    )
    if not judged:
        return None
    notes = _Notes()
    shown = judged[:MOST_ROWS]
    free = MOST_ROWS - len(shown)
    rows: list[Row] = []
    left_out = len(judged) - len(shown)
    for item in shown:
        rows.append(_body_row(item, claim, studies, notes))
        single = list(_single_rows(item, studies))
        rows += single[:free]
        left_out += max(len(single) - free, 0)
        free = max(free - len(single), 0)
    footnotes = tuple(Footnote(label, domain, reason) for (domain, reason), label in notes.labels.items())
    return Table(claim.question, tuple(rows), footnotes, left_out)


def _body_row(judged: BodyAppraisal, claim: Claim, studies: Mapping[str, Study], notes: _Notes) -> Row:
    body = judged.body
    assert isinstance(body, InterventionBody | PrognosisBody)  # noqa: S101 - narrows the type
    question = question_of(body, claim)
    telling = [item for item in body.evidence if item.bearing is not Bearing.BACKGROUND] or body.evidence
    outcomes = [_outcome(studies[item.study], item.outcome) for item in telling]
    labels = tuple(
        notes.label(DOMAIN_WORDS[domain], getattr(body.judgements, domain).reason)
        for domain in DOWN_DOMAINS
        if getattr(body.judgements, domain).level < 0
    )
    return Row(
        outcome=question.outcome if question else body.conclusion,
        measured=_how_measured(outcomes),
        participants=participants_words(count_participants(telling_studies(body), studies)),
        effects=tuple(_pooled(body, studies)),
        body=body.id,
        population=body.question.population if body.question else "",
        basis=body.basis,
        indirect=body.directness is Directness.INDIRECT,
        grade=judged.grade,
        labels=labels,
        statement=statement(body, judged.grade, claim, studies) or body.conclusion,
    )


def _single_rows(judged: BodyAppraisal, studies: Mapping[str, Study]) -> Iterator[Row]:
    """Return the results of a body that print a comparison of groups, apart from those in the body's own row."""
    pooled = {(item.study, item.outcome) for item in getattr(judged.body, "published_pooled", [])}
    for item in judged.body.evidence:
        if (item.study, item.outcome) in pooled:
            continue
        study = studies[item.study]
        outcome = _outcome(study, item.outcome)
        made = contrast(outcome, study)
        if made is None or item.bearing is Bearing.BACKGROUND:
            continue
        yield Row(
            outcome=outcome.name,
            measured=f"{_how_measured([outcome])}{'' if outcome.time_point else ' Follow-up: not told.'}".strip(),
            participants=participants_words(count_participants([item.study], studies)),
            effects=(made,),
            body=judged.body.id,
            study=item.study,
        )


def _pooled(body: InterventionBody | PrognosisBody, studies: Mapping[str, Study]) -> Iterator[Contrast]:
    """Return what was pooled: by this review, and beside it by others."""
    if isinstance(body, InterventionBody) and body.synthesis is not None:
        own = body_effect(body, studies)
        if own is not None:
            yield Contrast("", effect_words(own), "", f"Pooled here from {len(body.synthesis.outcomes)} trials.")
    for item in body.published_pooled:
        outcome = _outcome(studies[item.study], item.outcome)
        published = contrast(outcome, studies[item.study])
        if published is not None:
            # Only where there are several must a reader be told which is which.
            name = f": {plain(outcome.name)}" if len(body.published_pooled) > 1 else ""
            yield replace(published, remark=f"Published pooling{name}. {published.remark}".strip())


def participants_words(people: Participants) -> str:
    """Write how many took part: "47 people (3 studies, 1 of them without a number; 1 review)"."""
    parts = []
    if people.studies:
        without = f", {people.untold} of them without a number" if people.untold and people.studies > 1 else ""
        parts.append(f"{_count(people.studies, 'study', 'studies')}{without}")
    if people.reviews:
        parts.append(_count(people.reviews, "review or document", "reviews or documents"))
    told = people.studies > people.untold
    lead = f"{people.count:,} {people.noun}" if told else "number not told"
    return f"{lead} ({'; '.join(parts)})" if parts else "none"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _how_measured(outcomes: Iterable[Outcome]) -> str:
    """Name the scales and the times, each once, in the order of the evidence; the rest counted."""
    kept = list(outcomes)
    measured = _some(outcome.scale.name for outcome in kept if outcome.scale)
    followed = _some(outcome.time_point for outcome in kept if outcome.time_point)
    parts = [f"Measured by: {measured}." if measured else "", f"Followed: {followed}." if followed else ""]
    return " ".join(part for part in parts if part)


def _some(names: Iterable[str]) -> str:
    unique = list(dict.fromkeys(names))
    more = [f"and {len(unique) - MOST_NAMES} more"] if len(unique) > MOST_NAMES else []
    return "; ".join(unique[:MOST_NAMES] + more)


def _outcome(study: Study, name: str) -> Outcome:
    return next(outcome for outcome in study.outcomes if outcome.id == name)
