"""Reactions asked for over the wire: what is answered, pushed, replayed and refused."""

from __future__ import annotations

import gzip
import json
from typing import Any

from hodhod.domain import reaction_set
from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.people.friends import RANDOM, Friends

UP, HEART = types.ReactionEmoji(emoticon="\N{THUMBS UP SIGN}"), types.ReactionEmoji(emoticon="\N{HEAVY BLACK HEART}")
ME = types.InputPeerSelf()
PAGE: dict[str, Any] = {"offset_id": 0, "add_offset": 0, "limit": 10, "max_id": 0, "min_id": 0}


def reacting(peer: types.TypeInputPeer, msg_id: int, *chosen: types.TypeReaction, **more: Any) -> Any:
    return functions.messages.SendReaction(peer=peer, msg_id=msg_id, reaction=list(chosen), **more)


async def written(friends: Friends) -> tuple[Any, Any]:
    """(Reza's name for Sara, his id of what she wrote to him)"""
    await friends.write(friends.sara, friends.reza)
    peer = friends.peer(friends.reza, friends.sara)
    return peer, (await friends.reza.history(peer))[0].id


async def test_a_reaction_is_answered_pushed_and_replayed(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer, msg_id = await written(friends)
    await sara.listen()
    answer = await reza.ask(reacting(peer, msg_id, UP))
    (mine,) = answer.updates
    assert mine.reactions.results == [types.ReactionCount(chosen_order=0, reaction=UP, count=1)]
    (pushed,) = await friends.told(sara, types.UpdateMessageReactions)
    assert pushed.reactions.results == [types.ReactionCount(reaction=UP, count=1)]
    assert await friends.missed(sara, types.UpdateMessageReactions) == [pushed]
    (asked,) = (await reza.ask(functions.messages.GetMessagesReactions(peer=peer, id=[msg_id, 99]))).updates
    assert asked == mine
    (kept,) = [one for one in await reza.history(peer) if one.id == msg_id]
    assert kept.reactions == mine.reactions


async def test_who_reacted_and_what_is_unread(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer, msg_id = await written(friends)
    await reza.ask(reacting(peer, msg_id, HEART, big=True))
    theirs = friends.peer(sara, reza)
    found = await sara.ask(functions.messages.GetUnreadReactions(peer=theirs, **PAGE))
    (message,) = found.messages
    (dialog,) = (await _dialog(sara, theirs)).dialogs
    assert dialog.unread_reactions_count == 1
    listed = await sara.ask(functions.messages.GetMessageReactionsList(peer=theirs, id=message.id, limit=10))
    ((one,), count) = (listed.reactions, listed.count)
    assert (one.peer_id.user_id, one.reaction, one.big, one.unread, count) == (reza.user_id, HEART, True, True, 1)
    assert [user.id for user in listed.users] == [reza.user_id]
    read = await sara.ask(functions.messages.ReadReactions(peer=theirs))
    assert (read.pts_count, read.offset) == (0, 0)
    (dialog,) = (await _dialog(sara, theirs)).dialogs
    assert dialog.unread_reactions_count == 0


async def _dialog(device: Device, peer: types.TypeInputPeer) -> Any:
    return await device.ask(functions.messages.GetPeerDialogs(peers=[types.InputDialogPeer(peer=peer)]))


async def test_looking_at_the_message_reads_its_reactions(friends: Friends) -> None:
    peer, msg_id = await written(friends)
    await friends.reza.ask(reacting(peer, msg_id, HEART))
    theirs = friends.peer(friends.sara, friends.reza)
    own = (await friends.sara.history(theirs))[0].id
    await friends.sara.ask(functions.messages.ReadMessageContents(id=[own]))
    found = await friends.sara.ask(functions.messages.GetUnreadReactions(peer=theirs, **PAGE))
    assert found.messages == []


async def test_refusals(friends: Friends) -> None:
    reza = friends.reza
    peer, msg_id = await written(friends)
    assert await reza.refusal(reacting(peer, 999, UP)) == "MSG_ID_INVALID"
    assert await reza.refusal(reacting(peer, msg_id)) == "MESSAGE_NOT_MODIFIED"
    assert await reza.refusal(reacting(peer, msg_id, types.ReactionEmpty())) == "REACTION_EMPTY"
    assert await reza.refusal(reacting(peer, msg_id, types.ReactionPaid())) == "REACTION_INVALID"
    assert await reza.refusal(reacting(peer, msg_id, UP, HEART)) == "REACTIONS_TOO_MANY"
    wrong = types.InputPeerUser(user_id=peer.user_id, access_hash=peer.access_hash + 1)
    assert await reza.refusal(reacting(wrong, msg_id, UP)) == "PEER_ID_INVALID"
    for query in (
        functions.messages.GetMessagesReactions(peer=peer, id=list(range(101))),
        functions.messages.SetChatAvailableReactions(peer=peer, available_reactions=types.ChatReactionsAll()),
    ):
        assert await reza.refusal(query) in ("LIMIT_INVALID", "PEER_ID_INVALID")


async def test_the_reactions_of_a_group(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    made = await sara.ask(functions.messages.CreateChat(title="Family", users=[friends.user(sara, reza)]))
    chat_id = made.updates.chats[0].id
    peer = types.InputPeerChat(chat_id=chat_id)
    some = types.ChatReactionsSome(reactions=[HEART])
    await sara.ask(functions.messages.SetChatAvailableReactions(peer=peer, available_reactions=some))
    full = await reza.ask(functions.messages.GetFullChat(chat_id=chat_id))
    assert full.full_chat.available_reactions == some
    paid = functions.messages.SetChatAvailableReactions(peer=peer, available_reactions=some, paid_enabled=True)
    assert await sara.refusal(paid) == "REACTION_INVALID"


async def test_recent_top_and_default(friends: Friends) -> None:
    reza = friends.reza
    peer, msg_id = await written(friends)
    await reza.ask(reacting(peer, msg_id, HEART, add_to_recent=True))
    recent = await reza.ask(functions.messages.GetRecentReactions(limit=10, hash=0))
    assert recent.reactions == [HEART]
    same = await reza.ask(functions.messages.GetRecentReactions(limit=10, hash=recent.hash))
    assert same == types.messages.ReactionsNotModified()
    top = await reza.ask(functions.messages.GetTopReactions(limit=2, hash=0))
    assert top.reactions == [HEART, UP]
    assert await reza.ask(functions.messages.ClearRecentReactions())
    assert (await reza.ask(functions.messages.GetRecentReactions(limit=10, hash=0))).reactions == []
    assert await reza.ask(functions.messages.SetDefaultReaction(reaction=HEART))
    assert (await reza.ask(functions.help.GetConfig())).reactions_default == HEART
    bad = types.ReactionCustomEmoji(document_id=1)
    assert await reza.refusal(functions.messages.SetDefaultReaction(reaction=bad)) == "REACTION_INVALID"


async def test_the_standard_set_has_drawings_that_can_be_fetched(friends: Friends) -> None:
    reza = friends.reza
    found = await reza.ask(functions.messages.GetAvailableReactions(hash=0))
    assert [one.reaction for one in found.reactions] == list(reaction_set.STANDARD)
    same = functions.messages.GetAvailableReactions(hash=found.hash)
    assert await reza.ask(same) == types.messages.AvailableReactionsNotModified()
    again = await friends.sara.ask(functions.messages.GetAvailableReactions(hash=0))
    assert [one.static_icon.id for one in again.reactions] == [one.static_icon.id for one in found.reactions]
    one = found.reactions[0]
    assert (await _fetched(reza, one.static_icon))[8:12] == b"WEBP"
    for drawn in (one.appear_animation, one.select_animation, one.effect_animation, one.center_icon):
        assert (drawn.mime_type, drawn.attributes[1].alt) == ("application/x-tgsticker", one.reaction)
        assert json.loads(gzip.decompress(await _fetched(reza, drawn)))["tgs"] == 1


async def _fetched(device: Device, document: Any) -> bytes:
    given = {name: getattr(document, name) for name in ("id", "access_hash", "file_reference")}
    location = types.InputDocumentFileLocation(thumb_size="", **given)
    piece = await device.ask(functions.upload.GetFile(location=location, offset=0, limit=64 * 1024))
    return bytes(piece.bytes)


async def test_in_a_supergroup(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    made = await sara.ask(functions.channels.CreateChannel(title="Talk", about="", megagroup=True))
    chat = made.chats[0]
    channel = types.InputChannel(channel_id=chat.id, access_hash=chat.access_hash)
    peer = types.InputPeerChannel(channel_id=chat.id, access_hash=chat.access_hash)
    await sara.ask(functions.channels.InviteToChannel(channel=channel, users=[friends.user(sara, reza)]))
    text = functions.messages.SendMessage(peer=peer, message="hello", random_id=next(RANDOM))
    msg_id = (await sara.ask(text)).updates[0].id
    await sara.listen()
    await reza.ask(reacting(peer, msg_id, UP))
    (pushed,) = await friends.told(sara, types.UpdateMessageReactions)
    assert not pushed.reactions.min
    assert [one.unread for one in pushed.reactions.recent_reactions or []] == [True]
    await sara.ask(functions.channels.ReadMessageContents(channel=channel, id=[msg_id]))
    found = await sara.ask(functions.messages.GetUnreadReactions(peer=peer, **PAGE))
    assert found.messages == []
    who = friends.peer(sara, reza)
    taken = functions.messages.DeleteParticipantReaction(peer=peer, msg_id=msg_id, participant=who)
    (update,) = (await sara.ask(taken)).updates
    assert update.reactions.results == []
