"""Finding people by name, username, link and number."""

from __future__ import annotations

from typing import Any

from hodhod.domain.listing import vector_hash
from hodhod.tl import functions, types
from tests.api.people.friends import Friends, imported, number


async def found(friends: Friends, query: str) -> tuple[list[int], list[int]]:
    """(known, strangers) as Sara finds them."""
    answer = await friends.sara.ask(functions.contacts.Search(q=query, limit=50))
    described = {user.id for user in answer.users}
    mine, others = [p.user_id for p in answer.my_results], [p.user_id for p in answer.results]
    assert described == {*mine, *others}
    return mine, others


CONTACT_QUERIES: list[Any] = [
    "علي",
    "كريمي",
    "على ك",
    "kar",
    "@alireza",
    "alireza_",
    "http://localhost:8080/alirez",
]


async def test_contacts_are_found_by_any_name(friends: Friends) -> None:
    reza = friends.reza
    await reza.ask(functions.account.UpdateProfile(first_name="Karim", last_name="Alavi"))
    await reza.ask(functions.account.UpdateUsername(username="AliReza_K"))
    await friends.add(friends.sara, reza, "علی", last_name="کریمی")
    for query in CONTACT_QUERIES:
        assert await found(friends, query) == ([reza.user_id], []), query


async def test_the_other_side_of_a_chat_is_known(friends: Friends) -> None:
    assert await found(friends, "reza") == ([], [])
    await friends.write(friends.reza, friends.sara)
    assert await found(friends, "reza") == ([friends.reza.user_id], [])


async def test_strangers_are_found_only_by_what_they_made_public(friends: Friends) -> None:
    reza = friends.reza
    await reza.ask(functions.account.UpdateProfile(first_name="فريدون", last_name="مشيري"))
    assert await found(friends, "مشیری") == ([], [])
    await reza.ask(functions.account.UpdateUsername(username="fereydoon"))
    for query in ("مشیری", "فریدون مش", "ferey", "FEREYDOON", "@fereydoon"):
        assert await found(friends, query) == ([], [reza.user_id]), query
    for query in ("یری", "ydoon", "fereydoons", "فریدون رضایی", "fe"):
        assert await found(friends, query) == ([], []), query
    await reza.ask(functions.account.UpdateProfile(first_name="سهراب"))
    assert await found(friends, "فریدون") == ([], [])
    assert await found(friends, "سهراب") == ([], [reza.user_id])
    await reza.ask(functions.account.UpdateUsername(username=""))
    assert await found(friends, "سهراب") == ([], [])


async def test_oneself_is_no_stranger(friends: Friends) -> None:
    await friends.sara.ask(functions.account.UpdateUsername(username="sara_herself"))
    assert await found(friends, "sara_h") == ([], [])


async def test_only_people_are_known_here(friends: Friends) -> None:
    await friends.add(friends.sara, friends.reza, "Reza")
    for only in ({"bots": True}, {"broadcasts": True}):
        answer = await friends.sara.ask(functions.contacts.Search(q="reza", limit=10, **only))
        assert (answer.my_results, answer.results, answer.users) == ([], [], [])


EMPTY_QUERIES: list[Any] = [("", "SEARCH_QUERY_EMPTY"), ("  ", "SEARCH_QUERY_EMPTY"), ("?", "QUERY_TOO_SHORT")]


async def test_empty_queries(friends: Friends) -> None:
    for query, name in EMPTY_QUERIES:
        assert await friends.sara.refusal(functions.contacts.Search(q=query, limit=10)) == name


USERNAME_FORMS: list[Any] = [
    "reza_k",
    "@Reza_K",
    "https://localhost:8080/reza_k",
    "localhost:8080/REZA_K?start=1",
    "http://localhost:8080/reza_k/12",
    "tg://resolve?domain=reza_k",
]


async def test_resolve_username(friends: Friends) -> None:
    await friends.reza.ask(functions.account.UpdateUsername(username="Reza_K"))
    for given in USERNAME_FORMS:
        answer = await friends.sara.ask(functions.contacts.ResolveUsername(username=given))
        assert answer.peer == types.PeerUser(user_id=friends.reza.user_id)
        assert [user.username for user in answer.users] == ["Reza_K"]


