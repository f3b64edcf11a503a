"""Pyrogram's and Kurigram's objects as the records of link.py."""

from __future__ import annotations

from typing import Any

import pyrogram
from pyrogram.utils import get_peer_id

from tests.interop.drivers.link import Record

KURIGRAM = not pyrogram.__version__.startswith("2.0.")


def message_record(message: Any) -> Record:
    quote = getattr(message, "quote", None)
    origin = getattr(message, "forward_origin", None) if KURIGRAM else message
    forward = getattr(origin, "sender_user" if KURIGRAM else "forward_from", None) if origin else None
    sender = message.from_user or message.sender_chat
    return {
        "id": message.id,
        "chat": message.chat.id if message.chat else None,
        "sender": sender.id if sender else None,
        "text": str(message.text or ""),
        "out": bool(message.outgoing),
        "reply_to": message.reply_to_message_id,
        "quote": getattr(quote, "text", None),
        "forward_from": forward.id if forward else None,
        "edited": message.edit_date is not None,
        "views": message.views,
        "mentioned": bool(message.mentioned),
        "service": message.service is not None or message.text is None,  # Pyrogram does not know every action
        "action": message.service.name if message.service else None,
        "entities": [[one.type.name.lower(), one.offset, one.length] for one in message.entities or ()],
    }


def raw_message_record(message: Any) -> Record:
    return {"id": message.id, "text": getattr(message, "message", "") or "", "out": bool(message.out)}


def user_record(user: Any) -> Record:
    return {
        "id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "username": user.username,
        "phone": user.phone,
        "status": status_name(user.status),
        "contact": bool(user.contact),
        "mutual": bool(user.mutual_contact),
    }


def status_name(status: Any) -> str:
    return type(status).__name__.removeprefix("UserStatus").lower() if status else "empty"


def dialog_record(dialog: Any) -> Record:
    return {
        "peer": get_peer_id(dialog.peer),
        "top": dialog.top_message,
        "unread": dialog.unread_count,
        "mentions": dialog.unread_mentions_count,
        "unread_mark": bool(dialog.unread_mark),
        "pinned": bool(dialog.pinned),
        "archived": dialog.folder_id == 1,
        "read_inbox": dialog.read_inbox_max_id,
        "read_outbox": dialog.read_outbox_max_id,
        "draft": getattr(dialog.draft, "message", None),
    }
