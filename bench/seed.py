"""A database as if its people had been here for long: users, their keys, and the messages between them.

Made before the server starts, through the same domain and store functions that the server runs, so that no row of the
bench pays for its own preparation. The million messages of `bench.million` are too many for that and are plain SQL.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hodhod import tl
from hodhod.domain import chats, messages
from hodhod.domain.entities import packed
from hodhod.domain.folding import fold
from hodhod.domain.hashes import AccessHashes
from hodhod.domain.limits import Limits
from hodhod.domain.messages import Outgoing
from hodhod.domain.viewer import Viewer, World
from hodhod.gateway import sealing_purpose
from hodhod.ids import ContentIds, Peer, UserId
from hodhod.mtproto import AuthKey
from hodhod.server_key import Secrets, open_secrets, open_server_key
from hodhod.store import auth_keys, authorizations, mailboxes, users
from hodhod.store.db import Database, Tx, open_database
from hodhod.store.sealing import Sealer
from hodhod.tl import types

PHONE = 989_130_000_000
AT_ONCE = 500
TEXT = "Hello! Shall we meet at the bridge at six, or is seven better?"


@dataclass(frozen=True, slots=True)
class Account:
    """A user, and the keys of the devices on which they are signed in."""

    id: int
    phone: str
    keys: tuple[bytes, ...]


class Seed:
    """Writes into the database of a data folder while no server runs on it. Open with `open`, close at the end."""

    def __init__(self, db: Database, secrets: Secrets) -> None:
        self.db = db
        self.hashes = AccessHashes(secrets.derived("access_hash"))
        self._sealer = Sealer([secrets.master], os.urandom)
        self._world = World(ContentIds(time.time), self.hashes, Limits(), "http://localhost/", secrets.derived("world"))
        self._now = int(time.time())
        self._people = 0

    @classmethod
    async def open(cls, data: Path) -> Seed:
        open_server_key(data)
        secrets = open_secrets(data, may_create=True)
        return cls(await open_database(data / "hodhod.db", migrate=True), secrets)

    async def close(self) -> None:
        await self.db.close()

    def viewer(self, account: Account) -> Viewer:
        """The account acts now."""
        return Viewer(UserId(Peer(account.id)), int(time.time()), self._world)

    def peer(self, viewer: Account, other: Account) -> types.InputPeerUser:
        """`other` as `viewer` may name them."""
        return types.InputPeerUser(user_id=other.id, access_hash=self.hashes.user(viewer.id, other.id))

    async def accounts(self, count: int, devices: int = 1) -> list[Account]:
        """New users, each signed in on this many devices."""

        async def some(tx: Tx) -> list[Account]:
            return [await self._account(tx, devices) for _ in range(count)]

        return await self.db.write(some)

    async def _account(self, tx: Tx, devices: int) -> Account:
        self._people += 1
        phone, name = str(PHONE + self._people), f"Person {self._people}"
        user = await users.create(tx, phone, (name, ""), fold(name), self._now)
        await mailboxes.create(tx, user)
        keys = tuple(os.urandom(256) for _ in range(devices))
        for key in keys:
            await self._sign_in(tx, user, AuthKey.from_bytes(key))
        return Account(user, phone, keys)

    async def _sign_in(self, tx: Tx, user: int, key: AuthKey) -> None:
        sealed = self._sealer.seal(key.key, sealing_purpose(key.id))
        await auth_keys.add(tx, key.id, sealed, created=self._now)
        row = authorizations.AuthorizationRow(
            key.id, user_id=user, hash=key.id, created=self._now, active=self._now, layer=tl.LAYER
        )
        await authorizations.sign_in(tx, row)

    async def group(self, members: Sequence[Account]) -> int:
        """A basic group that the first of them made."""
        creator, *others = members

        async def make(tx: Tx) -> int:
            peer, _, _ = await chats.create_chat(tx, self.viewer(creator), "Group", [one.id for one in others], 0)
            return peer

        return await self.db.write(make)

    async def say(self, sends: list[tuple[Account, Account, Outgoing]]) -> None:
        """(from, to, what): sent as the server sends, some hundred a transaction."""
        for start in range(0, len(sends), AT_ONCE):
            await self.db.write(self._batch(sends[start : start + AT_ONCE]))

    def _batch(self, sends: list[tuple[Account, Account, Outgoing]]) -> Callable[[Tx], Coroutine[Any, Any, None]]:
        async def write(tx: Tx) -> None:
            for sender, to, outgoing in sends:
                await messages.send(tx, self.viewer(sender), Peer(to.id), outgoing)

        return write


def chat(one: Account, other: Account, count: int) -> list[tuple[Account, Account, Outgoing]]:
    """A conversation between two who never wrote before: every fifth message is a reply, every tenth partly bold."""
    entities = packed([types.MessageEntityBold(offset=0, length=5)])
    lines: list[tuple[Account, Account, Outgoing]] = []
    for n in range(count):
        reply = n if n % 5 == 4 else None  # ids of a new mailbox begin at 1, so this is the message before
        outgoing = Outgoing(text=f"{TEXT} {n}", reply_to=reply, entities=entities if n % 10 == 9 else None)
        lines.append((one, other, outgoing) if n % 2 == 0 else (other, one, outgoing))
    return lines
