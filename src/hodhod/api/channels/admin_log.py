"""channels.getAdminLog. core.telegram.org/api/recent-actions"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import admin_log
from hodhod.domain.admin_log import Kind, Wanted
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import admin_log as view

MAX_ADMINS = 100
# What each flag of the filter lets through; calls and what is yet to come are no entries here.
_KINDS: dict[str, tuple[Kind, ...]] = {
    "join": (Kind.JOIN, Kind.JOIN_BY_LINK, Kind.JOIN_BY_REQUEST),
    "leave": (Kind.LEAVE,),
    "invite": (Kind.INVITE,),
    "ban": (Kind.RESTRICT,),
    "unban": (Kind.FREE,),
    "kick": (Kind.BAN,),
    "unkick": (Kind.UNBAN,),
    "promote": (Kind.PROMOTE,),
    "demote": (Kind.DEMOTE,),
    "edit_rank": (Kind.RANK,),
    "info": (
        Kind.TITLE,
        Kind.ABOUT,
        Kind.USERNAME,
        Kind.PHOTO,
        Kind.LINKED,
        Kind.STICKER_SET,
        Kind.EMOJI_SET,
        Kind.COLOR,
        Kind.PROFILE_COLOR,
    ),
    "settings": (
        Kind.SIGNATURES,
        Kind.PROFILES,
        Kind.SLOW_MODE,
        Kind.HIDDEN_HISTORY,
        Kind.NOFORWARDS,
        Kind.DEFAULT_RIGHTS,
        Kind.FORUM,
    ),
    "pinned": (Kind.PIN,),
    "edit": (Kind.EDIT,),
    "delete": (Kind.DELETE,),
    "forums": (Kind.TOPIC_CREATE, Kind.TOPIC_EDIT, Kind.TOPIC_DELETE, Kind.TOPIC_PIN),
    "invites": (Kind.LINK_EDIT, Kind.LINK_REVOKE, Kind.LINK_DELETE),
}


@method(functions.channels.GetAdminLog, free=True, flood="search")
async def get_admin_log(ctx: Context, req: functions.channels.GetAdminLog) -> types.channels.AdminLogResults:
    """A search reads many entries, so it runs off the loop."""
    read = ctx.db.read_heavy if req.q.strip() else ctx.db.read
    return await read(lambda tx: _page(ctx.within(tx), req))


async def _page(ctx: Context, req: functions.channels.GetAdminLog) -> types.channels.AdminLogResults:
    peer = await inputs.channel(ctx, req.channel)
    admins = None if req.admins is None else [await inputs.user(ctx, one) for one in req.admins[:MAX_ADMINS]]
    wanted = Wanted(_kinds(req.events_filter), admins, req.q, req.min_id, req.max_id, req.limit)
    return await view.page(ctx.tx, ctx.viewer, peer, await admin_log.page(ctx.tx, ctx.viewer, peer, wanted))


def _kinds(given: types.TypeChannelAdminLogEventsFilter | None) -> frozenset[Kind] | None:
    if given is None:
        return None
    return frozenset(kind for flag, kinds in _KINDS.items() if getattr(given, flag) for kind in kinds)
