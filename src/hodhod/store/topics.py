"""Topics of forums: their rows, pages of them, and where a viewer stands in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Column, Table, and_, bindparam, case, delete, func, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, few, insert
from hodhod.store.records import Topic
from hodhod.store.tables import copies as _copies
from hodhod.store.tables import mentioned, polls, posts, reactions, threads_read, topics
from hodhod.store.within import GENERAL

_t, _p, _r = topics.c, posts.c, threads_read.c
_OF = _t.owner == bindparam("by_owner")
_THIS = _OF & (_t.id == bindparam("by_id"))
ADD = Query(insert(topics))
FIND = Query(select(*_t).where(_OF & any_of(_t.id, "ids")))
PAGE = Query(
    select(*_t)
    .where(_OF & (_t.pinned == 0) & (_t.top_id < bindparam("below")))
    .order_by(_t.top_id.desc())
    .limit(bindparam("count"))
)
PINNED = Query(select(*_t).where(_OF & (_t.pinned > 0)).order_by(_t.pinned.desc()))
COUNT = Query(select(func.count()).where(_OF))
POSTED = Query(update(topics).where(_THIS).values(n=_t.n + 1, top_id=bindparam("msg_id")).returning(_t.n))
SET = {
    name: Query(update(topics).where(_THIS).values({name: bindparam("new")}))
    for name in Topic._fields
    if name not in ("owner", "id")
}
REMOVE = Query(delete(topics).where(_THIS))
REMOVE_ALL = Query(delete(topics).where(_OF))
MARK_FIRST = Query(
    update(posts)
    .where((_p.owner == bindparam("by_owner")) & (_p.id == bindparam("by_id")))
    .values(topic=bindparam("by_id"), topic_n=1)
)
_READ = case((_r.read_inbox > bindparam("floor"), _r.read_inbox), else_=bindparam("floor"))
# the ordinal in its topic of the last message read; of what is older than the forum, the one in the group
_READ_N = (
    select(case((_p.topic_n > 0, _p.topic_n), else_=_p.n))
    .where((_p.owner == _t.owner) & (_p.topic == case((_t.id == GENERAL, 0), else_=_t.id)) & (_p.id <= _READ))
    .order_by(_p.id.desc())
    .limit(1)
    .scalar_subquery()
)
_WITH_MARK = topics.outerjoin(
    threads_read, and_(_r.owner == bindparam("viewer"), _r.peer == _t.owner, _r.thread == _t.id)
)
PLACES = Query(
    select(_t.id, _t.n - func.coalesce(_READ_N, 0), _READ).select_from(_WITH_MARK).where(_OF & any_of(_t.id, "ids"))
)
MENTIONS = Query(
    select(_p.topic, func.count())
    .select_from(mentioned.join(posts, and_(_p.owner == mentioned.c.peer, _p.id == mentioned.c.id)))
    .where(few(mentioned.c.owner == bindparam("viewer")) & few(mentioned.c.peer == bindparam("by_owner")))
    .where(mentioned.c.unread == 1)
    .group_by(_p.topic)
)
_copy = _copies.c


def _unseen(table: Table, author: Column[int]) -> Query:
    """How many of an author's messages in each topic have rows of this table that the author has not seen."""
    copy = and_(_copy.owner == table.c.peer, _copy.content_id == table.c.content_id)
    return Query(
        select(_p.topic, func.count(_copy.id.distinct()))
        .select_from(
            table.join(_copies, copy).join(posts, and_(_p.owner == _copy.owner, _p.id == _copy.id)),
        )
        .where((author == bindparam("viewer")) & (table.c.unread > 0))
        .where(table.c.peer == bindparam("by_owner"))
        .group_by(_p.topic)
    )


REACTIONS = _unseen(reactions, reactions.c.author)
POLL_VOTES = _unseen(polls, polls.c.creator)


class Place(NamedTuple):
    """Where a viewer stands in a topic. behind: messages after the last one read, their own included."""

    id: int
    behind: int
    read_inbox: int


async def add(tx: Tx, row: Topic) -> None:
    await tx.run(ADD, **row._asdict())


async def many(tx: Tx, owner: int, ids: Sequence[int]) -> dict[int, Topic]:
    rows = await tx.all(FIND, by_owner=owner, ids=list(ids)) if ids else []
    return {row[1]: Topic(*row) for row in rows}


async def find(tx: Tx, owner: int, topic: int) -> Topic | None:
    return (await many(tx, owner, [topic])).get(topic)


async def page(tx: Tx, owner: int, below: int, count: int) -> list[Topic]:
    """Those that are not pinned and whose newest message is older than `below`, newest first."""
    return [Topic(*row) for row in await tx.all(PAGE, by_owner=owner, below=below, count=count)]


async def pinned(tx: Tx, owner: int) -> list[Topic]:
    """Topmost first."""
    return [Topic(*row) for row in await tx.all(PINNED, by_owner=owner)]


async def count(tx: Tx, owner: int) -> int:
    row = await tx.one(COUNT, by_owner=owner)
    return int(row[0]) if row else 0


async def posted(tx: Tx, owner: int, topic: int, msg_id: int) -> int:
    """A message arrived in a topic: its ordinal there."""
    row = await tx.one(POSTED, by_owner=owner, by_id=topic, msg_id=msg_id)
    assert row is not None
    return int(row[0])


async def begun(tx: Tx, owner: int, msg_id: int) -> None:
    """This message is the first one of the topic of its number."""
    await tx.run(MARK_FIRST, by_owner=owner, by_id=msg_id)


async def put(tx: Tx, owner: int, topic: int, **values: int | str) -> None:
    """Set columns of one topic."""
    for name, value in values.items():
        await tx.run(SET[name], by_owner=owner, by_id=topic, new=value)


async def remove(tx: Tx, owner: int, topic: int) -> None:
    await tx.run(REMOVE, by_owner=owner, by_id=topic)


async def remove_all(tx: Tx, owner: int) -> None:
    await tx.run(REMOVE_ALL, by_owner=owner)


# --- where a viewer stands


async def places(tx: Tx, viewer: int, owner: int, ids: Sequence[int], floor: int) -> dict[int, Place]:
    """floor: up to where the viewer has read the whole forum."""
    rows = await tx.all(PLACES, viewer=viewer, by_owner=owner, ids=list(ids), floor=floor) if ids else []
    return {row[0]: Place(*row) for row in rows}


async def unread_mentions(tx: Tx, viewer: int, owner: int) -> dict[int, int]:
    """How many unread mentions the viewer has in each topic; those with none are left out."""
    return {row[0] or GENERAL: row[1] for row in await tx.all(MENTIONS, viewer=viewer, by_owner=owner)}


async def unread_reactions(tx: Tx, viewer: int, owner: int) -> dict[int, int]:
    """How many of the viewer's messages in each topic have reactions that they have not seen."""
    return {row[0] or GENERAL: row[1] for row in await tx.all(REACTIONS, viewer=viewer, by_owner=owner)}


async def unread_poll_votes(tx: Tx, viewer: int, owner: int) -> dict[int, int]:
    """How many of the viewer's polls in each topic have votes that they have not seen."""
    return {row[0] or GENERAL: row[1] for row in await tx.all(POLL_VOTES, viewer=viewer, by_owner=owner)}
