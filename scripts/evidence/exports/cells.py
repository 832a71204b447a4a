"""CSV as RFC 4180 has it: commas, quotation marks where needed, CR LF between lines, a header line, UTF-8."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Cell = str | int | float | None

# What spreadsheets take for the beginning of a formula, and the characters that some of them skip before it (OWASP,
# "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> str:
    """Return a table as CSV.

    Args:
        columns: Names of the columns, in their order.
        rows: Values by column; a column that a row lacks stays empty.

    Raises:
        ValueError: A row has a value for a column that is not named.

    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({column: cell(value) for column, value in row.items()})
    return text.getvalue()


def cell(value: Cell) -> str:
    """Return a value as the text of a cell.

    Numbers stand as they were recorded. A text that a spreadsheet would run as a formula gets an apostrophe in front,
    which spreadsheets take as the sign of a text.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return repr(value).removesuffix(".0")
