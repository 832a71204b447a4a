"""What a comparison of two states says, as a tree of values: printed as text and Markdown, handed on as JSON.

The types are documented field by field, because programs read them: ``comparison_schema`` makes the JSON Schema from
them, and a change that breaks readers of the JSON must raise ``FORMAT``.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from evidence.problem import Severity

FORMAT: Literal[1] = 1


class _Node(BaseModel):
    """What all parts of the tree have in common."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Weight(StrEnum):
    """What a change means to readers, the weightiest first."""

    VERDICT = "verdict"
    """A verdict moved, or a claim came or went."""
    GRADE = "grade"
    """A grade moved."""
    EVIDENCE = "evidence"
    """What the evidence says: findings, judgements, results, figures, notices."""
    TEXT = "text"
    """What readers read."""
    RECORD = "record"
    """How the record came about: dates, where something was seen, what is still to come."""


class Kind(StrEnum):
    """What has changed, in the order in which it is told."""

    CLAIM = "claim"
    STUDY = "study"
    REFERENCE = "reference"
    DOCUMENT = "document"
    CALCULATION = "calculation"
    ASSESSMENT = "assessment"
    PLANNED = "planned-claim"
    PAGE = "page"


class Status(StrEnum):
    """How a record stands to its other state."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"
    PUBLISHED = "published"
    """It was a draft."""
    HELD_BACK = "held-back"
    """It is a draft now."""
    DRAFT = "draft"
    """It is and was a draft, which no reader sees."""
    UNREADABLE = "unreadable"
    """One of its states has errors, so that the two cannot be compared."""


class Piece(_Node):
    """A piece of a text of which some words changed."""

    kind: Literal["same", "gone", "new", "skipped"]
    """``skipped`` stands for words that are the same and too many to repeat."""
    text: str


class Change(_Node):
    """One thing that changed."""

    what: str
    """A word for the sort of change, such as ``verdict``, ``grade``, ``evidence-added`` or ``figure``."""
    weight: Weight
    says: str
    """The change in words. Names of records and keys stand in backticks."""
    path: str = ""
    """Where it stands in the record: ``bodies.warmth.judgements.imprecision``; empty for what is computed."""
    before: str = ""
    """Empty where there was nothing."""
    after: str = ""
    """Empty where there is nothing."""
    pieces: tuple[Piece, ...] = ()
    """Of a text: which words changed."""


class RecordChange(_Node):
    """A record, reference or page that changed."""

    kind: Kind
    id: str
    """Its id or key; of a page the path below ``docs/``."""
    was: str = ""
    """The id, key or path that it had, where it was renamed."""
    title: str
    status: Status
    weight: Weight
    """That of its weightiest change."""
    headline: str
    """The change in a line, without the id."""
    address: str = ""
    """Address of its page, below that of the site; empty where it has none."""
    changes: tuple[Change, ...] = ()


class Renamed(_Node):
    """A page with a new address."""

    was: str
    now: str


class PageChanges(_Node):
    """Pages of the site, by their addresses below that of the site; the home page is ``./``."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    touched: tuple[str, ...] = ()
    """Pages whose text is another one now."""
    compared: bool = True
    """False where more pages may be touched than are rendered here: ``touched`` then names all that show a changed
    record."""


class Finding(_Node):
    """A problem that the check finds in one of the states only."""

    severity: Severity
    rule: str
    file: str
    line: int
    message: str
    hint: str = ""


class Problems(_Node):
    """Errors and warnings of the check."""

    new: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()


class Comparison(_Node):
    """What has changed between two states of the project, for its readers."""

    format: Literal[1] = FORMAT
    """Raised when a change of this form would break programs that read it."""
    base: str
    """Name of the older state."""
    head: str
    """Name of the newer state."""
    summary: str
    """Everything in a line or two."""
    records: tuple[RecordChange, ...] = ()
    """The weightiest changes first."""
    pages: PageChanges = PageChanges()
    problems: Problems = Problems()
    not_compared: tuple[str, ...] = ()
    """Sentences on what could not be read in one of the states, and is missing above."""
    layout_only: tuple[str, ...] = ()
    """Files of records and pages that changed without a change that a reader could notice."""
    not_read: tuple[str, ...] = ()
    """Files that changed and that this comparison does not look into: code, style sheets, tests."""


def comparison_schema() -> str:
    """Return the JSON Schema of a comparison."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(schema | Comparison.model_json_schema(mode="serialization"), indent=2) + "\n"


def heaviest(changes: tuple[Change, ...]) -> Weight:
    """Return the weight of the weightiest change."""
    weights = list(Weight)
    return min((change.weight for change in changes), key=weights.index, default=Weight.RECORD)
