"""Polls and votes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Poll, Vote
from hodhod.store.tables import poll_votes, polls

_p, _v = polls.c, poll_votes.c
_THIS = (_v.poll_id == bindparam("by_poll")) & (_v.user_id == bindparam("by_user"))
_NEWEST = (_v.date.desc(), _v.user_id.desc())
_BELOW = (_v.date <= bindparam("before")) & or_(_v.date < bindparam("before"), _v.user_id < bindparam("below"))

ADD = Query(insert(polls))
BY_IDS = Query(select(*_p).where(any_of(_p.id, "ids")))
# The poll's row is held while somebody votes, so that its counts stay exact.
GET = Query(select(*_p).where(_p.id == bindparam("by_id")))
LOCK = Query(select(*_p).where(_p.id == bindparam("by_id")).with_for_update())
_VOTED: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("voters", "counts", "recent", "unread")}
VOTED = Query(update(polls).where(_p.id == bindparam("by_id")).values(**_VOTED))
_UNREAD = (_p.creator == bindparam("by_creator")) & (_p.unread > 0)
UNREAD = Query(
    select(_p.content_id)
    .where(_UNREAD, _p.peer == bindparam("by_peer"))
    .order_by(_p.content_id.desc())
    .limit(bindparam("count"))
)
UNREAD_COUNTS = Query(
    select(_p.peer, func.count()).select_from(polls).where(_UNREAD, any_of(_p.peer, "peers")).group_by(_p.peer)
)
GONE = Query(update(polls).where(any_of(_p.id, "ids"), any_of(_p.content_id, "contents")).values(unread=0))
SEEN = Query(update(polls).where(_UNREAD, any_of(_p.content_id, "ids")).values(unread=0))
CLOSE = Query(update(polls).where(_p.id == bindparam("by_id")).values(closed=1))
BEGIN = Query(
    update(polls)
    .where(_p.id == bindparam("by_id"))
    .values(content_id=bindparam("new_content"), close_date=bindparam("new_close"), poll=bindparam("new_poll"))
)
ASKS = Query(update(polls).where(_p.id == bindparam("by_id")).values(poll=bindparam("new_poll")))
_CHOSE = (_v.poll_id == bindparam("by_poll")) & (_v.options.bitwise_and(bindparam("option")) != 0)
TAKE_BACK = Query(update(poll_votes).where(_CHOSE).values(options=_v.options - bindparam("option")))
NO_VOTES = Query(delete(poll_votes).where(_v.poll_id == bindparam("by_poll"), _v.options == 0))
_put = insert(poll_votes)
VOTE = Query(
    _put.on_conflict_do_update(
        index_elements=["poll_id", "user_id"],
        set_={"options": _put.excluded.options, "date": _put.excluded.date},
    )
)
RETRACT = Query(delete(poll_votes).where(_THIS))
FIND = Query(select(*_v).where(_THIS))
OWN = Query(select(*_v).where((_v.user_id == bindparam("by_user")) & any_of(_v.poll_id, "ids")))
PAGE = Query(select(*_v).where(_v.poll_id == bindparam("by_poll"), _BELOW).order_by(*_NEWEST).limit(bindparam("count")))
PAGE_OF = Query(
    select(*_v)
    .where(_v.poll_id == bindparam("by_poll"), _BELOW, _v.options.bitwise_and(bindparam("option")) != 0)
    .order_by(*_NEWEST)
    .limit(bindparam("count"))
)


async def add(tx: Tx, row: Poll) -> None:
    await tx.run(ADD, **row._asdict())


async def by_ids(tx: Tx, ids: Sequence[int]) -> dict[int, Poll]:
    return {row[0]: Poll(*row) for row in await tx.all(BY_IDS, ids=list(ids))} if ids else {}


async def lock(tx: Tx, poll_id: int) -> Poll | None:
    """The poll, held alone until the transaction ends."""
    row = await tx.one(LOCK if tx.dialect == "postgresql" else GET, by_id=poll_id)
    return Poll(*row) if row else None


async def voted(tx: Tx, row: Poll) -> None:
    """Write how many voted for what, who did last, and whether its creator has seen it."""
    changed = {"new_voters": row.voters, "new_counts": row.counts, "new_recent": row.recent, "new_unread": row.unread}
    await tx.run(VOTED, by_id=row.id, **changed)


async def unread(tx: Tx, creator: int, peer: int, count: int) -> list[int]:
    """The contents of the creator's polls in a chat with votes that they have not seen, newest first."""
    return [row[0] for row in await tx.all(UNREAD, by_creator=creator, by_peer=peer, count=count)]


async def unread_counts(tx: Tx, creator: int, peers: Sequence[int]) -> dict[int, int]:
    """How many such polls there are, by chat; chats with none are left out."""
    rows = await tx.all(UNREAD_COUNTS, by_creator=creator, peers=list(peers)) if peers else []
    return {row[0]: row[1] for row in rows}


async def seen(tx: Tx, creator: int, content_ids: Sequence[int]) -> None:
    """Their creator has seen the votes in the polls of these contents."""
    if content_ids:
        await tx.run(SEEN, by_creator=creator, ids=list(content_ids))


async def close(tx: Tx, poll_id: int) -> None:
    await tx.run(CLOSE, by_id=poll_id)


async def begin(tx: Tx, row: Poll) -> None:
    """Write of which message it is, and when it ends."""
    await tx.run(BEGIN, by_id=row.id, new_content=row.content_id, new_close=row.close_date, new_poll=row.poll)


async def gone(tx: Tx, ids: Sequence[int], contents: Sequence[int]) -> None:
    """The messages with which these polls were made are deleted: nobody sees their votes there any more. Other
    messages with them change nothing."""
    if ids:
        await tx.run(GONE, ids=list(ids), contents=list(contents))


async def vote(tx: Tx, row: Vote) -> None:
    await tx.run(VOTE, **row._asdict())


async def retract(tx: Tx, poll_id: int, user: int) -> None:
    await tx.run(RETRACT, by_poll=poll_id, by_user=user)


async def asks(tx: Tx, poll_id: int, poll: bytes) -> None:
    """Write what it asks."""
    await tx.run(ASKS, by_id=poll_id, new_poll=poll)


async def take_back(tx: Tx, poll_id: int, option: int) -> int:
    """Nobody has chosen the answer with this bit any more; how many have no vote left."""
    await tx.run(TAKE_BACK, by_poll=poll_id, option=option)
    return await tx.run(NO_VOTES, by_poll=poll_id)


async def newest(tx: Tx, poll_id: int, count: int) -> list[Vote]:
    """The newest votes."""
    return await page(tx, poll_id, (2**31 - 1, 2**62), count)


async def find(tx: Tx, poll_id: int, user: int) -> Vote | None:
    row = await tx.one(FIND, by_poll=poll_id, by_user=user)
    return Vote(*row) if row else None


async def own(tx: Tx, user: int, poll_ids: Sequence[int]) -> dict[int, int]:
    """The bits of what a user chose in each of these polls; those in which they did not vote are left out."""
    rows = await tx.all(OWN, by_user=user, ids=list(poll_ids)) if poll_ids else []
    return {row[0]: row[2] for row in rows}


async def page(tx: Tx, poll_id: int, below: tuple[int, int], count: int, option: int = 0) -> list[Vote]:
    """Up to `count` votes before (date, user), newest first; all, or those for the answer with this bit."""
    where = {"by_poll": poll_id, "before": below[0], "below": below[1], "count": count}
    rows = await tx.all(PAGE_OF, option=option, **where) if option else await tx.all(PAGE, **where)
    return [Vote(*row) for row in rows]
