"""Reactions as TDLib lives with them: it drops one whose drawings are not to its taste, and says so in its log."""

from __future__ import annotations

from hodhod.domain.reaction_set import STANDARD
from tests.interop.clients import Client
from tests.interop.conftest import Make, Phones
from tests.interop.drivers.tdlib_records import ID_SHIFT
from tests.interop.scenario import Record, unique, within

UP, HEART = STANDARD[0], STANDARD[2]


def emoji(name: str) -> Record:
    return {"@type": "reactionTypeEmoji", "emoji": name}


def react(device: Client, chat: int, message_id: int, name: str) -> None:
    fields = {"chat_id": chat, "message_id": message_id << ID_SHIFT, "reaction_type": emoji(name)}
    device.do("ask", kind="getEmojiReaction", fields={"emoji": name})  # waits for the list that it fetches at its start
    device.do("ask", kind="addMessageReaction", fields=fields)


def reactions(device: Client, chat: int, message_id: int) -> dict[str, tuple[int, bool]]:
    """emoji -> (how often, did this one choose it)"""
    fields = {"chat_id": chat, "message_id": message_id << ID_SHIFT}
    message = device.do("ask", kind="getMessage", fields=fields)
    found = message.get("interaction_info", {}).get("reactions", {}).get("reactions", [])
    return {one["type"]["emoji"]: (one["total_count"], one["is_chosen"]) for one in found}


def test_every_drawing_of_the_standard_set_is_taken(client: Make, phone: Phones) -> None:
    sara = client("tdlib").sign_up(phone(), "Sara")
    for name in STANDARD:
        found = sara.do("ask", kind="getEmojiReaction", fields={"emoji": name})
        assert found["is_active"], name
        assert found["static_icon"]["format"]["@type"] == "stickerFormatWebp"
        for part in ("appear", "select", "activate", "effect"):
            assert found[f"{part}_animation"]["format"]["@type"] == "stickerFormatTgs", (name, part)
        assert found["around_animation"], name
        assert found["center_animation"], name
    icon = sara.do("ask", kind="getEmojiReaction", fields={"emoji": UP})["static_icon"]["sticker"]
    fields = {"file_id": icon["id"], "priority": 1, "offset": 0, "limit": 0, "synchronous": True}
    assert sara.do("ask", kind="downloadFile", fields=fields)["local"]["is_downloading_completed"]


def test_reacting_in_a_private_chat(client: Make, phone: Phones) -> None:
    sara = client("tdlib").sign_up(phone(), "Sara")
    reza = client("tdlib").sign_up(phone(), "Reza")
    assert sara.do("import_contact", phone=reza.phone, first_name="Reza") == reza.id
    assert reza.do("import_contact", phone=sara.phone, first_name="Sara") == sara.id
    text = unique("hello")
    own = sara.do("send", peer=reza.id, text=text)["id"]
    theirs = reza.wait("message", text=text)["id"]
    react(reza, sara.id, theirs, UP)
    within(lambda: reactions(sara, reza.id, own) == {UP: (1, False)})
    assert reactions(reza, sara.id, theirs) == {UP: (1, True)}
    react(reza, sara.id, theirs, HEART)
    within(lambda: reactions(sara, reza.id, own) == {HEART: (1, False)})
    fields = {"chat_id": reza.id, "message_id": own << ID_SHIFT, "reaction_type": None, "offset": "", "limit": 10}
    added = sara.do("ask", kind="getMessageAddedReactions", fields=fields)["reactions"]
    assert [(one["sender_id"]["user_id"], one["type"]["emoji"]) for one in added] == [(reza.id, HEART)]
    gone = {"chat_id": sara.id, "message_id": theirs << ID_SHIFT, "reaction_type": emoji(HEART)}
    reza.do("ask", kind="removeMessageReaction", fields=gone)
    within(lambda: reactions(sara, reza.id, own) == {})

    # what happened while nobody looked is there when they come back
    sara.do("disconnect")
    react(reza, sara.id, theirs, UP)
    sara.restart()
    within(lambda: reactions(sara, reza.id, own) == {UP: (1, False)})
