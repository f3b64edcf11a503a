"""messages.sendMultiMedia. core.telegram.org/api/files#albums-grouped-media"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.media import carried
from hodhod.api.messages.outgoing import caption_of, due_of, reply_of, reply_peer_of, sender_of, topic_of
from hodhod.domain import drafts
from hodhod.domain.media import albums, sending
from hodhod.domain.media.files import Carried
from hodhod.domain.outgoing import Outgoing
from hodhod.domain.updates import NewMessage
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.bits import ContentFlag
from hodhod.store.records import Scheduled
from hodhod.tl import functions, types
from hodhod.views import results

SILENT, NOFORWARDS, INVERT = int(ContentFlag.SILENT), int(ContentFlag.NOFORWARDS), int(ContentFlag.INVERT_MEDIA)
# what is wrong with a reference, and the same said of the n-th file
_NUMBERED: dict[type[errors.RpcError], type[errors.RpcErrorWithNumber]] = {
    errors.FILE_REFERENCE_EMPTY: errors.FILE_REFERENCE_X_EMPTY,
    errors.FILE_REFERENCE_INVALID: errors.FILE_REFERENCE_X_INVALID,
    errors.FILE_REFERENCE_EXPIRED: errors.FILE_REFERENCE_X_EXPIRED,
}


@method(functions.messages.SendMultiMedia, free=True, flood="send")
async def send_multi_media(ctx: Context, req: functions.messages.SendMultiMedia) -> types.TypeUpdates:
    if len(req.multi_media) > albums.MAX_ITEMS:
        raise errors.MULTI_MEDIA_TOO_LONG
    random_ids = {one.random_id for one in req.multi_media}
    if 0 in random_ids or len(random_ids) < len(req.multi_media):
        raise errors.RANDOM_ID_EMPTY
    items = [await _carried(ctx, n, one.media) for n, one in enumerate(req.multi_media)]
    albums.check([item.kind for item in items])
    return await ctx.write(lambda inner: _send(inner, req, items))


async def _carried(ctx: Context, number: int, given: types.TypeInputMedia) -> Carried:
    """Raises FILE_REFERENCE_X_EXPIRED and its kin, with the number of the file, and what api/media.carried raises."""
    try:
        return await carried(ctx, given)
    except tuple(_NUMBERED) as refusal:
        raise _NUMBERED[type(refusal)](number) from None


async def _send(ctx: Context, req: functions.messages.SendMultiMedia, items: list[Carried]) -> types.TypeUpdates:
    peer = await inputs.peer(ctx, req.peer)
    reply_to, quote, quote_offset = reply_of(req.reply_to)
    send_as = await sender_of(ctx, req.send_as)
    due = await due_of(ctx, peer, req.schedule_date)
    grouped_id = ctx.world.ids.new() if len(items) > 1 else 0
    done: list[tuple[NewMessage | Scheduled, int]] = []
    for one, item in zip(req.multi_media, items, strict=True):
        text, entities = caption_of(ctx, one.message, one.entities)
        outgoing = Outgoing(
            text=text,
            random_id=one.random_id,
            flags=req.silent * SILENT | req.noforwards * NOFORWARDS | req.invert_media * INVERT,
            entities=entities,
            reply_to=reply_to,
            quote=quote,
            quote_offset=quote_offset,
            reply_peer=await reply_peer_of(ctx, req.reply_to),
            grouped_id=grouped_id,
            effect=req.effect or 0,
            send_as=send_as,
            topic=topic_of(req.reply_to),
            due=due,
        )
        done.append((await sending.send(ctx.tx, ctx.viewer, peer, outgoing, item), one.random_id))
    if req.clear_draft:
        await drafts.clear(ctx.tx, ctx.viewer, peer, topic_of(req.reply_to))
    return await results.sent(ctx.tx, ctx.viewer, done)
