"""Reacting to messages. core.telegram.org/api/reactions

A reaction is one row for the message and the user, whatever the number of copies or members; how often each was chosen
stands in the content, which is held alone while that changes. Lock order: chat row (shared), content row.

The sides of a private chat and the members of a basic group hear of it by a state row about their own copy; its value
is the message as it is now. In a channel it is told to who is there, and others see it with the message: clients ask
again for what they show (messages.getMessagesReactions).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hodhod import errors
from hodhod.domain import access, chats, holders, reaction_counts, reaction_set, rights, saved_tags, topics
from hodhod.domain.reaction_counts import SHOWN, Counts, Last
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.updates import ChannelChanged, ReactionsChanged, StateChanged, StateKind, set_states
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import messages as store_messages
from hodhod.store import reactions as store
from hodhod.store.bits import ChatFlag, ContentFlag
from hodhod.store.db import Tx
from hodhod.store.records import Copy, Message, Reaction, SeenChat, State

NEWEST = (2**31 - 1, 2**62)
# messages that one reading may touch (design: short transactions)
AT_ONCE = 100
# of the last who reacted to a channel's message, how many are told in their own words
TOLD = 50

Told = ReactionsChanged | StateChanged


async def react(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, reaction: str, *, big: bool = False) -> Told | None:
    """Choose a reaction, change it, or take it back (""). Returns what the viewer's sessions are told; None when
    nobody is: somebody who blocked the viewer is not betrayed, as when they are written to.

    Raises MSG_ID_INVALID, MESSAGE_NOT_MODIFIED, REACTION_INVALID, REACTIONS_TOO_MANY, CHAT_WRITE_FORBIDDEN,
    ANONYMOUS_REACTIONS_DISABLED and what access.joined and access.may_send raise.
    """
    seen = await _entered(tx, viewer, peer)
    row = await _message(tx, viewer, peer, msg_id)
    if seen is None and peer != viewer.user and await access.may_send(tx, viewer, peer) is None:
        return None
    counts = reaction_counts.unpack(await store.lock(tx, row.content.id))
    mine = await store.find(tx, row.content.id, viewer.user)
    old = mine.reaction if mine is not None else ""
    if old == reaction:
        raise errors.MESSAGE_NOT_MODIFIED
    counts = counts.changed(old, reaction)
    if reaction:
        _check(seen, counts, reaction, viewer.now)
        await store.put(tx, _row(viewer, peer, row, reaction, big=big))
    else:
        await store.remove(tx, row.content.id, viewer.user)
    people = await _count(tx, row, counts)
    if peer == viewer.user:
        await saved_tags.tagged(tx, viewer, msg_id, reaction)
    return await _tell(tx, viewer, peer, row, people)


async def _entered(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat | None:
    """The group or channel that the viewer is in, None for a private chat."""
    if peer > 0:
        return None
    await store_chats.share(tx, peer)
    return await access.joined(tx, viewer, peer)


async def _message(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> Message:
    """A message that can be reacted to. Raises MSG_ID_INVALID."""
    try:
        row = await access.message(tx, viewer, peer, msg_id)
    except errors.MESSAGE_ID_INVALID:
        raise errors.MSG_ID_INVALID from None
    if row.content.action is not None:
        raise errors.MSG_ID_INVALID
    return row


def _check(seen: SeenChat | None, after: Counts, reaction: str, now: int) -> None:
    """May a member add this; after: the reactions with it."""
    most = reaction_set.UNIQUE if seen is None else reaction_set.limit(seen.chat)
    if len(after.counts) > most and after.of(reaction) == 1:
        raise errors.REACTIONS_TOO_MANY
    if seen is None:
        return
    if reaction not in reaction_set.allowed(seen.chat):
        raise errors.REACTION_INVALID
    if rights.bans_of(seen.chat, seen.member, now) & Ban.REACTIONS:
        raise errors.CHAT_WRITE_FORBIDDEN
    hidden = seen.member is not None and seen.member.admin & Admin.ANONYMOUS and rights.is_admin(seen)
    if hidden and not seen.chat.flags & ChatFlag.BROADCAST:
        raise errors.ANONYMOUS_REACTIONS_DISABLED


def _row(viewer: Viewer, peer: Peer, row: Message, reaction: str, *, big: bool) -> Reaction:
    author = _author(row)
    told = author if author not in (0, viewer.user) else 0
    where = int(viewer.user) if peer > 0 else int(peer)
    return Reaction(row.content.id, viewer.user, reaction, viewer.now, int(big), told, where, int(told > 0))


def _author(row: Message) -> int:
    """Who is told of reactions to this message; 0: nobody, of a channel's own post."""
    content = row.content
    return 0 if content.flags & ContentFlag.POST else max(content.author or content.sender, 0)


