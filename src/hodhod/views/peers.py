"""Users as one viewer sees them: names from the viewer's contacts, phone and status by privacy, access_hash always.

Every answer that mentions a peer carries its description (pitfall 17); `described` loads them in one query.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hodhod.domain import colors, mentions, polls, privacy
from hodhod.domain.media import portraits
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.viewer import Viewer
from hodhod.ids import PeerKind, PeerRef
from hodhod.store import chats as store_chats
from hodhod.store import users as store_users
from hodhod.store.bits import ContactFlag, UserFlag
from hodhod.store.db import Tx
from hodhod.store.records import Message, SeenUser
from hodhod.tl import types
from hodhod.views.chats import chat
from hodhod.views.colors import color
from hodhod.views.refs import FILE_DC

BOT, DELETED, VERIFIED, SUPPORT = (int(flag) for flag in UserFlag)
CLOSE_FRIEND = int(ContactFlag.CLOSE_FRIEND)
DAY = 24 * 3600


async def described(tx: Tx, viewer: Viewer, peers: Iterable[int]) -> tuple[list[types.TypeUser], list[types.TypeChat]]:
    """(users, chats) of an answer that mentions `peers`; the viewer comes first where present."""
    named = set(peers)
    ids = sorted((peer for peer in named if peer > 0), key=lambda peer: (peer != viewer.user, peer))
    seen = await store_users.seen(tx, viewer.user, ids)
    groups = sorted(peer for peer in named if peer < 0)
    found = await store_chats.seen(tx, viewer.user, groups) if groups else {}
    chats = [chat(found[peer], viewer) for peer in groups if peer in found]
    return [user(seen[peer], viewer) for peer in ids if peer in seen], chats


async def described_in(
    tx: Tx, viewer: Viewer, rows: Sequence[Message], more: Iterable[int] = ()
) -> tuple[list[types.TypeUser], list[types.TypeChat]]:
    """(users, chats) of an answer that shows these messages and mentions `more`."""
    polled = [row.content.media_id for row in rows if row.content.media_kind == MediaKind.POLL]
    voters = await polls.named(tx, polled) if polled else set()
    return await described(tx, viewer, mentions.peers_of(rows) | voters | set(more))


def peer_id(shown: types.TypeUser | types.TypeChat) -> int:
    """The peer that a user or chat of an answer describes."""
    if isinstance(shown, types.User | types.UserEmpty):
        return shown.id
    if isinstance(shown, types.Channel | types.ChannelForbidden):
        return PeerRef(PeerKind.CHANNEL, shown.id).peer
    return PeerRef(PeerKind.CHAT, shown.id).peer


def user(seen: SeenUser, viewer: Viewer) -> types.TypeUser:
    """One user for one viewer. For EVERYBODY a min user: without number and status, which clients do not take from it,
    and with the photo only where nobody at all is denied it."""
    row = seen.user
    myself = row.id == viewer.user
    shared = not viewer.user
    deleted = row.flags & DELETED != 0
    phone = row.phone if row.phone and not shared and privacy.allows(seen, "phone", viewer.user) else None
    photo = _photo(seen, viewer)
    name = (seen.contact_first, seen.contact_last) if seen.contact else (row.first_name, row.last_name)
    return types.User(
        min=shared,
        # without it a client keeps the photo that it knows
        apply_min_photo=shared and photo is not None,
        self_=myself,
        contact=seen.contact,
        mutual_contact=seen.contact and seen.knows,
        close_friend=seen.mine & CLOSE_FRIEND != 0,
        deleted=deleted,
        bot=row.flags & BOT != 0,
        verified=row.flags & VERIFIED != 0,
        support=row.flags & SUPPORT != 0,
        bot_info_version=1 if row.flags & BOT else None,
        id=row.id,
        access_hash=viewer.world.hashes.user(viewer.user, row.id),
        first_name=None if deleted else name[0],
        last_name=None if deleted else name[1] or None,
        username=row.username,
        phone=phone,
        photo=photo,
        color=color(colors.of_user(row, colors.NAME)) if row.settings else None,
        profile_color=color(colors.of_user(row, colors.PROFILE)) if row.settings else None,
        status=None if shared or deleted or row.flags & (BOT | SUPPORT) else status(seen, viewer),
    )


def _photo(seen: SeenUser, viewer: Viewer) -> types.UserProfilePhoto | None:
    photo_id, row = portraits.shown(seen, viewer), seen.user
    if not photo_id or row.flags & DELETED:
        return None
    return types.UserProfilePhoto(
        personal=photo_id == seen.contact_photo,
        photo_id=photo_id,
        dc_id=FILE_DC,
        stripped_thumb=row.photo_thumb if photo_id == row.photo_id else None,
    )


def status(seen: SeenUser, viewer: Viewer) -> types.TypeUserStatus:
    """Online until, was online, or only roughly when, as the user's privacy lets this viewer know; and roughly for who
    does not show their own to the user."""
    if not privacy.allows(seen, "status", viewer.user):
        return _approximate(seen, viewer.now, by_me=False)
    if seen.user.id != viewer.user and not privacy.is_shown_back(seen, "status"):
        return _approximate(seen, viewer.now, by_me=True)
    if seen.online_until > viewer.now:
        return types.UserStatusOnline(expires=seen.online_until)
    last = max(seen.was_online, seen.online_until)
    return types.UserStatusOffline(was_online=last) if last else types.UserStatusEmpty()


def _approximate(seen: SeenUser, now: int, by_me: bool) -> types.TypeUserStatus:
    """For those who may not know exactly: recently hides being online as well."""
    age = now - max(seen.was_online, seen.online_until)
    if seen.blocked_viewer or age > 60 * DAY:
        return types.UserStatusEmpty()
    if age <= 3 * DAY:
        return types.UserStatusRecently(by_me=by_me)
    return types.UserStatusLastWeek(by_me=by_me) if age <= 7 * DAY else types.UserStatusLastMonth(by_me=by_me)
