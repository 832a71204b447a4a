"""The page of a study: what was done, to whom, what came out, how good it is, and which claims use it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.model.meanings import DESIGN_MEANING, READING_NOTICE
from evidence.model.vocabulary import GRAVE_NOTICES, Bearing, Directness
from evidence.pages.article_data import article_data
from evidence.pages.context import PageContext, month
from evidence.pages.render import escaped, render_page
from evidence.pages.words import sentence_case, words
from evidence.prose import citations, plain
from evidence.readers.nodes import walk_scalars
from evidence.risk_of_bias import assess
from evidence.rules.pages import is_draft, studies_on

if TYPE_CHECKING:
    from evidence.model.claim import Body, Claim, Evidence
    from evidence.model.study import Outcome, Study
    from evidence.pages.context import Page, Site
    from evidence.readers.decode import Loaded
    from evidence.review import Review
    from evidence.risk_of_bias import RiskOfBiasResult

# Of more groups than this, the first lines of the page name the first ones only: the table below them has all.
MOST_GROUPS = 4

_TITLE = re.compile(r"^(?:# |title: )(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class UseItem:
    """A result of a study as a body of evidence uses it."""

    evidence: Evidence
    rests: bool
    """The claim's verdict rests on this body."""
    indirect: bool
    """The body does not test the claim itself."""


@dataclass(frozen=True, slots=True)
class Use:
    """How a claim uses a study: its items of evidence, none where the study is only named in the text."""

    claim: Claim
    items: tuple[UseItem, ...]

    @property
    def weight(self) -> int:
        """Return how far the claim leans on the study: least for its verdict, most for mere background."""
        telling = [item for item in self.items if item.evidence.bearing is not Bearing.BACKGROUND]
        return 2 if not telling else int(not any(item.rests for item in telling))


@dataclass(frozen=True, slots=True)
class Mention:
    """A page written by hand that cites a study."""

    path: str
    """Path below the folder of pages."""
    title: str


@dataclass(frozen=True, slots=True)
class BiasGroup:
    """Results of a study that share one judgement on risk of bias."""

    result: RiskOfBiasResult
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """Everything that uses a study."""

    claims: tuple[Use, ...] = ()
    mentions: tuple[Mention, ...] = ()


def study_page(loaded: Loaded[Study], uses: Uses, review: Review, site: Site) -> Page:
    """Return the page of a study. Search knows its title, authors, year and result."""
    study = loaded.value
    path = f"studies/{study.id}.md"
    page = PageContext(review, site, path, loaded.file)
    front = {
        "title": escaped(page.heading_of(study.id)),
        "description": plain(study.summary),
        "hide": ["navigation"],
    }
    return render_page(
        path,
        "study.md",
        page,
        front,
        study=study,
        uses=sorted((use for use in uses.claims if use.items), key=lambda use: use.weight),
        named=[use.claim for use in uses.claims if not use.items],
        mentions=uses.mentions,
        glance=study_glance(study),
        meaning=DESIGN_MEANING[study.design],
        caution=READING_NOTICE.get(study.read, ""),
        grave=[notice for notice in study.notices if notice.kind in GRAVE_NOTICES],
        facts=study_facts(study),
        bias=bias_groups(study),
        sharing=shared_people(study, page.studies()),
        data=article_data(study, page.reference(study.id), f"{site.url}studies/{study.id}/"),
    )


def study_glance(study: Study) -> list[tuple[str, list[str]]]:
    """Return what a reader wants to know first, as labels with lines of Markdown."""
    kind = sentence_case(words(study.design))
    included = getattr(study, "included_count", None)
    searched = getattr(study, "searched_to", None)
    done = f"{kind}{f' of {included} studies' if included else ''}{f', up to {month(searched)}' if searched else ''}."
    paid = study.funding or ("" if study.kind == "document" else "Not stated in what was read.")
    rows = [
        ("What was done", [done, _groups(study)]),
        ("To whom", [f"{study.population.rstrip('.')}{_where(study)}."]),
        ("How good it is", _quality(study)),
        ("Who paid", [paid]),
    ]
    return [(label, kept) for label, lines in rows if (kept := [line for line in lines if line])]


