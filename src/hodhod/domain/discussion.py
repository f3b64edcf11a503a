"""Discussion groups: a channel's posts go on by themselves into the group, where people answer them.
core.telegram.org/api/discussion

A post that is to be discussed says so in its own row (posts.discussed, root 0; domain/threads.py) when it is written; a
job forwards what waits, in order: the group's row is held while posts are taken, and the transaction that appends the
message to the group writes its id into the post's row. So each post comes into the group exactly once, whichever worker
does it and however often. Another job takes it out of there when the post is deleted.

Lock order: the two chats ascending by peer; then mailboxes.
"""

from __future__ import annotations

from typing import cast

from hodhod import errors, tl
from hodhod.domain import access, admin_log, deleting, history_ttl, public_names, rights
from hodhod.domain.admin_log import Kind
from hodhod.domain.mentions import tl_peer
from hodhod.domain.rights import Admin
from hodhod.domain.updates import append_message
from hodhod.domain.viewer import Viewer, World
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import messages as store_messages
from hodhod.store import threads as store
from hodhod.store.bits import ChatFlag, ContentFlag, CopyFlag, Role
from hodhod.store.db import Tx
from hodhod.store.records import Content, Message, Post, SeenChat
from hodhod.tl import types

SLICE = 20
BROADCAST, MEGAGROUP = int(ChatFlag.BROADCAST), int(ChatFlag.MEGAGROUP)
PINNED, POST = int(CopyFlag.PINNED), int(ContentFlag.POST)


# --- linking


async def link(tx: Tx, viewer: Viewer, channel: Peer | None, group: Peer | None) -> None:
    """Let the group discuss the channel; None for one of them: what the other has is over.

    Raises BROADCAST_ID_INVALID, MEGAGROUP_ID_INVALID, MEGAGROUP_PREHISTORY_HIDDEN, LINK_NOT_MODIFIED,
    CHAT_ADMIN_REQUIRED and what access.joined raises.
    """
    if channel is None and group is None:
        raise errors.LINK_NOT_MODIFIED
    held = sorted(peer for peer in (channel, group) if peer is not None)
    for peer in held:
        await store_chats.lock(tx, peer)
    before: list[int] = []
    if channel is not None:
        before.append((await _channel(tx, viewer, channel)).chat.linked)
    if group is not None:
        before.append((await _group(tx, viewer, group)).chat.linked)
    if set(before) == ({0} if len(held) == 1 else set(held)):
        raise errors.LINK_NOT_MODIFIED
    for old in sorted(peer for peer in before if peer and peer not in held):
        await _put(tx, viewer, Peer(old), 0)
    for peer in held:
        other = next((one for one in held if one != peer), Peer(0))
        await _put(tx, viewer, peer, other)


async def _put(tx: Tx, viewer: Viewer, peer: Peer, linked: int) -> None:
    before = await store_chats.get(tx, peer)
    await store_chats.put(tx, peer, linked=linked)
    await admin_log.note(tx, viewer, peer, Kind.LINKED, before.linked if before is not None else 0, linked)
    await public_names.changed(tx, viewer, peer)


async def _channel(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    seen = await access.joined(tx, viewer, peer)
    if not seen.chat.flags & BROADCAST:
        raise errors.BROADCAST_ID_INVALID
    rights.check_admin(seen, Admin.CHANGE_INFO)
    return seen


async def _group(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    seen = await access.joined(tx, viewer, peer)
    if not seen.chat.flags & MEGAGROUP or seen.chat.flags & ChatFlag.FORUM:
        raise errors.MEGAGROUP_ID_INVALID
    rights.check_admin(seen, Admin.PIN)
    if seen.chat.flags & ChatFlag.HIDDEN_HISTORY:
        raise errors.MEGAGROUP_PREHISTORY_HIDDEN
    return seen


async def suitable(tx: Tx, viewer: Viewer) -> list[int]:
    """Groups that the viewer may let discuss a channel: supergroups where they may pin, basic groups of their own,
    which must become supergroups first."""
    rows = await store_chats.of_member(tx, viewer.user)
    groups = [row.peer for row in rows if not row.flags & (BROADCAST | ChatFlag.FORUM) and not row.linked]
    seen = await store_chats.seen(tx, viewer.user, groups)
    return sorted((peer for peer in groups if _is_suitable(seen[peer])), reverse=True)


def _is_suitable(seen: SeenChat) -> bool:
    if is_channel(seen.chat.peer):
        return rights.is_admin(seen, Admin.PIN)
    return seen.member is not None and seen.member.role == Role.CREATOR


# --- posts


async def forward_some(tx: Tx, world: World, payload: bytes, now: int) -> bool:
    """Forward the next posts that wait. False when none does any more."""
    channel, first = (int(word) for word in payload.split())
    group = await _linked(tx, channel)
    if group:
        await store_chats.lock(tx, group)
        group = await _linked(tx, channel)  # as it is now that the group is held
    rows = await store.waiting(tx, channel, first, SLICE)
    for row in rows:
        assert row.post is not None
        root = await _forward(tx, world, group, row, now) if row.post.discussed == group else 0
        await store.forwarded(tx, channel, row.copy.id, group if root else 0, root)
    return len(rows) == SLICE


async def _linked(tx: Tx, channel: int) -> int:
    chat = await store_chats.get(tx, channel)
    return chat.linked if chat is not None else 0


async def _forward(tx: Tx, world: World, group: int, row: Message, now: int) -> int:
    """The post as a message of the channel in its group, pinned there. Its id."""
    content = Content(
        id=world.ids.new(),
        sender=row.copy.owner,
        peer=group,
        date=now,
        flags=row.content.flags & ~POST,
        text=row.content.text,
        entities=row.content.entities,
        forward=tl.encode(_header(row)),
        media_kind=row.content.media_kind,
        media_id=row.content.media_id,
        webpage=row.content.webpage,
        media=row.content.media,
        grouped_id=row.content.grouped_id,
        saved_peer=row.copy.owner,
        saved_id=row.copy.id,
    )
    chat = await store_chats.get(tx, group)
    content = history_ttl.dated(content, chat.ttl if chat is not None else 0)
    (record,) = await append_message(tx, content, [(group, group, PINNED)], {}, {}, post=Post(0))
    return record.message.copy.id


async def take_back(tx: Tx, viewer: Viewer, payload: bytes) -> None:
    """Posts are gone from their channel: so is what they became in its group. What was said below them stays."""
    group, *roots = (int(word) for word in payload.split())
    await store_chats.lock(tx, group)
    linked = await _linked(tx, group)
    rows = [row for row in await store_messages.by_ids(tx, group, roots) if row.content.saved_peer == linked]
    await deleting.remove_posts(tx, viewer, group, rows)


def _header(row: Message) -> types.MessageFwdHeader:
    if row.content.forward is not None:
        header = cast("types.MessageFwdHeader", tl.decode(row.content.forward))
        header.saved_out, header.saved_from_id, header.saved_from_name, header.saved_date = False, None, None, None
        return header
    return types.MessageFwdHeader(
        from_id=tl_peer(row.copy.owner),
        channel_post=row.copy.id,
        date=row.content.date,
        post_author=row.post.signature if row.post is not None else None,
    )
