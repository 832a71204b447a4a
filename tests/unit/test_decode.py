"""Decoding nodes to records: every fault at its place, in words that say what to do."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.projects import CLAIM, PLANNED, SAMPLE, SOURCE, STUDY
from tests.unit.test_nodes import damaged

from evidence.library import CLAIM as CLAIM_TYPE
from evidence.library import PLANNED as PLANNED_TYPE
from evidence.library import SOURCE as SOURCE_TYPE
from evidence.library import STUDY as STUDY_TYPE
from evidence.library import read_record
from evidence.model.study import Trial
from evidence.problem import Place
from evidence.readers.decode import Loaded, decode
from evidence.readers.nodes import Mapping, read_nodes, walk_scalars
from evidence.readers.shape import locate

if TYPE_CHECKING:
    from pydantic import TypeAdapter

TYPES: dict[str, TypeAdapter[Any]] = {
    CLAIM: CLAIM_TYPE,
    STUDY: STUDY_TYPE,
    SOURCE: SOURCE_TYPE,
    PLANNED: PLANNED_TYPE,
}


@cache
def text_of(file: str) -> str:
    """Return the text of a sample record."""
    return (SAMPLE / file).read_text(encoding="utf-8")


def changed(file: str, old: str, new: str) -> list[str]:
    """Decode a sample record with a passage changed; return the place, the rule and the rest of each message."""
    text = text_of(file)
    assert text.count(old) == 1
    node, problems = read_nodes(text.replace(old, new), file)
    assert node
    problems += decode(node, TYPES[file], file)[1]
    return [
        f"{problem.place.line}:{problem.place.column} {problem.rule}: {problem.message.split('. ', 1)[1]} "
        f"{problem.hint.split('; allowed: ')[0]}".rstrip()
        for problem in problems
    ]


@pytest.mark.parametrize("file", TYPES)
def test_sample_is_sound(file: str) -> None:
    """A sound record decodes without problems."""
    node, problems = read_nodes(text_of(file), file)
    assert node

    record, faults = decode(node, TYPES[file], file)

    assert record is not None
    assert [] == [*problems, *faults]


def loaded_claim() -> Loaded[Any]:
    """Return the sample claim."""
    node, _ = read_nodes(text_of(CLAIM), CLAIM)
    assert node
    record, _ = decode(node, CLAIM_TYPE, CLAIM)
    assert record
    return record


def test_values() -> None:
    """Texts become values of the types that their fields declare."""
    claim = loaded_claim().value

    assert datetime.date(2026, 11, 21) == claim.reviewed
    assert -1 == claim.bodies[0].judgements.imprecision.level
    assert claim.draft is False
    assert claim.summary.endswith("other [@alpha2001].")


def test_places_of_a_record() -> None:
    """A record points at its keys, its items and its values, and knows its name."""
    claim = loaded_claim()

    assert "magnets-warm-the-hand" == claim.name
    assert Place(CLAIM, 7, 1) == claim.place("verdict")
    assert Place(CLAIM, 7, 10) == claim.value_place("verdict")
    assert Place(CLAIM, 35, 9) == claim.place("bodies", 0, "evidence", 0)
    assert Place(CLAIM, 40, 29) == claim.value_place("bodies", 0, "judgements", "risk_of_bias", "level")
    scalar = claim.scalar("rests_on", 0)
    assert scalar
    assert "warmth" == scalar.value
    assert claim.scalar("rests_on") is None


FORM = "record-form"
QUOTES = "record-ambiguous-text"
VERDICTS = "not-testable, untested, overstated, supported, contradicted, not-supported, unsettled"
LEVEL = "bodies[1].judgements.inconsistency.level"
SLUG = "^[a-z0-9]+(?:-[a-z0-9]+)*$"
HASH = "BC73C12F7f5a578d24a2e29239b4516f3196882c9a04ec2ad47b6ab3a"
HARMS = "allowed: yes, none-occurred, not-mentioned, not-applicable"
COMPARATOR_AND_OUTCOME = "add `comparator: …` and `outcome: …`"
MONTH = "^[0-9]{4}-(?:0[1-9]|1[0-2])$"
DAY = "must be a date such as 2026-11-21."

# YAML 1.1 or 1.2 reads each of these as something other than a text.
SURPRISES = [
    "no", "No", "yes", "on", "OFF", "y", "N", "true", "False", "null", "Null",
    "1e3", "1.0e+3", "0123", "0o17", "0x1F", "0b11", "1_000", "12", "-3", "+1.5", ".5", "1.", "1.10", ".inf", "-.INF",
    ".nan",
    "2020-01-01", "2020-1-1", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43", "12:30:45", "190:20:30.15",
]  # fmt: skip


@pytest.mark.parametrize("written", SURPRISES)
def test_surprise_of_yaml_must_be_quoted(written: str) -> None:
    """Where a text is declared, what YAML would read as something else needs quotes, and the hint writes them."""
    found = changed(CLAIM, "practical: Gloves warm hands.", f"practical: {written}")

    assert [f"12:12 {QUOTES}: `practical` is '{written}' without quotes. write \"{written}\""] == found


@pytest.mark.parametrize("written", SURPRISES)
def test_quoted_surprise_is_text(written: str) -> None:
    """In quotes it is the text that was written."""
    assert [] == changed(CLAIM, "practical: Gloves warm hands.", f'practical: "{written}"')


@pytest.mark.parametrize(
    "written",
    ["nothing", "1e3 tesla", "1.2.3", "12:30 h", "2020-01", "e3", "0x", "yes, often", "1-2", "10 %", "é"],
)
def test_plain_text_needs_no_quotes(written: str) -> None:
    """What can only be a text needs no quotes."""
    assert [] == changed(CLAIM, "comparator: a dummy", f"comparator: {written}")


NUMBER = "must be a number such as 12 or 0.5, without quotes."
INTEGER = "must be a whole number such as 12, without quotes."
DATE = "must be a date of the calendar such as 2026-11-21."
FLAG = "must be true or false, without quotes."


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "1e3",
        "1.0e+3",
        "0123",
        "2020-01-01",
        "null",
        "1_000",
        "12:30:45",
        "0x1F",
        "1.",
        ".5",
        "+1",
        ".inf",
        "NaN",
        "1,5",
        "50 mT",
        "٣",
        "٣.٥",
        "-0123",
    ],
)
def test_surprise_of_yaml_is_no_number(written: str) -> None:
    """Where a number is declared, only the plain decimal notation is one."""
    assert [f"13:15 {FORM}: `arms[1].field_mt` is '{written}': {NUMBER}"] == changed(
        STUDY, "field_mt: 50", f"field_mt: {written}"
    )


@pytest.mark.parametrize(("written", "value"), [("50", 50.0), ("-0.25", -0.25), ("0", 0.0), ("31.10", 31.1)])
def test_number(written: str, value: float) -> None:
    """A plain decimal is a number."""
    node, _ = read_nodes(text_of(STUDY).replace("field_mt: 50", f"field_mt: {written}"), STUDY)
    assert node
    study, _ = decode(node, STUDY_TYPE, STUDY)
    assert study
    assert isinstance(study.value, Trial)

    assert value == study.value.arms[0].field_mt


@pytest.mark.parametrize(
    ("file", "old", "new", "problems"),
    [
        pytest.param(
            STUDY,
            "randomized: 20",
            "randomized: 20.0",
            [f"22:13 {FORM}: `randomized` is '20.0': {INTEGER}"],
            id="integer",
        ),
        pytest.param(
            STUDY,
            "randomized: 20",
            "randomized: '20'",
            [f"22:13 {FORM}: `randomized` is '20': {INTEGER}"],
            id="quoted-integer",
        ),
        pytest.param(
            STUDY,
            "randomized: 20",
            "randomized: [20]",
            [f"22:1 {FORM}: `randomized` is a list: {INTEGER}"],
            id="list-for-integer",
        ),
        pytest.param(
            STUDY,
            "field_mt: 50",
            "field_mt: {is: 50}",
            [f"13:5 {FORM}: `arms[1].field_mt` is a mapping: {NUMBER}"],
            id="mapping-for-number",
        ),
        pytest.param(
            CLAIM,
            "reviewed: 2026-11-21",
            "reviewed: 2026-02-30",
            [f"57:11 {FORM}: `reviewed` is '2026-02-30': {DATE}"],
            id="no-such-day",
        ),
        pytest.param(
            CLAIM,
            "reviewed: 2026-11-21",
            "reviewed: 21.11.2026",
            [f"57:11 {FORM}: `reviewed` is '21.11.2026': {DATE}"],
            id="other-date",
        ),
        pytest.param(
            CLAIM,
            "reviewed: 2026-11-21",
            "reviewed: 20261121",
            [f"57:11 {FORM}: `reviewed` is '20261121': {DATE}"],
            id="compact-date",
        ),
        pytest.param(CLAIM, "reviewed: 2026-11-21", 'reviewed: "2026-11-21"', [], id="quoted-date"),
        pytest.param(
            CLAIM,
            "reviewed: 2026-11-21",
            "reviewed: []",
            [f"57:1 {FORM}: `reviewed` is a list: {DAY}"],
            id="list-for-date",
        ),
        pytest.param(
            STUDY,
            "when: 2026-11",
            "when: 2026-13",
            [f"75:11 {FORM}: `verified[1].when` is '2026-13': wrong form. it must match {MONTH}"],
            id="no-such-month",
        ),
        pytest.param(
            CLAIM, "kind: effect\n", "kind: effect\ndraft: yes\n", [f"7:8 {FORM}: `draft` is 'yes': {FLAG}"], id="flag"
        ),
        pytest.param(
            CLAIM,
            "kind: effect\n",
            "kind: effect\ndraft: [true]\n",
            [f"7:1 {FORM}: `draft` is a list: {FLAG}"],
            id="list-for-flag",
        ),
        pytest.param(
            CLAIM,
            "level: 0, reason: Only",
            "level: 0.0, reason: Only",
            [f"41:30 {FORM}: `{LEVEL}` is '0.0': {INTEGER}"],
            id="level",
        ),
        pytest.param(
            CLAIM,
            "level: 0, reason: Only",
            "level: 1, reason: Only",
            [f"41:30 record-value: `{LEVEL}` is '1'. did you mean '-1'? allowed: 0, -1, -2, -3"],
            id="level-too-high",
        ),
        pytest.param(
            CLAIM,
            "title: Does a",
            "title: |\n  Does\n  a",
            [f"3:8 {FORM}: `title` is 'Does\\na magnet warm the hand?\\n': must be a single line."],
            id="two-lines",
        ),
        pytest.param(
            CLAIM,
            "title: Does a magnet warm the hand?",
            "title: [Does it?]",
            [f"3:1 {FORM}: `title` is a list: must be a text."],
            id="list-for-text",
        ),
        pytest.param(
            CLAIM,
            "related: []",
            "related: magnets",
            [f"55:10 {FORM}: `related` is 'magnets': must be a list."],
            id="text-for-list",
        ),
        pytest.param(
            CLAIM,
            "related: []",
            "related: {a: b}",
            [f"55:1 {FORM}: `related` is a mapping: must be a list."],
            id="mapping-for-list",
        ),
        pytest.param(
            CLAIM,
            "imprecision: {level: -1, reason: Twenty people.}",
            "imprecision: high",
            [f"43:20 {FORM}: `bodies[1].judgements.imprecision` is 'high': must be a mapping."],
            id="text-for-mapping",
        ),
        pytest.param(
            CLAIM,
            "related: []",
            "related: [Magnets]",
            [f"55:11 {FORM}: `related[1]` is 'Magnets': wrong form. it must match {SLUG}"],
            id="slug",
        ),
        pytest.param(
            CLAIM,
            "related: []",
            "related: [[a]]",
            [f"55:11 {FORM}: `related[1]` is a list: must be a text."],
            id="list-in-list",
        ),
        pytest.param(
            SOURCE,
            "sha256: bc73c12f",
            "sha256: BC73C12F",
            [f"6:9 {FORM}: `sha256` is '{HASH}…': wrong form. it must match ^[0-9a-f]{{64}}$"],
            id="long-value",
        ),
        pytest.param(
            CLAIM,
            "short_claim: Magnets warm the hand.",
            f"short_claim: {'x' * 76}",
            ["4:14 record-length: `short_claim` has 76 characters, at most 75 are allowed."],
            id="too-long",
        ),
        pytest.param(
            CLAIM, "short_claim: Magnets warm the hand.", f"short_claim: {'é' * 75}", [], id="as-long-as-allowed"
        ),
        pytest.param(
            CLAIM,
            "short_claim: Magnets warm the hand.",
            f'short_claim: "  {"x" * 75}  "',
            [],
            id="blanks-around-do-not-count",
        ),
        pytest.param(
            CLAIM,
            "practical: Gloves warm hands.",
            "practical: ' '",
            ["12:12 record-length: `practical` has 0 characters, at least 1 needed."],
            id="empty",
        ),
        pytest.param(
            CLAIM,
            "  - magnet bracelet cold fingers\n",
            "",
            ["49:1 record-length: `also_asked` has 4 items, at least 5 needed."],
            id="too-few",
        ),
        pytest.param(
            STUDY,
            "[doi, authors, publication, figures]",
            "[]",
            ["73:5 record-length: `verified[1].what` has 0 items, at least 1 needed."],
            id="empty-list",
        ),
        pytest.param(
            CLAIM,
            "related: []",
            f"related: [{'a' * 81}]",
            ["55:11 record-length: `related[1]` has 81 characters, at most 80 are allowed."],
            id="long-slug",
        ),
        pytest.param(
            CLAIM,
            "verdict: not-supported",
            "verdict: not-suported",
            [f"7:10 record-value: `verdict` is 'not-suported'. did you mean 'not-supported'? allowed: {VERDICTS}"],
            id="nearest-word",
        ),
        pytest.param(
            CLAIM,
            "verdict: not-supported",
            "verdict: false",
            [f"7:10 record-value: `verdict` is 'false'. allowed: {VERDICTS}"],
            id="far-word",
        ),
        pytest.param(
            CLAIM,
            "verdict: not-supported",
            "verdict: [supported]",
            [f"7:1 record-value: `verdict` is a list. allowed: {VERDICTS}"],
            id="list-for-word",
        ),
        pytest.param(
            STUDY,
            "harms: {reported: not-mentioned}",
            "harms: {reported: no}",
            [f"71:19 record-value: `harms.reported` is 'no'. {HARMS}"],
            id="literal",
        ),
        pytest.param(
            STUDY,
            "where: https://example.org/alpha2001",
            "where: ''",
            ["74:12 record-length: `verified[1].where` has 0 characters, at least 1 needed."],
            id="union-of-texts",
        ),
        pytest.param(
            STUDY, "where: https://example.org/alpha2001", "where: seen in print", [], id="second-member-of-union"
        ),
        pytest.param(
            STUDY,
            "where: https://example.org/alpha2001",
            "where: [a]",
            [f"74:5 {FORM}: `verified[1].where` is a list: must be a text."],
            id="list-for-union",
        ),
    ],
)
def test_value(file: str, old: str, new: str, problems: list[str]) -> None:
    """A value in the wrong form is one problem at the value (at its key, for lists and mappings)."""
    assert problems == changed(file, old, new)


@pytest.mark.parametrize(
    ("file", "old", "new", "problems"),
    [
        pytest.param(
            CLAIM,
            "verdict: not",
            "veridct: not",
            [
                "2:1 record-missing-key: `verdict` is missing here. add `verdict: …`",
                "7:1 record-unknown-key: `veridct` is not one of them. did you mean 'verdict'?",
            ],
            id="misspelt",
        ),
        pytest.param(
            CLAIM,
            "  comparator: a dummy\n  outcome: skin temperature\n",
            "  comparison: a dummy\n",
            [
                "18:1 record-missing-key: `comparator` and `outcome` are missing here. " + COMPARATOR_AND_OUTCOME,
                "21:3 record-unknown-key: `comparison` is not one of them. did you mean 'comparator'?",
            ],
            id="in-mapping",
        ),
        pytest.param(
            CLAIM,
            "    put_as: asserted\n",
            "    putas: asserted\n",
            [
                "14:5 record-missing-key: `put_as` is missing here. add `put_as: …`",
                "17:5 record-unknown-key: `putas` is not one of them. did you mean 'put_as'?",
            ],
            id="in-item",
        ),
        pytest.param(
            CLAIM,
            "start: randomized",
            "starts: randomized",
            [
                "24:5 record-missing-key: `start` is missing here. add `start: …`",
                "30:5 record-unknown-key: `starts` is not one of them. did you mean 'start'?",
            ],
            id="in-member-of-union",
        ),
        pytest.param(
            CLAIM,
            "    finding: unimportant\n",
            "    finding: unimportant\n    intervention: {a: b}\n",
            ["28:5 record-unknown-key: `intervention` is not one of them. delete it"],
            id="named-like-member-of-union",
        ),
        pytest.param(
            CLAIM,
            "imprecision: {level: -1, reason",
            "imprecision: {levels: -1, reason",
            [
                "43:7 record-missing-key: `level` is missing here. add `level: …`",
                "43:21 record-unknown-key: `levels` is not one of them. did you mean 'level'?",
            ],
            id="in-flow-mapping",
        ),
        pytest.param(
            STUDY,
            '    p: "0.66"\n',
            '    p_value: "0.66"\n    verdict: x\n',
            [
                "34:5 record-unknown-key: `p_value` is not one of them. delete it",
                "35:5 record-unknown-key: `verdict` is not one of them. delete it",
            ],
            id="in-record-of-union",
        ),
        pytest.param(
            CLAIM,
            "      - study: alpha2001\n        outcome: skin-temperature\n",
            "      - studdy: alpha2001\n",
            [
                "35:9 record-missing-key: `study` and `outcome` are missing here. add `study: …` and `outcome: …`",
                "35:9 record-unknown-key: `studdy` is not one of them. did you mean 'study'?",
            ],
            id="inherited-key",
        ),
    ],
)
def test_keys(file: str, old: str, new: str, problems: list[str]) -> None:
    """An unknown key is shown with the nearest that its mapping allows; missing ones together, at what lacks them."""
    assert problems == changed(file, old, new)


def test_allowed_keys_are_listed() -> None:
    """Where no allowed key looks like the unknown one, the hint lists those of its mapping."""
    node, _ = read_nodes(text_of(CLAIM).replace("put_as: asserted", "put_as: asserted\n    zzz: x"), CLAIM)
    assert node

    [problem] = decode(node, CLAIM_TYPE, CLAIM)[1]

    assert "delete it; allowed: document, phrase, put_as, sentence" == problem.hint


@pytest.mark.parametrize(
    ("old", "new", "hints"),
    [
        pytest.param("reason: Twenty people.}", "reason: Few, all young.}", ['"Few, all young."'], id="one-comma"),
        pytest.param(
            "reason: Twenty people.}", "reason: Few, young, ill.}", ['"Few, young, ill."'] * 2, id="two-commas"
        ),
        pytest.param(
            "level: -1, reason: Twenty people.", "reason: Few, ill, level: -1", ['"Few, ill"'], id="in-the-middle"
        ),
        pytest.param("reason: Twenty people.}", 'reason: Few "x", ill}', [r'"Few \"x\", ill"'], id="quotation-marks"),
        pytest.param("reason: Twenty people.}", f"reason: {'a' * 80}, b}}", [f'"{"a" * 57}…"'], id="long-text"),
    ],
)
def test_text_that_a_comma_has_torn_is_to_be_quoted(old: str, new: str, hints: list[str]) -> None:
    """Between braces a comma ends a text without quotes; the hint shows the whole of it, as it must be written."""
    node, _ = read_nodes(text_of(CLAIM).replace(old, new), CLAIM)
    assert node

    problems = decode(node, CLAIM_TYPE, CLAIM)[1]

    assert [f"quote the text, which has a comma: `reason: {hint}`" for hint in hints] == [
        item.hint for item in problems
    ]


@pytest.mark.parametrize(
    "new",
    [
        pytest.param("{xyz, level: -1, reason: Few.}", id="no-text-before"),
        pytest.param("{level: -1, reason: Few., xyz: Old.}", id="with-a-value"),
    ],
)
def test_key_that_is_no_piece_of_a_text_is_to_be_deleted(new: str) -> None:
    """A key between braces that has a value, or follows no text, is no part of a torn one."""
    node, _ = read_nodes(text_of(CLAIM).replace("{level: -1, reason: Twenty people.}", new), CLAIM)
    assert node

    assert ["delete it; allowed: level, reason"] == [item.hint for item in decode(node, CLAIM_TYPE, CLAIM)[1]]


def test_key_without_value_between_braces_has_a_hint_of_its_own() -> None:
    """There is no line to delete, and a text with a comma may be what was meant."""
    _, problems = read_nodes("a: {b: c, d}\n", CLAIM)

    assert ["give it a value, or delete it; a text with a comma must be quoted here"] == [
        item.hint for item in problems
    ]


BASES = "allowed: intervention, prognosis-or-frequency, measurement, document, none"
STARTS = "randomized, non-randomized, non-randomized-robins-i"
BEARINGS = "supports, against, mixed, background"


@pytest.mark.parametrize(
    ("file", "old", "new", "problems"),
    [
        pytest.param(
            CLAIM,
            "basis: intervention",
            "basis: interventional",
            [f"25:12 record-value: `bodies[1].basis` is 'interventional'. did you mean 'intervention'? {BASES}"],
            id="unknown-member",
        ),
        pytest.param(
            CLAIM,
            "    basis: intervention\n",
            "",
            ["24:5 record-missing-key: `basis` is missing here. add `basis: …`"],
            id="no-member",
        ),
        pytest.param(
            CLAIM,
            "basis: intervention",
            "basis: [intervention]",
            [f"25:5 record-value: `bodies[1].basis` is a list. {BASES}"],
            id="list-for-member",
        ),
        pytest.param(
            CLAIM,
            "basis: intervention",
            "basis:",
            ["25:5 yaml-no-value: `basis` has none. give it a value, or delete the line"],
            id="empty-member",
        ),
        pytest.param(
            CLAIM,
            "bodies:\n",
            "bodies:\n  - x\n",
            [f"24:5 {FORM}: `bodies[1]` is 'x': must be a mapping."],
            id="text-for-mapping",
        ),
        pytest.param(
            CLAIM,
            "start: randomized\n",
            "start: random\n",
            [f"30:12 record-value: `bodies[1].start` is 'random'. did you mean 'randomized'? allowed: {STARTS}"],
            id="value-inside",
        ),
        pytest.param(
            CLAIM,
            "bearing: against",
            "bearing: contra",
            [f"37:18 record-value: `bodies[1].evidence[1].bearing` is 'contra'. allowed: {BEARINGS}"],
            id="value-deep-inside",
        ),
        pytest.param(
            STUDY,
            "kind: trial",
            "kind: trail",
            ["3:7 record-value: `kind` is 'trail'. did you mean 'trial'? allowed: trial, study, review, document"],
            id="unknown-member-of-record",
        ),
        pytest.param(
            STUDY,
            "kind: trial\n",
            "",
            ["2:1 record-missing-key: `kind` is missing here. add `kind: …`"],
            id="no-member-of-record",
        ),
        pytest.param(
            STUDY,
            "mean: 31.0",
            "mean: hot",
            [f"33:34 {FORM}: `outcomes[1].data[2].mean` is 'hot': {NUMBER}"],
            id="value-inside-record",
        ),
    ],
)
def test_unions(file: str, old: str, new: str, problems: list[str]) -> None:
    """Where a key decides what its mapping holds, problems inside stand at their place, under their own name."""
    assert problems == changed(file, old, new)


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ("kind: effect", "kind:", ["yaml-no-value"]),
        ("kind: effect", "kind: ~", ["yaml-no-value"]),
        ("kind: effect", "kind: *x", ["yaml-anchor"]),
        ("reviewed: 2026-11-21", "reviewed:", ["yaml-no-value"]),
        ("related: []", "related:", ["yaml-no-value"]),
        ("related: []", "related: [~]", ["yaml-no-value"]),
        ("kind: effect", 'kind: ""', ["record-value"]),
    ],
)
def test_absent_value_is_one_problem(old: str, new: str, rules: list[str]) -> None:
    """A value that is not there is not also called a wrong one."""
    assert rules == [line.split()[1].rstrip(":") for line in changed(CLAIM, old, new)]


def test_every_fault_of_a_record_at_once() -> None:
    """All faults of a record are told in one run."""
    text = (
        "id: Wrong Id\n"
        "kind: trial\n"
        "kind: trial\n"
        "design: randomised-parallel\n"
        "read: &r abstract\n"
        "arms: {}\n"
        "outcomes:\n"
        "  - id: pain\n"
        "    direction: up\n"
        "    p: 0.66\n"
        "    effect: {measure: MD, value: '1', ci: {low: 1e0, high: 2, level: 80}}\n"
        "notices: [{kind: errata}]\n"
        "color: red\n"
    )
    node, problems = read_nodes(text, STUDY)
    assert node
    problems += decode(node, STUDY_TYPE, STUDY)[1]

    assert [
        "1:1 record-missing-key",
        "1:5 record-form",
        "3:1 yaml-duplicate-key",
        "4:9 record-value",
        "5:7 yaml-anchor",
        "6:1 record-form",
        "8:5 record-missing-key",
        "9:16 record-value",
        "10:8 record-ambiguous-text",
        "11:34 record-form",
        "11:49 record-form",
        "11:70 record-value",
        "12:11 record-missing-key",
        "12:18 record-value",
        "13:1 record-unknown-key",
    ] == [f"{problem.place.line}:{problem.place.column} {problem.rule}" for problem in sorted(problems)]


@pytest.mark.parametrize(
    ("kind", "location", "path", "keys"),
    [
        pytest.param(
            CLAIM,
            ("question",),
            ("question",),
            {"population", "intervention", "comparator", "outcome"},
            id="may-be-absent",
        ),
        pytest.param(
            CLAIM,
            ("bodies", 0, "none"),
            ("bodies", 0),
            {"id", "basis", "directness", "finding", "conclusion", "search"},
            id="member",
        ),
        pytest.param(
            CLAIM,
            ("bodies", 0, "none", "search", 1),
            ("bodies", 0, "search", 1),
            {"where", "words", "when", "found"},
            id="below-member",
        ),
        pytest.param(
            CLAIM, ("bodies", 0, "document", "document"), ("bodies", 0, "document"), set(), id="key-named-like-member"
        ),
        pytest.param(CLAIM, ("title",), ("title",), set(), id="text"),
        pytest.param(CLAIM, ("bodies", 0), ("bodies", 0), set(), id="member-not-chosen"),
        pytest.param(
            STUDY,
            ("trial", "outcomes", 0, "scale"),
            ("outcomes", 0, "scale"),
            {"name", "unit", "low", "high", "better"},
            id="record",
        ),
        pytest.param(
            STUDY,
            ("trial", "verified", 0, "where", "chain[x]"),
            ("verified", 0, "where"),
            set(),
            id="member-without-name",
        ),
        pytest.param(PLANNED, ("claims", 3), ("claims", 3), {"id", "topic", "gist"}, id="item"),
    ],
)
def test_locate(kind: str, location: tuple[str | int, ...], path: tuple[str | int, ...], keys: set[str]) -> None:
    """The location of a fault becomes the path in the file, and leads to the keys that are allowed there."""
    assert (path, frozenset(keys)) == locate(TYPES[kind], location)


def check_record(text: str, file: str) -> None:
    """Decode a text and hold the places of its problems against it."""
    node, problems = read_nodes(text, file)
    if node is None:
        return
    record, faults = decode(node, TYPES[file], file)

    assert (record is None) == bool(faults) or problems
    lines = text.split("\n")
    for problem in faults:
        assert file == problem.place.file
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
        assert "\n" not in problem.message


@pytest.mark.parametrize("file", TYPES)
@given(data=st.data())
@settings(max_examples=60)
def test_no_damage_makes_decoding_fail(file: str, data: st.DataObject) -> None:
    """A damaged record is read as far as it goes; places lie inside of the file and messages on one line."""
    check_record(data.draw(damaged(text_of(file))).replace("\r", ""), file)


@st.composite
def transplanted(draw: st.DrawFn, file: str) -> str:
    """Put one value of a record in the place of another, or a list or mapping there."""
    text = text_of(file)
    node, _ = read_nodes(text, file)
    assert isinstance(node, Mapping)
    scalars = [scalar for _, scalar in walk_scalars(node) if "\n" not in scalar.raw]
    target, origin = draw(st.sampled_from(scalars)), draw(st.sampled_from(scalars))
    values = ["[]", "{}", "[[]]", "{a: b}", "''", "~", "no", "1e400", "9" * 400, '"a\\nb"', "*x", origin.raw]
    lines = text.split("\n")
    line, start = target.place.line - 1, target.place.column - 1
    lines[line] = lines[line][:start] + draw(st.sampled_from(values)) + lines[line][start + len(target.raw) :]
    return "\n".join(lines)


@pytest.mark.parametrize("file", TYPES)
@given(data=st.data())
@settings(max_examples=60)
def test_no_value_makes_decoding_fail(file: str, data: st.DataObject) -> None:
    """Whatever stands in the place of a value, the record is sound or has problems inside of its file."""
    check_record(data.draw(transplanted(file)), file)


@given(st.binary(max_size=80) | damaged().map(str.encode))
@settings(max_examples=60)
def test_no_bytes_make_reading_fail(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever bytes a record's file holds, reading it gives the record or problems."""
    root = Path(tmp_path_factory.getbasetemp()) / "bytes"
    (root / CLAIM).parent.mkdir(parents=True, exist_ok=True)
    (root / CLAIM).write_bytes(data)

    record, problems = read_record(root, CLAIM, CLAIM_TYPE)

    assert (record is None) == bool(problems)
