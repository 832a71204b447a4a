"""What answers of registries have in common: more than is read here, and null where a text should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, model_validator

if TYPE_CHECKING:
    from pydantic import ValidationError


class Answer(BaseModel):
    """A part of an answer. What is null is taken as absent, a number as its digits where a text is meant."""

    model_config = ConfigDict(coerce_numbers_to_str=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: object) -> object:
        return {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data


def why(error: ValidationError) -> str:
    """Say in a few words what was wrong with an answer."""
    first = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in first["loc"]) or "the whole"
    return f"`{where}`, {first['msg'].lower()}"
