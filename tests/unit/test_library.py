"""Reading a whole project: bad input is a problem at its place, and whatever is sound is kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.projects import ASSESSMENT, BIBLIOGRAPHY, CALCULATION, CLAIM, PLANNED, SAMPLE, SOURCE, STUDY, Project

from evidence.library import read_library
from evidence.readers.nodes import Scalar, read_nodes, walk_scalars
from evidence.review import review_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from evidence.review import Review

CLAIM_ID = "magnets-warm-the-hand"
RECORDS = [CLAIM, STUDY, SOURCE, CALCULATION, PLANNED]

SECOND_CLAIM = "claims/insoles/magnets-cool-the-foot.yml"
SECOND_STUDY = "studies/beta2002.yml"


def larger(folder: Path) -> Project:
    """Copy the sample and add a second record of each kind."""
    project = Project.of_sample(folder)
    project.replace(PLANNED, "  - id: magnets-cool-the-foot", "  - id: magnets-cool-the-ear")
    project.replace(SOURCE, "[magnets-cool-the-foot]", "[magnets-cool-the-foot, magnets-cool-the-ear]")
    project.write(
        SECOND_CLAIM,
        project.read(CLAIM)
        .replace(CLAIM_ID, "magnets-cool-the-foot")
        .replace("topic: blood-flow", "topic: insoles")
        .replace("alpha2001", "beta2002")
        .replace("sentence: p2s1", "sentence: p2s2")
        .replace("related: []", f"related: [{CLAIM_ID}, magnets-cool-the-ear]"),
    )
    project.write(SECOND_STUDY, project.read(STUDY).replace("alpha2001", "beta2002"))
    project.write("sources/other.yml", project.read(SOURCE).replace("id: sample-article", "id: other"))
    project.replace("sources/other.yml", "claims: [magnets-warm-the-hand]", "claims: [magnets-cool-the-ear]")
    project.replace(
        "sources/other.yml", "claims: [magnets-cool-the-foot, magnets-cool-the-ear]", "claims: [magnets-cool-the-ear]"
    )
    project.write(
        BIBLIOGRAPHY,
        project.read(BIBLIOGRAPHY)
        + "\n@misc{beta2002,\n  title = {Another},\n}\n\n@misc{beta2003,\n  title = {Third},\n}\n",
    )
    project.replace(SECOND_STUDY, "arms:\n", "reports: [{key: beta2003, note: The same people.}]\narms:\n")
    project.write("docs/topics/insoles.md", "# Insoles\n\n<!-- evidence:topic insoles -->\n")
    return project


def kept(review: Review) -> set[str]:
    """Return the files of the records, and the keys of the references, that are used further."""
    return {record.file for record in review.library.records()} | set(review.library.references)


EVERYTHING = {
    CLAIM,
    SECOND_CLAIM,
    STUDY,
    SECOND_STUDY,
    SOURCE,
    "sources/other.yml",
    PLANNED,
    CALCULATION,
    ASSESSMENT,
    "alpha2001",
    "beta2002",
    "beta2003",
}


def test_sound_project(tmp_path: Path) -> None:
    """All records of a sound project are kept, and every claim is appraised."""
    review = review_project(larger(tmp_path).root)

    assert () == review.problems
    assert EVERYTHING == kept(review)
    assert {CLAIM_ID, "magnets-cool-the-foot"} == set(review.appraisals)


ALL_RECORDS = [
    *(CLAIM, SECOND_CLAIM, STUDY, SECOND_STUDY, SOURCE, "sources/other.yml", CALCULATION, ASSESSMENT, PLANNED)
]


def first_line(data: bytes) -> bytes:
    """Return the first line of a record, which names its schema."""
    return data[: data.index(b"\n") + 1]


@pytest.mark.parametrize("file", ALL_RECORDS)
@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        pytest.param(lambda _: b"", "1:1 file-empty", id="empty"),
        pytest.param(lambda _: b"\n \n", "1:1 file-empty", id="blank"),
        pytest.param(lambda _: bytes(range(256)), "3:115 file-not-utf8", id="every-byte"),
        pytest.param(lambda _: b"\x89PNG\r\n\x1a\n" + bytes(40), "1:1 file-not-utf8", id="picture"),
        pytest.param(lambda data: data.decode().encode("utf-16"), "1:1 file-not-utf8", id="utf-16"),
        pytest.param(lambda data: data + b"#" * 256 * 1024, "1:1 file-too-large", id="too-large"),
        pytest.param(lambda data: first_line(data) + b"id: \x00\n", "2:5 file-control-character", id="null-byte"),
        pytest.param(first_line, "1:1 yaml-one-document", id="only-first-line"),
        pytest.param(
            lambda data: first_line(data) + b"id: " + b"[" * 30_000 + b"]" * 30_000 + b"\n",
            "2:36 yaml-too-deep",
            id="30000-brackets",
        ),
        pytest.param(lambda data: first_line(data) + b"a: [\n", "2:5 yaml-syntax", id="open-bracket"),
        pytest.param(lambda data: first_line(data) + b"- a\n", "2:1 yaml-one-document", id="list"),
        pytest.param(lambda data: b"\xef\xbb\xbf" + data, "1:1 file-byte-order-mark", id="bom"),
        pytest.param(lambda data: data.partition(b"\n")[2], "1:1 record-schema-line", id="no-first-line"),
        pytest.param(
            lambda data: first_line(data) + b"veridct: x\n" + data.partition(b"\n")[2],
            "2:1 record-unknown-key",
            id="unknown-key",
        ),
    ],
)
def test_faulty_record(file: str, spoil: Callable[[bytes], bytes], found: str, tmp_path: Path) -> None:
    """A faulty record is one problem at its place; its id stays known, and all other records are kept."""
    project = larger(tmp_path)
    project.write(file, spoil(project.read(file).encode()))
    review = review_project(project.root)

    assert [f"{file}:{found}"] == [f"{problem.place} {problem.rule}" for problem in review.problems]
    assert EVERYTHING - {file} == kept(review)


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        pytest.param(lambda data: data.replace(b"\n", b"\r\n"), "file-line-ending", id="crlf"),
        pytest.param(lambda data: data + data.split(b"\n")[1] + b"\n", "yaml-duplicate-key", id="duplicate-key"),
        pytest.param(lambda data: data + b"# \xe9\n", "file-not-utf8", id="wrong-encoding"),
        pytest.param(lambda data: data + b"---\na: b\n", "yaml-one-document", id="second-document"),
    ],
)
@pytest.mark.parametrize("file", ALL_RECORDS)
def test_fault_somewhere_in_record(file: str, spoil: Callable[[bytes], bytes], rule: str, tmp_path: Path) -> None:
    """A fault breeds no others, in its own record or elsewhere."""
    project = larger(tmp_path)
    project.write(file, spoil(project.read(file).encode()))
    review = review_project(project.root)

    assert [(file, rule)] == [(problem.place.file, problem.rule) for problem in review.problems]
    assert EVERYTHING - {file} == kept(review)


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("claims", {CLAIM, SECOND_CLAIM, PLANNED}),
        ("studies", {STUDY, SECOND_STUDY}),
        ("sources", {SOURCE, "sources/other.yml"}),
        ("docs", set()),
        (BIBLIOGRAPHY, {"alpha2001", "beta2002", "beta2003"}),
    ],
)
def test_missing_folder(name: str, lost: set[str], tmp_path: Path) -> None:
    """What is missing is one problem, and whatever points into it is none."""
    project = larger(tmp_path)
    project.remove(name)
    review = review_project(project.root)

    assert [f"{name}:1:1 file-missing"] == [f"{problem.place} {problem.rule}" for problem in review.problems]
    assert EVERYTHING - lost == kept(review)


def test_file_in_place_of_folder(tmp_path: Path) -> None:
    """A file that has the name of a folder is a missing folder."""
    project = larger(tmp_path)
    project.remove("docs")
    project.write("docs", "x")

    assert ["docs:1:1 file-missing"] == project.found()


def test_empty_project(tmp_path: Path) -> None:
    """Of an empty folder, everything that is missing is told."""
    assert [
        "claims:1:1 file-missing",
        "docs:1:1 file-missing",
        "references.bib:1:1 file-missing",
        "sources:1:1 file-missing",
        "studies:1:1 file-missing",
    ] == Project(tmp_path).found()


def test_empty_folders(tmp_path: Path) -> None:
    """A project without records is sound, as long as its folders exist."""
    for name in ("claims", "studies", "sources", "docs"):
        (tmp_path / name).mkdir()
    (tmp_path / BIBLIOGRAPHY).write_text("% nothing yet\n", encoding="utf-8")

    assert [] == Project(tmp_path).found()


def test_planned_list_may_be_absent(tmp_path: Path) -> None:
    """The list of planned claims is needed only while claims are planned."""
    project = Project.of_sample(tmp_path)
    project.remove(PLANNED)

    assert [f"{SOURCE}:22:14 claim-unknown"] == project.found()


@pytest.mark.parametrize("file", [STUDY, PLANNED, CLAIM, BIBLIOGRAPHY, "sources/loop.yml"])
@pytest.mark.parametrize("target", ["", "nowhere", "."], ids=["loop", "broken", "folder"])
def test_symbolic_link(file: str, target: str, tmp_path: Path) -> None:
    """A link in a circle, to nothing or to a folder is one problem, and all other records are kept."""
    project = larger(tmp_path)
    path = project.root / file
    path.unlink(missing_ok=True)
    path.symlink_to(target or path.name)
    review = review_project(project.root)

    assert {file} == {problem.place.file for problem in review.problems}
    assert 1 == len(review.problems)
    if file == BIBLIOGRAPHY:
        assert EVERYTHING - {"alpha2001", "beta2002", "beta2003"} == kept(review)
    else:
        assert EVERYTHING - {file} == kept(review)


def test_folder_linked_to_itself(tmp_path: Path) -> None:
    """A topic that leads back to the folder of all topics does not hang the check."""
    project = Project.of_sample(tmp_path)
    (project.root / "claims/again").symlink_to(".")
    (project.root / "docs/again").symlink_to(".")

    assert [
        "claims/again/again:1:1 file-name",
        "claims/again/blood-flow:1:1 file-name",
        "claims/again/planned.yml:1:1 record-schema-line",
    ] == [line for line in project.found() if "record-missing-key" not in line and "record-unknown-key" not in line]


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A named pipe in place of a record is refused without waiting for what may come out of it."""
    project = Project.of_sample(tmp_path)
    os.mkfifo(project.root / "studies/pipe.yml")

    assert ["studies/pipe.yml:1:1 file-not-regular"] == project.found()


