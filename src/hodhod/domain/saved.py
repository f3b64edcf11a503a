"""Saved Messages by origin: the dialogs into which messages to oneself fall. core.telegram.org/api/saved-messages

A message belongs to the chat that it was forwarded from; one written here to the user; one whose origin hides itself to
the user HIDDEN_AUTHOR (domain/forwarding.py chooses). Deleting the last message of a dialog ends it.

Called under the owner's mailbox lock (after domain/updates.append*), so a dialog's top is written by one at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hodhod import errors
from hodhod.domain import saved_tags
from hodhod.domain.dialogs import MAX_PAGE, START
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.values import pack_peers
from hodhod.domain.viewer import Viewer
from hodhod.store import saved as store
from hodhod.store.db import Tx
from hodhod.store.records import Message, SavedDialog


@dataclass(frozen=True, slots=True)
class Page:
    """Saved dialogs in the order of the list, and how many there are in all."""

    dialogs: list[SavedDialog]
    total: int


def peer_of(message: Message) -> int:
    """The saved dialog of a message to oneself."""
    return message.content.saved_peer or message.copy.owner


async def keep(tx: Tx, message: Message) -> None:
    """A message to oneself was appended."""
    copy, content, *_ = message
    await store.add(tx, copy.owner, peer_of(message), copy.id, content.date)


async def forget(tx: Tx, viewer: Viewer, ids: Sequence[int]) -> None:
    """Messages to oneself were deleted."""
    gone = await store.drop(tx, viewer.user, ids)
    await saved_tags.forget(tx, viewer, ids)
    known = await store.many(tx, viewer.user, sorted(gone))
    ended = []
    for peer, dialog in known.items():
        if dialog.top_id in gone[peer]:
            top_id, top_date = await store.top(tx, viewer.user, peer)
            if top_id:
                await store.set_top(tx, viewer.user, peer, top_id, top_date)
            else:
                await store.drop_dialog(tx, viewer.user, peer)
                ended.append(dialog)
    if any(dialog.pinned for dialog in ended):
        await _tell(tx, viewer, [row.peer for row in await store.pinned(tx, viewer.user)])


async def page(tx: Tx, viewer: Viewer, offset: tuple[int, int, int] | None, limit: int, pinned: bool) -> Page:
    """As domain/dialogs.page, of the saved dialogs."""
    total, fixed = await store.dialogs(tx, viewer.user)
    first = await store.pinned(tx, viewer.user) if pinned and offset is None else []
    room = max(0, min(limit or MAX_PAGE, MAX_PAGE) - len(first))
    rest = await store.page(tx, viewer.user, offset or START, room) if room else []
    return Page(first + rest, total if pinned else total - fixed)


async def pinned(tx: Tx, viewer: Viewer) -> list[SavedDialog]:
    """The pinned saved dialogs, topmost first."""
    return await store.pinned(tx, viewer.user)


async def chosen(tx: Tx, viewer: Viewer, peers: Sequence[int]) -> list[SavedDialog]:
    """A dialog for each of these peers, in their order; an empty one where nothing was ever saved."""
    known = await store.many(tx, viewer.user, peers)
    return [known.get(peer) or SavedDialog(viewer.user, peer, 0, 0) for peer in dict.fromkeys(peers)]


async def pin(tx: Tx, viewer: Viewer, peer: int, pinned: bool) -> None:
    """Pin a saved dialog on top of the list, or unpin it. Raises PEER_ID_INVALID, PINNED_DIALOGS_TOO_MUCH."""
    if peer not in await store.many(tx, viewer.user, [peer]):
        raise errors.PEER_ID_INVALID
    order = [row.peer for row in await store.pinned(tx, viewer.user)]
    if pinned != (peer in order):
        new = [peer, *order] if pinned else [other for other in order if other != peer]
        await _reorder(tx, viewer, order, new)


async def reorder(tx: Tx, viewer: Viewer, wanted: Sequence[int], force: bool) -> None:
    """The order of the pinned saved dialogs; with `force` those not named are unpinned. Unknown ones are left out.

    Raises PINNED_DIALOGS_TOO_MUCH.
    """
    known = await store.many(tx, viewer.user, wanted)
    order = [row.peer for row in await store.pinned(tx, viewer.user)]
    named = [peer for peer in dict.fromkeys(wanted) if peer in known]
    rest = [] if force else [peer for peer in order if peer not in named]
    await _reorder(tx, viewer, order, named + rest)


async def _reorder(tx: Tx, viewer: Viewer, old: Sequence[int], new: Sequence[int]) -> None:
    if len(new) > max(viewer.world.limits.pinned_saved, len(old)):
        raise errors.PINNED_DIALOGS_TOO_MUCH
    for peer in set(old) - set(new):
        await store.set_pinned(tx, viewer.user, peer, 0)
    for place, peer in enumerate(reversed(new), 1):
        await store.set_pinned(tx, viewer.user, peer, place)
    await _tell(tx, viewer, new)


async def _tell(tx: Tx, viewer: Viewer, order: Sequence[int]) -> None:
    """Tell the other sessions the whole order."""
    await set_state(tx, viewer.user, StateKind.PINNED_SAVED, 0, pack_peers(order), viewer.now)
