"""The guide for contributors: it can be found, and what it says of commands, rules and records is so."""

from __future__ import annotations

import re
import shlex
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from mkdocs.config import load_config
from tests.unit.projects import CLAIM, SAMPLE, STUDY, Project

import build
import check
import diff
import generate
import new
import upkeep
import ways_out
from evidence.appraise import body_verdict
from evidence.library import KINDS, read_library
from evidence.model.fields import Record
from evidence.model.vocabulary import Finding, Grade, Reading
from evidence.pages.field_reference import field_tables
from evidence.readability import reading_grade, sentences
from evidence.rules import RULES_BY_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.pages.field_reference import FieldTable

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/contribute"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(GUIDE.glob("*.md"))}
JUDGING = PAGES["judge-evidence.md"]

each_page = pytest.mark.parametrize("name", PAGES)


# Where the pages stand


def test_every_page_of_the_guide_is_in_the_navigation() -> None:
    """A page has a place in the navigation, or it is said that it has none."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    [section] = [entry["Contribute"] for entry in config.nav or [] if "Contribute" in entry]
    placed = [target for entry in section for target in (entry.values() if isinstance(entry, dict) else [entry])]
    every = {path.relative_to(ROOT / "docs").as_posix() for path in GUIDE.rglob("*.md")}
    left = {path for path in every - set(placed) if not (config.not_in_nav and config.not_in_nav.match_file(path))}

    assert set() == left
    assert set() == set(placed) - every
    assert len(placed) == len(set(placed))
    assert "contribute/index.md" == placed[0]


@each_page
def test_hub_leads_to_every_page(name: str) -> None:
    """The first page of the guide leads to all others."""
    assert name == "index.md" or re.search(rf"\]\({re.escape(name)}[#)]", PAGES["index.md"])


@each_page
def test_rules_that_a_page_names_exist(name: str) -> None:
    """A link to the page of a rule leads to one, and says its id."""
    links = re.findall(r"\[`([\w-]+)`\]\((?:\.\./contribute/)?rules/([\w-]+)\.md\)", PAGES[name])

    assert [] == [(text, rule) for text, rule in links if text != rule or rule not in RULES_BY_ID]


@pytest.mark.parametrize("file", ["CONTRIBUTING.md", "README.md"])
def test_links_of_files_at_the_top_lead_somewhere(file: str) -> None:
    """Files that nobody builds lead to files that there are."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / file).read_text(encoding="utf-8"))

    assert targets
    assert [] == [target for target in targets if not (ROOT / target).exists()]


# Options of commands


@cache
def options_of(script: str) -> frozenset[str]:
    """Return the options of a script, those of all its commands together, but for the one that explains them."""
    if script == "new.py":
        [commands] = [action for action in new.make_parser()._actions if action.dest == "command"]  # noqa: SLF001
        choices: Any = commands.choices
        return frozenset().union(*(_named(parser.format_help()) for parser in choices.values()))
    with pytest.MonkeyPatch.context() as patch:
        said: list[str] = []
        # argparse writes its help there, and then leaves.
        patch.setattr(sys.stdout, "write", said.append)
        patch.setattr(sys, "argv", [script, "--help"])
        with pytest.raises(SystemExit):
            {
                "build.py": build.main,
                "check.py": check.main,
                "diff.py": diff.main,
                "generate.py": generate.main,
                "upkeep.py": upkeep.main,
                "ways_out.py": ways_out.main,
            }[script]()
    return _named("".join(said))


def _named(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)) - {"--help"}


def _section(page: str, heading: str) -> str:
    return PAGES[page].partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


