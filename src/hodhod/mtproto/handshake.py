"""The key exchange, server side. https://core.telegram.org/mtproto/auth_key, /mtproto/security_guidelines

    req_pq, req_pq_multi   -> resPQ                    a Handshake is made and remembered by its two nonces
    req_DH_params          -> Work (RSA, g^a)          -> server_DH_params_ok, or _fail
    set_client_DH_params   -> Work (g_b^a)             -> KeyCreated -> dh_gen_ok, dh_gen_retry, dh_gen_fail

Rules. A handshake belongs to its nonces, not to a connection: over HTTP every step may come by another one. It is in
one step at a time (`busy`); a request that is repeated byte for byte gets the same answer again, any other request out
of turn ends the exchange. What cannot be answered by the protocol (foreign nonces, an RSA block that opens to nothing)
is transport error -404, as a client then starts afresh. All are bounded in number, by address and in time: see
HandshakeTable, swept by the node. Nothing here blocks: modular powers are handed out as Work.

The private exponent has 512 bits. In a group of 2048 bits with a safe prime and a generator of prime order, discrete
logarithms with short exponents of 225 bits or more are no easier (RFC 7919, section 5.2), and it is four times cheaper.
"""

import hashlib
from collections import Counter
from hmac import compare_digest
from typing import NamedTuple

from cryptg import decrypt_ige, encrypt_ige

from . import schema
from .errors import AUTH_KEY_NOT_FOUND, INVALID_DC, TRANSPORT_FLOOD, HandshakeError, TransportError, WireError
from .keys import AuthKey
from .obfuscation import DC_IDS
from .powers import modular_power
from .primes import DH_G, DH_PRIME, DH_PRIME_BYTES, is_safe_public_value
from .rsa import RsaKey, unpad
from .salts import SLOT_SECONDS
from .settings import Randomness, Settings
from .wire import Reader, tl_bytes

EXPONENT_BYTES = 64
_WITH_DC = (schema.P_Q_INNER_DATA_DC, schema.P_Q_INNER_DATA_TEMP_DC)
_TEMPORARY = (schema.P_Q_INNER_DATA_TEMP, schema.P_Q_INNER_DATA_TEMP_DC)
_INNER_DATA = (schema.P_Q_INNER_DATA, schema.P_Q_INNER_DATA_DC, *_TEMPORARY)


class InnerData(NamedTuple):
    """p_q_inner_data in any of its four forms."""

    pq: bytes
    p: bytes
    q: bytes
    nonce: bytes
    server_nonce: bytes
    new_nonce: bytes
    dc: int | None
    expires_in: int | None


class Opened(NamedTuple):
    """What the first Work brings: the client's data, our exponent and public value."""

    inner: InnerData
    a: int
    g_a: int


def sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


def parse_inner_data(data: bytes) -> tuple[InnerData, int]:
    """p_q_inner_data at the start of `data`, and its length."""
    reader = Reader(data)
    kind = reader.constructor()
    if kind not in _INNER_DATA:
        raise WireError("p_q_inner_data expected")
    inner = InnerData(
        reader.string(),
        reader.string(),
        reader.string(),
        reader.raw(16),
        reader.raw(16),
        reader.raw(32),
        reader.int32() if kind in _WITH_DC else None,
        reader.int32() if kind in _TEMPORARY else None,
    )
    return inner, reader.pos


def open_inner_data(rsa: RsaKey, encrypted: bytes, random: Randomness) -> Opened:
    """The first Work: two modular powers. Runs in any thread."""
    data = unpad(rsa.decrypt(encrypted), lambda start: parse_inner_data(start)[1])
    inner, _ = parse_inner_data(data)
    while True:
        a = int.from_bytes(random(EXPONENT_BYTES), "big") | 1 << (EXPONENT_BYTES * 8 - 1)
        g_a = modular_power(DH_G, a, DH_PRIME)
        if is_safe_public_value(g_a):
            return Opened(inner, a, g_a)


