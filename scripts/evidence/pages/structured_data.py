"""Structured data (JSON-LD) that search engines read beside the words of a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping

# A script element ends at "</script" whatever stands around it, and "<!--" changes how what follows is read. JSON may
# write any sign by its number, so none of the three ever stands in the page.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def json_ld(values: Mapping[str, Any]) -> Markup:
    """Write values as a script element that no text in them can leave."""
    text = json.dumps({"@context": "https://schema.org", **values}, ensure_ascii=False, separators=(",", ":"))
    for sign, escape in _ESCAPES.items():
        text = text.replace(sign, escape)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))  # noqa: S704 - escaped above
