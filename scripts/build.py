"""Build the site.

    python scripts/build.py [--site DIR]

The new site is built beside the old one and takes its place only when it is complete. Exit status: 0 when the site
was built, 1 when records or pages have errors, 2 on misuse.
"""

from __future__ import annotations

import argparse
import datetime
import os
import shutil
import sys
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from check import run, summary
from evidence.pages.site import newest_date
from evidence.problem import has_errors
from evidence.review import review_project

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Check the records, build the site beside the old one and swap them. Returns the exit status."""
    parser = argparse.ArgumentParser(description="Build the site.")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="folder of the site (default: site/)")
    options = parser.parse_args(arguments)
    target: Path = options.site.resolve()
    if target.exists() and not target.is_dir():
        parser.error(f"--site must be a folder, {options.site} is a file")

    review = review_project(ROOT)
    for problem in review.problems:
        print(problem.as_text(), file=sys.stderr)
    print(summary(review, review.problems))
    if has_errors(review.problems):
        print("not built: mend the errors above", file=sys.stderr)
        return 1

    # No clock enters a build: what the theme calls the date of the build is the newest date of the records.
    midnight = datetime.datetime.combine(newest_date(review), datetime.time(), datetime.UTC)
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(midnight.timestamp())))
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        build_site(fresh)
    except (Abort, MkDocsException) as error:
        print(f"not built: {error}", file=sys.stderr)
        shutil.rmtree(fresh, ignore_errors=True)
        return 1
    swap(fresh, target)
    print(f"built {target}")
    return 0


def build_site(folder: Path) -> None:
    """Build into a folder; a warning is an error. Raises what MkDocs raises."""
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()


def swap(fresh: Path, target: Path) -> None:
    """Put a complete folder in the place of another by two renames; the old one is kept until the second succeeds."""
    old = target.with_name(f"{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    run(main)