async def _count(tx: Tx, row: Message, counts: Counts) -> set[int]:
    """Write the counts. Returns the last who reacted: each of them is told what they chose with the new counts."""
    newest = await store.page(tx, row.content.id, NEWEST, TOLD) if counts.counts else []
    shown = [] if row.content.flags & ContentFlag.POST else newest[:SHOWN]
    last = [Last(one.user_id, one.reaction, one.date, one.big) for one in shown]
    await store.set_counts(tx, row.content.id, reaction_counts.pack(Counts(counts.counts, tuple(last))))
    return {one.user_id for one in newest}


async def _tell(tx: Tx, viewer: Viewer, peer: Peer, row: Message, people: set[int]) -> Told:
    """people: who sees it otherwise than ordinary members of a channel, besides the viewer and the author."""
    if is_channel(peer):
        seen_by = tuple((people | {int(viewer.user), _author(row)}) - {0})
        record = ReactionsChanged(peer, peer, row.copy.id, seen_by)
        tx.emit(record)
        return record
    owners = await holders.of(tx, viewer, peer)
    copies = await store_messages.copies_of(tx, owners, row.content.id)
    told = await set_states(tx, [_state(copy, viewer.now) for copy in copies])
    return next(record for record in told if record.owner == viewer.user)


def _state(copy: Copy, now: int) -> State:
    return State(copy.owner, StateKind.REACTIONS, copy.id, now, None)


async def take_away(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, user: int) -> Told:
    """An administrator who may delete messages takes somebody's reaction back.

    Raises PEER_ID_INVALID, MSG_ID_INVALID, MESSAGE_NOT_MODIFIED, CHAT_ADMIN_REQUIRED and what access.joined raises.
    """
    if peer > 0:
        raise errors.PEER_ID_INVALID
    await store_chats.share(tx, peer)
    rights.check_admin(await access.joined(tx, viewer, peer), Admin.DELETE)
    told = await _take_away(tx, viewer, peer, await _message(tx, viewer, peer, msg_id), user)
    if told is None:
        raise errors.MESSAGE_NOT_MODIFIED
    return told


async def take_all_away(tx: Tx, viewer: Viewer, peer: Peer, user: int) -> None:
    """... and all that somebody left here of late.

    Raises PEER_ID_INVALID, CHAT_ADMIN_REQUIRED and what access.joined raises.
    """
    if peer > 0:
        raise errors.PEER_ID_INVALID
    await store_chats.share(tx, peer)
    rights.check_admin(await access.joined(tx, viewer, peer), Admin.DELETE)
    contents = await store.of_user(tx, user, peer, AT_ONCE)
    for row in await store_messages.by_contents(tx, viewer.box(peer), sorted(contents)):
        await _take_away(tx, viewer, peer, row, user)


async def _take_away(tx: Tx, viewer: Viewer, peer: Peer, row: Message, user: int) -> Told | None:
    """None: there is none of theirs."""
    counts = reaction_counts.unpack(await store.lock(tx, row.content.id))
    theirs = await store.find(tx, row.content.id, user)
    if theirs is None:
        return None
    await store.remove(tx, row.content.id, user)
    people = await _count(tx, row, counts.changed(theirs.reaction, ""))
    return await _tell(tx, viewer, peer, row, {user, *people})


# --- who reacted


@dataclass(frozen=True, slots=True)
class Page:
    """Reactions, newest first, and how many there are in all; next_offset: None at the end."""

    rows: list[Reaction]
    total: int
    next_offset: str | None


