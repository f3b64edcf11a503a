"""Editing one's own message: the content changes once, every owner's mailbox gets the event."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors
from hodhod.domain import access, admin_log, holders, personal, previews, rights
from hodhod.domain.admin_log import Kind
from hodhod.domain.entities import utf16_length
from hodhod.domain.media import albums, files
from hodhod.domain.media.files import Carried, NewFile
from hodhod.domain.media.kinds import REPLACEABLE
from hodhod.domain.previews import Looks
from hodhod.domain.rights import Admin
from hodhod.domain.stickers import custom_emoji
from hodhod.domain.updates import Counted, EventKind, Fact, append
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import messages as store
from hodhod.store import shared_media
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.records import Content, Message, Post

# the text and its entities as stored
Words = tuple[str, bytes | None]
PLAIN = Looks()


async def edit(
    tx: Tx,
    viewer: Viewer,
    peer: Peer,
    msg_id: int,
    words: Words | None,
    carried: Carried | None = None,
    looks: Looks = PLAIN,
) -> Counted:
    """Change the words, what it carries, or both; None leaves it as it is. Returns the viewer's own event.

    Raises MESSAGE_ID_INVALID, MESSAGE_AUTHOR_REQUIRED, MESSAGE_EDIT_TIME_EXPIRED, MESSAGE_NOT_MODIFIED and what the new
    content may not be.
    """
    row = await editable(tx, viewer, peer, msg_id)
    content = row.content
    edited = content
    if words is not None:
        edited = content._replace(text=words[0], entities=await custom_emoji.checked(tx, words[1]))
    if carried is not None:
        check_replaceable(content, carried)
        edited = edited._replace(media_kind=carried.kind, media_id=carried.media_id, media=carried.shell)
    edited = await previews.of_edited(tx, viewer, edited, looks)
    check_words(viewer, edited)
    if edited == content:
        raise errors.MESSAGE_NOT_MODIFIED
    edited = edited._replace(edit_date=viewer.now)
    await store.edit(tx, edited)
    if edited.webpage != content.webpage:
        await previews.wait(tx, viewer, edited)
    await admin_log.note(tx, viewer, peer, Kind.EDIT, row, row._replace(content=edited))
    if carried is not None:
        await _keep(tx, viewer, await holders.of(tx, viewer, peer), content, carried)
    also = await _edit_in_group(tx, viewer, row.post, edited) if row.post is not None and row.post.root else []
    return await tell(tx, viewer, peer, row, also)


async def editable(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> Message:
    """A message that the viewer may edit. Raises MESSAGE_ID_INVALID, MESSAGE_AUTHOR_REQUIRED, MESSAGE_EDIT_TIME_EXPIRED
    and what access.readable raises."""
    row = await access.message(tx, viewer, peer, msg_id)
    if row.content.action is not None:
        raise errors.MESSAGE_ID_INVALID
    await _check(tx, viewer, peer, row)
    return row


async def _edit_in_group(tx: Tx, viewer: Viewer, post: Post, edited: Content) -> list[Fact]:
    """The post went on into its discussion group: what it became there changes with it. What is to be told of that."""
    there = await store.find(tx, post.discussed, post.root)
    if there is None:
        return []
    await store.edit(
        tx,
        there.content._replace(
            text=edited.text,
            entities=edited.entities,
            media_kind=edited.media_kind,
            media_id=edited.media_id,
            media=edited.media,
            webpage=edited.webpage,
            edit_date=viewer.now,
        ),
    )
    if edited.media_kind != there.content.media_kind:
        await shared_media.set_kind(tx, [post.discussed], there.content.id, edited.media_kind)
    return [Fact(post.discussed, EventKind.EDIT, post.discussed, post.root)]


async def tell(tx: Tx, viewer: Viewer, peer: Peer, row: Message, also: Sequence[Fact] = ()) -> Counted:
    """A message is not what it was: everybody who has it hears of that. Returns the viewer's own event. also: what
    changed with it."""
    owners = await holders.of(tx, viewer, peer)
    copies = await store.copies_of(tx, owners, row.content.id)
    seen_by = await personal.concerned(tx, peer, row) if is_channel(peer) else ()
    facts = [Fact(copy.owner, EventKind.EDIT, copy.peer, copy.id, seen_by=seen_by) for copy in copies]
    records = await append(tx, [*facts, *also], viewer.now)
    return next(record for record in records if record.owner == viewer.box(peer))


async def _check(tx: Tx, viewer: Viewer, peer: Peer, row: Message) -> None:
    """May the viewer edit this: its author for some time, an administrator of a channel with the right for ever."""
    content = row.content
    if peer < 0:
        seen = await access.writable(tx, viewer, peer)
        if seen.chat.flags & ChatFlag.BROADCAST and rights.is_admin(seen, Admin.EDIT) and content.forward is None:
            return
    if not personal.is_own(viewer, row) or content.forward is not None:
        raise errors.MESSAGE_AUTHOR_REQUIRED
    if peer != viewer.user and viewer.now - content.date > viewer.world.limits.edit_time:
        raise errors.MESSAGE_EDIT_TIME_EXPIRED


def check_words(viewer: Viewer, edited: Content) -> None:
    """Raises MESSAGE_EMPTY, MEDIA_CAPTION_TOO_LONG."""
    if not edited.media_kind and not edited.text:
        raise errors.MESSAGE_EMPTY
    if edited.media_kind and utf16_length(edited.text) > viewer.world.limits.caption_length:
        raise errors.MEDIA_CAPTION_TOO_LONG


def check_replaceable(content: Content, carried: Carried) -> None:
    """Raises MEDIA_PREV_INVALID, MEDIA_NEW_INVALID, MEDIA_GROUPED_INVALID."""
    if content.media_kind and content.media_kind not in REPLACEABLE:
        raise errors.MEDIA_PREV_INVALID
    if carried.kind not in REPLACEABLE:
        raise errors.MEDIA_NEW_INVALID
    if content.grouped_id and not albums.go_together([content.media_kind, carried.kind]):
        raise errors.MEDIA_GROUPED_INVALID


async def _keep(tx: Tx, viewer: Viewer, owners: list[int], content: Content, carried: Carried) -> None:
    if isinstance(carried.new, NewFile):
        await files.add(tx, carried.new, viewer.now)
    if carried.kind != content.media_kind:
        await shared_media.set_kind(tx, owners, content.id, carried.kind)
