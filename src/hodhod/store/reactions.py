"""Reactions of users to messages, by the content that all copies of a message share."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, or_, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Reaction
from hodhod.store.tables import contents, reactions

_r = reactions.c
_THIS = (_r.content_id == bindparam("by_content")) & (_r.user_id == bindparam("by_user"))
_OF = _r.content_id == bindparam("by_content")
_UNREAD = (_r.author == bindparam("by_author")) & (_r.unread > 0)
# An author has few unseen reactions, a message may have very many: the sum keeps SQLite from going by the message.
_AMONG = any_of(_r.content_id + 0, "ids")

# The content's row is held while its reactions change, so that its counts stay exact.
LOCK = Query(select(contents.c.reactions).where(contents.c.id == bindparam("by_id")).with_for_update())
COUNTS = Query(select(contents.c.reactions).where(contents.c.id == bindparam("by_id")))
SET_COUNTS = Query(update(contents).where(contents.c.id == bindparam("by_id")).values(reactions=bindparam("new")))
_put = insert(reactions)
PUT = Query(
    _put.on_conflict_do_update(
        index_elements=["content_id", "user_id"],
        set_={name: _put.excluded[name] for name in ("reaction", "date", "big", "author", "peer", "unread")},
    )
)
REMOVE = Query(delete(reactions).where(_THIS))
DROP = Query(delete(reactions).where(any_of(_r.content_id, "ids")))
FIND = Query(select(*_r).where(_THIS))
_NEWEST = (_r.date.desc(), _r.user_id.desc())
_BELOW = (_r.date <= bindparam("before")) & or_(_r.date < bindparam("before"), _r.user_id < bindparam("below"))
PAGE = Query(select(*_r).where(_OF, _BELOW).order_by(*_NEWEST).limit(bindparam("count")))
PAGE_OF = Query(
    select(*_r).where(_OF, _r.reaction == bindparam("wanted"), _BELOW).order_by(*_NEWEST).limit(bindparam("count"))
)
OWN = Query(select(*_r).where(any_of(_r.content_id, "ids") & (_r.user_id == bindparam("by_user"))))
OF_USER = Query(
    select(_r.content_id)
    .where(_r.user_id == bindparam("by_user"), _r.peer == bindparam("by_peer"))
    .order_by(_r.content_id.desc())
    .limit(bindparam("count"))
)
UNSEEN = Query(select(*_r).where(_UNREAD, _AMONG))
UNREAD = Query(
    select(_r.content_id)
    .where(_UNREAD, _r.peer == bindparam("by_peer"))
    .distinct()
    .order_by(_r.content_id.desc())
    .limit(bindparam("count"))
)
UNREAD_COUNTS = Query(
    select(_r.peer, func.count(_r.content_id.distinct())).where(_UNREAD, any_of(_r.peer, "peers")).group_by(_r.peer)
)
SEEN = Query(update(reactions).where(_UNREAD, _AMONG).values(unread=0))


async def lock(tx: Tx, content_id: int) -> str | None:
    """Hold a content alone while its reactions change; what its row says of them."""
    row = await tx.one(LOCK if tx.dialect == "postgresql" else COUNTS, by_id=content_id)
    return row[0] if row else None


async def set_counts(tx: Tx, content_id: int, packed: str | None) -> None:
    await tx.run(SET_COUNTS, by_id=content_id, new=packed)


async def put(tx: Tx, row: Reaction) -> None:
    await tx.run(PUT, **row._asdict())


async def remove(tx: Tx, content_id: int, user: int) -> None:
    await tx.run(REMOVE, by_content=content_id, by_user=user)


async def drop(tx: Tx, content_ids: Sequence[int]) -> None:
    """Forget all reactions to contents that are gone."""
    await tx.run(DROP, ids=list(content_ids))


async def find(tx: Tx, content_id: int, user: int) -> Reaction | None:
    row = await tx.one(FIND, by_content=content_id, by_user=user)
    return Reaction(*row) if row else None


async def page(
    tx: Tx, content_id: int, below: tuple[int, int], count: int, reaction: str | None = None
) -> list[Reaction]:
    """Up to `count` reactions before (date, user), newest first; all, or those of one kind."""
    where = {"by_content": content_id, "before": below[0], "below": below[1], "count": count}
    rows = await tx.all(PAGE, **where) if reaction is None else await tx.all(PAGE_OF, wanted=reaction, **where)
    return [Reaction(*row) for row in rows]


async def own(tx: Tx, user: int, content_ids: Sequence[int]) -> list[Reaction]:
    """What a user chose of the reactions to these contents."""
    rows = await tx.all(OWN, by_user=user, ids=list(content_ids)) if content_ids else []
    return [Reaction(*row) for row in rows]


async def unseen(tx: Tx, author: int, content_ids: Sequence[int]) -> list[Reaction]:
    """Reactions to these contents of an author's that they have not seen."""
    rows = await tx.all(UNSEEN, by_author=author, ids=list(content_ids)) if content_ids else []
    return [Reaction(*row) for row in rows]


async def of_user(tx: Tx, user: int, peer: int, count: int) -> list[int]:
    """The newest contents of a group or channel that a user has reacted to."""
    return [row[0] for row in await tx.all(OF_USER, by_user=user, by_peer=peer, count=count)]


async def unread(tx: Tx, author: int, peer: int, count: int) -> list[int]:
    """The author's contents in a chat with reactions that they have not seen, newest first."""
    return [row[0] for row in await tx.all(UNREAD, by_author=author, by_peer=peer, count=count)]


async def unread_counts(tx: Tx, author: int, peers: Sequence[int]) -> dict[int, int]:
    """In how many of their messages the author has unseen reactions, by chat; chats with none are left out."""
    rows = await tx.all(UNREAD_COUNTS, by_author=author, peers=list(peers)) if peers else []
    return {row[0]: row[1] for row in rows}


async def seen(tx: Tx, author: int, content_ids: Sequence[int]) -> int:
    """The author has seen the reactions to these messages; how many were unseen."""
    return await tx.run(SEEN, by_author=author, ids=list(content_ids)) if content_ids else 0
