"""Following a link to a folder, hearing of what is added to it, and giving the folder up.
core.telegram.org/api/folders#shared-folders"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hodhod import errors
from hodhod.domain import access, admin_log, folders, importing, joins, limiting, rights
from hodhod.domain.admin_log import Kind
from hodhod.domain.chatlists import Folder, lets_in, peers_of
from hodhod.domain.stats.tally import Way
from hodhod.domain.updates import NewMessage
from hodhod.domain.values import pack_peers, unpack_peers
from hodhod.domain.viewer import Viewer
from hodhod.ids import CHANNEL_BASE, Peer, is_channel
from hodhod.store import chatlists as store
from hodhod.store import chats as store_chats
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.records import Chatlist, ChatlistInvite
from hodhod.tl import types

MAX_FOLLOWED = 20


class Offer(NamedTuple):
    """Where a link leads the viewer. folder: theirs that came by it, 0 = none yet; peers: what it shares and would let
    them in, or has them in already; joined: those of them in which they are."""

    invite: ChatlistInvite
    source: Folder
    folder: int
    peers: list[int]
    joined: list[int]


async def check(tx: Tx, viewer: Viewer, slug: str) -> Offer:
    """Where a link leads. Raises INVITE_SLUG_EMPTY, INVITE_SLUG_EXPIRED."""
    if not slug:
        raise errors.INVITE_SLUG_EMPTY
    invite = await store.get(tx, slug)
    if invite is None:
        raise errors.INVITE_SLUG_EXPIRED
    if invite.owner == viewer.user:
        return await _offer(tx, viewer, invite, invite.folder)
    followed = await store.followed_by(tx, viewer.user, slug)
    return await _offer(tx, viewer, invite, followed.folder if followed else 0)


async def _offer(tx: Tx, viewer: Viewer, invite: ChatlistInvite, folder: int) -> Offer:
    maker = viewer.as_user(invite.owner)
    try:
        source = await folders.find(tx, maker, invite.folder)
    except errors.FILTER_ID_INVALID:
        raise errors.INVITE_SLUG_EXPIRED from None
    named = unpack_peers(invite.peers)
    mine = await store_chats.seen(tx, viewer.user, named)
    joined = [peer for peer in named if peer in mine and rights.is_member(mine[peer])]
    open_ = await _open(tx, viewer, invite, named)
    return Offer(invite, source, folder, [peer for peer in named if peer in open_ or peer in joined], joined)


async def _open(tx: Tx, viewer: Viewer, invite: ChatlistInvite, peers: Sequence[int]) -> set[int]:
    """Those of these chats that would let the viewer in: whoever made the link may still invite, and the viewer is not
    banned."""
    maker = viewer.as_user(invite.owner)
    as_made = await store_chats.seen(tx, invite.owner, peers)
    mine = await store_chats.seen(tx, viewer.user, peers)
    return {peer for peer in mine if lets_in(as_made[peer], maker) and not importing.is_banned(viewer, mine[peer])}


async def join(tx: Tx, viewer: Viewer, slug: str, wanted: Sequence[int]) -> tuple[int, list[NewMessage]]:
    """Come into these chats of a link, and have them with those in which the viewer is already as a folder. Returns its
    number, and what was told in the chats.

    Raises FILTER_INCLUDE_EMPTY, CHATLISTS_TOO_MUCH, LIMIT_INVALID, USER_RESTRICTED and what check and joins.let_in
    raise.
    """
    offer = await check(tx, viewer, slug)
    if offer.folder:
        return offer.folder, await _extend(tx, viewer, offer, wanted)
    if await store.count(tx, viewer.user) >= MAX_FOLLOWED:
        raise errors.CHATLISTS_TOO_MUCH
    records = await _come_in(tx, viewer, offer, wanted)
    inside = [peer for peer in offer.peers if peer in wanted or peer in offer.joined]
    if not inside:
        raise errors.FILTER_INCLUDE_EMPTY
    number = await folders.new_number(tx, viewer)
    source = offer.source
    folder = types.DialogFilterChatlist(
        id=number,
        title=source.title,
        title_noanimate=source.title_noanimate,
        emoticon=source.emoticon,
        color=source.color,
        pinned_peers=[],
        include_peers=[_input_peer(viewer, peer) for peer in inside],
    )
    await folders.write(tx, viewer, folder)
    await store.put(tx, Chatlist(int(viewer.user), number, slug))
    return number, records


async def _come_in(tx: Tx, viewer: Viewer, offer: Offer, wanted: Sequence[int]) -> list[NewMessage]:
    """Into those of the wanted chats that the link offers. Raises USER_RESTRICTED and what joins.let_in raises."""
    records = []
    for peer in sorted((set(offer.peers) & set(wanted)) - set(offer.joined)):  # chats are held in one order
        await limiting.check_chats(tx, viewer)
        await store_chats.lock(tx, peer)
        seen = await access.chat(tx, viewer, Peer(peer))
        # as it is now that the chat is held
        if rights.is_member(seen) or not await _open(tx, viewer, offer.invite, [peer]):
            continue
        if seen.chat.username is not None and seen.chat.flags & ChatFlag.JOIN_REQUEST:
            await joins.join(tx, viewer, Peer(peer))
            continue
        action = types.MessageActionChatJoinedByLink(inviter_id=offer.invite.owner)
        record = await joins.let_in(tx, viewer, seen, action, offer.invite.owner, Way.LINK)
        await admin_log.note(tx, viewer, Peer(peer), Kind.JOIN)
        records += [record] if record is not None else []
    return records


async def _extend(tx: Tx, viewer: Viewer, offer: Offer, wanted: Sequence[int]) -> list[NewMessage]:
    records = await _come_in(tx, viewer, offer, wanted)
    kept = await folders.find(tx, viewer, offer.folder)
    inside = set(peers_of(kept))
    new = [peer for peer in offer.peers if peer in wanted and peer not in inside]
    if new:
        kept.include_peers = [*kept.include_peers, *(_input_peer(viewer, peer) for peer in new)]
        await folders.write(tx, viewer, kept)
    return records


def _input_peer(viewer: Viewer, peer: int) -> types.InputPeerChannel:
    number = -CHANNEL_BASE - peer
    return types.InputPeerChannel(channel_id=number, access_hash=viewer.world.hashes.channel(number))


# --- what was added since, and leaving


async def missing(tx: Tx, viewer: Viewer, folder: int) -> list[int]:
    """Chats that the link of a folder offers, that are not in it and that the viewer did not hide. Raises
    FILTER_ID_INVALID, FILTER_NOT_SUPPORTED (it came by no link)."""
    return await _missing(tx, viewer, *await _followed(tx, viewer, folder))


async def _followed(tx: Tx, viewer: Viewer, folder: int) -> tuple[Chatlist, Offer | None]:
    await folders.check_there(tx, viewer, folder)
    row = await store.followed(tx, viewer.user, folder)
    if row is None:
        raise errors.FILTER_NOT_SUPPORTED
    invite = await store.get(tx, row.slug)
    return row, await _offer(tx, viewer, invite, folder) if invite is not None else None


async def _missing(tx: Tx, viewer: Viewer, row: Chatlist, offer: Offer | None) -> list[int]:
    if offer is None:
        return []
    known = {*peers_of(await folders.find(tx, viewer, row.folder)), *unpack_peers(row.hidden)}
    return [peer for peer in offer.peers if peer not in known]


async def join_missing(tx: Tx, viewer: Viewer, folder: int, wanted: Sequence[int]) -> list[NewMessage]:
    """Raises INVITE_SLUG_EXPIRED and what missing and join raise."""
    _, offer = await _followed(tx, viewer, folder)
    if offer is None:
        raise errors.INVITE_SLUG_EXPIRED
    return await _extend(tx, viewer, offer, wanted)


async def hide_missing(tx: Tx, viewer: Viewer, folder: int) -> None:
    """What is missing now is offered no more. Raises what missing raises."""
    row, offer = await _followed(tx, viewer, folder)
    hidden = [*unpack_peers(row.hidden), *await _missing(tx, viewer, row, offer)]
    await store.put(tx, row._replace(hidden=pack_peers(hidden)))


async def to_leave(tx: Tx, viewer: Viewer, folder: int) -> list[int]:
    """Chats of a shared folder that a viewer who gives it up may want to leave: all but those that they run. Raises
    FILTER_ID_INVALID."""
    kept = await folders.find(tx, viewer, folder)
    inside = [peer for peer in peers_of(kept) if is_channel(peer)]
    seen = await store_chats.seen(tx, viewer.user, inside)
    return [
        peer for peer in inside if peer in seen and rights.is_member(seen[peer]) and not rights.is_admin(seen[peer])
    ]


async def leave(tx: Tx, viewer: Viewer, folder: int, peers: Sequence[int]) -> list[NewMessage]:
    """Give up a shared folder, and leave those of its chats that are named. Returns what was told in them.

    Raises FILTER_ID_INVALID, FILTER_NOT_SUPPORTED and what joins.leave raises.
    """
    kept = await folders.find(tx, viewer, folder)
    if not isinstance(kept, types.DialogFilterChatlist):
        raise errors.FILTER_NOT_SUPPORTED
    inside = set(peers_of(kept))
    records = [await joins.leave(tx, viewer, Peer(peer)) for peer in sorted(set(peers) & inside)]
    await folders.remove(tx, viewer, folder)
    return [record for record in records if record is not None]
