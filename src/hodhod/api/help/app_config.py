"""help.getAppConfig: limits and switches that clients read by name. core.telegram.org/api/config

Limits come from the one table that the rules enforce. A switch is here when its absence would make a client offer, or
ask for, something that this server does not have; clients have defaults for whatever is not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from hodhod.api.unchanged import content_hash, unchanged
from hodhod.domain import chatlists, following, poll_making, reaction_set, read_dates, sessions
from hodhod.domain.limits import Limits
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types

# by which clients count the longest file that they may send
MAX_PART = 512 * 1024

Value = bool | int | float | str | list[str] | dict[str, str]

SWITCHES: dict[str, Value] = {
    "poll_answers_max": poll_making.MAX_ANSWERS,
    "poll_close_period_max": poll_making.MAX_OPEN,
    "reactions_in_chat_max": len(reaction_set.STANDARD),
    "reactions_uniq_max": reaction_set.UNIQUE,
    "reactions_user_max_default": reaction_set.OF_ONE_USER,
    "reactions_user_max_premium": reaction_set.OF_ONE_USER,
    "authorization_autoconfirm_period": sessions.AUTOCONFIRM,
    "autoarchive_setting_available": False,
    "autologin_domains": [],
    "business_promo_order": [],
    "call_requests_disabled": True,
    "can_edit_factcheck": False,
    "channel_revenue_withdrawal_enabled": False,
    "dialog_filters_enabled": True,
    "dialog_filters_tooltip": False,
    "emojies_send_dice": [],
    "emojies_send_dice_success": {},
    "emojies_sounds": {},
    "forum_upgrade_participants_min": 1,
    "gif_search_emojies": [],
    "giveaway_gifts_purchase_available": False,
    "ignore_restriction_reasons": [],
    "premium_gift_attach_menu_icon": False,
    "premium_gift_text_field_icon": False,
    "premium_promo_order": [],
    "premium_purchase_blocked": True,
    "qr_login_camera": True,
    "qr_login_code": "primary",
    "settings_display_passkeys": False,
    "stargifts_blocked": True,
    "starref_connect_allowed": False,
    "starref_program_allowed": False,
    "stars_gifts_enabled": False,
    "stars_paid_messages_available": False,
    "stars_purchase_blocked": True,
    "stickers_emoji_suggest_only_api": False,
    "stories_posting": "disabled",
    "story_weather_preload": False,
    "translations_auto_enabled": "disabled",
    "translations_manual_enabled": "disabled",
    "url_auth_domains": [],
    "chat_read_mark_expire_period": read_dates.KEPT,
    "chat_read_mark_size_threshold": read_dates.SMALL,
    "pm_read_date_expire_period": read_dates.KEPT,
}


def _limited(limits: Limits) -> Iterator[tuple[str, int]]:
    """Limits that differ with and without Premium elsewhere, and are the same here."""
    pairs = {
        "about_length_limit": limits.about_length,
        "caption_length_limit": limits.caption_length,
        "channels_public_limit_default": limits.public_channels,
        "channels_public_limit_premium": limits.public_channels,
        "chatlist_invites_limit": chatlists.MAX_LINKS,
        "chatlists_joined_limit": following.MAX_FOLLOWED,
        "dialog_filters_chats_limit": limits.folder_peers,
        "dialog_filters_limit": limits.folders,
        "dialogs_folder_pinned_limit": limits.pinned_in_folder,
        "dialogs_pinned_limit": limits.pinned_dialogs,
        "message_length_limit": limits.message_length,
        "pinned_dialogs_count_max": limits.pinned_dialogs,
        "upload_max_fileparts": limits.file_bytes // MAX_PART,
        "saved_dialogs_pinned_limit": limits.pinned_saved,
        "saved_gifs_limit": limits.saved_gifs,
        "stickers_faved_limit": limits.faved_stickers,
    }
    for name, value in pairs.items():
        yield f"{name}_default", value
        yield f"{name}_premium", value


def _plain(limits: Limits) -> Iterator[tuple[str, int]]:
    yield "hidden_members_group_size_min", limits.hidden_members
    yield "topics_pinned_limit", limits.pinned_topics


def values(limits: Limits, public_url: str) -> dict[str, Value]:
    """The whole configuration as plain values."""
    host = urlsplit(public_url).hostname or ""
    return dict(sorted([*SWITCHES.items(), *_limited(limits), *_plain(limits), ("whitelisted_domains", [host])]))


def json_value(value: Value) -> types.TypeJSONValue:
    if isinstance(value, bool):
        return types.JsonBool(value=value)
    if isinstance(value, int | float):
        return types.JsonNumber(value=float(value))
    if isinstance(value, str):
        return types.JsonString(value=value)
    if isinstance(value, list):
        return types.JsonArray(value=[types.JsonString(value=item) for item in value])
    return json_object(value)


def json_object(items: Mapping[str, Value]) -> types.JsonObject:
    pairs: list[types.TypeJSONObjectValue] = [
        types.JsonObjectValue(key=key, value=json_value(value)) for key, value in items.items()
    ]
    return types.JsonObject(value=pairs)


@lru_cache(maxsize=4)
def app_config(limits: Limits, public_url: str) -> types.help.AppConfig:
    config = json_object(values(limits, public_url))
    return types.help.AppConfig(hash=content_hash(config), config=config)


@method(functions.help.GetAppConfig, login=False, static=True)
async def get_app_config(ctx: Context, req: functions.help.GetAppConfig) -> types.help.TypeAppConfig:
    config = app_config(ctx.world.limits, ctx.world.public_url)
    return types.help.AppConfigNotModified() if unchanged(req.hash, config.hash) else config
