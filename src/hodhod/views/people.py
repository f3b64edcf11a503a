"""What is told of people besides the user itself: full users, the bar above a chat, updates of names and lists."""

from __future__ import annotations

from typing import cast

from hodhod import tl
from hodhod.domain import personal_channel, privacy, profile, read_dates, schedule, sharing
from hodhod.domain.media import portraits
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.store import blocks as store_blocks
from hodhod.store import contacts as store_contacts
from hodhod.store import dialogs as store_dialogs
from hodhod.store import mailboxes
from hodhod.store import messages as store_messages
from hodhod.store import users as store_users
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx
from hodhod.store.records import SeenChat, SeenUser, State, User
from hodhod.tl import types
from hodhod.views import media, notify
from hodhod.views import privacy as privacy_view
from hodhod.views.chats import channel_id
from hodhod.views.refs import peer_of

NO_BAR = int(UserFlag.BOT | UserFlag.DELETED | UserFlag.SUPPORT)
# the value of a PEER_SETTINGS row: the owner closed the bar
CLOSED = b"\x01"


# --- the bar above a chat: core.telegram.org/api/action-bar


async def peer_settings(tx: Tx, viewer: Viewer, seen: SeenUser) -> types.PeerSettings:
    """What the viewer is offered to do about somebody."""
    user = seen.user
    if user.id == viewer.user or user.flags & NO_BAR:
        return types.PeerSettings()
    row = await mailboxes.find_state(tx, viewer.user, StateKind.PEER_SETTINGS, user.id)
    me = await store_users.get(tx, viewer.user)
    hidden = not _shows_phone(me, user.id, seen)
    if seen.contact:
        return types.PeerSettings(
            share_contact=not seen.knows and hidden and not _closed(row), need_contacts_exception=hidden
        )
    met = await store_dialogs.find(tx, viewer.user, user.id)
    blocked = await store_blocks.lists_with(tx, viewer.user, user.id)
    offered = met is not None and met.top_id > 0 and not _closed(row) and store_blocks.PEOPLE not in blocked
    # TDLib complains of a bar that offers some of the three
    return types.PeerSettings(
        report_spam=offered, add_contact=offered, block_contact=offered, need_contacts_exception=hidden
    )


def _closed(row: State | None) -> bool:
    return row is not None and row.value == CLOSED


def _shows_phone(me: User, other: int, seen: SeenUser) -> bool:
    """Would `other`, as a contact of mine, see my number?"""
    mine = seen._replace(
        user=me, contact=seen.knows, knows=True, blocked_viewer=False, theirs=seen.mine, among=seen.beside
    )
    return privacy.allows(mine, "phone", other)


# --- userFull


async def full_user(tx: Tx, viewer: Viewer, seen: SeenUser) -> types.UserFull:
    """Everything that one viewer may know of a user."""
    user = seen.user
    lists = await store_blocks.lists_with(tx, viewer.user, user.id)
    dialog = await store_dialogs.find(tx, viewer.user, user.id)
    shown = (await notify.settings_for(tx, viewer.user, [user.id]))[user.id]
    channel = await personal_channel.find(tx, viewer, user)
    photos = await _photos(tx, viewer, seen)
    return types.UserFull(
        id=user.id,
        blocked=store_blocks.PEOPLE in lists,
        blocked_my_stories_from=store_blocks.STORIES in lists,
        can_pin_message=True,
        phone_calls_private=not privacy.allows(seen, "calls", viewer.user),
        has_scheduled=await schedule.has_any(tx, viewer, user.id),
        voice_messages_forbidden=not privacy.allows(seen, "voice_messages", viewer.user),
        read_dates_private=read_dates.are_hidden(seen, viewer),
        about=user.about if user.about and privacy.allows(seen, "about", viewer.user) else None,
        settings=await peer_settings(tx, viewer, seen),
        personal_photo=photos.get("personal_photo"),
        profile_photo=photos.get("profile_photo"),
        fallback_photo=photos.get("fallback_photo"),
        notify_settings=shown,
        common_chats_count=len(await sharing.common_groups(tx, viewer, user.id)),
        folder_id=dialog.folder or None if dialog else None,
        ttl_period=dialog.ttl or None if dialog else None,
        private_forward_name=_forward_name(seen, viewer),
        birthday=birthday(seen, viewer),
        personal_channel_id=channel_id(channel.chat.peer) if channel else None,
        personal_channel_message=await _newest(tx, channel) if channel else None,
        note=await _note(tx, viewer, seen),
    )


