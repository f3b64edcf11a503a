"""Links into chats: TDLib and Telethon follow each other's, and let each other in."""

from __future__ import annotations

import pytest

from tests.interop.circle import Circle, make_circle
from tests.interop.clients import Client
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import becomes, peers_of, unique

# Of links on the web TDLib knows those of its own hosts only; people get there by tg:// links, as from a web page.
TDLIB_MAY_SAY = ((r"Unsupported invite link http://localhost:8080/", "it takes links of t.me only for its own"),)

LIBRARIES = ("telethon", "tdlib")
KINDS = ("group", "supergroup", "channel")


@pytest.fixture(scope="module")
def circle(client: Make, phone: Phones) -> Circle:
    return make_circle(client, phone, LIBRARIES)


def make(owner: Client, kind: str, title: str) -> int:
    if kind == "group":
        return int(owner.do("create_group", title=title, users=[]))
    return int(owner.do("create_channel", title=title, broadcast=kind == "channel"))


def is_in(who: Client, peer: int) -> None:
    becomes(lambda: peer in peers_of(who.do("dialogs")), True)
    becomes(lambda: who.do("full", peer=peer)["members"], 2)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("library", LIBRARIES)
def test_a_link_is_followed(circle: Circle, library: str, kind: str) -> None:
    owner = circle.people[library]
    (guest,) = circle.others(owner)
    title = unique("By link")
    peer = make(owner, kind, title)
    link = owner.do("make_link", peer=peer)
    assert guest.do("check_link", link=link) == {"title": title, "members": 1, "request": False}
    guest.do("follow_link", link=link)
    is_in(guest, peer)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("library", LIBRARIES)
def test_who_asks_is_let_in(circle: Circle, library: str, kind: str) -> None:
    owner = circle.people[library]
    (guest,) = circle.others(owner)
    peer = make(owner, kind, unique("On request"))
    link = owner.do("make_link", peer=peer, request=True)
    assert guest.do("check_link", link=link)["request"]
    assert guest.do("follow_link", link=link).endswith("RequestSent")
    assert owner.do("requests", peer=peer) == [guest.id]
    owner.do("let_in", peer=peer, user=guest.id)
    assert owner.do("requests", peer=peer) == []
    is_in(guest, peer)
