"""A new message of a basic group that many here get: what each of them needs for it, read for all of them at once.

Every member has a copy of their own, so each gets an update of their own; but who wrote it and what the group is to
each of them are two reads for all, not two for each. Only for messages that name nobody but who wrote them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace

from hodhod.domain import mentions
from hodhod.domain.updates import NewMessage
from hodhod.ids import is_channel
from hodhod.store import chats, users
from hodhod.store.db import Database, Tx
from hodhod.store.records import SeenChat, SeenUser

# below that one read for all costs more than it saves
MANY = 3


class Crowd:
    """The members who are here, and what the message names as each of them sees it; read for the first one."""

    def __init__(self, db: Database, records: Sequence[NewMessage]) -> None:
        self._db = db
        self._owners = [record.owner for record in records]
        self._peer = records[0].message.copy.peer
        self._sender = records[0].message.content.sender
        self._reading = asyncio.Lock()
        self._seen: dict[int, tuple[SeenUser, SeenChat]] | None = None

    async def described(self, record: NewMessage) -> NewMessage:
        """The record with what its owner's update needs; as it is where that was not found."""
        async with self._reading:
            if self._seen is None:
                self._seen = await self._db.read(self._read)
        found = self._seen.get(record.owner)
        return record if found is None else replace(record, seen=(found[0],), chat=found[1])

    async def _read(self, tx: Tx) -> dict[int, tuple[SeenUser, SeenChat]]:
        people = await users.seen_by(tx, self._owners, self._sender)
        rows = await chats.seen_by(tx, self._owners, self._peer)
        return {owner: (people[owner], rows[owner]) for owner in self._owners if owner in people and owner in rows}


def crowds(db: Database, records: Sequence[object], online: Collection[int]) -> dict[int, Crowd]:
    """Crowds by content id, of those messages that enough people here get."""
    here: dict[int, list[NewMessage]] = {}
    for record in records:
        if isinstance(record, NewMessage) and record.owner in online and _is_of_group(record):
            here.setdefault(record.message.content.id, []).append(record)
    return {
        content_id: Crowd(db, same)
        for content_id, same in here.items()
        if len(same) >= MANY and _names_author_only(same[0])
    }


def _is_of_group(record: NewMessage) -> bool:
    peer = record.message.copy.peer
    return record.owner > 0 > peer and not is_channel(peer)


def _names_author_only(record: NewMessage) -> bool:
    """Nothing else is to be read either: media and the preview of a page are."""
    message = record.message
    if message.content.media_id or message.content.webpage:
        return False
    return mentions.peers_of([message]) == {message.copy.peer, message.content.sender}
