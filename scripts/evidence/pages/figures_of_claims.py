"""Claims as figures: the argument that a claim stands in, and the map of all claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from evidence.appraise import tests_the_claim
from evidence.charts import chain, claim_map
from evidence.charts.chain import ArgumentChart, ChainClaim
from evidence.charts.claim_map import WIDE_MAP, ClaimMap, MapClaim, MapTopic, MapVerdict
from evidence.charts.figure import both_widths
from evidence.model.vocabulary import Bearing, MadeBy
from evidence.pages.words import VERDICT_MARKS, VERDICT_ORDER, sentence_case, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.appraise import Appraisal, Link
    from evidence.model.vocabulary import Topic
    from evidence.pages.context import PageContext

# Boxes of text are read more easily when they are not as wide as the page.
CHAIN_WIDTH = 480.0


@dataclass(frozen=True, slots=True)
class MapEntry:
    """A claim on the map, and what the table beside it says."""

    appraisal: Appraisal
    studies: int
    """Trials and other studies that test the claim itself."""
    others: int
    """Reviews and documents on the claim itself."""


def chain_figure(page: PageContext, appraisal: Appraisal, id_: str = "chain") -> Markup:
    """Draw the claims that a claim leans on, from the last of them down to the claim itself."""
    claim = appraisal.claim
    conclusion = ChainClaim(
        claim.title,
        claim.verdict.word,
        VERDICT_MARKS[claim.verdict],
        claim.verdict.value,
        appraisal.grade.word if appraisal.grade else "",
        int(appraisal.grade or 0),
        premises=_premises(page, appraisal, appraisal.chain, 1, set()),
    )
    weakest = f" The weakest is: {page.claim_title(appraisal.weakest.reliance.claim)}" if appraisal.weakest else ""
    chart = ArgumentChart(
        f"The argument for: {page.plain(claim.short_claim)}",
        f"Claims that this one leans on stand above it, joined to it by arrows.{weakest} The list below says the same.",
        conclusion,
    )
    svg = both_widths(lambda name, width: chain.draw(chart, name, width), id_, CHAIN_WIDTH)
    return Markup(svg)  # noqa: S704 - evidence.charts escapes all text


def map_figure(page: PageContext, topics: Sequence[tuple[Topic, Sequence[MapEntry]]]) -> Markup:
    """Draw all claims by topic and verdict."""
    verdicts = list(VERDICT_ORDER)
    chart = ClaimMap(
        "Map of the claims",
        "Each claim stands in the row of its topic and the column of its verdict, with the grade of its evidence and "
        "the number of studies that test it. The table below holds the same.",
        tuple(MapVerdict(verdict.word, VERDICT_MARKS[verdict], verdict.value) for verdict in verdicts),
        tuple(
            MapTopic(
                sentence_case(words(topic)),
                tuple(
                    MapClaim(
                        page.plain(entry.appraisal.claim.short_claim),
                        page.to_claim(entry.appraisal.claim.id),
                        verdicts.index(entry.appraisal.claim.verdict),
                        int(entry.appraisal.grade) if entry.appraisal.grade else None,
                        entry.appraisal.grade.word if entry.appraisal.grade else "no grade",
                        entry.studies,
                        entry.others,
                    )
                    for entry in entries
                ),
            )
            for topic, entries in topics
        ),
    )
    svg = both_widths(lambda id_, width: claim_map.draw(chart, id_, width), "map", WIDE_MAP)
    return Markup(svg)  # noqa: S704 - evidence.charts escapes all text


def map_entry(page: PageContext, appraisal: Appraisal) -> MapEntry:
    """Count what tests a claim itself; each study counts once, whatever the number of its results."""
    keys = {
        item.study
        for body in appraisal.claim.bodies
        if tests_the_claim(body)
        for item in body.evidence
        if item.bearing is not Bearing.BACKGROUND
    }
    studies = sum(page.study(key).kind in {"trial", "study"} for key in keys)
    return MapEntry(appraisal, studies, len(keys) - studies)


def _premises(
    page: PageContext, appraisal: Appraisal, links: Sequence[Link], depth: int, told: set[str]
) -> tuple[ChainClaim, ...]:
    """Return the claims of a depth, each with what follows it in reading order and lies deeper.

    Two claims can lean on the same one. It is drawn for both, but tells its verdict once: ``told`` collects the names.
    """
    starts = [place for place, link in enumerate(links) if link.depth == depth]
    ends = [*starts[1:], len(links)]
    claims = []
    for start, end in zip(starts, ends, strict=False):
        premises = _premises(page, appraisal, links[start + 1 : end], depth + 1, told)
        is_repeated = links[start].reliance.claim in told
        told.add(links[start].reliance.claim)
        if is_repeated:
            claims.append(_repeated(page, links[start], premises))
        else:
            claims.append(_chain_claim(page, links[start], links[start] is appraisal.weakest, premises))
    return tuple(claims)


def _repeated(page: PageContext, link: Link, premises: tuple[ChainClaim, ...]) -> ChainClaim:
    name = link.reliance.claim
    by_document = link.reliance.made_by is MadeBy.DOCUMENT
    href = page.to_claim(name) if link.verdict else None
    return ChainClaim(page.claim_title(name), "as above", href=href, by_document=by_document, premises=premises)


def _chain_claim(page: PageContext, link: Link, is_weakest: bool, premises: tuple[ChainClaim, ...]) -> ChainClaim:  # noqa: FBT001 - private
    name = link.reliance.claim
    by_document = link.reliance.made_by is MadeBy.DOCUMENT
    if link.verdict is None:
        return ChainClaim(page.claim_title(name), "not yet reviewed", by_document=by_document, premises=premises)
    return ChainClaim(
        page.claim_title(name),
        link.verdict.word,
        VERDICT_MARKS[link.verdict],
        link.verdict.value,
        link.grade.word if link.grade else "",
        int(link.grade or 0),
        page.to_claim(name),
        by_document,
        is_weakest,
        premises,
    )
