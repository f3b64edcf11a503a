"""Recent and favourite stickers, GIFs, custom emoji in texts, and what is found by looking for it."""

from __future__ import annotations

from typing import Any

from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.media.sharing import input_document, input_photo
from tests.api.media.sticking import Sticking, animated, by_id, drawn, sticker_of
from tests.api.people.friends import RANDOM
from tests.media.test_pictures import picture

GIF = [types.DocumentAttributeAnimated(), types.DocumentAttributeVideo(duration=1, w=10, h=10)]


async def recent(device: Device) -> list[int]:
    answer = await device.ask(functions.messages.GetRecentStickers(hash=0))
    assert len(answer.dates) == len(answer.stickers)
    return [one.id for one in answer.stickers]


async def test_a_sticker_that_is_sent_is_recent(sticking: Sticking) -> None:
    sara, reza = sticking.sara, sticking.reza
    made = await sticking.make(sara, "Cats", "😀👍")
    other = await sticking.place.second_device(sara)
    await other.listen()
    for document in made.documents:
        sent = await sticking.send(sara, reza, types.InputMediaDocument(id=input_document(document)))
        assert sent.media.document == document
    came = (await sticking.got(reza, sara)).media.document
    assert sticker_of(came).stickerset == by_id(made)
    assert await recent(sara) == [one.id for one in reversed(made.documents)]
    assert await recent(reza) == []
    assert len(await sticking.told(other, types.UpdateRecentStickers)) == 2
    assert await sticking.missed(other, types.UpdateRecentStickers) == [types.UpdateRecentStickers()]
    answer = await sara.ask(functions.messages.GetRecentStickers(hash=0))
    assert {one.emoticon: one.documents for one in answer.packs} == {
        "😀": [made.documents[0].id],
        "👍": [made.documents[1].id],
    }
    same = functions.messages.GetRecentStickers(hash=answer.hash)
    assert await sara.ask(same) == types.messages.RecentStickersNotModified()
    first = input_document(made.documents[0])
    await sara.ask(functions.messages.SaveRecentSticker(id=first, unsave=True))
    assert await recent(sara) == [made.documents[1].id]
    await sara.ask(functions.messages.SaveRecentSticker(id=first, unsave=False))
    assert await recent(sara) == [one.id for one in made.documents]
    await sara.ask(functions.messages.SaveRecentSticker(id=first, unsave=False, attached=True))
    attached = await sara.ask(functions.messages.GetRecentStickers(hash=0, attached=True))
    assert [one.id for one in attached.stickers] == [first.id]
    await sara.ask(functions.messages.ClearRecentStickers())
    assert await recent(sara) == []
    assert (await sara.ask(functions.messages.GetRecentStickers(hash=0, attached=True))) == attached


async def test_favourites_are_few(sticking: Sticking) -> None:
    sara = sticking.sara
    made = await sticking.make(sara, "Cats", "😀👍🔥😎👀🎩")
    other = await sticking.place.second_device(sara)
    await other.listen()
    for document in made.documents:
        await sara.ask(functions.messages.FaveSticker(id=input_document(document), unfave=False))
    faved = await sara.ask(functions.messages.GetFavedStickers(hash=0))
    assert [one.id for one in faved.stickers] == [one.id for one in reversed(made.documents)][:5]
    assert len(faved.packs) == 5
    again = functions.messages.GetFavedStickers(hash=faved.hash)
    assert await sara.ask(again) == types.messages.FavedStickersNotModified()
    await sara.ask(functions.messages.FaveSticker(id=input_document(made.documents[-1]), unfave=True))
    assert len((await sara.ask(functions.messages.GetFavedStickers(hash=0))).stickers) == 4
    assert len(await sticking.told(other, types.UpdateFavedStickers)) == 7
    assert await sticking.missed(other, types.UpdateFavedStickers) == [types.UpdateFavedStickers()]


async def test_gifs_are_saved(sticking: Sticking) -> None:
    sara, reza = sticking.sara, sticking.reza
    other = await sticking.place.second_device(sara)
    await other.listen()
    media = await sticking.document(sara, b"moving", "video/mp4", attributes=GIF)
    sent = await sticking.send(sara, reza, media)
    saved = await sara.ask(functions.messages.GetSavedGifs(hash=0))
    assert [one.id for one in saved.gifs] == [sent.media.document.id]
    same = functions.messages.GetSavedGifs(hash=saved.hash)
    assert await sara.ask(same) == types.messages.SavedGifsNotModified()
    came = input_document((await sticking.got(reza, sara)).media.document)
    await reza.ask(functions.messages.SaveGif(id=came, unsave=False))
    assert len((await reza.ask(functions.messages.GetSavedGifs(hash=0))).gifs) == 1
    await reza.ask(functions.messages.SaveGif(id=came, unsave=True))
    assert (await reza.ask(functions.messages.GetSavedGifs(hash=0))).gifs == []
    assert await sticking.told(other, types.UpdateSavedGifs) == [types.UpdateSavedGifs()]
    assert await sticking.missed(other, types.UpdateSavedGifs) == [types.UpdateSavedGifs()]


