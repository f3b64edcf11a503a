"""Which reactions there are, and which a user likes: messages.getAvailableReactions, getTopReactions,
getRecentReactions, setDefaultReaction.

There are no paid reactions and no message effects."""

from __future__ import annotations

from hodhod.api.unchanged import reactions_hash, unchanged
from hodhod.domain import reaction_art, reaction_set, recent_reactions
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import available_reactions as reactions
from hodhod.views.reactions import emoji


@method(functions.messages.GetTopReactions)
async def get_top_reactions(ctx: Context, req: functions.messages.GetTopReactions) -> types.messages.TypeReactions:
    return _reactions(await recent_reactions.top(ctx.tx, ctx.viewer), req.limit, req.hash)


@method(functions.messages.GetRecentReactions)
async def get_recent_reactions(
    ctx: Context, req: functions.messages.GetRecentReactions
) -> types.messages.TypeReactions:
    return _reactions(await recent_reactions.recent(ctx.tx, ctx.viewer), req.limit, req.hash)


def _reactions(names: list[str], limit: int, has: int) -> types.messages.TypeReactions:
    names = names[: max(0, limit)]
    now = reactions_hash(names)
    if unchanged(has, now):
        return types.messages.ReactionsNotModified()
    return types.messages.Reactions(hash=now, reactions=[emoji(name) for name in names])


@method(functions.messages.ClearRecentReactions, writes=True)
async def clear_recent_reactions(ctx: Context, req: functions.messages.ClearRecentReactions) -> bool:
    await recent_reactions.clear(ctx.tx, ctx.viewer)
    return True


@method(functions.messages.SetDefaultReaction, writes=True)
async def set_default_reaction(ctx: Context, req: functions.messages.SetDefaultReaction) -> bool:
    await recent_reactions.set_default(ctx.tx, ctx.viewer, reaction_set.plain(req.reaction))
    return True


@method(functions.messages.GetAvailableReactions, free=True)
async def get_available_reactions(
    ctx: Context, req: functions.messages.GetAvailableReactions
) -> types.messages.TypeAvailableReactions:
    """Who asks first has the drawings written: nobody can ask for one before."""
    shown = reactions.available(ctx.viewer)
    if unchanged(req.hash, shown.hash):
        return types.messages.AvailableReactionsNotModified()
    if not await ctx.db.read(reaction_art.are_there):
        for drawing in reaction_art.drawings().values():
            await ctx.services.media.blobs.keep([drawing.content])
        await ctx.db.write(lambda tx: reaction_art.add(tx, ctx.now))
    return shown


@method(functions.messages.GetPaidReactionPrivacy, static=True)
async def get_paid_reaction_privacy(ctx: Context, req: functions.messages.GetPaidReactionPrivacy) -> types.Updates:
    update = types.UpdatePaidReactionPrivacy(private=types.PaidReactionPrivacyDefault())
    return types.Updates(updates=[update], users=[], chats=[], date=ctx.now, seq=0)


@method(functions.messages.GetAvailableEffects, static=True)
async def get_available_effects(
    ctx: Context, req: functions.messages.GetAvailableEffects
) -> types.messages.AvailableEffects:
    return types.messages.AvailableEffects(hash=0, effects=[], documents=[])