def test_huge_file_is_not_read(tmp_path: Path) -> None:
    """A file is refused for its size before it is read: this one would fill the memory."""
    project = Project.of_sample(tmp_path)
    with (project.root / "studies/huge.yml").open("wb") as stream:
        stream.truncate(2**40)

    [problem] = project.problems()
    assert "studies/huge.yml:1:1 file-too-large" == f"{problem.place} {problem.rule}"
    assert "1,099,511,627,776 bytes" in problem.message


def test_hidden_files_are_not_records(tmp_path: Path) -> None:
    """What an editor or system leaves behind under a hidden name is nobody's fault."""
    project = Project.of_sample(tmp_path)
    for name in ("claims/.DS_Store", "studies/.x.yml.swp", "claims/blood-flow/.gitkeep"):
        project.write(name, b"\x00\xff")

    assert [] == project.found()


def test_name_that_cannot_be_printed(tmp_path: Path) -> None:
    """A file name that is no text is shown with its bytes escaped."""
    project = Project.of_sample(tmp_path)
    (project.root / os.fsdecode(b"studies/\xff.yml")).write_text("id: x\n", encoding="utf-8")

    assert [r"studies/\udcff.yml:1:1 file-name"] == project.found()


@pytest.mark.parametrize("broken", ["first", "second", "both"])
def test_claim_in_two_topics(broken: str, tmp_path: Path) -> None:
    """That a claim stands in two topics is told even where one of its files, or both, cannot be read."""
    project = Project.of_sample(tmp_path)
    copy = f"claims/insoles/{CLAIM_ID}.yml"
    project.write(copy, project.read(CLAIM))
    for file in {"first": [CLAIM], "second": [copy], "both": [CLAIM, copy]}[broken]:
        project.write(file, "")

    assert f"{copy}:1:1 claim-id-unique" in project.found()


