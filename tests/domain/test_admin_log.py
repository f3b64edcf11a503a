"""Recent actions: what is noted, who reads it, and for how long it is kept."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from hodhod import errors, tl
from hodhod.domain import (
    admin_log,
    approving,
    banning,
    chat_settings,
    chats,
    deleting,
    discussion,
    editing,
    importing,
    invites,
    joins,
    pinning,
    public_names,
)
from hodhod.domain.admin_log import KEPT, Kind, Wanted
from hodhod.domain.invites import Terms
from hodhod.domain.log_values import Change, pack, unpack
from hodhod.domain.rights import Admin, Ban
from hodhod.ids import Peer
from hodhod.store import admin_log as store
from hodhod.store.records import Content, Copy, LogEntry, Member, Message, Post
from hodhod.tl import types
from hodhod.views import admin_log as view
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.test_promoting import promote
from tests.domain.world import Cast


async def log(cast: Cast, peer: Peer, who: str = "alice", **wanted: Any) -> list[LogEntry]:
    return await cast.read(admin_log.page, cast.viewer(who), peer, Wanted(**wanted))


async def kinds(cast: Cast, peer: Peer, who: str = "alice", **wanted: Any) -> list[Kind]:
    """The oldest first."""
    return [Kind(row.kind) for row in await log(cast, peer, who, **wanted)][::-1]


async def shown(cast: Cast, peer: Peer) -> list[Any]:
    """The actions as the creator's client sees them, the oldest first."""
    page = await cast.read(view.page, cast.viewer("alice"), peer, await log(cast, peer))
    tl.encode(page)
    return [event.action for event in page.events][::-1]


async def test_what_is_changed_of_a_chat(cast: Cast) -> None:
    peer, alice, act = await make_channel(cast, GROUP, "bob"), cast.viewer("alice"), cast.act
    await act(chats.edit_title, alice, peer, "Other")
    await act(chats.edit_about, alice, peer, "words")
    await act(chat_settings.hide_history, alice, peer, True)
    await act(chat_settings.hide_history, alice, peer, False)
    await act(chat_settings.set_slow_mode, alice, peer, 30)
    await act(chat_settings.protect, alice, peer, True)
    await act(banning.edit_default_rights, alice, peer, int(Ban.POLLS), 0)
    await act(public_names.update, alice, peer, "some_name")
    actions = await shown(cast, peer)
    assert actions[0] == types.ChannelAdminLogEventActionParticipantInvite(participant=actions[0].participant)
    assert actions[1:7] == [
        types.ChannelAdminLogEventActionChangeTitle(prev_value="News", new_value="Other"),
        types.ChannelAdminLogEventActionChangeAbout(prev_value="about", new_value="words"),
        types.ChannelAdminLogEventActionTogglePreHistoryHidden(new_value=True),
        types.ChannelAdminLogEventActionTogglePreHistoryHidden(new_value=False),
        types.ChannelAdminLogEventActionToggleSlowMode(prev_value=0, new_value=30),
        types.ChannelAdminLogEventActionToggleNoForwards(new_value=True),
    ]
    assert (actions[7].prev_banned_rights.send_polls, actions[7].new_banned_rights.send_polls) == (False, True)
    assert actions[8] == types.ChannelAdminLogEventActionChangeUsername(prev_value="", new_value="some_name")


async def test_a_channel_its_signatures_photo_and_group(cast: Cast) -> None:
    peer, group, alice = await make_channel(cast, CHANNEL), await make_channel(cast, GROUP), cast.viewer("alice")
    await cast.act(chat_settings.set_signatures, alice, peer, True, True)
    await cast.act(discussion.link, alice, peer, group)
    assert await kinds(cast, peer) == [Kind.SIGNATURES, Kind.PROFILES, Kind.LINKED]
    (linked,) = [one for one in await shown(cast, group) if hasattr(one, "prev_value")]
    assert (linked.prev_value, linked.new_value) == (0, -1_000_000_000_000 - peer)
    await cast.act(admin_log.note, alice, peer, Kind.PHOTO, 0, 5)
    photo = (await shown(cast, peer))[-1]
    assert (photo.prev_photo, photo.new_photo) == (types.PhotoEmpty(id=0), types.PhotoEmpty(id=5)), "it is gone since"


