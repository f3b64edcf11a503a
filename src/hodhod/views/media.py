"""Photos, documents and what messages carry, as TL for one viewer: access_hash, file_reference and dc_id are made here.

`attached` loads what a batch of messages names, in at most three statements, and in none when they are text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from hodhod import tl
from hodhod.domain import mentions, threads
from hodhod.domain.media import attributes, kinds, references
from hodhod.domain.media.files import Carried, NewFile
from hodhod.domain.media.kinds import FileKind, MediaKind
from hodhod.domain.threads import NO_THREADS, Threads
from hodhod.domain.viewer import Viewer
from hodhod.ids import is_channel
from hodhod.store import media as store
from hodhod.store import webpages as store_webpages
from hodhod.store.db import Tx
from hodhod.store.records import Chat, Document, Message, Photo, PhotoSize, WebPage
from hodhod.tl import types
from hodhod.views import polls, reactions, webpages
from hodhod.views.polls import SeenPoll
from hodhod.views.reactions import Concerning
from hodhod.views.refs import FILE_DC

STRIPPED = "i"

Sizes = Mapping[int, Sequence[PhotoSize]]


_NONE: Mapping[int, Any] = MappingProxyType({})


class Attached(NamedTuple):
    """The rows that messages name by id, for whom they are shown, and which reactions are that viewer's business."""

    viewer: Viewer
    photos: Mapping[int, Photo] = _NONE
    documents: Mapping[int, Document] = _NONE
    sizes: Sizes = _NONE
    reactions: Concerning = _NONE
    polls: Mapping[int, SeenPoll] = _NONE
    threads: Threads = NO_THREADS
    pages: Mapping[int, WebPage] = _NONE


async def attached(tx: Tx, viewer: Viewer, rows: Iterable[Message]) -> Attached:
    """What these messages carry."""
    rows = list(rows)
    own = await reactions.concerning(tx, viewer, rows)
    read = await threads.shown(tx, viewer, rows)
    pages = await store_webpages.by_ids(tx, sorted({row.content.webpage for row in rows if row.content.webpage}))
    contents = [row.content for row in rows if row.content.media_id]
    pictures = {page.photo for page in pages.values() if page.photo}
    if not contents and not pictures:
        return Attached(viewer, reactions=own, threads=read, pages=pages)
    own_photos = {c.media_id for c in contents if c.media_kind in (MediaKind.PHOTO, MediaKind.CHAT_PHOTO)}
    photos = sorted(own_photos | pictures)
    documents = sorted({c.media_id for c in contents if c.media_kind in kinds.DOCUMENTS})
    return Attached(
        viewer,
        await store.photos_by_ids(tx, photos),
        await store.documents_by_ids(tx, documents),
        await store.sizes_of(tx, photos + documents),
        own,
        await polls.seen(tx, viewer, sorted({c.media_id for c in contents if c.media_kind == MediaKind.POLL})),
        read,
        pages,
    )


async def photos(tx: Tx, viewer: Viewer, ids: Sequence[int]) -> list[types.Photo]:
    """These photos, in this order; unknown ones are left out."""
    rows, sizes = await store.photos_by_ids(tx, ids), await store.sizes_of(tx, ids)
    return [photo(viewer, rows[photo_id], sizes.get(photo_id, ())) for photo_id in ids if photo_id in rows]


async def chat_photo(tx: Tx, viewer: Viewer, chat: Chat) -> types.Photo | None:
    """The photo that a group or channel is shown with."""
    rows = await store.photos_by_ids(tx, [chat.photo]) if chat.photo else {}
    if chat.photo not in rows:
        return None
    sizes = await store.sizes_of(tx, [chat.photo])
    place = chat.peer if is_channel(chat.peer) else 0
    return photo(viewer, rows[chat.photo], sizes.get(chat.photo, ()), place)


def chat_photo_told(message: Message, files: Attached) -> types.TypePhoto:
    """The photo of a service message that tells of a chat's new one."""
    row = files.photos.get(message.content.media_id)
    if row is None:
        return types.PhotoEmpty(id=message.content.media_id)
    return photo(files.viewer, row, files.sizes.get(row.id, ()), _place(message))


def photo(viewer: Viewer, row: Photo, sizes: Sequence[PhotoSize], place: int = 0) -> types.Photo:
    """place: the channel in which it is shown, 0 for what only the viewer is shown."""
    return types.Photo(
        id=row.id,
        access_hash=viewer.world.hashes.file(FileKind.PHOTO, row.id),
        file_reference=references.make(viewer, FileKind.PHOTO, row.id, place),
        date=row.date,
        sizes=[_size(size) for size in sizes],
        dc_id=FILE_DC,
    )


def document(viewer: Viewer, row: Document, thumbs: Sequence[PhotoSize], place: int = 0) -> types.Document:
    return types.Document(
        id=row.id,
        access_hash=viewer.world.hashes.file(FileKind.DOCUMENT, row.id),
        file_reference=references.make(viewer, FileKind.DOCUMENT, row.id, place),
        date=row.date,
        mime_type=row.mime_type,
        size=row.size,
        thumbs=[_size(size) for size in thumbs] or None,
        dc_id=FILE_DC,
        attributes=_attributes(viewer, row),
    )


