"""Figures on pages: what of the records they show, and that a table stands beside them."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING

import pytest
from tests.reference.metafor import FOLDER
from tests.unit.projects import CLAIM, SAMPLE, Project
from tests.unit.synthesised import TRIALS, synthesised_sample

from evidence.charts.marks import Bias
from evidence.model.vocabulary import RobLevel, Verdict
from evidence.pages.context import PageContext, Site
from evidence.pages.figures_of_body import BIAS_OF_LEVEL, bias_of, direction_figure, forest_chart, forest_figure
from evidence.pages.figures_of_claims import chain_figure, map_entry
from evidence.pages.fragments import expand
from evidence.pages.site import generated_pages
from evidence.review import Review, review_project
from evidence.synthesis import Synthesised

if TYPE_CHECKING:
    from pathlib import Path

ID = "magnets-warm-the-hand"


def page_of(review: Review) -> PageContext:
    """Return the context of the sample claim's page."""
    return PageContext(review, Site(), f"claims/{ID}.md")


def claim_page(review: Review) -> str:
    """Return the text of the sample claim's page."""
    return next(page.text for page in generated_pages(review, Site()) if page.path == f"claims/{ID}.md")


@pytest.fixture
def pooled(tmp_path: Path) -> Review:
    """Return the review of the sample with three trials that are pooled."""
    return review_project(synthesised_sample(tmp_path / "project").root)


def without_synthesis(project: Project) -> Review:
    """Return the review of the three trials without their synthesis."""
    text = project.read(CLAIM)
    start, end = text.index("    synthesis:\n"), text.index("    judgements:\n")
    project.write(CLAIM, text[:start] + text[end:])
    return review_project(project.root)


def test_one_direction_is_no_plot() -> None:
    """A body with a single result has no plot of directions: there is nothing to see at a glance."""
    review = review_project(SAMPLE)
    body = next(iter(review.appraisals[ID].bodies.values()))

    assert direction_figure(page_of(review), body) is None


def test_directions_of_a_body(tmp_path: Path) -> None:
    """Each result is a row with its direction, as the record tells it, and its number of people."""
    review = without_synthesis(synthesised_sample(tmp_path / "project"))
    page = page_of(review)
    judged = next(iter(review.appraisals[ID].bodies.values()))
    figure = direction_figure(page, judged)

    assert figure is not None
    for key, (_, direction) in TRIALS.items():
        assert page.short(key).replace("[", "&#91;").replace("]", "&#93;") in figure.svg
        assert ("no difference" if direction == "same" else direction) in figure.svg
    assert "n = 20" in figure.svg


def test_directions_leave_out_background(tmp_path: Path) -> None:
    """What does not bear on the claim is left to the table, and the plot says so."""
    project = synthesised_sample(tmp_path / "project")
    old = "{study: beta2002, outcome: skin-temperature, bearing: against"
    project.replace(CLAIM, old, old.replace("against", "background"))
    review = without_synthesis(project)
    figure = direction_figure(page_of(review), next(iter(review.appraisals[ID].bodies.values())))

    assert figure is not None
    assert figure.left_out == ("1 given as background",)


def test_pooled_results_replace_directions(pooled: Review) -> None:
    """Where results are pooled, the page shows them as a forest plot with a table, and no directions."""
    text = claim_page(pooled)

    assert "ev-directions" not in text
    assert 2 == len(re.findall(r'<title id="forest-warmth-(?:wide|narrow)-title">Forest plot', text))
    assert 'class="ev-pooled"' in text


