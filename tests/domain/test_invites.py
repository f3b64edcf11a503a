"""Links into groups and channels: who may make them, whom they let in, and who has to be let in."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod import errors, tl
from hodhod.domain import access, approving, importing, invites, join_requests, joins, rights
from hodhod.domain.invites import Page, Shown, Terms
from hodhod.domain.updates import NewMessage, StateChanged, StateKind
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import invites as store
from hodhod.store import members
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.records import Invite, Member
from hodhod.tl import types
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group
from tests.domain.world import Cast

NUMBER = iter(range(10**6))
FIRST = Page(2**31 - 1, 0, 10)


def random() -> bytes:
    return next(NUMBER).to_bytes(12, "big")


async def export(cast: Cast, who: str, peer: Peer, permanent: bool = False, **terms: Any) -> Invite:
    return await cast.act(invites.export, cast.viewer(who), peer, Terms(**terms), permanent, random())


async def follow(cast: Cast, who: str, invite: Invite) -> Any:
    return await cast.act(importing.follow, cast.viewer(who), invite.hash)


async def promote(cast: Cast, who: str, peer: Peer, admin: int) -> None:
    row = await cast.read(members.get, peer, cast.id(who))
    assert row is not None
    await cast.act(members.put, row._replace(role=Role.ADMIN, admin=admin))


async def ban(cast: Cast, who: str, peer: Peer, until: int = 0) -> None:
    await cast.act(members.put, Member(peer, cast.id(who), Role.BANNED, cast.now, banned=1, until=until))


@pytest.mark.parametrize("flags", [0, GROUP, CHANNEL])
async def test_a_link_lets_people_in(cast: Cast, flags: int) -> None:
    peer = await (make_channel(cast, flags, "bob") if flags else make_group(cast, "bob"))
    invite = await export(cast, "alice", peer)
    arrival = await follow(cast, "carol", invite)
    assert (arrival.peer, arrival.asked) == (peer, False)
    row = await cast.read(members.get, peer, cast.id("carol"))
    assert row is not None
    assert (row.role, row.inviter) == (Role.MEMBER, cast.id("alice"))
    if flags == CHANNEL:
        assert arrival.record is None
    else:
        action = tl.decode(arrival.record.message.content.action)
        assert action == types.MessageActionChatJoinedByLink(inviter_id=cast.id("alice"))
    chat = await cast.read(store_chats.get, peer)
    assert chat is not None
    assert chat.members == 3
    count, rows = await cast.read(invites.importers, cast.viewer("alice"), peer, invite.hash, False, FIRST)
    assert (count, [one.user_id for one in rows]) == (1, [cast.id("carol")])
    with pytest.raises(errors.USER_ALREADY_PARTICIPANT):
        await follow(cast, "carol", invite)


async def test_a_link_that_is_over_lets_nobody_in(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP)
    once = await export(cast, "alice", peer, usage_limit=1)
    short = await export(cast, "alice", peer, expires=cast.now + 60)
    revoked = await export(cast, "alice", peer)
    await cast.act(invites.revoke, cast.viewer("alice"), peer, revoked.hash, random())
    await follow(cast, "bob", once)
    cast.now += 60
    for invite in (once, short, revoked, Invite("A" * 16, peer, 0, 0)):
        for act in (importing.check, importing.follow):
            with pytest.raises(errors.INVITE_HASH_EXPIRED):
                await cast.act(act, cast.viewer("carol"), invite.hash)
    for wrong, refusal in (("", errors.INVITE_HASH_EMPTY), ("joinchat", errors.INVITE_HASH_INVALID)):
        with pytest.raises(refusal):
            await cast.read(importing.check, cast.viewer("carol"), wrong)


async def test_who_was_banned_cannot_come_back_by_link(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    invite = await export(cast, "alice", peer)
    await ban(cast, "bob", peer, cast.now + 100)
    for act in (importing.check, importing.follow):
        with pytest.raises(errors.INVITE_HASH_EXPIRED):
            await cast.act(act, cast.viewer("bob"), invite.hash)
    cast.now += 100
    await follow(cast, "bob", invite)


async def test_who_was_taken_out_of_a_group_comes_back_by_no_link_but_when_added(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")
    link = await export(cast, "alice", peer)
    await cast.act(joins.remove_from_chat, cast.viewer("alice"), peer, cast.id("bob"))
    await cast.act(joins.remove_from_chat, cast.viewer("carol"), peer, cast.id("carol"))
    with pytest.raises(errors.INVITE_HASH_EXPIRED):
        await follow(cast, "bob", link)
    await follow(cast, "carol", link)  # she left by herself
    await cast.act(joins.add_to_chat, cast.viewer("carol"), peer, cast.id("bob"))
    assert rights.is_member(await cast.read(access.chat, cast.viewer("bob"), peer))
    row = await cast.read(members.get, peer, cast.id("bob"))
    assert row is not None
    assert row.role == Role.MEMBER


async def test_only_administrators_who_may_invite_have_links(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    hers = await export(cast, "alice", peer)
    bob = cast.viewer("bob")
    refused: list[tuple[Any, ...]] = [
        (invites.export, bob, peer, Terms(), False, random()),
        (invites.edit, bob, peer, hers.hash, Terms(title="x")),
        (invites.revoke, bob, peer, hers.hash, random()),
        (invites.get, bob, peer, hers.hash),
        (invites.delete, bob, peer, hers.hash),
        (invites.delete_revoked, bob, peer, int(cast.id("alice"))),
        (invites.listed, bob, peer, int(cast.id("alice")), False, (2**31 - 1, ""), 10),
        (invites.admins, bob, peer),
        (invites.importers, bob, peer, hers.hash, False, FIRST),
    ]
    for admin in (None, 0, 32):  # a member, an administrator without the right, one who sees only their own links
        if admin is not None:
            await promote(cast, "bob", peer, admin)
        for fn, *arguments in refused[1 if admin == 32 else 0 :]:
            with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
                await cast.act(fn, *arguments)
    his = await export(cast, "bob", peer)
    shown = await cast.read(invites.get, cast.viewer("alice"), peer, his.hash)
    assert shown.invite.admin == cast.id("bob")
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await export(cast, "carol", peer)


async def test_each_administrator_has_one_permanent_link(cast: Cast) -> None:
    peer, alice = await make_group(cast, "bob"), cast.viewer("alice")
    first = await export(cast, "alice", peer, permanent=True)
    second = await export(cast, "alice", peer, permanent=True)
    with pytest.raises(errors.INVITE_HASH_EXPIRED):
        await follow(cast, "carol", first)
    with pytest.raises(errors.CHAT_INVITE_PERMANENT):
        await cast.act(invites.edit, alice, peer, second.hash, Terms(title="x"))
    revoked, third = await cast.act(invites.revoke, alice, peer, second.hash, random())
    assert revoked.invite.flags & invites.REVOKED
    assert third is not None
    assert (await cast.read(store.permanent_of, peer, alice.user)) == third
    count, rows = await cast.read(invites.listed, alice, peer, int(alice.user), True, (2**31 - 1, ""), 10)
    assert (count, {one.invite.hash for one in rows}) == (2, {first.hash, second.hash})
    assert await cast.read(invites.admins, alice, peer) == [(int(alice.user), 1, 2)]
    with pytest.raises(errors.INVITE_HASH_EXPIRED):
        await cast.act(invites.revoke, alice, peer, second.hash, random())


async def test_links_are_listed_in_slices_and_revoked_ones_forgotten(cast: Cast) -> None:
    peer, alice = await make_channel(cast, CHANNEL), cast.viewer("alice")
    made = [await export(cast, "alice", peer) for _ in range(5)]
    seen: list[str] = []
    after = (2**31 - 1, "")
    while True:
        count, rows = await cast.read(invites.listed, alice, peer, int(alice.user), False, after, 2)
        assert count == 5
        if not rows:
            break
        seen += [row.invite.hash for row in rows]
        after = (rows[-1].invite.date, rows[-1].invite.hash)
    assert seen == sorted((row.hash for row in made), reverse=True)
    with pytest.raises(errors.INVITE_REVOKED_MISSING):
        await cast.act(invites.delete, alice, peer, made[0].hash)
    for row in made[:3]:
        await cast.act(invites.revoke, alice, peer, row.hash, random())
    await cast.act(invites.delete, alice, peer, made[0].hash)
    await cast.act(invites.delete_revoked, alice, peer, int(alice.user))
    assert await cast.read(store.count, peer, alice.user, True) == 0
    assert await cast.read(store.count, peer, alice.user, False) == 2
    with pytest.raises(errors.INVITE_HASH_EXPIRED):
        await cast.read(invites.get, alice, peer, made[0].hash)


TERMS: list[tuple[dict[str, Any], Any]] = [
    ({"expires": 1}, errors.EXPIRE_DATE_INVALID),
    ({"usage_limit": -1}, errors.USAGE_LIMIT_INVALID),
    ({"usage_limit": 100_000}, errors.USAGE_LIMIT_INVALID),
    ({"usage_limit": 5, "request": True}, errors.USAGE_LIMIT_INVALID),
]


async def test_the_terms_of_a_link(cast: Cast) -> None:
    peer, alice = await make_channel(cast, GROUP), cast.viewer("alice")
    for terms, refusal in TERMS:
        with pytest.raises(refusal):
            await export(cast, "alice", peer, **terms)
    invite = await export(cast, "alice", peer, title=" For \n friends ", usage_limit=5, expires=cast.now + 60)
    assert (invite.title, invite.usage_limit) == ("For friends", 5)
    shown: Shown = await cast.act(invites.edit, alice, peer, invite.hash, Terms(expires=0, usage_limit=7))
    assert (shown.invite.title, shown.invite.expires, shown.invite.usage_limit) == ("For friends", 0, 7)
    other = await make_channel(cast, GROUP)
    with pytest.raises(errors.INVITE_HASH_EXPIRED):
        await cast.act(invites.edit, alice, other, invite.hash, Terms(title="x"))


def told_admins(cast: Cast) -> set[int]:
    return {r.owner for r in cast.told if isinstance(r, StateChanged) and r.state.kind == StateKind.JOIN_REQUESTS}


@pytest.mark.parametrize("flags", [0, GROUP])
async def test_who_asks_is_let_in_by_an_administrator(cast: Cast, flags: int) -> None:
    peer, alice = await (make_channel(cast, flags, "bob") if flags else make_group(cast, "bob")), cast.viewer("alice")
    invite = await export(cast, "alice", peer, request=True)
    arrival = await follow(cast, "carol", invite)
    assert arrival.asked
    assert told_admins(cast) == {cast.id("alice")}
    await follow(cast, "carol", invite)
    assert told_admins(cast) == set(), "asking twice tells nobody twice"
    assert await cast.read(join_requests.waiting, peer) == (1, [cast.id("carol")])
    assert (await cast.read(invites.get, alice, peer, invite.hash)).pending == 1
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(approving.answer, cast.viewer("bob"), peer, cast.id("carol"), True)
    with pytest.raises(errors.HIDE_REQUESTER_MISSING):
        await cast.act(approving.answer, alice, peer, cast.id("bob"), True)
    record = await cast.act(approving.answer, alice, peer, cast.id("carol"), True)
    assert isinstance(record, NewMessage)
    assert record.owner == (peer if flags else cast.id("alice")), "the administrator's own copy"
    assert record.message.content.sender == cast.id("carol")
    assert isinstance(tl.decode(record.message.content.action or b""), types.MessageActionChatJoinedByRequest)
    assert await cast.read(join_requests.waiting, peer) == (0, [])
    _, rows = await cast.read(invites.importers, alice, peer, invite.hash, False, FIRST)
    assert [(row.user_id, row.approved_by) for row in rows] == [(cast.id("carol"), cast.id("alice"))]
    with pytest.raises(errors.HIDE_REQUESTER_MISSING):
        await cast.act(approving.answer, alice, peer, cast.id("carol"), True)


async def test_requests_are_refused_and_all_are_answered(cast: Cast) -> None:
    peer, alice = await make_channel(cast, GROUP), cast.viewer("alice")
    invite = await export(cast, "alice", peer, request=True)
    await follow(cast, "bob", invite)
    assert await cast.act(approving.answer, alice, peer, cast.id("bob"), False) is None
    assert await cast.read(members.get, peer, cast.id("bob")) is None
    for who in ("bob", "carol"):
        await follow(cast, who, invite)
    await ban(cast, "carol", peer)
    await promote(cast, "carol", peer, 0)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(approving.answer_some, cast.viewer("carol"), peer, None, True, 10)
    await ban(cast, "carol", peer)
    done, records = await cast.act(approving.answer_some, alice, peer, invite.hash, True, 10)
    assert (done, [record.message.content.sender for record in records]) == (2, [cast.id("bob")])
    assert await cast.read(join_requests.waiting, peer) == (0, [])


async def test_a_request_ends_when_its_author_is_added(cast: Cast) -> None:
    peer, alice = await make_channel(cast, GROUP), cast.viewer("alice")
    await follow(cast, "bob", await export(cast, "alice", peer, request=True))
    await cast.act(joins.invite_to_channel, alice, peer, [cast.id("bob")])
    assert await cast.read(join_requests.waiting, peer) == (0, [])


async def test_a_public_group_may_let_people_in_one_by_one(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP)
    await cast.act(lambda tx: store_chats.put(tx, peer, username="group", flags=GROUP | int(ChatFlag.JOIN_REQUEST)))
    assert (await cast.act(joins.join, cast.viewer("bob"), peer)).asked
    assert await cast.read(join_requests.waiting, peer) == (1, [cast.id("bob")])
