"""What a chat has of each kind of media, and voice messages that were played."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from hodhod.domain.filters import KINDS
from hodhod.tl import functions, types
from tests.api.media.sharing import Sharing
from tests.media.test_pictures import picture

Filter = types.TypeMessagesFilter
VOICE = types.DocumentAttributeAudio(duration=1, voice=True)
MUSIC = types.DocumentAttributeAudio(duration=1)
VIDEO = types.DocumentAttributeVideo(duration=1, w=1, h=1)
ROUND = types.DocumentAttributeVideo(duration=1, w=1, h=1, round_message=True)
# what is sent, and under which filters it is found
FILES: list[tuple[str, list[Any], tuple[type[Filter], ...]]] = [
    ("text/plain", [], (types.InputMessagesFilterDocument,)),
    ("audio/ogg", [VOICE], (types.InputMessagesFilterVoice, types.InputMessagesFilterRoundVoice)),
    ("audio/mpeg", [MUSIC], (types.InputMessagesFilterMusic,)),
    ("video/mp4", [VIDEO], (types.InputMessagesFilterVideo, types.InputMessagesFilterPhotoVideo)),
    ("video/mp4", [ROUND], (types.InputMessagesFilterRoundVideo, types.InputMessagesFilterRoundVoice)),
    ("video/mp4", [VIDEO, types.DocumentAttributeAnimated()], (types.InputMessagesFilterGif,)),
]


def search(peer: types.TypeInputPeer, kind: Filter, q: str = "", **window: Any) -> functions.messages.Search:
    values = {"min_date": 0, "max_date": 0, "offset_id": 0, "add_offset": 0, "limit": 20, "max_id": 0, "min_id": 0}
    return functions.messages.Search(peer=peer, q=q, filter=kind, hash=0, **{**values, **window})


async def found(sharing: Sharing, kind: Filter, **window: Any) -> list[int]:
    answer = await sharing.reza.ask(search(sharing.peer(sharing.reza, sharing.sara), kind, **window))
    return [message.id for message in answer.messages]


async def sent_each(sharing: Sharing) -> dict[type[Filter], list[int]]:
    """One of each kind from Sara to Reza; his ids by the filters that find them, newest first."""
    sara, reza = sharing.sara, sharing.reza
    expected: dict[type[Filter], list[int]] = {kind: [] for kind in KINDS}

    async def send(media: Any, *kinds: type[Filter]) -> None:
        await sharing.send(sara, reza, media, "caption")
        for kind in kinds:
            expected[kind].insert(0, (await sharing.got(reza, sara)).id)

    for mime, attributes, kinds in FILES:
        await send(await sharing.document(sara, b"x", mime, attributes=attributes), *kinds)
    photo = types.InputMediaUploadedPhoto(file=await sharing.upload(sara, picture(30, 30)))
    await send(photo, types.InputMessagesFilterPhotos, types.InputMessagesFilterPhotoVideo)
    point = types.InputGeoPoint(lat=1, long=1)
    await send(types.InputMediaGeoPoint(geo_point=point), types.InputMessagesFilterGeo)
    contact = types.InputMediaContact(phone_number="1", first_name="", last_name="", vcard="")
    await send(contact, types.InputMessagesFilterContacts)
    await sharing.write(sara, reza, "text")
    return expected


async def test_each_filter_finds_its_kind(sharing: Sharing) -> None:
    expected = await sent_each(sharing)
    for kind, ids in expected.items():
        assert await found(sharing, kind()) == ids, kind
        assert await found(sharing, kind(), q="nothing like it") == []
    filters: list[Filter] = [kind() for kind in expected]
    peer = sharing.peer(sharing.reza, sharing.sara)
    counters = await sharing.reza.ask(functions.messages.GetSearchCounters(peer=peer, filters=filters))
    assert [(type(one.filter), one.count) for one in counters] == [(kind, len(ids)) for kind, ids in expected.items()]
    for none in (types.InputMessagesFilterChatPhotos(), types.InputMessagesFilterMyMentions()):
        assert await found(sharing, none) == []


async def test_pages_of_one_kind(sharing: Sharing) -> None:
    ids: list[int] = []
    for _ in range(5):
        await sharing.write(sharing.sara, sharing.reza)
        await sharing.send(sharing.sara, sharing.reza, await sharing.document(sharing.sara, b"x"))
        ids.insert(0, (await sharing.got(sharing.reza, sharing.sara)).id)
    kind = types.InputMessagesFilterDocument()
    assert await found(sharing, kind, limit=2) == ids[:2]
    assert await found(sharing, kind, limit=2, offset_id=ids[1]) == ids[2:4]
    assert await found(sharing, kind, limit=2, offset_id=ids[1], add_offset=1) == ids[3:5]
    assert await found(sharing, kind, limit=3, offset_id=ids[2], add_offset=-2) == ids[1:4]
    assert await found(sharing, kind, max_id=ids[0], min_id=ids[3]) == ids[1:3]
    answer = await sharing.reza.ask(search(sharing.peer(sharing.reza, sharing.sara), kind, limit=2))
    assert (answer.count, len(answer.messages)) == (5, 2)
    mine = await found(sharing, kind, from_id=types.InputPeerSelf())
    assert mine == []


async def test_words_and_everywhere(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    await sharing.send(sara, reza, await sharing.document(sara, b"x"), "the budget")
    await sharing.write(sara, reza, "the budget too")
    document = await sharing.got(reza, sara)
    indexer = sharing.place.app.indexer
    await indexer._pass()
    await asyncio.sleep(0)
    kind = types.InputMessagesFilterDocument()
    (by_words,) = await found(sharing, kind, q="budg")
    assert by_words == document.id - 1

    async def everywhere(q: str) -> list[int]:
        query = functions.messages.SearchGlobal(
            q=q,
            filter=kind,
            min_date=0,
            max_date=0,
            offset_rate=0,
            offset_peer=types.InputPeerEmpty(),
            offset_id=0,
            limit=10,
        )
        return [message.id for message in (await reza.ask(query)).messages]

    assert await everywhere("budget") == [by_words]
    assert await everywhere("") == [by_words]


# --- voice


@pytest.mark.parametrize("attribute", [VOICE, ROUND])
async def test_both_sides_learn_that_it_was_played(sharing: Sharing, attribute: Any) -> None:
    sara, reza = sharing.sara, sharing.reza
    media = await sharing.document(sara, b"x", "audio/ogg", attributes=[attribute])
    sent = await sharing.send(sara, reza, media)
    came = await sharing.got(reza, sara)
    assert sent.media_unread
    assert came.media_unread
    await sara.listen()
    own = await sara.ask(functions.messages.ReadMessageContents(id=[sent.id]))
    assert own.pts_count == 0
    done = await reza.ask(functions.messages.ReadMessageContents(id=[came.id, 999]))
    assert done.pts_count == 1
    (told,) = await sharing.told(sara, types.UpdateReadMessagesContents)
    assert told.messages == [sent.id]
    assert [one.messages for one in await sharing.missed(sara, types.UpdateReadMessagesContents)] == [[sent.id]]
    assert not (await sharing.got(sara, reza)).media_unread
    assert not (await sharing.got(reza, sara)).media_unread
    again = await reza.ask(functions.messages.ReadMessageContents(id=[came.id]))
    assert (again.pts, again.pts_count) == (done.pts, 0)


async def test_voice_goes_only_to_those_who_want_it(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    note = await sharing.send(sara, sara, await sharing.document(sara, b"x", "audio/ogg", attributes=[VOICE]))
    assert not note.media_unread
    rules: list[types.TypeInputPrivacyRule] = [types.InputPrivacyValueDisallowAll()]
    await reza.ask(functions.account.SetPrivacy(key=types.InputPrivacyKeyVoiceMessages(), rules=rules))
    media = await sharing.document(sara, b"x", "audio/ogg", attributes=[VOICE])
    peer = sharing.peer(sara, reza)
    query = functions.messages.SendMedia(peer=peer, media=media, message="", random_id=5)
    assert await sara.refusal(query) == "VOICE_MESSAGES_FORBIDDEN"
    forward = functions.messages.ForwardMessages(
        from_peer=types.InputPeerSelf(), to_peer=peer, id=[note.id], random_id=[6]
    )
    assert await sara.refusal(forward) == "VOICE_MESSAGES_FORBIDDEN"
    await sharing.send(sara, reza, await sharing.document(sara, b"x", "audio/mpeg", attributes=[MUSIC]))
