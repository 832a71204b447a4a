"""The rules: each is documented, and each example of one is true."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import ASSESSMENT, BIBLIOGRAPHY, CALCULATION, CLAIM, SAMPLE, SOURCE, STUDY, Project
from tests.unit.synthesised import add_synthesis, trial_file

from evidence import documents
from evidence.readers.bibtex import read_bibliography
from evidence.rules import RULES, layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from evidence.problem import Rule

WITH_EXAMPLE = [rule for rule in RULES if rule.example]

# A fault that lies in what is missing is shown at what lacks it. Where that is outside of the changed passage, this
# is the text that stands there.
SHOWN_AT = {
    "assessment-difference": "differences:\n",
    "calculation-input-missing": "hand\n",
    "claim-question": "effect\n",
    "figure-within-scale": "31.1, sd",
    "record-missing-key": "id: magnets-warm-the-hand\n",
    "reference-syntax": "@article{alpha2001,\n",
    "reference-title": "@article{alpha2001,\n",
    "rests-on-direct": "warmth]\n",
    "risk-of-bias-complete": "randomization\n",
    "risk-of-bias-effect": "rob-2-crossover\n",
    "risk-of-bias-reading": "domains:\n",
    "risk-of-bias-tool": "rob-2-crossover\n",
    "sentence-without-claim": "p1s1\n",
    "threshold-source": "threshold:\n",
    "topic-without-page": "# Blood flow\n",
}


def name_of(rule: Rule) -> str:
    """Name a test after its rule."""
    return rule.id


def test_sample_has_no_problems() -> None:
    """The sample that the examples are taken from breaks no rule, and its files are in canonical form."""
    assert Project(SAMPLE).found() == []
    assert Project(SAMPLE).layout_problems() == []


def test_rule_ids_are_unique() -> None:
    """No two rules have one id, so that a message leads to one entry of the documentation."""
    assert [] == [name for name, count in Counter(rule.id for rule in RULES).items() if count > 1]


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_rule_is_documented(rule: Rule) -> None:
    """A rule has a kebab-case id, says in one sentence what must hold, and gives a reason."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id)
    assert " must " in rule.must or " should " in rule.must
    assert rule.must.endswith(".")
    assert "\n" not in rule.must
    assert rule.why.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_rule_shows_how_it_is_broken(rule: Rule) -> None:
    """A rule has an example, or else says in words how a fault looks and how to mend it, in full sentences."""
    assert bool(rule.example) != bool(rule.shown)
    assert rule.example or rule.mend
    assert all(text.endswith(".") and "\n" not in text for text in (rule.shown, rule.mend) if text)


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=name_of)
def test_good_passage_stands_in_sample(rule: Rule) -> None:
    """The passage that keeps a rule stands exactly once in the file that the example names."""
    assert rule.example

    assert (SAMPLE / rule.example.file).read_text(encoding="utf-8").count(rule.example.good) == 1


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=name_of)
def test_bad_passage_breaks_rule(rule: Rule, tmp_path: Path) -> None:
    """The passage that breaks a rule raises this rule and no other, in its file and at the passage."""
    assert rule.example
    file, good, bad = rule.example.file, rule.example.good, rule.example.bad
    project = Project.of_sample(tmp_path)
    start = project.read(file).index(good)
    project.replace(file, good, bad)

    # The layout is no fault of what a record says, so that a review does not look at it.
    problems = project.problems() or project.layout_problems()

    assert {rule.id} == {problem.rule for problem in problems}
    assert {file} == {problem.place.file for problem in problems}
    assert {rule.severity} == {problem.severity for problem in problems}
    for problem in problems:
        assert problem.message.startswith(rule.must)
        rest = project.text_at(problem.place)
        if rule in layout.RULES:
            assert project.read(file)[:start].count("\n") == problem.place.line - 1
        elif rule.id in SHOWN_AT:
            assert rest.startswith(SHOWN_AT[rule.id])
        else:
            assert start <= len(project.read(file)) - len(rest) <= start + len(bad)


def test_every_exemption_is_needed() -> None:
    """Each rule that is allowed to point outside of its example is one that has an example."""
    assert set() == SHOWN_AT.keys() - {rule.id for rule in WITH_EXAMPLE}


def enlarge(project: Project) -> None:
    """Let a record grow by one line beyond 256 KiB."""
    project.write(CLAIM, project.read(CLAIM) + f"# {'x' * 256 * 1024}\n")


