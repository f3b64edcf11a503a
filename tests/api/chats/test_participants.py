"""Members of supergroups and channels through the API."""

from __future__ import annotations

from hodhod.store import presence
from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, full, make_channel
from tests.api.people.friends import Friends


def listing(
    peer: types.InputPeerChannel, kind: types.TypeChannelParticipantsFilter, has: int = 0
) -> functions.channels.GetParticipants:
    return functions.channels.GetParticipants(channel=channel(peer), filter=kind, offset=0, limit=200, hash=has)


async def test_the_members_of_a_supergroup(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_channel(sara, "Talk")
    friends.place.clock.now += 1
    await sara.ask(functions.channels.InviteToChannel(channel=channel(peer), users=[friends.user(sara, reza)]))
    answer = await reza.ask(listing(peer, types.ChannelParticipantsRecent()))
    mine, theirs = answer.participants
    assert (answer.count, mine.user_id, mine.inviter_id) == (2, reza.user_id, sara.user_id)
    assert isinstance(mine, types.ChannelParticipantSelf)
    assert isinstance(theirs, types.ChannelParticipantCreator)
    assert {user.id for user in answer.users} == {sara.user_id, reza.user_id}
    assert [chat.id for chat in answer.chats] == [peer.channel_id]
    everybody: list[types.TypeChannelParticipantsFilter] = [
        types.ChannelParticipantsSearch(q=""),
        types.ChannelParticipantsMentions(),
    ]
    for kind in everybody:
        assert (await reza.ask(listing(peer, kind))).participants == answer.participants
    found = await reza.ask(listing(peer, types.ChannelParticipantsSearch(q="sar")))
    assert [one.user_id for one in found.participants] == [sara.user_id]
    assert (await reza.ask(listing(peer, types.ChannelParticipantsBots()))).count == 0
    assert await reza.refusal(listing(peer, types.ChannelParticipantsKicked(q=""))) == "CHAT_ADMIN_REQUIRED"
    assert (await full(reza, peer)).full_chat.can_view_participants


async def test_a_list_that_has_not_changed_is_not_sent_again(friends: Friends) -> None:
    """The hash of a list of one number is that number: core.telegram.org/api/offsets#hash-generation."""
    sara = friends.sara
    peer = await make_channel(sara, "Talk")
    kind = types.ChannelParticipantsAdmins()
    assert isinstance(await sara.ask(listing(peer, kind)), types.channels.ChannelParticipants)
    known = await sara.ask(listing(peer, kind, has=sara.user_id))
    assert isinstance(known, types.channels.ChannelParticipantsNotModified)


async def test_one_member(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_channel(sara, "News", broadcast=True)
    question = functions.channels.GetParticipant(channel=channel(peer), participant=friends.peer(sara, reza))
    assert await sara.refusal(question) == "USER_NOT_PARTICIPANT"
    await sara.ask(functions.channels.InviteToChannel(channel=channel(peer), users=[friends.user(sara, reza)]))
    answer = await sara.ask(question)
    assert (answer.participant.user_id, answer.participant.rank) == (reza.user_id, None)
    me = functions.channels.GetParticipant(channel=channel(peer), participant=types.InputPeerSelf())
    assert isinstance((await reza.ask(me)).participant, types.ChannelParticipantSelf)
    other = functions.channels.GetParticipant(channel=channel(peer), participant=friends.peer(reza, sara))
    assert await reza.refusal(other) == "CHAT_ADMIN_REQUIRED"
    assert await reza.refusal(listing(peer, types.ChannelParticipantsRecent())) == "CHAT_ADMIN_REQUIRED"
    itself = functions.channels.GetParticipant(channel=channel(peer), participant=peer)
    assert await sara.refusal(itself) == "PARTICIPANT_ID_INVALID"
    assert not (await full(reza, peer)).full_chat.can_view_participants


async def test_how_many_are_online(friends: Friends) -> None:
    sara = friends.sara
    peer = await make_channel(sara, "Talk")
    now = int(friends.place.clock())
    rows = [presence.Presence(sara.user_id, now + 60, 0), presence.Presence(friends.reza.user_id, now + 60, 0)]
    await friends.place.app.db.write(lambda tx: presence.put(tx, rows))
    assert (await sara.ask(functions.messages.GetOnlines(peer=peer))).onlines == 1
    assert await friends.reza.refusal(functions.messages.GetOnlines(peer=peer)) == "CHANNEL_PRIVATE"
