"""What a writing method tells: the push to the writer's other device and to the other person is what each of them
would have been told by updates.getDifference, asked from the state just before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hodhod import tl
from hodhod.tl import functions as f
from hodhod.tl import types
from tests.api.auth.device import Device
from tests.api.chats.rooms import make_chat
from tests.api.people.friends import RANDOM, Friends

NOBODY: list[types.TypeInputPrivacyRule] = [types.InputPrivacyValueDisallowAll()]
MUTED = types.InputPeerNotifySettings(mute_until=2**31 - 1)
APART = 600  # a difference repeats the states of the minutes before its date
# What a basic group says of itself besides its name: a client learns it when it looks at the chat anew.
SILENT = {"messages.editChatAbout", "messages.setChatAvailableReactions"}
LIKE: list[types.TypeReaction] = [types.ReactionEmoji(emoticon="👍")]


def words(text: str) -> types.TextWithEntities:
    return types.TextWithEntities(text=text, entities=[])


def private(friends: Friends, zero: int) -> Iterator[tl.TLFunction]:
    """Sara's writes about herself and her chat with Reza."""
    user, peer = friends.user(friends.sara, friends.reza), friends.peer(friends.sara, friends.reza)
    dialog, oneself = types.InputDialogPeer(peer=peer), types.InputPeerSelf()
    yield f.messages.SendMessage(peer=peer, message="one", random_id=next(RANDOM))
    yield f.messages.SendMessage(peer=peer, message="two", random_id=next(RANDOM))
    yield f.messages.ForwardMessages(from_peer=peer, id=[zero], random_id=[next(RANDOM)], to_peer=peer)
    yield f.messages.SendReaction(peer=peer, msg_id=zero, reaction=LIKE)
    yield f.messages.UpdatePinnedMessage(peer=peer, id=zero)
    yield f.messages.UnpinAllMessages(peer=peer)
    yield f.messages.SetHistoryTTL(peer=peer, period=24 * 3600)
    yield f.messages.SaveDraft(peer=peer, message="unsent")
    yield f.messages.ClearAllDrafts()
    yield f.messages.MarkDialogUnread(peer=dialog, unread=True)
    yield f.messages.ReadHistory(peer=peer, max_id=0)
    yield f.messages.ToggleDialogPin(peer=dialog, pinned=True)
    yield f.messages.ReorderPinnedDialogs(folder_id=0, order=[dialog], force=True)
    yield f.folders.EditPeerFolders(folder_peers=[types.InputFolderPeer(peer=peer, folder_id=1)])
    chosen = types.DialogFilter(id=2, title=words("Two"), pinned_peers=[], include_peers=[peer], exclude_peers=[])
    yield f.messages.UpdateDialogFilter(id=2, filter=chosen)
    yield f.messages.UpdateDialogFiltersOrder(order=[2, 0])
    yield f.messages.SendMessage(peer=oneself, message="kept", random_id=next(RANDOM))
    yield f.messages.ToggleSavedDialogPin(peer=types.InputDialogPeer(peer=oneself), pinned=True)
    yield f.messages.ReorderPinnedSavedDialogs(order=[types.InputDialogPeer(peer=oneself)], force=True)
    yield f.messages.HidePeerSettingsBar(peer=peer)
    nothing = types.InputReplyToMessage(reply_to_msg_id=0)
    yield f.messages.SendScreenshotNotification(peer=peer, reply_to=nothing, random_id=next(RANDOM))
    yield f.account.UpdateNotifySettings(peer=types.InputNotifyPeer(peer=peer), settings=MUTED)
    yield f.account.ResetNotifySettings()
    yield f.account.SetPrivacy(key=types.InputPrivacyKeyPhoneNumber(), rules=NOBODY)
    yield f.account.UpdateProfile(first_name="Sarah", about="and words")
    yield f.account.UpdateBirthday(birthday=types.Birthday(day=1, month=1))
    yield f.account.UpdateUsername(username="sarah_of_tests")
    yield f.contacts.AddContact(id=user, first_name="Friend", last_name="", phone="")
    yield f.contacts.EditCloseFriends(id=[friends.reza.user_id])
    yield f.contacts.UpdateContactNote(id=user, note=words("a note"))
    yield f.contacts.DeleteContacts(id=[user])
    yield f.contacts.Block(id=peer)
    yield f.contacts.Unblock(id=peer)
    yield f.contacts.SetBlocked(id=[peer], limit=100)
    yield f.contacts.SetBlocked(id=[], limit=100)
    yield f.messages.DeleteMessages(id=[zero + 1], revoke=True)
    yield f.messages.DeleteHistory(peer=peer, max_id=0, revoke=True)


