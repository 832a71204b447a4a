"""The pages made from records: one for each claim, study and reviewed document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from evidence.model.vocabulary import Verdict
from evidence.pages.context import PageContext, month
from evidence.pages.render import escaped, render_page
from evidence.prose import citations, plain
from evidence.readers.nodes import walk_scalars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model.claim import Claim, Evidence
    from evidence.model.source import Source
    from evidence.model.study import Study
    from evidence.pages.context import Page, Site
    from evidence.readers.decode import Loaded
    from evidence.review import Review

# A reader's question is answered by a claim: these factors let a claim that only mentions a word come before a study
# that has it in its title.
CLAIM_BOOST = 4
SOURCE_BOOST = 0.02
STUDY_BOOST = 0.02


@dataclass(frozen=True, slots=True)
class Use:
    """How a claim uses a study: its items of evidence, none where the study is only named in the text."""

    claim: Claim
    items: tuple[Evidence, ...]


def record_pages(review: Review, site: Site) -> Iterator[Page]:
    """Yield the pages of all records that are no drafts."""
    library = review.library
    for claim in library.claims.values():
        yield claim_page(claim, review, site)
    uses = study_uses(review)
    for study in library.studies.values():
        yield study_page(study, tuple(uses.get(study.value.id, ())), review, site)
    for source in library.sources.values():
        yield source_page(source, review, site)


def claim_page(loaded: Loaded[Claim], review: Review, site: Site) -> Page:
    """Return the page of a claim, in the order of design section 7."""
    claim = loaded.value
    path = f"claims/{claim.id}.md"
    relied_on_by = [
        other.value
        for other in review.library.claims.values()
        if claim.id in {reliance.claim for reliance in other.value.relies_on}
    ]
    front = {
        "title": escaped(claim.title),
        "description": f"{claim.verdict.word}: {plain(claim.answer)}",
        "search": {"boost": CLAIM_BOOST},
        # Topics, tags and search lead to a record; the theme's list of pages would be empty beside it.
        "hide": ["navigation"],
    }
    return render_page(
        path,
        "claim.md",
        PageContext(review, site, path, loaded.file),
        front,
        claim=claim,
        appraisal=review.appraisals[claim.id],
        relied_on_by=relied_on_by,
    )


def study_page(loaded: Loaded[Study], uses: tuple[Use, ...], review: Review, site: Site) -> Page:
    """Return the page of a study. Search knows its title, authors, year and result."""
    study = loaded.value
    path = f"studies/{study.id}.md"
    page = PageContext(review, site, path, loaded.file)
    front = {
        "title": escaped(f"{page.short(study.id)}: {page.title_of(study.id)}"),
        "description": plain(study.summary),
        "search": {"boost": STUDY_BOOST},
        "hide": ["navigation"],
    }
    return render_page(path, "study.md", page, front, study=study, uses=uses, facts=study_facts(study))


def source_page(loaded: Loaded[Source], review: Review, site: Site) -> Page:
    """Return the page of a reviewed document: its outline, sentence by sentence."""
    source = loaded.value
    path = f"sources/{source.id}.md"
    names = {name for sentence in source.sentences for name in sentence.claims}
    claims = [review.library.claims[name].value for name in names if name in review.library.claims]
    tally = Counter(claim.verdict for claim in claims)
    paragraphs = groupby(source.sentences, key=lambda sentence: sentence.id.partition("s")[0][1:])
    return render_page(
        path,
        "source.md",
        PageContext(review, site, path, loaded.file),
        {
            "title": escaped(source.title),
            "description": plain(source.about),
            "search": {"boost": SOURCE_BOOST},
            "hide": ["navigation"],
        },
        source=source,
        making=[sentence for sentence in source.sentences if sentence.claims],
        claim_count=len(names),
        tally=[(verdict, tally[verdict]) for verdict in Verdict if tally[verdict]],
        planned_count=len(names) - len(claims),
        paragraphs=[(number, list(sentences)) for number, sentences in paragraphs],
    )


def study_facts(study: Study) -> list[tuple[str, str]]:
    """Return what was done, as labels with Markdown; only what the kind of study has and its record says."""
    searched = getattr(study, "searched_to", None)
    facts: list[tuple[str, object]] = [
        ("Who or what", study.population),
        ("Country", study.country),
        ("Assigned", getattr(study, "randomized", None)),
        ("Analysed", getattr(study, "analysed", None)),
        ("Searched up to", month(searched) if searched else None),
        ("Databases", ", ".join(getattr(study, "databases", []))),
        ("Studies included", getattr(study, "included_count", None)),
        ("List of included studies", getattr(study, "includes_seen", None)),
        ("Registration", ", ".join(study.registration)),
        ("Funding and ties", study.funding),
    ]
    return [(label, str(value)) for label, value in facts if value not in {None, ""}]


def study_uses(review: Review) -> dict[str, list[Use]]:
    """Return for each study the claims that use it, in the order of the claims."""
    uses: dict[str, list[Use]] = {}
    for loaded in review.library.claims.values():
        claim = loaded.value
        items: dict[str, list[Evidence]] = {}
        for body in claim.bodies:
            for item in body.evidence:
                items.setdefault(item.study, []).append(item)
        for _, scalar in walk_scalars(loaded.node):
            for key, _ in citations(scalar.value):
                items.setdefault(key, [])
        for key, found in items.items():
            uses.setdefault(key, []).append(Use(claim, tuple(found)))
    return uses