async def _newest(tx: Tx, channel: SeenChat) -> int | None:
    return (await store_messages.top(tx, channel.chat.peer, channel.chat.peer))[0] or None


async def _photos(tx: Tx, viewer: Viewer, seen: SeenUser) -> dict[str, types.TypePhoto]:
    """Fields of userFull: the user's own photo for who may see it, what others see instead (which the user sees too),
    and the one that the viewer gave them."""
    user, allowed = seen.user, privacy.allows(seen, portraits.SUBJECT, viewer.user)
    wanted = {"personal_photo": seen.contact_photo, "profile_photo": user.photo_id if allowed else 0}
    if not allowed or user.id == viewer.user:
        wanted["fallback_photo"] = portraits.instead(seen, viewer)
    found = {photo.id: photo for photo in await media.photos(tx, viewer, [one for one in wanted.values() if one])}
    return {name: found[photo_id] for name, photo_id in wanted.items() if photo_id in found}


def _forward_name(seen: SeenUser, viewer: Viewer) -> str | None:
    """The plain name that stands in forwards of somebody who does not want to be linked."""
    if privacy.allows(seen, "forwards", viewer.user):
        return None
    return f"{seen.user.first_name} {seen.user.last_name}".strip()


def birthday(seen: SeenUser, viewer: Viewer) -> types.Birthday | None:
    if not seen.user.birthday or not privacy.allows(seen, "birthday", viewer.user):
        return None
    day, month, year = profile.unpack_birthday(seen.user.birthday)
    return types.Birthday(day=day, month=month, year=year)


async def _note(tx: Tx, viewer: Viewer, seen: SeenUser) -> types.TextWithEntities | None:
    if not seen.contact:
        return None
    row = (await store_contacts.by_users(tx, viewer.user, [seen.user.id])).get(seen.user.id)
    return cast("types.TextWithEntities", tl.decode(bytes.fromhex(row.note))) if row and row.note else None


# --- updates of state rows: the present value, as the owner of the row may see it


async def _seen(tx: Tx, viewer: Viewer, user_id: int) -> SeenUser | None:
    return (await store_users.seen(tx, viewer.user, [user_id])).get(user_id)


async def user(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    return types.UpdateUser(user_id=row.subject)


async def user_name(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    """The name under which the viewer knows them: their own one for a contact."""
    seen = await _seen(tx, viewer, row.subject)
    if seen is None:
        return None
    own = seen.user
    first, last = (seen.contact_first, seen.contact_last) if seen.contact else (own.first_name, own.last_name)
    names: list[types.TypeUsername] = []
    if own.username:
        names.append(types.Username(editable=own.id == viewer.user, active=True, username=own.username))
    return types.UpdateUserName(user_id=own.id, first_name=first, last_name=last, usernames=names)


async def user_phone(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    """None for whom the number is hidden from."""
    seen = await _seen(tx, viewer, row.subject)
    if seen is None or not seen.user.phone or not privacy.allows(seen, "phone", viewer.user):
        return None
    return types.UpdateUserPhone(user_id=seen.user.id, phone=seen.user.phone)


async def blocked(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    """value: a byte for each list on which the peer stands."""
    lists = row.value or b""
    return types.UpdatePeerBlocked(
        blocked=store_blocks.PEOPLE in lists,
        blocked_my_stories_from=store_blocks.STORIES in lists,
        peer_id=peer_of(row.subject),
    )


async def privacy_rules(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    subject = privacy_view.SUBJECT_OF_NUMBER[row.subject]
    kept = privacy.rules(await store_users.get(tx, viewer.user), subject)
    return types.UpdatePrivacy(key=privacy_view.key(subject), rules=privacy_view.rules(kept))


async def settings(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    seen = await _seen(tx, viewer, row.subject)
    if seen is None:
        return None
    return types.UpdatePeerSettings(peer=peer_of(row.subject), settings=await peer_settings(tx, viewer, seen))
