"""Saved Messages by origin: which dialog a message falls into, the list, the histories, pins, search."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod.domain import deleting
from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.people.friends import RANDOM, Friends

ME = types.InputPeerSelf()
HIDDEN = 2666000
HIDE_FORWARDS = functions.account.SetPrivacy(
    key=types.InputPrivacyKeyForwards(), rules=[types.InputPrivacyValueDisallowAll()]
)


async def note(device: Device, text: str) -> int:
    """A message written to oneself. Returns its id."""
    answer = await device.ask(functions.messages.SendMessage(peer=ME, message=text, random_id=next(RANDOM)))
    return int(answer.updates[-1].message.id)


async def forward(
    device: Device, source: types.TypeInputPeer, ids: list[int], target: types.TypeInputPeer = ME, **flags: Any
) -> list[Any]:
    """The new messages."""
    request = functions.messages.ForwardMessages(
        from_peer=source, id=ids, random_id=[next(RANDOM) for _ in ids], to_peer=target, **flags
    )
    answer = await device.ask(request)
    return [one.message for one in answer.updates if isinstance(one, types.UpdateNewMessage)]


async def dialogs(device: Device, **given: Any) -> Any:
    values = {"offset_date": 0, "offset_id": 0, "offset_peer": types.InputPeerEmpty(), "limit": 20, "hash": 0}
    return await device.ask(functions.messages.GetSavedDialogs(**{**values, **given}))


def listed(answer: Any) -> list[tuple[int, int]]:
    return [(one.peer.user_id, one.top_message) for one in answer.dialogs]


async def history(device: Device, peer: types.TypeInputPeer, **given: Any) -> list[int]:
    values = {"offset_id": 0, "offset_date": 0, "add_offset": 0, "limit": 50, "max_id": 0, "min_id": 0, "hash": 0}
    answer = await device.ask(functions.messages.GetSavedHistory(peer=peer, **{**values, **given}))
    assert all(message.saved_peer_id is not None for message in answer.messages)
    return [message.id for message in answer.messages]


async def newest(device: Device, peer: types.TypeInputPeer) -> int:
    return int((await device.history(peer))[0].id)


def hidden_peer(friends: Friends, device: Device) -> types.InputPeerUser:
    return types.InputPeerUser(user_id=HIDDEN, access_hash=friends.hash(device, HIDDEN))


async def test_a_message_falls_into_the_dialog_of_its_origin(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    with_reza = friends.peer(sara, reza)
    await friends.write(reza, sara, "from reza")
    await friends.write(sara, reza, "from sara")
    ids = [message.id for message in await sara.history(with_reza)]
    own = await note(sara, "own")
    saved = await forward(sara, with_reza, ids)
    # own words are saved with the chat that they stood in
    assert [message.saved_peer_id.user_id for message in saved] == [reza.user_id] * 2
    assert [message.fwd_from.saved_from_peer.user_id for message in saved] == [reza.user_id] * 2
    assert [message.fwd_from.saved_from_msg_id for message in saved] == ids
    (copied,) = await forward(sara, with_reza, ids[:1], drop_author=True)
    assert (copied.saved_peer_id.user_id, copied.fwd_from) == (sara.user_id, None)
    answer = await dialogs(sara)
    assert isinstance(answer, types.messages.SavedDialogs)
    assert listed(answer) == [(sara.user_id, copied.id), (reza.user_id, saved[-1].id)]
    assert {message.id for message in answer.messages} == {copied.id, saved[-1].id}
    assert {user.id for user in answer.users} >= {sara.user_id, reza.user_id}
    assert (await history(sara, ME))[:2] == [copied.id, own]
    assert await history(sara, with_reza) == [saved[1].id, saved[0].id]
    # a forward to somebody else is saved nowhere
    await forward(sara, with_reza, ids, with_reza)
    assert listed(await dialogs(sara)) == listed(answer)


async def test_who_hides_in_forwards_is_saved_without_a_name(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await reza.ask(HIDE_FORWARDS)
    await friends.write(reza, sara, "secret")
    (saved,) = await forward(sara, friends.peer(sara, reza), [await newest(sara, friends.peer(sara, reza))])
    assert saved.saved_peer_id == types.PeerUser(user_id=HIDDEN)
    header = saved.fwd_from
    assert (header.from_id, header.from_name) == (None, "Reza")
    assert (header.saved_from_peer, header.saved_from_name, header.saved_date) == (None, "Reza", header.date)
    answer = await dialogs(sara)
    assert listed(answer)[0] == (HIDDEN, saved.id)
    assert HIDDEN in {user.id for user in answer.users}
    assert await history(sara, hidden_peer(friends, sara)) == [saved.id]
    # own words said to somebody who hides are saved with the chat
    await friends.write(sara, reza, "mine")
    (own,) = await forward(sara, friends.peer(sara, reza), [await newest(sara, friends.peer(sara, reza))])
    assert own.saved_peer_id == types.PeerUser(user_id=reza.user_id)
    # nobody is there to write to
    write = functions.messages.SendMessage(peer=hidden_peer(friends, sara), message="?", random_id=next(RANDOM))
    await sara.ask(write)


async def test_a_saved_forward_remembers_its_last_sender(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    other = await friends.place.newcomer("Other")
    await friends.write(other, reza, "news")
    friends.place.clock.now += 60
    to_sara = friends.peer(reza, sara)
    await forward(reza, friends.peer(reza, other), [await newest(reza, friends.peer(reza, other))], to_sara)
    with_reza = friends.peer(sara, reza)
    (saved,) = await forward(sara, with_reza, [await newest(sara, with_reza)])
    header = saved.fwd_from
    now = int(friends.place.clock())
    assert (header.from_id.user_id, header.date) == (other.user_id, now - 60)
    assert (header.saved_from_peer.user_id, header.saved_from_id.user_id) == (reza.user_id, reza.user_id)
    assert (header.saved_date, header.saved_out, saved.saved_peer_id.user_id) == (now, False, reza.user_id)
    # forwarded on, it says nothing of where it was kept
    (sent,) = await forward(sara, ME, [saved.id], with_reza)
    assert sent.fwd_from == types.MessageFwdHeader(from_id=header.from_id, date=header.date)
    # a note of one's own has no origin
    (sent,) = await forward(sara, ME, [await note(sara, "own")], with_reza)
    assert sent.fwd_from is None


async def test_the_list_comes_in_pages(friends: Friends) -> None:
    sara, place = friends.sara, friends.place
    expected = [(sara.user_id, await newest(sara, ME))]
    for number in range(6):
        other = await place.newcomer(f"Friend {number}")
        await friends.write(other, sara)
        place.clock.now += number % 2
        (saved,) = await forward(sara, friends.peer(sara, other), [await newest(sara, friends.peer(sara, other))])
        expected.insert(0, (other.user_id, saved.id))
    pinned = expected[2]
    peer = types.InputPeerUser(user_id=pinned[0], access_hash=friends.hash(sara, pinned[0]))
    pin = functions.messages.ToggleSavedDialogPin(pinned=True, peer=types.InputDialogPeer(peer=peer))
    assert await sara.ask(pin) is True
    expected = [pinned, *(one for one in expected if one != pinned)]
    first = await dialogs(sara, limit=4)
    assert (type(first), first.count) == (types.messages.SavedDialogsSlice, 7)
    assert (first.dialogs[0].pinned, listed(first)) == (True, expected[:4])
    last_peer, last_id = listed(first)[-1]
    dates = {message.id: message.date for message in first.messages}
    offset = types.InputPeerUser(user_id=last_peer, access_hash=0)
    rest = await dialogs(sara, offset_date=dates[last_id], offset_id=last_id, offset_peer=offset)
    assert listed(rest) == expected[4:]
    without = await dialogs(sara, exclude_pinned=True)
    assert listed(without) == expected[1:]
    by_id = await sara.ask(functions.messages.GetSavedDialogsByID(ids=[ME, peer, friends.peer(sara, friends.reza)]))
    assert listed(by_id) == [expected[-1], pinned, (friends.reza.user_id, 0)]


async def test_a_saved_history_is_read_as_any_other(friends: Friends) -> None:
    sara, place = friends.sara, friends.place
    ids = [await newest(sara, ME)]
    for number in range(9):
        place.clock.now += 10
        ids.append(await note(sara, f"{number}"))
        await friends.write(sara, friends.reza)
    start = int(place.clock()) - 90
    ids.reverse()
    assert await history(sara, ME) == ids
    assert await history(sara, ME, limit=3) == ids[:3]
    assert await history(sara, ME, limit=3, offset_id=ids[2]) == ids[3:6]
    assert await history(sara, ME, limit=4, offset_id=ids[4], add_offset=-2) == ids[3:7]
    assert await history(sara, ME, max_id=ids[2], min_id=ids[6]) == ids[3:6]
    # as TDLib asks for the message of a date
    assert ids[3] in await history(sara, ME, offset_date=start + 60, add_offset=-3, limit=5)
    assert await history(sara, friends.peer(sara, friends.reza)) == []


async def test_deleting_ends_a_saved_dialog(friends: Friends, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deleting, "AT_ONCE", 3)
    sara, reza, place = friends.sara, friends.reza, friends.place
    with_reza = friends.peer(sara, reza)
    await friends.write(reza, sara)
    source = await newest(sara, with_reza)
    saved = []
    for _ in range(8):
        place.clock.now += 10
        saved += [message.id for message in await forward(sara, with_reza, [source])]
    now = int(place.clock())
    await sara.ask(functions.messages.ToggleSavedDialogPin(pinned=True, peer=types.InputDialogPeer(peer=with_reza)))
    # by date: the third and the fourth
    delete = functions.messages.DeleteSavedHistory(peer=with_reza, max_id=0, min_date=now - 50, max_date=now - 40)
    done = await sara.ask(delete)
    assert (done.pts_count, done.offset) == (2, 0)
    left = saved[:2] + saved[4:]
    assert await history(sara, with_reza) == left[::-1]
    nothing = functions.messages.DeleteSavedHistory(peer=with_reza, max_id=0, min_date=now + 1, max_date=now + 2)
    assert (await sara.ask(nothing)).pts_count == 0
    # the newest goes by its id: the dialog shows the one before
    await sara.ask(functions.messages.DeleteMessages(id=[left.pop()]))
    assert (reza.user_id, left[-1]) in listed(await dialogs(sara))
    delete = functions.messages.DeleteSavedHistory(peer=with_reza, max_id=2**31 - 1)
    offsets: list[int] = []
    while not offsets or offsets[-1]:
        offsets.append((await sara.ask(delete)).offset)
    assert offsets == [1, 0]
    assert [peer for peer, _ in listed(await dialogs(sara))] == [sara.user_id]
    assert (await sara.ask(functions.messages.GetPinnedSavedDialogs())).dialogs == []
    assert await history(sara, with_reza) == []
    assert source in [message.id for message in await sara.history(with_reza)]
    (told,) = await friends.missed(sara, types.UpdatePinnedSavedDialogs)
    assert told.order == []


async def test_pins_are_ordered_and_told(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    other = await friends.place.second_device(sara)
    await other.listen()
    await friends.write(reza, sara)
    with_reza = friends.peer(sara, reza)
    await forward(sara, with_reza, [await newest(sara, with_reza)])

    def pin(peer: types.TypeInputPeer, pinned: bool = True) -> functions.messages.ToggleSavedDialogPin:
        return functions.messages.ToggleSavedDialogPin(pinned=pinned, peer=types.InputDialogPeer(peer=peer))

    async def order() -> list[int]:
        answer = await sara.ask(functions.messages.GetPinnedSavedDialogs())
        assert all(one.pinned for one in answer.dialogs)
        return [peer for peer, _ in listed(answer)]

    assert await sara.refusal(pin(hidden_peer(friends, sara))) == "PEER_ID_INVALID"
    await sara.ask(pin(ME))
    await sara.ask(pin(with_reza))
    assert await order() == [reza.user_id, sara.user_id]
    told = (await friends.told(other, types.UpdatePinnedSavedDialogs))[-1]
    assert told.order == [types.DialogPeer(peer=types.PeerUser(user_id=who)) for who in (reza.user_id, sara.user_id)]
    reorder = functions.messages.ReorderPinnedSavedDialogs
    wanted: list[types.TypeInputDialogPeer] = [types.InputDialogPeer(peer=ME)]
    assert await sara.ask(reorder(order=[*wanted, types.InputDialogPeer(peer=hidden_peer(friends, sara))])) is True
    assert await order() == [sara.user_id, reza.user_id]
    assert await sara.ask(reorder(force=True, order=wanted)) is True
    assert await order() == [sara.user_id]
    await sara.ask(pin(ME, pinned=False))
    assert await order() == []


async def test_pins_are_limited(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    object.__setattr__(friends.place.app.services.world.limits, "pinned_saved", 1)
    await friends.write(reza, sara)
    with_reza = friends.peer(sara, reza)
    await forward(sara, with_reza, [await newest(sara, with_reza)])
    order: list[types.TypeInputDialogPeer] = [types.InputDialogPeer(peer=peer) for peer in (ME, with_reza)]
    refused = functions.messages.ReorderPinnedSavedDialogs(force=True, order=order)
    assert await sara.refusal(refused) == "PINNED_DIALOGS_TOO_MUCH"
    await sara.ask(functions.messages.ToggleSavedDialogPin(pinned=True, peer=order[0]))
    assert await sara.refusal(functions.messages.ToggleSavedDialogPin(pinned=True, peer=order[1])) == (
        "PINNED_DIALOGS_TOO_MUCH"
    )


async def test_search_in_one_saved_dialog(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    with_reza = friends.peer(sara, reza)
    own = await note(sara, "tea and biscuits")
    await friends.write(reza, sara, "tea with milk")
    (saved,) = await forward(sara, with_reza, [await newest(sara, with_reza)])
    await friends.place.app.indexer._pass()

    async def search(q: str, peer: types.TypeInputPeer = ME, **given: Any) -> list[int]:
        request = functions.messages.Search(
            peer=peer,
            q=q,
            filter=types.InputMessagesFilterEmpty(),
            min_date=0,
            max_date=0,
            offset_id=0,
            add_offset=0,
            limit=20,
            max_id=0,
            min_id=0,
            hash=0,
            **given,
        )
        return [message.id for message in (await sara.ask(request)).messages]

    assert await search("tea") == [saved.id, own]
    assert await search("tea", saved_peer_id=ME) == [own]
    assert await search("tea", saved_peer_id=with_reza) == [saved.id]
    assert await search("", saved_peer_id=with_reza) == [saved.id]
    count = functions.messages.GetSearchCounters(
        peer=ME, saved_peer_id=with_reza, filters=[types.InputMessagesFilterEmpty()]
    )
    assert [one.count for one in await sara.ask(count)] == [1]
    elsewhere = functions.messages.GetSearchCounters(peer=with_reza, saved_peer_id=ME, filters=[])
    assert await sara.refusal(elsewhere) == "PEER_ID_INVALID"


async def test_only_ones_own_messages_are_saved_here(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    parent = friends.peer(sara, reza)
    history = {"offset_id": 0, "offset_date": 0, "add_offset": 0, "limit": 1, "max_id": 0, "min_id": 0, "hash": 0}
    for request in (
        functions.messages.GetSavedDialogsByID(parent_peer=parent, ids=[]),
        functions.messages.GetSavedHistory(parent_peer=parent, peer=ME, **history),
        functions.messages.DeleteSavedHistory(parent_peer=parent, peer=ME, max_id=0),
    ):
        assert await sara.refusal(request) == "PARENT_PEER_INVALID"
    stranger = types.InputPeerUser(user_id=reza.user_id, access_hash=1)
    assert await sara.refusal(functions.messages.GetSavedDialogsByID(ids=[stranger])) == "PEER_ID_INVALID"
