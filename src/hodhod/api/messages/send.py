"""messages.sendMessage. core.telegram.org/method/messages.sendMessage"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.api.messages.outgoing import due_of, looks_of, reply_of, reply_peer_of, sender_of, text_of, topic_of
from hodhod.domain import drafts, scheduling
from hodhod.domain.outgoing import Outgoing
from hodhod.domain.previews import Looks
from hodhod.domain.stickers import custom_emoji, installed
from hodhod.domain.stickers.kinds import SetKind
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.bits import ContentFlag
from hodhod.tl import functions, types
from hodhod.views import results

SILENT, NOFORWARDS = int(ContentFlag.SILENT), int(ContentFlag.NOFORWARDS)


@method(functions.messages.SendMessage, writes=True, flood="send")
async def send_message(ctx: Context, req: functions.messages.SendMessage) -> types.TypeUpdates:
    return await send_text(ctx, req, looks_of(ctx, req.no_webpage, req.invert_media, None))


async def send_text(
    ctx: Context, req: functions.messages.SendMessage | functions.messages.SendMedia, looks: Looks
) -> types.TypeUpdates:
    """A text, with or without a preview that its sender chose."""
    peer = await inputs.peer(ctx, req.peer)
    text, entities = text_of(ctx, req.message, req.entities)
    reply_to, quote, quote_offset = reply_of(req.reply_to)
    outgoing = Outgoing(
        text=text,
        random_id=req.random_id,
        flags=req.silent * SILENT | req.noforwards * NOFORWARDS | looks.flags,
        entities=entities,
        reply_to=reply_to,
        quote=quote,
        quote_offset=quote_offset,
        reply_peer=await reply_peer_of(ctx, req.reply_to),
        effect=req.effect or 0,
        send_as=await sender_of(ctx, req.send_as),
        topic=topic_of(req.reply_to),
        preview=looks.url,
        due=await due_of(ctx, peer, req.schedule_date, req.schedule_repeat_period),
    )
    record = await scheduling.send(ctx.tx, ctx.viewer, peer, outgoing)
    if req.clear_draft:
        await drafts.clear(ctx.tx, ctx.viewer, peer, topic_of(req.reply_to))
    if req.update_stickersets_order:
        await installed.use(ctx.tx, ctx.viewer, SetKind.EMOJI, custom_emoji.ids_in(entities))
    if results.is_plain(record):
        return results.short_sent(record)
    return await results.sent(ctx.tx, ctx.viewer, [(record, req.random_id)])
