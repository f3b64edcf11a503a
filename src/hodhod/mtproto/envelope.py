"""The encrypted envelope of MTProto 2.0, and the 1.0 one that lives on inside auth.bindTempAuthKey.

https://core.telegram.org/mtproto/description, /mtproto/description_v1

    auth_key_id:8  msg_key:16  AES-256-IGE(salt:8 session_id:8 msg_id:8 seqno:4 length:4 body padding:12..1024)
    msg_key = SHA256(auth_key[88+x : 120+x] + plaintext)[8:24], x = 0 from the client, 8 to it

The functions are written flat on purpose: one private message passes them three times, and each call saved counts.
"""

import hashlib
from hmac import compare_digest
from struct import Struct

from cryptg import decrypt_ige, encrypt_ige

from .errors import ProtocolError
from .keys import AuthKey
from .settings import Randomness

HEADER = Struct("<qqqii")
HEADER_BYTES = 32
ENVELOPE_BYTES = 24
MIN_PADDING = 12
MAX_PADDING = 1024
BLOCK = 16

_sha256 = hashlib.sha256


def seal(key: AuthKey, plaintext: bytes) -> bytes:
    """Encrypt what the server says; `plaintext` is padded already."""
    hashed, first, second = key.out_parts
    msg_key = _sha256(hashed + plaintext).digest()[8:24]
    a = _sha256(msg_key + first).digest()
    b = _sha256(second + msg_key).digest()
    cipher = encrypt_ige(plaintext, a[:8] + b[8:24] + a[24:], b[:8] + a[8:24] + b[24:])
    return b"".join((key.id_bytes, msg_key, cipher))


def open_envelope(key: AuthKey, packet: bytes) -> tuple[bytes, int]:
    """Decrypt a packet of the client: (plaintext with padding, quick-ack token)."""
    size = len(packet) - ENVELOPE_BYTES
    if size < HEADER_BYTES + BLOCK or size % BLOCK:
        raise ProtocolError("encrypted packet of an impossible length")
    msg_key = packet[8:24]
    hashed, first, second = key.in_parts
    a = _sha256(msg_key + first).digest()
    b = _sha256(second + msg_key).digest()
    plaintext: bytes = decrypt_ige(packet[24:], a[:8] + b[8:24] + a[24:], b[:8] + a[8:24] + b[24:])
    large = _sha256(hashed + plaintext).digest()
    if not compare_digest(large[8:24], msg_key):
        raise ProtocolError("msg_key does not match")
    return plaintext, int.from_bytes(large[:4], "little") | 0x80000000


def padding_size(size: int) -> int:
    """Bytes to add to a plaintext of `size`: at least 12, up to a whole block."""
    return MIN_PADDING + -(size + MIN_PADDING) % BLOCK


def _key_iv_v1(msg_key: bytes, key: bytes, x: int) -> tuple[bytes, bytes]:
    def sha1(data: bytes) -> bytes:
        return hashlib.sha1(data, usedforsecurity=False).digest()

    a = sha1(msg_key + key[x : x + 32])
    b = sha1(key[32 + x : 48 + x] + msg_key + key[48 + x : 64 + x])
    c = sha1(key[64 + x : 96 + x] + msg_key)
    d = sha1(msg_key + key[96 + x : 128 + x])
    return a[:8] + b[8:20] + c[4:16], a[8:20] + b[:8] + c[16:20] + d[:8]


def open_v1(key: AuthKey, packet: bytes) -> bytes:
    """Decrypt an MTProto 1.0 message of the client: header and body, without padding."""
    size = len(packet) - ENVELOPE_BYTES
    if size < HEADER_BYTES + BLOCK or size % BLOCK or packet[:8] != key.id_bytes:
        raise ProtocolError("not a message under this key")
    msg_key = packet[8:24]
    plaintext: bytes = decrypt_ige(packet[24:], *_key_iv_v1(msg_key, key.key, 0))
    length = int.from_bytes(plaintext[28:32], "little")
    if not 0 <= size - HEADER_BYTES - length < BLOCK:
        raise ProtocolError("length does not match")
    message = plaintext[: HEADER_BYTES + length]
    if not compare_digest(hashlib.sha1(message, usedforsecurity=False).digest()[4:20], msg_key):
        raise ProtocolError("msg_key does not match")
    return message


def seal_v1(key: AuthKey, message: bytes, random: Randomness) -> bytes:
    """What a client puts into auth.bindTempAuthKey.encrypted_message. The server's tests and doctor use it."""
    msg_key = hashlib.sha1(message, usedforsecurity=False).digest()[4:20]
    padded = message + random(-len(message) % BLOCK)
    cipher: bytes = encrypt_ige(padded, *_key_iv_v1(msg_key, key.key, 0))
    return key.id_bytes + msg_key + cipher
