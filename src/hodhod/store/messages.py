"""Reading and changing stored messages. A row is the owner's copy, its content, and the owner's id of what it
answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from hodhod.store.bits import CopyFlag
from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, few
from hodhod.store.records import Content, Copy, Message, Post
from hodhod.store.tables import contents, copies, posts

_c = copies.c
_r = copies.alias("replied")
_WIDTH = len(Copy._fields)
_END = _WIDTH + len(Content._fields)
_POST = tuple(posts.c[name] for name in Post._fields)
OUT, PINNED = int(CopyFlag.OUT), int(CopyFlag.PINNED)


def messages_where(*conditions: ColumnElement[bool]) -> Select[Any]:
    """SELECT of whole messages; the caller adds order and limit."""
    replied = and_(_r.c.owner == _c.owner, _r.c.content_id == contents.c.reply_content)
    return (
        select(*_c, *contents.c, _r.c.id, *_POST)
        .select_from(
            copies.join(contents, contents.c.id == _c.content_id)
            .outerjoin(_r, replied)
            .outerjoin(posts, and_(_c.owner < 0, posts.c.owner == _c.owner, posts.c.id == _c.id))
        )
        .where(*conditions)
    )


def row_of(row: tuple[Any, ...]) -> Message:
    """The record of a row of messages_where."""
    post = None if row[_END + 1] is None else Post(*row[_END + 1 :])
    return Message(Copy(*row[:_WIDTH]), Content(*row[_WIDTH:_END]), row[_END], post)


_MINE = _c.owner == bindparam("owner")
# one chat of a mailbox: by the index of its peer, never through the whole mailbox
_HERE = _MINE & few(_c.peer == bindparam("by_peer"))
BY_IDS = Query(messages_where(_MINE, any_of(_c.id, "ids")).order_by(_c.id))
BY_CONTENT = Query(messages_where(_MINE, _c.content_id == bindparam("by_content")))
BY_CONTENTS = Query(messages_where(_MINE, any_of(_c.content_id, "by_contents")).order_by(_c.content_id.desc()))
SINCE = Query(messages_where(_MINE, _c.pts > bindparam("since")).order_by(_c.pts).limit(bindparam("count")))
OLDER = Query(
    messages_where(_HERE, _c.id < bindparam("below"), _c.id > bindparam("above"))
    .order_by(_c.id.desc())
    .limit(bindparam("count"))
)
NEWER = Query(
    messages_where(_HERE, _c.id >= bindparam("from_id"), _c.id < bindparam("below"), _c.id > bindparam("above"))
    .order_by(_c.id)
    .limit(bindparam("count"))
)
COUNT = Query(select(func.count()).where(_HERE))
NEXT_DATE = Query(
    select(_c.id, contents.c.date)
    .select_from(copies.join(contents, contents.c.id == _c.content_id))
    .where(_HERE, _c.id >= bindparam("from_id"))
    .order_by(_c.id)
    .limit(1)
)
UNREAD = Query(select(func.count()).where(_HERE, _c.id > bindparam("above"), _c.flags.bitwise_and(OUT) == 0))
PINNED_COPIES = Query(
    select(*_c).where(_HERE, _c.flags.bitwise_and(PINNED) != 0).order_by(_c.id.desc()).limit(bindparam("count"))
)
LAST_INCOMING = Query(
    select(_c.content_id)
    .where(_HERE, _c.id <= bindparam("up_to"), _c.flags.bitwise_and(OUT) == 0)
    .order_by(_c.id.desc())
    .limit(1)
)
INCOMING_BY_SENDER = Query(
    select(contents.c.sender, func.max(_c.content_id))
    .select_from(copies.join(contents, contents.c.id == _c.content_id))
    .where(_HERE, _c.id > bindparam("after"), _c.id <= bindparam("up_to"), _c.flags.bitwise_and(OUT) == 0)
    .group_by(contents.c.sender)
    .order_by(contents.c.sender)
)
TOP = Query(
    select(_c.id, contents.c.date)
    .select_from(copies.join(contents, contents.c.id == _c.content_id))
    .where(_HERE)
    .order_by(_c.id.desc())
    .limit(1)
)
COPIES_OF = Query(select(*_c).where(any_of(_c.owner, "owners") & (_c.content_id == bindparam("by_content"))))
COPIES_OF_MANY = Query(
    select(*_c).where((_c.owner == bindparam("owner")) & any_of(_c.content_id, "by_contents")).order_by(_c.id)
)
DELETE_COPIES = Query(delete(copies).where(_MINE & any_of(_c.id, "ids")))
IDS_UP_TO = Query(
    select(_c.id, _c.content_id)
    .where(_HERE, _c.id <= bindparam("up_to"))
    .order_by(_c.id.desc())
    .limit(bindparam("count"))
)
IDS_OF_SENDER = Query(
    select(_c.id)
    .select_from(copies.join(contents, contents.c.id == _c.content_id))
    .where(_HERE, contents.c.sender == bindparam("sender"))
    .order_by(_c.id.desc())
    .limit(bindparam("count"))
)
DROP_CONTENTS = Query(delete(contents).where(any_of(contents.c.id, "ids")))
EDIT = Query(
    update(contents)
    .where(contents.c.id == bindparam("by_id"))
    .values(
        text=bindparam("new_text"),
        entities=bindparam("new_entities"),
        edit_date=bindparam("new_date"),
        flags=bindparam("new_flags"),
        markup=bindparam("new_markup"),
        media_kind=bindparam("new_media_kind"),
        media_id=bindparam("new_media_id"),
        media=bindparam("new_media"),
        webpage=bindparam("new_webpage"),
    )
)
SET_FLAGS = Query(update(copies).where(_MINE & (_c.id == bindparam("by_id"))).values(flags=bindparam("new_flags")))


async def by_ids(tx: Tx, owner: int, ids: Sequence[int]) -> list[Message]:
    """The owner's messages among these ids, ascending."""
    return [row_of(row) for row in await tx.all(BY_IDS, owner=owner, ids=list(ids))] if ids else []


