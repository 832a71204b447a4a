"""Check the records of a project and print every problem found.

    python scripts/check.py [--format text|github] [--root DIR] [--documents DIR]

Exit status: 0 when no error stands (warnings may), 1 on errors, 2 on misuse.
"""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from collections import Counter
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from evidence.documents import check_documents
from evidence.library import read_documents
from evidence.problem import Severity, has_errors
from evidence.review import review_project

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from evidence.problem import Problem
    from evidence.review import Review

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run the check and return the exit status."""
    parser = argparse.ArgumentParser(description="Check the records of the project and print every problem found.")
    parser.add_argument("--format", choices=("text", "github"), default="text", help="how problems are printed")
    parser.add_argument("--root", type=Path, default=ROOT, help="folder of the project (default: this one)")
    parser.add_argument("--documents", type=Path, help="folder with the reviewed documents, to prove the sentence maps")
    options = parser.parse_args(arguments)
    for name in ("root", "documents"):
        folder = getattr(options, name)
        if folder is not None and not folder.is_dir():
            parser.error(f"--{name} must be a folder, {folder} is none")
    review = review_project(options.root)
    problems = list(review.problems)
    if options.documents:
        problems += check_documents(review.library, read_documents(options.documents, review.library))
    for problem in sorted(problems):
        print(problem.as_github() if options.format == "github" else problem.as_text())
    for line in unconfirmed(review):
        print(line)
    print(summary(review, problems, compared=options.documents is not None))
    return 1 if has_errors(problems) else 0


def summary(review: Review, problems: Sequence[Problem], *, compared: bool = False) -> str:
    """Say in a few lines what was checked and what was found."""
    library = review.library
    sentences = [sentence for source in library.sources.values() for sentence in source.value.sentences]
    planned = library.planned_ids
    counts = Counter(problem.severity for problem in problems)
    drafts = f"{len(review.drafts)} drafts, " if review.drafts else ""
    records = f"{len(library.claims)} claims ({drafts}{len(planned)} more planned), {len(library.studies)} studies"
    sources = f"{len(library.sources)} documents with {len(sentences)} sentences"
    calculations = f"{len(library.calculations)} calculations"
    lines = [
        f"{records}, {len(library.references)} references, {sources}, {calculations}",
        "sentence map compared with the documents"
        if compared
        else "sentence map not compared with the documents: their text is not kept here",
        f"{counts[Severity.ERROR]} errors, {counts[Severity.WARNING]} warnings",
    ]
    return "\n".join(lines)


def unconfirmed(review: Review) -> list[str]:
    """List the works that stand in the bibliography with less than they should have."""
    references = review.library.references
    lists = {
        "an identifier": [key for key, reference in references.items() if not reference.identified],
        "authors": [key for key, reference in references.items() if not reference.attributed],
    }
    return [
        "\n".join(textwrap.wrap(f"{len(keys)} works without {what} confirmed: {', '.join(sorted(keys))}", 120))
        for what, keys in lists.items()
        if keys
    ]


def run(command: Callable[[], int]) -> NoReturn:
    """Run a command on any console: one that is not UTF-8 gets escapes, and a reader that hung up is no fault."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = command()
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left in the buffer would be written, and fail again, when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)


if __name__ == "__main__":
    run(main)