def enlarge_bibliography(project: Project) -> None:
    """Let the bibliography grow beyond 5 MiB."""
    project.write(BIBLIOGRAPHY, project.read(BIBLIOGRAPHY) + f"% {'x' * 5 * 1024 * 1024}\n")


def save_as_latin_1(project: Project) -> None:
    """Save a record in another encoding."""
    project.replace(CLAIM, "Gloves warm", "Glöves warm")
    project.write(CLAIM, project.read(CLAIM).encode("latin-1"))


def save_with_bom(project: Project) -> None:
    """Save a record with a byte order mark."""
    project.write(CLAIM, b"\xef\xbb\xbf" + project.read(CLAIM).encode())


def add_unused_study(project: Project) -> None:
    """Add a study, with its reference, that no claim uses."""
    project.write("studies/beta2002.yml", project.read(STUDY).replace("alpha2001", "beta2002"))
    project.write(BIBLIOGRAPHY, project.read(BIBLIOGRAPHY) + "\n@misc{beta2002,\n  title = {Another},\n}\n")


def count_people_twice(project: Project) -> None:
    """Let a claim count two reports of the same people."""
    beta = project.read(STUDY).replace("alpha2001", "beta2002")
    project.write("studies/beta2002.yml", f"{beta}overlaps_with: [{{study: alpha2001, why: The same people.}}]\n")
    project.write(BIBLIOGRAPHY, project.read(BIBLIOGRAPHY) + "\n@misc{beta2002,\n  title = {Another},\n}\n")
    item = "      - {study: beta2002, outcome: skin-temperature, bearing: against, why: Again.}\n"
    project.replace(CLAIM, "    judgements:\n", f"{item}    judgements:\n")


def copy_claim_to_other_topic(project: Project) -> None:
    """Let a claim stand in two topics."""
    project.write("claims/insoles/magnets-warm-the-hand.yml", project.read(CLAIM))


OTHER_ASSESSMENT = "assessments/magnets-warm-the-foot.yml"


def judge_claim_that_is_none(project: Project) -> None:
    """Assess a claim that has no record."""
    text = project.read(ASSESSMENT).replace("id: magnets-warm-the-hand", "id: magnets-warm-the-foot")
    project.write(OTHER_ASSESSMENT, text)


def make_untestable(project: Project) -> None:
    """Call a claim not testable without a reason."""
    project.replace(CLAIM, "verdict: not-supported", "verdict: not-testable")
    project.replace(CLAIM, "directness: direct", "directness: indirect")
    project.replace(CLAIM, "rests_on: [warmth]", "rests_on: []")


def print_first_period_of_no_crossover(project: Project) -> None:
    """Treat two hands of a person at once, and print a first period."""
    project.replace(STUDY, "randomized-crossover", "randomized-within-person")
    project.replace(STUDY, '    p: "0.66"\n', '    p: "0.66"\n    first_period: [{arm: magnet, n: 10, mean: 31.1}]\n')
    # The judgements are those of a crossover's tool.
    text = project.read(STUDY)
    project.write(STUDY, text[: text.index("    risk_of_bias:")] + text[text.index("harms:") :])


def compare_without_lots(project: Project) -> None:
    """Let a body rest on a comparison that was not randomized, and start as if it were."""
    project.replace(STUDY, "randomized-crossover", "before-after")
    text = project.read(STUDY)
    project.write(STUDY, text[: text.index("    risk_of_bias:")] + text[text.index("harms:") :])


def pool_unlisted(project: Project) -> None:
    """Pool a trial that is cited but not among the evidence."""
    add_synthesis(project)
    project.replace(CLAIM, "      - {study: beta2002, outcome: skin-temperature, bearing: against, why: Small.}\n", "")
    project.replace(CLAIM, "other [@alpha2001].", "other [@alpha2001; @beta2002].")


def pooled(file: str, old: str, new: str) -> Callable[[Project], None]:
    """Add a synthesis and change a passage of a file."""

    def spoil(project: Project) -> None:
        add_synthesis(project)
        project.replace(file, old, new)

    return spoil


def loop(file: str) -> Callable[[Project], None]:
    """Put a symbolic link to itself in the place of a file."""

    def spoil(project: Project) -> None:
        path = project.root / file
        path.unlink(missing_ok=True)
        path.symlink_to(path.name)

    return spoil


def without(file: str) -> Callable[[Project], None]:
    """Delete a file or folder."""
    return lambda project: project.remove(file)


def with_folder(folder: str) -> Callable[[Project], None]:
    """Add a folder."""
    return lambda project: (project.root / folder).mkdir()


