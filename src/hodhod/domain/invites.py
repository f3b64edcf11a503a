"""Links into groups and channels: made, changed, revoked and listed by administrators. core.telegram.org/api/invites

Each administrator has one permanent link a chat and may make more, with a title, an end, a number of uses, or such that
whoever follows it has to be let in. One's own links are for those who may invite, everybody else's for the creator. The
hash in a link is 96 random bits, given by the caller.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hodhod import errors
from hodhod.domain import access, admin_log, chats, links, rights
from hodhod.domain.admin_log import Kind
from hodhod.domain.rights import Admin
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import invites as store
from hodhod.store.bits import InviteFlag, Role
from hodhod.store.db import Tx
from hodhod.store.invites import Page as Page
from hodhod.store.records import Importer, Invite, SeenChat

PERMANENT, REVOKED, REQUEST = int(InviteFlag.PERMANENT), int(InviteFlag.REVOKED), int(InviteFlag.REQUEST)
HASH_BYTES = 12
MAX_TITLE = 32
MAX_USES = 99_999
MAX_LINKS = 1_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What a link is made with, or changed to. None: as it was."""

    title: str | None = None
    expires: int | None = None
    usage_limit: int | None = None
    request: bool | None = None


class Shown(NamedTuple):
    """A link, and how many wait to be let in by it."""

    invite: Invite
    pending: int


def new_hash(random: bytes) -> str:
    return base64.urlsafe_b64encode(random[:HASH_BYTES]).decode()


# --- making and changing


async def export(tx: Tx, viewer: Viewer, peer: Peer, terms: Terms, permanent: bool, random: bytes) -> Invite:
    """A new link; a new permanent one revokes the one before it.

    Raises CHAT_ADMIN_REQUIRED, EXPIRE_DATE_INVALID, USAGE_LIMIT_INVALID, INVITES_TOO_MUCH and what access.joined
    raises.
    """
    await chats.administered(tx, viewer, peer, Admin.INVITE)
    if await store.count_all(tx, peer, viewer.user) >= MAX_LINKS:
        raise errors.INVITES_TOO_MUCH
    row = Invite(new_hash(random), peer, int(viewer.user), viewer.now)
    if permanent:
        return await _make_permanent(tx, viewer, row)
    row = _changed(viewer, row, terms)
    await store.add(tx, row)
    return row


async def _make_permanent(tx: Tx, viewer: Viewer, row: Invite) -> Invite:
    """`row` takes the place of its administrator's permanent link."""
    old = await store.permanent_of(tx, row.peer, row.admin)
    if old is not None:
        await store.put(tx, old._replace(flags=old.flags | REVOKED))
    row = row._replace(flags=PERMANENT)
    await store.add(tx, row)
    return row


def _changed(viewer: Viewer, row: Invite, terms: Terms) -> Invite:
    """The link with these terms. Raises EXPIRE_DATE_INVALID, USAGE_LIMIT_INVALID."""
    request = bool(row.flags & REQUEST) if terms.request is None else terms.request
    limit = row.usage_limit if terms.usage_limit is None else terms.usage_limit
    if not 0 <= limit <= MAX_USES:
        raise errors.USAGE_LIMIT_INVALID
    if request and limit:
        if terms.usage_limit:
            raise errors.USAGE_LIMIT_INVALID
        limit = 0
    if terms.expires and terms.expires <= viewer.now:
        raise errors.EXPIRE_DATE_INVALID
    return row._replace(
        title=row.title if terms.title is None else " ".join(terms.title.split())[:MAX_TITLE],
        expires=row.expires if terms.expires is None else max(terms.expires, 0),
        usage_limit=limit,
        flags=row.flags & ~REQUEST | (REQUEST if request else 0),
    )


async def edit(tx: Tx, viewer: Viewer, peer: Peer, link: str, terms: Terms) -> Shown:
    """Raises CHAT_INVITE_PERMANENT, INVITE_HASH_EXPIRED, and what `export` raises."""
    row = await _own(tx, viewer, await chats.administered(tx, viewer, peer, Admin.INVITE), link)
    if row.flags & REVOKED:
        raise errors.INVITE_HASH_EXPIRED
    if row.flags & PERMANENT:
        raise errors.CHAT_INVITE_PERMANENT
    changed = _changed(viewer, row, terms)._replace(changed=viewer.now)
    await store.put(tx, changed)
    await admin_log.note(tx, viewer, peer, Kind.LINK_EDIT, row, changed)
    return (await _shown(tx, [changed]))[0]


