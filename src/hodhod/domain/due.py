"""Scheduled messages whose time has come, or that their author does not let wait.

What is sent leaves the schedule in the same transaction, and whoever takes a row out of it is the only one who sends
it: a job that is killed has sent all of it or nothing, and one that runs twice finds nothing the second time. The items
of an album are sent together. What may not be sent any more is dropped, and told as deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hodhod import errors
from hodhod.domain import access, messages, polls, privacy, quoting, schedule, scheduling
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.media.sending import check_voice
from hodhod.domain.outgoing import Outgoing, carried
from hodhod.domain.updates import NewMessage, StateChanged, flat
from hodhod.domain.viewer import EVERYBODY, Viewer, World
from hodhod.ids import Peer
from hodhod.store import jobs
from hodhod.store import messages as store_messages
from hodhod.store import scheduled as store
from hodhod.store import sent as store_sent
from hodhod.store.bits import ContentFlag
from hodhod.store.db import Tx
from hodhod.store.records import Scheduled

ONLINE_JOB = "send_when_online"
Place = tuple[int, int]


async def send_now(
    tx: Tx, viewer: Viewer, peer: Peer, ids: Sequence[int]
) -> tuple[list[StateChanged], list[NewMessage]]:
    """Send these before their time: what the viewer hears of the schedule, and the messages.

    Raises MESSAGE_ID_INVALID, what schedule.opened raises, and what messages.send raises for their author.
    """
    owner = await schedule.opened(tx, viewer, peer)
    rows = await store.take(tx, owner, peer, ids)
    if len(rows) != len(set(ids)) or not rows:
        raise errors.MESSAGE_ID_INVALID
    return await _send(tx, viewer, rows)


async def next_due(tx: Tx, place: Place, dates: tuple[int, int]) -> list[Scheduled]:
    """The next to be sent of a schedule, with dates between these two: one message, or what is an album with it."""
    rows = await store.due(tx, *place, dates, schedule.MAX_WAITING)
    return [row for row in rows if row.id == rows[0].id or row.grouped_id == rows[0].grouped_id != 0]


async def send_due(tx: Tx, world: World, now: int, rows: Sequence[Scheduled]) -> None:
    """Send those of these that still wait for the same date. Raises what messages.send raises for their author."""
    viewer = Viewer(EVERYBODY, now, world)
    taken = await _take(tx, rows)
    if taken:
        await _send(tx, viewer.as_user(taken[0].author), taken)


async def drop(tx: Tx, world: World, now: int, rows: Sequence[Scheduled]) -> None:
    """They may not be sent: they are gone."""
    taken = await _take(tx, rows)
    if taken:
        await schedule.tell_gone(tx, Viewer(EVERYBODY, now, world).as_user(taken[0].author), taken)


async def _take(tx: Tx, rows: Sequence[Scheduled]) -> list[Scheduled]:
    owner, peer, ids = rows[0].owner, rows[0].peer, [row.id for row in rows]
    await store.lock(tx, owner, peer, ids)
    dates = {row.id: row.date for row in rows}
    same = [row.id for row in await store.some(tx, owner, peer, ids) if row.date == dates[row.id]]
    return await store.take(tx, owner, peer, same)


async def _send(tx: Tx, viewer: Viewer, rows: Sequence[Scheduled]) -> tuple[list[StateChanged], list[NewMessage]]:
    """They have been taken out of the schedule, and are sent by their authors in this order."""
    records = [await _send_one(tx, viewer.as_user(row.author), row) for row in rows]
    ids = {row.id: record.message.copy.id for row, record in zip(rows, records, strict=True)}
    return await schedule.tell_gone(tx, viewer, rows, ids), flat(records)


async def _send_one(tx: Tx, viewer: Viewer, row: Scheduled) -> NewMessage:
    peer = Peer(row.peer)
    await check_voice(tx, viewer, peer, row.media_kind)
    record = await messages.send(tx, viewer, peer, await _outgoing(tx, viewer, row))
    content_id = record.message.content.id
    if row.random_id:
        await store_sent.became(tx, row.author, row.random_id, row.content_id, content_id)
    if row.media_kind == MediaKind.POLL:
        await polls.begin(tx, viewer, row.media_id, row.content_id, content_id)
    return record


async def _outgoing(tx: Tx, viewer: Viewer, row: Scheduled) -> Outgoing:
    """What it answers may have been deleted while it waited: then it answers nothing. If the words that it quotes stand
    there no more, it quotes nothing."""
    answered = await store_messages.find(tx, viewer.box(row.peer), row.reply_to) if row.reply_to else None
    is_answer = answered is not None and answered.copy.peer == row.peer
    message = _as_kept(row, row.reply_to if is_answer else None)
    return message if quoting.stands(message, answered) else replace(message, quote=None, quote_offset=0)


def _as_kept(row: Scheduled, reply_to: int | None) -> Outgoing:
    flags = row.flags | ContentFlag.FROM_SCHEDULED
    message = Outgoing(flags=flags, reply_to=reply_to, send_as=row.send_as, topic=row.topic, **carried(row))
    return message if reply_to else replace(message, quote=None, quote_offset=0)


# --- when somebody comes online


async def came_online(tx: Tx, users: Sequence[int], now: int) -> None:
    """These people are online now: whatever waited for that is sent by a job."""
    for user in await store.waited_for(tx, users):
        await jobs.enqueue(tx, ONLINE_JOB, str(user).encode(), now)


async def waiting_for(tx: Tx, world: World, user: int, now: int) -> list[Place]:
    """Schedules with messages for somebody who is online: those of people to whom it may be told."""
    places = []
    for owner in await store.waiting_for(tx, user):
        viewer = Viewer(EVERYBODY, now, world).as_user(owner)
        seen = await access.private_peer(tx, viewer, Peer(user))
        if seen.online_until > now and privacy.allows(seen, "status", owner):
            places.append((owner, user))
    return places


async def put_off(tx: Tx, row: Scheduled, until: int) -> None:
    """It could not be sent yet: the job comes again."""
    await jobs.enqueue(tx, scheduling.JOB, f"{row.owner} {row.peer}".encode(), until)
