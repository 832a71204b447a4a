"""Find the browser of this computer, with nothing but the standard library: it runs before anything is installed."""

from __future__ import annotations

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")

ADVICE = "install it (Debian: `apt install chromium`), name one in CHROMIUM, or leave it out: `make test BROWSER=0`"


def find_chromium() -> str | None:
    """Return the path of the browser: the one that CHROMIUM names, else the first known one on the search path."""
    named = os.environ.get("CHROMIUM")
    return next((path for name in ([named] if named else NAMES) if (path := shutil.which(name))), None)


def absence() -> str:
    """Say in one line that no browser was found, and what to do."""
    named = os.environ.get("CHROMIUM")
    return f"{f'CHROMIUM names {named!r}, which is no program' if named else 'No Chromium was found'}: {ADVICE}"


if __name__ == "__main__":
    chromium = find_chromium()
    if chromium is None:
        sys.exit(absence())
    print(chromium)
