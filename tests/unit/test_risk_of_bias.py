"""Risk of bias: the decision rules of RoB 2 branch by branch, and what is made of a record.

The table of branches is written by hand from the published flow charts, as summed up in the project's rules of
appraisal and seen independently in two open implementations; it was not made by the code that it tests.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from evidence.model.study import Study
from evidence.model.vocabulary import EffectOfInterest, RobDomain, RobLevel, SignallingAnswer
from evidence.risk_of_bias import assess
from evidence.risk_of_bias.rob2 import derive, overall, questions_of, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.risk_of_bias import RiskOfBiasResult

STUDY: TypeAdapter[Study] = TypeAdapter(Study)

ASSIGNMENT, ADHERING = EffectOfInterest.ASSIGNMENT, EffectOfInterest.ADHERING
LEVELS = {"low": RobLevel.LOW, "some": RobLevel.SOME_CONCERNS, "high": RobLevel.HIGH}
WORSE = ["low", "some", "high"]

D1, D2, D3, D4, D5 = (
    RobDomain.RANDOMIZATION,
    RobDomain.DEVIATIONS,
    RobDomain.MISSING_DATA,
    RobDomain.MEASUREMENT,
    RobDomain.REPORTED_RESULT,
)
DOMAINS = [(D1, ASSIGNMENT), (D2, ASSIGNMENT), (D2, ADHERING), (D3, ASSIGNMENT), (D4, ASSIGNMENT), (D5, ASSIGNMENT)]

# Domain, effect, answers, level, rules. Answers of questions that are asked, no others.
BRANCHES = [
    # 1.2 no: high, whatever else.
    (D1, ASSIGNMENT, "1.1 Y, 1.2 N, 1.3 N", "high", "D1.R1"),
    (D1, ASSIGNMENT, "1.1 N, 1.2 PN, 1.3 Y", "high", "D1.R1"),
    # 1.2 yes: 1.1 no gives concerns, else 1.3 decides.
    (D1, ASSIGNMENT, "1.1 N, 1.2 Y, 1.3 N", "some", "D1.R2"),
    (D1, ASSIGNMENT, "1.1 PN, 1.2 PY, 1.3 Y", "some", "D1.R2"),
    (D1, ASSIGNMENT, "1.1 Y, 1.2 Y, 1.3 N", "low", "D1.R3"),
    (D1, ASSIGNMENT, "1.1 NI, 1.2 PY, 1.3 PN", "low", "D1.R3"),
    (D1, ASSIGNMENT, "1.1 PY, 1.2 Y, 1.3 NI", "low", "D1.R3"),
    (D1, ASSIGNMENT, "1.1 Y, 1.2 Y, 1.3 Y", "some", "D1.R4"),
    (D1, ASSIGNMENT, "1.1 NI, 1.2 Y, 1.3 PY", "some", "D1.R4"),
    # 1.2 no information: 1.3 decides, and 1.1 does not.
    (D1, ASSIGNMENT, "1.1 N, 1.2 NI, 1.3 N", "some", "D1.R5"),
    (D1, ASSIGNMENT, "1.1 Y, 1.2 NI, 1.3 NI", "some", "D1.R5"),
    (D1, ASSIGNMENT, "1.1 Y, 1.2 NI, 1.3 Y", "high", "D1.R6"),
    # Assignment, part one (2.1 to 2.5) with a low part two, then part two with a low part one, then the worse.
    (D2, ASSIGNMENT, "2.1 N, 2.2 PN, 2.6 Y", "low", "D2-assignment.R1 D2-assignment.R7"),
    (D2, ASSIGNMENT, "2.1 Y, 2.2 N, 2.3 N, 2.6 Y", "low", "D2-assignment.R2 D2-assignment.R7"),
    (D2, ASSIGNMENT, "2.1 N, 2.2 NI, 2.3 PN, 2.6 PY", "low", "D2-assignment.R2 D2-assignment.R7"),
    (D2, ASSIGNMENT, "2.1 NI, 2.2 Y, 2.3 NI, 2.6 Y", "some", "D2-assignment.R3 D2-assignment.R7"),
    (D2, ASSIGNMENT, "2.1 Y, 2.2 Y, 2.3 Y, 2.4 N, 2.6 Y", "some", "D2-assignment.R4 D2-assignment.R7"),
    (D2, ASSIGNMENT, "2.1 Y, 2.2 Y, 2.3 PY, 2.4 Y, 2.5 Y, 2.6 Y", "some", "D2-assignment.R5 D2-assignment.R7"),
    (D2, ASSIGNMENT, "2.1 Y, 2.2 Y, 2.3 Y, 2.4 NI, 2.5 PY, 2.6 Y", "some", "D2-assignment.R5 D2-assignment.R7"),
    (D2, ASSIGNMENT, "2.1 Y, 2.2 Y, 2.3 Y, 2.4 PY, 2.5 N, 2.6 Y", "high", "D2-assignment.R6 D2-assignment.R7"),
    (D2, ASSIGNMENT, "2.1 PY, 2.2 N, 2.3 Y, 2.4 NI, 2.5 NI, 2.6 Y", "high", "D2-assignment.R6 D2-assignment.R7"),
    (D2, ASSIGNMENT, "2.1 N, 2.2 N, 2.6 N, 2.7 N", "some", "D2-assignment.R1 D2-assignment.R8"),
    (D2, ASSIGNMENT, "2.1 N, 2.2 N, 2.6 NI, 2.7 PN", "some", "D2-assignment.R1 D2-assignment.R8"),
    (D2, ASSIGNMENT, "2.1 N, 2.2 N, 2.6 PN, 2.7 Y", "high", "D2-assignment.R1 D2-assignment.R9"),
    (D2, ASSIGNMENT, "2.1 N, 2.2 N, 2.6 NI, 2.7 NI", "high", "D2-assignment.R1 D2-assignment.R9"),
    (D2, ASSIGNMENT, "2.1 Y, 2.2 Y, 2.3 NI, 2.6 N, 2.7 N", "some", "D2-assignment.R3 D2-assignment.R8"),
    (D2, ASSIGNMENT, "2.1 Y, 2.2 Y, 2.3 NI, 2.6 N, 2.7 Y", "high", "D2-assignment.R3 D2-assignment.R9"),
    # Adhering: nobody aware, or balance kept (or not at issue): 2.4 and 2.5, then the analysis.
    (D2, ADHERING, "2.1 N, 2.2 N, 2.4 N, 2.5 N", "low", "D2-adhering.R1"),
    (D2, ADHERING, "2.1 PN, 2.2 N, 2.4 NA, 2.5 PN", "low", "D2-adhering.R1"),
    (D2, ADHERING, "2.1 Y, 2.2 N, 2.3 Y, 2.4 N, 2.5 NA", "low", "D2-adhering.R1"),
    (D2, ADHERING, "2.1 N, 2.2 NI, 2.3 NA, 2.4 NA, 2.5 NA", "low", "D2-adhering.R1"),
    (D2, ADHERING, "2.1 N, 2.2 N, 2.4 Y, 2.5 N, 2.6 Y", "some", "D2-adhering.R2"),
    (D2, ADHERING, "2.1 N, 2.2 N, 2.4 N, 2.5 NI, 2.6 PY", "some", "D2-adhering.R2"),
    (D2, ADHERING, "2.1 Y, 2.2 Y, 2.3 PY, 2.4 NI, 2.5 PY, 2.6 Y", "some", "D2-adhering.R2"),
    (D2, ADHERING, "2.1 N, 2.2 N, 2.4 N, 2.5 Y, 2.6 N", "high", "D2-adhering.R3"),
    (D2, ADHERING, "2.1 NI, 2.2 N, 2.3 NA, 2.4 PY, 2.5 N, 2.6 NI", "high", "D2-adhering.R3"),
    # Balance not kept, or not known: only the analysis counts, whatever 2.4 and 2.5 say.
    (D2, ADHERING, "2.1 Y, 2.2 N, 2.3 N, 2.4 N, 2.5 N, 2.6 Y", "some", "D2-adhering.R4"),
    (D2, ADHERING, "2.1 N, 2.2 Y, 2.3 NI, 2.4 Y, 2.5 Y, 2.6 PY", "some", "D2-adhering.R4"),
    (D2, ADHERING, "2.1 Y, 2.2 Y, 2.3 PN, 2.4 NA, 2.5 NA, 2.6 PN", "high", "D2-adhering.R5"),
    (D2, ADHERING, "2.1 Y, 2.2 Y, 2.3 NI, 2.4 N, 2.5 N, 2.6 NI", "high", "D2-adhering.R5"),
    # Missing data: a chain of four.
    (D3, ASSIGNMENT, "3.1 Y", "low", "D3.R1"),
    (D3, ASSIGNMENT, "3.1 PY", "low", "D3.R1"),
    (D3, ASSIGNMENT, "3.1 N, 3.2 Y", "low", "D3.R2"),
    (D3, ASSIGNMENT, "3.1 NI, 3.2 PY", "low", "D3.R2"),
    (D3, ASSIGNMENT, "3.1 PN, 3.2 N, 3.3 N", "low", "D3.R3"),
    (D3, ASSIGNMENT, "3.1 N, 3.2 NI, 3.3 PN", "low", "D3.R3"),
    (D3, ASSIGNMENT, "3.1 N, 3.2 N, 3.3 Y, 3.4 N", "some", "D3.R4"),
    (D3, ASSIGNMENT, "3.1 N, 3.2 PN, 3.3 NI, 3.4 PN", "some", "D3.R4"),
    (D3, ASSIGNMENT, "3.1 N, 3.2 N, 3.3 PY, 3.4 Y", "high", "D3.R5"),
    (D3, ASSIGNMENT, "3.1 NI, 3.2 NI, 3.3 NI, 3.4 NI", "high", "D3.R5"),
    # Measurement: 4.1 or 4.2 yes is high; then a chain that is one step stricter where 4.2 is not known.
    (D4, ASSIGNMENT, "4.1 Y, 4.2 N", "high", "D4.R1"),
    (D4, ASSIGNMENT, "4.1 PY, 4.2 Y", "high", "D4.R1"),
    (D4, ASSIGNMENT, "4.1 N, 4.2 Y", "high", "D4.R2"),
    (D4, ASSIGNMENT, "4.1 NI, 4.2 PY", "high", "D4.R2"),
    (D4, ASSIGNMENT, "4.1 N, 4.2 N, 4.3 N", "low", "D4.R3"),
    (D4, ASSIGNMENT, "4.1 NI, 4.2 PN, 4.3 PN", "low", "D4.R3"),
    (D4, ASSIGNMENT, "4.1 N, 4.2 N, 4.3 Y, 4.4 N", "low", "D4.R4"),
    (D4, ASSIGNMENT, "4.1 N, 4.2 N, 4.3 NI, 4.4 PN", "low", "D4.R4"),
    (D4, ASSIGNMENT, "4.1 N, 4.2 N, 4.3 Y, 4.4 Y, 4.5 N", "some", "D4.R5"),
    (D4, ASSIGNMENT, "4.1 N, 4.2 N, 4.3 PY, 4.4 NI, 4.5 PN", "some", "D4.R5"),
    (D4, ASSIGNMENT, "4.1 N, 4.2 N, 4.3 Y, 4.4 Y, 4.5 Y", "high", "D4.R6"),
    (D4, ASSIGNMENT, "4.1 N, 4.2 N, 4.3 NI, 4.4 NI, 4.5 NI", "high", "D4.R6"),
    (D4, ASSIGNMENT, "4.1 N, 4.2 NI, 4.3 N", "some", "D4.R7"),
    (D4, ASSIGNMENT, "4.1 NI, 4.2 NI, 4.3 Y, 4.4 N", "some", "D4.R8"),
    (D4, ASSIGNMENT, "4.1 N, 4.2 NI, 4.3 Y, 4.4 PY, 4.5 PN", "some", "D4.R9"),
    (D4, ASSIGNMENT, "4.1 N, 4.2 NI, 4.3 Y, 4.4 Y, 4.5 PY", "high", "D4.R10"),
    (D4, ASSIGNMENT, "4.1 N, 4.2 NI, 4.3 NI, 4.4 NI, 4.5 NI", "high", "D4.R10"),
    # Reported result: 5.2 or 5.3 yes is high; both no, and the plan decides; otherwise concerns.
    (D5, ASSIGNMENT, "5.1 Y, 5.2 Y, 5.3 N", "high", "D5.R1"),
    (D5, ASSIGNMENT, "5.1 Y, 5.2 N, 5.3 PY", "high", "D5.R1"),
    (D5, ASSIGNMENT, "5.1 Y, 5.2 NI, 5.3 Y", "high", "D5.R1"),
    (D5, ASSIGNMENT, "5.1 PY, 5.2 N, 5.3 PN", "low", "D5.R2"),
    (D5, ASSIGNMENT, "5.1 N, 5.2 N, 5.3 N", "some", "D5.R3"),
    (D5, ASSIGNMENT, "5.1 NI, 5.2 PN, 5.3 N", "some", "D5.R3"),
    (D5, ASSIGNMENT, "5.1 Y, 5.2 NI, 5.3 N", "some", "D5.R4"),
    (D5, ASSIGNMENT, "5.1 Y, 5.2 PN, 5.3 NI", "some", "D5.R4"),
    (D5, ASSIGNMENT, "5.1 N, 5.2 NI, 5.3 NI", "some", "D5.R4"),
]  # fmt: skip

# Which answer is the better one; the other is the worse, and no information lies between them.
BETTER = {
    D1: {"1.1": "Y", "1.2": "Y", "1.3": "N"},
    D2: {"2.1": "N", "2.2": "N", "2.3": "N", "2.4": "N", "2.5": "Y", "2.6": "Y", "2.7": "N"},
    D3: {"3.1": "Y", "3.2": "Y", "3.3": "N", "3.4": "N"},
    D4: {"4.1": "N", "4.2": "N", "4.3": "N", "4.4": "N", "4.5": "N"},
    D5: {"5.1": "Y", "5.2": "N", "5.3": "N"},
}
BETTER_WHEN_ADHERING = {"2.1": "N", "2.2": "N", "2.3": "Y", "2.4": "N", "2.5": "N", "2.6": "Y"}


def answers(text: str) -> dict[str, SignallingAnswer]:
    """Read ``1.1 Y, 1.2 NI``."""
    return {question: SignallingAnswer(answer) for question, answer in (item.split() for item in text.split(", "))}


def better(domain: RobDomain, effect: EffectOfInterest) -> dict[str, str]:
    """Return the better answer to each question of a domain."""
    return BETTER_WHEN_ADHERING if effect is ADHERING else BETTER[domain]


def complete_answers(domain: RobDomain, effect: EffectOfInterest) -> Iterator[dict[str, SignallingAnswer]]:
    """Yield every way of answering all questions of a domain with yes, no or no information."""
    questions = list(better(domain, effect))
    for given in product(
        (SignallingAnswer.YES, SignallingAnswer.NO, SignallingAnswer.NO_INFORMATION), repeat=len(questions)
    ):
        yield dict(zip(questions, given, strict=True))


@pytest.mark.parametrize(("domain", "effect", "given", "level", "rules"), BRANCHES)
def test_branch(domain: RobDomain, effect: EffectOfInterest, given: str, level: str, rules: str) -> None:
    """Answers lead to the level and by the rule that the flow chart gives, with no question too many or too few."""
    derived = derive(domain, effect, answers(given))

    assert (LEVELS[level], tuple(rules.split())) == (derived.level, derived.rules)
    assert ((), ()) == (derived.missing, derived.unreachable)


def test_every_rule_has_a_branch() -> None:
    """The table by hand leaves out no rule of any domain."""
    known = {row.rule for domain, effect in DOMAINS for table in tables_of(domain, effect) for row in table.rows}

    assert known == {rule for *_, rules in BRANCHES for rule in rules.split()}


@pytest.mark.parametrize(("domain", "effect", "given", "level", "rules"), BRANCHES)
def test_probably_counts_as_yes_or_no(
    domain: RobDomain, effect: EffectOfInterest, given: str, level: str, rules: str
) -> None:
    """An answer with "probably" leads where the firm one leads."""
    firm = given.replace("PY", "Y").replace("PN", "N")
    hedged = firm.replace(" Y", " PY").replace(" N,", " PN,").removesuffix(" N")
    hedged += " PN" if firm.endswith(" N") else ""

    for text in (firm, hedged):
        derived = derive(domain, effect, answers(text))
        assert (LEVELS[level], tuple(rules.split())) == (derived.level, derived.rules)


@pytest.mark.parametrize(("domain", "effect", "given", "level", "rules"), BRANCHES)
def test_an_answer_that_is_missing_leaves_the_domain_incomplete(
    domain: RobDomain, effect: EffectOfInterest, given: str, level: str, rules: str
) -> None:
    """Without any one of the answers there is no level, least of all a low one, and the question is named."""
    del level, rules
    full = answers(given)
    for question in full:
        derived = derive(domain, effect, {key: answer for key, answer in full.items() if key != question})

        assert derived.level is None
        assert question in derived.missing


@pytest.mark.parametrize(("domain", "effect"), DOMAINS)
def test_worse_answers_never_improve_a_domain(domain: RobDomain, effect: EffectOfInterest) -> None:
    """Of all ways to answer, changing one answer to a worse one never makes the level better."""
    order = [LEVELS[name] for name in WORSE]
    good = better(domain, effect)
    checked = 0
    for given in complete_answers(domain, effect):
        level = derive(domain, effect, given).level
        assert level
        for question, answer in given.items():
            worst = SignallingAnswer.NO if good[question] == "Y" else SignallingAnswer.YES
            if answer is not worst:
                worse = derive(domain, effect, given | {question: worst}).level
                assert worse
                assert order.index(worse) >= order.index(level), (given, question)
                checked += 1
    assert checked


@pytest.mark.parametrize(("domain", "effect"), DOMAINS)
def test_best_answers_are_low_and_worst_are_high(domain: RobDomain, effect: EffectOfInterest) -> None:
    """The best answer everywhere is low risk, the worst everywhere is high."""
    best = {question: SignallingAnswer(answer) for question, answer in better(domain, effect).items()}
    swap = {SignallingAnswer.YES: SignallingAnswer.NO, SignallingAnswer.NO: SignallingAnswer.YES}

    assert RobLevel.LOW is derive(domain, effect, best).level
    assert RobLevel.HIGH is derive(domain, effect, {key: swap[answer] for key, answer in best.items()}).level


@pytest.mark.parametrize(
    ("domain", "level"),
    [(D1, "some"), (D2, "high"), (D3, "high"), (D4, "high"), (D5, "some")],
)
def test_no_information_everywhere(domain: RobDomain, level: str) -> None:
    """Answered with "no information" throughout, three domains are high: why RoB 2 is not run on abstracts."""
    silent = dict.fromkeys(better(domain, ASSIGNMENT), SignallingAnswer.NO_INFORMATION)

    assert LEVELS[level] is derive(domain, ASSIGNMENT, silent).level


def test_exactly_one_rule_applies() -> None:
    """The rules of a part leave no gap and do not overlap: any complete answers meet one of them."""
    for domain, effect in DOMAINS:
        parts = len(tables_of(domain, effect))
        for given in complete_answers(domain, effect):
            first = derive(domain, effect, given)
            assert parts == len(first.rules)
            asked = {key: answer for key, answer in given.items() if key not in first.unreachable}
            assert (first.level, first.rules, ()) == (
                (again := derive(domain, effect, asked)).level,
                again.rules,
                again.missing,
            )


def test_unreachable_answers_are_named_and_count_for_nothing() -> None:
    """An answer to a question that is not asked changes neither the level nor what is asked next."""
    derived = derive(D3, ASSIGNMENT, answers("3.1 Y, 3.3 Y, 3.4 Y"))

    assert (RobLevel.LOW, ("3.3", "3.4")) == (derived.level, derived.unreachable)


def test_path_shows_the_answers_that_decided() -> None:
    """1.2 alone decides where the allotment was not concealed; the trace shows it and not the rest."""
    derived = derive(D1, ASSIGNMENT, answers("1.1 Y, 1.2 PN, 1.3 N"))

    assert (("1.2", SignallingAnswer.PROBABLY_NO),) == derived.path


@pytest.mark.parametrize(
    ("domain", "given"), [(D1, "2.1 Y"), (D1, "1.1 NA"), (D3, "3.2 NA"), (RobDomain.PERIOD_AND_CARRYOVER, "1.1 Y")]
)
def test_answers_that_the_tool_does_not_know_are_refused(domain: RobDomain, given: str) -> None:
    """A question of another domain, "not applicable" where it is not offered, or domain S raises an error."""
    with pytest.raises(ValueError, match=r"no answer|no algorithm"):
        derive(domain, ASSIGNMENT, answers(given))


def test_not_applicable_is_offered_where_the_tool_offers_it() -> None:
    """Only three questions on adhering are asked "if applicable"."""
    offered = [
        question
        for domain, effect in DOMAINS
        for question, allowed in questions_of(domain, effect).items()
        if SignallingAnswer.NOT_APPLICABLE in allowed
    ]

    assert ["2.3", "2.4", "2.5"] == offered


@pytest.mark.parametrize(
    ("levels", "level", "rule"),
    [
        ("low low low low low", "low", "overall.R3"),
        ("low some low low low", "some", "overall.R2"),
        # Several concerns stay "some concerns" unless assessors raise them.
        ("some some some some some", "some", "overall.R2"),
        ("low low low low high", "high", "overall.R1"),
        ("some high some low low", "high", "overall.R1"),
    ],
)
def test_overall_is_the_worst_domain(levels: str, level: str, rule: str) -> None:
    """One high domain makes a result high; else one with concerns gives concerns; else it is low."""
    assert (LEVELS[level], rule) == overall(LEVELS[name] for name in levels.split())


# From a record to its result

LOW = {
    "D1": "1.1 Y, 1.2 Y, 1.3 N",
    "D2": "2.1 N, 2.2 N, 2.6 Y",
    "D3": "3.1 Y",
    "D4": "4.1 N, 4.2 N, 4.3 N",
    "D5": "5.1 Y, 5.2 N, 5.3 N",
}
SOME = {"D1": "1.1 Y, 1.2 NI, 1.3 N", "D5": "5.1 NI, 5.2 N, 5.3 N"}
HIGH = {"D4": "4.1 Y, 4.2 N"}
NAMES = {"D1": D1, "D2": D2, "D3": D3, "D4": D4, "D5": D5}


def rob_2(changes: dict[str, str] | None = None, **fields: object) -> dict[str, Any]:
    """Return judgements by RoB 2, all low unless some domains are answered differently."""
    domains = [
        {
            "domain": NAMES[name],
            "reason": "A reason.",
            "answers": [{"question": question, "answer": answer} for question, answer in answers(text).items()],
        }
        for name, text in (LOW | (changes or {})).items()
    ]
    return {"tool": "rob-2", "effect_of_interest": "assignment", "domains": domains} | fields


def judged(tool: str, levels: dict[str, str | None]) -> dict[str, Any]:
    """Return judgements by another tool."""
    domains = [
        {"domain": name, "reason": "A reason."} | ({"judgement": level} if level else {})
        for name, level in levels.items()
    ]
    return {"tool": tool, "domains": domains}


def result(risk_of_bias: dict[str, Any] | None, read: str = "full-text", **fields: object) -> RiskOfBiasResult | None:
    """Assess the first outcome of a study made for the test; a second outcome carries low judgements."""
    outcome = {"name": "Pain", "direction": "lower", "finding": "It fell.", "where": "table 2"}
    own = {"risk_of_bias": risk_of_bias} if risk_of_bias else {}
    study = STUDY.validate_python(
        {
            "kind": "trial",
            "id": "gamma2003",
            "design": "randomized-parallel",
            "summary": "A summary.",
            "population": "People.",
            "read": read,
            "arms": [{"id": "magnet", "name": "Magnet", "role": "magnet"}],
            "outcomes": [
                {"id": "pain"} | outcome | own | fields,
                {"id": "sleep", "risk_of_bias": rob_2(SOME)} | outcome,
            ],
            "verified": [{"what": ["doi"], "where": "seen", "when": "2026-11"}],
        }
    )
    return assess(study, study.outcomes[0])


def known(found: RiskOfBiasResult | None) -> RiskOfBiasResult:
    """Return a result that must be there."""
    assert found
    return found


@pytest.mark.parametrize(
    ("changes", "level", "rules"),
    [({}, "low", "overall.R3"), (SOME, "some", "overall.R2"), (SOME | HIGH, "high", "overall.R1")],
)
def test_result_read_in_full(changes: dict[str, str], level: str, rules: str) -> None:
    """All low is low, two domains with concerns give concerns, one high domain makes it high."""
    found = known(result(rob_2(changes)))

    assert (LEVELS[level], (rules,), "") == (found.overall, found.rules, found.why)


@pytest.mark.parametrize("read", ["abstract", "record", "second-hand"])
def test_without_the_full_text_nothing_is_derived(read: str) -> None:
    """Each domain shows "no information" and there is no overall level, whatever answers the record holds."""
    found = known(result(rob_2(HIGH), read))

    assert [RobLevel.NO_INFORMATION] * 5 == [item.level for item in found.domains]
    assert (None, "the full text was not read") == (found.overall, found.why)


def test_a_missing_answer_leaves_the_result_without_an_overall_level() -> None:
    """Not even a high domain beside it gives an overall level before every question is answered."""
    found = known(result(rob_2(HIGH | {"D3": "3.1 N"})))

    assert [("3.2",)] == [item.missing for item in found.domains if item.incomplete]
    assert (None, "not every question was answered") == (found.overall, found.why)


def test_a_domain_that_is_left_out_is_not_low() -> None:
    """Four low domains are no low result."""
    record = rob_2()
    record["domains"] = record["domains"][:4]

    assert known(result(record)).overall is None


def test_assessors_may_raise_several_concerns() -> None:
    """Two domains with some concerns may be called high together; the trace names both rules and the reason."""
    found = known(result(rob_2(SOME, overall_override="high", overall_reason="Both touch the main result.")))

    assert (RobLevel.HIGH, ("overall.R2", "overall.override")) == (found.overall, found.rules)
    assert "Both touch the main result." == found.why


def test_one_concern_cannot_be_raised() -> None:
    """A single domain with concerns stays what it is: "several" means more than one."""
    found = known(result(rob_2({"D1": SOME["D1"]}, overall_override="high", overall_reason="A reason.")))

    assert RobLevel.SOME_CONCERNS is found.overall


def test_a_domain_may_be_raised_with_a_trace() -> None:
    """An override shows beside what the answers gave, and counts for the overall level."""
    record = rob_2()
    record["domains"][0] |= {"override": "high", "override_reason": "A reason."}
    found = known(result(record))

    assert (RobLevel.LOW, RobLevel.HIGH) == (found.domains[0].derived, found.domains[0].level)
    assert ("D1.R3", "D1.override") == found.domains[0].rules
    assert RobLevel.HIGH is found.overall


@pytest.mark.parametrize(("changes", "level"), [({}, None), (SOME, None), (HIGH, RobLevel.HIGH)])
def test_period_and_carryover_are_never_judged(changes: dict[str, str], level: RobLevel | None) -> None:
    """Domain S carries reasons only, so a crossover result has an overall level only where S cannot change it."""
    record = rob_2(changes, tool="rob-2-crossover")
    record["domains"].append({"domain": "period-and-carryover", "reason": "A week lay between."})
    found = known(result(record))

    assert (RobDomain.PERIOD_AND_CARRYOVER, None) == (found.domains[1].domain, found.domains[1].level)
    assert level is found.overall


ROBINS_I = (
    "confounding",
    "selection",
    "classification",
    "deviations",
    "missing-data",
    "measurement",
    "reported-result",
)


@pytest.mark.parametrize(
    ("levels", "overall_level"),
    [
        ("low low low low low low low", "low"),
        ("low moderate low low low low low", "moderate"),
        ("serious moderate low low low low low", "serious"),
        ("serious moderate critical low low low low", "critical"),
        # No information hides a moderate level and does not hide a serious one.
        ("moderate no-information low low low low low", "no-information"),
        ("serious no-information low low low low low", "serious"),
    ],
)
def test_robins_i_is_as_bad_as_its_worst_domain(levels: str, overall_level: str) -> None:
    """The overall level of ROBINS-I is that of the worst domain."""
    found = known(result(judged("robins-i", dict(zip(ROBINS_I, levels.split(), strict=True)))))

    assert overall_level == found.overall


def test_robins_i_wants_every_domain_judged() -> None:
    """A domain with reasons and no judgement, or one that is not there, leaves no overall level."""
    full: dict[str, str | None] = dict.fromkeys(ROBINS_I, "low")

    assert known(result(judged("robins-i", full | {"selection": None}))).overall is None
    assert known(result(judged("robins-i", dict(list(full.items())[1:])))).overall is None


@pytest.mark.parametrize(("tool", "level"), [("quips", "moderate"), ("syrcle", "high"), ("narrative", "serious")])
def test_other_tools_define_no_overall_level(tool: str, level: str) -> None:
    """QUIPS, SYRCLE and judgements without a tool keep their domains and give no overall level."""
    found = known(result(judged(tool, {"measurement": level})))

    assert [level] == [item.level for item in found.domains]
    assert (None, "the tool defines no overall level") == (found.overall, found.why)


def test_judgements_of_another_result_can_be_shared() -> None:
    """A result that points at another one has its judgements, and says whose they are."""
    found = known(result(None, risk_of_bias_same_as="sleep"))

    assert (RobLevel.SOME_CONCERNS, "sleep") == (found.overall, found.outcome)


def test_without_judgements_there_is_no_result() -> None:
    """A result of which nothing is recorded is not made up."""
    assert result(None) is None
    assert result(None, risk_of_bias_same_as="nowhere") is None
