"""Messages that wait for their time."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select

from hodhod.ids import UNTIL_ONLINE
from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Scheduled
from hodhod.store.tables import scheduled, schedules

_s = scheduled.c
_HERE = (_s.owner == bindparam("by_owner")) & (_s.peer == bindparam("by_peer"))
ADD = Query(insert(scheduled))
_put = insert(scheduled)
PUT = Query(
    _put.on_conflict_do_update(
        index_elements=["owner", "peer", "id"],
        set_={name: _put.excluded[name] for name in Scheduled._fields if name not in ("owner", "peer", "id")},
    )
)
OF_CHAT = Query(select(*_s).where(_HERE).order_by(_s.date.desc(), _s.id.desc()))
SOME = Query(select(*_s).where(_HERE & any_of(_s.id, "ids")).order_by(_s.date.desc(), _s.id.desc()))
LOCK = Query(select(_s.id).where(_HERE & any_of(_s.id, "ids")).order_by(_s.id).with_for_update())
DUE = Query(
    select(*_s)
    .where(_HERE & (_s.date >= bindparam("first")) & (_s.date <= bindparam("last")))
    .order_by(_s.date, _s.id)
    .limit(bindparam("count"))
)
ANY = Query(select(_s.id).where(_HERE).limit(1))
TAKE = Query(delete(scheduled).where(_HERE & any_of(_s.id, "ids")).returning(*_s))
WAITED_FOR = Query(select(_s.peer).distinct().where(any_of(_s.peer, "peers") & (_s.date == UNTIL_ONLINE)))
WAITING_FOR = Query(select(_s.owner).distinct().where((_s.peer == bindparam("by_peer")) & (_s.date == UNTIL_ONLINE)))
_next = insert(schedules).values(owner=bindparam("owner"), peer=bindparam("peer"), top_id=1)
NEXT_ID = Query(
    _next.on_conflict_do_update(
        index_elements=["owner", "peer"], set_={"top_id": schedules.c.top_id % bindparam("most") + 1}
    ).returning(schedules.c.top_id)
)
REMOVE_ALL = Query(delete(scheduled).where(_s.owner == bindparam("by_owner")))
FORGET_IDS = Query(delete(schedules).where(schedules.c.owner == bindparam("by_owner")))
IDS = Query(select(_s.id).where(_HERE))


async def next_id(tx: Tx, owner: int, peer: int, most: int) -> int:
    """The chat's next id; after `most` it begins anew. The chat's schedule is held until the transaction ends."""
    row = await tx.one(NEXT_ID, owner=owner, peer=peer, most=most)
    assert row is not None
    return int(row[0])


async def add(tx: Tx, row: Scheduled) -> None:
    await tx.run(ADD, **row._asdict())


async def put(tx: Tx, row: Scheduled) -> None:
    """Change a row that is there."""
    await tx.run(PUT, **row._asdict())


async def of_chat(tx: Tx, owner: int, peer: int) -> list[Scheduled]:
    """All that waits in a chat, the last to be sent first."""
    return [Scheduled(*row) for row in await tx.all(OF_CHAT, by_owner=owner, by_peer=peer)]


async def some(tx: Tx, owner: int, peer: int, ids: Sequence[int]) -> list[Scheduled]:
    """Those of these ids that wait, the last to be sent first."""
    rows = await tx.all(SOME, by_owner=owner, by_peer=peer, ids=list(ids)) if ids else []
    return [Scheduled(*row) for row in rows]


async def lock(tx: Tx, owner: int, peer: int, ids: Sequence[int]) -> None:
    """Nobody sends or changes these until the transaction ends."""
    if tx.dialect == "postgresql":
        await tx.all(LOCK, by_owner=owner, by_peer=peer, ids=list(ids))


async def due(tx: Tx, owner: int, peer: int, dates: tuple[int, int], count: int) -> list[Scheduled]:
    """The first of a chat with dates between these two, in their order."""
    first, last = dates
    rows = await tx.all(DUE, by_owner=owner, by_peer=peer, first=first, last=last, count=count)
    return [Scheduled(*row) for row in rows]


async def has_any(tx: Tx, owner: int, peer: int) -> bool:
    return await tx.one(ANY, by_owner=owner, by_peer=peer) is not None


async def ids(tx: Tx, owner: int, peer: int) -> list[int]:
    """The ids in use in a chat."""
    return [row[0] for row in await tx.all(IDS, by_owner=owner, by_peer=peer)]


async def remove_all(tx: Tx, owner: int) -> None:
    """A channel is no more, and its schedule with it."""
    await tx.run(REMOVE_ALL, by_owner=owner)
    await tx.run(FORGET_IDS, by_owner=owner)


async def take(tx: Tx, owner: int, peer: int, ids: Sequence[int]) -> list[Scheduled]:
    """Take these out, in the order in which they are to be sent; whoever takes a row is the only one who does."""
    rows = await tx.all(TAKE, by_owner=owner, by_peer=peer, ids=list(ids)) if ids else []
    return sorted((Scheduled(*row) for row in rows), key=lambda row: (row.date, row.id))


async def waited_for(tx: Tx, peers: Sequence[int]) -> list[int]:
    """Those of these peers for whose coming something waits."""
    return [row[0] for row in await tx.all(WAITED_FOR, peers=list(peers))] if peers else []


async def waiting_for(tx: Tx, peer: int) -> list[int]:
    """Whose messages wait for a peer to come."""
    return [row[0] for row in await tx.all(WAITING_FOR, by_peer=peer)]
