"""The messages of a supergroup that stand in one thread, or in one topic of a forum.

`THREADS` and `TOPICS` are each a `Source` of history pages (domain/history.py), where the place of the peer is taken by
the message that began the thread or topic. What stands in no topic stands in General, whose number is 1.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.sql.elements import ColumnElement

from hodhod.store.db import Tx
from hodhod.store.messages import first_dated, messages_where, row_of
from hodhod.store.query import Query, few
from hodhod.store.records import Message
from hodhod.store.tables import contents, copies, posts

GENERAL = 1
_c = copies.c
_post = posts.alias("within")
_in = _post.c


def _queries(here: ColumnElement[bool]) -> dict[str, Query]:
    older = (
        select(_in.id)
        .where(here & (_in.id < bindparam("below")) & (_in.id > bindparam("above")))
        .order_by(_in.id.desc())
        .limit(bindparam("count"))
    )
    newer = (
        select(_in.id)
        .where(here & (_in.id >= bindparam("from_id")) & (_in.id < bindparam("below")) & (_in.id > bindparam("above")))
        .order_by(_in.id)
        .limit(bindparam("count"))
    )
    with_content = _post.join(copies, (_c.owner == _in.owner) & (_c.id == _in.id)).join(
        contents, contents.c.id == _c.content_id
    )
    mine = _c.owner == bindparam("owner")
    return {
        "older": Query(messages_where(mine, _c.id.in_(older)).order_by(_c.id.desc())),
        "newer": Query(messages_where(mine, _c.id.in_(newer)).order_by(_c.id)),
        "count": Query(select(func.count()).where(here)),
        "last": Query(select(func.max(_in.id)).where(here)),
        "next_date": Query(
            select(_in.id, contents.c.date)
            .select_from(with_content)
            .where(here & (_in.id >= bindparam("from_id")))
            .order_by(_in.id)
            .limit(1)
        ),
        "unread": Query(
            select(func.count())
            .select_from(with_content)
            .where(here & (_in.id > bindparam("above")))
            .where((contents.c.sender != bindparam("reader")) & (contents.c.author != bindparam("reader")))
        ),
        "authors": Query(
            select(contents.c.sender, contents.c.author, func.max(_in.id))
            .select_from(with_content)
            .where(here & (_in.id > bindparam("above")) & (_in.id <= bindparam("up_to")))
            .group_by(contents.c.sender, contents.c.author)
            .limit(bindparam("count"))
        ),
        "foreign": Query(
            select(_in.id)
            .select_from(with_content)
            .where(here & (contents.c.sender != bindparam("reader")) & (contents.c.author != bindparam("reader")))
            .order_by(_in.id)
            .limit(1)
        ),
    }


_MINE = _in.owner == bindparam("owner")
# the index of threads has no other rows
IN_THREAD = _queries(_MINE & few(_in.thread == bindparam("by_peer")) & (_in.thread != 0))
IN_TOPIC = _queries(_MINE & few(_in.topic == bindparam("by_peer")))


class Within:
    """Pages and counts of one kind of place."""

    def __init__(self, queries: dict[str, Query], *, general: bool) -> None:
        self._queries = queries
        self._general = general

    def _here(self, owner: int, peer: int) -> dict[str, Any]:
        return {"owner": owner, "by_peer": 0 if self._general and peer == GENERAL else peer}

    async def older(self, tx: Tx, owner: int, peer: int, below: int, above: int, count: int) -> list[Message]:
        rows = await tx.all(self._queries["older"], below=below, above=above, count=count, **self._here(owner, peer))
        return [row_of(row) for row in rows]

    async def newer(
        self, tx: Tx, owner: int, peer: int, from_id: int, bounds: tuple[int, int], count: int
    ) -> list[Message]:
        above, below = bounds
        rows = await tx.all(
            self._queries["newer"],
            from_id=from_id,
            below=below,
            above=above,
            count=count,
            **self._here(owner, peer),
        )
        return [row_of(row) for row in rows]

    async def first_at(self, tx: Tx, owner: int, peer: int, date: int) -> int:
        end = await self.last(tx, owner, peer) + 1
        return await first_dated(tx, self._queries["next_date"], self._here(owner, peer), end, date)

    async def count(self, tx: Tx, owner: int, peer: int) -> int:
        row = await tx.one(self._queries["count"], **self._here(owner, peer))
        return int(row[0]) if row else 0

    async def last(self, tx: Tx, owner: int, peer: int) -> int:
        """The newest message, 0 when there is none."""
        row = await tx.one(self._queries["last"], **self._here(owner, peer))
        return int(row[0] or 0) if row else 0

    async def unread(self, tx: Tx, owner: int, peer: int, above: int, reader: int) -> int:
        """Messages after `above` that somebody else wrote."""
        row = await tx.one(self._queries["unread"], above=above, reader=reader, **self._here(owner, peer))
        return int(row[0]) if row else 0

    async def authors(self, tx: Tx, owner: int, peer: int, above: int, up_to: int, count: int) -> list[tuple[int, int]]:
        """(user, newest message) of those who wrote what lies between."""
        rows = await tx.all(self._queries["authors"], above=above, up_to=up_to, count=count, **self._here(owner, peer))
        return sorted({(row[1] or row[0], row[2]) for row in rows if (row[1] or row[0]) > 0})

    async def has_others(self, tx: Tx, owner: int, peer: int, reader: int) -> bool:
        """Did anybody else write here?"""
        return await tx.one(self._queries["foreign"], reader=reader, **self._here(owner, peer)) is not None


THREADS = Within(IN_THREAD, general=False)
TOPICS = Within(IN_TOPIC, general=True)
