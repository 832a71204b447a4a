"""Problems as output: for a terminal, for GitHub, for programs, for a comment on a pull request."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown import markdown

from evidence.problem import Place, Problem, Severity, rule_page
from evidence.report import FORMATS, Findings, Format
from evidence.report.excerpt import excerpt
from evidence.report.github import annotation
from evidence.report.markdown import LIMIT, as_markdown
from evidence.report.program import as_json, report_schema
from evidence.report.terminal import as_text

SCHEMA = Path(__file__).parents[2] / "scripts/evidence/report/problems.schema.json"


def problem(message: str = "Plain.", hint: str = "", line: int = 2, column: int = 3) -> Problem:
    """Return a problem."""
    return Problem(Place("a.yml", line, column), "some-rule", Severity.ERROR, message, hint)


# The line with a mark under the place


@pytest.mark.parametrize(
    ("line", "column", "width", "shown", "mark"),
    [
        pytest.param("kind: efect", 7, 80, "kind: efect", 6, id="short"),
        pytest.param("kind: efect   ", 1, 80, "kind: efect", 0, id="blanks-at-the-end"),
        pytest.param("abc", 9, 80, "abc", 3, id="behind-the-end"),
        pytest.param("\tkind: efect", 2, 80, "    kind: efect", 4, id="tab"),
        pytest.param("a\tb", 3, 80, "a   b", 4, id="tab-to-the-next-stop"),
        pytest.param("磁気 x", 4, 80, "磁気 x", 5, id="wide"),
        pytest.param("e\u0301 x", 4, 80, "e\u0301 x", 2, id="combining"),
        pytest.param("a\u202eb", 3, 80, r"a\u202eb", 7, id="direction-of-writing"),
        pytest.param("a\x1b[31mb", 7, 80, r"a\x1b[31mb", 9, id="escape-code"),
        pytest.param("abcdefghij", 1, 5, "abcd…", 0, id="cut-at-the-end"),
        pytest.param("abcdefghij", 10, 5, "…ghij", 4, id="cut-at-the-start"),
        pytest.param("abcdefghij", 6, 5, "…efg…", 2, id="cut-on-both-sides"),
        pytest.param("磁磁磁磁磁", 3, 6, "…磁磁…", 3, id="wide-cut"),
        pytest.param("a" * 1_000_000 + "b" * 1_000_000, 1_000_001, 6, "…aabb…", 3, id="a-file-in-one-line"),
    ],
)
def test_excerpt(line: str, column: int, width: int, shown: str, mark: int) -> None:
    """A line is printed as far as there is room, and the mark stands below the place, however wide the signs are."""
    assert (shown, mark) == excerpt(line, column, width)


@given(st.text(max_size=60), st.integers(1, 70), st.integers(8, 80))
def test_excerpt_keeps_to_its_width(line: str, column: int, width: int) -> None:
    """Whatever stands in a line, what is printed of it fits, moves no cursor, and has the mark below or behind it."""
    # Every sign of these is as wide as one column.
    line = "".join(character for character in line if character.isascii())
    shown, mark = excerpt(line, column, width)

    assert len(shown) <= width
    assert shown.isprintable()
    assert 0 <= mark <= len(shown)


def test_text() -> None:
    """A problem is followed by its line with the mark, the hint and the page of its rule; counts come last."""
    findings = Findings([problem(hint="mend it")], ["one file"], {"a.yml": "id: a\nb: c\n"}, 2)

    assert [
        "a.yml:2:3: error [some-rule] Plain.",
        "      2 | b: c",
        "        |   ^",
        "    hint: mend it",
        "    rule: docs/contribute/rules/some-rule.md",
        "one file",
        "1 errors, 0 warnings, 2 exempted",
    ] == as_text(findings).splitlines()


@pytest.mark.parametrize("text", ["", "id: a\n", "id: a\n   \n"])
def test_no_line_to_show(text: str) -> None:
    """Where a file has no such line, or nothing stands in it, none is shown."""
    assert " | " not in as_text(Findings([problem()], texts={"a.yml": text}))


def test_colours_change_no_words() -> None:
    """In colour, the same is said."""
    findings = Findings([problem(hint="mend it")], texts={"a.yml": "id: a\nb: c\n"})
    coloured = as_text(findings, colour=True)

    assert "\033[1;31merror\033[0m" in coloured
    assert as_text(findings) == re.sub("\033\\[[0-9;]*m", "", coloured)


# Where a rule is explained


@pytest.mark.parametrize(
    ("site", "page"),
    [
        ("", "docs/contribute/rules/some-rule.md"),
        ("https://example.org/review/", "https://example.org/review/contribute/rules/some-rule/"),
        ("https://example.org", "https://example.org/contribute/rules/some-rule/"),
    ],
)
@pytest.mark.parametrize("form", list(Format))
def test_every_format_leads_to_the_rule(form: Format, site: str, page: str) -> None:
    """Each problem leads to the page of its rule: on the site where one is known, else in the project."""
    assert page == rule_page("some-rule", site)
    assert page in FORMATS[form](Findings([problem()], site_url=site))


# GitHub

RULE = " (rule: docs/contribute/rules/some-rule.md)"


@pytest.mark.parametrize(
    ("severity", "file", "message", "hint", "command"),
    [
        pytest.param(
            Severity.WARNING,
            "a.yml",
            "Plain.",
            "",
            f"::warning file=a.yml,line=2,col=3,title=some-rule::Plain.{RULE}",
            id="plain",
        ),
        pytest.param(
            Severity.ERROR,
            "a.yml",
            "Plain.",
            "mend it",
            f"::error file=a.yml,line=2,col=3,title=some-rule::Plain. — mend it{RULE}",
            id="hint",
        ),
        pytest.param(
            Severity.ERROR,
            "a.yml",
            "50%, one\ntwo\r::set-output::x",
            "",
            f"::error file=a.yml,line=2,col=3,title=some-rule::50%25, one%0Atwo%0D::set-output::x{RULE}",
            id="message",
        ),
        pytest.param(
            Severity.ERROR,
            "a:b,c%\r\nd.yml",
            "%0A is kept.",
            "",
            f"::error file=a%3Ab%2Cc%25%0D%0Ad.yml,line=2,col=3,title=some-rule::%250A is kept.{RULE}",
            id="properties",
        ),
    ],
)
def test_escaping_for_github(severity: Severity, file: str, message: str, hint: str, command: str) -> None:
    """Signs that end a workflow command, or part of one, are written as the runner's toolkit writes them.

    See `packages/core/src/command.ts` of actions/toolkit: `%`, CR and LF in all places, `:` and `,` in properties.
    """
    found = Problem(Place(file, 2, 3), "some-rule", severity, message, hint)

    assert command == annotation(found, rule_page("some-rule"))


# JSON


def test_schema_file_is_current() -> None:
    """The file that describes the output says what the program writes; `make generate` writes it."""
    assert SCHEMA.read_text(encoding="utf-8") == report_schema()


def validator() -> Draft202012Validator:
    """Return a validator of the output."""
    schema = json.loads(report_schema())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_json() -> None:
    """A report holds every part of every problem, and the counts; it passes its schema and is plain ASCII."""
    warning = Problem(Place("é.yml", 5, 1), "another-rule", Severity.WARNING, "50 % “µ”")
    text = as_json(Findings([problem(hint="mend it"), warning], ["a note"], exempted=3))
    seen = json.loads(text)

    assert {
        "problems": [
            {
                "file": "a.yml",
                "line": 2,
                "column": 3,
                "rule": "some-rule",
                "severity": "error",
                "message": "Plain.",
                "hint": "mend it",
                "url": "docs/contribute/rules/some-rule.md",
            },
            {
                "file": "é.yml",
                "line": 5,
                "column": 1,
                "rule": "another-rule",
                "severity": "warning",
                "message": "50 % “µ”",
                "hint": "",
                "url": "docs/contribute/rules/another-rule.md",
            },
        ],
        "errors": 1,
        "warnings": 1,
        "exempted": 3,
    } == seen
    assert text.isascii()
    assert [] == list(validator().iter_errors(seen))


@pytest.mark.parametrize(
    "change",
    [{"errors": -1}, {"more": 1}, {"problems": [{}]}, {"problems": None}, {"problems": [{"line": 0}]}],
    ids=str,
)
def test_schema_can_say_no(change: dict[str, Any]) -> None:
    """The schema refuses what the program never writes."""
    sound = json.loads(as_json(Findings([problem()])))

    assert validator().is_valid(sound)
    assert not validator().is_valid(sound | change)


# Markdown


def test_markdown() -> None:
    """Problems are items of a list, with code as code."""
    findings = Findings([problem("A `key` must be “plain”.", "write `x`")], site_url="https://example.org/")

    assert (
        "**1 errors, 0 warnings**\n"
        "\n"
        "- ❌ **error** `a.yml:2:3`\\\n"
        "  A `key` must be “plain”.\\\n"
        "  hint: write `x`\\\n"
        "  rule: [some-rule](https://example.org/contribute/rules/some-rule/)\n"
    ) == as_markdown(findings)


def test_nothing_found() -> None:
    """Where nothing is wrong, that is all there is to say."""
    assert as_markdown(Findings([])) == "**0 errors, 0 warnings**\n"


@pytest.mark.parametrize(
    "nasty",
    [
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/x.png)",
        "[x](https://example.org)",
        "https://example.org/x",
        "@octocat and @org/team",
        "#12 and org/project#12",
        "one\n\n# Two\r\n- three",
        "**bold** _it_ ~~no~~ $x$ &lt; | a | b |",
        "` <b>` `@octocat` ``x`",
        "\\",
    ],
)
def test_nothing_in_a_message_works(nasty: str) -> None:
    """What a contributor writes becomes no tag, link, picture or heading, and calls nobody."""
    written = as_markdown(Findings([problem(nasty, nasty)]))
    words = re.sub(r"`[^`\n]*`", "", written.partition("\n")[2])

    assert not re.search(r"<|\]\(|!\[|://|@\w|(?<!&)#\w|^#|^\s*- (?!❌)", words, re.MULTILINE)
    rendered = markdown(written)
    assert set(re.findall(r"<(\w+)", rendered)) <= {"p", "strong", "ul", "li", "code", "br"}


def test_long_list_is_cut() -> None:
    """A report stays below the limit; what does not fit is counted."""
    many = [problem("x" * 500, line=number) for number in range(1, 201)]
    written = as_markdown(Findings(many))
    shown = written.count("❌")

    assert LIMIT - 1000 < len(written) <= LIMIT
    assert written.endswith(f"\n… and {200 - shown} more: run `make check` to see them.\n")
    assert written.startswith("**200 errors, 0 warnings**\n")


def test_one_endless_message_is_left_out() -> None:
    """A problem that is longer than the limit is counted, too."""
    written = as_markdown(Findings([problem("x" * LIMIT)]))

    assert written == "**1 errors, 0 warnings**\n\n\n… and 1 more: run `make check` to see them.\n"