def with_file(file: str, text: str = "id: x\n") -> Callable[[Project], None]:
    """Add a file, or write another text into it."""
    return lambda project: project.write(file, text)


def changed(file: str, old: str, new: str) -> Callable[[Project], None]:
    """Change a passage of a file."""
    return lambda project: project.replace(file, old, new)


# The name of each row begins with the id of its rule; a second word tells rows of one rule apart.
WITHOUT_EXAMPLE = [
    ("file-too-large", enlarge, f"{CLAIM}:1:1"),
    ("file-too-large bibliography", enlarge_bibliography, f"{BIBLIOGRAPHY}:1:1"),
    ("file-not-utf8", save_as_latin_1, f"{CLAIM}:12:14"),
    ("file-control-character tab", changed(CLAIM, "practical: Gloves", "practical:\tGloves"), f"{CLAIM}:12:11"),
    ("file-control-character null", changed(CLAIM, "Gloves", "Glo\0ves"), f"{CLAIM}:12:15"),
    ("file-control-character bidi", changed(STUDY, "Dummy", "Dum\u202emy"), f"{STUDY}:18:14"),
    ("file-control-character escape", changed(CLAIM, "Gloves warm hands.", r'"Gloves\e."'), f"{CLAIM}:12:12"),
    ("file-control-character bibliography", changed(BIBLIOGRAPHY, "  year ", "\tyear "), f"{BIBLIOGRAPHY}:5:1"),
    ("file-byte-order-mark", save_with_bom, f"{CLAIM}:1:1"),
    ("file-line-ending crlf", changed(CLAIM, "-the-hand\n", "-the-hand\r\n"), f"{CLAIM}:2:26"),
    ("file-line-ending cr", changed(SOURCE, "for you\n", "for you\r"), f"{SOURCE}:3:23"),
    ("file-empty", with_file(CLAIM, ""), f"{CLAIM}:1:1"),
    ("file-empty blanks", with_file(STUDY, "\n  \n"), f"{STUDY}:1:1"),
    ("file-empty bibliography", with_file(BIBLIOGRAPHY, ""), f"{BIBLIOGRAPHY}:1:1"),
    ("file-missing claims", without("claims"), "claims:1:1"),
    ("file-missing studies", without("studies"), "studies:1:1"),
    ("file-missing sources", without("sources"), "sources:1:1"),
    ("file-missing docs", without("docs"), "docs:1:1"),
    ("file-missing bibliography", without(BIBLIOGRAPHY), f"{BIBLIOGRAPHY}:1:1"),
    ("file-not-regular folder", with_folder("studies/beta2002.yml"), "studies/beta2002.yml:1:1"),
    ("file-not-regular claim", with_folder("claims/blood-flow/x.yml"), "claims/blood-flow/x.yml:1:1"),
    ("file-not-regular loop", loop(STUDY), f"{STUDY}:1:1"),
    ("file-not-regular planned", loop("claims/planned.yml"), "claims/planned.yml:1:1"),
    ("file-name ending", with_file("studies/beta2002.yaml"), "studies/beta2002.yaml:1:1"),
    ("file-name no-topic", with_file("claims/magnets-cool-the-foot.yml"), "claims/magnets-cool-the-foot.yml:1:1"),
    ("file-name topic.yml", with_folder("claims/insoles.yml"), "claims/insoles.yml:1:1"),
    ("file-name too-deep", with_folder("claims/blood-flow/more"), "claims/blood-flow/more:1:1"),
    ("file-name subfolder", with_folder("sources/more"), "sources/more:1:1"),
    ("file-name line-end", with_file("studies/x\ny.yml"), r"studies/x\ny.yml:1:1"),
    ("evidence-independent", count_people_twice, f"{CLAIM}:39:17"),
    ("assessment-claim-unknown", judge_claim_that_is_none, f"{OTHER_ASSESSMENT}:2:5"),
    ("claim-id-unique", copy_claim_to_other_topic, "claims/insoles/magnets-warm-the-hand.yml:1:1"),
    ("record-schema-line", changed(CLAIM, "schema/claim.schema", "schema/study.schema"), f"{CLAIM}:1:1"),
    (
        "calculation-unused",
        changed(CLAIM, "calculations: [field-of-the-hand-magnet]\n", ""),
        f"{CALCULATION}:2:5",
    ),
    ("study-unused", add_unused_study, "studies/beta2002.yml:2:5"),
    ("paired-design", print_first_period_of_no_crossover, f"{STUDY}:35:5"),
    ("start-randomized", compare_without_lots, f"{CLAIM}:30:12"),
    ("not-testable-reason", make_untestable, f"{CLAIM}:7:10"),
    ("synthesis-listed", pool_unlisted, f"{CLAIM}:49:11"),
    ("synthesis-measure", pooled(trial_file("delta2004"), "unit: °C", "unit: °F"), f"{CLAIM}:52:11"),
    ("synthesis-enough", pooled(CLAIM, "known_participants: 80", "known_participants: 131"), f"{CLAIM}:49:7"),
    ("synthesis-known-participants", pooled(CLAIM, "participants: 80", "participants: 59"), f"{CLAIM}:45:7"),
    (
        "synthesis-model",
        pooled(CLAIM, "dersimonian-laird", "common-effect\n      test: hartung-knapp"),
        f"{CLAIM}:48:7",
    ),
]


