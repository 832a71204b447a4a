"""Fills in the parts that hand-written pages ask for (``evidence.rules.pages.Part``)."""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from evidence.changes import dated_changes
from evidence.model.vocabulary import (
    BASIS_MEANING,
    DOCUMENT_STEPS,
    GRADE_MEANING,
    MEASUREMENT_STEPS,
    VERDICT_MEANING,
    ClaimKind,
    Reading,
    Topic,
    Verdict,
)
from evidence.pages.arithmetic_examples import TRIALS, effect_example, pooling_example
from evidence.pages.change_log import by_day
from evidence.pages.claims_table import claims_table
from evidence.pages.context import PageContext
from evidence.pages.due import due_list
from evidence.pages.field_reference import field_tables
from evidence.pages.figures_of_claims import map_entry, map_figure
from evidence.pages.glossary import letters, terms_on
from evidence.pages.grading import what_would_change
from evidence.pages.open_questions import open_questions
from evidence.pages.reference_list import reference_list
from evidence.pages.render import generated_statement, render_part, suggested_imprecision
from evidence.pages.risk_of_bias_example import example
from evidence.pages.rule_pages import rule_list
from evidence.pages.second_assessment import agreement_overall
from evidence.pages.strip import strip_of
from evidence.pages.words import GRADE_BASES, VERDICT_ORDER
from evidence.rules import RULES
from evidence.rules.pages import MARKER, PAGE_CITATION, Part, replaced, without_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from evidence.appraise import Appraisal
    from evidence.changes import DatedChange
    from evidence.pages.context import Site
    from evidence.review import Review

# News on the home page: as many as are read there.
NEWEST = 5


def expand(path: str, text: str, review: Review, site: Site) -> str:
    """Fill in the parts that a hand-written page asks for. An unknown part stays as it is: a rule reports it."""
    page = PageContext(review, site, path)
    page.text = text

    def fill(marker: re.Match[str]) -> str:
        if marker["name"] not in set(Part):
            return marker.group()
        return PARTS[Part(marker["name"])](page, marker["argument"] or "")

    def cite(citation: re.Match[str]) -> str:
        return page.cite_by_name(re.findall(r"@([\w-]+)", citation.group()))

    # What is filled in has its own citations, made by its templates; those of the page come first.
    return replaced(MARKER, fill, replaced(PAGE_CITATION, cite, text))


def claims_of(review: Review, topic: str) -> list[Appraisal]:
    """Return the claims of a topic: effects first, then what they lean on, each in the order of the documents."""

    def order(appraisal: Appraisal) -> tuple[int, str, int, int]:
        claim = appraisal.claim
        first = claim.stated_in[0]
        paragraph, _, sentence = first.sentence[1:].partition("s")
        return list(ClaimKind).index(claim.kind), first.document, int(paragraph), int(sentence)

    return sorted((item for item in review.appraisals.values() if item.claim.topic == topic), key=order)


def _topic(page: PageContext, name: str) -> str:
    """List the claims of a topic that the page does not show in place."""
    markers = MARKER.finditer(without_code(page.text))
    placed = {found["argument"] for found in markers if found["name"] == Part.CLAIM}
    appraisals = claims_of(page.review, name)
    rest = [item for item in appraisals if item.claim.id not in placed]
    return render_part("parts/topic.html", page, appraisals=rest, placed=len(appraisals) - len(rest))


def _claim(page: PageContext, name: str) -> str:
    appraisal = page.review.appraisals.get(name)
    return render_part("parts/claim-card.html", page, appraisal=appraisal) if appraisal else ""


def _chain(page: PageContext, name: str) -> str:
    appraisal = page.review.appraisals.get(name)
    return render_part("parts/chain.html", page, appraisal=appraisal) if appraisal else ""


def _document(page: PageContext, name: str) -> str:
    loaded = page.library.sources.get(name)
    return render_part("parts/document.html", page, strip=strip_of(page, loaded.value)) if loaded else ""


def _glossary_index(page: PageContext, argument: str) -> str:
    del argument
    return render_part("parts/glossary-index.html", page, letters=letters(terms_on(page.text)))


def _search_box(page: PageContext, argument: str) -> str:
    del argument
    return render_part("parts/search-box.html", page)


def _topics(page: PageContext, argument: str) -> str:
    del argument
    topics = [(topic, claims, _tally_of(claims)) for topic in Topic if (claims := claims_of(page.review, topic))]
    return render_part("parts/topics.html", page, topics=topics)


def _map(page: PageContext, argument: str) -> str:
    del argument
    topics = [
        (topic, [map_entry(page, item) for item in claims])
        for topic in Topic
        if (claims := claims_of(page.review, topic))
    ]
    return render_part("parts/map.html", page, svg=map_figure(page, topics), topics=topics)


def _tally(page: PageContext, argument: str) -> str:
    del argument
    return render_part("parts/tally.html", page, tally=_tally_of(page.review.appraisals.values()))


def _tally_of(appraisals: Iterable[Appraisal]) -> list[tuple[Verdict, int]]:
    """Count claims by verdict, in the order in which readers meet the verdicts."""
    counts = Counter(item.claim.verdict for item in appraisals)
    return [(verdict, counts[verdict]) for verdict in VERDICT_ORDER if counts[verdict]]


def _references(page: PageContext, argument: str) -> str:
    del argument
    return render_part("parts/references.html", page, listing=reference_list(page))


def _claims_table(page: PageContext, argument: str) -> str:
    del argument
    appraisals = [appraisal for topic in Topic for appraisal in claims_of(page.review, topic)]
    return render_part("parts/claims-table.html", page, table=claims_table(page, appraisals))


