"""Read marks and typing: messages.readHistory, setTyping, receivedMessages, readMessageContents."""

from __future__ import annotations

from hodhod import errors, tl
from hodhod.api import inputs
from hodhod.domain import access, difference, reactions, reading, typing
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
