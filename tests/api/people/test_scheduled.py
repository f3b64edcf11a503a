"""Scheduled messages over the wire: what is answered, pushed, listed, sent by its job, and refused."""

from __future__ import annotations

from typing import Any

from hodhod.domain.listing import vector_hash
from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.chats.rooms import full, make_channel, make_chat
from tests.api.people.friends import RANDOM, Friends
from tests.domain.carrying import asking

UNTIL_ONLINE = 0x7FFFFFFE
SELF = types.InputPeerSelf()


def later(friends: Friends, peer: Any, text: str = "later", after: int = 100, **more: Any) -> Any:
    values: dict[str, Any] = {"schedule_date": int(friends.place.clock()) + after, "random_id": next(RANDOM), **more}
    return functions.messages.SendMessage(peer=peer, message=text, **values)


async def history(device: Device, peer: Any, known: int = 0) -> Any:
    return await device.ask(functions.messages.GetScheduledHistory(peer=peer, hash=known))


async def test_it_is_answered_listed_and_sent(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = friends.peer(sara, reza)
    second = await friends.place.second_device(sara)
    for device in (second, reza):
        await device.listen()
    query = later(friends, peer, silent=True)
    named, new = (answer := await sara.ask(query)).updates
    assert (named.id, named.random_id) == (new.message.id, query.random_id) == (1, query.random_id)
    assert (new.message.message, new.message.silent, new.message.date) == ("later", True, query.schedule_date)
    assert {user.id for user in answer.users} == {sara.user_id, reza.user_id}
    assert await friends.told(second, types.UpdateNewScheduledMessage) == [new]
    assert await friends.missed(sara, types.UpdateNewScheduledMessage) == [new]
    listed = await history(sara, peer)
    assert listed.messages == [new.message]
    known = vector_hash([1, 0, query.schedule_date])
    assert await history(sara, peer, known) == types.messages.MessagesNotModified(count=1)
    some = functions.messages.GetScheduledMessages(peer=peer, id=[1, 2])
    assert (await sara.ask(some)).messages == [new.message]
    assert (await friends.full(sara, reza)).has_scheduled
    assert not (await friends.full(reza, sara)).has_scheduled
    friends.place.clock.now += 100
    await friends.place.work()
    came: Any
    (came,) = await friends.told(reza, types.UpdateNewMessage)
    assert (came.message.message, came.message.from_scheduled, came.message.silent) == ("later", True, True)
    (own,) = await friends.told(second, types.UpdateNewMessage)
    (gone,) = await friends.told(second, types.UpdateDeleteScheduledMessages)
    assert (gone.messages, gone.sent_messages) == ([1], [own.message.id])
    assert (await history(sara, peer)).messages == []
    assert not (await friends.full(sara, reza)).has_scheduled


async def test_editing_sending_now_and_deleting(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = friends.peer(sara, reza)
    query = later(friends, peer)
    for _ in range(3):
        query.random_id = next(RANDOM)
        await sara.ask(query)
    edit = functions.messages.EditMessage(peer=peer, id=2, message="better", schedule_date=query.schedule_date + 5)
    (new,) = (await sara.ask(edit)).updates
    assert (new.message.message, new.message.date) == ("better", query.schedule_date + 5)
    assert [one.id for one in (await history(sara, peer)).messages] == [2, 3, 1]
    await reza.listen()
    sent, gone = (await sara.ask(functions.messages.SendScheduledMessages(peer=peer, id=[2]))).updates
    assert isinstance(sent, types.UpdateNewMessage)
    assert (gone.messages, gone.sent_messages) == ([2], [sent.message.id])
    came: Any
    (came,) = await friends.told(reza, types.UpdateNewMessage)
    assert came.message.message == "better"
    delete = functions.messages.DeleteScheduledMessages(peer=peer, id=[1, 3])
    assert [one.messages for one in (await sara.ask(delete)).updates] == [[1], [3]]
    assert (await sara.ask(delete)).updates == []


async def test_refusals(friends: Friends) -> None:
    sara = friends.sara
    peer = friends.peer(sara, friends.reza)
    await sara.ask(later(friends, peer))
    date = int(friends.place.clock()) + 100
    edit: dict[str, Any] = {"peer": peer, "id": 1}
    send, send_media = functions.messages.SendMessage, functions.messages.SendMedia
    for query, name in (
        (later(friends, peer, schedule_date=-1), "SCHEDULE_DATE_INVALID"),
        (later(friends, SELF, schedule_date=UNTIL_ONLINE), "SCHEDULE_DATE_INVALID"),
        (later(friends, peer, after=367 * 86400), "SCHEDULE_DATE_TOO_LATE"),
        (later(friends, peer, schedule_repeat_period=86400), "PREMIUM_ACCOUNT_REQUIRED"),
        (send(peer=peer, message="x", random_id=9, schedule_repeat_period=86400), "PREMIUM_ACCOUNT_REQUIRED"),
        (send_media(peer=peer, media=asking("a", "b"), message="", random_id=9, schedule_date=-1),
         "SCHEDULE_DATE_INVALID"),
        (functions.messages.EditMessage(**edit, schedule_date=date), "MESSAGE_NOT_MODIFIED"),
        (functions.messages.EditMessage(**edit, message="x", schedule_date=date - 200), "SCHEDULE_DATE_INVALID"),
        (functions.messages.EditMessage(**edit, schedule_date=date, schedule_repeat_period=1),
         "PREMIUM_ACCOUNT_REQUIRED"),
        (functions.messages.EditMessage(**edit, media=asking("a", "b", closed=True), schedule_date=date),
         "MEDIA_NEW_INVALID"),
        (functions.messages.SendScheduledMessages(peer=peer, id=[7]), "MESSAGE_ID_INVALID"),
        (functions.messages.SendScheduledMessages(peer=peer, id=[]), "MESSAGE_ID_INVALID"),
        (functions.messages.DeleteScheduledMessages(peer=peer, id=[0]), "MESSAGE_ID_INVALID"),
        (functions.messages.GetScheduledMessages(peer=peer, id=[1] * 101), "LIMIT_INVALID"),
    ):  # fmt: skip
        assert await sara.refusal(query) == name


async def test_media_polls_and_forwards_wait_too(friends: Friends) -> None:
    sara = friends.sara
    peer = friends.peer(sara, friends.reza)
    date = int(friends.place.clock()) + 50
    poll = functions.messages.SendMedia(
        peer=peer, media=asking("a", "b"), message="", random_id=next(RANDOM), schedule_date=date
    )
    _, new = (await sara.ask(poll)).updates
    assert len(new.message.media.poll.answers) == 2
    await friends.write(sara, friends.reza, "said")
    said = (await sara.history(peer))[0]
    forward = functions.messages.ForwardMessages(
        from_peer=peer, id=[said.id], random_id=[next(RANDOM)], to_peer=SELF, schedule_date=date
    )
    _, new = (await sara.ask(forward)).updates
    assert (new.message.peer_id.user_id, new.message.message, new.message.id) == (sara.user_id, "said", 1)
    assert new.message.out
    assert new.message.fwd_from is not None
    friends.place.clock.now += 50
    await friends.place.work()
    assert (await sara.history(SELF))[0].from_scheduled
    assert (await sara.history(peer))[0].media.poll.id


async def test_a_reader_who_comes_online_gets_it(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await sara.ask(later(friends, friends.peer(sara, reza), schedule_date=UNTIL_ONLINE))
    await friends.place.work()
    assert await reza.history(friends.peer(reza, sara)) == []
    await reza.listen()
    await reza.ask(functions.account.UpdateStatus(offline=False))
    await friends.place.app.presence.turn()
    await friends.place.work()
    came: Any
    (came,) = await friends.told(reza, types.UpdateNewMessage)
    assert came.message.from_scheduled
    at_once = await sara.ask(later(friends, friends.peer(sara, reza), "again", schedule_date=UNTIL_ONLINE))
    assert isinstance(at_once, types.UpdateShortSentMessage)


async def test_chats_say_that_something_waits(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    for peer in (await make_chat(sara), await make_channel(sara), await make_channel(sara, broadcast=True)):
        assert not (await full(sara, peer)).full_chat.has_scheduled
        _, new = (await sara.ask(later(friends, peer))).updates
        assert new.message.id == 1
        assert (await full(sara, peer)).full_chat.has_scheduled
        assert (await history(sara, peer)).messages == [new.message]
    assert await reza.refusal(functions.messages.GetScheduledHistory(peer=peer, hash=0)) == "CHANNEL_PRIVATE"
