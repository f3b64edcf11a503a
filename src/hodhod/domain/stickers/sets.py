"""Sets as somebody sees them: found by what names them, with what is in them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from hodhod import errors
from hodhod.domain.media.finding import Place
from hodhod.domain.media.kinds import FileKind
from hodhod.domain.viewer import Viewer
from hodhod.store import installed_sets, stickers
from hodhod.store import media as store_media
from hodhod.store.db import Tx
from hodhod.store.records import Document, SeenSet, Sticker, StickerSet
from hodhod.tl import types


@dataclass(frozen=True, slots=True)
class Whole:
    """A set with its stickers in their order."""

    seen: SeenSet
    stickers: list[Sticker]
    documents: dict[int, Document]


def access_hash(viewer: Viewer, set_id: int) -> int:
    return viewer.world.hashes.file(FileKind.STICKER_SET, set_id)


def named(viewer: Viewer, set_id: int) -> types.TypeInputStickerSet:
    """A set as clients ask for it; 0: none."""
    if not set_id:
        return types.InputStickerSetEmpty()
    return types.InputStickerSetID(id=set_id, access_hash=access_hash(viewer, set_id))


def version_hash(row: StickerSet) -> int:
    """What clients compare to know whether a set has changed: of two sets, two numbers."""
    return zlib.crc32(b"%d %d" % (row.id, row.version)) & 0x7FFFFFFF or 1


async def find(tx: Tx, viewer: Viewer, given: types.TypeInputStickerSet) -> StickerSet:
    """Raises STICKERSET_INVALID."""
    row = None
    if isinstance(given, types.InputStickerSetID) and given.access_hash == access_hash(viewer, given.id):
        row = await stickers.find_set(tx, given.id)
    elif isinstance(given, types.InputStickerSetShortName):
        row = await stickers.by_name(tx, given.short_name.lower())
    if row is None:
        raise errors.STICKERSET_INVALID
    return row


async def seen(tx: Tx, viewer: Viewer, row: StickerSet) -> SeenSet:
    return (await installed_sets.seen(tx, viewer.user, [row]))[0]


async def whole(tx: Tx, viewer: Viewer, row: StickerSet) -> Whole:
    rows = await stickers.of_set(tx, row.id)
    documents = await store_media.documents_by_ids(tx, [one.document_id for one in rows])
    return Whole(await seen(tx, viewer, row), rows, documents)


async def made(tx: Tx, viewer: Viewer, after: int, limit: int) -> tuple[list[SeenSet], int]:
    """(a page of the viewer's own sets after the set `after`, 0 = from the newest; how many there are)."""
    rows = await stickers.owned(tx, viewer.user, after or installed_sets.LAST, limit)
    return await installed_sets.seen(tx, viewer.user, rows), await stickers.count_owned(tx, viewer.user)


async def thumb_place(tx: Tx, viewer: Viewer, given: types.InputStickerSetThumb) -> Place:
    """Where the bytes of a set's own picture are. Raises LOCATION_INVALID, also when it has another one by now."""
    try:
        row = await find(tx, viewer, given.stickerset)
    except errors.STICKERSET_INVALID:
        raise errors.LOCATION_INVALID from None
    document = (await store_media.documents_by_ids(tx, [row.thumb])).get(row.thumb)
    if document is None or row.thumb_version != given.thumb_version:
        raise errors.LOCATION_INVALID
    return Place(document.hash, document.size, document.mime_type, document.date)
