"""Evidence on the same people: what ties studies, what counts, what the rules say, what the page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.bodies import body, claim, empty
from tests.unit.projects import BIBLIOGRAPHY, CLAIM, Project, as_written
from tests.unit.results import by_key, items, review, study

from evidence.model.reference import Reference
from evidence.model.study import Review
from evidence.overlap import (
    Inclusion,
    Sharing,
    counted_twice,
    counting,
    inclusion,
    matrix,
    people_groups,
    ties,
    years_of,
)
from evidence.pages.context import Site
from evidence.pages.records import claim_page
from evidence.problem import Place
from evidence.review import review_project

if TYPE_CHECKING:
    from pathlib import Path

    from evidence.model.claim import Body
    from evidence.model.study import Study

OLD, NEW = study("old1999"), study("new2020")
YEARS = {"old1999": 1999, "new2020": 2020, "review2010": 2010, "review2015": 2015}


def a_review(key: str = "review2010", *listed: str, **fields: object) -> Review:
    """Return a review that lists studies."""
    made = review(key, includes=[{"study": name, "as_listed": name} for name in listed], **fields)
    assert isinstance(made, Review)
    return made


def with_items(*keys: str, background: tuple[str, ...] = (), **fields: object) -> Body:
    """Return a body with a result of each study, in the order of the keys."""
    evidence = [
        item for key in keys for item in items((key, "pain"), bearing="background" if key in background else "against")
    ]
    return body(evidence=evidence, **fields)


def found(made: Body, *studies: Study) -> list[tuple[str, str, Sharing]]:
    """Return the ties that a body counts twice."""
    return [(tie.study, tie.other, tie.sharing) for tie in counted_twice(made, by_key(studies), YEARS)]


def apart(*keys: str) -> list[dict[str, str]]:
    """Return remarks on studies."""
    return [{"study": key, "why": "A reason."} for key in keys]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        pytest.param(a_review("review2010", "old1999"), Inclusion.LISTED, id="listed"),
        pytest.param(a_review("review2010", "other"), Inclusion.NOT_LISTED, id="not-listed"),
        pytest.param(a_review("review2010", "other", included_count=1), Inclusion.NOT_LISTED, id="whole-list"),
        pytest.param(a_review("review2010", "other", included_count=2), Inclusion.UNKNOWN, id="part-of-a-list"),
        pytest.param(a_review("review2010", "old1999", included_count=2), Inclusion.LISTED, id="listed-in-a-part"),
        pytest.param(a_review("review2010"), Inclusion.UNKNOWN, id="no-list"),
        pytest.param(a_review("review2010", searched_to="1998-12"), Inclusion.LATER, id="searched-before"),
        pytest.param(a_review("review2010", searched_to="1999-01"), Inclusion.UNKNOWN, id="searched-that-year"),
        pytest.param(a_review("undated"), Inclusion.UNKNOWN, id="undated"),
    ],
)
def test_inclusion_of_an_older_study(made: Review, expected: Inclusion) -> None:
    """A seen list decides; without one, or with a part of one, a study could be in every review that is not older."""
    assert expected is inclusion(made, OLD, YEARS)


def test_later_study_cannot_be_included() -> None:
    """A study that was published after a review is not in it; one of the same year could be."""
    assert Inclusion.LATER is inclusion(a_review(), NEW, YEARS)
    assert Inclusion.UNKNOWN is inclusion(a_review(), NEW, YEARS | {"new2020": 2010})
    assert Inclusion.UNKNOWN is inclusion(a_review(), study("undated"), YEARS)


def test_years_are_read_from_references() -> None:
    """The year of a reference counts without its letter; a reference without one has none."""
    years = {"a": "2007", "b": "2007a", "c": "", "d": "in press", "e": "٢٠٠٧"}
    references = {key: Reference(key, "misc", Place("references.bib"), year=year) for key, year in years.items()}

    assert {"a": 2007, "b": 2007} == years_of(references)


@pytest.mark.parametrize(
    ("studies", "expected"),
    [
        pytest.param((study("one"), study("two")), [], id="strangers"),
        pytest.param(
            (study("one"), study("two", overlaps_with=apart("one"))), [("two", "one", Sharing.PEOPLE)], id="overlap"
        ),
        pytest.param(
            (study("one", overlaps_with=apart("two")), study("two")), [("two", "one", Sharing.PEOPLE)], id="overlapped"
        ),
        pytest.param(
            (study("one", reports=[{"key": "two", "note": "Again."}]), study("two")),
            [("two", "one", Sharing.PEOPLE)],
            id="report",
        ),
        pytest.param(
            (OLD, a_review("review2010", "old1999")), [("review2010", "old1999", Sharing.INCLUDES)], id="included"
        ),
        pytest.param((a_review(), OLD), [("review2010", "old1999", Sharing.MAY_INCLUDE)], id="may-include"),
        pytest.param((a_review("review2010", "other"), OLD), [], id="seen-not-to-include"),
        pytest.param((a_review(), NEW), [], id="later"),
        pytest.param(
            (a_review("review2010", "x"), a_review("review2015", "x", "y")),
            [("review2015", "review2010", Sharing.SAME_STUDIES)],
            id="same-studies",
        ),
        pytest.param((a_review("review2010", "x"), a_review("review2015", "y")), [], id="other-studies"),
        pytest.param(
            (a_review("review2010", "x"), a_review("review2015")),
            [("review2015", "review2010", Sharing.MAY_SHARE)],
            id="may-share",
        ),
        pytest.param((review("guide", kind="document", design="agency-page"), OLD), [], id="document"),
    ],
)
def test_ties(studies: tuple[Study, ...], expected: list[tuple[str, str, Sharing]]) -> None:
    """Two studies are tied by people, by inclusion, or by a list that was not seen; a review is named first."""
    assert expected == found(with_items(*by_key(studies)), *studies)


def test_reviews_share_a_study_without_record() -> None:
    """Studies that have no record here are compared by the name that the reviews give them, whatever its letters."""
    one = review("one", includes=[{"as_listed": "Miller 1990"}])
    other = review("other", includes=[{"as_listed": "MILLER 1990"}])

    assert [("other", "one", Sharing.SAME_STUDIES)] == found(with_items("one", "other"), one, other)


@pytest.mark.parametrize(
    ("remarks", "twice"),
    [
        pytest.param({}, True, id="no-remark"),
        pytest.param({"not_counted": apart("review2010")}, False, id="review-not-counted"),
        pytest.param({"not_counted": apart("old1999")}, False, id="study-not-counted"),
        pytest.param({"independent": apart("review2010")}, False, id="reason-against-a-possibility"),
    ],
)
def test_remarks_settle_a_possible_tie(remarks: dict[str, Any], twice: bool) -> None:  # noqa: FBT001 (a table)
    """A review without a list counts beside a study only with a reason."""
    assert twice is bool(found(with_items("old1999", "review2010", **remarks), OLD, a_review()))


def test_no_reason_stands_against_a_list() -> None:
    """A review does not become independent of a study that is known to be in it."""
    made = with_items("old1999", "review2010", independent=apart("review2010"))

    assert [("review2010", "old1999", Sharing.INCLUDES)] == found(made, OLD, a_review("review2010", "old1999"))


def test_background_does_not_count() -> None:
    """A study that is background is tied to nothing, and a body without evidence has no ties."""
    studies = by_key([OLD, a_review()])

    assert () == ties(with_items("old1999", "review2010", background=("review2010",)), studies, YEARS)
    assert () == ties(empty(), studies, YEARS)


def test_counting() -> None:
    """Results count by study, and a review that is not counted is shown with the studies that do count."""
    made = with_items("old1999", "old1999", "new2020", "review2010", not_counted=apart("review2010"))
    seen = counting(made, by_key([OLD, NEW, a_review()]), YEARS)

    # Two results of old1999 and one of new2020.
    assert (3, 2, (("old1999", 2),)) == (seen.results, seen.studies, seen.repeated)
    (note,) = seen.uncounted
    assert ("review2010", "A reason.", ["old1999"]) == (note.study, note.why, [tie.other for tie in note.ties])
    assert () == seen.independent


def test_matrix() -> None:
    """The matrix has reviews with a seen list, every primary study of the claim, and names the other reviews."""
    part = a_review("part", "old1999", included_count=5)
    whole = a_review("whole", "new2020")
    made = claim(with_items("old1999", "new2020", "part", "whole", "review2010"))
    table = matrix(made, by_key([OLD, NEW, part, whole, a_review()]), YEARS | {"part": 2010})

    assert table
    assert (("part", "whole"), ("old1999", "new2020"), ("review2010",)) == (table.reviews, table.studies, table.unseen)
    assert {
        ("part", "old1999"): Inclusion.LISTED,
        ("part", "new2020"): Inclusion.LATER,
        ("whole", "old1999"): Inclusion.NOT_LISTED,
        ("whole", "new2020"): Inclusion.LISTED,
    } == table.cells


def test_matrix_knows_published_poolings() -> None:
    """A review that stands in `published_pooled` alone is a review of the claim; without any there is no matrix."""
    pooled = with_items("old1999", published_pooled=[{"study": "review2010", "outcome": "pain"}])
    table = matrix(claim(pooled), by_key([OLD, a_review()]), YEARS)

    assert table
    assert ("review2010",) == table.unseen
    assert matrix(claim(with_items("old1999")), by_key([OLD]), YEARS) is None


def test_people_groups() -> None:
    """Studies are joined by way of a third one, and a study of other people stands in no group."""
    studies = by_key(
        [study("a"), study("b", overlaps_with=apart("a")), study("c", overlaps_with=apart("b")), study("d")]
    )

    assert (("a", "b", "c"),) == people_groups(["a", "c", "b", "d", "a"], studies)


REVIEW = """# yaml-language-server: $schema=../../../scripts/evidence/schema/study.schema.json
id: review2010
kind: review
design: meta-analysis
summary: The trials were pooled.
population: Trials of magnets on hands
read: abstract
{more}outcomes:
  - id: skin-temperature
    name: Skin temperature
    direction: higher
    finding: The trials were pooled.
    {effect}where: abstract
