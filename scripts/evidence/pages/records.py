"""The pages made from records: one for each claim, study and reviewed document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.pages.context import PageContext
from evidence.pages.due import why_due
from evidence.pages.render import escaped, render_page
from evidence.pages.source_page import source_page
from evidence.pages.study_page import Uses, study_page, study_uses
from evidence.prose import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model.claim import Claim
    from evidence.pages.context import Page, Site
    from evidence.readers.decode import Loaded
    from evidence.review import Review


def record_pages(review: Review, site: Site) -> Iterator[Page]:
    """Yield the pages of all records that are no drafts."""
    library = review.library
    for claim in library.claims.values():
        yield claim_page(claim, review, site)
    uses = study_uses(review)
    for study in library.studies.values():
        yield study_page(study, uses.get(study.value.id, Uses()), review, site)
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
    page = PageContext(review, site, path, loaded.file)
    front = {
        "title": escaped(claim.title),
        "description": f"{claim.verdict.word}: {plain(claim.answer)}",
        # Topics, tags and search lead to a record; the theme's list of pages would be empty beside it.
        "hide": ["navigation"],
    }
    return render_page(
        path,
        "claim.md",
        page,
        front,
        claim=claim,
        appraisal=review.appraisals[claim.id],
        relied_on_by=relied_on_by,
        due=why_due(page, loaded),
    )
