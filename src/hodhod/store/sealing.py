"""Keys at rest: what the database holds of an authorization key is useless without the master key.

    sealed = version (1 byte) | master id (4) | salt (16) | AES-256-GCM ciphertext and tag

Key and nonce of each record come from HMAC-SHA512(master, purpose, salt): with a random 96-bit nonce alone, one key
could safely seal only 2**32 records. The purpose names the record ("auth_key:1234"), so that a sealed key that is
copied into another row does not open there. The master id says which master key sealed it: a new one can be put first
and the old ones kept behind it until everything is sealed anew.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hodhod.store.db import StoreError

MASTER_BYTES: Final = 32
_VERSION: Final = b"\x01"
_ID_BYTES: Final = 4
_SALT_BYTES: Final = 16
_HEADER: Final = 1 + _ID_BYTES + _SALT_BYTES
_TAG_BYTES: Final = 16


class SealError(StoreError):
    """Not sealed by a master key that is known here, or damaged, or of another record."""


class Sealer:
    """Seals with the first master key, opens with any."""

    __slots__ = ("_first", "_masters", "_randomness")

    def __init__(self, masters: Sequence[bytes], randomness: Callable[[int], bytes]) -> None:
        if not masters or any(len(master) != MASTER_BYTES for master in masters):
            raise ValueError(f"master keys are {MASTER_BYTES} bytes each, and there is at least one")
        self._masters = {_master_id(master): master for master in masters}
        self._first = _master_id(masters[0])
        self._randomness = randomness

    def seal(self, plain: bytes, purpose: str = "") -> bytes:
        salt = self._randomness(_SALT_BYTES)
        key, nonce = _record_key(self._masters[self._first], purpose, salt)
        header = _VERSION + self._first + salt
        return header + AESGCM(key).encrypt(nonce, plain, header)

    def open(self, sealed: bytes, purpose: str = "") -> bytes:
        """The plain bytes; raises SealError."""
        header = sealed[:_HEADER]
        master = self._masters.get(header[1 : 1 + _ID_BYTES])
        if sealed[:1] != _VERSION or len(sealed) < _HEADER + _TAG_BYTES or master is None:
            raise SealError(f"{purpose or 'record'}: not sealed by a master key that is known here")
        key, nonce = _record_key(master, purpose, header[-_SALT_BYTES:])
        try:
            return AESGCM(key).decrypt(nonce, sealed[_HEADER:], header)
        except InvalidTag:
            raise SealError(f"{purpose or 'record'}: damaged, or sealed for another record") from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether the first master key sealed this; otherwise it should be sealed anew."""
        return sealed[:1] == _VERSION and sealed[1 : 1 + _ID_BYTES] == self._first


def _master_id(master: bytes) -> bytes:
    return hashlib.sha256(b"hodhod master id" + master).digest()[:_ID_BYTES]


def _record_key(master: bytes, purpose: str, salt: bytes) -> tuple[bytes, bytes]:
    digest = hmac.digest(master, salt + purpose.encode(), "sha512")
    return digest[:32], digest[32:44]
