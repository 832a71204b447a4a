"""All generated pages of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.exports import Export, exported_files
from evidence.exports.feed import FEED, atom_feed
from evidence.pages.context import PageContext
from evidence.pages.records import record_pages
from evidence.pages.render import render_page
from evidence.pages.style_sheet import STYLE_SHEET, style_sheet
from evidence.staleness import newest

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from evidence.pages.context import Page, Site
    from evidence.review import Review

PROBLEMS_PAGE = "problems.md"


def generated_pages(review: Review, site: Site) -> list[Page]:
    """Return the page of every record."""
    return list(record_pages(review, site))


def other_files(review: Review, site: Site) -> Iterator[Export]:
    """Yield what stands in the site beside its pages: tables and scripts to take away, the feed, the style sheet."""
    yield from exported_files(review)
    claims = [claim.value for claim in review.library.claims.values()]
    yield Export(FEED, atom_feed(claims, site.name, site.url))
    yield Export(STYLE_SHEET, style_sheet())


def problems_page(review: Review, site: Site) -> Page:
    """Return the page that shows contributors, in the live preview, what is wrong."""
    page = PageContext(review, site, PROBLEMS_PAGE)
    front = {"title": "Problems", "search": {"exclude": True}}
    return render_page(PROBLEMS_PAGE, "problems.md", page, front, problems=review.problems)


def newest_date(review: Review) -> datetime.date:
    """Return the newest date of any record: what the site is up to date with. No clock enters a build."""
    return newest(review.library).date
