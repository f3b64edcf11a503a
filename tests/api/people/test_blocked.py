"""Block lists, and what the one who is on them does not see."""

from __future__ import annotations

from typing import Any

from hodhod.tl import functions, types
from tests.api.people.friends import Friends


async def test_block_and_unblock(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    other = await friends.place.second_device(sara)
    await other.listen()
    await reza.listen()
    peer = friends.peer(sara, reza)
    assert await sara.ask(functions.contacts.Block(id=peer))
    assert await sara.ask(functions.contacts.Block(id=peer))
    (told,) = await friends.told(other, types.UpdatePeerBlocked)
    assert (told.blocked, told.peer_id) == (True, types.PeerUser(user_id=reza.user_id))
    assert [one.blocked for one in await friends.missed(sara, types.UpdatePeerBlocked)] == [True]
    assert await friends.told(reza, types.UpdatePeerBlocked) == []
    assert (await friends.full(sara, reza)).blocked
    assert not (await friends.full(reza, sara)).blocked
    answer = await sara.ask(functions.contacts.GetBlocked(offset=0, limit=10))
    assert isinstance(answer, types.contacts.Blocked)
    assert [one.peer_id for one in answer.blocked] == [types.PeerUser(user_id=reza.user_id)]
    assert [user.id for user in answer.users] == [reza.user_id]
    assert await sara.ask(functions.contacts.Unblock(id=peer))
    assert not (await friends.full(sara, reza)).blocked
    assert [one.blocked for one in await friends.told(other, types.UpdatePeerBlocked)] == [True, False]


async def test_the_blocked_see_nothing_private(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.add(sara, reza)
    await sara.ask(functions.account.UpdateProfile(about="secret"))
    assert ((await friends.seen(reza, sara)).phone, (await friends.full(reza, sara)).about) == (sara.phone, "secret")
    await sara.ask(functions.contacts.Block(id=friends.peer(sara, reza)))
    user = await friends.seen(reza, sara)
    assert (user.phone, user.status) == (None, types.UserStatusEmpty())
    assert (await friends.full(reza, sara)).about is None
    find = functions.contacts.ResolvePhone(phone=sara.phone)
    assert (await reza.refusal(find)) == "PHONE_NOT_OCCUPIED"


async def test_stories_have_a_list_of_their_own(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await sara.ask(functions.contacts.Block(id=friends.peer(sara, reza), my_stories_from=True))
    full = await friends.full(sara, reza)
    assert (full.blocked, full.blocked_my_stories_from) == (False, True)
    assert (await sara.ask(functions.contacts.GetBlocked(offset=0, limit=10))).blocked == []
    answer = await sara.ask(functions.contacts.GetBlocked(offset=0, limit=10, my_stories_from=True))
    assert len(answer.blocked) == 1


async def test_pages_and_replacing(friends: Friends) -> None:
    sara = friends.sara
    people = [await friends.place.newcomer(f"P{n}") for n in range(3)]
    given: list[types.TypeInputPeer] = [friends.peer(sara, one) for one in [friends.reza, *people]]
    assert await sara.ask(functions.contacts.SetBlocked(id=given, limit=100))
    seen: list[int] = []
    for offset in range(0, 4, 2):
        page = await sara.ask(functions.contacts.GetBlocked(offset=offset, limit=2))
        assert (type(page), page.count) == (types.contacts.BlockedSlice, 4)
        seen += [one.peer_id.user_id for one in page.blocked]
    assert sorted(seen) == sorted(one.user_id for one in [friends.reza, *people])
    assert await sara.ask(functions.contacts.SetBlocked(id=given[1:2], limit=100))
    answer = await sara.ask(functions.contacts.GetBlocked(offset=0, limit=10))
    assert [one.peer_id.user_id for one in answer.blocked] == [people[0].user_id]


BLOCK_NEEDS_THE_HASH: list[Any] = [functions.contacts.Block, functions.contacts.Unblock]


async def test_block_needs_the_hash(friends: Friends) -> None:
    for query in BLOCK_NEEDS_THE_HASH:
        wrong = types.InputPeerUser(user_id=friends.reza.user_id, access_hash=1)
        assert await friends.sara.refusal(query(id=wrong)) == "PEER_ID_INVALID"


async def test_nobody_blocks_themselves(friends: Friends) -> None:
    assert await friends.sara.refusal(functions.contacts.Block(id=types.InputPeerSelf())) == "CONTACT_ID_INVALID"
    many = functions.contacts.SetBlocked(id=[types.InputPeerSelf()] * 1001, limit=1001)
    assert await friends.sara.refusal(many) == "LIMIT_INVALID"
