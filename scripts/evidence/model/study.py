"""A study: one publication or one piece of research, what was measured and what came out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from evidence.model.exemption import Exemption
from evidence.model.fields import (
    AS_INTEGER,
    Date,
    Flag,
    Integer,
    Key,
    Line,
    Month,
    Name,
    Number,
    Prose,
    PValue,
    Record,
    Slug,
    Url,
)
from evidence.model.vocabulary import (
    ArmRole,
    Better,
    Design,
    Direction,
    EffectOfInterest,
    Measure,
    NoticeKind,
    Poles,
    PoolingModel,
    Reading,
    RobDomain,
    RobLevel,
    RobTool,
    SignallingAnswer,
)

Verifiable = Literal["doi", "pmid", "pmcid", "authors", "title", "publication", "figures", "design", "funding"]
"""What can be confirmed. ``publication`` means journal, year, volume and pages."""


class Report(Record):
    """A further publication of the same study."""

    key: Key
    note: Line


class Verification(Record):
    """Where something was seen."""

    what: Annotated[list[Verifiable], Field(min_length=1)]
    where: Url | Line
    when: Month


class Arm(Record):
    """A group of people, or a condition that the same people went through."""

    id: Slug
    name: Name
    role: ArmRole
    n: Integer | None = None
    """People (or animals, or samples) assigned."""
    device: Line | None = None
    field_mt: Number | None = None
    """Magnetic flux density in millitesla."""
    field_where: Line | None = None
    """Where that field was measured or stated: at the magnet's surface, at the skin, at the target."""
    poles: Poles | None = None
    wearing_time: Line | None = None


class Scale(Record):
    """What an outcome is measured on."""

    name: Name
    unit: Name | None = None
    low: Number | None = None
    high: Number | None = None
    better: Better


class ArmData(Record):
    """What was measured in one arm: end scores, changes from the start, or events."""

    arm: Slug
    n: Integer | None = None
    """People analysed."""
    mean: Number | None = None
    sd: Number | None = None
    se: Number | None = None
    median: Number | None = None
    low: Number | None = None
    """Lower end of the range or of the interquartile range; ``spread`` says which."""
    high: Number | None = None
    spread: Literal["range", "iqr", "ci95"] | None = None
    change_mean: Number | None = None
    change_sd: Number | None = None
    events: Integer | None = None


class Interval(Record):
    """A confidence interval."""

    low: Number
    high: Number
    level: Annotated[Literal[90, 95, 99], AS_INTEGER] = 95
    """Per cent."""


class Effect(Record):
    """An effect or quantity as it was printed."""

    measure: Measure
    value: Number
    unit: Name | None = None
    ci: Interval | None = None
    se: Number | None = None
    adjusted: Flag | None = None
    """Adjusted for starting values or other things, so that it may differ from the plain difference of the arms."""


class PairedData(Record):
    """The paired result of a crossover: difference of each person with herself."""

    n: Integer
    mean_difference: Number
    sd: Number | None = None
    se: Number | None = None
    ci: Interval | None = None


class Pooled(Record):
    """The pooled result of a review."""

    studies: Integer | None = None
    participants: Integer | None = None
    model: PoolingModel = PoolingModel.NOT_STATED
    i2: Number | None = None
    """Per cent."""
    tau2: Number | None = None


class Answer(Record):
    """The answer to one signalling question of RoB 2."""

    question: Annotated[Name, Field(pattern=r"^[1-5]\.[1-9]$")]
    answer: SignallingAnswer


class DomainAssessment(Record):
    """Risk of bias in one domain."""

    domain: RobDomain
    judgement: RobLevel | None = None
    """Only where no algorithm applies; ``no-information`` where the text read does not speak of the domain."""
    override: RobLevel | None = None
    """A worse level than the one that follows from the answers; needs ``override_reason``."""
    override_reason: Line | None = None
    reason: Line
    answers: list[Answer] = []
    """Signalling questions of RoB 2, where the full text was read; the level then follows from them."""


class RiskOfBias(Record):
    """Risk of bias of one result."""

    tool: RobTool
    effect_of_interest: EffectOfInterest | None = None
    """For RoB 2 where the full text was read."""
    domains: Annotated[list[DomainAssessment], Field(min_length=1)]
    overall_override: Literal["high"] | None = None
    """Several concerns together; needs ``overall_reason``."""
    overall_reason: Line | None = None
    published: Line | None = None
    """An appraisal of this study by others, with its source."""


class Comparison(Record):
    """Which arm is compared with which."""

    of: Slug
    against: Slug


