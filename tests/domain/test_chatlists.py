"""Shared folders: who may share what, whom a link lets in where, what is offered later, giving it up."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import access, approving, banning, chatlists, folders, following
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.updates import StateChanged, StateKind
from hodhod.domain.values import unpack_peers
from hodhod.ids import CHANNEL_BASE, Peer
from hodhod.store import chatlists as store
from hodhod.store import chats as store_chats
from hodhod.store import erasure
from hodhod.store import members as store_members
from hodhod.store.bits import ChatFlag, Role
from hodhod.tl import types
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group
from tests.domain.test_promoting import promote
from tests.domain.world import Cast

FOLDER = 2
SLUGS = (f"slug{number:012}" for number in itertools.count())


def words(text: str) -> types.TextWithEntities:
    return types.TextWithEntities(text=text, entities=[])


def folder_of(cast: Cast, *peers: int, **more: Any) -> types.DialogFilter:
    named: list[types.TypeInputPeer] = [
        types.InputPeerChannel(channel_id=-CHANNEL_BASE - peer, access_hash=1)
        if peer < -CHANNEL_BASE
        else types.InputPeerChat(chat_id=-peer)
        for peer in peers
    ]
    return types.DialogFilter(
        id=FOLDER, title=words("News"), pinned_peers=[], include_peers=named, exclude_peers=[], **more
    )


async def make_folder(cast: Cast, who: str, *peers: int, **more: Any) -> None:
    await cast.act(folders.save, cast.viewer(who), FOLDER, folder_of(cast, *peers, **more))


async def share(cast: Cast, who: str, *peers: int) -> str:
    """A link to the folder."""
    slug = next(SLUGS)
    await cast.act(chatlists.export, cast.viewer(who), FOLDER, "for friends", list(peers), slug)
    return slug


async def follow(cast: Cast, who: str, slug: str, *peers: int) -> int:
    number, _ = await cast.act(following.join, cast.viewer(who), slug, list(peers))
    return number


async def inside(cast: Cast, who: str, folder: int) -> list[int]:
    return chatlists.peers_of(await cast.read(folders.find, cast.viewer(who), folder))


async def is_member(cast: Cast, who: str, peer: Peer) -> bool:
    row = await cast.read(store_members.get, peer, cast.id(who))
    return row is not None and row.role >= Role.MEMBER


def told_of_folder(cast: Cast, who: str, folder: int) -> bool:
    states = [one.state for one in cast.told if isinstance(one, StateChanged) and one.owner == cast.id(who)]
    return any((state.kind, state.subject) == (StateKind.FILTER, folder) for state in states)


async def test_a_link_brings_into_chats_and_makes_a_folder(cast: Cast) -> None:
    news, talk = await make_channel(cast, CHANNEL), await make_channel(cast, GROUP)
    await make_folder(cast, "alice", news, talk)
    slug = await share(cast, "alice", news, talk)
    assert told_of_folder(cast, "alice", FOLDER), "it is a shared one from now on"
    kept = await cast.read(folders.find, cast.viewer("alice"), FOLDER)
    assert isinstance(kept, types.DialogFilterChatlist)
    assert kept.has_my_invites
    offer = await cast.read(following.check, cast.viewer("bob"), slug)
    assert (offer.folder, offer.peers, offer.joined) == (0, [news, talk], [])
    number = await follow(cast, "bob", slug, news)
    assert told_of_folder(cast, "bob", number)
    assert await is_member(cast, "bob", news)
    assert not await is_member(cast, "bob", talk)
    assert await inside(cast, "bob", number) == [news]
    offer = await cast.read(following.check, cast.viewer("bob"), slug)
    assert (offer.folder, offer.joined) == (number, [news])
    assert await follow(cast, "bob", slug, talk) == number, "the folder that came by the link grows"
    assert await inside(cast, "bob", number) == [news, talk]
    assert (await cast.read(following.check, cast.viewer("alice"), slug)).folder == FOLDER


async def test_chats_in_which_one_is_already_come_along(cast: Cast) -> None:
    news, talk = await make_channel(cast, CHANNEL, "bob"), await make_channel(cast, GROUP)
    await make_folder(cast, "alice", news, talk)
    slug = await share(cast, "alice", news, talk)
    number = await follow(cast, "bob", slug)
    assert await inside(cast, "bob", number) == [news]
    with pytest.raises(errors.FILTER_INCLUDE_EMPTY):
        await follow(cast, "carol", slug)


async def test_what_may_be_shared(cast: Cast) -> None:
    own, theirs, basic = await make_channel(cast, GROUP), await make_channel(cast, GROUP, "bob"), await make_group(cast)
    await make_folder(cast, "alice", own, theirs, basic)
    other = await make_channel(cast, GROUP)
    for peers, refusal in (
        ([], errors.PEERS_LIST_EMPTY),
        ([basic], errors.CHANNEL_INVALID),
        ([other], errors.CHANNEL_INVALID),
        ([cast.id("bob")], errors.CHANNEL_INVALID),
    ):
        with pytest.raises(refusal):
            await share(cast, "alice", *peers)
    await make_folder(cast, "bob", theirs, own)
    await cast.act(banning.edit_default_rights, cast.viewer("alice"), theirs, int(Ban.INVITE), 0)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await share(cast, "bob", theirs)
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await share(cast, "bob", own)
    await make_folder(cast, "alice", own, groups=True)
    with pytest.raises(errors.FILTER_NOT_SUPPORTED):
        await share(cast, "alice", own)
    with pytest.raises(errors.FILTER_ID_INVALID):
        await cast.act(chatlists.export, cast.viewer("alice"), 9, "", [own], "x" * 16)


async def test_a_link_lets_in_only_where_its_maker_still_may(cast: Cast) -> None:
    talk = await make_channel(cast, GROUP, "bob")
    await promote(cast, "alice", talk, "bob", int(Admin.INVITE))
    await cast.act(banning.edit_default_rights, cast.viewer("alice"), talk, int(Ban.INVITE), 0)
    await make_folder(cast, "bob", talk)
    slug = await share(cast, "bob", talk)
    await promote(cast, "alice", talk, "bob", 0)
    assert (await cast.read(following.check, cast.viewer("carol"), slug)).peers == []
    with pytest.raises(errors.FILTER_INCLUDE_EMPTY):
        await follow(cast, "carol", slug, talk)
    assert not await is_member(cast, "carol", talk)


async def test_who_was_banned_does_not_come_back_by_a_folder(cast: Cast) -> None:
    talk = await make_channel(cast, GROUP, "bob")
    await make_folder(cast, "alice", talk)
    slug = await share(cast, "alice", talk)
    await cast.act(banning.edit_banned, cast.viewer("alice"), talk, cast.id("bob"), int(Ban.VIEW), 0)
    with pytest.raises(errors.FILTER_INCLUDE_EMPTY):
        await follow(cast, "bob", slug, talk)


async def test_a_public_chat_that_approves_is_asked(cast: Cast) -> None:
    talk = await make_channel(cast, GROUP)
    flags = GROUP | int(ChatFlag.JOIN_REQUEST)
    await cast.act(lambda tx: store_chats.put(tx, talk, username="talkers", flags=flags))
    await make_folder(cast, "alice", talk)
    await follow(cast, "bob", await share(cast, "alice", talk), talk)
    assert not await is_member(cast, "bob", talk)
    await cast.act(approving.answer, cast.viewer("alice"), talk, cast.id("bob"), True)
    assert await is_member(cast, "bob", talk)


async def test_only_what_the_link_names_is_entered(cast: Cast) -> None:
    talk, secret = await make_channel(cast, GROUP), await make_channel(cast, GROUP)
    await make_folder(cast, "alice", talk, secret)
    slug = await share(cast, "alice", talk)
    number = await follow(cast, "bob", slug, talk, secret)
    assert await inside(cast, "bob", number) == [talk]
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.read(access.joined, cast.viewer("bob"), secret)


async def test_links_are_listed_changed_and_deleted_by_their_maker(cast: Cast) -> None:
    news, talk = await make_channel(cast, CHANNEL), await make_channel(cast, GROUP)
    await make_folder(cast, "alice", news, talk)
    first, second = await share(cast, "alice", news), await share(cast, "alice", talk)
    alice, bob = cast.viewer("alice"), cast.viewer("bob")
    rows = await cast.read(chatlists.listed, alice, FOLDER)
    assert {row.slug for row in rows} == {first, second}
    row = await cast.act(chatlists.edit, alice, FOLDER, first, "other", [news, talk])
    assert (row.title, unpack_peers(row.peers)) == ("other", [news, talk])
    await make_folder(cast, "bob", await make_channel(cast, GROUP, "bob"))
    for call in (
        cast.act(chatlists.edit, bob, FOLDER, first, "mine", None),
        cast.act(chatlists.delete, bob, FOLDER, first),
    ):
        with pytest.raises(errors.INVITE_SLUG_EXPIRED):
            await call
    for slug in (first, second):
        await cast.act(chatlists.delete, alice, FOLDER, slug)
        with pytest.raises(errors.INVITE_SLUG_EXPIRED):
            await cast.read(following.check, bob, slug)
    kept: Any = await cast.read(folders.find, alice, FOLDER)
    assert not kept.has_my_invites
    with pytest.raises(errors.INVITE_SLUG_EMPTY):
        await cast.read(following.check, bob, "")


async def test_what_is_added_later_is_offered_until_it_is_hidden(cast: Cast) -> None:
    news, talk, more = [await make_channel(cast, kind) for kind in (CHANNEL, GROUP, GROUP)]
    await make_folder(cast, "alice", news, talk, more)
    slug = await share(cast, "alice", news)
    number = await follow(cast, "bob", slug, news)
    alice, bob = cast.viewer("alice"), cast.viewer("bob")
    assert await cast.read(following.missing, bob, number) == []
    await cast.act(chatlists.edit, alice, FOLDER, slug, None, [news, talk])
    assert await cast.read(following.missing, bob, number) == [talk]
    await cast.act(following.join_missing, bob, number, [talk])
    assert await inside(cast, "bob", number) == [news, talk]
    await cast.act(chatlists.edit, alice, FOLDER, slug, None, [news, talk, more])
    await cast.act(following.hide_missing, bob, number)
    assert await cast.read(following.missing, bob, number) == []
    with pytest.raises(errors.FILTER_NOT_SUPPORTED):
        await cast.read(following.missing, alice, FOLDER)
    with pytest.raises(errors.FILTER_ID_INVALID):
        await cast.read(following.missing, bob, 77)
    await cast.act(chatlists.delete, alice, FOLDER, slug)
    with pytest.raises(errors.INVITE_SLUG_EXPIRED):
        await cast.act(following.join_missing, bob, number, [more])


async def test_a_followed_folder_is_given_up_with_its_chats(cast: Cast) -> None:
    news, talk = await make_channel(cast, CHANNEL), await make_channel(cast, GROUP)
    await make_folder(cast, "alice", news, talk)
    number = await follow(cast, "bob", await share(cast, "alice", news, talk), news, talk)
    bob = cast.viewer("bob")
    assert await cast.read(following.to_leave, bob, number) == [news, talk]
    assert await cast.read(following.to_leave, cast.viewer("alice"), FOLDER) == [], "she runs them"
    elsewhere = await make_channel(cast, GROUP, "bob")
    await cast.act(following.leave, bob, number, [news, elsewhere])
    assert [await is_member(cast, "bob", peer) for peer in (news, talk, elsewhere)] == [False, True, True]
    with pytest.raises(errors.FILTER_ID_INVALID):
        await cast.read(folders.find, bob, number)


async def test_links_go_with_the_folder(cast: Cast) -> None:
    talk = await make_channel(cast, GROUP)
    await make_folder(cast, "alice", talk)
    slug = await share(cast, "alice", talk)
    await cast.act(folders.save, cast.viewer("alice"), FOLDER, None)
    with pytest.raises(errors.INVITE_SLUG_EXPIRED):
        await cast.read(following.check, cast.viewer("bob"), slug)


async def test_a_shared_folder_is_renamed_and_none_is_made_by_saving_one(cast: Cast) -> None:
    talk = await make_channel(cast, GROUP)
    await make_folder(cast, "alice", talk)
    alice, bob = cast.viewer("alice"), cast.viewer("bob")
    await share(cast, "alice", talk)
    kept: Any = await cast.read(folders.find, alice, FOLDER)
    kept.title, kept.has_my_invites = words("Renamed"), False
    await cast.act(folders.save, alice, FOLDER, kept)
    kept = await cast.read(folders.find, alice, FOLDER)
    assert (kept.title.text, kept.has_my_invites) == ("Renamed", True)
    with pytest.raises(errors.FILTER_NOT_SUPPORTED):
        await cast.act(folders.save, bob, FOLDER, kept)


async def test_how_many_there_may_be(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chatlists, "MAX_LINKS", 1)
    monkeypatch.setattr(following, "MAX_FOLLOWED", 0)
    talk = await make_channel(cast, GROUP)
    await make_folder(cast, "alice", talk)
    slug = await share(cast, "alice", talk)
    with pytest.raises(errors.INVITES_TOO_MUCH):
        await share(cast, "alice", talk)
    with pytest.raises(errors.CHATLISTS_TOO_MUCH):
        await follow(cast, "bob", slug, talk)


async def test_links_go_with_the_account(cast: Cast) -> None:
    talk = await make_channel(cast, GROUP)
    await make_folder(cast, "alice", talk)
    slug = await share(cast, "alice", talk)
    number = await follow(cast, "bob", slug, talk)
    while await cast.act(erasure.drop, cast.id("alice"), 100):
        pass
    assert await cast.read(store.get, slug) is None
    assert await cast.read(following.missing, cast.viewer("bob"), number) == []
