"""Scaffolds: made from the models, sound as they stand, and small edits that leave everything else alone."""

from __future__ import annotations

import datetime
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.projects import BIBLIOGRAPHY, CLAIM, PLANNED, SAMPLE, SOURCE, Project

from evidence.documents import check_documents
from evidence.imports.work import Work
from evidence.json_schema import json_schema
from evidence.layout.records import record_in_form
from evidence.library import KINDS, kind_of, read_library
from evidence.model.reference import Person
from evidence.model.vocabulary import Basis, ClaimKind, Design, DocumentKind, Reading, Topic
from evidence.readers.decode import decode
from evidence.readers.nodes import read_nodes, to_data
from evidence.scaffold import skeleton as skeleton_module
from evidence.scaffold.claim import NewClaim, plan_claim
from evidence.scaffold.edits import add_claim, drop_planned
from evidence.scaffold.plan import Change, Plan, Refusal, described, faults_of, left_to_write
from evidence.scaffold.skeleton import UnknownValueError, skeleton
from evidence.scaffold.source import NewSource, Original, plan_source, sentences_of
from evidence.scaffold.study import STUDY_KINDS, NewStudy, plan_study

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TODAY = datetime.date(2026, 11, 27)
LIBRARY, _ = read_library(SAMPLE)
TEXTS = {file: (SAMPLE / file).read_text(encoding="utf-8") for file in (SOURCE, PLANNED, BIBLIOGRAPHY)}

COLD_FOOT = "magnets-cool-the-foot"


def new_claim(
    name: str = COLD_FOOT, kind: ClaimKind = ClaimKind.EFFECT, basis: Basis | None = None, *sentences: str
) -> Plan | Refusal:
    """Plan a claim in the sample."""
    new = NewClaim(name, "Do magnets cool the foot?", Topic.INSOLES, kind, "sample-article", sentences, basis=basis)
    return plan_claim(new, LIBRARY, TEXTS, TODAY)


def new_study(
    key: str = "beta2002", kind: str = "trial", design: Design = Design.RANDOMIZED_PARALLEL
) -> Plan | Refusal:
    """Plan a study in the sample."""
    work = Work("article", {"title": "Cold feet", "year": "2002"}, authors=(Person("Beta", "Bo"),))
    new = NewStudy(key, kind, design, Reading.ABSTRACT, work, where="https://example.org/beta")
    return plan_study(new, LIBRARY, TEXTS[BIBLIOGRAPHY], TODAY)


def new_source(text: str = "A heading\n\nMagnets work. They do.\n", **corrections: Any) -> Plan | Refusal:  # noqa: ANN401
    """Plan the map of a text in the sample."""
    original = Original(text.encode(), **corrections)
    return plan_source(NewSource("a-post", "A post", DocumentKind.BLOG_POST, original), LIBRARY)


CLAIMS = {f"claim-{kind}-{basis}": new_claim(COLD_FOOT, kind, basis) for kind in ClaimKind for basis in (None, *Basis)}
STUDIES = {f"study-{kind}": new_study(kind=kind) for kind in STUDY_KINDS}
STUDIES |= {f"study-{design}": new_study(kind="study", design=design) for design in Design}
PLANS = {**CLAIMS, **STUDIES, "source": new_source()}


def written(plan: Plan | Refusal) -> str:
    """Return the text of the new record of a plan."""
    assert isinstance(plan, Plan)
    return plan.changes[0].text


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_scaffold_is_sound(plan: Plan | Refusal) -> None:
    """A scaffold of any kind is a draft in which the check finds no error, and in which something is left to write."""
    assert isinstance(plan, Plan)
    assert [] == faults_of(plan, LIBRARY)
    assert "\ndraft: true\n" in written(plan)
    assert left_to_write(plan)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_scaffold_is_in_canonical_form(plan: Plan | Refusal) -> None:
    """A scaffold is laid out as the formatter would lay it out."""
    assert isinstance(plan, Plan)
    change = plan.changes[0]
    node, _ = read_nodes(change.text, change.file)
    assert node
    record, _ = decode(node, KINDS[kind_of(change.file) or ""], change.file)
    assert record

    assert change.text == record_in_form(record, change.text)


