"""The chat list: pages of it, and what people do with an entry."""

from __future__ import annotations

from dataclasses import dataclass

from hodhod.domain.viewer import Viewer
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
    first = await store.pinned(tx, viewer.user, folder or 0) if pinned and offset is None else []
    room = max(0, min(limit or MAX_PAGE, MAX_PAGE) - len(first))
    rest = await store.page(tx, viewer.user, folder, offset or START, room) if room else []
    return Page(first + rest, total if pinned else total - fixed)
