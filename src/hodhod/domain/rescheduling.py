"""Changing what waits in a schedule, and taking it out."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors
from hodhod.domain import editing, previews, schedule, scheduling
from hodhod.domain.editing import Words
from hodhod.domain.media import files
from hodhod.domain.media.files import Carried, NewFile
from hodhod.domain.previews import Looks
from hodhod.domain.stickers import custom_emoji
from hodhod.domain.updates import StateChanged
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import scheduled as store
from hodhod.store.db import Tx
from hodhod.store.records import Scheduled


async def edit(
    tx: Tx,
    viewer: Viewer,
    place: tuple[Peer, int],
    date: int,
    words: Words | None,
    carried: Carried | None = None,
    looks: Looks = editing.PLAIN,
) -> list[StateChanged]:
    """Change the date, the words, what it carries; None leaves it as it is. place: chat and id. What the viewer hears.

    Raises MESSAGE_ID_INVALID, SCHEDULE_DATE_INVALID, MESSAGE_AUTHOR_REQUIRED (a forward's words are somebody else's),
    MESSAGE_NOT_MODIFIED, what scheduling.due raises and what the new content may not be.
    """
    peer, msg_id = place
    row = await _held(tx, viewer, peer, msg_id)
    edited = row._replace(date=await _new_date(tx, viewer, row, date))
    if words is not None:
        edited = edited._replace(text=words[0], entities=await custom_emoji.checked(tx, words[1]))
    if carried is not None:
        editing.check_replaceable(schedule.as_message(viewer, row).content, carried)
        edited = edited._replace(media_kind=carried.kind, media_id=carried.media_id, media=carried.shell)
    if words is not None or carried is not None:
        content = await previews.of_edited(tx, viewer, schedule.as_message(viewer, edited).content, looks)
        edited = edited._replace(webpage=content.webpage, flags=row.flags & ~previews.LOOKS | looks.flags)
    editing.check_words(viewer, schedule.as_message(viewer, edited).content)
    if edited == row:
        raise errors.MESSAGE_NOT_MODIFIED
    if row.forward is not None and edited != row._replace(date=edited.date):
        raise errors.MESSAGE_AUTHOR_REQUIRED
    edited = edited._replace(edit_date=viewer.now)
    await store.put(tx, edited)
    if carried is not None and isinstance(carried.new, NewFile):
        await files.add(tx, carried.new, viewer.now)
    if edited.webpage != row.webpage:
        await previews.wait(tx, viewer, schedule.as_message(viewer, edited).content)
    if edited.date != row.date:
        await scheduling.wake(tx, edited)
    return await schedule.tell(tx, viewer, [edited])


async def _held(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> Scheduled:
    """Nobody sends it meanwhile. Raises MESSAGE_ID_INVALID and what schedule.opened raises."""
    owner = await schedule.opened(tx, viewer, peer)
    await store.lock(tx, owner, peer, [msg_id])
    rows = await store.some(tx, owner, peer, [msg_id])
    if not rows:
        raise errors.MESSAGE_ID_INVALID
    return rows[0]


async def _new_date(tx: Tx, viewer: Viewer, row: Scheduled, date: int) -> int:
    """What is to be sent now is sent by another method."""
    if date == row.date:
        return date
    due = await scheduling.due(tx, viewer, Peer(row.peer), date)
    if not due:
        raise errors.SCHEDULE_DATE_INVALID
    return due


async def delete(tx: Tx, viewer: Viewer, peer: Peer, ids: Sequence[int]) -> list[StateChanged]:
    """They are not to be sent; what is gone already is left out. What the viewer hears of it. Raises what
    schedule.opened raises."""
    rows = await store.take(tx, await schedule.opened(tx, viewer, peer), peer, ids)
    return await schedule.tell_gone(tx, viewer, rows)
