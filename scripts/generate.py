"""Write the files that are made from the record models: the JSON Schemas for editors.

With ``--check`` nothing is written: files that are out of date are named, and the command fails if there are any.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from evidence.json_schema import json_schemas

FOLDER = "scripts/evidence/schema"


def main() -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(description="Write the files that are made from the record models.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail where a file is out of date")
    check = parser.parse_args().check
    root = Path(__file__).parent.parent
    stale = {file: text for file, text in _generated().items() if _text_of(root / file) != text}
    for file, text in stale.items():
        if check:
            print(f"{file} is out of date: run `make generate`")
        else:
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {file}")
    return 1 if check and stale else 0


def _generated() -> dict[str, str]:
    return {f"{FOLDER}/{name}": text for name, text in json_schemas().items()}


def _text_of(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