async def find(tx: Tx, owner: int, msg_id: int) -> Message | None:
    rows = await by_ids(tx, owner, [msg_id])
    return rows[0] if rows else None


async def by_content(tx: Tx, owner: int, content_id: int) -> Message | None:
    row = await tx.one(BY_CONTENT, owner=owner, by_content=content_id)
    return row_of(row) if row else None


async def by_contents(tx: Tx, owner: int, content_ids: Sequence[int]) -> list[Message]:
    """The owner's messages of these contents, newest first."""
    rows = []
    for start in range(0, len(content_ids), 500):
        part = list(content_ids[start : start + 500])
        rows += await tx.all(BY_CONTENTS, owner=owner, by_contents=part)
    return [row_of(row) for row in rows]


async def since(tx: Tx, owner: int, pts: int, count: int) -> list[Message]:
    """The next `count` messages that arrived after pts, ascending by pts."""
    return [row_of(row) for row in await tx.all(SINCE, owner=owner, since=pts, count=count)]


async def older(tx: Tx, owner: int, peer: int, below: int, above: int, count: int) -> list[Message]:
    """Up to `count` messages with above < id < below, newest first."""
    rows = await tx.all(OLDER, owner=owner, by_peer=peer, below=below, above=above, count=count)
    return [row_of(row) for row in rows]


async def newer(tx: Tx, owner: int, peer: int, from_id: int, bounds: tuple[int, int], count: int) -> list[Message]:
    """Up to `count` messages with id >= from_id and bounds[0] < id < bounds[1], oldest first."""
    above, below = bounds
    rows = await tx.all(NEWER, owner=owner, by_peer=peer, from_id=from_id, below=below, above=above, count=count)
    return [row_of(row) for row in rows]


async def count(tx: Tx, owner: int, peer: int) -> int:
    row = await tx.one(COUNT, owner=owner, by_peer=peer)
    return int(row[0]) if row else 0


async def first_at(tx: Tx, owner: int, peer: int, date: int) -> int:
    """The first message id of the chat at or after `date`, 0 when there is none."""
    end = (await top(tx, owner, peer))[0] + 1
    return await first_dated(tx, NEXT_DATE, {"owner": owner, "by_peer": peer}, end, date)