async def test_who_is_made_what(cast: Cast) -> None:
    peer, alice, bob = await make_channel(cast, GROUP, "bob"), cast.viewer("alice"), cast.id("bob")
    await promote(cast, "alice", peer, "bob", int(Admin.BAN))
    await promote(cast, "alice", peer, "bob", 0)
    for bits in (int(Ban.SEND), 0, int(Ban.VIEW), 0):
        await cast.act(banning.edit_banned, alice, peer, bob, bits, 0)
    assert await kinds(cast, peer) == [
        Kind.INVITE, Kind.PROMOTE, Kind.DEMOTE, Kind.RESTRICT, Kind.FREE, Kind.BAN, Kind.UNBAN,
    ]  # fmt: skip
    people = [(type(one.prev_participant), type(one.new_participant)) for one in (await shown(cast, peer))[1:]]
    member, banned = types.ChannelParticipant, types.ChannelParticipantBanned
    assert people == [
        (member, types.ChannelParticipantAdmin),
        (types.ChannelParticipantAdmin, member),
        (member, banned),
        (banned, member),
        (member, banned),
        (banned, types.ChannelParticipantLeft),
    ]
    await cast.act(banning.edit_banned, alice, peer, cast.id("carol"), int(Ban.SEND), cast.now + 60)
    cast.now += 60
    nobody = cast.viewer("alice").as_user(0)
    await cast.act(banning.lift, nobody, peer, cast.id("carol"))
    assert (await kinds(cast, peer))[-1] == Kind.RESTRICT, "what ends by itself is nobody's action"


async def test_who_comes_and_goes(cast: Cast) -> None:
    peer, alice = await make_channel(cast, GROUP), cast.viewer("alice")
    link = await cast.act(invites.export, alice, peer, Terms(), False, b"a" * 12)
    asking = await cast.act(invites.export, alice, peer, Terms(request=True), False, b"b" * 12)
    await cast.act(importing.follow, cast.viewer("bob"), link.hash)
    await cast.act(importing.follow, cast.viewer("carol"), asking.hash)
    await cast.act(approving.answer, alice, peer, cast.id("carol"), True)
    await cast.act(joins.leave, cast.viewer("bob"), peer)
    url = f"{cast.world.public_url}+{link.hash}"
    await cast.act(invites.edit, alice, peer, url, Terms(title="For friends"))
    await cast.act(invites.revoke, alice, peer, url, b"c" * 12)
    await cast.act(invites.delete, alice, peer, url)
    await cast.do(lambda tx: public_names.update(tx, alice, peer, "some_name"))
    await cast.act(joins.join, cast.viewer("bob"), peer)
    rows = await log(cast, peer)
    assert [(Kind(row.kind), row.user_id) for row in rows][::-1] == [
        (Kind.JOIN_BY_LINK, cast.id("bob")),
        (Kind.JOIN_BY_REQUEST, cast.id("carol")),
        (Kind.LEAVE, cast.id("bob")),
        (Kind.LINK_EDIT, cast.id("alice")),
        (Kind.LINK_REVOKE, cast.id("alice")),
        (Kind.LINK_DELETE, cast.id("alice")),
        (Kind.USERNAME, cast.id("alice")),
        (Kind.JOIN, cast.id("bob")),
    ]
    actions = await shown(cast, peer)
    assert actions[0].invite.link.endswith(link.hash)
    assert (actions[1].approved_by, actions[1].invite.link[-16:]) == (cast.id("alice"), asking.hash)
    assert (actions[3].prev_invite.title, actions[3].new_invite.title) == (None, "For friends")
    assert actions[4].invite.revoked


