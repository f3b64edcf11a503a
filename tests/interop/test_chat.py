"""Two people chat: one with the library under test, the other with another one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

from tests.interop.clients import LIBRARIES, Client, Refused
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import Record, ids_of, peers_of, unique, within


@dataclass(frozen=True, slots=True)
class Pair:
    alice: Client
    bob: Client

    def exchange(self, text: str) -> tuple[int, int]:
        """Alice says it, Bob sees it: the message's id on her side and on his."""
        sent = self.alice.do("send", peer=self.bob.id, text=text)
        return sent["id"], self.bob.wait("message", text=text)["id"]


@pytest.fixture(scope="module", params=LIBRARIES)
def pair(request: pytest.FixtureRequest, client: Make, phone: Phones) -> Iterator[Pair]:
    other = "kurigram" if request.param == "telethon" else "telethon"
    pair = acquainted(client(request.param), client(other), phone)
    yield pair
    pair.alice.close()
    pair.bob.close()


def acquainted(alice: Client, bob: Client, phone: Phones) -> Pair:
    """Both registered, each in the other's contacts."""
    alice.sign_up(phone(), "Alice", "Under Test")
    bob.sign_up(phone(), "Bob")
    assert alice.do("import_contact", phone=bob.phone, first_name="Bob") == bob.id
    assert bob.do("import_contact", phone=alice.phone, first_name="Alice") == alice.id
    return Pair(alice, bob)


def test_live_both_ways(pair: Pair) -> None:
    there, back = unique("سلام، خوبی؟"), unique("ممنون 🌿 thanks")
    pair.alice.do("send", peer=pair.bob.id, text=there)
    seen = pair.bob.wait("message", text=there)
    assert (seen["chat"], seen["sender"], seen["out"]) == (pair.alice.id, pair.alice.id, False)
    pair.bob.do("send", peer=pair.alice.id, text=back)
    seen = pair.alice.wait("message", text=back)
    assert (seen["chat"], seen["sender"], seen["out"]) == (pair.bob.id, pair.bob.id, False)
    assert len(pair.bob.seen("message", text=there)) == len(pair.alice.seen("message", text=back)) == 1


def test_saved_messages(pair: Pair) -> None:
    text = unique("note to self")
    sent = pair.alice.do("send", peer=pair.alice.id, text=text)
    assert [one["text"] for one in pair.alice.do("history", peer=pair.alice.id, limit=1)] == [text]
    assert sent["id"] > 0


def test_edit(pair: Pair) -> None:
    before, after, back = unique("frist"), unique("first"), unique("answer")
    hers, his = pair.exchange(before)
    assert pair.alice.do("edit", peer=pair.bob.id, id=hers, text=after)["text"] == after
    assert pair.bob.wait("edit", text=after)["id"] == his
    answer = pair.bob.do("send", peer=pair.alice.id, text=unique("anwser"))
    pair.alice.wait("message", sender=pair.bob.id)
    pair.bob.do("edit", peer=pair.alice.id, id=answer["id"], text=back)
    assert pair.alice.wait("edit", text=back)["chat"] == pair.bob.id


def test_only_the_author_edits(pair: Pair) -> None:
    _, his = pair.exchange(unique("hers"))
    with pytest.raises(Refused) as refused:
        pair.bob.do("edit", peer=pair.alice.id, id=his, text="his")
    assert refused.value.name in {"MESSAGE_AUTHOR_REQUIRED", "MESSAGE_ID_INVALID"}


def test_delete_for_both(pair: Pair) -> None:
    hers, his = pair.exchange(unique("gone for both"))
    pair.alice.do("delete", peer=pair.bob.id, ids=[hers], revoke=True)
    pair.bob.wait("delete", ids=[his])
    back = unique("his, gone for both")
    sent = pair.bob.do("send", peer=pair.alice.id, text=back)
    seen = pair.alice.wait("message", text=back)
    pair.bob.do("delete", peer=pair.alice.id, ids=[sent["id"]], revoke=True)
    pair.alice.wait("delete", ids=[seen["id"]])
    assert seen["id"] not in ids_of(pair.alice.do("history", peer=pair.bob.id, limit=10))


def test_delete_for_one_side(pair: Pair) -> None:
    text = unique("gone for her")
    hers, his = pair.exchange(text)
    pair.alice.do("delete", peer=pair.bob.id, ids=[hers], revoke=False)
    assert hers not in ids_of(pair.alice.do("history", peer=pair.bob.id, limit=10))
    assert his in ids_of(pair.bob.do("history", peer=pair.alice.id, limit=10))


