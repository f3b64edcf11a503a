"""Sticker sets: which files they take, what they are called, and who changes them."""

from __future__ import annotations

from typing import Any

from hodhod.tl import functions, types
from tests.api.media.sharing import input_document, of_document
from tests.api.media.sticking import PNG, TGS, WEBM, WEBP, Sticking, animated, by_id, drawn, named, sticker_of, video


async def test_a_set_is_made_and_found(sticking: Sticking) -> None:
    sara, reza = sticking.sara, sticking.reza
    sent = drawn()
    items = [
        await sticking.item(sara, sent, "😀 😀👍🏽", keywords="Happy, laugh ,,happy"),
        await sticking.item(sara, drawn(format="PNG", shade=9), "❤️", PNG),
        await sticking.item(sara, animated(), "🔥", TGS),
        await sticking.item(sara, video(), "🇮🇷", WEBM),
    ]
    made = await sticking.make(sara, "Cats_1", stickers=items, title=" Cats  and dogs ")
    assert (made.set.title, made.set.short_name, made.set.count, made.set.creator) == (
        "Cats and dogs",
        "Cats_1",
        4,
        True,
    )
    assert (made.set.masks, made.set.emojis, made.set.animated, made.set.installed_date) == (False, False, False, None)
    found = await reza.ask(functions.messages.GetStickerSet(stickerset=named("cats_1"), hash=0))
    assert (found.set.id, found.set.access_hash, found.set.creator) == (made.set.id, made.set.access_hash, False)
    assert [one.mime_type for one in found.documents] == [WEBP, WEBP, TGS, WEBM]
    assert {one.emoticon: len(one.documents) for one in found.packs} == {"😀": 1, "👍🏽": 1, "❤️": 1, "🔥": 1, "🇮🇷": 1}
    assert [one.keyword for one in found.keywords] == [["Happy", "laugh", "happy"]]
    assert types.DocumentAttributeVideo(duration=2.0, w=512, h=512) in found.documents[3].attributes
    said = sticker_of(found.documents[0])
    assert (said.alt, said.stickerset) == ("😀", by_id(found))
    assert await sticking.download(reza, of_document(found.documents[0])) == sent
    assert (await sticking.download(reza, of_document(found.documents[1]))).startswith(b"RIFF")
    again = await reza.ask(functions.messages.GetStickerSet(stickerset=by_id(found), hash=found.set.hash))
    assert again == types.messages.StickerSetNotModified()
    stranger = types.InputStickerSetID(id=found.set.id, access_hash=1)
    for asked in (stranger, named("nothing"), types.InputStickerSetEmpty()):
        query = functions.messages.GetStickerSet(stickerset=asked, hash=0)
        assert await reza.refusal(query) == "STICKERSET_INVALID"
    dice = functions.messages.GetStickerSet(stickerset=types.InputStickerSetDice(emoticon="🎲"), hash=0)
    assert await reza.refusal(dice) == "EMOTICON_STICKERPACK_MISSING"


async def test_making_the_same_twice_is_one_set(sticking: Sticking) -> None:
    items = [await sticking.item(sticking.sara, drawn())]
    first = await sticking.make(sticking.sara, "Once", stickers=items)
    assert (await sticking.make(sticking.sara, "Once", stickers=items)).set == first.set
    assert await sticking.refused(sticking.reza, [await sticking.item(sticking.reza, drawn())], short_name="oNCE") == (
        "PACK_SHORT_NAME_OCCUPIED"
    )


REFUSED = (
    (b"no picture", WEBP, "STICKER_PNG_NOPNG"),
    (drawn(format="PNG")[:60], PNG, "STICKER_FILE_INVALID"),
    (drawn(100), WEBP, "STICKER_PNG_DIMENSIONS"),
    (drawn(513), WEBP, "STICKER_PNG_DIMENSIONS"),
    (b"x" * (512 * 1024 + 1), WEBP, "STICKER_FILE_INVALID"),
    (b"{}", TGS, "STICKER_TGS_NOTGS"),
    (animated(100), TGS, "STICKER_TGS_NOTGS"),
    (animated(seconds=4), TGS, "STICKER_TGS_NOTGS"),
    (b"no video", WEBM, "STICKER_VIDEO_NOWEBM"),
    (video(doc_type=b"mkv!"), WEBM, "STICKER_VIDEO_NOWEBM"),
    (video(256), WEBM, "STICKER_VIDEO_NOWEBM"),
    (video(seconds=4), WEBM, "STICKER_VIDEO_NOWEBM"),
    (video() + bytes(256 * 1024), WEBM, "STICKER_VIDEO_BIG"),
)


async def test_files_that_are_refused(sticking: Sticking) -> None:
    for data, mime, refusal in REFUSED:
        item = await sticking.item(sticking.sara, data, mime=mime)
        assert await sticking.refused(sticking.sara, [item]) == refusal


