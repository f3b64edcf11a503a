"""What may be done with the access_hash of a `min` user, which everybody in a group is told alike."""

from __future__ import annotations

from hodhod.domain.viewer import EVERYBODY
from hodhod.tl import functions, types
from tests.api.chats.rooms import channel
from tests.api.chats.test_rights import shared
from tests.api.people.friends import Friends


async def test_the_hash_for_everybody_is_taken_from_who_is_in_a_group_with_them(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    everybody = friends.place.app.services.world.hashes.user(EVERYBODY, sara.user_id)
    user = types.InputUser(user_id=sara.user_id, access_hash=everybody)
    peer = types.InputPeerUser(user_id=sara.user_id, access_hash=everybody)
    assert await reza.refusal(functions.users.GetFullUser(id=user)) == "USER_ID_INVALID"
    assert await reza.refusal(functions.messages.GetPeerSettings(peer=peer)) == "PEER_ID_INVALID"
    group = await shared(friends)
    assert (await reza.ask(functions.users.GetFullUser(id=user))).full_user.id == sara.user_id
    assert await reza.ask(functions.messages.GetPeerSettings(peer=peer))
    await reza.ask(functions.channels.LeaveChannel(channel=channel(group)))
    assert await reza.refusal(functions.users.GetFullUser(id=user)) == "USER_ID_INVALID"
