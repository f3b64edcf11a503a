"""messages.forwardMessages. core.telegram.org/method/messages.forwardMessages"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.messages.outgoing import due_of, sender_of, topic_of
from hodhod.domain import forwarding
from hodhod.domain.forwarding import Forward
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.bits import ContentFlag
from hodhod.tl import functions, types
from hodhod.views import results

SILENT, NOFORWARDS = int(ContentFlag.SILENT), int(ContentFlag.NOFORWARDS)


@method(functions.messages.ForwardMessages, writes=True, flood="send")
async def forward_messages(ctx: Context, req: functions.messages.ForwardMessages) -> types.TypeUpdates:
    source = await inputs.peer(ctx, req.from_peer)
    target = await inputs.peer(ctx, req.to_peer)
    if len(req.id) > ctx.world.limits.forwarded_count:
        raise errors.LIMIT_INVALID
    flags = req.silent * SILENT | req.noforwards * NOFORWARDS
    drop_author = req.drop_author or req.drop_media_captions
    send_as = await sender_of(ctx, req.send_as)
    topic = req.top_msg_id or topic_of(req.reply_to)
    due = await due_of(ctx, target, req.schedule_date, req.schedule_repeat_period)
    wanted = Forward(source, req.id, req.random_id, flags, drop_author, req.drop_media_captions, send_as, topic, due)
    records = await forwarding.forward(ctx.tx, ctx.viewer, target, wanted)
    return await results.sent(ctx.tx, ctx.viewer, records)
