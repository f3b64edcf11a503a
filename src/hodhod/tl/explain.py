"""Says what is wrong with an object that could not be encoded. Slow; asked after the fact only."""

from typing import Any

from hodhod.tl.base import TLObject
from hodhod.tl.schema import Field, Table

_PYTHON = {"int": int, "long": int, "double": (int, float), "string": str, "true": bool, "Bool": bool}
_BITS = {"int": 32, "long": 64}
_MAX_DEPTH = 100


def explain(table: Table, value: object) -> str | None:
    """The path of the first field that does not fit today's schema and why, or None if all fit."""
    if not isinstance(value, TLObject):
        return None
    return _in_object(table, value, value.NAME, 0)


def _in_object(table: Table, value: TLObject, path: str, depth: int) -> str | None:
    if depth > _MAX_DEPTH:
        return f"{path[:200]}...: nested too deeply"
    for field in table.section_of(type(value)).canonical(value.NAME).fields:
        if field.type == "#":
            continue
        found = _in_field(table, field, getattr(value, field.attribute, None), f"{path}.{field.name}", depth)
        if found is not None:
            return found
    return None


def _in_field(table: Table, field: Field, value: Any, path: str, depth: int) -> str | None:
    if value is None:
        return None if field.optional else f"{path}: None in a mandatory field of type {field.type}"
    return _in_value(table, field.type, value, path, depth)


def _in_value(table: Table, kind: str, value: Any, path: str, depth: int) -> str | None:
    if kind.lower().startswith("vector<"):
        return _in_vector(table, kind, value, path, depth)
    wanted: Any = _PYTHON.get(kind, (bytes, bytearray) if kind in ("bytes", "int128", "int256") else TLObject)
    if not isinstance(value, wanted):
        return f"{path}: {type(value).__name__} where {kind} is due"
    if kind in _BITS and not -(1 << _BITS[kind] - 1) <= value < 1 << _BITS[kind] - 1:
        return f"{path}: {value} does not fit into {kind}"
    return _in_object(table, value, path, depth + 1) if isinstance(value, TLObject) else None


def _in_vector(table: Table, kind: str, value: Any, path: str, depth: int) -> str | None:
    if not isinstance(value, list | tuple):
        return f"{path}: {type(value).__name__} where {kind} is due"
    for number, item in enumerate(value):
        found = _in_value(table, kind[7:-1], item, f"{path}[{number}]", depth)
        if found is not None:
            return found
    return None
