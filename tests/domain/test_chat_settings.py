"""Switches of groups and channels: who turns them, and what they do."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import (
    access,
    chat_settings,
    clearing,
    difference,
    forwarding,
    importing,
    invites,
    joins,
    messages,
    slow_mode,
)
from hodhod.domain.forwarding import Forward
from hodhod.domain.invites import Terms
from hodhod.domain.rights import Admin
from hodhod.domain.updates import ChannelChanged, StateKind
from hodhod.domain.viewer import World
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import dialogs, slowed
from hodhod.store import invites as store_invites
from hodhod.store.bits import ChatFlag
from hodhod.store.records import SeenChat
from hodhod.views import dialogs as dialogs_view
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.test_promoting import chat_of, promote, told_of
from tests.domain.world import Cast

Turn = Callable[..., Coroutine[Any, Any, None]]


async def turn(cast: Cast, who: str, peer: Peer, switch: Turn, *values: object) -> None:
    await cast.act(switch, cast.viewer(who), peer, *values)


async def public(cast: Cast, peer: Peer) -> None:
    await cast.act(lambda tx: store_chats.put(tx, peer, username="public"))


def small(cast: Cast) -> None:
    """Few members are enough to hide them."""
    world = cast.world
    cast.world = World(world.ids, world.hashes, replace(world.limits, hidden_members=2), world.public_url, world.secret)


SWITCHES = [
    (chat_settings.hide_history, ChatFlag.HIDDEN_HISTORY, Admin.CHANGE_INFO),
    (chat_settings.hide_members, ChatFlag.HIDDEN_MEMBERS, Admin.BAN),
    (chat_settings.join_to_send, ChatFlag.JOIN_TO_SEND, Admin.BAN),
    (chat_settings.join_request, ChatFlag.JOIN_REQUEST, Admin.BAN),
]


@pytest.mark.parametrize(("switch", "flag", "right"), SWITCHES)
async def test_a_switch_of_a_supergroup_needs_its_right(cast: Cast, switch: Turn, flag: ChatFlag, right: Admin) -> None:
    small(cast)
    peer = await make_channel(cast, GROUP, "bob", "carol")
    await public(cast, peer)
    await promote(cast, "alice", peer, "carol", int(~right & (Admin.BAN | Admin.CHANGE_INFO | Admin.DELETE)))
    with pytest.raises(errors.CHAT_NOT_MODIFIED):
        await turn(cast, "alice", peer, switch, False)
    await promote(cast, "alice", peer, "bob", int(right))
    await turn(cast, "bob", peer, switch, True)
    assert ChannelChanged(peer, peer) in cast.told
    assert (await chat_of(cast, peer)).flags & flag
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await turn(cast, "carol", peer, switch, False)
    await turn(cast, "alice", peer, switch, False)
    assert not (await chat_of(cast, peer)).flags & flag
    channel = await make_channel(cast, CHANNEL)
    with pytest.raises(errors.CHAT_ID_INVALID):
        await turn(cast, "alice", channel, switch, True)


async def test_few_members_are_not_hidden(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    with pytest.raises(errors.PARTICIPANTS_TOO_FEW):
        await turn(cast, "alice", peer, chat_settings.hide_members, True)


async def test_people_are_let_in_one_by_one_where_anybody_finds_the_way(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP)
    with pytest.raises(errors.CHAT_PUBLIC_REQUIRED):
        await turn(cast, "alice", peer, chat_settings.join_request, True)
    await public(cast, peer)
    await turn(cast, "alice", peer, chat_settings.join_request, True)
    assert (await cast.act(joins.join, cast.viewer("bob"), peer)).asked


async def test_the_links_that_there_are_ask_too(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await public(cast, peer)
    alice, main = cast.viewer("alice"), b"m" * 12
    await cast.act(invites.export, alice, peer, Terms(), True, b"o" * 12)
    first = await cast.act(invites.export, alice, peer, Terms(), True, main)
    few = await cast.act(invites.export, alice, peer, Terms(usage_limit=3), False, b"f" * 12)
    elsewhere = await cast.act(invites.export, alice, await make_channel(cast, GROUP), Terms(), False, b"e" * 12)
    gone = invites.new_hash(b"o" * 12)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await turn(cast, "bob", peer, chat_settings.join_request, True, True)
    assert await links_of(cast, first.hash, few.hash) == [(1, 0), (0, 3)]
    await turn(cast, "alice", peer, chat_settings.join_request, True, True)
    assert await links_of(cast, first.hash, few.hash, elsewhere.hash, gone) == [(5, 0), (4, 0), (0, 0), (3, 0)]
    assert (await cast.act(importing.follow, cast.viewer("carol"), first.hash)).asked
    await turn(cast, "alice", peer, chat_settings.join_request, False)
    assert await links_of(cast, first.hash, few.hash) == [(5, 0), (4, 0)]
    await turn(cast, "alice", peer, chat_settings.join_request, True)
    await turn(cast, "alice", peer, chat_settings.join_request, False, True)
    assert await links_of(cast, first.hash, few.hash) == [(1, 0), (0, 0)]
    assert not (await cast.act(importing.follow, cast.viewer("carol"), few.hash)).asked


async def links_of(cast: Cast, *hashes: str) -> list[tuple[int, int]]:
    """Flags and limits of links."""
    rows = [await cast.read(store_invites.get, one) for one in hashes]
    return [(row.flags, row.usage_limit) for row in rows if row is not None]


async def test_signatures_of_a_channel(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    assert (await say(cast, "alice", peer)).message.post is not None
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await turn(cast, "bob", peer, chat_settings.set_signatures, True, False)
    await turn(cast, "alice", peer, chat_settings.set_signatures, True, True)
    assert (await chat_of(cast, peer)).flags & (ChatFlag.SIGNATURES | ChatFlag.SIGNATURE_PROFILES) == 16 + 4096
    post = (await say(cast, "alice", peer)).message.post
    assert post is not None
    assert post.signature == "alice"
    await turn(cast, "alice", peer, chat_settings.set_signatures, False, True)
    assert not (await chat_of(cast, peer)).flags & (ChatFlag.SIGNATURES | ChatFlag.SIGNATURE_PROFILES)
    with pytest.raises(errors.CHAT_ID_INVALID):
        await turn(cast, "alice", await make_channel(cast, GROUP), chat_settings.set_signatures, True, False)


async def seen_by(cast: Cast, who: str, peer: Peer) -> SeenChat:
    return await cast.read(access.chat, cast.viewer(who), peer)


async def test_new_members_do_not_see_what_was_before_them(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await turn(cast, "alice", peer, chat_settings.hide_history, True)
    old = (await say(cast, "alice", peer, "old")).message.copy.id
    await cast.act(joins.invite_to_channel, cast.viewer("alice"), peer, [cast.id("carol")])
    new = (await say(cast, "alice", peer, "new")).message.copy.id
    hidden = access.first_hidden(await seen_by(cast, "carol", peer))
    assert old <= hidden < new
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await cast.read(access.message, cast.viewer("carol"), peer, old)
    seen = await seen_by(cast, "carol", peer)
    assert [row.copy.id for row in await cast.read(messages.of_channel, seen, [old, new])] == [new]
    missed = difference.above(await cast.read(difference.missed, peer, 1, 0), hidden)
    assert min(record.message.copy.id for record in missed.messages) > hidden
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await cast.act(forwarding.forward, cast.viewer("carol"), cast.id("carol"), Forward(peer, [old], [77]))
    await cast.act(forwarding.forward, cast.viewer("bob"), cast.id("bob"), Forward(peer, [old], [78]))
    assert access.first_hidden(await seen_by(cast, "bob", peer)) == 0
    await turn(cast, "alice", peer, chat_settings.hide_history, False)
    assert access.first_hidden(await seen_by(cast, "carol", peer)) == 0
    await cast.act(lambda tx: store_chats.put(tx, peer, linked=-1000000000009))
    with pytest.raises(errors.CHAT_LINK_EXISTS):
        await turn(cast, "alice", peer, chat_settings.hide_history, True)


async def test_the_list_of_chats_does_not_show_what_is_hidden(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await turn(cast, "alice", peer, chat_settings.hide_history, True)
    await say(cast, "alice", peer, "a secret of before")
    monkeypatch.setattr(joins, "ANNOUNCED", 0)  # so large that nobody is told of who comes
    await cast.act(joins.invite_to_channel, cast.viewer("alice"), peer, [cast.id("carol")])
    shown = await listed(cast, "carol", peer)
    assert shown.messages == []
    assert (shown.dialogs[0].top_message, shown.dialogs[0].unread_count) == (0, 0)
    new = await say(cast, "alice", peer, "new")
    shown = await listed(cast, "carol", peer)
    assert (shown.dialogs[0].top_message, shown.dialogs[0].unread_count) == (new.message.copy.id, 1)
    await cast.act(clearing.for_oneself, cast.viewer("carol"), peer, new.message.copy.id)
    assert (await listed(cast, "carol", peer)).messages == []


async def listed(cast: Cast, who: str, peer: Peer) -> Any:
    """The chat in the list of chats."""
    row = await cast.read(dialogs.find, cast.id(who), peer)
    return await cast.read(dialogs_view.parts, cast.viewer(who), [row])


async def test_nothing_is_forwarded_out_of_a_protected_chat(cast: Cast) -> None:
    for peer in (await make_group(cast, "bob"), await make_channel(cast, GROUP, "bob")):
        sent = await say(cast, "bob", peer)
        with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
            await turn(cast, "bob", peer, chat_settings.protect, True)
        await turn(cast, "alice", peer, chat_settings.protect, True)
        out = Forward(peer, [sent.message.copy.id], [peer])
        with pytest.raises(errors.CHAT_FORWARDS_RESTRICTED):
            await cast.act(forwarding.forward, cast.viewer("bob"), cast.id("bob"), out)
        with pytest.raises(errors.CHAT_NOT_MODIFIED):
            await turn(cast, "alice", peer, chat_settings.protect, True)
        await turn(cast, "alice", peer, chat_settings.protect, False)
        await cast.act(forwarding.forward, cast.viewer("bob"), cast.id("bob"), out)
    group = await make_group(cast, "bob")
    await turn(cast, "alice", group, chat_settings.protect, True)
    assert told_of(cast, "bob", StateKind.CHAT_MEMBERS, group)


async def test_members_wait_in_slow_mode_and_administrators_do_not(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await turn(cast, "bob", peer, chat_settings.set_slow_mode, 30)
    for seconds in (-1, 7, 3601):
        with pytest.raises(errors.SECONDS_INVALID):
            await turn(cast, "alice", peer, chat_settings.set_slow_mode, seconds)
    with pytest.raises(errors.CHAT_NOT_MODIFIED):
        await turn(cast, "alice", peer, chat_settings.set_slow_mode, 0)
    await say(cast, "bob", peer, "before")
    await turn(cast, "alice", peer, chat_settings.set_slow_mode, 30)
    await say(cast, "bob", peer, "first")
    cast.now += 10
    with pytest.raises(errors.SLOWMODE_WAIT_X) as refused:
        await say(cast, "bob", peer, "too soon")
    assert refused.value.message == "SLOWMODE_WAIT_20"
    due = await cast.read(slow_mode.next_date, cast.viewer("bob"), await seen_by(cast, "bob", peer))
    assert due == cast.now + 20
    await say(cast, "carol", peer)
    for _ in range(2):
        await say(cast, "alice", peer)
    cast.now += 20
    assert not await cast.read(slow_mode.next_date, cast.viewer("bob"), await seen_by(cast, "bob", peer))
    await say(cast, "bob", peer, "in time")
    await turn(cast, "alice", peer, chat_settings.set_slow_mode, 0)
    await say(cast, "bob", peer)
    await cast.act(slowed.expire, cast.now + 1)
    assert await cast.read(slowed.last, peer, cast.id("bob")) == 0


async def test_an_album_is_one_message_and_several_forwards_are_several(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    texts = [(await say(cast, "alice", peer, text)).message.copy.id for text in "ab"]
    await turn(cast, "alice", peer, chat_settings.set_slow_mode, 30)
    bob = cast.viewer("bob")
    with pytest.raises(errors.SLOWMODE_MULTI_MSGS_DISABLED):
        await cast.act(forwarding.forward, bob, peer, Forward(peer, texts, [101, 102]))
    for text in "cd":
        await say(cast, "bob", peer, text, grouped_id=5)
    with pytest.raises(errors.SLOWMODE_WAIT_X):
        await say(cast, "bob", peer, "e")
    cast.now += 1
    with pytest.raises(errors.SLOWMODE_WAIT_X):
        await say(cast, "bob", peer, "e", grouped_id=5)
    await cast.act(forwarding.forward, cast.viewer("alice"), peer, Forward(peer, texts, [103, 104]))
