"""Documents: from parts to messages to pieces, and who does not get them."""

from __future__ import annotations

import hashlib
import os
import time
from typing import Any

import pytest

from hodhod.jobs.housekeeping import keep_house
from hodhod.tl import functions, types
from tests.api.media.sharing import KIB, Sharing, input_document, of_document
from tests.api.people.friends import RANDOM

DAY = 24 * 3600
MIB = 1024 * KIB


async def test_a_document_arrives_whole(sharing: Sharing) -> None:
    data = os.urandom(10 * KIB + 1)
    media = await sharing.document(sharing.sara, data, "Text/Plain; charset=utf-8")
    sent = await sharing.send(sharing.sara, sharing.reza, media, " the **plan** ")
    came = await sharing.got(sharing.reza, sharing.sara)
    assert (sent.message, came.message) == ("the **plan**", "the **plan**")
    document = came.media.document
    assert (document.size, document.mime_type, document.dc_id) == (len(data), "text/plain", 2)
    assert document.attributes == [types.DocumentAttributeFilename(file_name="a.txt")]
    assert document.access_hash
    assert sent.media.document.file_reference != document.file_reference
    for device, one in ((sharing.sara, sent), (sharing.reza, came)):
        assert await sharing.download(device, of_document(one.media.document)) == data


async def test_the_same_is_told_live_and_afterwards(sharing: Sharing) -> None:
    await sharing.reza.listen()
    await sharing.send(sharing.sara, sharing.reza, await sharing.document(sharing.sara, b"x"))
    (live,) = await sharing.told(sharing.reza, types.UpdateNewMessage)
    missed = await sharing.reza.ask(functions.updates.GetDifference(pts=1, date=0, qts=0))
    assert missed.new_messages[-1] == live.message
    assert missed.new_messages[-1].media.document.size == 1


async def test_a_repeat_is_the_first_message(sharing: Sharing) -> None:
    media = await sharing.document(sharing.sara, b"once")
    random_id = next(RANDOM)
    first = await sharing.send(sharing.sara, sharing.reza, media, random_id=random_id)
    again = await sharing.send(sharing.sara, sharing.reza, media, random_id=random_id)
    assert again == first
    assert len(await sharing.reza.history(sharing.peer(sharing.reza, sharing.sara))) == 1


async def test_equal_content_is_one_blob_and_two_documents(sharing: Sharing) -> None:
    data = os.urandom(100)
    first = await sharing.send(sharing.sara, sharing.reza, await sharing.document(sharing.sara, data))
    other = await sharing.send(sharing.reza, sharing.sara, await sharing.document(sharing.reza, data))
    assert first.media.document.id != other.media.document.id
    folder = sharing.place.app.services.media.blobs
    assert folder.path(hashlib.sha256(data).digest()).is_file()  # type: ignore[attr-defined]


