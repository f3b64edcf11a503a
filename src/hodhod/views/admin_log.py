"""Entries of the admin log as TL. core.telegram.org/constructor/channelAdminLogEvent"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from hodhod.domain import admin_log, colors, rights
from hodhod.domain.admin_log import Kind
from hodhod.domain.invites import Shown
from hodhod.domain.log_values import Change, unpack
from hodhod.domain.stickers import sets as sticker_set
from hodhod.domain.viewer import Viewer
from hodhod.ids import CHANNEL_BASE, is_channel
from hodhod.store.bits import Role
from hodhod.store.db import Tx
from hodhod.store.records import Invite, LogEntry, Member, Message, Topic
from hodhod.tl import types
from hodhod.views import invites as invites_view
from hodhod.views import media, participants
from hodhod.views import messages as messages_view
from hodhod.views import topics as topics_view
from hodhod.views.colors import color
from hodhod.views.media import Attached
from hodhod.views.peers import described_in


class Seen(NamedTuple):
    """What the entries of a page show: photos by id, and what their messages carry."""

    viewer: Viewer
    photos: dict[int, types.Photo]
    files: Attached


Action = types.TypeChannelAdminLogEventAction
Build = Callable[[Change, Seen], Action]


async def page(tx: Tx, viewer: Viewer, peer: int, rows: Sequence[LogEntry]) -> types.channels.AdminLogResults:
    changes = [unpack(row.value) for row in rows]
    messages = [value for change in changes for value in change if isinstance(value, Message)]
    photos = [one for row, change in zip(rows, changes, strict=True) if row.kind == Kind.PHOTO for one in change if one]
    found = {one.id: one for one in await media.photos(tx, viewer, photos)}
    seen = Seen(viewer, found, await media.attached(tx, viewer, messages))
    named = {peer}
    for row, change in zip(rows, changes, strict=True):
        named |= admin_log.people_of(row, change)
        named |= {one for one in change if row.kind == Kind.LINKED and one}
    users, chats = await described_in(tx, viewer, messages, named)
    events: list[types.TypeChannelAdminLogEvent] = [
        types.ChannelAdminLogEvent(
            id=row.id, date=row.date, user_id=row.user_id, action=_BUILD[Kind(row.kind)](change, seen)
        )
        for row, change in zip(rows, changes, strict=True)
    ]
    return types.channels.AdminLogResults(events=events, chats=chats, users=users)


def _two(kind: Any) -> Build:
    return lambda change, seen: kind(prev_value=change.before, new_value=change.after)


def _switch(kind: Any) -> Build:
    return lambda change, seen: kind(new_value=bool(change.after))


def _people(kind: Any) -> Build:
    """Two rows of somebody."""

    def build(change: Change, seen: Seen) -> Action:
        shown = [_participant(seen.viewer, row) for row in change]
        action: Action = kind(prev_participant=shown[0], new_participant=shown[1])
        return action

    return build


def _rank(change: Change, seen: Seen) -> Action:
    before, after = change
    return types.ChannelAdminLogEventActionParticipantEditRank(
        user_id=after.user_id, prev_rank=before.rank, new_rank=after.rank
    )


def _participant(viewer: Viewer, row: Member) -> types.TypeChannelParticipant:
    if row.role == Role.LEFT and not row.banned:
        return types.ChannelParticipantLeft(peer=types.PeerUser(user_id=row.user_id))
    return participants.channel_participant(viewer, row)


def _photo(change: Change, seen: Seen) -> Action:
    shown = [seen.photos.get(one) or types.PhotoEmpty(id=one) for one in change]
    return types.ChannelAdminLogEventActionChangePhoto(prev_photo=shown[0], new_photo=shown[1])


def _linked(change: Change, seen: Seen) -> Action:
    before, after = (-CHANNEL_BASE - one if is_channel(one) else 0 for one in change)
    return types.ChannelAdminLogEventActionChangeLinkedChat(prev_value=before, new_value=after)


def _default_rights(change: Change, seen: Seen) -> Action:
    before, after = (rights.banned_rights(bits, rights.FOR_EVER) for bits in change)
    return types.ChannelAdminLogEventActionDefaultBannedRights(prev_banned_rights=before, new_banned_rights=after)


def _sets(kind: Any) -> Build:
    """Two sets by id, 0: none."""

    def build(change: Change, seen: Seen) -> Action:
        shown = [sticker_set.named(seen.viewer, one) for one in change]
        action: Action = kind(prev_stickerset=shown[0], new_stickerset=shown[1])
        return action

    return build


def _colors(kind: Any) -> Build:
    """TDLib wants both, and takes one without a number for none."""

    def build(change: Change, seen: Seen) -> Action:
        shown = [color(colors.unpacked(one)) or types.PeerColor() for one in change]
        action: Action = kind(prev_value=shown[0], new_value=shown[1])
        return action

    return build


def _message(kind: Any) -> Build:
    return lambda change, seen: kind(message=messages_view.message(change.before, seen.files))


def _edit(change: Change, seen: Seen) -> Action:
    before, after = (messages_view.message(row, seen.files) for row in change)
    return types.ChannelAdminLogEventActionEditMessage(prev_message=before, new_message=after)


def _invite(row: Invite, seen: Seen) -> types.ChatInviteExported:
    return invites_view.exported(seen.viewer, Shown(row, 0))


def _link_edit(change: Change, seen: Seen) -> Action:
    before, after = (_invite(row, seen) for row in change)
    return types.ChannelAdminLogEventActionExportedInviteEdit(prev_invite=before, new_invite=after)


def _link(kind: Any) -> Build:
    return lambda change, seen: kind(invite=_invite(change.before, seen))


def _join_by_request(change: Change, seen: Seen) -> Action:
    """before: the link, None: there was none; after: who let them in."""
    invite: types.TypeExportedChatInvite = types.ChatInvitePublicJoinRequests()
    if change.before is not None:
        invite = _invite(change.before, seen)
    return types.ChannelAdminLogEventActionParticipantJoinByRequest(invite=invite, approved_by=change.after)


def _topic(row: Topic) -> types.ForumTopic:
    return topics_view.short(row)


def _one_topic(kind: Any) -> Build:
    return lambda change, seen: kind(topic=_topic(change.before))


def _topic_edit(change: Change, seen: Seen) -> Action:
    before, after = (_topic(row) for row in change)
    return types.ChannelAdminLogEventActionEditTopic(prev_topic=before, new_topic=after)


def _topic_pin(change: Change, seen: Seen) -> Action:
    before, after = (None if row is None else _topic(row) for row in change)
    return types.ChannelAdminLogEventActionPinTopic(prev_topic=before, new_topic=after)


_ADMIN = _people(types.ChannelAdminLogEventActionParticipantToggleAdmin)
_BAN = _people(types.ChannelAdminLogEventActionParticipantToggleBan)
_BUILD: dict[Kind, Build] = {
    Kind.TITLE: _two(types.ChannelAdminLogEventActionChangeTitle),
    Kind.ABOUT: _two(types.ChannelAdminLogEventActionChangeAbout),
    Kind.USERNAME: _two(types.ChannelAdminLogEventActionChangeUsername),
    Kind.PHOTO: _photo,
    Kind.LINKED: _linked,
    Kind.SIGNATURES: _switch(types.ChannelAdminLogEventActionToggleSignatures),
    Kind.PROFILES: _switch(types.ChannelAdminLogEventActionToggleSignatureProfiles),
    Kind.SLOW_MODE: _two(types.ChannelAdminLogEventActionToggleSlowMode),
    Kind.HISTORY_TTL: _two(types.ChannelAdminLogEventActionChangeHistoryTTL),
    Kind.HIDDEN_HISTORY: _switch(types.ChannelAdminLogEventActionTogglePreHistoryHidden),
    Kind.NOFORWARDS: _switch(types.ChannelAdminLogEventActionToggleNoForwards),
    Kind.DEFAULT_RIGHTS: _default_rights,
    Kind.PROMOTE: _ADMIN,
    Kind.DEMOTE: _ADMIN,
    Kind.RESTRICT: _BAN,
    Kind.FREE: _BAN,
    Kind.BAN: _BAN,
    Kind.RANK: _rank,
    Kind.UNBAN: _BAN,
    Kind.INVITE: lambda change, seen: types.ChannelAdminLogEventActionParticipantInvite(
        participant=_participant(seen.viewer, change.before)
    ),
    Kind.JOIN: lambda change, seen: types.ChannelAdminLogEventActionParticipantJoin(),
    Kind.JOIN_BY_LINK: _link(types.ChannelAdminLogEventActionParticipantJoinByInvite),
    Kind.JOIN_BY_REQUEST: _join_by_request,
    Kind.LEAVE: lambda change, seen: types.ChannelAdminLogEventActionParticipantLeave(),
    Kind.EDIT: _edit,
    Kind.DELETE: _message(types.ChannelAdminLogEventActionDeleteMessage),
    Kind.PIN: _message(types.ChannelAdminLogEventActionUpdatePinned),
    Kind.LINK_EDIT: _link_edit,
    Kind.LINK_REVOKE: _link(types.ChannelAdminLogEventActionExportedInviteRevoke),
    Kind.LINK_DELETE: _link(types.ChannelAdminLogEventActionExportedInviteDelete),
    Kind.FORUM: _switch(types.ChannelAdminLogEventActionToggleForum),
    Kind.TOPIC_CREATE: _one_topic(types.ChannelAdminLogEventActionCreateTopic),
    Kind.TOPIC_EDIT: _topic_edit,
    Kind.TOPIC_DELETE: _one_topic(types.ChannelAdminLogEventActionDeleteTopic),
    Kind.TOPIC_PIN: _topic_pin,
    Kind.STICKER_SET: _sets(types.ChannelAdminLogEventActionChangeStickerSet),
    Kind.EMOJI_SET: _sets(types.ChannelAdminLogEventActionChangeEmojiStickerSet),
    Kind.COLOR: _colors(types.ChannelAdminLogEventActionChangePeerColor),
    Kind.PROFILE_COLOR: _colors(types.ChannelAdminLogEventActionChangeProfilePeerColor),
}
