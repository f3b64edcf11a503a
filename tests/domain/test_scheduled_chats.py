"""Schedules of groups and channels, and messages that wait for somebody to come online."""

from __future__ import annotations

import asyncio
import contextlib
from functools import partial
from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import banning, closing, due, history_ttl, privacy, promoting, rescheduling, scheduling, topics
from hodhod.domain.history_ttl import DAY
from hodhod.domain.media import sending
from hodhod.domain.outgoing import Outgoing
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.updates import StateChanged
from hodhod.ids import UNTIL_ONLINE
from hodhod.store import chats as store_chats
from hodhod.store import erasure, jobs, presence
from hodhod.store import messages as store
from hodhod.store import scheduled as store_scheduled
from hodhod.store.presence import Presence
from hodhod.store.within import GENERAL
from hodhod.tl import types
from tests.domain.carrying import voice
from tests.domain.forum import begin, make_forum
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.test_scheduled import HOUR, missed, put, texts, told, waiting, work
from tests.domain.world import Cast

# --- groups and channels


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_in_a_group_each_has_a_schedule_of_their_own(cast: Cast, kind: str) -> None:
    peer = await make_group(cast, "bob") if kind == "group" else await make_channel(cast, GROUP, "bob")
    row = await put(cast, "bob", peer)
    assert {record.owner for record in cast.told if isinstance(record, StateChanged)} == {cast.id("bob")}
    assert (row.owner, await waiting(cast, "alice", peer)) == (cast.id("bob"), [])
    assert await told(cast, "bob") == await missed_of(cast, "bob", types.UpdateNewScheduledMessage)
    cast.now += HOUR
    await work(cast, row.owner, peer)
    owner = cast.id("alice") if kind == "group" else peer
    assert (await texts(cast, owner, peer))[-1] == "later"


async def missed_of(cast: Cast, name: str, kind: type) -> list[Any]:
    return [one for one in await missed(cast, name) if isinstance(one, kind)]


async def test_rights_are_asked_when_it_is_scheduled_and_when_it_is_sent(cast: Cast) -> None:
    """What is refused then is dropped, told as deleted, and keeps nothing else back."""
    peer = await make_channel(cast, GROUP, "bob", "carol")
    await put(cast, "bob", peer, "mine")
    await put(cast, "carol", peer, "hers")
    await cast.act(banning.edit_banned, cast.viewer("alice"), peer, cast.id("bob"), int(Ban.SEND), 0)
    with pytest.raises(errors.USER_BANNED_IN_CHANNEL):
        await put(cast, "bob", peer)
    with pytest.raises(errors.USER_BANNED_IN_CHANNEL):
        await cast.act(due.send_now, cast.viewer("bob"), peer, [1])
    cast.now += HOUR
    cast.told = await work(cast, cast.id("bob"), peer)
    (gone,) = await told(cast, "bob")
    assert (gone.messages, gone.sent_messages) == ([1], None)
    await work(cast, cast.id("carol"), peer)
    assert (await texts(cast, peer, peer))[-1] == "hers"
    assert await waiting(cast, "bob", peer) == []


