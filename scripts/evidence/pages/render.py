"""Templates to pages."""

from __future__ import annotations

import html
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evidence.calculate import show_amount
from evidence.charts.forest import interval_text, range_text
from evidence.charts.marks import verdict_shape
from evidence.exports import offers
from evidence.imprecision import Suggestion, suggest_for
from evidence.model.claim import InterventionBody, PrognosisBody
from evidence.pages import words
from evidence.pages.abbreviations import explained
from evidence.pages.calculations import calculation_views
from evidence.pages.citing import cite_bibtex, cite_text
from evidence.pages.claim_head import effect_sizes, evidence_words, results_words, why_verdict
from evidence.pages.claim_review import claim_review
from evidence.pages.claims_table import document_name
from evidence.pages.context import Page, PageContext, date, month, short_date
from evidence.pages.figures import figures, number
from evidence.pages.figures_of_body import direction_figure, forest_figure
from evidence.pages.figures_of_claims import chain_figure
from evidence.pages.grading import minus, what_would_change
from evidence.pages.key_evidence import key_references, key_results
from evidence.pages.overlap import counting_notes, overlap_table
from evidence.pages.published_pooled import published_pooled
from evidence.pages.risk_of_bias import cell, column, risk_of_bias_tables
from evidence.pages.second_assessment import second_assessment
from evidence.pages.strip import sentence_number
from evidence.pages.structured_data import json_ld
from evidence.pages.study_notes import how_read, study_note
from evidence.pages.summary_of_findings import Table, summary_of_findings
from evidence.pages.warning_signs import needs_warning_signs
from evidence.risk_of_bias import assess
from evidence.statements import statement

if TYPE_CHECKING:
    from evidence.appraise import Appraisal, BodyAppraisal
    from evidence.grade import GradeStep
    from evidence.model.claim import Body
    from evidence.model.study import Study
    from evidence.model.vocabulary import Verdict

TEMPLATES = Path(__file__).parent / "templates"

_HARMS = {
    "yes": "Reported.",
    "none-occurred": "None, as far as reported.",
    "not-mentioned": "Not mentioned in what was read.",
    "not-applicable": "Does not apply.",
}


@cache
def environment() -> Environment:
    """Return the environment of the templates: everything is escaped unless it was made safe by ``evidence.prose``."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["sentence_case"] = words.sentence_case
    made.filters["explained"] = explained
    made.globals |= {
        "words": words.words,
        "verdict_shape": drawn_verdict,
        "grade_symbols": words.GRADE_SYMBOLS,
        "grade_bases": words.GRADE_BASES,
        "domain_words": words.DOMAIN_WORDS,
        "judged_words": words.JUDGED_WORDS,
        "verified_words": words.VERIFIED_WORDS,
        "harms_words": _HARMS,
        "date": date,
        "short_date": short_date,
        "document_name": document_name,
        "month": month,
        "figures": figures,
        "number": number,
        "signed": signed,
        "people": people,
        "place_words": place_words,
        "sentence_number": sentence_number,
        "json_ld": json_ld,
        "arm_name": arm_name,
        "what_would_change": what_would_change,
        "calculation_views": calculation_views,
        "show_amount": show_amount,
        "minus": minus,
        "suggested_imprecision": suggested_imprecision,
        "generated_statement": generated_statement,
        "findings_table": findings_table,
        "direction_figure": direction_figure,
        "forest_figure": forest_figure,
        "chain_figure": chain_figure,
        "interval_text": interval_text,
        "range_text": range_text,
        "risk_of_bias_tables": risk_of_bias_tables,
        "assess_risk_of_bias": assess,
        "bias_cell": cell,
        "bias_column": column,
        "counting_notes": counting_notes,
        "overlap_table": overlap_table,
        "published_pooled": published_pooled,
        "second_assessment": second_assessment,
        "needs_warning_signs": needs_warning_signs,
        "effect_sizes": effect_sizes,
        "evidence_words": evidence_words,
        "results_words": results_words,
        "why_verdict": why_verdict,
        "study_note": study_note,
        "how_read": how_read,
        "key_results": key_results,
        "key_references": key_references,
        "cite_text": cite_text,
        "cite_bibtex": cite_bibtex,
        "claim_review": claim_review,
        "offers": offers,
    }
    return made


def render_page(path: str, template: str, page: PageContext, front: dict[str, Any], **values: object) -> Page:
    """Render a page with its front matter."""
    body = environment().get_template(template).render(page=page, site=page.site, **values)
    if "description" in front:
        # The theme prints it as it stands, between quotation marks.
        front = front | {"description": html.escape(front["description"])}
    return Page(path, front_matter(front) + body, page.record)


def render_part(template: str, page: PageContext, **values: object) -> str:
    """Render a part of a page that is written by hand."""
    return environment().get_template(template).render(page=page, site=page.site, **values)


def front_matter(values: dict[str, Any]) -> str:
    """Write front matter with JSON values, which every reader of YAML understands alike."""
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(["---", *lines, "---", "", ""])


def escaped(text: str) -> str:
    """Escape a text for front matter: the theme prints titles as they stand."""
    return html.escape(text, quote=False)


def signed(step: GradeStep) -> str:
    """Write what a step does to the grade."""
    if step.rule in {"start", "standing"}:
        return str(step.change)
    return "0" if step.change == 0 else f"{step.change:+d}".replace("-", "\N{MINUS SIGN}")


def people(study: Study) -> str:
    """Say how many were studied, as far as it is known: assigned, else analysed."""
    count = getattr(study, "randomized", None) or getattr(study, "analysed", None)
    if count is not None:
        return f"n = {count}"
    included = getattr(study, "included_count", None)
    return f"{included} {'study' if included == 1 else 'studies'}" if included is not None else ""


def place_words(sentence: str) -> str:
    """Write a sentence id for readers: ``p8s1`` becomes paragraph 8, sentence 1."""
    paragraph, _, position = sentence[1:].partition("s")
    return f"paragraph {paragraph}, sentence {position}"


def arm_name(study: Study, arm_id: str) -> str:
    """Return the name of a group or condition."""
    names: dict[str, str] = {arm.id: arm.name for arm in getattr(study, "arms", [])}
    return names[arm_id]


def drawn_verdict(verdict: Verdict) -> Markup:
    """Return the shapes of a verdict's mark."""
    return Markup(verdict_shape(words.VERDICT_MARKS[verdict]))  # noqa: S704 - drawn from nothing but its name


def suggested_imprecision(page: PageContext, body: Body) -> Suggestion | None:
    """Return what the rule of thumb suggests for imprecision; None where it does not apply or nothing is known."""
    return suggest_for(body, page.studies()) if isinstance(body, InterventionBody | PrognosisBody) else None


def generated_statement(page: PageContext, judged: BodyAppraisal, appraisal: Appraisal) -> str:
    """Return the sentence that follows from a body's size and certainty, empty where none does."""
    return statement(judged.body, judged.grade, appraisal.claim, page.studies())


def findings_table(page: PageContext, appraisal: Appraisal) -> Table | None:
    """Return the summary-of-findings table of a claim."""
    return summary_of_findings(appraisal, page.studies())
