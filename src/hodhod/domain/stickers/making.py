"""Making a sticker set and changing it, which its creator alone may. core.telegram.org/api/stickers#creating-stickers

A sticker of a set is a document of its own, whatever file it was made from: its attributes name the set for ever, also
in messages, after it was taken out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hodhod import errors
from hodhod.domain.media import attributes as attr
from hodhod.domain.media.files import Kept
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.stickers import installed, kinds, names
from hodhod.domain.stickers.kinds import TGS, WEBM, SetFlag, SetKind
from hodhod.domain.viewer import Viewer
from hodhod.store import media as store_media
from hodhod.store import stickers as store
from hodhod.store.db import Tx
from hodhod.store.records import Document, Sticker, StickerSet
from hodhod.tl import types

FILE_NAMES = {kinds.WEBP: "sticker.webp", TGS: "AnimatedSticker.tgs", WEBM: "sticker.webm"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A file that was looked at: its blob, what it is, its measures, and how long it moves (0: not, or not said)."""

    blob: Kept
    mime_type: str
    width: int
    height: int
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class NewSticker:
    """A sticker that is to be in a set; emojis, keywords: as they are stored."""

    drawn: Drawn
    emojis: str
    keywords: str = ""
    mask: types.TypeMaskCoords | None = None


def most(viewer: Viewer, kind: int) -> int:
    """How many stickers a set holds."""
    limits = viewer.world.limits
    return limits.emoji_in_set if kind == SetKind.EMOJI else limits.stickers_in_set


async def create(
    tx: Tx,
    viewer: Viewer,
    named: tuple[str, str],
    kind: SetKind,
    new: Sequence[NewSticker],
    thumb: Drawn | None = None,
    *,
    text_color: bool = False,
) -> StickerSet:
    """named: (title, short name; empty: one is made of the title).

    Raises PACK_TITLE_INVALID, PACK_SHORT_NAME_INVALID, PACK_SHORT_NAME_OCCUPIED, STICKERS_EMPTY, STICKERS_TOO_MUCH.
    """
    title = names.title(named[0])
    short_name = named[1] or await names.suggested(tx, title)
    if not names.is_short_name(short_name):
        raise errors.PACK_SHORT_NAME_INVALID
    if not new:
        raise errors.STICKERS_EMPTY
    if len(new) > most(viewer, kind):
        raise errors.STICKERS_TOO_MUCH
    flags = SetFlag.TEXT_COLOR if text_color and kind is SetKind.EMOJI else SetFlag(0)
    row = StickerSet(
        viewer.world.ids.new(), viewer.user, short_name.lower(), short_name, title, kind, int(flags), 0, 0, viewer.now
    )
    if not await names.is_free(tx, short_name) or not await store.add_set(tx, row):
        raise errors.PACK_SHORT_NAME_OCCUPIED
    await store.put_set_words(tx, kind, row.id, list(names.set_words(short_name, title)))
    await _add(tx, viewer, row, new, 0)
    if thumb is not None:
        row = row._replace(thumb=await _keep_thumb(tx, viewer, thumb), thumb_version=viewer.now)
    return await _changed(tx, viewer, row)


async def add(tx: Tx, viewer: Viewer, set_id: int, new: NewSticker) -> StickerSet:
    """Raises STICKERSET_INVALID, STICKERS_TOO_MUCH."""
    row = await own(tx, viewer, set_id)
    rows = await store.of_set(tx, row.id)
    if len(rows) >= most(viewer, row.kind):
        raise errors.STICKERS_TOO_MUCH
    await _add(tx, viewer, row, [new], rows[-1].place + 1 if rows else 0)
    return await _changed(tx, viewer, row)


async def replace(tx: Tx, viewer: Viewer, document_id: int, new: NewSticker) -> StickerSet:
    """Another one in the same place. Raises STICKER_INVALID, STICKERSET_INVALID."""
    row, old = await _own_sticker(tx, viewer, document_id)
    await store.remove(tx, [old.document_id])
    await _add(tx, viewer, row, [new], old.place)
    return await _changed(tx, viewer, row)


