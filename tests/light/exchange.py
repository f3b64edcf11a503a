"""The client's side of the key exchange with RSA_PAD: (auth_key, first salt). core.telegram.org/mtproto/auth_key.

Written against the protocol's description and not against the server's own code: it must not share its mistakes.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha1, sha256
from math import gcd
from typing import Final

import cryptg
from gmpy2 import powmod  # type: ignore[import-untyped, unused-ignore]

KNOWN_PRIME_START: Final = bytes.fromhex("c71caeb9c6b1c904")
REQ_PQ_MULTI, RES_PQ = 0xBE7E8EF1, 0x05162463
P_Q_INNER_DATA_DC = 0xA9F55F95
REQ_DH_PARAMS, SERVER_DH_PARAMS_OK, SERVER_DH_INNER_DATA = 0xD712E4BE, 0xD0E8075C, 0xB5890DBA
SET_CLIENT_DH_PARAMS, CLIENT_DH_INNER_DATA, DH_GEN_OK = 0xF5045F1F, 0x6643B654, 0x3BCBF734

Ask = Callable[[bytes], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class RsaKey:
    n: int
    e: int

    @property
    def fingerprint(self) -> bytes:
        return sha1(tl_bytes(to_bytes(self.n)) + tl_bytes(to_bytes(self.e))).digest()[-8:]  # noqa: S324

    def encrypt(self, data: bytes) -> bytes:
        """RSA_PAD: repeated with another temporary key until the number is below the modulus."""
        padded = data + os.urandom(192 - len(data))
        while True:
            temp_key = os.urandom(32)
            with_hash = padded[::-1] + sha256(temp_key + padded).digest()
            encrypted = bytes(cryptg.encrypt_ige(with_hash, temp_key, bytes(32)))
            number = int.from_bytes(xor(temp_key, sha256(encrypted).digest()) + encrypted, "big")
            if number < self.n:
                return int(powmod(number, self.e, self.n)).to_bytes(256, "big")


async def exchange_key(ask: Ask, key: RsaKey) -> tuple[bytes, int]:
    nonce, new_nonce = os.urandom(16), os.urandom(32)
    answer = await ask(constructor(REQ_PQ_MULTI) + nonce)
    pq, server_nonce = read_res_pq(answer, nonce, key)
    p, q = factor(int.from_bytes(pq, "big"))
    inner = constructor(P_Q_INNER_DATA_DC) + tl_bytes(pq) + tl_bytes(to_bytes(p)) + tl_bytes(to_bytes(q))
    inner += nonce + server_nonce + new_nonce + struct.pack("<i", 2)
    request = constructor(REQ_DH_PARAMS) + nonce + server_nonce + tl_bytes(to_bytes(p)) + tl_bytes(to_bytes(q))
    answer = await ask(request + key.fingerprint + tl_bytes(key.encrypt(inner)))
    tmp_key, tmp_iv = temporary_keys(server_nonce, new_nonce)
    g, prime, g_a = read_dh_params(answer, nonce + server_nonce, tmp_key, tmp_iv)
    b = int.from_bytes(os.urandom(256), "big")
    auth_key = int(powmod(g_a, b, prime)).to_bytes(256, "big")
    inner = constructor(CLIENT_DH_INNER_DATA) + nonce + server_nonce + bytes(8)
    inner += tl_bytes(int(powmod(g, b, prime)).to_bytes(256, "big"))
    inner = sha1(inner).digest() + inner  # noqa: S324
    inner += os.urandom(-len(inner) % 16)
    encrypted = bytes(cryptg.encrypt_ige(inner, tmp_key, tmp_iv))
    answer = await ask(constructor(SET_CLIENT_DH_PARAMS) + nonce + server_nonce + tl_bytes(encrypted))
    check_dh_gen_ok(answer, nonce + server_nonce, new_nonce, auth_key)
    return auth_key, int.from_bytes(xor(new_nonce[:8], server_nonce[:8]), "little", signed=True)


def read_res_pq(answer: bytes, nonce: bytes, key: RsaKey) -> tuple[bytes, bytes]:
    assert answer[:20] == constructor(RES_PQ) + nonce, "resPQ of our nonce"
    server_nonce = answer[20:36]
    pq, at = read_bytes(answer, 36)
    count = struct.unpack_from("<i", answer, at + 4)[0]
    fingerprints = [answer[at + 8 + 8 * i : at + 16 + 8 * i] for i in range(count)]
    assert key.fingerprint in fingerprints, "the server's key"
    return pq, server_nonce


def read_dh_params(answer: bytes, nonces: bytes, tmp_key: bytes, tmp_iv: bytes) -> tuple[int, int, int]:
    assert answer[:36] == constructor(SERVER_DH_PARAMS_OK) + nonces, "server_DH_params_ok of our nonces"
    encrypted, _ = read_bytes(answer, 36)
    plain = bytes(cryptg.decrypt_ige(encrypted, tmp_key, tmp_iv))
    inner = plain[20:]
    assert inner[:36] == constructor(SERVER_DH_INNER_DATA) + nonces, "server_DH_inner_data of our nonces"
    g = struct.unpack_from("<i", inner, 36)[0]
    prime, at = read_bytes(inner, 40)
    g_a, at = read_bytes(inner, at)
    server_time = struct.unpack_from("<i", inner, at)[0]
    assert plain[:20] == sha1(inner[: at + 4]).digest(), "hash of the inner data"  # noqa: S324
    assert prime.startswith(KNOWN_PRIME_START)
    assert abs(server_time - time.time()) < 60
    return g, int.from_bytes(prime, "big"), int.from_bytes(g_a, "big")


def check_dh_gen_ok(answer: bytes, nonces: bytes, new_nonce: bytes, auth_key: bytes) -> None:
    aux_hash = sha1(auth_key).digest()[:8]  # noqa: S324
    expected = sha1(new_nonce + b"\x01" + aux_hash).digest()[-16:]  # noqa: S324
    assert answer == constructor(DH_GEN_OK) + nonces + expected, "dh_gen_ok with the hash of our key"


def temporary_keys(server_nonce: bytes, new_nonce: bytes) -> tuple[bytes, bytes]:
    first = sha1(new_nonce + server_nonce).digest()  # noqa: S324
    second = sha1(server_nonce + new_nonce).digest()  # noqa: S324
    third = sha1(new_nonce + new_nonce).digest()  # noqa: S324
    return first + second[:12], second[12:] + third + new_nonce[:4]


def factor(pq: int) -> tuple[int, int]:
    """Pollard's rho with the plain polynomial; another constant when one runs into a cycle."""
    for c in range(1, 100):
        x = y = 2
        d = 1
        while d == 1:
            x = (x * x + c) % pq
            y = (y * y + c) % pq
            y = (y * y + c) % pq
            d = gcd(abs(x - y), pq)
        if d != pq:
            return min(d, pq // d), max(d, pq // d)
    raise AssertionError(f"{pq} has no two factors")


def constructor(number: int) -> bytes:
    return struct.pack("<I", number)


def to_bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def tl_bytes(data: bytes) -> bytes:
    head = bytes([len(data)]) if len(data) < 254 else b"\xfe" + len(data).to_bytes(3, "little")
    return head + data + bytes(-(len(head) + len(data)) % 4)


def read_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    head, length = 1, data[at]
    if length == 254:
        head, length = 4, int.from_bytes(data[at + 1 : at + 4], "little")
    end = at + head + length
    return data[at + head : end], end + (-(head + length)) % 4