def _attributes(viewer: Viewer, row: Document) -> list[types.TypeDocumentAttribute]:
    """As they are stored; a sticker's names its set, and how to open it."""
    found = attributes.unpack(row.attributes)
    for one in found if row.kind == MediaKind.STICKER else ():
        if isinstance(one, types.DocumentAttributeSticker | types.DocumentAttributeCustomEmoji):
            belongs = one.stickerset
            if isinstance(belongs, types.InputStickerSetID):
                belongs.access_hash = viewer.world.hashes.file(FileKind.STICKER_SET, belongs.id)
    return found


def _size(row: PhotoSize) -> types.TypePhotoSize:
    if row.type == STRIPPED:
        return types.PhotoStrippedSize(type=STRIPPED, bytes=row.content or b"")
    return types.PhotoSize(type=row.type, w=row.width, h=row.height, size=row.size)


def uploaded(viewer: Viewer, what: Carried, new: NewFile) -> types.TypeMessageMedia:
    """A file that is in no message yet."""
    shell: Any = tl.decode(what.shell)
    if isinstance(new.row, Photo):
        shell.photo = photo(viewer, new.row, new.sizes)
    else:
        shell.document = document(viewer, new.row, new.sizes)
    return cast("types.TypeMessageMedia", shell)


def of_message(message: Message, files: Attached) -> types.TypeMessageMedia | None:
    """The media of a message; None for a text."""
    content = message.content
    if not content.media_kind or content.media is None:
        page = files.pages.get(content.webpage)
        return webpages.media(content.flags, page, _page_photo(page, message, files)) if page is not None else None
    show = _SHOWN.get(MediaKind(content.media_kind), _document)
    return show(tl.decode(content.media), message, files)


def named(message: Message, files: Attached) -> set[int]:
    """Every peer that a message names, the last voters of its poll among them."""
    return mentions.peers_of([message]) | polls.named(files.polls.get(message.content.media_id))


def page_of(message: Message, files: Attached) -> types.TypeWebPage | None:
    """The page that is shown below a message, None where there is none."""
    page = files.pages.get(message.content.webpage)
    return webpages.page(page, _page_photo(page, message, files)) if page is not None else None


def _page_photo(page: WebPage, message: Message, files: Attached) -> types.Photo | None:
    row = files.photos.get(page.photo)
    return photo(files.viewer, row, files.sizes.get(row.id, ()), _place(message)) if row is not None else None


def _place(message: Message) -> int:
    """A channel's message is one for all its readers, so its files are shown in the channel and to nobody by name."""
    return message.copy.owner if is_channel(message.copy.owner) else 0


def _photo(shell: Any, message: Message, files: Attached) -> types.TypeMessageMedia:
    row = files.photos.get(message.content.media_id)
    if row is not None:
        shell.photo = photo(files.viewer, row, files.sizes.get(row.id, ()), _place(message))
    return cast("types.MessageMediaPhoto", shell)


def _document(shell: Any, message: Message, files: Attached) -> types.TypeMessageMedia:
    row = files.documents.get(message.content.media_id)
    if row is not None:
        shell.document = document(files.viewer, row, files.sizes.get(row.id, ()), _place(message))
    return cast("types.MessageMediaDocument", shell)


def _as_stored(shell: Any, message: Message, files: Attached) -> types.TypeMessageMedia:
    return cast("types.TypeMessageMedia", shell)


def _geo(shell: Any, message: Message, files: Attached) -> types.TypeMessageMedia:
    return types.MessageMediaGeo(geo=_point(shell, message, files.viewer))


def _venue(shell: Any, message: Message, files: Attached) -> types.TypeMessageMedia:
    return types.MessageMediaVenue(
        geo=_point(shell.geo_point, message, files.viewer),
        title=shell.title,
        address=shell.address,
        provider=shell.provider,
        venue_id=shell.venue_id,
        venue_type=shell.venue_type,
    )


def _point(stored: types.InputGeoPoint, message: Message, viewer: Viewer) -> types.GeoPoint:
    return types.GeoPoint(
        long=stored.long,
        lat=stored.lat,
        access_hash=viewer.world.hashes.file(FileKind.GEO, message.content.id),
        accuracy_radius=stored.accuracy_radius,
    )


def _poll(shell: Any, message: Message, files: Attached) -> types.TypeMessageMedia:
    found = files.polls.get(message.content.media_id)
    return polls.media(found, files.viewer) if found is not None else types.MessageMediaUnsupported()


_SHOWN: dict[MediaKind, Callable[[Any, Message, Attached], types.TypeMessageMedia]] = {
    MediaKind.PHOTO: _photo,
    MediaKind.CONTACT: _as_stored,
    MediaKind.DICE: _as_stored,
    MediaKind.GEO: _geo,
    MediaKind.VENUE: _venue,
    MediaKind.POLL: _poll,
}
