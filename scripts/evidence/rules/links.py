"""Rules on what points where: from claims to studies, from studies to references, from claims to claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.library import BIBLIOGRAPHY_FILE, PLANNED_FILE
from evidence.problem import Example, Place, Problem, Rule, Scope, Severity, nearest
from evidence.prose import citations
from evidence.readers.nodes import place_within, walk_scalars
from evidence.rules.pages import cited_on_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.library import Library
    from evidence.model.claim import Claim, OutcomeRef
    from evidence.model.study import Study
    from evidence.readers.decode import Loaded

_CLAIM = "claims/blood-flow/magnets-warm-the-hand.yml"
_STUDY = "studies/alpha2001.yml"

CITATION = Rule(
    id="citation-unknown",
    scope=Scope.LIBRARY,
    must="A citation must name a study of `studies/`.",
    why="Every statement can be followed to its source; a citation that leads nowhere looks like evidence and is none.",
    example=Example(_CLAIM, "other [@alpha2001].\n", "other [@alpha2011].\n"),
)
STUDY = Rule(
    id="evidence-study-unknown",
    scope=Scope.LIBRARY,
    must="Evidence must come from a study of `studies/`.",
    why="A result can be weighed only where its study says how it was obtained.",
    example=Example(_CLAIM, "- study: alpha2001\n", "- study: alpha2010\n"),
)
OUTCOME = Rule(
    id="evidence-outcome-unknown",
    scope=Scope.LIBRARY,
    must="Evidence must name an outcome that its study has.",
    why="The figures beside the evidence are those of the outcome.",
    example=Example(_CLAIM, "outcome: skin-temperature\n", "outcome: skin-temprature\n"),
)
NO_REFERENCE = Rule(
    id="study-without-reference",
    scope=Scope.LIBRARY,
    must="A study and each of its further reports must have an entry in `references.bib`.",
    why="Readers need to know where it was published.",
    example=Example(_STUDY, "arms:\n", "reports: [{key: alpha2003, note: The same people a year later.}]\narms:\n"),
)
NO_STUDY = Rule(
    id="reference-without-study",
    scope=Scope.LIBRARY,
    must="Every entry of `references.bib` must belong to a study of `studies/`.",
    why="A reference without a study says nothing of what was found or how it was read.",
    example=Example("references.bib", "@article{alpha2001,", "@book{beta2002, title = {Beta}}\n\n@article{alpha2001,"),
)
UNUSED = Rule(
    id="study-unused",
    scope=Scope.LIBRARY,
    must="Every study should be used by a claim.",
    why="A study that no claim uses is hard to find for readers; perhaps its evidence was forgotten.",
    severity=Severity.WARNING,
    shown="A study `studies/beta2002.yml` that stands in no claim's evidence and that no text cites.",
    mend="Add the study to the evidence of a claim or cite it in a text; delete it where no claim needs it.",
    exemptible=True,
)
CLAIM = Rule(
    id="claim-unknown",
    scope=Scope.LIBRARY,
    must="A claim id must be that of a record in `claims/` or of `claims/planned.yml`.",
    why="A link to a claim that does not exist would break the page.",
    example=Example(_CLAIM, "related: []\n", "related: [magnets-cool-the-hand]\n"),
)
CYCLE = Rule(
    id="relies-on-cycle",
    scope=Scope.LIBRARY,
    must="Claims must not rely on each other in a circle.",
    why="A chain of argument that comes back to itself supports nothing, and has no weakest link.",
    example=Example(_CLAIM, "bodies:\n", "relies_on: [{claim: magnets-warm-the-hand, made_by: reviewers}]\nbodies:\n"),
)
ARM = Rule(
    id="study-arm-unknown",
    scope=Scope.RECORD,
    must="Data and comparisons must name an arm of their study.",
    why="Figures would be shown under the wrong group, or not at all.",
    example=Example(_STUDY, "{arm: sham, n: 20,", "{arm: shame, n: 20,"),
)
BODY = Rule(
    id="claim-body-unknown",
    scope=Scope.RECORD,
    must="`rests_on` and `parts` must name bodies of evidence of their claim.",
    why="A verdict can rest only on evidence that the page shows.",
    example=Example(_CLAIM, "rests_on: [warmth]\n", "rests_on: [warmht]\n"),
)
RULES = (CITATION, STUDY, OUTCOME, NO_REFERENCE, NO_STUDY, UNUSED, CLAIM, CYCLE, ARM, BODY)


def check(library: Library) -> Iterator[Problem]:
    """Check what points where."""
    for record in library.records():
        yield from _citations(record, library)
    for claim in library.claims.values():
        yield from _evidence(claim, library)
        yield from _claims_of_claim(claim, library)
        yield from _bodies(claim)
    for source in library.sources.values():
        for index, sentence in enumerate(source.value.sentences):
            for number, name in enumerate(sentence.claims):
                yield from _claim(name, source.value_place("sentences", index, "claims", number), library)
    for study in library.studies.values():
        yield from _references_of_study(study, library)
        yield from _studies_of_study(study, library)
        yield from _arms(study)
    yield from _unused_references(library)
    yield from _unused_studies(library)
    yield from _cycles(library)


def _citations(record: Loaded[object], library: Library) -> Iterator[Problem]:
    for _, scalar in walk_scalars(record.node):
        for key, offset in citations(scalar.value):
            if _is_unknown(key, library):
                place = place_within(scalar, offset, len(key))
                hint = nearest(key, library.study_names) or f"create studies/{key}.yml"
                yield CITATION.at(place, f"{CITATION.must} `{key}` is none.", hint)


def _is_unknown(study: str, library: Library) -> bool:
    # Where the whole folder is missing, that is the problem.
    return study not in library.known_studies and "studies" not in library.unread


def _evidence(claim: Loaded[Claim], library: Library) -> Iterator[Problem]:
    for index, body in enumerate(claim.value.bodies):
        lists: list[tuple[tuple[str, ...], Iterable[OutcomeRef]]] = [(("evidence",), body.evidence)]
        lists.append((("published_pooled",), getattr(body, "published_pooled", [])))
        if (synthesis := getattr(body, "synthesis", None)) is not None:
            lists.append((("synthesis", "outcomes"), synthesis.outcomes))
        for path, refs in lists:
            for number, ref in enumerate(refs):
                yield from _outcome(ref, claim, ("bodies", index, *path, number), library)


def _outcome(ref: OutcomeRef, claim: Loaded[Claim], path: tuple[str | int, ...], library: Library) -> Iterator[Problem]:
    if _is_unknown(ref.study, library):
        hint = nearest(ref.study, library.study_names) or f"create studies/{ref.study}.yml"
        yield STUDY.at(claim.value_place(*path, "study"), f"{STUDY.must} `{ref.study}` is none.", hint)
    elif ref.study in library.studies:
        names = [outcome.id for outcome in library.studies[ref.study].value.outcomes]
        if ref.outcome not in names:
            guess = nearest(ref.outcome, names)
            listed = f"outcomes of {ref.study}: {', '.join(names)}"
            message = f"{OUTCOME.must} `{ref.outcome}` is none of {ref.study}."
            yield OUTCOME.at(claim.value_place(*path, "outcome"), message, f"{guess} {listed}" if guess else listed)


def _claims_of_claim(claim: Loaded[Claim], library: Library) -> Iterator[Problem]:
    for index, reliance in enumerate(claim.value.relies_on):
        yield from _claim(reliance.claim, claim.value_place("relies_on", index, "claim"), library)
    for index, name in enumerate(claim.value.related):
        yield from _claim(name, claim.value_place("related", index), library)


def _claim(name: str, place: Place, library: Library) -> Iterator[Problem]:
    if name not in library.known_claims and library.unread.isdisjoint({"claims", PLANNED_FILE}):
        hint = nearest(name, library.known_claims) or "create its record, or add it to claims/planned.yml"
        yield CLAIM.at(place, f"{CLAIM.must} `{name}` is not known.", hint)


def _bodies(claim: Loaded[Claim]) -> Iterator[Problem]:
    names = [body.id for body in claim.value.bodies]
    named: list[tuple[str, tuple[str | int, ...]]] = [
        *((name, ("rests_on", index)) for index, name in enumerate(claim.value.rests_on)),
        *((part.body, ("parts", index, "body")) for index, part in enumerate(claim.value.parts)),
    ]
    for name, path in named:
        if name not in names:
            guess = nearest(name, names)
            yield BODY.at(
                claim.value_place(*path), f"{BODY.must} `{name}` is none.", guess or f"bodies: {', '.join(names)}"
            )


def _references_of_study(study: Loaded[Study], library: Library) -> Iterator[Problem]:
    if BIBLIOGRAPHY_FILE in library.unread:
        return
    known = library.reference_names | library.broken
    keys = [(study.name, study.value_place("id"))]
    keys += [
        (report.key, study.value_place("reports", index, "key")) for index, report in enumerate(study.value.reports)
    ]
    for key, place in keys:
        if key not in known:
            hint = nearest(key, library.reference_names) or f"add an entry `@article{{{key}, …}}` to references.bib"
            yield NO_REFERENCE.at(place, f"{NO_REFERENCE.must} `{key}` has none.", hint)


def _studies_of_study(study: Loaded[Study], library: Library) -> Iterator[Problem]:
    named = [(overlap.study, ("overlaps_with", index)) for index, overlap in enumerate(study.value.overlaps_with)]
    included = getattr(study.value, "includes", [])
    named += [(item.study, ("includes", index)) for index, item in enumerate(included) if item.study]
    for name, path in named:
        if _is_unknown(name, library):
            hint = nearest(name, library.study_names) or f"create studies/{name}.yml"
            yield STUDY.at(study.value_place(*path, "study"), f"{STUDY.must} `{name}` is none.", hint)


def _arms(study: Loaded[Study]) -> Iterator[Problem]:
    names = [arm.id for arm in getattr(study.value, "arms", [])]
    for index, outcome in enumerate(study.value.outcomes):
        named: list[tuple[str, tuple[str | int, ...]]] = [
            (row.arm, (key, number, "arm"))
            for key in ("data", "first_period")
            for number, row in enumerate(getattr(outcome, key))
        ]
        if outcome.comparison:
            named.append((outcome.comparison.of, ("comparison", "of")))
            named.append((outcome.comparison.against, ("comparison", "against")))
        for name, path in named:
            if name not in names:
                place = study.value_place("outcomes", index, *path)
                guess = nearest(name, names)
                listed = f"arms: {', '.join(names)}" if names else "the study has no arms"
                yield ARM.at(place, f"{ARM.must} `{name}` is none.", f"{guess} {listed}" if guess else listed)


def _unused_references(library: Library) -> Iterator[Problem]:
    # While a study cannot be read, nobody knows which further reports it has.
    if not library.complete("studies"):
        return
    reported = {report.key for study in library.studies.values() for report in study.value.reports}
    for key, reference in library.references.items():
        if key not in library.known_studies and key not in reported:
            yield NO_STUDY.at(reference.place, f"{NO_STUDY.must} `{key}` has none.", f"create studies/{key}.yml")


def _unused_studies(library: Library) -> Iterator[Problem]:
    # While a claim cannot be read, nobody knows what it uses.
    if not library.complete("claims"):
        return
    used = studies_used(library.claims.values()) | cited_on_pages(library, drafts=True)
    for key, study in library.studies.items():
        # A draft is on its way to its claim.
        if key not in used and not study.value.draft:
            yield UNUSED.at(study.value_place("id"), f"{UNUSED.must} `{key}` is not.", "add it to a body of evidence")


def studies_used(claims: Iterable[Loaded[Claim]]) -> set[str]:
    """Return the keys of the studies that claims lean on or cite."""
    used: set[str] = set()
    for claim in claims:
        for body in claim.value.bodies:
            used |= {item.study for item in (*body.evidence, *getattr(body, "published_pooled", []))}
        used |= {key for _, scalar in walk_scalars(claim.node) for key, _ in citations(scalar.value)}
    return used


def _cycles(library: Library) -> Iterator[Problem]:
    graph = {key: [item.claim for item in claim.value.relies_on] for key, claim in library.claims.items()}
    for key, claim in library.claims.items():
        for index, name in enumerate(graph[key]):
            if (way := _way(graph, name, key)) is not None:
                message = f"{CYCLE.must} {' → '.join([key, *way])}."
                yield CYCLE.at(claim.value_place("relies_on", index, "claim"), message, "delete one of these links")


def _way(graph: dict[str, list[str]], start: str, goal: str) -> list[str] | None:
    """Find a way from one claim to another, or None."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop()
        if way[-1] == goal:
            return way
        for name in graph.get(way[-1], []):
            if name not in seen or name == goal:
                seen.add(name)
                ways.append([*way, name])
    return None
