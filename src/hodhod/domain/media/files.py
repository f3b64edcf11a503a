"""From kept bytes to photos and documents, and from these to what a message carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hodhod import tl
from hodhod.domain.media import attributes as attr
from hodhod.domain.media import kinds
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.viewer import Viewer
from hodhod.store import media as store
from hodhod.store.db import Tx
from hodhod.store.records import Document, Photo, PhotoSize, Poll
from hodhod.tl import types


class Kept(NamedTuple):
    """A blob that is there: its SHA-256 and its size."""

    hash: bytes
    size: int


class KeptSize(NamedTuple):
    """A finished size of a picture: its letter and measures; a blob, or the stripped bytes themselves."""

    type: str
    width: int
    height: int
    blob: Kept | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class NewFile:
    """Rows of a photo or document that nobody has seen yet."""

    row: Photo | Document
    sizes: tuple[PhotoSize, ...]
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """What a message is to carry: the columns media_kind, media_id and media of its content, and the file or poll if it
    is new.

    shell: canonical TL of the media without what differs between viewers; of a photo or document its messageMedia
    without the photo or document.
    """

    kind: MediaKind
    shell: bytes
    media_id: int = 0
    new: NewFile | Poll | None = None


@dataclass(frozen=True, slots=True)
class Looks:
    """How a photo or document is shown in one message. ttl: seconds after which it is gone once it was looked at."""

    spoiler: bool = False
    ttl: int | None = None


def new_photo(viewer: Viewer, sizes: Sequence[KeptSize]) -> NewFile:
    row = Photo(viewer.world.ids.new(), viewer.user, viewer.now)
    return NewFile(row, _size_rows(row.id, sizes), _blobs(sizes))


def new_document(
    viewer: Viewer,
    blob: Kept,
    mime_type: str,
    given: Sequence[types.TypeDocumentAttribute],
    thumbs: Sequence[KeptSize] = (),
    *,
    only_file: bool = False,
) -> NewFile:
    mime_type = attr.mime_type(mime_type)
    kept = attr.kept(given, only_file=only_file)
    kind = kinds.of_document(mime_type, kept)
    row = Document(
        viewer.world.ids.new(),
        viewer.user,
        viewer.now,
        kind,
        blob.hash,
        blob.size,
        mime_type,
        attr.pack(kept),
    )
    return NewFile(row, _size_rows(row.id, thumbs), (blob, *_blobs(thumbs)))


def _size_rows(media_id: int, sizes: Sequence[KeptSize]) -> tuple[PhotoSize, ...]:
    return tuple(
        PhotoSize(
            media_id,
            one.type,
            one.width,
            one.height,
            one.blob.size if one.blob else len(one.content or b""),
            one.blob.hash if one.blob else None,
            one.content,
        )
        for one in sizes
    )


def _blobs(sizes: Sequence[KeptSize]) -> tuple[Kept, ...]:
    return tuple(one.blob for one in sizes if one.blob is not None)


def carried_photo(row: Photo, looks: Looks, new: NewFile | None = None) -> Carried:
    shell = types.MessageMediaPhoto(spoiler=looks.spoiler, ttl_seconds=looks.ttl)
    return Carried(MediaKind.PHOTO, tl.encode(shell), row.id, new)


def carried_document(row: Document, looks: Looks, new: NewFile | None = None) -> Carried:
    kind = MediaKind(row.kind)
    shell = types.MessageMediaDocument(
        spoiler=looks.spoiler,
        ttl_seconds=looks.ttl,
        video=kind in (MediaKind.VIDEO, MediaKind.ROUND_VIDEO),
        round=kind is MediaKind.ROUND_VIDEO,
        voice=kind is MediaKind.VOICE,
    )
    return Carried(kind, tl.encode(shell), row.id, new)


def carried(new: NewFile, looks: Looks) -> Carried:
    if isinstance(new.row, Photo):
        return carried_photo(new.row, looks, new)
    return carried_document(new.row, looks, new)


async def add(tx: Tx, new: NewFile, now: int) -> None:
    """Write the rows of a new photo or document."""
    await store.add_blobs(tx, new.kept, now)
    if isinstance(new.row, Photo):
        await store.add_photo(tx, new.row)
    else:
        await store.add_document(tx, new.row)
    await store.add_sizes(tx, new.sizes)