async def first_dated(tx: Tx, next_date: Query, where: dict[str, int], end: int, date: int) -> int:
    """The first id below `end` at or after `date`, 0 when there is none; next_date: (id, date) of the next id.

    By halving: dates grow with ids, so some twenty point reads find it in a chat of any length.
    """
    below, found = 1, 0
    while below < end:
        middle = (below + end) // 2
        row = await tx.one(next_date, from_id=middle, **where)
        if row is not None and row[1] < date:
            below = row[0] + 1
        else:
            end = middle
            found = row[0] if row is not None else found
    return found


async def unread_after(tx: Tx, owner: int, peer: int, above: int) -> int:
    """Incoming messages with id > above."""
    row = await tx.one(UNREAD, owner=owner, by_peer=peer, above=above)
    return int(row[0]) if row else 0


async def last_incoming(tx: Tx, owner: int, peer: int, up_to: int) -> int | None:
    """The content of the newest incoming message with id <= up_to."""
    row = await tx.one(LAST_INCOMING, owner=owner, by_peer=peer, up_to=up_to)
    return int(row[0]) if row else None


async def incoming_by_sender(tx: Tx, owner: int, peer: int, after: int, up_to: int) -> list[tuple[int, int]]:
    """(sender, content) of the newest incoming message of each sender with after < id <= up_to."""
    rows = await tx.all(INCOMING_BY_SENDER, owner=owner, by_peer=peer, after=after, up_to=up_to)
    return [(row[0], row[1]) for row in rows if row[0] > 0]


async def pinned_copies(tx: Tx, owner: int, peer: int, count: int = 1000) -> list[Copy]:
    """The owner's pinned copies in a chat, newest first."""
    return [Copy(*row) for row in await tx.all(PINNED_COPIES, owner=owner, by_peer=peer, count=count)]


async def top(tx: Tx, owner: int, peer: int) -> tuple[int, int]:
    """(id, date) of the newest message of a chat; (0, 0) when it is empty."""
    row = await tx.one(TOP, owner=owner, by_peer=peer)
    return (row[0], row[1]) if row else (0, 0)


async def copies_of(tx: Tx, owners: Sequence[int], content_id: int) -> list[Copy]:
    """These owners' copies of one content."""
    return [Copy(*row) for row in await tx.all(COPIES_OF, owners=list(owners), by_content=content_id)]


async def owned_copies(tx: Tx, owner: int, content_ids: Sequence[int]) -> list[Copy]:
    """One owner's copies of several contents, ascending by id."""
    return [Copy(*row) for row in await tx.all(COPIES_OF_MANY, owner=owner, by_contents=list(content_ids))]


async def ids_up_to(tx: Tx, owner: int, peer: int, up_to: int, count: int) -> list[tuple[int, int]]:
    """(id, content id) of the newest `count` messages of a chat with id <= up_to."""
    rows = await tx.all(IDS_UP_TO, owner=owner, by_peer=peer, up_to=up_to, count=count)
    return [(row[0], row[1]) for row in rows]


async def delete_copies(tx: Tx, owner: int, ids: Sequence[int]) -> None:
    await tx.run(DELETE_COPIES, owner=owner, ids=list(ids))


async def drop_contents(tx: Tx, ids: Sequence[int]) -> None:
    """Forget contents that no mailbox holds any more; the caller has seen to that."""
    await tx.run(DROP_CONTENTS, ids=list(ids))


async def edit(tx: Tx, content: Content) -> None:
    """Write what an edit may change."""
    await tx.run(
        EDIT,
        by_id=content.id,
        new_text=content.text,
        new_entities=content.entities,
        new_date=content.edit_date,
        new_flags=content.flags,
        new_markup=content.markup,
        new_media_kind=content.media_kind,
        new_media_id=content.media_id,
        new_media=content.media,
        new_webpage=content.webpage,
    )


async def set_flags(tx: Tx, owner: int, msg_id: int, flags: int) -> None:
    await tx.run(SET_FLAGS, owner=owner, by_id=msg_id, new_flags=flags)


async def ids_of_sender(tx: Tx, owner: int, sender: int, count: int) -> list[int]:
    """The newest messages of a sender in a channel's mailbox; every message of it may be looked at."""
    return [row[0] for row in await tx.all(IDS_OF_SENDER, owner=owner, by_peer=owner, sender=sender, count=count)]
