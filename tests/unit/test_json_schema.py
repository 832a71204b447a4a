"""JSON Schemas of the records."""

from __future__ import annotations

import datetime
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from evidence.json_schema import json_schemas
from evidence.library import read_library

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests/sample"

RECORDS = {
    "calculation": "calculations/field-of-the-hand-magnet.yml",
    "claim": "claims/blood-flow/magnets-warm-the-hand.yml",
    "planned": "claims/planned.yml",
    "source": "sources/sample-article.yml",
    "study": "studies/alpha2001.yml",
}


@cache
def validator(kind: str) -> Draft202012Validator:
    """Return a validator for a kind of record."""
    schema = json.loads(json_schemas()[f"{kind}.schema.json"])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def record(kind: str) -> dict[str, Any]:
    """Return the sample record of a kind."""
    return as_editors_read(SAMPLE / RECORDS[kind])


def as_editors_read(path: Path) -> dict[str, Any]:
    """Return a record as an editor reads it, where dates are texts."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    as_read: dict[str, Any] = json.loads(json.dumps(data, default=datetime.date.isoformat))
    return as_read


@pytest.mark.parametrize("name", json_schemas())
def test_schema_file_is_current(name: str) -> None:
    """The file that editors read says what the models say; `make generate` writes it."""
    written = (ROOT / "scripts/evidence/schema" / name).read_text(encoding="utf-8")

    assert json_schemas()[name] == written


def test_every_schema_file_has_a_model() -> None:
    """No schema of a record kind that is gone is left behind."""
    files = {path.name for path in (ROOT / "scripts/evidence/schema").iterdir()}

    assert set(json_schemas()) == files


@pytest.mark.parametrize("name", json_schemas())
def test_schema_explains_every_key(name: str) -> None:
    """An editor has something to show for each key: its own description, not one of the words it may hold."""
    schema = json.loads(json_schemas()[name])
    parts = {"": schema, **schema.get("$defs", {})}

    assert [] == [
        f"{part}.{key}"
        for part, described in parts.items()
        for key, value in described.get("properties", {}).items()
        if not value.get("description")
    ]


@pytest.mark.parametrize("kind", RECORDS)
def test_schema_accepts_sample(kind: str) -> None:
    """A sound record passes its schema."""
    assert [error.message for error in validator(kind).iter_errors(record(kind))] == []


@pytest.mark.parametrize("kind", RECORDS)
def test_schema_rejects_nothing_and_anything(kind: str) -> None:
    """A schema can say no: to an empty record, and to a key that no record has."""
    assert not validator(kind).is_valid({})
    assert not validator(kind).is_valid(record(kind) | {"veridct": "supported"})


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("claim", ["id"], "Not a slug"),
        ("claim", ["short_claim"], "x" * 76),
        ("claim", ["verdict"], "true"),
        ("claim", ["safety"], None),
        ("claim", ["bodies", 0, "basis"], "opinion"),
        ("claim", ["bodies", 0, "judgements", "imprecision", "level"], 1),
        ("planned", ["claims", 0, "topic"], "magnets"),
        ("source", ["sentences", 0, "id"], "p0s1"),
        ("study", ["outcomes", 0, "data", 0, "mean"], "31.1"),
        ("study", ["arms", 0, "n"], 2.5),
        ("study", ["kind"], "opinion"),
    ],
)
def test_schema_rejects_wrong_value(kind: str, path: list[str | int], value: object) -> None:
    """A schema knows the words, lengths and forms that a field allows, and that an empty value is none of them."""
    changed: Any = record(kind)
    part = changed
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value

    assert not validator(kind).is_valid(changed)


@pytest.mark.parametrize("project", [ROOT, SAMPLE], ids=["project", "sample"])
def test_schema_agrees_with_checker(project: Path) -> None:
    """Whatever the checker can read passes the schema of its kind, so that no editor underlines a sound record."""
    library, _ = read_library(project)
    files = {
        "claim": [record.file for record in library.claims.values()],
        "source": [record.file for record in library.sources.values()],
        "study": [record.file for record in library.studies.values()],
    }
    faults = [
        f"{file}: {error.json_path}: {error.message}"
        for kind, found in files.items()
        for file in found
        for error in validator(kind).iter_errors(as_editors_read(project / file))
    ]

    assert faults == []


@pytest.mark.parametrize("project", [ROOT, SAMPLE], ids=["project", "sample"])
def test_record_leads_editor_to_its_schema(project: Path) -> None:
    """A record that names a schema for editors names the one of its kind, by a path that leads there."""
    wrong = []
    for folder, kind in {"claims": "claim", "sources": "source", "studies": "study"}.items():
        for path in sorted((project / folder).rglob("*.yml")):
            named = re.search(
                r"^# yaml-language-server: \$schema=(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE
            )
            schema = f"{'planned' if path.name == 'planned.yml' else kind}.schema.json"
            if named and (path.parent / named[1]).resolve() != ROOT / "scripts/evidence/schema" / schema:
                wrong.append(f"{path.relative_to(project)}: {named[1]}")

    assert wrong == []