@pytest.mark.parametrize(
    ("rule", "spoil", "place"),
    [pytest.param(name.split()[0], spoil, place, id=name.replace(" ", ":")) for name, spoil, place in WITHOUT_EXAMPLE],
)
def test_fault_that_no_example_shows(rule: str, spoil: Callable[[Project], None], place: str, tmp_path: Path) -> None:
    """A fault that cannot be shown as a passage raises its rule and no other, at its place."""
    project = Project.of_sample(tmp_path)
    spoil(project)

    assert [f"{place} {rule}"] == project.found()


def test_control_character_in_reference() -> None:
    """A control character in a field of the bibliography is found even where the file was not searched for any."""
    found = read_bibliography("@misc{alpha2001,\n  title = {War\x07mth},\n}\n", BIBLIOGRAPHY).problems

    assert [f"{BIBLIOGRAPHY}:2:15 reference-control-character"] == [f"{item.place} {item.rule}" for item in found]


def test_every_rule_is_shown_to_bite() -> None:
    """Each rule has a true example or a test of its own; those on documents have theirs in test_documents.py."""
    tested = {name.split()[0] for name, _, _ in WITHOUT_EXAMPLE} | {"reference-control-character"}
    tested |= {rule.id for rule in documents.RULES}

    assert tested == {rule.id for rule in RULES if not rule.example}


