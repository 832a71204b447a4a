"""Claims that are due for another look: each reason, what the check says of it, and what readers see."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.unit.projects import ASSESSMENT, BIBLIOGRAPHY, CALCULATION, CLAIM, SOURCE, STUDY, Project

from evidence.library import read_library
from evidence.pages.context import Site
from evidence.pages.fragments import expand
from evidence.pages.site import generated_pages
from evidence.review import review_project
from evidence.staleness import Cause, newest, stale_claims

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SITE = Site("Sample", "https://example.org/review/")
NAME = "magnets-warm-the-hand"
CHANGE = "{date: 2026-11-21, what: First published.}"
HARMS = "harms: {reported: not-mentioned}\n"
RETRACTED = "kind: retraction, what: The figures were wrong"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a copy of the sample, in which nothing is due."""
    return Project.of_sample(tmp_path)


def add_notice(project: Project, notice: str, file: str = STUDY) -> None:
    """Give a study a notice."""
    project.replace(file, HARMS, f"{HARMS}notices: [{{{notice}}}]\n")


def add_study(project: Project, key: str) -> None:
    """Add a study that no claim uses yet."""
    project.write(f"studies/{key}.yml", project.read(STUDY).replace("alpha2001", key))
    author, year = key[:-4].title(), key[-4:]
    entry = f"@misc{{{key},\n  title = {{Another}},\n  author = {{{author}, Ben}},\n  year = {{{year}}},\n}}\n"
    project.write(BIBLIOGRAPHY, f"{project.read(BIBLIOGRAPHY)}\n{entry}")


def causes(project: Project) -> list[tuple[Cause, str, str]]:
    """Return why the claim of the sample is due."""
    library, _ = read_library(project.root)
    return [(why.cause, why.study, why.successor) for why in stale_claims(library).get(NAME, ())]


def warnings(project: Project) -> list[str]:
    """Return what the check says of claims that are due, with the hints."""
    return [problem.as_text() for problem in project.problems() if problem.rule == "claim-stale"]


def pages(project: Project) -> Iterator[str]:
    """Yield the text of the claim's page."""
    for page in generated_pages(review_project(project.root), SITE):
        if page.path == f"claims/{NAME}.md":
            yield page.text


# The newest date


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        pytest.param(CLAIM, "reviewed: 2026-11-21", "reviewed: 2026-12-05", "2026-12-05", id="review"),
        pytest.param(CLAIM, CHANGE, "{date: 2026-12-06, what: Mended.}", "2026-12-06", id="change"),
        pytest.param(STUDY, "when: 2026-11", "when: 2027-01", "2027-01-01", id="seen"),
        pytest.param(
            STUDY, HARMS, f"{HARMS}notices: [{{{RETRACTED}, noticed: 2026-12-07}}]\n", "2026-12-07", id="notice"
        ),
        pytest.param(CALCULATION, "reviewed: 2026-11-21", "reviewed: 2026-12-08", "2026-12-08", id="calculation"),
        pytest.param(ASSESSMENT, "when: 2026-11", "when: 2026-12", "2026-12-01", id="second-assessment"),
        pytest.param(CLAIM, "kind: effect\n", "kind: effect\n", "2026-11-21", id="as-it-is"),
    ],
)
def test_newest_date_of_any_record(project: Project, file: str, old: str, new: str, expected: str) -> None:
    """Every date that a record carries counts, a month from its first day on; the record is named with it."""
    project.replace(file, old, new)
    library, _ = read_library(project.root)
    found = newest(library)

    assert expected == found.date.isoformat()
    assert new == old or file == found.file


def test_draft_does_not_make_others_due(project: Project) -> None:
    """The dates of a claim that is not published do not count."""
    project.write(
        CLAIM.replace(NAME, "x"),
        project.read(CLAIM)
        .replace(f"id: {NAME}\n", "id: x\ndraft: true\n")
        .replace("reviewed: 2026-11-21", "reviewed: 2029-11-21")
        .replace("review_by: 2028-11-21", "review_by: 2030-11-21"),
    )

    assert [] == causes(project)
    assert [] == warnings(project)


def test_no_dates(tmp_path: Path) -> None:
    """A project without records has no date that anything could be held against."""
    library, _ = read_library(tmp_path)

    assert "1970-01-01" == newest(library).date.isoformat()
    assert {} == stale_claims(library)


