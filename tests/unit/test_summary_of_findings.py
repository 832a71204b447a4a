"""The summary-of-findings table. Rows, counts and figures are expected as worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.bodies import at, body, claim, documented, judgements
from tests.unit.results import by_key, effect, items, outcome, review, study

from evidence.appraise import appraise_claim
from evidence.pages.contrasts import contrast
from evidence.pages.summary_of_findings import Table, letters, participants_words, summary_of_findings
from evidence.participants import count_participants

if TYPE_CHECKING:
    from evidence.model.claim import Body
    from evidence.model.study import Study

ASKED = {"population": "adults", "intervention": "a magnet", "comparator": "a dummy", "outcome": "pain"}
TEN = {"name": "NRS", "low": 0, "high": 10, "better": "lower"}


def table(*bodies: Body, studies: dict[str, Study] | None = None, **fields: object) -> Table | None:
    """Return the table of a claim."""
    known = {"alpha2001": study()} if studies is None else studies
    return summary_of_findings(appraise_claim(claim(*bodies, **({"question": ASKED} | fields))), known)


def rows(found: Table | None) -> list[tuple[str, str]]:
    """Return body and study of each row."""
    assert found
    return [(row.body, row.study) for row in found.rows]


def printed(key: str = "alpha2001", **fields: object) -> Study:
    """Return a trial with means of both groups: 4.0 against 5.5, SD 2, 50 people each."""
    data = [
        {"arm": "magnet", "n": 50, "mean": 4.0, "sd": 2.0},
        {"arm": "sham", "n": 50, "mean": 5.5, "sd": 2.0},
    ]
    return study(key, outcome(scale=TEN, data=data, time_point="after 2 weeks"), randomized=100, **fields)


def test_other_bases_have_no_table() -> None:
    """Documents and measurements are not put into GRADE's table."""
    assert table(documented("second-hand")) is None


def test_row_of_a_body() -> None:
    """A body without pooling says so; grade, reasons and sentence stand in its row."""
    made = body(finding="unimportant", judgements=judgements(-1, 0, 0, -1))
    found = table(made, studies=by_key([study("alpha2001", outcome(time_point="1 week"), randomized=20)]))

    assert found
    (row,) = found.rows
    assert ("pain", "Followed: 1 week.", "20 people (1 study)", ()) == (
        row.outcome,
        row.measured,
        row.participants,
        row.effects,
    )
    assert ("low", ("a", "b")) == (row.grade.word if row.grade else None, row.labels)
    assert "A magnet may result in little to no difference in pain, compared with a dummy." == row.statement
    assert [("a", "Risk of bias", "reason for risk_of_bias"), ("b", "Imprecision", "reason for imprecision")] == [
        (note.label, note.domain, note.reason) for note in found.footnotes
    ]


def test_reason_shared_by_two_bodies_has_one_letter() -> None:
    """The same reason in the same domain is printed once."""
    found = table(at("low", id="one"), at("low", id="two"))

    assert found
    assert [("a",), ("a",)] == [row.labels for row in found.rows]
    assert 1 == len(found.footnotes)


def test_what_the_verdict_rests_on_comes_first() -> None:
    """Then other direct evidence, then indirect evidence, whatever their order in the record."""
    found = table(
        at("low", id="indirect", directness="indirect"), at("low", id="direct"), at("low", id="main"), rests_on=["main"]
    )

    assert [("main", ""), ("direct", ""), ("indirect", "")] == rows(found)


def test_results_with_figures_follow_their_body() -> None:
    """Single results stand below the row of their body; those without figures and background do not."""
    studies = by_key([printed(), study("beta2002"), printed("gamma2003")])
    evidence = items(("alpha2001", "pain"), ("beta2002", "pain")) + items(("gamma2003", "pain"), bearing="background")
    found = table(at("low", evidence=evidence), studies=studies)

    assert found
    assert [("main", ""), ("main", "alpha2001")] == rows(found)
    assert (None, "", ()) == (found.rows[1].grade, found.rows[1].statement, found.rows[1].labels)
    assert "Measured by: NRS. Followed: after 2 weeks." == found.rows[1].measured


def test_seven_rows_at_most() -> None:
    """Each body keeps its row, single results fill what is left, and the rest is counted."""
    keys = [f"study{letter}" for letter in "abcdefgh"]
    studies = by_key(printed(key) for key in keys)
    evidence = items(*((key, "pain") for key in keys))
    found = table(at("low", id="one", evidence=evidence), at("low", id="two", evidence=evidence[:1]), studies=studies)

    assert found
    # 2 bodies + 5 of the first one's 8 results; its other 3 and the second one's 1 are left out.
    assert [*[("one", key) for key in ["", *keys[:5]]], ("two", "")] == rows(found)
    assert 4 == found.left_out


def test_eight_bodies_lose_one() -> None:
    """Seven is seven."""
    found = table(*(at("low", id=f"body-{number}") for number in range(8)))

    assert found
    assert (7, 1) == (len(found.rows), found.left_out)


