"""Block lists."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, func, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import blocks

PEOPLE, STORIES = 0, 1

_b = blocks.c
_LIST = (_b.owner == bindparam("by_owner")) & (_b.list == bindparam("by_list"))
ADD = Query(insert(blocks).on_conflict_do_nothing(index_elements=["owner", "list", "peer"]))
REMOVE = Query(delete(blocks).where(_LIST & (_b.peer == bindparam("by_peer"))))
PAGE = Query(
    select(_b.peer, _b.date)
    .where(_LIST)
    .order_by(_b.date.desc(), _b.peer)
    .limit(bindparam("count"))
    .offset(bindparam("skip"))
)
COUNT = Query(select(func.count()).where(_LIST))
PEERS = Query(select(_b.peer).where(_LIST).order_by(_b.peer))
# both lists are named, so that the key is used to its end
ABOUT = Query(
    select(_b.list).where(
        (_b.owner == bindparam("by_owner")) & _b.list.in_([PEOPLE, STORIES]) & (_b.peer == bindparam("by_peer"))
    )
)


async def add(tx: Tx, owner: int, which: int, peer: int, now: int) -> bool:
    """False: the peer was on the list."""
    return bool(await tx.run(ADD, owner=owner, list=which, peer=peer, date=now))


async def remove(tx: Tx, owner: int, which: int, peer: int) -> bool:
    """False: the peer was not on the list."""
    return bool(await tx.run(REMOVE, by_owner=owner, by_list=which, by_peer=peer))


async def page(tx: Tx, owner: int, which: int, offset: int, count: int) -> list[tuple[int, int]]:
    """(peer, since when) of a list, the latest first."""
    rows = await tx.all(PAGE, by_owner=owner, by_list=which, skip=offset, count=count)
    return [(row[0], row[1]) for row in rows]


async def count(tx: Tx, owner: int, which: int) -> int:
    row = await tx.one(COUNT, by_owner=owner, by_list=which)
    return int(row[0]) if row else 0


async def peers(tx: Tx, owner: int, which: int) -> list[int]:
    return [row[0] for row in await tx.all(PEERS, by_owner=owner, by_list=which)]


async def lists_with(tx: Tx, owner: int, peer: int) -> set[int]:
    """The lists of this owner on which the peer stands."""
    return {row[0] for row in await tx.all(ABOUT, by_owner=owner, by_peer=peer)}
