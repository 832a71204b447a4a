"""Problems as output: for a terminal, for GitHub, for programs, for a comment on a pull request."""

from __future__ import annotations

from evidence.report.findings import Findings
from evidence.report.formats import FORMATS, Format

__all__ = ["FORMATS", "Findings", "Format"]