def test_record_with_wrong_id(tmp_path: Path) -> None:
    """The name of the file is what other records know a record by, so a wrong `id` is one problem only."""
    project = larger(tmp_path)
    for file in (CLAIM, STUDY, SOURCE):
        text = project.read(file)
        start = text.index("\nid: ") + 5
        project.write(file, f"{text[:start]}wrong{text[text.index(chr(10), start) :]}")

    assert [f"{file}:2:5 record-id" for file in (CLAIM, SOURCE, STUDY)] == project.found()


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param(
            "{10.5555/sample.2001},\n}", "{10.5555/sample.2001},\n", ["1:1 reference-syntax"], id="entry-without-end"
        ),
        pytest.param("{Warmth of", "{{Warmth of", ["1:1 reference-syntax"], id="brace-too-few"),
        pytest.param("magnet},", "magnet}},", ["3:47 reference-stray-text"], id="brace-too-many"),
        pytest.param("@misc{beta2002", "See also:\n@misc{beta2002", ["12:1 reference-stray-text"], id="stray-text"),
        pytest.param(
            "  title = {Another},\n",
            "  title = {Another}\n  year = {2001},\n",
            ["13:11 reference-bare-value"],
            id="comma-too-few",
        ),
        pytest.param(
            "@misc{beta2002",
            "@misc{alpha2001,\n  title = {X},\n}\n\n@misc{beta2002",
            ["12:7 reference-duplicate-key"],
            id="same-key",
        ),
        pytest.param(
            "@misc{beta2002",
            "@misc{ALPHA2001,\n  title = {X},\n}\n\n@misc{beta2002",
            ["12:7 reference-duplicate-key"],
            id="same-key-by-case",
        ),
        pytest.param(
            "  year = {2001},\n  volume = {1},\n",
            "  year = {MMI},\n  vol = {1},\n  title = {Again},\n",
            ["5:11 reference-year", "6:3 reference-unknown-field", "7:3 reference-duplicate-field"],
            id="several",
        ),
    ],
)
def test_faulty_bibliography(old: str, new: str, found: list[str], tmp_path: Path) -> None:
    """A faulty entry is a problem at its place; records that need it are not at fault, and they are all kept."""
    project = larger(tmp_path)
    project.replace(BIBLIOGRAPHY, old, new)
    review = review_project(project.root)

    assert [f"{BIBLIOGRAPHY}:{item}" for item in found] == [f"{item.place} {item.rule}" for item in review.problems]
    assert EVERYTHING - {"alpha2001", "beta2002", "beta2003"} <= kept(review)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(b"", "1:1 file-empty", id="empty"),
        pytest.param(bytes(range(256)), "3:115 file-not-utf8", id="every-byte"),
        pytest.param("@misc{a,\n title = {\u00e9}}".encode("latin-1"), "2:11 file-not-utf8", id="wrong-encoding"),
        pytest.param(b"%" * (5 * 1024 * 1024 + 1), "1:1 file-too-large", id="too-large"),
    ],
)
def test_unreadable_bibliography(data: bytes, found: str, tmp_path: Path) -> None:
    """A bibliography that cannot be read at all is one problem, and no study is blamed for having no entry."""
    project = larger(tmp_path)
    project.write(BIBLIOGRAPHY, data)
    review = review_project(project.root)

    assert [f"{BIBLIOGRAPHY}:{found}"] == [f"{item.place} {item.rule}" for item in review.problems]
    assert EVERYTHING - {"alpha2001", "beta2002", "beta2003"} == kept(review)