def test_difference_of_means() -> None:
    """4.0 - 5.5 = -1.5; SE = sqrt(4/50 + 4/50) = 0.4; -1.5 ± 1.96 × 0.4 = -2.284 to -0.716."""
    found = contrast(printed().outcomes[0], printed())

    assert found
    assert "Magnet: 4; Dummy: 5.5 on a scale of 0 to 10." == found.groups
    assert "Mean difference −1.5 (95% CI −2.28 to −0.716) on a scale of 0 to 10" == found.effect
    assert "Worked out by us from the printed figures." == found.remark


def test_means_without_spread_have_no_interval() -> None:
    """40.4 - 25.9 = 14.5, and no more than that."""
    data = [{"arm": "magnet", "mean": 40.4}, {"arm": "sham", "mean": 25.9}]
    made = study("alpha2001", outcome(scale={"name": "fall", "unit": "%", "better": "higher"}, data=data))
    found = contrast(made.outcomes[0], made)

    assert found
    assert ("Magnet: 40.4; Dummy: 25.9 %.", "Difference 14.5 %") == (found.groups, found.effect)


def test_printed_ratio_without_baseline() -> None:
    """A ratio stands as printed, and the page says why there are no counts per 1,000."""
    made = study("alpha2001", outcome(effect=effect(2.11, 1.01, 4.42, "RR")))
    found = contrast(made.outcomes[0], made)

    assert found
    assert ("", "Risk ratio 2.11 (95% CI 1.01 to 4.42)", "") == (found.groups, found.effect, found.per_thousand)
    assert "Not given per 1,000, because no baseline risk is printed." == found.remark


def test_events_per_thousand() -> None:
    """22 of 29 are 759 of 1,000, 4 of 21 are 190; the ratio is 3.98, its interval exp(1.382 ± 1.96 × 0.4619)."""
    data = [{"arm": "magnet", "n": 29, "events": 22}, {"arm": "sham", "n": 21, "events": 4}]
    made = study("alpha2001", outcome(data=data))
    found = contrast(made.outcomes[0], made)

    assert found
    assert "Magnet: 22 of 29; Dummy: 4 of 21." == found.groups
    assert "Risk ratio 3.98 (95% CI 1.61 to 9.85)" == found.effect
    assert (
        "Of 1,000 people: 759 (Magnet) against 190 (Dummy; baseline: this group of this study)." == found.per_thousand
    )


def test_direction_alone_is_no_figure() -> None:
    """A result without figures makes no contrast."""
    assert contrast(study().outcomes[0], study()) is None


def test_published_pooling_stands_in_the_row_of_its_body() -> None:
    """A published pooling is shown with its remark, as printed."""
    pooled = outcome("pooled", scale=TEN, effect=effect(0.21, -0.18, 0.59))
    studies = by_key([study(), review("review2007", pooled)])
    found = table(at("low", published_pooled=[{"study": "review2007", "outcome": "pooled"}]), studies=studies)

    assert found
    (shown,) = found.rows[0].effects
    assert "Mean difference 0.21 (95% CI −0.18 to 0.59) on a scale of 0 to 10" == shown.effect
    assert "Published pooling." == shown.remark


def shares(*keys: str) -> dict[str, Any]:
    """Return that a study shares people with others."""
    return {"overlaps_with": [{"study": key, "why": "Same people."} for key in keys]}


@pytest.mark.parametrize(
    ("studies", "expected"),
    [
        pytest.param([study("a1", randomized=40), study("b1", analysed=7)], "47 people (2 studies)", id="sum"),
        pytest.param([study("a1", randomized=40, analysed=31)], "40 people (1 study)", id="assigned-first"),
        # The larger of two reports on the same people, whichever of them says so.
        pytest.param(
            [study("a1", randomized=40), study("b1", randomized=25, **shares("a1"))],
            "40 people (1 study)",
            id="overlap",
        ),
        # a shares with b and b with c: one group of people.
        pytest.param(
            [
                study("a1", randomized=10, **shares("b1")),
                study("b1", randomized=30),
                study("c1", randomized=20, **shares("b1")),
                study("d1", randomized=5),
            ],
            "35 people (2 studies)",
            id="overlap-of-three",
        ),
        pytest.param(
            [study("a1", randomized=40), study("b1")], "40 people (2 studies, 1 of them without a number)", id="untold"
        ),
        pytest.param([study("a1")], "number not told (1 study)", id="nothing-told"),
        pytest.param(
            [study("a1", randomized=1200), review("r1")], "1,200 people (1 study; 1 review or document)", id="review"
        ),
        pytest.param([study("a1", design="animal-experiment", randomized=8)], "8 animals (1 study)", id="animals"),
    ],
)
def test_participants(studies: list[Study], expected: str) -> None:
    """Each person counts once, and what is not told is said."""
    known = by_key(studies)

    assert expected == participants_words(count_participants([*known, *known], known))


@pytest.mark.parametrize(("number", "letter"), [(0, "a"), (25, "z"), (26, "aa"), (27, "ab"), (52, "ba")])
def test_letters(number: int, letter: str) -> None:
    """Footnotes are counted in letters."""
    assert letter == letters(number)
