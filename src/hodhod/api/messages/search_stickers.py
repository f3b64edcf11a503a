"""Stickers, custom emoji and sets that one looks for. core.telegram.org/api/stickers"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.unchanged import list_hash, unchanged
from hodhod.domain.stickers import custom_emoji, search, sets
from hodhod.domain.stickers.kinds import SetKind
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import stickers as view

# documents of custom emoji that one request may ask for
MAX_DOCUMENTS = 200


@method(functions.messages.GetStickers)
async def get_stickers(ctx: Context, req: functions.messages.GetStickers) -> types.messages.TypeStickers:
    """Raises EMOTICON_EMPTY."""
    if not req.emoticon.strip():
        raise errors.EMOTICON_EMPTY
    ids = await search.by_emoji(ctx.tx, SetKind.REGULAR, req.emoticon)
    now = list_hash(ids)
    if unchanged(req.hash, now):
        return types.messages.StickersNotModified()
    rows = await search.documents(ctx.tx, ids)
    return types.messages.Stickers(hash=now, stickers=view.documents(ctx.viewer, rows))


@method(functions.messages.SearchStickers)
async def search_stickers(ctx: Context, req: functions.messages.SearchStickers) -> types.messages.TypeFoundStickers:
    kind = SetKind.EMOJI if req.emojis else SetKind.REGULAR
    ids, after = await search.page(ctx.tx, kind, req.q, req.emoticon, req.offset, req.limit)
    now = list_hash(ids)
    if unchanged(req.hash, now):
        return types.messages.FoundStickersNotModified(next_offset=after)
    rows = await search.documents(ctx.tx, ids)
    return types.messages.FoundStickers(next_offset=after, hash=now, stickers=view.documents(ctx.viewer, rows))


@method(functions.messages.SearchCustomEmoji)
async def search_custom_emoji(ctx: Context, req: functions.messages.SearchCustomEmoji) -> types.TypeEmojiList:
    """Raises EMOTICON_EMPTY."""
    if not req.emoticon.strip():
        raise errors.EMOTICON_EMPTY
    ids = await search.by_emoji(ctx.tx, SetKind.EMOJI, req.emoticon)
    now = list_hash(ids)
    return types.EmojiListNotModified() if unchanged(req.hash, now) else types.EmojiList(hash=now, document_id=ids)


@method(functions.messages.GetCustomEmojiDocuments)
async def get_custom_emoji_documents(
    ctx: Context, req: functions.messages.GetCustomEmojiDocuments
) -> list[types.TypeDocument]:
    """Those that exist of the ones asked for. Raises LIMIT_INVALID."""
    if len(req.document_id) > MAX_DOCUMENTS:
        raise errors.LIMIT_INVALID
    rows = await custom_emoji.found(ctx.tx, list(dict.fromkeys(req.document_id)))
    return view.documents(ctx.viewer, rows)


@method(functions.messages.SearchStickerSets)
async def search_sticker_sets(
    ctx: Context, req: functions.messages.SearchStickerSets
) -> types.messages.TypeFoundStickerSets:
    return await _sets(ctx, SetKind.REGULAR, req.q, req.hash)


@method(functions.messages.SearchEmojiStickerSets)
async def search_emoji_sticker_sets(
    ctx: Context, req: functions.messages.SearchEmojiStickerSets
) -> types.messages.TypeFoundStickerSets:
    return await _sets(ctx, SetKind.EMOJI, req.q, req.hash)


async def _sets(ctx: Context, kind: SetKind, query: str, has: int) -> types.messages.TypeFoundStickerSets:
    rows = await search.sets(ctx.tx, ctx.viewer, kind, query)
    now = list_hash(sets.version_hash(one.set) for one in rows)
    if unchanged(has, now):
        return types.messages.FoundStickerSetsNotModified()
    return types.messages.FoundStickerSets(hash=now, sets=await view.covered(ctx.tx, ctx.viewer, rows))
