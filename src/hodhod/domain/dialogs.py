"""The chat list: pages of it, and what people do with an entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hodhod import errors
from hodhod.domain.updates import Counted, EventKind, Fact, StateKind, append, set_state
from hodhod.domain.values import pack_folders, pack_peers
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store
from hodhod.store.db import Tx
from hodhod.store.records import Dialog

MAX_PAGE = 100
ARCHIVE = 1
# beyond every (date, id, peer)
START = (2**31 - 1, 2**31 - 1, 2**62)


@dataclass(frozen=True, slots=True)
class Page:
    """Dialogs in the order of the list, and how many there are in all."""

    dialogs: list[Dialog]
    total: int


async def page(
    tx: Tx, viewer: Viewer, folder: int | None, offset: tuple[int, int, int] | None, limit: int, pinned: bool
) -> Page:
    """A page after offset = (date, id, peer) of the last dialog seen; the first page begins with the pinned ones.

    folder None: all folders. pinned False leaves the pinned dialogs out.
    """
    total, fixed = await store.count(tx, viewer.user, folder)
    first = await store.pinned(tx, viewer.user, folder) if pinned and offset is None else []
    room = max(0, min(limit or MAX_PAGE, MAX_PAGE) - len(first))
    rest = await store.page(tx, viewer.user, folder, offset or START, room) if room else []
    return Page(first + rest, total if pinned else total - fixed)


async def pinned(tx: Tx, viewer: Viewer, folder: int) -> list[Dialog]:
    """The pinned dialogs of a folder, topmost first."""
    return await store.pinned(tx, viewer.user, folder)


async def chosen(tx: Tx, viewer: Viewer, peers: Sequence[int]) -> list[Dialog]:
    """A dialog for each of these peers, in their order; an empty one where nothing was ever written."""
    known = await store.many(tx, viewer.user, peers)
    looked_at = await store_chats.seen(tx, viewer.user, [p for p in peers if is_channel(p) and p not in known])
    for peer, seen in looked_at.items():
        known[peer] = Dialog(viewer.user, peer, seen.chat.top_id, seen.chat.top_date)
    return [known.get(peer) or Dialog(viewer.user, peer, 0, 0) for peer in peers]


async def marked_unread(tx: Tx, viewer: Viewer) -> list[int]:
    """Peers whose dialogs carry the unread mark."""
    return await store.marked_unread(tx, viewer.user)


async def pin(tx: Tx, viewer: Viewer, peer: Peer, pinned: bool) -> None:
    """Pin a dialog on top of its folder, or unpin it. Raises PEER_ID_INVALID, PINNED_DIALOGS_TOO_MUCH."""
    dialog = await _own(tx, viewer, peer)
    order = [row.peer for row in await store.pinned(tx, viewer.user, dialog.folder)]
    if pinned == (peer in order):
        return
    new = [peer, *order] if pinned else [other for other in order if other != peer]
    await _reorder(tx, viewer, dialog.folder, order, new)


async def reorder(tx: Tx, viewer: Viewer, folder: int, wanted: Sequence[int], force: bool) -> None:
    """The order of a folder's pinned dialogs; with `force` those not named are unpinned. Unknown dialogs are left
    out."""
    known = await store.many(tx, viewer.user, wanted)
    order = [row.peer for row in await store.pinned(tx, viewer.user, folder)]
    named = [peer for peer in dict.fromkeys(wanted) if peer in known and known[peer].folder == folder]
    rest = [] if force else [peer for peer in order if peer not in named]
    await _reorder(tx, viewer, folder, order, named + rest)


async def _reorder(tx: Tx, viewer: Viewer, folder: int, old: Sequence[int], new: Sequence[int]) -> None:
    """Write the places that changed and tell the other sessions the whole order."""
    limits = viewer.world.limits
    if len(new) > max(limits.pinned_in_folder if folder else limits.pinned_dialogs, len(old)):
        raise errors.PINNED_DIALOGS_TOO_MUCH
    for peer in set(old) - set(new):
        await store.put(tx, viewer.user, peer, pinned=0)
    for place, peer in enumerate(reversed(new), 1):
        await store.put(tx, viewer.user, peer, pinned=place)
    await set_state(tx, viewer.user, StateKind.PINNED_DIALOGS, folder, pack_peers(new), viewer.now)


async def mark_unread(tx: Tx, viewer: Viewer, peer: Peer, unread: bool) -> None:
    """The dot on a chat that has been read. Raises PEER_ID_INVALID."""
    dialog = await _own(tx, viewer, peer)
    if (dialog.unread_mark > 0) != unread:
        await store.put(tx, viewer.user, peer, unread_mark=int(unread))
        await set_state(tx, viewer.user, StateKind.UNREAD_MARK, peer, b"1" if unread else None, viewer.now)


async def move(tx: Tx, viewer: Viewer, wanted: Sequence[tuple[Peer, int]]) -> Counted | None:
    """Move dialogs to the archive (folder 1) or back (0); a moved dialog is unpinned. None when nothing changed.

    Raises FOLDER_ID_INVALID.
    """
    if any(folder not in (0, ARCHIVE) for _, folder in wanted):
        raise errors.FOLDER_ID_INVALID
    known = await store.many(tx, viewer.user, [peer for peer, _ in wanted])
    moved = [(peer, folder) for peer, folder in wanted if peer in known and known[peer].folder != folder]
    if not moved:
        return None
    records = await append(tx, [Fact(viewer.user, EventKind.FOLDERS, 0, 0, pack_folders(moved))], viewer.now)
    for peer, folder in moved:
        await store.put(tx, viewer.user, peer, folder=folder, pinned=0)
    return records[0]


async def _own(tx: Tx, viewer: Viewer, peer: Peer) -> Dialog:
    dialog = await store.find(tx, viewer.user, peer)
    if dialog is None:
        raise errors.PEER_ID_INVALID
    return dialog
