"""Studies with results for tests, made without files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from evidence.model.study import Study

if TYPE_CHECKING:
    from collections.abc import Iterable

_STUDY: TypeAdapter[Study] = TypeAdapter(Study)


def outcome(name: str = "pain", **fields: object) -> dict[str, Any]:
    """Return an outcome that compares a magnet with a sham and prints no figures, unless fields say otherwise."""
    common = {
        "id": name,
        "name": f"the {name}",
        "comparison": {"of": "magnet", "against": "sham"},
        "direction": "lower",
        "finding": "A finding.",
        "where": "abstract",
    }
    return common | fields


def study(key: str = "alpha2001", *outcomes: dict[str, Any], **fields: object) -> Study:
    """Return a parallel trial of a magnet against a sham, unless fields say otherwise."""
    common = {
        "id": key,
        "kind": "trial",
        "design": "randomized-parallel",
        "summary": "A summary.",
        "population": "people",
        "read": "abstract",
        "arms": [
            {"id": "magnet", "name": "Magnet", "role": "magnet"},
            {"id": "sham", "name": "Dummy", "role": "sham"},
        ],
        "outcomes": list(outcomes) or [outcome()],
        "verified": [{"what": ["doi"], "where": "https://example.org", "when": "2026-11"}],
    }
    return _STUDY.validate_python(common | fields)


def review(key: str = "review2010", *outcomes: dict[str, Any], **fields: object) -> Study:
    """Return a review."""
    made = study(key, *outcomes).model_dump(exclude={"arms", "randomized", "analysed"}, exclude_none=True)
    return _STUDY.validate_python(made | {"kind": "review", "design": "meta-analysis"} | fields)


def by_key(studies: Iterable[Study]) -> dict[str, Study]:
    """Return studies by their keys."""
    return {item.id: item for item in studies}


def effect(value: float, low: float | None = None, high: float | None = None, measure: str = "MD") -> dict[str, Any]:
    """Return an effect as printed."""
    interval = {"ci": {"low": low, "high": high}} if low is not None else {}
    return {"measure": measure, "value": value} | interval


def items(*refs: tuple[str, str], bearing: str = "against") -> list[dict[str, str]]:
    """Return items of evidence: study and outcome."""
    return [{"study": key, "outcome": name, "bearing": bearing, "why": "A reason."} for key, name in refs]
