"""TL primitives for MTProto's own service schema. https://core.telegram.org/mtproto/serialize

Only what the service messages need; API payloads pass through this package as bytes.
"""

from struct import Struct, error, pack

from .errors import WireError

_INT = Struct("<i")
_LONG = Struct("<q")
_UINT = Struct("<I")
LONG_BYTES = 8


def tl_bytes(value: bytes) -> bytes:
    """A TL `bytes`/`string`: length, data, zeros up to a multiple of four."""
    size = len(value)
    head = bytes((size,)) if size < 254 else b"\xfe" + size.to_bytes(3, "little")
    return head + value + bytes(-(len(head) + size) % 4)


def long_vector(values: list[int]) -> bytes:
    """A boxed Vector<long>."""
    return pack(f"<Ii{len(values)}q", 0x1CB5C415, len(values), *values)


class Reader:
    """Reads one TL value after another; every lie about a length is a WireError."""

    __slots__ = ("data", "pos")

    def __init__(self, data: bytes, pos: int = 0) -> None:
        self.data = data
        self.pos = pos

    def _unpack(self, shape: Struct) -> int:
        try:
            value: int = shape.unpack_from(self.data, self.pos)[0]
        except error as short:
            raise WireError("value is cut off") from short
        self.pos += shape.size
        return value

    def int32(self) -> int:
        return self._unpack(_INT)

    def constructor(self) -> int:
        return self._unpack(_UINT)

    def int64(self) -> int:
        return self._unpack(_LONG)

    def raw(self, size: int) -> bytes:
        start = self.pos
        if size < 0 or start + size > len(self.data):
            raise WireError("value is cut off")
        self.pos = start + size
        return self.data[start : start + size]

    def string(self) -> bytes:
        size = self.raw(1)[0]
        head = 1
        if size == 254:
            size = int.from_bytes(self.raw(3), "little")
            head = 4
        elif size == 255:
            raise WireError("string longer than this schema has")
        value = self.raw(size)
        self.raw(-(head + size) % 4)
        return value

    def long_vector(self, limit: int) -> list[int]:
        """A boxed Vector<long>."""
        if self.constructor() != 0x1CB5C415:
            raise WireError("vector expected")
        count = self.int32()
        if not 0 <= count <= limit:
            raise WireError("vector longer than allowed")
        values = self.raw(count * LONG_BYTES)
        return list(Struct(f"<{count}q").unpack(values))