def of_group(friends: Friends, chat: types.InputPeerChat) -> Iterator[tl.TLFunction]:
    """Sara's writes about her group, which Reza comes into."""
    reza, number = friends.user(friends.sara, friends.reza), chat.chat_id
    banned = types.ChatBannedRights(until_date=0, send_polls=True)
    yield f.messages.AddChatUser(chat_id=number, user_id=reza, fwd_limit=0)
    yield f.messages.EditChatTitle(chat_id=number, title="Another name")
    yield f.messages.EditChatAbout(peer=chat, about="and words")
    yield f.messages.SendMessage(peer=chat, message="hello", random_id=next(RANDOM))
    yield f.messages.SetHistoryTTL(peer=chat, period=24 * 3600)
    yield f.messages.EditChatAdmin(chat_id=number, user_id=reza, is_admin=True)
    yield f.messages.EditChatDefaultBannedRights(peer=chat, banned_rights=banned)
    yield f.messages.EditChatParticipantRank(peer=chat, participant=types.InputPeerSelf(), rank="founder")
    yield f.messages.SetChatAvailableReactions(peer=chat, available_reactions=types.ChatReactionsNone())
    yield f.messages.ToggleNoForwards(peer=chat, enabled=True)
    yield f.messages.DeleteChatUser(chat_id=number, user_id=reza)


async def test_of_a_person_and_a_private_chat(friends: Friends) -> None:
    second = await friends.place.second_device(friends.sara)
    await friends.write(friends.reza, friends.sara, "zero")
    (zero,) = await friends.sara.history(friends.peer(friends.sara, friends.reza))
    await _each(friends, second, private(friends, zero.id))


async def test_of_a_basic_group(friends: Friends) -> None:
    second = await friends.place.second_device(friends.sara)
    await friends.write(friends.reza, friends.sara, "zero")
    await _each(friends, second, of_group(friends, await make_chat(friends.sara)))


async def _each(friends: Friends, second: Device, steps: Iterator[tl.TLFunction]) -> None:
    for device in (second, friends.reza):
        await device.listen()
    wrong = []
    for step in steps:
        friends.place.clock.now += APART
        wrong += await _differences(friends, step, {"second": second, "other": friends.reza})
    assert not wrong, "\n".join(wrong)


async def _differences(friends: Friends, step: tl.TLFunction, devices: dict[str, Device]) -> list[str]:
    """How what was pushed is not what was missed."""
    states = {name: await device.ask(f.updates.GetState()) for name, device in devices.items()}
    await friends.place.quiet()
    for device in devices.values():
        device.session.updates.clear()
    await friends.sara.ask(step)
    await friends.place.quiet()
    found, heard = [], False
    for name, device in devices.items():
        live = sorted(repr(one) for pushed in device.session.updates for one in updates_of(pushed))
        later = sorted(repr(one) for one in await _missed(friends, device, states[name]))
        if live != later:
            found.append(f"{step.NAME}, {name}:\n  live  {live}\n  later {later}")
        heard = heard or bool(live)
    if not heard and step.NAME not in SILENT:
        found.append(f"{step.NAME} told nobody anything")
    return found


def updates_of(pushed: Any) -> list[Any]:
    updates = [pushed.update] if isinstance(pushed, types.UpdateShort) else list(pushed.updates)
    for one in updates:
        if isinstance(one, types.UpdateNewMessage):
            one.pts = 0  # a difference brings the message alone
    return updates


async def _missed(friends: Friends, device: Device, state: Any) -> list[Any]:
    date = int(friends.place.clock()) - 1
    answer = await device.ask(f.updates.GetDifference(pts=state.pts, date=date, qts=0))
    new = [types.UpdateNewMessage(message=one, pts=0, pts_count=1) for one in getattr(answer, "new_messages", [])]
    return [*new, *getattr(answer, "other_updates", [])]
