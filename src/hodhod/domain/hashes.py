"""access_hash: a MAC, so that an id alone gives access to nothing.

A user's hash depends on who asks; a channel's is the same for every viewer, because a broadcast carries it and rights
are
checked besides. Never 0 (clients take 0 for "none"). The key is in the backup and does not rotate: clients keep hashes
for years.
"""

from __future__ import annotations

import hmac
import struct
from functools import lru_cache

_USER = struct.Struct("<cqq")
_LONG = struct.Struct("<q")
CACHED = 50_000


class AccessHashes:
    """Makes and checks access hashes under one permanent key (32 bytes)."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        # a dialogs page asks for the same hundred again and again
        self.user = lru_cache(maxsize=CACHED)(self._user)

    def _user(self, viewer: int, user: int) -> int:
        """The access_hash of `user` for `viewer`."""
        return self._mac(b"u", viewer, user)

    def channel(self, channel: int) -> int:
        return self._mac(b"c", 0, channel)

    def file(self, kind: int, file: int) -> int:
        """The access_hash of a photo or document."""
        return self._mac(b"f", kind, file)

    def mac(self, purpose: bytes, what: bytes) -> bytes:
        """A MAC for another purpose than access hashes."""
        return hmac.digest(self._key, purpose + what, "sha256")

    def _mac(self, purpose: bytes, a: int, b: int) -> int:
        digest = hmac.digest(self._key, _USER.pack(purpose, a, b), "sha256")
        return int(_LONG.unpack_from(digest)[0]) or 1
