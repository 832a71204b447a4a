"""Write the files that are made from the engine: JSON Schemas for editors and programs, and the pages of the rules.

With ``--check`` nothing is written: files that are out of date are named, and the command fails if there are any.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.compare import comparison_schema
from evidence.json_schema import json_schemas
from evidence.library import read_library
from evidence.pages.rule_pages import rule_pages
from evidence.report.program import report_schema
from evidence.review import check_layout, check_library
from evidence.rules import RULES

if TYPE_CHECKING:
    from evidence.problem import Problem

FOLDER = "scripts/evidence/schema"
COMPARISON = "scripts/evidence/compare/comparison.schema.json"
REPORT = "scripts/evidence/report/problems.schema.json"
SAMPLE = Path(__file__).parent.parent / "tests/sample"
RULE_PAGES = "docs/contribute/rules"


def main() -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(description="Write the files that are made from the engine.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail where a file is out of date")
    check = parser.parse_args().check
    root = Path(__file__).parent.parent
    made = _generated()
    stale = {file: text for file, text in made.items() if _text_of(root / file) != text}
    gone = [path for path in sorted((root / RULE_PAGES).glob("*.md")) if f"{RULE_PAGES}/{path.name}" not in made]
    for file, text in stale.items():
        if check:
            print(f"{file} is out of date: run `make generate`")
        else:
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {file}")
    for path in gone:
        if check:
            print(f"{RULE_PAGES}/{path.name} explains no rule: run `make generate`")
        else:
            path.unlink()
            print(f"deleted {RULE_PAGES}/{path.name}")
    return 1 if check and (stale or gone) else 0


def _generated() -> dict[str, str]:
    records = {f"{FOLDER}/{name}": text for name, text in json_schemas().items()}
    return records | {COMPARISON: comparison_schema(), REPORT: report_schema()} | pages_of_rules()


def pages_of_rules() -> dict[str, str]:
    """Return the page of each rule by its path, with what the check says of its example."""
    problems: dict[str, list[Problem]] = {}
    texts: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
        for rule in RULES:
            if rule.example:
                path = Path(folder) / rule.example.file
                sound = path.read_text(encoding="utf-8")
                texts[rule.id] = sound.replace(rule.example.good, rule.example.bad)
                path.write_text(texts[rule.id], encoding="utf-8", newline="\n")
                checked = check_library(*read_library(Path(folder)))
                problems[rule.id] = [*checked.problems] or check_layout(checked)
                path.write_text(sound, encoding="utf-8", newline="\n")
    return rule_pages(RULES, problems, texts)


def _text_of(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
