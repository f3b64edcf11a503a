"""Profile photos: nobody has one yet."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import access
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.photos.GetUserPhotos, static=True)
async def get_user_photos(ctx: Context, req: functions.photos.GetUserPhotos) -> types.photos.Photos:
    """Raises USER_ID_INVALID."""
    await access.user(ctx.tx, ctx.viewer, await inputs.user(ctx, req.user_id))
    return types.photos.Photos(photos=[], users=[])
