"""Words that suggest emoji, and groups of emoji: those that each client brings along suffice."""

from __future__ import annotations

from hodhod.api.langpack.packs import LANGUAGES
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types

VERSION = 1


@method(functions.messages.GetEmojiKeywords, static=True)
async def get_emoji_keywords(ctx: Context, req: functions.messages.GetEmojiKeywords) -> types.EmojiKeywordsDifference:
    return types.EmojiKeywordsDifference(lang_code=req.lang_code, from_version=0, version=VERSION, keywords=[])


@method(functions.messages.GetEmojiKeywordsDifference, static=True)
async def get_emoji_keywords_difference(
    ctx: Context, req: functions.messages.GetEmojiKeywordsDifference
) -> types.EmojiKeywordsDifference:
    """Never an older version than the client has, though it be another server's."""
    return types.EmojiKeywordsDifference(
        lang_code=req.lang_code,
        from_version=req.from_version,
        version=max(req.from_version, VERSION),
        keywords=[],
    )


@method(functions.messages.GetEmojiKeywordsLanguages, static=True)
async def get_emoji_keywords_languages(
    ctx: Context, req: functions.messages.GetEmojiKeywordsLanguages
) -> list[types.TypeEmojiLanguage]:
    """Those of ours that were asked for, English always: an empty list is an error to TDLib."""
    asked = {code.partition("-")[0] for code in req.lang_codes} | {"en"}
    return [types.EmojiLanguage(lang_code=code) for code in LANGUAGES if code in asked]


@method(functions.messages.GetEmojiURL, static=True)
async def get_emoji_url(ctx: Context, req: functions.messages.GetEmojiURL) -> types.EmojiURL:
    """Where one would suggest other words; there is no such place, so the server's own page."""
    return types.EmojiURL(url=ctx.world.public_url)


@method(functions.messages.GetEmojiGroups, static=True)
@method(functions.messages.GetEmojiStatusGroups, static=True)
@method(functions.messages.GetEmojiProfilePhotoGroups, static=True)
@method(functions.messages.GetEmojiStickerGroups, static=True)
async def get_emoji_groups(
    ctx: Context,
    req: functions.messages.GetEmojiGroups
    | functions.messages.GetEmojiStatusGroups
    | functions.messages.GetEmojiProfilePhotoGroups
    | functions.messages.GetEmojiStickerGroups,
) -> types.messages.EmojiGroups:
    return types.messages.EmojiGroups(hash=0, groups=[])
