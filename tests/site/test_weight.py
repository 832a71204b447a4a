"""What the site weighs where every reader has to carry it."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Design section 5: the search index is loaded with every page.
INDEX_LIMIT_BYTES = 150 * 1000


def test_search_index_is_light(site: Path) -> None:
    """The search index stays below 150 kB as a server sends it, compressed."""
    index = (site / "search" / "search_index.json").read_bytes()

    assert len(gzip.compress(index, compresslevel=6)) < INDEX_LIMIT_BYTES


def test_search_knows_of_a_study_only_what_it_is(site: Path) -> None:
    """A study stands in the index once, without its tables: the claims that use it are what readers look for."""
    entries = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    studies = [entry["location"] for entry in entries if entry["location"].startswith("studies/")]

    assert studies
    assert [location for location in studies if "#" in location] == []
