"""Photos that show a user, later a chat: set, gone back to, deleted. core.telegram.org/api/files#profile-pictures"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hodhod import errors
from hodhod.domain import privacy
from hodhod.domain.media import files
from hodhod.domain.media.files import NewFile
from hodhod.domain.media.finding import Place, photo_size
from hodhod.domain.people import tell_around
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.store import media as store_media
from hodhod.store import profile_photos as store
from hodhod.store import users as store_users
from hodhod.store.db import Tx
from hodhod.store.records import PhotoSize, SeenUser

SUBJECT = "profile_photo"
MAX_PHOTOS = 1000
MAX_PAGE = 100
STRIPPED = "i"
# a photo that has this size was made to show somebody
SMALLEST = "a"


@dataclass(frozen=True, slots=True)
class Portrait:
    """A photo in squares, and its stripped size, which whoever it shows is told with. new: its rows are still to be
    written."""

    photo_id: int
    stripped: bytes | None
    new: NewFile | None = None


def of_new(new: NewFile) -> Portrait:
    return Portrait(new.row.id, _stripped(new.sizes), new)


def of_sizes(photo_id: int, sizes: Sequence[PhotoSize]) -> Portrait | None:
    """None when the photo was not made to show somebody."""
    return Portrait(photo_id, _stripped(sizes)) if any(size.type == SMALLEST for size in sizes) else None


def _stripped(sizes: Sequence[PhotoSize]) -> bytes | None:
    return next((size.content for size in sizes if size.type == STRIPPED), None)


async def keep(tx: Tx, viewer: Viewer, portrait: Portrait) -> int:
    """Write what is new of it; the photo's id."""
    if portrait.new is not None:
        await files.add(tx, portrait.new, viewer.now)
    return portrait.photo_id


async def show(tx: Tx, viewer: Viewer, portrait: Portrait) -> None:
    """The viewer is shown with this photo from now on, the newest of theirs. Raises ALBUM_PHOTOS_TOO_MANY."""
    if len(await store.ids(tx, viewer.user, MAX_PHOTOS)) == MAX_PHOTOS:
        raise errors.ALBUM_PHOTOS_TOO_MANY
    photo_id = await keep(tx, viewer, portrait)
    await store.put(tx, viewer.user, photo_id, viewer.world.ids.new())
    await _put(tx, viewer, portrait)


async def hide(tx: Tx, viewer: Viewer) -> None:
    """The viewer is shown without a photo; the earlier ones are still theirs."""
    await _put(tx, viewer, Portrait(0, None))


async def delete(tx: Tx, viewer: Viewer, photo_ids: Sequence[int]) -> list[int]:
    """Delete own profile photos; the newest that is left takes the place of the one that was shown. Returns which were
    there."""
    mine = set(await store.ids(tx, viewer.user, MAX_PHOTOS))
    gone = [photo_id for photo_id in photo_ids if photo_id in mine]
    await store.remove(tx, viewer.user, gone)
    if (await store_users.get(tx, viewer.user)).photo_id in gone:
        left = await store.ids(tx, viewer.user, 1)
        sizes = await store_media.sizes_of(tx, left)
        await _put(tx, viewer, Portrait(left[0], _stripped(sizes.get(left[0], ()))) if left else Portrait(0, None))
    return gone


async def _put(tx: Tx, viewer: Viewer, portrait: Portrait) -> None:
    await store_users.put(tx, viewer.user, photo_id=portrait.photo_id, photo_thumb=portrait.stripped)
    await tell_around(tx, viewer, StateKind.USER)


async def listed(tx: Tx, viewer: Viewer, seen: SeenUser, offset: int, max_id: int, limit: int) -> tuple[list[int], int]:
    """(photo ids of a page, how many there are) of a user's photos, the newest first: from `offset` on, or counted from
    the first one after `max_id`. Nothing for whom they are hidden from."""
    if not privacy.allows(seen, SUBJECT, viewer.user):
        return [], 0
    found = await store.ids(tx, seen.user.id, MAX_PHOTOS)
    start = offset
    if max_id:
        after = found.index(max_id) + 1 if max_id in found else sum(1 for one in found if one >= max_id)
        start = after + offset
    start = max(start, 0)
    return found[start : start + max(0, min(limit, MAX_PAGE))], len(found)


async def place(tx: Tx, viewer: Viewer, seen: SeenUser, photo_id: int, big: bool) -> Place:
    """Where the bytes of a user's photo are. Raises LOCATION_INVALID, also when it is hidden from the viewer."""
    if not privacy.allows(seen, SUBJECT, viewer.user) or not await store.has(tx, seen.user.id, photo_id):
        raise errors.LOCATION_INVALID
    return await photo_size(tx, photo_id, big=big)
