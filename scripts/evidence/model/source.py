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
    sha256: Sha256
    """Hash of the normalised sentence in UTF-8."""
    gist: Line
    """What the sentence says, in our own words."""
    role: Role
    claims: list[Slug] = []
    """The claims that it makes, planned ones included."""


class Remark(Record):
    """Something to know about the document as a whole: what it leaves out or contradicts."""

    sentences: list[SentenceId] = []
    text: Line


class Source(Record):
    """A reviewed document."""

    id: Slug
    draft: Flag = False
    """A draft is checked but not published; a published claim must be stated in another document as well."""
    title: Name
    kind: DocumentKind
    about: Line
    """What sort of text it is and who it speaks to."""
    sha256: Sha256
    """Hash of the file as it was received."""
    normalisation: Literal["nfc-nbsp-space-1"]
    """How sentences were normalised before hashing: Unicode NFC; U+00A0, and the pair of U+00AC and U+2020 left by a
    broken encoding, become a space; runs of white space become one space; quotation marks are kept."""
    sentences: Annotated[list[Sentence], Field(min_length=1)]
    remarks: list[Remark] = []
    exemptions: list[Exemption] = []
    """Rules that do not hold for this record, each with the reason."""


class PlannedClaim(Record):
    """A claim whose record is still to come."""

    id: Slug
    topic: Topic
    gist: Line


class Planned(Record):
    """The claims that are known and not yet written. Their ids count as known everywhere."""

    claims: list[PlannedClaim]
