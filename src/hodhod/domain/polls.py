"""Voting, closing polls, and who voted for what. core.telegram.org/api/poll

A vote is one row, and the counts stand in the poll's row, which is held alone while they change. Whoever has the chat
before them is told at once and nobody later: the poll is shown as it is with every message that names it. Closing is an
edit of the message, which is told to everybody.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from hodhod import errors, tl
from hodhod.domain import access, editing, holders, rights, topics
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.reactions import read_offset
from hodhod.domain.rights import Admin
from hodhod.domain.updates import Counted, NewMessage, PollChanged
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import jobs
from hodhod.store import messages as store_messages
from hodhod.store import polls as store
from hodhod.store.bits import ChatFlag, ContentFlag
from hodhod.store.db import Tx
from hodhod.store.records import Message, Poll, Vote
from hodhod.tl import types

JOB = "close_poll"
# so many of the last voters are shown beside a poll, and beside each answer
RECENT = 3
# polls that one reading may touch
AT_ONCE = 100


def asked(row: Poll) -> types.Poll:
    """The poll as it is kept: an answer that was deleted keeps its place, without words or an option, because votes and
    counts go by places."""
    return cast("types.Poll", tl.decode(row.poll))


def described(row: Poll) -> types.Poll:
    """What the poll asks."""
    poll = asked(row)
    poll.answers = [one for one in poll.answers if isinstance(one, types.PollAnswer) and one.option]
    return poll


def options_of(row: Poll) -> list[bytes]:
    """By place; b"" where an answer was deleted."""
    return [one.option for one in asked(row).answers if isinstance(one, types.PollAnswer)]


def is_closed(row: Poll, now: int) -> bool:
    return row.closed > 0 or 0 < row.close_date <= now


async def check_place(tx: Tx, viewer: Viewer, peer: Peer, row: Poll) -> None:
    """A channel does not tell who its readers are. Raises BROADCAST_PUBLIC_VOTERS_FORBIDDEN and what access.chat
    raises."""
    if is_channel(peer) and described(row).public_voters:
        seen = await access.chat(tx, viewer, peer)
        if seen.chat.flags & ChatFlag.BROADCAST:
            raise errors.BROADCAST_PUBLIC_VOTERS_FORBIDDEN


async def add(tx: Tx, row: Poll, record: NewMessage) -> None:
    """A poll was sent with this message."""
    content = record.message.content
    await store.add(tx, row._replace(content_id=content.id, peer=content.peer))
    if row.close_date:
        await jobs.enqueue(tx, JOB, str(row.id).encode(), row.close_date)


async def keep(tx: Tx, row: Poll, content_id: int, peer: int) -> None:
    """A poll waits in a schedule: its time begins when it is sent."""
    poll = asked(row)
    poll.close_date = None
    await store.add(tx, row._replace(content_id=content_id, peer=peer, close_date=0, poll=tl.encode(poll)))


async def begin(tx: Tx, viewer: Viewer, poll_id: int, waited_as: int, content_id: int) -> None:
    """The message that brought this poll into the schedule was sent; a forward of another poll changes nothing."""
    row = (await store.by_ids(tx, [poll_id])).get(poll_id)
    if row is None or row.content_id != waited_as:
        return
    poll = asked(row)
    poll.close_date = viewer.now + poll.close_period if poll.close_period else None
    end = poll.close_date or 0
    await store.begin(tx, row._replace(content_id=content_id, close_date=end, poll=tl.encode(poll)))
    if end:
        await jobs.enqueue(tx, JOB, str(poll_id).encode(), end)


async def of_message(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> tuple[Message, Poll]:
    """A message and its poll. Raises MESSAGE_ID_INVALID and what access.readable raises."""
    row = await access.message(tx, viewer, peer, msg_id)
    found = await store.by_ids(tx, [row.content.media_id]) if row.content.media_kind == MediaKind.POLL else {}
    if row.content.media_id not in found:
        raise errors.MESSAGE_ID_INVALID
    return row, found[row.content.media_id]


# --- voting


async def vote(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, chosen: Sequence[bytes]) -> Poll:
    """Choose answers, others than before, or none. Returns the poll after it.

    Raises MESSAGE_POLL_CLOSED, OPTION_INVALID, OPTIONS_TOO_MUCH, REVOTE_NOT_ALLOWED and what of_message raises.
    """
    _, known = await of_message(tx, viewer, peer, msg_id)
    row = await store.lock(tx, known.id) or known
    bits = _bits(row, chosen)
    if is_closed(row, viewer.now):
        raise errors.MESSAGE_POLL_CLOSED
    old = await store.find(tx, row.id, viewer.user)
    before = old.options if old is not None else 0
    if before == bits:
        return row
    if before and described(row).revoting_disabled:
        raise errors.REVOTE_NOT_ALLOWED
    if bits:
        await store.vote(tx, Vote(row.id, viewer.user, bits, viewer.now))
    else:
        await store.retract(tx, row.id, viewer.user)
    row = _counted(row, before, bits)._replace(recent=_recent(row, viewer.user, bits))
    if row.creator != viewer.user:
        row = row._replace(unread=1)
    await store.voted(tx, row)
    await tell(tx, viewer, peer, row)
    return row


def _bits(row: Poll, chosen: Sequence[bytes]) -> int:
    options = options_of(row)
    wanted = set(chosen)
    if not wanted <= set(options) - {b""}:
        raise errors.OPTION_INVALID
    if len(wanted) > 1 and not described(row).multiple_choice:
        raise errors.OPTIONS_TOO_MUCH
    return sum(1 << number for number, option in enumerate(options) if option in wanted)


def counts_of(row: Poll) -> list[int]:
    """How many chose each answer."""
    counts: list[int] = json.loads(row.counts)
    return counts


def _counted(row: Poll, before: int, after: int) -> Poll:
    counts = [count - (before >> n & 1) + (after >> n & 1) for n, count in enumerate(counts_of(row))]
    return row._replace(voters=row.voters - bool(before) + bool(after), counts=json.dumps(counts))


def recent_of(row: Poll) -> list[list[int]]:
    """Who voted last, newest first: in all, and then for each answer. Empty where voters are not told."""
    recent: list[list[int]] = json.loads(row.recent) if row.recent else []
    return recent


def named_in(row: Poll) -> set[int]:
    """Everybody whom a poll shows: the last voters, and who added answers."""
    added = [one.added_by for one in described(row).answers if isinstance(one, types.PollAnswer)]
    users = {peer.user_id for peer in added if isinstance(peer, types.PeerUser)}
    return users | {user for voters in recent_of(row) for user in voters}


async def named(tx: Tx, ids: Sequence[int]) -> set[int]:
    """The same of several."""
    return {user for row in (await store.by_ids(tx, ids)).values() for user in named_in(row)}


def _recent(row: Poll, user: int, bits: int) -> str:
    if not described(row).public_voters:
        return ""
    answers = len(counts_of(row))
    chosen = [bits > 0, *(bits >> n & 1 > 0 for n in range(answers))]
    known = recent_of(row) or [[]] * (answers + 1)
    others = [[one for one in voters if one != user] for voters in known]
    shown = [[user, *voters][:RECENT] if mine else voters for voters, mine in zip(others, chosen, strict=True)]
    return json.dumps(shown)


async def tell(tx: Tx, viewer: Viewer, peer: Peer, row: Poll) -> None:
    """The chat in which it happened."""
    if is_channel(peer):
        tx.emit(PollChanged(peer, row.id, tuple({int(viewer.user), row.creator})))
        return
    for owner in await holders.of(tx, viewer, peer):
        tx.emit(PollChanged(owner, row.id))


# --- closing


async def close(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> tuple[Counted, Poll]:
    """No more votes. Whoever made the poll may, and administrators of a channel who may edit. Returns the viewer's own
    event, and the poll.

    Raises MESSAGE_AUTHOR_REQUIRED, MESSAGE_NOT_MODIFIED and what of_message raises.
    """
    message, row = await of_message(tx, viewer, peer, msg_id)
    if message.content.forward is not None or not await _may_close(tx, viewer, peer, row):
        raise errors.MESSAGE_AUTHOR_REQUIRED
    if is_closed(row, viewer.now):
        raise errors.MESSAGE_NOT_MODIFIED
    await store.close(tx, row.id)
    return await editing.tell(tx, viewer, peer, message), row


async def _may_close(tx: Tx, viewer: Viewer, peer: Peer, row: Poll) -> bool:
    if peer < 0:
        seen = await access.joined(tx, viewer, peer)
        if seen.chat.flags & ChatFlag.BROADCAST:
            return rights.is_admin(seen, Admin.EDIT)
    return row.creator == viewer.user


async def time_is_up(tx: Tx, viewer: Viewer, poll_id: int) -> None:
    """Its close date has come (jobs/poll_ends.py): whoever is there sees the result. viewer: the server."""
    row = await store.lock(tx, poll_id)
    if row is None or row.closed or row.close_date > viewer.now:
        return
    await store.close(tx, poll_id)
    if not is_channel(row.peer) or await store_chats.get(tx, row.peer) is not None:
        await tell(tx, viewer.as_user(row.creator), Peer(row.peer), row)


# --- who voted


@dataclass(frozen=True, slots=True)
class Page:
    """Votes, newest first, and how many there are in all; option: the answer asked for; next_offset: None at the
    end."""

    poll: Poll
    rows: list[Vote]
    total: int
    next_offset: str | None
    option: bytes | None


async def votes(tx: Tx, viewer: Viewer, place: tuple[Peer, int], option: bytes | None, page: tuple[str, int]) -> Page:
    """Who voted, or who chose one answer. place: peer and message id; page: the offset that the page before gave, and a
    limit.

    Raises BROADCAST_FORBIDDEN, POLL_VOTE_REQUIRED, OPTION_INVALID, OFFSET_INVALID, MESSAGE_ID_INVALID (also for a poll
    whose voters are not told) and what of_message raises.
    """
    message, row = await of_message(tx, viewer, *place)
    if message.content.flags & ContentFlag.POST:
        raise errors.BROADCAST_FORBIDDEN
    if not described(row).public_voters:
        raise errors.MESSAGE_ID_INVALID
    if not is_closed(row, viewer.now) and await store.find(tx, row.id, viewer.user) is None:
        raise errors.POLL_VOTE_REQUIRED
    bit = _bits(row, [option]) if option is not None else 0
    offset, limit = page
    rows = await store.page(tx, row.id, read_offset(offset), limit + 1, bit)
    more = len(rows) > limit > 0
    rows = rows[:limit]
    total = row.voters if option is None else counts_of(row)[bit.bit_length() - 1]
    return Page(row, rows, total, f"{rows[-1].date}:{rows[-1].user_id}" if more else None, option)


# --- what the creator has not seen


async def unread(tx: Tx, viewer: Viewer, peer: Peer, topic: int = 0) -> list[Message]:
    """The viewer's polls in a chat, or in one topic of a forum, with votes that they have not seen, newest first.
    Raises what access.readable raises."""
    await access.readable(tx, viewer, peer)
    contents = await store.unread(tx, viewer.user, peer, AT_ONCE)
    rows = await store_messages.by_contents(tx, viewer.box(peer), contents)
    return await topics.among(tx, peer, sorted(rows, key=lambda row: -row.copy.id), topic)


async def read_all(tx: Tx, viewer: Viewer, peer: Peer, topic: int = 0) -> int:
    """The viewer has seen the votes in a chat, as many as one transaction may touch. Returns how many may be left.
    Raises what access.readable raises."""
    rows = await unread(tx, viewer, peer, topic)
    await store.seen(tx, viewer.user, [row.content.id for row in rows])
    for row in rows:
        tx.emit(PollChanged(viewer.user, row.content.media_id))
    return int(len(rows) == AT_ONCE)


async def own_vote(tx: Tx, viewer: Viewer, row: Poll) -> int:
    """The bits of what the viewer chose, 0 for nothing."""
    return (await store.own(tx, viewer.user, [row.id])).get(row.id, 0) if viewer.user else 0
