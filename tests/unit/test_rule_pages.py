"""The pages of the rules: one for each, made from the rule and what the check says of its example."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown import markdown
from tests.unit.test_rules import name_of

import generate
from evidence.pages.rule_pages import SCOPES, rule_list
from evidence.problem import Scope, rule_page
from evidence.rules import RULES
from evidence.rules.pages import MARKER, PAGE_CITATION, without_code

if TYPE_CHECKING:
    from evidence.problem import Rule

ROOT = Path(__file__).parents[2]


@cache
def pages() -> dict[str, str]:
    """Return the pages as they must be."""
    return generate.pages_of_rules()


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_page_is_current(rule: Rule) -> None:
    """The page of a rule says what the rule and the check say; `make generate` writes it."""
    file = rule_page(rule.id)

    assert pages()[file] == (ROOT / file).read_text(encoding="utf-8")


def test_every_page_explains_a_rule() -> None:
    """No page of a rule that is gone is left behind."""
    assert {rule_page(rule.id) for rule in RULES} == {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/contribute/rules").iterdir()
    }


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_page_teaches(rule: Rule) -> None:
    """A page says what must hold, how it looks when it does not, and how to mend it; an example has a mark."""
    page = pages()[rule_page(rule.id)]
    titles = re.findall(r"^## (.*)$", page, re.MULTILINE)

    assert ["Wrong", "Right", "Mend it"] == titles if rule.example else titles == ["Wrong", "Mend it"]
    assert all(part.strip() for part in re.split(r"^##? .*$", page, flags=re.MULTILINE))
    assert not rule.example or re.search(r"^ +\| +\^", page, re.MULTILINE)
    assert f"Severity: **{rule.severity}**" in page


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_examples_stay_examples(rule: Rule) -> None:
    """Nothing of an example is taken for a citation, for a part of a page, or for HTML."""
    page = pages()[rule_page(rule.id)]

    assert not list(MARKER.finditer(page))
    assert not list(PAGE_CITATION.finditer(without_code(page)))
    assert set(re.findall(r"<([a-z0-9]+)", markdown(page))) <= {
        *("h1", "h2", "p", "strong", "em", "code", "pre", "ul", "li", "a", "hr")
    }


def test_list_names_every_rule_once_with_its_sentence() -> None:
    """The list leads to every rule, below what it looks at, with its sentence."""
    written = rule_list(RULES)

    assert set(Scope) == set(SCOPES)
    assert sorted(rule.id for rule in RULES) == sorted(re.findall(r"^- \[`([\w-]+)`\]", written, re.MULTILINE))
    assert all(f"](rules/{rule.id}.md)" in written for rule in RULES)
    assert [heading for heading, _ in SCOPES.values()] == re.findall(r"^## (.*)$", written, re.MULTILINE)


def test_list_says_what_is_special() -> None:
    """A warning and a rule that allows exemptions are marked."""
    written = rule_list(RULES)

    assert "- [`study-unused`](rules/study-unused.md) (warning, exemptions): " in written
    assert "- [`reading-level`](rules/reading-level.md) (exemptions): " in written
    assert "- [`verdict-allowed`](rules/verdict-allowed.md): " in written
