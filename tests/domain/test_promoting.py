"""Administrators: who makes them, of whom, with which rights."""

from __future__ import annotations

import pytest

from hodhod import errors
from hodhod.domain import banning, participants, privacy, promoting, rights
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.updates import StateChanged, StateKind
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import members as store_members
from hodhod.store.bits import Role
from hodhod.store.records import Chat, Member
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.world import Cast

PROMOTER = int(Admin.ADD_ADMINS | Admin.BAN | Admin.DELETE | Admin.OTHER)


async def promote(cast: Cast, by: str, peer: Peer, who: str, bits: int, rank: str | None = None) -> None:
    await cast.act(promoting.edit_admin, cast.viewer(by), peer, cast.id(who), bits, rank)


async def row_of(cast: Cast, peer: Peer, who: str) -> Member:
    row = await cast.read(store_members.get, peer, cast.id(who))
    assert row is not None
    return row


async def chat_of(cast: Cast, peer: Peer) -> Chat:
    chat = await cast.read(store_chats.get, peer)
    assert chat is not None
    return chat


def told_of(cast: Cast, who: str, kind: StateKind, peer: Peer) -> bool:
    states = [one.state for one in cast.told if isinstance(one, StateChanged) and one.owner == cast.id(who)]
    return any((state.kind, state.subject) == (kind, peer) for state in states)