THRESHOLD = "    threshold:\n      value: 1 °C\n      source: chosen for this sample\n"
BIAS = "      publication_bias: {level: 0, reason: Nothing points to it.}\n"
RESTS = "rests_on: [warmth]\n"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param(THRESHOLD, "    threshold: {null_effect: true}\n", [], id="null-effect"),
        pytest.param(
            THRESHOLD,
            "    threshold: {null_effect: true, value: 1 °C}\n",
            ["31:5 threshold-source"],
            id="null-and-value",
        ),
        pytest.param(THRESHOLD, "    threshold: {source: x}\n", ["31:5 threshold-source"], id="only-source"),
        pytest.param(THRESHOLD, "    threshold: {}\n", ["31:5 threshold-source"], id="empty-threshold"),
        pytest.param(BIAS, f"{BIAS}      large_effect: {{level: 0, reason: It was small.}}\n", [], id="not-raised"),
        pytest.param(
            BIAS, f"{BIAS}      large_effect: {{level: 2, reason: x}}\n", ["45:7 grade-upgrade"], id="raised-by-two"
        ),
        pytest.param(
            BIAS, f"{BIAS}      dose_response: {{level: 2, reason: x}}\n", ["45:30 record-value"], id="dose-by-two"
        ),
        pytest.param("level: 0, reason: Only", "level: -3, reason: Only", ["41:30 grade-levels"], id="three-levels"),
        pytest.param("level: -1, reason: How", "level: -3, reason: How", ["40:29 grade-levels"], id="three-for-bias"),
        pytest.param(
            "level: 0, reason: Nothing",
            "level: -1, reason: Nothing",
            ["7:10 verdict-allowed", "8:9 conclusion-against-grade", "28:17 conclusion-against-grade"],
            id="very-low",
        ),
        pytest.param("review_by: 2028-11-21", "review_by: 2026-11-22", [], id="next-day"),
        pytest.param("review_by: 2028-11-21", "review_by: 2026-11-21", ["58:12 review-dates"], id="same-day"),
        pytest.param("review_by: 2028-11-21", "review_by: 2026-11-20", ["58:12 review-dates"], id="day-before"),
        pytest.param(
            "review_by: 2028-11-21", "review_by: 2028-11-22", ["58:12 review-dates"], id="24-months-and-a-day"
        ),
        pytest.param(
            RESTS,
            f"{RESTS}parts: [{{says: x, verdict: not-supported, body: warmth}}]\n",
            [],
            id="part-with-its-verdict",
        ),
        pytest.param(
            RESTS,
            f"{RESTS}parts: [{{says: x, verdict: supported, body: warm}}]\n",
            ["46:45 claim-body-unknown"],
            id="part",
        ),
        pytest.param(RESTS, "rests_on: []\n", ["7:10 verdict-allowed"], id="rests-on-nothing"),
        pytest.param(
            "verdict: not-supported", "verdict: untested", ["45:12 rests-on-direct"], id="untested-with-evidence"
        ),
        pytest.param(
            "verdict: not-supported",
            "verdict: not-testable",
            ["7:10 not-testable-reason", "45:12 rests-on-direct"],
            id="untestable-with-evidence",
        ),
        pytest.param("phrase: magnets warm your hands", f"phrase: {'a ' * 12}", [], id="twelve-words"),
        pytest.param("related: []", "aliases: [old-name]", [], id="alias"),
        pytest.param("related: []", "aliases: [magnets-warm-the-hand]", ["55:11 claim-alias-unique"], id="own-id"),
    ],
)
def test_edge_of_rule(old: str, new: str, found: list[str], tmp_path: Path) -> None:
    """What just keeps a rule is sound, and what just breaks it is one problem at its place."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, old, new)

    assert [f"{CLAIM}:{item}" for item in found] == project.found()


UNTESTED = ("verdict: not-supported", "verdict: untested")
NOTHING = (RESTS, "rests_on: []\n")
TO_NAME = "name in `rests_on` the bodies that the verdict stands on:"


def second_body(text: str) -> str:
    """Return a claim with a second body like its first one, by which the claim holds at moderate."""
    body = text[text.index("  - id: warmth") : text.index("rests_on")]
    other = body.replace("id: warmth", "id: comfort").replace("unimportant", "holds")
    other = other.replace("imprecision: {level: -1", "imprecision: {level: 0")
    return text.replace(body, body + other)


def verdict_hints(project: Project) -> list[str]:
    """Return the hints of the rules that hold a verdict against the bodies that it rests on."""
    return [item.hint for item in project.problems() if item.rule in {"verdict-allowed", "rests-on-direct"}]


def test_verdict_left_at_untested_is_told_which_are_allowed(tmp_path: Path) -> None:
    """Who has named the bodies that a verdict rests on, and not yet the verdict, learns which these allow."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, *UNTESTED)

    assert ["write a verdict that the bodies in `rests_on` allow: `not-supported`"] == verdict_hints(project)


def test_verdict_left_at_untested_rests_on_no_body_that_tests_nothing(tmp_path: Path) -> None:
    """Where no body tests the claim, the verdict is right and `rests_on` has to go."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, *UNTESTED)
    project.replace(CLAIM, "directness: direct\n", "directness: indirect\n")

    assert ["delete `rests_on`"] == verdict_hints(project)


@pytest.mark.parametrize("verdict", ["untested", "not-supported", "supported"])
def test_verdict_that_rests_on_nothing_is_told_what_it_could_rest_on(verdict: str, tmp_path: Path) -> None:
    """Whatever the verdict: the hint names the body that tests the claim, with the verdict that it allows."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "verdict: not-supported", f"verdict: {verdict}")
    project.replace(CLAIM, *NOTHING)

    assert [f"{TO_NAME} `[warmth]` allows `not-supported`"] == verdict_hints(project)


def test_each_body_that_a_verdict_could_rest_on_is_told_apart(tmp_path: Path) -> None:
    """Of several bodies the hint tells what each of them allows, and what all do together."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, *NOTHING)
    project.write(CLAIM, second_body(project.read(CLAIM)))

    told = "`[warmth]` allows `not-supported`, `[comfort]` allows `supported`, `[warmth, comfort]` allows `unsettled`"
    assert [f"{TO_NAME} {told}"] == verdict_hints(project)


def test_code_on_a_page_cites_nothing_and_asks_for_nothing(tmp_path: Path) -> None:
    """A guide may show citations and parts that do not exist; behind code a problem stands at its true place."""
    project = Project.of_sample(tmp_path)
    code = "```\n[@nobody2000]\n<!-- evidence:nonsense -->\n```\n\nWrite `[@nobody2000; @nobody2001]`"
    project.write("docs/help.md", f"# Help\n\n{code}, not [@nobody2002].\n")

    assert ["docs/help.md:8:43 page-citation-unknown"] == project.found()
