"""Giving a group or channel to another member. core.telegram.org/api/rights#transferring-ownership

It cannot be taken back, so it needs the password of two-step verification, and a password and a session that are not
new: whoever has just come into an account does not take what the account owns.
"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import chats, passwords, public_names, rights, sessions
from hodhod.domain.promoting import tell_members
from hodhod.domain.rights import Admin
from hodhod.domain.srp import Verifier
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import members as store
from hodhod.store import users as store_users
from hodhod.store.bits import ChatFlag, Role, UserFlag
from hodhod.store.db import Tx
from hodhod.store.records import Member, SeenChat

UNFIT = int(UserFlag.BOT | UserFlag.DELETED | UserFlag.SUPPORT)


async def transfer(tx: Tx, viewer: Viewer, peer: Peer, user: int, proved: Verifier | None) -> None:
    """Make a member the creator; who was it stays as administrator. proved: see passwords.check_proof.

    Raises PASSWORD_MISSING, PASSWORD_TOO_FRESH_X, SESSION_TOO_FRESH_X, PASSWORD_HASH_INVALID, USER_ID_INVALID,
    CHANNELS_ADMIN_PUBLIC_TOO_MUCH, CHAT_ADMIN_REQUIRED and what access.joined raises.
    """
    seen = await chats.owned(tx, viewer, peer)
    await _check_proof(tx, viewer, proved)
    heir = await _heir(tx, viewer, peer, user)
    if seen.chat.username:
        await public_names.check_number(tx, viewer.as_user(user))
    assert seen.member is not None
    await store.put(tx, heir._replace(role=Role.CREATOR, admin=0, banned=0, until=0, by=0))
    await store.put(tx, seen.member._replace(role=Role.ADMIN, admin=_kept(seen), by=user))
    await store_chats.put(tx, peer, creator=user)
    await store_chats.count(tx, peer, admins=0 if heir.role == Role.ADMIN else 1)
    await _tell(tx, viewer, peer, user)


async def _check_proof(tx: Tx, viewer: Viewer, proved: Verifier | None) -> None:
    wait = await passwords.freshness(tx, viewer)
    if wait:
        raise errors.PASSWORD_TOO_FRESH_X(wait)
    wait = await sessions.freshness(tx, viewer)
    if wait:
        raise errors.SESSION_TOO_FRESH_X(wait)
    await passwords.check_proof(tx, viewer.user, proved)


async def _heir(tx: Tx, viewer: Viewer, peer: Peer, user: int) -> Member:
    row = await store.get(tx, peer, user)
    found = (await store_users.by_ids(tx, [user])).get(user)
    if row is None or row.role < Role.MEMBER or user == viewer.user or found is None or found.flags & UNFIT:
        raise errors.USER_ID_INVALID
    return row


def _kept(seen: SeenChat) -> int:
    """All that an administrator can have; anonymity as it was."""
    assert seen.member is not None
    if not is_channel(seen.chat.peer):
        return rights.EVERY_ADMIN
    everything = rights.OF_CHANNEL if seen.chat.flags & ChatFlag.BROADCAST else rights.OF_GROUP
    return everything & ~int(Admin.ANONYMOUS) | seen.member.admin & int(Admin.ANONYMOUS)


async def _tell(tx: Tx, viewer: Viewer, peer: Peer, user: int) -> None:
    if not is_channel(peer):
        await tell_members(tx, viewer, peer, StateKind.CHAT_MEMBERS)
        return
    for one in (int(viewer.user), user):
        await set_state(tx, one, StateKind.CHANNEL, peer, None, viewer.now)