async def test_what_else_is_refused(sticking: Sticking) -> None:
    sara = sticking.sara
    good = await sticking.item(sara, drawn())

    async def refused(**more: Any) -> str:
        return await sticking.refused(sara, more.pop("items", [good]), **more)

    assert await refused(masks=True, emojis=True) == "PACK_TYPE_INVALID"
    assert await refused(title=" ") == "PACK_TITLE_INVALID"
    assert await refused(title="x" * 65) == "PACK_TITLE_INVALID"
    for name in ("1cats", "cats__1", "cats_", "ca ts", "گربه", "x" * 65):
        assert await refused(short_name=name) == "PACK_SHORT_NAME_INVALID"
    assert await refused(short_name="AnimatedEmojies") == "PACK_SHORT_NAME_OCCUPIED"
    assert await refused(items=[]) == "STICKERS_EMPTY"
    assert await refused(items=[good] * 121) == "STICKERS_TOO_MUCH"
    for emoji in ("", "cat", "😀cat", "😀" + "".join(chr(0x1F600 + n) for n in range(1, 22))):
        item = types.InputStickerSetItem(document=good.document, emoji=emoji)
        assert await refused(items=[item]) == "STICKER_EMOJI_INVALID"
    stranger = types.InputDocument(id=good.document.id, access_hash=1, file_reference=b"")
    assert await refused(items=[types.InputStickerSetItem(document=stranger, emoji="😀")]) == "STICKER_FILE_INVALID"
    other = functions.stickers.CreateStickerSet(
        user_id=sticking.user(sara, sticking.reza), title="Cats", short_name="cats", stickers=[good]
    )
    assert await sara.refusal(other) == "USER_ID_INVALID"


async def test_names_are_checked_and_suggested(sticking: Sticking) -> None:
    sara = sticking.sara
    await sticking.make(sara, "Cats")

    async def suggested(title: str) -> str:
        answer = await sara.ask(functions.stickers.SuggestShortName(title=title))
        assert await sara.ask(functions.stickers.CheckShortName(short_name=answer.short_name))
        return str(answer.short_name)

    assert await suggested("Cats & dogs!") == "Cats_dogs"
    assert await suggested("cats") == "cats_1"
    assert await suggested("گربه‌ها") == "grbh_ha"
    assert await suggested("猫") == "Stickers"
    assert await sara.refusal(functions.stickers.SuggestShortName(title="")) == "TITLE_INVALID"
    assert await sara.refusal(functions.stickers.CheckShortName(short_name="cATS")) == "SHORT_NAME_OCCUPIED"
    assert await sara.refusal(functions.stickers.CheckShortName(short_name="2")) == "SHORT_NAME_INVALID"
    assert (await sticking.make(sara, "", title="My birds")).set.short_name == "My_birds"


async def test_a_set_is_changed_by_its_creator(sticking: Sticking) -> None:
    sara = sticking.sara
    made = await sticking.make(sara, "Cats", "😀👍")
    first, second = made.documents

    async def change(request: Any) -> Any:
        found = await sara.ask(request)
        assert found.set.hash != made.set.hash
        return found

    new = await sticking.item(sara, drawn(shade=77), "🔥")
    added = await change(functions.stickers.AddStickerToSet(stickerset=by_id(made), sticker=new))
    assert [sticker_of(one).alt for one in added.documents] == ["😀", "👍", "🔥"]
    third = added.documents[2]
    moved = await change(functions.stickers.ChangeStickerPosition(sticker=input_document(third), position=0))
    assert [one.id for one in moved.documents] == [third.id, first.id, second.id]
    changed = await change(functions.stickers.ChangeSticker(sticker=input_document(first), emoji="😎", keywords="cool"))
    assert sticker_of(changed.documents[1]).alt == "😎"
    assert (changed.documents[1].id, changed.keywords[0].keyword) == (first.id, ["cool"])
    item = await sticking.item(sara, animated(), "🐱", TGS)
    replaced = await change(functions.stickers.ReplaceSticker(sticker=input_document(first), new_sticker=item))
    assert [sticker_of(one).alt for one in replaced.documents] == ["🔥", "🐱", "👍"]
    assert replaced.documents[1].id != first.id
    left = await change(functions.stickers.RemoveStickerFromSet(sticker=input_document(third)))
    assert [sticker_of(one).alt for one in left.documents] == ["🐱", "👍"]
    renamed = await change(functions.stickers.RenameStickerSet(stickerset=by_id(made), title="Tigers"))
    assert (renamed.set.title, renamed.set.count) == ("Tigers", 2)
    again = functions.stickers.RemoveStickerFromSet(sticker=input_document(third))
    assert await sara.refusal(again) == "STICKER_INVALID"
    assert await sara.ask(functions.stickers.DeleteStickerSet(stickerset=by_id(made)))
    query = functions.messages.GetStickerSet(stickerset=by_id(made), hash=0)
    assert await sara.refusal(query) == "STICKERSET_INVALID"
    assert await sara.ask(functions.stickers.CheckShortName(short_name="Cats"))


