"""The pages that explain the rules, one for each, and their list.

They are files of the project (`make generate` writes them), so that they can be read where the code is hosted, in a
clone and on the site, and so that a change of a rule shows in review what it says to contributors. They are plain
Markdown; what stands in ``<pre>`` is escaped so far that neither Markdown nor the build finds anything in it.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from evidence.problem import Scope, Severity, rule_page
from evidence.report.terminal import problem_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidence.problem import Example, Problem, Rule

SCOPES: Mapping[Scope, tuple[str, str]] = {
    Scope.FILE: ("Files", "one file, before anything is known of its meaning"),
    Scope.RECORD: ("Records", "one record by itself"),
    Scope.REFERENCE: ("The bibliography", "the bibliography"),
    Scope.LIBRARY: ("Records among each other", "records against each other"),
    Scope.APPRAISAL: ("Evidence and what follows from it", "what a record says against what its evidence allows"),
    Scope.PAGE: ("Pages written by hand", "a page written by hand"),
}
"""What a rule looks at: as a heading, and in a sentence."""

_SEVERITIES = {
    Severity.ERROR: "error: nothing is published while one stands",
    Severity.WARNING: "warning: shown by the check, and published all the same",
}
_CODE = re.compile(r"(`[^`\n]+`)")
_SIGNS = re.compile(r"[\\*_\[\]<>|]")


def rule_pages(
    rules: Sequence[Rule], shown: Mapping[str, Sequence[Problem]], text: Mapping[str, str]
) -> dict[str, str]:
    """Return the page of each rule by its path from the project's root.

    Args:
        rules: All rules.
        shown: The problems that the example of a rule raises, by the rule's id.
        text: The text of the file that then breaks the rule, by the rule's id.

    """
    return {rule_page(rule.id): _page(rule, shown.get(rule.id, ()), text.get(rule.id, "")) for rule in rules}


def rule_list(rules: Sequence[Rule]) -> str:
    """Return the rules by what they look at, each with its sentence and a way to its page."""
    parts = []
    for scope, (heading, _) in SCOPES.items():
        found = sorted((rule for rule in rules if rule.scope is scope), key=lambda rule: rule.id)
        lines = [f"- [`{rule.id}`](rules/{rule.id}.md){_note(rule)}: {_sentence(rule.must)}" for rule in found]
        parts.append("\n".join([f"## {heading}", "", *lines]))
    return "\n\n".join(parts)


def _note(rule: Rule) -> str:
    notes = ["warning"] if rule.severity is Severity.WARNING else []
    notes += ["exemptions"] if rule.exemptible else []
    return f" ({', '.join(notes)})" if notes else ""


def _page(rule: Rule, problems: Sequence[Problem], text: str) -> str:
    kind, _, meaning = _SEVERITIES[rule.severity].partition(": ")
    exemption = (
        "A record can be [exempted](../check.md#exemptions) from it for a reason."
        if rule.exemptible
        else "No record can be exempted from it."
    )
    facts = [
        f"- Severity: **{kind}**. {meaning.capitalize()}.",
        f"- Looks at: {SCOPES[rule.scope][1]}.",
        f"- {exemption}",
    ]
    parts = [
        "---\nsearch:\n  exclude: true\n---",
        "<!-- Written by `make generate`: the words stand at the rule, in scripts/evidence. -->",
        f"# `{rule.id}`",
        f"**{_sentence(rule.must)}**",
        _sentence(rule.why),
        "\n".join(facts),
    ]
    parts += _example(rule.example, problems, text) if rule.example else ["## Wrong", _sentence(rule.shown)]
    parts += _mend(rule, problems)
    parts.append("[All rules](../rules.md) · [How to run the check](../check.md)")
    return "\n\n".join(parts) + "\n"


def _example(example: Example, problems: Sequence[Problem], text: str) -> list[str]:
    said = [line for problem in problems for line in problem_lines(problem, text)]
    return [
        "## Wrong",
        f"In a file `{example.file}`:",
        _block(example.bad or "(left out)"),
        "The check says:",
        _block("\n".join(said)),
        "## Right",
        _block(example.good or "(left out)"),
    ]


def _mend(rule: Rule, problems: Sequence[Problem]) -> list[str]:
    hints = list(dict.fromkeys(problem.hint for problem in problems if problem.hint))
    told = [_sentence(rule.mend)] if rule.mend else []
    told += [f"The check’s hint says how; for the example: {_sentence('; '.join(hints))}"] if hints and not told else []
    return ["## Mend it", *told]


def _block(text: str) -> str:
    # A citation or a line that asks for a part of a page is an example here.
    escaped = html.escape(text.strip("\n"), quote=False).replace("[", "&#91;")
    return f"<pre><code>{escaped}</code></pre>"


def _sentence(text: str) -> str:
    """Escape a sentence for Markdown, apart from its code."""
    parts = _CODE.split(text)
    parts[::2] = [_SIGNS.sub(lambda sign: f"\\{sign.group()}", words) for words in parts[::2]]
    return "".join(parts)
