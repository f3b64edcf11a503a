"""Polls over the wire: sending, voting, closing, results, voters."""

from __future__ import annotations

from typing import Any

from hodhod.tl import functions, types
from tests.api.people.friends import RANDOM, Friends
from tests.domain.carrying import asking


async def asked(friends: Friends, **more: Any) -> tuple[Any, Any]:
    """(Reza's name for Sara, his message with a poll of hers)"""
    media = asking("one", "two", **more)
    peer = friends.peer(friends.sara, friends.reza)
    await friends.sara.ask(functions.messages.SendMedia(peer=peer, media=media, message="", random_id=next(RANDOM)))
    theirs = friends.peer(friends.reza, friends.sara)
    return theirs, (await friends.reza.history(theirs))[0]


async def test_a_vote_is_answered_and_pushed(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer, message = await asked(friends)
    assert message.media.results.total_voters == 0
    assert not message.media.poll.creator
    await sara.listen()
    answer = await reza.ask(functions.messages.SendVote(peer=peer, msg_id=message.id, options=[b"1"]))
    (mine,) = answer.updates
    assert [(one.voters, one.chosen) for one in mine.results.results] == [(0, False), (1, True)]
    pushed: Any
    (pushed,) = await friends.told(sara, types.UpdateMessagePoll)
    assert [(one.voters, one.chosen) for one in pushed.results.results] == [(0, False), (1, False)]
    assert pushed.poll.creator
    asking_again = functions.messages.GetPollResults(peer=peer, msg_id=message.id, poll_hash=0)
    assert (await reza.ask(asking_again)).updates == [mine]
    asking_again.poll_hash = message.media.poll.hash
    (known,) = (await reza.ask(asking_again)).updates
    assert (known.poll, known.results) == (None, mine.results)


async def test_refusals(friends: Friends) -> None:
    reza = friends.reza
    peer, message = await asked(friends)
    for options, msg_id, name in (
        ([b"7"], message.id, "OPTION_INVALID"),
        ([b"0", b"1"], message.id, "OPTIONS_TOO_MUCH"),
        ([b"0"] * 13, message.id, "OPTIONS_TOO_MUCH"),
        ([b"0"], 999, "MESSAGE_ID_INVALID"),
    ):
        query = functions.messages.SendVote(peer=peer, msg_id=msg_id, options=options)
        assert await reza.refusal(query) == name
    assert await reza.refusal(functions.messages.GetPollResults(peer=peer, msg_id=999, poll_hash=0)) == (
        "MESSAGE_ID_INVALID"
    )
    nothing = functions.messages.SendMedia(peer=peer, media=asking("one"), message="", random_id=next(RANDOM))
    assert await reza.refusal(nothing) == "POLL_ANSWERS_INVALID"
    assert await reza.refusal(functions.messages.UploadMedia(peer=peer, media=asking("a", "b"))) == "MEDIA_INVALID"


async def test_closing_by_an_edit(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer, message = await asked(friends)
    await reza.listen()
    theirs = friends.peer(sara, reza)
    own = (await sara.history(theirs))[0]
    open_again = functions.messages.EditMessage(peer=theirs, id=own.id, media=asking("a", "b"))
    assert await sara.refusal(open_again) == "MEDIA_NEW_INVALID"
    closing = functions.messages.EditMessage(peer=theirs, id=own.id, media=asking(closed=True))
    (changed, edit) = (await sara.ask(closing)).updates
    assert changed.poll.closed
    assert edit.message.media.poll.closed
    pushed: Any
    (pushed,) = await friends.told(reza, types.UpdateEditMessage)
    assert pushed.message.media.poll.closed
    late = functions.messages.SendVote(peer=peer, msg_id=message.id, options=[b"0"])
    assert await reza.refusal(late) == "MESSAGE_POLL_CLOSED"


async def test_a_poll_whose_time_is_up_is_told(friends: Friends) -> None:
    _, message = await asked(friends, close_period=60)
    await friends.reza.listen()
    friends.place.clock.now += 61
    await friends.place.work()
    (pushed,) = await friends.told(friends.reza, types.UpdateMessagePoll)
    assert pushed.poll is not None
    assert (pushed.poll_id, pushed.poll.closed) == (message.media.poll.id, True)


async def test_who_voted(friends: Friends) -> None:
    reza = friends.reza
    peer, message = await asked(friends, public_voters=True, multiple_choice=True)
    voters = functions.messages.GetPollVotes(peer=peer, id=message.id, limit=10)
    assert await reza.refusal(voters) == "POLL_VOTE_REQUIRED"
    await reza.ask(functions.messages.SendVote(peer=peer, msg_id=message.id, options=[b"0", b"1"]))
    (one,) = (found := await reza.ask(voters)).votes
    assert (type(one), one.options, found.count) == (types.MessagePeerVoteMultiple, [b"0", b"1"], 1)
    assert [user.id for user in found.users] == [reza.user_id]
    voters.option = b"1"
    (one,) = (await reza.ask(voters)).votes
    assert isinstance(one, types.MessagePeerVoteInputOption)


async def test_polls_are_found_by_their_filter(friends: Friends) -> None:
    peer, message = await asked(friends)
    found = await friends.reza.ask(
        functions.messages.Search(
            peer=peer, q="", filter=types.InputMessagesFilterPoll(), min_date=0, max_date=0, offset_id=0, add_offset=0,
            limit=10, max_id=0, min_id=0, hash=0,
        )
    )  # fmt: skip
    assert [one.id for one in found.messages] == [message.id]
