"""Bans, restrictions and default rights: what they take from whom, and when they end."""

from __future__ import annotations

import pytest

from hodhod import errors
from hodhod.domain import banning, chats, joins
from hodhod.domain.rights import FOR_EVER, Admin, Ban
from hodhod.domain.updates import DefaultRightsChanged, MembershipChanged, NewMessage, StateKind
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import dialogs, jobs
from hodhod.store import members as store_members
from hodhod.store.bits import Role
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.test_promoting import PROMOTER, chat_of, promote, row_of, told_of
from tests.domain.world import Cast

VIEW, SEND = int(Ban.VIEW), int(Ban.SEND)


async def ban(cast: Cast, by: str, peer: Peer, who: str, bits: int, until: int = 0) -> NewMessage | None:
    return await cast.act(banning.edit_banned, cast.viewer(by), peer, cast.id(who), bits, until)


async def test_who_is_banned_is_out_and_stays_out(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    record = await ban(cast, "alice", peer, "bob", VIEW)
    assert record is not None
    assert (await row_of(cast, peer, "bob")).role == Role.BANNED
    assert (await chat_of(cast, peer)).members == 2
    assert await cast.read(dialogs.find, cast.id("bob"), peer) is None
    assert MembershipChanged(cast.id("bob"), peer, False) in cast.told
    assert told_of(cast, "bob", StateKind.CHANNEL, peer)
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await say(cast, "bob", peer)
    await cast.act(lambda tx: store_chats.put(tx, peer, username="public"))
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.act(joins.join, cast.viewer("bob"), peer)
    assert await ban(cast, "alice", peer, "bob", 0) is None
    await cast.act(joins.join, cast.viewer("bob"), peer)
    await say(cast, "bob", peer)


async def test_a_channel_tells_nobody_of_a_ban(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    assert await ban(cast, "alice", peer, "bob", VIEW) is None
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.act(joins.leave, cast.viewer("bob"), peer)
    with pytest.raises(errors.BANNED_RIGHTS_INVALID):
        await ban(cast, "alice", peer, "carol", SEND)


async def test_a_stranger_is_banned_before_they_come(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP)
    await cast.act(lambda tx: store_chats.put(tx, peer, username="public"))
    assert await ban(cast, "alice", peer, "carol", VIEW) is None
    assert (await chat_of(cast, peer)).members == 1
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.act(joins.join, cast.viewer("carol"), peer)
    with pytest.raises(errors.USER_ID_INVALID):
        await cast.act(banning.edit_banned, cast.viewer("alice"), peer, 999, VIEW, 0)


async def test_a_restricted_member_is_in_and_may_do_less(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    assert await ban(cast, "alice", peer, "bob", SEND) is None
    assert (await chat_of(cast, peer)).members == 3
    with pytest.raises(errors.USER_BANNED_IN_CHANNEL):
        await say(cast, "bob", peer)
    await say(cast, "carol", peer)
    await cast.act(joins.leave, cast.viewer("bob"), peer)
    assert (await row_of(cast, peer, "bob")).role == Role.LEFT
    await cast.act(joins.invite_to_channel, cast.viewer("alice"), peer, [cast.id("bob")])
    with pytest.raises(errors.USER_BANNED_IN_CHANNEL):
        await say(cast, "bob", peer)
    await ban(cast, "alice", peer, "bob", 0)
    assert (await row_of(cast, peer, "bob")).role == Role.MEMBER
    await say(cast, "bob", peer)


async def test_a_ban_becomes_a_restriction_outside(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await ban(cast, "alice", peer, "bob", VIEW)
    await ban(cast, "alice", peer, "bob", SEND)
    assert ((await row_of(cast, peer, "bob")).role, (await chat_of(cast, peer)).members) == (Role.LEFT, 1)
    await ban(cast, "alice", peer, "bob", 0)
    assert await cast.read(store_members.get, peer, cast.id("bob")) is None


async def test_who_may_ban_whom(cast: Cast) -> None:
    await cast.join("dave")
    peer = await make_channel(cast, GROUP, "bob", "carol", "dave")
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await ban(cast, "bob", peer, "carol", VIEW)
    await promote(cast, "alice", peer, "bob", int(Admin.DELETE))
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await ban(cast, "bob", peer, "carol", VIEW)
    await promote(cast, "alice", peer, "bob", PROMOTER)
    await promote(cast, "alice", peer, "carol", PROMOTER)
    for name in ("alice", "carol"):
        for bits in (VIEW, SEND, 0):
            with pytest.raises(errors.USER_ADMIN_INVALID):
                await ban(cast, "bob", peer, name, bits)
    with pytest.raises(errors.USER_ID_INVALID):
        await ban(cast, "bob", peer, "bob", VIEW)
    await promote(cast, "bob", peer, "dave", int(Admin.DELETE))
    await ban(cast, "bob", peer, "dave", SEND)
    row = await row_of(cast, peer, "dave")
    assert (row.role, row.admin, (await chat_of(cast, peer)).admins) == (Role.RESTRICTED, 0, 3)
    await ban(cast, "alice", peer, "carol", VIEW)
    assert ((await chat_of(cast, peer)).admins, (await chat_of(cast, peer)).members) == (2, 3)


@pytest.mark.parametrize(("bits", "after"), [(SEND, Role.MEMBER), (VIEW, None)])
async def test_what_has_an_end_is_lifted_then(cast: Cast, bits: int, after: Role | None) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    end = cast.now + 60
    await ban(cast, "alice", peer, "bob", bits, end)
    for now in (end - 1, end):
        due = await cast.act(jobs.claim, now, 60, 9, [banning.JOB])
        assert [job.payload for job in due] == [f"{peer} {cast.id('bob')}".encode()] * (now == end)
    cast.now = end - 1
    await cast.act(banning.lift, cast.viewer("alice"), peer, cast.id("bob"))
    assert (await row_of(cast, peer, "bob")).banned == bits
    cast.now = end
    await cast.act(banning.lift, cast.viewer("alice"), peer, cast.id("bob"))
    row = await cast.read(store_members.get, peer, cast.id("bob"))
    assert (row.role if row else None) == after
    assert told_of(cast, "bob", StateKind.CHANNEL, peer)


async def test_an_earlier_end_does_not_lift_a_longer_ban(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await ban(cast, "alice", peer, "bob", VIEW, cast.now + 60)
    await ban(cast, "alice", peer, "bob", VIEW, cast.now + 600)
    cast.now += 60
    await cast.act(banning.lift, cast.viewer("alice"), peer, cast.id("bob"))
    assert (await row_of(cast, peer, "bob")).role == Role.BANNED
    await promote(cast, "alice", peer, "bob", int(Admin.DELETE))
    cast.now += 600
    await cast.act(banning.lift, cast.viewer("alice"), peer, cast.id("bob"))
    assert (await row_of(cast, peer, "bob")).role == Role.ADMIN


async def test_an_end_too_near_or_too_far_is_none() -> None:
    now, year = 1_000_000, 366 * 24 * 3600
    ends = {until - now: banning.end_of(until, now) - now for until in (now + 30, now + year)}
    assert ends == {30: 30, year: year}
    assert [banning.end_of(until, now) for until in (0, now + 29, now + year + 1, FOR_EVER)] == [0, 0, 0, 0]


async def test_default_rights_of_a_supergroup(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await cast.act(banning.edit_default_rights, cast.viewer("alice"), peer, SEND, FOR_EVER)
    assert DefaultRightsChanged(peer, peer) in cast.told
    with pytest.raises(errors.CHAT_SEND_PLAIN_FORBIDDEN):
        await say(cast, "bob", peer)
    await say(cast, "alice", peer)
    with pytest.raises(errors.CHAT_NOT_MODIFIED):
        await cast.act(banning.edit_default_rights, cast.viewer("alice"), peer, SEND, 0)
    with pytest.raises(errors.BANNED_RIGHTS_INVALID):
        await cast.act(banning.edit_default_rights, cast.viewer("alice"), peer, VIEW, 0)
    with pytest.raises(errors.UNTIL_DATE_INVALID):
        await cast.act(banning.edit_default_rights, cast.viewer("alice"), peer, 0, cast.now + 60)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(banning.edit_default_rights, cast.viewer("bob"), peer, 0, 0)
    channel = await make_channel(cast, CHANNEL)
    with pytest.raises(errors.BANNED_RIGHTS_INVALID):
        await cast.act(banning.edit_default_rights, cast.viewer("alice"), channel, SEND, 0)


async def test_default_rights_of_a_basic_group(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")
    version = (await chat_of(cast, peer)).version
    await cast.act(banning.edit_default_rights, cast.viewer("alice"), peer, int(Ban.CHANGE_INFO), 0)
    assert (await chat_of(cast, peer)).version == version + 1
    for name in ("alice", "bob", "carol"):
        assert told_of(cast, name, StateKind.DEFAULT_RIGHTS, peer), name
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(chats.edit_title, cast.viewer("bob"), peer, "Mine")
