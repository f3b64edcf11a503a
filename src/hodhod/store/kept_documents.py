"""Documents that a user keeps at hand, in lists: recent and favourite stickers, saved GIFs."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.records import KeptDocument
from hodhod.store.tables import kept_documents

_k = kept_documents.c
_HERE = (_k.owner == bindparam("by_owner")) & (_k.list == bindparam("by_list"))
_ONE = _HERE & (_k.document_id == bindparam("by_document"))

_put = insert(kept_documents)
PUT = Query(
    _put.on_conflict_do_update(
        index_elements=["owner", "list", "document_id"],
        set_={"place": _put.excluded.place, "date": _put.excluded.date},
    )
)
PAGE = Query(select(*_k).where(_HERE).order_by(_k.place.desc()).limit(bindparam("count")))
EDGE = Query(select(_k.place).where(_HERE).order_by(_k.place.desc()).limit(1).offset(bindparam("most")))
CUT = Query(delete(kept_documents).where(_HERE, _k.place <= bindparam("edge")))
REMOVE = Query(delete(kept_documents).where(_ONE))
CLEAR = Query(delete(kept_documents).where(_HERE))


async def put(tx: Tx, row: KeptDocument, most: int) -> None:
    """The newest of its list, which holds no more than `most`: the oldest go."""
    await tx.run(PUT, **row._asdict())
    edge = await tx.one(EDGE, by_owner=row.owner, by_list=row.list, most=most)
    if edge is not None:
        await tx.run(CUT, by_owner=row.owner, by_list=row.list, edge=edge[0])


async def page(tx: Tx, owner: int, which: int, count: int) -> list[KeptDocument]:
    """Newest first."""
    return [KeptDocument(*row) for row in await tx.all(PAGE, by_owner=owner, by_list=which, count=count)]


async def remove(tx: Tx, owner: int, which: int, document_id: int) -> bool:
    """False: it was not there."""
    return bool(await tx.run(REMOVE, by_owner=owner, by_list=which, by_document=document_id))


async def clear(tx: Tx, owner: int, which: int) -> bool:
    return bool(await tx.run(CLEAR, by_owner=owner, by_list=which))
