"""Everything that one viewer may know of a group or channel: chatFull, channelFull."""

from __future__ import annotations

from hodhod.domain import access, invites, join_requests, reading, rights, schedule, sending_as, slow_mode
from hodhod.domain import participants as members_of
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.stats import access as stats
from hodhod.domain.stickers import of_groups
from hodhod.domain.stickers.kinds import SetKind
from hodhod.domain.viewer import Viewer
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store import members as store_members
from hodhod.store import messages as store_messages
from hodhod.store.bits import ChatFlag, DialogFlag, Role
from hodhod.store.db import Tx
from hodhod.store.records import Chat, SeenChat
from hodhod.tl import types
from hodhod.views import invites as invites_view
from hodhod.views import media, notify, participants, reactions, stickers
from hodhod.views.chats import channel_id
from hodhod.views.peers import described
from hodhod.views.refs import FILE_DC, peer_of


async def chat_full(tx: Tx, viewer: Viewer, seen: SeenChat) -> types.messages.ChatFull:
    """A basic group with its members; who is not in it is not told who is."""
    row = seen.chat
    members = (
        await store_members.everybody(tx, row.peer, viewer.world.limits.chat_size) if rights.is_member(seen) else []
    )
    listed: types.TypeChatParticipants = participants.chat_participants(row, members)
    if not rights.is_member(seen):
        listed = types.ChatParticipantsForbidden(chat_id=-row.peer)
    dialog = await store_dialogs.find(tx, viewer.user, row.peer)
    waiting = await _waiting(tx, seen)
    full = types.ChatFull(
        can_set_username=row.creator == viewer.user,
        has_scheduled=rights.is_member(seen) and await schedule.has_any(tx, viewer, row.peer, seen),
        id=-row.peer,
        about=row.about,
        participants=listed,
        chat_photo=await media.chat_photo(tx, viewer, row),
        notify_settings=(await notify.settings_for(tx, viewer.user, [row.peer]))[row.peer],
        exported_invite=await _exported_invite(tx, viewer, seen),
        pinned_msg_id=await _pinned(tx, viewer, row.peer),
        folder_id=dialog.folder or None if dialog else None,
        ttl_period=row.ttl or None,
        available_reactions=reactions.allowed(row),
        reactions_limit=reactions.limit(row),
        requests_pending=waiting.total or None,
        recent_requesters=waiting.recent or None,
    )
    named = participants.people_of(members) | {row.peer, *waiting.recent}
    users, chats = await described(tx, viewer, named)
    return types.messages.ChatFull(full_chat=full, chats=chats, users=users)


async def channel_full(tx: Tx, viewer: Viewer, seen: SeenChat) -> types.messages.ChatFull:
    """A supergroup or channel; counts of administrators and banned people are for administrators."""
    row = seen.chat
    place = (await store_chats.places(tx, viewer.user, [row.peer]))[row.peer]
    full = types.ChannelFull(
        id=channel_id(row.peer),
        about=row.about,
        read_inbox_max_id=place.read_inbox,
        read_outbox_max_id=place.read_outbox,
        unread_count=await reading.channel_unread(tx, viewer, place) if rights.is_member(seen) else 0,
        chat_photo=await media.chat_photo(tx, viewer, row) or types.PhotoEmpty(id=0),
        notify_settings=(await notify.settings_for(tx, viewer.user, [row.peer]))[row.peer],
        exported_invite=await _exported_invite(tx, viewer, seen),
        bot_info=[],
        pts=place.pts,
        pinned_msg_id=await _pinned(tx, viewer, row.peer),
        has_scheduled=await schedule.has_any(tx, viewer, row.peer, seen),
    )
    _say_what_is_set(full, row)
    _say_what_the_viewer_may(full, viewer, seen)
    await _count_people(tx, full, seen)
    await _say_how_to_write(tx, full, viewer, seen)
    await _show_sticker_sets(tx, full, viewer, row)
    named = {row.peer, *await _name_peers(tx, full, viewer, seen)}
    users, chats = await described(tx, viewer, named)
    return types.messages.ChatFull(full_chat=full, chats=chats, users=users)


def _say_what_is_set(full: types.ChannelFull, row: Chat) -> None:
    full.hidden_prehistory = row.flags & ChatFlag.HIDDEN_HISTORY != 0
    full.participants_hidden = row.flags & ChatFlag.HIDDEN_MEMBERS != 0
    full.antispam = row.flags & ChatFlag.ANTISPAM != 0
    full.slowmode_seconds = row.slow_mode or None
    full.ttl_period = row.ttl or None
    full.available_reactions = reactions.allowed(row)
    full.reactions_limit = reactions.limit(row)


