"""Following a link into a group or channel. core.telegram.org/api/invites

Whoever was banned is told that the link has run out, as is everybody whom it lets in no more: a link tells nobody why.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hodhod import errors
from hodhod.domain import access, admin_log, join_requests, joins, limiting, rights
from hodhod.domain.admin_log import Kind
from hodhod.domain.invites import REQUEST, REVOKED
from hodhod.domain.joins import Arrival
from hodhod.domain.stats.tally import Way
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import invites as store
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.db import Tx
from hodhod.store.records import Importer, Invite, SeenChat
from hodhod.tl import types

_HASH = re.compile(r"[A-Za-z0-9_-]{16}")
MAX_SHOWN = 5


class Offer(NamedTuple):
    """What a link leads to. known: members whom the viewer knows."""

    invite: Invite
    seen: SeenChat
    known: list[int]


async def check(tx: Tx, viewer: Viewer, link_hash: str) -> Offer:
    """Where the link leads the viewer, who may be in the chat already.

    Raises INVITE_HASH_EMPTY, INVITE_HASH_INVALID, INVITE_HASH_EXPIRED.
    """
    invite = await _find(tx, link_hash)
    seen = await access.chat(tx, viewer, Peer(invite.peer))
    if not rights.is_member(seen):
        _check_open(viewer, invite, seen)
    hides = seen.chat.flags & (ChatFlag.BROADCAST | ChatFlag.HIDDEN_MEMBERS)
    known = [] if hides else await store.acquainted(tx, invite.peer, viewer.user, MAX_SHOWN)
    return Offer(invite, seen, known)


async def follow(tx: Tx, viewer: Viewer, link_hash: str) -> Arrival:
    """Come in by a link, or ask to where it says so.

    Raises INVITE_HASH_EMPTY, INVITE_HASH_INVALID, INVITE_HASH_EXPIRED, USER_ALREADY_PARTICIPANT, USERS_TOO_MUCH,
    CHANNELS_TOO_MUCH, USER_RESTRICTED.
    """
    await limiting.check_chats(tx, viewer)
    await store_chats.lock(tx, (await _find(tx, link_hash)).peer)
    invite = await _find(tx, link_hash)  # as it is now that the chat is held
    peer = Peer(invite.peer)
    seen = await access.chat(tx, viewer, peer)
    if rights.is_member(seen):
        raise errors.USER_ALREADY_PARTICIPANT
    _check_open(viewer, invite, seen)
    if invite.flags & REQUEST:
        await join_requests.ask(tx, viewer, seen, invite.hash)
        return Arrival(peer, None, asked=True)
    action = types.MessageActionChatJoinedByLink(inviter_id=invite.admin)
    record = await joins.let_in(tx, viewer, seen, action, invite.admin, Way.LINK)
    await admin_log.note(tx, viewer, peer, Kind.JOIN_BY_LINK, invite)
    await store.used(tx, invite.hash)
    await store.put_importer(tx, Importer(peer, int(viewer.user), invite.hash, viewer.now))
    return Arrival(peer, record)


async def _find(tx: Tx, link_hash: str) -> Invite:
    if not link_hash:
        raise errors.INVITE_HASH_EMPTY
    if not _HASH.fullmatch(link_hash):
        raise errors.INVITE_HASH_INVALID
    invite = await store.get(tx, link_hash)
    if invite is None or invite.flags & REVOKED:
        raise errors.INVITE_HASH_EXPIRED
    return invite


def _check_open(viewer: Viewer, invite: Invite, seen: SeenChat) -> None:
    over = 0 < invite.expires <= viewer.now or 0 < invite.usage_limit <= invite.used
    if over or seen.chat.flags & rights.GONE or is_banned(viewer, seen):
        raise errors.INVITE_HASH_EXPIRED


def is_banned(viewer: Viewer, seen: SeenChat) -> bool:
    """May the viewer not come (back) in?"""
    member = seen.member
    return member is not None and member.role == Role.BANNED and not 0 < member.until <= viewer.now
