"""Events of a channel's mailbox as updates: they name the channel and carry its pts."""

from __future__ import annotations

from hodhod.domain.updates import ChannelContentsRead, ChannelTyping, EventKind, ThreadRead, ViewsChanged
from hodhod.domain.values import unpack_ids
from hodhod.ids import is_channel
from hodhod.store.records import Event, Message
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views.chats import channel_id
from hodhod.views.media import Attached, named, page_of
from hodhod.views.refs import peer_of


def counted(event: Event, shown: Message | None, files: Attached, peers: set[int]) -> types.TypeUpdate | None:
    """shown: the message that an edit speaks of, None when it is gone; files: what it carries."""
    channel = channel_id(event.owner)
    if event.kind == EventKind.DELETE:
        ids = unpack_ids(event.value)
        return types.UpdateDeleteChannelMessages(
            channel_id=channel, messages=ids, pts=event.pts, pts_count=event.pts_count
        )
    if event.kind == EventKind.PIN:
        return types.UpdatePinnedChannelMessages(
            pinned=event.subject == 1,
            channel_id=channel,
            messages=unpack_ids(event.value),
            pts=event.pts,
            pts_count=event.pts_count,
        )
    if shown is None:
        return None
    if event.kind == EventKind.WEBPAGE:
        page = page_of(shown, files)
        if page is None:
            return None
        return types.UpdateChannelWebPage(channel_id=channel, webpage=page, pts=event.pts, pts_count=1)
    peers |= named(shown, files)
    return types.UpdateEditChannelMessage(message=view.message(shown, files), pts=event.pts, pts_count=event.pts_count)


def thread_read(record: ThreadRead) -> types.UpdateReadChannelDiscussionInbox:
    channel, post = record.post or (0, 0)
    return types.UpdateReadChannelDiscussionInbox(
        channel_id=channel_id(record.peer),
        top_msg_id=record.thread,
        read_max_id=record.max_id,
        broadcast_id=channel_id(channel) if channel else None,
        broadcast_post=post or None,
    )


def typing(record: ChannelTyping) -> types.TypeUpdate:
    action = view.typing_action(record.action)
    if is_channel(record.peer):
        return types.UpdateChannelUserTyping(
            channel_id=channel_id(record.peer),
            top_msg_id=record.topic or None,
            from_id=peer_of(record.user),
            action=action,
        )
    return types.UpdateChatUserTyping(chat_id=-record.peer, from_id=peer_of(record.user), action=action)


def contents_read(record: ChannelContentsRead) -> types.TypeUpdate:
    return types.UpdateChannelReadMessagesContents(channel_id=channel_id(record.peer), messages=list(record.ids))


def views(record: ViewsChanged) -> types.TypeUpdate:
    return types.UpdateChannelMessageViews(
        channel_id=channel_id(record.owner), id=record.id, views=max(record.views, 1)
    )
