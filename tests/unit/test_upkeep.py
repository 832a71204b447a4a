"""Upkeep: which links there are, what is put up with, what is news, and the report on all of it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.unit import elsewhere, registry
from tests.unit.projects import BIBLIOGRAPHY, CLAIM, STUDY, Project

import upkeep
from evidence.imports.work import FoundNotice, Work
from evidence.model.vocabulary import NoticeKind
from evidence.problem import Place
from evidence.review import review_project
from evidence.upkeep.links import Outcome, addresses_in, in_turn, outer_links
from evidence.upkeep.notices import dois, news
from evidence.upkeep.reviews import due_claims
from evidence.upkeep.tolerance import read_tolerance, tolerated, unneeded, unused
from outer_links import Visitor
from registries import Registries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.readers.decode import Loaded
    from evidence.upkeep.tolerance import Tolerance

ROOT = Path(__file__).parents[2]
TODAY = datetime.date(2026, 11, 27)
NOTICE = "10.5555/notice"


def tolerance(*entries: str) -> Loaded[Tolerance]:
    """Return a list of tolerated links, each given as `link gives`."""
    lines = [
        f'  - {{link: "{link}", gives: "{gives}", reason: Seen in a browser., since: 2026-11-27}}'
        for link, _, gives in (entry.partition(" ") for entry in entries)
    ]
    text = "\n".join(["links:", *lines, ""]) if lines else "links: []\n"
    loaded, problems = read_tolerance(text.encode(), "tolerated.yml")
    assert [] == problems
    assert loaded is not None
    return loaded


# Links


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("see https://a.test/b.", ["https://a.test/b"]),
        ("([this](https://a.test/b_(c)), that)", ["https://a.test/b_(c)"]),
        ("(https://a.test/S0140-6736(10)60175-4)", ["https://a.test/S0140-6736(10)60175-4"]),
        ("<https://a.test/b> and 'http://c.test'", ["https://a.test/b", "http://c.test"]),
        ("| https://a.test/b|c |", ["https://a.test/b"]),
        ("nothing: //a.test", []),
    ],
)
def test_addresses(text: str, addresses: list[str]) -> None:
    """An address ends where the sentence around it goes on."""
    assert addresses == [address for _, address in addresses_in(text)]


def test_links_of_a_project(tmp_path: Path) -> None:
    """Links are found in records, bibliography and pages, with every place; those of this computer do not count."""
    project = Project.of_sample(tmp_path)
    before = set(outer_links(review_project(tmp_path).library))
    project.write(
        "docs/index.md",
        project.read("docs/index.md")
        + "\n[a](https://a.test/x#part) `https://code.test`\n\n```\nhttps://code.test\n```\n\n<http://127.0.0.1:8000/>\n",
    )
    project.replace(BIBLIOGRAPHY, "@article{alpha2001,", "@article{alpha2001,\n  url = {https://b.test/y},")
    project.replace(CLAIM, "unknown: ", 'unknown: "[so](https://a.test/x) " # ')

    found = outer_links(review_project(tmp_path).library)

    assert {"https://a.test/x", "https://b.test/y"} == found.keys() - before
    assert [CLAIM, "docs/index.md"] == [place.file for place in found["https://a.test/x"]]
    assert [BIBLIOGRAPHY] == [place.file for place in found["https://b.test/y"]]


def test_servers_take_turns() -> None:
    """Requests to one server lie as far apart as they can."""
    links = ["http://a/1", "http://a/2", "http://a/3", "http://b/1", "http://c/1", "http://c/2"]

    assert ["http://a/1", "http://b/1", "http://c/1", "http://a/2", "http://c/2", "http://a/3"] == list(in_turn(links))


# What is put up with


def test_tolerated() -> None:
    """What a link gives is put up with where the list says so, for one address or all that begin so."""
    known = tolerance("https://a.test/x 403", "https://b.test/* no answer")

    assert tolerated(known, "https://a.test/x", "403")
    assert tolerated(known, "https://b.test/anything", "no answer")
    assert not tolerated(known, "https://a.test/x", "404")
    assert not tolerated(known, "https://a.test/xy", "403")
    assert not tolerated(known, "https://c.test/", "403")


@pytest.mark.parametrize(
    ("entry", "outcomes", "why"),
    [
        ("https://a.test/x 403", {"https://a.test/x": 403}, None),
        ("https://a.test/x 403", {"https://a.test/x": 200}, "it works again"),
        ("https://a.test/x 403", {"https://a.test/x": 404}, "it gives something else now (404)"),
        ("https://a.test/x 403", {"https://a.test/y": 403}, "no record or page has such a link"),
        ("https://a.test/* 403", {"https://a.test/x": 200, "https://a.test/y": 403}, None),
        ("https://a.test/* 403", {"https://a.test/x": 200, "https://a.test/y": 200}, "it works again"),
    ],
)
def test_unneeded_entry(entry: str, outcomes: dict[str, int], why: str | None) -> None:
    """An entry must go when its link works again, gives something else, or is no longer there."""
    seen = {link: Outcome(status, link) for link, status in outcomes.items()}

    found = list(unneeded(tolerance(entry), seen))

    assert ([] if why is None else [(Place("tolerated.yml", 2, 5), why)]) == [(item.place, item.why) for item in found]


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ('link: https://a.test/, gives: "403", since: 2026-11-27', "record-missing-key"),
        ('link: https://a.test/, gives: "200", reason: It is so., since: 2026-11-27', "record-form"),
        ('link: a.test, gives: "403", reason: It is so., since: 2026-11-27', "record-form"),
        ('link: https://a.test/, gives: "403", reason: It is so., since: yesterday', "record-form"),
    ],
)
def test_faulty_list(entry: str, rule: str) -> None:
    """Each entry must have a link, what it gives, a reason and a day."""
    loaded, problems = read_tolerance(f"links:\n  - {{{entry}}}\n".encode(), "tolerated.yml")

    assert loaded is None
    assert [rule] == [problem.rule for problem in problems]


def test_list_of_this_project() -> None:
    """The list of this project is sound, and each entry is about a link that it has."""
    loaded, problems = read_tolerance((ROOT / upkeep.TOLERANCE_FILE).read_bytes(), upkeep.TOLERANCE_FILE)

    assert [] == problems
    assert loaded is not None
    assert [] == list(unused(loaded, outer_links(review_project(ROOT).library)))


# Notices


def with_notices(project: Project, *lines: str) -> None:
    """Give the study of the sample some notices."""
    text = project.read(STUDY)
    assert "notices:" not in text
    entry = "\n".join(["notices:", *(f"  - {{{line}, noticed: 2026-11-21}}" for line in lines)])
    project.replace(STUDY, "verified:\n", f"{entry}\nverified:\n")


ERRATUM = FoundNotice(NoticeKind.ERRATUM, "Erratum of 2002", f"https://doi.org/{NOTICE}")
RETRACTION = FoundNotice(NoticeKind.RETRACTION, "Retraction of 2002", f"https://doi.org/{NOTICE}")


@pytest.mark.parametrize(
    ("held", "found", "new"),
    [
        ((), (), []),
        ((), (RETRACTION,), ["retraction: Retraction of 2002"]),
        ((f'kind: retraction, what: "Retracted, doi {NOTICE.upper()}."',), (RETRACTION,), []),
        (("kind: erratum, what: There is one.",), (ERRATUM,), []),
        (("kind: correction, what: There is one.",), (ERRATUM,), []),
        (("kind: correction, what: There is one.",), (RETRACTION,), ["retraction: Retraction of 2002"]),
        (('kind: erratum, what: "Another, doi 10.5555/other."',), (ERRATUM,), ["erratum: Erratum of 2002"]),
    ],
)
def test_news(tmp_path: Path, held: tuple[str, ...], found: tuple[FoundNotice, ...], new: list[str]) -> None:
    """A notice is news unless the study holds it: by its DOI, or as one of its kind of which no DOI is known."""
    project = Project.of_sample(tmp_path)
    if held:
        with_notices(project, *held)
    library = review_project(tmp_path).library

    items = list(news(library, {"alpha2001": Work("article", {"title": "A"}, notices=found)}))

    assert new == [item.what for item in items]
    assert all(("magnets-warm-the-hand",) == item.claims for item in items)


def test_work_that_is_a_notice(tmp_path: Path) -> None:
    """A cited work that is itself only a notice on another is news."""
    Project.of_sample(tmp_path)
    library = review_project(tmp_path).library

    (item,) = news(library, {"alpha2001": Work("article", {"title": "A"}, notice_of="10.5555/other")})

    assert "this work is itself only a notice, on 10.5555/other" == item.what
    assert item.grave


# Reviews


@pytest.mark.parametrize(
    ("today", "why"),
    [("2028-09-21", None), ("2028-09-22", ""), ("2028-11-21", ""), ("2028-11-22", "its day has passed")],
)
def test_due(tmp_path: Path, today: str, why: str | None) -> None:
    """A claim is announced sixty days before its day, 21 November 2028, and due on the day after it."""
    Project.of_sample(tmp_path)
    found = list(due_claims(review_project(tmp_path).library, datetime.date.fromisoformat(today)))

    assert ([] if why is None else [why]) == [item.why for item in found]


# All of it


@pytest.fixture
def there() -> Iterator[elsewhere.Elsewhere]:
    """Run a server that stands for those of others."""
    with elsewhere.serving() as running:
        yield running


@pytest.fixture
def crossref() -> Iterator[registry.Registry]:
    """Run a server that answers as Crossref does."""
    with registry.serving() as running:
        yield running


def world(crossref_url: str = "http://127.0.0.1:9/") -> upkeep.World:
    """Return a world without pauses that says nothing."""
    visitor = Visitor(pause=0, time_out=elsewhere.SLOW / 4, sleep=lambda _: None)
    return upkeep.World(visitor, Registries(crossref_url=crossref_url, time_out=1, pause=0), 0, lambda _: None)


def test_look_at_links(tmp_path: Path, there: elsewhere.Elsewhere) -> None:
    """Broken links are named unless they are put up with, moved ones beside them, and entries that must go."""
    places = {
        f"{there.url}{path}": [Place("a.yml")] for path in ("/ok", "/moved", "/refused", "/gone", "/slow", "/front")
    }
    (tmp_path / ".github").mkdir()
    (tmp_path / upkeep.TOLERANCE_FILE).write_text(
        "links:\n"
        f'  - {{link: "{there.url}/refused", gives: "403", reason: Seen in a browser., since: 2026-11-27}}\n'
        f'  - {{link: "{there.url}/ok", gives: "404", reason: Seen in a browser., since: 2026-11-27}}\n',
        encoding="utf-8",
    )

    found = upkeep.look_at_links(tmp_path, places, world())

    assert [("/front", "front page"), ("/gone", "404"), ("/slow", "no answer")] == [
        (item.link.removeprefix(there.url), item.seen) for item in found.broken
    ]
    assert found.moved is not None
    assert [f"{there.url}/moved"] == list(found.moved)
    assert [(3, "it works again")] == [(item.place.line, item.why) for item in found.unneeded]


def test_faulty_list_is_told(tmp_path: Path, there: elsewhere.Elsewhere) -> None:
    """Faults of the list are told, and nothing is put up with until they are mended."""
    (tmp_path / ".github").mkdir()
    (tmp_path / upkeep.TOLERANCE_FILE).write_text("links: 1\n", encoding="utf-8")

    found = upkeep.look_at_links(tmp_path, {f"{there.url}/refused": [Place("a.yml")]}, world())

    assert 1 == len(found.broken)
    assert 1 == len(found.problems)


def test_offline(tmp_path: Path) -> None:
    """Without a network nothing is called broken: nothing was learned."""
    with pytest.raises(upkeep.OfflineError, match="none of 1 links gave an answer"):
        upkeep.look_at_links(tmp_path, {"http://127.0.0.1:9/": [Place("a.yml")]}, world())
    Project.of_sample(tmp_path)
    with pytest.raises(upkeep.OfflineError, match="Crossref cannot be reached"):
        upkeep.ask_crossref(review_project(tmp_path).library, world())


def test_offline_is_seen_soon(tmp_path: Path) -> None:
    """Whoever is offline does not wait for hundreds of servers that cannot answer."""
    said: list[str] = []
    nowhere = {f"http://127.0.0.{number}:9/": [Place("a.yml")] for number in range(1, 100)}
    visitor = Visitor(pause=0, time_out=elsewhere.SLOW / 4, sleep=lambda _: None)

    with pytest.raises(upkeep.OfflineError, match="none of 10 links"):
        upkeep.look_at_links(tmp_path, nowhere, upkeep.World(visitor, Registries(), 0, said.append))
    assert 10 == len(said)


def retracted(doi: str) -> registry.Reply:
    """Return Crossref's answer on a work that was retracted, in the form that Crossref documents."""
    update = {"DOI": NOTICE, "type": "retraction", "label": "Retraction", "source": "retraction-watch"}
    date = {"date-parts": [[2019, 7, 26]]}
    message = {
        "DOI": doi,
        "type": "journal-article",
        "title": ["Warm hands"],
        "updated-by": [{**update, "updated": date}],
    }
    return registry.Reply({"status": "ok", "message-type": "work", "message": message})