# Those of check.py are held against its page by test_check_guide.py; test_new.py looks at each command of new.py.
@pytest.mark.parametrize(
    ("script", "section"),
    [
        ("build.py", "\n".join(re.findall(r"^\| `build\.py .*", PAGES["code.md"], re.MULTILINE))),
        ("generate.py", "\n".join(re.findall(r"^\| `generate\.py .*", PAGES["code.md"], re.MULTILINE))),
        ("new.py", "\n".join(re.findall(r"^\| `--[^|]*", PAGES["scaffolds.md"], re.MULTILINE))),
        ("diff.py", "\n".join(re.findall(r"^\| `--[^|]*", _section("diff.md", "Options"), re.MULTILINE))),
        (
            "upkeep.py",
            "\n".join(re.findall(r"^\| `--[^|]*", _section("upkeep.md", "The weekly look around"), re.MULTILINE)),
        ),
        ("ways_out.py", _section("upkeep.md", "Ways out of the house")),
    ],
    ids=lambda value: value if value.endswith(".py") else "",
)
def test_every_option_stands_on_a_page(script: str, section: str) -> None:
    """The guide explains the options that a script has, and no other."""
    assert options_of(script) == _named(section)


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the commands in the code of a page that run a script of the project: its name, and what is handed to it."""
    for block in re.findall(r"```(?:sh|text|console)\n(.*?)```", text, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            found = re.match(r"(?:\$ )?(?:python|\.venv/bin/python) scripts/(\w+\.py)(.*)", line.strip())
            if found:
                yield found[1], shlex.split(found[2], comments=True)
    for script, rest in re.findall(r"`(?:python |\.venv/bin/python )?(?:scripts/)?(\w+\.py) ([^`]+)`", text):
        yield script, rest.split()


@each_page
def test_commands_of_a_page_can_be_typed(name: str) -> None:
    """A command that a page shows names a script that there is, and options that it has."""
    for script, arguments in commands(PAGES[name]):
        assert (ROOT / "scripts" / script).is_file() or (ROOT / "benchmarks" / script).is_file(), script
        if (ROOT / "scripts" / script).is_file():
            known = options_of(script) | {"--help"}
            assert [] == [word for word in arguments if word.startswith("--") and word not in known], script


# Pairs of a good and a bad way

PAIR = re.compile(r"^- (👎|👍) \*\*(.+?):\*\* (.+?)(?=\n- |\n\n|\Z)", re.MULTILINE | re.DOTALL)
PAIRED = {name: PAIR.findall(text) for name, text in PAGES.items() if "👍" in text}


def quoted(text: str) -> list[str]:
    """Return what stands between quotation marks, on one line each."""
    return [" ".join(words.split()) for words in re.findall("“([^”]+)”", text)]


@pytest.mark.parametrize("name", PAIRED)
def test_pairs_are_pairs_and_say_so_in_words(name: str) -> None:
    """A bad way is followed by a better one, and neither is told by its sign alone."""
    signs = [sign for sign, _, _ in PAIRED[name]]

    assert signs == ["👎", "👍"] * (len(signs) // 2)
    assert len(signs) == len(re.findall("[👎👍]", PAGES[name]))
    for sign, label, _ in PAIRED[name]:
        assert label.startswith("Not so" if sign == "👎" else "Better"), label


def test_there_are_enough_pairs_on_judging() -> None:
    """The page on judging evidence teaches by examples: at least one for each of its subjects."""
    assert len(PAIRED["judge-evidence.md"]) >= 2 * len(re.findall(r"^### ", JUDGING, re.MULTILINE))


FROM_RECORDS = [
    (claim, words, text)
    for items in PAIRED.values()
    for sign, label, text in items
    for claim in re.findall(r"\(\.\./claims/([\w-]+)\.md\)", label)
    for words in quoted(text)
]


@pytest.mark.parametrize(("claim", "words", "text"), FROM_RECORDS, ids=[words[:40] for _, words, _ in FROM_RECORDS])
def test_example_from_a_record_stands_there(claim: str, words: str, text: str) -> None:
    """What is said to come from a record stands there word for word, with the level that the page names."""
    [path] = (ROOT / "claims").glob(f"*/{claim}.yml")
    record = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = [(holder, " ".join(value.split())) for holder, value in _texts(record)]
    holders = [holder for holder, value in found if words in value]
    named = re.findall(r"Level (0|−[12])\b", text)

    assert holders
    if named:
        assert named == [str(holder["level"]).replace("-", "−") for holder in holders]
    for verdict in re.findall(r"`verdict: ([\w-]+)`", text):
        assert verdict == record["verdict"]


def _texts(value: Any) -> Iterator[tuple[Any, str]]:  # noqa: ANN401 - whatever YAML holds
    """Yield every text of a record with the mapping that it stands in."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for _, part in parts:
        if isinstance(part, str):
            yield value, part
        elif isinstance(part, dict | list):
            yield from _texts(part)


# Rules of which a pair shows the wrong words: what stands in the sample, in whose place the words are put.
PLACES = {
    "conclusion-against-grade": (
        CLAIM,
        "conclusion: Holding a magnet for an hour may make little to no difference to the warmth of the hand.",
    ),
    "imprecision-significance": (CLAIM, "reason: Twenty people."),
    "reading-level": (CLAIM, "unknown: A larger trial with a longer time would settle it."),
    "significance-kind": (STUDY, "finding: The palm was 0.1 °C warmer under the magnet."),
    "text-overstates": (CLAIM, "practical: Gloves warm hands."),
}
WORDS = [
    (rule, quoted(bad[2])[0], quoted(good[2])[0])
    for items in PAIRED.values()
    for bad, good in zip(items[::2], items[1::2], strict=True)
    for rule in re.findall(r"\(rules/([\w-]+)\.md\)", bad[2])
    if rule in PLACES and " from [" not in good[1]
]


def test_every_rule_on_words_is_tried() -> None:
    """Each rule that looks at words has a pair."""
    assert set(PLACES) == {rule for rule, _, _ in WORDS}


@pytest.mark.parametrize(("rule", "bad", "good"), WORDS, ids=[rule for rule, _, _ in WORDS])
def test_check_stops_the_bad_words_and_not_the_good_ones(rule: str, bad: str, good: str, tmp_path: Path) -> None:
    """Where a page says that the check stops something, it does, and it lets the better way pass."""
    for words, expected in ((bad, [rule]), (good, [])):
        project = Project.of_sample(tmp_path / ("bad" if expected else "good"))
        file, old = PLACES[rule]
        key = old.partition(":")[0]
        project.replace(file, old, f'{key}: "{words}"')

        assert expected == [problem.rule for problem in project.problems()], words


