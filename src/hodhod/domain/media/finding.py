"""Who may have which file. An id alone gives access to nothing: the access_hash says that the file was told to clients,
the file_reference that this user was shown it, not long ago."""

from __future__ import annotations

from typing import NamedTuple

from hodhod import errors
from hodhod.domain import access
from hodhod.domain.media import references
from hodhod.domain.media.kinds import FileKind
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import media as store
from hodhod.store.db import Tx
from hodhod.store.records import Document, Photo, PhotoSize
from hodhod.tl import types

# what names a file and brings a reference to it
Named = types.InputPhoto | types.InputDocument | types.InputPhotoFileLocation | types.InputDocumentFileLocation


class Place(NamedTuple):
    """Where the bytes of a file are, of which type they are and since when."""

    hash: bytes
    size: int
    mime_type: str
    date: int


JPEG = "image/jpeg"


async def photo(tx: Tx, viewer: Viewer, given: types.TypeInputPhoto) -> Photo:
    """Raises PHOTO_INVALID, FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID, FILE_REFERENCE_EXPIRED."""
    if not isinstance(given, types.InputPhoto) or given.access_hash != _hash(viewer, FileKind.PHOTO, given.id):
        raise errors.PHOTO_INVALID
    await _check(tx, viewer, FileKind.PHOTO, given)
    row = (await store.photos_by_ids(tx, [given.id])).get(given.id)
    if row is None:
        raise errors.PHOTO_INVALID
    return row


async def document(tx: Tx, viewer: Viewer, given: types.TypeInputDocument) -> Document:
    """Raises DOCUMENT_INVALID, FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID, FILE_REFERENCE_EXPIRED."""
    if not isinstance(given, types.InputDocument) or given.access_hash != _hash(viewer, FileKind.DOCUMENT, given.id):
        raise errors.DOCUMENT_INVALID
    await _check(tx, viewer, FileKind.DOCUMENT, given)
    row = (await store.documents_by_ids(tx, [given.id])).get(given.id)
    if row is None:
        raise errors.DOCUMENT_INVALID
    return row


async def photo_place(tx: Tx, viewer: Viewer, given: types.InputPhotoFileLocation) -> Place:
    """Raises LOCATION_INVALID, FILE_ID_INVALID and what is wrong with the reference."""
    if given.access_hash != _hash(viewer, FileKind.PHOTO, given.id):
        raise errors.LOCATION_INVALID
    await _check(tx, viewer, FileKind.PHOTO, given)
    return await size_place(tx, given.id, given.thumb_size)


async def document_place(tx: Tx, viewer: Viewer, given: types.InputDocumentFileLocation) -> Place:
    """The document, or its thumbnail `thumb_size`. Raises LOCATION_INVALID, FILE_ID_INVALID and what is wrong with the
    reference."""
    if given.access_hash != _hash(viewer, FileKind.DOCUMENT, given.id):
        raise errors.LOCATION_INVALID
    await _check(tx, viewer, FileKind.DOCUMENT, given)
    if given.thumb_size:
        return await size_place(tx, given.id, given.thumb_size)
    row = (await store.documents_by_ids(tx, [given.id])).get(given.id)
    if row is None:
        raise errors.FILE_ID_INVALID
    return Place(row.hash, row.size, row.mime_type, row.date)


async def size_place(tx: Tx, media_id: int, type: str) -> Place:
    """Raises LOCATION_INVALID when there is no such size."""
    size = await store.find_size(tx, media_id, type)
    if size is None or size.hash is None:
        raise errors.LOCATION_INVALID
    return Place(size.hash, size.size, JPEG, 0)


async def sizes(tx: Tx, media_id: int) -> list[PhotoSize]:
    """The sizes of a photo, smallest first."""
    return (await store.sizes_of(tx, [media_id])).get(media_id, [])


async def photo_size(tx: Tx, photo_id: int, *, big: bool) -> Place:
    """The largest or the smallest size of a photo that somebody is shown with. Raises LOCATION_INVALID."""
    fetched = [size for size in await sizes(tx, photo_id) if size.hash is not None]
    if not fetched:
        raise errors.LOCATION_INVALID
    size = fetched[-1 if big else 0]
    return Place(size.hash or b"", size.size, JPEG, 0)


async def _check(tx: Tx, viewer: Viewer, kind: FileKind, given: Named) -> None:
    """Raises what references.check raises; CHANNEL_PRIVATE to somebody who may not read the channel any more."""
    place = references.check(viewer, kind, given.id, given.file_reference)
    if place < 0:
        await access.readable(tx, viewer, Peer(place))


def _hash(viewer: Viewer, kind: FileKind, file_id: int) -> int:
    return viewer.world.hashes.file(kind, file_id)
