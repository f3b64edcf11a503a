"""State rows (updates without pts) to TL updates: one function a kind, used live and by getDifference."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import cast

from hodhod import tl
from hodhod.domain import folders, join_requests, mentions, reading, rights, schedule
from hodhod.domain.stickers import installed, sets
from hodhod.domain.stickers.kept import Shelf
from hodhod.domain.stickers.kinds import SetKind
from hodhod.domain.updates import StateKind, TopicsPinned
from hodhod.domain.values import unpack_count, unpack_ids, unpack_peers
from hodhod.domain.viewer import Viewer
from hodhod.ids import MIN_PEER, subject_place
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store import members as store_members
from hodhod.store import stickers as store_stickers
from hodhod.store import topics as store_topics
from hodhod.store.db import Tx
from hodhod.store.records import State
from hodhod.tl import types
from hodhod.views import authorizations, notify, participants, people, scheduled, stickers
from hodhod.views.chats import channel_id
from hodhod.views.refs import peer_of

Build = Callable[[Tx, Viewer, State], Awaitable[types.TypeUpdate | None]]

# kinds whose subject is a peer that the update names
ABOUT_PEER = frozenset(
    {
        StateKind.UNREAD_MARK,
        StateKind.BLOCK,
        StateKind.USER_NAME,
        StateKind.USER_PHONE,
        StateKind.USER,
        StateKind.PEER_SETTINGS,
        StateKind.CHANNEL,
        StateKind.CHANNEL_READ,
        StateKind.CHAT_MEMBERS,
        StateKind.DEFAULT_RIGHTS,
        StateKind.CHAT,
        StateKind.CLEARED,
        StateKind.JOIN_REQUESTS,
        StateKind.HISTORY_TTL,
        StateKind.VIEW_AS_MESSAGES,
    }
)
# ... or a peer or topic; a scope is below all peers
ABOUT_PLACE = frozenset({StateKind.DRAFT, StateKind.NOTIFY, StateKind.TOPIC_READ})
# kinds whose value lists the peers that the update names
LISTS_PEERS = frozenset(
    {StateKind.PINNED_DIALOGS, StateKind.PINNED_SAVED, StateKind.PRIVACY, StateKind.JOIN_REQUESTS, StateKind.SCHEDULED}
)


def state_peers(row: State) -> set[int]:
    """The peers that the update of this row mentions."""
    named = set(unpack_peers(row.value)) if row.kind in LISTS_PEERS else set()
    if row.kind in ABOUT_PEER:
        named.add(row.subject)
    if row.kind in ABOUT_PLACE and row.subject > MIN_PEER:
        named.add(subject_place(row.subject)[0])
    if row.kind == StateKind.PINNED_TOPICS:
        named.add(row.owner)
    if row.kind == StateKind.DRAFT and row.value:
        named |= mentions.of_draft(row.value)
    if row.kind in (StateKind.SCHEDULED, StateKind.UNSCHEDULED):
        named.add(schedule.place_of(row.subject)[0])
    return named


async def state_update(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    """The update that tells this row's present value; None for kinds that are the account's own."""
    build = BUILD.get(StateKind(row.kind))
    return await build(tx, viewer, row) if build else None


async def _draft(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    draft = tl.decode(row.value) if row.value else types.DraftMessageEmpty(date=row.date)
    peer, topic = subject_place(row.subject)
    shown = cast("types.TypeDraftMessage", draft)
    return types.UpdateDraftMessage(peer=peer_of(peer), top_msg_id=topic or None, draft=shown)


async def _unread_mark(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    peer = types.DialogPeer(peer=peer_of(row.subject))
    return types.UpdateDialogUnreadMark(unread=bool(row.value), peer=peer)


async def _pinned_dialogs(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    return types.UpdatePinnedDialogs(folder_id=row.subject or None, order=_dialog_peers(row))


async def _pinned_saved(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    return types.UpdatePinnedSavedDialogs(order=_dialog_peers(row))


def _dialog_peers(row: State) -> list[types.TypeDialogPeer]:
    return [types.DialogPeer(peer=peer_of(peer)) for peer in unpack_peers(row.value)]


async def _filter(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    kept = folders.shown(viewer, cast("types.TypeDialogFilter", tl.decode(row.value))) if row.value else None
    return types.UpdateDialogFilter(id=row.subject, filter=kept)


async def _filter_order(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    return types.UpdateDialogFilterOrder(order=unpack_ids(row.value))


async def _notify(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    return notify.update(row)


async def _channel(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    return types.UpdateChannel(channel_id=channel_id(row.subject))


async def _channel_read(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    place = (await store_chats.places(tx, viewer.user, [row.subject])).get(row.subject)
    if place is None:
        return None
    return types.UpdateReadChannelInbox(
        channel_id=channel_id(row.subject),
        max_id=place.read_inbox,
        still_unread_count=await reading.channel_unread(tx, viewer, place),
        pts=place.pts,
    )


async def _topic_read(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    peer, topic = subject_place(row.subject)
    return types.UpdateReadChannelDiscussionInbox(
        channel_id=channel_id(peer), top_msg_id=topic, read_max_id=unpack_count(row.value)
    )


async def _view_as_messages(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    return types.UpdateChannelViewForumAsMessages(channel_id=channel_id(row.subject), enabled=bool(row.value))


async def _pinned_topics(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    return await topics_pinned(tx, TopicsPinned(row.owner))


async def topics_pinned(tx: Tx, record: TopicsPinned) -> types.TypeUpdate:
    """One topic that was pinned or unpinned, or the whole order as it is now."""
    peer = peer_of(record.owner)
    if record.topic:
        return types.UpdatePinnedForumTopic(pinned=record.pinned, peer=peer, topic_id=record.topic)
    order = [row.id for row in await store_topics.pinned(tx, record.owner)]
    return types.UpdatePinnedForumTopics(peer=peer, order=order)


async def _chat_members(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    seen = (await store_chats.seen(tx, viewer.user, [row.subject])).get(row.subject)
    if seen is None or not rights.is_member(seen):
        return None
    members = await store_members.everybody(tx, row.subject, viewer.world.limits.chat_size)
    return types.UpdateChatParticipants(participants=participants.chat_participants(seen.chat, members))


async def _default_rights(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    return await default_rights(tx, row.subject)


async def default_rights(tx: Tx, peer: int) -> types.TypeUpdate | None:
    """What members may do, as it is now."""
    chat = await store_chats.get(tx, peer)
    if chat is None:
        return None
    banned = rights.banned_rights(chat.banned, rights.FOR_EVER)
    return types.UpdateChatDefaultBannedRights(peer=peer_of(peer), default_banned_rights=banned, version=chat.version)


async def _chat(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    return types.UpdateChat(chat_id=-row.subject)


async def _cleared(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    return types.UpdateChannelAvailableMessages(
        channel_id=channel_id(row.subject), available_min_id=unpack_count(row.value)
    )


async def _saved_tags(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    return types.UpdateSavedReactionTags()


async def _recent_reactions(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    return types.UpdateRecentReactions()


async def _new_sticker_set(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    """The set as it is now; nothing when it has been put away or taken out since."""
    found = await store_stickers.find_set(tx, row.subject)
    if found is None:
        return None
    seen = await sets.seen(tx, viewer, found)
    if not seen.installed or seen.archived:
        return None
    return types.UpdateNewStickerSet(stickerset=await stickers.of_set(tx, viewer, found))


async def _sticker_sets(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    return types.UpdateStickerSets(masks=row.subject == SetKind.MASK, emojis=row.subject == SetKind.EMOJI)


async def _sticker_sets_order(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    kind = SetKind(row.subject)
    order = [one.set.id for one in await installed.listed(tx, viewer, kind)]
    return types.UpdateStickerSetsOrder(masks=kind is SetKind.MASK, emojis=kind is SetKind.EMOJI, order=order)


async def _kept_documents(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    if row.subject == Shelf.FAVED:
        return types.UpdateFavedStickers()
    return types.UpdateSavedGifs() if row.subject == Shelf.GIFS else types.UpdateRecentStickers()


async def _join_requests(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    """How many wait, as it is now; of those who asked last then, whoever still waits: the answer describes them."""
    seen = (await store_chats.seen(tx, viewer.user, [row.subject])).get(row.subject)
    if seen is None or not rights.is_admin(seen, rights.Admin.INVITE):
        return None
    waiting = await join_requests.waiting(tx, row.subject)
    recent = [user for user in unpack_peers(row.value) if user in waiting.recent]
    return types.UpdatePendingJoinRequests(
        peer=peer_of(row.subject), requests_pending=waiting.total, recent_requesters=recent
    )


async def _history_ttl(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    return await history_ttl(tx, row.owner, row.subject)


async def history_ttl(tx: Tx, owner: int, peer: int) -> types.UpdatePeerHistoryTTL:
    """For how long messages of this chat live now."""
    found = await store_dialogs.find(tx, owner, peer) if peer > 0 else await store_chats.get(tx, peer)
    return types.UpdatePeerHistoryTTL(peer=peer_of(peer), ttl_period=found.ttl or None if found is not None else None)


async def _scheduled(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    """As it is now; None when it waits no more, which another row tells."""
    found = await schedule.find(tx, viewer, row.subject)
    if found is None:
        return None
    (message,) = await scheduled.messages(tx, viewer, [found])
    return types.UpdateNewScheduledMessage(message=message)


async def _unscheduled(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate:
    peer, msg_id = schedule.place_of(row.subject)
    return types.UpdateDeleteScheduledMessages(
        peer=peer_of(peer), messages=[msg_id], sent_messages=unpack_ids(row.value) or None
    )


BUILD: dict[StateKind, Build] = {
    StateKind.NOTIFY: _notify,
    StateKind.BLOCK: people.blocked,
    StateKind.USER: people.user,
    StateKind.USER_NAME: people.user_name,
    StateKind.USER_PHONE: people.user_phone,
    StateKind.PRIVACY: people.privacy_rules,
    StateKind.PEER_SETTINGS: people.settings,
    StateKind.DRAFT: _draft,
    StateKind.UNREAD_MARK: _unread_mark,
    StateKind.PINNED_DIALOGS: _pinned_dialogs,
    StateKind.PINNED_SAVED: _pinned_saved,
    StateKind.FILTER: _filter,
    StateKind.FILTER_ORDER: _filter_order,
    StateKind.AUTHORIZATION: authorizations.update,
    StateKind.RECENT_REACTIONS: _recent_reactions,
    StateKind.SAVED_TAGS: _saved_tags,
    StateKind.CHANNEL: _channel,
    StateKind.CHANNEL_READ: _channel_read,
    StateKind.TOPIC_READ: _topic_read,
    StateKind.VIEW_AS_MESSAGES: _view_as_messages,
    StateKind.PINNED_TOPICS: _pinned_topics,
    StateKind.CHAT_MEMBERS: _chat_members,
    StateKind.DEFAULT_RIGHTS: _default_rights,
    StateKind.CHAT: _chat,
    StateKind.CLEARED: _cleared,
    StateKind.JOIN_REQUESTS: _join_requests,
    StateKind.NEW_STICKER_SET: _new_sticker_set,
    StateKind.STICKER_SETS: _sticker_sets,
    StateKind.STICKER_SETS_ORDER: _sticker_sets_order,
    StateKind.KEPT_DOCUMENTS: _kept_documents,
    StateKind.HISTORY_TTL: _history_ttl,
    StateKind.SCHEDULED: _scheduled,
    StateKind.UNSCHEDULED: _unscheduled,
}
