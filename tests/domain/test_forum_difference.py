"""Forums: what a device knows of topics from live pushes, from catching up after each step, and from catching up once
at the end is what a first look shows."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from hodhod import tl
from hodhod.domain import drafts, notify, reading, thread_reading, threads, topic_making, topic_pins
from hodhod.domain.topic_making import New
from hodhod.ids import Peer, topic_subject
from hodhod.store.within import GENERAL
from hodhod.tl import types
from tests.domain.forum import begin, edit, listed, make_forum
from tests.domain.replica import Replica
from tests.domain.test_chats import say
from tests.domain.test_group_difference import Watch
from tests.domain.world import Cast

Step = Callable[[], Coroutine[Any, Any, object]]


@dataclass
class ForumReplica(Replica):
    """A device that keeps, besides, how far each topic was read, which are pinned, its drafts and settings."""

    read: dict[int, int] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    drafts: dict[int, str] = field(default_factory=dict)
    muted: set[int] = field(default_factory=set)

    async def look(self, peers: Any) -> ForumReplica:
        await super().look(peers)
        for one in await listed(self.cast, self.name, peers[0]):
            self.read[one.id] = one.read_inbox_max_id
            self.pinned += [one.id] if one.pinned else []
            if isinstance(one.draft, types.DraftMessage):
                self.drafts[one.id] = one.draft.message
            self.muted |= {one.id} if one.notify_settings.mute_until else set()
        return self

    async def _apply_mark(self, owner: int, update: Any) -> None:
        match update:
            case types.UpdatePinnedForumTopics():
                self.pinned = list(update.order or [])
            case types.UpdatePinnedForumTopic():
                others = [topic for topic in self.pinned if topic != update.topic_id]
                self.pinned = [update.topic_id, *others] if update.pinned else others
            case types.UpdateReadChannelDiscussionInbox():
                self.read[update.top_msg_id] = max(self.read.get(update.top_msg_id, 0), update.read_max_id)
            case types.UpdateDraftMessage() if update.top_msg_id:
                self.drafts[update.top_msg_id] = getattr(update.draft, "message", "")
            case types.UpdateNotifySettings() if isinstance(update.peer, types.NotifyForumTopic):
                change = self.muted.add if update.notify_settings.mute_until else self.muted.discard
                change(update.peer.top_msg_id)
            case _:
                await super()._apply_mark(owner, update)

    def _forget(self, owner: int, msg_id: int) -> None:
        """With its first message a topic is gone."""
        super()._forget(owner, msg_id)
        if msg_id in self.pinned:
            self.pinned.remove(msg_id)

    def known(self, *, live: bool) -> dict[str, Any]:
        peer = next(peer for peer in self.boxes if peer != self.user)
        firsts = [
            one
            for one, message in self.boxes[peer].messages.items()
            if isinstance(message, types.MessageService) and isinstance(message.action, types.MessageActionTopicCreate)
        ]
        whole = self.marks[peer]["in"]
        read = {topic: max(self.read.get(topic, 0), whole) for topic in [GENERAL, *firsts]}
        written = {topic: text for topic, text in self.drafts.items() if text and topic in read}
        return super().known(live=live) | {
            "read": read,
            "pinned": self.pinned,
            "drafts": written,
            "muted": self.muted & read.keys(),
        }


class ForumWatch(Watch):
    kind = ForumReplica


async def test_old_state_and_updates_make_the_new_state(cast: Cast) -> None:
    peer = await make_forum(cast, "bob", "carol")
    watch = await ForumWatch(cast, peer).start()
    for step in Story(cast, peer).steps():
        await watch.after(step)
    await watch.end()


class Story:
    """alice owns the forum; bob begins topics, carol reads and writes."""

    def __init__(self, cast: Cast, peer: Peer) -> None:
        self.cast, self.peer = cast, peer
        self.topics: list[int] = []

    def steps(self) -> list[Step]:
        return [
            lambda: self.begin("bob", "Birds"),
            lambda: self.say("carol", 0),
            lambda: self.begin("bob", "Cats"),
            lambda: self.say("bob", 1),
            lambda: self.pin(0, True),
            lambda: self.pin(1, True),
            lambda: self.draft("carol", 1, "soon"),
            lambda: self.read("carol", 0),
            lambda: edit(self.cast, "bob", self.peer, self.topics[0], title="Owls"),
            lambda: edit(self.cast, "alice", self.peer, GENERAL, hidden=True),
            lambda: self.mute("carol", 1, 2**31 - 1),
            lambda: self.say("alice", 0),
            lambda: self.reorder(0, 1),
            lambda: self.read("carol", 1),
            lambda: self.read("carol", 0),
            lambda: self.draft("carol", 1, ""),
            lambda: edit(self.cast, "alice", self.peer, self.topics[1], closed=True),
            lambda: self.act("alice", topic_making.delete, self.topics[1]),
            lambda: edit(self.cast, "alice", self.peer, GENERAL, closed=False),
            lambda: say(self.cast, "bob", self.peer, "in General"),
            lambda: self.pin(0, False),
            lambda: self.act("carol", reading.read_channel, 0),
        ]

    async def act(self, who: str, fn: Callable[..., Coroutine[Any, Any, object]], *arguments: Any) -> None:
        await self.cast.act(fn, self.cast.viewer(who), self.peer, *arguments)

    async def begin(self, who: str, title: str) -> None:
        self.topics.append(await begin(self.cast, who, self.peer, title))

    async def say(self, who: str, topic: int) -> None:
        await say(self.cast, who, self.peer, topic=self.topics[topic])

    async def pin(self, topic: int, pinned: bool) -> None:
        await self.act("alice", topic_pins.pin, self.topics[topic], pinned)

    async def reorder(self, *topics: int) -> None:
        await self.act("alice", topic_pins.reorder, [self.topics[topic] for topic in topics], True)

    async def read(self, who: str, topic: int) -> None:
        viewer = self.cast.viewer(who)
        thread = await self.cast.read(threads.find, viewer, self.peer, self.topics[topic])
        await self.cast.act(thread_reading.read, viewer, thread, 2**31 - 1)

    async def draft(self, who: str, topic: int, text: str) -> None:
        subject = topic_subject(self.peer, self.topics[topic])
        draft = tl.encode(types.DraftMessage(message=text, date=self.cast.now)) if text else None
        await self.cast.act(drafts.save, self.cast.viewer(who), subject, draft)

    async def mute(self, who: str, topic: int, until: int) -> None:
        settings = types.PeerNotifySettings(mute_until=until)
        subject = topic_subject(self.peer, self.topics[topic])
        await self.cast.act(notify.put, self.cast.viewer(who), subject, settings)


async def test_a_repeat_tells_nobody(cast: Cast) -> None:
    peer = await make_forum(cast)
    new = New("Birds", 5)
    await cast.act(topic_making.create, cast.viewer("alice"), peer, new)
    await cast.act(topic_making.create, cast.viewer("alice"), peer, new)
    assert cast.told == []