async def revoke(tx: Tx, viewer: Viewer, peer: Peer, link: str, random: bytes) -> tuple[Shown, Invite | None]:
    """The link lets nobody in any more; what takes the place of a permanent one. Raises INVITE_HASH_EXPIRED,
    CHAT_ADMIN_REQUIRED and what access.joined raises."""
    row = await _own(tx, viewer, await chats.administered(tx, viewer, peer, Admin.INVITE), link)
    if row.flags & REVOKED:
        raise errors.INVITE_HASH_EXPIRED
    row = row._replace(flags=row.flags | REVOKED)
    await admin_log.note(tx, viewer, peer, Kind.LINK_REVOKE, row)
    new = None
    if row.flags & PERMANENT:
        new = await _make_permanent(tx, viewer, Invite(new_hash(random), peer, row.admin, viewer.now))
    else:
        await store.put(tx, row)
    return (await _shown(tx, [row]))[0], new


async def delete(tx: Tx, viewer: Viewer, peer: Peer, link: str) -> None:
    """Forget a revoked link. Raises INVITE_REVOKED_MISSING, INVITE_HASH_EXPIRED, CHAT_ADMIN_REQUIRED ..."""
    row = await _own(tx, viewer, await chats.administered(tx, viewer, peer, Admin.INVITE), link)
    if not row.flags & REVOKED:
        raise errors.INVITE_REVOKED_MISSING
    await store.remove(tx, row.hash)
    await admin_log.note(tx, viewer, peer, Kind.LINK_DELETE, row)


async def delete_revoked(tx: Tx, viewer: Viewer, peer: Peer, admin: int) -> None:
    """Raises CHAT_ADMIN_REQUIRED and what access.joined raises."""
    _check_admin(viewer, await chats.administered(tx, viewer, peer, Admin.INVITE), admin)
    await store.remove_revoked(tx, peer, admin)


# --- listing


async def get(tx: Tx, viewer: Viewer, peer: Peer, link: str) -> Shown:
    """Raises INVITE_HASH_EXPIRED, CHAT_ADMIN_REQUIRED and what access.joined raises."""
    row = await _own(tx, viewer, await _inviter(tx, viewer, peer), link)
    return (await _shown(tx, [row]))[0]


async def listed(
    tx: Tx, viewer: Viewer, peer: Peer, admin: int, revoked: bool, after: tuple[int, str], count: int
) -> tuple[int, list[Shown]]:
    """(how many there are, a slice of them) of an administrator's links. Raises CHAT_ADMIN_REQUIRED ..."""
    _check_admin(viewer, await _inviter(tx, viewer, peer), admin)
    rows = await store.page(tx, peer, admin, revoked, after, count)
    return await store.count(tx, peer, admin, revoked), await _shown(tx, rows)


async def admins(tx: Tx, viewer: Viewer, peer: Peer) -> list[tuple[int, int, int]]:
    """(administrator, links, revoked links), for the creator. Raises CHAT_ADMIN_REQUIRED and what access.joined
    raises."""
    seen = await _inviter(tx, viewer, peer)
    if seen.member is None or seen.member.role != Role.CREATOR:
        raise errors.CHAT_ADMIN_REQUIRED
    return await store.admins(tx, peer)


async def importers(
    tx: Tx, viewer: Viewer, peer: Peer, link: str | None, requested: bool, after: Page
) -> tuple[int, list[Importer]]:
    """(how many there are, a slice of them): who came in by a link or by any, or asks to. Raises CHAT_ADMIN_REQUIRED,
    INVITE_HASH_EXPIRED and what access.joined raises."""
    seen = await _inviter(tx, viewer, peer)
    link_hash = (await _own(tx, viewer, seen, link)).hash if link is not None else None
    rows = await store.importers_of(tx, peer, link_hash, requested, after)
    return await store.count_importers(tx, peer, link_hash, requested), rows


async def permanent(tx: Tx, viewer: Viewer, seen: SeenChat) -> Shown | None:
    """The viewer's own permanent link, where they may invite."""
    if not rights.is_admin(seen, Admin.INVITE):
        return None
    row = await store.permanent_of(tx, seen.chat.peer, viewer.user)
    return Shown(row, 0) if row is not None else None


async def _inviter(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    seen = await access.joined(tx, viewer, peer)
    rights.check_admin(seen, Admin.INVITE)
    return seen


async def _own(tx: Tx, viewer: Viewer, seen: SeenChat, link: str) -> Invite:
    """A link of this chat that the viewer may see."""
    row = await store.get(tx, links.invite_hash_in(link, viewer.world.public_url))
    if row is None or row.peer != seen.chat.peer:
        raise errors.INVITE_HASH_EXPIRED
    _check_admin(viewer, seen, row.admin)
    return row


def _check_admin(viewer: Viewer, seen: SeenChat, admin: int) -> None:
    if admin != viewer.user and (seen.member is None or seen.member.role != Role.CREATOR):
        raise errors.CHAT_ADMIN_REQUIRED


async def _shown(tx: Tx, rows: Sequence[Invite]) -> list[Shown]:
    asking = [row.hash for row in rows if row.flags & REQUEST]
    pending = await store.pending(tx, rows[0].peer, asking) if asking else {}
    return [Shown(row, pending.get(row.hash, 0)) for row in rows]
