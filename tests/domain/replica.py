"""A client in small: what a device knows of its chats, from a first look and then from updates alone.

It holds messages, pins, read marks and unread counts of its user's mailbox and of every channel that the user is in.
`fresh` looks anew. Two replicas that know the same are equal in `known`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hodhod import tl
from hodhod.delivery.channels import seen_differently
from hodhod.domain import access, difference, rights
from hodhod.domain import dialogs as domain_dialogs
from hodhod.domain.viewer import EVERYBODY, Viewer
from hodhod.ids import CHANNEL_BASE, Peer, is_channel
from hodhod.store import mailboxes
from hodhod.store import messages as store
from hodhod.store.db import Tx
from hodhod.tl import types
from hodhod.views import dialogs
from hodhod.views import difference as view
from hodhod.views import messages as message_view
from hodhod.views.updates import render
from tests.domain.world import Cast

LAST = 2**31 - 1


@dataclass
class Box:
    """One mailbox as the device has it, and the pts up to which it has seen it."""

    pts: int
    messages: dict[int, types.TypeMessage] = field(default_factory=dict)


@dataclass
class Replica:
    """A device of a person."""

    cast: Cast
    name: str
    boxes: dict[int, Box] = field(default_factory=dict)
    marks: dict[int, dict[str, int]] = field(default_factory=dict)
    just_seen: set[int] = field(default_factory=set)

    @property
    def user(self) -> int:
        return self.cast.people[self.name]

    @property
    def viewer(self) -> Viewer:
        return self.cast.viewer(self.name)

    # --- a first look

    async def look(self, peers: Sequence[int]) -> Replica:
        """Everything as it is now."""
        self.boxes, self.marks = {}, {}
        await self.cast.read(self._take_box, self.user, None)
        for peer in peers:
            await self.cast.read(self._take, peer)
        return self

    async def _take(self, tx: Tx, peer: int) -> None:
        if is_channel(peer):
            if not rights.is_member(await access.chat(tx, self.viewer, Peer(peer))):
                return
            await self._take_box(tx, peer, peer)
        found = await dialogs.parts(tx, self.viewer, await domain_dialogs.chosen(tx, self.viewer, [peer]))
        for one in found.dialogs:
            assert isinstance(one, types.Dialog)
            self.marks[peer] = {"in": one.read_inbox_max_id, "out": one.read_outbox_max_id, "unread": one.unread_count}

    async def _take_box(self, tx: Tx, owner: int, peer: int | None) -> None:
        place = await mailboxes.place(tx, owner)
        if peer is None:
            rows = await store.by_ids(tx, owner, list(range(1, place.top_id + 1)))
        else:
            rows = await store.older(tx, owner, peer, LAST, 0, 1000)
        shown = await message_view.messages(tx, self.viewer, rows)
        self.boxes[owner] = Box(place.pts, {row.copy.id: one for row, one in zip(rows, shown, strict=True)})

    # --- live

    async def hear(self, told: Sequence[object]) -> None:
        """What delivery would push of these records to this device: its user's own, then those of its channels."""
        self.just_seen = set()
        own = [record for record in told if getattr(record, "owner", 0) == self.user]
        await self._hear(self.viewer, own)
        for record in told:
            if getattr(record, "owner", 0) in self.boxes and record not in own:
                special = self.user in seen_differently(record)
                everybody = Viewer(EVERYBODY, self.cast.now, self.cast.world)
                await self._hear(self.viewer if special else everybody, [record])

    async def _hear(self, viewer: Viewer, records: Sequence[object]) -> None:
        pushed = await self.cast.read(render, viewer, records)
        if pushed is not None:
            for update in pushed.updates:
                if self._fits(update):
                    await self._apply_one(update)

    def _fits(self, update: Any) -> bool:
        """A push with pts fits exactly behind what the device has: none is lost, none comes twice. False: it was in
        what the device has just looked at."""
        count, owner = getattr(update, "pts_count", 0), self._owner(update)
        if count and owner in self.just_seen and update.pts <= self.boxes[owner].pts:
            return False
        if count:
            assert update.pts - count == self.boxes[owner].pts, f"a gap or a repeat before {update}"
            self.boxes[owner].pts = update.pts
        return True

    # --- catching up

    async def catch_up(self, limit: int = 500) -> None:
        """getDifference until it is the last slice, then what it names: channels with news, or seen anew."""
        viewer, date, final = self.viewer, 1, False
        while not final:
            missed = await self.cast.read(difference.missed, self.user, self.boxes[self.user].pts, date, limit)
            state = types.updates.State(pts=missed.pts, qts=0, date=date, seq=0, unread_count=0)
            found: Any = await self.cast.read(view.difference, viewer, missed, state)
            await self._apply([_new(one) for one in found.new_messages] + found.other_updates)
            self.boxes[self.user].pts = missed.pts
            final = missed.final

    async def _catch_up_with(self, peer: int, limit: int = 3) -> None:
        final = False
        while not final:
            missed = await self.cast.read(difference.missed, peer, self.boxes[peer].pts, 0, limit)
            found: Any = await self.cast.read(view.channel_difference, self.viewer, peer, missed)
            new = [_new(one) for one in getattr(found, "new_messages", [])]
            await self._apply(new + getattr(found, "other_updates", []))
            self.boxes[peer].pts, final = found.pts, found.final

    # --- updates

    async def _apply(self, updates: Sequence[Any]) -> None:
        for update in updates:
            await self._apply_one(update)

    async def _apply_one(self, update: Any) -> None:
        owner = self._owner(update)
        match update:
            case types.UpdateNewMessage() | types.UpdateNewChannelMessage():
                self._add(owner, update.message)
            case types.UpdateEditMessage() | types.UpdateEditChannelMessage():
                self.boxes[owner].messages[update.message.id] = update.message
            case types.UpdateDeleteMessages() | types.UpdateDeleteChannelMessages():
                for one in update.messages:
                    self._forget(owner, one)
            case types.UpdatePinnedMessages() | types.UpdatePinnedChannelMessages():
                for one in update.messages:
                    self.boxes[owner].messages[one].pinned = update.pinned  # type: ignore[union-attr]
            case types.UpdateWebPage() | types.UpdateChannelWebPage():
                self._show_page(update.webpage)
            case types.UpdateChannel():
                await self._look_at(owner)
            case types.UpdateChannelTooLong() if owner in self.boxes:
                await self._catch_up_with(owner)
            case _:
                await self._apply_mark(owner, update)

    async def _apply_mark(self, owner: int, update: Any) -> None:
        match update:
            case types.UpdateReadHistoryInbox():
                self._mark(peer_of(update.peer), "in", update.max_id, update.still_unread_count)
            case types.UpdateReadHistoryOutbox():
                self._mark(peer_of(update.peer), "out", update.max_id)
            case types.UpdateReadChannelInbox() if owner in self.boxes:
                if update.pts > self.boxes[owner].pts:  # the count is that of then
                    await self._catch_up_with(owner)
                self._mark(owner, "in", update.max_id, update.still_unread_count)
            case types.UpdateReadChannelOutbox():
                self._mark(owner, "out", update.max_id)
            case types.UpdateReadMessagesContents() | types.UpdateChannelReadMessagesContents():
                for one in update.messages:
                    self.boxes[owner].messages[one].media_unread = False  # type: ignore[union-attr]

    def _owner(self, update: Any) -> int:
        """Whose mailbox the update is of."""
        channel = getattr(update, "channel_id", 0)
        peer = getattr(getattr(update, "message", None), "peer_id", None)
        if isinstance(peer, types.PeerChannel):
            channel = peer.channel_id
        return -CHANNEL_BASE - channel if channel else self.user

    def _add(self, owner: int, message: Any) -> None:
        is_new = message.id not in self.boxes[owner].messages
        self.boxes[owner].messages[message.id] = message
        peer = peer_of(message.peer_id)
        marks = self.marks.setdefault(peer, {"in": 0, "out": 0, "unread": 0})
        if message.out:
            return
        marks["unread"] += is_new and message.id > marks["in"]

    def _show_page(self, page: Any) -> None:
        """Every message that names it shows it now."""
        for box in self.boxes.values():
            for message in box.messages.values():
                media = getattr(message, "media", None)
                if isinstance(media, types.MessageMediaWebPage) and getattr(media.webpage, "id", 0) == page.id:
                    media.webpage = page
                    message.media = None if isinstance(page, types.WebPageEmpty) else media  # type: ignore[union-attr]

    def _forget(self, owner: int, msg_id: int) -> None:
        gone: Any = self.boxes[owner].messages.pop(msg_id, None)
        if gone is not None and not gone.out:
            marks = self.marks[peer_of(gone.peer_id)]
            marks["unread"] -= msg_id > marks["in"]

    def _mark(self, peer: int, side: str, max_id: int, unread: int | None = None) -> None:
        marks = self.marks.setdefault(peer, {"in": 0, "out": 0, "unread": 0})
        marks[side] = max(marks[side], max_id)
        if unread is not None:
            marks["unread"] = unread

    async def _look_at(self, peer: int) -> None:
        """The chat is another for this user: in it now, or out of it."""
        is_in = rights.is_member(await self.cast.read(access.chat, self.viewer, Peer(peer)))
        if is_in and peer not in self.boxes:
            await self.cast.read(self._take, peer)
            self.just_seen.add(peer)
        elif not is_in:
            self.boxes.pop(peer, None)
            self.marks.pop(peer, None)

    # --- comparing

    def known(self, *, live: bool) -> dict[str, Any]:
        """live: with what of a channel is told live only and otherwise seen in its dialog and history: what others
        have read, and which mentions were looked at."""
        boxes = {owner: self._contents(owner, live or not is_channel(owner)) for owner in self.boxes}
        marks = {
            peer: found | {"out": self._ticked(peer, found["out"]) if live or not is_channel(peer) else 0}
            for peer, found in self.marks.items()
        }
        return {"pts": {owner: box.pts for owner, box in self.boxes.items()}, "boxes": boxes, "marks": marks}

    def _contents(self, owner: int, with_unread: bool) -> dict[int, bytes]:
        found = {}
        for one, message in sorted(self.boxes[owner].messages.items()):
            kept: Any = tl.decode(tl.encode(message))
            kept.media_unread = kept.media_unread and with_unread
            if isinstance(kept, types.Message):
                kept.replies = None  # clients count them by the answers that they see
            found[one] = tl.encode(kept)
        return found

    def _ticked(self, peer: int, mark: int) -> int:
        """The newest message of one's own that the mark covers: only those have ticks."""
        box: dict[int, Any] = self.boxes[peer if is_channel(peer) else self.user].messages
        own = [one for one, message in box.items() if message.out and peer_of(message.peer_id) == peer]
        return max((one for one in own if one <= mark), default=0)


def _told(message: types.TypeMessage) -> bytes:
    """What updates tell of a message. How many answers it has, no update says: clients count them, and ask."""
    copy: Any = tl.decode(tl.encode(message))
    if isinstance(copy, types.Message):
        copy.replies = None
    return tl.encode(copy)


def _new(message: Any) -> types.TypeUpdate:
    return types.UpdateNewMessage(message=message, pts=0, pts_count=0)


def peer_of(peer: types.TypePeer) -> int:
    if isinstance(peer, types.PeerChannel):
        return -CHANNEL_BASE - peer.channel_id
    return -peer.chat_id if isinstance(peer, types.PeerChat) else peer.user_id
