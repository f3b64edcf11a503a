"""Messages of a chat that carry media of some kinds: what clients show as its photos, files, voice and so on.

`OfKinds` reads as store/messages.py does, by the index of copies that have any media. Several kinds are read one after
the other and merged: of all of them at once SQLite would walk the chat.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, func, select, update

from hodhod.store import messages
from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, few
from hodhod.store.records import Message
from hodhod.store.tables import copies

_c = copies.c
_MINE = _c.owner == bindparam("owner")
# that media_kind is above 0 is what lets the partial index be used
_KIND = (_c.media_kind > 0) & few(_c.media_kind == bindparam("by_kind"))
_HERE = _MINE & few(_c.peer == bindparam("by_peer"))
OLDER = Query(
    messages.messages_where(_HERE, _KIND, _c.id < bindparam("below"), _c.id > bindparam("above"))
    .order_by(_c.id.desc())
    .limit(bindparam("count"))
)
NEWER = Query(
    messages.messages_where(
        _HERE, _KIND, _c.id >= bindparam("from_id"), _c.id < bindparam("below"), _c.id > bindparam("above")
    )
    .order_by(_c.id)
    .limit(bindparam("count"))
)
NEWEST = Query(messages.messages_where(_MINE, _KIND).order_by(_c.id.desc()).limit(bindparam("count")))
COUNTS = Query(select(_c.media_kind, func.count()).where(_HERE, _c.media_kind > 0).group_by(_c.media_kind))
SET_KIND = Query(
    update(copies)
    .where(any_of(_c.owner, "owners") & (_c.content_id == bindparam("by_content")))
    .values(media_kind=bindparam("new_kind"))
)


class OfKinds:
    """A chat's messages with media of these kinds only."""

    def __init__(self, kinds: Collection[int]) -> None:
        self._kinds = sorted(kinds)

    async def older(self, tx: Tx, owner: int, peer: int, below: int, above: int, count: int) -> list[Message]:
        found = await self._read(tx, OLDER, owner=owner, by_peer=peer, below=below, above=above, count=count)
        return sorted(found, key=_id, reverse=True)[:count]

    async def newer(
        self, tx: Tx, owner: int, peer: int, from_id: int, bounds: tuple[int, int], count: int
    ) -> list[Message]:
        above, below = bounds
        place = {"from_id": from_id, "below": below, "above": above}
        found = await self._read(tx, NEWER, owner=owner, by_peer=peer, count=count, **place)
        return sorted(found, key=_id)[:count]

    async def first_at(self, tx: Tx, owner: int, peer: int, date: int) -> int:
        return await messages.first_at(tx, owner, peer, date)

    async def count(self, tx: Tx, owner: int, peer: int) -> int:
        found = await counts(tx, owner, peer)
        return sum(found.get(kind, 0) for kind in self._kinds)

    async def newest(self, tx: Tx, owner: int, count: int) -> list[Message]:
        """The same in all of the owner's chats, newest first."""
        found = await self._read(tx, NEWEST, owner=owner, count=count)
        return sorted(found, key=_id, reverse=True)[:count]

    async def _read(self, tx: Tx, query: Query, **params: Any) -> list[Message]:
        found: list[Message] = []
        for kind in self._kinds:
            found += [messages.row_of(row) for row in await tx.all(query, by_kind=kind, **params)]
        return found


def _id(row: Message) -> int:
    return row.copy.id


async def counts(tx: Tx, owner: int, peer: int) -> dict[int, int]:
    """How many messages of a chat carry each kind of media."""
    return dict(await tx.all(COUNTS, owner=owner, by_peer=peer))


async def set_kind(tx: Tx, owners: Collection[int], content_id: int, kind: int) -> None:
    """A content carries something else now: write it on these owners' copies."""
    await tx.run(SET_KIND, owners=list(owners), by_content=content_id, new_kind=kind)
