"""Templates to pages."""

from __future__ import annotations

import html
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evidence.model.vocabulary import Grade
from evidence.pages import words
from evidence.pages.context import Page, PageContext, date, month
from evidence.pages.figures import figures, number

if TYPE_CHECKING:
    from evidence.appraise import BodyAppraisal
    from evidence.grade import GradeStep
    from evidence.model.study import Study

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
    made.globals |= {
        "words": words.words,
        "verdict_marks": words.VERDICT_MARKS,
        "grade_symbols": words.GRADE_SYMBOLS,
        "grade_bases": words.GRADE_BASES,
        "domain_words": words.DOMAIN_WORDS,
        "harms_words": _HARMS,
        "date": date,
        "month": month,
        "figures": figures,
        "number": number,
        "signed": signed,
        "people": people,
        "place_words": place_words,
        "arm_name": arm_name,
        "what_would_raise": what_would_raise,
    }
    return made


def render_page(path: str, template: str, page: PageContext, front: dict[str, Any], **values: object) -> Page:
    """Render a page with its front matter."""
    body = environment().get_template(template).render(page=page, site=page.site, **values)
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
    return f"{included} studies" if included is not None else ""


def place_words(sentence: str) -> str:
    """Write a sentence id for readers: ``p8s1`` becomes paragraph 8, sentence 1."""
    paragraph, _, position = sentence[1:].partition("s")
    return f"paragraph {paragraph}, sentence {position}"


def arm_name(study: Study, arm_id: str) -> str:
    """Return the name of a group or condition."""
    names: dict[str, str] = {arm.id: arm.name for arm in getattr(study, "arms", [])}
    return names[arm_id]


def what_would_raise(judged: BodyAppraisal) -> str:
    """Name the single judgements that would raise the grade if they cost one level less, or return an empty text."""
    graded = judged.graded
    if graded is None or graded.grade is Grade.HIGH:
        return ""
    if graded.total + 1 <= graded.grade:
        return "no single one of these judgements"
    domains = [
        words.DOMAIN_WORDS[step.rule].lower() for step in graded.steps if step.change < 0 and step.rule != "bounds"
    ]
    return " or ".join(f"one level less for {domain}" for domain in domains)
