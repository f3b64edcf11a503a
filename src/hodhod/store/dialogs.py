"""Dialogs: one row per (owner, peer), written with every message of the chat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, delete, func, or_, select, tuple_, update
from sqlalchemy.sql.elements import ColumnElement

from hodhod.ids import CHANNEL_BASE
from hodhod.store.bits import CopyFlag
from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Copy, Dialog
from hodhod.store.tables import chats, dialogs

_d = dialogs.c
_FIELDS = ("owner", "peer", "top_id", "top_date", "unread")


def _bump(count: int) -> Query:
    """Upsert `count` dialogs in one statement: newest message, one more unread where it came in."""
    rows: list[dict[str, Any]] = [{name: bindparam(f"{name}_{n}") for name in _FIELDS} for n in range(count)]
    put = insert(dialogs).values(rows)
    new = put.excluded
    return Query(
        put.on_conflict_do_update(
            index_elements=["owner", "peer"],
            set_={"top_id": new.top_id, "top_date": new.top_date, "unread": _d.unread + new.unread},
        )
    )


_ONE = [f"{name}_0" for name in _FIELDS]
_TWO = [f"{name}_{n}" for n in range(2) for name in _FIELDS]
OUT = int(CopyFlag.OUT)
BUMP, BUMP_TWO = _bump(1), _bump(2)
ENSURE = Query(
    insert(dialogs)
    .values(owner=bindparam("owner"), peer=bindparam("peer"), top_id=0, top_date=0, read_inbox=bindparam("read_inbox"))
    .on_conflict_do_nothing(index_elements=["owner", "peer"])
)
REMOVE = Query(delete(dialogs).where((_d.owner == bindparam("by_owner")) & (_d.peer == bindparam("by_peer"))))
# A channel's newest message stands in its own row: no member's dialog is written when something is posted.
_IN_CHANNEL = _d.peer <= -CHANNEL_BASE
_TOP_ID = case((_IN_CHANNEL, func.coalesce(chats.c.top_id, 0)), else_=_d.top_id)
_TOP_DATE = case((_IN_CHANNEL, func.coalesce(chats.c.top_date, 0)), else_=_d.top_date)
_TTL = func.coalesce(chats.c.ttl, _d.ttl)
_ALL = dialogs.outerjoin(chats, and_(_d.peer < 0, chats.c.peer == _d.peer))
_COLUMNS = tuple({"top_id": _TOP_ID, "top_date": _TOP_DATE, "ttl": _TTL}.get(c.name, c) for c in _d)


def _read(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(*_COLUMNS).select_from(_ALL).where(*conditions)


GET = Query(_read(_d.owner == bindparam("owner"), _d.peer == bindparam("peer")))
GET_MANY = Query(_read(_d.owner == bindparam("owner"), any_of(_d.peer, "peers")))
_LISTED = (_d.owner == bindparam("owner")) & (_TOP_ID > 0)
_AFTER = tuple_(_TOP_DATE, _TOP_ID, _d.peer) < tuple_(
    bindparam("offset_date"), bindparam("offset_id"), bindparam("offset_peer")
)
_NEWEST = (_TOP_DATE.desc(), _TOP_ID.desc(), _d.peer.desc())
PAGE = Query(
    _read(_LISTED & (_d.pinned == 0) & _AFTER & (_d.folder == bindparam("by_folder")))
    .order_by(*_NEWEST)
    .limit(bindparam("count"))
)
PAGE_ALL = Query(_read(_LISTED & (_d.pinned == 0) & _AFTER).order_by(*_NEWEST).limit(bindparam("count")))
PINNED = Query(_read(_LISTED & (_d.pinned > 0) & (_d.folder == bindparam("by_folder"))).order_by(_d.pinned.desc()))
PINNED_ALL = Query(_read(_LISTED & (_d.pinned > 0)).order_by(_d.folder, _d.pinned.desc()))
COUNT = Query(
    select(func.count(), func.coalesce(func.sum(case((_d.pinned > 0, 1), else_=0)), 0))
    .select_from(_ALL)
    .where(_LISTED & or_(bindparam("by_folder") < 0, _d.folder == bindparam("by_folder")))
)
UNREAD = Query(select(func.coalesce(func.sum(_d.unread), 0)).where((_d.owner == bindparam("owner")) & (_d.top_id > 0)))
FOLDERS = Query(
    select(_d.peer, _d.folder).select_from(_ALL).where(_d.owner == bindparam("owner")).order_by(_TOP_DATE.desc())
)
MARKED = Query(select(_d.peer).select_from(_ALL).where(_LISTED & (_d.unread_mark > 0)))


async def bump(tx: Tx, rows: Sequence[tuple[Copy, int]]) -> None:
    """A message arrived: (copy, date) each. Creates the dialog where there is none."""
    values = [(copy.owner, copy.peer, copy.id, date, 0 if copy.flags & OUT else 1) for copy, date in rows]
    if len(values) == 2:  # a private chat: one statement
        await tx.run(BUMP_TWO, **dict(zip(_TWO, values[0] + values[1], strict=True)))
    else:
        await tx.many(BUMP, [dict(zip(_ONE, row, strict=True)) for row in values])


async def ensure(tx: Tx, owner: int, peer: int, read_inbox: int = 0) -> None:
    """A row where there is none: a channel's dialog, whose newest message stands in the channel's own row. read_inbox:
    what was written up to this id counts as read."""
    await tx.run(ENSURE, owner=owner, peer=peer, read_inbox=read_inbox)


async def remove(tx: Tx, owner: int, peer: int) -> None:
    await tx.run(REMOVE, by_owner=owner, by_peer=peer)


async def find(tx: Tx, owner: int, peer: int) -> Dialog | None:
    row = await tx.one(GET, owner=owner, peer=peer)
    return Dialog(*row) if row else None


async def many(tx: Tx, owner: int, peers: Sequence[int]) -> dict[int, Dialog]:
    rows = [Dialog(*row) for row in await tx.all(GET_MANY, owner=owner, peers=list(peers))]
    return {row.peer: row for row in rows}


async def page(tx: Tx, owner: int, folder: int | None, offset: tuple[int, int, int], count: int) -> list[Dialog]:
    """Not pinned dialogs older than offset = (date, id, peer) of the last one seen, newest first."""
    date, msg_id, peer = offset
    params: dict[str, Any] = {"owner": owner, "count": count}
    params |= {"offset_date": date, "offset_id": msg_id, "offset_peer": peer}
    if folder is None:
        rows = await tx.all(PAGE_ALL, **params)
    else:
        rows = await tx.all(PAGE, by_folder=folder, **params)
    return [Dialog(*row) for row in rows]


async def pinned(tx: Tx, owner: int, folder: int | None) -> list[Dialog]:
    """Pinned dialogs of a folder (None: of all), topmost first."""
    if folder is None:
        rows = await tx.all(PINNED_ALL, owner=owner)
    else:
        rows = await tx.all(PINNED, owner=owner, by_folder=folder)
    return [Dialog(*row) for row in rows]


async def count(tx: Tx, owner: int, folder: int | None) -> tuple[int, int]:
    """(all, pinned) dialogs in a folder; None: in all folders."""
    row = await tx.one(COUNT, owner=owner, by_folder=-1 if folder is None else folder)
    return (row[0], row[1]) if row else (0, 0)


async def total_unread(tx: Tx, owner: int) -> int:
    row = await tx.one(UNREAD, owner=owner)
    return int(row[0]) if row else 0


async def marked_unread(tx: Tx, owner: int) -> list[int]:
    return [row[0] for row in await tx.all(MARKED, owner=owner)]


async def folders(tx: Tx, owner: int) -> dict[int, int]:
    """Every peer that the owner has a dialog with and its folder, the newest first."""
    return {row[0]: row[1] for row in await tx.all(FOLDERS, owner=owner)}


_SETTABLE = (
    "top_id",
    "top_date",
    "read_inbox",
    "read_outbox",
    "unread",
    "unread_mark",
    "pinned",
    "folder",
    "flags",
    "ttl",
)
_SET = {
    name: Query(
        update(dialogs)
        .where((_d.owner == bindparam("by_owner")) & (_d.peer == bindparam("by_peer")))
        .values({name: bindparam("new")})
    )
    for name in _SETTABLE
}


async def put(tx: Tx, owner: int, peer: int, **values: int) -> None:
    """Set columns of one dialog that exists."""
    for name, value in values.items():
        await tx.run(_SET[name], by_owner=owner, by_peer=peer, new=value)
