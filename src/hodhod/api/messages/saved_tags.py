"""Tags of Saved Messages: getSavedReactionTags, updateSavedReactionTag, getDefaultTagReactions.
core.telegram.org/api/saved-messages#tags"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.api.unchanged import list_hash, reactions_hash, unchanged
from hodhod.domain import reaction_set, saved_tags
from hodhod.domain.saved_tags import Tag
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.reactions import emoji


@method(functions.messages.GetSavedReactionTags)
async def get_saved_reaction_tags(
    ctx: Context, req: functions.messages.GetSavedReactionTags
) -> types.messages.TypeSavedReactionTags:
    peer = await inputs.peer(ctx, req.peer) if req.peer is not None else 0
    tags = await saved_tags.listed(ctx.tx, ctx.viewer, peer)
    now = _hash(tags)
    if unchanged(req.hash, now):
        return types.messages.SavedReactionTagsNotModified()
    shown: list[types.TypeSavedReactionTag] = [
        types.SavedReactionTag(reaction=emoji(tag.reaction), title=tag.title or None, count=tag.count) for tag in tags
    ]
    return types.messages.SavedReactionTags(tags=shown, hash=now)


def _hash(tags: list[Tag]) -> int:
    """As TDLib computes it, which complains of another."""
    numbers: list[int] = []
    for tag in tags:
        words = [tag.reaction, tag.title] if tag.title else [tag.reaction]
        numbers += [*(saved_tags.number_of(word) for word in words), tag.count]
    return list_hash(numbers)


@method(functions.messages.UpdateSavedReactionTag, writes=True)
async def update_saved_reaction_tag(ctx: Context, req: functions.messages.UpdateSavedReactionTag) -> bool:
    await saved_tags.name(ctx.tx, ctx.viewer, reaction_set.plain(req.reaction), req.title or "")
    return True


@method(functions.messages.GetDefaultTagReactions, static=True)
async def get_default_tag_reactions(
    ctx: Context, req: functions.messages.GetDefaultTagReactions
) -> types.messages.TypeReactions:
    """Every reaction may be a tag."""
    names = list(reaction_set.STANDARD)
    now = reactions_hash(names)
    if unchanged(req.hash, now):
        return types.messages.ReactionsNotModified()
    return types.messages.Reactions(hash=now, reactions=[emoji(name) for name in names])
