"""TDLib's objects as the records of link.py."""

from __future__ import annotations

from typing import Any

from tests.interop.drivers.link import Record

MAIN, ARCHIVE = {"@type": "chatListMain"}, {"@type": "chatListArchive"}
ID_SHIFT = 20


def text_of(content: Record) -> str:
    return str(content["text"]["text"]) if content.get("@type") == "messageText" else ""


def server_id(message_id: int) -> int:
    return message_id >> ID_SHIFT


def is_on_server(message_id: int) -> bool:
    return message_id % (1 << ID_SHIFT) == 0


def message_record(message: Record) -> Record:
    reply = message.get("reply_to") or {}
    origin = (message.get("forward_info") or {}).get("origin") or {}
    sender = message["sender_id"]
    return {
        "id": server_id(message["id"]),
        "chat": message["chat_id"],
        "sender": sender.get("user_id") or sender.get("chat_id"),
        "text": text_of(message["content"]),
        "out": message["is_outgoing"],
        "reply_to": server_id(reply["message_id"]) if reply else None,
        "quote": reply["quote"]["text"]["text"] if reply.get("quote") else None,
        "forward_from": origin.get("sender_user_id"),
        "edited": message["edit_date"] > 0,
        "service": message["content"]["@type"] != "messageText",
        "action": message["content"]["@type"].removeprefix("message"),
        "views": (message.get("interaction_info") or {}).get("view_count"),
        "mentioned": message["contains_unread_mention"],
        "entities": entities_of(message["content"]),
    }


def entities_of(content: Record) -> list[list[Any]]:
    if content["@type"] != "messageText":
        return []
    return [
        [one["type"]["@type"].removeprefix("textEntityType").lower(), one["offset"], one["length"]]
        for one in content["text"]["entities"]
    ]


def user_record(user: Record) -> Record:
    usernames = user.get("usernames") or {}
    return {
        "id": user["id"],
        "first_name": user["first_name"],
        "last_name": user["last_name"] or None,
        "username": usernames.get("editable_username"),
        "phone": user["phone_number"],
        "status": status_name(user["status"]),
        "contact": user["is_contact"],
        "mutual": user["is_mutual_contact"],
    }


def status_name(status: Record) -> str:
    return str(status["@type"]).removeprefix("userStatus").lower()


def formatted(text: str) -> Record:
    return {"@type": "formattedText", "text": text, "entities": []}


def dialog_record(chat: Record) -> Record:
    position: Record = next(iter(chat["positions"]), {})
    last = chat.get("last_message")
    return {
        "peer": chat["id"],
        "top": server_id(last["id"]) if last else 0,
        "unread": chat["unread_count"],
        "mentions": chat["unread_mention_count"],
        "unread_mark": chat["is_marked_as_unread"],
        "pinned": bool(position.get("is_pinned")),
        "archived": position.get("list") == ARCHIVE,
        "read_inbox": server_id(chat["last_read_inbox_message_id"]),
        "read_outbox": server_id(chat["last_read_outbox_message_id"]),
        "draft": draft_text(chat.get("draft_message")),
    }


def draft_text(draft: Record | None) -> str | None:
    if not draft:
        return None
    content = draft.get("content") or draft.get("input_message_text") or {}
    return str((content.get("text") or {}).get("text", ""))
