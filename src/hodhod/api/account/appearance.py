"""Themes, wallpapers, emoji statuses, sounds, music, browsers: clients have their own, the server adds none."""

from __future__ import annotations

from hodhod import errors
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.account.GetThemes, static=True)
@method(functions.account.GetChatThemes, static=True)
async def get_themes(
    ctx: Context, req: functions.account.GetThemes | functions.account.GetChatThemes
) -> types.account.Themes:
    return types.account.Themes(hash=0, themes=[])


@method(functions.account.GetWallPapers, static=True)
async def get_wall_papers(ctx: Context, req: functions.account.GetWallPapers) -> types.account.WallPapers:
    return types.account.WallPapers(hash=0, wallpapers=[])


@method(functions.account.GetMultiWallPapers, static=True)
async def get_multi_wall_papers(ctx: Context, req: functions.account.GetMultiWallPapers) -> list[types.TypeWallPaper]:
    if req.wallpapers:
        raise errors.WALLPAPER_INVALID
    return []


@method(functions.account.GetWallPaper)
async def get_wall_paper(ctx: Context, req: functions.account.GetWallPaper) -> types.TypeWallPaper:
    raise errors.WALLPAPER_INVALID


@method(functions.account.SaveWallPaper)
@method(functions.account.InstallWallPaper)
async def save_wall_paper(
    ctx: Context, req: functions.account.SaveWallPaper | functions.account.InstallWallPaper
) -> bool:
    """A client's own fills and patterns stay with it."""
    raise errors.WALLPAPER_INVALID


@method(functions.account.ResetWallPapers, static=True)
async def reset_wall_papers(ctx: Context, req: functions.account.ResetWallPapers) -> bool:
    return True


@method(functions.account.GetDefaultEmojiStatuses, static=True)
@method(functions.account.GetRecentEmojiStatuses, static=True)
@method(functions.account.GetChannelDefaultEmojiStatuses, static=True)
@method(functions.account.GetCollectibleEmojiStatuses, static=True)
async def get_emoji_statuses(
    ctx: Context,
    req: functions.account.GetDefaultEmojiStatuses
    | functions.account.GetRecentEmojiStatuses
    | functions.account.GetChannelDefaultEmojiStatuses
    | functions.account.GetCollectibleEmojiStatuses,
) -> types.account.EmojiStatuses:
    return types.account.EmojiStatuses(hash=0, statuses=[])


@method(functions.account.GetDefaultProfilePhotoEmojis, static=True)
@method(functions.account.GetDefaultGroupPhotoEmojis, static=True)
@method(functions.account.GetDefaultBackgroundEmojis, static=True)
@method(functions.account.GetChannelRestrictedStatusEmojis, static=True)
async def get_emoji_lists(
    ctx: Context,
    req: functions.account.GetDefaultProfilePhotoEmojis
    | functions.account.GetDefaultGroupPhotoEmojis
    | functions.account.GetDefaultBackgroundEmojis
    | functions.account.GetChannelRestrictedStatusEmojis,
) -> types.EmojiList:
    return types.EmojiList(hash=0, document_id=[])


@method(functions.account.GetSavedRingtones, static=True)
async def get_saved_ringtones(ctx: Context, req: functions.account.GetSavedRingtones) -> types.account.SavedRingtones:
    return types.account.SavedRingtones(hash=0, ringtones=[])


@method(functions.account.GetSavedMusicIds, static=True)
async def get_saved_music_ids(ctx: Context, req: functions.account.GetSavedMusicIds) -> types.account.SavedMusicIds:
    return types.account.SavedMusicIds(ids=[])


@method(functions.account.GetWebBrowserSettings, static=True)
async def get_web_browser_settings(
    ctx: Context, req: functions.account.GetWebBrowserSettings
) -> types.account.WebBrowserSettings:
    return types.account.WebBrowserSettings(external_exceptions=[], inapp_exceptions=[], hash=0)