def test_better_answers_are_in_plain_words() -> None:
    """What the page recommends for the plain texts can be read at the grade that it names."""
    section = JUDGING.partition("### In plain words")[2].partition("\n## ")[0]
    better = [words for sign, _, text in PAIR.findall(section) if sign == "👍" for words in quoted(text)]

    assert len(better) >= 2
    assert [] == [words for words in better if reading_grade(sentences(words)) > 8]


# Tables that repeat what the program does


def _rows(page: str, first: str) -> list[list[str]]:
    """Return the rows of the table whose head begins with a cell, without head and rule."""
    found = re.search(rf"^\| {re.escape(first)} \|.*\n\|[ |-]+\n((?:\|.*\n)+)", page, re.MULTILINE)
    assert found
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in found[1].splitlines()]


def test_findings_are_all_explained() -> None:
    """The table of findings has each, in the order of the vocabulary."""
    assert [f"**{finding}**" for finding in Finding] == [row[0] for row in _rows(JUDGING, "`finding`")]


def test_table_of_verdicts_is_what_the_program_gives() -> None:
    """The table says for each finding and grade which verdict a direct body of them gives."""
    [claim] = read_library(SAMPLE)[0].claims.values()
    [body] = claim.value.bodies
    cases = [(case, verdict) for verdict, ways in _rows(JUDGING, "verdict") for case in _cases(ways)]
    told = dict(cases)

    assert len(cases) == len(told)
    assert told == {
        (finding, grade): body_verdict(body.model_copy(update={"finding": finding}), grade).word.lower()
        for finding in Finding
        for grade in Grade
    }


def _cases(ways: str) -> Iterator[tuple[Finding, Grade]]:
    """Yield the findings and grades that a cell speaks of: "**holds** at low; any of these five at very low"."""
    for way in ways.split("; "):
        findings, _, grades = way.partition(" at ")
        words = re.findall("very low|low|moderate|high", grades)
        named = re.findall(r"\*\*(\w+)\*\*", findings) or [item for item in Finding if item is not Finding.SILENT]
        for grade in Grade:
            if grade.word in words or grades == "any grade":
                yield from ((Finding(finding), grade) for finding in named)


def test_ways_of_reading_are_all_explained() -> None:
    """The table of what was read has each word of the vocabulary, in its order."""
    rows = _rows(PAGES["only-an-abstract.md"], "`read`")

    assert [f"`{reading}`" for reading in Reading] == [row[0] for row in rows]


def test_risk_of_bias_from_an_abstract_passes_the_check(tmp_path: Path) -> None:
    """The example of judgements from an abstract is sound in a study of which an abstract was read."""
    [block] = re.findall(r"```yaml\n(.*?)```", PAGES["only-an-abstract.md"], re.DOTALL)
    project = Project.of_sample(tmp_path)
    text = project.read(STUDY)
    text = text.replace("read: full-text\n", "read: abstract\n").replace("randomized-crossover", "randomized-parallel")
    text = text.replace("randomized: 20\n", "randomized: 40\n")
    before, _, rest = text.partition("    risk_of_bias:\n")
    indented = "".join(f"    {line}\n" for line in block.splitlines())
    project.write(STUDY, f"{before}{indented}{rest[rest.index('harms:') :]}")

    assert [] == project.found()


def test_preview_lasts_as_long_as_the_page_says() -> None:
    """The page on reviewing says for how many days GitHub keeps a preview."""
    steps = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8"))["jobs"]["site"]["steps"]
    [kept] = [step["with"]["retention-days"] for step in steps if step.get("with", {}).get("name") == "preview"]

    assert f"after {kept} days" in " ".join(PAGES["review.md"].split())


# The field reference

TABLES = {table.name: table for kind in KINDS for table in field_tables(kind)}


def _parts(kind: type[Record]) -> Iterator[type[Record]]:
    for part in kind.__subclasses__():
        # Other files than records are made of the same stuff, such as the list of links that are put up with.
        if part.__module__.startswith("evidence.model.") and not part.__name__.startswith("_"):
            yield part
        yield from _parts(part)


PARTS = {part.__name__: part for part in _parts(Record)}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_every_part_of_a_record_stands_in_the_reference(part: type[Record]) -> None:
    """The field reference has a table for each part of a record, which says what it is and names all its fields."""
    assert TABLES[part.__name__].says
    assert set(part.model_fields) == {field.name for field in TABLES[part.__name__].fields}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_field_says_what_it_is(table: FieldTable) -> None:
    """A field is described in a sentence of its own."""
    assert [] == [field.name for field in table.fields if not re.fullmatch(r"\S+( \S+){2,}[.?]", field.says)]


@pytest.mark.parametrize("kind", KINDS)
def test_records_page_shows_every_kind(kind: str) -> None:
    """The page on records asks for the tables of each kind of record."""
    assert f"\n<!-- evidence:fields {kind} -->\n" in PAGES["records.md"]
