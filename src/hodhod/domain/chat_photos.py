"""The photo that a group or channel is shown with."""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import access, admin_log, chats, posting
from hodhod.domain.admin_log import Kind
from hodhod.domain.media import portraits
from hodhod.domain.media.finding import Place, photo_size
from hodhod.domain.media.portraits import Portrait
from hodhod.domain.updates import NewMessage
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store
from hodhod.store.db import Tx
from hodhod.tl import types


async def edit(tx: Tx, viewer: Viewer, peer: Peer, portrait: Portrait | None) -> NewMessage:
    """Show the chat with this photo, None: without. Raises CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED and what
    access.joined raises."""
    seen = await chats.changing(tx, viewer, peer)
    photo_id = await portraits.keep(tx, viewer, portrait) if portrait is not None else 0
    if seen.chat.photo == photo_id:
        raise errors.CHAT_NOT_MODIFIED
    thumb = portrait.stripped if portrait is not None else None
    await store.put(tx, peer, photo=photo_id, photo_thumb=thumb, version=seen.chat.version + 1)
    await admin_log.note(tx, viewer, peer, Kind.PHOTO, seen.chat.photo, photo_id)
    return await posting.notice(tx, viewer, seen, _action(photo_id))


def _action(photo_id: int) -> types.TypeMessageAction:
    """What is stored of it: the photo's id; views/messages.py shows the photo to each viewer."""
    if not photo_id:
        return types.MessageActionChatDeletePhoto()
    return types.MessageActionChatEditPhoto(photo=types.PhotoEmpty(id=photo_id))


async def place(tx: Tx, viewer: Viewer, peer: Peer, photo_id: int, big: bool) -> Place:
    """Where the bytes of a chat's present photo are. Raises LOCATION_INVALID and what access.readable raises."""
    seen = await access.readable(tx, viewer, peer)
    if seen is None or not photo_id or seen.chat.photo != photo_id:
        raise errors.LOCATION_INVALID
    if not is_channel(peer) and not await access.was_in(tx, viewer, peer):
        raise errors.LOCATION_INVALID
    return await photo_size(tx, photo_id, big=big)