# The reasons


def test_sample_is_not_due(project: Project) -> None:
    """Where the day lies ahead and nothing happened to the studies, a claim is not due."""
    assert [] == causes(project)


@pytest.mark.parametrize(("newest_day", "expected"), [("2028-11-21", []), ("2028-11-22", [(Cause.OVERDUE, "", "")])])
def test_day_has_passed(project: Project, newest_day: str, expected: list[tuple[Cause, str, str]]) -> None:
    """A claim is due from the day after the one by which it was to be looked at; the record with that date is named."""
    project.replace(CALCULATION, "reviewed: 2026-11-21", f"reviewed: {newest_day}")

    assert expected == causes(project)
    warning = (
        f"{CLAIM}:58:12: warning [claim-stale] A claim should be looked at again when its date has passed, when a "
        "study that it counts gets a notice, and when one is replaced by a study that the claim does not use. It was "
        f"due by 2028-11-21, and {CALCULATION} has the date {newest_day}.\n"
        "    hint: look for newer evidence, judge again, and set `reviewed` and `review_by`"
    )
    assert [warning] * len(expected) == warnings(project)


@pytest.mark.parametrize(
    "kind", ["correction", "erratum", "expression-of-concern", "retraction", "withdrawal", "superseded"]
)
def test_notice_after_the_review(project: Project, kind: str) -> None:
    """A notice of any kind that can change what a study counts for makes the claim due when it was seen later."""
    add_notice(project, f"kind: {kind}, what: The figures were wrong., noticed: 2026-11-22")

    assert [(Cause.NOTICE, "alpha2001", "")] == causes(project)
    (warning,) = warnings(project)
    assert warning.startswith(f"{CLAIM}:35:16: warning [claim-stale] ")
    assert f"A notice ({kind.replace('-', ' ')}) on `alpha2001` was seen on 2026-11-22" in warning
    assert warning.endswith("hint: read the notice, judge the evidence again, and set `reviewed` and `review_by`")


@pytest.mark.parametrize(
    "notice",
    [
        pytest.param(f"{RETRACTED}, noticed: 2026-11-21", id="same-day"),
        pytest.param(f"{RETRACTED}, noticed: 2020-01-01", id="earlier"),
        pytest.param("kind: comment, what: A letter., noticed: 2026-11-22", id="comment"),
    ],
)
def test_notice_that_the_review_knew_of(project: Project, notice: str) -> None:
    """A notice seen by the day of the review was taken account of, and a comment changes no figures."""
    add_notice(project, notice)

    assert [] == causes(project)


def test_looking_again_mends_it(project: Project) -> None:
    """When the claim was looked at after the notice, it is no longer due."""
    add_notice(project, f"{RETRACTED}, noticed: 2026-11-22")
    project.replace(CLAIM, "reviewed: 2026-11-21", "reviewed: 2026-11-22")

    assert [] == causes(project)


def test_background_does_not_count(project: Project) -> None:
    """A study that speaks neither for nor against the claim does not make it due."""
    add_notice(project, f"{RETRACTED}, noticed: 2026-11-22")
    project.replace(CLAIM, "bearing: against", "bearing: background")

    assert [] == causes(project)


SUPERSEDED = "kind: superseded, what: It was updated., noticed: 2026-11-21, superseded_by: {}"


def test_study_was_replaced(project: Project) -> None:
    """A claim that counts a study and does not use the one in its place is due, whenever that was seen."""
    add_study(project, "beta2004")
    add_notice(project, SUPERSEDED.format("beta2004"))

    assert [(Cause.SUPERSEDED, "alpha2001", "beta2004")] == causes(project)
    (warning,) = warnings(project)
    assert "`alpha2001` was replaced by `beta2004`, which this claim does not use." in warning
    assert warning.endswith("use `beta2004`, or cite it and say why it changes nothing; then set `reviewed`")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("practical: Gloves warm hands.", "practical: Gloves warm hands [@beta2004].", id="cited"),
        pytest.param(
            "    judgements:\n      risk_of_bias: {level: -1",
            "      - {study: beta2004, outcome: skin-temperature, bearing: background, why: The same again.}\n"
            "    judgements:\n      risk_of_bias: {level: -1",
            id="evidence",
        ),
    ],
)
def test_using_the_newer_study_mends_it(project: Project, old: str, new: str) -> None:
    """It is enough to use the newer study in any way: as evidence, or cited with the reason why it changes nothing."""
    add_study(project, "beta2004")
    add_notice(project, SUPERSEDED.format("beta2004"))
    project.replace(CLAIM, old, new)

    assert [] == causes(project)


