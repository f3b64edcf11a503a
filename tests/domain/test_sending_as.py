"""As whom people write into supergroups."""

from __future__ import annotations

import pytest

from hodhod import errors
from hodhod.domain import access, deleting, personal, sending_as
from hodhod.domain.rights import Admin
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.test_promoting import promote
from tests.domain.world import Cast


async def public(cast: Cast, peer: Peer, name: str | None = "public") -> None:
    await cast.act(lambda tx: store_chats.put(tx, peer, username=name))


async def choices(cast: Cast, who: str, peer: Peer) -> list[int]:
    return await cast.read(sending_as.choices, cast.viewer(who), peer)


async def test_people_write_as_themselves(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    assert await choices(cast, "bob", peer) == [cast.id("bob")]
    for send_as in (peer, cast.id("alice"), -1_001_000_000_999):
        with pytest.raises(errors.SEND_AS_PEER_INVALID):
            await say(cast, "bob", peer, send_as=send_as)
        with pytest.raises(errors.SEND_AS_PEER_INVALID):
            await cast.act(sending_as.choose, cast.viewer("bob"), peer, send_as)
    assert (await say(cast, "bob", peer, send_as=cast.id("bob"))).message.content.sender == cast.id("bob")
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await choices(cast, "carol", peer)


async def test_an_anonymous_administrator_writes_as_the_group(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    await promote(cast, "alice", peer, "bob", int(Admin.DELETE | Admin.ANONYMOUS), "Helper")
    assert await choices(cast, "bob", peer) == [cast.id("bob"), peer]
    sent = (await say(cast, "bob", peer)).message
    assert (sent.content.sender, sent.content.author) == (peer, cast.id("bob"))
    assert sent.post is not None
    assert sent.post.signature == "Helper"
    assert personal.is_own(cast.viewer("bob"), sent)
    assert not personal.is_own(cast.viewer("carol"), sent)
    await cast.act(sending_as.choose, cast.viewer("bob"), peer, cast.id("bob"))
    assert (await say(cast, "bob", peer)).message.content.sender == cast.id("bob")
    assert (await say(cast, "bob", peer, send_as=peer)).message.content.sender == peer
    await promote(cast, "alice", peer, "bob", 0)
    with pytest.raises(errors.SEND_AS_PEER_INVALID):
        await say(cast, "bob", peer, send_as=peer)


async def test_a_channel_of_ones_own_writes_where_anybody_finds_the_group(cast: Cast) -> None:
    peer, channel = await make_channel(cast, GROUP, "bob"), await make_channel(cast, CHANNEL, "bob")
    alice, bob = cast.id("alice"), cast.id("bob")
    assert await choices(cast, "alice", peer) == [alice]
    await public(cast, peer)
    assert await choices(cast, "alice", peer) == [alice], "nobody finds the channel"
    with pytest.raises(errors.SEND_AS_PEER_INVALID):
        await say(cast, "alice", peer, send_as=channel)
    await public(cast, channel, "news")
    assert await choices(cast, "alice", peer) == [alice, channel]
    assert await choices(cast, "bob", peer) == [bob]
    with pytest.raises(errors.SEND_AS_PEER_INVALID):
        await say(cast, "bob", peer, send_as=channel)
    await cast.act(sending_as.choose, cast.viewer("alice"), peer, channel)
    sent = (await say(cast, "alice", peer)).message
    assert (sent.content.sender, sent.content.author) == (channel, alice)
    assert sent.post is not None
    assert sent.post.signature is None
    with pytest.raises(errors.MESSAGE_DELETE_FORBIDDEN):
        await cast.act(deleting.delete_posts, cast.viewer("bob"), peer, [sent.copy.id])
    await public(cast, channel, None)
    seen = await cast.read(access.chat, cast.viewer("alice"), peer)
    assert await cast.read(sending_as.default, cast.viewer("alice"), seen) == alice
    assert (await say(cast, "alice", peer)).message.content.sender == alice


async def test_elsewhere_nothing_is_chosen(cast: Cast) -> None:
    channel, group = await make_channel(cast, CHANNEL), await make_group(cast, "bob")
    await public(cast, channel, "news")
    assert await choices(cast, "alice", channel) == [channel]
    assert await choices(cast, "alice", group) == [cast.id("alice")]
    assert (await say(cast, "alice", channel, send_as=channel)).message.content.sender == channel
    with pytest.raises(errors.SEND_AS_PEER_INVALID):
        await say(cast, "alice", channel, send_as=cast.id("alice"))
    with pytest.raises(errors.SEND_AS_PEER_INVALID):
        await say(cast, "alice", group, send_as=channel)
    with pytest.raises(errors.SEND_AS_PEER_INVALID):
        await cast.send("alice", "bob", send_as=channel)
