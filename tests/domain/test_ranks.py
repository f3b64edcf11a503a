"""Tags of members: who gives them to whom, where they are shown, who hears of it."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import admin_log, banning, promoting, ranks
from hodhod.domain.admin_log import Kind, Wanted
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.updates import StateKind
from hodhod.ids import Peer
from hodhod.store import members as store_members
from hodhod.tl import types
from hodhod.views import admin_log as log_view
from hodhod.views import participants as view
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group
from tests.domain.test_promoting import chat_of, promote, row_of, told_of
from tests.domain.world import Cast


async def tag(cast: Cast, by: str, peer: Peer, who: str, rank: str) -> None:
    await cast.act(ranks.edit, cast.viewer(by), peer, cast.id(who), rank)


async def test_members_tag_themselves_unless_they_are_kept_from_it(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await tag(cast, "bob", peer, "bob", "  chess   club ")
    assert (await row_of(cast, peer, "bob")).rank == "chess club"
    assert told_of(cast, "bob", StateKind.CHANNEL, peer)
    shown: Any = view.channel_participant(cast.viewer("alice"), await row_of(cast, peer, "bob"))
    assert shown.rank == "chess club"
    with pytest.raises(errors.CHAT_NOT_MODIFIED):
        await tag(cast, "bob", peer, "bob", "chess club")
    await cast.act(banning.edit_default_rights, cast.viewer("alice"), peer, int(Ban.RANK), 0)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await tag(cast, "bob", peer, "bob", "other")
    await tag(cast, "alice", peer, "alice", "founder")
    assert (await row_of(cast, peer, "alice")).rank == "founder"


async def test_administrators_with_the_right_tag_members(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await tag(cast, "bob", peer, "carol", "guest")
    await promote(cast, "alice", peer, "bob", int(Admin.BAN))
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await tag(cast, "bob", peer, "carol", "guest")
    await promote(cast, "alice", peer, "bob", int(Admin.RANKS))
    await tag(cast, "bob", peer, "carol", "guest")
    assert (await row_of(cast, peer, "carol")).rank == "guest"
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await tag(cast, "bob", peer, "alice", "boss")
    await tag(cast, "alice", peer, "bob", "moderator")
    assert (await row_of(cast, peer, "bob")).admin == Admin.RANKS


async def test_all_administrators_of_a_basic_group_may(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await tag(cast, "bob", peer, "carol", "guest")
    await cast.act(promoting.edit_chat_admin, cast.viewer("alice"), peer, cast.id("bob"), True)
    await tag(cast, "bob", peer, "carol", "guest")
    assert all(told_of(cast, who, StateKind.CHAT_MEMBERS, peer) for who in ("alice", "bob", "carol"))
    rows = [await row_of(cast, peer, who) for who in ("alice", "carol")]
    shown: list[Any] = list(view.chat_participants(await chat_of(cast, peer), rows).participants)
    assert [one.rank for one in shown] == [None, "guest"]


async def test_what_is_no_tag_and_who_has_none(cast: Cast) -> None:
    group, channel = await make_channel(cast, GROUP, "bob"), await make_channel(cast, CHANNEL, "bob")
    for peer, who, rank, refusal in (
        (group, "bob", "x" * 17, errors.ADMIN_RANK_INVALID),
        (group, "bob", "\U0001f600", errors.ADMIN_RANK_EMOJI_NOT_ALLOWED),
        (group, "carol", "guest", errors.USER_NOT_PARTICIPANT),
        (channel, "bob", "reader", errors.PEER_ID_INVALID),
        (cast.id("bob"), "bob", "friend", errors.PEER_ID_INVALID),
    ):
        with pytest.raises(refusal):
            await tag(cast, "alice", peer, who, rank)
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await tag(cast, "carol", group, "bob", "guest")


async def test_a_tag_stands_in_the_recent_actions(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await tag(cast, "bob", peer, "bob", "chess")
    await tag(cast, "alice", peer, "bob", "")
    wanted = Wanted(kinds=frozenset({Kind.RANK}))
    rows = await cast.read(admin_log.page, cast.viewer("alice"), peer, wanted)
    page = await cast.read(log_view.page, cast.viewer("alice"), peer, rows)
    told = [(one.user_id, one.action) for one in page.events]
    action = types.ChannelAdminLogEventActionParticipantEditRank
    bob = cast.id("bob")
    assert told == [
        (cast.id("alice"), action(user_id=bob, prev_rank="chess", new_rank="")),
        (bob, action(user_id=bob, prev_rank="", new_rank="chess")),
    ]
    assert bob in {user.id for user in page.users}


async def test_a_tag_goes_with_its_member(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await tag(cast, "bob", peer, "bob", "chess")
    await cast.act(banning.edit_banned, cast.viewer("alice"), peer, cast.id("bob"), int(Ban.VIEW), 0)
    row = await cast.read(store_members.get, peer, cast.id("bob"))
    assert row is not None
    assert row.rank == ""
