"""messages.sendMedia, messages.uploadMedia. core.telegram.org/api/files#sending-files"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.media import carried
from hodhod.api.messages.outgoing import caption_of, due_of, looks_of, reply_of, reply_peer_of, sender_of, topic_of
from hodhod.api.messages.send import send_text
from hodhod.domain import drafts
from hodhod.domain.media import files, sending
from hodhod.domain.media.files import Carried, NewFile
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.messages import Outgoing
from hodhod.domain.stickers import installed
from hodhod.domain.stickers.kinds import SetKind
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.bits import ContentFlag
from hodhod.tl import functions, types
from hodhod.views import media as view
from hodhod.views import results

SILENT, NOFORWARDS, INVERT = int(ContentFlag.SILENT), int(ContentFlag.NOFORWARDS), int(ContentFlag.INVERT_MEDIA)


@method(functions.messages.SendMedia, free=True, flood="send")
async def send_media(ctx: Context, req: functions.messages.SendMedia) -> types.TypeUpdates:
    if isinstance(req.media, types.InputMediaWebPage):
        looks = looks_of(ctx, False, req.invert_media, req.media)
        return await ctx.write(lambda inner: send_text(inner, req, looks))
    what = await carried(ctx, req.media)
    return await ctx.write(lambda inner: _send(inner, req, what))


async def _send(ctx: Context, req: functions.messages.SendMedia, what: Carried) -> types.TypeUpdates:
    peer = await inputs.peer(ctx, req.peer)
    text, entities = caption_of(ctx, req.message, req.entities)
    reply_to, quote, quote_offset = reply_of(req.reply_to)
    outgoing = Outgoing(
        text=text,
        random_id=req.random_id,
        flags=req.silent * SILENT | req.noforwards * NOFORWARDS | req.invert_media * INVERT,
        entities=entities,
        reply_to=reply_to,
        quote=quote,
        quote_offset=quote_offset,
        reply_peer=await reply_peer_of(ctx, req.reply_to),
        effect=req.effect or 0,
        send_as=await sender_of(ctx, req.send_as),
        topic=topic_of(req.reply_to),
        due=await due_of(ctx, peer, req.schedule_date, req.schedule_repeat_period),
    )
    record = await sending.send(ctx.tx, ctx.viewer, peer, outgoing, what)
    if req.update_stickersets_order and what.kind is MediaKind.STICKER:
        await installed.use(ctx.tx, ctx.viewer, SetKind.REGULAR, [what.media_id])
    if req.clear_draft:
        await drafts.clear(ctx.tx, ctx.viewer, peer, topic_of(req.reply_to))
    return await results.sent(ctx.tx, ctx.viewer, [(record, req.random_id)])


@method(functions.messages.UploadMedia, free=True, flood="media")
async def upload_media(ctx: Context, req: functions.messages.UploadMedia) -> types.TypeMessageMedia:
    """Only a file becomes something that can be named later. Raises MEDIA_INVALID."""
    what = await carried(ctx, req.media)
    if not isinstance(what.new, NewFile):
        raise errors.MEDIA_INVALID
    new = what.new
    await ctx.write(lambda inner: _upload(inner, req, new))
    return view.uploaded(ctx.viewer, what, new)


async def _upload(ctx: Context, req: functions.messages.UploadMedia, new: NewFile) -> None:
    await inputs.peer(ctx, req.peer)
    await files.add(ctx.tx, new, ctx.now)
