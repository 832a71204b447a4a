"""The command that begins records: asked or told, at a terminal or not, all of its files or none."""

from __future__ import annotations

import datetime
import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.projects import BIBLIOGRAPHY, PLANNED, SAMPLE, SOURCE, STUDY, Project
from tests.unit.registry import REVIEW_PMID, TRIAL_DOI, Registry, Reply, answer, serving

import check
import new
from asking import Terminal
from desk import Desk
from evidence.scaffold.plan import Change
from registries import Registries
from writing import UnwrittenError, write_all

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path(__file__).parents[2] / "scripts/new.py"
TODAY = datetime.date(2026, 11, 27)

COLD_FOOT = "claims/insoles/magnets-cool-the-foot.yml"
CLAIM_OPTIONS = ["--id", "magnets-cool-the-foot", "--title", "Do magnets cool the foot?", "--kind", "effect"]
TRIAL = ["--kind", "trial", "--design", "randomized-parallel"]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a copy of the sample."""
    return Project.of_sample(tmp_path / "project")


@pytest.fixture
def server() -> Iterator[Registry]:
    """Return registries on this computer."""
    with serving() as registry:
        yield registry


class Run:
    """A run of the command: what it was told, what it asked and printed, and how it ended."""

    def __init__(
        self,
        project: Project,
        *arguments: str | Path,
        answers: list[str] | None = None,
        environment: Any = None,  # noqa: ANN401
    ) -> None:
        self.asked: list[str] = []
        left = iter(answers or [])

        def ask(prompt: str) -> str:
            self.asked.append(prompt)
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        terminal = Terminal(None if answers is None else ask, print)
        desk = Desk(terminal, TODAY, partial(Registries, pause=0), environment or {})
        options = [str(argument) for argument in arguments]
        self.before = files_of(project)
        self.status = new.main([*options, "--root", str(project.root)], desk)
        self.changed = {file for file, text in files_of(project).items() if self.before.get(file) != text}


def files_of(project: Project) -> dict[str, bytes]:
    """Return every file of a project."""
    paths = [path for path in project.root.rglob("*") if path.is_file()]
    return {path.relative_to(project.root).as_posix(): path.read_bytes() for path in paths}


def misused(capsys: pytest.CaptureFixture[str], project: Project, *arguments: str | Path) -> str:
    """Run the command where it must end as misused; return what it said, without the usage."""
    before = files_of(project)
    with pytest.raises(SystemExit) as stopped:
        Run(project, *arguments)

    assert 2 == stopped.value.code
    assert before == files_of(project)
    return capsys.readouterr().err.partition("error: ")[2].strip()


def sound(project: Project) -> bool:
    """Tell whether the check passes."""
    return check.main(["--root", str(project.root)]) == 0


def at(server: Registry) -> list[str]:
    """Return the options that lead to the server."""
    return ["--crossref-url", server.url, "--pubmed-url", server.url, "--time-out", "5"]


def test_claim(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A planned claim needs no sentence; what was written and what is left to write is told with its lines."""
    run = Run(project, "claim", *CLAIM_OPTIONS)
    printed = capsys.readouterr().out.splitlines()

    assert (0, {COLD_FOOT, PLANNED}) == (run.status, run.changed)
    assert [f"wrote {COLD_FOOT}", f"changed {PLANNED}", "left to write: 25 texts"] == printed[:3]
    assert f"  {COLD_FOOT}:6:14 short_claim" == printed[3]
    assert f"Then delete `draft: true` and run the check: python scripts/check.py {COLD_FOOT}" == printed[-1]
    assert sound(project)


def test_claim_with_everything(project: Project) -> None:
    """Every option of a claim stands in its record."""
    options = [
        "--id",
        "magnets-tickle",
        "--title",
        "Do they tickle?",
        "--short-claim",
        "Magnets tickle.",
        "--topic",
        "use",
    ]
    options += ["--kind", "usage", "--document", "sample-article", "--sentence", "p2s1", "--sentence", "p2s2"]
    options += ["--phrase", "magnets warm", "--put-as", "hedged", "--basis", "document"]
    run = Run(project, "claim", *options)

    text = project.read("claims/use/magnets-tickle.yml")
    assert (0, {"claims/use/magnets-tickle.yml", SOURCE}) == (run.status, run.changed)
    assert "    sentence: p2s1\n    phrase: magnets warm\n    put_as: hedged\n" in text
    assert '    sentence: p2s2\n    phrase: "TO WRITE: ' in text
    assert "\nshort_claim: Magnets tickle.\n" in text
    assert "\n    basis: document\n" in text
    assert sound(project)


