"""A source document: one of the reviewed texts, sentence by sentence, without its text."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from evidence.model.exemption import Exemption
from evidence.model.fields import Flag, Line, Name, Record, SentenceId, Sha256, Slug
from evidence.model.vocabulary import DocumentKind, Role, Topic


class Sentence(Record):
    """One sentence: what it does and which claims it makes."""

    id: SentenceId
    """Paragraph and sentence, counted from 1: ``p8s1``."""
    sha256: Sha256
    """Hash of the normalised sentence in UTF-8."""
    gist: Line
    """What the sentence says, in our own words."""
    role: Role
    """What the sentence does in the document; one with the role ``claim`` names claims."""
    claims: list[Slug] = []
    """The claims that it makes, planned ones included."""


class Remark(Record):
    """Something to know about the document as a whole: what it leaves out or contradicts."""

    sentences: list[SentenceId] = []
    """Ids of the sentences that show it; the page links to them."""
    text: Line
    """What is left out or contradicted, in our own words."""


class Source(Record):
    """A reviewed document."""

    id: Slug
    """The name of the file without ``.yml``."""
    draft: Flag = False
    """A draft is checked but not published; a published claim must be stated in another document as well."""
    title: Name
    """Title of the document, or one of ours where it has none."""
    kind: DocumentKind
    """Sort of document; printed at the top of its page."""
    about: Line
    """What sort of text it is and who it speaks to."""
    sha256: Sha256
    """Hash of the file as it was received."""
    normalisation: Literal["nfc-nbsp-space-1"]
    """How sentences were normalised before hashing: Unicode NFC; U+00A0, and the pair of U+00AC and U+2020 left by a
    broken encoding, become a space; runs of white space become one space; quotation marks are kept."""
    sentences: Annotated[list[Sentence], Field(min_length=1)]
    """Every sentence, in the order of the document."""
    remarks: list[Remark] = []
    """What the document as a whole leaves out or contradicts."""
    exemptions: list[Exemption] = []
    """Rules that do not hold for this record, each with the reason."""


class PlannedClaim(Record):
    """A claim whose record is still to come."""

    id: Slug
    """The id that the claim will have; records may name it already."""
    topic: Topic
    """The folder that its record will stand in."""
    gist: Line
    """What is claimed, in a sentence; printed in place of a title until there is a record."""


class Planned(Record):
    """The claims that are known and not yet written. Their ids count as known everywhere."""

    claims: list[PlannedClaim]
    """The claims still to come; an empty list where all have their records."""