async def remove(tx: Tx, viewer: Viewer, document_id: int) -> StickerSet:
    """Raises STICKER_INVALID, STICKERSET_INVALID."""
    row, old = await _own_sticker(tx, viewer, document_id)
    await store.remove(tx, [old.document_id])
    return await _changed(tx, viewer, row)


async def move(tx: Tx, viewer: Viewer, document_id: int, position: int) -> StickerSet:
    """Raises STICKER_INVALID, STICKERSET_INVALID."""
    row, one = await _own_sticker(tx, viewer, document_id)
    rest = [other for other in await store.of_set(tx, row.id) if other.document_id != document_id]
    at = max(0, min(position, len(rest)))
    order = [*rest[:at], one, *rest[at:]]
    await store.put(tx, [other._replace(place=place) for place, other in enumerate(order) if other.place != place])
    return await _changed(tx, viewer, row)


async def change(
    tx: Tx,
    viewer: Viewer,
    document_id: int,
    emojis: str | None,
    keywords: str | None,
    mask: types.TypeMaskCoords | None,
) -> StickerSet:
    """Other emojis, words or place on a face; None leaves them. Raises STICKER_INVALID, STICKERSET_INVALID."""
    row, old = await _own_sticker(tx, viewer, document_id)
    new = old._replace(
        emojis=old.emojis if emojis is None else emojis, keywords=old.keywords if keywords is None else keywords
    )
    await store.put(tx, [new])
    await store.forget_words(tx, [document_id])
    await store.add_words(tx, row.kind, {document_id: names.found_by(new.emojis, new.keywords)})
    await _describe(tx, row, new, mask)
    return await _changed(tx, viewer, row)


async def rename(tx: Tx, viewer: Viewer, set_id: int, title: str) -> StickerSet:
    """Raises PACK_TITLE_INVALID, STICKERSET_INVALID."""
    title = names.title(title)
    row = await own(tx, viewer, set_id)
    await store.put_set_words(tx, row.kind, row.id, list(names.set_words(row.short_name, title)))
    return await _changed(tx, viewer, row._replace(title=title))


async def set_thumb(tx: Tx, viewer: Viewer, set_id: int, thumb: Drawn | None) -> StickerSet:
    """A picture for the set itself; None: its first sticker will do. Raises STICKERSET_INVALID."""
    row = await own(tx, viewer, set_id)
    made = await _keep_thumb(tx, viewer, thumb) if thumb is not None else 0
    return await _changed(tx, viewer, row._replace(thumb=made, thumb_version=viewer.now if made else 0))


async def set_thumb_emoji(tx: Tx, viewer: Viewer, set_id: int, document_id: int) -> StickerSet:
    """One of the emoji of the set stands for it. Raises STICKER_INVALID, STICKERSET_INVALID."""
    row = await own(tx, viewer, set_id)
    if row.kind != SetKind.EMOJI or document_id not in {one.document_id for one in await store.of_set(tx, row.id)}:
        raise errors.STICKER_INVALID
    return await _changed(tx, viewer, row._replace(thumb=document_id))


async def delete(tx: Tx, viewer: Viewer, set_id: int) -> None:
    """Whoever has it installed sees it vanish. Raises STICKERSET_INVALID."""
    row = await own(tx, viewer, set_id)
    await store.remove(tx, [one.document_id for one in await store.of_set(tx, row.id)])
    await store.remove_set(tx, row.id)
    await installed.tell_of(tx, viewer, row)


async def own(tx: Tx, viewer: Viewer, set_id: int) -> StickerSet:
    """A set of the viewer's own, held alone. Raises STICKERSET_INVALID."""
    row = await store.lock(tx, set_id)
    if row is None or row.owner != viewer.user:
        raise errors.STICKERSET_INVALID
    return row


async def set_of(tx: Tx, viewer: Viewer, document_id: int) -> StickerSet:
    """The viewer's own set in which a sticker stands, not held. Raises STICKER_INVALID, STICKERSET_INVALID."""
    known = (await store.by_ids(tx, [document_id])).get(document_id)
    if known is None:
        raise errors.STICKER_INVALID
    row = await store.find_set(tx, known.set_id)
    if row is None or row.owner != viewer.user:
        raise errors.STICKERSET_INVALID
    return row


