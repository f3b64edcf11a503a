"""What happened, as records: the only way in which a mailbox grows and in which anybody hears of it.

Three kinds (design): counted events take a pts and are rows of the log (a new message's row is the copy itself); state
without pts is one row per subject with its date; ephemeral ones (typing, status) are told to who is there and kept
nowhere.

`append` is the one function that takes pts. Lock order: callers lock nothing of a mailbox before it, and it locks
mailboxes
ascending by owner, as late as possible. A record is emitted on the transaction and leaves only after its commit.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hodhod.ids import is_channel
from hodhod.store import chats, mailboxes, posts, topics
from hodhod.store.db import Tx
from hodhod.store.records import Content, Copy, Event, Message, Post, SeenChat, SeenUser, State


@enum.unique
class EventKind(enum.IntEnum):
    """Kinds of counted events that are no new message. Stored: a number keeps its meaning for ever."""

    EDIT = 1
    DELETE = 2
    READ_INBOX = 3
    READ_OUTBOX = 4
    PIN = 5
    READ_CONTENTS = 6
    FOLDERS = 7
    WEBPAGE = 8


@enum.unique
class StateKind(enum.IntEnum):
    """Kinds of state rows; `subject` is a peer unless said otherwise."""

    DRAFT = 1  # subject: a peer, or a topic (ids.topic_subject)
    NOTIFY = 2  # subject: peer, NotifyScope below 0, or a topic
    FILTER = 3  # subject: folder id
    FILTER_ORDER = 4  # subject 0
    PINNED_DIALOGS = 5  # subject: folder
    UNREAD_MARK = 6
    BLOCK = 7
    USER_NAME = 8  # subject: the user whose name changed
    USER_PHONE = 9
    PRIVACY = 10  # subject: number of the privacy key
    PEER_SETTINGS = 11
    DIALOG_FLAGS = 12
    USER = 13
    PINNED_SAVED = 15  # subject 0: pinned dialogs of Saved Messages
    CHANNEL = 20  # subject: a channel whose own description changed for its owner
    CHANNEL_READ = 21  # subject: a channel; value: read up to this id
    CHAT_MEMBERS = 22  # subject: a basic group whose list of members changed
    DEFAULT_RIGHTS = 24  # subject: a basic group whose default rights changed
    CHAT = 25  # subject: a basic group that is another for its owner: deleted
    CLEARED = 26  # subject: a channel; value: the owner cleared its history up to this id
    JOIN_REQUESTS = 23  # subject: a group or channel; value: who asked last to come in
    SETTINGS = 14  # the account's own values by number, never told to others
    REACTIONS = 17  # subject: a message of the owner whose reactions changed
    RECENT_REACTIONS = 18  # subject 0; value: the reactions that the owner chose last
    NEW_STICKER_SET = 30  # subject: a set that the owner installed; value: its kind
    STICKER_SETS = 31  # subject: the kind of sets whose list is another
    STICKER_SETS_ORDER = 32  # subject: the kind of sets
    KEPT_DOCUMENTS = 33  # subject: a list of documents kept at hand, domain/stickers/kept.py
    TOPIC_READ = 50  # subject: a topic; value: read up to this id
    VIEW_AS_MESSAGES = 51  # subject: a forum; value: whether its owner sees it as one history
    PINNED_TOPICS = 52  # owner: a forum, subject 0; value: its pts when its pinned topics changed last
    SCHEDULED = 40  # subject: a message that waits (domain/schedule.py); value: the peers that it names
    UNSCHEDULED = 41  # the same, which waits no more; value: as which message it was sent
    HISTORY_TTL = 42  # subject: a chat whose messages live for another time from now on
    SAVED_TAGS = 60  # subject 0; value: the names that the owner gave to tags of Saved Messages
    AUTHORIZATION = 16  # subject: the hash of a session that was made, confirmed, or ended unconfirmed


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A copy that was just appended. seen: everybody it names as the owner sees them, where the sending transaction had
    read them anyway; empty: they are still to be read. named: in a channel, members whom it names or answers. chat: the
    basic group as the owner sees it, where it was read with `seen`. also: what else the viewer's request wrote into the
    same mailbox."""

    owner: int
    pts: int
    message: Message
    seen: tuple[SeenUser, ...] = ()
    named: tuple[int, ...] = ()
    chat: SeenChat | None = None
    also: tuple[NewMessage, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """An event row that was just appended. seen_by: in a channel, who sees it otherwise than ordinary members do."""

    owner: int
    pts: int
    event: Event
    seen_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StateChanged:
    """A state row that was just written."""

    owner: int
    state: State


@dataclass(frozen=True, slots=True)
class Typing:
    """Ephemeral: `user` does something in the private chat with `owner`. action: canonical TL."""

    owner: int
    user: int
    action: bytes


@dataclass(frozen=True, slots=True)
class ChannelReadOutbox:
    """Ephemeral: somebody read what `owner` wrote in a supergroup, up to this id."""

    owner: int
    peer: int
    max_id: int


@dataclass(frozen=True, slots=True)
class ChannelContentsRead:
    """Ephemeral: `owner` looked at what named them in these messages of a channel, or answered them."""

    owner: int
    peer: int
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReactionsChanged:
    """Ephemeral: a channel's message has other reactions, or `owner` has seen those to it. owner: who is told, a user
    or the channel; seen_by: see Counted."""

    owner: int
    peer: int
    id: int
    seen_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ViewsChanged:
    """Ephemeral: a post of the channel `owner` has been seen by more people; views: how many there are now."""

    owner: int
    id: int
    views: int


@dataclass(frozen=True, slots=True)
class PollChanged:
    """Ephemeral: somebody voted, or a poll is over. owner: who is told, a user or a channel; seen_by: see Counted."""

    owner: int
    poll_id: int
    seen_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MembershipChanged:
    """Ephemeral, for delivery itself: a user came into a channel or left it."""

    user: int
    peer: int
    is_in: bool


@dataclass(frozen=True, slots=True)
class ThreadRead:
    """Ephemeral: `owner` read a thread of a supergroup up to this id. post: (channel, message) whose comments it
    holds."""

    owner: int
    peer: int
    thread: int
    max_id: int
    post: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ThreadReadOutbox:
    """Ephemeral: somebody read what `owner` wrote in a thread of a supergroup, up to this id."""

    owner: int
    peer: int
    thread: int
    max_id: int


@dataclass(frozen=True, slots=True)
class TopicsPinned:
    """Ephemeral: another topic of the forum `owner` is pinned or no more; topic 0: others, or in another order."""

    owner: int
    topic: int = 0
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """Ephemeral: a channel looks different; told to its members who are there."""

    owner: int
    peer: int


@dataclass(frozen=True, slots=True)
class HistoryTtlChanged:
    """Ephemeral: messages of a channel live for another time; told to members who are there."""

    owner: int
    peer: int


@dataclass(frozen=True, slots=True)
class DefaultRightsChanged:
    """Ephemeral: what members of a supergroup may do is another; told to those who are there."""

    owner: int
    peer: int


@dataclass(frozen=True, slots=True)
class ChannelTyping:
    """Ephemeral: `user` does something in a basic group or channel. owner: who is told, a member or the channel; topic:
    in which one of a forum, 0 = none."""

    owner: int
    peer: int
    user: int
    action: bytes
    topic: int = 0


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """Ephemeral: a session says that its user is online, or is gone; delivery/presence.py tells whoever may know."""

    user: int
    key_id: int
    online: bool


@dataclass(frozen=True, slots=True)
class StatusSeen:
    """Ephemeral: `user` came online or went, and `owner` is somebody who may want to know."""

    owner: int
    user: int


@dataclass(frozen=True, slots=True)
class SessionsEnded:
    """Permanent keys that somebody else logged out (they answer 401 from now on), or temporary keys that were
    dropped."""

    key_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AuthorizationChanged:
    """Columns of one authorisation that a transaction changed: who is signed in, what it allows."""

    key_id: int
    values: dict[str, int | str]


@dataclass(frozen=True, slots=True)
class LoginTokenAccepted:
    """A QR token shown by this key was accepted."""

    key_id: int


@dataclass(frozen=True, slots=True)
class ServiceNotice:
    """Ephemeral: words of the server to one key or user (updateServiceNotification)."""

    owner: int
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A counted event about to be appended to `owner`'s mailbox; count: the pts that it covers; seen_by: see
    Counted."""

    owner: int
    kind: EventKind
    peer: int
    subject: int = 0
    value: bytes | None = None
    count: int = 1
    seen_by: tuple[int, ...] = ()


Record = (
    NewMessage
    | Counted
    | StateChanged
    | Typing
    | ChannelReadOutbox
    | ChannelChanged
    | DefaultRightsChanged
    | ThreadRead
    | ThreadReadOutbox
    | TopicsPinned
    | ChannelTyping
    | ChannelContentsRead
    | ReactionsChanged
    | PollChanged
    | ViewsChanged
    | MembershipChanged
    | StatusChanged
    | StatusSeen
    | SessionsEnded
    | AuthorizationChanged
    | LoginTokenAccepted
    | ServiceNotice
)

# A newer event of these kinds about the same (peer, subject) makes the older one pointless: replay shows the present.
SUPERSEDES = frozenset({EventKind.EDIT, EventKind.WEBPAGE})
# ... and of these about the same peer, whatever the subject.
SUPERSEDES_PEER = frozenset({EventKind.READ_INBOX, EventKind.READ_OUTBOX})


async def append_message(
    tx: Tx,
    content: Content,
    copies: Sequence[tuple[int, int, int]],
    replies: dict[int, int],
    seen: dict[int, tuple[SeenUser, ...]],
    *,
    post: Post | None = None,
    topic: int = 0,
    named: tuple[int, ...] = (),
) -> list[NewMessage]:
    """Append one message to the mailboxes of its owners.

    copies: (owner, peer, copy flags) each; replies: owner -> that owner's own id of the message replied to; seen:
    owner -> all
    users that the message names, as that owner sees them, where they are known. post: what a channel's message has
    besides (its ordinals are given here); topic: of a forum, in which topic it stands; named: see NewMessage.
    """
    places = await mailboxes.advance(tx, [owner for owner, _, _ in copies], pts=1, ids=1)
    rows = [
        Copy(owner, places[owner].top_id, peer, content.id, places[owner].pts, flags, content.media_kind)
        for owner, peer, flags in copies
    ]
    await mailboxes.add_content(tx, content)
    await mailboxes.add_copies(tx, rows)
    if post is not None:
        n = await chats.posted(tx, rows[0].owner, rows[0].id, content.date)
        topic_n = await topics.posted(tx, rows[0].owner, topic, rows[0].id) if topic else 0
        post = post._replace(n=n, topic_n=topic_n)
        await posts.add(tx, rows[0].owner, rows[0].id, post)
    records = [
        NewMessage(c.owner, c.pts, Message(c, content, replies.get(c.owner), post), seen.get(c.owner, ()), named)
        for c in rows
    ]
    for record in records:
        tx.emit(record)
    return records


def flat(records: Iterable[NewMessage]) -> list[NewMessage]:
    """These messages in their order, each with what was written with it in the order of writing."""
    return [one for record in records for one in sorted((record, *record.also), key=lambda one: one.pts)]


async def append(tx: Tx, facts: Sequence[Fact], now: int) -> list[Counted]:
    """Append counted events; at most one an owner. Returns them with their pts, in the order given."""
    by_count: dict[int, list[Fact]] = {}
    for fact in facts:
        by_count.setdefault(fact.count, []).append(fact)
    if len(by_count) > 1:
        await mailboxes.lock(tx, [fact.owner for fact in facts])
    pts: dict[int, int] = {}
    for count, group in by_count.items():
        places = await mailboxes.advance(tx, [fact.owner for fact in group], pts=count, ids=0)
        pts.update({owner: place.pts for owner, place in places.items()})
    records = []
    for fact in facts:
        event = Event(fact.owner, pts[fact.owner], fact.count, fact.kind, fact.peer, fact.subject, now, fact.value)
        await _compact(tx, fact)
        await mailboxes.add_event(tx, event)
        if is_channel(fact.owner):
            await chats.put(tx, fact.owner, changed=now)
        records.append(Counted(fact.owner, event.pts, event, fact.seen_by))
        tx.emit(records[-1])
    return records


async def _compact(tx: Tx, fact: Fact) -> None:
    if fact.kind in SUPERSEDES_PEER:
        await mailboxes.drop_events(tx, fact.owner, fact.kind, fact.peer)
    elif fact.kind in SUPERSEDES:
        await mailboxes.drop_events_about(tx, fact.owner, fact.kind, fact.peer, fact.subject)


async def set_state(tx: Tx, owner: int, kind: StateKind, subject: int, value: bytes | None, now: int) -> StateChanged:
    """Write the latest value of a state subject and tell the owner's sessions."""
    row = State(owner, kind, subject, now, value)
    await mailboxes.put_state(tx, row)
    record = StateChanged(owner, row)
    tx.emit(record)
    return record


async def set_states(tx: Tx, rows: Sequence[State]) -> list[StateChanged]:
    """The same for several owners or subjects, in one statement."""
    if rows:
        await tx.many(mailboxes.PUT_STATE, [row._asdict() for row in rows])
    records = [StateChanged(row.owner, row) for row in rows]
    for record in records:
        tx.emit(record)
    return records
