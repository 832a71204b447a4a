"""Small changes of records that exist: comments, order and layout stay as they are.

Each edit is made in the text and then read again. Where the record would not say exactly what was meant, because it is
laid out in a way that was not thought of here, there is no edit: a person has to make it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.readers.nodes import Mapping, Scalar, Sequence, read_nodes, to_data

if TYPE_CHECKING:
    from evidence.problem import Place
    from evidence.readers.nodes import Node


def add_claim(text: str, sentence: str, claim: str) -> str | None:
    """Add a claim to those that a sentence of a document makes; None where that cannot be done safely."""
    root = _root(text)
    item = _item(root, "sentences", sentence)
    if root is None or item is None:
        return None
    claims = item.items.get("claims")
    expected: Any = to_data(root)
    for data in expected["sentences"]:
        if data["id"] == sentence:
            data["claims"] = [*data.get("claims", []), claim]
    return _checked(_with_claim(text, item, claims, claim), expected)


def drop_planned(text: str, claim: str) -> str | None:
    """Take a claim off the list of planned ones; None where that cannot be done safely."""
    root = _root(text)
    item = _item(root, "claims", claim)
    if root is None or item is None:
        return None
    expected: Any = to_data(root)
    expected["claims"] = [data for data in expected["claims"] if data["id"] != claim]
    lines = text.split("\n")
    first, last = item.place.line - 1, _end(text, item)[0]
    del lines[first : last + 1]
    if not expected["claims"]:
        key = root.keys["claims"].line - 1
        lines[key] = lines[key].rstrip() + " []"
    return _checked("\n".join(lines), expected)


def _with_claim(text: str, item: Mapping, claims: Node | None, claim: str) -> str:
    if isinstance(claims, Sequence):
        start = _index(text, claims.place)
        if text[start] == "[":
            end = _after(text, claims.items[-1]) if claims.items else start + 1
            return f"{text[:end]}{', ' if claims.items else ''}{claim}{text[end:]}"
        last = _end(text, claims)[1]
        margin = " " * (claims.place.column - 1)
        return f"{text[:last]}\n{margin}- {claim}{text[last:]}"
    start = _index(text, item.place)
    if text[start] == "{":
        end = _after(text, list(item.items.values())[-1])
        return f"{text[:end]}, claims: [{claim}]{text[end:]}"
    last = _end(text, item)[1]
    margin = " " * (item.place.column - 1)
    return f"{text[:last]}\n{margin}claims: [{claim}]{text[last:]}"


def _root(text: str) -> Mapping | None:
    root, problems = read_nodes(text, "")
    return None if problems else root


def _item(root: Mapping | None, key: str, name: str) -> Mapping | None:
    items = root.items.get(key) if root else None
    for item in items.items if isinstance(items, Sequence) else []:
        if isinstance(item, Mapping) and isinstance(id_ := item.items.get("id"), Scalar) and id_.value == name:
            return item
    return None


def _checked(text: str, expected: object) -> str | None:
    root = _root(text)
    return text if root is not None and to_data(root) == expected else None


def _index(text: str, place: Place) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1


def _after(text: str, node: Node) -> int:
    """Return the index behind a node in brackets: a scalar, or a list or mapping with its closing bracket."""
    if isinstance(node, Scalar):
        return _index(text, node.place) + len(node.raw)
    inside = node.items if isinstance(node, Sequence) else list(node.items.values())
    end = _after(text, inside[-1]) if inside else _index(text, node.place) + 1
    return text.index("]" if isinstance(node, Sequence) else "}", end) + 1


def _end(text: str, node: Node) -> tuple[int, int]:
    """Return the number of the last line of a node, from 0, and the index of that line's end."""
    last = node
    while not isinstance(last, Scalar):
        inside = last.items if isinstance(last, Sequence) else list(last.items.values())
        if not inside:
            break
        last = inside[-1]
    raw = last.raw.rstrip() if isinstance(last, Scalar) else ""
    line = last.place.line - 1 + raw.count("\n")
    lines = text.split("\n")
    return line, sum(len(each) + 1 for each in lines[:line]) + len(lines[line])
