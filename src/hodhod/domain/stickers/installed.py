"""Which sets a user has installed, in which order, and which of them are put away.
core.telegram.org/api/stickers#installing-stickersets

A list holds so many sets; whoever installs more has those at its end archived. Three lists: regular, masks, emoji.
"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain.stickers.kinds import SetKind
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.values import pack_count
from hodhod.domain.viewer import Viewer
from hodhod.store import installed_sets as store
from hodhod.store import stickers
from hodhod.store.db import Tx
from hodhod.store.records import SeenSet, StickerSet

MAX_PAGE = 100


async def listed(tx: Tx, viewer: Viewer, kind: SetKind) -> list[SeenSet]:
    """The sets that are installed and not archived, the first of the list first."""
    return await store.page(tx, viewer.user, kind, 0, viewer.world.limits.sticker_sets)


async def archived(tx: Tx, viewer: Viewer, kind: SetKind, after: int, limit: int) -> tuple[list[SeenSet], int]:
    """(a page of archived sets after the set `after`, 0 = from the first; how many there are)."""
    below = store.LAST
    total = await store.count(tx, viewer.user, kind, 1)
    if after:
        below = await store.place(tx, viewer.user, after)
    return await store.page(tx, viewer.user, kind, 1, max(0, min(limit, MAX_PAGE)), below), total


async def install(tx: Tx, viewer: Viewer, row: StickerSet, *, put_away: bool = False) -> list[SeenSet]:
    """On top of the list, or among the archived ones. Returns sets that were archived to make room."""
    old = (await store.seen(tx, viewer.user, [row]))[0]
    if old.installed and bool(old.archived) == put_away:
        return []
    place = viewer.world.ids.new()
    await store.put(tx, viewer.user, SeenSet(row, viewer.now, int(put_away), place))
    if put_away:
        await tell(tx, viewer, row.kind)
        return []
    over = await _make_room(tx, viewer, row.kind)
    await set_state(tx, viewer.user, StateKind.NEW_STICKER_SET, row.id, pack_count(row.kind), viewer.now)
    if over:
        await tell(tx, viewer, row.kind)
    return over


async def _make_room(tx: Tx, viewer: Viewer, kind: int) -> list[SeenSet]:
    limit = viewer.world.limits.sticker_sets
    rows = await store.page(tx, viewer.user, kind, 0, limit + MAX_PAGE)
    over = rows[limit:]
    await store.archive(tx, viewer.user, [one.set.id for one in over])
    return [one._replace(archived=1) for one in over]


async def uninstall(tx: Tx, viewer: Viewer, rows: Sequence[StickerSet]) -> None:
    """Out of the lists; those that are in none are passed over."""
    mine = [one for one in await store.seen(tx, viewer.user, rows) if one.installed]
    await store.remove(tx, viewer.user, [one.set.id for one in mine])
    for kind in sorted({one.set.kind for one in mine}):
        await tell(tx, viewer, kind)


async def archive(tx: Tx, viewer: Viewer, rows: Sequence[StickerSet]) -> None:
    mine = [one for one in await store.seen(tx, viewer.user, rows) if one.installed and not one.archived]
    await store.archive(tx, viewer.user, [one.set.id for one in mine])
    for kind in sorted({one.set.kind for one in mine}):
        await tell(tx, viewer, kind)


async def unarchive(tx: Tx, viewer: Viewer, rows: Sequence[StickerSet]) -> None:
    mine = [one for one in await store.seen(tx, viewer.user, rows) if one.archived]
    for one in mine:
        await install(tx, viewer, one.set)


async def reorder(tx: Tx, viewer: Viewer, kind: SetKind, wanted: Sequence[int]) -> None:
    """The order of a list; sets that are not named follow in their old order, unknown ones are left out."""
    old = [one.set.id for one in await listed(tx, viewer, kind)]
    named = [one for one in dict.fromkeys(wanted) if one in set(old)]
    new = named + [one for one in old if one not in set(named)]
    if new != old:
        top = viewer.world.ids.new()
        await store.set_places(tx, viewer.user, [(one, top - number) for number, one in enumerate(new)])
        await set_state(tx, viewer.user, StateKind.STICKER_SETS_ORDER, kind, None, viewer.now)


async def use(tx: Tx, viewer: Viewer, kind: SetKind, document_ids: Sequence[int]) -> None:
    """Somebody who wants the sets that are used on top has sent these stickers or emoji."""
    known = await stickers.by_ids(tx, document_ids)
    used = [known[one].set_id for one in document_ids if one in known]
    if used:
        await reorder(tx, viewer, kind, used)


async def tell(tx: Tx, viewer: Viewer, kind: int) -> None:
    """A list is another: clients load it anew."""
    await set_state(tx, viewer.user, StateKind.STICKER_SETS, kind, None, viewer.now)


async def tell_of(tx: Tx, viewer: Viewer, row: StickerSet) -> None:
    """A set has changed: its creator's devices hear of it where it is installed. Others see it when they look."""
    if (await store.seen(tx, viewer.user, [row]))[0].installed:
        await tell(tx, viewer, row.kind)