@pytest.mark.parametrize("plan", [PLANS["claim-effect-None"], PLANS["study-trial"], PLANS["source"]])
def test_finished_scaffold_must_be_written(plan: Plan | Refusal) -> None:
    """Every text that is left to write is an error once the record is no draft, at the place that was listed."""
    assert isinstance(plan, Plan)
    first, *others = plan.changes
    # The line stays, so that places stay the same.
    finished = Plan((Change(first.file, first.text.replace("draft: true", "# no draft")), *others))

    faults = [problem.place for problem in faults_of(finished, LIBRARY) if problem.rule == "placeholder-left"]

    assert [place for place, _ in left_to_write(plan)] == faults


def keys_of(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every key of every part of a record, with the name of the part."""
    parts = {"the record": schema, **schema.get("$defs", {})}
    for name, part in parts.items():
        for key in part.get("properties", {}):
            yield name, key


@pytest.mark.parametrize("kind", ["claim", "study", "source"])
def test_scaffolds_show_every_key(kind: str) -> None:
    """Every key of every part of a model stands in some scaffold of its kind, written out or in a comment."""
    texts = "\n".join(written(plan) for name, plan in PLANS.items() if name.partition("-")[0] == kind)
    shown = set(re.findall(r"(?:^|[ {\[])(?:- |# )?([a-z0-9_]+):", texts, re.MULTILINE))

    assert [] == [f"{name}.{key}" for name, key in keys_of(json_schema(kind)) if key not in shown]


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_keys_in_comments_have_a_line_each(plan: Plan | Refusal) -> None:
    """A key that may be left out takes one line, on which it is explained, and an editor shows it whole."""
    _, _, _, *lines = written(plan).splitlines()
    comments = [line for line in lines if line.lstrip().startswith("#")]

    assert comments
    assert [] == [line for line in comments if not re.fullmatch(r" *# +(?:- )?[a-z0-9_]+:(?: \S.*)?  # \S.*[.?]", line)]
    assert [] == [line for line in comments if len(line) > 120]


@pytest.mark.parametrize("plan", [PLANS["claim-effect-None"], PLANS["study-trial"], PLANS["study-review"]])
def test_comments_become_keys(plan: Plan | Refusal) -> None:
    """Without its sign a comment is a key at its place, with the keys of its parts."""
    head, body = re.split(r"(?<=draft\.\n)", written(plan), maxsplit=1)
    node, problems = read_nodes(re.sub(r"^( *)# ", r"\1", body, flags=re.MULTILINE), "x")

    assert 3 == head.count("\n")
    assert [] == problems
    assert node
    data = to_data(node)
    assert isinstance(data, dict)
    schema = json_schema("claim" if "title" in data else "study")
    parts = schema.get("$defs", {})
    assert set(data) == set((schema if "properties" in schema else parts[str(data["kind"]).capitalize()])["properties"])


def test_part_that_stands_twice_is_told_once() -> None:
    """Where two keys hold the same part, the second points at the first."""
    text = written(PLANS["study-trial"])

    assert 1 == len(re.findall(r"# +change_mean:", text))
    assert "    # first_period: […]  # Data of a crossover's first period. Its keys are those of `data`.\n" in text


def test_description_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long description the first sentence stands in the scaffold; where that is too long as well, it goes on."""
    schema = json_schema("planned")
    long = " ".join(["word"] * 30)
    for key, says in {"colour": f"Its colour. As a {long}.", "size": f"A {long}."}.items():
        schema["$defs"]["PlannedClaim"]["properties"][key] = {"type": "string", "description": says}
    monkeypatch.setattr(skeleton_module, "json_schema", lambda _: schema)

    text = skeleton("planned", {"claims": [{"id": "a", "topic": "use"}]}, 1)

    assert "    # colour: …  # Its colour.\n    # size: …  # A word word" in text
    assert re.search(r"word\n    #   word[ word]*\.\n\Z", text)


def test_key_that_is_added_to_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that a model has come to have is in the next scaffold: where it is needed as a text, else in a comment."""
    schema = json_schema("planned")
    item = schema["$defs"]["PlannedClaim"]
    item["properties"] |= {"colour": {"type": "string", "description": "Its ``colour``."}, "size": {"type": "integer"}}
    item["required"] = [*item["required"], "colour"]
    monkeypatch.setattr(skeleton_module, "json_schema", lambda _: schema)

    text = skeleton("planned", {"claims": [{"id": "a", "topic": "use"}]}, 1)

    assert '    colour: "TO WRITE: Its `colour`."\n    # size: …\n' in text


@pytest.mark.parametrize(
    "part",
    [{"type": "integer"}, {"enum": ["a", "b"], "type": "string"}, {"type": "string", "pattern": "^x$"}],
    ids=["number", "choice", "form"],
)
def test_value_that_nothing_can_stand_for(part: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A number or a choice that a model has come to need stops the scaffold: a test fails, and nobody guesses."""
    schema = json_schema("planned")
    schema["properties"]["colour"] = part
    schema["required"] = [*schema["required"], "colour"]
    monkeypatch.setattr(skeleton_module, "json_schema", lambda _: schema)

    with pytest.raises(UnknownValueError, match="no text can stand for `colour`"):
        skeleton("planned", {"claims": []}, 1)


def test_key_that_no_model_has() -> None:
    """A scaffold that gives what the model does not know stops as well."""
    with pytest.raises(UnknownValueError, match="the model has no key colour"):
        skeleton("planned", {"claims": [], "colour": "red"}, 1)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("Plain words", "title: Plain words"),
        ("A colon: here", 'title: "A colon: here"'),
        ("no", 'title: "no"'),
        ("12e3", 'title: "12e3"'),
        ("# hash", 'title: "# hash"'),
        ("a #hash", 'title: "a #hash"'),
        ("a#hash", "title: a#hash"),
        ('say "it"', 'title: say "it"'),
        ('"it"', "title: '\"it\"'"),
        ("[x]", 'title: "[x]"'),
        ("- x", 'title: "- x"'),
        ("ends:", 'title: "ends:"'),
        ("https://example.org/a?b=c#d", "title: https://example.org/a?b=c#d"),
        ("été", "title: été"),
    ],
)
def test_text_in_yaml(value: str, line: str) -> None:
    """A text is quoted where YAML would read something else, and read as it was given."""
    given = {"id": "x", "title": value, "kind": "blog-post", "sha256": "a" * 64, "normalisation": "nfc-nbsp-space-1"}
    text = skeleton("source", {**given, "sentences": [{"id": "p1s1", "sha256": "b" * 64, "role": "claim"}]}, 1)
    node, problems = read_nodes(text, "x")

    assert [] == problems
    assert node
    data = to_data(node)
    assert isinstance(data, dict)
    assert value == data["title"]
    assert line in text.splitlines()


