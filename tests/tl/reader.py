"""An independent reader of TL bytes: it walks the schema's lines of one layer and knows nothing of hodhod.tl.

It is slow and strict: an id that the layer does not have, or of another type than its place asks for, is an error.
What it reads are plain dictionaries, with the constructor's name under "_".
"""

import struct
from functools import cache
from pathlib import Path
from typing import Any

from tools.schema.parser import Combinator, Kind, Param, load

SCHEMA = Path(__file__).parents[2] / "schema" / "api.tl"
_BOOL = {0x997275B5: True, 0xBC799737: False}
_SIZES = {"int": ("<i", 4), "long": ("<q", 8), "double": ("<d", 8), "#": ("<I", 4)}


class WrongBytes(AssertionError):
    """The bytes are not what the layer's schema says."""


@cache
def schema() -> tuple[Combinator, ...]:
    return tuple(load(SCHEMA))


@cache
def layers() -> tuple[int, ...]:
    """The layers at which anything in the schema changes."""
    found = {133, 229}
    for combinator in schema():
        for first, last in combinator.layers.ranges:
            found |= {first, last + 1}
    return tuple(sorted(layer for layer in found if 133 <= layer <= 229))


@cache
def newest() -> dict[tuple[Kind, str], Combinator]:
    """The last declaration of each name."""
    return {(c.kind, c.name): c for c in sorted(schema(), key=lambda combinator: combinator.layers.last)}


class Reader:
    """Reads values of one layer."""

    def __init__(self, layer: int) -> None:
        self.layer = layer
        in_force = [combinator for combinator in schema() if layer in combinator.layers]
        self.by_id = {combinator.id: combinator for combinator in in_force}
        self.by_name = {(combinator.kind, combinator.name): combinator for combinator in in_force}

    def read(self, kind: str, data: bytes) -> Any:
        """The one value of type `kind` that `data` is; "!X" is any function, "?" anything boxed."""
        value, at = self._value(kind, data, 0)
        if at != len(data):
            raise WrongBytes(f"{len(data) - at} bytes left over")
        return value

    def has(self, name: str, kind: Kind = Kind.TYPE) -> bool:
        return (kind, name) in self.by_name

    def _value(self, kind: str, data: bytes, at: int) -> tuple[Any, int]:
        if kind in _SIZES:
            code, size = _SIZES[kind]
            return struct.unpack_from(code, data, at)[0], at + size
        if kind in ("string", "bytes"):
            raw, at = self._bytes(data, at)
            return (raw.decode() if kind == "string" else raw), at
        if kind in ("int128", "int256"):
            size = int(kind[3:]) // 8
            return data[at : at + size], at + size
        if kind == "Bool":
            return _BOOL[struct.unpack_from("<I", data, at)[0]], at + 4
        if kind.startswith("Vector<"):
            return self._vector(kind[7:-1], data, at)
        return self._object(kind, data, at)

    def _bytes(self, data: bytes, at: int) -> tuple[bytes, int]:
        size, head = data[at], 1
        if size == 254:
            size, head = int.from_bytes(data[at + 1 : at + 4], "little"), 4
        end = at + head + size
        if end > len(data):
            raise WrongBytes("a string is longer than the data")
        return data[at + head : end], end + -(head + size) % 4

    def _vector(self, kind: str, data: bytes, at: int) -> tuple[list[Any], int]:
        head, count = struct.unpack_from("<Ii", data, at)
        if head != 0x1CB5C415:
            raise WrongBytes(f"#{head:08x} where a vector is due")
        at += 8
        items = []
        for _ in range(count):
            item, at = self._value(kind, data, at)
            items.append(item)
        return items, at

    def _object(self, kind: str, data: bytes, at: int) -> tuple[dict[str, Any], int]:
        constructor_id = struct.unpack_from("<I", data, at)[0]
        combinator = self.by_id.get(constructor_id)
        if combinator is None:
            raise WrongBytes(f"#{constructor_id:08x} where {kind} is due: not in layer {self.layer}")
        fits = combinator.kind is Kind.FUNCTION if kind == "!X" else kind in ("?", combinator.result)
        if not fits:
            raise WrongBytes(f"{combinator.name} where {kind} is due in layer {self.layer}")
        return self._fields(combinator, data, at + 4)

    def _fields(self, combinator: Combinator, data: bytes, at: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {"_": combinator.name}
        words: dict[str, int] = {}
        for param in combinator.params:
            if not _is_present(param, words):
                continue
            if param.is_true_flag:
                found[param.name] = True
                continue
            found[param.name], at = self._value(param.type, data, at)
            if param.type == "#":
                words[param.name] = found.pop(param.name)
        return found, at


def _is_present(param: Param, words: dict[str, int]) -> bool:
    if param.flag_field is None:
        return True
    assert param.flag_bit is not None
    return bool(words[param.flag_field] >> param.flag_bit & 1)


@cache
def reader(layer: int) -> Reader:
    return Reader(layer)
