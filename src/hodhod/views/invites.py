"""Links into groups and channels as TL. core.telegram.org/constructor/chatInviteExported"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain import links, privacy, rights
from hodhod.domain.importing import Offer
from hodhod.domain.invites import PERMANENT, REQUEST, REVOKED, Shown
from hodhod.domain.viewer import Viewer
from hodhod.ids import is_channel
from hodhod.store import users as store_users
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.records import Importer, SeenUser
from hodhod.tl import types
from hodhod.views.chats import chat
from hodhod.views.peers import described, user

COLORS = 7


def exported(viewer: Viewer, shown: Shown) -> types.ChatInviteExported:
    row = shown.invite
    return types.ChatInviteExported(
        revoked=row.flags & REVOKED != 0,
        permanent=row.flags & PERMANENT != 0,
        request_needed=row.flags & REQUEST != 0,
        link=links.invite_url(row.hash, viewer.world.public_url),
        admin_id=row.admin,
        date=row.date,
        start_date=row.changed or None,
        expire_date=row.expires or None,
        usage_limit=row.usage_limit or None,
        usage=row.used or None,
        requested=shown.pending or None,
        title=row.title or None,
    )


async def offered(tx: Tx, viewer: Viewer, offer: Offer) -> types.TypeChatInvite:
    """What the link leads to: the chat itself for its members, for others what they may know before."""
    row = offer.seen.chat
    if rights.is_member(offer.seen):
        return types.ChatInviteAlready(chat=chat(offer.seen, viewer))
    seen = await store_users.seen(tx, viewer.user, offer.known)
    return types.ChatInvite(
        channel=is_channel(row.peer),
        broadcast=row.flags & ChatFlag.BROADCAST != 0,
        public=row.username is not None,
        megagroup=row.flags & ChatFlag.MEGAGROUP != 0,
        verified=row.flags & ChatFlag.VERIFIED != 0,
        request_needed=offer.invite.flags & REQUEST != 0,
        title=row.title,
        about=row.about or None,
        photo=types.PhotoEmpty(id=0),
        participants_count=row.members,
        participants=[user(seen[known], viewer) for known in offer.known if known in seen] or None,
        color=-row.peer % COLORS,
    )


async def importers(tx: Tx, viewer: Viewer, count: int, rows: Sequence[Importer]) -> types.messages.ChatInviteImporters:
    named = {row.user_id for row in rows} | {row.approved_by for row in rows if row.approved_by}
    seen = await store_users.seen(tx, viewer.user, [row.user_id for row in rows])
    users, _ = await described(tx, viewer, named)
    return types.messages.ChatInviteImporters(
        count=count,
        importers=[
            types.ChatInviteImporter(
                requested=row.requested != 0,
                user_id=row.user_id,
                date=row.date,
                about=_about(viewer, seen[row.user_id]) if row.requested else None,
                approved_by=row.approved_by or None,
            )
            for row in rows
            if row.user_id in seen
        ],
        users=users,
    )


def _about(viewer: Viewer, seen: SeenUser) -> str | None:
    return (seen.user.about or None) if privacy.allows(seen, "about", viewer.user) else None