def test_claim_that_was_planned() -> None:
    """A planned claim has its sentences already and comes off the list; the map stays as it is."""
    plan = new_claim()

    assert isinstance(plan, Plan)
    assert [f"claims/insoles/{COLD_FOOT}.yml", PLANNED] == [change.file for change in plan.changes]
    assert "  - document: sample-article\n    sentence: p2s2\n" in written(plan)
    assert plan.changes[1].text.endswith("planned.schema.json\nclaims: []\n")


def test_claim_that_is_new() -> None:
    """A new claim is named in each sentence that makes it, in the order in which they were given."""
    plan = new_claim("magnets-tickle", ClaimKind.EFFECT, None, "p2s1", "p1s1")

    assert isinstance(plan, Plan)
    assert ["claims/insoles/magnets-tickle.yml", SOURCE] == [change.file for change in plan.changes]
    assert ["p2s1", "p1s1"] == re.findall("sentence: (p.s.)", written(plan))
    assert (
        TEXTS[SOURCE]
        .replace("[magnets-warm-the-hand]", "[magnets-warm-the-hand, magnets-tickle]")
        .replace("    role: heading\n", "    role: heading\n    claims: [magnets-tickle]\n")
        == plan.changes[1].text
    )


def test_dates_of_a_claim() -> None:
    """A claim is dated with the day it was begun, and due two years later, on a day that exists."""
    new = NewClaim(COLD_FOOT, "T", Topic.INSOLES, ClaimKind.USAGE, "", ())
    plan = plan_claim(new, LIBRARY, TEXTS, datetime.date(2028, 2, 29))

    text = written(plan)
    assert "\nreviewed: 2028-02-29\nreview_by: 2030-02-28\n" in text
    assert "\n  - date: 2028-02-29\n    what: First published.\n" in text


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        (new_claim("magnets-warm-the-hand"), f"{CLAIM} exists already"),
        (new_study("alpha2001"), "studies/alpha2001.yml exists already"),
        (
            new_study("Alpha2001"),
            "the key `Alpha2001` belongs to another work (references.bib:1:1): Warmth of the hand",
        ),
        (
            new_source((SAMPLE / "documents/sample-article.txt").read_text()),
            f"this file is mapped already, in {SOURCE}",
        ),
        (new_source(" \n\n"), "the text is empty"),
        (new_source("A b. C d.", joined=("p9s1",)), "the text has no sentence p9s1: look at them with --preview"),
        (new_source("A b. C d.", joined=("p1s2",)), "p1s2 ends its paragraph and cannot be joined to the next one"),
        (new_source("A b. C d.", divided={"p1s1": 2}), "p1s1 has 2 words and cannot be divided after 2"),
        (new_source("A b. C d. " * 2000), "the map of 4000 sentences would be larger than a record may be"),
    ],
)
def test_refusals(plan: Plan | Refusal, reason: str) -> None:
    """What exists, or cannot be done, is refused with the reason."""
    assert isinstance(plan, Refusal)
    assert plan.reason.startswith(reason)


