"""Who has seen a channel's posts in the last days, so that each viewer counts once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.tables import posts, viewed

_v, _p = viewed.c, posts.c
_POST = (_v.owner == bindparam("by_owner")) & (_v.id == bindparam("by_id"))
AMONG = Query(select(_v.user_id).where(_POST & any_of(_v.user_id, "users")))
ADD = Query(insert(viewed).on_conflict_do_nothing(index_elements=["owner", "id", "user_id"]))
MORE = Query(
    update(posts)
    .where((_p.owner == bindparam("by_owner")) & (_p.id == bindparam("by_id")))
    .values(views=_p.views + bindparam("by"))
    .returning(_p.views)
)
OLD = Query(select(_v.owner, _v.id, _v.user_id).where(_v.date < bindparam("before")).limit(bindparam("count")))
DROP = Query(delete(viewed).where(_POST & (_v.user_id == bindparam("by_user"))))


async def among(tx: Tx, owner: int, msg_id: int, users: Sequence[int]) -> set[int]:
    """Which of these users were counted for a post."""
    return {row[0] for row in await tx.all(AMONG, by_owner=owner, by_id=msg_id, users=list(users))}


async def add(tx: Tx, owner: int, msg_id: int, users: Sequence[int], now: int) -> None:
    await tx.many(ADD, [{"owner": owner, "id": msg_id, "user_id": user, "date": now} for user in users])


async def more(tx: Tx, owner: int, msg_id: int, by: int) -> int | None:
    """So many views more; how many there are then, None when the post is gone."""
    row = await tx.one(MORE, by_owner=owner, by_id=msg_id, by=by)
    return int(row[0]) if row else None


async def expire(tx: Tx, before: int, count: int) -> bool:
    """Forget so many of what is older. True when there is more of it."""
    rows = await tx.all(OLD, before=before, count=count)
    await tx.many(DROP, [{"by_owner": owner, "by_id": msg_id, "by_user": user} for owner, msg_id, user in rows])
    return len(rows) == count
