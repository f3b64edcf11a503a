"""One's own profile: account.updateProfile, checkUsername, updateUsername, updateBirthday."""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import access, profile
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


async def _myself(ctx: Context) -> types.TypeUser:
    return peers.user(await access.user(ctx.tx, ctx.viewer, ctx.user), ctx.viewer)