async def _own_sticker(tx: Tx, viewer: Viewer, document_id: int) -> tuple[StickerSet, Sticker]:
    row = await own(tx, viewer, (await set_of(tx, viewer, document_id)).id)
    found = (await store.by_ids(tx, [document_id])).get(document_id)
    if found is None:  # taken out before the set was ours
        raise errors.STICKER_INVALID
    return row, found


async def _add(tx: Tx, viewer: Viewer, row: StickerSet, new: Sequence[NewSticker], first: int) -> None:
    """Write stickers, from the place `first` on."""
    text_color = bool(row.flags & SetFlag.TEXT_COLOR)
    documents = [
        _document(viewer, one.drawn, [kinds.attribute(row.kind, row.id, one.emojis, one.mask, text_color=text_color)])
        for one in new
    ]
    rows = [
        Sticker(document.id, row.id, place, one.emojis, one.keywords)
        for place, (document, one) in enumerate(zip(documents, new, strict=True), first)
    ]
    await store_media.add_blobs(tx, [one.drawn.blob for one in new], viewer.now)
    await store_media.add_documents(tx, documents)
    await store.add(tx, rows)
    await store.add_words(tx, row.kind, {one.document_id: names.found_by(one.emojis, one.keywords) for one in rows})


async def _keep_thumb(tx: Tx, viewer: Viewer, drawn: Drawn) -> int:
    document = _document(viewer, drawn, [])
    await store_media.add_blobs(tx, [drawn.blob], viewer.now)
    await store_media.add_document(tx, document)
    return document.id


def _document(viewer: Viewer, drawn: Drawn, said: Sequence[attr.Attribute]) -> Document:
    measures: attr.Attribute = types.DocumentAttributeImageSize(w=drawn.width, h=drawn.height)
    if drawn.mime_type == WEBM:
        measures = types.DocumentAttributeVideo(duration=drawn.seconds, w=drawn.width, h=drawn.height)
    name = types.DocumentAttributeFilename(file_name=FILE_NAMES[drawn.mime_type])
    packed = attr.pack([measures, *said, name])
    blob, ids = drawn.blob, viewer.world.ids
    return Document(
        ids.new(), viewer.user, viewer.now, MediaKind.STICKER, blob.hash, blob.size, drawn.mime_type, packed
    )


async def _describe(tx: Tx, row: StickerSet, one: Sticker, mask: types.TypeMaskCoords | None) -> None:
    """The document says what its sticker has become."""
    document = (await store_media.documents_by_ids(tx, [one.document_id]))[one.document_id]
    old = attr.unpack(document.attributes)
    before = next((said for said in old if isinstance(said, kinds.Attribute)), None)
    mask = mask or getattr(before, "mask_coords", None)
    new = kinds.attribute(row.kind, row.id, one.emojis, mask, text_color=bool(row.flags & SetFlag.TEXT_COLOR))
    packed = attr.pack(new if isinstance(said, kinds.Attribute) else said for said in old)
    await store_media.set_attributes(tx, one.document_id, packed)


async def _changed(tx: Tx, viewer: Viewer, row: StickerSet) -> StickerSet:
    """Write the set as it is now, and tell its creator's devices."""
    rows = await store.of_set(tx, row.id)
    documents = await store_media.documents_by_ids(tx, [one.document_id for one in rows])
    formats = {document.mime_type for document in documents.values()}
    flags = row.flags & SetFlag.TEXT_COLOR
    flags |= (formats == {TGS}) * SetFlag.ANIMATED | (formats == {WEBM}) * SetFlag.VIDEOS
    gone = row.kind == SetKind.EMOJI and row.thumb not in documents
    new = row._replace(flags=int(flags), size=len(rows), version=row.version + 1, thumb=0 if gone else row.thumb)
    await store.put_set(tx, new)
    await installed.tell_of(tx, viewer, new)
    return new