async def test_an_administrator_is_made_changed_and_unmade(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await promote(cast, "alice", peer, "bob", int(Admin.BAN | Admin.POST), "Helper")
    row = await row_of(cast, peer, "bob")
    assert (row.role, row.admin, row.by, row.rank) == (Role.ADMIN, Admin.BAN, cast.id("alice"), "Helper")
    assert told_of(cast, "bob", StateKind.CHANNEL, peer)
    assert (await chat_of(cast, peer)).admins == 2
    await promote(cast, "alice", peer, "bob", int(Admin.DELETE))
    row = await row_of(cast, peer, "bob")
    assert (row.admin, row.rank) == (Admin.DELETE, "Helper")
    await promote(cast, "alice", peer, "bob", 0)
    row = await row_of(cast, peer, "bob")
    assert (row.role, row.admin, row.by, row.rank) == (Role.MEMBER, 0, 0, "")
    assert ((await chat_of(cast, peer)).admins, (await chat_of(cast, peer)).members) == (1, 2)


async def test_a_channel_has_rights_of_its_own(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    await promote(cast, "alice", peer, "bob", int(Admin.POST | Admin.PIN | Admin.ANONYMOUS))
    assert (await row_of(cast, peer, "bob")).admin == Admin.POST
    await say(cast, "bob", peer)


async def test_members_and_administrators_without_the_right_make_none(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await promote(cast, "bob", peer, "carol", int(Admin.BAN))
    await promote(cast, "alice", peer, "bob", int(Admin.BAN))
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await promote(cast, "bob", peer, "carol", int(Admin.BAN))


@pytest.mark.parametrize("right", [right for right in Admin if right & rights.OF_GROUP & ~PROMOTER])
async def test_nobody_gives_a_right_they_do_not_have(cast: Cast, right: Admin) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    await promote(cast, "alice", peer, "bob", PROMOTER)
    with pytest.raises(errors.RIGHT_FORBIDDEN):
        await promote(cast, "bob", peer, "carol", int(Admin.BAN | right))
    await promote(cast, "bob", peer, "carol", int(Admin.BAN))


async def test_an_administrator_is_changed_by_whoever_promoted_them_and_the_creator(cast: Cast) -> None:
    await cast.join("dave")
    peer = await make_channel(cast, GROUP, "bob", "carol", "dave")
    await promote(cast, "alice", peer, "bob", PROMOTER)
    await promote(cast, "alice", peer, "carol", PROMOTER)
    await promote(cast, "bob", peer, "dave", int(Admin.DELETE))
    for bits in (0, int(Admin.BAN)):
        with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
            await promote(cast, "carol", peer, "dave", bits)
        with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
            await promote(cast, "dave", peer, "bob", bits)
    for name, may in (("alice", True), ("bob", True), ("carol", False), ("dave", False)):
        seen, row = await cast.read(participants.get, cast.viewer(name), peer, cast.id("dave"))
        assert rights.may_edit_admin(seen, row) == may, name
    await promote(cast, "bob", peer, "dave", int(Admin.BAN))
    await promote(cast, "alice", peer, "dave", 0)


async def test_the_creator_is_changed_by_nobody_and_others_not_by_themselves(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await promote(cast, "alice", peer, "bob", PROMOTER)
    with pytest.raises(errors.USER_CREATOR):
        await promote(cast, "bob", peer, "alice", 0)
    with pytest.raises(errors.RIGHT_FORBIDDEN):
        await promote(cast, "bob", peer, "bob", PROMOTER)
    await promote(cast, "alice", peer, "alice", int(Admin.ANONYMOUS), "Founder")
    row = await row_of(cast, peer, "alice")
    assert (row.role, row.admin, row.rank) == (Role.CREATOR, Admin.ANONYMOUS, "Founder")
    sent = await say(cast, "alice", peer)
    assert (sent.message.content.sender, sent.message.content.author) == (peer, cast.id("alice"))


async def test_a_title_is_short_and_of_letters(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    with pytest.raises(errors.ADMIN_RANK_INVALID):
        await promote(cast, "alice", peer, "bob", int(Admin.BAN), "x" * 17)
    for rank in ("\U0001f600", "star \u2b50", "1\ufe0f\u20e3"):
        with pytest.raises(errors.ADMIN_RANK_EMOJI_NOT_ALLOWED):
            await promote(cast, "alice", peer, "bob", int(Admin.BAN), rank)
    await promote(cast, "alice", peer, "bob", int(Admin.BAN), " مدیر  گروه ")
    assert (await row_of(cast, peer, "bob")).rank == "مدیر گروه"


async def test_a_stranger_comes_in_by_being_promoted(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    with pytest.raises(errors.USER_NOT_PARTICIPANT):
        await promote(cast, "alice", peer, "carol", 0)
    await promote(cast, "alice", peer, "bob", PROMOTER)
    with pytest.raises(errors.CHAT_ADMIN_INVITE_REQUIRED):
        await promote(cast, "bob", peer, "carol", int(Admin.BAN))
    await promote(cast, "alice", peer, "carol", int(Admin.BAN))
    assert ((await chat_of(cast, peer)).members, (await row_of(cast, peer, "carol")).role) == (3, Role.ADMIN)
    with pytest.raises(errors.USER_ID_INVALID):
        await cast.act(promoting.edit_admin, cast.viewer("alice"), peer, 999, int(Admin.BAN), None)


async def test_who_does_not_want_to_be_added_is_not_promoted(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP)
    await cast.act(privacy.put, cast.viewer("carol"), "chat_invite", [["deny_all"]])
    with pytest.raises(errors.USER_PRIVACY_RESTRICTED):
        await promote(cast, "alice", peer, "carol", int(Admin.BAN))


async def test_a_restricted_member_is_promoted_and_free(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    await cast.act(banning.edit_banned, cast.viewer("alice"), peer, cast.id("bob"), int(Ban.SEND), 0)
    await promote(cast, "alice", peer, "bob", int(Admin.BAN))
    row = await row_of(cast, peer, "bob")
    assert (row.role, row.banned) == (Role.ADMIN, 0)
    await say(cast, "bob", peer)
    await promote(cast, "alice", peer, "carol", int(Admin.ADD_ADMINS | Admin.INVITE | Admin.DELETE))
    await cast.join("dave")
    await cast.act(banning.edit_banned, cast.viewer("alice"), peer, cast.id("dave"), int(Ban.VIEW), 0)
    with pytest.raises(errors.USER_KICKED):
        await promote(cast, "carol", peer, "dave", int(Admin.DELETE))


async def test_there_are_so_many_administrators_and_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promoting, "MAX_ADMINS", 2)
    peer = await make_channel(cast, GROUP, "bob", "carol")
    await promote(cast, "alice", peer, "bob", int(Admin.BAN))
    with pytest.raises(errors.ADMINS_TOO_MUCH):
        await promote(cast, "alice", peer, "carol", int(Admin.BAN))
    await promote(cast, "alice", peer, "bob", int(Admin.DELETE))


async def test_administrators_of_a_basic_group(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")

    async def edit(by: str, who: str, is_admin: bool) -> None:
        await cast.act(promoting.edit_chat_admin, cast.viewer(by), peer, cast.id(who), is_admin)

    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await edit("bob", "carol", True)
    await edit("alice", "bob", True)
    assert (await row_of(cast, peer, "bob")).admin == rights.EVERY_ADMIN
    for name in ("alice", "bob", "carol"):
        assert told_of(cast, name, StateKind.CHAT_MEMBERS, peer), name
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await edit("bob", "carol", True)
    with pytest.raises(errors.USER_CREATOR):
        await edit("alice", "alice", False)
    await edit("alice", "bob", False)
    assert ((await row_of(cast, peer, "bob")).role, (await chat_of(cast, peer)).admins) == (Role.MEMBER, 1)
    await cast.join("dave")
    with pytest.raises(errors.USER_NOT_PARTICIPANT):
        await edit("alice", "dave", True)
