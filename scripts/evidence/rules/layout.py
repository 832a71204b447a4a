"""The rule on the layout of files: like every other one, and no merge conflict over a comma."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.layout import bibliography_in_form, record_in_form
from evidence.library import BIBLIOGRAPHY_FILE
from evidence.problem import Example, Place, Problem, Rule, Scope, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from evidence.library import Library

LAYOUT = Rule(
    id="file-layout",
    scope=Scope.FILE,
    severity=Severity.WARNING,
    must="A record and the bibliography should be laid out as `check.py --fix` lays them out.",
    why="Where all files look alike, a change shows what it changes: a word is not hidden among lines that were only "
    "broken anew, and two people who change one file seldom get into each other's way.",
    example=Example(
        "claims/blood-flow/magnets-warm-the-hand.yml",
        "rests_on: [warmth]\n",
        'rests_on: [ "warmth" ]\n',
    ),
)
RULES = (LAYOUT,)


def check(library: Library, faulty: Collection[str]) -> Iterator[Problem]:
    """Find files that are not in canonical form; those with errors, which `--fix` may refuse, are left in peace."""
    for record in library.records():
        if record.file not in faulty:
            yield from _differs(record.text, record_in_form(record, record.text), record.file)
    if library.bibliography and BIBLIOGRAPHY_FILE not in faulty and not library.other_keys:
        yield from _differs(library.bibliography, bibliography_in_form(library.bibliography), BIBLIOGRAPHY_FILE)


def _differs(text: str, canonical: str, file: str) -> Iterator[Problem]:
    if text != canonical:
        seen, wanted = text.split("\n"), canonical.split("\n")
        pairs = enumerate(zip(seen, wanted, strict=False), start=1)
        line = next((number for number, (left, right) in pairs if left != right), min(len(seen), len(wanted)))
        hint = f"run `python scripts/check.py --fix {file}`"
        yield LAYOUT.at(Place(file, line), f"{LAYOUT.must} Line {line} is the first that is not.", hint)