async def test_what_was_said_is_kept_when_it_is_gone(cast: Cast) -> None:
    peer, alice = await make_channel(cast, GROUP, "bob"), cast.viewer("alice")
    msg_id = (await say(cast, "bob", peer, "first words")).message.copy.id
    await cast.act(editing.edit, cast.viewer("bob"), peer, msg_id, ("other words", None))
    await cast.do(lambda tx: pinning.pin(tx, alice, peer, msg_id, pinned=True, one_side=False, silent=True))
    await cast.do(lambda tx: pinning.pin(tx, alice, peer, msg_id, pinned=False, one_side=False, silent=True))
    await cast.act(deleting.delete_posts, alice, peer, [msg_id])
    _, edited, pinned, unpinned, deleted = await shown(cast, peer)
    assert (edited.prev_message.message, edited.new_message.message) == ("first words", "other words")
    assert (pinned.message.pinned, unpinned.message.pinned) == (True, False)
    assert (deleted.message.message, deleted.message.id) == ("other words", msg_id)


async def test_administrators_read_it_and_nobody_else(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await log(cast, peer, "bob")
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await log(cast, peer, "carol")
    await promote(cast, "alice", peer, "bob", int(Admin.OTHER))
    assert len(await log(cast, peer, "bob")) == 2


async def test_pages_kinds_people_and_words(cast: Cast) -> None:
    peer, alice = await make_channel(cast, GROUP, "bob"), cast.viewer("alice")
    await promote(cast, "alice", peer, "bob", int(Admin.CHANGE_INFO))
    for n in range(4):
        await cast.act(chats.edit_title, cast.viewer("bob") if n % 2 else alice, peer, f"Title {n}")
    everything = await log(cast, peer)
    assert [row.id for row in everything] == sorted((row.id for row in everything), reverse=True)
    first = await log(cast, peer, limit=2)
    rest = await log(cast, peer, max_id=first[-1].id)
    assert first + rest == everything
    assert await log(cast, peer, min_id=first[-1].id) == first[:1]
    titles = frozenset({Kind.TITLE})
    assert await kinds(cast, peer, kinds=titles) == [Kind.TITLE] * 4
    assert await kinds(cast, peer, kinds=frozenset()) == []
    assert len(await log(cast, peer, kinds=titles, users=[cast.id("bob")])) == 2
    assert await log(cast, peer, users=[]) == []
    assert [unpack(row.value).after for row in await log(cast, peer, query="title 3")] == ["Title 3"]
    assert len(await log(cast, peer, query="BOB")) == 4
    assert await log(cast, peer, query="nothing of it") == []
    assert await log(cast, peer, query="!") == []


async def test_it_is_kept_for_two_days(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    cast.now += KEPT - 1
    assert await kinds(cast, peer) == [Kind.INVITE]
    cast.now += 1
    assert await kinds(cast, peer) == []
    await cast.act(chats.edit_title, cast.viewer("alice"), peer, "Other")
    await cast.act(store.expire, cast.now - KEPT + 1)
    rows = await cast.read(store.page, peer, list(Kind), None, (0, admin_log.LAST), 10)
    assert [row.kind for row in rows] == [Kind.TITLE]


async def test_a_basic_group_has_none(cast: Cast) -> None:
    peer = await make_group(cast, "bob")
    await cast.act(chats.edit_title, cast.viewer("alice"), peer, "Other")
    assert await cast.read(store.page, peer, list(Kind), None, (0, admin_log.LAST), 10) == []


def test_rows_are_kept_as_they_are() -> None:
    content = Content(1, 2, 3, 4, text="سلام", entities=b"\x00\xff", reactions="{}")
    message = Message(Copy(1, 2, 3, 4, 5, 6), content, None, Post(7, recent=b"\x01"))
    member = Member(1, 2, 3, 4, rank="مدیر")
    for before, after in ((message, None), (member, message._replace(post=None)), ("x", 5), (None, None)):
        assert unpack(pack(before, after)) == Change(before, after)
    assert base64.b64encode(b"\x00\xff").decode() in pack(message, None)
