"""What nobody knows yet: the claims that are open, what would settle them, and trials whose results nobody has seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.model.study import Document
from evidence.model.vocabulary import Basis, Grade, Topic, Verdict
from evidence.pages.grading import what_would_raise
from evidence.pages.study_page import Uses, study_uses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidence.appraise import Appraisal, BodyAppraisal
    from evidence.model.study import Study
    from evidence.pages.context import PageContext
    from evidence.pages.study_page import Use


@dataclass(frozen=True, slots=True)
class Raise:
    """What would raise the grade of one body of evidence."""

    judged: BodyAppraisal
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An open claim."""

    appraisal: Appraisal
    raises: tuple[Raise, ...]
    """One for each body that holds the grade down: all of them would have to rise."""
    looked_for: tuple[str, ...]
    """What was looked for and not found, as Markdown; only where nothing tests the claim."""


@dataclass(frozen=True, slots=True)
class Unreported:
    """A record of registered studies without results."""

    study: Study
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """The open claims by topic, and what is registered without results."""

    topics: Mapping[Topic, Sequence[OpenQuestion]]
    unreported: Sequence[Unreported]
    counts: Mapping[Verdict, int]


def is_open(appraisal: Appraisal) -> bool:
    """Tell whether better evidence could well change the verdict: unsettled, untested, or not supported at low."""
    verdict = appraisal.claim.verdict
    if verdict is Verdict.NOT_SUPPORTED:
        return appraisal.grade is not None and appraisal.grade <= Grade.LOW
    return verdict in {Verdict.UNSETTLED, Verdict.UNTESTED}


def open_questions(page: PageContext, by_topic: Mapping[Topic, Sequence[Appraisal]]) -> OpenQuestions:
    """Return the open claims by topic, each in the order in which its topic lists them."""
    topics = {
        topic: [_question(item) for item in appraisals if is_open(item)] for topic, appraisals in by_topic.items()
    }
    found = [question.appraisal.claim.verdict for questions in topics.values() for question in questions]
    uses = study_uses(page.review)
    return OpenQuestions(
        {topic: questions for topic, questions in topics.items() if questions},
        [
            Unreported(study, uses.get(study.id, Uses()).claims)
            for study in page.studies().values()
            if is_registered_only(study)
        ],
        {verdict: found.count(verdict) for verdict in dict.fromkeys(found)},
    )


def is_registered_only(study: Study) -> bool:
    """Tell whether a record stands for registered studies of which nothing but the entry in the register is known."""
    return isinstance(study, Document) and bool(study.registration)


def _question(appraisal: Appraisal) -> OpenQuestion:
    claim = appraisal.claim
    limiting = [appraisal.bodies[name] for name in claim.rests_on if name in appraisal.bodies]
    return OpenQuestion(
        appraisal,
        tuple(
            Raise(judged, tuple(what_would_raise(judged.body)))
            for judged in limiting
            if judged.grade is not None and judged.grade == appraisal.grade
        ),
        tuple(body.conclusion for body in claim.bodies if body.basis is Basis.NONE),
    )
