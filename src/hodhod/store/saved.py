"""Saved Messages by origin: the messages of a saved dialog, and the list of the dialogs.

`older`, `newer`, `first_at` and `count` are those of store/messages.py for one saved dialog of an owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, case, delete, func, select, tuple_, update

from hodhod.store import messages
from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, few, insert
from hodhod.store.records import Message, SavedDialog
from hodhod.store.tables import contents, copies, saved_dialogs, saved_messages

_m = saved_messages.c
_MINE = _m.owner == bindparam("owner")
_HERE = _MINE & few(_m.peer == bindparam("by_peer"))
_DATED = (
    select(_m.id, contents.c.date)
    .select_from(
        saved_messages.join(copies, (copies.c.owner == _m.owner) & (copies.c.id == _m.id)).join(
            contents, contents.c.id == copies.c.content_id
        )
    )
    .where(_HERE)
)
ADD = Query(insert(saved_messages))
OF_IDS = Query(select(_m.id, _m.peer).where(_MINE & any_of(_m.id, "ids")))
DROP = Query(delete(saved_messages).where(_MINE & any_of(_m.id, "ids")))
OLDER = Query(
    select(_m.id)
    .where(_HERE, _m.id < bindparam("below"), _m.id > bindparam("above"))
    .order_by(_m.id.desc())
    .limit(bindparam("count"))
)
NEWER = Query(
    select(_m.id)
    .where(_HERE, _m.id >= bindparam("from_id"), _m.id < bindparam("below"), _m.id > bindparam("above"))
    .order_by(_m.id)
    .limit(bindparam("count"))
)
COUNT = Query(select(func.count()).where(_HERE))
NEXT_DATE = Query(_DATED.where(_m.id >= bindparam("from_id")).order_by(_m.id).limit(1))
TOP = Query(_DATED.order_by(_m.id.desc()).limit(1))

_d = saved_dialogs.c
_LISTED = _d.owner == bindparam("owner")
_ONE = _LISTED & (_d.peer == bindparam("by_peer"))
_put = insert(saved_dialogs)
BUMP = Query(
    _put.values({name: bindparam(name) for name in ("owner", "peer", "top_id", "top_date")}).on_conflict_do_update(
        index_elements=["owner", "peer"],
        set_={"top_id": _put.excluded.top_id, "top_date": _put.excluded.top_date},
    )
)
GET_MANY = Query(select(*_d).where(_LISTED & any_of(_d.peer, "peers")))
PINNED = Query(select(*_d).where(_LISTED & (_d.pinned > 0)).order_by(_d.pinned.desc()))
_AFTER = tuple_(_d.top_date, _d.top_id, _d.peer) < tuple_(
    bindparam("offset_date"), bindparam("offset_id"), bindparam("offset_peer")
)
PAGE = Query(
    select(*_d)
    .where(_LISTED & (_d.pinned == 0) & _AFTER)
    .order_by(_d.top_date.desc(), _d.top_id.desc(), _d.peer.desc())
    .limit(bindparam("count"))
)
COUNT_DIALOGS = Query(
    select(func.count(), func.coalesce(func.sum(case((_d.pinned > 0, 1), else_=0)), 0)).where(_LISTED)
)
SET_TOP = Query(update(saved_dialogs).where(_ONE).values(top_id=bindparam("new_id"), top_date=bindparam("new_date")))
SET_PINNED = Query(update(saved_dialogs).where(_ONE).values(pinned=bindparam("new")))
DROP_DIALOG = Query(delete(saved_dialogs).where(_ONE))


# --- messages


async def add(tx: Tx, owner: int, peer: int, msg_id: int, date: int) -> None:
    """A message that was just appended, the newest of its dialog."""
    await tx.run(ADD, owner=owner, id=msg_id, peer=peer)
    await tx.run(BUMP, owner=owner, peer=peer, top_id=msg_id, top_date=date)


async def drop(tx: Tx, owner: int, ids: Sequence[int]) -> dict[int, list[int]]:
    """Forget messages. Returns those that were there, by the peer of their dialog."""
    found: dict[int, list[int]] = {}
    for msg_id, peer in await tx.all(OF_IDS, owner=owner, ids=list(ids)):
        found.setdefault(peer, []).append(msg_id)
    if found:
        await tx.run(DROP, owner=owner, ids=list(ids))
    return found


async def older_ids(tx: Tx, owner: int, peer: int, below: int, above: int, count: int) -> list[int]:
    """Up to `count` ids with above < id < below, newest first."""
    rows = await tx.all(OLDER, owner=owner, by_peer=peer, below=below, above=above, count=count)
    return [row[0] for row in rows]


async def older(tx: Tx, owner: int, peer: int, below: int, above: int, count: int) -> list[Message]:
    """Up to `count` messages with above < id < below, newest first."""
    return (await messages.by_ids(tx, owner, await older_ids(tx, owner, peer, below, above, count)))[::-1]


async def newer(tx: Tx, owner: int, peer: int, from_id: int, bounds: tuple[int, int], count: int) -> list[Message]:
    """Up to `count` messages with id >= from_id and bounds[0] < id < bounds[1], oldest first."""
    above, below = bounds
    rows = await tx.all(NEWER, owner=owner, by_peer=peer, from_id=from_id, below=below, above=above, count=count)
    return await messages.by_ids(tx, owner, [row[0] for row in rows])


async def count(tx: Tx, owner: int, peer: int) -> int:
    row = await tx.one(COUNT, owner=owner, by_peer=peer)
    return int(row[0]) if row else 0


async def first_at(tx: Tx, owner: int, peer: int, date: int) -> int:
    """The first message id of the dialog at or after `date`, 0 when there is none."""
    end = (await top(tx, owner, peer))[0] + 1
    return await messages.first_dated(tx, NEXT_DATE, {"owner": owner, "by_peer": peer}, end, date)


async def top(tx: Tx, owner: int, peer: int) -> tuple[int, int]:
    """(id, date) of the newest message; (0, 0) when there is none."""
    row = await tx.one(TOP, owner=owner, by_peer=peer)
    return (row[0], row[1]) if row else (0, 0)


# --- dialogs


async def many(tx: Tx, owner: int, peers: Sequence[int]) -> dict[int, SavedDialog]:
    rows = [SavedDialog(*row) for row in await tx.all(GET_MANY, owner=owner, peers=list(peers))] if peers else []
    return {row.peer: row for row in rows}


async def page(tx: Tx, owner: int, offset: tuple[int, int, int], count: int) -> list[SavedDialog]:
    """Not pinned dialogs older than offset = (date, id, peer) of the last one seen, newest first."""
    date, msg_id, peer = offset
    params: dict[str, Any] = {"offset_date": date, "offset_id": msg_id, "offset_peer": peer}
    return [SavedDialog(*row) for row in await tx.all(PAGE, owner=owner, count=count, **params)]


async def pinned(tx: Tx, owner: int) -> list[SavedDialog]:
    """Pinned dialogs, topmost first."""
    return [SavedDialog(*row) for row in await tx.all(PINNED, owner=owner)]


async def dialogs(tx: Tx, owner: int) -> tuple[int, int]:
    """How many dialogs there are: (all, pinned)."""
    row = await tx.one(COUNT_DIALOGS, owner=owner)
    return (row[0], row[1]) if row else (0, 0)


async def set_top(tx: Tx, owner: int, peer: int, msg_id: int, date: int) -> None:
    await tx.run(SET_TOP, owner=owner, by_peer=peer, new_id=msg_id, new_date=date)


async def set_pinned(tx: Tx, owner: int, peer: int, place: int) -> None:
    await tx.run(SET_PINNED, owner=owner, by_peer=peer, new=place)


async def drop_dialog(tx: Tx, owner: int, peer: int) -> None:
    await tx.run(DROP_DIALOG, owner=owner, by_peer=peer)
