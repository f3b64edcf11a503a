"""What one sent: searching it, and whether it may be edited."""

from __future__ import annotations

from hodhod.tl import functions, types
from tests.api.media.sharing import Sharing
from tests.api.media.test_albums import stored_file, stored_photo
from tests.api.people.friends import RANDOM


async def test_what_one_sent_is_found_by_its_kind(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    peer = sharing.peer(sara, reza)
    for media, text in ((await stored_file(sharing), "notes"), (await stored_photo(sharing), "view")):
        send = functions.messages.SendMedia(peer=peer, media=media, message=text, random_id=next(RANDOM))
        await sara.ask(send)
    search = functions.messages.SearchSentMedia(q="", filter=types.InputMessagesFilterDocument(), limit=10)
    assert [one.message for one in (await sara.ask(search)).messages] == ["notes"]
    assert (await reza.ask(search)).messages == []
    search.filter = types.InputMessagesFilterPhotos()
    assert [one.message for one in (await sara.ask(search)).messages] == ["view"]
    search.filter = types.InputMessagesFilterEmpty()
    assert await sara.refusal(search) == "FILTER_NOT_SUPPORTED"
    search.q = "x" * 10_000
    assert await sara.refusal(search) == "SEARCH_QUERY_EMPTY"


async def test_what_may_be_edited_and_how(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    peer, theirs = sharing.peer(sara, reza), sharing.peer(reza, sara)
    await sharing.write(sara, reza, "words")
    photo = await stored_photo(sharing)
    await sara.ask(functions.messages.SendMedia(peer=peer, media=photo, message="", random_id=next(RANDOM)))
    picture, words = await sara.history(peer)
    for message, caption in ((words, False), (picture, True)):
        answer = await sara.ask(functions.messages.GetMessageEditData(peer=peer, id=message.id))
        assert answer == types.messages.MessageEditData(caption=caption)
    (newest, _) = await reza.history(theirs)
    refused = functions.messages.GetMessageEditData(peer=theirs, id=newest.id)
    assert await reza.refusal(refused) == "MESSAGE_AUTHOR_REQUIRED"
    refused.id = 9999
    assert await reza.refusal(refused) == "MESSAGE_ID_INVALID"
    sharing.place.clock.now += 3 * 24 * 3600
    late = functions.messages.GetMessageEditData(peer=peer, id=words.id)
    assert await sara.refusal(late) == "MESSAGE_EDIT_TIME_EXPIRED"
