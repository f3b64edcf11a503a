"""Folders that are shared by a link: making links, following them, hearing of what is added, leaving.
core.telegram.org/api/folders#shared-folders

A link names supergroups and channels. Each of them lets in who follows the link because it is public, or because
whoever made the link may invite people to it at that moment; a chat that would let nobody in is not offered. A folder
that came by a link remembers it, so that chats added to the link later are offered again (domain/following.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors
from hodhod.domain import access, folders, rights
from hodhod.domain.rights import Ban
from hodhod.domain.values import pack_peers
from hodhod.domain.viewer import Viewer
from hodhod.ids import CHANNEL_BASE, Peer, is_channel
from hodhod.store import chatlists as store
from hodhod.store.db import Tx
from hodhod.store.records import ChatlistInvite, SeenChat
from hodhod.tl import types

MAX_LINKS = 20
MAX_TITLE = 32

Folder = types.DialogFilter | types.DialogFilterChatlist


async def export(
    tx: Tx, viewer: Viewer, folder: int, title: str, peers: Sequence[int], slug: str
) -> tuple[Folder, ChatlistInvite]:
    """A new link to a folder, which becomes a shared one.

    Raises FILTER_ID_INVALID, FILTER_NOT_SUPPORTED (it takes chats by a rule), INVITES_TOO_MUCH and what _checked
    raises.
    """
    kept = await folders.find(tx, viewer, folder)
    shared = _shared(kept)
    if len(await store.of_folder(tx, viewer.user, folder)) >= MAX_LINKS:
        raise errors.INVITES_TOO_MUCH
    named = await _checked(tx, viewer, shared, peers)
    row = ChatlistInvite(slug, int(viewer.user), folder, title.strip()[:MAX_TITLE], pack_peers(named), viewer.now)
    await store.put_invite(tx, row)
    if not shared.has_my_invites:
        shared.has_my_invites = True
        await folders.write(tx, viewer, shared)
    return shared, row


async def edit(
    tx: Tx, viewer: Viewer, folder: int, slug: str, title: str | None, peers: Sequence[int] | None
) -> ChatlistInvite:
    """Raises FILTER_ID_INVALID, INVITE_SLUG_EXPIRED and what _checked raises."""
    row = await _own(tx, viewer, folder, slug)
    if title is not None:
        row = row._replace(title=title.strip()[:MAX_TITLE])
    if peers is not None:
        shared = _shared(await folders.find(tx, viewer, folder))
        row = row._replace(peers=pack_peers(await _checked(tx, viewer, shared, peers)))
    await store.put_invite(tx, row)
    return row


async def delete(tx: Tx, viewer: Viewer, folder: int, slug: str) -> None:
    """Raises FILTER_ID_INVALID, INVITE_SLUG_EXPIRED."""
    await _own(tx, viewer, folder, slug)
    await store.remove_invite(tx, slug)
    kept = await folders.find(tx, viewer, folder)
    if isinstance(kept, types.DialogFilterChatlist) and not await store.of_folder(tx, viewer.user, folder):
        kept.has_my_invites = False
        await folders.write(tx, viewer, kept)


async def listed(tx: Tx, viewer: Viewer, folder: int) -> list[ChatlistInvite]:
    """The viewer's links to a folder. Raises FILTER_ID_INVALID."""
    await folders.check_there(tx, viewer, folder)
    return await store.of_folder(tx, viewer.user, folder)


async def _own(tx: Tx, viewer: Viewer, folder: int, slug: str) -> ChatlistInvite:
    await folders.check_there(tx, viewer, folder)
    row = await store.get(tx, slug)
    if row is None or (row.owner, row.folder) != (viewer.user, folder):
        raise errors.INVITE_SLUG_EXPIRED
    return row


def _shared(kept: Folder) -> types.DialogFilterChatlist:
    """The folder as a shared one. Raises FILTER_NOT_SUPPORTED."""
    if isinstance(kept, types.DialogFilterChatlist):
        return kept
    by_rule = kept.contacts or kept.non_contacts or kept.groups or kept.broadcasts or kept.bots
    less = kept.exclude_muted or kept.exclude_read or kept.exclude_archived or kept.exclude_peers
    if by_rule or less:
        raise errors.FILTER_NOT_SUPPORTED
    return types.DialogFilterChatlist(
        id=kept.id,
        title=kept.title,
        title_noanimate=kept.title_noanimate,
        emoticon=kept.emoticon,
        color=kept.color,
        pinned_peers=kept.pinned_peers,
        include_peers=kept.include_peers,
    )


async def _checked(tx: Tx, viewer: Viewer, shared: types.DialogFilterChatlist, peers: Sequence[int]) -> list[int]:
    """Chats of the folder to which the viewer may let people in.

    Raises PEERS_LIST_EMPTY, CHANNEL_INVALID (no supergroup or channel of this folder), CHAT_ADMIN_REQUIRED and what
    access.joined raises.
    """
    wanted = list(dict.fromkeys(peers))
    if not wanted or len(wanted) > viewer.world.limits.folder_peers:
        raise errors.PEERS_LIST_EMPTY
    inside = set(peers_of(shared))
    for peer in wanted:
        if peer not in inside or not is_channel(peer):
            raise errors.CHANNEL_INVALID
        if not lets_in(await access.joined(tx, viewer, Peer(peer)), viewer):
            raise errors.CHAT_ADMIN_REQUIRED
    return wanted


def lets_in(seen: SeenChat, viewer: Viewer) -> bool:
    """May others come in because this viewer shares the chat?"""
    public = seen.chat.username is not None
    return not seen.chat.flags & rights.GONE and (public or rights.may(seen, Ban.INVITE, viewer.now))


def peers_of(folder: Folder) -> list[int]:
    """The peer integers of the chats that a folder names."""
    return [peer for one in (*folder.pinned_peers, *folder.include_peers) if (peer := _peer_of(one))]


def _peer_of(given: types.TypeInputPeer) -> int:
    if isinstance(given, types.InputPeerChannel):
        return -CHANNEL_BASE - given.channel_id
    if isinstance(given, types.InputPeerChat):
        return -given.chat_id
    return given.user_id if isinstance(given, types.InputPeerUser) else 0
