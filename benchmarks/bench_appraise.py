"""How long appraising and drawing takes: 1,000 claims, each pooling five trials of its own.

The records are made in memory from those of the sample project, so that reading files is not measured. Run it from the
project's root: ``.venv/bin/python benchmarks/bench_appraise.py``, with another number of claims behind it if wanted.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from evidence.appraise import appraise_library
from evidence.charts.figure import both_widths
from evidence.charts.forest import ForestChart, ForestRow, ForestSummary, draw
from evidence.library import read_library
from evidence.model.claim import Claim, Evidence, OutcomeRef, Synthesis
from evidence.model.study import ArmData, Study
from evidence.model.vocabulary import Bearing, Design, Measure, PoolingModel
from evidence.synthesis import Synthesised

if TYPE_CHECKING:
    from evidence.library import Library

TRIALS = 5
PEOPLE = 60


def main() -> None:
    """Make the records, appraise and draw them, and print seconds and memory."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    library = synthetic_library(count)
    before = peak_mb()
    start = time.perf_counter()
    appraisals = appraise_library(library)
    appraised = time.perf_counter()
    pooled = [
        body.synthesis
        for appraisal in appraisals.values()
        for body in appraisal.bodies.values()
        if isinstance(body.synthesis, Synthesised)
    ]
    if len(pooled) != count:
        sys.exit(
            f"{count - len(pooled)} of {count} claims were not pooled: the records of this benchmark are out of date"
        )
    letters = sum(len(forest_plot(result, f"plot-{number}")) for number, result in enumerate(pooled))
    drawn = time.perf_counter()
    print(f"{count} claims with {TRIALS} trials each")
    print(f"appraising  {appraised - start:6.2f} s")
    print(f"drawing     {drawn - appraised:6.2f} s, {letters / 1e6:.1f} million letters of SVG in two widths each")
    print(f"peak memory {peak_mb():6.0f} MB, of which {before:.0f} MB the program and its records")


def synthetic_library(count: int) -> Library:
    """Return claims with trials of their own, whose results come from a random source with a fixed seed."""
    source = random.Random(1)
    library, _ = read_library(ROOT / "tests" / "sample")
    claim, study = next(iter(library.claims.values())), next(iter(library.studies.values()))
    claims, studies = {}, {}
    for number in range(count):
        keys = [f"trial{number}-{letter}" for letter in "abcdefghij"[:TRIALS]]
        centre = source.gauss(0, 1)
        for key in keys:
            studies[key] = replace(study, value=trial(study.value, key, source.gauss(centre, 1)))
        name = f"claim-{number}"
        claims[name] = replace(claim, value=pooling_claim(claim.value, name, keys))
    return replace(library, claims=claims, studies=studies)


def trial(like: Study, key: str, difference: float) -> Study:
    """Return a trial of two groups whose means differ by so much."""
    means = {"magnet": 30 + difference, "sham": 30.0}
    data = [ArmData(arm=arm, n=PEOPLE // 2, mean=mean, sd=2) for arm, mean in means.items()]
    outcome = like.outcomes[0].model_copy(update={"data": data, "p": None})
    return like.model_copy(
        update={"id": key, "design": Design.RANDOMIZED_PARALLEL, "randomized": PEOPLE, "outcomes": [outcome]}
    )


def pooling_claim(like: Claim, name: str, keys: list[str]) -> Claim:
    """Return a claim whose body pools some trials."""
    outcome = "skin-temperature"
    synthesis = Synthesis(
        condition="healthy adults",
        duration="one hour",
        known_participants=PEOPLE * TRIALS,
        known_from="made up",
        outcomes=[OutcomeRef(study=key, outcome=outcome) for key in keys],
        measure=Measure.MD,
        model=PoolingModel.PAULE_MANDEL,
    )
    evidence = [Evidence(study=key, outcome=outcome, bearing=Bearing.AGAINST, why="Made up.") for key in keys]
    body = like.bodies[0].model_copy(update={"evidence": evidence, "synthesis": synthesis})
    return like.model_copy(update={"id": name, "bodies": [body]})


def forest_plot(result: Synthesised, id_: str) -> str:
    """Draw the forest plot of a synthesis."""
    pooled = result.pooled
    rows = [
        ForestRow(row.study.id, row.estimate.value, *row.estimate.interval(), weight=row.weight) for row in result.rows
    ]
    prediction = (pooled.prediction_t.low, pooled.prediction_t.high) if pooled.prediction_t else None
    summary = ForestSummary("Pooled", pooled.estimate, pooled.low, pooled.high, prediction)
    chart = ForestChart("Forest plot", "Made up.", tuple(rows), (summary,), measure="MD in °C")
    return both_widths(lambda name, width: draw(chart, name, width), id_)


def peak_mb() -> float:
    """Return the most memory that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Kilobytes, but bytes on macOS.
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    main()
