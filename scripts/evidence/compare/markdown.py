"""A comparison as Markdown for a comment on a pull request: folded, within a comment's limit, and inert.

What records say may come from a stranger's pull request, and the comment is posted in the project's name. So every
sign that Markdown or GitHub could take for more than a sign is written as an entity, and nobody is called by a name.
The only HTML is what folds: the program that posts the comment lets no other through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.compare.sections import grouped
from evidence.compare.wording import ARROW, counted, shortened
from evidence.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.compare.tree import Change, Comparison, Finding, Piece, RecordChange

MARKER = "<!-- evidence-diff -->"
"""The first line, by which a program finds the comment that it is to write anew. It never changes."""

# GitHub takes 65,536 characters.
LIMIT = 65_000

# Of a longer passage that is new, or gone, the beginning will do.
_LONGEST = 300

_CODE = re.compile(r"`([\w./-]+)`")
_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~!&$]|:(?=//)|(?<=www)\.|^[-+=]|(?<=^[0-9])[.)]|(?<=^[0-9]{2})[.)]")
_BLANK = "\N{ZERO WIDTH SPACE}"
# A name behind @, or a number behind # or GH-, would call a person or another thread.
_CALLS = re.compile(r"(@|#|\bGH-)(?=\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Block:
    """A passage with details that may be left out where room is short."""

    head: str
    details: str = ""


def as_markdown(comparison: Comparison, limit: int = LIMIT) -> str:
    """Write a comparison within a number of characters."""
    return _within(list(_blocks(comparison)), limit)


def inert(text: str) -> str:
    """Write a text so that Markdown and GitHub show its signs and do nothing else with them."""
    called = _CALLS.sub(rf"\1{_BLANK}", " ".join(text.split()))
    return _SIGNS.sub(lambda sign: f"&#{ord(sign.group())};", called)


def said(text: str) -> str:
    """Write a sentence of this program: names in backticks stay code, everything else is made inert."""
    # Every second piece is a name, and blanks around it have to stay.
    pieces = _CODE.split(text)
    return "".join(f"`{piece}`" if index % 2 else _kept_blanks(piece) for index, piece in enumerate(pieces))


def _kept_blanks(text: str) -> str:
    lead, tail = (" " if edge.isspace() else "" for edge in (text[:1], text[-1:]))
    return f"{lead}{inert(text)}{tail}" if text.strip() else text


def _blocks(comparison: Comparison) -> Iterator[_Block]:
    yield _Block(f"{MARKER}\n### What this change means to readers\n\n**{said(comparison.summary)}**")
    for line in comparison.not_compared:
        yield _Block(f"> {said(line)}")
    errors = [finding for finding in comparison.problems.new if finding.severity is Severity.ERROR]
    warnings = [finding for finding in comparison.problems.new if finding.severity is Severity.WARNING]
    for findings, name in ((errors, "new error"), (warnings, "new warning")):
        if findings:
            yield _Block("", _folded(counted(len(findings), name), _findings(findings)))
    for heading, records in grouped(comparison.records):
        yield _Block(f"#### {heading}")
        yield from (_record(record) for record in records)
    yield from _pages(comparison)
    if comparison.problems.gone:
        count = len(comparison.problems.gone)
        title = counted(count, "problem of before is gone", "problems of before are gone")
        yield _Block("", _folded(title, _findings(comparison.problems.gone)))
    for files, words in (
        (comparison.layout_only, "changed in layout only: no reader will notice"),
        (comparison.not_read, "changed that this comparison does not look into"),
    ):
        if files:
            lines = [f"- {_code(file)}" for file in files]
            yield _Block("", _folded(f"{counted(len(files), 'file')} {words}", lines))
    yield _Block(f"Compared by `scripts/diff.py`: {inert(comparison.base)} {ARROW} {inert(comparison.head)}")


def _record(record: RecordChange) -> _Block:
    title = f" ({inert(shortened(record.title))})" if record.title != record.id else ""
    head = f"- {_code(record.id)}{title}: {said(record.headline)}"
    plain = [change.says for change in record.changes] == [record.headline] and not record.changes[0].pieces
    if not record.changes or plain:
        return _Block(head)
    lines = [line for change in record.changes for line in _change(change)]
    return _Block(head, _folded(counted(len(record.changes), "change"), lines, indent="  "))


def _change(change: Change) -> Iterator[str]:
    yield f"- {said(change.says)}"
    if change.pieces:
        yield f"  - {_words(change.pieces)}"


def _words(pieces: Iterable[Piece]) -> str:
    marks = {"same": "{}", "skipped": "{}", "gone": "~~{}~~", "new": "**{}**"}
    return " ".join(marks[piece.kind].format(inert(shortened(piece.text, _LONGEST))) for piece in pieces)


def _pages(comparison: Comparison) -> Iterator[_Block]:
    pages = comparison.pages
    moved = [f"{_code(page.was)} {ARROW} {_code(page.now)}" for page in pages.renamed]
    touched = "touched" if pages.compared else "that show something of it"
    for lines, words in (
        ([_code(address) for address in pages.added], "added"),
        ([_code(address) for address in pages.removed], "removed"),
        (moved, "moved"),
        ([_code(address) for address in pages.touched], touched),
    ):
        if lines:
            yield _Block("", _folded(f"{counted(len(lines), 'page')} {words}", [f"- {line}" for line in lines]))


def _findings(findings: Iterable[Finding]) -> list[str]:
    lines = []
    for finding in findings:
        lines.append(f"- {_code(f'{finding.file}:{finding.line}')} `{finding.rule}` {said(finding.message)}")
        lines += [f"  - hint: {said(finding.hint)}"] if finding.hint else []
    return lines


def _code(text: str) -> str:
    """Write a name as code; one with signs of its own as text."""
    return f"`{text}`" if re.fullmatch(r"[\w./: -]+", text) else inert(text)


def _folded(summary: str, lines: Sequence[str], indent: str = "") -> str:
    """Fold a list under a line that says what it holds."""
    listed = "\n".join(f"{indent}{line}" for line in lines)
    return f"{indent}<details><summary>{summary}</summary>\n\n{listed}\n\n{indent}</details>"


def _within(blocks: Sequence[_Block], limit: int) -> str:
    """Join blocks within a number of characters: first all heads, then as many details as there is room for."""
    note = "\n\n*Not everything fits into one comment: {} left out. `python scripts/diff.py` shows all of it.*"
    room = limit - len(note) - 60
    heads = [len(block.head) + 4 for block in blocks]
    kept = len(blocks)
    while sum(heads[:kept]) > room:
        kept -= 1
    room -= sum(heads[:kept])
    written: list[str] = []
    left_out = len(blocks) - kept
    for block in blocks[:kept]:
        details = block.details
        if details and len(details) + 4 > room:
            details = ""
            left_out += 1
        room -= len(details) + 4 if details else 0
        written.append("\n\n".join(part for part in (block.head, details) if part))
    text = "\n\n".join(part for part in written if part)
    return text + (note.format(counted(left_out, "passage is", "passages are")) if left_out else "")