def test_replaced_twice(project: Project) -> None:
    """Of studies that replaced each other in turn the newest is named, and using any of them later in line will do."""
    add_study(project, "beta2004")
    add_study(project, "gamma2008")
    add_notice(project, SUPERSEDED.format("beta2004"))
    add_notice(project, SUPERSEDED.format("gamma2008"), "studies/beta2004.yml")

    assert [(Cause.SUPERSEDED, "alpha2001", "gamma2008")] == causes(project)

    project.replace(CLAIM, "practical: Gloves warm hands.", "practical: Gloves warm hands [@gamma2008].")

    assert [] == causes(project)


def test_replacing_each_other_does_not_hang(project: Project) -> None:
    """Two studies that are said to have replaced each other are a slip, and no reason to run in a circle."""
    add_study(project, "beta2004")
    add_notice(project, SUPERSEDED.format("beta2004"))
    add_notice(project, SUPERSEDED.format("alpha2001"), "studies/beta2004.yml")

    assert [] == causes(project)


def test_draft_replaces_nothing(project: Project) -> None:
    """A newer study that is still a draft cannot be used, so that no claim is due because of it."""
    add_study(project, "beta2004")
    project.replace("studies/beta2004.yml", "kind: trial\n", "kind: trial\ndraft: true\n")
    add_notice(project, SUPERSEDED.format("beta2004"))

    assert [] == causes(project)


# Notices


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        pytest.param(RETRACTED, ["notice-noticed"], id="without-a-day"),
        pytest.param("kind: comment, what: A letter.", [], id="comment"),
        pytest.param(SUPERSEDED.format("alpha2001"), ["notice-superseded-by"], id="itself"),
        pytest.param(SUPERSEDED.format("alpha2002"), ["notice-superseded-by"], id="unknown"),
        pytest.param(
            f"{RETRACTED}, noticed: 2026-11-21, superseded_by: alpha2001", ["notice-superseded-by"], id="other-kind"
        ),
    ],
)
def test_what_a_notice_must_say(project: Project, notice: str, expected: list[str]) -> None:
    """A notice says when it was seen, and what has taken a study's place is another study with a record."""
    add_notice(project, notice)

    assert expected == [problem.rule for problem in project.problems()]


def test_second_assessment_is_compared_all_the_same(project: Project) -> None:
    """That a claim is due does not keep its second assessment from being held against it."""
    add_notice(project, f"{RETRACTED}, noticed: 2026-11-22")
    project.replace(ASSESSMENT, "risk_of_bias: {level: -1", "risk_of_bias: {level: -2")

    assert ["assessment-difference", "claim-stale"] == sorted(problem.rule for problem in project.problems())


# What readers see


def test_page_says_why_it_is_due(project: Project) -> None:
    """The head of the page gives the reason with a link to the study, and says that the answer is that of its day."""
    add_notice(project, f"{RETRACTED} by *half* & more, noticed: 2026-11-22")
    (page,) = pages(project)
    head = page[page.index("<header") : page.index("</header>")]

    assert (
        '<strong>Due for another look.</strong> There is a retraction on <a href="../../studies/alpha2001/">'
        "Alpha &amp; Beta 2001</a>, seen on 22 November 2026: The figures were wrong by half &amp; more. "
        "This page was last reviewed on 21 November 2026 and takes no account of it." in head
    )
    assert "The answer above stands as it was judged on 21 November 2026." in head
    assert '<a href="../../due/">Reviews that are due</a>' in head


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        ("kind: erratum, what: E, noticed: 2026-11-22", "There is an erratum on "),
        ("kind: superseded, what: Old, noticed: 2026-11-22", "There is a notice that it is superseded on "),
        (SUPERSEDED.format("beta2004"), "2001</a> has been replaced by <a href"),
    ],
)
def test_reasons_in_words(project: Project, notice: str, words: str) -> None:
    """Each kind of notice is named as one would say it."""
    add_study(project, "beta2004")
    add_notice(project, notice)
    (page,) = pages(project)

    assert words in page