async def test_what_is_no_sticker_is_not_kept(sticking: Sticking) -> None:
    sara = sticking.sara
    plain = await sticking.file(sara, b"text", "text/plain")
    emoji = input_document((await sticking.make(sara, "Faces", emojis=True)).documents[0])
    sticker = input_document((await sticking.make(sara, "Cats")).documents[0])
    for given in (plain, emoji, input_document(sticker, access_hash=1)):
        for request in (
            functions.messages.FaveSticker(id=given, unfave=False),
            functions.messages.SaveRecentSticker(id=given, unsave=False),
        ):
            assert await sara.refusal(request) == "STICKER_ID_INVALID"
    for given in (plain, sticker, input_document(plain, access_hash=1)):
        assert await sara.refusal(functions.messages.SaveGif(id=given, unsave=False)) == "GIF_ID_INVALID"
    old = input_document(sticker, file_reference=b"")
    assert await sara.refusal(functions.messages.FaveSticker(id=old, unfave=False)) == "FILE_REFERENCE_EMPTY"


async def test_a_custom_emoji_stays_in_a_text_where_there_is_one(sticking: Sticking) -> None:
    sara, reza = sticking.sara, sticking.reza
    emoji = (await sticking.make(sara, "Faces", emojis=True)).documents[0]
    sticker = (await sticking.make(sara, "Cats")).documents[0]

    def entity(offset: int, document_id: int) -> types.MessageEntityCustomEmoji:
        return types.MessageEntityCustomEmoji(offset=offset, length=2, document_id=document_id)

    given: Any = [entity(0, emoji.id), entity(2, sticker.id), entity(4, 12345)]
    answer = await sara.ask(
        functions.messages.SendMessage(
            peer=sticking.peer(sara, reza), message="😀😀😀", entities=given, random_id=next(RANDOM)
        )
    )
    came = await sticking.got(reza, sara)
    assert came.entities == [entity(0, emoji.id)]
    sent = answer if hasattr(answer, "id") else answer.updates[-1].message
    edit = functions.messages.EditMessage(
        peer=sticking.peer(sara, reza), id=sent.id, message="😀😀", entities=[entity(0, 12345), entity(2, emoji.id)]
    )
    await sara.ask(edit)
    assert (await sticking.got(reza, sara)).entities == [entity(2, emoji.id)]
    asked = functions.messages.GetCustomEmojiDocuments(document_id=[emoji.id, sticker.id, 12345, emoji.id])
    (found,) = await reza.ask(asked)
    assert (found.id, sticker_of(found).alt) == (emoji.id, "😀")
    many = functions.messages.GetCustomEmojiDocuments(document_id=[1] * 201)
    assert await reza.refusal(many) == "LIMIT_INVALID"
    assert await recent(sara) == []