def test_notices_from_crossref(tmp_path: Path, crossref: registry.Registry) -> None:
    """Crossref is asked for each DOI once, and a retraction that it knows is news with the claims that it touches."""
    Project.of_sample(tmp_path)
    ((_, doi),) = dois(review_project(tmp_path).library).items()
    crossref.says(doi, retracted(doi))

    found = upkeep.look(tmp_path, ["notices"], TODAY, world(crossref.url))

    (item,) = found.news
    assert "retraction: Retraction of 2019-07-26, in the Crossref record, as Retraction Watch says" == item.what
    assert f"https://doi.org/{NOTICE}" == item.where
    assert ("magnets-warm-the-hand",) == item.claims
    assert 1 == len(crossref.asked)


def test_doi_that_crossref_does_not_know(
    tmp_path: Path, crossref: registry.Registry, there: elsewhere.Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Crossref does not know a DOI, it is followed: other agencies register DOIs too."""
    Project.of_sample(tmp_path)
    monkeypatch.setattr(upkeep, "doi_url", lambda _: f"{there.url}/gone")

    found = upkeep.look(tmp_path, ["notices"], TODAY, world(crossref.url))

    assert [("404", BIBLIOGRAPHY)] == [(item.seen, item.places[0].file) for item in found.broken]


def test_crossref_in_trouble(tmp_path: Path, crossref: registry.Registry) -> None:
    """A DOI that nothing was learned of is told, where others were answered."""
    project = Project.of_sample(tmp_path)
    project.write(
        BIBLIOGRAPHY, project.read(BIBLIOGRAPHY) + f"\n@misc{{b, title = {{B}}, doi = {{{registry.TRIAL_DOI}}}}}\n"
    )
    first = dois(review_project(tmp_path).library)["alpha2001"]
    crossref.says(first, registry.Reply("", 503, "text/plain"))

    found = upkeep.look(tmp_path, ["notices"], TODAY, world(crossref.url))

    assert found.unasked is not None
    assert [first] == list(found.unasked)
    assert "has trouble of its own" in found.unasked[first]


def command(*arguments: str | Path) -> int:
    """Run the command without pauses."""
    return upkeep.main(["--pause", "0", *map(str, arguments)])


def test_nothing_to_do(tmp_path: Path) -> None:
    """Where nothing is to be done the report is empty, and the status 0."""
    Project.of_sample(tmp_path / "project")
    file = tmp_path / "out/report.md"

    status = command("--root", tmp_path / "project", "--only", "reviews", "--today", "2026-11-27", "--report", file)

    assert (0, "") == (status, file.read_text(encoding="utf-8"))


def test_report(
    tmp_path: Path,
    crossref: registry.Registry,
    there: elsewhere.Elsewhere,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The report names notices, reviews, broken links with what to do, and moved pages; the status is 1."""
    Project.of_sample(tmp_path)
    ((_, doi),) = dois(review_project(tmp_path).library).items()
    crossref.says(doi, retracted(doi))
    links = {
        f"{there.url}/gone": [Place("docs/index.md", line) for line in range(1, 6)],
        f"{there.url}/moved": [Place("a")],
    }
    monkeypatch.setattr(upkeep, "outer_links", lambda _: links)

    status = command("--root", tmp_path, "--today", "2029-01-01", "--crossref", crossref.url)

    printed = capsys.readouterr().out
    assert 1 == status
    assert [
        "Notices on works that are cited",
        "Claims that are due for another look",
        "Links that do not work",
        "Pages that have moved for good",
    ] == [line[3:] for line in printed.splitlines() if line.startswith("## ")]
    for line in (
        f"- `alpha2001`, doi {doi}: retraction: Retraction of 2019-07-26",
        f"- by 2028-11-21 [Does a magnet warm the hand?]({CLAIM}): its day has passed",
        f"- {there.url}/gone: 404; in `docs/index.md:1`, `docs/index.md:2`, `docs/index.md:3` and 2 more",
        f'  - link: {there.url}/gone\n    gives: "404"\n    reason: ',
        f"- {there.url}/moved is now at {there.url}/ok",
    ):
        assert line in printed


def test_command_offline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a network the command says so in one line and gives status 3, and writes no report."""
    Project.of_sample(tmp_path / "project")
    file = tmp_path / "report.md"

    status = command(
        "--root", tmp_path / "project", "--only", "notices", "--crossref", "http://127.0.0.1:9", "--report", file
    )

    assert 3 == status
    assert not file.exists()
    assert "are you online?" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--only", "all"], ["--today", "soon"], ["--root", "nowhere"]])
def test_misuse(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong argument gives status 2 and a usage line."""
    with pytest.raises(SystemExit) as stopped:
        upkeep.main(arguments)

    assert 2 == stopped.value.code
    assert capsys.readouterr().err.startswith("usage: ")
