"""Where posts of channels stand, forwarded, in other channels and supergroups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, bindparam, delete, func, select

from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.tables import chats, copies, forwards


class Forward(NamedTuple):
    """The columns of `forwards`, in order."""

    owner: int
    id: int
    content_id: int
    peer: int
    msg_id: int


_f, _c = forwards.c, copies.c
_OF = (_f.owner == bindparam("by_owner")) & (_f.id == bindparam("by_id"))
# what is still there, and where anybody may read it
_PUBLIC = forwards.join(chats, chats.c.peer == _f.peer).join(copies, and_(_c.owner == _f.peer, _c.id == _f.msg_id))
_CLOSED = int(ChatFlag.GONE | ChatFlag.HIDDEN_HISTORY)
_SEEN = (chats.c.username.is_not(None)) & (chats.c.flags.op("&")(_CLOSED) == 0)
ADD = Query(insert(forwards).on_conflict_do_nothing(index_elements=["owner", "id", "content_id"]))
PAGE = Query(
    select(*_f)
    .select_from(_PUBLIC)
    .where(_OF, _SEEN, _f.content_id < bindparam("below"))
    .order_by(_f.content_id.desc())
    .limit(bindparam("count"))
)
COUNT = Query(select(func.count()).select_from(_PUBLIC).where(_OF, _SEEN))
REMOVE = Query(delete(forwards).where((_f.owner == bindparam("by_owner")) & any_of(_f.id, "ids")))
DROP = Query(delete(forwards).where(_OF, _f.content_id == bindparam("by_content")))


async def add(tx: Tx, row: Forward) -> None:
    await tx.run(ADD, **row._asdict())


async def public(tx: Tx, owner: int, msg_id: int, below: int, count: int) -> list[Forward]:
    """Forwards of a post in public channels and supergroups with a lower content id, newest first."""
    rows = await tx.all(PAGE, by_owner=owner, by_id=msg_id, below=below, count=count)
    return [Forward(*row) for row in rows]


async def count_public(tx: Tx, owner: int, msg_id: int) -> int:
    row = await tx.one(COUNT, by_owner=owner, by_id=msg_id)
    return int(row[0]) if row else 0


async def remove(tx: Tx, owner: int, ids: Sequence[int]) -> None:
    """These posts are gone: nobody asks where they were forwarded to."""
    await tx.run(REMOVE, by_owner=owner, ids=list(ids))


async def drop(tx: Tx, owner: int, msg_id: int, content_id: int) -> None:
    """A forward is gone."""
    await tx.run(DROP, by_owner=owner, by_id=msg_id, by_content=content_id)