def test_nothing_is_written_over(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A second time the record is there, and nothing happens."""
    Run(project, "claim", *CLAIM_OPTIONS)
    again = Run(project, "claim", *CLAIM_OPTIONS, "--topic", "insoles")

    assert (1, set()) == (again.status, again.changed)
    assert f"nothing was written: {COLD_FOOT} exists already\n" == capsys.readouterr().err


def test_file_that_is_no_record(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A file in the way is not written over, even where it is no record."""
    project.write("sources/a-post.yml", "not: yet\n")
    project.write("../post.txt", "One. Two.\n")
    run = Run(
        project,
        "source",
        "--id",
        "a-post",
        "--title",
        "T",
        "--kind",
        "blog-post",
        "--text",
        project.root / "../post.txt",
    )

    assert (1, set()) == (run.status, run.changed)
    assert "nothing was written: sources/a-post.yml exists already\n" == capsys.readouterr().err


SENTENCE = "a sentence of the document that makes it, such as p8s1"


def test_everything_missing_is_named(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal all that is missing is named at once, with the option to give."""
    topics = "blood-flow, iron-in-blood, pole-effects, mechanism, pain-relief, use, safety, insoles, background"
    document = "the document that makes it, the id of its file in sources/"

    assert [
        "nobody can be asked here, and this is missing:",
        "  --title  the question that a reader would ask",
        "  --id  the id: lower-case words joined by hyphens, the claim in short",
        f"  --topic  the topic, one of: {topics}",
        f"  --document  {document}, one of: sample-article",
        f"  --sentence  {SENTENCE}",
    ] == misused(capsys, project, "claim", "--kind", "effect").splitlines()


NEW_CLAIM = ["claim", "--id", "a", "--title", "T", "--topic", "use", "--kind", "usage", "--document", "sample-article"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["claim", *CLAIM_OPTIONS, "--kind", "efect"],
            "argument --kind: 'efect' is none of: effect, mechanism, usage, safety, background; did you mean 'effect'?",
        ),
        (
            ["claim", *CLAIM_OPTIONS, "--id", "Magnets"],
            "argument --id: 'Magnets' has another form: an id looks like magnets-relieve-back-pain",
        ),
        (["claim", *CLAIM_OPTIONS, "--title", " "], "argument --title: it is empty"),
        (["claim", *CLAIM_OPTIONS, "--short-claim", "x" * 76], "argument --short-claim: it has 76 characters"),
        (
            ["claim", *CLAIM_OPTIONS, "--sentence", "p2s1"],
            "argument --sentence: --document must say whose sentence it is",
        ),
        (
            [*NEW_CLAIM, "--sentence", "p9s1"],
            "argument --sentence: 'p9s1' is no sentence of the document: they go from p1s1 to p2s2",
        ),
        (
            [*NEW_CLAIM, "--sentence", "p2s1", "--phrase", "a", "--phrase", "b"],
            "argument --phrase: there are more phrases than sentences",
        ),
        (
            [*NEW_CLAIM, "--document", "sample-artikel", "--sentence", "p2s1"],
            "argument --document: 'sample-artikel' is none of: sample-article; did you mean 'sample-article'?",
        ),
        (
            ["study", "--key", "2001", *TRIAL, "--title", "T"],
            "argument --key: '2001' has another form: a key looks like martel2002",
        ),
        (
            ["study", "--key", "b2001", *TRIAL, "--title", "T", "--year", "MMI"],
            "argument --year: `MMI` was seen. leave the field out while the year is not known",
        ),
        (["reference", *TRIAL], "nobody can be asked here, and one of these is missing: --doi, --pmid, --bib, --ris"),
        (["reference", *TRIAL, "--doi", "12"], "argument --doi: '12' is no DOI: one looks like 10.1234/abc.5"),
        (["reference", *TRIAL, "--pmid", "PMC1"], "argument --pmid: 'PMC1' is no PubMed id, which has digits only"),
        (["reference", *TRIAL, "--bib", "nowhere.bib"], "argument --bib: nowhere.bib is no file"),
        (
            ["reference", *TRIAL, "--doi", "10.5555/x", "--bib", str(SCRIPT)],
            "one of --doi and --pmid, --bib, --ris says where the description comes from, not several",
        ),
        (
            ["reference", *TRIAL, "--doi", "10.5555/x", "--mail", "ann"],
            "`ann` is no mail address: give one with --mail or in $CROSSREF_MAILTO, or leave both out",
        ),
        (
            ["reference", "--doi", "10.5555/x"],
            "nobody can be asked here, and this is missing:\n  --kind  what it is, one of: trial, study, review, ",
        ),
        (
            ["source", "--text", "nowhere.txt", "--id", "a", "--title", "T", "--kind", "blog-post"],
            "argument --text: nowhere",
        ),
    ],
)
def test_misuse(arguments: list[str], said: str, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A value that will not do is named with its option, and nothing is written or asked of anybody."""
    assert misused(capsys, project, *arguments).startswith(said)


def test_folder_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    """A project that is none is misuse."""
    with pytest.raises(SystemExit) as stopped:
        new.main(["claim", "--root", "nowhere"])

    assert 2 == stopped.value.code
    assert "--root must be a folder, nowhere is none" in capsys.readouterr().err


def test_questions(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """At a terminal what is missing is asked for, with proposals and choices, until the answer will do."""
    answers = [
        "Do magnets tickle?",
        "",
        "uze",
        "use",
        "usage",
        "",
        "sample-article",
        "p1; p2s1 ; p2s2",
        "p2s1; p2s2",
        "",
        "",
    ]
    run = Run(project, "claim", answers=answers)
    printed = capsys.readouterr().out

    assert (0, {"claims/use/do-magnets-tickle.yml", SOURCE}) == (run.status, run.changed)
    assert [
        "the question that a reader would ask: ",
        "the id: lower-case words joined by hyphens, the claim in short [do-magnets-tickle]: ",
        "topic: ",
        "topic: ",
        "kind: ",
        "document: ",
        "document: ",
        f"{SENTENCE} [several: between semicolons]: ",
        f"{SENTENCE} [several: between semicolons]: ",
        "put-as [asserted]: ",
        "the claim in at most 75 characters [empty: leave out]: ",
    ] == run.asked
    assert "the topic, one of: blood-flow, " in printed
    assert "  'uze' is none of: blood-flow, " in printed
    assert "; did you mean 'use'?\n" in printed
    assert "  it is needed\n" in printed
    assert "  'p1' is no sentence of the document: they go from p1s1 to p2s2\n" in printed
    assert sound(project)


def test_nothing_is_asked_of_who_has_said_all(project: Project) -> None:
    """At a terminal, too, nothing is asked where all that is needed was given."""
    run = Run(project, "claim", *CLAIM_OPTIONS, answers=[])

    assert (0, []) == (run.status, run.asked)


def test_stopped(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever stops answering has written nothing."""
    run = Run(project, "claim", answers=["Do magnets tickle?"])

    assert (1, set()) == (run.status, run.changed)
    assert "nothing was written: stopped\n" == capsys.readouterr().err


def test_study(project: Project) -> None:
    """A study brings its entry, at its place in the alphabet, with what was said of it."""
    options = ["--key", "abel2002", *TRIAL, "--title", "Hands & feet", "--author", "Abel, Eva", "--author", "A Group"]
    options += ["--year", "2002", "--journal", "J. Samp", "--pages", "3-4", "--seen-at", "https://example.org/abel"]
    run = Run(project, "study", *options)

    assert (0, {"studies/abel2002.yml", BIBLIOGRAPHY}) == (run.status, run.changed)
    assert project.read(BIBLIOGRAPHY).startswith(
        "@article{abel2002,\n"
        "  author = {Abel, Eva and {A Group}},\n"
        "  title = {Hands \\& feet},\n"
        "  journal = {J. Samp},\n"
        "  year = {2002},\n"
        "  pages = {3--4},\n"
        "}\n\n@article{alpha2001,\n"
    )
    text = project.read("studies/abel2002.yml")
    assert "\nread: abstract\n" in text
    assert "  - what: [authors, title]\n    where: https://example.org/abel\n    when: 2026-11\n" in text
    assert sound(project)


def test_study_whose_entry_is_there(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A study whose entry somebody wrote needs no title, and what would not be used is refused."""
    project.write(BIBLIOGRAPHY, project.read(BIBLIOGRAPHY) + "\n@misc{beta2002,\n  title = {Beta},\n}\n")
    options = ["study", "--key", "beta2002", *TRIAL]

    assert "references.bib has an entry `beta2002` already, so that --doi would not be used" == misused(
        capsys, project, *options, "--doi", "10.5555/x"
    )
    assert {"studies/beta2002.yml"} == Run(project, *options).changed
    assert sound(project)
    again = Run(project, *options)
    assert (1, set()) == (again.status, again.changed)
    assert "nothing was written: studies/beta2002.yml exists already\n" == capsys.readouterr().err


def test_reference_from_crossref(project: Project, server: Registry, capsys: pytest.CaptureFixture[str]) -> None:
    """A DOI becomes an entry and a study that says where it was seen, who paid, and what was published about it."""
    run = Run(project, "reference", "--doi", f"https://doi.org/{TRIAL_DOI}", *TRIAL, *at(server))

    assert (0, {"studies/mullerlukasz2011.yml", BIBLIOGRAPHY}) == (run.status, run.changed)
    assert project.read(BIBLIOGRAPHY).endswith(
        "\n@article{mullerlukasz2011,\n"
        "  author = {Müller-Łukasz, Jörg and van den Berg, J. C. and {Warm Hands \\& Feet Group}},\n"
        "  title = {Static magnets \\& the warmth of hands at 10³ gauss—a trial: A randomised comparison},\n"
        "  journal = {Journal of Samples \\& Tests},\n"
        "  year = {2011},\n"
        "  volume = {12},\n"
        "  number = {3},\n"
        "  pages = {518--524},\n"
        "  doi = {10.5555/sample.2010.7},\n"
        "}\n"
    )
    text = project.read("studies/mullerlukasz2011.yml")
    assert (
        "notices:\n"
        "  - kind: retraction\n"
        "    what: Retraction of 2012-05-04, in the Crossref record, as Retraction Watch says\n"
        "    where: https://doi.org/10.5555/sample.2012.notice\n"
        "    noticed: 2026-11-27\n"
    ) in text
    assert "\nregistration: [SAMPLE00000001]\n" in text
    assert '\nfunding: "Named in the Crossref record: Sample Foundation; Magnet Makers Ltd."\n' in text
    assert (
        "verified:\n"
        "  - what: [doi, authors, title, publication]\n"
        f"    where: {server.url}/works/{TRIAL_DOI}\n"
        "    when: 2026-11\n"
    ) in text
    assert "\nread: record\n" in text
    assert "\nunconfirmed:" not in text
    assert (
        "note: published in 2010 and in an issue of 2011: the year of the issue was taken\n" in capsys.readouterr().out
    )
    assert sound(project)


def test_reference_from_pubmed(project: Project, server: Registry) -> None:
    """A PubMed id becomes an entry and a study; the design that PubMed names is proposed."""
    options = ["reference", "--pmid", REVIEW_PMID, "--kind", "review", *at(server)]
    run = Run(project, *options, answers=["", "", ""])

    assert (0, {"studies/deltaepsilon2014.yml", BIBLIOGRAPHY}) == (run.status, run.changed)
    assert ["design [systematic-review]: ", "read [record]: "] == run.asked[:2]
    assert run.asked[2].endswith(" [deltaepsilon2014]: ")
    assert (
        "  author = {Delta-Epsilon, A. B. and van den Berg, 3rd, J. C. and {Suparto} and {Warm Hands Group}},\n"
    ) in project.read(BIBLIOGRAPHY)
    assert (
        "  - what: [doi, pmid, pmcid, authors, title, publication]\n"
        "    where: https://pubmed.ncbi.nlm.nih.gov/90000001/\n"
    ) in project.read("studies/deltaepsilon2014.yml")
    assert sound(project)


def test_reference_from_both(project: Project, server: Registry) -> None:
    """A DOI and a PubMed id of one paper complete each other, and each says what it confirms."""
    summary = answer("pubmed-review")
    summary["result"][REVIEW_PMID]["articleids"] = [{"idtype": "doi", "value": TRIAL_DOI.upper()}]
    server.says(REVIEW_PMID, Reply(summary))
    run = Run(project, "reference", "--doi", TRIAL_DOI, "--pmid", REVIEW_PMID, *TRIAL, *at(server))

    assert 0 == run.status
    assert "  pmid = {90000001},\n" in project.read(BIBLIOGRAPHY)
    assert (
        "verified:\n"
        "  - what: [doi, authors, title, publication]\n"
        f"    where: {server.url}/works/{TRIAL_DOI}\n"
        "    when: 2026-11\n"
        "  - what: [pmid, title]\n"
        "    where: https://pubmed.ncbi.nlm.nih.gov/90000001/\n"
        "    when: 2026-11\n"
    ) in project.read("studies/mullerlukasz2011.yml")
    assert sound(project)


def test_record_that_lacks_something(project: Project, server: Registry, capsys: pytest.CaptureFixture[str]) -> None:
    """What a record lacks is unconfirmed, and what it gets wrong is left out and told."""
    message = {"DOI": "10.5555/thin", "type": "journal-article", "title": ["Thin"], "page": "9-3"}
    server.says("10.5555/thin", Reply({"message": message}))
    run = Run(project, "reference", "--doi", "10.5555/thin", *TRIAL, *at(server))

    assert (0, {"studies/thin.yml", BIBLIOGRAPHY}) == (run.status, run.changed)
    assert (
        "unconfirmed:\n"
        '  - "the authors: not in the Crossref record"\n'
        '  - "the journal: not in the Crossref record"\n'
        '  - "the year: not in the Crossref record"\n'
        '  - "the volume: not in the Crossref record"\n'
        '  - "the pages: not in the Crossref record"\n'
    ) in project.read("studies/thin.yml")
    assert "note: `pages` was left out, `9–3`: Pages must be " in capsys.readouterr().out
    assert sound(project)


@pytest.mark.parametrize(
    ("name", "text", "option"),
    [
        ("one.bib", "@article{x, title = {On hands}, author = {Ann Beta and Gil Gamma}, date = {2003-01}}", "--bib"),
        (
            "one.ris",
            "TY  - JOUR\r\nTI  - On hands\r\nAU  - Beta, Ann\r\nAU  - Gamma, Gil\r\nPY  - 2003\r\nER  - \r\n",
            "--ris",
        ),
    ],
)
def test_reference_from_file(name: str, text: str, option: str, project: Project, tmp_path: Path) -> None:
    """An entry from a file must still be compared with a public record, which is left to write."""
    (tmp_path / name).write_bytes(text.encode())
    run = Run(project, "reference", option, tmp_path / name, *TRIAL)

    record = project.read("studies/beta2003.yml")
    assert (0, {"studies/beta2003.yml", BIBLIOGRAPHY}) == (run.status, run.changed)
    assert "  author = {Beta, Ann and Gamma, Gil},\n" in project.read(BIBLIOGRAPHY)
    assert '  - what: [authors, title]\n    where: "TO WRITE: ' in record
    assert f"the journal: not in the {'BibTeX' if option == '--bib' else 'RIS'} file" in record
    assert sound(project)


TWO = "@misc{first, title = {First}}\n@misc{second, title = {Second}}\n"


def test_file_with_several_entries(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of several entries one must be chosen, by its key, from the list of them."""
    (tmp_path / "two.bib").write_text(TWO, encoding="utf-8")
    options = ["reference", "--bib", str(tmp_path / "two.bib"), *TRIAL]

    assert misused(capsys, project, *options).endswith(
        "the file holds 2 entries: say with --entry which one\n  first  First\n  second  Second"
    )
    assert "did you mean 'second'?" in misused(capsys, project, *options, "--entry", "secund")
    assert {"studies/second.yml", BIBLIOGRAPHY} == Run(project, *options, "--entry", "second").changed
    assert {"studies/first.yml", BIBLIOGRAPHY} == Run(project, *options, answers=["first"]).changed


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no BibTeX", "holds no BibTeX entry with a title"),
        (b"@misc{a, title = {caf\xe9}}", "must be UTF-8, and byte 22 is not: save it as UTF-8"),
    ],
)
def test_file_without_an_entry(
    data: bytes, said: str, project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that holds nothing, or nothing that can be read, is named."""
    (tmp_path / "x.bib").write_bytes(data)
    run = Run(project, "reference", "--bib", tmp_path / "x.bib", *TRIAL)

    assert (1, set()) == (run.status, run.changed)
    assert f"nothing was written: {tmp_path / 'x.bib'} {said}\n" == capsys.readouterr().err


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply("Resource not found.", 404, "text/plain"), f"Crossref does not know the DOI {TRIAL_DOI}: "),
        (Reply("", 429, "text/plain"), "Crossref wants fewer requests just now: "),
        (Reply("", 503, "text/plain"), "Crossref has trouble of its own (503), "),
        (Reply("{"), "Crossref answered with JSON that cannot be read "),
        (Reply("<html>", kind="text/html"), "Crossref answered with something else than JSON: "),
        (Reply({"message": {"title": "x"}}), "the answer of Crossref has not the form of a work: "),
        (Reply({"message": {"DOI": "10.5555/x", "title": []}}), "the answer of Crossref has no title"),
        (
            Reply(
                {
                    "message": {
                        "DOI": "10.5555/x",
                        "title": ["N"],
                        "update-to": [{"type": "erratum", "DOI": "10.5555/y"}],
                    }
                }
            ),
            "this is a notice on 10.5555/y and no study of its own: ",
        ),
        (
            Reply({"message": {"DOI": "10.5555/SAMPLE.2001", "title": ["N"]}}),
            "`alpha2001` has this DOI already (references.bib:1:1): Warmth of the hand under a magnet",
        ),
        (
            Reply(
                {
                    "message": {
                        "DOI": "10.5555/x",
                        "title": ["WARMTH OF THE HAND under a magnet"],
                        "issued": {"date-parts": [[2001]]},
                    }
                }
            ),
            "`alpha2001` has this title and year already (references.bib:1:1): ",
        ),
    ],
)
def test_no_answer_leaves_everything_alone(
    reply: Reply, said: str, project: Project, server: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever a registry does, there is a sentence about it, status 1, and no file, not even half of one."""
    server.says(TRIAL_DOI, reply)
    run = Run(project, "reference", "--doi", TRIAL_DOI, *TRIAL, *at(server))

    assert (1, set(), run.before.keys()) == (run.status, run.changed, files_of(project).keys())
    assert capsys.readouterr().err.startswith(f"nothing was written: {said}")


def test_offline(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a network that is said."""
    options = ["--crossref-url", "http://127.0.0.1:1", "--time-out", "1"]
    run = Run(project, "reference", "--doi", TRIAL_DOI, *TRIAL, *options)

    assert (1, set()) == (run.status, run.changed)
    assert capsys.readouterr().err.startswith("nothing was written: Crossref cannot be reached (")


@pytest.mark.parametrize(
    ("options", "environment", "mail"),
    [
        ([], {}, None),
        ([], {"CROSSREF_MAILTO": "ann@example.org"}, "ann@example.org"),
        (["--mail", "bo@example.org"], {"CROSSREF_MAILTO": "ann@example.org"}, "bo@example.org"),
    ],
)
def test_contact_address(
    options: list[str], environment: dict[str, str], mail: str | None, project: Project, server: Registry
) -> None:
    """The contact address comes from the option or the environment, and is never made up."""
    Run(project, "reference", "--doi", TRIAL_DOI, *TRIAL, *at(server), *options, environment=environment)

    assert [mail] == [agent.partition("mailto:")[2].rstrip(")") or None for agent in server.agents]


def test_asked_for_a_number(project: Project, server: Registry) -> None:
    """At a terminal a DOI or a PubMed id is asked for; its digits tell which it is."""
    run = Run(project, "reference", *TRIAL, *at(server), answers=["x", REVIEW_PMID])

    assert (0, ["a DOI or a PubMed id: "] * 2) == (run.status, run.asked)
    assert server.asked[0].startswith("/esummary.fcgi?")


def test_faulty_bibliography(project: Project, server: Registry, capsys: pytest.CaptureFixture[str]) -> None:
    """In a bibliography with errors a work could be missed, so nothing is added to it."""
    project.replace(BIBLIOGRAPHY, "{2001}", "{MMI}")
    run = Run(project, "reference", "--doi", TRIAL_DOI, *TRIAL, *at(server))

    assert (1, set(), []) == (run.status, run.changed, server.asked)
    assert "nothing was written: references.bib has errors, which the check names: mend them first\n" == (
        capsys.readouterr().err
    )


def test_faulty_map(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence map with errors is not changed."""
    project.replace(SOURCE, "role: heading", "role: title")
    run = Run(project, "claim", *CLAIM_OPTIONS)

    assert (1, set()) == (run.status, run.changed)
    assert (
        f"nothing was written: {SOURCE} has errors, which the check names: mend them first\n" == capsys.readouterr().err
    )


def test_value_that_a_rule_refuses(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A value with which the check would not pass is refused with its rule."""
    run = Run(project, "claim", *CLAIM_OPTIONS, "--title", "Is it ![a](b)?")

    assert (1, set()) == (run.status, run.changed)
    assert capsys.readouterr().err.startswith(
        "nothing was written: the check would not pass: A link must lead to an http"
    )


TEXT = "A heading\n\nMagnets work. They do.\n"


def test_source(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document gets the map of its text, which stays where it is and proves the map."""
    text = tmp_path / "a-post.txt"
    text.write_text(TEXT, encoding="utf-8")
    run = Run(project, "source", "--text", text, "--id", "a-post", "--title", "A post", "--kind", "blog-post")
    capsys.readouterr()
    (tmp_path / "sample-article.txt").write_bytes((SAMPLE / "documents/sample-article.txt").read_bytes())

    assert (0, {"sources/a-post.yml"}) == (run.status, run.changed)
    assert b"Magnets work" not in b"".join(files_of(project).values())
    assert 0 == check.main(["--root", str(project.root), "--documents", str(tmp_path)])


def test_preview(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A preview shows the sentences with their ids and writes nothing."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    first = Run(project, "source", "--text", tmp_path / "a.txt", "--preview")
    joined = Run(project, "source", "--text", tmp_path / "a.txt", "--preview", "--join", "p2s1", "--divide", "p1s1:1")

    assert (0, 0, set()) == (first.status, joined.status, first.changed | joined.changed)
    assert (
        "p1s1    A heading\np2s1    Magnets work.\np2s2    They do.\n"
        "p1s1    A\np1s2    heading\np2s1    Magnets work. They do.\n"
    ) == capsys.readouterr().out


def test_preview_reads_no_record(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview looks at nothing but the text: it is asked for again and again, and records take seconds to read."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.delattr(new, "read_library")

    assert 0 == Run(project, "source", "--text", tmp_path / "a.txt", "--preview").status


def test_text_within_the_project(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A text that lies in the project could be published with it, which is said."""
    project.write("post.txt", TEXT)
    run = Run(
        project, "source", "--text", project.root / "post.txt", "--id", "a", "--title", "A", "--kind", "blog-post"
    )

    assert 0 == run.status
    assert "lies within the project; the text is not ours to publish, so do not commit it\n" in capsys.readouterr().out


def test_dry_run(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A dry run prints the new lines and writes nothing."""
    run = Run(project, "claim", *CLAIM_OPTIONS, "--dry-run")
    printed = capsys.readouterr().out

    assert (0, set()) == (run.status, run.changed)
    assert f"would write {COLD_FOOT}\n    # yaml-language-server: $schema=" in printed
    assert f"would change {PLANNED}\n    claims: []\n" in printed


def test_dry_run_shows_an_entry_whole(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A new entry is shown from its first line to its last, lines that other entries have as well included."""
    work = ["--title", "Cold hands", "--journal", "Journal of Samples", "--year", "2001"]
    Run(project, "study", "--key", "aardvark2001", *TRIAL, *work, "--dry-run")

    assert (
        f"would change {BIBLIOGRAPHY}\n    @article{{aardvark2001,\n      title = {{Cold hands}},\n"
        "      journal = {Journal of Samples},\n      year = {2001},\n    }\n    \nleft to write: "
    ) in capsys.readouterr().out


def test_all_files_or_none(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A disk that fails in between leaves everything as it was."""
    replace = Path.replace

    def fail(path: Path, target: Path) -> Path:
        if target.name == "planned.yml":
            raise OSError(28, "No space left on device", str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail)
    run = Run(project, "claim", *CLAIM_OPTIONS)

    assert (1, run.before) == (run.status, files_of(project))
    assert not (project.root / "claims/insoles").exists()
    assert capsys.readouterr().err.endswith("planned.yml: No space left on device\n")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(STUDY, "new"), f"{STUDY} exists already"),
        (Change("studies/link.yml", "new"), "studies/link.yml exists already"),
        (Change(STUDY, "new", "another text"), f"{STUDY} was changed in the meantime: try again"),
        (Change("studies/gone.yml", "new", "old"), "gone.yml: No such file or directory"),
    ],
)
def test_file_that_is_not_as_expected(change: Change, said: str, project: Project) -> None:
    """A file that came, went or changed in the meantime is left alone, and those before it are taken back."""
    (project.root / "studies/link.yml").symlink_to("nowhere")
    before = files_of(project)

    with pytest.raises(UnwrittenError, match=said):
        write_all(project.root, [Change("new/file.yml", "x"), change])

    assert before == files_of(project)
    assert not (project.root / "new").exists()


def test_files_have_line_feeds_and_utf_8(project: Project, server: Registry) -> None:
    """Files are written in UTF-8 with line feeds on every system."""
    run = Run(project, "reference", "--doi", TRIAL_DOI, *TRIAL, *at(server))

    for file in run.changed:
        data = (project.root / file).read_bytes()
        assert b"\r" not in data
        assert data.decode("utf-8").endswith("\n")


def test_started_as_a_program(project: Project) -> None:
    """Started by itself, without a terminal and on a console that knows no Unicode, it works and takes today's date."""
    options = ["claim", *CLAIM_OPTIONS, "--title", "Kühlen Magnete?", "--root", str(project.root)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment,
        check=False,
    )

    assert (0, b"") == (done.returncode, done.stderr)
    assert "\ntitle: Kühlen Magnete?\n" in project.read(COLD_FOOT)
    assert f"\nreviewed: {datetime.datetime.now().astimezone().date()}\n" in project.read(COLD_FOOT)


@pytest.mark.parametrize("command", ["claim", "study", "source", "reference"])
def test_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command explains itself and each of its options."""
    with pytest.raises(SystemExit) as stopped:
        new.main([command, "--help"])

    assert 0 == stopped.value.code
    printed = capsys.readouterr().out
    assert f"new.py {command} " in printed
    for action in options_of(command):
        assert action.help
        assert action.option_strings[-1] in printed


def options_of(command: str) -> list[Any]:
    """Return the options of a command, but for the one that explains them."""
    [commands] = [action for action in new.make_parser()._actions if action.dest == "command"]  # noqa: SLF001
    choices: Any = commands.choices
    return [action for action in choices[command]._actions if action.dest != "help"]  # noqa: SLF001


@pytest.mark.parametrize("command", ["claim", "study", "source", "reference"])
def test_options_are_documented(command: str) -> None:
    """The guide for contributors explains each option of each command under the command's own heading."""
    guide = GUIDE.read_text(encoding="utf-8")
    section = guide.partition(f"## `new.py {command}`")[2].partition("\n## ")[0]
    everywhere = guide.partition("## For every command")[2].partition("\n## ")[0]

    for action in options_of(command):
        name = action.option_strings[-1]
        assert f"`{name}" in section or f"`{name}" in everywhere, name


GUIDE = SCRIPT.parents[1] / "docs/contribute/scaffolds.md"


def commands_of_the_guide() -> list[list[str]]:
    """Return the commands that the guide shows, without those that would ask for everything."""
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    commands = [shlex.split(line, comments=True) for line in lines]
    return [command[2:] for command in commands if len(command) > 3]


@pytest.mark.parametrize("command", commands_of_the_guide(), ids=" ".join)
def test_commands_of_the_guide(
    command: list[str],
    server: Registry,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each command of the guide works in this project as it is written there."""
    root = tmp_path / "project"
    for name in ("claims", "studies", "sources", "calculations", "assessments", "docs"):
        shutil.copytree(SCRIPT.parents[1] / name, root / name)
    shutil.copy(SCRIPT.parents[1] / BIBLIOGRAPHY, root)
    (tmp_path / "library.bib").write_text("@misc{beta2003, title = {B}}\n@misc{c, title = {C}}\n", encoding="utf-8")
    (tmp_path / "export.ris").write_text("TY  - JOUR\nTI  - B\nER  - \n", encoding="utf-8")
    (tmp_path / "a-post.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    run = Run(Project(root), *command, environment={"CROSSREF_URL": server.url, "PUBMED_URL": server.url})

    assert 0 == run.status
    assert ("--preview" in command) is (run.changed == set())
    assert capsys.readouterr().err == ""
