"""Every rule that records must keep, and the two passes that check them.

Rules of one file (encoding, YAML, BibTeX, the form of a record) stand beside the readers that meet the faults;
rules that need to see several records stand here. ``RULES`` holds all of them, for the documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence import documents
from evidence import library as library_module
from evidence.problem import Severity
from evidence.readers import bibtex, decode, nodes
from evidence.readers import text as text_reader
from evidence.rules import (
    appraisal,
    assessments,
    calculations,
    drafts,
    exemptions,
    figures,
    figures_compared,
    identity,
    layout,
    links,
    living,
    overlap,
    pages,
    plain_language,
    pooling,
    results,
    risk_of_bias,
    sources,
    text,
    wording,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from evidence.library import Library
    from evidence.problem import Problem, Rule
    from evidence.rules.exemptions import Exempted

RULES: tuple[Rule, ...] = (
    *text_reader.RULES,
    *nodes.RULES,
    *decode.RULES,
    *bibtex.RULES,
    *library_module.RULES,
    *layout.RULES,
    *identity.RULES,
    *links.RULES,
    *sources.RULES,
    *drafts.RULES,
    *living.RULES,
    *documents.RULES,
    *text.RULES,
    *plain_language.RULES,
    *calculations.RULES,
    *figures.RULES,
    *figures_compared.RULES,
    *risk_of_bias.RULES,
    *appraisal.RULES,
    *assessments.RULES,
    *wording.RULES,
    *pooling.RULES,
    *overlap.RULES,
    *results.RULES,
    *pages.RULES,
    *exemptions.RULES,
)
RULES_BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}


def check_structure(library: Library) -> list[Problem]:
    """Check what holds records together: names, links, the sentence maps, the text, the pages by hand."""
    checks = (
        identity.check,
        links.check,
        sources.check,
        drafts.check,
        living.check,
        text.check,
        plain_language.check,
        calculations.check,
        figures.check,
        figures_compared.check,
        risk_of_bias.check,
        pages.check,
    )
    found = [problem for check in checks for problem in check(library)]
    return [*found, *exemptions.check(library, RULES_BY_ID)]


def check_appraisal(library: Library) -> list[Problem]:
    """Check what records say against what their evidence allows. Wants records without structural faults."""
    found = list(appraisal.check(library))
    # Words follow from grades, so that a fault in a judgement would only show a second time.
    misjudged = {problem.place.file for problem in found if problem.rule in {appraisal.UPGRADE.id, appraisal.LEVELS.id}}
    found += wording.check(library.without(frozenset(misjudged)))
    for check in (pooling.check, overlap.check, results.check):
        found += check(library)
    # A judgement that is about to be mended differs from the second one only for now.
    standing, _ = exemptions.sift(found, library, RULES_BY_ID)
    in_doubt = frozenset(problem.place.file for problem in standing)
    found += assessments.check(library.without(in_doubt))
    # A claim with an error is not published, and dates that are at fault themselves make nothing due.
    faulty = frozenset(problem.place.file for problem in found if problem.severity is Severity.ERROR)
    return [*found, *living.check_stale(library.without(faulty))]


def without_exempted(problems: Iterable[Problem], library: Library) -> tuple[list[Problem], list[Exempted]]:
    """Part problems from those that their records are exempted from."""
    return exemptions.sift(problems, library, RULES_BY_ID)


def check_exemptions(library: Library, exempted: Collection[Exempted]) -> list[Problem]:
    """Find exemptions that nothing needed. Wants a library in which every rule has spoken."""
    return list(exemptions.unneeded(library, RULES_BY_ID, exempted))
