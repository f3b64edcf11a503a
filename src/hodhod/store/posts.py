"""What a channel's messages have besides content and copy, and which messages of groups name somebody."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, select, update

from hodhod.store import forwards
from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Post
from hodhod.store.tables import contents, copies, mentioned, posts

_p, _n = posts.c, mentioned.c
ADD = Query(insert(posts))
REMOVE = Query(delete(posts).where((_p.owner == bindparam("by_owner")) & any_of(_p.id, "ids")))
FORWARDED = Query(
    update(posts)
    .where((_p.owner == bindparam("by_owner")) & (_p.id == bindparam("by_id")))
    .values(forwards=_p.forwards + 1)
)
SPREAD_VIEWS = Query(
    update(posts)
    .where(_p.owner == bindparam("by_owner"))
    .values(views=bindparam("least") + (_p.n * 7919) % bindparam("spread"))
)
# Unread for one reader, counted one by one: what others wrote after the last message read.
UNREAD = Query(
    select(func.count())
    .select_from(copies.join(contents, contents.c.id == copies.c.content_id))
    .where((copies.c.owner == bindparam("by_owner")) & (copies.c.id > bindparam("above")))
    .where((contents.c.sender != bindparam("reader")) & (contents.c.author != bindparam("reader")))
)
AUTHORS = Query(
    select(contents.c.sender, contents.c.author)
    .select_from(copies.join(contents, contents.c.id == copies.c.content_id))
    .where((copies.c.owner == bindparam("by_owner")) & (copies.c.id > bindparam("above")))
    .where(copies.c.id <= bindparam("up_to"))
    .order_by(copies.c.id.desc())
    .limit(bindparam("count"))
)
_MENTION = (_n.owner == bindparam("by_owner")) & (_n.peer == bindparam("by_peer"))
MENTION = Query(insert(mentioned).on_conflict_do_nothing(index_elements=["owner", "peer", "id"]))
NAMED_IN = Query(select(_n.owner).where((_n.peer == bindparam("by_peer")) & (_n.id == bindparam("by_id"))))
MENTIONED = Query(select(_n.id, _n.unread).where(_MENTION & any_of(_n.id, "ids")))
MENTIONS = Query(
    select(_n.peer, func.count())
    .where((_n.owner == bindparam("by_owner")) & any_of(_n.peer, "peers") & (_n.unread == 1))
    .group_by(_n.peer)
)
FORGET = Query(delete(mentioned).where(_MENTION & any_of(_n.id, "ids")))
FORGET_POSTS = Query(delete(mentioned).where((_n.peer == bindparam("by_peer")) & any_of(_n.id, "ids")))
UNSEEN = Query(select(_n.id).where(_MENTION & (_n.unread == 1)).order_by(_n.id.desc()).limit(bindparam("count")))
NAMING = Query(
    select(_n.id).where(_MENTION & (_n.id < bindparam("below"))).order_by(_n.id.desc()).limit(bindparam("count"))
)
LOOKED_AT = Query(update(mentioned).where(_MENTION & any_of(_n.id, "ids") & (_n.unread == 1)).values(unread=0))


async def add(tx: Tx, owner: int, msg_id: int, row: Post) -> None:
    await tx.run(ADD, owner=owner, id=msg_id, **row._asdict())


async def remove(tx: Tx, owner: int, ids: Sequence[int]) -> None:
    """These messages of a channel are gone, and whom they named is not asked to look at them any more."""
    await tx.run(REMOVE, by_owner=owner, ids=list(ids))
    await tx.run(FORGET_POSTS, by_peer=owner, ids=list(ids))
    await forwards.remove(tx, owner, ids)


async def forwarded(tx: Tx, owner: int, msg_id: int) -> None:
    """One forward more."""
    await tx.run(FORWARDED, by_owner=owner, by_id=msg_id)


async def spread_views(tx: Tx, owner: int, least: int, most: int) -> None:
    """Give every post of a sample channel some number of views between these, the same each time."""
    await tx.run(SPREAD_VIEWS, by_owner=owner, least=least, spread=most - least)


async def unread(tx: Tx, owner: int, above: int, reader: int) -> int:
    """Messages of a channel after `above` that somebody else wrote."""
    row = await tx.one(UNREAD, by_owner=owner, above=above, reader=reader)
    return int(row[0]) if row else 0


async def authors(tx: Tx, owner: int, above: int, up_to: int, count: int) -> list[int]:
    """Who wrote the newest `count` messages with above < id <= up_to; users only."""
    rows = await tx.all(AUTHORS, by_owner=owner, above=above, up_to=up_to, count=count)
    return sorted({row[1] or row[0] for row in rows if (row[1] or row[0]) > 0})


async def mention(tx: Tx, users: Sequence[int], peer: int, msg_ids: dict[int, int]) -> None:
    """A message names these users; msg_ids: each one's id of it."""
    await tx.many(MENTION, [{"owner": user, "peer": peer, "id": msg_ids[user], "unread": 1} for user in users])


async def named_in(tx: Tx, peer: int, msg_id: int) -> list[int]:
    """Users whom a channel's message names."""
    return [row[0] for row in await tx.all(NAMED_IN, by_peer=peer, by_id=msg_id)]


async def mentions_among(tx: Tx, owner: int, peer: int, ids: Sequence[int]) -> dict[int, bool]:
    """Which of these messages name the owner, and whether that is still unread."""
    rows = await tx.all(MENTIONED, by_owner=owner, by_peer=peer, ids=list(ids)) if ids else []
    return {row[0]: bool(row[1]) for row in rows}


async def unread_mentions(tx: Tx, owner: int, peers: Sequence[int]) -> dict[int, int]:
    """How many unread mentions the owner has in each of these chats; those with none are left out."""
    rows = await tx.all(MENTIONS, by_owner=owner, peers=list(peers)) if peers else []
    return {row[0]: row[1] for row in rows}


async def unseen(tx: Tx, owner: int, peer: int, count: int) -> list[int]:
    """Messages of a chat that name the owner, who has not looked at them, newest first."""
    return [row[0] for row in await tx.all(UNSEEN, by_owner=owner, by_peer=peer, count=count)]


async def naming(tx: Tx, owner: int, peer: int, below: int, count: int) -> list[int]:
    """Messages of a chat with a lower id that name the owner, looked at or not, newest first."""
    return [row[0] for row in await tx.all(NAMING, by_owner=owner, by_peer=peer, below=below, count=count)]


async def looked_at(tx: Tx, owner: int, peer: int, ids: Sequence[int]) -> int:
    """The owner has seen these mentions; how many were unread."""
    return await tx.run(LOOKED_AT, by_owner=owner, by_peer=peer, ids=list(ids))


async def forget_mentions(tx: Tx, owner: int, peer: int, ids: Sequence[int]) -> None:
    await tx.run(FORGET, by_owner=owner, by_peer=peer, ids=list(ids))