async def test_nobody_else_changes_a_set(sticking: Sticking) -> None:
    made = await sticking.make(sticking.sara, "Cats")
    reza = sticking.reza
    found = await reza.ask(functions.messages.GetStickerSet(stickerset=by_id(made), hash=0))
    sticker, item = input_document(found.documents[0]), await sticking.item(reza, drawn())
    for request in (
        functions.stickers.AddStickerToSet(stickerset=by_id(made), sticker=item),
        functions.stickers.RenameStickerSet(stickerset=by_id(made), title="Mine"),
        functions.stickers.DeleteStickerSet(stickerset=by_id(made)),
        functions.stickers.SetStickerSetThumb(stickerset=by_id(made), thumb=item.document),
        functions.stickers.SetStickerSetThumb(stickerset=by_id(made)),
        functions.stickers.RemoveStickerFromSet(sticker=sticker),
        functions.stickers.ChangeStickerPosition(sticker=sticker, position=0),
        functions.stickers.ChangeSticker(sticker=sticker, emoji="🔥"),
        functions.stickers.ReplaceSticker(sticker=sticker, new_sticker=item),
    ):
        assert await reza.refusal(request) == "STICKERSET_INVALID", request
    wrong = functions.stickers.RemoveStickerFromSet(sticker=input_document(found.documents[0], access_hash=1))
    assert await reza.refusal(wrong) == "STICKER_INVALID"


async def test_a_set_has_a_picture_of_its_own(sticking: Sticking) -> None:
    sara, reza = sticking.sara, sticking.reza
    made = await sticking.make(sara, "Cats")
    picture = drawn(100, shade=50)
    request = functions.stickers.SetStickerSetThumb(stickerset=by_id(made), thumb=await sticking.file(sara, picture))
    shown = (await sara.ask(request)).set
    assert shown.thumbs == [types.PhotoSize(type="s", w=100, h=100, size=len(picture))]
    location = types.InputStickerSetThumb(stickerset=by_id(made), thumb_version=shown.thumb_version)
    assert await sticking.download(reza, location) == picture
    large = functions.stickers.SetStickerSetThumb(stickerset=by_id(made), thumb=await sticking.file(sara, drawn(512)))
    assert await sara.refusal(large) == "STICKER_THUMB_PNG_NOPNG"
    moving = await sticking.file(sara, animated(512), TGS)
    large = functions.stickers.SetStickerSetThumb(stickerset=by_id(made), thumb=moving)
    assert await sara.refusal(large) == "STICKER_THUMB_TGS_NOTGS"
    plain = await sara.ask(functions.stickers.SetStickerSetThumb(stickerset=by_id(made)))
    assert (plain.set.thumbs, plain.set.thumb_version) == (None, None)
    gone = functions.upload.GetFile(location=location, offset=0, limit=4096)
    assert await reza.refusal(gone) == "LOCATION_INVALID"


async def test_masks_and_emoji_are_sets_of_their_own_kind(sticking: Sticking) -> None:
    sara = sticking.sara
    place = types.MaskCoords(n=1, x=0.5, y=0.0, zoom=2.0)
    item = await sticking.item(sara, drawn(), "🎩", mask_coords=place)
    masks = await sticking.make(sara, "Hats", masks=True, stickers=[item])
    said = sticker_of(masks.documents[0])
    assert (masks.set.masks, said.mask, said.mask_coords) == (True, True, place)
    other = types.MaskCoords(n=2, x=0.0, y=0.0, zoom=1.0)
    request: Any = functions.stickers.ChangeSticker(sticker=input_document(masks.documents[0]), mask_coords=other)
    assert sticker_of((await sara.ask(request)).documents[0]).mask_coords == other
    emoji = await sticking.make(sara, "Faces", "😀👍", emojis=True, text_color=True)
    said = sticker_of(emoji.documents[0])
    assert (emoji.set.emojis, emoji.set.text_color) == (True, True)
    assert (type(said), said.free, said.text_color) == (types.DocumentAttributeCustomEmoji, True, True)
    request = functions.stickers.SetStickerSetThumb(stickerset=by_id(emoji), thumb_document_id=emoji.documents[1].id)
    assert (await sara.ask(request)).set.thumb_document_id == emoji.documents[1].id
    gone = functions.stickers.RemoveStickerFromSet(sticker=input_document(emoji.documents[1]))
    assert (await sara.ask(gone)).set.thumb_document_id is None
    request = functions.stickers.SetStickerSetThumb(stickerset=by_id(emoji), thumb_document_id=1)
    assert await sara.refusal(request) == "STICKER_INVALID"


async def test_old_clients_are_told_how_a_set_moves(sticking: Sticking) -> None:
    sara = sticking.sara
    item = await sticking.item(sara, animated(), "🔥", TGS)
    made = await sticking.make(sara, "Moving", stickers=[item])
    assert (made.set.animated, made.set.videos) == (True, False)
    item = await sticking.item(sara, drawn())
    mixed = await sara.ask(functions.stickers.AddStickerToSet(stickerset=by_id(made), sticker=item))
    assert not mixed.set.animated