def test_page_that_is_not_due_says_nothing(project: Project) -> None:
    """Where nothing is due the head has no banner, and the day ahead leads to the list of days."""
    (page,) = pages(project)

    assert "Due for another look" not in page
    assert '21 November 2028 (<a href="../../due/">reviews that are due</a>)' in page


def test_study_leads_to_what_replaced_it(project: Project) -> None:
    """The page of a study names the one that has taken its place."""
    add_study(project, "beta2004")
    add_notice(project, SUPERSEDED.format("beta2004"))
    text = next(
        page.text for page in generated_pages(review_project(project.root), SITE) if page.path == "studies/alpha2001.md"
    )

    assert 'Replaced by <a href="../../studies/beta2004/">Beta 2004</a>.' in text


def add_claims(project: Project, *names: tuple[str, str]) -> None:
    """Add claims with days by which they are to be looked at, in the same words."""
    for name, day in names:
        text = (
            project.read(CLAIM).replace(f"id: {NAME}\n", f"id: {name}\n").replace("title: Does", f"title: {name} does")
        )
        project.write(CLAIM.replace(NAME, name), text.replace("review_by: 2028-11-21", f"review_by: {day}"))
    project.replace(SOURCE, f"[{NAME}]", f"[{', '.join([NAME, *(name for name, _ in names)])}]")


def test_list_of_what_is_due(project: Project) -> None:
    """Overdue claims come first, the longest overdue before all, then those with news of a study; then days ahead."""
    project.write("studies/beta2004.yml", project.read(STUDY).replace("alpha2001", "beta2004"))
    add_claims(project, ("b", "2027-06-01"), ("c", "2027-05-01"), ("d", "2028-03-01"), ("e", "2028-02-01"))
    project.replace(CALCULATION, "reviewed: 2026-11-21", "reviewed: 2027-07-01")
    add_notice(project, f"{RETRACTED}, noticed: 2026-11-22", "studies/beta2004.yml")
    for name in "de":
        project.write(
            CLAIM.replace(NAME, name), project.read(CLAIM.replace(NAME, name)).replace("alpha2001", "beta2004")
        )
    project.write(BIBLIOGRAPHY, project.read(BIBLIOGRAPHY) + "\n@misc{beta2004,\n  title = {Another},\n}\n")
    project.replace("claims/blood-flow/e.yml", "reviewed: 2026-11-21", "reviewed: 2026-11-22")
    filled = expand("due.md", "<!-- evidence:due -->", review_project(project.root), SITE)
    now, _, ahead = filled.partition("## Coming next")

    assert ["c does", "b does", "d does"] == [part[:6] for part in now.split('/">')[1:] if " does " in part[:7]]
    assert ahead.index("### By 1 February 2028") < ahead.index("e does") < ahead.index("### By 21 November 2028")
    assert "records of this site go up to 1 July 2027" in now


def test_list_where_nothing_is_due(project: Project) -> None:
    """The page says that nothing is due, and up to which day that is known."""
    filled = expand("due.md", "<!-- evidence:due -->", review_project(project.root), SITE)

    assert "No claim is due" in filled
    assert "The newest date of any record is 21 November 2026." in filled
    assert "### By 21 November 2028" in filled


def test_table_can_be_filtered_by_it(project: Project) -> None:
    """The table of all claims offers the choice only where a claim is due, and marks the claim."""
    before = expand("claims/index.md", "<!-- evidence:claims-table -->", review_project(project.root), SITE)
    add_notice(project, f"{RETRACTED}, noticed: 2026-11-22")
    after = expand("claims/index.md", "<!-- evidence:claims-table -->", review_project(project.root), SITE)

    assert 'data-facet="review"' not in before
    assert 'data-facet="review"' in after
    assert 'data-facet-review="due"' in after
    assert "due for another look" in after
    assert "due for another look" not in before


def test_project_itself_has_none() -> None:
    """No claim of this project is due: whoever adds a notice or a newer date looks at what it makes due."""
    library, _ = read_library(ROOT)

    assert {} == stale_claims(library)
