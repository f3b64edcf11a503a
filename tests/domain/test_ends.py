"""Deleting chats, histories and all that somebody wrote."""

from __future__ import annotations

import pytest

from hodhod import errors
from hodhod.domain import access, clearing, closing, discussion, history, participants
from hodhod.domain.history import Window
from hodhod.domain.participants import Kind, Wanted
from hodhod.domain.rights import Admin
from hodhod.domain.updates import ChannelChanged, Counted, MembershipChanged, StateKind
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import dialogs, jobs, mailboxes, usernames
from hodhod.store import members as store_members
from hodhod.store import messages as store
from hodhod.store.bits import ChatFlag
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, rows_of_every_table, say
from tests.domain.test_promoting import chat_of, promote, told_of
from tests.domain.world import Cast


async def texts(cast: Cast, box: int, peer: Peer) -> list[str]:
    rows = await cast.read(history.page, box, peer, Window(100))
    return [row.content.text for row in rows if row.content.action is None]


async def finish(cast: Cast, peer: Peer) -> list[object]:
    """The job, to its end; all that it told."""
    told: list[object] = []
    while await cast.act(closing.step, cast.viewer("alice"), peer):
        told += cast.told
    return told + cast.told


@pytest.mark.parametrize("flags", [GROUP, CHANNEL])
async def test_a_channel_is_deleted_for_everybody(cast: Cast, flags: int) -> None:
    before = await rows_of_every_table(cast)
    peer = await make_channel(cast, flags, "bob", "carol")
    await say(cast, "alice", peer)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(closing.close, cast.viewer("bob"), peer)
    await cast.act(closing.close, cast.viewer("alice"), peer)
    assert ChannelChanged(peer, peer) in cast.told
    for name in ("alice", "bob"):
        with pytest.raises(errors.CHANNEL_PRIVATE):
            await say(cast, name, peer)
        with pytest.raises(errors.CHANNEL_PRIVATE):
            await cast.read(access.readable, cast.viewer(name), peer)
    told = await finish(cast, peer)
    for name in ("alice", "bob", "carol"):
        assert MembershipChanged(cast.id(name), peer, False) in told
        assert await cast.read(dialogs.find, cast.id(name), peer) is None
    after = await rows_of_every_table(cast)
    left = {name for name in after if after[name] != before[name]}
    assert left == {"admin_log", "chats", "counters", "jobs", "mailboxes", "sent", "state"}


async def test_what_was_linked_and_named_is_free(cast: Cast) -> None:
    channel, group = await make_channel(cast, CHANNEL), await make_channel(cast, GROUP)
    await cast.act(discussion.link, cast.viewer("alice"), channel, group)
    await cast.act(usernames.take, "public", channel)
    await cast.act(lambda tx: store_chats.put(tx, channel, username="public"))
    await cast.act(closing.close, cast.viewer("alice"), channel)
    assert (await chat_of(cast, group)).linked == 0
    assert await cast.read(usernames.owner, "public") is None


async def test_a_basic_group_is_deleted_with_its_messages(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")
    await say(cast, "bob", peer)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(closing.close, cast.viewer("bob"), peer)
    await cast.act(closing.close, cast.viewer("alice"), peer)
    for name in ("alice", "bob"):
        with pytest.raises(errors.CHAT_ID_INVALID):
            await say(cast, name, peer)
    assert await cast.act(jobs.claim, cast.now, 60, 9, [closing.JOB])
    told = await finish(cast, peer)
    for name in ("alice", "bob", "carol"):
        assert await cast.read(store.count, cast.id(name), peer) == 0
        assert any(isinstance(one, Counted) and one.owner == cast.id(name) for one in told), name
        assert await cast.read(mailboxes.find_state, cast.id(name), StateKind.CHAT, peer)
    assert (await chat_of(cast, peer)).flags & ChatFlag.GONE
    assert not await cast.read(store_members.some, peer, 9)


async def test_the_job_touches_no_chat_that_is_there(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    assert not await cast.act(closing.step, cast.viewer("alice"), peer)
    assert (await cast.read(participants.page, cast.viewer("bob"), peer, Wanted(Kind.RECENT))).total == 2


async def test_somebody_clears_the_history_for_themselves(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    old = (await say(cast, "alice", peer, "old")).message.copy.id
    assert await cast.act(clearing.for_oneself, cast.viewer("bob"), peer, 0) == old
    assert told_of(cast, "bob", StateKind.CLEARED, peer)
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await cast.read(access.message, cast.viewer("bob"), peer, old)
    await cast.read(access.message, cast.viewer("carol"), peer, old)
    new = (await say(cast, "alice", peer, "new")).message.copy.id
    await cast.read(access.message, cast.viewer("bob"), peer, new)
    assert await cast.act(clearing.for_oneself, cast.viewer("bob"), peer, old) == old
    await cast.join("dave")
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.act(clearing.for_oneself, cast.viewer("dave"), peer, 0)


async def test_the_creator_clears_the_history_for_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clearing, "AT_ONCE", 3)
    peer = await make_channel(cast, GROUP, "bob")
    for text in "abcdef":
        await say(cast, "bob", peer, text)
    upto = (await chat_of(cast, peer)).top_id - 1
    await promote(cast, "alice", peer, "bob", int(Admin.DELETE))
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(clearing.for_everybody, cast.viewer("bob"), peer, upto)
    await cast.act(clearing.for_everybody, cast.viewer("alice"), peer, upto)
    assert await texts(cast, peer, peer) == ["f", "b", "a"]
    (job,) = await cast.act(jobs.claim, cast.now, 60, 9, [clearing.JOB])
    assert job.payload == f"{peer} {upto}".encode()
    while await cast.act(clearing.clear_some, cast.viewer("alice"), peer, upto):
        pass
    assert await texts(cast, peer, peer) == ["f"]
    assert await cast.read(store.find, peer, 1) is not None


async def test_all_that_somebody_wrote_is_deleted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clearing, "AT_ONCE", 2)
    peer = await make_channel(cast, GROUP, "bob", "carol")
    for who, text in (("bob", "1"), ("carol", "2"), ("bob", "3"), ("bob", "4")):
        await say(cast, who, peer, text)
    bob = cast.id("bob")
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.read(clearing.written_by, cast.viewer("carol"), peer, bob)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(clearing.remove_written, cast.viewer("carol"), peer, bob, [3])
    left = 1
    while left:
        ids = await cast.read(clearing.written_by, cast.viewer("alice"), peer, bob)
        left = (await cast.act(clearing.remove_written, cast.viewer("alice"), peer, bob, ids)).left
    assert await texts(cast, peer, peer) == ["2"]
    theirs = [row.copy.id for row in await cast.read(history.page, peer, peer, Window(100))]
    await cast.act(clearing.remove_written, cast.viewer("alice"), peer, bob, theirs)
    assert await texts(cast, peer, peer) == ["2"], "what others wrote stays, whatever is named"
    channel = await make_channel(cast, CHANNEL)
    with pytest.raises(errors.CHAT_ID_INVALID):
        await cast.read(clearing.written_by, cast.viewer("alice"), channel, bob)
