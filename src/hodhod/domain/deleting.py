"""Deleting: copies go, for one side or both; a content goes with its last copy; unread counts follow.

Deleting n messages of a mailbox is one event that covers n pts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hodhod import errors
from hodhod.domain import access, admin_log, holders, personal, rights, saved, threads, topics
from hodhod.domain.admin_log import Kind
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.rights import Admin
from hodhod.domain.stats import public_forwards, tally
from hodhod.domain.updates import Counted, EventKind, Fact, append
from hodhod.domain.values import pack_ids
from hodhod.domain.viewer import Viewer
from hodhod.ids import SERVICE_USER, Peer
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store import mailboxes
from hodhod.store import messages as store
from hodhod.store import polls as store_polls
from hodhod.store import posts as store_posts
from hodhod.store import reactions as store_reactions
from hodhod.store import saved as store_saved
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.records import Copy, Message, SeenChat

# what one transaction may touch (design: short transactions)
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Affected:
    """messages.affectedMessages/affectedHistory: pts and pts_count of the viewer, and how many are left to do."""

    pts: int
    count: int
    left: int = 0


async def delete_messages(tx: Tx, viewer: Viewer, ids: Sequence[int], revoke: bool) -> Affected:
    """Delete own copies by id, the other sides' as well with `revoke`. Raises MESSAGE_DELETE_FORBIDDEN."""
    rows = await store.by_ids(tx, viewer.user, ids[:AT_ONCE])
    if revoke:
        await _check_revoke(tx, viewer, rows)
    if revoke and any(viewer.now - row.content.date > viewer.world.limits.revoke_time for row in rows):
        raise errors.MESSAGE_DELETE_FORBIDDEN
    return await _delete(tx, viewer, [row.copy for row in rows], revoke)


async def delete_history(tx: Tx, viewer: Viewer, peer: Peer, max_id: int, revoke: bool, clear: bool) -> Affected:
    """Delete a chat's messages up to max_id (0: all), newest first, a slice at a time; the dialog goes with the last
    one.

    clear: keep the dialog in the list, empty.
    """
    upto = max_id or 2**31 - 1
    slice_ = await store.ids_up_to(tx, viewer.user, peer, upto, AT_ONCE)
    rows = await store.by_ids(tx, viewer.user, [msg_id for msg_id, _ in slice_])
    done = await _delete(tx, viewer, [row.copy for row in rows], revoke and peer > 0)
    left = await store.count(tx, viewer.user, peer) if len(slice_) == AT_ONCE else 0
    if not left and not clear:
        await store_dialogs.put(tx, viewer.user, peer, pinned=0, unread_mark=0)
    return Affected(done.pts, done.count, left)


async def delete_saved_history(
    tx: Tx, viewer: Viewer, peer: Peer, max_id: int, min_date: int, max_date: int
) -> Affected:
    """Delete a saved dialog's messages up to max_id (0: all) and between the dates (0: any), newest first, a slice at a
    time."""
    above = await store_saved.first_at(tx, viewer.user, peer, min_date) - 1 if min_date else 0
    if above < 0:  # nothing is so young
        return await _affected(tx, viewer, [])
    # the first that is too young, 0 when none is
    young = await store_saved.first_at(tx, viewer.user, peer, max_date + 1) if max_date else 0
    below = min(max_id + 1 if max_id else 2**31, young or 2**31)
    ids = await store_saved.older_ids(tx, viewer.user, peer, below, above, AT_ONCE)
    rows = await store.by_ids(tx, viewer.user, ids)
    done = await _delete(tx, viewer, [row.copy for row in rows], revoke=False)
    rest = await store_saved.older_ids(tx, viewer.user, peer, min(ids, default=0), above, 1)
    return Affected(done.pts, done.count, len(rest))


async def _delete(tx: Tx, viewer: Viewer, own: Sequence[Copy], revoke: bool) -> Affected:
    by_owner: dict[int, list[Copy]] = {int(viewer.user): list(own)} if own else {}
    if revoke:
        for peer, contents in _by_peer(own).items():
            for holder in await _others(tx, viewer, peer):
                theirs = await store.owned_copies(tx, holder, contents)
                if theirs:
                    by_owner.setdefault(holder, []).extend(theirs)
    records = await remove_copies(tx, by_owner, viewer.now)
    await drop_orphans(tx, own)
    if kept := [copy.id for copy in own if copy.peer == viewer.user]:
        await saved.forget(tx, viewer, kept)
    return await _affected(tx, viewer, records)


async def remove_copies(tx: Tx, by_owner: Mapping[int, Sequence[Copy]], now: int) -> list[Counted]:
    """Take copies out of their owners' mailboxes; the caller has seen to the right, and sees to their
    contents."""
    for owner, copies in by_owner.items():
        await store.delete_copies(tx, owner, [copy.id for copy in copies])
        await store_reactions.seen(tx, owner, [copy.content_id for copy in copies])
        polls = [copy.content_id for copy in copies if copy.media_kind == MediaKind.POLL]
        await store_polls.seen(tx, owner, polls)
    records = await append(tx, [_fact(owner, copies) for owner, copies in by_owner.items()], now)
    for owner, copies in by_owner.items():
        for peer in _by_peer(copies):
            await _settle(tx, owner, peer, [copy.id for copy in copies if copy.peer == peer])
    return records


