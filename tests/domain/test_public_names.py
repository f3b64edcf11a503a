"""Usernames of channels: who may give one, and who is found by it."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import chats, finding, finding_chats, joins, profile, public_names, sharing
from hodhod.domain.updates import ChannelChanged
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import members
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.records import Member
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.world import Cast


async def name(cast: Cast, peer: Peer, username: str, who: str = "alice") -> None:
    await cast.act(public_names.update, cast.viewer(who), peer, username)


async def test_a_name_belongs_to_one_person_or_chat(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    await cast.act(profile.update_username, cast.viewer("bob"), "Bob_the_first")
    with pytest.raises(errors.USERNAME_OCCUPIED):
        await name(cast, peer, "bob_The_First")
    await name(cast, peer, "Daily_News")
    assert [r for r in cast.told if isinstance(r, ChannelChanged)] == [ChannelChanged(peer, peer)]
    with pytest.raises(errors.USERNAME_OCCUPIED):
        await cast.act(profile.update_username, cast.viewer("carol"), "daily_news")
    with pytest.raises(errors.USERNAME_OCCUPIED):
        await cast.act(public_names.check, cast.viewer("carol"), None, "daily_news")
    assert await cast.read(finding.resolve, cast.viewer("carol"), "@daily_news") == peer
    with pytest.raises(errors.USERNAME_NOT_MODIFIED):
        await name(cast, peer, "Daily_News")
    await name(cast, peer, "daily_NEWS")
    await name(cast, peer, "")
    with pytest.raises(errors.USERNAME_NOT_OCCUPIED):
        await cast.read(finding.resolve, cast.viewer("carol"), "daily_news")
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.act(joins.join, cast.viewer("carol"), peer)


async def test_only_the_creator_names_a_channel(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await cast.act(members.put, Member(peer, cast.id("bob"), Role.ADMIN, cast.now, admin=2**14 - 1))
    for who, refusal in (("bob", errors.CHAT_ADMIN_REQUIRED), ("carol", errors.CHANNEL_PRIVATE)):
        with pytest.raises(refusal):
            await name(cast, peer, "daily_news", who)
        with pytest.raises(refusal):
            await cast.act(public_names.check, cast.viewer(who), peer, "daily_news")
    for wrong in ("abc", "1news", "a__b_c", "hodhod", "news_bot"):
        with pytest.raises(errors.USERNAME_INVALID):
            await name(cast, peer, wrong)


async def test_a_creator_has_few_public_channels(cast: Cast) -> None:
    limit = cast.world.limits.public_channels
    for number in range(limit):
        await name(cast, await make_channel(cast, CHANNEL), f"channel_{number}")
    one_more = await make_channel(cast, CHANNEL)
    for act, arguments in ((public_names.update, (one_more,)), (public_names.check, (None,))):
        with pytest.raises(errors.CHANNELS_ADMIN_PUBLIC_TOO_MUCH):
            await cast.act(act, cast.viewer("alice"), *arguments, "another_one")
    with pytest.raises(errors.CHANNELS_ADMIN_PUBLIC_TOO_MUCH):
        await cast.read(public_names.check_number, cast.viewer("alice"))
    assert len(await cast.read(public_names.owned, cast.viewer("alice"))) == limit
    assert await cast.read(public_names.owned, cast.viewer("bob")) == []


async def test_a_reserved_name_is_nobodys(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL)
    assert await cast.act(public_names.reserve, "Bank_Melli")
    assert await cast.act(public_names.reserve, "bank_melli")
    with pytest.raises(errors.USERNAME_OCCUPIED):
        await name(cast, peer, "bank_melli")
    with pytest.raises(errors.USERNAME_OCCUPIED):
        await cast.act(profile.update_username, cast.viewer("bob"), "bank_melli")
    with pytest.raises(errors.USERNAME_NOT_OCCUPIED):
        await cast.read(finding.resolve, cast.viewer("bob"), "bank_melli")
    assert await cast.act(public_names.free, "Bank_Melli")
    assert not await cast.act(public_names.free, "bank_melli")
    await name(cast, peer, "bank_melli")
    assert not await cast.act(public_names.reserve, "bank_melli")
    assert not await cast.act(public_names.free, "bank_melli")


async def test_the_name_of_a_channel_that_is_gone_is_free(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL)
    await name(cast, peer, "daily_news")
    chat = await cast.read(store_chats.get, peer)
    await cast.act(public_names.release, chat)
    with pytest.raises(errors.USERNAME_NOT_OCCUPIED):
        await cast.read(finding.resolve, cast.viewer("alice"), "daily_news")


async def found(cast: Cast, who: str, query: str) -> tuple[list[int], list[int]]:
    hits = await cast.read(finding.people, cast.viewer(who), query, 50)
    return hits.known, hits.strangers


async def test_public_chats_are_found_by_name_and_words(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    assert await found(cast, "carol", "news") == ([], [])
    assert await found(cast, "bob", "news") == ([peer], [])
    await name(cast, peer, "tehran_daily")
    for query in ("news", "tehran", "@tehran_da"):
        assert await found(cast, "carol", query) == ([], [peer]), query
    await cast.act(chats.edit_title, cast.viewer("alice"), peer, "اخبار تهران")
    assert await found(cast, "carol", "news") == ([], [])
    assert await found(cast, "carol", "تهران") == ([], [peer])
    await cast.act(members.put, Member(peer, cast.id("carol"), Role.BANNED, cast.now))
    assert await found(cast, "carol", "tehran") == ([], [])


async def test_recommended_channels(cast: Cast) -> None:
    made: dict[str, Peer] = {}
    for title, username in (("Sport news", "sport_news"), ("World News", "world_news"), ("Poems", "poems_daily")):
        made[title], _ = await cast.act(chats.create_channel, cast.viewer("alice"), title, "", CHANNEL)
        await name(cast, made[title], username)
    await name(cast, await make_channel(cast, GROUP), "a_group")
    await cast.act(joins.join, cast.viewer("bob"), made["Poems"])
    carol = cast.viewer("carol")
    assert (await cast.read(finding_chats.recommended, carol))[0] == made["Poems"], "the largest first"
    assert set(await cast.read(finding_chats.recommended, carol)) == set(made.values())
    assert set(await cast.read(finding_chats.recommended, cast.viewer("bob"))) == set(made.values()) - {made["Poems"]}
    assert await cast.read(finding_chats.similar, carol, made["Sport news"]) == [made["World News"]]
    await name(cast, made["World News"], "")
    assert await cast.read(finding_chats.similar, carol, made["Sport news"]) == []
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.read(finding_chats.similar, carol, made["World News"])


async def test_links_to_messages(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    first = await say(cast, "alice", peer)
    answer = await say(cast, "bob", peer, reply_to=first.message.copy.id)
    ids = first.message.copy.id, answer.message.copy.id
    read: Any = sharing.message_link
    link = await cast.read(read, cast.viewer("bob"), peer, ids[0], False, False)
    assert link == f"http://localhost/c/{-peer - 10**12}/{ids[0]}"
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.read(read, cast.viewer("carol"), peer, ids[0], False, False)
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await cast.read(read, cast.viewer("bob"), peer, 999, False, False)
    await name(cast, peer, "our_group")
    link = await cast.read(read, cast.viewer("carol"), peer, ids[1], False, True)
    assert link == f"http://localhost/our_group/{ids[1]}?thread={ids[0]}"


async def test_common_groups(cast: Cast) -> None:
    basic, group = await make_group(cast, "bob"), await make_channel(cast, GROUP, "bob")
    await make_channel(cast, CHANNEL, "bob")
    gone = await make_channel(cast, GROUP, "bob")
    await cast.act(lambda tx: store_chats.put(tx, gone, flags=GROUP | int(ChatFlag.GONE)))
    both = await cast.read(sharing.common_groups, cast.viewer("alice"), cast.id("bob"))
    assert set(both) == {basic, group}
    ids = [-basic, -group - 10**12]
    assert sharing.after(both, 0, 1) == both[:1]
    assert sharing.after(both, max(ids), 5) == both[1:]
    assert await cast.read(sharing.common_groups, cast.viewer("alice"), cast.id("carol")) == []
    assert await cast.read(sharing.common_groups, cast.viewer("alice"), cast.id("alice")) == []
