"""A basic group becomes a supergroup: who and what goes along, and what stays."""

from __future__ import annotations

import pytest

from hodhod import errors
from hodhod.domain import access, banning, chats, history, joins, migrating, promoting, rights
from hodhod.domain.history import Window
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.updates import MembershipChanged, NewMessage
from hodhod.ids import Peer
from hodhod.store import dialogs
from hodhod.store.bits import ChatFlag, Role
from tests.domain.test_chats import make_channel, make_group, say
from tests.domain.test_promoting import chat_of, promote, row_of
from tests.domain.world import Cast


async def migrate(cast: Cast, peer: Peer, who: str = "alice") -> Peer:
    new, _ = await cast.act(migrating.migrate, cast.viewer(who), peer)
    return Peer(new)


async def test_everybody_is_in_the_supergroup_as_they_were(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")
    alice = cast.viewer("alice")
    await cast.act(promoting.edit_chat_admin, alice, peer, cast.id("bob"), True)
    await cast.act(banning.edit_default_rights, alice, peer, int(Ban.POLLS), 0)
    await cast.act(chats.edit_about, alice, peer, "words")
    new = await migrate(cast, peer)
    told = [record for record in cast.told if isinstance(record, NewMessage)]
    assert {record.owner for record in told} == {cast.id("alice"), cast.id("bob"), cast.id("carol"), new}
    for name, role in (("alice", Role.CREATOR), ("bob", Role.ADMIN), ("carol", Role.MEMBER)):
        assert (await row_of(cast, new, name)).role == role
        assert MembershipChanged(cast.id(name), new, True) in cast.told
        assert await cast.read(dialogs.find, cast.id(name), new) is not None
    assert (await row_of(cast, new, "bob")).admin == rights.EVERY_ADMIN
    row, old = await chat_of(cast, new), await chat_of(cast, peer)
    assert (row.title, row.about, row.banned, row.members, row.admins) == ("Family", "words", Ban.POLLS, 3, 2)
    assert (row.flags, row.migrated, row.creator) == (ChatFlag.MEGAGROUP, peer, cast.id("alice"))
    assert (old.migrated, old.flags & ChatFlag.GONE) == (new, ChatFlag.GONE)
    await say(cast, "carol", new, "hello")
    await promote(cast, "alice", new, "carol", int(Admin.BAN))


async def test_the_old_group_is_read_and_not_written(cast: Cast) -> None:
    peer = await make_group(cast, "bob")
    await say(cast, "bob", peer, "old words")
    await migrate(cast, peer)
    rows = await cast.read(history.page, cast.id("bob"), peer, Window(10))
    assert [row.content.text for row in rows] == ["", "old words", ""]
    await cast.read(access.readable, cast.viewer("bob"), peer)
    for name in ("alice", "bob"):
        with pytest.raises(errors.CHAT_ID_INVALID):
            await say(cast, name, peer)
    alice = cast.viewer("alice")
    with pytest.raises(errors.CHAT_ID_INVALID):
        await cast.act(joins.add_to_chat, alice, peer, cast.id("carol"))
    with pytest.raises(errors.CHAT_ID_INVALID):
        await cast.act(chats.edit_title, alice, peer, "Other")
    with pytest.raises(errors.CHAT_ID_INVALID):
        await migrate(cast, peer)


async def test_only_the_creator_does_it(cast: Cast) -> None:
    peer = await make_group(cast, "bob")
    await cast.act(promoting.edit_chat_admin, cast.viewer("alice"), peer, cast.id("bob"), True)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await migrate(cast, peer, "bob")
    with pytest.raises(errors.CHAT_FORBIDDEN):
        await migrate(cast, peer, "carol")


async def test_who_left_before_is_left_behind(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")
    await cast.act(joins.remove_from_chat, cast.viewer("bob"), peer, cast.id("bob"))
    new = await migrate(cast, peer)
    assert cast.id("bob") not in {record.owner for record in cast.told if isinstance(record, NewMessage)}
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await say(cast, "bob", new)
    assert (await chat_of(cast, new)).members == 2


async def test_numbers_are_never_shared(cast: Cast) -> None:
    peer = await make_group(cast)
    new = await migrate(cast, peer)
    assert new != await make_channel(cast, int(ChatFlag.MEGAGROUP))