async def listed(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, reaction: str | None, page: tuple[str, int]) -> Page:
    """Who reacted to a message, or who chose one reaction. page: the offset that the page before gave, and a limit.

    Raises MSG_ID_INVALID, BROADCAST_FORBIDDEN, OFFSET_INVALID and what access.readable raises.
    """
    offset, limit = page
    row = await _message(tx, viewer, peer, msg_id)
    if row.content.flags & ContentFlag.POST:
        raise errors.BROADCAST_FORBIDDEN
    counts = reaction_counts.unpack(row.content.reactions)
    total = counts.total if reaction is None else counts.of(reaction)
    rows = await store.page(tx, row.content.id, read_offset(offset), limit + 1, reaction)
    more = len(rows) > limit > 0
    rows = rows[:limit]
    return Page(rows, total, f"{rows[-1].date}:{rows[-1].user_id}" if more else None)


def read_offset(offset: str) -> tuple[int, int]:
    """(date, user) at which the page before ended. Raises OFFSET_INVALID."""
    if not offset:
        return NEWEST
    date, _, user = offset.partition(":")
    if not (date.isdecimal() and user.isdecimal() and len(offset) <= 30):
        raise errors.OFFSET_INVALID
    return min(int(date), NEWEST[0]), min(int(user), NEWEST[1])


async def messages(tx: Tx, viewer: Viewer, peer: Peer, ids: Sequence[int]) -> list[Message]:
    """Those of these messages that the viewer may read. Raises what access.readable raises."""
    seen = await access.readable(tx, viewer, peer)
    first = access.first_hidden(seen) if seen is not None else 0
    rows = await store_messages.by_ids(tx, viewer.box(peer), ids)
    return [row for row in rows if row.copy.peer == peer and row.copy.id > first]


# --- what the author has not seen


async def unread(tx: Tx, viewer: Viewer, peer: Peer, topic: int = 0) -> list[Message]:
    """The viewer's messages in a chat, or in one topic of a forum, with reactions that they have not seen, newest
    first. Raises what access.readable raises."""
    await access.readable(tx, viewer, peer)
    contents = await store.unread(tx, viewer.user, peer, AT_ONCE)
    rows = await store_messages.by_contents(tx, viewer.box(peer), contents)
    return await topics.among(tx, peer, sorted(rows, key=lambda row: -row.copy.id), topic)


async def read_all(tx: Tx, viewer: Viewer, peer: Peer, topic: int = 0) -> int:
    """The viewer has seen the reactions in a chat, as many as one transaction may touch. Returns how many may be
    left."""
    if await topics.in_forum(tx, peer, topic):
        rows = await unread(tx, viewer, peer, topic)
        await store.seen(tx, viewer.user, [row.content.id for row in rows])
        await _tell_read(tx, viewer, peer, rows)
        return 0
    contents = await store.unread(tx, viewer.user, peer, AT_ONCE)
    await store.seen(tx, viewer.user, contents)
    await _tell_read(tx, viewer, peer, await store_messages.by_contents(tx, viewer.box(peer), contents))
    return int(len(contents) == AT_ONCE)


async def read(tx: Tx, viewer: Viewer, box: int, ids: Sequence[int]) -> None:
    """The viewer has seen the reactions to these messages of a mailbox: their own one, or a channel's."""
    rows = [row for row in await store_messages.by_ids(tx, box, ids) if row.content.reactions]
    if await store.seen(tx, viewer.user, [row.content.id for row in rows]):
        await _tell_read(tx, viewer, Peer(box), rows)


async def _tell_read(tx: Tx, viewer: Viewer, peer: Peer, rows: Sequence[Message]) -> None:
    """The viewer's other sessions."""
    if is_channel(peer):
        for row in rows:
            tx.emit(ReactionsChanged(viewer.user, peer, row.copy.id))
    else:
        await set_states(tx, [_state(row.copy, viewer.now) for row in rows])


# --- what a chat allows


async def allow(tx: Tx, viewer: Viewer, peer: Peer, wanted: Sequence[str] | None, most: int | None) -> None:
    """Which reactions members may choose (None: all), and how many kinds a message may have.

    Raises REACTIONS_COUNT_INVALID, CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED and what access.joined raises.
    """
    if most is not None and not 0 < most <= reaction_set.UNIQUE:
        raise errors.REACTIONS_COUNT_INVALID
    seen = await chats.changing(tx, viewer, peer)
    settings = reaction_set.with_allowed(seen.chat, wanted, most)
    if settings == seen.chat.settings:
        raise errors.CHAT_NOT_MODIFIED
    await store_chats.put(tx, peer, settings=settings)
    if is_channel(peer):
        tx.emit(ChannelChanged(peer, peer))
