"""Read marks and typing: messages.readHistory, getOutboxReadDate, getMessageReadParticipants, setTyping,
receivedMessages, readMessageContents."""

from __future__ import annotations

from hodhod import errors, tl
from hodhod.api import inputs
from hodhod.domain import access, difference, reactions, read_dates, reading, typing
from hodhod.domain.updates import Typing
from hodhod.ids import is_channel
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types

MAX_IDS = 100


@method(functions.messages.ReadHistory, writes=True)
async def read_history(ctx: Context, req: functions.messages.ReadHistory) -> types.messages.AffectedMessages:
    peer = await inputs.peer(ctx, req.peer)
    if is_channel(peer):
        raise errors.PEER_ID_INVALID
    record = await reading.read_history(ctx.tx, ctx.viewer, peer, req.max_id)
    if record is None:
        return types.messages.AffectedMessages(pts=await difference.pts_of(ctx.tx, ctx.viewer), pts_count=0)
    return types.messages.AffectedMessages(pts=record.pts, pts_count=1)


@method(functions.messages.GetOutboxReadDate)
async def get_outbox_read_date(ctx: Context, req: functions.messages.GetOutboxReadDate) -> types.OutboxReadDate:
    peer = await inputs.peer(ctx, req.peer)
    return types.OutboxReadDate(date=await read_dates.outbox_date(ctx.tx, ctx.viewer, peer, req.msg_id))


@method(functions.messages.GetMessageReadParticipants)
async def get_message_read_participants(
    ctx: Context, req: functions.messages.GetMessageReadParticipants
) -> list[types.TypeReadParticipantDate]:
    peer = await inputs.peer(ctx, req.peer)
    found = await read_dates.readers(ctx.tx, ctx.viewer, peer, req.msg_id)
    return [types.ReadParticipantDate(user_id=user, date=date) for user, date in found]


@method(functions.messages.SetTyping)
async def set_typing(ctx: Context, req: functions.messages.SetTyping) -> bool:
    """Told to the other side when it is there, kept nowhere; somebody who blocked the caller hears nothing."""
    peer = await inputs.peer(ctx, req.peer)
    if peer < 0:
        action, topic = tl.encode(req.action), max(req.top_msg_id or 0, 0)
        ctx.records += await typing.in_group(ctx.tx, ctx.viewer, peer, action, ctx.services.online, topic)
    elif peer != ctx.user and ctx.services.online(peer) and await access.may_send(ctx.tx, ctx.viewer, peer) is not None:
        ctx.records.append(Typing(peer, ctx.user, tl.encode(req.action)))
    return True


@method(functions.messages.ReceivedMessages)
async def received_messages(
    ctx: Context, req: functions.messages.ReceivedMessages
) -> list[types.TypeReceivedNotifyMessage]:
    """The client has messages up to max_id; nothing waits for that here."""
    return []


@method(functions.messages.ReadMessageContents, writes=True)
async def read_message_contents(
    ctx: Context, req: functions.messages.ReadMessageContents
) -> types.messages.AffectedMessages:
    """Voice and round video played, reactions seen."""
    await reactions.read(ctx.tx, ctx.viewer, ctx.user, req.id[:MAX_IDS])
    record = await reading.read_contents(ctx.tx, ctx.viewer, req.id[:MAX_IDS])
    if record is None:
        return types.messages.AffectedMessages(pts=await difference.pts_of(ctx.tx, ctx.viewer), pts_count=0)
    return types.messages.AffectedMessages(pts=record.pts, pts_count=record.event.pts_count)
