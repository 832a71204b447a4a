"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

# How long an example takes says nothing on a machine with other work to do. On a build server (CI) the examples are
# the same in every run, which Hypothesis sees to by itself.
settings.register_profile("project", parent=settings(), deadline=None)
settings.load_profile("project")


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site: `site/`, or the one that SITE_DIR names."""
    folder = Path(os.environ.get("SITE_DIR", ROOT / "site"))
    if not (folder / "index.html").is_file():
        pytest.fail(f"there is no site in {folder}: run `make site`, or name another one in SITE_DIR", pytrace=False)
    return folder
