"""An account's own switches: time to live, content, sign-up notices, downloads, saving."""

from __future__ import annotations

from typing import cast

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import settings
from hodhod.domain.settings import Kept
from hodhod.ids import Peer
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.peers import described
from hodhod.views.refs import peer_of

SHORTEST_TTL, LONGEST_TTL = 30, 730
MAX_EXCEPTIONS = 100
KIB, MIB = 1024, 1024 * 1024


@method(functions.account.GetAccountTTL)
async def get_account_ttl(ctx: Context, req: functions.account.GetAccountTTL) -> types.AccountDaysTTL:
    return types.AccountDaysTTL(days=await settings.get(ctx.tx, ctx.viewer, "account_ttl"))


@method(functions.account.SetAccountTTL, writes=True)
async def set_account_ttl(ctx: Context, req: functions.account.SetAccountTTL) -> bool:
    if not SHORTEST_TTL <= req.ttl.days <= LONGEST_TTL:
        raise errors.TTL_DAYS_INVALID
    await settings.put(ctx.tx, ctx.viewer, account_ttl=req.ttl.days)
    return True


@method(functions.account.GetContactSignUpNotification)
async def get_contact_sign_up_notification(ctx: Context, req: functions.account.GetContactSignUpNotification) -> bool:
    """True: silent."""
    return bool(await settings.get(ctx.tx, ctx.viewer, "signup_silent"))


@method(functions.account.SetContactSignUpNotification, writes=True)
async def set_contact_sign_up_notification(ctx: Context, req: functions.account.SetContactSignUpNotification) -> bool:
    await settings.put(ctx.tx, ctx.viewer, signup_silent=req.silent)
    return True


@method(functions.account.GetContentSettings)
async def get_content_settings(
    ctx: Context, req: functions.account.GetContentSettings
) -> types.account.ContentSettings:
    enabled = await settings.get(ctx.tx, ctx.viewer, "sensitive")
    return types.account.ContentSettings(sensitive_enabled=enabled, sensitive_can_change=True)


@method(functions.account.SetContentSettings, writes=True)
async def set_content_settings(ctx: Context, req: functions.account.SetContentSettings) -> bool:
    await settings.put(ctx.tx, ctx.viewer, sensitive=req.sensitive_enabled)
    return True


# --- what clients download by themselves


def _downloads(photo: int, video: int, file: int, **flags: bool) -> types.AutoDownloadSettings:
    return types.AutoDownloadSettings(
        photo_size_max=photo,
        video_size_max=video,
        file_size_max=file,
        video_upload_maxbitrate=100,
        small_queue_active_operations_max=0,
        large_queue_active_operations_max=0,
        **flags,
    )


PRESETS = {
    Kept.AUTO_DOWNLOAD_LOW: _downloads(MIB, 0, 0, phonecalls_less_data=True),
    Kept.AUTO_DOWNLOAD_MEDIUM: _downloads(MIB, 10 * MIB, MIB, audio_preload_next=True),
    Kept.AUTO_DOWNLOAD_HIGH: _downloads(
        MIB, 15 * MIB, 3 * MIB, audio_preload_next=True, video_preload_large=True, stories_preload=True
    ),
}


@method(functions.account.GetAutoDownloadSettings)
async def get_auto_download_settings(
    ctx: Context, req: functions.account.GetAutoDownloadSettings
) -> types.account.AutoDownloadSettings:
    low, medium, high = [await settings.kept(ctx.tx, ctx.viewer, what) or PRESETS[what] for what in PRESETS]
    return types.account.AutoDownloadSettings(low=low, medium=medium, high=high)


@method(functions.account.SaveAutoDownloadSettings, writes=True)
async def save_auto_download_settings(ctx: Context, req: functions.account.SaveAutoDownloadSettings) -> bool:
    if req.low:
        what = Kept.AUTO_DOWNLOAD_LOW
    else:
        what = Kept.AUTO_DOWNLOAD_HIGH if req.high else Kept.AUTO_DOWNLOAD_MEDIUM
    await settings.keep(ctx.tx, ctx.viewer, what, req.settings)
    return True


# --- what clients save to the gallery by themselves


async def _auto_save(ctx: Context) -> types.account.AutoSaveSettings:
    kept = await settings.kept(ctx.tx, ctx.viewer, Kept.AUTO_SAVE)
    if kept is not None:
        return cast("types.account.AutoSaveSettings", kept)
    none = types.AutoSaveSettings()
    return types.account.AutoSaveSettings(
        users_settings=none, chats_settings=none, broadcasts_settings=none, exceptions=[], chats=[], users=[]
    )


@method(functions.account.GetAutoSaveSettings)
async def get_auto_save_settings(
    ctx: Context, req: functions.account.GetAutoSaveSettings
) -> types.account.AutoSaveSettings:
    kept = await _auto_save(ctx)
    peers = [one.peer.user_id for one in kept.exceptions if isinstance(one.peer, types.PeerUser)]
    kept.users, kept.chats = await described(ctx.tx, ctx.viewer, peers)
    return kept


@method(functions.account.SaveAutoSaveSettings, writes=True)
async def save_auto_save_settings(ctx: Context, req: functions.account.SaveAutoSaveSettings) -> bool:
    kept = await _auto_save(ctx)
    if req.users:
        kept.users_settings = req.settings
    if req.chats:
        kept.chats_settings = req.settings
    if req.broadcasts:
        kept.broadcasts_settings = req.settings
    if req.peer is not None:
        _except(kept, await inputs.private(ctx, req.peer), req.settings)
    await settings.keep(ctx.tx, ctx.viewer, Kept.AUTO_SAVE, kept)
    return True


def _except(kept: types.account.AutoSaveSettings, peer: Peer, own: types.TypeAutoSaveSettings) -> None:
    named = peer_of(peer)
    others = [one for one in kept.exceptions if one.peer != named]
    kept.exceptions = [*others, types.AutoSaveException(peer=named, settings=own)][-MAX_EXCEPTIONS:]


@method(functions.account.DeleteAutoSaveExceptions, writes=True)
async def delete_auto_save_exceptions(ctx: Context, req: functions.account.DeleteAutoSaveExceptions) -> bool:
    kept = await _auto_save(ctx)
    kept.exceptions = []
    await settings.keep(ctx.tx, ctx.viewer, Kept.AUTO_SAVE, kept)
    return True
