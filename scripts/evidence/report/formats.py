"""The formats of the check's output, by their names."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from evidence.report.github import as_github
from evidence.report.markdown import as_markdown
from evidence.report.program import as_json
from evidence.report.terminal import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from evidence.report.findings import Findings


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    """For people at a terminal: with the line of the file and a mark under the place."""
    GITHUB = "github"
    """For GitHub Actions: each problem becomes an annotation on its line."""
    JSON = "json"
    """For programs: described by `scripts/evidence/report/problems.schema.json`."""
    MARKDOWN = "markdown"
    """For a comment on a pull request."""


FORMATS: Mapping[Format, Callable[[Findings], str]] = {
    Format.TEXT: as_text,
    Format.GITHUB: as_github,
    Format.JSON: as_json,
    Format.MARKDOWN: as_markdown,
}
