"""gzip_packed, both ways and bounded. https://core.telegram.org/mtproto/service_messages#packed-object"""

import zlib

from .errors import WireError
from .schema import GZIP_PACKED
from .wire import tl_bytes

# Clients send gzip and zlib headers alike (TDLib: zlib); 32 + 15 recognises both.
_ANY_HEADER = 47
_GZIP_HEADER = 31
_HEAD = GZIP_PACKED.to_bytes(4, "little")
_LEVEL = 4
# A long answer is packed only if its beginning packs well: file parts are compressed already.
_PROBE_FROM = 32 * 1024
_PROBE = 4 * 1024
_WORTH = 0.9


def _deflate(data: bytes, level: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, _GZIP_HEADER)
    return packer.compress(data) + packer.flush()


def pack_result(body: bytes, threshold: int) -> bytes:
    """The body itself, or gzip_packed of it when that is clearly shorter."""
    size = len(body)
    if size < threshold:
        return body
    if size >= _PROBE_FROM and len(zlib.compress(body[:_PROBE], 1)) > _PROBE * _WORTH:
        return body
    packed = _deflate(body, _LEVEL)
    return _HEAD + tl_bytes(packed) if len(packed) < size * _WORTH else body


def unpack(packed: bytes, limit: int) -> bytes:
    """Undo gzip_packed; more than `limit` bytes, or anything broken, is a WireError."""
    unpacker = zlib.decompressobj(_ANY_HEADER)
    try:
        data = unpacker.decompress(packed, limit + 1)
    except zlib.error as broken:
        raise WireError("broken gzip") from broken
    if len(data) > limit:
        raise WireError("unpacked data longer than allowed")
    if not unpacker.eof:
        raise WireError("gzip is cut off")
    return data
