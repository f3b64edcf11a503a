"""A folder is shared by one library and followed with another."""

from __future__ import annotations

import pytest

from tests.interop.circle import Circle, make_circle
from tests.interop.clients import Client, Refused
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import Record, unique
from tests.interop.test_by_name import LIBRARIES, request, words


@pytest.fixture(scope="module")
def circle(client: Make, phone: Phones) -> Circle:
    return make_circle(client, phone, LIBRARIES)


@pytest.fixture(params=LIBRARIES)
def pair(request: pytest.FixtureRequest, circle: Circle) -> tuple[Client, Client]:
    """Who shares, who follows."""
    actor = circle.people[request.param]
    return actor, circle.others(actor)[0]


def chatlist(folder: int) -> Record:
    return {"@type": "InputChatlistDialogFilter", "filter_id": folder}


def folders(one: Client) -> list[tuple[str, int]]:
    """(title, number of chats) of the shared ones."""
    found = request(one, "messages.GetDialogFilters")["filters"]
    # Kurigram takes a list of one object of four bytes for a list of one number
    kept = [one for one in found if isinstance(one, dict) and "has_my_invites" in one]
    return [(one["title"]["text"], len(one["include_peers"])) for one in kept]


def test_a_folder_is_shared_followed_and_given_up(pair: tuple[Client, Client]) -> None:
    actor, other = pair
    title = unique("folder")[:12]
    chats = [actor.do("create_channel", title=unique("chat"), broadcast=broadcast) for broadcast in (True, False)]
    peers = [{"@peer": chat} for chat in chats]
    kept = {"@type": "DialogFilter", "id": 5, "title": words(title), "pinned_peers": [], "exclude_peers": []}
    request(actor, "messages.UpdateDialogFilter", id=5, filter={**kept, "include_peers": peers})
    made = request(actor, "chatlists.ExportChatlistInvite", chatlist=chatlist(5), title="link", peers=peers[:1])
    slug = made["invite"]["url"].rpartition("/addlist/")[2]
    assert (title, 2) in folders(actor)

    offer = request(other, "chatlists.CheckChatlistInvite", slug=slug)
    assert (offer["title"]["text"], len(offer["peers"])) == (title, 1)
    request(other, "chatlists.JoinChatlistInvite", slug=slug, peers=peers[:1])
    assert (title, 1) in folders(other)
    number = request(other, "chatlists.CheckChatlistInvite", slug=slug)["filter_id"]

    request(actor, "chatlists.EditExportedInvite", chatlist=chatlist(5), slug=slug, peers=peers)
    missing = request(other, "chatlists.GetChatlistUpdates", chatlist=chatlist(number))
    assert len(missing["missing_peers"]) == 1
    request(other, "chatlists.JoinChatlistUpdates", chatlist=chatlist(number), peers=peers[1:])
    assert (title, 2) in folders(other)
    assert other.do("send", peer=chats[1], text="here I am")["id"]

    assert len(request(other, "chatlists.GetLeaveChatlistSuggestions", chatlist=chatlist(number))) == 2
    request(other, "chatlists.LeaveChatlist", chatlist=chatlist(number), peers=peers)
    assert (title, 2) not in folders(other)
    with pytest.raises(Refused):
        other.do("send", peer=chats[1], text="am I still here")
    request(actor, "chatlists.DeleteExportedInvite", chatlist=chatlist(5), slug=slug)
    with pytest.raises(Refused, match="INVITE_SLUG_EXPIRED"):
        request(other, "chatlists.CheckChatlistInvite", slug=slug)
