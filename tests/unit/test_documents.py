"""Sentence maps against the documents that they map, told by an invented document."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import CLAIM, SAMPLE, Project

import check
from evidence.documents import check_documents, normalise
from evidence.review import review_project

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (SAMPLE / "documents" / "sample-article.txt").read_bytes()
SOURCE = "sources/sample-article.yml"


def found(project: Project, text: bytes = TEXT) -> list[str]:
    """Return place and rule of every problem of a project against one document."""
    library = review_project(project.root).library
    return [f"{problem.place} {problem.rule}" for problem in check_documents(library, {"sample-article": text})]


def test_sound_map(tmp_path: Path) -> None:
    """A map whose hashes, order and phrases are those of the document is sound."""
    assert [] == found(Project.of_sample(tmp_path))


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        pytest.param(b"And they", b"And  they", ["6:9 document-file"], id="white-space-only"),
        pytest.param(b"And they", b"And\xc2\xa0they", ["6:9 document-file"], id="no-break-space"),
        pytest.param(b"And they", b"And\xc2\xac\xe2\x80\xa0they", ["6:9 document-file"], id="broken-encoding"),
        pytest.param(b"cool your feet", b"cool your ears", ["6:9 document-file", "19:13 document-sentence"], id="word"),
        pytest.param(b"feet.", b"feet. Buy!", ["6:9 document-file", "1:1 document-sentence"], id="sentence-added"),
        pytest.param(
            b"feet.\n", b"feet.\n\nBuy!\n", ["6:9 document-file", "1:1 document-sentence"], id="paragraph-added"
        ),
        pytest.param(b"for you\n", b"for you now\n", ["6:9 document-file", "13:9 document-sentence"], id="words-left"),
        pytest.param(
            b" And they cool your feet.", b"", ["6:9 document-file", "19:13 document-sentence"], id="sentence-missing"
        ),
    ],
)
def test_another_text(old: bytes, new: bytes, problems: list[str], tmp_path: Path) -> None:
    """Any other file is noticed; only differences that the normalisation takes away leave the sentences alone."""
    assert TEXT.count(old) == 1

    assert [f"{SOURCE}:{item}" for item in problems] == found(Project.of_sample(tmp_path), TEXT.replace(old, new))


@pytest.mark.parametrize(
    ("phrase", "count"), [("magnets cool your hands", 0), ("Magnets warm your hands", 0), ("an", 1), ("a", 3)]
)
def test_phrase(phrase: str, count: int, tmp_path: Path) -> None:
    """A phrase must stand once, letter for letter, in "Of course, magnets warm your hands."."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "phrase: magnets warm your hands\n", f"phrase: {phrase}\n")

    assert ([] if count == 1 else ["document-phrase"]) == [item.split()[1] for item in found(project)]


def test_missing_document(tmp_path: Path) -> None:
    """A map that could not be compared is a problem, not a pass."""
    library = review_project(Project.of_sample(tmp_path).root).library

    assert ["document-missing"] == [problem.rule for problem in check_documents(library, {})]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tighten \u00ac\u2020up", "tighten up"),
        ("a\u00a0b\n c", "a b c"),
        ("e\u0301", "\u00e9"),
        ("\u201cIt\u2019s\u201d", "\u201cIt\u2019s\u201d"),
    ],
)
def test_normalisation(text: str, expected: str) -> None:
    """White space, U+00A0 and the broken pair become one space, accents are composed, quotation marks are kept."""
    assert expected == normalise(text)


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the documents at hand the command compares and says so; a fault is an error like any other."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "sample-article.txt").write_bytes(TEXT.replace(b"feet", b"ears"))

    assert 0 == check.main(["--root", str(SAMPLE), "--documents", str(SAMPLE / "documents")])
    assert "sentence map compared with the documents" in capsys.readouterr().out
    assert 1 == check.main(["--root", str(SAMPLE), "--documents", str(documents)])
    assert f"{SOURCE}:19:13: error [document-sentence]" in capsys.readouterr().out


def test_hash_is_that_of_the_sentence() -> None:
    """The recorded hash is SHA-256 of the normalised sentence in UTF-8, as anybody can compute it."""
    expected = sha256(b"Of course, magnets warm your hands.").hexdigest()

    assert f"sha256: {expected}\n" in (SAMPLE / SOURCE).read_text(encoding="utf-8")
