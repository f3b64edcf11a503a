"""Whatever the bytes are: an object or DecodeError, nothing else, and no memory that the bytes do not account for."""

import struct
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hodhod import tl
from hodhod.tl import functions, types
from tests.tl.reader import schema
from tests.tl.samples import PRIMITIVE, Samples, canonical
from tests.tl.writer import Writer
from tools.schema.parser import Kind

_VECTOR = struct.pack("<I", 0x1CB5C415)
_IDS = [struct.pack("<I", combinator.id) for combinator in schema()]


def _try(data: bytes) -> tl.TLObject | None:
    try:
        return tl.decode(data)
    except tl.DecodeError:
        return None


@pytest.fixture(scope="module")
def valid() -> list[bytes]:
    everything = (*canonical(Kind.FUNCTION), *canonical(Kind.TYPE))
    return [tl.encode(Samples(number, depth=2).make(each)) for number, each in enumerate(everything)]


@pytest.fixture(scope="module")
def valid_in_old_layers() -> list[bytes]:
    """The forms that the rules turn into today's."""
    old = [each for each in schema() if 229 not in each.layers and each.name not in PRIMITIVE]
    writers = [(each, Writer(number, each.layers.first)) for number, each in enumerate(old)]
    return [writer.write(each, writer.draw(each)) for each, writer in writers]


@given(st.sampled_from(_IDS), st.binary(max_size=200))
@settings(max_examples=1500, deadline=None)
def test_random_bytes_after_a_known_id(constructor_id: bytes, rest: bytes) -> None:
    _try(constructor_id + rest)


@given(st.lists(st.sampled_from([*_IDS, _VECTOR, b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", bytes(4)]), max_size=40))
@settings(max_examples=1500, deadline=None)
def test_random_ids(words: list[bytes]) -> None:
    _try(b"".join(words))


@given(st.data())
@settings(max_examples=1500, deadline=None)
def test_mutated_objects(valid: list[bytes], valid_in_old_layers: list[bytes], data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(valid) | st.sampled_from(valid_in_old_layers)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.sampled_from([0, 1, 0x7F, 0x80, 0xFE, 0xFF, whole[at] ^ 1]))
    _try(bytes(whole))


def test_truncated_at_every_byte(valid: list[bytes]) -> None:
    for whole in valid[::5]:
        for end in range(min(len(whole), 400)):
            with pytest.raises(tl.DecodeError):
                tl.decode(whole[:end])


def test_bytes_left_over(valid: list[bytes]) -> None:
    for whole in valid[::50]:
        with pytest.raises(tl.DecodeError):
            tl.decode(whole + bytes(4))
        assert tl.decode_from(b"1234" + whole + bytes(4), 4)[1] == 4 + len(whole)


@pytest.mark.parametrize("count", [2**31 - 1, -1, 2**24, -(2**31)])
def test_a_lying_count_takes_no_memory(count: int) -> None:
    lie = struct.pack("<IIi", types.JsonArray.CONSTRUCTOR_ID, 0x1CB5C415, count) + bytes(64)
    numbers = struct.pack("<IIi", functions.messages.GetMessages.CONSTRUCTOR_ID, 0x1CB5C415, count) + bytes(64)
    tracemalloc.start()
    for data in (lie, numbers):
        with pytest.raises(tl.DecodeError):
            tl.decode(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_nesting_is_bounded() -> None:
    inside: types.TypeRichText = types.TextPlain(text="x")
    for _ in range(60):
        inside = types.TextBold(text=inside)
    assert tl.decode(tl.encode(inside)) == inside
    data = struct.pack("<I", types.TextBold.CONSTRUCTOR_ID) * 100_000
    with pytest.raises(tl.DecodeError, match="nested too deeply"):
        tl.decode(data)
    with pytest.raises(tl.DecodeError, match="nested too deeply"):
        tl.decode(tl.encode(inside), tl.Limits(depth=10))


def test_nested_requests_are_bounded() -> None:
    data = (struct.pack("<II", functions.InvokeWithLayer.CONSTRUCTOR_ID, 158)) * 10_000
    with pytest.raises(tl.DecodeError):
        tl.decode(data)


@pytest.mark.parametrize(
    "text",
    [b"\x02\xc3\x28\x00", b"\x03\xed\xa0\x80", b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", b"\x05abc"],
    ids=["bad UTF-8", "surrogate", "length byte 255", "longer than the data", "short"],
)
def test_bad_strings(text: bytes) -> None:
    with pytest.raises(tl.DecodeError):
        tl.decode(struct.pack("<I", types.TextPlain.CONSTRUCTOR_ID) + text)


def test_a_value_of_another_type_is_refused() -> None:
    peer = tl.encode(types.PeerUser(user_id=1))
    data = struct.pack("<I", functions.messages.GetHistory.CONSTRUCTOR_ID) + peer + bytes(32)
    with pytest.raises(tl.DecodeError, match="peerUser where InputPeer is due"):
        tl.decode(data)
    with pytest.raises(tl.DecodeError, match="unknown constructor"):
        tl.decode(b"\x01\x02\x03\x04")
    with pytest.raises(tl.DecodeError):
        tl.decode(struct.pack("<II", types.JsonBool.CONSTRUCTOR_ID, 1))
