"""JSON Schemas of the records, for editors: completion and checking while a record is written.

They say less than the checker does: a schema knows the fields and their forms, not what other records hold, and it
sees values as an editor reads them from YAML, where the checker sees the text of the file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from evidence.library import KINDS

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema


def json_schemas() -> dict[str, str]:
    """Return the text of each schema by the name of its file."""
    return {f"{kind}.schema.json": _text(kind) for kind in KINDS}


def json_schema(kind: str) -> dict[str, Any]:
    """Return what the schema of a kind of record says."""
    return KINDS[kind].json_schema(schema_generator=_RecordSchema)


def _text(kind: str) -> str:
    body = json_schema(kind)
    schema = {"$schema": _RecordSchema.schema_dialect, "title": kind.capitalize()}
    # Keys keep the order of the fields, in which editors offer them; pydantic sorts the definitions by name.
    return json.dumps(schema | {key: value for key, value in body.items() if key != "title"}, indent=2) + "\n"


class _RecordSchema(GenerateJsonSchema):
    """Pydantic's schemas, with what is true of records and without what says nothing."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        # A field that may be absent is None in the model. In a record it is left out: an empty value is an error.
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        described = super().default_schema(schema)
        return {key: value for key, value in described.items() if key != "default" or value not in (None, [])}

    def chain_schema(self, schema: core_schema.ChainSchema) -> JsonSchemaValue:
        # Pydantic describes only the first step, and so forgets a pattern that is checked after the text is read.
        steps = [self.generate_inner(step) for step in schema["steps"]]
        return {key: value for step in steps for key, value in step.items()}

    def field_title_should_be_set(self, schema: object) -> bool:
        del schema
        # "Short Claim" says no more than `short_claim`.
        return False
