"""A creator leaves: who gets the chat, when, and what becomes of a creator who comes back."""

from __future__ import annotations

import pytest

from hodhod import errors, tl
from hodhod.domain import heirs, joins
from hodhod.domain.rights import Admin
from hodhod.domain.updates import NewMessage, StateKind
from hodhod.domain.viewer import EVERYBODY, Viewer
from hodhod.ids import Peer
from hodhod.store import jobs
from hodhod.store import members as store_members
from hodhod.store.bits import Role
from hodhod.tl import types
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group
from tests.domain.test_promoting import chat_of, promote, row_of, told_of
from tests.domain.world import Cast


async def leave(cast: Cast, who: str, peer: Peer) -> list[object]:
    """The actions that are told of it."""
    if peer > -1_000_000_000_000:
        await cast.act(joins.remove_from_chat, cast.viewer(who), peer, cast.id(who))
    else:
        await cast.act(joins.leave, cast.viewer(who), peer)
    return actions(cast)


def actions(cast: Cast) -> list[object]:
    rows = {one.message.content.id: one.message.content for one in cast.told if isinstance(one, NewMessage)}
    return [tl.decode(content.action) for content in rows.values() if content.action is not None]


async def a_week_later(cast: Cast) -> None:
    """The job that waited is done."""
    cast.now += heirs.WAIT
    server = Viewer(EVERYBODY, cast.now, cast.world)
    for job in await cast.act(jobs.claim, cast.now, 60, 10, [heirs.JOB]):
        peer, old = (int(word) for word in job.payload.split())
        await cast.act(heirs.inherit, server, Peer(peer), old)


async def future(cast: Cast, who: str, peer: Peer) -> int:
    return await cast.read(heirs.future, cast.viewer(who), peer)


async def test_the_oldest_administrator_gets_it(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    assert await future(cast, "alice", peer) == cast.id("bob"), "there is no administrator yet"
    await promote(cast, "alice", peer, "carol", int(Admin.BAN))
    assert await future(cast, "alice", peer) == cast.id("carol")
    pending = types.MessageActionNewCreatorPending(new_creator_id=cast.id("carol"))
    assert (await leave(cast, "alice", peer))[0] == pending
    assert (await row_of(cast, peer, "carol")).role == Role.ADMIN, "not yet"
    await a_week_later(cast)
    assert actions(cast) == [types.MessageActionChangeCreator(new_creator_id=cast.id("carol"))]
    assert told_of(cast, "carol", StateKind.CHANNEL, peer)
    assert (await row_of(cast, peer, "carol")).role == Role.CREATOR
    chat = await chat_of(cast, peer)
    assert (chat.creator, chat.members, chat.admins) == (cast.id("carol"), 2, 1)


async def test_a_creator_who_comes_back_is_the_creator(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await leave(cast, "alice", peer)
    await cast.act(joins.invite_to_channel, cast.viewer("bob"), peer, [cast.id("alice")])
    assert (await row_of(cast, peer, "alice")).role == Role.CREATOR
    assert (await chat_of(cast, peer)).admins == 1
    await a_week_later(cast)
    assert (await row_of(cast, peer, "alice")).role == Role.CREATOR
    assert (await row_of(cast, peer, "bob")).role == Role.MEMBER


async def test_who_comes_back_too_late_is_a_member(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await leave(cast, "alice", peer)
    await a_week_later(cast)
    await cast.act(joins.invite_to_channel, cast.viewer("bob"), peer, [cast.id("alice")])
    assert (await row_of(cast, peer, "alice")).role == Role.MEMBER
    assert (await row_of(cast, peer, "bob")).role == Role.CREATOR


async def test_whoever_is_left_in_a_basic_group_gets_it(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")
    told = await leave(cast, "alice", peer)
    assert types.MessageActionNewCreatorPending(new_creator_id=cast.id("bob")) in told
    await leave(cast, "bob", peer)
    await a_week_later(cast)
    assert told_of(cast, "carol", StateKind.CHAT_MEMBERS, peer)
    assert (await row_of(cast, peer, "carol")).role == Role.CREATOR
    assert {one.owner for one in cast.told if isinstance(one, NewMessage)} == {cast.id("carol")}


async def test_a_reader_does_not_get_a_channel(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    assert await future(cast, "alice", peer) == 0
    with pytest.raises(errors.USER_CREATOR):
        await leave(cast, "alice", peer)
    alone = await make_channel(cast, GROUP)
    with pytest.raises(errors.USER_CREATOR):
        await leave(cast, "alice", alone)


async def test_the_last_one_leaves_a_basic_group(cast: Cast) -> None:
    peer = await make_group(cast, "bob")
    await leave(cast, "bob", peer)
    await leave(cast, "alice", peer)
    assert await cast.read(store_members.ids, peer) == []


async def test_only_the_creator_asks_who_it_will_be(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await promote(cast, "alice", peer, "bob", int(Admin.BAN))
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await future(cast, "bob", peer)
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await future(cast, "carol", peer)
