"""Catching up: what a mailbox got since a client's pts, always in slices. core.telegram.org/api/updates

Copies (new messages) and event rows are two logs under one counter; a slice is their merge by pts. State rows come
with the
last slice: those set since the client's date less a margin, repeats being harmless.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hodhod.domain.updates import Counted, EventKind, NewMessage, StateChanged, StateKind
from hodhod.domain.values import pack_count, unpack_count
from hodhod.domain.viewer import Viewer
from hodhod.ids import is_channel
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store import mailboxes
from hodhod.store import messages as store
from hodhod.store.bits import CopyFlag
from hodhod.store.db import Tx
from hodhod.store.records import Event, Message, State

OUT = int(CopyFlag.OUT)
SLICE = 500
STATE_MARGIN = 60
# messages with new reactions that one difference tells of
MAX_REACTIONS = 300
# sticker sets that one difference tells whole
MAX_NEW_SETS = 20


@dataclass(frozen=True, slots=True)
class Missed:
    """One slice. pts: where it ends; final: nothing is left after it. channels: (peer, pts) of the owner's channels
    in which something happened meanwhile, with the last slice."""

    messages: list[NewMessage]
    others: list[Counted]
    states: list[StateChanged]
    pts: int
    final: bool
    channels: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a mailbox stands."""

    pts: int
    unread: int


async def position(tx: Tx, viewer: Viewer) -> Position:
    """The viewer's pts now, and how many messages are unread in all."""
    place = await mailboxes.place(tx, viewer.user)
    return Position(place.pts, await store_dialogs.total_unread(tx, viewer.user))


async def pts_of(tx: Tx, viewer: Viewer, box: int = 0) -> int:
    """The pts of the viewer's mailbox, or of another one."""
    return (await mailboxes.place(tx, box or viewer.user)).pts


async def missed(tx: Tx, owner: int, pts: int, date: int, limit: int = SLICE) -> Missed:
    """What happened in the mailbox after pts. Ephemeral things are not kept and not told."""
    place = await mailboxes.place(tx, owner)
    count = max(1, min(limit, SLICE))
    rows = await store.since(tx, owner, pts, count + 1) if pts < place.pts else []
    events = await mailboxes.events_since(tx, owner, pts, count + 1) if pts < place.pts else []
    end = _end([row.copy.pts for row in rows], [event.pts for event in events], count)
    final = end is None
    upto = place.pts if end is None else end
    last = final and date > 0 and owner > 0
    states = await mailboxes.state_since(tx, owner, date - STATE_MARGIN) if last else []
    if final and is_channel(owner):
        states = await _pinned_topics(tx, owner, pts)
    channels = await store_chats.changed_since(tx, owner, date - STATE_MARGIN) if last else []
    rows = [row for row in rows if row.copy.pts <= upto]
    return Missed(
        [NewMessage(owner, row.copy.pts, row) for row in rows],
        [Counted(owner, event.pts, _recounted(event, rows)) for event in events if event.pts <= upto],
        [StateChanged(owner, row) for row in _few_sets(_few_reactions(states))],
        upto,
        final,
        channels,
    )


async def _pinned_topics(tx: Tx, owner: int, pts: int) -> list[State]:
    """What a forum says of its pinned topics, to whoever may have missed that they changed: that takes no pts."""
    row = await mailboxes.find_state(tx, owner, StateKind.PINNED_TOPICS, 0)
    return [row] if row is not None and unpack_count(row.value) >= pts else []


def above(found: Missed, hidden: int) -> Missed:
    """The same of a channel, without what is said of messages up to this id: they are hidden from who asks."""
    if not hidden:
        return found
    return replace(
        found,
        messages=[one for one in found.messages if one.message.copy.id > hidden],
        others=[one for one in found.others if one.event.kind != EventKind.EDIT or one.event.subject > hidden],
    )


def _few_reactions(states: list[State]) -> list[State]:
    """All of them, but of the messages that were reacted to only the last ones: a busy group has very many, and clients
    ask again for what they show."""
    reacted = [row for row in states if row.kind == StateKind.REACTIONS]
    if len(reacted) <= MAX_REACTIONS:
        return states
    old = {row.subject for row in reacted[:-MAX_REACTIONS]}
    return [row for row in states if row.kind != StateKind.REACTIONS or row.subject not in old]


def _few_sets(states: list[State]) -> list[State]:
    """All of them, but when very many sticker sets were installed meanwhile, that their lists are others: a set is told
    with all its stickers."""
    new = [row for row in states if row.kind == StateKind.NEW_STICKER_SET]
    if len(new) <= MAX_NEW_SETS:
        return states
    told = {row.subject for row in states if row.kind == StateKind.STICKER_SETS}
    lists = {unpack_count(row.value): row for row in new}
    rest = [row for row in states if row.kind != StateKind.NEW_STICKER_SET]
    return rest + [
        row._replace(kind=StateKind.STICKER_SETS, subject=kind, value=None)
        for kind, row in lists.items()
        if kind not in told
    ]


def _recounted(event: Event, rows: Sequence[Message]) -> Event:
    """A read mark counts what is unread after it. Clients take the messages of a slice before its events, so those that
    came after the mark are counted too; live they come after it."""
    if event.kind != EventKind.READ_INBOX:
        return event
    later = sum(row.copy.peer == event.peer and row.copy.pts > event.pts and not row.copy.flags & OUT for row in rows)
    return event._replace(value=pack_count(unpack_count(event.value) + later)) if later else event


def _end(message_pts: list[int], event_pts: list[int], count: int) -> int | None:
    """The pts at which a full slice ends; None when everything fits into one."""
    merged = sorted(message_pts + event_pts)
    return merged[count - 1] if len(merged) > count else None
