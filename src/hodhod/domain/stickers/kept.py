"""What a user keeps at hand: recent stickers, favourites, GIFs. core.telegram.org/api/stickers#recent-stickersets

Sending a sticker or a GIF makes it the newest of its list.
"""

from __future__ import annotations

import enum

from hodhod import errors
from hodhod.domain.media import attributes as attr
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.store import kept_documents as store
from hodhod.store import media as store_media
from hodhod.store import stickers as store_stickers
from hodhod.store.db import Tx
from hodhod.store.records import Document, KeptDocument, Sticker
from hodhod.tl import types


class Shelf(enum.IntEnum):
    """Stored: a number keeps its meaning for ever. ATTACHED: stickers put on photos."""

    RECENT = 0
    ATTACHED = 1
    FAVED = 2
    GIFS = 3


def most(viewer: Viewer, shelf: Shelf) -> int:
    limits = viewer.world.limits
    if shelf is Shelf.FAVED:
        return limits.faved_stickers
    return limits.saved_gifs if shelf is Shelf.GIFS else limits.recent_stickers


class Shown:
    """A list: rows, their documents, and the stickers among them that stand in a set."""

    __slots__ = ("documents", "rows", "stickers")

    def __init__(self, rows: list[KeptDocument], documents: dict[int, Document], stickers: dict[int, Sticker]) -> None:
        self.rows = [row for row in rows if row.document_id in documents]
        self.documents = documents
        self.stickers = stickers


async def listed(tx: Tx, viewer: Viewer, shelf: Shelf) -> Shown:
    """Newest first."""
    rows = await store.page(tx, viewer.user, shelf, most(viewer, shelf))
    ids = [row.document_id for row in rows]
    return Shown(rows, await store_media.documents_by_ids(tx, ids), await store_stickers.by_ids(tx, ids))


async def add(tx: Tx, viewer: Viewer, shelf: Shelf, document: Document) -> None:
    """Raises STICKER_ID_INVALID, GIF_ID_INVALID."""
    check(shelf, document)
    await _put(tx, viewer, shelf, document.id)


def check(shelf: Shelf, document: Document) -> None:
    """Raises STICKER_ID_INVALID, GIF_ID_INVALID when the document is nothing for this list."""
    if shelf is Shelf.GIFS:
        if document.kind != MediaKind.GIF:
            raise errors.GIF_ID_INVALID
    elif document.kind != MediaKind.STICKER or is_emoji(document):
        raise errors.STICKER_ID_INVALID


def is_emoji(document: Document) -> bool:
    """A custom emoji stands in texts, not among stickers."""
    said = attr.unpack(document.attributes) if document.kind == MediaKind.STICKER else []
    return any(isinstance(one, types.DocumentAttributeCustomEmoji) for one in said)


async def _put(tx: Tx, viewer: Viewer, shelf: Shelf, document_id: int) -> None:
    first = await store.page(tx, viewer.user, shelf, 1)
    if not first or first[0].document_id != document_id:
        row = KeptDocument(viewer.user, shelf, document_id, viewer.world.ids.new(), viewer.now)
        await store.put(tx, row, most(viewer, shelf))
        await _tell(tx, viewer, shelf)


async def remove(tx: Tx, viewer: Viewer, shelf: Shelf, document_id: int) -> None:
    if await store.remove(tx, viewer.user, shelf, document_id):
        await _tell(tx, viewer, shelf)


async def clear(tx: Tx, viewer: Viewer, shelf: Shelf) -> None:
    if await store.clear(tx, viewer.user, shelf):
        await _tell(tx, viewer, shelf)


async def sent(tx: Tx, viewer: Viewer, document_id: int) -> None:
    """The viewer sent this sticker or GIF just now."""
    document = (await store_media.documents_by_ids(tx, [document_id])).get(document_id)
    if document is not None and document.kind == MediaKind.GIF:
        await _put(tx, viewer, Shelf.GIFS, document_id)
    elif document is not None and document.kind == MediaKind.STICKER and not is_emoji(document):
        await _put(tx, viewer, Shelf.RECENT, document_id)


async def _tell(tx: Tx, viewer: Viewer, shelf: Shelf) -> None:
    await set_state(tx, viewer.user, StateKind.KEPT_DOCUMENTS, shelf, None, viewer.now)
