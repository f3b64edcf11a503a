"""Threads of supergroups and the comments of channels' posts.

`older`, `newer`, `first_at` and `count` are a `Source` of history pages (domain/history.py), where the place of the
peer is taken by the message that began the thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select, update

from hodhod.store.db import Tx
from hodhod.store.messages import first_dated, messages_where, row_of
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Message
from hodhod.store.tables import contents, copies, posts, threads_read

_c, _t = copies.c, threads_read.c
_thread = posts.alias("in_thread")
_in = _thread.c
_HERE = (_in.owner == bindparam("owner")) & (_in.thread == bindparam("by_peer"))
_OLDER = (
    select(_in.id)
    .where(_HERE & (_in.id < bindparam("below")) & (_in.id > bindparam("above")))
    .order_by(_in.id.desc())
    .limit(bindparam("count"))
)
_NEWER = (
    select(_in.id)
    .where(_HERE & (_in.id >= bindparam("from_id")) & (_in.id < bindparam("below")) & (_in.id > bindparam("above")))
    .order_by(_in.id)
    .limit(bindparam("count"))
)
_WITH_CONTENT = _thread.join(copies, (_c.owner == _in.owner) & (_c.id == _in.id)).join(
    contents, contents.c.id == _c.content_id
)
_MINE = _c.owner == bindparam("owner")
OLDER = Query(messages_where(_MINE, _c.id.in_(_OLDER)).order_by(_c.id.desc()))
NEWER = Query(messages_where(_MINE, _c.id.in_(_NEWER)).order_by(_c.id))
COUNT = Query(select(func.count()).where(_HERE))
LAST = Query(select(func.max(_in.id)).where(_HERE))
NEXT_DATE = Query(
    select(_in.id, contents.c.date)
    .select_from(_WITH_CONTENT)
    .where(_HERE & (_in.id >= bindparam("from_id")))
    .order_by(_in.id)
    .limit(1)
)
UNREAD = Query(
    select(func.count())
    .select_from(_WITH_CONTENT)
    .where(_HERE & (_in.id > bindparam("above")))
    .where((contents.c.sender != bindparam("reader")) & (contents.c.author != bindparam("reader")))
)
AUTHORS = Query(
    select(contents.c.sender, contents.c.author, func.max(_in.id))
    .select_from(_WITH_CONTENT)
    .where(_HERE & (_in.id > bindparam("above")) & (_in.id <= bindparam("up_to")))
    .group_by(contents.c.sender, contents.c.author)
    .limit(bindparam("count"))
)

_p = posts.c
_THIS = (_p.owner == bindparam("by_owner")) & (_p.id == bindparam("by_id"))
GROW = Query(update(posts).where(_THIS).values(replies=_p.replies + bindparam("more"), last=bindparam("new_last")))
RECENT = Query(update(posts).where(_THIS).values(recent=bindparam("new_recent")))
FORWARDED = Query(update(posts).where(_THIS).values(discussed=bindparam("new_group"), root=bindparam("new_root")))
THREADS_OF = Query(
    select(_p.thread, func.count())
    .where((_p.owner == bindparam("by_owner")) & any_of(_p.id, "ids") & (_p.thread != 0))
    .group_by(_p.thread)
)
WAITING = Query(
    messages_where(
        _MINE, _c.id >= bindparam("from_id"), posts.c.discussed != 0, posts.c.root == 0
    )
    .order_by(_c.id)
    .limit(bindparam("count"))
)  # fmt: skip
_put = insert(threads_read)
PUT_READ = Query(
    _put.on_conflict_do_update(
        index_elements=["owner", "peer", "thread"], set_={"read_inbox": _put.excluded.read_inbox}
    )
)
READ = Query(
    select(_t.peer, _t.thread, _t.read_inbox).where(
        (_t.owner == bindparam("by_owner")) & any_of(_t.peer, "peers") & any_of(_t.thread, "threads")
    )
)


# --- pages


async def older(tx: Tx, owner: int, peer: int, below: int, above: int, count: int) -> list[Message]:
    rows = await tx.all(OLDER, owner=owner, by_peer=peer, below=below, above=above, count=count)
    return [row_of(row) for row in rows]


async def newer(tx: Tx, owner: int, peer: int, from_id: int, bounds: tuple[int, int], count: int) -> list[Message]:
    above, below = bounds
    rows = await tx.all(NEWER, owner=owner, by_peer=peer, from_id=from_id, below=below, above=above, count=count)
    return [row_of(row) for row in rows]


async def first_at(tx: Tx, owner: int, peer: int, date: int) -> int:
    end = await last(tx, owner, peer) + 1
    return await first_dated(tx, NEXT_DATE, {"owner": owner, "by_peer": peer}, end, date)


async def count(tx: Tx, owner: int, peer: int) -> int:
    row = await tx.one(COUNT, owner=owner, by_peer=peer)
    return int(row[0]) if row else 0


async def last(tx: Tx, owner: int, thread: int) -> int:
    """The newest message of a thread, 0 when it has none."""
    row = await tx.one(LAST, owner=owner, by_peer=thread)
    return int(row[0] or 0) if row else 0


# --- counts


async def grow(tx: Tx, owner: int, msg_id: int, more: int, newest: int) -> None:
    """So many more messages (fewer, below 0) answer this one; newest: the last of them."""
    await tx.run(GROW, by_owner=owner, by_id=msg_id, more=more, new_last=newest)


async def put_recent(tx: Tx, owner: int, msg_id: int, recent: bytes) -> None:
    await tx.run(RECENT, by_owner=owner, by_id=msg_id, new_recent=recent)


async def threads_of(tx: Tx, owner: int, ids: Sequence[int]) -> dict[int, int]:
    """In which threads these messages stand, and how many of them."""
    return {row[0]: row[1] for row in await tx.all(THREADS_OF, by_owner=owner, ids=list(ids))} if ids else {}


# --- posts on their way into the discussion group


async def waiting(tx: Tx, channel: int, from_id: int, count: int) -> list[Message]:
    """Posts from this id on that are yet to be forwarded, the oldest first."""
    return [row_of(row) for row in await tx.all(WAITING, owner=channel, from_id=from_id, count=count)]


async def forwarded(tx: Tx, channel: int, msg_id: int, group: int, root: int) -> None:
    """The post is discussed in this group, below this message; 0, 0: nowhere."""
    await tx.run(FORWARDED, by_owner=channel, by_id=msg_id, new_group=group, new_root=root)


# --- reading


async def put_read(tx: Tx, owner: int, peer: int, thread: int, up_to: int) -> None:
    await tx.run(PUT_READ, owner=owner, peer=peer, thread=thread, read_inbox=up_to)


async def read(tx: Tx, owner: int, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """How far the owner has read in each of these (peer, thread)."""
    if not places:
        return {}
    peers, threads = sorted({peer for peer, _ in places}), sorted({thread for _, thread in places})
    rows = await tx.all(READ, by_owner=owner, peers=peers, threads=threads)
    found = {(row[0], row[1]): row[2] for row in rows}
    return {place: found[place] for place in places if place in found}


async def unread(tx: Tx, owner: int, thread: int, above: int, reader: int) -> int:
    """Messages of a thread after `above` that somebody else wrote."""
    row = await tx.one(UNREAD, owner=owner, by_peer=thread, above=above, reader=reader)
    return int(row[0]) if row else 0


async def authors(tx: Tx, owner: int, thread: int, above: int, up_to: int, count: int) -> list[tuple[int, int]]:
    """(user, newest message) of those who wrote what lies between."""
    rows = await tx.all(AUTHORS, owner=owner, by_peer=thread, above=above, up_to=up_to, count=count)
    return sorted({(row[1] or row[0], row[2]) for row in rows if (row[1] or row[0]) > 0})