def test_work_that_is_there_already() -> None:
    """A paper that the bibliography has is refused under any key, with the place of its entry."""
    work = Work("article", {"title": "Other words", "doi": "10.5555/SAMPLE.2001"})
    new = NewStudy("beta2002", "study", Design.SURVEY, Reading.RECORD, work)

    assert Refusal(
        "`alpha2001` has this DOI already (references.bib:1:1): Warmth of the hand under a magnet"
    ) == plan_study(new, LIBRARY, TEXTS[BIBLIOGRAPHY], TODAY)


def test_study_whose_entry_is_there(tmp_path: Path) -> None:
    """A study whose entry somebody wrote before uses it and says what was seen of it."""
    project = Project.of_sample(tmp_path)
    entry = (
        "@book{beta2002,\n  title = {Beta},\n  publisher = {P},\n  year = {2002},\n  isbn = {978-0-306-40615-7},\n}\n"
    )
    project.write(BIBLIOGRAPHY, f"{project.read(BIBLIOGRAPHY)}\n{entry}")
    library, _ = read_library(tmp_path)
    new = NewStudy("beta2002", "document", Design.TEXTBOOK, Reading.FULL_TEXT)
    plan = plan_study(new, library, project.read(BIBLIOGRAPHY), TODAY)

    assert isinstance(plan, Plan)
    assert ["studies/beta2002.yml"] == [change.file for change in plan.changes]
    assert '  - what: [title, publication]\n    where: "TO WRITE: The address of' in written(plan)


def test_fault_of_a_value() -> None:
    """A value that a rule refuses is told with its rule, and files that were at fault before are not blamed on it."""
    new = NewClaim("x", "Is it <b>bold</b>?", Topic.USE, ClaimKind.USAGE, "sample-article", ("p2s1",))
    plan = plan_claim(new, LIBRARY, TEXTS, TODAY)
    assert isinstance(plan, Plan)

    said = next(described(faults_of(plan, LIBRARY)))

    assert said == "Text must not hold HTML. `<b>bold</b>?` was seen. (text-html, claims/use/x.yml:5:14)"


MAP = """\
# comment
sentences:
  - id: p1s1
    role: claim  # why
    claims: [one]   # beside
  - {id: p1s2, role: claim, claims: [one, two]}
  - {id: p1s3, role: opinion}
  - id: p1s4
    claims:
      # above
      - one
      - two  # two
    role: claim
  - id: p1s5
    claims: []
    role: claim
  - id: p1s6
    claims: [
      one,  # first
      two
    ]
  - id: p1s7
    gist: >-
      folded
      text
# below
remarks: []
"""


@pytest.mark.parametrize(
    ("sentence", "old", "new"),
    [
        ("p1s1", "[one]   # beside", "[one, new]   # beside"),
        ("p1s2", "[one, two]}", "[one, two, new]}"),
        ("p1s3", "role: opinion}", "role: opinion, claims: [new]}"),
        ("p1s4", "      - two  # two\n", "      - two  # two\n      - new\n"),
        ("p1s5", "claims: []", "claims: [new]"),
        ("p1s6", "      two\n    ]", "      two, new\n    ]"),
        ("p1s7", "      text\n", "      text\n    claims: [new]\n"),
    ],
)
def test_claim_is_added_to_sentence(sentence: str, old: str, new: str) -> None:
    """A claim is added to a sentence in the way in which its record is laid out, and nothing else changes."""
    assert MAP.replace(old, new) == add_claim(MAP, sentence, "new")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (MAP, "p9s9"),
        ("sentences: {}\n", "p1s1"),
        ("sentences: [\n", "p1s1"),
        ("sentences: [{id: p1s1, claims: x}]\n", "p1s1"),
    ],
)
def test_sentence_that_cannot_be_changed(text: str, sentence: str) -> None:
    """Where an edit would not say what was meant, there is none."""
    assert None is add_claim(text, sentence, "new")