def test_deep_braces_in_bibliography(tmp_path: Path) -> None:
    """Braces nested without end make nothing crash."""
    project = Project.of_sample(tmp_path)
    project.replace(BIBLIOGRAPHY, "{Warmth of", "{" * 30_000 + "Warmth of")
    project.replace(BIBLIOGRAPHY, "magnet}", "magnet" + "}" * 30_000)

    assert [f"{BIBLIOGRAPHY}:3:28 reference-latex"] == project.found()


# The fields of the sample that have a form or vocabulary of their own. All others hold free text.
FIXED = {
    *("id", "topic", "kind", "verdict", "rests_on", "reviewed", "review_by", "changes.date"),
    *("stated_in.document", "stated_in.sentence", "stated_in.put_as"),
    *("bodies.id", "bodies.basis", "bodies.directness", "bodies.finding", "bodies.start"),
    *("bodies.evidence.study", "bodies.evidence.outcome", "bodies.evidence.bearing"),
    *("bodies.judgements.risk_of_bias.level", "bodies.judgements.inconsistency.level"),
    *("bodies.judgements.indirectness.level", "bodies.judgements.imprecision.level"),
    "bodies.judgements.publication_bias.level",
    *("design", "read", "randomized", "harms.reported", "verified.what", "verified.when"),
    *("arms.id", "arms.role", "arms.n", "arms.field_mt", "arms.poles"),
    *("outcomes.id", "outcomes.scale.better", "outcomes.direction", "outcomes.p"),
    *("outcomes.comparison.of", "outcomes.comparison.against"),
    *("outcomes.data.arm", "outcomes.data.n", "outcomes.data.mean", "outcomes.data.sd"),
    *("outcomes.risk_of_bias.tool", "outcomes.risk_of_bias.effect_of_interest", "outcomes.risk_of_bias.domains.domain"),
    *("outcomes.risk_of_bias.domains.answers.question", "outcomes.risk_of_bias.domains.answers.answer"),
    *("sha256", "normalisation", "sentences.id", "sentences.sha256", "sentences.role", "sentences.claims"),
    *("claims.id", "claims.topic"),
    *("calculations", "method", "inputs.name", "inputs.low", "inputs.high", "inputs.unit"),
    *("cases.id", "cases.inputs.name", "cases.inputs.value", "cases.inputs.unit"),
    *("cases.inputs.source.study", "cases.inputs.source.arm"),
}


