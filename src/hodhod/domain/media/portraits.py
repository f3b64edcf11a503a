"""Photos that show a user, later a chat: set, gone back to, deleted. core.telegram.org/api/files#profile-pictures"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hodhod import errors
from hodhod.domain import privacy, settings
from hodhod.domain.media import files
from hodhod.domain.media.files import NewFile
from hodhod.domain.media.finding import Place, photo_size
from hodhod.domain.people import tell, tell_around
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.store import contacts as store_contacts
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
    mine = await store.ids(tx, viewer.user, MAX_PHOTOS)
    if len(mine) == MAX_PHOTOS and portrait.photo_id not in mine:  # going back to an earlier one adds none
        raise errors.ALBUM_PHOTOS_TOO_MANY
    photo_id = await keep(tx, viewer, portrait)
    await store.put(tx, viewer.user, photo_id, viewer.world.ids.new())
    await _put(tx, viewer, portrait)


def shown(seen: SeenUser, viewer: Viewer) -> int:
    """The photo with which the viewer sees the user, 0: none. First the viewer's own one for a contact, then the
    user's, and for whom that is hidden from the one that the user shows instead."""
    if seen.contact_photo:
        return seen.contact_photo
    if not seen.user.photo_id and not seen.user.settings:
        return 0
    return seen.user.photo_id if privacy.allows(seen, SUBJECT, viewer.user) else instead(seen, viewer)


def instead(seen: SeenUser, viewer: Viewer) -> int:
    """The photo shown to whom the user's own is hidden from, 0: none; not told to everybody at once, as others see
    another one."""
    return int(settings.value(seen.user, "fallback_photo")) if viewer.user else 0


async def show_instead(tx: Tx, viewer: Viewer, portrait: Portrait | None) -> None:
    """Whoever may not see the viewer's photo sees this one from now on, None: none."""
    photo_id = await keep(tx, viewer, portrait) if portrait is not None else 0
    await settings.put(tx, viewer, fallback_photo=photo_id)
    await tell_around(tx, viewer, StateKind.USER)


async def show_contact(tx: Tx, viewer: Viewer, user_id: int, portrait: Portrait | None) -> None:
    """The viewer alone sees a contact with this photo, None: with the contact's own. Raises CONTACT_MISSING."""
    if user_id not in await store_contacts.by_users(tx, viewer.user, [user_id]):
        raise errors.CONTACT_MISSING
    photo_id = await keep(tx, viewer, portrait) if portrait is not None else 0
    await store_contacts.put_photo(tx, viewer.user, user_id, photo_id)
    await tell(tx, [viewer.user], StateKind.USER, user_id, viewer.now)


async def hide(tx: Tx, viewer: Viewer) -> None:
    """The viewer is shown without a photo; the earlier ones are still theirs."""
    await _put(tx, viewer, Portrait(0, None))


async def delete(tx: Tx, viewer: Viewer, photo_ids: Sequence[int]) -> list[int]:
    """Delete own profile photos; the newest that is left takes the place of the one that was shown. Returns which were
    there."""
    mine = set(await store.ids(tx, viewer.user, MAX_PHOTOS))
    gone = [photo_id for photo_id in photo_ids if photo_id in mine]
    await store.remove(tx, viewer.user, gone)
    me = await store_users.get(tx, viewer.user)
    if (other := settings.value(me, "fallback_photo")) and other in photo_ids:
        await show_instead(tx, viewer, None)
        gone.append(other)
    if me.photo_id in gone:
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
    if photo_id and photo_id in (seen.contact_photo, instead(seen, viewer)):
        return await photo_size(tx, photo_id, big=big)
    if not privacy.allows(seen, SUBJECT, viewer.user) or not await store.has(tx, seen.user.id, photo_id):
        raise errors.LOCATION_INVALID
    return await photo_size(tx, photo_id, big=big)
