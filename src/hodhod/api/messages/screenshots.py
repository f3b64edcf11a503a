"""messages.sendScreenshotNotification: the other side is told that a picture was taken of the chat."""

from __future__ import annotations

from hodhod import errors, tl
from hodhod.api import inputs
from hodhod.domain import messages
from hodhod.domain.messages import Outgoing
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import results


@method(functions.messages.SendScreenshotNotification, writes=True, flood="send")
async def send_screenshot_notification(
    ctx: Context, req: functions.messages.SendScreenshotNotification
) -> types.TypeUpdates:
    """Raises STORY_ID_INVALID and what messages.send raises."""
    peer = await inputs.private(ctx, req.peer)
    if not isinstance(req.reply_to, types.InputReplyToMessage):
        raise errors.STORY_ID_INVALID
    action = tl.encode(types.MessageActionScreenshotTaken())
    told = Outgoing(action=action, random_id=req.random_id, reply_to=req.reply_to.reply_to_msg_id or None)
    record = await messages.send(ctx.tx, ctx.viewer, peer, told)
    return await results.sent(ctx.tx, ctx.viewer, [(record, req.random_id)])
