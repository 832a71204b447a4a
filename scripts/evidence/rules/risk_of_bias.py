"""Rules on judgements of risk of bias: what belongs to a tool, and what follows by itself and is not typed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evidence.model.vocabulary import Design, EffectOfInterest, Reading, RobDomain, RobLevel, RobTool
from evidence.problem import Example, Problem, Rule, Scope, Severity, nearest
from evidence.risk_of_bias import SEVERAL, assess_domain, has_algorithm, may_raise, rob2
from evidence.risk_of_bias.tools import ROB_2_TOOLS, TOOLS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evidence.library import Library
    from evidence.model.risk_of_bias import DomainAssessment, RiskOfBias
    from evidence.model.study import Study
    from evidence.problem import Place
    from evidence.readers.decode import Loaded

_STUDY = "studies/alpha2001.yml"

SAME_AS = Rule(
    id="risk-of-bias-same-as",
    scope=Scope.RECORD,
    must="`risk_of_bias_same_as` must name another outcome of the study that has a `risk_of_bias` of its own.",
    why="Judgements that are pointed at must stand somewhere, and each result has one set of them.",
    example=Example(_STUDY, "    risk_of_bias:\n", "    risk_of_bias_same_as: skin-warmth\n    risk_of_bias:\n"),
)
TOOL = Rule(
    id="risk-of-bias-tool",
    scope=Scope.RECORD,
    must="RoB 2 must be used for randomized trials only, its crossover variant for crossover trials, "
    "and SYRCLE for animal experiments.",
    why="Each tool asks what can go wrong in its own design, and says nothing of what goes wrong in another.",
    example=Example(_STUDY, "design: randomized-crossover\n", "design: before-after\n"),
)
DOMAINS = Rule(
    id="risk-of-bias-domains",
    scope=Scope.RECORD,
    must="The domains must be those of the tool, each at most once; of RoB 2 and ROBINS-I all must be there.",
    why="A domain that was left out would look as if nothing were wrong with it.",
    example=Example(_STUDY, "- domain: reported-result\n", "- domain: confounding\n"),
)
QUESTIONS = Rule(
    id="risk-of-bias-questions",
    scope=Scope.RECORD,
    must="Answers must be to questions of RoB 2 that belong to their domain, each at most once, "
    "with `NA` only where the tool offers it.",
    why="The algorithm knows only these questions; domain S and other tools carry reasons.",
    example=Example(_STUDY, '{question: "1.3", answer: N}', '{question: "3.1", answer: N}'),
)
LEVELS = Rule(
    id="risk-of-bias-levels",
    scope=Scope.RECORD,
    must="A judgement must use the words of its tool.",
    why="`serious` of ROBINS-I and `high` of RoB 2 are measured on different scales.",
    example=Example(
        _STUDY,
        "reason: The order was drawn by lot",
        "judgement: critical\n          reason: The order was drawn by lot",
    ),
)
EFFECT = Rule(
    id="risk-of-bias-effect",
    scope=Scope.RECORD,
    must="RoB 2 on a full text must name its `effect_of_interest`; other tools must not.",
    why="What counts as a deviation depends on it: the questions of that domain differ.",
    example=Example(_STUDY, "      effect_of_interest: assignment\n", ""),
)
READING = Rule(
    id="risk-of-bias-reading",
    scope=Scope.RECORD,
    must="Where the full text was not read, domains must have no answers and no judgement but `no-information`, "
    "and there must be no override.",
    why="In three domains of RoB 2 an unanswered doubt counts as high risk; what an abstract leaves out is no fault "
    "of the study.",
    example=Example(_STUDY, "read: full-text\n", "read: abstract\n"),
)
COMPLETE = Rule(
    id="risk-of-bias-complete",
    scope=Scope.RECORD,
    must="Where the full text was read, every question that the tool asks must be answered, "
    "and every domain without an algorithm must be judged, other than period and carry-over.",
    why="An incomplete domain has no level, and a result with one has no overall level.",
    example=Example(_STUDY, '            - {question: "1.2", answer: PY}\n', ""),
)
UNREACHABLE = Rule(
    id="risk-of-bias-unreachable",
    scope=Scope.RECORD,
    must="A question should have an answer only where the answers before it lead to it.",
    why="The answer counts for nothing; perhaps an earlier one is wrong.",
    severity=Severity.WARNING,
    example=Example(
        _STUDY,
        '{question: "3.1", answer: Y}\n',
        '{question: "3.1", answer: Y}\n            - {question: "3.2", answer: N}\n',
    ),
    exemptible=True,
)
DERIVED = Rule(
    id="risk-of-bias-derived",
    scope=Scope.RECORD,
    must="A judgement must be the one that follows from the answers, or be left out; domain S must have none.",
    why="Nothing derived is typed by hand, and no level is given where there is no algorithm.",
    example=Example(
        _STUDY, "reason: Everybody who began", "judgement: some-concerns\n          reason: Everybody who began"
    ),
)
OVERRIDE = Rule(
    id="risk-of-bias-override",
    scope=Scope.RECORD,
    must="An override must be worse than what follows from the answers and must have its own reason; "
    f"overall it must raise some concerns in at least {SEVERAL} domains to `high`.",
    why="Assessors may be stricter than the algorithm and say why; they may not be more lenient.",
    example=Example(_STUDY, "reason: Everybody who began", "override: high\n          reason: Everybody who began"),
)
RULES = (SAME_AS, TOOL, DOMAINS, QUESTIONS, LEVELS, EFFECT, READING, COMPLETE, UNREACHABLE, DERIVED, OVERRIDE)

_DESIGNS: Mapping[RobTool, frozenset[Design]] = {
    RobTool.ROB_2: frozenset({Design.RANDOMIZED_PARALLEL, Design.RANDOMIZED_WITHIN_PERSON}),
    RobTool.ROB_2_CROSSOVER: frozenset({Design.RANDOMIZED_CROSSOVER}),
    RobTool.SYRCLE: frozenset({Design.ANIMAL_EXPERIMENT}),
}

_Path = tuple[str | int, ...]


def check(library: Library) -> Iterator[Problem]:
    """Check the risk of bias of every result."""
    for study in library.studies.values():
        for index, outcome in enumerate(study.value.outcomes):
            if outcome.risk_of_bias_same_as is not None:
                yield from _same_as(study, index)
            if outcome.risk_of_bias is not None:
                yield from _record(study, outcome.risk_of_bias, ("outcomes", index, "risk_of_bias"))


def _same_as(study: Loaded[Study], index: int) -> Iterator[Problem]:
    outcome = study.value.outcomes[index]
    name = outcome.risk_of_bias_same_as or ""
    place = study.value_place("outcomes", index, "risk_of_bias_same_as")
    judged = [other.id for other in study.value.outcomes if other.risk_of_bias and other.id != outcome.id]
    if outcome.risk_of_bias:
        yield SAME_AS.at(place, f"{SAME_AS.must} `{outcome.id}` has both.", "delete one of them")
    elif name not in judged:
        hint = nearest(name, judged) or f"outcomes with judgements: {', '.join(judged) or 'none yet'}"
        yield SAME_AS.at(place, f"{SAME_AS.must} `{name}` is none.", hint)


def _record(study: Loaded[Study], record: RiskOfBias, path: _Path) -> Iterator[Problem]:
    designs = _DESIGNS.get(record.tool)
    if designs and study.value.design not in designs:
        message = f"{TOOL.must} {record.tool} stands here, and the design is `{study.value.design}`."
        yield TOOL.at(study.value_place(*path, "tool"), message, f"designs: {', '.join(sorted(designs))}")
    form = [*_domains(study, record, path), *_questions(study, record, path), *_levels(study, record, path)]
    yield from form
    if study.value.read is not Reading.FULL_TEXT:
        yield from _reading(study, record, path)
        return
    yield from _effect(study, record, path)
    # What follows from answers can be said only where each answer has its question.
    if not any(problem.rule == QUESTIONS.id for problem in form):
        for index, item in enumerate(record.domains):
            yield from _domain(study, record, item, (*path, "domains", index))
        if not form:
            yield from _overall(study, record, path)


def _domains(study: Loaded[Study], record: RiskOfBias, path: _Path) -> Iterator[Problem]:
    tool = TOOLS[record.tool]
    seen: set[RobDomain] = set()
    for index, item in enumerate(record.domains):
        place = study.value_place(*path, "domains", index, "domain")
        if item.domain not in tool.domains:
            listed = f"domains of {record.tool}: {', '.join(tool.domains)}"
            yield DOMAINS.at(place, f"{DOMAINS.must} `{item.domain}` is none of {record.tool}.", listed)
        elif item.domain in seen:
            yield DOMAINS.at(place, f"{DOMAINS.must} `{item.domain}` stands here again.", "delete one of them")
        seen.add(item.domain)
    absent = [domain for domain in tool.domains if domain not in seen]
    # A domain of another tool was probably meant to be one of these.
    if tool.wants_all and absent and seen <= set(tool.domains):
        named = " and ".join(f"`{domain}`" for domain in absent)
        yield DOMAINS.at(study.place(*path, "domains"), f"{DOMAINS.must} Missing: {named}.")


def _questions(study: Loaded[Study], record: RiskOfBias, path: _Path) -> Iterator[Problem]:
    for index, item in enumerate(record.domains):
        if item.domain not in TOOLS[record.tool].domains:
            continue
        allowed = rob2.questions_of(item.domain, _effect_of(record)) if has_algorithm(record.tool, item.domain) else {}
        counts: Counter[str] = Counter()
        for number, answer in enumerate(item.answers):
            at = (*path, "domains", index, "answers", number)
            counts[answer.question] += 1
            if answer.question not in allowed:
                hint = f"questions here: {', '.join(allowed)}" if allowed else "delete the answers and keep the reason"
                message = f"{QUESTIONS.must} {answer.question} is no question of `{item.domain}` by {record.tool}."
                yield QUESTIONS.at(study.value_place(*at, "question"), message, hint)
            elif counts[answer.question] > 1:
                message = f"{QUESTIONS.must} {answer.question} is answered again."
                yield QUESTIONS.at(study.value_place(*at, "question"), message, "delete one of them")
            elif answer.answer not in allowed[answer.question]:
                hint = "leave a question out that is not asked; write NI where the text does not tell"
                message = f"{QUESTIONS.must} {answer.question} is answered with {answer.answer}."
                yield QUESTIONS.at(study.value_place(*at, "answer"), message, hint)


def _levels(study: Loaded[Study], record: RiskOfBias, path: _Path) -> Iterator[Problem]:
    levels = [level for level in RobLevel if level in TOOLS[record.tool].levels]
    for index, item in enumerate(record.domains):
        for key, level in (("judgement", item.judgement), ("override", item.override)):
            if level is not None and level not in levels:
                place = study.value_place(*path, "domains", index, key)
                yield LEVELS.at(
                    place, f"{LEVELS.must} `{level}` is none of {record.tool}.", f"write {', '.join(levels)}"
                )


def _reading(study: Loaded[Study], record: RiskOfBias, path: _Path) -> Iterator[Problem]:
    faults = [
        f"`{item.domain}`"
        for item in record.domains
        if item.answers or item.override or item.judgement not in {None, RobLevel.NO_INFORMATION}
    ]
    faults += ["`overall_override`"] if record.overall_override else []
    if faults:
        message = f"{READING.must} What was read is `{study.value.read}`; see {', '.join(faults)}."
        hint = "write `judgement: no-information` with the reason, and quote appraisals by others in `published`"
        yield READING.at(study.place(*path, "domains"), message, hint)


def _effect(study: Loaded[Study], record: RiskOfBias, path: _Path) -> Iterator[Problem]:
    if record.tool in ROB_2_TOOLS and record.effect_of_interest is None:
        hint = f"add `effect_of_interest: {EffectOfInterest.ASSIGNMENT}` or `{EffectOfInterest.ADHERING}`"
        yield EFFECT.at(study.value_place(*path, "tool"), f"{EFFECT.must} It names none.", hint)
    elif record.tool not in ROB_2_TOOLS and record.effect_of_interest is not None:
        place = study.value_place(*path, "effect_of_interest")
        yield EFFECT.at(place, f"{EFFECT.must} The tool is {record.tool}.", "delete it")


def _domain(study: Loaded[Study], record: RiskOfBias, item: DomainAssessment, path: _Path) -> Iterator[Problem]:
    here, levels = study.value_place(*path, "domain"), TOOLS[record.tool].levels
    if not has_algorithm(record.tool, item.domain):
        if item.override:
            yield OVERRIDE.at(study.value_place(*path, "override"), f"{OVERRIDE.must} `{item.domain}` has no answers.")
        if record.tool in ROB_2_TOOLS:
            if item.domain is RobDomain.PERIOD_AND_CARRYOVER and item.judgement in levels:
                place = study.value_place(*path, "judgement")
                yield DERIVED.at(place, f"{DERIVED.must} `{item.judgement}` stands here.", "delete it, keep the reason")
        elif item.judgement is None:
            yield COMPLETE.at(here, f"{COMPLETE.must} `{item.domain}` is not judged.", "add `judgement: …`")
        return
    result = assess_domain(item, record)
    if result.incomplete:
        named = ", ".join(result.missing)
        yield COMPLETE.at(
            here, f"{COMPLETE.must} `{item.domain}` lacks {named}.", "write NI where the text does not tell"
        )
        return
    for number, answer in enumerate(item.answers):
        if answer.question in result.unreachable:
            place = study.value_place(*path, "answers", number, "question")
            yield UNREACHABLE.at(place, f"{UNREACHABLE.must} {answer.question} is not asked here.", "delete the answer")
    if item.judgement in levels - {result.derived}:
        message = f"{DERIVED.must} `{item.judgement}` stands here, and the answers give `{result.derived}`."
        hint = "delete it, mend the answers, or raise it with `override` and `override_reason`"
        yield DERIVED.at(study.value_place(*path, "judgement"), message, hint)
    yield from _override(item, result.derived, study.value_place(*path, "override" if item.override else "domain"))


def _override(item: DomainAssessment, derived: RobLevel | None, place: Place) -> Iterator[Problem]:
    if item.override is None:
        if item.override_reason is not None:
            yield OVERRIDE.at(place, f"{OVERRIDE.must} There is a reason and no override.", "add `override: …`")
        return
    order = (RobLevel.LOW, RobLevel.SOME_CONCERNS, RobLevel.HIGH)
    if item.override in order and derived in order and order.index(item.override) <= order.index(derived):
        message = f"{OVERRIDE.must} The answers give `{derived}`, and `{item.override}` stands here."
        yield OVERRIDE.at(place, message, "delete it")
    elif item.override not in order:
        yield OVERRIDE.at(place, f"{OVERRIDE.must} `{item.override}` is no level to raise to.", "delete it")
    elif item.override_reason is None:
        yield OVERRIDE.at(place, f"{OVERRIDE.must} It has no reason.", "add `override_reason: …`")


def _overall(study: Loaded[Study], record: RiskOfBias, path: _Path) -> Iterator[Problem]:
    if record.overall_override is None:
        if record.overall_reason is not None:
            place = study.value_place(*path, "overall_reason")
            yield OVERRIDE.at(
                place, f"{OVERRIDE.must} There is a reason and no override.", "add `overall_override: high`"
            )
        return
    place = study.value_place(*path, "overall_override")
    if record.tool not in ROB_2_TOOLS or not may_raise(_levels_of(record)):
        yield OVERRIDE.at(place, f"{OVERRIDE.must} Here it does not.", "delete it")
    elif record.overall_reason is None:
        yield OVERRIDE.at(place, f"{OVERRIDE.must} It has no reason.", "add `overall_reason: …`")


def _levels_of(record: RiskOfBias) -> Sequence[RobLevel]:
    results = [assess_domain(item, record) for item in record.domains]
    return [result.level for result in results if result.level is not None]


def _effect_of(record: RiskOfBias) -> EffectOfInterest:
    return record.effect_of_interest or EffectOfInterest.ASSIGNMENT
