"""Photos: sizes that can be fetched, and pictures that are refused by the name of what is wrong with them."""

from __future__ import annotations

import io
import os
from typing import Any

import pytest
from PIL import Image

from hodhod.tl import functions, types
from tests.api.media.sharing import KIB, Sharing, input_photo, of_document, of_photo
from tests.api.people.friends import RANDOM
from tests.media.test_pictures import picture, png


async def photo_of(sharing: Sharing, data: bytes, **more: Any) -> Any:
    return types.InputMediaUploadedPhoto(file=await sharing.upload(sharing.sara, data, size=128 * KIB), **more)


async def test_every_size_of_a_photo_can_be_fetched(sharing: Sharing) -> None:
    sent = await sharing.send(sharing.sara, sharing.reza, await photo_of(sharing, picture(900, 600)), "look")
    came = await sharing.got(sharing.reza, sharing.sara)
    assert (sent.message, came.message) == ("look", "look")
    photo = came.media.photo
    stripped, *sizes = photo.sizes
    assert (stripped.type, stripped.bytes[:3]) == ("i", bytes((1, 27, 40)))
    assert [(size.type, size.w, size.h) for size in sizes] == [
        ("s", 100, 67),
        ("m", 320, 213),
        ("x", 800, 533),
        ("y", 900, 600),
    ]
    for size in sizes:
        data = await sharing.download(sharing.reza, of_photo(photo, size.type))
        assert len(data) == size.size
        assert Image.open(io.BytesIO(data)).size == (size.w, size.h)
    for letter in ("i", "w", "", "../s"):
        query = functions.upload.GetFile(location=of_photo(photo, letter), offset=0, limit=4096)
        assert await sharing.reza.refusal(query) == "LOCATION_INVALID"


async def test_a_photo_is_sent_on_by_its_id_as_the_sender_wants_it_shown(sharing: Sharing) -> None:
    sent = await sharing.send(sharing.sara, sharing.reza, await photo_of(sharing, picture(50, 50), spoiler=True))
    assert sent.media.spoiler
    photo = types.InputMediaPhoto(id=input_photo(sent.media.photo))
    again = await sharing.send(sharing.sara, sharing.sara, photo)
    assert (again.media.photo.id, again.media.spoiler) == (sent.media.photo.id, False)


@pytest.mark.parametrize(
    "data, refusal",
    [
        (b"<svg/>", "PHOTO_EXT_INVALID"),
        (png(60_000, 60_000), "PHOTO_INVALID_DIMENSIONS"),
        (png(100, 1), "PHOTO_INVALID_DIMENSIONS"),
        (png(100, 100, b"nonsense"), "IMAGE_PROCESS_FAILED"),
    ],
)
async def test_what_is_no_photo(sharing: Sharing, data: bytes, refusal: str) -> None:
    media = await photo_of(sharing, data)
    query = functions.messages.SendMedia(peer=types.InputPeerSelf(), media=media, message="", random_id=next(RANDOM))
    assert await sharing.sara.refusal(query) == refusal
    assert all(isinstance(one, types.MessageService) for one in await sharing.sara.history(types.InputPeerSelf()))


async def test_photos_that_are_refused_unopened(sharing: Sharing) -> None:
    sara = sharing.sara
    sent = await sharing.send(sara, sara, await photo_of(sharing, picture(50, 50)))
    photo = sent.media.photo

    async def refused(media: Any) -> str:
        peer = types.InputPeerSelf()
        query = functions.messages.SendMedia(peer=peer, media=media, message="", random_id=next(RANDOM))
        return await sara.refusal(query)

    assert await refused(types.InputMediaPhoto(id=input_photo(photo, access_hash=5))) == "PHOTO_INVALID"
    assert await refused(types.InputMediaPhoto(id=input_photo(photo, id=5))) == "PHOTO_INVALID"
    assert await refused(types.InputMediaPhoto(id=types.InputPhotoEmpty())) == "PHOTO_INVALID"
    assert await refused(types.InputMediaPhoto(id=input_photo(photo, file_reference=b""))) == "FILE_REFERENCE_EMPTY"
    assert await refused(types.InputMediaPhoto(id=input_photo(photo), ttl_seconds=5)) == "TTL_MEDIA_INVALID"
    story = types.InputFileStoryDocument(id=types.InputDocumentEmpty())
    assert await refused(types.InputMediaUploadedPhoto(file=story)) == "INPUT_FILE_INVALID"
    stranger = sharing.reza
    query = functions.upload.GetFile(location=of_photo(photo, "s"), offset=0, limit=4096)
    assert await stranger.refusal(query) == "FILE_REFERENCE_INVALID"


async def test_a_document_has_the_thumbnail_that_its_sender_made(sharing: Sharing) -> None:
    thumb = await sharing.upload(sharing.sara, picture(320, 180))
    media = await sharing.document(sharing.sara, b"film", "video/mp4", thumb=thumb)
    document = (await sharing.send(sharing.sara, sharing.sara, media)).media.document
    assert [one.type for one in document.thumbs] == ["i", "m"]
    data = await sharing.download(sharing.sara, of_document(document, "m"))
    assert Image.open(io.BytesIO(data)).size == (320, 180)
    assert await sharing.download(sharing.sara, of_document(document)) == b"film"
    broken = await sharing.upload(sharing.sara, os.urandom(500))
    media = await sharing.document(sharing.sara, b"film", "video/mp4", thumb=broken)
    assert (await sharing.send(sharing.sara, sharing.sara, media)).media.document.thumbs is None
