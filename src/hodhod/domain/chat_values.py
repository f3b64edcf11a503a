"""Rarer values of a chat: JSON in chats.settings, only what differs from the default."""

from __future__ import annotations

import json
from typing import Any

from hodhod.store.records import Chat


def values(chat: Chat) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(chat.settings) if chat.settings else {}
    return found


def changed(chat: Chat, **new: Any) -> str | None:
    """The settings of the chat with other values, as they are stored; None takes one away."""
    kept = {name: value for name, value in sorted({**values(chat), **new}.items()) if value is not None}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else None
