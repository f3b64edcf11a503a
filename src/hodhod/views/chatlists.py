"""Shared folders as TL."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain import links
from hodhod.domain.following import Offer
from hodhod.domain.updates import NewMessage
from hodhod.domain.values import unpack_peers
from hodhod.domain.viewer import Viewer
from hodhod.store.db import Tx
from hodhod.store.records import ChatlistInvite
from hodhod.tl import types
from hodhod.views.chats import channel_id
from hodhod.views.peers import described, described_in
from hodhod.views.refs import peer_of
from hodhod.views.updates import new_messages


def exported(viewer: Viewer, row: ChatlistInvite) -> types.ExportedChatlistInvite:
    return types.ExportedChatlistInvite(
        title=row.title, url=links.folder_url(row.slug, viewer.world.public_url), peers=_peers(unpack_peers(row.peers))
    )


async def listed(tx: Tx, viewer: Viewer, rows: Sequence[ChatlistInvite]) -> types.chatlists.ExportedInvites:
    users, chats = await described(tx, viewer, {peer for row in rows for peer in unpack_peers(row.peers)})
    return types.chatlists.ExportedInvites(invites=[exported(viewer, row) for row in rows], chats=chats, users=users)


async def offer(tx: Tx, viewer: Viewer, found: Offer) -> types.chatlists.TypeChatlistInvite:
    users, chats = await described(tx, viewer, set(found.peers))
    if found.folder:
        return types.chatlists.ChatlistInviteAlready(
            filter_id=found.folder,
            missing_peers=_peers([peer for peer in found.peers if peer not in found.joined]),
            already_peers=_peers(found.joined),
            chats=chats,
            users=users,
        )
    source = found.source
    return types.chatlists.ChatlistInvite(
        title=source.title, emoticon=source.emoticon, peers=_peers(found.peers), chats=chats, users=users
    )


async def missing(tx: Tx, viewer: Viewer, peers: Sequence[int]) -> types.chatlists.ChatlistUpdates:
    users, chats = await described(tx, viewer, set(peers))
    return types.chatlists.ChatlistUpdates(missing_peers=_peers(peers), chats=chats, users=users)


async def changed(
    tx: Tx, viewer: Viewer, folder: types.UpdateDialogFilter, records: Sequence[NewMessage], peers: set[int]
) -> types.Updates:
    """The answer to following or leaving: the folder, the chats, and what was told in them."""
    updates: list[types.TypeUpdate] = [types.UpdateChannel(channel_id=channel_id(peer)) for peer in sorted(peers)]
    updates += await new_messages(tx, viewer, records)
    users, chats = await described_in(tx, viewer, [record.message for record in records], peers)
    return types.Updates(updates=[*updates, folder], users=users, chats=chats, date=viewer.now, seq=0)


def _peers(peers: Sequence[int]) -> list[types.TypePeer]:
    return [peer_of(peer) for peer in peers]
