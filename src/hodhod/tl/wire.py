"""The primitive forms of TL: strings, vectors, booleans (core.telegram.org/mtproto/serialize).

The generated encoders and decoders call these. Decoders read past the end without noticing (a slice of bytes is just
short); whoever starts a decoding must compare the final position with the length of the data.
"""

from collections.abc import Callable, Mapping, Sequence
from struct import Struct, pack
from typing import Any

from hodhod.tl.errors import DecodeError, EncodeError, NotInLayer

VECTOR_ID = 0x1CB5C415
TRUE_ID = 0x997275B5
FALSE_ID = 0xBC799737

BOOL_TO_ID = {True: TRUE_ID, False: FALSE_ID}
ID_TO_BOOL = {TRUE_ID: True, FALSE_ID: False}

_LONG_STRING = 254
_MAX_STRING = 1 << 24

# A short string of n bytes is LENGTH[n] + the bytes + PADDING[n], and takes SPAN[n] bytes in all.
LENGTH = tuple(bytes((n,)) for n in range(_LONG_STRING))
PADDING = tuple(bytes(-(n + 1) % 4) for n in range(_LONG_STRING))
SPAN = tuple(n + 1 + -(n + 1) % 4 for n in range(_LONG_STRING))

_HEAD = Struct("<II")
_COUNT = Struct("<Ii")
_ID = Struct("<I")

Encoder = Callable[[Any], bytes]
Encoders = Mapping[type, Encoder]
# (data, position after the constructor id, levels of nesting still allowed) -> object and the position after it
Decoder = Callable[[bytes, int, int], tuple[Any, int]]
Decoders = Mapping[int, Decoder]


def put_bytes(value: bytes) -> bytes:
    size = len(value)
    if size < _LONG_STRING:
        return LENGTH[size] + value + PADDING[size]
    if size >= _MAX_STRING:
        raise EncodeError(f"a string of {size} bytes does not fit into TL")
    return b"".join((_ID.pack(size << 8 | _LONG_STRING), value, bytes(-size % 4)))


def put_string(value: str) -> bytes:
    return put_bytes(value.encode())


def put_bool(value: bool) -> bytes:
    return _ID.pack(BOOL_TO_ID[value])


def put_raw(value: bytes, size: int) -> bytes:
    if len(value) != size:
        raise EncodeError(f"{len(value)} bytes where {size} are due")
    return bytes(value)


def put_fixed_vector(code: str, values: Sequence[float]) -> bytes:
    return pack(f"<II{len(values)}{code}", VECTOR_ID, len(values), *values)


def put_vector(encode: Encoder, values: Sequence[Any]) -> bytes:
    return _HEAD.pack(VECTOR_ID, len(values)) + b"".join([encode(value) for value in values])


def put_objects(encoders: Encoders, values: Sequence[Any]) -> bytes:
    return _HEAD.pack(VECTOR_ID, len(values)) + b"".join([encoders[type(value)](value) for value in values])


def put_objects_that_fit(encoders: Encoders, values: Sequence[Any]) -> bytes:
    """As put_objects, but what the layer cannot say is left out."""
    parts = []
    for value in values:
        try:
            parts.append(encoders[type(value)](value))
        except NotInLayer:
            continue
    return _HEAD.pack(VECTOR_ID, len(parts)) + b"".join(parts)


def get_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    size = data[at]
    if size < _LONG_STRING:
        return data[at + 1 : at + 1 + size], at + SPAN[size]
    if size != _LONG_STRING:
        raise DecodeError("a string with the length byte 255")
    size = _ID.unpack_from(data, at)[0] >> 8
    if size > len(data) - at:
        raise DecodeError("a string longer than the data")
    at += 4
    return data[at : at + size], at + size + -size % 4


def get_string(data: bytes, at: int) -> tuple[str, int]:
    value, at = get_bytes(data, at)
    return value.decode(), at


def get_count(data: bytes, at: int, item_size: int) -> int:
    """The count of the vector at `at`, whose items take at least `item_size` bytes each."""
    constructor_id, count = _COUNT.unpack_from(data, at)
    if constructor_id != VECTOR_ID:
        raise DecodeError(f"#{constructor_id:08x} where a vector is due")
    if not 0 <= count * item_size <= len(data) - at:
        raise DecodeError(f"a vector of {count} items is longer than the data")
    return int(count)


def get_fixed_vector(code: str, size: int, data: bytes, at: int) -> tuple[list[Any], int]:
    count = get_count(data, at, size)
    return list(Struct(f"<{count}{code}").unpack_from(data, at + 8)), at + 8 + count * size


def get_vector(get: Callable[[bytes, int], tuple[Any, int]], data: bytes, at: int) -> tuple[list[Any], int]:
    items = []
    count = get_count(data, at, 4)
    at += 8
    for _ in range(count):
        item, at = get(data, at)
        items.append(item)
    return items, at


def get_objects(decoders: Decoders, data: bytes, at: int, depth: int) -> tuple[list[Any], int]:
    items = []
    count = get_count(data, at, 4)
    at += 8
    read_id = _ID.unpack_from
    for _ in range(count):
        item, at = decoders[read_id(data, at)[0]](data, at + 4, depth)
        items.append(item)
    return items, at


def get_object(decoders: Decoders, data: bytes, at: int, depth: int) -> tuple[Any, int]:
    return decoders[_ID.unpack_from(data, at)[0]](data, at + 4, depth)
