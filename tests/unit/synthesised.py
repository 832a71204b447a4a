"""The sample with a synthesis of three invented trials, for tests to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.projects import BIBLIOGRAPHY, CLAIM, Project

if TYPE_CHECKING:
    from pathlib import Path

# Mean differences of -0.2, 0 and 0.2 °C, each with the variance 0.25/10 + 0.25/10 = 0.05.
TRIALS = {"beta2002": ("29.8", "lower"), "gamma2003": ("30", "same"), "delta2004": ("30.2", "higher")}

SYNTHESIS = """    synthesis:
      condition: healthy adults
      duration: one hour in each
      known_participants: 80
      known_from: the sample
      measure: MD
      model: dersimonian-laird
      outcomes:
        - {study: beta2002, outcome: skin-temperature}
        - {study: gamma2003, outcome: skin-temperature}
        - {study: delta2004, outcome: skin-temperature}
"""


def add_synthesis(project: Project) -> None:
    """Add three trials of twenty people each, and their synthesis, to the sample."""
    project.write(
        BIBLIOGRAPHY,
        project.read(BIBLIOGRAPHY) + "".join(f"\n@misc{{{key},\n  title = {{{key}}},\n}}\n" for key in TRIALS),
    )
    for key, (mean, direction) in TRIALS.items():
        project.write(trial_file(key), _trial(key, mean, direction))
    rows = "".join(
        f"      - {{study: {key}, outcome: skin-temperature, bearing: against, why: Small.}}\n" for key in TRIALS
    )
    project.replace(CLAIM, "    judgements:\n", f"{rows}{SYNTHESIS}    judgements:\n")


def synthesised_sample(folder: Path) -> Project:
    """Copy the sample into a folder and add the synthesis."""
    project = Project.of_sample(folder)
    add_synthesis(project)
    return project


def trial_file(key: str) -> str:
    """Return the file of a trial."""
    return f"studies/{key}.yml"


def _trial(key: str, mean: str, direction: str) -> str:
    return f"""# yaml-language-server: $schema=../../../scripts/evidence/schema/study.schema.json
id: {key}
kind: trial
design: randomized-parallel
summary: Ten hands with a magnet were compared with ten without.
population: 20 healthy adults
read: abstract
arms:
  - {{id: magnet, name: Magnet, role: magnet, n: 10}}
  - {{id: sham, name: Dummy, role: sham, n: 10}}
randomized: 20
outcomes:
  - id: skin-temperature
    name: Skin temperature of the palm
    scale: {{name: Skin temperature, unit: °C, better: neither}}
    time_point: after 1 hour
    comparison: {{of: magnet, against: sham}}
    direction: {direction}
    finding: The palms were compared.
    data:
      - {{arm: magnet, n: 10, mean: {mean}, sd: 0.5}}
      - {{arm: sham, n: 10, mean: 30, sd: 0.5}}
    where: abstract
harms: {{reported: not-mentioned}}
verified:
  - {{what: [figures], where: abstract, when: 2026-11}}
"""