def test_read_marks(pair: Pair) -> None:
    hers, his = pair.exchange(unique("read me"))
    pair.bob.do("read", peer=pair.alice.id, max_id=his)
    pair.alice.wait("read", peer=pair.bob.id, max_id=hers, inbox=False)
    text = unique("and me")
    sent = pair.bob.do("send", peer=pair.alice.id, text=text)
    seen = pair.alice.wait("message", text=text)
    assert pair.alice.do("dialog", peer=pair.bob.id)["unread"] >= 1
    pair.alice.do("read", peer=pair.bob.id, max_id=seen["id"])
    pair.bob.wait("read", peer=pair.alice.id, max_id=sent["id"], inbox=False)
    dialog = pair.alice.do("dialog", peer=pair.bob.id)
    assert (dialog["unread"], dialog["read_inbox"]) == (0, seen["id"])


def test_typing(pair: Pair) -> None:
    pair.alice.do("typing", peer=pair.bob.id)
    pair.bob.wait("typing", user=pair.alice.id)
    pair.bob.do("typing", peer=pair.alice.id)
    pair.alice.wait("typing", user=pair.bob.id)


def test_forward(pair: Pair) -> None:
    text = unique("worth telling")
    pair.bob.do("send", peer=pair.alice.id, text=text)
    seen = pair.alice.wait("message", text=text)
    (copy,) = pair.alice.do("forward", peer=pair.bob.id, source=pair.bob.id, ids=[seen["id"]])
    assert (copy["text"], copy["forward_from"]) == (text, pair.bob.id)
    back = pair.bob.wait("message", text=text, sender=pair.alice.id)
    assert back["forward_from"] == pair.bob.id


def test_formatting(pair: Pair) -> None:
    """Offsets count UTF-16 units: the hoopoe's emoji is two of them."""
    for sender, reader in ((pair.alice, pair.bob), (pair.bob, pair.alice)):
        markdown = unique("هدهد 🪶 **پررنگ** و `code`")
        plain = markdown.replace("**", "").replace("`", "")
        entities = [["bold", 8, 5], ["code", 16, 4]]
        sent = sender.do("send_marked_up", peer=reader.id, markdown=markdown)
        seen = reader.wait("message", text=plain)
        assert sent["entities"] == seen["entities"] == entities


def test_reply(pair: Pair) -> None:
    hers, his = pair.exchange(unique("a question"))
    text = unique("an answer")
    pair.bob.do("send", peer=pair.alice.id, text=text, reply_to=his)
    seen = pair.alice.wait("message", text=text)
    assert seen["reply_to"] == hers
    text = unique("a remark")
    pair.alice.do("send", peer=pair.bob.id, text=text, reply_to=seen["id"])
    assert pair.bob.wait("message", text=text)["reply_to"] is not None


def test_quote(pair: Pair) -> None:
    """Layer 158 knows no quotes: there a reply with one arrives as a reply."""
    hers, his = pair.exchange(unique("one two three"))
    text = unique("about the second")
    pair.bob.do("send", peer=pair.alice.id, text=text, reply_to=his, quote="two")
    seen = pair.alice.wait("message", text=text)
    assert (seen["reply_to"], seen["quote"]) == (hers, None if pair.alice.library == "pyrogram" else "two")
    if pair.alice.library != "pyrogram":
        text = unique("about the third")
        pair.alice.do("send", peer=pair.bob.id, text=text, reply_to=hers, quote="three")
        seen = pair.bob.wait("message", text=text)
        assert (seen["reply_to"], seen["quote"]) == (his, "three")


def test_pin_for_both(pair: Pair) -> None:
    hers, his = pair.exchange(unique("keep this in sight"))
    pair.alice.do("pin", peer=pair.bob.id, id=hers)
    pair.bob.wait("pinned", ids=[his], pinned=True)
    assert hers in pair.alice.do("pinned", peer=pair.bob.id)
    assert his in pair.bob.do("pinned", peer=pair.alice.id)
    pair.bob.do("unpin", peer=pair.alice.id, id=his)
    pair.alice.wait("pinned", ids=[hers], pinned=False)


FOLDED = [
    ("كتاب يگانه", "کتاب یگانه"),  # Arabic kaf and yeh
    ("خانهٔ مؤمن أحمد", "خانه مومن احمد"),  # hamza forms
    ("می‌رَوَم", "میروم"),  # ZWNJ and diacritics
    ("شمارهٔ ۱۲۳۴۵", "12345"),  # Persian digits
    ("مدرسة", "مدرسه"),  # teh marbuta
]


@pytest.mark.parametrize("written, sought", FOLDED)
def test_search_folds_persian(pair: Pair, written: str, sought: str) -> None:
    text = unique(written)
    hers, _ = pair.exchange(text)
    assert hers in ids_of(eventually(pair.alice, hers, query=sought, peer=pair.bob.id))
    assert hers in ids_of(eventually(pair.alice, hers, query=sought))


