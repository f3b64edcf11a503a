"""Authorization keys, permanent and temporary. https://core.telegram.org/mtproto/auth_key, /api/pfs"""

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .session import Session


def key_id_of(key: bytes) -> int:
    """auth_key_id: the 64 lower-order bits of SHA1(auth_key), as the wire's signed long."""
    return int.from_bytes(hashlib.sha1(key, usedforsecurity=False).digest()[12:20], "little", signed=True)


@dataclass(slots=True, eq=False)
class AuthKey:
    """One auth key as the node holds it.

    `expires_at` is None for a permanent key. `perm_key_id` is set by the owner of the store (here and in the
    store) when auth.bindTempAuthKey succeeded; all sessions of a key share one AuthKey object on a node.
    `dc_id` is the DC that the client believed it talked to when it made the key, when it said so.
    `first_salt` exists only on the node that made the key and only while that node runs.
    """

    id: int
    key: bytes = field(repr=False)
    expires_at: int | None = None
    perm_key_id: int | None = None
    dc_id: int | None = None
    first_salt: int | None = field(default=None, repr=False)
    first_salt_until: float = field(default=0.0, repr=False)

    # The parts of the key that the envelope hashes, cut once: x = 0 from the client, x = 8 to it.
    in_parts: tuple[bytes, bytes, bytes] = field(init=False, repr=False)
    out_parts: tuple[bytes, bytes, bytes] = field(init=False, repr=False)
    id_bytes: bytes = field(init=False, repr=False)
    # Salts of the current and the previous slot, see salts.py.
    salt_slot: int = field(default=-1, init=False, repr=False)
    salt: int = field(default=0, init=False, repr=False)
    previous_salt: int = field(default=0, init=False, repr=False)
    revoked: bool = field(default=False, init=False, repr=False)
    sessions: "dict[int, Session]" = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        key = self.key
        if len(key) != 256:
            raise ValueError("an auth key has 256 bytes")
        self.in_parts = (key[88:120], key[0:36], key[40:76])
        self.out_parts = (key[96:128], key[8:44], key[48:84])
        self.id_bytes = self.id.to_bytes(8, "little", signed=True)

    @classmethod
    def from_bytes(cls, key: bytes, expires_at: int | None = None) -> "AuthKey":
        return cls(key_id_of(key), key, expires_at)

    @property
    def is_temporary(self) -> bool:
        return self.expires_at is not None

    def is_dead(self, now: float) -> bool:
        """Expired or revoked: the client gets transport error -404 for it."""
        return self.revoked or (self.expires_at is not None and self.expires_at <= now)