def _open_questions(page: PageContext, argument: str) -> str:
    del argument
    by_topic = {topic: claims_of(page.review, topic) for topic in Topic}
    total = len(page.review.appraisals)
    return render_part("parts/open-questions.html", page, open=open_questions(page, by_topic), total=total)


def _changes(page: PageContext, argument: str) -> str:
    del argument
    return render_part("parts/changes.html", page, days=list(by_day(_all_changes(page))))


def _due(page: PageContext, argument: str) -> str:
    del argument
    return render_part("parts/due.html", page, listing=due_list(page))


def _newest(page: PageContext, argument: str) -> str:
    del argument
    return render_part("parts/newest.html", page, changes=_all_changes(page)[:NEWEST])


def _all_changes(page: PageContext) -> list[DatedChange]:
    return dated_changes(claim.value for claim in page.library.claims.values())


def _documents(page: PageContext, argument: str) -> str:
    del argument
    return render_part("parts/documents.html", page, sources=[item.value for item in page.library.sources.values()])


def _fields(page: PageContext, kind: str) -> str:
    return render_part("parts/fields.html", page, models=field_tables(kind), kind=kind)


def _grade_example(page: PageContext, name: str) -> str:
    """Show, step by step, the grade of a claim's first body that GRADE applies to; nothing where there is none."""
    appraisal = page.review.appraisals.get(name)
    bodies = appraisal.bodies.values() if appraisal else ()
    judged = next((item for item in bodies if item.body.basis in GRADE_BASES and item.graded), None)
    if appraisal is None or judged is None or judged.graded is None:
        return ""
    sums = accumulate(step.change for step in judged.graded.steps)
    return render_part(
        "parts/grade-example.html",
        page,
        claim=appraisal.claim,
        judged=judged,
        steps=list(zip(judged.graded.steps, sums, strict=True)),
        suggestion=suggested_imprecision(page, judged.body),
        sentence=generated_statement(page, judged, appraisal),
        changes=what_would_change(judged.body),
    )


def _effect_example(page: PageContext, key: str) -> str:
    """Show how an effect is made from a study's printed figures; nothing where none can be made."""
    found = effect_example(page, key)
    return render_part("parts/effect-example.html", page, example=found) if found else ""


def _pooling_example(page: PageContext, argument: str) -> str:
    del argument
    return render_part("parts/pooling-example.html", page, trials=TRIALS, example=pooling_example())


def _barely_read(page: PageContext, argument: str) -> str:
    """List the studies that are known from a database record, an excerpt or other works only."""
    del argument
    barely = {Reading.RECORD, Reading.SECOND_HAND}
    studies = [study.value for study in page.library.studies.values() if study.value.read in barely]
    return render_part("parts/barely-read.html", page, studies=sorted(studies, key=lambda study: study.id))


def _unconfirmed(page: PageContext, argument: str) -> str:
    """List the works without a confirmed identifier, and those without confirmed authors."""
    del argument
    references = [
        page.library.references[key] for key in sorted(page.library.studies) if key in page.library.references
    ]
    return render_part(
        "parts/unconfirmed.html",
        page,
        unidentified=[reference.key for reference in references if not reference.identified],
        unattributed=[reference.key for reference in references if not reference.attributed],
    )


def _agreement(page: PageContext, argument: str) -> str:
    del argument
    claims, rows = agreement_overall(page.review)
    return render_part("parts/agreement.html", page, claims=claims, rows=rows)


def _table(template: str, rows: object, **values: str) -> Callable[[PageContext, str], str]:
    def part(page: PageContext, argument: str) -> str:
        del argument
        return render_part(template, page, rows=rows, **values)

    return part


PARTS: Mapping[Part, Callable[[PageContext, str], str]] = {
    Part.TOPIC: _topic,
    Part.CLAIM: _claim,
    Part.CHAIN: _chain,
    Part.TOPICS: _topics,
    Part.SEARCH_BOX: _search_box,
    Part.TALLY: _tally,
    Part.NEWEST: _newest,
    Part.CHANGES: _changes,
    Part.DUE: _due,
    Part.CLAIMS_TABLE: _claims_table,
    Part.OPEN_QUESTIONS: _open_questions,
    Part.MAP: _map,
    Part.REFERENCES: _references,
    Part.DOCUMENTS: _documents,
    Part.DOCUMENT: _document,
    Part.GLOSSARY_INDEX: _glossary_index,
    Part.VERDICTS: _table("parts/verdicts.html", list(VERDICT_MEANING.items())),
    Part.GRADES: _table("parts/grades.html", sorted(GRADE_MEANING.items(), reverse=True)),
    Part.BASES: _table("parts/bases.html", list(BASIS_MEANING.items())),
    Part.MEASUREMENT_STEPS: _table("parts/steps.html", list(MEASUREMENT_STEPS.items()), label="Steps of measurements"),
    Part.DOCUMENT_STEPS: _table("parts/steps.html", list(DOCUMENT_STEPS.items()), label="Steps of documents"),
    Part.GRADE_EXAMPLE: _grade_example,
    Part.RISK_OF_BIAS_EXAMPLE: _table("parts/risk-of-bias-example.html", example()),
    Part.EFFECT_EXAMPLE: _effect_example,
    Part.POOLING_EXAMPLE: _pooling_example,
    Part.AGREEMENT: _agreement,
    Part.BARELY_READ: _barely_read,
    Part.UNCONFIRMED: _unconfirmed,
    Part.RULES: lambda _page, _argument: rule_list(RULES),
    Part.FIELDS: _fields,
}
