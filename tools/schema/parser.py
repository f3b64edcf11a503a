"""Reads and writes TL lines.

A line of `schema/api.tl` is plain TL text followed by a comment that says in which layers it is in force:

    peerUser#59511722 user_id:long = Peer; // 133-229

The id of a line is the CRC32 of its text brought to a normal form (core.telegram.org/mtproto/TL-combinators).
Flags of the type `true` carry no bytes and are no part of that sum, so a line can gain such flags and keep its id.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

_LINE = re.compile(
    r"^(?P<name>[A-Za-z][\w.]*)(?:\#(?P<id>[0-9a-fA-F]{1,8}))?(?P<params>(?:\s[^=]*)?)=\s*(?P<result>[^;]+?)\s*;"
    r"(?:\s*//\s*(?P<comment>.*))?$"
)
_CONDITION = re.compile(r"^(\w+)\.(\d+)\?(.+)$")
_RANGE = re.compile(r"^(\d+)(?:-(\d+))?$")


class Kind(StrEnum):
    """The two sections of a TL schema."""

    TYPE = "types"
    FUNCTION = "functions"


class SchemaError(ValueError):
    """A line or a file is not what the schema's format allows."""


class Param(NamedTuple):
    """A field: `type` is the type without its condition; `flag_field` and `flag_bit` are the condition, if any."""

    name: str
    type: str
    flag_field: str | None = None
    flag_bit: int | None = None

    @property
    def is_true_flag(self) -> bool:
        return self.type == "true" and self.flag_field is not None

    def __str__(self) -> str:
        condition = "" if self.flag_field is None else f"{self.flag_field}.{self.flag_bit}?"
        return f"{self.name}:{condition}{self.type}"


@dataclass(frozen=True, slots=True)
class Layers:
    """Closed ranges of layers, ascending and neither touching nor overlapping."""

    ranges: tuple[tuple[int, int], ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Layers":
        ranges = []
        for part in text.split(","):
            match = _RANGE.match(part.strip())
            if match is None:
                raise SchemaError(f"not a range of layers: {part!r}")
            ranges.append((int(match[1]), int(match[2] or match[1])))
        return cls(tuple(ranges))

    @classmethod
    def of(cls, layers: set[int]) -> "Layers":
        ranges: list[tuple[int, int]] = []
        for layer in sorted(layers):
            if ranges and ranges[-1][1] == layer - 1:
                ranges[-1] = (ranges[-1][0], layer)
            else:
                ranges.append((layer, layer))
        return cls(tuple(ranges))

    @property
    def first(self) -> int:
        return self.ranges[0][0]

    @property
    def last(self) -> int:
        return self.ranges[-1][1]

    def __contains__(self, layer: int) -> bool:
        return any(first <= layer <= last for first, last in self.ranges)

    def __iter__(self) -> Iterator[int]:
        for first, last in self.ranges:
            yield from range(first, last + 1)

    def __str__(self) -> str:
        return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in self.ranges)


@dataclass(frozen=True, slots=True)
class Combinator:
    """A constructor or a function. `generics` are the `{X:Type}` parts, without braces."""

    name: str
    id: int
    params: tuple[Param, ...]
    result: str
    kind: Kind
    layers: Layers = Layers()
    generics: tuple[str, ...] = ()

    @property
    def namespace(self) -> str:
        return self.name.rpartition(".")[0]

    def text(self) -> str:
        """The line without its comment."""
        generics = "".join(f" {{{generic}}}" for generic in self.generics)
        params = "".join(f" {param}" for param in self.params)
        return f"{self.name}#{self.id:08x}{generics}{params} = {self.result};"

    def line(self) -> str:
        return f"{self.text()} // {self.layers}" if self.layers.ranges else self.text()

    def checksum(self) -> int:
        """CRC32 of the normal form: no id, no `true` flags, `bytes` as `string`, no brackets of any sort."""
        parts = [self.name, *self.generics]
        for param in self.params:
            if not param.is_true_flag:
                parts.append(str(param._replace(type="string") if param.type == "bytes" else param))
        parts += ["=", self.result]
        return zlib.crc32(" ".join(parts).replace("<", " ").replace(">", "").encode())


def _parse_param(token: str) -> Param:
    name, colon, kind = token.partition(":")
    if not colon:
        raise SchemaError(f"not a field: {token!r}")
    condition = _CONDITION.match(kind)
    return Param(name, condition[3], condition[1], int(condition[2])) if condition else Param(name, kind)


def parse_line(line: str, kind: Kind = Kind.TYPE) -> Combinator:
    """Parse one TL line; a line without an id gets its checksum as id."""
    match = _LINE.match(line.strip())
    if match is None:
        raise SchemaError(f"not a TL line: {line!r}")
    tokens = match["params"].split()
    generics = tuple(token[1:-1] for token in tokens if token.startswith("{"))
    params = tuple(_parse_param(token) for token in tokens if not token.startswith("{"))
    layers = Layers.parse(match["comment"]) if match["comment"] else Layers()
    written = int(match["id"], 16) if match["id"] else 0
    combinator = Combinator(match["name"], written, params, match["result"], kind, layers, generics)
    if match["id"]:
        return combinator
    return Combinator(match["name"], combinator.checksum(), params, match["result"], kind, layers, generics)


def parse(text: str) -> list[Combinator]:
    """Parse a whole schema in the format of `schema/*.tl`: lines, sections, and comments on lines of their own."""
    kind = Kind.TYPE
    found = []
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("---"):
            kind = Kind(line.strip("-"))
        elif line and not line.startswith("//"):
            found.append(parse_line(line, kind))
    return found


def load(path: Path) -> list[Combinator]:
    return parse(path.read_text(encoding="utf-8"))