def eventually(client: Client, wanted: int, **search: Any) -> list[Record]:
    """The index may lag by two seconds behind the messages."""
    found: list[Record] = []
    for _ in range(15):
        found = client.do("search", **search)
        if wanted in ids_of(found):
            break
        time.sleep(0.25)
    return found


def test_mark_unread(pair: Pair) -> None:
    pair.exchange(unique("later"))
    pair.alice.do("mark_unread", peer=pair.bob.id, unread=True)
    assert pair.alice.do("dialog", peer=pair.bob.id)["unread_mark"]
    pair.alice.do("mark_unread", peer=pair.bob.id, unread=False)
    assert not pair.alice.do("dialog", peer=pair.bob.id)["unread_mark"]


def test_draft(pair: Pair) -> None:
    text = unique("half a thought")
    pair.alice.do("draft", peer=pair.bob.id, text=text)
    assert pair.alice.do("dialog", peer=pair.bob.id)["draft"] == text
    pair.alice.do("draft", peer=pair.bob.id, text="")
    assert not pair.alice.do("dialog", peer=pair.bob.id)["draft"]


def test_archive(pair: Pair) -> None:
    pair.exchange(unique("to be put away"))
    pair.alice.do("archive", peer=pair.bob.id, archived=True)
    within(lambda: pair.bob.id in peers_of(pair.alice.do("dialogs", archived=True)))
    if pair.alice.library != "pyrogram":  # it asks for all folders
        assert pair.bob.id not in peers_of(pair.alice.do("dialogs"))
    pair.alice.do("archive", peer=pair.bob.id, archived=False)
    within(lambda: pair.bob.id in peers_of(pair.alice.do("dialogs")))


def test_pin_dialog(pair: Pair) -> None:
    pair.alice.do("send", peer=pair.alice.id, text=unique("newer"))
    pair.alice.do("pin_dialog", peer=pair.bob.id, pinned=True)
    within(lambda: peers_of(pair.alice.do("dialogs"))[0] == pair.bob.id)
    assert pair.alice.do("dialog", peer=pair.bob.id)["pinned"]
    pair.alice.do("pin_dialog", peer=pair.bob.id, pinned=False)
    within(lambda: not pair.alice.do("dialog", peer=pair.bob.id)["pinned"])


def test_folder(pair: Pair) -> None:
    pair.alice.do("set_folder", id=7, title="Friends", peers=[pair.bob.id])
    within(lambda: {"title": "Friends", "peers": [pair.bob.id]} in pair.alice.do("folders"))


def test_block(pair: Pair) -> None:
    unwanted, welcome = unique("unwanted"), unique("welcome")
    pair.alice.do("block", user=pair.bob.id, blocked=True)
    assert pair.alice.do("blocked") == [pair.bob.id]
    with suppress(Refused):  # telling him or not are both fair
        pair.bob.do("send", peer=pair.alice.id, text=unwanted)
    pair.alice.do("block", user=pair.bob.id, blocked=False)
    assert pair.alice.do("blocked") == []
    pair.bob.do("send", peer=pair.alice.id, text=welcome)
    pair.alice.wait("message", text=welcome)
    assert not pair.alice.seen("message", text=unwanted)


def test_privacy_of_online_status(pair: Pair) -> None:
    pair.alice.do("set_online_privacy", rule="all")
    pair.alice.do("set_online", online=True)
    within(lambda: pair.bob.do("user", user=pair.alice.id)["status"] == "online")
    pair.alice.do("set_online_privacy", rule="nobody")
    within(lambda: pair.bob.do("user", user=pair.alice.id)["status"] == "recently")
    pair.alice.do("set_online_privacy", rule="contacts")
    within(lambda: pair.bob.do("user", user=pair.alice.id)["status"] == "online")


def test_profile(pair: Pair) -> None:
    about = unique("about Alice")
    pair.alice.do("set_profile", first_name="Aliçe", last_name="Changed", about=about)
    assert pair.alice.do("me")["last_name"] == "Changed"
    assert pair.bob.do("about", user=pair.alice.id) == about


def test_username(pair: Pair) -> None:
    name = f"alice_{pair.alice.library}"
    pair.alice.do("set_username", username=name)
    assert pair.bob.do("resolve", username=name) == pair.alice.id
    within(lambda: pair.alice.do("me")["username"] == name)
    with pytest.raises(Refused) as refused:
        pair.bob.do("set_username", username=name)
    assert refused.value.name == "USERNAME_OCCUPIED"


def test_unknown_username(pair: Pair) -> None:
    with pytest.raises(Refused) as refused:
        pair.alice.do("resolve", username="nobody_has_this_name")
    assert refused.value.name == "USERNAME_NOT_OCCUPIED"
