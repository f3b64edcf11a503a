"""The client half of MTProto, as small as a test needs it: framings, key exchange, envelope, session numbers.

Written from the protocol's pages and independently of the server's modules wherever both could share a mistake: the
envelope, the framings and the key exchange are done here once more, the other way round.
"""

import hashlib
import os
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptg import decrypt_ige, encrypt_ige, factorize_pq_pair
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from hodhod.mtproto import AuthKey, RsaKey
from hodhod.mtproto import schema as s
from hodhod.mtproto.gzip import unpack
from hodhod.mtproto.obfuscation import StreamCipher
from hodhod.mtproto.primes import DH_PRIME
from hodhod.mtproto.wire import Reader, tl_bytes


def sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def tag(constructor: int) -> bytes:
    return constructor.to_bytes(4, "little")


def longs(values: list[int]) -> bytes:
    return b"\x15\xc4\xb5\x1c" + struct.pack(f"<i{len(values)}q", len(values), *values)


# -- transports


class Wire:
    """The client's end of one framing, obfuscated or not. decode() returns packets; quick acks go to `quick_acks`."""

    def __init__(self, kind: str, obfuscated: bool = False, dc_id: int = 2) -> None:
        self.kind = kind
        self.buffer = b""
        self.quick_acks: list[int] = []
        self.sent = self.received = 0
        self.encryptor: StreamCipher | None = None
        self.decryptor: StreamCipher | None = None
        mark = {"abridged": b"\xef", "intermediate": b"\xee" * 4, "padded": b"\xdd" * 4, "full": b""}[kind]
        self.opening = self._obfuscate(mark, dc_id) if obfuscated else mark

    def _obfuscate(self, mark: bytes, dc_id: int) -> bytes:
        while True:
            header = bytearray(os.urandom(64))
            if header[0] not in (0xEF, 0xEE, 0xDD, 0x47, 0x50, 0x48, 0x4F, 0x44) and any(header[4:8]):
                break
        header[56:60] = (mark * 4)[:4]
        header[60:62] = struct.pack("<h", dc_id)
        back = bytes(header[8:56])[::-1]
        encryptor = Cipher(algorithms.AES(bytes(header[8:40])), modes.CTR(bytes(header[40:56]))).encryptor()
        self.decryptor = Cipher(algorithms.AES(back[:32]), modes.CTR(back[32:])).encryptor()
        self.encryptor = encryptor
        encrypted = encryptor.update(bytes(header))
        return bytes(header[:56]) + encrypted[56:]

    def encode(self, packet: bytes, quick: bool = False) -> bytes:
        opening, self.opening = self.opening, b""
        data: bytes = getattr(self, f"_encode_{self.kind}")(packet, quick)
        if self.encryptor is not None:
            data = self.encryptor.update(data)
        return opening + data

    def _encode_abridged(self, packet: bytes, quick: bool) -> bytes:
        words, bit = len(packet) // 4, 0x80 if quick else 0
        return (bytes([words | bit]) if words < 127 else bytes([127 | bit]) + words.to_bytes(3, "little")) + packet

    def _encode_intermediate(self, packet: bytes, quick: bool) -> bytes:
        return struct.pack("<I", len(packet) | (quick << 31)) + packet

    def _encode_padded(self, packet: bytes, quick: bool) -> bytes:
        return self._encode_intermediate(packet + os.urandom(os.urandom(1)[0] % 16), quick)

    def _encode_full(self, packet: bytes, quick: bool) -> bytes:
        body = struct.pack("<ii", len(packet) + 12, self.sent) + packet
        self.sent += 1
        return body + struct.pack("<I", zlib.crc32(body))

    def decode(self, data: bytes) -> list[bytes]:
        if self.decryptor is not None:
            data = self.decryptor.update(data)
        self.buffer += data
        packets = []
        while (packet := getattr(self, f"_decode_{self.kind}")()) is not None:
            packets.append(packet)
        return packets

    def _cut(self, start: int, stop: int, end: int | None = None) -> bytes | None:
        end = stop if end is None else end
        if len(self.buffer) < end:
            return None
        packet, self.buffer = self.buffer[start:stop], self.buffer[end:]
        return packet

    def _quick(self, first: int, order: str) -> bool:
        if len(self.buffer) < 4 or not first & 0x80:
            return False
        self.quick_acks.append(int.from_bytes(self.buffer[:4], order))  # type: ignore[arg-type]
        self.buffer = self.buffer[4:]
        return True

    def _decode_abridged(self) -> bytes | None:
        while self.buffer and self._quick(self.buffer[0], "big"):
            pass
        if not self.buffer or self.buffer[0] & 0x80:
            return None
        if self.buffer[0] < 127:
            return self._cut(1, 1 + self.buffer[0] * 4)
        return self._cut(4, 4 + int.from_bytes(self.buffer[1:4], "little") * 4) if len(self.buffer) >= 4 else None

    def _decode_intermediate(self) -> bytes | None:
        while len(self.buffer) >= 4 and self._quick(self.buffer[3], "little"):
            pass
        return self._cut(4, 4 + int.from_bytes(self.buffer[:4], "little")) if len(self.buffer) >= 4 else None

    def _decode_padded(self) -> bytes | None:
        packet = self._decode_intermediate()
        if packet is None or len(packet) == 4:
            return packet
        if packet[:8] == bytes(8):
            return packet[: 20 + int.from_bytes(packet[16:20], "little")]
        return packet[: 24 + (len(packet) - 24) // 16 * 16]

    def _decode_full(self) -> bytes | None:
        if len(self.buffer) < 12:
            return None
        size, number = struct.unpack_from("<ii", self.buffer)
        whole = self._cut(0, size)
        if whole is None:
            return None
        assert number == self.received
        assert zlib.crc32(whole[:-4]) == int.from_bytes(whole[-4:], "little")
        self.received += 1
        return whole[8:-4]


# -- key exchange


def plain(body: bytes, msg_id: int) -> bytes:
    return struct.pack("<qqi", 0, msg_id, len(body)) + body


def rsa_pad(data: bytes, rsa: RsaKey) -> bytes:
    padded = data + os.urandom(192 - len(data))
    while True:
        temp_key = os.urandom(32)
        with_hash = padded[::-1] + sha256(temp_key + padded)
        encrypted = encrypt_ige(with_hash, temp_key, bytes(32))
        mixed = bytes(a ^ b for a, b in zip(temp_key, sha256(encrypted), strict=True))
        value = int.from_bytes(mixed + encrypted, "big")
        if value < rsa.n:
            return pow(value, rsa.e, rsa.n).to_bytes(256, "big")


def rsa_old(data: bytes, rsa: RsaKey) -> bytes:
    block = sha1(data) + data
    block += os.urandom(255 - len(block))
    return pow(int.from_bytes(block, "big"), rsa.e, rsa.n).to_bytes(256, "big")


@dataclass
class Exchange:
    """The client's side of one key exchange. Each method takes the server's answer and returns the next request."""

    rsa: RsaKey
    encrypt: Callable[[bytes, RsaKey], bytes] = rsa_pad
    dc: int | None = None
    expires_in: int | None = None
    multi: bool = True
    nonce: bytes = field(default_factory=lambda: os.urandom(16))
    new_nonce: bytes = field(default_factory=lambda: os.urandom(32))
    server_nonce: bytes = b""
    retry_id: bytes = bytes(8)
    auth_key: bytes = b""
    server_time: int = 0
    _g_a: int = 0
    _aes: tuple[bytes, bytes] = (b"", b"")

    def req_pq(self) -> bytes:
        return tag(s.REQ_PQ_MULTI if self.multi else s.REQ_PQ) + self.nonce

    def req_dh_params(self, res_pq: bytes, change: Callable[[bytes], bytes] = lambda inner: inner) -> bytes:
        reader = Reader(res_pq)
        assert reader.constructor() == s.RES_PQ
        assert reader.raw(16) == self.nonce
        self.server_nonce = reader.raw(16)
        pq = reader.string()
        assert int.from_bytes(pq, "big") < 2**63
        assert self.rsa.fingerprint in reader.long_vector(10)
        p, q = factorize_pq_pair(int.from_bytes(pq, "big"))
        factors = [v.to_bytes(4, "big") for v in (p, q)]
        kinds = {
            (False, False): s.P_Q_INNER_DATA,
            (True, False): s.P_Q_INNER_DATA_DC,
            (False, True): s.P_Q_INNER_DATA_TEMP,
            (True, True): s.P_Q_INNER_DATA_TEMP_DC,
        }
        inner = tag(kinds[self.dc is not None, self.expires_in is not None])
        inner += tl_bytes(pq) + tl_bytes(factors[0]) + tl_bytes(factors[1])
        inner += self.nonce + self.server_nonce + self.new_nonce
        inner += b"" if self.dc is None else struct.pack("<i", self.dc)
        inner += b"" if self.expires_in is None else struct.pack("<i", self.expires_in)
        return (
            tag(s.REQ_DH_PARAMS)
            + self.nonce
            + self.server_nonce
            + tl_bytes(factors[0])
            + tl_bytes(factors[1])
            + struct.pack("<q", self.rsa.fingerprint)
            + tl_bytes(self.encrypt(change(inner), self.rsa))
        )

    def server_dh_params(self, answer: bytes) -> None:
        reader = Reader(answer)
        assert reader.constructor() == s.SERVER_DH_PARAMS_OK
        assert reader.raw(32) == self.nonce + self.server_nonce
        one, two = sha1(self.new_nonce + self.server_nonce), sha1(self.server_nonce + self.new_nonce)
        self._aes = (one + two[:12], two[12:] + sha1(self.new_nonce * 2) + self.new_nonce[:4])
        decrypted = decrypt_ige(reader.string(), *self._aes)
        inner = Reader(decrypted, 20)
        assert inner.constructor() == s.SERVER_DH_INNER_DATA
        assert inner.raw(32) == self.nonce + self.server_nonce
        assert inner.int32() == 3
        assert int.from_bytes(inner.string(), "big") == DH_PRIME
        self._g_a = int.from_bytes(inner.string(), "big")
        self.server_time = inner.int32()
        assert sha1(decrypted[20 : inner.pos]) == decrypted[:20]
        assert 2**1984 <= self._g_a <= DH_PRIME - 2**1984

    def set_client_dh_params(self, g_b: int | None = None) -> bytes:
        b = int.from_bytes(os.urandom(32), "big")
        value = pow(3, b, DH_PRIME) if g_b is None else g_b
        self.auth_key = pow(self._g_a, b, DH_PRIME).to_bytes(256, "big")
        inner = tag(s.CLIENT_DH_INNER_DATA) + self.nonce + self.server_nonce + self.retry_id
        inner += tl_bytes(value.to_bytes(256, "big"))
        hashed = sha1(inner) + inner
        hashed += os.urandom(-len(hashed) % 16)
        return tag(s.SET_CLIENT_DH_PARAMS) + self.nonce + self.server_nonce + tl_bytes(encrypt_ige(hashed, *self._aes))

    def dh_gen(self, answer: bytes) -> int:
        """The constructor of the answer, its hash checked."""
        reader = Reader(answer)
        constructor = reader.constructor()
        assert reader.raw(32) == self.nonce + self.server_nonce
        number = {s.DH_GEN_OK: 1, s.DH_GEN_RETRY: 2, s.DH_GEN_FAIL: 3}[constructor]
        aux_hash = sha1(self.auth_key)[:8]
        digest = reader.raw(16)
        if number != 3:
            assert digest == sha1(self.new_nonce + bytes([number]) + aux_hash)[4:20]
        self.retry_id = aux_hash
        return constructor

    @property
    def first_salt(self) -> int:
        mixed = bytes(a ^ b for a, b in zip(self.new_nonce[:8], self.server_nonce[:8], strict=True))
        return int.from_bytes(mixed, "little", signed=True)


# -- envelope and session


def envelope(key: bytes, plaintext: bytes, x: int = 0) -> bytes:
    large = sha256(key[88 + x : 120 + x] + plaintext)
    msg_key = large[8:24]
    encrypted: bytes = encrypt_ige(plaintext, *_aes(key, msg_key, x))
    return sha1(key)[12:20] + msg_key + encrypted


def quick_ack_of(key: bytes, plaintext: bytes) -> int:
    return int.from_bytes(sha256(key[88:120] + plaintext)[:4], "little") | 1 << 31


def open_server_packet(key: bytes, packet: bytes) -> bytes:
    assert packet[:8] == sha1(key)[12:20]
    msg_key = packet[8:24]
    plaintext: bytes = decrypt_ige(packet[24:], *_aes(key, msg_key, 8))
    assert sha256(key[96:128] + plaintext)[8:24] == msg_key
    return plaintext


def _aes(key: bytes, msg_key: bytes, x: int) -> tuple[bytes, bytes]:
    a = sha256(msg_key + key[x : 36 + x])
    b = sha256(key[40 + x : 76 + x] + msg_key)
    return a[:8] + b[8:24] + a[24:32], b[:8] + a[8:24] + b[24:32]


@dataclass(frozen=True)
class Received:
    """One message of the server, out of its container and unpacked."""

    msg_id: int
    seqno: int
    body: bytes

    @property
    def constructor(self) -> int:
        return int.from_bytes(self.body[:4], "little")

    @property
    def result(self) -> tuple[int, bytes]:
        """(req_msg_id, body) of an rpc_result."""
        assert self.constructor == s.RPC_RESULT
        return int.from_bytes(self.body[4:12], "little", signed=True), ungzip(self.body[12:])


def ungzip(body: bytes) -> bytes:
    return unpack(Reader(body, 4).string(), 1 << 24) if body[:4] == tag(s.GZIP_PACKED) else body


class ClientSession:
    """Numbers messages, seals packets, opens answers."""

    def __init__(self, key: AuthKey, clock: Callable[[], float], salt: int = 0) -> None:
        self.key = key.key
        self.clock = clock
        self.salt = salt
        self.session_id = int.from_bytes(os.urandom(8), "little", signed=True)
        self.content = 0
        self.last_msg_id = 0
        self.last_plaintext = b""

    def next_msg_id(self) -> int:
        self.last_msg_id = max(int(self.clock() * 2**32) & -4, self.last_msg_id + 4)
        return self.last_msg_id

    def number(self, content: bool = True) -> tuple[int, int]:
        seqno = self.content * 2 + content
        self.content += content
        return self.next_msg_id(), seqno

    def seal(
        self, msg_id: int, seqno: int, body: bytes, padding: int | None = None, length: int | None = None
    ) -> bytes:
        header = struct.pack(
            "<qqqii", self.salt, self.session_id, msg_id, seqno, len(body) if length is None else length
        )
        size = 12 + -(len(header) + len(body) + 12) % 16 if padding is None else padding
        self.last_plaintext = header + body + os.urandom(size)
        return envelope(self.key, self.last_plaintext)

    def packet(self, body: bytes, content: bool = True) -> tuple[int, bytes]:
        """(msg_id, sealed packet) of one message."""
        msg_id, seqno = self.number(content)
        return msg_id, self.seal(msg_id, seqno, body)

    def container(self, *bodies: bytes, content: bool = True) -> tuple[list[int], bytes]:
        """(inner msg_ids, sealed packet)."""
        numbered = [(*self.number(content), body) for body in bodies]
        return [n[0] for n in numbered], self.seal_container(numbered)

    def seal_container(self, messages: list[tuple[int, int, bytes]]) -> bytes:
        body = tag(s.MSG_CONTAINER) + struct.pack("<i", len(messages))
        body += b"".join(struct.pack("<qii", m, n, len(b)) + b for m, n, b in messages)
        return self.seal(*self.number(content=False), body)

    def open(self, packet: bytes) -> list[Received]:
        plaintext = open_server_packet(self.key, packet)
        _, session_id, msg_id, seqno, length = struct.unpack_from("<qqqii", plaintext)
        assert session_id == self.session_id
        assert msg_id % 4 in (1, 3)
        assert 12 <= len(plaintext) - 32 - length <= 1024
        return _flatten(Received(msg_id, seqno, plaintext[32 : 32 + length]))


def _flatten(message: Received) -> list[Received]:
    if message.constructor != s.MSG_CONTAINER:
        return [message]
    inner, pos = [], 8
    for _ in range(struct.unpack_from("<i", message.body, 4)[0]):
        msg_id, seqno, size = struct.unpack_from("<qii", message.body, pos)
        assert msg_id < message.msg_id
        inner.append(Received(msg_id, seqno, message.body[pos + 16 : pos + 16 + size]))
        pos += 16 + size
    assert pos == len(message.body)
    return inner