RESOLVE_REFUSALS: list[Any] = [
    ("nobody_here", "USERNAME_NOT_OCCUPIED"),
    ("", "USERNAME_INVALID"),
    ("https://other.example/x", "USERNAME_INVALID"),
]


async def test_resolve_refusals(friends: Friends) -> None:
    for given, name in RESOLVE_REFUSALS:
        assert await friends.sara.refusal(functions.contacts.ResolveUsername(username=given)) == name


async def test_resolve_phone(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    answer = await sara.ask(functions.contacts.ResolvePhone(phone=f"+{reza.phone}"))
    assert answer.peer == types.PeerUser(user_id=reza.user_id)
    assert (await sara.ask(functions.contacts.ResolvePhone(phone=sara.phone))).users[0].self_
    assert await sara.refusal(functions.contacts.ResolvePhone(phone="989129990000")) == "PHONE_NOT_OCCUPIED"


async def test_resolving_is_limited(friends: Friends) -> None:
    limit = friends.place.app.services.flood.limits["resolve"]
    for _ in range(limit.burst):
        await friends.sara.refusal(functions.contacts.ResolveUsername(username="nobody_here"))
    refused = await friends.sara.refusal(functions.contacts.ResolvePhone(phone=friends.reza.phone))
    assert refused.startswith("FLOOD_WAIT_")


async def test_nobody_is_sponsored(friends: Friends) -> None:
    answer = await friends.sara.ask(functions.contacts.GetSponsoredPeers(q="x"))
    assert answer == types.contacts.SponsoredPeersEmpty()


async def test_top_peers(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    third = await friends.place.newcomer("Third")
    ask = functions.contacts.GetTopPeers(correspondents=True, bots_pm=True, offset=0, limit=10, hash=0)
    assert (await sara.ask(ask)).categories == []
    await friends.write(reza, sara)
    assert (await sara.ask(ask)).categories == []  # who writes to her does not count
    await friends.write(sara, third)
    friends.place.clock.now += 60
    for _ in range(2):
        await friends.write(sara, reza)
    answer = await sara.ask(ask)
    (category,) = answer.categories
    assert category.category == types.TopPeerCategoryCorrespondents()
    assert [one.peer.user_id for one in category.peers] == [reza.user_id, third.user_id]
    assert category.peers[0].rating > category.peers[1].rating > 0
    assert {user.id for user in answer.users} == {reza.user_id, third.user_id}
    take_out = functions.contacts.ResetTopPeerRating(
        category=types.TopPeerCategoryCorrespondents(), peer=friends.peer(sara, reza)
    )
    assert await sara.ask(take_out)
    (category,) = (await sara.ask(ask)).categories
    assert [one.peer.user_id for one in category.peers] == [third.user_id]
    assert await sara.ask(functions.contacts.ToggleTopPeers(enabled=False))
    assert await sara.ask(ask) == types.contacts.TopPeersDisabled()
    assert await sara.ask(functions.contacts.ToggleTopPeers(enabled=True))
    assert len((await sara.ask(ask)).categories) == 1


async def test_top_peers_not_modified(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.write(sara, reza)
    known = functions.contacts.GetTopPeers(correspondents=True, offset=0, limit=10, hash=vector_hash([reza.user_id]))
    assert await sara.ask(known) == types.contacts.TopPeersNotModified()
    other = functions.contacts.GetTopPeers(correspondents=True, offset=0, limit=10, hash=1)
    assert isinstance(await sara.ask(other), types.contacts.TopPeers)


async def test_a_name_is_found_with_and_without_half_space(friends: Friends) -> None:
    await imported(friends.sara, number(1, friends.reza.phone, "علی‌رضا"))
    for query in ("علی‌رضا", "علیرضا", "رضا", "علی رضا"):
        assert (await found(friends, query))[0] == [friends.reza.user_id], query
