"""Limited and new accounts do not approach strangers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hodhod import errors
from hodhod.domain import chats, contacts, importing, invites, joins, limiting, promoting
from hodhod.domain.contacts import Entry
from hodhod.domain.invites import Terms
from hodhod.domain.rights import Admin
from hodhod.store import chats as store_chats
from tests.domain.test_chats import GROUP, make_channel, make_group
from tests.domain.world import Cast


async def limit(cast: Cast, who: str, until: int = limiting.FOR_EVER) -> None:
    assert await cast.act(limiting.limit, cast.id(who), until)


async def test_a_limited_account_does_not_write_first_to_strangers(cast: Cast) -> None:
    await limit(cast, "alice")
    with pytest.raises(errors.PEER_FLOOD):
        await cast.send("alice", "bob")
    await cast.send("alice", "alice", "a note")
    await cast.send("bob", "alice")
    await cast.send("alice", "bob", "an answer")
    with pytest.raises(errors.PEER_FLOOD):
        await cast.send("alice", "carol")
    await cast.act(contacts.add, cast.viewer("carol"), cast.id("alice"), Entry("Alice"), False)
    await cast.send("alice", "carol", "to somebody who knows me")


async def test_it_ends_by_itself_or_is_lifted(cast: Cast) -> None:
    await limit(cast, "alice", cast.now + 3600)
    cast.now += 3600
    await cast.send("alice", "bob")
    await limit(cast, "bob")
    await limit(cast, "bob", 0)
    await cast.send("bob", "carol")
    assert not await cast.act(limiting.limit, 999, 1)


async def test_it_neither_makes_nor_joins_nor_invites(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.viewer("bob")
    group = await make_group(cast)
    public = await make_channel(cast, GROUP)
    await cast.do(lambda tx: store_chats.put(tx, public, username="talk"))
    link = await cast.act(invites.export, alice, public, Terms(), False, b"0123456789ab")
    await limit(cast, "bob")
    await limit(cast, "alice")
    with pytest.raises(errors.USER_RESTRICTED):
        await cast.act(chats.create_chat, bob, "Mine", [], 0)
    with pytest.raises(errors.USER_RESTRICTED):
        await cast.act(chats.create_channel, bob, "Mine", "", GROUP)
    with pytest.raises(errors.USER_RESTRICTED):
        await cast.act(joins.join, bob, public)
    with pytest.raises(errors.USER_RESTRICTED):
        await cast.act(importing.follow, bob, link.hash)
    with pytest.raises(errors.PEER_FLOOD):
        await cast.act(joins.add_to_chat, alice, group, cast.id("carol"))
    with pytest.raises(errors.PEER_FLOOD):
        await cast.act(joins.invite_to_channel, alice, public, [cast.id("carol")])
    with pytest.raises(errors.PEER_FLOOD):
        await cast.act(promoting.edit_admin, alice, public, cast.id("carol"), int(Admin.BAN), None)
    await cast.act(contacts.add, cast.viewer("carol"), cast.id("alice"), Entry("Alice"), False)
    await cast.act(joins.invite_to_channel, alice, public, [cast.id("carol")])


async def test_a_new_account_writes_to_few_strangers(cast: Cast) -> None:
    await cast.join("dave", "erin")
    cast.world = replace(cast.world, limits=replace(cast.world.limits, young_account=3600, young_strangers=2))
    await cast.act(contacts.add, cast.viewer("erin"), cast.id("alice"), Entry("Alice"), False)
    for name in ("bob", "carol", "erin"):
        await cast.send("alice", name)
    await cast.send("alice", "bob", "once more to the same")
    with pytest.raises(errors.PEER_FLOOD):
        await cast.send("alice", "dave")
    await cast.send("bob", "alice", "an answer makes room")
    await cast.send("alice", "dave")
    await cast.join("frank")
    with pytest.raises(errors.PEER_FLOOD):
        await cast.send("alice", "frank")
    cast.now += 3601
    await cast.send("alice", "frank")
