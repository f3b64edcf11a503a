"""One's own profile: account.updateProfile, checkUsername, updateUsername, updateBirthday, updateColor,
updatePersonalChannel."""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import access, colors, personal_channel, profile
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import peers


@method(functions.account.UpdateProfile, writes=True)
async def update_profile(ctx: Context, req: functions.account.UpdateProfile) -> types.TypeUser:
    await profile.update(ctx.tx, ctx.viewer, req.first_name, req.last_name, req.about)
    return await _myself(ctx)


@method(functions.account.CheckUsername)
async def check_username(ctx: Context, req: functions.account.CheckUsername) -> bool:
    await profile.check_username(ctx.tx, ctx.viewer, req.username)
    return True


@method(functions.account.UpdateUsername, writes=True)
async def update_username(ctx: Context, req: functions.account.UpdateUsername) -> types.TypeUser:
    await profile.update_username(ctx.tx, ctx.viewer, req.username)
    return await _myself(ctx)


@method(functions.account.UpdateBirthday, writes=True)
async def update_birthday(ctx: Context, req: functions.account.UpdateBirthday) -> bool:
    given = req.birthday
    if given is not None and not isinstance(given, types.Birthday):
        raise errors.BIRTHDAY_INVALID
    value = profile.pack_birthday(given.day, given.month, given.year, ctx.now) if given else 0
    await profile.update_birthday(ctx.tx, ctx.viewer, value)
    return True


@method(functions.account.UpdateColor, writes=True)
async def update_color(ctx: Context, req: functions.account.UpdateColor) -> bool:
    """Raises COLOR_INVALID (also for a colour of a gift), DOCUMENT_INVALID."""
    given = req.color or types.PeerColor()
    if not isinstance(given, types.PeerColor):
        raise errors.COLOR_INVALID
    which = colors.PROFILE if req.for_profile else colors.NAME
    await colors.put(ctx.tx, ctx.viewer, which, given.color, given.background_emoji_id)
    return True


@method(functions.account.UpdatePersonalChannel, writes=True)
async def update_personal_channel(ctx: Context, req: functions.account.UpdatePersonalChannel) -> bool:
    peer = None if isinstance(req.channel, types.InputChannelEmpty) else await inputs.channel(ctx, req.channel)
    await personal_channel.put(ctx.tx, ctx.viewer, peer)
    return True


async def _myself(ctx: Context) -> types.TypeUser:
    return peers.user(await access.user(ctx.tx, ctx.viewer, ctx.user), ctx.viewer)
