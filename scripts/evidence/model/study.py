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
from evidence.model.risk_of_bias import RiskOfBias
from evidence.model.vocabulary import (
    ArmRole,
    Better,
    Design,
    Direction,
    Measure,
    NoticeKind,
    Poles,
    PoolingModel,
    Reading,
)

Verifiable = Literal["doi", "pmid", "pmcid", "authors", "title", "publication", "figures", "design", "funding"]
"""What can be confirmed. ``publication`` means journal, year, volume and pages."""


class Report(Record):
    """A further publication of the same study."""

    key: Key
    """Its own key in ``references.bib``."""
    note: Line
    """What it reports, and of which people; printed above its reference."""


class Verification(Record):
    """Where something was seen."""

    what: Annotated[list[Verifiable], Field(min_length=1)]
    """What was seen there; ``publication`` means journal, year, volume and pages."""
    where: Url | Line
    """Address of a public page, or the place in the work."""
    when: Month
    """Year and month in which it was seen: ``2026-11``."""


class Arm(Record):
    """A group of people, or a condition that the same people went through."""

    id: Slug
    """A short name, by which data and comparisons name the arm."""
    name: Name
    """What sets the group or condition apart, in words that readers see."""
    role: ArmRole
    """What it stands for in a comparison: the magnet, a dummy, other care."""
    n: Integer | None = None
    """People (or animals, or samples) assigned."""
    device: Line | None = None
    """What was worn or applied, and where on the body."""
    field_mt: Number | None = None
    """Magnetic flux density in millitesla; 10 gauss are 1 mT."""
    field_where: Line | None = None
    """Where that field was measured or stated: at the magnet's surface, at the skin, at the target."""
    poles: Poles | None = None
    """Which pole or poles faced the body."""
    wearing_time: Line | None = None
    """How long and how often it was worn, or how long the condition lasted."""


class Scale(Record):
    """What an outcome is measured on."""

    name: Name
    """Name of the scale, the instrument or the quantity."""
    unit: Name | None = None
    """Unit of the figures, such as ``°C``, where it is told."""
    low: Number | None = None
    """Lowest score that is possible; both ends let results be mapped to 0 to 100."""
    high: Number | None = None
    """Highest score that is possible."""
    better: Better
    """Which end is the good one for the person."""


class ArmData(Record):
    """What was measured in one arm: end scores, changes from the start, or events."""

    arm: Slug
    """Id of the arm."""
    n: Integer | None = None
    """People (or animals, or samples) analysed."""
    mean: Number | None = None
    """Mean when the outcome was measured: the end score."""
    sd: Number | None = None
    """Standard deviation of ``mean``."""
    se: Number | None = None
    """Standard error of ``mean``; where there is none, of ``change_mean``."""
    median: Number | None = None
    """Median of the arm, where that is printed."""
    low: Number | None = None
    """Lower end of what ``spread`` names."""
    high: Number | None = None
    """Upper end of what ``spread`` names."""
    spread: Literal["range", "iqr", "ci95"] | None = None
    """What ``low`` and ``high`` are: range, interquartile range or 95% interval. The three stand together."""
    change_mean: Number | None = None
    """Mean change from the start; a fall is negative."""
    change_sd: Number | None = None
    """Standard deviation of ``change_mean``."""
    events: Integer | None = None
    """How many of ``n`` had the event."""


class Interval(Record):
    """A confidence interval."""

    low: Number
    """Lower end, in the unit of the estimate."""
    high: Number
    """Upper end, in the unit of the estimate."""
    level: Annotated[Literal[90, 95, 99], AS_INTEGER] = 95
    """Confidence level in per cent."""


class Effect(Record):
    """An effect or quantity as it was printed."""

    measure: Measure
    """What the figure is. A difference or a ratio of arms, a mean, a share or another quantity."""
    value: Number
    """The figure as printed: a ratio and not its logarithm."""
    unit: Name | None = None
    """Its unit. A mean difference without one is taken to be in the unit of ``scale``."""
    ci: Interval | None = None
    """Confidence interval of ``value``."""
    se: Number | None = None
    """Standard error of ``value``; of a ratio, that of its logarithm."""
    adjusted: Flag | None = None
    """Adjusted for starting values or other things. Then it may differ from the plain difference of the arms."""


class PairedData(Record):
    """The paired result of a crossover: difference of each person with herself."""

    n: Integer
    """Pairs: people, animals or samples that were measured under both conditions."""
    mean_difference: Number
    """Mean over all people: the first arm of the comparison less the second."""
    sd: Number | None = None
    """Standard deviation of the differences."""
    se: Number | None = None
    """Standard error of ``mean_difference``."""
    ci: Interval | None = None
    """Confidence interval of ``mean_difference``."""


class Pooled(Record):
    """The pooled result of a review."""

    studies: Integer | None = None
    """How many studies were pooled."""
    participants: Integer | None = None
    """How many people these studies hold."""
    model: PoolingModel = PoolingModel.NOT_STATED
    """How they were combined. ``not-stated`` where that is not printed."""
    i2: Number | None = None
    """I², in per cent: the share of the variation between results that is more than chance."""
    tau2: Number | None = None
    """τ²: the variance of the true effects between studies."""


class Comparison(Record):
    """Which arm is compared with which."""

    of: Slug
    """Id of the first arm, whose way ``direction`` tells; as a rule the one with the magnet."""
    against: Slug
    """Id of the arm that it is compared with."""


