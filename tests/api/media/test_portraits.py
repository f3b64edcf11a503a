"""Profile photos: shown, kept, gone back to, deleted, hidden."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from hodhod.api.media import chat_portrait
from hodhod.domain.media import portraits
from hodhod.mtproto import PeerInfo
from hodhod.rpc.context import Context
from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.media.sharing import Sharing, input_photo, of_photo
from tests.media.test_pictures import picture

SQUARES = [("a", 160), ("b", 320), ("c", 640)]


async def put_up(sharing: Sharing, device: Device, **more: Any) -> Any:
    """A new profile photo."""
    upload = await sharing.upload(device, picture(700, 900))
    answer = await device.ask(functions.photos.UploadProfilePhoto(file=upload, **more))
    return answer.photo


async def photos_of(viewer: Device, who: types.TypeInputUser, **window: int) -> list[int]:
    values = {"offset": 0, "max_id": 0, "limit": 10, **window}
    return [photo.id for photo in (await viewer.ask(functions.photos.GetUserPhotos(user_id=who, **values))).photos]


async def test_a_photo_is_seen_by_others(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    await sharing.write(reza, sara)
    await reza.listen()
    photo = await put_up(sharing, sara)
    assert [(size.type, size.w, size.h) for size in photo.sizes[1:]] == [(letter, n, n) for letter, n in SQUARES]
    seen = await sharing.seen(reza, sara)
    assert (seen.photo.photo_id, seen.photo.dc_id) == (photo.id, photo.dc_id)
    assert seen.photo.stripped_thumb == photo.sizes[0].bytes
    assert [update.user_id for update in await sharing.told(reza, types.UpdateUser)] == [sara.user_id]
    assert await sharing.missed(reza, types.UpdateUser)
    full = await sharing.full(reza, sara)
    assert full.profile_photo.id == photo.id
    assert len(await sharing.download(reza, of_photo(full.profile_photo, "c"))) == full.profile_photo.sizes[-1].size
    for big, side in ((False, 160), (True, 640)):
        location = types.InputPeerPhotoFileLocation(peer=sharing.peer(reza, sara), photo_id=photo.id, big=big)
        assert Image.open(io.BytesIO(await sharing.download(reza, location))).size == (side, side)


async def test_history(sharing: Sharing) -> None:
    sara, me = sharing.sara, types.InputUserSelf()
    old, middle, new = [await put_up(sharing, sara) for _ in range(3)]
    assert await photos_of(sara, me) == [new.id, middle.id, old.id]
    assert await photos_of(sara, me, offset=1, limit=1) == [middle.id]
    assert await photos_of(sara, me, max_id=new.id) == [middle.id, old.id]
    assert await photos_of(sara, me, max_id=middle.id, offset=-1, limit=1) == [middle.id]
    slice_ = await sara.ask(functions.photos.GetUserPhotos(user_id=me, offset=0, max_id=0, limit=1))
    assert (slice_.count, len(slice_.photos)) == (3, 1)
    back = await sara.ask(functions.photos.UpdateProfilePhoto(id=input_photo(old)))
    assert (back.photo.id, back.users[0].photo.photo_id) == (old.id, old.id)
    assert await photos_of(sara, me) == [old.id, new.id, middle.id]
    gone: list[types.TypeInputPhoto] = [input_photo(old), input_photo(middle)]
    assert await sara.ask(functions.photos.DeletePhotos(id=gone)) == [old.id, middle.id]
    (user,) = await sara.ask(functions.users.GetUsers(id=[me]))
    assert (user.photo.photo_id, user.photo.stripped_thumb) == (new.id, new.sizes[0].bytes)
    assert await sara.ask(functions.photos.DeletePhotos(id=[input_photo(old)])) == []
    assert await sara.ask(functions.photos.DeletePhotos(id=[input_photo(new)])) == [new.id]
    (user,) = await sara.ask(functions.users.GetUsers(id=[me]))
    assert user.photo is None


async def test_no_photo_and_a_photo_from_a_message(sharing: Sharing) -> None:
    sara = sharing.sara
    photo = await put_up(sharing, sara)
    none = await sara.ask(functions.photos.UpdateProfilePhoto(id=types.InputPhotoEmpty()))
    assert (none.photo, none.users[0].photo) == (types.PhotoEmpty(id=0), None)
    assert await photos_of(sara, types.InputUserSelf()) == [photo.id]
    media = types.InputMediaUploadedPhoto(file=await sharing.upload(sharing.reza, picture(500, 700)))
    await sharing.send(sharing.reza, sara, media)
    came = (await sharing.got(sara, sharing.reza)).media.photo
    put = await sara.ask(functions.photos.UpdateProfilePhoto(id=input_photo(came)))
    assert put.photo.id != came.id
    assert [(size.type, size.w) for size in put.photo.sizes[1:]] == [("a", 160), ("b", 320), ("c", 500)]


async def test_who_may_not_see_it(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    photo = await put_up(sharing, sara)
    location = types.InputPeerPhotoFileLocation(peer=sharing.peer(reza, sara), photo_id=photo.id)
    query = functions.upload.GetFile(location=location, offset=0, limit=4096)
    assert (await reza.ask(query)).bytes
    rules: list[types.TypeInputPrivacyRule] = [types.InputPrivacyValueAllowContacts()]
    await sara.ask(functions.account.SetPrivacy(key=types.InputPrivacyKeyProfilePhoto(), rules=rules))
    assert (await sharing.seen(reza, sara)).photo is None
    assert (await sharing.full(reza, sara)).profile_photo is None
    assert await photos_of(reza, sharing.user(reza, sara)) == []
    assert await reza.refusal(query) == "LOCATION_INVALID"
    await sharing.add(sara, reza)
    assert (await sharing.seen(reza, sara)).photo.photo_id == photo.id
    assert (await reza.ask(query)).bytes
    await sara.ask(functions.contacts.Block(id=sharing.peer(sara, reza)))
    assert (await sharing.seen(reza, sara)).photo is None
    assert await reza.refusal(query) == "LOCATION_INVALID"


async def test_whom_it_is_hidden_from_sees_another_one(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    own, public = await put_up(sharing, sara), await put_up(sharing, sara, fallback=True)
    assert (await sharing.seen(reza, sara)).photo.photo_id == own.id
    rules: list[types.TypeInputPrivacyRule] = [types.InputPrivacyValueAllowContacts()]
    await sara.ask(functions.account.SetPrivacy(key=types.InputPrivacyKeyProfilePhoto(), rules=rules))
    full = await sharing.full(reza, sara)
    assert ((await sharing.seen(reza, sara)).photo.photo_id, full.fallback_photo.id) == (public.id, public.id)
    assert full.profile_photo is None
    location = types.InputPeerPhotoFileLocation(peer=sharing.peer(reza, sara), photo_id=public.id)
    assert await sharing.download(reza, location)
    mine = await sharing.full(sara, sara)
    assert (mine.profile_photo.id, mine.fallback_photo.id) == (own.id, public.id)
    gone = functions.photos.UpdateProfilePhoto(id=types.InputPhotoEmpty(), fallback=True)
    assert (await sara.ask(gone)).photo == types.PhotoEmpty(id=0)
    assert (await sharing.seen(reza, sara)).photo is None
    again = await put_up(sharing, sara, fallback=True)
    assert await sara.ask(functions.photos.DeletePhotos(id=[input_photo(again)])) == [again.id]
    assert (await sharing.seen(reza, sara)).photo is None


async def test_one_sees_a_contact_with_a_photo_of_ones_own(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    own = await put_up(sharing, sara)
    second = await sharing.place.second_device(reza)
    await second.listen()
    upload = await sharing.upload(reza, picture(700, 700))
    put = functions.photos.UploadContactProfilePhoto(user_id=sharing.user(reza, sara), file=upload, save=True)
    assert await reza.refusal(put) == "CONTACT_MISSING"
    await sharing.add(reza, sara)
    put.file = await sharing.upload(reza, picture(700, 700))
    photo = (await reza.ask(put)).photo
    seen = (await sharing.seen(reza, sara)).photo
    assert (seen.personal, seen.photo_id) == (True, photo.id)
    full = await sharing.full(reza, sara)
    assert (full.personal_photo.id, full.profile_photo.id) == (photo.id, own.id)
    assert [one.user_id for one in await sharing.told(second, types.UpdateUser)][-1:] == [sara.user_id]
    location = types.InputPeerPhotoFileLocation(peer=sharing.peer(reza, sara), photo_id=photo.id)
    assert await sharing.download(reza, location)
    assert (await sharing.seen(sara, sara)).photo.photo_id == own.id, "nobody else sees it"
    await sharing.add(reza, sara, "Another name")
    assert (await sharing.seen(reza, sara)).photo.personal
    put.file = None
    assert (await reza.ask(put)).photo == types.PhotoEmpty(id=0)
    assert (await sharing.seen(reza, sara)).photo.photo_id == own.id
    put.save = False
    assert await reza.refusal(put) == "NEED_ACTION_MISSING"


async def test_what_is_refused(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    photo = await put_up(sharing, sara)
    upload = await sharing.upload(sara, b"no picture")

    def put(**given: Any) -> functions.photos.UploadProfilePhoto:
        return functions.photos.UploadProfilePhoto(**given)

    assert await sara.refusal(put()) == "PHOTO_FILE_MISSING"
    assert await sara.refusal(put(file=upload)) == "PHOTO_EXT_INVALID"
    assert await sara.refusal(put(video=upload)) == "VIDEO_FILE_INVALID"
    moving = types.VideoSizeEmojiMarkup(emoji_id=1, background_colors=[0])
    assert await sara.refusal(put(file=upload, video_emoji_markup=moving)) == "EMOJI_MARKUP_INVALID"
    assert await sara.refusal(put(file=upload, bot=types.InputUserSelf())) == "BOT_INVALID"
    wrong = input_photo(photo, access_hash=1)
    assert await sara.refusal(functions.photos.UpdateProfilePhoto(id=wrong)) == "PHOTO_INVALID"
    assert await sara.refusal(functions.photos.DeletePhotos(id=[wrong])) == "PHOTO_INVALID"
    mine = input_photo(photo)
    assert await reza.refusal(functions.photos.DeletePhotos(id=[mine])) == "FILE_REFERENCE_INVALID"
    theirs = (await sharing.full(reza, sara)).profile_photo
    assert await reza.ask(functions.photos.DeletePhotos(id=[input_photo(theirs)])) == []
    for peer, photo_id in ((sharing.peer(reza, sara), 5), (sharing.peer(reza, reza), photo.id)):
        location = types.InputPeerPhotoFileLocation(peer=peer, photo_id=photo_id)
        query = functions.upload.GetFile(location=location, offset=0, limit=4096)
        assert await reza.refusal(query) == "LOCATION_INVALID"
    unknown = types.InputPeerUser(user_id=sara.user_id, access_hash=1)
    location = types.InputPeerPhotoFileLocation(peer=unknown, photo_id=photo.id)
    assert await reza.refusal(functions.upload.GetFile(location=location, offset=0, limit=4096)) == "PEER_ID_INVALID"


async def test_there_are_so_many_photos_and_no_more(sharing: Sharing, monkeypatch: pytest.MonkeyPatch) -> None:
    sara = sharing.sara
    monkeypatch.setattr(portraits, "MAX_PHOTOS", 2)
    old, new = [await put_up(sharing, sara) for _ in range(2)]
    upload = await sharing.upload(sara, picture(700, 900))
    assert await sara.refusal(functions.photos.UploadProfilePhoto(file=upload)) == "ALBUM_PHOTOS_TOO_MANY"
    await sara.ask(functions.photos.UpdateProfilePhoto(id=input_photo(old)))
    assert await photos_of(sara, types.InputUserSelf()) == [old.id, new.id]


@pytest.mark.parametrize("given", ["upload", "photo", "nothing"])
async def test_what_a_chat_can_be_shown_with(sharing: Sharing, given: str) -> None:
    """The function that groups and channels will use."""
    sara = sharing.sara
    photo = await put_up(sharing, sara)
    upload = await sharing.upload(sara, picture(700, 700))
    client: Any = sara.session.data
    ctx = Context(sharing.place.app.services, client, int(sharing.place.clock()), PeerInfo("127.0.0.1", 1))
    choices: dict[str, types.TypeInputChatPhoto] = {
        "upload": types.InputChatUploadedPhoto(file=upload),
        "photo": types.InputChatPhoto(id=input_photo(photo)),
        "nothing": types.InputChatPhotoEmpty(),
    }
    chosen = await chat_portrait(ctx, choices[given])
    assert (chosen is None) == (given == "nothing")
    if chosen is not None:
        assert (chosen.photo_id == photo.id, chosen.new is None) == (
            (True, True) if given == "photo" else (False, False)
        )
        assert chosen.stripped
