"""Every right of administrators and every one that members can be kept from: who has all but this one is refused, who
has this one alone is not. A right that is new in the schema fails here until it is tried, or said to do nothing."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from inspect import signature
from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import banning, chats, deleting, editing, joins, pinning, rights
from hodhod.domain.media import sending
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.messages import Outgoing
from hodhod.domain.rights import FOR_EVER, OF_CHANNEL, OF_GROUP, Admin, Ban
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.tl import types
from tests.domain.carrying import one_of_each
from tests.domain.forum import FORUM, begin, edit
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, say
from tests.domain.test_promoting import promote
from tests.domain.test_ranks import tag
from tests.domain.test_reactions import react
from tests.domain.world import Cast

Act = Callable[[Cast, Peer], Coroutine[Any, Any, object]]


# --- what bob does; alice owns the place, carol is in it and dave is not


async def rename(cast: Cast, peer: Peer) -> None:
    await cast.act(chats.edit_title, cast.viewer("bob"), peer, "Another name")


async def write(cast: Cast, peer: Peer) -> None:
    await say(cast, "bob", peer)


async def write_as_the_group(cast: Cast, peer: Peer) -> None:
    await say(cast, "bob", peer, send_as=int(peer))


async def _of_alice(cast: Cast, peer: Peer) -> int:
    return (await say(cast, "alice", peer)).message.copy.id


async def edit_alices(cast: Cast, peer: Peer) -> None:
    msg_id = await _of_alice(cast, peer)
    await cast.act(editing.edit, cast.viewer("bob"), peer, msg_id, ("better", None))


async def delete_alices(cast: Cast, peer: Peer) -> None:
    await cast.act(deleting.delete_posts, cast.viewer("bob"), peer, [await _of_alice(cast, peer)])


async def ban_carol(cast: Cast, peer: Peer) -> None:
    await cast.act(banning.edit_banned, cast.viewer("bob"), peer, cast.id("carol"), int(Ban.SEND), 0)


async def invite_dave(cast: Cast, peer: Peer) -> None:
    await cast.act(joins.invite_to_channel, cast.viewer("bob"), peer, [cast.id("dave")])


async def pin_alices(cast: Cast, peer: Peer) -> None:
    bob, msg_id = cast.viewer("bob"), await _of_alice(cast, peer)
    await cast.do(lambda tx: pinning.pin(tx, bob, peer, msg_id, pinned=True, one_side=False, silent=False))


async def promote_carol(cast: Cast, peer: Peer) -> None:
    await promote(cast, "bob", peer, "carol", int(Admin.OTHER))


async def close_alices_topic(cast: Cast, peer: Peer) -> None:
    await edit(cast, "bob", peer, await begin(cast, "alice", peer), closed=True)


async def begin_topic(cast: Cast, peer: Peer) -> None:
    await begin(cast, "bob", peer)


async def tag_carol(cast: Cast, peer: Peer) -> None:
    await tag(cast, "bob", peer, "carol", "guest")


async def tag_oneself(cast: Cast, peer: Peer) -> None:
    await tag(cast, "bob", peer, "bob", "guest")


async def react_to_alices(cast: Cast, peer: Peer) -> None:
    await react(cast, "bob", peer, await _of_alice(cast, peer))


def send(kind: MediaKind) -> Act:
    async def act(cast: Cast, peer: Peer) -> None:
        bob = cast.viewer("bob")
        cast.random_id += 1
        await cast.act(sending.send, bob, peer, Outgoing("", cast.random_id), one_of_each(bob)[kind])

    return act


# --- administrators

ADMIN: dict[Admin, tuple[int, Act, str]] = {
    Admin.CHANGE_INFO: (GROUP, rename, "CHAT_ADMIN_REQUIRED"),
    Admin.POST: (CHANNEL, write, "CHAT_ADMIN_REQUIRED"),
    Admin.EDIT: (CHANNEL, edit_alices, "MESSAGE_AUTHOR_REQUIRED"),
    Admin.DELETE: (GROUP, delete_alices, "MESSAGE_DELETE_FORBIDDEN"),
    Admin.BAN: (GROUP, ban_carol, "CHAT_ADMIN_REQUIRED"),
    Admin.INVITE: (GROUP, invite_dave, "CHAT_ADMIN_REQUIRED"),
    Admin.PIN: (GROUP, pin_alices, "CHAT_ADMIN_REQUIRED"),
    Admin.ADD_ADMINS: (GROUP, promote_carol, "CHAT_ADMIN_REQUIRED"),
    Admin.ANONYMOUS: (GROUP, write_as_the_group, "SEND_AS_PEER_INVALID"),
    Admin.TOPICS: (FORUM, close_alices_topic, "CHAT_ADMIN_REQUIRED"),
    Admin.RANKS: (GROUP, tag_carol, "CHAT_ADMIN_REQUIRED"),
}
# Kept and shown, but nothing here asks for them.
ADMIN_OF_NOTHING: dict[Admin, str] = {
    Admin.CALL: "group calls are not in",
    Admin.OTHER: "it says that somebody is an administrator, and lets nothing be done",
    Admin.POST_STORIES: "stories are not in",
    Admin.EDIT_STORIES: "stories are not in",
    Admin.DELETE_STORIES: "stories are not in",
    Admin.DIRECT: "direct messages to channels are not in",
}


@pytest.mark.parametrize("right", ADMIN, ids=lambda right: right.name)
async def test_an_administrator_needs_the_right(cast: Cast, right: Admin) -> None:
    flags, act, refusal = ADMIN[right]
    await cast.join("dave")
    peer = await make_channel(cast, flags, "bob", "carol")
    every = OF_CHANNEL if flags == CHANNEL else OF_GROUP & ~int(Admin.ANONYMOUS)
    await promote(cast, "alice", peer, "bob", every & ~int(right))
    assert await refused(act(cast, peer)) == refusal
    await promote(cast, "alice", peer, "bob", int(right))
    await act(cast, peer)


# --- members

BAN: dict[Ban, tuple[int, Act, str]] = {
    Ban.VIEW: (GROUP, write, "CHANNEL_PRIVATE"),
    Ban.SEND: (GROUP, write, "USER_BANNED_IN_CHANNEL"),
    Ban.MEDIA: (GROUP, send(MediaKind.PHOTO), "CHAT_SEND_PHOTOS_FORBIDDEN"),
    Ban.STICKERS: (GROUP, send(MediaKind.STICKER), "CHAT_SEND_STICKERS_FORBIDDEN"),
    Ban.GIFS: (GROUP, send(MediaKind.GIF), "CHAT_SEND_GIFS_FORBIDDEN"),
    Ban.POLLS: (GROUP, send(MediaKind.POLL), "CHAT_SEND_POLL_FORBIDDEN"),
    Ban.CHANGE_INFO: (GROUP, rename, "CHAT_ADMIN_REQUIRED"),
    Ban.INVITE: (GROUP, invite_dave, "CHAT_ADMIN_REQUIRED"),
    Ban.PIN: (GROUP, pin_alices, "CHAT_ADMIN_REQUIRED"),
    Ban.TOPICS: (FORUM, begin_topic, "CHAT_WRITE_FORBIDDEN"),
    Ban.PHOTOS: (GROUP, send(MediaKind.PHOTO), "CHAT_SEND_PHOTOS_FORBIDDEN"),
    Ban.VIDEOS: (GROUP, send(MediaKind.VIDEO), "CHAT_SEND_VIDEOS_FORBIDDEN"),
    Ban.ROUND: (GROUP, send(MediaKind.ROUND_VIDEO), "CHAT_SEND_ROUNDVIDEOS_FORBIDDEN"),
    Ban.AUDIOS: (GROUP, send(MediaKind.MUSIC), "CHAT_SEND_AUDIOS_FORBIDDEN"),
    Ban.VOICES: (GROUP, send(MediaKind.VOICE), "CHAT_SEND_VOICES_FORBIDDEN"),
    Ban.DOCS: (GROUP, send(MediaKind.DOCUMENT), "CHAT_SEND_DOCS_FORBIDDEN"),
    Ban.PLAIN: (GROUP, write, "CHAT_SEND_PLAIN_FORBIDDEN"),
    Ban.RANK: (GROUP, tag_oneself, "CHAT_ADMIN_REQUIRED"),
    Ban.REACTIONS: (GROUP, react_to_alices, "CHAT_WRITE_FORBIDDEN"),
}
BAN_OF_NOTHING: dict[Ban, str] = {
    Ban.GAMES: "games are not in",
    Ban.INLINE: "results of inline bots are not in",
    Ban.LINKS: "it refuses nothing: the message goes without its preview (test_previews.py)",
}
BY_DEFAULT = {Ban.SEND: "CHAT_SEND_PLAIN_FORBIDDEN"}


async def group_of_everything(cast: Cast, flags: int) -> Peer:
    """Where members may do all there is."""
    await cast.join("dave")
    peer = await make_channel(cast, flags, "bob", "carol")
    await cast.act(lambda tx: store_chats.put(tx, peer, banned=0))
    return peer


@pytest.mark.parametrize("right", BAN, ids=lambda right: right.name)
async def test_a_member_is_kept_from_it(cast: Cast, right: Ban) -> None:
    flags, act, refusal = BAN[right]
    peer = await group_of_everything(cast, flags)
    await cast.act(banning.edit_banned, cast.viewer("alice"), peer, cast.id("bob"), int(right), 0)
    assert await refused(act(cast, peer)) == refusal
    if right is not Ban.VIEW:  # who was thrown out comes back by joining
        await cast.act(banning.edit_banned, cast.viewer("alice"), peer, cast.id("bob"), 0, 0)
        await act(cast, peer)


@pytest.mark.parametrize("right", [right for right in BAN if right is not Ban.VIEW], ids=lambda right: right.name)
async def test_all_members_are_kept_from_it(cast: Cast, right: Ban) -> None:
    flags, act, refusal = BAN[right]
    peer = await group_of_everything(cast, flags)
    await cast.act(banning.edit_default_rights, cast.viewer("alice"), peer, int(right), FOR_EVER)
    assert await refused(act(cast, peer)) == BY_DEFAULT.get(right, refusal)
    await promote(cast, "alice", peer, "bob", OF_GROUP & ~int(Admin.ANONYMOUS))
    await act(cast, peer)


async def refused(doing: Coroutine[Any, Any, object]) -> str:
    with pytest.raises(errors.RpcError) as caught:
        await doing
    return caught.value.name


# --- all of them

# Rights of the schema that are not even kept.
UNKNOWN = {
    "manage_welcome_messages": "greetings of newcomers are not in",
    "manage_linked_peers": "chats linked to a chat of chats are not in",
}


def bits(type_: Any, **needed: int) -> set[int]:
    """The bits of a constructor of rights, each set alone, but for the unknown ones."""
    names = signature(type_).parameters.keys() - needed.keys() - UNKNOWN.keys()
    return {rights.bits_of(type_(**{name: True}, **needed)) for name in names}


def values(named: Iterable[int]) -> set[int]:
    return {int(one) for one in named}


def test_no_right_is_left_out() -> None:
    assert values(ADMIN) | values(ADMIN_OF_NOTHING) == bits(types.ChatAdminRights) == values(Admin)
    assert values(BAN) | values(BAN_OF_NOTHING) == bits(types.ChatBannedRights, until_date=0) == values(Ban)
