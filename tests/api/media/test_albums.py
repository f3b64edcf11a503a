"""Albums, media put in another's place, forwards."""

from __future__ import annotations

from typing import Any

from hodhod.tl import functions, types
from tests.api.media.sharing import KIB, Sharing, input_document, input_photo
from tests.api.people.friends import RANDOM
from tests.media.test_pictures import picture


async def stored_photo(sharing: Sharing, side: int = 50) -> types.InputMediaPhoto:
    """A photo as clients prepare an album: uploaded, then named."""
    file = await sharing.upload(sharing.sara, picture(side, side), size=64 * KIB)
    query = functions.messages.UploadMedia(
        peer=sharing.peer(sharing.sara, sharing.reza), media=types.InputMediaUploadedPhoto(file=file)
    )
    return types.InputMediaPhoto(id=input_photo((await sharing.sara.ask(query)).photo))


def photo_id(media: types.InputMediaPhoto) -> int:
    assert isinstance(media.id, types.InputPhoto)
    return media.id.id


async def stored_file(sharing: Sharing, mime: str = "text/plain", **more: Any) -> types.InputMediaDocument:
    media = await sharing.document(sharing.sara, b"file", mime, **more)
    peer = sharing.peer(sharing.sara, sharing.reza)
    shown = await sharing.sara.ask(functions.messages.UploadMedia(peer=peer, media=media))
    return types.InputMediaDocument(id=input_document(shown.document))


def album(sharing: Sharing, *items: Any, **more: Any) -> functions.messages.SendMultiMedia:
    """Each item: media, or media with its caption."""
    pairs = [item if isinstance(item, tuple) else (item, "") for item in items]
    media: list[types.TypeInputSingleMedia] = [
        types.InputSingleMedia(media=one, random_id=next(RANDOM), message=text) for one, text in pairs
    ]
    return functions.messages.SendMultiMedia(peer=sharing.peer(sharing.sara, sharing.reza), multi_media=media, **more)


