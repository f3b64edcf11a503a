"""An independent writer of TL bytes: values drawn for the declarations of one layer. It knows nothing of hodhod.tl."""

import random
import struct
from functools import cache
from typing import Any

from tests.tl.reader import reader
from tools.schema.parser import Combinator, Kind

_CODES = {"int": "<i", "long": "<q", "double": "<d", "#": "<I"}
_TEXTS = ("", "hello", "سلام", "z" * 260)


@cache
def _simplest(layer: int) -> dict[str, Combinator]:
    """For each type the constructor of the layer with the fewest fields."""
    found: dict[str, Combinator] = {}
    for combinator in reader(layer).by_id.values():
        if combinator.kind is Kind.TYPE:
            known = found.get(combinator.result)
            if known is None or len(combinator.params) < len(known.params):
                found[combinator.result] = combinator
    return found


class Writer:
    """Draws and writes objects as a layer declares them, with every field; objects inside are the simplest."""

    def __init__(self, seed: int, layer: int) -> None:
        self._random = random.Random(seed)
        self._layer = layer

    def draw(self, combinator: Combinator) -> dict[str, Any]:
        return {param.name: self._value(param.type) for param in combinator.params if param.type != "#"}

    def write(self, combinator: Combinator, fields: dict[str, Any]) -> bytes:
        parts = [struct.pack("<I", combinator.id)]
        for param in combinator.params:
            if param.type == "#":
                bits = {p.flag_bit for p in combinator.params if p.flag_field == param.name and p.name in fields}
                parts.append(struct.pack("<I", sum(1 << bit for bit in bits if bit is not None)))
            elif param.name in fields and not param.is_true_flag:
                parts.append(self._bytes(param.type, fields[param.name]))
        return b"".join(parts)

    def _value(self, kind: str) -> Any:
        draw = self._random
        if kind in ("int", "long"):
            return draw.randrange(-(2**31), 2**31)
        if kind == "string":
            return draw.choice(_TEXTS)
        if kind == "bytes":
            return draw.choice(_TEXTS).encode()
        if kind in ("int128", "int256"):
            return draw.randbytes(int(kind[3:]) // 8)
        if kind in ("Bool", "true"):
            return True
        if kind == "double":
            return draw.randrange(1000) / 8
        if kind.startswith("Vector<"):
            return [self._value(kind[7:-1]) for _ in range(draw.choice((1, 3)))]
        return self._written(kind)

    def _written(self, kind: str) -> bytes:
        if kind == "!X":
            config = reader(self._layer).by_name[Kind.FUNCTION, "help.getConfig"]
            return struct.pack("<I", config.id)
        combinator = _simplest(self._layer)[kind]
        mandatory = [param for param in combinator.params if param.type != "#" and param.flag_field is None]
        # Empty vectors: some types hold vectors of themselves.
        fields = {p.name: [] if p.type.startswith("Vector<") else self._value(p.type) for p in mandatory}
        return self.write(combinator, fields)

    def _bytes(self, kind: str, value: Any) -> bytes:
        if kind in _CODES:
            return struct.pack(_CODES[kind], value)
        if kind == "string":
            return _string(value.encode())
        if kind == "bytes":
            return _string(value)
        if kind == "Bool":
            return struct.pack("<I", 0x997275B5 if value else 0xBC799737)
        if kind.startswith("Vector<"):
            items = [self._bytes(kind[7:-1], item) for item in value]
            return struct.pack("<II", 0x1CB5C415, len(items)) + b"".join(items)
        assert isinstance(value, bytes)
        return value


def _string(raw: bytes) -> bytes:
    head = bytes([len(raw)]) if len(raw) < 254 else b"\xfe" + len(raw).to_bytes(3, "little")
    return head + raw + bytes(-(len(head) + len(raw)) % 4)
