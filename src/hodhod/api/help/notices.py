"""What Telegram's operators tell their clients: promotions, terms, new versions, support. Little of it is ours."""

from __future__ import annotations

import json

from hodhod import errors
from hodhod.ids import SERVICE_USER
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.peers import described

ASK_AGAIN = 24 * 3600
NO_PREMIUM = {
    "en": "Nothing is sold on this server: every account has every feature.",
    "fa": "روی این سرور چیزی فروخته نمی‌شود: همهٔ امکانات برای همه است.",
}


def _in_language(ctx: Context, texts: dict[str, str]) -> str:
    return texts.get(ctx.auth.lang_code.partition("-")[0], texts["en"])


@method(functions.help.GetPremiumPromo, static=True)
async def get_premium_promo(ctx: Context, req: functions.help.GetPremiumPromo) -> types.help.PremiumPromo:
    return types.help.PremiumPromo(
        status_text=_in_language(ctx, NO_PREMIUM),
        status_entities=[],
        video_sections=[],
        videos=[],
        period_options=[],
        users=[],
    )


@method(functions.help.GetPromoData, static=True)
async def get_promo_data(ctx: Context, req: functions.help.GetPromoData) -> types.help.PromoDataEmpty:
    return types.help.PromoDataEmpty(expires=ctx.now + ASK_AGAIN)


@method(functions.help.GetTermsOfServiceUpdate, static=True)
async def get_terms_of_service_update(
    ctx: Context, req: functions.help.GetTermsOfServiceUpdate
) -> types.help.TermsOfServiceUpdateEmpty:
    return types.help.TermsOfServiceUpdateEmpty(expires=ctx.now + ASK_AGAIN)


@method(functions.help.AcceptTermsOfService)
async def accept_terms_of_service(ctx: Context, req: functions.help.AcceptTermsOfService) -> bool:
    """There are no terms that could be refused. Raises DATA_JSON_INVALID."""
    try:
        json.loads(req.id.data)
    except ValueError:
        raise errors.DATA_JSON_INVALID from None
    return True


@method(functions.help.GetPeerColors, static=True)
@method(functions.help.GetPeerProfileColors, static=True)
async def get_peer_colors(
    ctx: Context, req: functions.help.GetPeerColors | functions.help.GetPeerProfileColors
) -> types.help.PeerColors:
    """None beside the seven that clients know by themselves."""
    return types.help.PeerColors(hash=0, colors=[])


@method(functions.help.GetSupport, static=True)
async def get_support(ctx: Context, req: functions.help.GetSupport) -> types.help.Support:
    """The service account, which exists on every server and has no number."""
    users, _ = await described(ctx.tx, ctx.viewer, [SERVICE_USER])
    return types.help.Support(phone_number="", user=users[0])


@method(functions.help.GetInviteText, static=True)
async def get_invite_text(ctx: Context, req: functions.help.GetInviteText) -> types.help.InviteText:
    """A link by itself: clients put it into a text of their own, TDLib returns it as a URL."""
    return types.help.InviteText(message=ctx.world.public_url)


@method(functions.help.GetCdnConfig, login=False, static=True)
async def get_cdn_config(ctx: Context, req: functions.help.GetCdnConfig) -> types.CdnConfig:
    return types.CdnConfig(public_keys=[])


@method(functions.help.GetAppUpdate, login=False, static=True)
async def get_app_update(ctx: Context, req: functions.help.GetAppUpdate) -> types.help.NoAppUpdate:
    return types.help.NoAppUpdate()


@method(functions.help.DismissSuggestion, static=True)
async def dismiss_suggestion(ctx: Context, req: functions.help.DismissSuggestion) -> bool:
    """The server suggests nothing, so whatever is dismissed is gone."""
    return True


@method(functions.help.SaveAppLog, login=False, static=True)
async def save_app_log(ctx: Context, req: functions.help.SaveAppLog) -> bool:
    """What clients report of their use is not kept."""
    return True
