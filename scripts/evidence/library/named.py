"""What must be read of a project to check a few of its records.

Records name each other by their ids, so the files that a record needs are found by their names in its text, and those
that lean on it by its name in theirs. That is more than the rules look at and far less than all. What is not read still
counts as known (``Library.elsewhere``).
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from evidence.library.entries import keys_of
from evidence.library.files import DEPTHS, read_bytes, record_files
from evidence.library.kinds import BIBLIOGRAPHY_FILE, PLANNED_FILE
from evidence.library.reading import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9][\w-]*")
_RELIES_ON = re.compile(r"\bclaim: *([a-z0-9-]+)")
_HAS_ALIASES = re.compile(r"^aliases:", re.MULTILINE)
_IS_DRAFT = re.compile(r"^draft:", re.MULTILINE)
_SUPERSEDED_BY = re.compile(r"\bsuperseded_by: *([A-Za-z][\w-]*)")
# The day on which a claim is due lies in the future, and tells nothing of what is known already. What stands before a
# date is looked at behind its first digit: so the search goes from one digit to the next, in a fifth of the time.
_DATE = re.compile(r"[12](?<!review_by: .)(?<!\w.)[0-9]{3}-[01][0-9](?:-[0-3][0-9])?\b")


def wanted_for(root: Path, named: Collection[str]) -> Wanted:
    """Return what must be read to check some records, which are named by their paths from the root."""
    return _Search(root, named).wanted()


class _Search:
    """Follows the names in records; ``files`` grows on the way."""

    def __init__(self, root: Path, named: Collection[str]) -> None:
        self.root = root
        self.named = frozenset(named)
        self.files: set[str] = set()
        self.texts: dict[str, str] = {}
        self.names: dict[str, frozenset[str]] = {}
        self.all: dict[str, dict[str, str]] = {folder: {} for folder in DEPTHS}
        for folder, files in self.all.items():
            for file in record_files(root, folder, []):
                files.setdefault(PurePosixPath(file).stem, file)

    def wanted(self) -> Wanted:
        """Return what must be read."""
        needs: Mapping[str, Callable[[str], None]] = {
            "claims": self.for_claim,
            "studies": self.for_study,
            "sources": self.for_source,
            "calculations": self.for_calculation,
            "assessments": self.for_assessment,
        }
        for file in sorted(self.named):
            if file == BIBLIOGRAPHY_FILE:
                self.for_bibliography()
            elif file == PLANNED_FILE:
                self.take("sources", self.all["sources"])
            else:
                self.files.add(file)
                needs[PurePosixPath(file).parts[0]](file)
        self.take_successors()
        if any(file.startswith("claims/") for file in self.named - {PLANNED_FILE}):
            self.files.add(self.newest())
        leans_on_pages = any(file.startswith(("studies/", "sources/")) for file in self.named)
        return Wanted(frozenset(self.files), self.keys(), leans_on_pages)

    def for_claim(self, file: str) -> None:
        """Take the evidence of a claim, and the claims that it leans on."""
        names = self.names_in(file)
        for folder in ("studies", "sources", "calculations"):
            self.take(folder, names)
        # A circle of claims is found by walking it; their own evidence has no part in it.
        way = [file]
        while way:
            for name in _RELIES_ON.findall(self.text(way.pop())):
                claim = self.all["claims"].get(name)
                if claim and claim not in self.files:
                    way.append(claim)
                    self.files.add(claim)
                    self.take("sources", self.names_in(claim))
        if _HAS_ALIASES.search(self.text(file)):
            self.files |= {claim for claim in self.all["claims"].values() if _HAS_ALIASES.search(self.text(claim))}

    def for_study(self, file: str) -> None:
        """Take what uses a study."""
        folders = ["claims", "calculations"]
        if _IS_DRAFT.search(self.text(file)):
            folders += ["studies", "sources", "assessments"]
        self.take_users(PurePosixPath(file).stem, folders)

    def for_source(self, file: str) -> None:
        """Take the claims that a document makes, and those that say so."""
        self.take("claims", self.names_in(file))
        self.take_users(PurePosixPath(file).stem, ["claims"])

    def for_calculation(self, file: str) -> None:
        """Take where the numbers of a calculation come from, where they are stated, and the claims that show it."""
        for folder in ("claims", "studies", "calculations"):
            self.take(folder, self.names_in(file))
        self.take_users(PurePosixPath(file).stem, ["claims"])

    def for_assessment(self, file: str) -> None:
        """Take the claim that is judged once more, with all that it is judged by."""
        claim = self.all["claims"].get(PurePosixPath(file).stem)
        if claim:
            self.files.add(claim)
            self.for_claim(claim)

    def for_bibliography(self) -> None:
        """Take the studies that may name an entry without a study of its own as a further report."""
        for key in self.all_keys - self.all["studies"].keys():
            self.take_users(key, ["studies"])

    def take_successors(self) -> None:
        """Take the studies that have replaced those that were taken."""
        way = [file for file in self.files if file.startswith("studies/")]
        while way:
            for key in _SUPERSEDED_BY.findall(self.text(way.pop())):
                study = self.all["studies"].get(key)
                if study and study not in self.files:
                    way.append(study)
                    self.files.add(study)

    def newest(self) -> str:
        """Return the record with the newest date, which is what this project takes for today."""

        def date(file: str) -> tuple[str, str]:
            text = self.text(file)
            dates = [] if _IS_DRAFT.search(text) else _DATE.findall(text)
            return max((f"{found}-01"[:10] for found in dates), default=""), file

        return max((file for names in self.all.values() for file in names.values()), key=date)

    def take(self, folder: str, names: Collection[str]) -> None:
        """Take the records of a folder that have one of some names."""
        self.files |= {file for name, file in self.all[folder].items() if name in names}

    def take_users(self, name: str, folders: Collection[str]) -> None:
        """Take the records in whose text a name stands, and those that cannot be read, which may use anything."""
        for folder in folders:
            for file in self.all[folder].values():
                text = self.text(file)
                # Most texts do not hold the name at all, which is quickly seen.
                if not text.strip() or (name in text and name in self.names_in(file)):
                    self.files.add(file)

    def keys(self) -> frozenset[str] | None:
        """Return the keys of the bibliography that the records name; None where all of it is to be checked."""
        if BIBLIOGRAPHY_FILE in self.named:
            return None
        studies = [file for file in self.files if file.startswith("studies/")]
        return frozenset(name for file in studies for name in self.names_in(file)) & self.all_keys

    @cached_property
    def all_keys(self) -> frozenset[str]:
        """Return the keys of the bibliography."""
        return keys_of(self.text(BIBLIOGRAPHY_FILE))

    def names_in(self, file: str) -> frozenset[str]:
        """Return what may be a name in the text of a file."""
        if file not in self.names:
            self.names[file] = frozenset(_NAME.findall(self.text(file)))
        return self.names[file]

    def text(self, file: str) -> str:
        """Return the text of a file; none where it cannot be read, which reading it in earnest will tell."""
        if file not in self.texts:
            data, _ = read_bytes(self.root, file)
            self.texts[file] = (data or b"").decode(errors="replace")
        return self.texts[file]
