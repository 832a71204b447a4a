"""Check the records of a project and print every problem found.

    python scripts/check.py [--fix] [--format text|github|json|markdown] [--exemptions] [--root DIR] [--documents DIR]
                            [FILE ...]

Exit status: 0 when no error stands (warnings may), 1 on errors, 2 on misuse.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
import textwrap
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from evidence.documents import check_documents
from evidence.layout import MeaningChangedError, mended
from evidence.library import read_documents, read_library
from evidence.library.files import read_bytes, shown_text
from evidence.library.selecting import NoRecordError, all_files, select
from evidence.problem import has_errors
from evidence.report import FORMATS, Findings, Format
from evidence.report.terminal import WIDTH, as_text
from evidence.review import check_layout, check_library, check_named, to_publish
from writing import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from evidence.problem import Problem
    from evidence.review import Review
    from evidence.rules.exemptions import Exempted

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run the check and return the exit status."""
    options = read_options(arguments)
    root: Path = options.root
    told = mend(root, options.named or all_files(root)) if options.fix else []
    problems, exempted, looked = look_at(options)
    findings = Findings(
        problems=sorted(problems),
        notes=[*told, *(exemptions(exempted) if options.exemptions else ()), *looked],
        texts={file: shown_text(root, file) for file in {problem.place.file for problem in problems}},
        exempted=len(exempted),
        site_url=os.environ.get("SITE_URL", ""),
    )
    print(as_text_here(findings) if options.format is Format.TEXT else FORMATS[options.format](findings), end="")
    return 1 if has_errors(problems) else 0


def as_text_here(findings: Findings) -> str:
    """Write findings for the console of this run: as wide as it is, and in colour where it is a terminal."""
    terminal = sys.stdout.isatty()
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return as_text(findings, width=shutil.get_terminal_size().columns if terminal else WIDTH, colour=colour)


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line; on misuse say why and end the program."""
    parser = argparse.ArgumentParser(description="Check the records of the project and print every problem found.")
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help="records to check: files, folders or patterns (default: all)"
    )
    parser.add_argument("--fix", action="store_true", help="lay the records out in canonical form before the check")
    parser.add_argument("--format", choices=list(Format), type=Format, default=Format.TEXT, help="how it is printed")
    parser.add_argument("--exemptions", action="store_true", help="list the problems that records are exempted from")
    parser.add_argument("--root", type=Path, default=ROOT, help="folder of the project (default: this one)")
    parser.add_argument("--documents", type=Path, help="folder with the reviewed documents, to prove the sentence maps")
    options = parser.parse_args(arguments)
    for name in ("root", "documents"):
        folder = getattr(options, name)
        if folder is not None and not folder.is_dir():
            parser.error(f"--{name} must be a folder, {folder} is none")
    try:
        options.named = frozenset(select(options.root, options.files))
    except NoRecordError as error:
        parser.error(str(error))
    return options


def look_at(options: argparse.Namespace) -> tuple[list[Problem], tuple[Exempted, ...], list[str]]:
    """Check all records, or those that are named.

    Returns the problems, those that records are exempted from, and lines that say what was looked at.
    """
    root, named = options.root, options.named
    checked = check_named(root, named) if named else check_library(*read_library(root))
    problems = [*checked.problems, *check_layout(checked)]
    if options.documents:
        problems += check_documents(checked.library, read_documents(options.documents, checked.library))
    if named:
        problems = [problem for problem in problems if problem.place.file in named]
        return problems, checked.exempted, [f"{len(named)} of {len(all_files(root))} files checked"]
    review = to_publish(checked)
    compared = options.documents is not None
    return problems, checked.exempted, [*unconfirmed(review), *looked_at(review, compared=compared)]


def mend(root: Path, files: Iterable[str]) -> list[str]:
    """Write files in canonical form; say which were written and which were not."""
    told = []
    for file in files:
        data, _ = read_bytes(root, file)
        if data is None:
            continue
        try:
            result = mended(data, file)
        except MeaningChangedError:
            told.append(f"not mended: {file}, whose canonical form would not say the same. Please report this.")
            continue
        if result.text is None:
            told.append(f"not mended: {file}, because of the errors that are named above")
        elif result.text.encode() != data:
            replace_file(root / file, result.text)
            told.append(f"mended: {file}")
    return told


def exemptions(exempted: Iterable[Exempted]) -> list[str]:
    """List the problems that records are exempted from, each with its reason."""
    return [
        f"{item.place}: exempted from [{item.problem.rule}] {item.reason}\n"
        f"    without it: {item.problem.place}: {item.problem.message}"
        for item in sorted(exempted, key=lambda item: item.problem)
    ]


def summary(review: Review, problems: Sequence[Problem]) -> str:
    """Say in a few lines what was checked and what was found."""
    return "\n".join([*looked_at(review), Findings(problems).counts])


def looked_at(review: Review, *, compared: bool = False) -> list[str]:
    """Say in a few lines what was checked."""
    library = review.library
    sentences = [sentence for source in library.sources.values() for sentence in source.value.sentences]
    planned = library.planned_ids
    drafts = f"{len(review.drafts)} drafts, " if review.drafts else ""
    records = f"{len(library.claims)} claims ({drafts}{len(planned)} more planned), {len(library.studies)} studies"
    sources = f"{len(library.sources)} documents with {len(sentences)} sentences"
    calculations = f"{len(library.calculations)} calculations"
    held = f"{len(review.held)} records held back with their drafts: {', '.join(sorted(review.held))}"
    return [
        f"{records}, {len(library.references)} references, {sources}, {calculations}",
        *(textwrap.wrap(held, 120) if review.held else []),
        "sentence map compared with the documents"
        if compared
        else "sentence map not compared with the documents: their text is not kept here",
    ]


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
    # Nearly all that a command makes lives until it ends. Looking for circles in it takes a tenth of the time, and
    # frees little: some 10 MB in a check, 200 MB in a build of the site.
    gc.disable()
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
