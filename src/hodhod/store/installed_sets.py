"""Which sticker sets a user has installed or archived. A set that its creator deleted is left out everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import SeenSet, StickerSet
from hodhod.store.tables import installed_sets, sticker_sets

LAST = 2**63 - 1
_i = installed_sets.c
_HERE = (_i.owner == bindparam("owner")) & (_i.kind == bindparam("by_kind")) & (_i.archived == bindparam("by_archived"))
_WITH_SET = installed_sets.join(sticker_sets, sticker_sets.c.id == _i.set_id)
_COLUMNS = (*sticker_sets.c, _i.date, _i.archived, _i.place)

PAGE = Query(
    select(*_COLUMNS)
    .select_from(_WITH_SET)
    .where(_HERE, _i.place < bindparam("below"))
    .order_by(_i.place.desc())
    .limit(bindparam("count"))
)
COUNT = Query(select(func.count()).select_from(_WITH_SET).where(_HERE))
OF_SETS = Query(
    select(_i.set_id, _i.date, _i.archived, _i.place).where((_i.owner == bindparam("owner")) & any_of(_i.set_id, "ids"))
)
PLACE = Query(select(_i.place).where((_i.owner == bindparam("owner")) & (_i.set_id == bindparam("by_set"))))
_put = insert(installed_sets)
PUT = Query(
    _put.on_conflict_do_update(
        index_elements=["owner", "set_id"],
        set_={name: _put.excluded[name] for name in ("archived", "place", "date")},
    )
)
SET_PLACE = Query(
    update(installed_sets)
    .where((_i.owner == bindparam("by_owner")) & (_i.set_id == bindparam("by_set")))
    .values(place=bindparam("new_place"))
)
SET_ARCHIVED = Query(
    update(installed_sets).where((_i.owner == bindparam("owner")) & any_of(_i.set_id, "ids")).values(archived=1)
)
REMOVE = Query(delete(installed_sets).where((_i.owner == bindparam("owner")) & any_of(_i.set_id, "ids")))


async def page(tx: Tx, owner: int, kind: int, archived: int, count: int, below: int = LAST) -> list[SeenSet]:
    """Sets in the order of the list, those after the place `below`."""
    rows = await tx.all(PAGE, owner=owner, by_kind=kind, by_archived=archived, below=below, count=count)
    return [SeenSet(StickerSet(*row[:-3]), *row[-3:]) for row in rows]


async def count(tx: Tx, owner: int, kind: int, archived: int) -> int:
    row = await tx.one(COUNT, owner=owner, by_kind=kind, by_archived=archived)
    return int(row[0]) if row else 0


async def place(tx: Tx, owner: int, set_id: int) -> int:
    """Where a set stands in its list; 0: in none."""
    row = await tx.one(PLACE, owner=owner, by_set=set_id)
    return int(row[0]) if row else 0


async def seen(tx: Tx, owner: int, sets: Sequence[StickerSet]) -> list[SeenSet]:
    """These sets as the owner has them, in this order."""
    rows = await tx.all(OF_SETS, owner=owner, ids=[one.id for one in sets]) if sets else []
    mine = {row[0]: row[1:] for row in rows}
    return [SeenSet(one, *mine.get(one.id, ())) for one in sets]


async def put(tx: Tx, owner: int, row: SeenSet) -> None:
    await tx.run(
        PUT,
        owner=owner,
        set_id=row.set.id,
        kind=row.set.kind,
        archived=row.archived,
        place=row.place,
        date=row.installed,
    )


async def set_places(tx: Tx, owner: int, places: Sequence[tuple[int, int]]) -> None:
    """places: (set, its place) each."""
    if places:
        await tx.many(SET_PLACE, [{"by_owner": owner, "by_set": one, "new_place": place} for one, place in places])


async def archive(tx: Tx, owner: int, ids: Sequence[int]) -> None:
    if ids:
        await tx.run(SET_ARCHIVED, owner=owner, ids=list(ids))


async def remove(tx: Tx, owner: int, ids: Sequence[int]) -> None:
    if ids:
        await tx.run(REMOVE, owner=owner, ids=list(ids))
