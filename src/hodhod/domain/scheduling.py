"""Sending later: what is to be sent is checked as if it were sent now, and waits in the schedule.

It is checked again when its time has come (domain/due.py).
"""

from __future__ import annotations

from typing import NamedTuple

from hodhod import errors
from hodhod.domain import access, messages, posting, previews, privacy, quoting, schedule
from hodhod.domain.outgoing import Outgoing, carried
from hodhod.domain.stickers import custom_emoji
from hodhod.domain.topics import Aim
from hodhod.domain.updates import NewMessage
from hodhod.domain.viewer import Viewer
from hodhod.ids import UNTIL_ONLINE, Peer
from hodhod.store import jobs
from hodhod.store import messages as store_messages
from hodhod.store import scheduled as store
from hodhod.store import sent as store_sent
from hodhod.store.db import Tx
from hodhod.store.records import Message, Scheduled

JOB = "send_scheduled"
LONGEST = 366 * 24 * 3600


async def due(tx: Tx, viewer: Viewer, peer: Peer, date: int | None, repeat: int | None = None) -> int:
    """When a message with this schedule_date is to be sent; 0: now, because that time is here.

    Raises SCHEDULE_DATE_INVALID, SCHEDULE_DATE_TOO_LATE, SCHEDULE_STATUS_PRIVATE, PREMIUM_ACCOUNT_REQUIRED (what comes
    again and again is not offered), PEER_ID_INVALID.
    """
    if repeat:
        raise errors.PREMIUM_ACCOUNT_REQUIRED
    if not date:
        return 0
    if date == UNTIL_ONLINE:
        return 0 if await _is_online(tx, viewer, peer) else UNTIL_ONLINE
    if date < 0:
        raise errors.SCHEDULE_DATE_INVALID
    if date > viewer.now + LONGEST:
        raise errors.SCHEDULE_DATE_TOO_LATE
    return date if date > viewer.now else 0


async def _is_online(tx: Tx, viewer: Viewer, peer: Peer) -> bool:
    """Only of another user whose status is known to the viewer it can be asked."""
    if peer <= 0 or peer == viewer.user:
        raise errors.SCHEDULE_DATE_INVALID
    seen = await access.private_peer(tx, viewer, peer)
    if not privacy.allows(seen, "status", viewer.user):
        raise errors.SCHEDULE_STATUS_PRIVATE
    return seen.online_until > viewer.now


async def send(tx: Tx, viewer: Viewer, peer: Peer, message: Outgoing) -> NewMessage | Scheduled:
    """Send now, or put into the schedule what is due later; for a random_id that came before, what became of it.

    Raises what messages.send raises, SCHEDULE_TOO_MUCH, and REPLY_TO_INVALID (what waits answers nothing elsewhere).
    """
    if not message.due:
        return await messages.send(tx, viewer, peer, message)
    if message.reply_peer not in (0, peer):
        raise errors.REPLY_TO_INVALID
    content_id = viewer.world.ids.new()
    if message.random_id:
        earlier = await store_sent.claim(tx, viewer.user, message.random_id, peer, content_id, viewer.now)
        if earlier is not None:
            return await _repeat(tx, viewer, peer, earlier)
    message = await previews.chosen(tx, viewer, await custom_emoji.cleaned(tx, message))
    checked = await _checked(tx, viewer, peer, message)
    place = (checked.owner, peer, await schedule.new_id(tx, checked.owner, peer))
    row = _row(viewer, place, quoting.placed(message, checked.aim.reply))
    row = row._replace(content_id=content_id, send_as=checked.send_as, topic=checked.aim.topic)
    row = row._replace(reply_to=checked.aim.reply.copy.id if checked.aim.reply is not None else 0)
    await store.add(tx, row)
    await wake(tx, row)
    await previews.wait(tx, viewer, schedule.as_message(viewer, row).content)
    await schedule.tell(tx, viewer, [row])
    return row


async def wake(tx: Tx, row: Scheduled) -> None:
    """Have it sent when it is due."""
    if row.date != UNTIL_ONLINE:
        await jobs.enqueue(tx, JOB, f"{row.owner} {row.peer}".encode(), row.date)


async def _repeat(tx: Tx, viewer: Viewer, peer: Peer, earlier: store_sent.Sent) -> NewMessage | Scheduled:
    if earlier.peer != peer:
        raise errors.RANDOM_ID_DUPLICATE
    for row in await schedule.everything(tx, viewer, peer):
        if row.content_id == earlier.content_id:
            return row
    found = await store_messages.by_content(tx, viewer.box(peer), earlier.content_id)
    if found is None:
        raise errors.MESSAGE_ID_INVALID
    return NewMessage(found.copy.owner, found.copy.pts, found)


class _Checked(NamedTuple):
    """Whose schedule it goes to, as whom it is to be sent (0: as the author), and what it answers."""

    owner: int
    send_as: int
    aim: Aim


async def _checked(tx: Tx, viewer: Viewer, peer: Peer, message: Outgoing) -> _Checked:
    if peer > 0:
        if message.send_as not in (0, viewer.user):
            raise errors.SEND_AS_PEER_INVALID
        await access.may_send(tx, viewer, peer)
        reply = await _reply_target(tx, viewer, peer, message.reply_to) if message.reply_to else None
        return _Checked(int(viewer.user), 0, Aim(reply))
    seen, sender = await posting.checked(tx, viewer, peer, message)
    aim = await posting.aim_of(tx, viewer, seen, message)
    return _Checked(schedule.owner_in(viewer, peer, seen), sender, aim)


async def _reply_target(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> Message:
    row = await store_messages.find(tx, viewer.box(peer), msg_id)
    if row is None or row.copy.peer != peer:
        raise errors.REPLY_MESSAGE_ID_INVALID
    return row


def _row(viewer: Viewer, place: tuple[int, int, int], message: Outgoing) -> Scheduled:
    owner, peer, msg_id = place
    return Scheduled(
        owner,
        peer,
        msg_id,
        message.due,
        author=int(viewer.user),
        random_id=message.random_id,
        flags=message.flags,
        reply_to=message.reply_to or 0,
        **carried(message),
    )