async def test_an_album_stands_together(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    await reza.listen()
    first, *rest = [await stored_photo(sharing) for _ in range(3)]
    query = album(sharing, (first, "three"), *rest)
    answer = await sara.ask(query)
    named = [one.random_id for one in answer.updates if isinstance(one, types.UpdateMessageID)]
    assert named == [one.random_id for one in query.multi_media]
    came = (await reza.history(sharing.peer(reza, sara)))[::-1]
    assert [message.message for message in came] == ["three", "", ""]
    assert [input_photo(message.media.photo).id for message in came] == [photo_id(one) for one in (first, *rest)]
    assert len({message.grouped_id for message in came}) == 1
    assert came[0].grouped_id
    told = await sharing.told(reza, types.UpdateNewMessage)
    assert [update.message for update in told] == came
    again = await sara.ask(query)
    assert [u.message.id for u in again.updates if isinstance(u, types.UpdateNewMessage)] == [
        u.message.id for u in answer.updates if isinstance(u, types.UpdateNewMessage)
    ]


async def test_an_album_is_forwarded_as_one(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    await sara.ask(album(sharing, (await stored_photo(sharing), "words"), await stored_photo(sharing)))
    came = (await reza.history(sharing.peer(reza, sara)))[::-1]
    ids = [message.id for message in came]

    async def forwarded(ids: list[int], **more: Any) -> list[Any]:
        query = functions.messages.ForwardMessages(
            from_peer=sharing.peer(reza, sara),
            to_peer=types.InputPeerSelf(),
            id=ids,
            random_id=[next(RANDOM) for _ in ids],
            **more,
        )
        return [u.message for u in (await reza.ask(query)).updates if isinstance(u, types.UpdateNewMessage)]

    first, second = await forwarded(ids)
    assert first.grouped_id == second.grouped_id not in (None, came[0].grouped_id)
    assert (first.message, first.media.photo.id) == ("words", came[0].media.photo.id)
    (alone,) = await forwarded(ids[:1])
    assert alone.grouped_id is None
    bare, _ = await forwarded(ids, drop_media_captions=True)
    assert (bare.message, bare.fwd_from) == ("", None)


async def test_albums_that_are_refused(sharing: Sharing) -> None:
    photo, file = await stored_photo(sharing), await stored_file(sharing)
    video = await stored_file(sharing, "video/mp4", attributes=[types.DocumentAttributeVideo(duration=1, w=1, h=1)])

    async def refused(query: functions.messages.SendMultiMedia) -> str:
        return await sharing.sara.refusal(query)

    assert await refused(album(sharing)) == "MEDIA_EMPTY"
    assert await refused(album(sharing, *[photo] * 11)) == "MULTI_MEDIA_TOO_LONG"
    assert await refused(album(sharing, photo, file)) == "MEDIA_INVALID"
    assert await refused(album(sharing, photo, types.InputMediaDice(emoticon="\N{GAME DIE}"))) == "MEDIA_INVALID"
    assert await refused(album(sharing, (photo, "x" * 1025))) == "MEDIA_CAPTION_TOO_LONG"
    assert await refused(album(sharing, photo, schedule_date=-1)) == "SCHEDULE_DATE_INVALID"
    twice = album(sharing, photo, photo)
    twice.multi_media[1].random_id = twice.multi_media[0].random_id
    assert await refused(twice) == "RANDOM_ID_EMPTY"
    sharing.place.clock.now += 3 * 24 * 3600
    fresh = await stored_photo(sharing)
    assert await refused(album(sharing, fresh, photo)) == "FILE_REFERENCE_1_EXPIRED"
    assert not await sharing.reza.history(sharing.peer(sharing.reza, sharing.sara))
    assert isinstance(video, types.InputMediaDocument)


async def test_photos_and_videos_go_together(sharing: Sharing) -> None:
    video = await stored_file(sharing, "video/mp4", attributes=[types.DocumentAttributeVideo(duration=1, w=1, h=1)])
    answer = await sharing.sara.ask(album(sharing, await stored_photo(sharing), video))
    kinds = [type(getattr(u.message, "media", None)) for u in answer.updates if isinstance(u, types.UpdateNewMessage)]
    assert kinds == [types.MessageMediaPhoto, types.MessageMediaDocument]


# --- edits


def edit(sharing: Sharing, msg_id: int, **more: Any) -> functions.messages.EditMessage:
    return functions.messages.EditMessage(peer=sharing.peer(sharing.sara, sharing.reza), id=msg_id, **more)


async def test_media_is_put_in_anothers_place(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    sent = await sharing.send(sara, reza, await stored_photo(sharing), "before")
    await reza.listen()
    uploaded = types.InputMediaUploadedDocument(
        file=await sharing.upload(sara, b"new"), mime_type="text/plain", attributes=[]
    )
    await sara.ask(edit(sharing, sent.id, media=uploaded))
    came = await sharing.got(reza, sara)
    assert (came.message, came.media.document.size, came.edit_date) == ("before", 3, int(sharing.place.clock()))
    (told,) = await sharing.told(reza, types.UpdateEditMessage)
    assert told.message == came
    for kind, count in ((types.InputMessagesFilterPhotos(), 0), (types.InputMessagesFilterDocument(), 1)):
        query = functions.messages.GetSearchCounters(peer=sharing.peer(reza, sara), filters=[kind])
        assert [one.count for one in await reza.ask(query)] == [count]
    await sara.ask(edit(sharing, sent.id, message="after"))
    assert (await sharing.got(reza, sara)).media.document.id == came.media.document.id
    await sara.ask(edit(sharing, sent.id, message=""))
    assert (await sharing.got(reza, sara)).message == ""


async def test_a_text_gets_a_photo(sharing: Sharing) -> None:
    await sharing.write(sharing.sara, sharing.reza, "words")
    (message,) = await sharing.sara.history(sharing.peer(sharing.sara, sharing.reza))
    await sharing.sara.ask(edit(sharing, message.id, media=await stored_photo(sharing)))
    came = await sharing.got(sharing.reza, sharing.sara)
    assert (came.message, type(came.media)) == ("words", types.MessageMediaPhoto)


async def test_edits_that_are_refused(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    photo, file = await stored_photo(sharing), await stored_file(sharing)
    dice = types.InputMediaDice(emoticon="\N{GAME DIE}")
    rolled = await sharing.send(sara, reza, dice)
    sent = await sharing.send(sara, reza, photo, "text")
    answer = await sara.ask(album(sharing, photo, photo))
    grouped = answer.updates[-1].message
    await sharing.write(sara, reza, "plain")
    plain = await sharing.got(sara, reza)
    assert await sara.refusal(edit(sharing, rolled.id, media=photo)) == "MEDIA_PREV_INVALID"
    assert await sara.refusal(edit(sharing, sent.id, media=dice)) == "MEDIA_NEW_INVALID"
    assert await sara.refusal(edit(sharing, grouped.id, media=file)) == "MEDIA_GROUPED_INVALID"
    assert await sara.refusal(edit(sharing, sent.id)) == "MESSAGE_NOT_MODIFIED"
    assert await sara.refusal(edit(sharing, sent.id, message="text", media=photo)) == "MESSAGE_NOT_MODIFIED"
    assert await sara.refusal(edit(sharing, sent.id, message="x" * 1025)) == "MEDIA_CAPTION_TOO_LONG"
    assert await sara.refusal(edit(sharing, plain.id, message=" ")) == "MESSAGE_EMPTY"
    assert await sara.refusal(edit(sharing, plain.id, media=types.InputMediaEmpty())) == "MEDIA_EMPTY"
    theirs = functions.messages.EditMessage(
        peer=sharing.peer(reza, sara), id=(await sharing.got(reza, sara)).id, message="mine"
    )
    assert await reza.refusal(theirs) == "MESSAGE_AUTHOR_REQUIRED"
