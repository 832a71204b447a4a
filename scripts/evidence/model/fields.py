"""The scalar types of record fields.

Every scalar of a record arrives as text: ``Plain`` where the author wrote it without quotes, ``str`` otherwise
(``evidence.readers.yaml``). The types here turn that text into a value and refuse what two readers of YAML could
understand differently, so that ``no``, ``0123``, ``1e3`` or a bare date can never become something that the author
did not write.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from evidence.model.paragraphs import unwrapped

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

SLUG_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
KEY_PATTERN = r"^[A-Za-z][A-Za-z0-9_-]*$"
SENTENCE_PATTERN = r"^p[1-9][0-9]*s[1-9][0-9]*$"
SHA256_PATTERN = r"^[0-9a-f]{64}$"
PMID_PATTERN = r"^[1-9][0-9]{0,8}$"
PMCID_PATTERN = r"^PMC[1-9][0-9]{0,8}$"
URL_PATTERN = r"^https?://[^\s<>\"]+$"

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What YAML 1.1 or 1.2 would not read as text: null, booleans, numbers in every notation, dates.
_AMBIGUOUS = re.compile(
    r"""~|null|true|false|yes|no|on|off|y|n
    |[-+]?\.inf|\.nan
    |[-+]?[0-9][0-9_,]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?
    |[-+]?\.[0-9][0-9_]*(?:e[-+]?[0-9]+)?
    |0x[0-9a-f_]+|0o?[0-7_]+|0b[01_]+
    |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
    |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt\s].*)?""",
    re.IGNORECASE | re.VERBOSE,
)


class Plain(str):
    """A scalar that the author wrote without quotes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Markdown:
    """Marks a text field as Markdown: ``block`` tells paragraphs from a single line.

    Fields without this mark are printed as they stand.
    """

    block: bool


def is_ambiguous(text: str) -> bool:
    """Tell whether a text without quotes could be read as a number, a date, a truth value or null."""
    return _AMBIGUOUS.fullmatch(text) is not None


def _read_text(value: object) -> object:
    if not isinstance(value, str):
        return value
    if isinstance(value, Plain) and is_ambiguous(value):
        raise PydanticCustomError(
            "ambiguous", "{value} must be quoted here", {"value": str(value), "quoted": f'"{value}"'}
        )
    return unicodedata.normalize("NFC", str(value)).strip()


def _read_prose(value: object) -> object:
    text = _read_text(value)
    return unwrapped(text) if isinstance(text, str) else text


def _one_line(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("one_line", "must be a single line")
    return value


def _read_number(value: object) -> object:
    return _exactly(value, _NUMBER, float, "a number such as 12 or 0.5, without quotes")


def _read_integer(value: object) -> object:
    return _exactly(value, _INTEGER, int, "a whole number such as 12, without quotes")


def _exactly(value: object, pattern: re.Pattern[str], convert: type[int | float], expected: str) -> object:
    if not isinstance(value, str):
        return value
    if not isinstance(value, Plain) or not pattern.fullmatch(value):
        raise PydanticCustomError("notation", "must be {expected}", {"expected": expected})
    return convert(value)


def _read_flag(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not isinstance(value, Plain) or value not in {"true", "false"}:
        raise PydanticCustomError("notation", "must be {expected}", {"expected": "true or false, without quotes"})
    return value == "true"


def _read_date(value: object) -> object:
    if not isinstance(value, str):
        return value
    expected = {"expected": "a date of the calendar such as 2026-11-21"}
    if not _DATE.fullmatch(value):
        raise PydanticCustomError("notation", "must be {expected}", expected)
    try:
        return datetime.date.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("notation", "must be {expected}", expected) from error


Name = Annotated[str, BeforeValidator(_read_text), AfterValidator(_one_line), Field(min_length=1, max_length=300)]
"""One line of text that is printed as it stands."""
Line = Annotated[
    str,
    BeforeValidator(_read_text),
    AfterValidator(_one_line),
    Field(min_length=1, max_length=800),
    Markdown(block=False),
]
"""One line of Markdown: emphasis, links and citations such as ``[@martel2002]``."""
Prose = Annotated[str, BeforeValidator(_read_prose), Field(min_length=1, max_length=6000), Markdown(block=True)]
"""Paragraphs of Markdown: as ``Line``, with lists. Each paragraph is one line, however its record breaks it."""
Number = Annotated[float, BeforeValidator(_read_number), Field(allow_inf_nan=False)]
AS_INTEGER = BeforeValidator(_read_integer)
"""Reads the text of a literal whole number."""
Integer = Annotated[int, AS_INTEGER]
Flag = Annotated[bool, BeforeValidator(_read_flag)]
Date = Annotated[datetime.date, BeforeValidator(_read_date)]

Slug = Annotated[str, BeforeValidator(_read_text), Field(pattern=SLUG_PATTERN, max_length=80)]
"""Lower-case words joined by hyphens."""
Key = Annotated[str, BeforeValidator(_read_text), Field(pattern=KEY_PATTERN, max_length=60)]
"""A BibTeX key."""
SentenceId = Annotated[str, BeforeValidator(_read_text), Field(pattern=SENTENCE_PATTERN)]
"""Paragraph and sentence, counted from 1: ``p8s1``."""
Sha256 = Annotated[str, BeforeValidator(_read_text), Field(pattern=SHA256_PATTERN)]
Url = Annotated[str, BeforeValidator(_read_text), Field(pattern=URL_PATTERN, max_length=400)]
Month = Annotated[str, BeforeValidator(_read_text), Field(pattern=r"^[0-9]{4}-(?:0[1-9]|1[0-2])$")]
"""Year and month: ``2026-11``."""
PValue = Annotated[str, BeforeValidator(_read_text), Field(pattern=r"^(?:[<>≤≥]\s?)?[01]?\.[0-9]+$")]
"""P as it is printed: ``"0.66"`` or ``"<0.05"``."""


class Record(BaseModel):
    """What every part of a record has in common: unknown keys are errors, and nothing changes after reading."""

    # Validators are made for whole records only, which halves the time until the first one can be read.
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, defer_build=True)

    key_order: ClassVar[tuple[str, ...]] = ()
    """The order of the keys where it is not that of the fields, because some of them are inherited."""

    @classmethod
    def ordered_keys(cls) -> list[str]:
        """Return the keys in the order in which a record is written."""
        rank = {name: index for index, name in enumerate(cls.key_order)}
        return sorted(cls.model_fields, key=lambda name: rank.get(name, len(rank)))

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /) -> JsonSchemaValue:
        """Describe the keys in their order."""
        schema = handler(core_schema)
        described = handler.resolve_ref_schema(schema)
        properties = described.get("properties", {})
        described["properties"] = {name: properties[name] for name in cls.ordered_keys() if name in properties}
        return schema
