"""messages.editMessage, messages.getMessageEditData, messages.deleteMessages, messages.deleteHistory."""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.media import carried
from hodhod.api.messages.outgoing import looks_of, words_of
from hodhod.domain import deleting, editing, polls, rescheduling
from hodhod.domain.media.files import Carried
from hodhod.domain.media.kinds import CAPTIONED
from hodhod.domain.previews import Looks
from hodhod.domain.updates import PollChanged
from hodhod.ids import is_channel
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import results
from hodhod.views.updates import render

MAX_IDS = 100


@method(functions.messages.EditMessage, free=True, flood="send")
async def edit_message(ctx: Context, req: functions.messages.EditMessage) -> types.TypeUpdates:
    if req.message is None and req.media is None and not req.schedule_date:
        raise errors.MESSAGE_NOT_MODIFIED
    if req.schedule_repeat_period:
        raise errors.PREMIUM_ACCOUNT_REQUIRED
    if isinstance(req.media, types.InputMediaPoll):
        if req.schedule_date or not req.media.poll.closed:
            raise errors.MEDIA_NEW_INVALID
        return await ctx.write(lambda inner: _close_poll(inner, req))
    link = req.media if isinstance(req.media, types.InputMediaWebPage) else None
    looks = looks_of(ctx, req.no_webpage, req.invert_media, link)
    what = await carried(ctx, req.media) if req.media is not None and link is None else None
    return await ctx.write(lambda inner: _edit(inner, req, what, looks))


async def _edit(
    ctx: Context, req: functions.messages.EditMessage, what: Carried | None, looks: Looks
) -> types.TypeUpdates:
    peer = await inputs.peer(ctx, req.peer)
    words = None if req.message is None else words_of(ctx, req.message, req.entities)
    if req.schedule_date:
        told = await rescheduling.edit(ctx.tx, ctx.viewer, (peer, req.id), req.schedule_date, words, what, looks)
        return await results.told(ctx.tx, ctx.viewer, peer, told)
    record = await editing.edit(ctx.tx, ctx.viewer, peer, req.id, words, what, looks)
    updates = await render(ctx.tx, ctx.viewer, [record])
    if updates is None:
        raise errors.MESSAGE_ID_INVALID
    return updates


@method(functions.messages.GetMessageEditData)
async def get_message_edit_data(
    ctx: Context, req: functions.messages.GetMessageEditData
) -> types.messages.MessageEditData:
    """May it be edited, and are its words a caption?"""
    row = await editing.editable(ctx.tx, ctx.viewer, await inputs.peer(ctx, req.peer), req.id)
    return types.messages.MessageEditData(caption=row.content.media_kind in CAPTIONED)


async def _close_poll(ctx: Context, req: functions.messages.EditMessage) -> types.TypeUpdates:
    """All that can be changed in a poll is that it is over."""
    peer = await inputs.peer(ctx, req.peer)
    record, row = await polls.close(ctx.tx, ctx.viewer, peer, req.id)
    # libraries look for the poll in the first update
    updates = await render(ctx.tx, ctx.viewer, [PollChanged(ctx.user, row.id), record])
    assert updates is not None
    return updates


@method(functions.messages.DeleteMessages, writes=True)
async def delete_messages(ctx: Context, req: functions.messages.DeleteMessages) -> types.messages.AffectedMessages:
    if len(req.id) > MAX_IDS:
        raise errors.LIMIT_INVALID
    done = await deleting.delete_messages(ctx.tx, ctx.viewer, req.id, req.revoke)
    return types.messages.AffectedMessages(pts=done.pts, pts_count=done.count)


@method(functions.messages.DeleteHistory, writes=True)
async def delete_history(ctx: Context, req: functions.messages.DeleteHistory) -> types.messages.AffectedHistory:
    """One slice; the client repeats while `offset` is not 0."""
    peer = await inputs.peer(ctx, req.peer)
    if is_channel(peer):
        raise errors.PEER_ID_INVALID
    done = await deleting.delete_history(ctx.tx, ctx.viewer, peer, req.max_id, req.revoke, req.just_clear)
    return types.messages.AffectedHistory(pts=done.pts, pts_count=done.count, offset=done.left)