def test_forest_plot_of_three_trials_by_hand(pooled: Review) -> None:
    """Differences of -0.2, 0 and 0.2 °C with the variance 0.05 each: mean 0, interval 1.96 times its root."""
    judged = next(iter(pooled.appraisals[ID].bodies.values()))
    assert isinstance(judged.synthesis, Synthesised)
    chart = forest_chart(judged.synthesis, judged.body, page_of(pooled))

    assert pytest.approx([-0.2, 0, 0.2]) == [row.estimate for row in chart.rows]
    # 1.959964 * sqrt(0.05) = 0.438261
    assert pytest.approx(-0.2 - 0.438261, abs=1e-6) == chart.rows[0].low
    assert pytest.approx([100 / 3] * 3) == [row.weight for row in chart.rows]
    assert pytest.approx(0, abs=1e-12) == chart.summaries[0].estimate
    assert "Mean difference (°C)" == chart.measure
    assert [-1, 1] == list(chart.unimportant or ())
    assert "differences smaller than 1 °C, too small to matter" == chart.unimportant_note
    # Three trials are too few for a prediction interval to be read.
    assert chart.summaries[0].prediction is None


def test_forest_plot_of_bcg_has_the_numbers_of_metafor() -> None:
    """The vaccine trials of R's metafor come out as risk ratios, with its interval, prediction and weights."""
    review = review_project(FOLDER / "project")
    judged = review.appraisals["bcg"].bodies["rr"]
    assert isinstance(judged.synthesis, Synthesised)
    page = PageContext(review, Site(), "claims/bcg.md")
    chart = forest_chart(judged.synthesis, judged.body, page)
    summary = chart.summaries[0]
    pooled = judged.synthesis.pooled
    metafor = json.loads((FOLDER / "datasets.json").read_text(encoding="utf-8"))["bcg"]["RR"]
    expected = metafor["results"][f"{pooled.model} {pooled.test}"]

    assert chart.ratio
    assert pytest.approx([math.exp(value) for value in metafor["yi"]]) == [row.estimate for row in chart.rows]
    assert pytest.approx(expected["weights"]) == [row.weight for row in chart.rows]
    assert pytest.approx([math.exp(expected[end]) for end in ("low", "estimate", "high")]) == [
        summary.low,
        summary.estimate,
        summary.high,
    ]
    assert pytest.approx([math.exp(end) for end in expected["prediction_t"]]) == list(summary.prediction or ())
    figure = forest_figure(page, judged)
    assert figure is not None
    # REML: exp(-0.714532) = 0.489421, in either width.
    assert 2 == figure.svg.count(">0.49 &#91;")


def test_bias_of_a_result() -> None:
    """The sample's trial has no overall judgement, hence the question mark; each judged level has a sign."""
    study = review_project(SAMPLE).library.studies["alpha2001"].value

    assert Bias.UNKNOWN is bias_of(study, study.outcomes[0])
    assert set(RobLevel) - {RobLevel.NO_INFORMATION} == set(BIAS_OF_LEVEL)
    assert Bias.HIGH is BIAS_OF_LEVEL[RobLevel.CRITICAL]
    assert Bias.SOME is BIAS_OF_LEVEL[RobLevel.MODERATE]


def test_map_counts_a_study_once(pooled: Review) -> None:
    """The sample's claim rests on alpha2001 and the three trials: four studies, however many results they have."""
    appraisal = pooled.appraisals[ID]
    entry = map_entry(page_of(pooled), appraisal)

    assert (4, 0) == (entry.studies, entry.others)


def test_map_stands_beside_its_table() -> None:
    """The map is asked for by a line of a page, and comes with the same as a table."""
    review = review_project(SAMPLE)
    text = expand("index.md", "<!-- evidence:map -->", review, Site())
    claim = review.library.claims[ID].value

    assert 2 == text.count(f'<a href="claims/{ID}/" aria-label="')
    assert f'<th scope="row"><a href="claims/{ID}/">{claim.short_claim}</a></th>' in text
    for verdict in Verdict:
        assert verdict.word in text


def test_chain_stands_above_its_list(tmp_path: Path) -> None:
    """A claim that leans on another one shows the argument as a figure, and the list that says the same."""
    project = Project.of_sample(tmp_path / "project")
    project.replace(CLAIM, "bodies:\n", "relies_on:\n  - {claim: magnets-cool-the-foot, made_by: reviewers}\nbodies:\n")
    review = review_project(project.root)
    text = claim_page(review)

    assert "not yet reviewed" in chain_figure(page_of(review), review.appraisals[ID])
    assert text.index('id="chain-wide-title"') < text.index('<ul class="ev-chain">')
