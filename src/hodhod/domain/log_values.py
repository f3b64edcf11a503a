"""What an entry of the admin log says besides who and when: two values, before and after, kept as JSON.

A value is a number, a text, or a row (a member, a link, a topic, a message) as its columns; bytes are written in
base64. Rows are kept whole because what they were is gone from where they stood.
"""

from __future__ import annotations

import base64
import json
from typing import Any, NamedTuple, cast

from hodhod.store.records import Content, Copy, Invite, Member, Message, Post, Topic

_BYTES = "b64"
_ROWS: dict[str, type[Member | Invite | Topic]] = {"member": Member, "invite": Invite, "topic": Topic}
Value = int | str | Member | Invite | Topic | Message | None


class Change(NamedTuple):
    """Before and after. None: there was nothing, or there is nothing to say."""

    before: Any = None
    after: Any = None


def pack(before: Value, after: Value) -> str:
    return json.dumps([_packed(before), _packed(after)], ensure_ascii=False, separators=(",", ":"))


def unpack(stored: str) -> Change:
    before, after = json.loads(stored)
    return Change(_unpacked(before), _unpacked(after))


def _packed(value: Value) -> Any:
    if isinstance(value, Message):
        post = _columns(value.post) if value.post is not None else None
        return {"message": [_columns(value.copy), _columns(value.content), value.reply_id, post]}
    kind = next((name for name, row in _ROWS.items() if isinstance(value, row)), None)
    return {kind: _columns(cast("tuple[Any, ...]", value))} if kind is not None else value


def _columns(row: tuple[Any, ...]) -> list[Any]:
    return [{_BYTES: base64.b64encode(one).decode()} if isinstance(one, bytes) else one for one in row]


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, columns),) = value.items()
    if kind == "message":
        copy, content, reply_id, post = columns
        whole = Post(*_row(post)) if post is not None else None
        return Message(Copy(*_row(copy)), Content(*_row(content)), reply_id, whole)
    return _ROWS[kind](*_row(columns))


def _row(columns: list[Any]) -> list[Any]:
    return [base64.b64decode(one[_BYTES]) if isinstance(one, dict) else one for one in columns]
