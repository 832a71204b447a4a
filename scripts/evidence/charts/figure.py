"""A figure in a page: drawn once for a desktop and once for a phone; the style sheet shows the one that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.charts.svg import NARROW, WIDE

if TYPE_CHECKING:
    from collections.abc import Callable


def both_widths(draw: Callable[[str, float], str], id_: str, wide_px: float = WIDE, narrow_px: float = NARROW) -> str:
    """Return the HTML of a figure in its two widths.

    Search leaves it out, because a figure repeats what a table beside it says.

    Args:
        draw: Draws the figure with an id and a width in pixels.
        id_: What the ids of both begin with: letters, digits and hyphens, unique on the page.
        wide_px: Width on a desktop.
        narrow_px: Width on a phone.
    """
    return (
        f'<div class="ev-plot__drawn" data-search-exclude>'
        f'<div class="ev-plot__wide">{draw(f"{id_}-wide", wide_px)}</div>'
        f'<div class="ev-plot__narrow">{draw(f"{id_}-narrow", narrow_px)}</div>'
        f"</div>"
    )