def study_facts(study: Study) -> list[tuple[str, str]]:
    """Return what else was done, as labels with Markdown; only what the kind of study has and its record says."""
    facts: list[tuple[str, object]] = [
        ("Assigned", getattr(study, "randomized", None)),
        ("Analysed", getattr(study, "analysed", None)),
        ("Databases", ", ".join(getattr(study, "databases", []))),
        ("List of included studies", getattr(study, "includes_seen", None)),
        ("Registration", ", ".join(study.registration)),
    ]
    return [(label, str(value)) for label, value in facts if value not in {None, ""}]


def bias_groups(study: Study) -> list[BiasGroup]:
    """Return the judgements on risk of bias, each with the results that it is about."""
    groups: dict[str, tuple[RiskOfBiasResult, list[Outcome]]] = {}
    for outcome in study.outcomes:
        result = assess(study, outcome)
        if result is not None:
            groups.setdefault(result.outcome, (result, []))[1].append(outcome)
    return [BiasGroup(result, tuple(outcomes)) for result, outcomes in groups.values()]


def shared_people(study: Study, studies: dict[str, Study]) -> list[tuple[str, str]]:
    """Return the studies that share people or data with a study, with the reason, whichever record says so."""
    said = {overlap.study: overlap.why for overlap in study.overlaps_with}
    for other in studies.values():
        for overlap in other.overlaps_with:
            if overlap.study == study.id:
                said.setdefault(other.id, overlap.why)
        if study.id in {item.study for item in getattr(other, "includes", [])}:
            said.setdefault(other.id, "A review that includes this study.")
    return list(said.items())


def study_uses(review: Review) -> dict[str, Uses]:
    """Return for each study the claims and the pages written by hand that use it, in their own order."""
    claims: dict[str, list[Use]] = {}
    for loaded in review.library.claims.values():
        claim = loaded.value
        items: dict[str, list[UseItem]] = {}
        for body in claim.bodies:
            for item in body.evidence:
                items.setdefault(item.study, []).append(_use_item(claim, body, item))
        for _, scalar in walk_scalars(loaded.node):
            for key, _ in citations(scalar.value):
                items.setdefault(key, [])
        for key, found in items.items():
            claims.setdefault(key, []).append(Use(claim, tuple(found)))
    mentions: dict[str, list[Mention]] = {}
    for file, text in review.library.pages.items():
        if not is_draft(text):
            for key in sorted(studies_on(text)):
                mentions.setdefault(key, []).append(Mention(file.removeprefix("docs/"), title_of(text)))
    return {
        key: Uses(tuple(claims.get(key, ())), tuple(mentions.get(key, ()))) for key in claims.keys() | mentions.keys()
    }


def _use_item(claim: Claim, body: Body, item: Evidence) -> UseItem:
    return UseItem(item, body.id in claim.rests_on, body.directness is Directness.INDIRECT)


def title_of(text: str) -> str:
    """Return the title of a page written by hand, empty where it has none."""
    found = _TITLE.search(text)
    return found[1].strip("\"' ") if found else ""


def _where(study: Study) -> str:
    """Name the country, where what is said of the people does not name it already."""
    return f" ({study.country})" if study.country and study.country not in study.population else ""


def _groups(study: Study) -> str:
    """Name the groups or conditions, and for how long where it was the same in all."""
    arms = getattr(study, "arms", [])
    if not arms:
        return ""
    names = [arm.name for arm in arms[:MOST_GROUPS]]
    left = len(arms) - len(names)
    more = f" and {left} more (below)" if left else ""
    times = {arm.wearing_time for arm in arms}
    same = times.pop() if len(times) == 1 else None
    return f"Groups or conditions: {'; '.join(names)}{more}.{f' {sentence_case(same)}.' if same else ''}"


def _quality(study: Study) -> list[str]:
    lines = [f"Read: {words(study.read)}."]
    group = _main_bias(study)
    if group and group.result.overall:
        lines.append(f"Risk of bias of the main result: {words(group.result.overall)}.")
    elif group:
        lines.append(f"Risk of bias: no overall judgement, because {group.result.why}.")
    lines.append(f"Appraised by others: {group.result.published}" if group and group.result.published else "")
    lines.append(getattr(study, "appraisal", None) or "")
    return lines


def _main_bias(study: Study) -> BiasGroup | None:
    """Return the judgement on a main outcome, else the first one."""
    groups = bias_groups(study)
    primary = [group for group in groups if any(outcome.primary for outcome in group.outcomes)]
    return next(iter([*primary, *groups]), None)