async def test_a_document_is_sent_on_by_its_id(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    await sharing.send(sara, reza, await sharing.document(sara, b"news"))
    came = await sharing.got(reza, sara)
    document = came.media.document
    sent = await sharing.send(reza, reza, types.InputMediaDocument(id=input_document(document)))
    assert sent.media.document.id == document.id
    forwarded = await reza.ask(
        functions.messages.ForwardMessages(
            from_peer=sharing.peer(reza, sara), id=[came.id], to_peer=sharing.peer(reza, sara), random_id=[next(RANDOM)]
        )
    )
    message = forwarded.updates[-1].message
    assert message.media.document.id == document.id
    assert message.fwd_from.from_id == types.PeerUser(user_id=sara.user_id)


async def test_an_uploaded_document_waits_to_be_sent(sharing: Sharing) -> None:
    media = await sharing.document(sharing.sara, b"later")
    peer = sharing.peer(sharing.sara, sharing.reza)
    shown = await sharing.sara.ask(functions.messages.UploadMedia(peer=peer, media=media))
    document = input_document(shown.document)
    sent = await sharing.send(sharing.sara, sharing.reza, types.InputMediaDocument(id=document))
    assert sent.media.document.id == shown.document.id
    assert await sharing.sara.refusal(functions.messages.UploadMedia(peer=peer, media=dice())) == "MEDIA_INVALID"


# --- pieces


@pytest.mark.parametrize(
    "offset, limit, precise, refusal",
    [
        (0, 0, False, "LIMIT_INVALID"),
        (0, -4096, True, "LIMIT_INVALID"),
        (0, 1000, True, "LIMIT_INVALID"),
        (0, 1024, False, "LIMIT_INVALID"),
        (0, 12 * KIB, False, "LIMIT_INVALID"),
        (0, 2 * MIB, True, "LIMIT_INVALID"),
        (-4096, 4096, False, "OFFSET_INVALID"),
        (1024, 4096, False, "OFFSET_INVALID"),
        (1, 1024, True, "OFFSET_INVALID"),
        (MIB - 4 * KIB, 8 * KIB, False, "LIMIT_INVALID"),
        (MIB - KIB, 2 * KIB, True, "LIMIT_INVALID"),
    ],
)
async def test_pieces_that_are_refused(sharing: Sharing, offset: int, limit: int, precise: bool, refusal: str) -> None:
    sent = await sharing.send(sharing.sara, sharing.sara, await sharing.document(sharing.sara, b"x"))
    query = functions.upload.GetFile(
        location=of_document(sent.media.document), offset=offset, limit=limit, precise=precise
    )
    assert await sharing.sara.refusal(query) == refusal


async def test_pieces_and_their_hashes(sharing: Sharing) -> None:
    data = os.urandom(MIB + 130 * KIB)
    upload = await sharing.upload(sharing.sara, data, size=512 * KIB)
    media = types.InputMediaUploadedDocument(file=upload, mime_type="video/mp4", attributes=[])
    location = of_document((await sharing.send(sharing.sara, sharing.sara, media)).media.document)

    async def piece(offset: int, limit: int, precise: bool = False) -> Any:
        query = functions.upload.GetFile(location=location, offset=offset, limit=limit, precise=precise)
        return await sharing.sara.ask(query)

    assert (await piece(0, MIB)).bytes == data[:MIB]
    assert (await piece(MIB, MIB)).bytes == data[MIB:]
    assert (await piece(3 * KIB, 5 * KIB, True)).bytes == data[3 * KIB : 8 * KIB]
    past = await piece(2 * MIB, 4 * KIB)
    assert (past.bytes, past.type) == (b"", types.storage.FileMp4())
    hashes = await sharing.sara.ask(functions.upload.GetFileHashes(location=location, offset=MIB + 5))
    assert [(one.offset, one.limit) for one in hashes] == [(MIB, 128 * KIB), (MIB + 128 * KIB, 2 * KIB)]
    assert hashes[1].hash == hashlib.sha256(data[MIB + 128 * KIB :]).digest()


# --- who does not get a file


async def test_an_id_alone_gives_nothing(sharing: Sharing) -> None:
    await sharing.send(sharing.sara, sharing.reza, await sharing.document(sharing.sara, b"private"))
    document = (await sharing.got(sharing.reza, sharing.sara)).media.document
    stranger = await sharing.place.newcomer("Omid")

    async def refused(device: Any, **changed: Any) -> str:
        location = of_document(document, **changed)
        return str(await device.refusal(functions.upload.GetFile(location=location, offset=0, limit=4096)))

    assert await refused(sharing.reza, access_hash=document.access_hash + 1) == "LOCATION_INVALID"
    assert await refused(sharing.reza, id=document.id + 1) == "LOCATION_INVALID"
    assert await refused(sharing.reza, file_reference=b"") == "FILE_REFERENCE_EMPTY"
    assert await refused(sharing.reza, file_reference=bytes(25)) == "FILE_REFERENCE_INVALID"
    assert await refused(sharing.reza, file_reference=b"x") == "FILE_REFERENCE_INVALID"
    forged = document.file_reference[:-1] + bytes((document.file_reference[-1] ^ 1,))
    assert await refused(sharing.reza, file_reference=forged) == "FILE_REFERENCE_INVALID"
    # what was told to Reza serves nobody else
    assert await refused(stranger) == "FILE_REFERENCE_INVALID"
    assert await refused(sharing.reza, thumb="m") == "LOCATION_INVALID"


async def test_a_reference_runs_out_and_is_renewed_by_looking_again(sharing: Sharing) -> None:
    await sharing.send(sharing.sara, sharing.reza, await sharing.document(sharing.sara, b"old"))
    document = (await sharing.got(sharing.reza, sharing.sara)).media.document
    sharing.place.clock.now += 2 * DAY
    query = functions.upload.GetFile(location=of_document(document), offset=0, limit=4096)
    assert await sharing.reza.refusal(query) == "FILE_REFERENCE_EXPIRED"
    media = types.InputMediaDocument(id=input_document(document))
    send = functions.messages.SendMedia(
        peer=sharing.peer(sharing.reza, sharing.sara), media=media, message="", random_id=next(RANDOM)
    )
    assert await sharing.reza.refusal(send) == "FILE_REFERENCE_EXPIRED"
    document = (await sharing.got(sharing.reza, sharing.sara)).media.document
    assert await sharing.download(sharing.reza, of_document(document)) == b"old"


async def test_a_file_that_is_lost_is_said_to_be(sharing: Sharing) -> None:
    data = os.urandom(100)
    sent = await sharing.send(sharing.sara, sharing.reza, await sharing.document(sharing.sara, data))
    sharing.place.app.services.media.blobs.path(hashlib.sha256(data).digest()).unlink()  # type: ignore[attr-defined]
    location = of_document(sent.media.document)
    for query in (
        functions.upload.GetFile(location=location, offset=0, limit=4096),
        functions.upload.GetFileHashes(location=location, offset=0),
    ):
        assert await sharing.sara.refusal(query) == "FILE_ID_INVALID"


async def test_what_cannot_be_sent(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    upload = await sharing.upload(sara, b"mine")
    await sharing.send(sara, sara, await sharing.document(sara, b"x"))
    document = (await sharing.got(sara, sara)).media.document

    async def refused(device: Any, media: Any, text: str = "", **more: Any) -> str:
        peer = sharing.peer(device, reza if device is sara else sara)
        values = {"random_id": next(RANDOM), **more}
        return str(await device.refusal(functions.messages.SendMedia(peer=peer, media=media, message=text, **values)))

    def uploaded(file: Any) -> Any:
        return types.InputMediaUploadedDocument(file=file, mime_type="", attributes=[])

    big = types.InputFileBig(id=upload.id, parts=2, name="")
    assert await refused(reza, uploaded(upload)) == "FILE_PART_0_MISSING"
    assert await refused(sara, uploaded(big)) == "FILE_PART_1_MISSING"
    assert await refused(sara, uploaded(types.InputFileBig(id=1, parts=0, name=""))) == "FILE_PARTS_INVALID"
    upload.md5_checksum = "0" * 32
    assert await refused(sara, uploaded(upload)) == "MD5_CHECKSUM_INVALID"
    wrong = types.InputMediaDocument(id=input_document(document, access_hash=1))
    assert await refused(sara, wrong) == "DOCUMENT_INVALID"
    assert await refused(reza, types.InputMediaDocument(id=input_document(document))) == "FILE_REFERENCE_INVALID"
    assert await refused(sara, types.InputMediaDocument(id=types.InputDocumentEmpty())) == "DOCUMENT_INVALID"
    assert await refused(sara, types.InputMediaEmpty()) == "MEDIA_EMPTY"
    assert (
        await refused(sara, types.InputMediaStakeDice(game_hash="", ton_amount=1, client_seed=b"")) == "MEDIA_INVALID"
    )
    assert await refused(sara, dice(), "x" * 1025) == "MEDIA_CAPTION_TOO_LONG"
    assert await refused(sara, dice(), schedule_date=-1) == "SCHEDULE_DATE_INVALID"
    assert await refused(sara, types.InputMediaDice(emoticon="x")) == "EMOTICON_INVALID"


async def test_parts_that_are_refused(sharing: Sharing) -> None:
    def big(part: int, total: int, size: int) -> Any:
        return functions.upload.SaveBigFilePart(file_id=1, file_part=part, file_total_parts=total, bytes=bytes(size))

    sara = sharing.sara
    assert await sara.refusal(big(0, 0, 1)) == "FILE_PARTS_INVALID"
    assert await sara.refusal(big(0, 4001, 1)) == "FILE_PARTS_INVALID"
    assert await sara.refusal(big(2, 2, KIB)) == "FILE_PART_INVALID"
    assert await sara.refusal(big(-1, 2, KIB)) == "FILE_PART_INVALID"
    assert await sara.refusal(big(0, 2, 1000)) == "FILE_PART_SIZE_INVALID"
    assert await sara.refusal(big(0, 2, 3 * KIB)) == "FILE_PART_SIZE_INVALID"
    assert await sara.refusal(big(0, 2, 513 * KIB)) == "FILE_PART_TOO_BIG"
    assert await sara.refusal(big(0, 2, 0)) == "FILE_PART_EMPTY"
    assert await sara.ask(big(1, 2, 1000)) is True
    assert await sara.ask(big(0, -1, 3)) is True


async def test_uploads_that_nobody_finished_are_forgotten(sharing: Sharing) -> None:
    upload = await sharing.upload(sharing.sara, b"abandoned")
    services = sharing.place.app.services
    media = types.InputMediaUploadedDocument(file=upload, mime_type="", attributes=[])
    query = functions.messages.SendMedia(peer=types.InputPeerSelf(), media=media, message="", random_id=next(RANDOM))
    sharing.place.clock.now = time.time() + services.settings.files.part_seconds + 60
    await keep_house(services, b"")
    assert await sharing.sara.refusal(query) == "FILE_PART_0_MISSING"


# --- kinds


def dice() -> types.InputMediaDice:
    return types.InputMediaDice(emoticon="\N{GAME DIE}")


@pytest.mark.parametrize(
    "mime, attribute, flags",
    [
        ("audio/ogg", types.DocumentAttributeAudio(duration=3, voice=True, waveform=b"w" * 300), {"voice"}),
        ("audio/mpeg", types.DocumentAttributeAudio(duration=3, title="t" * 300), set()),
        ("video/mp4", types.DocumentAttributeVideo(duration=1.5, w=10, h=-1), {"video"}),
        (
            "video/mp4",
            types.DocumentAttributeVideo(duration=float("nan"), w=1, h=1, round_message=True),
            {"video", "round"},
        ),
        (
            "image/webp",
            types.DocumentAttributeSticker(alt="x", stickerset=types.InputStickerSetID(id=1, access_hash=2)),
            set(),
        ),
    ],
)
async def test_what_the_sender_says_of_it_is_kept_within_bounds(
    sharing: Sharing, mime: str, attribute: Any, flags: set[str]
) -> None:
    name = types.DocumentAttributeFilename(file_name="../../etc/\u202epass\nwd")
    media = await sharing.document(sharing.sara, b"x", mime, attributes=[attribute, name, name])
    await sharing.send(sharing.sara, sharing.reza, media)
    came = await sharing.got(sharing.reza, sharing.sara)
    kept, named = came.media.document.attributes
    assert named.file_name == "passwd"
    assert type(kept) is type(attribute)
    assert {flag for flag in ("voice", "video", "round") if getattr(came.media, flag)} == flags
    assert came.media_unread == bool(flags & {"voice", "round"})
    assert len(getattr(kept, "waveform", None) or b"") <= 255
    assert getattr(kept, "duration", 0) in (0, 1.5, 3)
    assert getattr(kept, "h", 0) >= 0
    assert getattr(kept, "stickerset", None) in (None, types.InputStickerSetEmpty())


async def test_a_plain_file_stays_one(sharing: Sharing) -> None:
    video = types.DocumentAttributeVideo(duration=1, w=1, h=1)
    media = await sharing.document(sharing.sara, b"x", "no type", attributes=[video], force_file=True, spoiler=True)
    sent = await sharing.send(sharing.sara, sharing.reza, media)
    assert (sent.media.document.attributes, sent.media.video, sent.media.spoiler) == ([], False, True)
    assert sent.media.document.mime_type == "application/octet-stream"


async def test_media_without_a_file(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    point = types.InputGeoPoint(lat=35.7, long=51.4)
    sent = await sharing.send(sara, reza, types.InputMediaGeoPoint(geo_point=point))
    assert (sent.media.geo.lat, sent.media.geo.long) == (35.7, 51.4)
    names = {"provider": "p", "venue_id": "v", "venue_type": "", "title": "Azadi", "address": "Tehran"}
    sent = await sharing.send(sara, reza, types.InputMediaVenue(geo_point=point, **names))
    assert (sent.media.title, sent.media.geo.lat) == ("Azadi", 35.7)
    sent = await sharing.send(sara, reza, dice())
    assert 1 <= sent.media.value <= 6
    assert (await sharing.got(reza, sara)).media == sent.media
    contact = types.InputMediaContact(phone_number="+" + reza.phone, first_name="R", last_name="", vcard="")
    sent = await sharing.send(sara, sara, contact)
    assert (sent.media.user_id, sent.media.first_name) == (0, "R")
    await sharing.add(sara, reza, phone=reza.phone)
    sent = await sharing.send(sara, sara, contact)
    assert sent.media.user_id == reza.user_id
