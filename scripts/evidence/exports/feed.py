"""The changes of all claims as an Atom feed (RFC 4287).

An entry keeps its id for good, whatever happens to the address of the site, which RFC 4287 asks for: the id is a UUID
made from the claim's first name, the day and its place on that day. A `tag:` id would need a domain that is ours, and
an address would change when the site moves.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from evidence import prose
from evidence.changes import dated_changes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.changes import DatedChange
    from evidence.model.claim import Claim

FEED = "feed.xml"
"""Below the root of the site."""

NEWEST = 250
"""Entries beyond these are left to the page of changes: a reader fetches the whole feed each time."""

# Made once at random. It may never change: all ids hang on it.
_NAMESPACE = UUID("9f09104f-33ea-498b-ad2e-fc405c5216ab")


def atom_feed(claims: Iterable[Claim], name: str, address: str) -> str:
    """Return the feed.

    Args:
        claims: The published claims.
        name: Name of the site.
        address: Address of the site, with a slash at its end. Without one, links are relative to the feed.

    """
    changes = dated_changes(claims)[:NEWEST]
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _text(feed, "id", _id("feed"))
    _text(feed, "title", f"What has changed: {name}")
    _text(feed, "subtitle", "Every change of a claim that readers should know of.")
    # The day of the newest change and no clock: the same records give the same feed.
    _text(feed, "updated", _moment(max((item.date for item in changes), default=datetime.date(1970, 1, 1))))
    _text(SubElement(feed, "author"), "name", name)
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=f"{address}{FEED}")
    SubElement(feed, "link", rel="alternate", type="text/html", href=f"{address}changes/")
    for change in changes:
        _entry(feed, change, address)
    indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(feed, encoding="unicode")}\n'


def _entry(feed: Element, change: DatedChange, address: str) -> None:
    claim = change.claim
    entry = SubElement(feed, "entry")
    # Earlier names come in the order in which they were given up.
    first_name = claim.aliases[0] if claim.aliases else claim.id
    _text(entry, "id", _id(f"{first_name}/{change.date.isoformat()}/{change.number}"))
    _text(entry, "title", claim.title)
    _text(entry, "published", _moment(change.date))
    _text(entry, "updated", _moment(change.date))
    SubElement(entry, "link", rel="alternate", type="text/html", href=f"{address}claims/{claim.id}/")
    SubElement(entry, "category", term=claim.topic.value)
    _text(entry, "summary", prose.plain(change.what))


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _id(name: str) -> str:
    return uuid5(_NAMESPACE, name).urn


def _moment(day: datetime.date) -> str:
    """Write a day as the date-time that RFC 4287 wants: its beginning, in universal time."""
    return f"{day.isoformat()}T00:00:00Z"
