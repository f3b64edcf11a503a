"""gzip_packed where a function is due: TDLib packs a query and puts invokeWithLayer or invokeAfterMsg around it.

core.telegram.org/mtproto/service_messages#packed-object. Messages packed as a whole are unpacked by mtproto; here the
same default bounds the size, and one packet inside another is refused.
"""

import zlib
from collections.abc import Mapping
from typing import Any, Final

from hodhod.tl import wire
from hodhod.tl.errors import DecodeError

GZIP_PACKED: Final = 0x3072CFA1
MAX_UNPACKED: Final = 4 << 20
# 32 + 15: a gzip or a zlib header, clients send both
_ANY_HEADER: Final = 47


def unpacked(data: bytes) -> bytes:
    """Raises DecodeError for what is broken or too long."""
    unpacker = zlib.decompressobj(_ANY_HEADER)
    try:
        plain = unpacker.decompress(data, MAX_UNPACKED + 1)
    except zlib.error:
        raise DecodeError("broken gzip") from None
    if len(plain) > MAX_UNPACKED or not unpacker.eof:
        raise DecodeError("packed data is cut off, or too long when unpacked")
    return plain


def decoder(decoders: Mapping[int, wire.Decoder]) -> wire.Decoder:
    """Reads a packed object by `decoders`."""

    def decode(data: bytes, at: int, depth: int) -> tuple[Any, int]:
        packed, end = wire.get_bytes(data, at)
        if end > len(data):
            raise DecodeError("the data ends too early")
        plain = unpacked(packed)
        if len(plain) < 4 or (constructor_id := int.from_bytes(plain[:4], "little")) == GZIP_PACKED:
            raise DecodeError("nothing, or a packet, inside a packet")
        value, stop = decoders[constructor_id](plain, 4, depth - 1)
        if stop != len(plain):
            raise DecodeError("a packed object of another length than its packet")
        return value, end

    return decode
