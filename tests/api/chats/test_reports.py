"""Reports through the API: what is kept of them, and what is refused."""

from __future__ import annotations

from hodhod.domain.reporting import MAX_COMMENT
from hodhod.domain.values import unpack_ids
from hodhod.ids import CHANNEL_BASE
from hodhod.store import reports
from hodhod.store.records import Report
from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, make_channel, make_chat
from tests.api.chats.test_rights import shared
from tests.api.people.friends import RANDOM, Friends

SPAM = b"inputReportReasonSpam"


async def kept(friends: Friends) -> list[Report]:
    return await friends.place.app.db.read(lambda tx: reports.newest(tx, 2**62, 10))


async def test_people_and_chats_are_reported(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await shared(friends, broadcast=True)
    person = friends.peer(reza, sara)
    assert await reza.ask(functions.messages.ReportSpam(peer=person))
    fake = types.InputReportReasonFake()
    assert await reza.ask(functions.account.ReportPeer(peer=peer, reason=fake, message=" words " + "x" * 600))
    chat, spam = await kept(friends)
    assert (spam.reporter, spam.peer, spam.reason, spam.messages) == (reza.user_id, sara.user_id, "spam", None)
    assert (chat.peer, chat.reason, len(chat.comment)) == (-CHANNEL_BASE - peer.channel_id, "fake", MAX_COMMENT)
    assert chat.date == int(friends.place.clock())


async def test_messages_are_reported_step_by_step(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await shared(friends)
    await sara.ask(functions.messages.SendMessage(peer=peer, message="words", random_id=next(RANDOM)))

    def request(option: bytes = b"", message: str = "") -> functions.messages.Report:
        return functions.messages.Report(peer=peer, id=[3, 99], option=option, message=message)

    choices = await reza.ask(request())
    assert isinstance(choices, types.ReportResultChooseOption)
    assert choices.title == "Report"
    assert SPAM in {one.option for one in choices.options}
    other = next(one.option for one in choices.options if one.text == "Other")
    assert await reza.ask(request(other)) == types.ReportResultAddComment(option=other)
    assert await kept(friends) == []
    assert await reza.ask(request(other, "look")) == types.ReportResultReported()
    assert await reza.ask(request(SPAM)) == types.ReportResultReported()
    spam, words = await kept(friends)
    assert (words.reason, words.comment, unpack_ids(words.messages)) == ("other", "look", [3])
    assert spam.reason == "spam"
    assert await reza.refusal(request(b"nothing")) == "OPTION_INVALID"


async def test_nothing_is_learnt_by_reporting(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer, basic = await make_channel(sara, "Talk"), await make_chat(sara)
    for option in (b"", SPAM):
        report = functions.messages.Report(peer=peer, id=[1], option=option, message="")
        assert await reza.refusal(report) == "CHANNEL_PRIVATE"
        report = functions.messages.Report(peer=peer, id=[9], option=option, message="")
        assert await sara.refusal(report) == "MESSAGE_ID_INVALID"
        report = functions.messages.Report(peer=peer, id=[], option=option, message="")
        assert await sara.refusal(report) == "MESSAGE_ID_INVALID"
    assert await reza.refusal(functions.messages.ReportSpam(peer=peer)) == "CHANNEL_PRIVATE"
    assert await reza.refusal(functions.messages.ReportSpam(peer=basic)) == "PEER_ID_INVALID"
    assert await reza.refusal(functions.messages.ReportSpam(peer=types.InputPeerSelf())) == "PEER_ID_INVALID"
    assert await kept(friends) == []


async def test_an_administrator_reports_a_member(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await shared(friends)
    await reza.ask(functions.messages.SendMessage(peer=peer, message="buy", random_id=next(RANDOM)))
    request = functions.channels.ReportSpam(channel=channel(peer), participant=friends.peer(sara, reza), id=[1, 3])
    assert await sara.ask(request)
    (row,) = await kept(friends)
    assert (row.about, unpack_ids(row.messages)) == (reza.user_id, [3])
    request.id = [1]
    assert await sara.refusal(request) == "MESSAGE_ID_INVALID"
    me = functions.channels.ReportSpam(channel=channel(peer), participant=types.InputPeerSelf(), id=[3])
    assert await reza.refusal(me) == "CHAT_ADMIN_REQUIRED"
