"""Reactions and message effects: none can be chosen until there are documents to draw them with."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.messages.GetAvailableReactions, static=True)
async def get_available_reactions(
    ctx: Context, req: functions.messages.GetAvailableReactions
) -> types.messages.AvailableReactions:
    return types.messages.AvailableReactions(hash=0, reactions=[])


@method(functions.messages.GetTopReactions, static=True)
@method(functions.messages.GetRecentReactions, static=True)
@method(functions.messages.GetDefaultTagReactions, static=True)
async def get_reactions(
    ctx: Context,
    req: functions.messages.GetTopReactions
    | functions.messages.GetRecentReactions
    | functions.messages.GetDefaultTagReactions,
) -> types.messages.Reactions:
    return types.messages.Reactions(hash=0, reactions=[])


@method(functions.messages.GetSavedReactionTags, static=True)
async def get_saved_reaction_tags(
    ctx: Context, req: functions.messages.GetSavedReactionTags
) -> types.messages.SavedReactionTags:
    return types.messages.SavedReactionTags(tags=[], hash=0)


@method(functions.messages.GetPaidReactionPrivacy, static=True)
async def get_paid_reaction_privacy(ctx: Context, req: functions.messages.GetPaidReactionPrivacy) -> types.Updates:
    update = types.UpdatePaidReactionPrivacy(private=types.PaidReactionPrivacyDefault())
    return types.Updates(updates=[update], users=[], chats=[], date=ctx.now, seq=0)


@method(functions.messages.GetAvailableEffects, static=True)
async def get_available_effects(
    ctx: Context, req: functions.messages.GetAvailableEffects
) -> types.messages.AvailableEffects:
    return types.messages.AvailableEffects(hash=0, effects=[], documents=[])


@method(functions.messages.GetUnreadReactions, static=True)
async def get_unread_reactions(ctx: Context, req: functions.messages.GetUnreadReactions) -> types.messages.Messages:
    await inputs.private(ctx, req.peer)
    return types.messages.Messages(messages=[], topics=[], chats=[], users=[])


@method(functions.messages.GetMessagesReactions, static=True)
async def get_messages_reactions(ctx: Context, req: functions.messages.GetMessagesReactions) -> types.Updates:
    """An update for each message that has reactions: none has."""
    await inputs.private(ctx, req.peer)
    return types.Updates(updates=[], users=[], chats=[], date=ctx.now, seq=0)
