"""The field reference of the contributor guide, made from the models themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.library import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record: what it may hold and what it says."""

    name: str
    required: bool
    holds: str
    says: str


@dataclass(frozen=True, slots=True)
class FieldTable:
    """A part of a record with its keys."""

    name: str
    says: str
    fields: tuple[Field, ...]


def field_tables(kind: str) -> list[FieldTable]:
    """Return the tables of a kind of record: the record itself, then its parts in the order of their names."""
    schema = KINDS[kind].json_schema()
    parts: dict[str, dict[str, Any]] = dict(schema.get("$defs", {}))
    if "properties" in schema:
        parts = {schema["title"]: schema} | parts
    return [
        FieldTable(name, _prose(part), tuple(_fields(part, parts)))
        for name, part in parts.items()
        if "properties" in part
    ]


def _fields(part: dict[str, Any], parts: Mapping[str, dict[str, Any]]) -> Iterator[Field]:
    required = set(part.get("required", ()))
    for name, field in part["properties"].items():
        yield Field(name, name in required, _holds(field, parts), _prose(field))


def _prose(part: dict[str, Any]) -> str:
    return " ".join(str(part.get("description", "")).replace("``", "`").split())


def _holds(field: dict[str, Any], parts: Mapping[str, dict[str, Any]]) -> str:
    if "$ref" in field:
        name = str(field["$ref"]).rpartition("/")[2]
        return _holds(parts[name], parts) if "enum" in parts[name] else name
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return "one of " + ", ".join(f"`{value}`" for value in field["enum"])
    for key in ("anyOf", "oneOf"):
        if key in field:
            return " or ".join(_holds(choice, parts) for choice in field[key] if choice.get("type") != "null")
    if field.get("type") == "array":
        return f"list of {_holds(field['items'], parts)}"
    words = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false"}
    held = "date" if field.get("format") == "date" else words.get(str(field.get("type")), "anything")
    if "maxLength" in field and held == "text":
        held += f", at most {field['maxLength']} characters"
    return held