def scalars(file: str) -> list[tuple[str, Scalar]]:
    """Return every scalar of a sample record, with the names that lead to it."""
    node, _ = read_nodes((SAMPLE / file).read_text(encoding="utf-8"), file)
    assert node
    return [(".".join(step for step in path if isinstance(step, str)), scalar) for path, scalar in walk_scalars(node)]


EVERY_SCALAR = [scalar for file in RECORDS for scalar in scalars(file)]


def test_fixed_fields_are_those_of_the_sample() -> None:
    """No field is called fixed that the sample does not have."""
    assert set() == FIXED - {name for name, _ in EVERY_SCALAR}


def inject(project: Project, scalar: Scalar, payload: str) -> None:
    """Add a payload to the end of the first line of a scalar."""
    place, raw = scalar.place, scalar.raw
    lines = project.read(place.file).split("\n")
    if raw.startswith("|"):
        lines[place.line] += f" {payload}"
    else:
        line, start = lines[place.line - 1], place.column - 1
        text = raw.strip("\"'").replace("'", "''")
        lines[place.line - 1] = f"{line[:start]}'{text} {payload}'{line[start + len(raw) :]}"
    project.write(place.file, "\n".join(lines))


@pytest.mark.parametrize(
    ("payload", "rule", "shown"),
    [
        pytest.param("<script>alert(1)</script>", "text-html", "<", id="script"),
        pytest.param("<img src=x onerror=alert(1)>", "text-html", "<img", id="image"),
        pytest.param("[x](javascript:alert)", "text-link", "javascript:", id="link"),
    ],
)
def test_attack_in_every_field(payload: str, rule: str, shown: str, tmp_path: Path) -> None:
    """A script in any field of any record is found at this field, and no other field is blamed."""
    project = Project.of_sample(tmp_path)
    for name, scalar in EVERY_SCALAR:
        file = scalar.place.file
        before = project.read(file)
        inject(project, scalar, payload)
        problems = project.problems()

        assert problems, name
        for problem in problems:
            if name in FIXED:
                assert scalar.place == problem.place, name
            else:
                assert (rule, file) == (problem.rule, problem.place.file), name
                assert project.text_at(problem.place).startswith(shown), name
        project.write(file, before)


