"""Topics of forums: messages.createForumTopic, editForumTopic, getForumTopics, getForumTopicsByID, deleteTopicHistory,
updatePinnedForumTopic, reorderPinnedForumTopics. core.telegram.org/api/forum

Until layer 214 they were methods of channels (tl/rules_in.py).
"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.messages.outgoing import sender_of
from hodhod.domain import topic_list, topic_making, topic_pins
from hodhod.domain.topic_making import Change, New
from hodhod.domain.updates import TopicsPinned
from hodhod.ids import Peer, is_channel
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import results
from hodhod.views import topics as view
from hodhod.views.updates import render

MAX_PINNED = 100


async def _forum(ctx: Context, given: types.TypeInputPeer) -> Peer:
    peer = await inputs.peer(ctx, given)
    if not is_channel(peer):
        raise errors.CHANNEL_FORUM_MISSING
    return peer


@method(functions.messages.CreateForumTopic, writes=True, flood="create")
async def create_forum_topic(ctx: Context, req: functions.messages.CreateForumTopic) -> types.TypeUpdates:
    """title_missing is for topics of bots, which are not here."""
    peer = await _forum(ctx, req.peer)
    new = New(req.title, req.random_id, req.icon_color or 0, req.icon_emoji_id or 0, await sender_of(ctx, req.send_as))
    record = await topic_making.create(ctx.tx, ctx.viewer, peer, new)
    return await results.sent(ctx.tx, ctx.viewer, [(record, req.random_id)])


@method(functions.messages.EditForumTopic, writes=True)
async def edit_forum_topic(ctx: Context, req: functions.messages.EditForumTopic) -> types.TypeUpdates:
    peer = await _forum(ctx, req.peer)
    change = Change(req.title, req.icon_emoji_id, req.closed, req.hidden)
    record = await topic_making.edit(ctx.tx, ctx.viewer, peer, req.topic_id, change)
    return await results.sent(ctx.tx, ctx.viewer, [(record, record.message.content.id)])


@method(functions.messages.GetForumTopics)
async def get_forum_topics(ctx: Context, req: functions.messages.GetForumTopics) -> types.messages.ForumTopics:
    """The list goes by the newest messages, so the id of the last one that was seen says where it goes on, and not its
    date."""
    peer = await _forum(ctx, req.peer)
    offset = req.offset_id, req.offset_topic
    page = await topic_list.page(ctx.tx, ctx.viewer, peer, req.q or "", offset, req.limit)
    return await view.listed(ctx.tx, ctx.viewer, page.seen, page.topics, page.total)


@method(functions.messages.GetForumTopicsByID)
async def get_forum_topics_by_id(
    ctx: Context, req: functions.messages.GetForumTopicsByID
) -> types.messages.ForumTopics:
    peer = await _forum(ctx, req.peer)
    page = await topic_list.chosen(ctx.tx, ctx.viewer, peer, req.topics)
    return await view.listed(ctx.tx, ctx.viewer, page.seen, page.topics, page.total, page.missing)


@method(functions.messages.DeleteTopicHistory, writes=True)
async def delete_topic_history(
    ctx: Context, req: functions.messages.DeleteTopicHistory
) -> types.messages.AffectedHistory:
    """The client repeats while `offset` is not 0."""
    peer = await _forum(ctx, req.peer)
    done = await topic_making.delete(ctx.tx, ctx.viewer, peer, req.top_msg_id)
    return types.messages.AffectedHistory(pts=done.pts, pts_count=done.count, offset=done.left)


@method(functions.messages.UpdatePinnedForumTopic, writes=True)
async def update_pinned_forum_topic(ctx: Context, req: functions.messages.UpdatePinnedForumTopic) -> types.TypeUpdates:
    peer = await _forum(ctx, req.peer)
    return await _told(ctx, await topic_pins.pin(ctx.tx, ctx.viewer, peer, req.topic_id, req.pinned))


@method(functions.messages.ReorderPinnedForumTopics, writes=True)
async def reorder_pinned_forum_topics(
    ctx: Context, req: functions.messages.ReorderPinnedForumTopics
) -> types.TypeUpdates:
    peer = await _forum(ctx, req.peer)
    if len(req.order) > MAX_PINNED:
        raise errors.LIMIT_INVALID
    return await _told(ctx, await topic_pins.reorder(ctx.tx, ctx.viewer, peer, req.order, req.force))


async def _told(ctx: Context, record: TopicsPinned) -> types.TypeUpdates:
    updates = await render(ctx.tx, ctx.viewer, [record])
    assert updates is not None
    return updates
