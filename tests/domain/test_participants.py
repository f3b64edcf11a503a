"""Who is in a supergroup or channel, and who may know."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import contacts, participants
from hodhod.domain.participants import Kind, Wanted
from hodhod.domain.rights import Admin, Ban
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import members as store_members
from hodhod.store import presence
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.records import Member
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group
from tests.domain.world import Cast


async def names(cast: Cast, who: str, peer: Peer, kind: Kind, **more: Any) -> tuple[int, list[str]]:
    found = await cast.read(participants.page, cast.viewer(who), peer, Wanted(kind, **more))
    by_id = {user: name for name, user in cast.people.items()}
    return found.total, [by_id[row.user_id] for row in found.rows]


async def make(cast: Cast, flags: int, *others: str) -> Peer:
    """Everybody comes a second after the one before."""
    peer = await make_channel(cast, flags)
    for name in others:
        cast.now += 1
        await cast.act(store_members.put, Member(peer, cast.id(name), Role.MEMBER, cast.now, cast.id("alice")))
        await cast.act(store_chats.count, peer, 1)
    return peer


async def become(cast: Cast, peer: Peer, name: str, role: Role, **values: Any) -> None:
    row = await cast.read(store_members.get, peer, cast.id(name))
    assert row is not None
    await cast.act(store_members.put, row._replace(role=role, **values))


async def test_the_newest_come_first_in_pages(cast: Cast) -> None:
    peer = await make(cast, GROUP, "bob", "carol")
    assert await names(cast, "bob", peer, Kind.RECENT) == (3, ["carol", "bob", "alice"])
    assert await names(cast, "bob", peer, Kind.RECENT, offset=1, limit=1) == (3, ["bob"])
    assert await names(cast, "bob", peer, Kind.RECENT, offset=5) == (3, [])
    assert await names(cast, "bob", peer, Kind.BOTS) == (0, [])


async def test_members_are_found_by_the_beginning_of_their_words(cast: Cast) -> None:
    peer = await make(cast, GROUP, "bob", "carol")
    assert await names(cast, "alice", peer, Kind.RECENT, query="CAR") == (1, ["carol"])
    assert await names(cast, "alice", peer, Kind.RECENT, query="arol") == (0, [])
    for query in ("%", "_", "!", "|"):
        assert await names(cast, "alice", peer, Kind.RECENT, query=query) == (0, []), query
    await cast.join("carola", "carl")
    for name in ("carola", "carl"):
        await cast.act(store_members.put, Member(peer, cast.id(name), Role.MEMBER, cast.now))
    assert (await names(cast, "alice", peer, Kind.RECENT, query="car", limit=2))[0] == 3
    assert await names(cast, "alice", peer, Kind.RECENT, query="car", offset=2) == (3, ["carol"])


async def test_contacts_are_found_by_the_name_one_gave_them(cast: Cast) -> None:
    peer = await make(cast, GROUP, "bob", "carol")
    await cast.act(contacts.add, cast.viewer("alice"), cast.id("bob"), contacts.Entry("Robert"), False)
    assert await names(cast, "alice", peer, Kind.CONTACTS) == (1, ["bob"])
    assert await names(cast, "alice", peer, Kind.CONTACTS, query="rob") == (1, ["bob"])
    assert await names(cast, "alice", peer, Kind.CONTACTS, query="car") == (0, [])
    assert await names(cast, "carol", peer, Kind.CONTACTS) == (0, [])


async def test_a_channel_tells_its_members_to_administrators_only(cast: Cast) -> None:
    peer = await make(cast, CHANNEL, "bob", "carol")
    assert (await names(cast, "alice", peer, Kind.RECENT))[0] == 3
    for kind in Kind:
        with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
            await names(cast, "bob", peer, kind)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.read(participants.get, cast.viewer("bob"), peer, cast.id("carol"))
    _, row = await cast.read(participants.get, cast.viewer("bob"), peer, cast.id("bob"))
    assert row.user_id == cast.id("bob")


async def test_hidden_members_are_seen_by_administrators_who_are_seen_by_all(cast: Cast) -> None:
    peer = await make(cast, GROUP, "bob", "carol")
    await cast.act(lambda tx: store_chats.put(tx, peer, flags=GROUP | ChatFlag.HIDDEN_MEMBERS))
    assert (await names(cast, "alice", peer, Kind.RECENT))[0] == 3
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await names(cast, "bob", peer, Kind.RECENT)
    assert await names(cast, "bob", peer, Kind.ADMINS) == (1, ["alice"])
    _, row = await cast.read(participants.get, cast.viewer("bob"), peer, cast.id("alice"))
    assert row.role == Role.CREATOR
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.read(participants.get, cast.viewer("bob"), peer, cast.id("carol"))


async def test_anonymous_administrators_and_restrictions_are_seen_by_administrators(cast: Cast) -> None:
    await cast.join("dave")
    peer = await make(cast, GROUP, "bob", "carol", "dave")
    await become(cast, peer, "bob", Role.ADMIN, admin=int(Admin.BAN | Admin.ANONYMOUS), by=cast.id("alice"))
    await become(cast, peer, "carol", Role.RESTRICTED, banned=int(Ban.SEND), by=cast.id("alice"))
    assert await names(cast, "alice", peer, Kind.ADMINS) == (2, ["alice", "bob"])
    assert await names(cast, "bob", peer, Kind.ADMINS) == (2, ["alice", "bob"])
    assert await names(cast, "dave", peer, Kind.ADMINS) == (1, ["alice"])
    assert await names(cast, "alice", peer, Kind.BANNED) == (1, ["carol"])
    assert await names(cast, "alice", peer, Kind.BANNED, query="bob") == (0, [])
    for name in ("bob", "carol"):
        _, row = await cast.read(participants.get, cast.viewer("dave"), peer, cast.id(name))
        assert (row.role, row.banned, row.admin) == (Role.MEMBER, 0, 0), name
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await names(cast, "dave", peer, Kind.BANNED)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await names(cast, "dave", peer, Kind.KICKED)


async def test_who_was_banned_is_in_one_list_and_no_other(cast: Cast) -> None:
    peer = await make(cast, GROUP, "bob", "carol")
    await become(cast, peer, "bob", Role.BANNED, banned=int(Ban.VIEW), by=cast.id("alice"))
    await cast.act(store_chats.count, peer, -1)
    assert await names(cast, "alice", peer, Kind.KICKED) == (1, ["bob"])
    assert await names(cast, "alice", peer, Kind.KICKED, query="bo") == (1, ["bob"])
    assert await names(cast, "alice", peer, Kind.RECENT) == (2, ["carol", "alice"])
    _, row = await cast.read(participants.get, cast.viewer("alice"), peer, cast.id("bob"))
    assert row.role == Role.BANNED
    with pytest.raises(errors.USER_NOT_PARTICIPANT):
        await cast.read(participants.get, cast.viewer("carol"), peer, cast.id("bob"))
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.read(participants.get, cast.viewer("bob"), peer, cast.id("bob"))


async def test_strangers_learn_nothing_of_a_private_group(cast: Cast) -> None:
    peer = await make(cast, GROUP, "bob")
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await names(cast, "carol", peer, Kind.RECENT)
    with pytest.raises(errors.USER_NOT_PARTICIPANT):
        await cast.read(participants.get, cast.viewer("alice"), peer, cast.id("carol"))
    await cast.act(lambda tx: store_chats.put(tx, peer, username="public"))
    assert (await names(cast, "carol", peer, Kind.RECENT))[0] == 2
    with pytest.raises(errors.USER_NOT_PARTICIPANT):
        await cast.read(participants.get, cast.viewer("carol"), peer, cast.id("carol"))


async def test_members_who_are_online_are_counted(cast: Cast) -> None:
    peer, group = await make(cast, GROUP, "bob"), await make_group(cast, "bob")
    rows = [presence.Presence(cast.id("bob"), cast.now + 60, 0), presence.Presence(cast.id("carol"), cast.now + 60, 0)]
    await cast.act(presence.put, rows)
    for chat in (peer, group):
        assert await cast.read(participants.online, cast.viewer("alice"), chat) == 1
    with pytest.raises(errors.CHAT_FORBIDDEN):
        await cast.read(participants.online, cast.viewer("carol"), group)
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.read(participants.online, cast.viewer("carol"), peer)
    with pytest.raises(errors.PEER_ID_INVALID):
        await cast.read(participants.online, cast.viewer("carol"), cast.id("bob"))
