"""The server's half of SRP: proof that somebody knows a password, without its being sent. core.telegram.org/api/srp

    server -> client   g, p, salts (of the account), B = k*v + g^b, srp_id (of this one try)
    client -> server   srp_id, A = g^a, M1
    server             S = (A * v^u)^b, K = H(S), and M1 must be H(H(p) ^ H(g) | H(salt1) | H(salt2) | A | B | K)

v = g^x is what the account stores; x comes from the password and the salts. All numbers are hashed as 256 bytes,
big-endian. Each challenge serves one try: it is taken out before it is checked. Where a repeated request must get the
first one's answer (auth.checkPassword sent again after a reconnect), the challenge stays for REPEAT seconds for exactly
that try: the same bytes prove, or fail to prove, the same again. Challenges live in the memory of the node that made
them; another node, or a restart, answers SRP_ID_INVALID, and every client asks again.

The powers are pure functions for the thread pool; nothing here waits or touches the database.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field, replace
from typing import Final

from hodhod import errors
from hodhod.mtproto.powers import modular_power
from hodhod.mtproto.primes import DH_G, DH_PRIME, DH_PRIME_BYTES

SIZE: Final = 256
LIFETIME: Final = 600
REPEAT: Final = 300
MAX_KEYS: Final = 5_000
MAX_PER_KEY: Final = 5


def _hash(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def _padded(number: int) -> bytes:
    return number.to_bytes(SIZE, "big")


_G_BYTES: Final = _padded(DH_G)
_K: Final = int.from_bytes(_hash(DH_PRIME_BYTES, _G_BYTES), "big")
_GROUP: Final = bytes(p ^ g for p, g in zip(_hash(DH_PRIME_BYTES), _hash(_G_BYTES), strict=True))


@dataclass(frozen=True, slots=True)
class Verifier:
    """What an account keeps of its password: the salts, and v = g^x mod p as 256 bytes."""

    salt1: bytes
    salt2: bytes
    value: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Challenge:
    """One try that was offered to a key: the secret b, B, and for which password. tried: the hash of the bytes that
    used it."""

    key_id: int
    verifier: Verifier
    secret: int = field(repr=False)
    public: bytes
    expires: float
    tried: bytes = b""


def is_valid_verifier(value: bytes) -> bool:
    """Is this a possible g^x mod p? Raises nothing."""
    return len(value) == SIZE and 1 < int.from_bytes(value, "big") < DH_PRIME - 1


def offer(key_id: int, verifier: Verifier, random: bytes, expires: float) -> Challenge:
    """A new challenge; `random`: 256 random bytes. CPU-heavy."""
    secret = int.from_bytes(random, "big")
    blinded = _K * int.from_bytes(verifier.value, "big")
    public = (blinded + modular_power(DH_G, secret | 1, DH_PRIME)) % DH_PRIME
    return Challenge(key_id, verifier, secret | 1, _padded(public), expires)


def proves(challenge: Challenge, a_bytes: bytes, m1: bytes) -> bool:
    """Does M1 prove knowledge of the password? CPU-heavy."""
    a = int.from_bytes(a_bytes, "big")
    if len(a_bytes) > SIZE or not 1 < a < DH_PRIME - 1:
        return False
    verifier = challenge.verifier
    u = int.from_bytes(_hash(_padded(a), challenge.public), "big")
    if not u:
        return False
    base = a * modular_power(int.from_bytes(verifier.value, "big"), u, DH_PRIME) % DH_PRIME
    shared = _hash(_padded(modular_power(base, challenge.secret, DH_PRIME)))
    salts = (_hash(verifier.salt1), _hash(verifier.salt2))
    expected = _hash(_GROUP, *salts, _padded(a), challenge.public, shared)
    return hmac.compare_digest(expected, m1)


class Challenges:
    """The challenges that this node has offered and that still wait, bounded for each key and in all."""

    def __init__(self) -> None:
        self._by_key: dict[int, dict[int, Challenge]] = {}

    def keep(self, srp_id: int, challenge: Challenge) -> None:
        """Remember a challenge; the oldest of its key, or the key that asked longest ago, makes room."""
        mine = self._by_key.pop(challenge.key_id, {})
        while len(mine) >= MAX_PER_KEY:
            del mine[next(iter(mine))]
        while len(self._by_key) >= MAX_KEYS:
            del self._by_key[next(iter(self._by_key))]
        mine[srp_id] = challenge
        self._by_key[challenge.key_id] = mine

    def take(self, srp_id: int, key_id: int, now: float) -> Challenge:
        """The challenge of this id, once. Raises SRP_ID_INVALID."""
        challenge = self._live(srp_id, key_id, now)
        if challenge.tried:
            raise errors.SRP_ID_INVALID
        del self._by_key[key_id][srp_id]
        return challenge

    def take_for(self, srp_id: int, key_id: int, now: float, a_bytes: bytes, m1: bytes) -> Challenge:
        """The challenge of this id for one try, and for REPEAT seconds for the same again. Raises SRP_ID_INVALID."""
        challenge = self._live(srp_id, key_id, now)
        tried = _hash(len(a_bytes).to_bytes(4, "big"), a_bytes, m1)
        if challenge.tried not in (b"", tried):
            raise errors.SRP_ID_INVALID
        if not challenge.tried:
            challenge = replace(challenge, tried=tried, expires=now + REPEAT)
            self._by_key[key_id][srp_id] = challenge
        return challenge

    def _live(self, srp_id: int, key_id: int, now: float) -> Challenge:
        challenge = self._by_key.get(key_id, {}).get(srp_id)
        if challenge is None or challenge.expires < now:
            raise errors.SRP_ID_INVALID
        return challenge
