"""A record to be filled in, made from its model: every key that it may hold, in the model's own order and words.

Keys that a record must have are written out, with what is known of them or a text that says what to write. The others
stand in comments, a line for each with its meaning, so that whoever fills in the record sees what more could be said
without looking it up. What is shown follows from the JSON Schema of the model, as the field reference does: a key that
is added to a model is in the next scaffold.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from evidence.json_schema import json_schema
from evidence.layout.scalars import WIDTH
from evidence.model.fields import KEY_PATTERN, SLUG_PATTERN
from evidence.model.placeholder import LEFT_OPEN, TO_NAME, TO_WRITE
from evidence.scaffold.yaml_text import comment, key_and_text, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Schema = Mapping[str, Any]
    Given = Mapping[str, object]

_STEP = 2
_HEAD = (
    f"A draft. Write what says `{TO_WRITE}` or `{TO_NAME}`. Use or delete the lines that begin with #. Last of all "
    "delete the line that says it is a draft."
)


class UnknownValueError(Exception):
    """Raised where a model has come to need a value that no scaffold gives and no text could stand for."""


def skeleton(kind: str, given: Given, depth: int) -> str:
    """Return the text of a record of a kind.

    ``given`` holds what is known: texts and numbers, mappings for parts of the record (an empty one asks for the part
    to be written out), and lists. ``depth`` is the number of folders that the record stands in.
    """
    root: Schema = json_schema(kind)
    lines = [f"# yaml-language-server: $schema={'../' * depth}scripts/evidence/schema/{kind}.schema.json"]
    lines += comment(_HEAD, 0)
    lines += _Writer(root).mapping(root, given, 0)
    return "\n".join([*lines, ""])


class _Writer:
    """Writes the parts of one record; ``root`` holds the definitions that they refer to."""

    def __init__(self, root: Schema) -> None:
        self.root = root
        self.told: dict[str, str] = {}
        """The parts whose keys were told one by one, each with the key that holds it."""

    def mapping(self, schema: Schema, given: Given, indent: int) -> list[str]:
        """Write every key of a mapping."""
        schema = self.member(schema, given)
        required = set(schema.get("required", ()))
        lines: list[str] = []
        for name, part in schema["properties"].items():
            if name in given:
                lines += self.value(name, part, given[name], indent)
            elif name in required:
                lines += self.value(name, part, self.unknown(name, part), indent)
            else:
                lines += self.optional(name, part, f"{' ' * indent}# ")
        if unknown := [name for name in given if name not in schema["properties"]]:
            message = f"the model has no key {', '.join(unknown)}"
            raise UnknownValueError(message)
        return lines

    def value(self, name: str, schema: Schema, value: object, indent: int) -> list[str]:
        """Write a key and its value."""
        margin = " " * indent
        match value:
            case str() if self.resolved(schema).get("format") == "date":
                return [f"{margin}{name}: {value}"]
            case str():
                return key_and_text(name, value, indent)
            case bool() | int() | float():
                return [f"{margin}{name}: {str(value).lower() if isinstance(value, bool) else value}"]
            case dict():
                return [f"{margin}{name}:", *self.mapping(self.resolved(schema), value, indent + _STEP)]
            case list() if any(isinstance(item, dict) for item in value):
                items = self.resolved(schema)["items"]
                parts = [self.mapping(self.resolved(items), item, indent + 2 * _STEP) for item in value]
                return [f"{margin}{name}:", *(line for part in parts for line in _as_item(part, indent + _STEP))]
            case list():
                line = f"{margin}{name}: [{', '.join(scalar(str(item), inside=True) for item in value)}]"
                block = [f"{margin}{name}:", *(f"{margin}  - {scalar(str(item))}" for item in value)]
                return [line] if len(line) <= WIDTH else block
            case _:
                message = f"`{name}` cannot be written: {value!r}"
                raise UnknownValueError(message)

    def unknown(self, name: str, schema: Schema) -> object:
        """Return what stands for a value that is needed and not known."""
        schema = self.resolved(schema)
        if "const" in schema:
            return schema["const"]
        if schema.get("type") == "array":
            return [self.unknown(name, schema["items"] | {"description": _prose(schema)})] * schema.get("minItems", 0)
        if "properties" in schema:
            return {}
        if schema.get("type") == "string" and "enum" not in schema and "format" not in schema:
            if schema.get("pattern") in {SLUG_PATTERN, KEY_PATTERN}:
                return TO_NAME
            if "pattern" not in schema:
                short = f"{TO_WRITE} {name.replace('_', ' ')}"
                full = f"{TO_WRITE} {_prose(schema)}"
                return full if _prose(schema) and len(full) <= schema.get("maxLength", len(full)) else short
        message = f"no text can stand for `{name}`: the scaffold must give a value"
        raise UnknownValueError(message)

    def optional(self, name: str, schema: Schema, lead: str) -> list[str]:
        """Describe a key that may be left out, on one line behind ``lead``: its form, and what it says.

        Of words to choose from, the last ones are left open where not all of them fit.
        """
        said, part = _prose(schema), self.resolved(schema)
        options = [str(value) for value in part.get("enum", ())]
        shortened = (" or ".join([*options[:count], LEFT_OPEN]) for count in reversed(range(len(options))))
        for form in (self.form(part), *shortened):
            if line := _fitting(f"{lead}{name}: {form}", said):
                return [line]
        return self.block(name, part, lead) or _wrapped(_explained(f"{lead}{name}: {self.form(part)}", said), lead)

    def block(self, name: str, schema: Schema, lead: str) -> list[str]:
        """Describe a key whose parts have too many keys for one line: each has a line of its own, but only once."""
        is_list = schema.get("type") == "array"
        part = self.resolved(schema["items"]) if is_list else schema
        if "properties" not in part:
            return []
        holder = self.told.setdefault(part["title"], name)
        said = _prose(schema)
        if holder != name:
            form = f"[{LEFT_OPEN}]" if is_list else LEFT_OPEN
            return _wrapped(_explained(f"{lead}{name}: {form}", f"{said} Its keys are those of `{holder}`."), lead)
        inner = f"{lead}{' ' * (2 * _STEP if is_list else _STEP)}"
        lines = [line for key, value in part["properties"].items() for line in self.optional(key, value, inner)]
        if is_list:
            lines[0] = f"{lead}{' ' * _STEP}- {lines[0].removeprefix(inner)}"
        return [_fitting(f"{lead}{name}:", said) or f"{lead}{name}:", *lines]

    def form(self, schema: Schema) -> str:
        """Show the form of a value, with all keys of its parts."""
        schema = self.resolved(schema)
        if "const" in schema:
            return str(schema["const"])
        if "enum" in schema:
            return " or ".join(str(value) for value in schema["enum"])
        if schema.get("type") == "array":
            return f"[{self.form(schema['items'])}]"
        if "properties" in schema:
            return "{" + ", ".join(f"{key}: {self.form(part)}" for key, part in schema["properties"].items()) + "}"
        members = schema.get("anyOf") or schema.get("oneOf")
        if members:
            return " or ".join(dict.fromkeys(self.form(member) for member in members))
        return {"boolean": "true or false"}.get(str(schema.get("type")), LEFT_OPEN)

    def member(self, schema: Schema, given: Given) -> Schema:
        """Return the member of a union that the given values belong to."""
        discriminator = schema.get("discriminator")
        if discriminator is None:
            return schema
        chosen = discriminator["mapping"][given[discriminator["propertyName"]]]
        return self.resolved({"$ref": chosen})

    def resolved(self, schema: Schema) -> Schema:
        """Follow references and leave out null; a description beside a reference is the one that counts."""
        said = schema.get("description")
        while True:
            members = [member for member in schema.get("anyOf", []) if member.get("type") != "null"]
            if len(members) == 1:
                schema = members[0]
            elif "$ref" in schema:
                schema = self.root["$defs"][schema["$ref"].rpartition("/")[2]]
            else:
                return {**schema, "description": said} if said else schema


def _fitting(line: str, said: str) -> str:
    """Add what a key says to its line, or the first sentence of it; return nothing where neither fits."""
    first = f"{said.partition('. ')[0].removesuffix('.')}." if said else ""
    lines = (_explained(line, words) for words in (said, first))
    return next((whole for whole in lines if len(whole) <= WIDTH), "")


def _explained(line: str, said: str) -> str:
    return f"{line}  # {said}" if said else line


def _wrapped(line: str, lead: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, subsequent_indent=f"{lead}  ", break_long_words=False, break_on_hyphens=False)


def _as_item(lines: Sequence[str], indent: int) -> Iterator[str]:
    """Make a mapping an item of a list: its first key stands behind the dash."""
    first = next(index for index, line in enumerate(lines) if not line.lstrip().startswith("#"))
    yield from lines[:first]
    yield f"{' ' * indent}- {lines[first].lstrip()}"
    yield from lines[first + 1 :]


def _prose(schema: Schema) -> str:
    return " ".join(str(schema.get("description", "")).replace("``", "`").split())
