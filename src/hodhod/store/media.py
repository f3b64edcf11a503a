"""Photos, documents and their sizes. Rows are added once and never changed, but for what a sticker says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Document, Photo, PhotoSize
from hodhod.store.tables import blobs, documents, photo_sizes, photos

_s = photo_sizes.c
ADD_BLOB = Query(insert(blobs).on_conflict_do_nothing(index_elements=["hash"]))
ADD_DOCUMENT = Query(insert(documents))
ADD_SHIPPED = Query(insert(documents).on_conflict_do_nothing(index_elements=["id"]))
ADD_PHOTO = Query(insert(photos))
ADD_SIZE = Query(insert(photo_sizes))
DOCUMENTS = Query(select(*documents.c).where(any_of(documents.c.id, "ids")))
SET_ATTRIBUTES = Query(
    update(documents).where(documents.c.id == bindparam("by_id")).values(attributes=bindparam("new"))
)
PHOTOS = Query(select(*photos.c).where(any_of(photos.c.id, "ids")))
SIZES = Query(select(*_s).where(any_of(_s.media_id, "ids")).order_by(_s.media_id, _s.width, _s.type))
SIZE = Query(select(*_s).where((_s.media_id == bindparam("media_id")) & (_s.type == bindparam("by_type"))))


async def add_blobs(tx: Tx, kept: Iterable[tuple[bytes, int]], now: int) -> None:
    """Remember (hash, size) of blobs that are about to be named by a row; known ones are left as they are."""
    rows = [{"hash": hash, "size": size, "created": now} for hash, size in kept]
    await tx.many(ADD_BLOB, rows)


async def add_document(tx: Tx, row: Document) -> None:
    await tx.run(ADD_DOCUMENT, **row._asdict())


async def add_shipped(tx: Tx, rows: Sequence[Document]) -> None:
    """Documents that come with the program: those that are there already are left as they are."""
    await tx.many(ADD_SHIPPED, [row._asdict() for row in rows])


async def add_documents(tx: Tx, rows: Sequence[Document]) -> None:
    if rows:
        await tx.many(ADD_DOCUMENT, [row._asdict() for row in rows])


async def add_photo(tx: Tx, row: Photo) -> None:
    await tx.run(ADD_PHOTO, **row._asdict())


async def add_sizes(tx: Tx, rows: Sequence[PhotoSize]) -> None:
    if rows:
        await tx.many(ADD_SIZE, [row._asdict() for row in rows])


async def documents_by_ids(tx: Tx, ids: Sequence[int]) -> dict[int, Document]:
    return {row[0]: Document(*row) for row in await tx.all(DOCUMENTS, ids=list(ids))} if ids else {}


async def set_attributes(tx: Tx, document_id: int, packed: bytes) -> None:
    """For stickers, whose emoji its creator may change."""
    await tx.run(SET_ATTRIBUTES, by_id=document_id, new=packed)


async def photos_by_ids(tx: Tx, ids: Sequence[int]) -> dict[int, Photo]:
    return {row[0]: Photo(*row) for row in await tx.all(PHOTOS, ids=list(ids))} if ids else {}


async def sizes_of(tx: Tx, ids: Sequence[int]) -> dict[int, list[PhotoSize]]:
    """The sizes of each of these photos and documents that has any, smallest first."""
    found: dict[int, list[PhotoSize]] = {}
    for row in await tx.all(SIZES, ids=list(ids)) if ids else []:
        found.setdefault(row[0], []).append(PhotoSize(*row))
    return found


async def find_size(tx: Tx, media_id: int, type: str) -> PhotoSize | None:
    row = await tx.one(SIZE, media_id=media_id, by_type=type)
    return PhotoSize(*row) if row else None
