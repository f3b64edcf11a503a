"""Finds out from a compiled TDLib which lines are in force in a layer that no package has a schema of.

The wheels of tdjson hold libtdjson, which has the ids of its layer as constants. Where the known layers below and
above agree on a line, so does the layer between; where they differ, the id that is in the library decides. Four given
bytes are in a library of 50 MB by chance in about one of 90 cases, so a line is moved away from the layer below only
if its own id is missing and the other is there. What TDLib does not use stays as in the layer below.
"""

import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.schema.parser import Combinator

# On x86-64: the id of invokeWithLayer is stored, then `mov dword [rax+4], layer`.
_LAYER = re.compile(rb"\x0d\x0d\x9b\xda.{0,24}?\xc7\x40\x04(.{4})", re.DOTALL)
_BIG = 5_000_000


@dataclass(frozen=True, slots=True)
class Library:
    package: str
    version: str
    layer: int
    code: bytes

    @property
    def origin(self) -> str:
        return f"{self.package} {self.version}"

    def has(self, line: Combinator) -> bool:
        return struct.pack("<I", line.id) in self.code

    def choose(
        self, below: Iterable[Combinator], above: Iterable[Combinator], extra: Iterable[Combinator]
    ) -> list[Combinator]:
        """The lines of this layer, given those of the known layers around it and lines worked out for it."""
        lines = {line.name: line for line in below}
        for line in above:
            known = lines.get(line.name)
            if self.has(line) and (known is None or not self.has(known)):
                lines[line.name] = line
        lines.update((line.name, line) for line in extra if self.layer in line.layers and self.has(line))
        return list(lines.values())


def find_libraries(folder: Path) -> Iterator[Library]:
    for path in sorted(folder.rglob("libtdjson*.so*")):
        code = path.read_bytes() if path.stat().st_size > _BIG else b""
        found = _LAYER.search(code)
        if found:
            about = next(path.parents[1].glob("*.dist-info/METADATA")).read_text(encoding="utf-8")
            version = re.search(r"^Version: (\S+)", about, re.MULTILINE)
            yield Library("tdjson", version[1] if version else "?", struct.unpack("<I", found[1])[0], code)
