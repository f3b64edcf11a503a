"""Server salts. https://core.telegram.org/mtproto/description#server-salt

A salt is a MAC of (auth key id, 30-minute slot) under a secret that the node draws when it starts. Nothing is stored,
and a packet recorded before a restart, or sent to another node, carries a salt that this node never gave out: it gets
bad_server_salt and has no effect. The salt of the previous slot stays valid, so each salt lives 60 minutes.

The first salt of a new key, new_nonce[0:8] xor server_nonce[0:8], is accepted only by the node that made the key
and only for as long as a salt lives; AuthKey.first_salt holds it.
"""

import hashlib

from .keys import AuthKey

SLOT_SECONDS = 1800


class Salts:
    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def at_slot(self, key: AuthKey, slot: int) -> int:
        mac = hashlib.blake2b(key.id_bytes + slot.to_bytes(8, "little"), digest_size=8, key=self._secret)
        return int.from_bytes(mac.digest(), "little", signed=True)

    def current(self, key: AuthKey, now: float) -> int:
        slot = int(now) // SLOT_SECONDS
        if key.salt_slot != slot:
            key.salt_slot = slot
            key.salt = self.at_slot(key, slot)
            key.previous_salt = self.at_slot(key, slot - 1)
        return key.salt

    def is_valid(self, key: AuthKey, salt: int, now: float) -> bool:
        return (
            salt == self.current(key, now)
            or salt == key.previous_salt
            or (salt == key.first_salt and now < key.first_salt_until)
        )

    def future(self, key: AuthKey, now: float, count: int) -> list[tuple[int, int, int]]:
        """(valid_since, valid_until, salt) from the current slot on."""
        slot = int(now) // SLOT_SECONDS
        return [(s * SLOT_SECONDS, (s + 2) * SLOT_SECONDS, self.at_slot(key, s)) for s in range(slot, slot + count)]
