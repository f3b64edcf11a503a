"""Making groups and channels, and changing what they are. core.telegram.org/api/channel

Lock order: the chat row first (alone, because it changes), then mailboxes. Whoever is told of a change without pts
gets a state row (CHANNEL: "look at the channel anew") or hears it live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hodhod import errors
from hodhod.domain import access, admin_log, history_ttl, joins, limiting, posting, rights, topics
from hodhod.domain.admin_log import Kind
from hodhod.domain.entities import utf16_length
from hodhod.domain.folding import index_words
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.updates import NewMessage
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, PeerKind, is_channel, peer_ref
from hodhod.store import chats as store
from hodhod.store import mailboxes, usernames
from hodhod.store import members as store_members
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.db import Tx
from hodhod.store.records import Chat, Member, SeenChat
from hodhod.tl import types

MAX_TITLE = 128
MAX_ABOUT = 255
# Members of a new basic group may not change its default rights; everything else is allowed to them at first.
NOTHING_BANNED = 0


def clean_title(title: str) -> str:
    """Raises CHAT_TITLE_EMPTY."""
    trimmed = " ".join(title.split())[:MAX_TITLE]
    if not trimmed:
        raise errors.CHAT_TITLE_EMPTY
    return trimmed


def clean_about(about: str) -> str:
    """Raises CHAT_ABOUT_TOO_LONG."""
    if utf16_length(about) > MAX_ABOUT:
        raise errors.CHAT_ABOUT_TOO_LONG
    return about.strip()


def _new(viewer: Viewer, peer: Peer, title: str, about: str, flags: int, ttl: int) -> Chat:
    return Chat(peer, title, about, 0, int(viewer.user), viewer.now, flags, NOTHING_BANNED, 1, 1, ttl=ttl)


async def _ttl(tx: Tx, viewer: Viewer, given: int | None) -> int:
    return await history_ttl.default(tx, viewer) if given is None else history_ttl.checked(given)


async def create_chat(
    tx: Tx, viewer: Viewer, title: str, users: Sequence[int], ttl: int | None
) -> tuple[Peer, NewMessage, list[int]]:
    """A basic group with these people: (its peer, the creator's own message, those who could not be added). ttl: how
    long messages live, None: as the creator has it for new chats.

    Raises CHAT_TITLE_EMPTY, USERS_TOO_FEW, USERS_TOO_MUCH, USER_RESTRICTED, TTL_PERIOD_INVALID.
    """
    await limiting.check_chats(tx, viewer)
    title = clean_title(title)
    people = [user for user in dict.fromkeys(users) if user != viewer.user]
    if len(people) >= viewer.world.limits.chat_size:
        raise errors.USERS_TOO_MUCH
    willing, unwilling = await joins.sort_invitees(tx, viewer, people)
    if people and not willing and not unwilling:
        raise errors.USERS_TOO_FEW
    peer = await store.new_peer(tx, PeerKind.CHAT)
    await store.create(tx, _new(viewer, peer, title, "", 0, await _ttl(tx, viewer, ttl)))
    await store_members.put(tx, Member(peer, int(viewer.user), Role.CREATOR, viewer.now, int(viewer.user)))
    for user in willing:
        await store_members.put(tx, Member(peer, user, Role.MEMBER, viewer.now, int(viewer.user)))
    await store.count(tx, peer, members=len(willing))
    seen = await access.chat(tx, viewer, peer)
    action = types.MessageActionChatCreate(title=title, users=[int(viewer.user), *willing])
    return peer, await _begin(tx, viewer, seen, action, ttl), unwilling


async def _begin(
    tx: Tx, viewer: Viewer, seen: SeenChat, action: types.TypeMessageAction, ttl: int | None
) -> NewMessage:
    """The first message, and what tells of the time for which its creator lets messages live."""
    first = await posting.notice(tx, viewer, seen, action)
    if seen.chat.ttl:
        await history_ttl.tell(tx, viewer, Peer(seen.chat.peer))
    if ttl is not None or not seen.chat.ttl:
        return first
    timer = types.MessageActionSetMessagesTTL(period=seen.chat.ttl, auto_setting_from=viewer.user)
    return replace(first, also=(await posting.notice(tx, viewer, seen, timer),))


async def create_channel(
    tx: Tx, viewer: Viewer, title: str, about: str, flags: int, ttl: int | None = None
) -> tuple[Peer, NewMessage]:
    """A channel or supergroup: its peer and first message. flags: ChatFlag. Raises CHAT_TITLE_EMPTY,
    CHAT_ABOUT_TOO_LONG, USER_RESTRICTED."""
    await limiting.check_chats(tx, viewer)
    title, about = clean_title(title), clean_about(about)
    peer = await store.new_peer(tx, PeerKind.CHANNEL)
    await store.create(tx, _new(viewer, peer, title, about, flags, await _ttl(tx, viewer, ttl)))
    await mailboxes.create(tx, peer)
    await joins.enter(tx, viewer, Member(peer, int(viewer.user), Role.CREATOR, viewer.now, int(viewer.user)))
    seen = await access.chat(tx, viewer, peer)
    if topics.is_forum(seen.chat):
        await topics.has_general(tx, seen.chat)
    return peer, await _begin(tx, viewer, seen, types.MessageActionChannelCreate(title=title), ttl)


async def edit_title(tx: Tx, viewer: Viewer, peer: Peer, title: str) -> NewMessage:
    """Raises CHAT_TITLE_EMPTY, CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED and what access.joined raises."""
    title = clean_title(title)
    seen = await changing(tx, viewer, peer)
    if seen.chat.title == title:
        raise errors.CHAT_NOT_MODIFIED
    await store.put(tx, peer, title=title, version=seen.chat.version + 1)
    await admin_log.note(tx, viewer, peer, Kind.TITLE, seen.chat.title, title)
    if seen.chat.username:
        await usernames.put_words(tx, peer, index_words(title))
    return await posting.notice(tx, viewer, seen, types.MessageActionChatEditTitle(title=title))


async def edit_about(tx: Tx, viewer: Viewer, peer: Peer, about: str) -> None:
    """Raises CHAT_ABOUT_TOO_LONG, CHAT_ABOUT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED and what access.joined raises."""
    about = clean_about(about)
    seen = await changing(tx, viewer, peer)
    if seen.chat.about == about:
        raise errors.CHAT_ABOUT_NOT_MODIFIED
    await store.put(tx, peer, about=about)
    await admin_log.note(tx, viewer, peer, Kind.ABOUT, seen.chat.about, about)


async def changing(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    """The chat, held alone, for somebody who may change what it says of itself. Raises CHAT_ADMIN_REQUIRED and what
    access.joined raises."""
    await store.lock(tx, peer)
    seen = await access.joined(tx, viewer, peer)
    rights.check(seen, Ban.CHANGE_INFO, viewer.now)
    return seen


async def owned(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    """The chat, held alone, for its creator. Raises CHAT_ADMIN_REQUIRED and what access.joined raises."""
    await store.lock(tx, peer)
    seen = await access.joined(tx, viewer, peer)
    if seen.member is None or seen.member.role != Role.CREATOR:
        raise errors.CHAT_ADMIN_REQUIRED
    return seen


async def administered(tx: Tx, viewer: Viewer, peer: Peer, right: Admin | None = None) -> SeenChat:
    """The chat, held alone, for an administrator with this right. Raises CHAT_ADMIN_REQUIRED and what access.joined
    raises."""
    await store.lock(tx, peer)
    seen = await access.joined(tx, viewer, peer)
    rights.check_admin(seen, right)
    return seen


def kind_of(peer: int) -> PeerKind:
    return peer_ref(peer).kind


def is_broadcast(chat: Chat) -> bool:
    return is_channel(chat.peer) and bool(chat.flags & ChatFlag.BROADCAST)