@pytest.mark.parametrize("number", range(2, 10))
def test_html_in_every_field_of_a_reference(number: int, tmp_path: Path) -> None:
    """HTML in any field of a reference is found on its line, and no record is blamed."""
    project = Project.of_sample(tmp_path)
    lines = project.read(BIBLIOGRAPHY).split("\n")
    lines[number - 1] = lines[number - 1].replace("},", "<img src=x onerror=alert(1)>},")
    project.write(BIBLIOGRAPHY, "\n".join(lines))

    [problem] = [problem for problem in project.problems() if problem.rule == "reference-html"]
    assert project.text_at(problem.place).startswith("<img")
    assert (BIBLIOGRAPHY, number) == (problem.place.file, problem.place.line)
    assert {BIBLIOGRAPHY} == {problem.place.file for problem in project.problems()}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "//example.org",
        "mailto:a@example.org",
        "../x",
        "",
    ],
)
def test_link_that_is_no_web_address(address: str, tmp_path: Path) -> None:
    """A link in a text, or the address of a reference, leads to the web or is a problem at its place."""
    project = Project.of_sample(tmp_path)
    project.replace(CLAIM, "Gloves warm hands.", f"'[Gloves]({address}) warm hands.'")
    project.replace(BIBLIOGRAPHY, "  doi ", f"  url = {{{address}}},\n  doi ")
    empty = "reference-empty-field"

    assert [
        f"{CLAIM}:12:22 text-link",
        f"{BIBLIOGRAPHY}:9:10 reference-url" if address else f"{BIBLIOGRAPHY}:9:3 {empty}",
    ] == project.found()


@given(
    file=st.sampled_from([*RECORDS, BIBLIOGRAPHY, "docs/index.md", "studies/beta2002.yml", "claims/insoles/x.yml"]),
    data=st.binary(max_size=60) | st.text(max_size=60).map(str.encode),
    after=st.booleans(),
)
@settings(max_examples=60)
def test_no_bytes_make_a_review_fail(
    tmp_path_factory: pytest.TempPathFactory, file: str, data: bytes, *, after: bool
) -> None:
    """Whatever one file of a project holds, the review comes to its end, and every problem has a place."""
    project = Project.of_sample(tmp_path_factory.mktemp("project"))
    old = project.read(file).encode() if after and (project.root / file).exists() else b""
    project.write(file, old + data)
    library, _ = read_library(project.root)

    assert {STUDY} - {file} <= {record.file for record in library.records()}
    for problem in project.problems():
        assert problem.place.line >= 1
        assert problem.place.column >= 1
