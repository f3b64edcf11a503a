"""Formatting and quotes through the API."""

from __future__ import annotations

from typing import Any

from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, make_channel
from tests.api.chats.test_searching import search
from tests.api.people.friends import RANDOM, Friends


def saying(peer: types.TypeInputPeer, text: str, entities: list[Any] | None = None, **more: Any) -> Any:
    return functions.messages.SendMessage(peer=peer, message=text, entities=entities, random_id=next(RANDOM), **more)


async def test_what_a_sender_marks_is_checked(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = friends.peer(sara, reza)
    inside = types.MessageEntityBold(offset=1, length=3)
    assert await sara.refusal(saying(peer, "😀 ab", [inside])) == "ENTITY_BOUNDS_INVALID"
    many = [types.MessageEntityTextUrl(offset=i, length=1, url="h" * 9000) for i in range(2)]
    assert await sara.refusal(saying(peer, "abc", many)) == "ENTITIES_TOO_LONG"
    stranger = types.InputUser(user_id=reza.user_id, access_hash=1)
    named = types.InputMessageEntityMentionName(offset=0, length=2, user_id=stranger)
    assert await sara.refusal(saying(peer, "you", [named])) == "ENTITY_MENTION_USER_INVALID"
    claimed = types.MessageEntityMentionName(offset=0, length=3, user_id=reza.user_id)
    sent = await sara.ask(saying(peer, "you @hoopoe", [claimed]))
    assert sent.entities == [types.MessageEntityMention(offset=4, length=7)]
    named.user_id = friends.user(sara, reza)
    sent = await sara.ask(saying(peer, "you", [named]))
    assert sent.entities == [types.MessageEntityMentionName(offset=0, length=2, user_id=reza.user_id)]


async def test_a_quote_must_stand_in_what_is_answered(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = friends.peer(sara, reza)
    sent = await sara.ask(saying(peer, "😀 سلام دنیا"))
    bold, code = types.MessageEntityBold(offset=0, length=4), types.MessageEntityCode(offset=0, length=4)

    def answer(quote: str, offset: int = 0, *entities: Any) -> Any:
        to = types.InputReplyToMessage(
            reply_to_msg_id=sent.id, quote_text=quote, quote_entities=list(entities), quote_offset=offset
        )
        return saying(peer, "yes", reply_to=to)

    for wrong in ("درود", " ", "س" * 1025):
        assert await sara.refusal(answer(wrong)) == "QUOTE_TEXT_INVALID"
    await sara.ask(answer("دنیا", 3, bold, code))
    (message, *_) = await reza.history(friends.peer(reza, sara))
    header = message.reply_to
    assert (header.quote, header.quote_text, header.quote_offset) == (True, "دنیا", 8)
    assert header.quote_entities is None
    await sara.ask(answer("سلام", 3, bold))
    (message, *_) = await reza.history(friends.peer(reza, sara))
    assert message.reply_to.quote_entities == [bold]


async def test_notes_have_tags(friends: Friends) -> None:
    sara = friends.sara
    me = types.InputPeerSelf()
    for text in ("read this", "and this"):
        await sara.ask(saying(me, text))
    (second, first, *_) = await sara.history(me)
    fire = types.ReactionEmoji(emoticon="🔥")

    async def tags(**more: Any) -> Any:
        return await sara.ask(functions.messages.GetSavedReactionTags(**{"hash": 0, **more}))

    await sara.ask(functions.messages.SendReaction(peer=me, msg_id=first.id, reaction=[fire]))
    await sara.ask(functions.messages.UpdateSavedReactionTag(reaction=fire, title="Later"))
    listed = await tags()
    assert listed.tags == [types.SavedReactionTag(reaction=fire, title="Later", count=1)]
    assert isinstance(await tags(hash=listed.hash), types.messages.SavedReactionTagsNotModified)
    assert (await tags(peer=me)).tags == [types.SavedReactionTag(reaction=fire, title=None, count=1)]
    tagged = await sara.ask(search(me, saved_reaction=[fire]))
    assert [(one.id, one.reactions.reactions_as_tags) for one in tagged.messages] == [(first.id, True)]
    assert (await sara.ask(search(me, saved_reaction=[types.ReactionEmoji(emoticon="👍")]))).messages == []
    other = search(friends.peer(sara, friends.reza), saved_reaction=[fire])
    assert await sara.refusal(other) == "PEER_ID_INVALID"
    read = functions.messages.ReadSavedHistory(parent_peer=me, peer=me, max_id=second.id)
    assert await sara.refusal(read) == "PARENT_PEER_INVALID"
    wrong = functions.messages.UpdateSavedReactionTag(reaction=types.ReactionEmoji(emoticon="x"), title="a")
    assert await sara.refusal(wrong) == "REACTION_INVALID"


async def test_small_things(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer, back = friends.peer(sara, reza), friends.peer(reza, sara)
    gone = await sara.ask(functions.messages.DeletePhoneCallHistory())
    assert (gone.pts_count, gone.messages) == (0, [])
    places = functions.messages.GetRecentLocations(peer=peer, limit=10, hash=0)
    assert (await sara.ask(places)).messages == []
    filters = functions.messages.GetDialogFilters()
    assert not (await sara.ask(filters)).tags_enabled
    await sara.ask(functions.messages.ToggleDialogFilterTags(enabled=True))
    assert (await sara.ask(filters)).tags_enabled
    sent = await sara.ask(saying(peer, "hello"))
    (message, *_) = await reza.history(back)
    heart = types.ReactionEmoji(emoticon="❤")
    report = functions.messages.ReportReaction(peer=peer, id=sent.id, reaction_peer=peer)
    assert await sara.refusal(report) == "MSG_ID_INVALID"
    await reza.ask(functions.messages.SendReaction(peer=back, msg_id=message.id, reaction=[heart]))
    assert await sara.ask(report) is True


async def test_what_was_said_elsewhere_is_answered(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer, news, private = friends.peer(sara, reza), await make_channel(sara, "News"), await make_channel(sara, "Ours")
    name = functions.channels.UpdateUsername(channel=channel(news), username="hoopoe_news")
    await sara.ask(name)
    ids = []
    for place in (news, private, types.InputPeerSelf()):
        await sara.ask(saying(place, "😀 سلام دنیا"))
        (said, *_) = await sara.history(place)
        ids.append(said.id)

    def answer(place: types.TypeInputPeer, msg_id: int, **more: Any) -> Any:
        return saying(
            peer, "yes", reply_to=types.InputReplyToMessage(reply_to_msg_id=msg_id, reply_to_peer_id=place, **more)
        )

    async def heard() -> Any:
        (message, *_) = await reza.history(friends.peer(reza, sara))
        return message.reply_to

    await sara.ask(answer(news, ids[0], quote_text="دنیا", quote_offset=8))
    header = await heard()
    assert header.reply_to_peer_id == types.PeerChannel(channel_id=news.channel_id)
    assert (header.reply_to_msg_id, header.quote, header.quote_text, header.quote_offset) == (ids[0], True, "دنیا", 8)
    assert header.reply_from.from_id == types.PeerUser(user_id=sara.user_id)
    await sara.ask(answer(private, ids[1]))
    header = await heard()
    assert (header.reply_to_peer_id, header.reply_to_msg_id) == (None, None), "reza cannot go there"
    assert (header.quote, header.quote_text, header.quote_offset) == (False, "😀 سلام دنیا", None)
    await sara.ask(answer(types.InputPeerSelf(), ids[2]))
    assert (await heard()).reply_from.from_id == types.PeerUser(user_id=sara.user_id)
    assert await sara.refusal(answer(news, 999)) == "REPLY_MESSAGE_ID_INVALID"
    assert await sara.refusal(answer(news, ids[0], quote_text="درود")) == "QUOTE_TEXT_INVALID"
    later = answer(news, ids[0])
    later.schedule_date = int(friends.place.clock()) + 3600
    assert await sara.refusal(later) == "REPLY_TO_INVALID"
    hidden = types.InputReplyToMessage(reply_to_msg_id=ids[1], reply_to_peer_id=private)
    back = saying(friends.peer(reza, sara), "what?", reply_to=hidden)
    assert await reza.refusal(back) == "CHANNEL_PRIVATE"
    await sara.ask(functions.messages.ToggleNoForwards(peer=private, enabled=True))
    assert await sara.refusal(answer(private, ids[1])) == "CHAT_FORWARDS_RESTRICTED"


async def test_a_draft_is_checked_as_well(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = friends.peer(sara, reza)
    inside = types.MessageEntityBold(offset=1, length=3)
    wrong = functions.messages.SaveDraft(peer=peer, message="😀 ab", entities=[inside])
    assert await sara.refusal(wrong) == "ENTITY_BOUNDS_INVALID"
    named = types.InputMessageEntityMentionName(offset=0, length=4, user_id=friends.user(sara, reza))
    over = types.MessageEntityItalic(offset=5, length=99)
    await sara.ask(
        functions.messages.SaveDraft(peer=types.InputPeerSelf(), message="reza and ", entities=[named, over])
    )
    answer = await sara.ask(functions.messages.GetAllDrafts())
    (update,) = answer.updates
    assert update.draft.message == "reza and "
    assert update.draft.entities == [
        types.MessageEntityMentionName(offset=0, length=4, user_id=reza.user_id),
        types.MessageEntityItalic(offset=5, length=4),
    ]
    assert reza.user_id in {user.id for user in answer.users}
