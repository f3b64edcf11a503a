"""Tags of messages to oneself: which message has which."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.tables import saved_messages, saved_tags

_t, _m = saved_tags.c, saved_messages.c
_MINE = _t.owner == bindparam("owner")
PUT = Query(insert(saved_tags).on_conflict_do_nothing(index_elements=["owner", "reaction", "id"]))
REMOVE = Query(delete(saved_tags).where(_MINE & (_t.id == bindparam("by_id"))))
DROP = Query(delete(saved_tags).where(_MINE & any_of(_t.id, "ids")))
COUNTS = Query(select(_t.reaction, func.count()).where(_MINE).group_by(_t.reaction))
COUNTS_OF_PEER = Query(
    select(_t.reaction, func.count())
    .select_from(saved_tags.join(saved_messages, (_m.owner == _t.owner) & (_m.id == _t.id)))
    .where(_MINE & (_m.peer == bindparam("by_peer")))
    .group_by(_t.reaction)
)
OLDER = Query(
    select(_t.id)
    .where(_MINE & (_t.reaction == bindparam("by_reaction")) & (_t.id < bindparam("below")))
    .order_by(_t.id.desc())
    .limit(bindparam("count"))
)


async def set_tag(tx: Tx, owner: int, msg_id: int, reaction: str) -> None:
    """The message has this tag alone, or none ("")."""
    await tx.run(REMOVE, owner=owner, by_id=msg_id)
    if reaction:
        await tx.run(PUT, owner=owner, reaction=reaction, id=msg_id)


async def drop(tx: Tx, owner: int, ids: Sequence[int]) -> int:
    """The messages are gone. How many of their tags there were."""
    return await tx.run(DROP, owner=owner, ids=list(ids))


async def counts(tx: Tx, owner: int, peer: int = 0) -> dict[str, int]:
    """How many messages have each tag; peer: of one saved dialog, 0: of all."""
    rows = await tx.all(COUNTS_OF_PEER, owner=owner, by_peer=peer) if peer else await tx.all(COUNTS, owner=owner)
    return {row[0]: row[1] for row in rows}


async def older(tx: Tx, owner: int, reaction: str, below: int, count: int) -> list[int]:
    """Up to `count` ids below this one of messages with a tag, newest first."""
    rows = await tx.all(OLDER, owner=owner, by_reaction=reaction, below=below, count=count)
    return [row[0] for row in rows]