class Outcome(Record):
    """One result of a study."""

    id: Slug
    name: Line
    """What was measured, in whom where that is a part of the study."""
    scale: Scale | None = None
    time_point: Line | None = None
    primary: Flag | None = None
    comparison: Comparison | None = None
    direction: Direction
    """Which way the outcome lay in the first arm of the comparison, by the point estimate."""
    finding: Line
    """What came out, in a sentence of our own, figures included where the fields below do not hold them."""
    data: list[ArmData] = []
    first_period: list[ArmData] = []
    """Data of a crossover's first period."""
    paired: PairedData | None = None
    effect: Effect | None = None
    pooled: Pooled | None = None
    """For pooled results of reviews: what was pooled; the result itself stands in ``effect``."""
    p: PValue | None = None
    """P of the comparison as printed."""
    where: Line
    """Where in the publication it stands, or where else it was seen."""
    risk_of_bias: RiskOfBias | None = None
    risk_of_bias_same_as: Slug | None = None
    """The outcome of this study at which the same judgements stand, in place of ``risk_of_bias``."""


class Harms(Record):
    """What was reported about harms."""

    reported: Literal["yes", "none-occurred", "not-mentioned", "not-applicable"]
    what: Line | None = None


class Notice(Record):
    """A correction, retraction or other notice on a publication."""

    kind: NoticeKind
    what: Line
    where: Url | None = None
    noticed: Date | None = None
    """When it was seen for this review, whenever it was published; required but for comments. Claims that count the
    study and were last reviewed before that day are marked as due."""
    superseded_by: Key | None = None
    """Of kind ``superseded``: the study, review or document that has taken its place, where it has a record here."""


class Overlap(Record):
    """A study that shares people or data with this one."""

    study: Key
    why: Line


class _Study(Record):
    """What every study says."""

    key_order = (
        "id",
        "draft",
        "kind",
        "design",
        "summary",
        "population",
        "country",
        "registration",
        "funding",
        "read",
        "limits",
        "arms",
        "randomized",
        "analysed",
        "searched_to",
        "databases",
        "included_count",
        "includes",
        "includes_seen",
        "appraisal",
        "reports",
        "outcomes",
        "harms",
        "notices",
        "overlaps_with",
        "unconfirmed",
        "verified",
        "exemptions",
    )

    id: Key
    """The name of the file without ``.yml``, and the key in ``references.bib``."""
    draft: Flag = False
    """A draft is checked but not published; no published claim or page may use it."""
    design: Design
    summary: Line
    """What was found, in one sentence: printed wherever the study is listed."""
    population: Line
    """Who or what was studied."""
    country: Name | None = None
    registration: list[Name] = []
    funding: Line | None = None
    """Who paid, and ties to makers or sellers, as far as stated."""
    read: Reading
    limits: Prose | None = None
    """What limits trust in the results."""
    reports: list[Report] = []
    """Further publications of the same study."""
    outcomes: Annotated[list[Outcome], Field(min_length=1)]
    harms: Harms | None = None
    notices: list[Notice] = []
    overlaps_with: list[Overlap] = []
    unconfirmed: list[Line] = []
    """What could not be confirmed: printed on the study's page."""
    verified: Annotated[list[Verification], Field(min_length=1)]
    exemptions: list[Exemption] = []
    """Rules that do not hold for this record, each with the reason."""


class Trial(_Study):
    """People (or animals) were assigned to arms."""

    kind: Literal["trial"]
    arms: Annotated[list[Arm], Field(min_length=1)]
    randomized: Integer | None = None
    """People assigned in all."""
    analysed: Integer | None = None


class Observation(_Study):
    """Something was measured or observed without assignment to arms: physiology, physics, cohorts, surveys."""

    kind: Literal["study"]
    arms: list[Arm] = []
    """Conditions or groups, where there are any."""
    analysed: Integer | None = None
    """People, animals or samples measured."""


class Included(Record):
    """A study that a review includes."""

    study: Key | None = None
    """Its key, where it has a record here."""
    as_listed: Name
    """How the review lists it."""


class Review(_Study):
    """A review of studies."""

    kind: Literal["review"]
    searched_to: Month | None = None
    databases: list[Name] = []
    included_count: Integer | None = None
    includes: list[Included] = []
    """The included studies, where the list was seen."""
    includes_seen: Line | None = None
    """Where the list was seen, or that it was not."""
    appraisal: Line | None = None
    """How good the review is."""


class Document(_Study):
    """A book, guideline, agency page or other document that is cited for what it says."""

    kind: Literal["document"]


Study = Annotated[Trial | Observation | Review | Document, Field(discriminator="kind")]
