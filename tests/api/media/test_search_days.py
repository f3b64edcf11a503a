"""The calendar and the positions of a chat's media."""

from __future__ import annotations

from typing import Any

from hodhod.tl import functions, types
from tests.api.chats.rooms import make_channel
from tests.api.media.sharing import Sharing

DAY = 24 * 3600
PHOTOS, DOCUMENTS = types.InputMessagesFilterPhotos(), types.InputMessagesFilterDocument()


async def test_media_by_day_and_by_place(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    peer = sharing.peer(sara, reza)
    ids = []
    for days in (0, 0, 1):
        sharing.place.clock.now += days * DAY
        ids.append((await sharing.send(sara, reza, await sharing.document(sara, b"x"))).id)
    ask: Any = functions.messages.GetSearchResultsCalendar(peer=peer, filter=DOCUMENTS, offset_id=0, offset_date=0)
    found = await sara.ask(ask)
    assert [(one.min_msg_id, one.max_msg_id, one.count) for one in found.periods] == [
        (ids[2], ids[2], 1),
        (ids[0], ids[1], 2),
    ]
    assert all(one.date % DAY == 0 for one in found.periods)
    assert (found.count, found.min_msg_id, [one.id for one in found.messages]) == (3, ids[0], [ids[2], ids[1]])
    ask.offset_id = ids[2]
    rest = await sara.ask(ask)
    assert ([one.count for one in rest.periods], rest.offset_id_offset) == ([2], 1)
    places: Any = functions.messages.GetSearchResultsPositions(peer=peer, filter=DOCUMENTS, offset_id=ids[2], limit=1)
    (place,) = (await sara.ask(places)).positions
    assert (place.msg_id, place.offset) == (ids[1], 1)


async def test_refusals(sharing: Sharing) -> None:
    sara, reza = sharing.sara, sharing.reza
    news = await make_channel(sara, "News", broadcast=True)
    for ask in (
        functions.messages.GetSearchResultsCalendar(peer=news, filter=PHOTOS, offset_id=0, offset_date=0),
        functions.messages.GetSearchResultsPositions(peer=news, filter=PHOTOS, offset_id=0, limit=5),
    ):
        assert await reza.refusal(ask) == "CHANNEL_PRIVATE"
        ask.filter = types.InputMessagesFilterEmpty()
        assert await sara.refusal(ask) == "FILTER_NOT_SUPPORTED"
