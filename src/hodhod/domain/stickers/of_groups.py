"""The sticker set and the emoji set of a supergroup: its members have them at hand.
core.telegram.org/api/stickers#supergroup-stickersets
"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import admin_log, chat_values, chats, public_names
from hodhod.domain.admin_log import Kind
from hodhod.domain.stickers.kinds import SetKind
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import installed_sets, stickers
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.records import Chat, SeenSet, StickerSet

_NAMES = {SetKind.REGULAR: "sticker_set", SetKind.EMOJI: "emoji_set"}
_KINDS = {SetKind.REGULAR: Kind.STICKER_SET, SetKind.EMOJI: Kind.EMOJI_SET}


async def put(tx: Tx, viewer: Viewer, peer: Peer, kind: SetKind, row: StickerSet | None) -> None:
    """Give a supergroup a set of this kind, or none.

    Raises CHAT_ID_INVALID, STICKERSET_INVALID, CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED and what access.joined raises.
    """
    seen = await chats.changing(tx, viewer, peer)
    if not seen.chat.flags & ChatFlag.MEGAGROUP:
        raise errors.CHAT_ID_INVALID
    if row is not None and row.kind != kind:
        raise errors.STICKERSET_INVALID
    before, after = _id(seen.chat, kind), row.id if row is not None else 0
    if before == after:
        raise errors.CHAT_NOT_MODIFIED
    await store_chats.put(tx, peer, settings=chat_values.changed(seen.chat, **{_NAMES[kind]: after or None}))
    await admin_log.note(tx, viewer, peer, _KINDS[kind], before, after)
    await public_names.changed(tx, viewer, peer)


async def found(tx: Tx, viewer: Viewer, chat: Chat, kind: SetKind) -> SeenSet | None:
    """The set of a chat; None: it has none, or it has been deleted."""
    row = await stickers.find_set(tx, _id(chat, kind)) if _id(chat, kind) else None
    return (await installed_sets.seen(tx, viewer.user, [row]))[0] if row is not None else None


def _id(chat: Chat, kind: SetKind) -> int:
    return int(chat_values.values(chat).get(_NAMES[kind], 0))
