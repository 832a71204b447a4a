"""Ask R's metafor, with nothing but the standard library: Make asks too whether it is there."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
VERSION = "3.8"


@cache
def absence() -> str | None:
    """Say in one line why R's metafor cannot be asked; None where it can."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return "R was not found (Debian: `apt install r-cran-metafor`)"
    asked = subprocess.run(
        [rscript, "-e", 'cat(as.character(packageVersion("metafor")))'], capture_output=True, text=True, check=False
    )
    if asked.returncode:
        return "R has no package metafor (Debian: `apt install r-cran-metafor`)"
    if not asked.stdout.startswith(f"{VERSION}."):
        return f"R has metafor {asked.stdout}, and the comparison is made with {VERSION}"
    return None


def pool(cases: list[tuple[list[float], list[float]]]) -> list[dict[str, Any]]:
    """Return what metafor makes of effects and variances, with every model and test."""
    rscript = shutil.which("Rscript")
    assert rscript
    lines = [f"{' '.join(map(repr, yi))} ; {' '.join(map(repr, vi))}\n" for yi, vi in cases]
    done = subprocess.run(
        [rscript, str(FOLDER / "metafor.R"), "pool"], input="".join(lines), capture_output=True, text=True, check=True
    )
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


if __name__ == "__main__":
    reason = absence()
    if reason is not None:
        print(f"Left out: the live comparison with metafor; {reason}. The numbers frozen from it were compared.")