class Outcome(Record):
    """One result of a study."""

    id: Slug
    """A short name, by which claims and calculations name the result."""
    name: Line
    """What was measured, in whom where that is a part of the study."""
    scale: Scale | None = None
    """What it is measured on."""
    time_point: Line | None = None
    """When it was measured, such as ``after 4 weeks``."""
    primary: Flag | None = None
    """Whether the study names it as its main outcome."""
    comparison: Comparison | None = None
    """Which arm is compared with which; without it nothing is computed from ``data``."""
    direction: Direction
    """Which way the outcome lay in the first arm of the comparison, by the point estimate."""
    finding: Line
    """What came out, in a sentence of our own, figures included where the fields below do not hold them."""
    data: list[ArmData] = []
    """Figures of each arm, as they are printed."""
    first_period: list[ArmData] = []
    """Data of a crossover's first period."""
    paired: PairedData | None = None
    """Result within the same people, of a crossover above all."""
    effect: Effect | None = None
    """The estimate as it is printed, with its interval or standard error."""
    pooled: Pooled | None = None
    """For pooled results of reviews: what was pooled; the result itself stands in ``effect``."""
    p: PValue | None = None
    """P of the comparison as printed."""
    where: Line
    """Where in the publication it stands, or where else it was seen."""
    risk_of_bias: RiskOfBias | None = None
    """Judgements on what may have bent this result."""
    risk_of_bias_same_as: Slug | None = None
    """Outcome of this study whose ``risk_of_bias`` holds for this one too, in its place."""


class Harms(Record):
    """What was reported about harms."""

    reported: Literal["yes", "none-occurred", "not-mentioned", "not-applicable"]
    """Whether harms are reported; ``not-mentioned`` is not ``none-occurred``."""
    what: Line | None = None
    """Which harms, in whom and in how many, or what else is said of them."""


class Notice(Record):
    """A correction, retraction or other notice on a publication."""

    kind: NoticeKind
    """What sort of notice. All but comments stand at the top of the study's page."""
    what: Line
    """What it says, in a sentence."""
    where: Url | None = None
    """Address at which it can be read."""
    noticed: Date | None = None
    """When it was seen for this review, whenever it was published; required but for comments. Claims that count the
    study and were last reviewed before that day are marked as due."""
    superseded_by: Key | None = None
    """The study, review or document that has taken its place. Of kind ``superseded``, where that has a record here."""


class Overlap(Record):
    """A study that shares people or data with this one."""

    study: Key
    """Key of the other study."""
    why: Line
    """Which people or data both share, or why that is likely."""


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
    """How the evidence was obtained; its page tells what such a design can show."""
    summary: Line
    """What was found, in one sentence: printed wherever the study is listed."""
    population: Line
    """Who or what was studied."""
    country: Name | None = None
    """Where it was done; printed where ``population`` does not name it."""
    registration: list[Name] = []
    """Numbers in registers of trials and reviews. A ``document`` that has one stands for studies of which only the
    register is known."""
    funding: Line | None = None
    """Who paid, and ties to makers or sellers, as far as stated."""
    read: Reading
    """How much of the work was read for this record."""
    limits: Prose | None = None
    """What limits trust in the results."""
    reports: list[Report] = []
    """Further publications of the same study."""
    outcomes: Annotated[list[Outcome], Field(min_length=1)]
    """Its results, each with the place where it stands."""
    harms: Harms | None = None
    """What it reports about harms."""
    notices: list[Notice] = []
    """Corrections, retractions, comments and the like that have been published on it."""
    overlaps_with: list[Overlap] = []
    """Studies that share people or data with it; a body counts one of them."""
    unconfirmed: list[Line] = []
    """What could not be confirmed: printed on the study's page."""
    verified: Annotated[list[Verification], Field(min_length=1)]
    """Where what stands here was seen, and when."""
    exemptions: list[Exemption] = []
    """Rules that do not hold for this record, each with the reason."""


class Trial(_Study):
    """People (or animals) were assigned to arms."""

    kind: Literal["trial"]
    """Sort of record: people (or animals) were assigned to arms."""
    arms: Annotated[list[Arm], Field(min_length=1)]
    """The groups, or the conditions that everybody went through."""
    randomized: Integer | None = None
    """People (or animals) assigned in all."""
    analysed: Integer | None = None
    """People (or animals) analysed in all."""


class Observation(_Study):
    """Something was measured or observed without assignment to arms: physiology, physics, cohorts, surveys."""

    kind: Literal["study"]
    """Sort of record: something was measured or observed without assignment."""
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
    """Sort of record: a review of studies."""
    searched_to: Month | None = None
    """Year and month up to which it searched for studies: ``2026-11``."""
    databases: list[Name] = []
    """The databases that it searched."""
    included_count: Integer | None = None
    """How many studies it includes, as it says."""
    includes: list[Included] = []
    """The included studies, where the list was seen."""
    includes_seen: Line | None = None
    """Where the list was seen, or that it was not."""
    appraisal: Line | None = None
    """How good the review is."""


class Document(_Study):
    """A book, guideline, agency page or other document that is cited for what it says."""

    kind: Literal["document"]
    """Sort of record: a work that is cited for what it says."""


Study = Annotated[Trial | Observation | Review | Document, Field(discriminator="kind")]
