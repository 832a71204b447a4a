"""placeholder: being written"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

from evidence.model.reference import Reference
from evidence.problem import Problem


@dataclass(frozen=True, slots=True)
class Bibliography:
    references: Mapping[str, Reference]
    broken_keys: frozenset[str]
    problems: list[Problem]


def read_bibliography(text: str, file: str) -> Bibliography:
    return Bibliography({}, frozenset(), [])
