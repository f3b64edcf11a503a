"""Sticker sets and lists of stickers for one viewer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hodhod.domain.stickers import kept, sets
from hodhod.domain.stickers.kinds import MIME_LETTERS, SetFlag, SetKind
from hodhod.domain.stickers.sets import Whole
from hodhod.domain.viewer import Viewer
from hodhod.store import media as store_media
from hodhod.store import stickers as store
from hodhod.store.db import Tx
from hodhod.store.records import Document, SeenSet, Sticker, StickerSet
from hodhod.tl import types
from hodhod.views import media
from hodhod.views.refs import FILE_DC

# stickers that a set is shown with before it is opened
COVERS = 5
THUMB_SIDE = 100


async def sticker_sets(tx: Tx, viewer: Viewer, rows: Sequence[SeenSet]) -> list[types.TypeStickerSet]:
    """Without their stickers."""
    thumbs = [one.set.thumb for one in rows if one.set.thumb and one.set.kind != SetKind.EMOJI]
    known = await store_media.documents_by_ids(tx, thumbs)
    return [_set(viewer, one, known.get(one.set.thumb)) for one in rows]


def _set(viewer: Viewer, seen: SeenSet, thumb: Document | None) -> types.StickerSet:
    row = seen.set
    letter = MIME_LETTERS.get(thumb.mime_type) if thumb is not None else None
    shown = types.StickerSet(
        creator=row.owner == viewer.user,
        text_color=bool(row.flags & SetFlag.TEXT_COLOR),
        archived=bool(seen.archived),
        masks=row.kind == SetKind.MASK,
        animated=bool(row.flags & SetFlag.ANIMATED),
        videos=bool(row.flags & SetFlag.VIDEOS),
        emojis=row.kind == SetKind.EMOJI,
        installed_date=seen.installed or None,
        id=row.id,
        access_hash=sets.access_hash(viewer, row.id),
        title=row.title,
        short_name=row.short_name,
        thumb_document_id=row.thumb or None if row.kind == SetKind.EMOJI else None,
        count=row.size,
        hash=sets.version_hash(row),
    )
    if thumb is not None and letter is not None:
        shown.thumbs = [types.PhotoSize(type=letter, w=THUMB_SIDE, h=THUMB_SIDE, size=thumb.size)]
        shown.thumb_dc_id, shown.thumb_version = FILE_DC, row.thumb_version
    return shown


async def of_set(tx: Tx, viewer: Viewer, row: StickerSet) -> types.messages.StickerSet:
    """A set with everything in it."""
    return await whole(tx, viewer, await sets.whole(tx, viewer, row))


async def whole(tx: Tx, viewer: Viewer, found: Whole) -> types.messages.StickerSet:
    (shown,) = await sticker_sets(tx, viewer, [found.seen])
    return types.messages.StickerSet(
        set=shown,
        packs=packs(found.stickers),
        keywords=[
            types.StickerKeyword(document_id=one.document_id, keyword=one.keywords.split(","))
            for one in found.stickers
            if one.keywords
        ],
        documents=documents(viewer, (found.documents[one.document_id] for one in found.stickers)),
    )


async def covered(tx: Tx, viewer: Viewer, rows: Sequence[SeenSet]) -> list[types.TypeStickerSetCovered]:
    """Sets with their first stickers."""
    inside = await store.of_sets(tx, [one.set.id for one in rows])
    first = {set_id: [one.document_id for one in found[:COVERS]] for set_id, found in inside.items()}
    known = await store_media.documents_by_ids(tx, [one for ids in first.values() for one in ids])
    shown: list[types.TypeStickerSetCovered] = []
    for one in await sticker_sets(tx, viewer, rows):
        covers = documents(viewer, (known[document] for document in first.get(one.id, ())))
        if covers:
            shown.append(types.StickerSetMultiCovered(set=one, covers=covers))
        else:
            shown.append(types.StickerSetNoCovered(set=one))
    return shown


def packs(stickers: Iterable[Sticker]) -> list[types.TypeStickerPack]:
    """Which stickers stand for which emoji."""
    found: dict[str, list[int]] = {}
    for one in stickers:
        for emoji in one.emojis.split():
            found.setdefault(emoji, []).append(one.document_id)
    return [types.StickerPack(emoticon=emoji, documents=ids) for emoji, ids in found.items()]


def documents(viewer: Viewer, rows: Iterable[Document]) -> list[types.TypeDocument]:
    """None of these has thumbnails."""
    return [media.document(viewer, row, ()) for row in rows]


async def with_thumbs(tx: Tx, viewer: Viewer, rows: Sequence[Document]) -> list[types.TypeDocument]:
    """Documents of any kind."""
    sizes = await store_media.sizes_of(tx, [row.id for row in rows])
    return [media.document(viewer, row, sizes.get(row.id, ())) for row in rows]


def packs_of(found: kept.Shown) -> list[types.TypeStickerPack]:
    """Of a list of kept stickers, those that stand in a set."""
    return packs(found.stickers[row.document_id] for row in found.rows if row.document_id in found.stickers)
