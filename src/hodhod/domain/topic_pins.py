"""Topics that are pinned on top of a forum, for everybody. Live it is told to who is there; who comes later learns of
it by the channel's difference, which carries the order as it is when it changed since (domain/difference.py)."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors
from hodhod.domain import access, admin_log, rights, topics
from hodhod.domain.admin_log import Kind
from hodhod.domain.rights import Admin
from hodhod.domain.updates import StateKind, TopicsPinned
from hodhod.domain.values import pack_count
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import mailboxes
from hodhod.store import topics as store
from hodhod.store.db import Tx
from hodhod.store.records import SeenChat, State, Topic


async def pin(tx: Tx, viewer: Viewer, peer: Peer, topic_id: int, pinned: bool) -> TopicsPinned:
    """Raises TOPIC_ID_INVALID, PINNED_TOO_MUCH, PINNED_TOPIC_NOT_MODIFIED, CHAT_ADMIN_REQUIRED, CHANNEL_FORUM_MISSING
    and what access.joined raises."""
    seen = await _held(tx, viewer, peer)
    topic = await topics.topic(tx, seen, topic_id)
    order = [row.id for row in await store.pinned(tx, peer)]
    if pinned == (topic.id in order):
        raise errors.PINNED_TOPIC_NOT_MODIFIED
    new = [topic.id, *order] if pinned else [other for other in order if other != topic.id]
    await _reorder(tx, viewer, peer, order, new)
    await _note(tx, viewer, peer, topic, pinned)
    return _told(tx, TopicsPinned(int(peer), topic.id, pinned))


async def reorder(tx: Tx, viewer: Viewer, peer: Peer, wanted: Sequence[int], force: bool) -> TopicsPinned:
    """The order of the pinned topics; with `force` those not named are unpinned. Unknown topics are left out.

    Raises PINNED_TOO_MUCH, PINNED_TOPICS_NOT_MODIFIED, CHAT_ADMIN_REQUIRED, CHANNEL_FORUM_MISSING and what
    access.joined raises.
    """
    await _held(tx, viewer, peer)
    known = await store.many(tx, peer, wanted)
    order = [row.id for row in await store.pinned(tx, peer)]
    named = [topic for topic in dict.fromkeys(wanted) if topic in known]
    rest = [] if force else [topic for topic in order if topic not in named]
    if named + rest == order:
        raise errors.PINNED_TOPICS_NOT_MODIFIED
    await _reorder(tx, viewer, peer, order, named + rest)
    return _told(tx, TopicsPinned(int(peer)))


async def _held(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    await store_chats.lock(tx, peer)
    seen = await access.joined(tx, viewer, peer)
    if not topics.is_forum(seen.chat):
        raise errors.CHANNEL_FORUM_MISSING
    rights.check_admin(seen, Admin.TOPICS)
    return seen


async def _reorder(tx: Tx, viewer: Viewer, peer: Peer, old: Sequence[int], new: Sequence[int]) -> None:
    """Write the places that changed, and that the forum is another one since its present pts."""
    if len(new) > max(viewer.world.limits.pinned_topics, len(old)):
        raise errors.PINNED_TOO_MUCH
    for topic in set(old) - set(new):
        await store.put(tx, peer, topic, pinned=0)
    for place, topic in enumerate(reversed(new), 1):
        await store.put(tx, peer, topic, pinned=place)
    pts = (await mailboxes.place(tx, peer)).pts
    await mailboxes.put_state(tx, State(int(peer), StateKind.PINNED_TOPICS, 0, viewer.now, pack_count(pts)))
    await store_chats.put(tx, peer, changed=viewer.now)


def _told(tx: Tx, record: TopicsPinned) -> TopicsPinned:
    tx.emit(record)
    return record


async def _note(tx: Tx, viewer: Viewer, peer: Peer, topic: Topic, pinned: bool) -> None:
    after = topic._replace(pinned=int(pinned))
    await admin_log.note(tx, viewer, peer, Kind.TOPIC_PIN, None if pinned else topic, after if pinned else None)
