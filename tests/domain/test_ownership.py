"""Giving a chat away: what it needs, and who is what afterwards."""

from __future__ import annotations

import pytest

from hodhod import errors
from hodhod.domain import ownership, promoting, rights
from hodhod.domain.rights import Admin
from hodhod.domain.srp import Verifier
from hodhod.domain.updates import StateKind
from hodhod.ids import Peer
from hodhod.store import authorizations, passwords
from hodhod.store import chats as store_chats
from hodhod.store import members as store_members
from hodhod.store.authorizations import AuthorizationRow
from hodhod.store.bits import Role
from hodhod.store.passwords import PasswordRow
from hodhod.store.records import Member
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group
from tests.domain.test_promoting import chat_of, promote, row_of, told_of
from tests.domain.world import Cast

DAY = 24 * 3600
PROOF = Verifier(b"one", b"two", b"three")


async def sign_in(cast: Cast, when: int) -> None:
    """Alice's session was made then."""
    viewer = cast.viewer("alice")
    await cast.act(authorizations.sign_in, AuthorizationRow(viewer.key_id, int(viewer.user), created=when, active=when))


async def settle(cast: Cast, password: bool = True) -> None:
    """Alice has a session and a password, and has had them for long."""
    await sign_in(cast, cast.now)
    if password:
        row = PasswordRow(cast.id("alice"), PROOF.salt1, PROOF.salt2, PROOF.value, changed=cast.now)
        await cast.act(passwords.put, row)
    cast.now += 8 * DAY


async def give(cast: Cast, peer: Peer, who: str, proved: Verifier | None = PROOF) -> None:
    await cast.act(ownership.transfer, cast.viewer("alice"), peer, cast.id(who), proved)


@pytest.mark.parametrize("flags", [GROUP, CHANNEL])
async def test_the_creator_becomes_an_administrator(cast: Cast, flags: int) -> None:
    await settle(cast)
    peer = await make_channel(cast, flags, "bob", "carol")
    await promote(cast, "alice", peer, "carol", int(Admin.BAN))
    await give(cast, peer, "bob")
    new, old, chat = await row_of(cast, peer, "bob"), await row_of(cast, peer, "alice"), await chat_of(cast, peer)
    assert (new.role, chat.creator, chat.admins) == (Role.CREATOR, cast.id("bob"), 3)
    everything = rights.OF_CHANNEL if flags == CHANNEL else rights.OF_GROUP & ~int(Admin.ANONYMOUS)
    assert (old.role, old.admin, old.by) == (Role.ADMIN, everything, cast.id("bob"))
    for name in ("alice", "bob"):
        assert told_of(cast, name, StateKind.CHANNEL, peer)
    await cast.act(promoting.edit_admin, cast.viewer("bob"), peer, cast.id("alice"), 0, None)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await give(cast, peer, "carol")


async def test_a_basic_group_is_given_away(cast: Cast) -> None:
    await settle(cast)
    peer = await make_group(cast, "bob", "carol")
    await cast.act(promoting.edit_chat_admin, cast.viewer("alice"), peer, cast.id("bob"), True)
    await give(cast, peer, "bob")
    assert ((await row_of(cast, peer, "bob")).role, (await chat_of(cast, peer)).admins) == (Role.CREATOR, 2)
    assert (await row_of(cast, peer, "alice")).admin == rights.EVERY_ADMIN
    assert told_of(cast, "carol", StateKind.CHAT_MEMBERS, peer)


async def test_it_needs_the_password(cast: Cast) -> None:
    await settle(cast)
    peer = await make_channel(cast, GROUP, "bob")
    with pytest.raises(errors.PASSWORD_HASH_INVALID):
        await give(cast, peer, "bob", None)
    with pytest.raises(errors.SRP_PASSWORD_CHANGED):
        await give(cast, peer, "bob", Verifier(b"one", b"two", b"other"))
    assert (await chat_of(cast, peer)).creator == cast.id("alice")


async def test_it_needs_a_password_to_be_set(cast: Cast) -> None:
    await settle(cast, password=False)
    peer = await make_channel(cast, GROUP, "bob")
    with pytest.raises(errors.PASSWORD_MISSING):
        await give(cast, peer, "bob", None)


async def test_neither_password_nor_session_may_be_new(cast: Cast) -> None:
    await settle(cast)
    peer = await make_channel(cast, GROUP, "bob")
    cast.now -= 8 * DAY - 10
    with pytest.raises(errors.PASSWORD_TOO_FRESH_X) as password:
        await give(cast, peer, "bob")
    assert password.value.value == 7 * DAY - 10
    cast.now += 8 * DAY
    await sign_in(cast, cast.now - 5)
    with pytest.raises(errors.SESSION_TOO_FRESH_X) as session:
        await give(cast, peer, "bob")
    assert session.value.value == DAY - 5


async def test_it_goes_to_a_member_only(cast: Cast) -> None:
    await settle(cast)
    peer = await make_channel(cast, GROUP, "bob")
    for name in ("carol", "alice"):
        with pytest.raises(errors.USER_ID_INVALID):
            await give(cast, peer, name)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(ownership.transfer, cast.viewer("bob"), peer, cast.id("alice"), PROOF)


async def test_whoever_gets_a_public_chat_has_room_for_it(cast: Cast) -> None:
    await settle(cast)
    peer = await make_channel(cast, CHANNEL, "bob")
    for number in range(cast.world.limits.public_channels):
        made = await make_channel(cast, CHANNEL)
        await cast.act(lambda tx, made=made, number=number: store_chats.put(tx, made, username=f"own_{number}"))
        await cast.act(store_members.put, Member(made, cast.id("bob"), Role.CREATOR, cast.now))
    await cast.act(lambda tx: store_chats.put(tx, peer, username="gift"))
    with pytest.raises(errors.CHANNELS_ADMIN_PUBLIC_TOO_MUCH):
        await give(cast, peer, "bob")
    await cast.act(lambda tx: store_chats.put(tx, peer, username=None))
    await give(cast, peer, "bob")
