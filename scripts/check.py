"""Check the records of a project and print every problem found."""

from __future__ import annotations

import sys
from pathlib import Path

from evidence.library import read_library

if __name__ == "__main__":
    library, problems = read_library(Path.cwd())
    for problem in problems:
        print(problem.as_text())
    print(f"{len(library.claims)} claims, {len(library.studies)} studies, {len(problems)} problems")
    sys.exit(1 if problems else 0)