class Handshake:
    """One key exchange between its two nonces."""

    __slots__ = (
        "_a",
        "_aes",
        "_new_nonce",
        "address",
        "answer",
        "aux_hash",
        "busy",
        "dc_id",
        "expires_in",
        "failures",
        "key",
        "nonce",
        "p",
        "q",
        "request_hash",
        "server_nonce",
        "started",
    )

    def __init__(self, nonce: bytes, server_nonce: bytes, primes: tuple[int, int], address: str, now: float) -> None:
        self.nonce = nonce
        self.server_nonce = server_nonce
        self.p, self.q = sorted(primes)
        self.address = address
        self.started = now
        self.busy = False
        self.request_hash = b""
        self.answer: bytes | None = None
        self.failures = 0
        self.aux_hash = bytes(8)
        self.dc_id: int | None = None
        self.expires_in: int | None = None
        self.key: AuthKey | None = None
        self._a = 0
        self._new_nonce = b""
        self._aes = (b"", b"")

    @property
    def _nonces(self) -> bytes:
        return self.nonce + self.server_nonce

    def res_pq(self, fingerprints: list[int]) -> bytes:
        pq = (self.p * self.q).to_bytes(8, "big")
        return (
            schema.RES_PQ.to_bytes(4, "little")
            + self._nonces
            + tl_bytes(pq)
            + b"\x15\xc4\xb5\x1c"
            + len(fingerprints).to_bytes(4, "little")
            + b"".join(f.to_bytes(8, "little", signed=True) for f in fingerprints)
        )

    def check_factors(self, p: bytes, q: bytes) -> None:
        if (int.from_bytes(p, "big"), int.from_bytes(q, "big")) != (self.p, self.q):
            raise TransportError("wrong factors", AUTH_KEY_NOT_FOUND)

    # -- after the first Work

    def inner_opened(self, opened: Opened, settings: Settings, now: float, random: Randomness) -> bytes:
        """server_DH_params_ok, or server_DH_params_fail when the inner data contradicts the outer."""
        inner = opened.inner
        if inner.dc is not None:
            self.dc_id = _dc_of(inner.dc)
        if not self._agrees(inner) or (inner.expires_in is not None and inner.expires_in <= 0):
            return schema.SERVER_DH_PARAMS_FAIL.to_bytes(4, "little") + self._nonces + sha1(inner.new_nonce)[4:20]
        self.expires_in = None if inner.expires_in is None else min(inner.expires_in, settings.max_temp_key_seconds)
        self._a = opened.a
        self._new_nonce = inner.new_nonce
        self._aes = _temporary_aes(inner.new_nonce, self.server_nonce)
        answer = (
            schema.SERVER_DH_INNER_DATA.to_bytes(4, "little")
            + self._nonces
            + DH_G.to_bytes(4, "little")
            + tl_bytes(DH_PRIME_BYTES)
            + tl_bytes(opened.g_a.to_bytes(256, "big"))
            + int(now).to_bytes(4, "little")
        )
        plain = sha1(answer) + answer
        encrypted = encrypt_ige(plain + random(-len(plain) % 16), *self._aes)
        return schema.SERVER_DH_PARAMS_OK.to_bytes(4, "little") + self._nonces + tl_bytes(encrypted)

    def _agrees(self, inner: InnerData) -> bool:
        return (
            inner.nonce == self.nonce
            and inner.server_nonce == self.server_nonce
            and int.from_bytes(inner.pq, "big") == self.p * self.q
            and int.from_bytes(inner.p, "big") == self.p
            and int.from_bytes(inner.q, "big") == self.q
        )

    # -- set_client_DH_params

    def public_value(self, encrypted: bytes) -> int:
        """g_b out of client_DH_inner_data; HandshakeError when it is not acceptable."""
        if not self._a:
            raise TransportError("set_client_DH_params out of turn", AUTH_KEY_NOT_FOUND)
        if not encrypted or len(encrypted) % 16:
            raise HandshakeError("client_DH_inner_data of an impossible length")
        plain = decrypt_ige(encrypted, *self._aes)
        reader = Reader(plain, 20)
        try:
            kind, nonces = reader.constructor(), reader.raw(32)
            retry_id, g_b = reader.raw(8), int.from_bytes(reader.string(), "big")
        except WireError as broken:
            raise HandshakeError("client_DH_inner_data is broken") from broken
        if not compare_digest(sha1(plain[20 : reader.pos]), plain[:20]):
            raise HandshakeError("client_DH_inner_data has a wrong hash")
        if kind != schema.CLIENT_DH_INNER_DATA or nonces != self._nonces or retry_id != self.aux_hash:
            raise HandshakeError("client_DH_inner_data belongs to another exchange")
        if not is_safe_public_value(g_b):
            raise HandshakeError("g_b out of range")
        return g_b

    def power(self, g_b: int) -> bytes:
        """The second Work."""
        return modular_power(g_b, self._a, DH_PRIME).to_bytes(256, "big")

    def key_agreed(self, auth_key: bytes, now: float) -> AuthKey:
        """The new key with its first salt, to be stored."""
        expires_at = None if self.expires_in is None else int(now) + self.expires_in
        key = AuthKey.from_bytes(auth_key, expires_at)
        key.dc_id = self.dc_id
        salt = bytes(x ^ y for x, y in zip(self._new_nonce[:8], self.server_nonce[:8], strict=True))
        key.first_salt = int.from_bytes(salt, "little", signed=True)
        key.first_salt_until = now + 2 * SLOT_SECONDS
        self.key = key
        return key

    def gen_ok(self) -> bytes:
        self._a = 0
        return self._gen(schema.DH_GEN_OK, 1)

    def gen_retry(self) -> bytes:
        answer = self._gen(schema.DH_GEN_RETRY, 2)
        if self.key is not None:
            self.aux_hash = sha1(self.key.key)[:8]
        self.failures += 1
        return answer

    def gen_fail(self) -> bytes:
        self._a = 0
        return self._gen(schema.DH_GEN_FAIL, 3)

    def _gen(self, constructor: int, number: int) -> bytes:
        aux_hash = bytes(8) if self.key is None else sha1(self.key.key)[:8]
        digest = sha1(self._new_nonce + bytes((number,)) + aux_hash)[4:20]
        return constructor.to_bytes(4, "little") + self._nonces + digest


