"""The page on the code: its tables and its drawing name what there is, and nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/contribute/code.md").read_text(encoding="utf-8")
DRAWING = re.findall(r"<svg .*?</svg>", PAGE, re.DOTALL)
ENGINE = ROOT / "scripts/evidence"
# Folders in it hold templates and schemas, which are no modules.
MODULES = {path.parent.name + "/" for path in ENGINE.glob("*/__init__.py")} | {
    path.stem for path in ENGINE.glob("*.py") if path.stem != "__init__"
}


def named_below(heading: str) -> list[str]:
    """Return what the first column of the first table below a heading names, in its order."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    table = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert table
    rows = table.group().splitlines()[2:]
    return [name for row in rows for name in re.findall(r"\*\*([^*]+)\*\*", row.split("|")[1])]


@pytest.mark.parametrize(
    ("heading", "there_are"),
    [
        ("The engine", MODULES),
        ("The scripts", {path.name for path in (ROOT / "scripts").glob("*.py")}),
        ("In the browser", {path.name for path in (ROOT / "overrides/assets/js").glob("*.js")}),
    ],
)
def test_table_names_what_there_is(heading: str, there_are: set[str]) -> None:
    """A table names each module or script once, and none that is gone."""
    named = named_below(heading)

    assert sorted(there_are) == sorted(named)


def test_table_has_the_order_of_imports() -> None:
    """Modules stand in the order in which they may know each other, which import-linter reads from the settings."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    height = {
        module.strip(" ()"): number for number, layer in enumerate(reversed(layers)) for module in layer.split("|")
    }
    heights = [height[name.rstrip("/")] for name in named_below("The engine")]

    assert sorted(heights) == heights


def test_drawing_names_what_there_is() -> None:
    """The drawing knows no module and no script that is gone."""
    [drawing] = DRAWING
    modules = {name for text in re.findall(r'"strong"[^>]*>([^<]+)<', drawing) for name in text.split(" · ")}
    scripts = set(re.findall(r'"small"[^>]*>([^<]+)<', drawing))

    assert modules <= {name.rstrip("/") for name in MODULES}
    assert {"readers", "library", "rules", "appraise", "review", "pages"} <= modules
    assert scripts <= {path.name for path in (ROOT / "scripts").glob("*.py")}
    assert {"hook.py", "check.py"} <= scripts


def test_drawing_can_be_read_by_everybody() -> None:
    """It has a name and a description, and takes colours and letters from the style sheet of the figures."""
    [drawing] = DRAWING
    ids = re.search(r'role="img" aria-labelledby="([\w-]+)" aria-describedby="([\w-]+)"', drawing)
    styles = (ROOT / "scripts/evidence/pages/styles/figures.css").read_text(encoding="utf-8")
    classes = {name for names in re.findall(r'class="([^"]+)"', drawing) for name in names.split()}

    assert ids
    assert re.search(rf'<title id="{ids[1]}">[^<]+</title>', drawing)
    assert re.search(rf'<desc id="{ids[2]}">[^<]+</desc>', drawing)
    # An arrow's head is filled with the colour of the text, as everything is that has no style of its own.
    assert [] == sorted(name for name in classes - {"arrow"} if f".{name}" not in styles)
    assert not re.search(r"#[0-9a-fA-F]{3}|fill=|stroke=", drawing)
    # An empty line would end the block of HTML in Markdown.
    assert "\n\n" not in drawing
