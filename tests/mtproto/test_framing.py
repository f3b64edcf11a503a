"""Framings and obfuscation: the client's end of tests/mtproto/client.py against the server's, both ways."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hodhod.mtproto.errors import TransportError
from hodhod.mtproto.framing import Framing, FramingTable
from hodhod.mtproto.obfuscation import Opening, detect, is_http
from tests.mtproto.client import Wire

KINDS = [(kind, obfuscated) for kind in ("abridged", "intermediate", "padded", "full") for obfuscated in (False, True)]
# There is no tag for an obfuscated full transport.
KINDS.remove(("full", True))
LIMIT = 1 << 20


def table() -> FramingTable:
    return FramingTable(LIMIT, os.urandom)


class Stream:
    """The server's end of a stream, fed in pieces."""

    def __init__(self) -> None:
        self.table = table()
        self.data = b""
        self.framing: Framing | None = None
        self.opening: Opening | None = None
        self.packets: list[tuple[bytes, bool]] = []

    def feed(self, piece: bytes) -> None:
        if self.opening is None or self.framing is None:
            self.data += piece
            self.opening = detect(self.data, self.table)
            if self.opening is None:
                return
            self.framing = self.opening.framing
            piece, self.data = self.data[self.opening.used :], b""
        if self.opening.decryptor is not None:
            piece = self.opening.decryptor.update(piece)
        self.data += piece
        while (frame := self.framing.parse(self.data, 0)) is not None:
            start, stop, end, quick = frame
            self.packets.append((self.data[start:stop], quick))
            self.data = self.data[end:]

    def encode(self, data: bytes) -> bytes:
        encryptor = None if self.opening is None else self.opening.encryptor
        return data if encryptor is None else encryptor.update(data)


# A plain packet says its own length, so the padded framing's noise can be cut off again.
def plain_packet(size: int) -> bytes:
    return bytes(16) + (size - 20).to_bytes(4, "little") + os.urandom(size - 20)


@pytest.mark.parametrize("kind,obfuscated", KINDS)
def test_packets_arrive_whatever_the_pieces(kind: str, obfuscated: bool) -> None:
    packets = [plain_packet(size) for size in (20, 24, 504, 508, 512, 1024)]
    wire = Wire(kind, obfuscated)
    data = b"".join(wire.encode(packet) for packet in packets)
    for cut in range(min(len(data), 700)):
        stream = Stream()
        stream.feed(data[:cut])
        stream.feed(data[cut:])
        assert [packet[: len(sent)] for (packet, _), sent in zip(stream.packets, packets, strict=True)] == packets
        assert stream.framing is not None
        assert stream.framing.name == kind


@pytest.mark.parametrize("kind,obfuscated", KINDS)
def test_packets_arrive_byte_by_byte_and_answers_come_back(kind: str, obfuscated: bool) -> None:
    packets = [plain_packet(20), plain_packet(640)]
    wire = Wire(kind, obfuscated)
    stream = Stream()
    for byte in b"".join(wire.encode(packet) for packet in packets):
        stream.feed(bytes([byte]))
    assert [packet[: len(sent)] for (packet, _), sent in zip(stream.packets, packets, strict=True)] == packets
    assert stream.framing is not None
    answers = [plain_packet(size) for size in (20, 504, 508, 4096)]
    coded = b"".join(stream.encode(stream.framing.frame(answer)) for answer in answers)
    received = [packet for at in range(len(coded)) for packet in wire.decode(coded[at : at + 1])]
    assert received == answers


@pytest.mark.parametrize("kind", ["abridged", "intermediate", "padded"])
@pytest.mark.parametrize("size", [20, 800])
def test_quick_ack_is_asked_for_by_the_top_bit_and_sent_bare(kind: str, size: int) -> None:
    wire, stream = Wire(kind), Stream()
    stream.feed(wire.encode(plain_packet(size), quick=True) + wire.encode(plain_packet(size)))
    assert [quick for _, quick in stream.packets] == [True, False]
    assert stream.framing is not None
    token = 0x80000000 | 0x01020304
    packet = plain_packet(40)
    assert wire.decode(stream.framing.quick_ack(token) + stream.framing.frame(packet)) == [packet]
    assert wire.quick_acks == [token]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\x01" + bytes(4), id="abridged-too-short"),
        pytest.param(b"\xef\x7f\xff\xff\xff", id="abridged-too-long"),
        pytest.param(b"\xee" * 4 + b"\xff\xff\xff\x7f", id="intermediate-too-long"),
        pytest.param(b"\xee" * 4 + b"\x00\x00\x00\x00", id="intermediate-empty"),
        pytest.param(b"\xdd" * 4 + b"\x04\x00\x00\x00", id="padded-too-short"),
        pytest.param(b"\x0b\x00\x00\x00" + bytes(8), id="full-too-short"),
        pytest.param(b"\xff\xff\xff\x7f" + bytes(8), id="full-too-long"),
        pytest.param(b"\x20\x00\x00\x00" + bytes(28), id="full-checksum"),
        pytest.param(b"\x16\x03\x01\x02" + b"\x01" * 60, id="tls"),
    ],
)
def test_a_broken_stream_is_refused(data: bytes) -> None:
    with pytest.raises(TransportError):
        Stream().feed(data)


def test_full_refuses_a_wrong_number() -> None:
    wire, stream = Wire("full"), Stream()
    stream.feed(wire.encode(plain_packet(24)))
    wire.sent = 7
    with pytest.raises(TransportError):
        stream.feed(wire.encode(plain_packet(24)))


@pytest.mark.parametrize("dc_id,seen", [(2, 2), (-4, 4), (10001, 1), (-10003, 3), (0, None), (77, None)])
def test_the_obfuscated_header_names_the_dc(dc_id: int, seen: int | None) -> None:
    stream = Stream()
    stream.feed(Wire("intermediate", obfuscated=True, dc_id=dc_id).encode(plain_packet(20)))
    assert stream.opening is not None
    assert stream.opening.dc_id == seen


@pytest.mark.parametrize(
    "first,verdict",
    [
        (b"", None),
        (b"P", None),
        (b"POS", None),
        (b"POST /api", True),
        (b"GET ", True),
        (b"PUSH", False),
        (b"\xef", False),
    ],
)
def test_http_is_told_by_its_verb(first: bytes, verdict: bool | None) -> None:
    assert is_http(first) is verdict


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\xef", b"\xee" * 4, b"\xdd" * 4, b"\x40\x00\x00\x00\x00\x00\x00\x00"]),
)
def test_garbage_is_refused_or_waits(noise: bytes, opening: bytes) -> None:
    stream = Stream()
    try:
        for at in range(0, len(opening + noise), 7):
            stream.feed((opening + noise)[at : at + 7])
    except TransportError:
        return
    assert len(stream.data) <= len(noise) + len(opening)
