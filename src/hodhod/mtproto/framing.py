"""The four packet framings. https://core.telegram.org/mtproto/mtproto-transports

    Abridged       len/4 in one byte (below 0x7f), else 0x7f and three bytes; opened by 0xef
    Intermediate   len in four bytes; opened by 0xeeeeeeee
    Padded         Intermediate whose packets carry 0..15 bytes of padding at the end; opened by 0xdddddddd
    Full           len, seqno, packet, CRC32 of all before; opened by nothing

Rules. `parse` looks at data[pos:], returns None while a packet is incomplete, else (start, stop, next, quick) where
data[start:stop] is the packet, `next` the position after it and `quick` whether a quick ack was asked for. A broken
or too long packet is a TransportError. A quick ack and a 4-byte error code are told apart by the client: the quick ack
is bare (top bit set where the length would be), the error is a packet of four bytes.
"""

import zlib
from collections.abc import Callable
from typing import Protocol, TypeAlias

from .errors import TransportError
from .settings import Randomness

Frame: TypeAlias = tuple[int, int, int, bool]
Buffer: TypeAlias = bytes | bytearray

# Shortest packet that means something: an unencrypted message header.
MIN_PACKET = 20


class Framing(Protocol):
    name: str
    pads: bool

    def parse(self, data: Buffer, pos: int) -> Frame | None: ...
    def frame(self, packet: bytes) -> bytes: ...
    def quick_ack(self, token: int) -> bytes: ...


def _check(size: int, limit: int) -> None:
    if not MIN_PACKET <= size <= limit:
        raise TransportError("packet of an impossible length")


class Abridged:
    __slots__ = ("limit",)
    name = "abridged"
    pads = False

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def parse(self, data: Buffer, pos: int) -> Frame | None:
        end = len(data)
        if pos >= end:
            return None
        words = data[pos] & 0x7F
        start = pos + 1
        if words == 0x7F:
            start = pos + 4
            if start > end:
                return None
            words = int.from_bytes(data[pos + 1 : start], "little")
        size = words * 4
        _check(size, self.limit)
        stop = start + size
        return (start, stop, stop, data[pos] > 0x7F) if stop <= end else None

    def frame(self, packet: bytes) -> bytes:
        words = len(packet) >> 2
        if words < 0x7F:
            return bytes((words,)) + packet
        return b"\x7f" + words.to_bytes(3, "little") + packet

    def quick_ack(self, token: int) -> bytes:
        return token.to_bytes(4, "big")


class Intermediate:
    __slots__ = ("limit",)
    name = "intermediate"
    pads = False

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def parse(self, data: Buffer, pos: int) -> Frame | None:
        start = pos + 4
        end = len(data)
        if start > end:
            return None
        size = int.from_bytes(data[pos:start], "little")
        quick = size >= 0x80000000
        size &= 0x7FFFFFFF
        _check(size, self.limit)
        stop = start + size
        return (start, stop, stop, quick) if stop <= end else None

    def frame(self, packet: bytes) -> bytes:
        return len(packet).to_bytes(4, "little") + packet

    def quick_ack(self, token: int) -> bytes:
        return token.to_bytes(4, "little")


class Padded(Intermediate):
    __slots__ = ("_random",)
    name = "padded"
    pads = True

    def __init__(self, limit: int, random: Randomness) -> None:
        super().__init__(limit)
        self._random = random

    def frame(self, packet: bytes) -> bytes:
        # 0..3 bytes only: Telethon strips no more than the rest of a division by four.
        # An error code (four bytes) is not padded: clients know it by its length.
        noise = self._random(4) if len(packet) > 4 else b"\0"
        packet += noise[1 : 1 + (noise[0] & 3)]
        return len(packet).to_bytes(4, "little") + packet


class Full:
    __slots__ = ("limit", "received", "sent")
    name = "full"
    pads = False
    OVERHEAD = 12

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.received = 0
        self.sent = 0

    def parse(self, data: Buffer, pos: int) -> Frame | None:
        if pos + 8 > len(data):
            return None
        size = int.from_bytes(data[pos : pos + 4], "little")
        _check(size - self.OVERHEAD, self.limit)
        if int.from_bytes(data[pos + 4 : pos + 8], "little") != self.received:
            raise TransportError("packet out of order")
        end = pos + size
        if end > len(data):
            return None
        if zlib.crc32(data[pos : end - 4]) != int.from_bytes(data[end - 4 : end], "little"):
            raise TransportError("packet with a wrong checksum")
        self.received = (self.received + 1) & 0xFFFFFFFF
        return pos + 8, end - 4, end, False

    def frame(self, packet: bytes) -> bytes:
        body = (len(packet) + self.OVERHEAD).to_bytes(4, "little") + self.sent.to_bytes(4, "little") + packet
        self.sent = (self.sent + 1) & 0xFFFFFFFF
        return body + zlib.crc32(body).to_bytes(4, "little")

    def quick_ack(self, token: int) -> bytes:
        return b""  # not part of this transport; parse never asks for one


class FramingTable:
    """One framing object per kind serves all connections; only Full has state of its own."""

    __slots__ = ("by_tag", "full")

    def __init__(self, limit: int, random: Randomness) -> None:
        self.by_tag: dict[bytes, Framing] = {
            b"\xef" * 4: Abridged(limit),
            b"\xee" * 4: Intermediate(limit),
            b"\xdd" * 4: Padded(limit + 15, random),
        }
        self.full: Callable[[], Framing] = lambda: Full(limit)
