"""Reading in the topics of a forum. A viewer has read a topic up to their mark in it, or up to where they have read the
whole forum; when no topic has anything new, they have read the forum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hodhod.domain import reading
from hodhod.domain.history import TOP
from hodhod.domain.updates import StateKind, ThreadReadOutbox, set_state
from hodhod.domain.values import pack_count
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, topic_subject
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store import members as store_members
from hodhod.store import topics as store
from hodhod.store.bits import Role
from hodhod.store.db import Tx
from hodhod.store.records import Topic
from hodhod.store.within import TOPICS

MAX_AUTHORS = 20
LOOKED_AT = 20


class Stand(NamedTuple):
    """Where a viewer stands in a topic."""

    read_inbox: int
    read_outbox: int
    unread: int
    mentions: int
    reactions: int
    poll_votes: int


async def floor(tx: Tx, viewer: Viewer, peer: int) -> int:
    """Up to which id the viewer has read the whole forum."""
    dialog = await store_dialogs.find(tx, viewer.user, peer)
    return dialog.read_inbox if dialog is not None else 0


async def read(tx: Tx, viewer: Viewer, topic: Topic, before: int, up_to: int) -> None:
    """The viewer's mark in a topic has advanced: their sessions hear of it, and who wrote what was read."""
    subject = topic_subject(topic.owner, topic.id)
    await set_state(tx, viewer.user, StateKind.TOPIC_READ, subject, pack_count(up_to), viewer.now)
    await _keep_newest(tx, viewer, topic, up_to)
    authors = await TOPICS.authors(tx, topic.owner, topic.id, before, up_to, MAX_AUTHORS)
    rows = await store_members.many(tx, topic.owner, sorted({user for user, _ in authors} - {int(viewer.user)}))
    for author, newest in authors:
        if author in rows and rows[author].role >= Role.MEMBER:
            tx.emit(ThreadReadOutbox(author, topic.owner, topic.id, newest))
    if await _has_read_all(tx, viewer, topic.owner):
        await reading.read_channel(tx, viewer, Peer(topic.owner), 0)


async def _has_read_all(tx: Tx, viewer: Viewer, peer: int) -> bool:
    """Is nothing of others unread in any topic; False too, when more topics would have to be looked at."""
    me = (await store_members.many(tx, peer, [viewer.user])).get(viewer.user)
    if me is None or me.role < Role.MEMBER:
        return False
    whole = await floor(tx, viewer, peer)
    rows = await store.page(tx, peer, TOP, LOOKED_AT)
    if len(rows) == LOOKED_AT and rows[-1].top_id > whole:
        return False
    ahead = [row.id for row in [*rows, *await store.pinned(tx, peer)] if row.top_id > whole]
    places = await store.places(tx, viewer.user, peer, ahead, whole)
    return not any([await _unread(tx, viewer, peer, place) for place in places.values()])


async def _keep_newest(tx: Tx, viewer: Viewer, topic: Topic, up_to: int) -> None:
    """Up to where somebody has read, and up to where anybody else."""
    if up_to > topic.read_max:
        second = topic.read_second if topic.read_user == viewer.user else topic.read_max
        await store.put(tx, topic.owner, topic.id, read_max=up_to, read_user=int(viewer.user), read_second=second)
    elif topic.read_user != viewer.user and up_to > topic.read_second:
        await store.put(tx, topic.owner, topic.id, read_second=up_to)


async def stands(tx: Tx, viewer: Viewer, peer: int, rows: Sequence[Topic]) -> dict[int, Stand]:
    """Where the viewer stands in each of these topics of one forum: no mark is beyond its newest message."""
    whole = (await store_chats.places(tx, viewer.user, [peer]))[peer]
    places = await store.places(tx, viewer.user, peer, [row.id for row in rows], whole.read_inbox)
    named = await store.unread_mentions(tx, viewer.user, peer)
    reacted = await store.unread_reactions(tx, viewer.user, peer)
    voted = await store.unread_poll_votes(tx, viewer.user, peer)
    return {
        row.id: Stand(
            min(places[row.id].read_inbox, row.top_id),
            min(max(_read_by_others(viewer, row), whole.read_outbox), row.top_id),
            await _unread(tx, viewer, peer, places[row.id]),
            named.get(row.id, 0),
            reacted.get(row.id, 0),
            voted.get(row.id, 0),
        )
        for row in rows
    }


def _read_by_others(viewer: Viewer, row: Topic) -> int:
    return row.read_second if row.read_user == viewer.user else row.read_max


async def _unread(tx: Tx, viewer: Viewer, peer: int, place: store.Place) -> int:
    """How many messages of others are unread: exact while they are few, else counted by their ordinals."""
    if place.behind <= 0:
        return 0
    if place.behind > reading.COUNTED_EXACTLY:
        return place.behind
    return await TOPICS.unread(tx, peer, place.id, place.read_inbox, viewer.user)
