"""Messages that wait for their time: who may schedule what, when it is sent, who hears of it, and that once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from hodhod import errors, tl
from hodhod.domain import deleting, difference, due, editing, forwarding, polls, rescheduling, schedule, scheduling
from hodhod.domain.forwarding import Forward
from hodhod.domain.media import sending
from hodhod.domain.outgoing import Outgoing
from hodhod.domain.updates import NewMessage
from hodhod.ids import UNTIL_ONLINE, Peer
from hodhod.store import jobs, mailboxes
from hodhod.store import messages as store
from hodhod.store import polls as store_polls
from hodhod.store.bits import ContentFlag
from hodhod.store.records import Scheduled
from hodhod.tl import types
from hodhod.views import scheduled as view
from hodhod.views.difference import difference as shown
from hodhod.views.updates import render
from tests.domain.carrying import photo, poll
from tests.domain.world import START, Cast

HOUR = 3600


async def put(cast: Cast, who: str, peer: Peer, text: str = "later", after: int = HOUR, **more: Any) -> Scheduled:
    """Into the schedule."""
    cast.random_id += 1
    message = Outgoing(text=text, **{"random_id": cast.random_id, "due": cast.now + after, **more})
    row = await cast.act(scheduling.send, cast.viewer(who), peer, message)
    assert isinstance(row, Scheduled)
    return row


async def work(cast: Cast, owner: int, peer: int) -> list[object]:
    """What the job does until nothing is due: every record of it."""
    told: list[object] = []
    while rows := await cast.read(due.next_due, (owner, peer), (0, cast.now)):
        try:
            await cast.do(partial(due.send_due, world=cast.world, now=cast.now, rows=rows))
        except errors.RpcError:
            await cast.do(partial(due.drop, world=cast.world, now=cast.now, rows=rows))
        told += cast.told
    return told


async def waiting(cast: Cast, who: str, peer: Peer) -> list[str]:
    return [row.text for row in await cast.read(schedule.everything, cast.viewer(who), peer)]


async def texts(cast: Cast, owner: int, peer: int) -> list[str]:
    rows = await cast.read(store.older, owner, peer, 2**31 - 1, 0, 100)
    return [row.content.text for row in reversed(rows)]


async def test_dates(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.id("bob")
    for date, found in ((None, 0), (cast.now - 5, 0), (cast.now, 0), (cast.now + 1, cast.now + 1)):
        assert await cast.read(scheduling.due, alice, bob, date) == found
    for date, refusal in (
        (-1, errors.SCHEDULE_DATE_INVALID),
        (cast.now + 367 * 24 * HOUR, errors.SCHEDULE_DATE_TOO_LATE),
    ):
        with pytest.raises(refusal):
            await cast.read(scheduling.due, alice, bob, date)
    with pytest.raises(errors.PREMIUM_ACCOUNT_REQUIRED):
        await cast.read(scheduling.due, alice, bob, cast.now + 9, 86400)
    with pytest.raises(errors.SCHEDULE_DATE_INVALID):
        await cast.read(scheduling.due, alice, cast.id("alice"), UNTIL_ONLINE)


async def test_it_waits_and_is_sent_once_in_order(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    await put(cast, "alice", bob, "second", 2 * HOUR)
    row = await put(cast, "alice", bob, "first", HOUR, flags=int(ContentFlag.SILENT))
    assert (row.id, await texts(cast, bob, alice)) == (2, [])
    assert await waiting(cast, "alice", bob) == ["second", "first"]
    assert await waiting(cast, "bob", alice) == []
    assert await work(cast, alice, bob) == []
    cast.now += 3 * HOUR
    told = await work(cast, alice, bob)
    assert await texts(cast, bob, alice) == ["first", "second"]
    new = [record for record in told if isinstance(record, NewMessage)]
    flags = new[0].message.content.flags
    assert flags == ContentFlag.SILENT | ContentFlag.FROM_SCHEDULED
    assert new[0].message.content.date == cast.now
    assert await work(cast, alice, bob) == []
    assert await waiting(cast, "alice", bob) == []


async def test_a_job_that_runs_twice_sends_nothing_twice(cast: Cast) -> None:
    """Two workers have read the same rows: one sends them."""
    alice, bob = cast.id("alice"), cast.id("bob")
    await put(cast, "alice", bob)
    cast.now += HOUR
    rows = await cast.read(due.next_due, (alice, bob), (0, cast.now))
    for _ in range(2):
        await cast.do(partial(due.send_due, world=cast.world, now=cast.now, rows=rows))
    assert await texts(cast, bob, alice) == ["later"]


async def test_a_job_is_recorded_for_its_date(cast: Cast) -> None:
    row = await put(cast, "alice", cast.id("bob"))
    (job,) = await cast.do(lambda tx: jobs.claim(tx, row.date, 60, 10, [scheduling.JOB]))
    assert job.payload == f"{row.owner} {row.peer}".encode()


async def test_the_same_random_id_becomes_one_message(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    row = await put(cast, "alice", bob)
    message = Outgoing(text="later", random_id=row.random_id, due=row.date)
    again = await cast.act(scheduling.send, cast.viewer("alice"), bob, message)
    assert again == row
    cast.now += HOUR
    await work(cast, alice, bob)
    sent = await cast.act(scheduling.send, cast.viewer("alice"), bob, message)
    assert isinstance(sent, NewMessage)
    assert await texts(cast, bob, alice) == ["later"]
    with pytest.raises(errors.RANDOM_ID_DUPLICATE):
        await cast.act(scheduling.send, cast.viewer("alice"), cast.id("carol"), message)
    await put(cast, "alice", bob, random_id=77)
    await cast.act(rescheduling.delete, cast.viewer("alice"), bob, [2])
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await put(cast, "alice", bob, random_id=77)


async def test_live_and_later_the_same_is_told(cast: Cast) -> None:
    """A device that heard all and one that was away know the same schedule."""
    alice, bob = cast.viewer("alice"), cast.id("bob")
    await put(cast, "alice", bob, "one")
    assert await told(cast, "alice") == await missed(cast, "alice")
    cast.now += 1
    await cast.act(rescheduling.edit, alice, (bob, 1), START + HOUR, ("two", None))
    (live,) = await told(cast, "alice")
    assert isinstance(live, types.UpdateNewScheduledMessage)
    assert [live] == await missed(cast, "alice")
    cast.now += HOUR
    cast.told = await work(cast, alice.user, bob)
    live = [one for one in await told(cast, "alice") if not isinstance(one, types.UpdateNewMessage)]
    gone = types.UpdateDeleteScheduledMessages(peer=types.PeerUser(user_id=bob), messages=[1], sent_messages=[1])
    assert live == await missed(cast, "alice") == [gone]
    assert [type(one) for one in await told(cast, "bob")] == [types.UpdateNewMessage]
    await put(cast, "alice", bob, "three")
    cast.now += 1
    await cast.act(rescheduling.delete, alice, bob, [2, 5])
    (live,) = await told(cast, "alice")
    assert live == types.UpdateDeleteScheduledMessages(peer=types.PeerUser(user_id=bob), messages=[2])


async def told(cast: Cast, name: str) -> list[Any]:
    records = [record for record in cast.told if getattr(record, "owner", 0) == cast.id(name)]
    updates = await cast.read(render, cast.viewer(name), records)
    return updates.updates if updates else []


async def missed(cast: Cast, name: str) -> list[Any]:
    """What getDifference tells besides messages."""
    viewer = cast.viewer(name)
    place = await cast.read(mailboxes.place, viewer.user)
    found = await cast.read(difference.missed, viewer.user, place.pts, 1)
    state = types.updates.State(pts=found.pts, qts=0, date=1, seq=0, unread_count=0)
    answer: Any = await cast.read(shown, viewer, found, state)
    return list(answer.other_updates)


async def test_what_was_told_long_ago_is_forgotten(cast: Cast) -> None:
    bob = cast.id("bob")
    await put(cast, "alice", bob)
    await cast.act(rescheduling.delete, cast.viewer("alice"), bob, [1])
    assert len(await missed(cast, "alice")) == 1
    cast.now += schedule.KEPT + 1
    await put(cast, "alice", bob)
    assert [type(one) for one in await missed(cast, "alice")] == [types.UpdateNewScheduledMessage]


async def test_editing(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.id("bob")
    row = await put(cast, "alice", bob, "one")
    edit = partial(cast.act, rescheduling.edit, alice, (bob, row.id))
    with pytest.raises(errors.MESSAGE_NOT_MODIFIED):
        await edit(row.date, ("one", None))
    with pytest.raises(errors.SCHEDULE_DATE_INVALID):
        await edit(cast.now, None)
    with pytest.raises(errors.MESSAGE_EMPTY):
        await edit(row.date, ("", None))
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await cast.act(rescheduling.edit, alice, (bob, 9), row.date, ("two", None))
    await edit(row.date + 60, ("two", None), photo(alice))
    (page,) = (await cast.read(view.page, alice, await cast.read(schedule.everything, alice, bob))).messages
    assert isinstance(page, types.Message)
    assert (page.message, page.date, page.from_scheduled) == ("two", row.date + 60, True)
    assert (page.edit_date, page.edit_hide, page.out) == (cast.now, True, True)
    assert isinstance(page.media, types.MessageMediaPhoto)
    cast.now += HOUR
    await work(cast, alice.user, bob)
    assert await waiting(cast, "alice", bob) == ["two"]
    cast.now += 60
    await work(cast, alice.user, bob)
    (sent,) = await cast.read(store.older, bob, alice.user, 2**31 - 1, 0, 9)
    assert (sent.content.text, sent.content.edit_date) == ("two", 0)


async def test_a_forward_s_words_are_not_changed(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.id("bob")
    await cast.send("bob", "alice", "mine")
    wanted = Forward(bob, [1], [50], due=cast.now + HOUR)
    ((row, _),) = await cast.act(forwarding.forward, alice, cast.id("carol"), wanted)
    assert isinstance(row, Scheduled)
    edit = partial(cast.act, rescheduling.edit, alice, (cast.id("carol"), row.id))
    with pytest.raises(errors.MESSAGE_AUTHOR_REQUIRED):
        await edit(row.date, ("other", None))
    await edit(row.date + 1, None)
    cast.now += HOUR + 1
    await work(cast, alice.user, cast.id("carol"))
    (sent,) = await cast.read(store.older, cast.id("carol"), alice.user, 2**31 - 1, 0, 9)
    assert sent.content.forward is not None


async def test_sending_now(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.id("bob")
    for text in ("one", "two", "three"):
        await put(cast, "alice", bob, text)
    gone, new = await cast.act(due.send_now, alice, bob, [3, 1])
    assert [record.message.content.text for record in new] == ["one", "three"]
    assert len(gone) == 2
    assert await waiting(cast, "alice", bob) == ["two"]
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await cast.act(due.send_now, alice, bob, [1, 2])
    assert await waiting(cast, "alice", bob) == ["two"]


async def test_no_more_than_a_hundred_wait_and_ids_come_again_late(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    bob = cast.id("bob")
    monkeypatch.setattr(schedule, "MAX_WAITING", 3)
    monkeypatch.setattr(schedule, "MAX_ID", 4)
    for _ in range(3):
        await put(cast, "alice", bob)
    with pytest.raises(errors.SCHEDULE_TOO_MUCH):
        await put(cast, "alice", bob)
    await cast.act(rescheduling.delete, cast.viewer("alice"), bob, [2])
    assert (await put(cast, "alice", bob)).id == 4
    await cast.act(rescheduling.delete, cast.viewer("alice"), bob, [3])
    assert (await put(cast, "alice", bob)).id == 2
    assert (await put(cast, "carol", bob)).id == 1


async def test_albums_stay_together(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.id("bob")
    for number in (1, 2):
        message = Outgoing(str(number), 60 + number, grouped_id=7, due=cast.now + HOUR)
        await cast.act(sending.send, alice, bob, message, photo(alice))
    await put(cast, "alice", bob, "alone")
    cast.now += HOUR
    rows = await cast.read(due.next_due, (alice.user, bob), (0, cast.now))
    assert [row.text for row in rows] == ["1", "2"]
    await work(cast, alice.user, bob)
    found = await cast.read(store.older, bob, alice.user, 2**31 - 1, 0, 9)
    assert [(row.content.text, row.content.grouped_id) for row in found] == [("alone", 0), ("2", 7), ("1", 7)]


async def test_a_poll_s_time_begins_when_it_is_sent(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.id("bob")
    media = poll(alice, close_period=600)
    row = await cast.act(sending.send, alice, bob, Outgoing(random_id=1, due=cast.now + HOUR), media)
    assert isinstance(row, Scheduled)
    (message,) = await cast.read(view.messages, alice, [row])
    assert isinstance(message, types.Message)
    assert isinstance(message.media, types.MessageMediaPoll)
    cast.now += HOUR
    await work(cast, alice.user, bob)
    kept = (await cast.read(store_polls.by_ids, [media.media_id]))[media.media_id]
    (sent,) = await cast.read(store.older, bob, alice.user, 2**31 - 1, 0, 9)
    assert (kept.close_date, kept.content_id) == (cast.now + 600, sent.content.id)
    assert polls.described(kept).close_date == cast.now + 600


async def test_what_it_answers_may_be_gone_by_then(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.id("bob")
    with pytest.raises(errors.REPLY_MESSAGE_ID_INVALID):
        await put(cast, "alice", bob, reply_to=9)
    for _ in range(2):
        sent = await cast.send("bob", "alice")
    ids = [sent.message.copy.id - 1, sent.message.copy.id]
    for number, msg_id in enumerate((1, 2)):
        quote = tl.encode(types.TextWithEntities(text="hello", entities=[]))
        await put(cast, "alice", bob, str(number), reply_to=msg_id, quote=quote)
    (message, _) = await cast.read(view.messages, alice, await cast.read(schedule.everything, alice, bob))
    assert isinstance(message, types.Message)
    assert isinstance(message.reply_to, types.MessageReplyHeader)
    assert (message.reply_to.reply_to_msg_id, message.reply_to.quote_text) == (2, "hello")
    await cast.act(deleting.delete_messages, cast.viewer("bob"), ids[:1], True)
    other = tl.encode(types.TextWithEntities(text="unsaid", entities=[]))
    with pytest.raises(errors.QUOTE_TEXT_INVALID):
        await put(cast, "alice", bob, reply_to=2, quote=other)
    await put(cast, "alice", bob, "2", reply_to=2, quote=quote, after=2 * HOUR)
    cast.now += HOUR
    await work(cast, alice.user, bob)
    rows = await cast.read(store.older, bob, alice.user, 2**31 - 1, ids[1], 9)
    assert [(row.content.text, row.reply_id, row.content.quote is None) for row in rows] == [
        ("1", ids[1], False),
        ("0", None, True),
    ]
    await cast.act(editing.edit, cast.viewer("bob"), alice.user, ids[1], ("changed", None))
    cast.now += HOUR
    await work(cast, alice.user, bob)
    (row,) = await cast.read(store.older, bob, alice.user, 2**31 - 1, rows[0].copy.id, 9)
    assert (row.content.text, row.reply_id, row.content.quote) == ("2", ids[1], None)
