"""The sticker set of a group: who sets it, who sees it."""

from __future__ import annotations

from typing import Any

import pytest_asyncio

from hodhod.tl import functions, types
from tests.api.auth.device import Place
from tests.api.chats.rooms import channel, full, make_channel
from tests.api.media.sticking import Sticking, by_id


@pytest_asyncio.fixture
async def sticking(place: Place) -> Sticking:
    return Sticking(place, await place.newcomer("Sara"), await place.newcomer("Reza"))


async def test_a_group_has_stickers_and_emoji(sticking: Sticking) -> None:
    sara, reza = sticking.sara, sticking.reza
    peer = await make_channel(sara, "Talk")
    room = channel(peer)
    users: list[Any] = [sticking.user(sara, reza)]
    await sara.ask(functions.channels.InviteToChannel(channel=room, users=users))
    cats, faces = await sticking.make(sara, "Cats"), await sticking.make(sara, "Faces", emojis=True)
    assert (await full(sara, peer)).full_chat.can_set_stickers
    assert await sara.ask(functions.channels.SetStickers(channel=room, stickerset=by_id(cats)))
    assert await sara.ask(functions.channels.SetEmojiStickers(channel=room, stickerset=by_id(faces)))
    seen = (await full(reza, peer)).full_chat
    assert (seen.stickerset.short_name, seen.emojiset.short_name) == ("Cats", "Faces")
    assert seen.stickerset.creator is False
    again = functions.channels.SetStickers(channel=room, stickerset=by_id(cats))
    assert await sara.refusal(again) == "CHAT_NOT_MODIFIED"
    wrong = functions.channels.SetStickers(channel=room, stickerset=by_id(faces))
    assert await sara.refusal(wrong) == "STICKERSET_INVALID"
    await sara.ask(functions.channels.SetStickers(channel=room, stickerset=types.InputStickerSetEmpty()))
    assert (await full(reza, peer)).full_chat.stickerset is None
    await sara.ask(functions.stickers.DeleteStickerSet(stickerset=by_id(faces)))
    assert (await full(reza, peer)).full_chat.emojiset is None
    log = await sara.ask(
        functions.channels.GetAdminLog(
            channel=room, q="", max_id=0, min_id=0, limit=10, events_filter=types.ChannelAdminLogEventsFilter(info=True)
        )
    )
    empty = types.InputStickerSetEmpty()
    assert [one.action for one in log.events] == [
        types.ChannelAdminLogEventActionChangeStickerSet(prev_stickerset=by_id(cats), new_stickerset=empty),
        types.ChannelAdminLogEventActionChangeEmojiStickerSet(prev_stickerset=empty, new_stickerset=by_id(faces)),
        types.ChannelAdminLogEventActionChangeStickerSet(prev_stickerset=empty, new_stickerset=by_id(cats)),
    ]


async def test_who_may_not_change_them(sticking: Sticking) -> None:
    sara, reza = sticking.sara, sticking.reza
    cats = await sticking.make(sara, "Cats")
    news = await make_channel(sara, "News", broadcast=True)
    request = functions.channels.SetStickers(channel=channel(news), stickerset=by_id(cats))
    assert await sara.refusal(request) == "CHAT_ID_INVALID"
    peer = await make_channel(sara, "Talk")
    users: list[Any] = [sticking.user(sara, reza)]
    await sara.ask(functions.channels.InviteToChannel(channel=channel(peer), users=users))
    banned = types.ChatBannedRights(change_info=True, until_date=0)
    await sara.ask(functions.messages.EditChatDefaultBannedRights(peer=peer, banned_rights=banned))
    request = functions.channels.SetStickers(channel=channel(peer), stickerset=by_id(cats))
    assert await reza.refusal(request) == "CHAT_ADMIN_REQUIRED"
    assert not (await full(reza, peer)).full_chat.can_set_stickers
