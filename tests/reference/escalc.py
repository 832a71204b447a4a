"""Ask R for distributions and metafor for effect sizes; ``metafor.absence`` says whether they are there."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.reference.metafor import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def ask(what: str, rows: Iterable[Sequence[float]]) -> list[list[float]]:
    """Return R's answer to each row of numbers; ``escalc.R`` says what can be asked."""
    rscript = shutil.which("Rscript")
    assert rscript
    given = "".join(" ".join(map(repr, row)) + "\n" for row in rows)
    done = subprocess.run(
        [rscript, str(FOLDER / "escalc.R"), what], input=given, capture_output=True, text=True, check=True
    )
    return [[float(number) for number in line.split()] for line in done.stdout.splitlines()]