def _say_what_the_viewer_may(full: types.ChannelFull, viewer: Viewer, seen: SeenChat) -> None:
    row, viewed = seen.chat, stats.may_view(viewer, seen)
    full.can_view_participants = members_of.may_list(seen)
    full.can_set_username = full.can_delete_channel = row.creator == viewer.user
    full.can_set_stickers = bool(row.flags & ChatFlag.MEGAGROUP) and rights.may(seen, Ban.CHANGE_INFO, viewer.now)
    full.can_view_stats = viewed
    full.stats_dc = FILE_DC if viewed else None
    full.available_min_id = access.first_hidden(seen) or None


async def _count_people(tx: Tx, full: types.ChannelFull, seen: SeenChat) -> None:
    row = seen.chat
    full.participants_count = row.members
    if rights.is_admin(seen):
        full.admins_count = row.admins
        full.kicked_count = await store_members.count(tx, row.peer, [Role.BANNED])
        full.banned_count = await store_members.count(tx, row.peer, [Role.RESTRICTED, Role.LEFT])


async def _say_how_to_write(tx: Tx, full: types.ChannelFull, viewer: Viewer, seen: SeenChat) -> None:
    """What the viewer chose for this chat, and when they may write in it next."""
    dialog = await store_dialogs.find(tx, viewer.user, seen.chat.peer)
    if dialog is not None:
        full.folder_id = dialog.folder or None
        full.view_forum_as_messages = dialog.flags & DialogFlag.VIEW_AS_MESSAGES != 0
    full.slowmode_next_send_date = await slow_mode.next_date(tx, viewer, seen) or None


async def _show_sticker_sets(tx: Tx, full: types.ChannelFull, viewer: Viewer, row: Chat) -> None:
    full.stickerset = await _sticker_set(tx, viewer, row, SetKind.REGULAR)
    full.emojiset = await _sticker_set(tx, viewer, row, SetKind.EMOJI)


async def _name_peers(tx: Tx, full: types.ChannelFull, viewer: Viewer, seen: SeenChat) -> set[int]:
    """The peers that it names: the linked chat, the group that it was, as whom the viewer writes, who asks to join."""
    row, named = seen.chat, set[int]()
    if row.linked:
        full.linked_chat_id = channel_id(row.linked)
        named.add(row.linked)
    if before := await _before(tx, viewer, seen):
        full.migrated_from_chat_id, full.migrated_from_max_id = -row.migrated, before
        named.add(row.migrated)
    sender = await sending_as.default(tx, viewer, seen)
    full.default_send_as = peer_of(sender) if sender != viewer.user else None
    waiting = await _waiting(tx, seen)
    full.requests_pending, full.recent_requesters = waiting.total or None, waiting.recent or None
    return named | {sender, *waiting.recent}


async def _before(tx: Tx, viewer: Viewer, seen: SeenChat) -> int:
    """The viewer's last message of the basic group that this was, 0 for who was not in it: ids there are one's own."""
    group = seen.chat.migrated
    return (await store_messages.top(tx, viewer.user, group))[0] if group else 0


async def _sticker_set(tx: Tx, viewer: Viewer, row: Chat, kind: SetKind) -> types.TypeStickerSet | None:
    found = await of_groups.found(tx, viewer, row, kind)
    return (await stickers.sticker_sets(tx, viewer, [found]))[0] if found is not None else None


async def _exported_invite(tx: Tx, viewer: Viewer, seen: SeenChat) -> types.ChatInviteExported | None:
    shown = await invites.permanent(tx, viewer, seen)
    return invites_view.exported(viewer, shown) if shown is not None else None


async def _waiting(tx: Tx, seen: SeenChat) -> join_requests.Waiting:
    """Who asks to come in, for those who may let them."""
    if not rights.is_admin(seen, Admin.INVITE):
        return join_requests.Waiting(0, [])
    return await join_requests.waiting(tx, seen.chat.peer)


async def _pinned(tx: Tx, viewer: Viewer, peer: int) -> int | None:
    rows = await store_messages.pinned_copies(tx, viewer.box(peer), peer, 1)
    return rows[0].id if rows else None
