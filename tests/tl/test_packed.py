"""gzip_packed inside invokeWithLayer and its like, as TDLib sends it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest

from hodhod import tl
from hodhod.tl import functions, types, wire

GZIP_PACKED = (0x3072CFA1).to_bytes(4, "little")
QUERY = functions.messages.SendMessage(peer=types.InputPeerSelf(), message="سلام " * 100, random_id=7)


def wrapped(inner: bytes) -> bytes:
    """invokeAfterMsg around raw bytes."""
    outer = tl.encode(functions.InvokeAfterMsg(msg_id=5, query=functions.help.GetConfig()))
    return outer[:-4] + inner


def packet(body: bytes, compress: Callable[[bytes], bytes] = zlib.compress) -> bytes:
    return GZIP_PACKED + wire.put_bytes(compress(body))


@pytest.mark.parametrize("compress", [zlib.compress, gzip.compress])
def test_a_packed_query_is_read(compress: Callable[[bytes], bytes]) -> None:
    found = tl.decode(wrapped(packet(tl.encode(QUERY), compress)))
    assert found == functions.InvokeAfterMsg(msg_id=5, query=QUERY)


@pytest.mark.parametrize(
    "inner",
    [
        GZIP_PACKED + wire.put_bytes(b"no gzip at all"),
        GZIP_PACKED + wire.put_bytes(zlib.compress(tl.encode(QUERY))[:-8]),
        packet(b""),
        packet(packet(tl.encode(QUERY))),
        packet(tl.encode(QUERY) + bytes(4)),
        packet(tl.encode(types.InputPeerSelf())),
        packet(bytes(5 << 20)),
        packet(tl.encode(QUERY))[:-4],
    ],
)
def test_what_is_refused(inner: bytes) -> None:
    with pytest.raises(tl.DecodeError):
        tl.decode(wrapped(inner))


def test_a_packet_stands_only_where_a_function_is_due() -> None:
    with pytest.raises(tl.DecodeError):
        tl.decode(packet(tl.encode(QUERY)))
