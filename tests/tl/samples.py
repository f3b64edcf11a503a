"""Objects of today's layer with every field filled, drawn from a seeded source of randomness."""

import random
from functools import cache
from typing import Any

from hodhod import tl
from hodhod.tl import functions, types
from tests.tl.reader import schema
from tools.schema.parser import Combinator, Kind

# They have no class: bool, None and list stand for them.
PRIMITIVE = ("boolFalse", "boolTrue", "true", "null", "error", "vector")
_TEXTS = ("", "a", "سلام دنیا", "x" * 253, "y" * 300, "line\nbreak \U0001f600")


def class_of(combinator: Combinator) -> type[tl.TLObject]:
    module: Any = functions if combinator.kind is Kind.FUNCTION else types
    namespace, _, bare = combinator.name.rpartition(".")
    found: type[tl.TLObject] = getattr(getattr(module, namespace) if namespace else module, bare[0].upper() + bare[1:])
    return found


@cache
def canonical(kind: Kind) -> tuple[Combinator, ...]:
    return tuple(c for c in schema() if c.kind is kind and 229 in c.layers and c.name not in PRIMITIVE)


@cache
def _by_type() -> dict[str, list[Combinator]]:
    found: dict[str, list[Combinator]] = {}
    for combinator in canonical(Kind.TYPE):
        found.setdefault(combinator.result, []).append(combinator)
    for members in found.values():
        members.sort(key=lambda member: len(member.params))
    return found


class Samples:
    """`depth` levels below an object are drawn freely; deeper ones are the simplest of their type."""

    def __init__(self, seed: int, depth: int = 1) -> None:
        self._random = random.Random(seed)
        self._depth = depth

    def make(self, combinator: Combinator, *, full: bool = True) -> Any:
        return self._object(combinator, self._depth, full)

    def _object(self, combinator: Combinator, depth: int, full: bool) -> Any:
        fields: dict[str, Any] = {}
        for param in combinator.params:
            if param.type == "#" or (param.flag_field is not None and not full):
                continue
            name = f"{param.name}_" if param.name in ("self", "from") else param.name
            fields[name] = True if param.type == "true" else self.value(param.type, depth)
        made: Any = class_of(combinator)
        return made(**fields)

    def value(self, kind: str, depth: int) -> Any:
        draw = self._random
        if kind in ("int", "long"):
            bits = 31 if kind == "int" else 63
            return draw.choice((0, 1, -1, -(2**bits), 2**bits - 1, draw.getrandbits(bits)))
        if kind == "double":
            return draw.choice((0.0, -1.5, draw.random() * 1e9))
        if kind == "string":
            return draw.choice(_TEXTS)
        if kind in ("bytes", "int128", "int256"):
            return draw.randbytes({"int128": 16, "int256": 32}.get(kind) or draw.choice((0, 3, 254)))
        if kind == "Bool":
            return draw.random() < 0.5
        if kind.startswith("Vector<"):
            return [self.value(kind[7:-1], depth) for _ in range(draw.choice((1, 2)) if depth > 0 else 0)]
        if kind == "!X":
            return functions.help.GetConfig()
        return self._of_type(kind, depth - 1)

    def _of_type(self, kind: str, depth: int) -> Any:
        members = _by_type()[kind]
        if depth >= 0:
            return self._object(self._random.choice(members), depth, depth > 0)
        return self._object(members[0], depth, full=False)
