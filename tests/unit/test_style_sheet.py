"""The style sheet of the site."""

from __future__ import annotations

from pathlib import Path

from evidence.pages import style_sheet as module
from evidence.pages.style_sheet import PARTS, style_sheet

FOLDER = Path(module.__file__).parent / "styles"


def test_every_part_is_in_the_style_sheet_once() -> None:
    """No file of the folder is forgotten, and each stands in the sheet as it is, in the order of the list."""
    texts = [(FOLDER / f"{part}.css").read_text(encoding="utf-8") for part in PARTS]
    sheet = style_sheet()

    assert sorted(PARTS) == sorted(path.stem for path in FOLDER.iterdir())
    assert [1] * len(PARTS) == [sheet.count(text) for text in texts]
    assert sorted(sheet.index(text) for text in texts) == [sheet.index(text) for text in texts]