async def test_a_channel_s_schedule_is_shared_by_who_may_post(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob", "carol")
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await put(cast, "bob", peer)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await waiting(cast, "bob", peer)
    rights = int(Admin.POST | Admin.CHANGE_INFO)
    await cast.act(promoting.edit_admin, cast.viewer("alice"), peer, cast.id("bob"), rights, "")
    await cast.act(promoting.edit_admin, cast.viewer("alice"), peer, cast.id("carol"), int(Admin.CHANGE_INFO), "")
    row = await put(cast, "bob", peer, "post")
    assert row.owner == peer
    heard = {record.owner for record in cast.told if isinstance(record, StateChanged)}
    assert heard == {cast.id("alice"), cast.id("bob")}
    for name in ("alice", "bob"):
        (new,) = await told(cast, name)
        assert (new.message.post, new.message.from_id) == (True, None)
        assert [new] == await missed_of(cast, name, types.UpdateNewScheduledMessage)
    assert await missed_of(cast, "carol", types.UpdateNewScheduledMessage) == []
    assert await waiting(cast, "alice", peer) == ["post"]
    await cast.act(rescheduling.edit, cast.viewer("alice"), (peer, 1), row.date, ("better", None))
    _, (sent,) = await cast.act(due.send_now, cast.viewer("alice"), peer, [1])
    content = sent.message.content
    assert (content.text, content.sender, content.author) == ("better", peer, cast.id("bob"))


async def test_slow_mode_lets_it_wait(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await cast.do(lambda tx: store_chats.put(tx, peer, slow_mode=60))
    await put(cast, "bob", peer, after=10)
    cast.now += 9
    await say(cast, "bob", peer)
    cast.now += 1
    rows = await cast.read(due.next_due, (cast.id("bob"), peer), (0, cast.now))
    with pytest.raises(errors.SLOWMODE_WAIT_X):
        await cast.do(partial(due.send_due, world=cast.world, now=cast.now, rows=rows))
    await cast.act(due.put_off, rows[0], cast.now + 59)
    assert await waiting(cast, "bob", peer) == ["later"]
    found = await cast.do(lambda tx: jobs.claim(tx, cast.now + 59, 60, 10, [scheduling.JOB]))
    assert len(found) == 2


# --- when somebody comes online


async def be_online(cast: Cast, name: str, seconds: int = 300) -> None:
    await cast.do(lambda tx: presence.put(tx, [Presence(cast.id(name), cast.now + seconds, cast.now)]))


async def hide(cast: Cast, name: str, subject: str = "status") -> None:
    await cast.act(privacy.put, cast.viewer(name), subject, [["deny_all"]])


async def test_until_somebody_is_online(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.id("bob")
    assert await cast.read(scheduling.due, alice, bob, UNTIL_ONLINE) == UNTIL_ONLINE
    await put(cast, "alice", bob, due=UNTIL_ONLINE)
    assert await cast.do(lambda tx: jobs.claim(tx, UNTIL_ONLINE - 60, 60, 10, [scheduling.JOB])) == []
    assert await cast.read(due.waiting_for, cast.world, bob, cast.now) == []
    await cast.act(due.came_online, [cast.id("carol"), bob], cast.now)
    (job,) = await cast.do(lambda tx: jobs.claim(tx, cast.now, 60, 10, [due.ONLINE_JOB]))
    assert job.payload == str(bob).encode()
    await be_online(cast, "bob")
    assert await cast.read(scheduling.due, alice, bob, UNTIL_ONLINE) == 0
    assert await cast.read(due.waiting_for, cast.world, bob, cast.now) == [(alice.user, bob)]
    rows = await cast.read(due.next_due, (alice.user, bob), (UNTIL_ONLINE, UNTIL_ONLINE))
    await cast.do(partial(due.send_due, world=cast.world, now=cast.now, rows=rows))
    assert await texts(cast, bob, alice.user) == ["later"]


async def test_whose_status_is_hidden_nobody_waits_for(cast: Cast) -> None:
    """Else the moment of sending would tell when they came."""
    alice, bob = cast.viewer("alice"), cast.id("bob")
    await put(cast, "alice", bob, due=UNTIL_ONLINE)
    await hide(cast, "bob")
    with pytest.raises(errors.SCHEDULE_STATUS_PRIVATE):
        await cast.read(scheduling.due, alice, bob, UNTIL_ONLINE)
    await be_online(cast, "bob")
    assert await cast.read(due.waiting_for, cast.world, bob, cast.now) == []
    assert await waiting(cast, "alice", bob) == ["later"]


async def test_voice_that_is_not_wanted_any_more_is_dropped(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.id("bob")
    await cast.act(sending.send, alice, bob, Outgoing("", 1, due=cast.now + HOUR), voice(alice))
    await hide(cast, "bob", "voice_messages")
    cast.now += HOUR
    await work(cast, alice.user, bob)
    assert (await texts(cast, bob, alice.user), await waiting(cast, "alice", bob)) == ([], [])


async def test_row_is_erased_with_its_owner(cast: Cast) -> None:
    await put(cast, "alice", cast.id("bob"))
    while await cast.act(erasure.drop, cast.id("alice"), 100):
        pass
    assert not await cast.read(store_scheduled.has_any, cast.id("alice"), cast.id("bob"))


async def test_in_a_forum_it_waits_in_its_topic(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    topic = await begin(cast, "alice", peer)
    row = await put(cast, "bob", peer, topic=topic)
    (new,) = await told(cast, "bob")
    assert new.message.reply_to == types.MessageReplyHeader(forum_topic=True, reply_to_msg_id=topic)
    await put(cast, "bob", peer)
    with pytest.raises(errors.TOPIC_DELETED):
        await put(cast, "bob", peer, topic=99)
    cast.now += HOUR
    await work(cast, row.owner, peer)
    rows = await cast.read(store.older, peer, peer, 2**31 - 1, topic, 9)
    assert [topics.of_row(one) for one in rows] == [GENERAL, topic]


async def test_it_takes_the_timer_that_its_chat_has_when_it_is_sent(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.id("bob")
    await put(cast, "alice", bob)
    await cast.act(history_ttl.set_default, alice, DAY)
    new = await cast.act(due.send_now, alice, bob, [1])
    assert [record.message.content.ttl for record in new[1]] == [0, DAY], "what tells of the timer, and the message"


async def test_a_channel_s_schedule_goes_with_it(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL)
    await put(cast, "alice", peer)
    await cast.act(closing.close, cast.viewer("alice"), peer)
    while await cast.act(closing.step, cast.viewer("alice"), peer):
        pass
    assert not await cast.read(store_scheduled.has_any, peer, peer)
    assert await work(cast, peer, peer) == []


async def test_what_waits_for_a_chat_that_is_gone_is_dropped(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await put(cast, "bob", peer)
    await cast.act(closing.close, cast.viewer("alice"), peer)
    cast.now += HOUR
    told = await work(cast, cast.id("bob"), peer)
    assert [type(one) for one in told] == [StateChanged]


async def test_workers_and_devices_that_send_at_one_moment_send_once(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.id("bob")
    for number in range(6):
        await put(cast, "alice", bob, f"{number}")
    cast.now += HOUR

    async def by_job() -> None:
        while rows := await cast.read(due.next_due, (alice.user, bob), (0, cast.now)):
            await cast.db.write(partial(due.send_due, world=cast.world, now=cast.now, rows=rows))

    async def by_hand(msg_id: int) -> None:
        with contextlib.suppress(errors.MESSAGE_ID_INVALID):
            await cast.db.write(lambda tx: due.send_now(tx, alice, bob, [msg_id]))

    await asyncio.gather(by_job(), *[by_hand(msg_id) for msg_id in range(1, 7)], by_job())
    assert sorted(await texts(cast, bob, alice.user)) == [f"{number}" for number in range(6)]