LIST = """\
# head
claims:
  # about a
  - id: a
    gist: |
      A
      b
  - {id: b, gist: B}
  - id: c
    gist: C  # c
"""


@pytest.mark.parametrize(
    ("claim", "gone"),
    [
        ("a", "  - id: a\n    gist: |\n      A\n      b\n"),
        ("b", "  - {id: b, gist: B}\n"),
        ("c", "  - id: c\n    gist: C  # c\n"),
    ],
)
def test_planned_claim_is_dropped(claim: str, gone: str) -> None:
    """A planned claim is taken off with its lines, and nothing else changes."""
    assert LIST.replace(gone, "") == drop_planned(LIST, claim)


def test_last_planned_claim_is_dropped() -> None:
    """An empty list is written as one."""
    assert "claims: []\n" == drop_planned("claims:\n  - id: a\n    gist: A\n", "a")


@pytest.mark.parametrize("text", ["claims: [{id: a, gist: A}, {id: b, gist: B}]\n", "claims: []\n", "- a\n"])
def test_list_that_cannot_be_changed(text: str) -> None:
    """Where the list is laid out in another way, a person has to change it."""
    assert None is drop_planned(text, "a")


TEXT = """\
Magnets for you

"Magnets work," says Dr. J. Smith of the U.S. He knows! (He does.) Do they?\u00a0Yes…
“They do.” And 3.5 mT is e.g. enough.

A long line without an end that goes on and on and on and on and on and on for ever
"""
SENTENCES = [
    ("p1s1", "Magnets for you"),
    ("p2s1", '"Magnets work," says Dr. J. Smith of the U.S. He knows!'),
    ("p2s2", "(He does.)"),
    ("p2s3", "Do they?"),
    ("p2s4", "Yes…"),
    ("p2s5", "“They do.”"),
    ("p2s6", "And 3.5 mT is e.g. enough."),
    ("p3s1", "A long line without an end that goes on and on and on and on and on and on for ever"),
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_sentences_of_a_text(end: str) -> None:
    """A text is split at empty lines and behind the ends of its sentences, but not behind short forms and initials."""
    sentences = sentences_of(Original(TEXT.replace("\n", end).encode()))

    assert isinstance(sentences, list)
    assert SENTENCES == [(sentence.id, sentence.text) for sentence in sentences]


def test_corrected_sentences() -> None:
    """A wrong guess is mended by joining sentences and dividing them, in the numbers of the guess."""
    original = Original(TEXT.encode(), joined=("p2s3", "p2s4"), divided={"p2s1": 9})
    sentences = sentences_of(original)

    assert isinstance(sentences, list)
    assert [
        '"Magnets work," says Dr. J. Smith of the U.S.',
        "He knows!",
        "(He does.)",
        "Do they? Yes… “They do.”",
        "And 3.5 mT is e.g. enough.",
    ] == [sentence.text for sentence in sentences if sentence.id.startswith("p2")]


def test_text_in_another_encoding() -> None:
    """A text that is not UTF-8 is refused with the place of the first byte that is not."""
    assert Refusal("the text must be UTF-8, and byte 5 is 0xe9: save it as UTF-8, and keep that file") == sentences_of(
        Original(b"caf\xc3\xe9"[:3] + b" \xe9")
    )


def test_map_of_a_document(tmp_path: Path) -> None:
    """A map is proved by its text, has the hash of the file, and guesses what is a heading."""
    project = Project.of_sample(tmp_path)
    data = TEXT.encode()
    plan = plan_source(NewSource("a-post", "A post", DocumentKind.BLOG_POST, Original(data)), LIBRARY)
    project.write("sources/a-post.yml", written(plan))
    library, problems = read_library(tmp_path)

    assert [] == problems
    source = library.sources["a-post"].value
    assert sha256(data).hexdigest() == source.sha256
    assert ["heading", *["claim"] * 7] == [sentence.role.value for sentence in source.sentences]
    sample = (SAMPLE / "documents/sample-article.txt").read_bytes()
    assert [] == list(check_documents(library, {"a-post": data, "sample-article": sample}))
    assert ["document-file", "document-sentence"] == [
        problem.rule for problem in check_documents(library, {"a-post": data + b"\n\nMore.", "sample-article": sample})
    ]
