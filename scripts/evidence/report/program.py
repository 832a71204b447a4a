"""Problems for programs, as JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt

from evidence.problem import Severity

if TYPE_CHECKING:
    from evidence.report.findings import Findings


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class ReportedProblem(_Value):
    """One problem."""

    file: str
    """Path from the project's root, with forward slashes."""
    line: PositiveInt
    """Counted from 1; the first line also stands for the file as a whole."""
    column: PositiveInt
    """Counted from 1, in characters."""
    rule: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    severity: Severity
    """Nothing is published while an error stands; a warning is only shown."""
    message: str
    """What must hold and what was seen."""
    hint: str
    """The next step; empty where there is none to name."""
    url: str
    """Where the rule is explained: an address where `SITE_URL` is set, else a path in the project."""


class Report(_Value):
    """What one run of the check has found."""

    problems: list[ReportedProblem]
    """In the order of files and lines."""
    errors: NonNegativeInt
    warnings: NonNegativeInt
    exempted: NonNegativeInt
    """Problems that records are exempted from, which are not listed."""


def as_json(findings: Findings) -> str:
    """Write all problems as one object. Only ASCII, so that it can be read on whatever console it was printed."""
    count = Counter(problem.severity for problem in findings.problems)
    report = Report(
        problems=[
            ReportedProblem(
                file=problem.place.file,
                line=problem.place.line,
                column=problem.place.column,
                rule=problem.rule,
                severity=problem.severity,
                message=problem.message,
                hint=problem.hint,
                url=findings.page(problem),
            )
            for problem in findings.problems
        ],
        errors=count[Severity.ERROR],
        warnings=count[Severity.WARNING],
        exempted=findings.exempted,
    )
    return report.model_dump_json(indent=2, ensure_ascii=True) + "\n"


def report_schema() -> str:
    """Return the JSON Schema of a report, as text."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Report.model_json_schema(
        mode="serialization"
    )
    return json.dumps(schema, indent=2) + "\n"
