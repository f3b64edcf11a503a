"""photos.*: the photos that a user is shown with. core.telegram.org/api/files#profile-pictures"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.media import portrait, portrait_of
from hodhod.domain import access
from hodhod.domain.media import finding, portraits
from hodhod.domain.media.portraits import Portrait
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import media, peers

MAX_IDS = 100


@method(functions.photos.UploadProfilePhoto, free=True, flood="media")
async def upload_profile_photo(ctx: Context, req: functions.photos.UploadProfilePhoto) -> types.photos.Photo:
    """A still photo for oneself. Raises VIDEO_FILE_INVALID, EMOJI_MARKUP_INVALID, BOT_INVALID, PHOTO_INVALID (a
    fallback), PHOTO_FILE_MISSING and what is wrong with the picture."""
    _check_plain(req.bot, req.fallback)
    if req.video is not None:
        raise errors.VIDEO_FILE_INVALID
    if req.video_emoji_markup is not None:
        raise errors.EMOJI_MARKUP_INVALID
    if req.file is None:
        raise errors.PHOTO_FILE_MISSING
    chosen = await portrait(ctx, req.file)
    return await ctx.write(lambda inner: _show(inner, chosen))


@method(functions.photos.UpdateProfilePhoto, free=True, flood="media")
async def update_profile_photo(ctx: Context, req: functions.photos.UpdateProfilePhoto) -> types.photos.Photo:
    """An earlier photo, one from a message, or none. Raises BOT_INVALID, PHOTO_INVALID and what is wrong with the
    reference."""
    _check_plain(req.bot, req.fallback)
    if isinstance(req.id, types.InputPhotoEmpty):
        return await ctx.write(_hide)
    chosen = await portrait_of(ctx, req.id)
    return await ctx.write(lambda inner: _show(inner, chosen))


def _check_plain(bot: types.TypeInputUser | None, fallback: bool) -> None:
    if bot is not None:
        raise errors.BOT_INVALID
    if fallback:
        raise errors.PHOTO_INVALID


async def _show(ctx: Context, chosen: Portrait) -> types.photos.Photo:
    await portraits.show(ctx.tx, ctx.viewer, chosen)
    (photo,) = await media.photos(ctx.tx, ctx.viewer, [chosen.photo_id])
    users, _ = await peers.described(ctx.tx, ctx.viewer, [ctx.user])
    return types.photos.Photo(photo=photo, users=users)


async def _hide(ctx: Context) -> types.photos.Photo:
    await portraits.hide(ctx.tx, ctx.viewer)
    users, _ = await peers.described(ctx.tx, ctx.viewer, [ctx.user])
    return types.photos.Photo(photo=types.PhotoEmpty(id=0), users=users)


@method(functions.photos.DeletePhotos, writes=True)
async def delete_photos(ctx: Context, req: functions.photos.DeletePhotos) -> list[int]:
    if len(req.id) > MAX_IDS:
        raise errors.LIMIT_INVALID
    named = [(await finding.photo(ctx.tx, ctx.viewer, given)).id for given in req.id]
    return await portraits.delete(ctx.tx, ctx.viewer, named)


@method(functions.photos.GetUserPhotos)
async def get_user_photos(ctx: Context, req: functions.photos.GetUserPhotos) -> types.photos.TypePhotos:
    """Raises USER_ID_INVALID."""
    seen = await access.user(ctx.tx, ctx.viewer, await inputs.user(ctx, req.user_id))
    page, total = await portraits.listed(ctx.tx, ctx.viewer, seen, req.offset, req.max_id, req.limit)
    shown: list[types.TypePhoto] = list(await media.photos(ctx.tx, ctx.viewer, page))
    users: list[types.TypeUser] = [peers.user(seen, ctx.viewer)]
    if len(page) == total:
        return types.photos.Photos(photos=shown, users=users)
    return types.photos.PhotosSlice(count=total, photos=shown, users=users)