async def _check_revoke(tx: Tx, viewer: Viewer, rows: Sequence[Message]) -> None:
    """In a basic group one's own messages are deleted for all, others' by an administrator. Raises
    MESSAGE_DELETE_FORBIDDEN."""
    others = {row.copy.peer for row in rows if row.copy.peer < 0 and row.content.sender != viewer.user}
    for peer in others:
        if not rights.is_admin(await access.chat(tx, viewer, Peer(peer)), Admin.DELETE):
            raise errors.MESSAGE_DELETE_FORBIDDEN


async def _others(tx: Tx, viewer: Viewer, peer: int) -> list[int]:
    """Who else holds copies that go with the viewer's."""
    if peer == SERVICE_USER:
        return []
    return [owner for owner in await holders.of(tx, viewer, peer) if owner != viewer.user]


async def delete_posts(tx: Tx, viewer: Viewer, peer: Peer, ids: Sequence[int]) -> Affected:
    """Delete messages of a supergroup or channel for everybody: one's own ones, others' by an administrator.

    Raises what access.joined raises, and MESSAGE_DELETE_FORBIDDEN.
    """
    await store_chats.share(tx, peer)
    seen = await access.writable(tx, viewer, peer)
    rows = await store.by_ids(tx, peer, ids[:AT_ONCE])
    if not all(_may_delete(viewer, seen, row) for row in rows):
        raise errors.MESSAGE_DELETE_FORBIDDEN
    await admin_log.note_each(tx, viewer, peer, Kind.DELETE, [row for row in rows if row.content.action is None])
    await tally.did(tx, viewer, peer, deleted=sum(1 for row in rows if not personal.is_own(viewer, row)))
    return await remove_posts(tx, viewer, peer, rows)


def _may_delete(viewer: Viewer, seen: SeenChat, row: Message) -> bool:
    if topics.begins(row) or (row.copy.id == 1 and row.content.action is not None):
        return False  # what tells of a topic's beginning, or the chat's
    own = personal.is_own(viewer, row) and (
        not seen.chat.flags & ChatFlag.BROADCAST or rights.is_admin(seen, Admin.POST)
    )
    return own or rights.is_admin(seen, Admin.DELETE)


async def remove_posts(tx: Tx, viewer: Viewer, peer: int, rows: Sequence[Message]) -> Affected:
    """The same for whoever has the right already."""
    if not rows:
        return Affected((await mailboxes.place(tx, peer)).pts, 0)
    ids = [row.copy.id for row in rows]
    await store.delete_copies(tx, peer, ids)
    await threads.removed(tx, peer, ids)
    await threads.withdrawn(tx, rows, viewer.now)
    await public_forwards.are_gone(tx, rows)
    await store_posts.remove(tx, peer, ids)
    polls = {row.content.media_id: row.content.id for row in rows if row.content.media_kind == MediaKind.POLL}
    await store_polls.gone(tx, list(polls), list(polls.values()))
    await forget_contents(tx, [row.content.id for row in rows])
    (record,) = await append(tx, [_fact(peer, [row.copy for row in rows])], viewer.now)
    chat = await store_chats.get(tx, peer)
    if chat is not None:
        await topics.removed(tx, chat, list(rows))
    if chat is not None and chat.top_id in ids:
        top_id, top_date = await store.top(tx, peer, peer)
        await store_chats.put(tx, peer, top_id=top_id, top_date=top_date)
    return Affected(record.pts, len(ids))


def _by_peer(copies: Sequence[Copy]) -> dict[int, list[int]]:
    """peer -> content ids"""
    found: dict[int, list[int]] = defaultdict(list)
    for copy in copies:
        found[copy.peer].append(copy.content_id)
    return found


def _fact(owner: int, copies: Sequence[Copy]) -> Fact:
    ids = [copy.id for copy in copies]
    return Fact(owner, EventKind.DELETE, 0, 0, pack_ids(ids), len(ids))


async def _affected(tx: Tx, viewer: Viewer, records: Sequence[Counted]) -> Affected:
    for record in records:
        if record.owner == viewer.user:
            return Affected(record.pts, record.event.pts_count)
    return Affected((await mailboxes.place(tx, viewer.user)).pts, 0)


async def drop_orphans(tx: Tx, own: Sequence[Copy]) -> None:
    """Forget contents of which no side has a copy any more. Those of basic groups are kept: who left has copies too."""
    for peer, contents in _by_peer(own).items():
        if peer < 0:
            continue
        kept = {copy.content_id for copy in await store.owned_copies(tx, peer, contents)}
        gone = [content for content in contents if content not in kept]
        if gone:
            await forget_contents(tx, gone)


async def forget_contents(tx: Tx, contents: Sequence[int]) -> None:
    """Contents that nobody has any more, and what people thought of them."""
    await store.drop_contents(tx, contents)
    await store_reactions.drop(tx, contents)


async def _settle(tx: Tx, owner: int, peer: int, gone: Sequence[int]) -> None:
    """The dialog after a deletion: its newest message, and its unread count where the deletion touched it."""
    if peer < 0:
        await store_posts.forget_mentions(tx, owner, peer, gone)
    dialog = await store_dialogs.find(tx, owner, peer)
    if dialog is None:
        return
    values: dict[str, int] = {}
    if dialog.top_id in gone:
        top_id, top_date = await store.top(tx, owner, peer)
        values |= {"top_id": top_id, "top_date": top_date}
    if any(msg_id > dialog.read_inbox for msg_id in gone):
        values["unread"] = await store.unread_after(tx, owner, peer, dialog.read_inbox)
    await store_dialogs.put(tx, owner, peer, **values)
