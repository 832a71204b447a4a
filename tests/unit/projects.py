"""Small projects for tests: the sample under `tests/sample`, copied and changed."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.library import read_library
from evidence.review import check_layout, check_library, review_project

if TYPE_CHECKING:
    from evidence.problem import Place, Problem

SAMPLE = Path(__file__).parents[1] / "sample"

CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"
STUDY = "studies/alpha2001.yml"
SOURCE = "sources/sample-article.yml"
PLANNED = "claims/planned.yml"
ASSESSMENT = "assessments/magnets-warm-the-hand.yml"
CALCULATION = "calculations/field-of-the-hand-magnet.yml"
BIBLIOGRAPHY = "references.bib"


@dataclass(frozen=True)
class Project:
    """A project that a test may change."""

    root: Path

    @classmethod
    def of_sample(cls, folder: Path) -> Project:
        """Copy the sample into a folder."""
        shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
        return cls(folder)

    def read(self, file: str) -> str:
        """Return the text of a file, its line ends as they are."""
        return (self.root / file).read_bytes().decode()

    def write(self, file: str, text: str | bytes) -> None:
        """Write a file, with the folders above it."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def replace(self, file: str, old: str, new: str) -> None:
        """Put one text in the place of another, which must stand once in the file."""
        text = self.read(file)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))

    def remove(self, file: str) -> None:
        """Delete a file or a folder."""
        path = self.root / file
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()

    def problems(self) -> list[Problem]:
        """Review the project and return what is wrong with it."""
        return list(review_project(self.root).problems)

    def layout_problems(self) -> list[Problem]:
        """Check whether the files of the project are in canonical form."""
        return check_layout(check_library(*read_library(self.root)))

    def found(self) -> list[str]:
        """Review the project and return the place and rule of each problem, as one text."""
        return [f"{problem.place} {problem.rule}" for problem in self.problems()]

    def text_at(self, place: Place) -> str:
        """Return the text of a file from a place on."""
        lines = self.read(place.file).splitlines(keepends=True)
        return lines[place.line - 1][place.column - 1 :] + "".join(lines[place.line :])


def as_written(page: str) -> str:
    """Return a page without the elements that explain its short forms."""
    return re.sub("</?abbr[^>]*>", "", page)
