"""The page of a reviewed document: how it fares at a glance, and its outline sentence by sentence."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from evidence.model.meanings import ROLE_MEANING
from evidence.pages.context import PageContext
from evidence.pages.render import escaped, render_page
from evidence.pages.strip import strip_of
from evidence.prose import plain

if TYPE_CHECKING:
    from evidence.model.source import Source
    from evidence.pages.context import Page, Site
    from evidence.readers.decode import Loaded
    from evidence.review import Review


def source_page(loaded: Loaded[Source], review: Review, site: Site) -> Page:
    """Return the page of a reviewed document: its outline, sentence by sentence."""
    source = loaded.value
    path = f"sources/{source.id}.md"
    page = PageContext(review, site, path, loaded.file)
    paragraphs = groupby(source.sentences, key=lambda sentence: sentence.id.partition("s")[0][1:])
    present = {sentence.role for sentence in source.sentences}
    return render_page(
        path,
        "source.md",
        page,
        {
            "title": escaped(source.title),
            "description": plain(source.about),
            "hide": ["navigation"],
        },
        source=source,
        strip=strip_of(page, source),
        roles=[(role, meaning) for role, meaning in ROLE_MEANING.items() if role in present],
        paragraphs=[(number, list(sentences)) for number, sentences in paragraphs],
    )
