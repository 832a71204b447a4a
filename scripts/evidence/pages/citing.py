"""A page as others may cite it: as text and as BibTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

    from evidence.model.claim import Claim
    from evidence.pages.context import Site

# The signs that TeX takes for commands.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def cite_text(claim: Claim, site: Site, address: str, reviewed: str) -> str:
    """Write how a claim page is cited in running text; ``reviewed`` is the date in words."""
    end = "" if claim.title[-1:] in "?!." else "."
    return f"{site.name}. {claim.title}{end} Reviewed {reviewed}. {address}"


def cite_bibtex(claim: Claim, site: Site, address: str, reviewed: datetime.date) -> str:
    """Write the BibTeX entry of a claim page."""
    fields = {
        # The inner braces keep the name of the site from being taken for that of a person.
        "author": f"{{{site.name.translate(_TEX)}}}",
        "title": claim.title.translate(_TEX),
        "year": str(reviewed.year),
        "note": f"Reviewed {reviewed.isoformat()}",
        "url": address,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{claim.id},", *lines, "}"])
