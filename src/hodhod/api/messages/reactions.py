"""Reactions: messages.sendReaction, getMessagesReactions, getMessageReactionsList, getUnreadReactions, readReactions,
setChatAvailableReactions, deleteParticipantReaction, deleteParticipantReactions.
core.telegram.org/api/reactions"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.window import window
from hodhod.domain import access, difference, reaction_set, reactions, recent_reactions
from hodhod.ids import is_channel
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import lists, results
from hodhod.views import reactions as view
from hodhod.views import updates as shown

MAX_IDS = 100
MAX_PAGE = 100


@method(functions.messages.SendReaction, writes=True, flood="react")
async def send_reaction(ctx: Context, req: functions.messages.SendReaction) -> types.TypeUpdates:
    peer = await inputs.peer(ctx, req.peer)
    reaction = reaction_set.chosen(req.reaction or [])
    record = await reactions.react(ctx.tx, ctx.viewer, peer, req.msg_id, reaction, big=req.big)
    if reaction and req.add_to_recent:
        await recent_reactions.add(ctx.tx, ctx.viewer, reaction)
    updates = await shown.render(ctx.tx, ctx.viewer, [record])
    return updates or types.Updates(updates=[], users=[], chats=[], date=ctx.now, seq=0)


@method(functions.messages.DeleteParticipantReaction, writes=True, flood="react")
async def delete_participant_reaction(
    ctx: Context, req: functions.messages.DeleteParticipantReaction
) -> types.TypeUpdates:
    peer, user = await inputs.peer(ctx, req.peer), await inputs.peer(ctx, req.participant)
    record = await reactions.take_away(ctx.tx, ctx.viewer, peer, req.msg_id, user)
    updates = await shown.render(ctx.tx, ctx.viewer, [record])
    assert updates is not None
    return updates


@method(functions.messages.DeleteParticipantReactions, writes=True, flood="react")
async def delete_participant_reactions(ctx: Context, req: functions.messages.DeleteParticipantReactions) -> bool:
    peer, user = await inputs.peer(ctx, req.peer), await inputs.peer(ctx, req.participant)
    await reactions.take_all_away(ctx.tx, ctx.viewer, peer, user)
    return True


@method(functions.messages.GetMessagesReactions)
async def get_messages_reactions(ctx: Context, req: functions.messages.GetMessagesReactions) -> types.Updates:
    """An update for each message, those without reactions as well: it may have had some."""
    if len(req.id) > MAX_IDS:
        raise errors.LIMIT_INVALID
    peer = await inputs.peer(ctx, req.peer)
    rows = await reactions.messages(ctx.tx, ctx.viewer, peer, req.id)
    return await shown.reactions_now(ctx.tx, ctx.viewer, rows)


@method(functions.messages.GetMessageReactionsList)
async def get_message_reactions_list(
    ctx: Context, req: functions.messages.GetMessageReactionsList
) -> types.messages.MessageReactionsList:
    peer = await inputs.peer(ctx, req.peer)
    wanted = None if req.reaction is None else reaction_set.plain(req.reaction)
    limit = max(0, min(req.limit, MAX_PAGE))
    page = await reactions.listed(ctx.tx, ctx.viewer, peer, req.id, wanted, (req.offset or "", limit))
    return await view.listed(ctx.tx, ctx.viewer, page)


@method(functions.messages.GetUnreadReactions)
async def get_unread_reactions(ctx: Context, req: functions.messages.GetUnreadReactions) -> types.messages.TypeMessages:
    peer = await inputs.peer(ctx, req.peer)
    rows = await reactions.unread(ctx.tx, ctx.viewer, peer, req.top_msg_id or 0)
    page = window(rows, req)
    if is_channel(peer):
        return await lists.of_channel(ctx.tx, ctx.viewer, peer, page, len(rows))
    return await lists.messages(ctx.tx, ctx.viewer, page, len(rows))


@method(functions.messages.ReadReactions, writes=True)
async def read_reactions(ctx: Context, req: functions.messages.ReadReactions) -> types.messages.AffectedHistory:
    """It takes no pts. The client repeats while `offset` is not 0."""
    peer = await inputs.peer(ctx, req.peer)
    await access.readable(ctx.tx, ctx.viewer, peer)
    left = await reactions.read_all(ctx.tx, ctx.viewer, peer, req.top_msg_id or 0)
    pts = await difference.pts_of(ctx.tx, ctx.viewer, ctx.viewer.box(peer))
    return types.messages.AffectedHistory(pts=pts, pts_count=0, offset=left)


@method(functions.messages.SetChatAvailableReactions, writes=True)
async def set_chat_available_reactions(
    ctx: Context, req: functions.messages.SetChatAvailableReactions
) -> types.TypeUpdates:
    """Raises REACTION_INVALID; what is paid for cannot be switched on."""
    peer = await inputs.peer(ctx, req.peer)
    if peer > 0:
        raise errors.PEER_ID_INVALID
    if req.paid_enabled:
        raise errors.REACTION_INVALID
    given = req.available_reactions
    wanted: list[str] | None = None if isinstance(given, types.ChatReactionsAll) else []
    if isinstance(given, types.ChatReactionsSome):
        wanted = list(dict.fromkeys(reaction_set.plain(one) for one in given.reactions[:MAX_IDS]))
    await reactions.allow(ctx.tx, ctx.viewer, peer, wanted, req.reactions_limit)
    return await results.changed(ctx.tx, ctx.viewer, peer, [])