async def test_stickers_are_found_by_emoji_and_word(sticking: Sticking) -> None:
    sara, reza = sticking.sara, sticking.reza
    items = [
        await sticking.item(sara, drawn(), "❤️👍🏽", keywords="Love,گربه‌ی من"),
        await sticking.item(sara, drawn(shade=1), "👍", keywords="lovely day"),
    ]
    made = await sticking.make(sara, "Cats", stickers=items)
    first, second = [one.id for one in made.documents]
    emoji = (await sticking.make(sara, "Faces", "👍", emojis=True)).documents[0].id

    async def by_emoji(asked: str) -> list[int]:
        return [one.id for one in (await reza.ask(functions.messages.GetStickers(emoticon=asked, hash=0))).stickers]

    assert await by_emoji("❤") == [first]
    assert sorted(await by_emoji("👍")) == sorted([first, second])
    assert await by_emoji("🔥") == []
    found = await reza.ask(functions.messages.GetStickers(emoticon="❤", hash=0))
    again = functions.messages.GetStickers(emoticon="❤", hash=found.hash)
    assert await reza.ask(again) == types.messages.StickersNotModified()
    listed = await reza.ask(functions.messages.SearchCustomEmoji(emoticon="👍", hash=0))
    assert listed.document_id == [emoji]
    same = functions.messages.SearchCustomEmoji(emoticon="👍", hash=listed.hash)
    assert await reza.ask(same) == types.EmojiListNotModified()

    async def search(q: str = "", emoticon: str = "", **more: Any) -> Any:
        values = {"lang_code": [], "offset": 0, "limit": 10, "hash": 0, **more}
        return await reza.ask(functions.messages.SearchStickers(q=q, emoticon=emoticon, **values))

    assert {one.id for one in (await search("love")).stickers} == {first, second}
    assert [one.id for one in (await search("day lov")).stickers] == [second]
    assert [one.id for one in (await search("گربه")).stickers] == [first]
    assert (await search("xyz")).stickers == []
    assert [one.id for one in (await search(emoticon="👍", emojis=True)).stickers] == [emoji]
    page = await search("love", limit=1)
    rest = await search("love", limit=1, offset=page.next_offset)
    assert {page.stickers[0].id, rest.stickers[0].id} == {first, second}
    assert rest.next_offset is None
    assert isinstance(await search("love", hash=(await search("love")).hash), types.messages.FoundStickersNotModified)
    for request in (
        functions.messages.GetStickers(emoticon=" ", hash=0),
        functions.messages.SearchCustomEmoji(emoticon="", hash=0),
    ):
        assert await reza.refusal(request) == "EMOTICON_EMPTY"


async def test_sets_are_found_by_their_words(sticking: Sticking) -> None:
    sara, reza = sticking.sara, sticking.reza
    await sticking.make(sara, "Funny_cats", title="گربه‌های بامزه")
    await sticking.make(sara, "Funny_faces", emojis=True)

    async def found(query: str, kind: Any = functions.messages.SearchStickerSets) -> list[str]:
        return [one.set.short_name for one in (await reza.ask(kind(q=query, hash=0))).sets]

    assert await found("funny") == await found("cat FUN") == await found("گربه") == ["Funny_cats"]
    assert await found("funny", functions.messages.SearchEmojiStickerSets) == ["Funny_faces"]
    assert await found("dogs") == await found("!") == []
    answer = await reza.ask(functions.messages.SearchStickerSets(q="funny", hash=0))
    again = functions.messages.SearchStickerSets(q="funny", hash=answer.hash)
    assert await reza.ask(again) == types.messages.FoundStickerSetsNotModified()


async def test_no_stickers_are_attached(sticking: Sticking) -> None:
    sara = sticking.sara
    photo = types.InputMediaUploadedPhoto(file=await sticking.upload(sara, picture(100, 100)))
    shown = await sara.ask(functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=photo))
    media = types.InputStickeredMediaPhoto(id=input_photo(shown.photo))
    assert await sara.ask(functions.messages.GetAttachedStickers(media=media)) == []
    stranger = types.InputStickeredMediaDocument(id=await sticking.file(sticking.reza, animated()))
    assert await sara.refusal(functions.messages.GetAttachedStickers(media=stranger)) == "FILE_REFERENCE_INVALID"


async def test_a_set_that_is_used_goes_on_top_when_asked_for(sticking: Sticking) -> None:
    sara = sticking.sara
    one, two = await sticking.make(sara, "One"), await sticking.make(sara, "Two")
    for made in (one, two):
        await sara.ask(functions.messages.InstallStickerSet(stickerset=by_id(made), archived=False))
    for used, names in ((False, ["Two", "One"]), (True, ["One", "Two"])):
        media = types.InputMediaDocument(id=input_document(one.documents[0]))
        await sticking.send(sara, sara, media, update_stickersets_order=used)
        found = await sara.ask(functions.messages.GetAllStickers(hash=0))
        assert [row.short_name for row in found.sets] == names
    faces = [await sticking.make(sara, name, emojis=True) for name in ("Three", "Four")]
    for made in faces:
        await sara.ask(functions.messages.InstallStickerSet(stickerset=by_id(made), archived=False))
    given: Any = [types.MessageEntityCustomEmoji(offset=0, length=2, document_id=faces[0].documents[0].id)]
    await sara.ask(
        functions.messages.SendMessage(
            peer=types.InputPeerSelf(),
            message="😀",
            entities=given,
            random_id=next(RANDOM),
            update_stickersets_order=True,
        )
    )
    found = await sara.ask(functions.messages.GetEmojiStickers(hash=0))
    assert [row.short_name for row in found.sets] == ["Three", "Four"]
