"""The style sheet of the site: one file, because a page shows nothing before each of its style sheets has come."""

from __future__ import annotations

from pathlib import Path

STYLE_SHEET = "assets/css/review.css"
"""Its path below the root of the site."""
PARTS = ("base", "figures", "record", "claim", "study", "documents", "site", "table", "search")
"""Files of ``styles/`` in their order: a later one may take back what an earlier one says."""

_FOLDER = Path(__file__).parent / "styles"


def style_sheet() -> str:
    """Return the text of the style sheet."""
    return "\n".join((_FOLDER / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)
