"""help.getConfig and its kin: where this server is and what its limits are. core.telegram.org/api/config"""

from __future__ import annotations

from hodhod.domain import reaction_set, settings
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types

EXPIRES = 3600
DCS = (1, 2, 3, 4, 5)
TEST_OFFSET = 10_000


def believed_dc(ctx: Context) -> tuple[int, bool]:
    """(the DC that the client thinks it talks to, test environment?), from its key exchange or transport header."""
    said = ctx.client.session.key.dc_id or ctx.peer.dc_id or 2
    test = abs(said) > TEST_OFFSET
    return abs(said) - TEST_OFFSET * test or 2, test


def dc_options(ctx: Context) -> list[types.DcOption]:
    """Every DC, and its media twin, at the addresses where this server listens."""
    return [
        types.DcOption(id=dc, ip_address=host, port=port, media_only=media, ipv6=":" in host)
        for dc in DCS
        for media in (False, True)
        for host, port in ctx.services.dc_options
    ]


@method(functions.help.GetConfig, login=False)
async def get_config(ctx: Context, req: functions.help.GetConfig) -> types.Config:
    limits = ctx.world.limits
    this_dc, test = believed_dc(ctx)
    return types.Config(
        default_p2p_contacts=True,
        revoke_pm_inbox=True,
        date=ctx.now,
        expires=ctx.now + EXPIRES,
        test_mode=test,
        this_dc=this_dc,
        dc_options=list[types.TypeDcOption](dc_options(ctx)),
        dc_txt_domain_name="",
        chat_size_max=limits.chat_size,
        megagroup_size_max=limits.megagroup_size,
        forwarded_count_max=limits.forwarded_count,
        online_update_period_ms=limits.online_update_period * 1000,
        offline_blur_timeout_ms=5000,
        offline_idle_timeout_ms=30_000,
        online_cloud_timeout_ms=300_000,
        notify_cloud_delay_ms=30_000,
        notify_default_delay_ms=1500,
        push_chat_period_ms=60_000,
        push_chat_limit=2,
        edit_time_limit=limits.edit_time,
        revoke_time_limit=limits.revoke_time,
        revoke_pm_time_limit=limits.revoke_time,
        rating_e_decay=2_419_200,
        stickers_recent_limit=limits.recent_stickers,
        channels_read_media_period=604_800,
        call_receive_timeout_ms=20_000,
        call_ring_timeout_ms=90_000,
        call_connect_timeout_ms=30_000,
        call_packet_timeout_ms=10_000,
        me_url_prefix=ctx.world.public_url,
        caption_length_max=limits.caption_length,
        message_length_max=limits.message_length,
        webfile_dc_id=this_dc,
        reactions_default=types.ReactionEmoji(emoticon=await _default_reaction(ctx)),
    )


async def _default_reaction(ctx: Context) -> str:
    return str(await settings.get(ctx.tx, ctx.viewer, "reaction")) if ctx.user else reaction_set.DEFAULT


@method(functions.help.GetNearestDc, login=False)
async def get_nearest_dc(ctx: Context, req: functions.help.GetNearestDc) -> types.NearestDc:
    this_dc, _ = believed_dc(ctx)
    return types.NearestDc(country=ctx.services.settings.default_region, this_dc=this_dc, nearest_dc=this_dc)
