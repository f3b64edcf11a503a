"""messages.saveDraft, getAllDrafts, clearAllDrafts."""

from __future__ import annotations

from hodhod import errors, tl
from hodhod.api import inputs
from hodhod.api.messages.outgoing import own_entities, reply_of, topic_of
from hodhod.domain import drafts, entities
from hodhod.domain.updates import StateChanged
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.updates import render


@method(functions.messages.SaveDraft, writes=True)
async def save_draft(ctx: Context, req: functions.messages.SaveDraft) -> bool:
    peer = await inputs.peer(ctx, req.peer)
    if entities.utf16_length(req.message) > ctx.world.limits.message_length:
        raise errors.MESSAGE_TOO_LONG
    topic = topic_of(req.reply_to)
    subject = await drafts.place(ctx.tx, ctx.viewer, peer, topic)
    # what only says in which topic it would stand is no draft
    answers = req.reply_to is not None and (subject == peer or reply_of(req.reply_to)[0] not in (None, topic))
    draft = tl.encode(_draft(ctx, req)) if req.message or answers else None
    await drafts.save(ctx.tx, ctx.viewer, subject, draft)
    return True


def _draft(ctx: Context, req: functions.messages.SaveDraft) -> types.DraftMessage:
    return types.DraftMessage(
        no_webpage=req.no_webpage,
        invert_media=req.invert_media,
        reply_to=req.reply_to,
        message=req.message,
        entities=entities.of_draft(req.message, own_entities(ctx, req.entities)),
        date=ctx.now,
    )


@method(functions.messages.GetAllDrafts)
async def get_all_drafts(ctx: Context, req: functions.messages.GetAllDrafts) -> types.TypeUpdates:
    records = [StateChanged(ctx.user, row) for row in await drafts.every(ctx.tx, ctx.viewer)]
    found = await render(ctx.tx, ctx.viewer, records)
    return found or types.Updates(updates=[], users=[], chats=[], date=ctx.now, seq=0)


@method(functions.messages.ClearAllDrafts, writes=True)
async def clear_all_drafts(ctx: Context, req: functions.messages.ClearAllDrafts) -> bool:
    for row in await drafts.every(ctx.tx, ctx.viewer):
        await drafts.save(ctx.tx, ctx.viewer, row.subject, None)
    return True
