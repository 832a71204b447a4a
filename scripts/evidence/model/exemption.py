"""Exemptions: where a record may leave a rule aside, and why."""

from __future__ import annotations

from evidence.model.fields import Line, Record, Slug


class Exemption(Record):
    """A rule that does not hold for this record, for a reason."""

    rule: Slug
    """The id of a rule that allows exemptions; its page says whether it does."""
    reason: Line
    """Why the rule is wrong about this record: for whoever reads the record next."""
