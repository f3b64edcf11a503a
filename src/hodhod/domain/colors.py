"""The colour of a person's or channel's name, with an emoji that makes a pattern of it. core.telegram.org/api/colors

There are the seven colours that every client knows; for the background of a profile clients know none by themselves, so
there it is a pattern alone. A colour is kept as [number or None, emoji or None], nothing of both as [].
"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import admin_log, chat_values, chats, public_names, settings
from hodhod.domain.admin_log import Kind
from hodhod.domain.people import tell_around
from hodhod.domain.stickers import custom_emoji
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store.db import Tx
from hodhod.store.records import Chat, User

KNOWN = range(7)
NAME, PROFILE = "color", "profile_color"
Color = list[int | None]


def of_user(user: User, which: str) -> Color:
    """which: NAME or PROFILE."""
    found: Color = settings.value(user, which)
    return found


def of_chat(chat: Chat, which: str) -> Color:
    found: Color = chat_values.values(chat).get(which, [])
    return found


async def put(tx: Tx, viewer: Viewer, which: str, color: int | None, emoji: int | None) -> None:
    """The viewer's own. Raises COLOR_INVALID, DOCUMENT_INVALID."""
    new = await _checked(tx, which, color, emoji)
    if new != await settings.get(tx, viewer, which):
        await settings.put(tx, viewer, **{which: new})
        await tell_around(tx, viewer, StateKind.USER)


async def put_of_channel(tx: Tx, viewer: Viewer, peer: Peer, which: str, color: int | None, emoji: int | None) -> None:
    """Raises COLOR_INVALID, DOCUMENT_INVALID, CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED and what access.joined raises."""
    new = await _checked(tx, which, color, emoji)
    chat = (await chats.changing(tx, viewer, peer)).chat
    old = of_chat(chat, which)
    if new == old:
        raise errors.CHAT_NOT_MODIFIED
    await store_chats.put(tx, peer, settings=chat_values.changed(chat, **{which: new or None}))
    kind = Kind.PROFILE_COLOR if which == PROFILE else Kind.COLOR
    await admin_log.note(tx, viewer, peer, kind, packed(old), packed(new))
    await public_names.changed(tx, viewer, peer)


async def _checked(tx: Tx, which: str, color: int | None, emoji: int | None) -> Color:
    if color is not None and (which == PROFILE or color not in KNOWN):
        raise errors.COLOR_INVALID
    if emoji and not await custom_emoji.found(tx, [emoji]):
        raise errors.DOCUMENT_INVALID
    return [color, emoji or None] if color is not None or emoji else []


def packed(color: Color) -> str:
    """As an entry of the admin log keeps it."""
    return " ".join("" if part is None else str(part) for part in color)


def unpacked(text: str) -> Color:
    return [int(part) if part else None for part in text.split(" ")] if text else []
