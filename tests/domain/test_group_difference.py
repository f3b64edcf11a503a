"""Groups and channels: what a device knows from live pushes, from catching up after each step, and from catching up
once at the end is what a first look shows, for every kind of participant and each of their devices."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Self

import pytest

from hodhod import tl
from hodhod.domain import chats, deleting, editing, joins, named, pinning, reading
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.tl import types
from tests.domain.replica import Replica
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.world import Cast

Step = Callable[[], Coroutine[Any, Any, object]]


class Watch:
    """Replicas of everybody's devices: one that hears all, one that asks after each step, one that asks at the end."""

    kind = Replica

    def __init__(self, cast: Cast, peer: Peer) -> None:
        self.cast, self.peer = cast, peer
        self.live: list[Replica] = []
        self.asking: list[Replica] = []
        self.away: list[Replica] = []

    async def start(self) -> Self:
        for name in self.cast.people:
            for devices in (self.live, self.asking, self.away):
                devices.append(await self.kind(self.cast, name).look([self.peer]))
        return self

    async def after(self, step: Step) -> None:
        self.cast.now += 1
        await step()
        for device in self.live:
            await device.hear(self.cast.told)
            await self._same(device, live=True)
        for device in self.asking:
            await device.catch_up()
            await self._same(device, live=False)

    async def end(self) -> None:
        for device in self.away:
            await device.catch_up(limit=4)
            await self._same(device, live=False)

    async def _same(self, device: Replica, *, live: bool) -> None:
        fresh = await self.kind(self.cast, device.name).look([self.peer])
        assert device.known(live=live) == fresh.known(live=live), device.name


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_old_state_and_updates_make_the_new_state(cast: Cast, kind: str) -> None:
    await cast.join("dave")
    peer = await _make(cast, kind)
    watch = await Watch(cast, peer).start()
    for step in Story(cast, peer, kind).steps():
        await watch.after(step)
    await watch.end()


async def _make(cast: Cast, kind: str) -> Peer:
    if kind == "group":
        return await make_group(cast, "bob", "carol")
    return await make_channel(cast, GROUP if kind == "supergroup" else CHANNEL, "bob", "carol")


class Story:
    """alice owns the place, bob and carol are in it, dave comes and goes."""

    def __init__(self, cast: Cast, peer: Peer, kind: str) -> None:
        self.cast, self.peer, self.kind = cast, peer, kind
        self.writer = "alice" if kind == "channel" else "bob"  # besides alice
        self.pinned = 0

    def steps(self) -> list[Step]:
        name = types.MessageEntityMentionName(offset=0, length=2, user_id=self.cast.id("carol"))
        naming = tl.encode(types.TextWithEntities(text="", entities=[name]))
        alice, act = self.cast.viewer("alice"), self.cast.act
        steps: list[Step] = [
            lambda: self.say(self.writer, "one"),
            lambda: self.say("alice", "two"),
            lambda: self.read("carol"),
            lambda: self.say(self.writer, "you", entities=naming),
            lambda: act(named.look_at_all, self.cast.viewer("carol"), self.peer),
            self.answer,
            self.edit,
            lambda: self.pin(True),
            lambda: self.read("bob"),
            lambda: self.pin(False),
            lambda: act(chats.edit_title, alice, self.peer, "Another name"),
            lambda: act(chats.edit_about, alice, self.peer, "and words"),
            self.add,
            lambda: self.say(self.writer, "welcome"),
            lambda: self.read("dave"),
            self.delete,
            lambda: self.say(self.writer, "three"),
            lambda: self.leave("dave"),
            lambda: self.say(self.writer, "four"),
            *([self.add, self.remove] if self.kind == "group" else []),
            lambda: self.read("carol"),
            lambda: self.say("alice", "five"),
            lambda: self.leave("carol"),
            lambda: self.say("alice", "six"),
        ]
        return steps if self.kind == "group" else [*steps, self.join, lambda: self.say("alice", "seven")]

    async def newest(self, who: str) -> int:
        """The id of the newest text as this person has it."""
        found = await Replica(self.cast, who).look([self.peer])
        box = found.boxes[found.viewer.box(self.peer)]
        return max(one for one, message in box.messages.items() if isinstance(message, types.Message))

    async def say(self, who: str, text: str, **options: Any) -> None:
        await say(self.cast, who, self.peer, text, **options)

    async def answer(self) -> None:
        await self.say("alice", "an answer", reply_to=await self.newest("alice"))

    async def edit(self) -> None:
        alice, msg_id = self.cast.viewer("alice"), await self.newest("alice")
        await self.cast.act(editing.edit, alice, self.peer, msg_id, ("better", None))

    async def read(self, who: str) -> None:
        read = reading.read_history if self.kind == "group" else reading.read_channel
        await self.cast.act(read, self.cast.viewer(who), self.peer, 0)

    async def pin(self, pinned: bool) -> None:
        alice, self.pinned = self.cast.viewer("alice"), self.pinned or await self.newest("alice")
        await self.cast.do(
            lambda tx: pinning.pin(tx, alice, self.peer, self.pinned, pinned=pinned, one_side=False, silent=False)
        )

    async def delete(self) -> None:
        viewer, msg_id = self.cast.viewer(self.writer), await self.newest(self.writer)
        if self.kind == "group":
            await self.cast.act(deleting.delete_messages, viewer, [msg_id], True)
        else:
            await self.cast.act(deleting.delete_posts, viewer, self.peer, [msg_id])

    async def add(self) -> None:
        alice, dave = self.cast.viewer("alice"), self.cast.id("dave")
        if self.kind == "group":
            await self.cast.act(joins.add_to_chat, alice, self.peer, dave)
        else:
            await self.cast.act(joins.invite_to_channel, alice, self.peer, [dave])

    async def remove(self) -> None:
        alice, dave = self.cast.viewer("alice"), self.cast.id("dave")
        await self.cast.act(joins.remove_from_chat, alice, self.peer, dave)

    async def leave(self, who: str) -> None:
        viewer = self.cast.viewer(who)
        if self.kind == "group":
            await self.cast.act(joins.remove_from_chat, viewer, self.peer, viewer.user)
        else:
            await self.cast.act(joins.leave, viewer, self.peer)

    async def join(self) -> None:
        """Into what is public from here on."""
        await self.cast.do(lambda tx: store_chats.put(tx, self.peer, username="public"))
        await self.cast.act(joins.join, self.cast.viewer("dave"), self.peer)
