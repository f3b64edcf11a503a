"""Threads of supergroups and the comments of channels' posts: their counts, and how far people have read. Their
messages are read by store/within.py."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select, update

from hodhod.store.db import Tx
from hodhod.store.messages import messages_where, row_of
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Message
from hodhod.store.tables import copies, posts, threads_read

_c, _t = copies.c, threads_read.c
_MINE = _c.owner == bindparam("owner")
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