verified:
  - {{what: [figures], where: abstract, when: 2026-11}}
"""
LISTED = "included_count: 1\nincludes: [{study: alpha2001, as_listed: Alpha 2001}]\nincludes_seen: table 1\n"
EFFECT = "effect: {measure: MD, value: 0.1, ci: {low: -0.2, high: 0.4}}\n    pooled: {studies: 1, i2: 0}\n    "
ITEM = "      - {study: review2010, outcome: skin-temperature, bearing: against, why: Again.}\n"


def with_review(folder: Path, body_lines: str, more: str = LISTED, effect: str = EFFECT) -> Project:
    """Return the sample with a review, and with lines after the evidence of its body."""
    project = Project.of_sample(folder)
    project.write("studies/review2010.yml", REVIEW.format(more=more, effect=effect))
    entry = "\n@misc{review2010,\n  author = {Review, Anna},\n  title = {A review},\n  year = {2010},\n}\n"
    project.write(BIBLIOGRAPHY, project.read(BIBLIOGRAPHY) + entry)
    project.replace(CLAIM, "    judgements:\n", f"{body_lines}    judgements:\n")
    return project


NOT_COUNTED = "    not_counted: [{study: review2010, why: Its only trial is here.}]\n"
INDEPENDENT = "    independent: [{study: review2010, why: It is about feet.}]\n"
POOLED = "    published_pooled: [{study: review2010, outcome: skin-temperature}]\n"


@pytest.mark.parametrize(
    ("lines", "more", "effect", "rules"),
    [
        pytest.param(ITEM, LISTED, EFFECT, ["39:17 evidence-independent"], id="review-and-its-trial"),
        pytest.param(ITEM, "", EFFECT, ["39:17 evidence-independent"], id="list-not-seen"),
        pytest.param(ITEM + NOT_COUNTED, LISTED, EFFECT, [], id="not-counted"),
        pytest.param(ITEM + INDEPENDENT, "", EFFECT, [], id="independent"),
        pytest.param(ITEM + INDEPENDENT, LISTED, EFFECT, ["39:17 evidence-independent"], id="known-to-include"),
        pytest.param(ITEM.replace("against", "background"), LISTED, EFFECT, [], id="background"),
        pytest.param(
            ITEM.replace("against", "background") + NOT_COUNTED, LISTED, EFFECT, ["40:27 not-counted-needed"], id="idle"
        ),
        pytest.param(ITEM.replace("against", "background") + POOLED, LISTED, EFFECT, [], id="pooled"),
        pytest.param(
            ITEM.replace("against", "background") + POOLED,
            LISTED,
            "",
            ["40:53 published-pooled-effect"],
            id="pooled-without-effect",
        ),
    ],
)
def test_rules(lines: str, more: str, effect: str, rules: list[str], tmp_path: Path) -> None:
    """A body that counts people twice, a remark without need and a pooled result without figures are problems."""
    assert [f"{CLAIM}:{rule}" for rule in rules] == with_review(tmp_path, lines, more, effect).found()


def test_message_names_the_studies(tmp_path: Path) -> None:
    """The problem says who is tied to whom, and offers `independent` only where the tie is no more than possible."""
    (known,) = with_review(tmp_path / "known", ITEM).problems()
    (possible,) = with_review(tmp_path / "possible", ITEM, more="").problems()

    assert known.message.endswith("`review2010` includes `alpha2001`.")
    assert "independent" not in known.hint
    assert possible.message.endswith("`review2010` may include `alpha2001`.")
    assert "name `review2010` under `independent`" in possible.hint


def shown(project: Project) -> str:
    """Return the page of the sample's claim."""
    seen = review_project(project.root)
    return as_written(claim_page(seen.library.claims["magnets-warm-the-hand"], seen, Site()).text)


def test_page_shows_what_counts(tmp_path: Path) -> None:
    """The page tells what is not counted and why, shows the matrix, and prints the published pooled result."""
    text = shown(with_review(tmp_path, ITEM + NOT_COUNTED + POOLED))

    assert "1 result of 1 study counts for or against." in text
    assert "Its only trial is here." in text
    assert "<td>included</td>" in text
    assert "Mean difference 0.1 (95% CI −0.2 to 0.4)" in text
    # Participants, model and the date of the search are not in the record of the review.
    assert 3 == text.count('<td class="ev-dim">not printed</td>')


def test_page_says_that_a_list_was_not_seen(tmp_path: Path) -> None:
    """A claim whose reviews have no seen list shows no matrix and says so."""
    text = shown(with_review(tmp_path, ITEM + NOT_COUNTED, more=""))

    assert "List of included studies not seen:" in text
    assert "ev-matrix" not in text


def test_page_without_reviews_is_silent(tmp_path: Path) -> None:
    """A claim with one result and no review says nothing of counting."""
    text = shown(Project.of_sample(tmp_path))

    assert "ev-counting" not in text
    assert "Reviews and the studies they rest on" not in text
