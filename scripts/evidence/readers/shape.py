"""What a record type says about its own form, looked up along the path of a fault.

Pydantic names a fault by the path to it, but puts the chosen member of a union into that path, which no file holds.
The JSON Schema of the type knows where unions stand and which keys belong to which mapping.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import TypeAdapter

    Schema = Mapping[str, Any]
    Path = tuple[str | int, ...]


def locate(adapter: TypeAdapter[Any], location: Sequence[str | int]) -> tuple[Path, frozenset[str]]:
    """Follow the location of a validation error into a record type.

    Returns the path in the record, and the keys that are allowed in what stands there, where it is a mapping.
    """
    root = _schema(adapter)
    here = root
    path: Path = ()
    for step in location:
        here = _resolved(here, root)
        members = here.get("discriminator", {}).get("mapping", {})
        if step in members:
            here = {"$ref": members[step]}
        elif isinstance(step, int):
            here = here.get("items", {})
            path = (*path, step)
        elif "anyOf" not in here and "oneOf" not in here:
            here = here.get("properties", {}).get(step, {})
            path = (*path, step)
    return path, frozenset(_resolved(here, root).get("properties", {}))


def _resolved(schema: Schema, root: Schema) -> Schema:
    """Follow references, and leave out the null that stands for a field which may be absent."""
    while True:
        members = [member for member in schema.get("anyOf", []) if member.get("type") != "null"]
        if len(members) == 1:
            schema = members[0]
        elif "$ref" in schema:
            schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        else:
            return schema


@cache
def _schema(adapter: TypeAdapter[Any]) -> Schema:
    return adapter.json_schema()