def _dc_of(dc: int) -> int | None:
    """The DC id behind p_q_inner_data's: negative for media, 10000 more for test."""
    dc_id = abs(dc) % 10000
    if dc_id == 0:
        return None
    if dc_id not in DC_IDS:
        raise TransportError("no such DC", INVALID_DC)
    return dc_id


def _temporary_aes(new_nonce: bytes, server_nonce: bytes) -> tuple[bytes, bytes]:
    first, second = sha1(new_nonce + server_nonce), sha1(server_nonce + new_nonce)
    return first + second[:12], second[12:] + sha1(new_nonce + new_nonce) + new_nonce[:4]


class HandshakeTable:
    """All key exchanges under way on a node, oldest first, bounded in all and by address."""

    __slots__ = ("_by_address", "_by_nonces", "_random", "_settings")

    def __init__(self, settings: Settings, random: Randomness) -> None:
        self._settings = settings
        self._random = random
        self._by_nonces: dict[bytes, Handshake] = {}
        self._by_address: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._by_nonces)

    def begin(self, nonce: bytes, primes: tuple[int, int], address: str, now: float) -> Handshake:
        settings = self._settings
        if (
            len(self._by_nonces) >= settings.max_handshakes
            or self._by_address[address] >= settings.max_handshakes_per_address
        ):
            raise TransportError("too many key exchanges", TRANSPORT_FLOOD)
        handshake = Handshake(nonce, self._random(16), primes, address, now)
        self._by_nonces[nonce + handshake.server_nonce] = handshake
        self._by_address[address] += 1
        return handshake

    def find(self, nonces: bytes) -> Handshake:
        handshake = self._by_nonces.get(nonces)
        if handshake is None:
            raise TransportError("no such key exchange", AUTH_KEY_NOT_FOUND)
        return handshake

    def remove(self, handshake: Handshake) -> None:
        if self._by_nonces.pop(handshake.nonce + handshake.server_nonce, None) is None:
            return
        self._by_address[handshake.address] -= 1
        if not self._by_address[handshake.address]:
            del self._by_address[handshake.address]

    def sweep(self, now: float) -> None:
        """Forget the ones that took too long; called about once a second."""
        while self._by_nonces:
            oldest = next(iter(self._by_nonces.values()))
            if now - oldest.started < self._settings.handshake_seconds:
                return
            self.remove(oldest)
