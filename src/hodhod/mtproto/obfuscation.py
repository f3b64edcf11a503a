"""The first bytes of a connection: which framing, obfuscated or not.

https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation

    0xef                       abridged
    0xeeeeeeee, 0xdddddddd     intermediate, padded intermediate
    ........ 00000000          full: its second word is the first seqno, and no obfuscated header has it
    anything else              64 bytes of obfuscated header: key [8:40], iv [40:56]; of the same bytes decrypted,
                               [56:60] is the framing's tag and [60:62] the DC id; the way back uses header reversed

HTTP verbs are reserved as first words; `is_http` tells `net` to treat the connection as HTTP.
"""

from typing import NamedTuple, Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from .errors import TransportError
from .framing import Buffer, Framing, FramingTable

HEADER_BYTES = 64
# Several clients leave noise where the DC id would be, so anything else means "not said".
DC_IDS = range(1, 6)
_HTTP_WORDS = (b"GET ", b"POST", b"HEAD", b"OPTI", b"PUT ", b"DELE", b"PATC")


class StreamCipher(Protocol):
    def update(self, data: bytes) -> bytes: ...


class Opening(NamedTuple):
    framing: Framing
    used: int
    decryptor: StreamCipher | None = None
    encryptor: StreamCipher | None = None
    dc_id: int | None = None


def is_http(first: bytes) -> bool | None:
    """True or False, or None while four bytes have not come and it could be either."""
    if len(first) >= 4:
        return first[:4] in _HTTP_WORDS
    return None if any(word.startswith(first) for word in _HTTP_WORDS) else False


def detect(data: Buffer, table: FramingTable) -> Opening | None:
    """What the connection begins with, or None while more bytes are needed."""
    size = len(data)
    if size == 0:
        return None
    if data[0] == 0xEF:
        return Opening(table.by_tag[b"\xef" * 4], 1)
    if size < 4:
        return None
    framing = table.by_tag.get(bytes(data[:4]))
    if framing is not None:
        return Opening(framing, 4)
    if size < 8:
        return None
    if data[4:8] == b"\0\0\0\0":
        return Opening(table.full(), 0)
    return _obfuscated(bytes(data[:HEADER_BYTES]), table) if size >= HEADER_BYTES else None


def ctr(key: bytes, iv: bytes) -> StreamCipher:
    return Cipher(algorithms.AES(key), modes.CTR(iv)).encryptor()


def _obfuscated(header: bytes, table: FramingTable) -> Opening:
    decryptor = ctr(header[8:40], header[40:56])
    plain = decryptor.update(header)
    framing = table.by_tag.get(plain[56:60])
    if framing is None:
        raise TransportError("no known transport")
    back = header[8:56][::-1]
    dc_id = abs(int.from_bytes(plain[60:62], "little", signed=True)) % 10000
    return Opening(framing, HEADER_BYTES, decryptor, ctr(back[:32], back[32:48]), dc_id if dc_id in DC_IDS else None)
