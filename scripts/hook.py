"""The thin joint between the engine and MkDocs: pages in as virtual files, problems out as log lines.

MkDocs runs the functions below by their names (``hooks:`` in ``mkdocs.yml``). In a build an error in a record stops
everything. In live preview nothing may raise, because the browser would hang until the record is mended: problems
are shown on a page of their own instead.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

from evidence.pages.context import Site
from evidence.pages.fragments import expand
from evidence.pages.search_index import SEARCH_INDEX, search_index
from evidence.pages.site import PROBLEMS_PAGE, generated_pages, other_files, problems_page
from evidence.problem import Severity, has_errors
from evidence.review import Review, review_project
from evidence.rules.pages import is_draft

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

log = logging.getLogger("mkdocs.evidence")


class _State:
    """What one event of MkDocs has to remember for the next."""

    serving = False
    review: Review


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether this is a live preview."""
    del dirty
    _State.serving = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Offer to edit pages only where there is a repository to edit them in."""
    if not config.repo_url:
        config.edit_uri = None


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Review the project and add the pages of its records."""
    review = review_project(Path(config.config_file_path).parent)
    _State.review = review
    for problem in review.problems:
        # In strict mode a warning of the log fails the build; warnings of records are no reason for that.
        level = logging.WARNING if problem.severity is Severity.ERROR else logging.INFO
        log.log(level, problem.as_text())
    if has_errors(review.problems) and not _State.serving:
        message = "the records have errors: run `make check`"
        raise PluginError(message)
    for page_file in files.documentation_pages():
        if is_draft(review.library.pages.get(f"docs/{page_file.src_uri}", "")):
            page_file.inclusion = InclusionLevel.DRAFT
    site = site_of(config)
    pages = generated_pages(review, site)
    if _State.serving:
        pages.append(problems_page(review, site))
        config.extra["problems"] = len(review.problems)
        config.extra["problems_page"] = PROBLEMS_PAGE.removesuffix(".md") + "/"
    for page in pages:
        file = File.generated(config, page.path, content=page.text, inclusion=InclusionLevel.NOT_IN_NAV)
        file.edit_uri = f"../{page.record}" if page.record and config.repo_url else None
        files.append(file)
    for other in other_files(review, site):
        files.append(File.generated(config, other.path, content=other.text))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill in the parts that hand-written pages ask for."""
    del files
    if page.file.generated_by:
        return markdown
    return expand(page.file.src_uri, markdown, _State.review, site_of(config))


@event_priority(100)
def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
    """Keep the theme's plugin from indexing a page. Its box stays, and ours is the index that the box is given."""
    del config, nav
    page.meta["search"] = {"exclude": True}
    return context


@event_priority(-100)
def on_post_build(*, config: MkDocsConfig) -> None:
    """Write the search index in the place of the empty one that the theme's plugin has just written."""
    path = Path(config.site_dir) / SEARCH_INDEX
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(search_index(_State.review, site_of(config)).encode())


def site_of(config: MkDocsConfig) -> Site:
    """Return what the settings say of the whole site."""
    return Site(config.site_name, config.site_url or "", (config.repo_url or "").rstrip("/"))
