"""Mentions that nobody has looked at yet: listed, looked at, forgotten with their message."""

from __future__ import annotations

from typing import cast as typed

import pytest

from hodhod import errors, tl
from hodhod.domain import deleting, named, reading
from hodhod.domain.updates import ChannelContentsRead, Counted, EventKind, NewMessage
from hodhod.ids import Peer, is_channel
from hodhod.store import posts
from hodhod.tl import types
from tests.domain.test_chats import GROUP, make_channel, make_group, say
from tests.domain.world import Cast


@pytest.fixture(params=["group", "supergroup"])
async def place(request: pytest.FixtureRequest, cast: Cast) -> Peer:
    if request.param == "group":
        return await make_group(cast, "bob", "carol")
    return await make_channel(cast, GROUP, "bob", "carol")


async def call(cast: Cast, peer: Peer, who: str) -> NewMessage:
    """alice names somebody; the message as they have it."""
    name = types.MessageEntityMentionName(offset=0, length=3, user_id=cast.id(who))
    entities = tl.encode(types.TextWithEntities(text="", entities=[name]))
    await say(cast, "alice", peer, "you", entities=entities)
    box = cast.viewer(who).box(peer)
    return next(one for one in cast.told if isinstance(one, NewMessage) and one.owner == box)


async def unread(cast: Cast, peer: Peer, who: str) -> list[int]:
    rows = await cast.read(named.unread, cast.viewer(who), peer)
    count = (await cast.read(posts.unread_mentions, cast.id(who), [peer])).get(peer, 0)
    assert count == len(rows)
    return [row.copy.id for row in rows]


async def test_looking_at_all_of_them(cast: Cast, place: Peer) -> None:
    calls = [(await call(cast, place, "bob")).message.copy.id for _ in range(2)]
    other = await call(cast, place, "carol")
    assert await unread(cast, place, "bob") == calls[::-1]
    await cast.act(named.look_at_all, cast.viewer("bob"), place)
    assert await unread(cast, place, "bob") == []
    assert await unread(cast, place, "carol") == [other.message.copy.id]
    told = cast.told[0]
    if is_channel(place):
        assert told == ChannelContentsRead(cast.id("bob"), place, tuple(calls[::-1]))
    else:
        event = typed("Counted", told).event
        assert (event.owner, event.kind, event.pts_count) == (cast.id("bob"), EventKind.READ_CONTENTS, 2)
        assert len(cast.told) == 1, "who wrote it does not hear of it"


async def test_looking_at_one_of_them(cast: Cast, place: Peer) -> None:
    first, second = [(await call(cast, place, "bob")).message.copy.id for _ in range(2)]
    bob = cast.viewer("bob")
    if is_channel(place):
        await cast.act(reading.read_channel_contents, bob, place, [first])
    else:
        await cast.act(reading.read_contents, bob, [first])
    assert await unread(cast, place, "bob") == [second]


async def test_a_mention_goes_with_its_message(cast: Cast, place: Peer) -> None:
    await call(cast, place, "bob")
    mine = next(
        one for one in cast.told if isinstance(one, NewMessage) and one.owner == cast.viewer("alice").box(place)
    )
    alice, msg_id = cast.viewer("alice"), mine.message.copy.id
    if is_channel(place):
        await cast.act(deleting.delete_posts, alice, place, [msg_id])
    else:
        await cast.act(deleting.delete_messages, alice, [msg_id], True)
    assert await unread(cast, place, "bob") == []


async def test_a_stranger_may_not_ask(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.read(named.unread, cast.viewer("carol"), peer)
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.act(named.look_at_all, cast.viewer("carol"), peer)
