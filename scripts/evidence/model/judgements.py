"""Judgements on a body of evidence: the domains of GRADE, and the steps for measurements and documents."""

from __future__ import annotations

from typing import Annotated, Literal

from evidence.model.fields import AS_INTEGER, Line, Record
from evidence.model.vocabulary import DocumentStanding, MeasurementStanding


class Judgement(Record):
    """A change of the grade in one GRADE domain, in levels."""

    level: Annotated[Literal[0, -1, -2, -3], AS_INTEGER]
    """0, or the number of levels lost."""
    reason: Line
    """What in this evidence the judgement rests on."""


class Upgrade(Record):
    """A raise of the grade, in levels."""

    level: Annotated[Literal[0, 1, 2], AS_INTEGER]
    """0, or the number of levels gained. Evidence that starts as ``randomized`` or ``representative``, or that loses a
    level, gains none."""
    reason: Line
    """What in this evidence the raise rests on."""


class SmallUpgrade(Upgrade):
    """A raise of the grade by one level at most."""

    level: Annotated[Literal[0, 1], AS_INTEGER]
    """0, or 1 for a level gained, under the same conditions as for ``large_effect``."""


class GradeJudgements(Record):
    """The domains of GRADE."""

    risk_of_bias: Judgement
    """Levels lost for flaws in how the studies were done."""
    inconsistency: Judgement
    """Levels lost because results differ and nothing explains it."""
    indirectness: Judgement
    """Levels lost because people, treatment, comparison or outcome are not those of the question."""
    imprecision: Judgement
    """Levels lost because the interval is wide against the threshold, or people or events are few."""
    publication_bias: Judgement
    """A level lost because studies with other results may have stayed unpublished."""
    large_effect: Upgrade | None = None
    """Levels gained for an effect too large for bias alone."""
    dose_response: SmallUpgrade | None = None
    """A level gained for an effect that grows with the dose."""
    opposing_confounding: SmallUpgrade | None = None
    """A level gained for confounding against the finding. All that is plausible and remains would make the effect
    smaller, or show one where none is seen."""


class MeasurementJudgement(Record):
    """The step on which a body of measurements stands."""

    standing: MeasurementStanding
    """Which of the four steps the measurements reach; it gives the grade."""
    reason: Line
    """What in this evidence puts it on that step."""


class DocumentJudgement(Record):
    """The step on which a body of documents stands."""

    standing: DocumentStanding
    """Which of the four steps the documents reach; it gives the grade."""
    reason: Line
    """What in this evidence puts it on that step."""
