"""What readers take away: the tables read back with another reader, the scripts run by R."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.reference import metafor
from tests.unit.projects import CLAIM, STUDY, Project
from tests.unit.synthesised import synthesised_sample

from evidence.exports import exported_files
from evidence.exports.cells import cell, csv_text
from evidence.exports.metafor import quoted
from evidence.pages.context import Site
from evidence.pages.records import claim_page
from evidence.review import Review, review_project

if TYPE_CHECKING:
    from pathlib import Path

RESULTS = "data/magnets-warm-the-hand--warmth.csv"
EFFECTS = "data/magnets-warm-the-hand--warmth-pooled.csv"
SCRIPT = "data/magnets-warm-the-hand--warmth-pooled.R"


def texts(review: Review) -> dict[str, str]:
    """Return the files of a review by path."""
    return {file.path: file.text for file in exported_files(review)}


def read(text: str) -> list[dict[str, str]]:
    """Read a table."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("=1+1", "'=1+1", id="formula"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("+49", "'+49", id="plus"),
        pytest.param("-6.39 millionths", "'-6.39 millionths", id="minus-in-a-text"),
        pytest.param("\t=1", "'\t=1", id="tab"),
        pytest.param("\r=1", "'\r=1", id="return"),
        pytest.param("1 = 1", "1 = 1", id="sign-within"),
        pytest.param("<0.001", "<0.001", id="p"),
        pytest.param(-4.48, "-4.48", id="negative-number"),
        pytest.param(20.0, "20", id="whole-number"),
        pytest.param(0.1 + 0.2, "0.30000000000000004", id="every-digit"),
        pytest.param(0, "0", id="zero"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_cell(value: str | float | None, expected: str) -> None:
    """Numbers stand as they are; a text that a spreadsheet would run gets an apostrophe in front."""
    assert expected == cell(value)


def test_table_reads_back() -> None:
    """Commas, quotation marks, line ends and other scripts survive; lines end as RFC 4180 has it."""
    rows = [{"a": 'He said "no", twice', "b": "two\nlines"}, {"b": "Müller; 岡野 ⊕"}]
    text = csv_text(("a", "b"), rows)

    assert text.startswith("a,b\r\n")
    assert [rows[0], {"a": "", "b": "Müller; 岡野 ⊕"}] == read(text)


def test_table_without_rows_has_a_header() -> None:
    """A table without rows names its columns."""
    assert csv_text(("a", "b"), []) == "a,b\r\n"


def test_value_without_column_is_refused() -> None:
    """A value that would be lost is a fault of the program."""
    with pytest.raises(ValueError, match="c"):
        csv_text(("a", "b"), [{"c": 1}])


def test_results_of_the_sample(tmp_path: Path) -> None:
    """The table of a body holds what its records say: study, result, groups, figures, bearing."""
    project = Project.of_sample(tmp_path)
    # A text that begins like a formula, and a figure that only the list of all figures holds.
    project.replace(STUDY, "finding: The palm was 0.1 °C warmer", 'finding: "-0.1 °C" # The palm was 0.1 °C warmer')
    project.replace(STUDY, '    p: "0.66"\n', '    p: "0.66"\n    first_period: [{arm: magnet, n: 10, mean: 31.2}]\n')
    review = review_project(project.root)
    (row,) = read(texts(review)[RESULTS])

    assert {
        "claim": "magnets-warm-the-hand",
        "body": "warmth",
        "study": "alpha2001",
        "reference": "Alpha A, Beta B. Warmth of the hand under a magnet. Journal of Samples. 2001;1(2):3-4.",
        "doi": "10.5555/sample.2001",
        "design": "randomized-crossover",
        "read": "full-text",
        "participants": "20",
        "outcome": "skin-temperature",
        "measured": "Skin temperature of the palm",
        "time_point": "after 1 hour",
        "scale": "Skin temperature",
        "unit": "°C",
        "better": "neither",
        "group": "Magnet",
        "compared_with": "Dummy",
        "direction": "higher",
        "finding": "'-0.1 °C",
        "group_n": "20",
        "group_mean": "31.1",
        "group_sd": "1",
        "compared_n": "20",
        "compared_mean": "31",
        "compared_sd": "1.1",
        "p": "0.66",
        "bearing": "against",
        "counted": "yes",
        "why": "Direct, but small.",
        "seen_in": "abstract",
    } == {name: value for name, value in row.items() if value and name != "all_figures"}
    assert {
        "data": [
            {"arm": "magnet", "n": 20, "mean": 31.1, "sd": 1.0},
            {"arm": "sham", "n": 20, "mean": 31.0, "sd": 1.1},
        ],
        "first_period": [{"arm": "magnet", "n": 10, "mean": 31.2}],
    } == json.loads(row["all_figures"])


def test_printed_effects(tmp_path: Path) -> None:
    """A printed effect and a paired result each have their cells."""
    project = synthesised_sample(tmp_path)
    project.replace(
        "studies/beta2002.yml",
        "      - {arm: magnet, n: 10, mean: 29.8, sd: 0.5}\n      - {arm: sham, n: 10, mean: 30, sd: 0.5}\n",
        "    effect: {measure: MD, value: -0.2, unit: °C, ci: {low: -0.6, high: 0.2, level: 90}, se: 0.22}\n",
    )
    project.replace("studies/beta2002.yml", "    data:\n", "")
    project.replace(STUDY, '    p: "0.66"\n', '    p: "0.66"\n    paired: {n: 20, mean_difference: 0.1, sd: 0.9}\n')
    rows = {row["study"]: row for row in read(texts(review_project(project.root))[RESULTS])}

    names = ("measure", "effect", "effect_unit", "effect_se", "ci_low", "ci_high", "ci_level")
    assert ["MD", "-0.2", "°C", "0.22", "-0.6", "0.2", "90"] == [rows["beta2002"][name] for name in names]
    paired = ("paired_n", "paired_difference", "paired_sd", "paired_se")
    assert ["20", "0.1", "0.9", ""] == [rows["alpha2001"][name] for name in paired]


def test_pooled_effects(tmp_path: Path) -> None:
    """The table of pooled effects holds effect, variance and weight of each trial, in the order of the record."""
    rows = read(texts(review_project(synthesised_sample(tmp_path).root))[EFFECTS])

    # Means of 29.8, 30 and 30.2 against 30, each with the variance 0.5²/10 + 0.5²/10 = 0.05; equal weights.
    assert ["beta2002", "gamma2003", "delta2004"] == [row["study"] for row in rows]
    assert pytest.approx([-0.2, 0.0, 0.2]) == [float(row["yi"]) for row in rows]
    assert pytest.approx([0.05] * 3) == [float(row["vi"]) for row in rows]
    assert pytest.approx([100 / 3] * 3) == [float(row["weight_percent"]) for row in rows]
    assert {("MD", "°C", "20", "end scores")} == {
        (row["measure"], row["unit"], row["participants"], row["made_from"]) for row in rows
    }


def test_what_is_not_counted_is_marked(tmp_path: Path) -> None:
    """Background and studies that do not count are marked in the table."""
    project = synthesised_sample(tmp_path)
    project.replace("studies/delta2004.yml", "harms:", "overlaps_with: [{study: alpha2001, why: The same.}]\nharms:")
    project.replace(
        CLAIM, "    synthesis:\n", "    not_counted: [{study: alpha2001, why: The same.}]\n    synthesis:\n"
    )
    project.replace(
        CLAIM,
        "gamma2003, outcome: skin-temperature, bearing: against",
        "gamma2003, outcome: skin-temperature, bearing: background",
    )
    rows = read(texts(review_project(project.root))[RESULTS])

    assert {"alpha2001": "no", "beta2002": "yes", "gamma2003": "no", "delta2004": "yes"} == {
        row["study"]: row["counted"] for row in rows
    }


def test_files_are_those_that_the_page_offers(tmp_path: Path) -> None:
    """Each file is linked from the page of its claim; without a pooling there is one table for each body."""
    review = review_project(synthesised_sample(tmp_path).root)
    page = claim_page(review.library.claims["magnets-warm-the-hand"], review, Site()).text
    files = texts(review)

    assert {RESULTS, EFFECTS, SCRIPT} == files.keys()
    for path in files:
        assert f'href="../../{path}"' in page
    assert {RESULTS} == texts(review_project(Project.of_sample(tmp_path / "alone").root)).keys()


def test_script_is_ascii(tmp_path: Path) -> None:
    """Every script is plain ASCII, whatever the names are."""
    assert texts(review_project(synthesised_sample(tmp_path).root))[SCRIPT].isascii()
    assert r'"M\U{fc}ller \"\\\" \U{a}\U{1f9f2}"' == quoted('Müller "\\" \n🧲')


NUMBERS = """
cat(sprintf("%.12g", c(result$beta[1], result$se, result$ci.lb, result$ci.ub, result$tau2, result$QE)), sep = "\\n")
"""


def run(script: str) -> list[float]:
    """Run a script with R and return what it gives, after what it prints itself."""
    rscript = shutil.which("Rscript")
    assert rscript
    done = subprocess.run([rscript, "-"], input=script + NUMBERS, capture_output=True, text=True, check=True)
    return [float(line) for line in done.stdout.splitlines()[-6:]]


@pytest.mark.parametrize(
    ("model", "test"),
    [
        pytest.param("dersimonian-laird", "modified-knapp-hartung", id="default"),
        pytest.param("common-effect", "wald", id="common-effect"),
        pytest.param("paule-mandel", "hartung-knapp", id="paule-mandel"),
        pytest.param("reml", "wald", id="reml"),
    ],
)
def test_script_repeats_a_pooling(model: str, test: str, tmp_path: Path) -> None:
    """R's metafor gives the numbers of this review for every model and test."""
    if (reason := metafor.absence()) is not None:
        pytest.skip(reason)
    project = synthesised_sample(tmp_path)
    project.replace(CLAIM, "model: dersimonian-laird\n", f"model: {model}\n      test: {test}\n")
    project.replace("studies/delta2004.yml", "mean: 30.2", "mean: 31.2")

    assert_repeated(review_project(project.root))


def test_scripts_of_the_reference_project() -> None:
    """R's metafor gives the numbers of this review for metafor's own data sets."""
    if (reason := metafor.absence()) is not None:
        pytest.skip(reason)
    assert_repeated(review_project(metafor.FOLDER / "project"))


def assert_repeated(review: Review) -> None:
    """Assert that each script of a review gives the review's own numbers."""
    files = texts(review)
    for name, appraisal in review.appraisals.items():
        for judged in appraisal.bodies.values():
            pooled = getattr(judged.synthesis, "pooled", None)
            assert pooled, name
            seen = run(files[f"data/{name}--{judged.body.id}-pooled.R"])
            expected = [pooled.estimate, pooled.se, pooled.low, pooled.high, pooled.tau2, pooled.q]
            assert pytest.approx(expected, rel=1e-6, abs=1e-9) == seen, (name, judged.body.id)
