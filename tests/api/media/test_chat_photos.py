"""Photos of groups and channels: set, told, fetched by those who may look, taken away."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.chats.rooms import channel, full, make_channel
from tests.api.media.sharing import Sharing, of_photo
from tests.media.test_pictures import picture


def location(peer: types.TypeInputPeer, photo_id: int) -> types.InputPeerPhotoFileLocation:
    return types.InputPeerPhotoFileLocation(peer=peer, photo_id=photo_id, big=False)


async def new_photo(sharing: Sharing, device: Device) -> types.InputChatUploadedPhoto:
    return types.InputChatUploadedPhoto(file=await sharing.upload(device, picture(700, 900)))


def fetch(peer: types.TypeInputPeer, photo_id: int) -> functions.upload.GetFile:
    return functions.upload.GetFile(location=location(peer, photo_id), offset=0, limit=4096)


def action_of(updates: Any) -> Any:
    kinds = (types.UpdateNewMessage, types.UpdateNewChannelMessage)
    return next(getattr(one.message, "action", None) for one in updates.updates if isinstance(one, kinds))


async def test_a_basic_group_is_shown_with_a_photo(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    made = await sara.ask(functions.messages.CreateChat(users=[sharing.user(sara, reza)], title="Family"))
    group = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    photo = await new_photo(sharing, sara)
    answer = await sara.ask(functions.messages.EditChatPhoto(chat_id=group.chat_id, photo=photo))
    told = action_of(answer).photo
    assert isinstance(told, types.Photo)
    assert answer.chats[0].photo.photo_id == told.id
    assert answer.chats[0].photo.stripped_thumb == getattr(told.sizes[0], "bytes", b"")
    assert (await full(reza, group)).full_chat.chat_photo.id == told.id
    assert Image.open(io.BytesIO(await sharing.download(reza, location(group, told.id)))).size == (160, 160)
    (message, *_) = await reza.history(group)
    assert await sharing.download(reza, of_photo(message.action.photo, "a"))
    empty = types.InputChatPhotoEmpty()
    answer = await sara.ask(functions.messages.EditChatPhoto(chat_id=group.chat_id, photo=empty))
    assert isinstance(action_of(answer), types.MessageActionChatDeletePhoto)
    assert isinstance(answer.chats[0].photo, types.ChatPhotoEmpty)
    assert await reza.refusal(fetch(group, told.id)) == "LOCATION_INVALID"
    again = functions.messages.EditChatPhoto(chat_id=group.chat_id, photo=empty)
    assert await sara.refusal(again) == "CHAT_NOT_MODIFIED"


async def test_a_channel_s_photo_is_for_those_who_may_look(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    news = await make_channel(sara, "News", broadcast=True)
    edit = functions.channels.EditPhoto(channel=channel(news), photo=await new_photo(sharing, sara))
    told = action_of(await sara.ask(edit)).photo
    assert await reza.refusal(fetch(news, told.id)) == "CHANNEL_PRIVATE"
    photo = await new_photo(sharing, reza)
    refused = functions.channels.EditPhoto(channel=channel(news), photo=photo)
    assert await reza.refusal(refused) == "CHANNEL_PRIVATE"
    await sara.ask(functions.channels.InviteToChannel(channel=channel(news), users=[sharing.user(sara, reza)]))
    assert await reza.refusal(refused) == "CHAT_ADMIN_REQUIRED"
    assert await sharing.download(reza, location(news, told.id))
    shown = (await full(reza, news)).full_chat.chat_photo
    assert await sharing.download(reza, of_photo(shown, "c"))
    kind = types.InputMessagesFilterChatPhotos()
    window: dict[str, Any] = {
        "min_date": 0,
        "max_date": 0,
        "offset_id": 0,
        "add_offset": 0,
        "limit": 20,
        "max_id": 0,
        "min_id": 0,
    }
    found = await reza.ask(functions.messages.Search(peer=news, q="", filter=kind, hash=0, **window))
    assert [one.action.photo.id for one in found.messages] == [told.id]
    again = functions.messages.EditChatPhoto(chat_id=1, photo=types.InputChatPhotoEmpty())
    assert await reza.refusal(again) == "CHAT_ID_INVALID"
