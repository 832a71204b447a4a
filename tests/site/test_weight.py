"""What the site weighs where every reader has to carry it."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Design section 5: the search index is loaded with every page.
INDEX_LIMIT_BYTES = 150 * 1000


def test_search_index_is_light(site: Path) -> None:
    """The search index stays below 150 kB as a server sends it, compressed."""
    index = (site / "search" / "search_index.json").read_bytes()

    assert len(gzip.compress(index, compresslevel=6)) < INDEX_LIMIT_BYTES


def test_search_worker_is_light(site: Path) -> None:
    """What a browser loads to search, beside the index, stays near what the theme's own worker weighs (12.3 kB)."""
    scripts = ["js/search-worker.js", "js/search-ranking.js", "js/search-words.js", "vendor/minisearch.min.js"]
    weights = [len(gzip.compress((site / "assets" / name).read_bytes(), compresslevel=6)) for name in scripts]

    assert sum(weights) < 20 * 1000


def test_search_knows_of_a_study_only_what_it_is(site: Path) -> None:
    """A study stands in the index once, without its tables: the claims that use it are what readers look for."""
    entries = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    studies = [entry["location"] for entry in entries if entry["location"].startswith("studies/")]

    assert studies
    assert [location for location in studies if "#" in location] == []


def test_claim_pages_are_light(site: Path) -> None:
    """The heaviest page of a claim, with all its studies, stays below 50 kB as a server sends it."""
    weights = {path.parent.name: len(gzip.compress(path.read_bytes())) for path in site.glob("claims/*/index.html")}

    assert max(weights.values()) < 50 * 1000


def test_a_page_waits_for_little(site: Path) -> None:
    """Before a page shows anything, only the theme's two style sheets and ours have to come, and no script."""
    for page in ("index.html", "claims/index.html", "about/index.html"):
        text = (site / page).read_text(encoding="utf-8")
        sheets = re.findall(r'<link rel="stylesheet" href="[^"]*/([a-z]+)\.[^"/]*css"', text)
        scripts = re.findall(r"<script [^>]*src=[^>]*>", text)

        assert sheets == ["main", "palette", "review"]
        assert scripts
        assert [tag for tag in scripts if " defer" not in tag] == []
