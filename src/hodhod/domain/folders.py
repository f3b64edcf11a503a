"""Folders (dialog filters): kept as they come, with access hashes taken out and put back.
core.telegram.org/api/folders"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from hodhod import errors, tl
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.values import pack_ids, unpack_ids
from hodhod.domain.viewer import Viewer
from hodhod.store import chatlists, mailboxes
from hodhod.store.db import Tx
from hodhod.tl import types

# 0 is "all chats" and 1 the archive
FIRST, LAST = 2, 255
PEER_LISTS = ("pinned_peers", "include_peers", "exclude_peers")


async def save(tx: Tx, viewer: Viewer, folder: int, given: types.TypeDialogFilter | None) -> None:
    """Make, change or (None) delete a folder.

    Raises FILTER_ID_INVALID, FILTER_TITLE_EMPTY, FILTER_INCLUDE_EMPTY, LIMIT_INVALID.
    """
    if not FIRST <= folder <= LAST:
        raise errors.FILTER_ID_INVALID
    order = await _order(tx, viewer)
    if given is None:
        await remove(tx, viewer, folder)
        return
    if folder not in order and len(order) >= viewer.world.limits.folders:
        raise errors.LIMIT_INVALID
    if isinstance(given, types.DialogFilterChatlist):
        kept = await find(tx, viewer, folder) if folder in order else None
        await write(tx, viewer, _checked_shared(viewer, folder, given, kept))
    else:
        await write(tx, viewer, _checked(viewer, folder, given))


async def write(tx: Tx, viewer: Viewer, checked: types.DialogFilter | types.DialogFilterChatlist) -> None:
    """Keep a folder as it is."""
    await set_state(tx, viewer.user, StateKind.FILTER, checked.id, tl.encode(checked), viewer.now)
    order = await _order(tx, viewer)
    if checked.id not in order:
        await _set_order(tx, viewer, [*order, checked.id])


async def remove(tx: Tx, viewer: Viewer, folder: int) -> None:
    """A folder is gone, and the links to it."""
    await set_state(tx, viewer.user, StateKind.FILTER, folder, None, viewer.now)
    await _set_order(tx, viewer, [other for other in await _order(tx, viewer) if other != folder])
    await chatlists.forget(tx, viewer.user, folder)


async def find(tx: Tx, viewer: Viewer, folder: int) -> types.DialogFilter | types.DialogFilterChatlist:
    """Raises FILTER_ID_INVALID."""
    row = await mailboxes.find_state(tx, viewer.user, StateKind.FILTER, folder)
    kept = tl.decode(row.value) if row is not None and row.value is not None else None
    if not isinstance(kept, types.DialogFilter | types.DialogFilterChatlist):
        raise errors.FILTER_ID_INVALID
    return kept


async def new_number(tx: Tx, viewer: Viewer) -> int:
    """The number of one more folder. Raises LIMIT_INVALID."""
    order = await _order(tx, viewer)
    if len(order) >= viewer.world.limits.folders:
        raise errors.LIMIT_INVALID
    return next(number for number in range(FIRST, LAST + 1) if number not in order)


def _checked_shared(
    viewer: Viewer,
    folder: int,
    given: types.DialogFilterChatlist,
    kept: types.DialogFilter | types.DialogFilterChatlist | None,
) -> types.DialogFilterChatlist:
    """A shared folder stays one, and none becomes one by this."""
    if not isinstance(kept, types.DialogFilterChatlist):
        raise errors.FILTER_NOT_SUPPORTED
    if not given.title.text.strip():
        raise errors.FILTER_TITLE_EMPTY
    if len(given.pinned_peers) + len(given.include_peers) > 2 * viewer.world.limits.folder_peers:
        raise errors.PEERS_LIST_EMPTY
    given.id, given.has_my_invites = folder, kept.has_my_invites
    return given


def _checked(viewer: Viewer, folder: int, given: types.TypeDialogFilter) -> types.DialogFilter:
    if not isinstance(given, types.DialogFilter):
        raise errors.FILTER_NOT_SUPPORTED
    if not given.title.text.strip():
        raise errors.FILTER_TITLE_EMPTY
    named = given.pinned_peers or given.include_peers
    if not (named or given.contacts or given.non_contacts or given.groups or given.broadcasts or given.bots):
        raise errors.FILTER_INCLUDE_EMPTY
    if any(len(getattr(given, name)) > viewer.world.limits.folder_peers for name in PEER_LISTS):
        raise errors.PEERS_LIST_EMPTY
    given.id = folder
    return given


async def check_there(tx: Tx, viewer: Viewer, folder: int) -> None:
    """Raises FILTER_ID_INVALID."""
    if folder not in await _order(tx, viewer):
        raise errors.FILTER_ID_INVALID


async def listed(tx: Tx, viewer: Viewer) -> list[types.TypeDialogFilter]:
    """The user's folders in their order."""
    rows = await mailboxes.states(tx, viewer.user, StateKind.FILTER)
    kept = {folder: row.value for folder, row in rows.items() if row.value is not None}
    order = [folder for folder in await _order(tx, viewer) if folder in kept]
    return [shown(viewer, cast("types.TypeDialogFilter", tl.decode(kept[folder]))) for folder in order]


def shown(viewer: Viewer, kept: types.TypeDialogFilter) -> types.TypeDialogFilter:
    """A folder as its owner sees it; the peers carry the owner's access hashes, which never change."""
    return kept


async def reorder(tx: Tx, viewer: Viewer, wanted: Sequence[int]) -> None:
    """Folders in a new order; 0 (all chats) may stand among them. Unknown ones are left out."""
    order = await _order(tx, viewer)
    named = [folder for folder in dict.fromkeys(wanted) if folder in order]
    await _set_order(tx, viewer, named + [folder for folder in order if folder not in named])


async def _order(tx: Tx, viewer: Viewer) -> list[int]:
    row = await mailboxes.find_state(tx, viewer.user, StateKind.FILTER_ORDER, 0)
    return unpack_ids(row.value) if row else []


async def _set_order(tx: Tx, viewer: Viewer, order: Sequence[int]) -> None:
    await set_state(tx, viewer.user, StateKind.FILTER_ORDER, 0, pack_ids(order), viewer.now)
