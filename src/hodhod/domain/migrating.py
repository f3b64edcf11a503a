"""A basic group becomes a supergroup. core.telegram.org/api/channel#migration

Everybody is moved in one transaction, which a group's size allows. The old group stays with its messages in its
members' mailboxes, says where it went, and refuses writes; the supergroup begins with a message that says where it came
from.

Lock order: the old chat's row, then mailboxes (the members', then the new one, which nobody else knows yet).
"""

from __future__ import annotations

from hodhod.domain import access, chats, joins, posting
from hodhod.domain.updates import NewMessage
from hodhod.domain.viewer import Viewer
from hodhod.ids import CHANNEL_BASE, Peer, PeerKind
from hodhod.store import chats as store
from hodhod.store import mailboxes
from hodhod.store import members as store_members
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.records import Chat
from hodhod.tl import types

# What a supergroup can have of a basic group's flags.
KEPT = int(ChatFlag.NOFORWARDS | ChatFlag.VERIFIED)


async def migrate(tx: Tx, viewer: Viewer, peer: Peer) -> tuple[Peer, list[NewMessage]]:
    """The supergroup, and the messages that tell of it: the viewer's own in the old group, and the first of the new.

    Raises CHAT_ADMIN_REQUIRED and what access.joined raises.
    """
    seen = await chats.owned(tx, viewer, peer)
    new = await _create(tx, viewer, seen.chat)
    told = await posting.notice(tx, viewer, seen, types.MessageActionChatMigrateTo(channel_id=-CHANNEL_BASE - new))
    for row in await store_members.everybody(tx, peer, viewer.world.limits.chat_size):
        await joins.enter(tx, viewer, row._replace(peer=new))
    await store.put(tx, peer, flags=int(seen.chat.flags | ChatFlag.GONE), migrated=new)
    await store.count(tx, peer)
    begins = types.MessageActionChannelMigrateFrom(title=seen.chat.title, chat_id=-peer)
    return new, [told, await posting.notice(tx, viewer, await access.chat(tx, viewer, new), begins)]


async def _create(tx: Tx, viewer: Viewer, old: Chat) -> Peer:
    """The supergroup as the group was, with nobody in it yet; the counts are those of everybody."""
    new = await store.new_peer(tx, PeerKind.CHANNEL)
    await store.create(tx, old._replace(peer=new, date=viewer.now, flags=old.flags & KEPT | ChatFlag.MEGAGROUP))
    await store.put(tx, new, photo=old.photo, photo_thumb=old.photo_thumb, settings=old.settings, migrated=old.peer)
    await mailboxes.create(tx, new)
    return new
