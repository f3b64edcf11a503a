"""Profile photos of a user, the newest first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.tables import profile_photos

_p = profile_photos.c
_mine = _p.owner == bindparam("by_owner")
_put = insert(profile_photos)
PUT = Query(
    _put.on_conflict_do_update(index_elements=["owner", "photo_id"], set_={"place": _put.excluded.place}),
)
IDS = Query(select(_p.photo_id).where(_mine).order_by(_p.place.desc()).limit(bindparam("count")))
COUNT = Query(select(func.count()).where(_mine & (_p.photo_id == bindparam("by_photo"))))
DELETE = Query(delete(profile_photos).where(_mine & any_of(_p.photo_id, "ids")))


async def put(tx: Tx, owner: int, photo_id: int, place: int) -> None:
    """Add a photo, or move it; the highest place comes first."""
    await tx.run(PUT, owner=owner, photo_id=photo_id, place=place)


async def ids(tx: Tx, owner: int, count: int) -> list[int]:
    return [row[0] for row in await tx.all(IDS, by_owner=owner, count=count)]


async def has(tx: Tx, owner: int, photo_id: int) -> bool:
    row = await tx.one(COUNT, by_owner=owner, by_photo=photo_id)
    return bool(row and row[0])


async def remove(tx: Tx, owner: int, photo_ids: Sequence[int]) -> None:
    if photo_ids:
        await tx.run(DELETE, by_owner=owner, ids=list(photo_ids))
