"""Usernames, and the words by which those who have one are found."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, delete, select

from hodhod.ids import CHANNEL_BASE
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import chats, members, name_words, usernames

LAST = "\U0010ffff"

_n = usernames.c
_w = name_words.c
OWNER = Query(select(_n.peer).where(_n.name == bindparam("by_name")))
TAKE = Query(insert(usernames).on_conflict_do_nothing(index_elements=["name"]))
FREE = Query(delete(usernames).where((_n.peer == bindparam("by_peer")) & (_n.name == bindparam("by_name"))))
BY_PREFIX = Query(
    select(_n.peer)
    .where((_n.name >= bindparam("first")) & (_n.name < bindparam("last")))
    .order_by(_n.name)
    .limit(bindparam("count"))
)
BY_WORD = Query(
    select(_w.peer)
    .where((_w.word >= bindparam("first")) & (_w.word < bindparam("last")))
    .order_by(_w.word, _w.peer)
    .limit(bindparam("count"))
)
WITH_WORD = Query(
    select(_w.peer).where((_w.word == bindparam("by_word")) & (_w.peer < 0)).order_by(_w.peer).limit(bindparam("count"))
)
_own = members.alias("own")
_mine = _own.c
LARGEST = Query(
    select(_n.peer)
    .select_from(
        usernames.join(chats, chats.c.peer == _n.peer).outerjoin(
            _own, and_(_mine.peer == _n.peer, _mine.user_id == bindparam("viewer"))
        )
    )
    .where((_n.peer <= -CHANNEL_BASE) & _mine.user_id.is_(None))
    .where(chats.c.flags.op("&")(int(ChatFlag.BROADCAST | ChatFlag.GONE)) == int(ChatFlag.BROADCAST))
    .order_by(chats.c.members.desc(), _n.peer)
    .limit(bindparam("count"))
)
FORGET_WORDS = Query(delete(name_words).where(_w.peer == bindparam("by_peer")))
ADD_WORD = Query(insert(name_words))


async def owner(tx: Tx, name: str) -> int | None:
    """The peer that has this (folded) name."""
    row = await tx.one(OWNER, by_name=name)
    return int(row[0]) if row else None


async def take(tx: Tx, name: str, peer: int) -> bool:
    """False: somebody has it."""
    return bool(await tx.run(TAKE, name=name, peer=peer))


async def free(tx: Tx, name: str, peer: int) -> None:
    await tx.run(FREE, by_name=name, by_peer=peer)


async def by_prefix(tx: Tx, prefix: str, count: int) -> list[int]:
    """Peers whose username begins so, in order of the names."""
    return [row[0] for row in await tx.all(BY_PREFIX, first=prefix, last=prefix + LAST, count=count)]


async def by_word(tx: Tx, prefix: str, count: int) -> list[int]:
    """Peers with a username in whose name a word begins so."""
    rows = await tx.all(BY_WORD, first=prefix, last=prefix + LAST, count=count)
    return list(dict.fromkeys(row[0] for row in rows))


async def with_word(tx: Tx, word: str, count: int) -> list[int]:
    """Public chats in whose title this word stands."""
    return [row[0] for row in await tx.all(WITH_WORD, by_word=word, count=count)]


async def largest_channels(tx: Tx, viewer: int, count: int) -> list[int]:
    """Public channels in which the viewer has no row, those with most members first."""
    return [row[0] for row in await tx.all(LARGEST, viewer=viewer, count=count)]


async def put_words(tx: Tx, peer: int, words: Sequence[str]) -> None:
    """The words by which this peer is found from now on; none: it is not."""
    await tx.run(FORGET_WORDS, by_peer=peer)
    if words:
        await tx.many(ADD_WORD, [{"word": word, "peer": peer} for word in sorted(set(words))])
