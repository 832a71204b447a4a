"""Every rule that records must keep, and the two passes that check them.

Rules of one file (encoding, YAML, BibTeX, the form of a record) stand beside the readers that meet the faults;
rules that need to see several records stand here. ``RULES`` holds all of them, for the documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence import documents
from evidence import library as library_module
from evidence.readers import bibtex, decode, nodes
from evidence.readers import text as text_reader
from evidence.rules import (
    appraisal,
    assessments,
    calculations,
    figures,
    figures_compared,
    identity,
    links,
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
    from evidence.library import Library
    from evidence.problem import Problem, Rule

RULES: tuple[Rule, ...] = (
    *text_reader.RULES,
    *nodes.RULES,
    *decode.RULES,
    *bibtex.RULES,
    *library_module.RULES,
    *identity.RULES,
    *links.RULES,
    *sources.RULES,
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
)


def check_structure(library: Library) -> list[Problem]:
    """Check what holds records together: names, links, the sentence maps, the text, the pages by hand."""
    checks = (
        identity.check,
        links.check,
        sources.check,
        text.check,
        plain_language.check,
        calculations.check,
        figures.check,
        figures_compared.check,
        risk_of_bias.check,
        pages.check,
    )
    return [problem for check in checks for problem in check(library)]


def check_appraisal(library: Library) -> list[Problem]:
    """Check what records say against what their evidence allows. Wants records without structural faults."""
    found = list(appraisal.check(library))
    # Words follow from grades, so that a fault in a judgement would only show a second time.
    misjudged = {problem.place.file for problem in found if problem.rule in {appraisal.UPGRADE.id, appraisal.LEVELS.id}}
    found += wording.check(library.without(frozenset(misjudged)))
    for check in (pooling.check, overlap.check, results.check):
        found += check(library)
    # A judgement that is about to be mended differs from the second one only for now.
    in_doubt = frozenset(problem.place.file for problem in found)
    return [*found, *assessments.check(library.without(in_doubt))]
