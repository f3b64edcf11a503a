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
    """A still photo for oneself. Raises VIDEO_FILE_INVALID, EMOJI_MARKUP_INVALID, BOT_INVALID, PHOTO_FILE_MISSING and
    what is wrong with the picture."""
    _check_plain(req.bot)
    _check_still(req)
    if req.file is None:
        raise errors.PHOTO_FILE_MISSING
    chosen = await portrait(ctx, req.file)
    return await ctx.write(lambda inner: _show(inner, chosen, req.fallback))


@method(functions.photos.UploadContactProfilePhoto, free=True, flood="media")
async def upload_contact_profile_photo(
    ctx: Context, req: functions.photos.UploadContactProfilePhoto
) -> types.photos.Photo:
    """With which the caller alone sees a contact; without a file: the contact's own again. A photo is suggested to
    nobody here. Raises NEED_ACTION_MISSING, CONTACT_MISSING and what is wrong with the picture."""
    _check_still(req)
    if req.suggest:
        raise errors.METHOD_INVALID
    if not req.save:
        raise errors.NEED_ACTION_MISSING
    chosen = await portrait(ctx, req.file) if req.file is not None else None
    return await ctx.write(lambda inner: _show_contact(inner, req.user_id, chosen))


def _check_still(req: functions.photos.UploadProfilePhoto | functions.photos.UploadContactProfilePhoto) -> None:
    if req.video is not None:
        raise errors.VIDEO_FILE_INVALID
    if req.video_emoji_markup is not None:
        raise errors.EMOJI_MARKUP_INVALID


async def _show_contact(ctx: Context, given: types.TypeInputUser, chosen: Portrait | None) -> types.photos.Photo:
    user_id = await inputs.user(ctx, given)
    await portraits.show_contact(ctx.tx, ctx.viewer, user_id, chosen)
    return await _answer(ctx, user_id, chosen)


@method(functions.photos.UpdateProfilePhoto, free=True, flood="media")
async def update_profile_photo(ctx: Context, req: functions.photos.UpdateProfilePhoto) -> types.photos.Photo:
    """An earlier photo, one from a message, or none. Raises BOT_INVALID, PHOTO_INVALID and what is wrong with the
    reference."""
    _check_plain(req.bot)
    if isinstance(req.id, types.InputPhotoEmpty):
        return await ctx.write(lambda inner: _show(inner, None, req.fallback))
    chosen = await portrait_of(ctx, req.id)
    return await ctx.write(lambda inner: _show(inner, chosen, req.fallback))


def _check_plain(bot: types.TypeInputUser | None) -> None:
    if bot is not None:
        raise errors.BOT_INVALID


async def _show(ctx: Context, chosen: Portrait | None, fallback: bool) -> types.photos.Photo:
    """fallback: to those who may not see the caller's photo. chosen None: no photo."""
    if fallback:
        await portraits.show_instead(ctx.tx, ctx.viewer, chosen)
    elif chosen is None:
        await portraits.hide(ctx.tx, ctx.viewer)
    else:
        await portraits.show(ctx.tx, ctx.viewer, chosen)
    return await _answer(ctx, ctx.user, chosen)


async def _answer(ctx: Context, user_id: int, chosen: Portrait | None) -> types.photos.Photo:
    users, _ = await peers.described(ctx.tx, ctx.viewer, [user_id])
    if chosen is None:
        return types.photos.Photo(photo=types.PhotoEmpty(id=0), users=users)
    (photo,) = await media.photos(ctx.tx, ctx.viewer, [chosen.photo_id])
    return types.photos.Photo(photo=photo, users=users)


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
